"""The texts of a page that the lead language has changed, each with what it said before and how that was translated: a
translator begins with the earlier words. They are a suggestion until somebody has saved them."""

import re
from collections import defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher

from django import forms
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail_localize.models import String, StringTranslation, TranslationContext

from lms.core.differences import marked
from lms.review.permissions import may_submit_translation

from . import leads, pairing, permissions, po
from .comparing import label, text_of
from .models import Rendition
from .views import PageScreen

KEY = re.compile(r"(\d{1,18})-(\d{1,18})")
ALIKE = 0.4  # from 0 (no word in common) to 1: what two of several texts in one place have in common at least


@dataclass
class Change:
    """A text that is new or says something else, as localize's `String` in its context; `row` is what stands for it in
    the translation, if anything does. `before` and `earlier`: what it said, and how that was translated, or ""."""

    string: String
    context: TranslationContext
    row: StringTranslation | None = None
    before: str = ""
    earlier: str = ""

    @property
    def key(self):
        return f"{self.string.pk}-{self.context.pk}"

    @property
    def waits(self):
        return self.row is None or self.row.has_error

    @property
    def suggestion(self):
        return self.row.data if self.row else self.earlier

    @property
    def has_markup(self):
        return "<" in self.string.data

    @property
    def was(self):
        return text_of(self.before)

    @property
    def says(self):
        """What it says now, with the changes marked (safe HTML)."""
        return marked(self.was, text_of(self.string.data)) if self.before else text_of(self.string.data)

    @property
    def was_translated(self):
        return text_of(self.earlier)


def changes(page):
    """[Change] of a translated page in its order: what it does not say anew yet, and what has been saved since for
    texts that changed. Empty for a page that leads, or that nobody has translated before."""
    translation = leads.translation_of(page)
    if translation is None or page.alias_of_id:
        return []
    segments = {(one.string_id, one.context_id): one for one in pairing.stored(translation.source).values()}
    now = defaultdict(set)
    for segment in segments.values():
        now[segment.context_id].add(segment.string.data)
    said, since = _last_said(page)
    rows = _rows(page)
    earlier = _earlier(rows, now, said, since)
    found = []
    for key, segment in segments.items():
        change, place = Change(segment.string, segment.context, rows.get(key)), segment.context_id
        if change.waits or (since and segment.string.data not in said.get(place, ())):
            change.before = _nearest(segment.string.data, earlier[place], len(now[place]))
            change.earlier = earlier[place].get(change.before, "")
            found.append(change)
    return found


def _rows(page):
    """{(id of the string, id of its context): `StringTranslation`}, the newest first, of texts gone long since, too."""
    rows = StringTranslation.objects.filter(locale=page.locale_id, context__object_id=page.translation_key)
    rows = rows.select_related("translation_of").order_by("-updated_at")
    return {(row.translation_of_id, row.context_id): row for row in rows}


def _earlier(rows, now, said, since):
    """{id of a context: {text: its translation or ""}} of what the lead language says no longer: what the page was
    published with, and versions in between that somebody has translated since."""
    found = defaultdict(dict)
    for (_string, place), row in rows.items():
        text = row.translation_of.data
        if text not in now[place] and (since is None or row.updated_at > since or text in said.get(place, ())):
            found[place][text] = row.data
    for place, texts in said.items():
        for text in texts - now[place]:
            found[place].setdefault(text, "")
    return found


def _last_said(page):
    """({id of the context: texts of the lead language that the page was last published with}, when it was made)."""
    rows = Rendition.objects.filter(page=page.pk).order_by("-revision")
    rendition = (rows.filter(revision=page.live_revision_id) if page.live else rows).first()
    if rendition is None:
        return {}, None
    paths = TranslationContext.objects.filter(object_id=page.translation_key).values_list("path", "pk")
    return {pk: set(rendition.texts[path]) for path, pk in paths if path in rendition.texts}, rendition.made_at


def _nearest(text, earlier, places):
    """The one of the `earlier` texts of a place that is most like `text`; where several stand, one that is alike."""
    words = text.split()
    alike = {old: SequenceMatcher(None, old.split(), words, autojunk=False).ratio() for old in earlier}
    best = max(alike, key=alike.get, default="")
    return best if best and (alike[best] >= ALIKE or places == len(earlier) == 1) else ""


