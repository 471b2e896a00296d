"""What happens in Wagtail's editor and in localize's: translations begin, go on and end without losing a text."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.models import Locale, Page, WorkflowState
from wagtail_localize.models import MissingTranslationError, StringTranslation, Translation, TranslationSource
from wagtail_localize.views.edit_translation import edit_translation, stop_translation

from courses.models import ModulePage
from lms.accounts.models import User
from lms.review.permissions import may_decide, may_submit_translation
from lms.review.submitting import draft_of

from . import leads, pairing

RESTART = "localize-restart-translation"
LATELY = timedelta(minutes=15)


def guard_localize(request, page):
    """Takes the place of what localize would do to the texts of a page.

    - Publishing from its editor puts the other language where a text is missing: the review publishes.
    - "Start synced translation" would overwrite what was written by hand meanwhile.
    - An untranslated page could not be opened as a list of texts.
    - Its editor knows no review: who has come to approve reads both languages side by side.
    """
    translation = leads.translation_of(page)
    if request.method == "POST" and RESTART in request.POST:
        return _resume(request, page)
    if translation and request.method == "POST":
        messages.error(request, _("A translation becomes public by its review: submit it."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    if translation and may_decide(request.user, page):
        return redirect("translations:compare", page.pk)
    if translation:
        _tell_what_is_asked(request, page)
        _tell_who_else_is_here(request, page)
    if translation and page.alias_of_id:
        return edit_translation(request, translation, page)


def _tell_what_is_asked(request, page):
    state = page.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return
    step = state.current_task_state
    told = {"person": step.finished_by or _("The reader"), "comment": step.get_comment()}
    asked = _("%(person)s asks for changes: %(comment)s") if told["comment"] else _("%(person)s asks for changes.")
    messages.warning(request, asked % told)


def _tell_who_else_is_here(request, page):
    """Localize's editor lacks Wagtail's notice that somebody else is in the page."""
    lately = StringTranslation.objects.filter(
        context__object_id=page.translation_key, locale=page.locale_id, updated_at__gt=timezone.now() - LATELY
    )
    for other in User.objects.filter(pk__in=lately.values("last_translated_by")).exclude(pk=request.user.pk):
        told = _("%(person)s has been translating this page in the last quarter of an hour.")
        messages.warning(request, told % {"person": other})


@require_admin_access
def stop_instead(request, translation_id):
    """Takes the place of localize's own: first what was saved in its editor becomes a draft, which one then goes on
    writing by hand. Refused while that cannot be."""
    translation = get_object_or_404(Translation, pk=translation_id, enabled=True)
    page = translation.get_target_instance()
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    if request.method != "POST" or not leads.unsubmitted(page.get_latest_revision_as_object()):
        return stop_translation(request, translation_id)
    if not _carry(translation, page, request.user):
        told = _(
            "The page cannot be written by hand yet: it does not show all the texts that you saved here. "
            "Translate what is missing and submit the translation."
        )
        messages.error(request, told)
        return redirect("wagtailadmin_pages:edit", page.pk)
    messages.success(request, _("The texts that you saved are in the draft."))
    return stop_translation(request, translation_id)


def _carry(translation, page, user):
    """Whether the saved texts are in a draft now: not while one is missing, somebody reads, or the page is an alias."""
    if page.alias_of_id or not may_submit_translation(user, page):
        return False
    try:
        with transaction.atomic():
            draft_of(translation, page, user)
    except MissingTranslationError:
        return False
    return True


def _resume(request, page):
    try:
        begin(page)
    except (leads.Refused, pairing.Unpaired) as error:
        messages.error(request, _("The translation cannot go on: %(reason)s") % {"reason": error})
    else:
        messages.success(request, _("The page is translated again; its texts are kept."))
    return redirect("wagtailadmin_pages:edit", page.pk)


@transaction.atomic
def begin(page):
    """Has `page` translated from the page in the lead language, beginning with the texts that it shows.

    Raises Unpaired when a text of the page would have no place, Refused when the page leads. Returns the Translation.
    """
    language = leads.lead_language(page)
    lead = page.get_translations().filter(locale__language_code=language, alias_of=None).first()
    if page.locale.language_code == language or lead is None:
        raise leads.Refused([_("this page leads, or there is nothing to translate it from")])
    lead = lead.specific
    version = None if page.alias_of_id else pairing.read(lead, page.get_latest_revision_as_object())
    if version and (places := pairing.disputed(lead, version)):
        raise pairing.Unpaired(places)
    source, _new = TranslationSource.update_or_create_from_instance(lead)
    leads.leave_one_source(source, target_locale=page.locale_id)
    translation, _new = Translation.objects.update_or_create(
        source=source, target_locale=page.locale, defaults={"enabled": True}
    )
    if version:
        known = pairing.remembered(translation).texts
        for key in known.keys() & version.texts.keys():
            if leads.same(known[key].html, version.texts[key].html):
                del version.texts[key]  # who wrote it, and when, stays known
        pairing.store(source, page.locale, version)
    return translation


def begin_in(lead, locale):
    """Has the page of `lead` in `locale` translated, making the page if the tree lacks it; returns that page."""
    target = lead.get_translation_or_none(locale)
    if target is None:
        target = lead.copy_for_translation(locale, copy_parents=True, alias=True)
    begin(target)
    return target


def hide_restart(menu_items, request, context):
    """Not on the page that leads."""
    page = context.get("page")
    if page is None or page.locale.language_code == leads.lead_language(page):
        menu_items[:] = [item for item in menu_items if item.name != RESTART]


def begin_in_the_lead_language(request, parent_page, page_class):
    """A page of a module begins in the language of the module; elsewhere it would exist in one language alone."""
    module = leads.module_of(parent_page)
    if module is None or parent_page.locale.language_code == module.lead_language:
        return None
    language = dict(settings.LANGUAGES)[module.lead_language]
    messages.error(request, _("New pages of this module begin in its lead language: %s.") % language)
    return redirect("wagtailadmin_explore", parent_page.pk)


def follow_a_new_page(request, page):
    """A module leads in the language in which it was made; its pages show their text in the other two trees.

    Localize does the latter for the language of the shipped curriculum alone.
    """
    language = page.locale.language_code
    if isinstance(page, ModulePage):
        ModulePage.objects.filter(pk=page.pk).update(lead_language=language)
        page.lead_language = language
    if leads.module_of(page):
        for locale in Locale.objects.exclude(pk=page.locale_id):
            if not page.has_translation(locale):
                page.copy_for_translation(locale, copy_parents=True, alias=True)


def copy_in_the_lead_language(request, page):
    """A copy begins where a new page would."""
    parent = request.POST.get("new_parent_page", "")
    target = Page.objects.filter(pk=parent).first() if parent.isdigit() else None
    return begin_in_the_lead_language(request, target, page.specific_class) if target else None


def follow_a_copy(request, page, new_page):
    """A copy is another page with another key; like a new one it shows its text in the other two trees."""
    for each in new_page.get_descendants(inclusive=True).specific().order_by("path"):
        follow_a_new_page(request, each)
