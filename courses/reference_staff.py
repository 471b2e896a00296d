"""Screens of the Wagtail admin around sources and clearances: what cites a source, a change, what is due."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from django.views.generic.edit import FormMixin
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton

from lms.accounts import roles
from lms.accounts.domain.grants import organisation_of
from lms.accounts.models import Membership, User
from lms.accounts.roles import RIGHTS
from lms.core.models import LANGUAGES
from lms.core.screens import StaffScreen

from .domain import citing, clearance, currency, documents
from .domain.errors import Refused
from .forms import ClearanceForm, SourceChangeForm, TakeBackForm
from .models import LessonPage, Recheck, Source

EARLIER = 5  # changes of a source that are closed, on its screen


def may_work(user):
    """Whether texts may wait for this person: those who keep reference data or write pages."""
    return roles.can(user, "edit_reference") or roles.can(user, "write_pages")


def possible_owners():
    """People who keep reference data or write pages today."""
    holders = Membership.objects.active().filter(role__in=RIGHTS["edit_reference"] | RIGHTS["write_pages"])
    return User.objects.filter(pk__in=holders.values("user"), is_active=True).select_related("profile")


def day(name):
    """How a column shows the date `name` of its row."""

    def text(row):
        value = getattr(row, name)
        return date_format(value) if value else "–"

    return text


def is_due(row):
    return row.next_review is None or row.next_review < timezone.localdate()


class ReferenceScreen(StaffScreen, TemplateView):
    """A screen for those whom `allowed` lets in."""

    header_icon = "clipboard-list"

    def dispatch(self, request, *args, **kwargs):
        if not self.allowed(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


@dataclass(frozen=True)
class Line:
    """A text on a list: its recheck (None: it cites the source since the change) and what this person may do."""

    recheck: Recheck | None
    subject: citing.Subject
    may_open: bool
    may_withdraw: bool


def lines(user, rows):
    """`Line`s of pairs of a recheck and its subject."""
    return [
        Line(row, subject, currency.may_open(user, subject), currency.may_withdraw(user, subject))
        for row, subject in rows
    ]


class SourceScreen(ReferenceScreen):
    """A screen of one source, for the Center's editors and administrators."""

    def allowed(self, user):
        return roles.reaches_all(user, "edit_reference")

    @cached_property
    def source(self):
        return get_object_or_404(Source.objects.with_change(), pk=self.kwargs["pk"])

    def get_page_subtitle(self):
        return self.source.key

    def get_trail(self):
        return [{"url": reverse("sources:index"), "label": _("Sources")}]


class CitedView(SourceScreen):
    """Every text that cites the source in three languages; the open change; "checked", "clear", "withdraw"; the
    changes before it, with what other apps offer for them (hook `source_changes`)."""

    template_name = "courses/staff/source.html"
    page_title = gettext_lazy("Where it is cited")

    @cached_property
    def header_buttons(self):
        pk = self.source.pk
        buttons = [HeaderButton(_("Edit"), url=reverse("sources:edit", args=[pk]), icon_name="edit")]
        if not self.source.is_changing:
            url = reverse("sources:changed", args=[pk])
            buttons.append(HeaderButton(_("Mark as changed"), url=url, icon_name="warning"))
        elif self.change:
            url = reverse("sources:take_back", args=[pk, self.change.pk])
            buttons.append(HeaderButton(_("Take the marking back"), url=url, icon_name="rotate"))
        return buttons

    @cached_property
    def change(self):
        return self.source.changes.filter(closed_at=None).select_related("marked_by__profile").first()

    def get_context_data(self, **kwargs):
        pairs = citing.texts_citing(self.source)
        waiting = currency.described(self.change.rechecks.all()) if self.change else []
        known = {(row.kind, row.key) for row, _subject in waiting}
        subjects = citing.describe([pair for pair in pairs if pair not in known])
        rows = [*waiting, *((None, subject) for subject in subjects.values())]
        open_pairs = [(row.kind, row.key) for row, _subject in waiting if row.cleared_at is None]
        context = {
            "source": self.source,
            "change": self.change,
            "is_due": is_due(self.source),
            "rows": lines(self.request.user, rows),
            "waits": bool(open_pairs),
            "effects": citing.effects(open_pairs),
            "days": documents.citing(self.source),
            "earlier": self.earlier(),
        }
        return {**super().get_context_data(**kwargs), **context}

    def earlier(self):
        """[(closed change, what other apps say of it)], the latest first."""
        changes = list(self.source.changes.exclude(closed_at=None)[:EARLIER])
        told = [give(changes, self.request.user) for give in hooks.get_hooks("source_changes")] if changes else []
        return [(change, [part[change.pk] for part in told if change.pk in part]) for change in changes]

    def post(self, request, *args, **kwargs):
        if "clear" in request.POST:
            rows = Recheck.objects.filter(change__source=self.source)
            if row := rows.filter(pk=numbered(request.POST["clear"])).first():
                currency.clear(row, by=request.user)
            tell_cleared(request, row)
        elif self.change:
            currency.close(self.change, by=request.user)
        else:
            currency.confirm(self.source, by=request.user)
            messages.success(request, _("The source counts as checked today."))
        return redirect("sources:cited", self.source.pk)