class ChangedForm(forms.Form):
    """One changed text. `seen` is what stood in the field when the screen was opened: left as it was, it is saved only
    if somebody says that it still fits, and what somebody else has written since is never overwritten."""

    text = forms.CharField(label=_("Translation"), required=False, widget=AdminAutoHeightTextInput)
    fits = forms.BooleanField(label=_("It still fits as it stands"), required=False)
    seen = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, change, page, data=None):
        start = {"text": change.suggestion, "seen": change.suggestion}
        super().__init__(data, prefix=change.key, initial=start)
        self.change, self.page = change, page
        self.fields["text"].widget.attrs |= {"lang": page.locale.language_code, "rows": 3}
        if not change.waits or not change.suggestion:
            del self.fields["fits"]

    @property
    def place(self):
        return label(self.page, self.change.context.path)

    def clean_text(self):
        return "\n".join(self.cleaned_data["text"].splitlines())

    def clean_seen(self):
        return "\n".join(self.cleaned_data["seen"].splitlines())

    def clean(self):
        cleaned = super().clean()
        if self.is_written and (fault := self._fault(cleaned["text"])):
            self.add_error("text", fault)
        return cleaned

    def _fault(self, text):
        return po.fault(self.change.string.data, text, self.change.context.path, self.page.specific_class)

    @property
    def is_written(self):
        """Whether somebody has given this translation."""
        text = self.cleaned_data.get("text", "")
        return bool(text) and (text != self.cleaned_data["seen"] or self.cleaned_data.get("fits", False))

    def save(self, user):
        """Whether the text is saved: not over another that was written since, which is told."""
        written = pairing.written(self.cleaned_data["text"], user)
        row, is_new = StringTranslation.objects.select_for_update().get_or_create(
            translation_of=self.change.string,
            context=self.change.context,
            locale=self.page.locale,
            defaults=written,
        )
        if not is_new and row.data != self.cleaned_data["seen"]:
            told = _("Somebody has translated this text meanwhile; yours is not saved. Theirs: %(text)s")
            self.add_error("text", told % {"text": text_of(row.data)})
            return False
        if not is_new:
            for name, value in written.items():
                setattr(row, name, value)
            row.save()
        return True


class ChangedView(PageScreen, TemplateView):
    """Each changed text with its earlier translation to begin with; works without a script."""

    template_name = "translation/changed.html"
    page_title = _("Changed texts")
    header_icon = "wagtail-localize-language"
    may = staticmethod(permissions.may_translate)

    @cached_property
    def changes(self):
        return changes(self.page)

    def get_context_data(self, **kwargs):
        asked = kwargs.pop("forms", None) or [ChangedForm(change, self.page) for change in self.changes]
        context = {
            "page": self.page,
            "code": self.page.locale.language_code,
            "lead_code": leads.lead_language(self.page),
            "forms": asked,
            "waiting": sum(form.change.waits for form in asked),
            "may_submit": may_submit_translation(self.request.user, self.page),
        }
        return super().get_context_data(**context, **kwargs)

    def post(self, request, page_id):
        overtaken = self.overtaken()
        changes = [change for change in self.changes if change.key in self.keys] + overtaken
        asked = [ChangedForm(change, self.page, request.POST) for change in changes]
        with transaction.atomic():
            saved = [form for form in asked if form.is_valid() and form.is_written and form.save(request.user)]
        self.tell(saved, overtaken)
        if any(form.errors for form in asked):
            messages.error(request, gettext("What is marked below was not saved."))
            return self.render_to_response(self.get_context_data(forms=[form for form in asked if form not in saved]))
        return redirect("translations:changed", self.page.pk)

    def tell(self, saved, overtaken):
        if saved:
            told = ngettext("%d text was saved.", "%d texts were saved.", len(saved))
            messages.success(self.request, told % len(saved))
        if any(form.change in overtaken for form in saved):
            told = gettext("The original has changed again meanwhile: what you wrote stands below to begin with.")
            messages.warning(self.request, told)

    @cached_property
    def keys(self):
        return {name.removesuffix("-text") for name in self.request.POST if name.endswith("-text")}

    def overtaken(self):
        """Texts that the lead language has changed once more since the screen was opened: what was typed for them is
        kept, as the earlier translation of what they say now."""
        others = self.keys - {change.key for change in self.changes}
        pairs = [tuple(map(int, found.groups())) for found in map(KEY.fullmatch, sorted(others)) if found]
        strings = String.objects.in_bulk([one for one, _two in pairs])
        contexts = TranslationContext.objects.filter(object_id=self.page.translation_key)
        contexts = contexts.in_bulk([two for _one, two in pairs])
        return [Change(strings[one], contexts[two]) for one, two in pairs if one in strings and two in contexts]


def tell(request, page):
    """In the editor of an outdated page: that there is more to begin with than empty fields."""
    if request.method != "GET" or not leads.outdated(page) or not permissions.may_translate(request.user, page):
        return
    if count := sum(change.waits for change in changes(page)):
        told = ngettext(
            "%d text of the original has changed. Begin with its earlier translation:",
            "%d texts of the original have changed. Begin with their earlier translations:",
            count,
        )
        url = reverse("translations:changed", args=[page.pk])
        messages.info(request, told % count, buttons=[messages.button(url, gettext("Changed texts"))])