class MarkChangedView(SourceScreen, FormMixin):
    """A date, a note in three languages, and what it will touch."""

    template_name = "courses/staff/source_changed.html"
    page_title = gettext_lazy("Mark as changed")
    form_class = SourceChangeForm

    def get_context_data(self, **kwargs):
        pairs = citing.texts_citing(self.source)
        subjects = [(None, subject) for subject in citing.describe(pairs).values()]
        context = {
            "source": self.source,
            "rows": lines(self.request.user, subjects),
            "effects": citing.effects(pairs),
            "days": documents.citing(self.source),
        }
        return {**super().get_context_data(**kwargs), **context}

    def post(self, request, *args, **kwargs):
        form = self.get_form()
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        notes = {code: form.cleaned_data[f"note_{code}"] for code in LANGUAGES}
        try:
            changed_on = form.cleaned_data["changed_on"]
            currency.mark_changed(self.source, changed_on=changed_on, notes=notes, by=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Readers of these texts now see the change; their owners are told."))
        return redirect("sources:cited", self.source.pk)


class TakeBackView(SourceScreen, FormMixin):
    """Says what goes with the marking, or why it stays; takes it back by POST with a reason."""

    template_name = "courses/staff/source_taken_back.html"
    page_title = gettext_lazy("Take the marking back")
    header_icon = "rotate"
    form_class = TakeBackForm

    @cached_property
    def change(self):
        return self.source.changes.filter(pk=self.kwargs["change"]).first()

    def dispatch(self, request, *args, **kwargs):
        if self.allowed(request.user) and self.change is None:
            messages.info(request, _("This marking was taken back already."))
            return redirect("sources:cited", self.source.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        waiting = currency.described(self.change.rechecks.filter(cleared_at=None))
        context = {
            "source": self.source,
            "change": self.change,
            "traces": currency.traces(self.change),
            "rows": lines(self.request.user, waiting),
            "told": self.change.owner_notices.exclude(told_at=None).count(),
        }
        return {**super().get_context_data(**kwargs), **context}

    def post(self, request, *args, **kwargs):
        form = self.get_form()
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            currency.take_back(self.change, reason=form.cleaned_data["reason"], by=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect(request.path)
        messages.success(request, _("The marking was taken back; readers no longer meet it. Nobody was written to."))
        return redirect("sources:cited", self.source.pk)


def numbered(text):
    return int(text) if text.isdecimal() else 0


def tell_cleared(request, row):
    """After a press on "checked"; `row` is None when the marking was taken back since the screen was opened."""
    if row is None:
        messages.info(request, _("This text waits for no check any more: the marking was taken back."))
        return
    messages.success(request, _("The text counts as checked; its readers no longer meet the line."))
    row.change.refresh_from_db(fields=["closed_at"])
    if row.change.closed_at:
        messages.success(request, _("It was the last one: the change of the source is closed."))


class RechecksView(ReferenceScreen):
    """What waits for the person who looks: each text is opened, checked, and cleared here."""

    template_name = "courses/staff/rechecks.html"
    page_title = gettext_lazy("Texts to check again")
    allowed = staticmethod(may_work)

    def get_context_data(self, **kwargs):
        user = self.request.user
        rows = lines(user, currency.waiting(user))
        may_withdraw = any(line.may_withdraw for line in rows)
        return {**super().get_context_data(**kwargs), "rows": rows, "may_withdraw": may_withdraw}

    def post(self, request, *args, **kwargs):
        wanted = numbered(request.POST.get("clear", ""))
        row = next((row for row, _subject in currency.waiting(request.user) if row.pk == wanted), None)
        if row:
            currency.clear(row, by=request.user)
        elif Recheck.objects.filter(pk=wanted).exists():
            raise PermissionDenied
        tell_cleared(request, row)
        return redirect("reference:rechecks")


class ClearanceView(ReferenceScreen, FormMixin):
    """A named specialist has read this version of a text: who, when."""

    template_name = "courses/staff/clearance.html"
    page_title = gettext_lazy("Clear this version")
    header_icon = "check"
    form_class = ClearanceForm
    back = "reference:clearances"

    def allowed(self, user):
        return clearance.may_clear(user, organisation_of(self.page))

    @cached_property
    def page(self):
        pages = LessonPage.objects.exclude(clearance="").filter(alias_of=None).select_related("locale")
        return get_object_or_404(pages, pk=self.kwargs["page_id"])

    @property
    def text(self):
        return clearance.text_of(self.page)

    def get_page_subtitle(self):
        return f"{self.page.title} ({self.page.locale})"

    def get_context_data(self, **kwargs):
        state = clearance.states([self.text])[0]
        return {**super().get_context_data(**kwargs), "state": state, "lesson": getattr(self, "page", None)}

    def post(self, request, *args, **kwargs):
        form = self.get_form()
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        if form.cleaned_data["digest"] != self.text.digest:
            messages.error(request, _("The text has changed since you opened this screen: read it again."))
            return redirect(request.path)
        told = {name: form.cleaned_data[name] for name in ("specialist", "position", "cleared_on")}
        clearance.clear(self.text, by=request.user, **told)
        messages.success(request, _("This version is cleared."))
        return redirect(self.back)

    def get_initial(self):
        return {"digest": self.text.digest, "cleared_on": timezone.localdate()}


class SupportClearanceView(ClearanceView):
    """The same for the support contacts in one language."""

    page = None

    def allowed(self, user):
        return roles.reaches_all(user, "edit_reference") and self.kwargs["language"] in LANGUAGES

    @property
    def text(self):
        return clearance.support_text(self.kwargs["language"])

    def get_page_subtitle(self):
        return "{} ({})".format(_("Support contacts"), self.kwargs["language"])
