"""Exam day for invigilators, on a phone: the room, its clock, one person. State changes by POST only."""

from dataclasses import dataclass
from functools import wraps

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Locale

from lms.accounts import middleware

from .domain import invigilation, sittings
from .domain.errors import NotPossible, SittingGone
from .exam_forms import REASONS, ActForm, EndForm, MinutesForm
from .models import QuizPage, Sitting
from .models.sitting import invigilated_by


@dataclass(frozen=True)
class Action:
    """A button of the room: `title` for everybody, `title_one` for one person; `told` once it is done."""

    verb: str
    title: Promise
    title_one: Promise
    told: Promise
    form: type[forms.Form] = ActForm


ACTIONS = {
    "open": Action("start", _("Open now"), _("Open now"), _("The exam is open.")),
    "minutes": Action(
        "add_minutes", _("Add minutes for everybody"), _("Add minutes"), _("Minutes added."), MinutesForm
    ),
    "pause": Action("pause", _("Pause for everybody"), _("Pause"), _("Paused.")),
    "resume": Action("resume", _("Go on for everybody"), _("Go on"), _("The time goes on.")),
    "end": Action(
        "close", _("End for everybody"), _("End"), _("Ended. Answers on their way are still taken."), EndForm
    ),
}


def by_staff(view):
    """Staff who have used their second factor, as in the admin (S-02).

    Whoever comes to a sitting that was cancelled is told so on the list of exams.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if missing := middleware.missing_step(request):
            return middleware.lead(request, missing)
        try:
            return view(request, *args, **kwargs)
        except SittingGone as gone:
            messages.info(request, str(gone))
            return redirect("exams")

    return guarded


def own(request, public_id):
    """A sitting that this person invigilates; another's is not found. Raises SittingGone for one that was cancelled."""
    rows = Sitting.objects.visible_to(request.user).select_related("cohort__course", "cohort__organisation", "quiz")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise SittingGone if sittings.was_cancelled(public_id, invigilated_by(request.user)) else Http404
    return found


def show(request, sitting, template, context):
    """A page about one sitting; its times are those of the cohort's clock."""
    with timezone.override(sitting.zone):
        return render(request, f"assessments/exam/{template}.html", {"sitting": sitting, **context})


def titles(unit_keys):
    """What the steps are called in the reader's language, by key."""
    pages = QuizPage.objects.filter(translation_key__in=unit_keys, locale=Locale.get_active())
    return dict(pages.values_list("translation_key", "title"))


def title_of(sitting):
    return titles([sitting.unit_key]).get(sitting.unit_key, str(sitting.quiz))


@require_safe
@by_staff
def index(request):
    """Own sittings: those to come and running first, by time, then those that are over."""
    now = timezone.now()
    rows = list(Sitting.objects.visible_to(request.user).select_related("cohort__course"))
    named = titles({row.unit_key for row in rows})
    for row in rows:
        row.title = named.get(row.unit_key, str(row.quiz_id))
    context = {
        "coming": sorted((row for row in rows if row.closes_at > now or row.paused_at), key=lambda row: row.opens_at),
        "over": [row for row in rows if row.closes_at <= now and not row.paused_at],
    }
    return render(request, "assessments/exam/index.html", context)


@require_safe
@by_staff
def room(request, public_id):
    sitting = own(request, public_id)
    return show(request, sitting, "room", {"room": invigilation.room(sitting), "title": title_of(sitting)})


@require_safe
@by_staff
def wall(request, public_id):
    """The start code and the clock, large, to be shown in the room; no names."""
    sitting = own(request, public_id)
    return show(request, sitting, "wall", {"room": invigilation.room(sitting), "title": title_of(sitting)})


@require_safe
@by_staff
def person(request, public_id, attempt_id):
    sitting = own(request, public_id)
    found = who(sitting, attempt_id)
    context = {
        "person": found,
        "events": invigilation.events_of(sitting, found.attempt),
        "paused_with_all": sitting.paused_at is not None and found.attempt.paused_at == sitting.paused_at,
    }
    return show(request, sitting, "person", context)


def who(sitting, attempt_id):
    found = invigilation.person(sitting, attempt_id)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@by_staff
def act(request, public_id, step, attempt_id=None):
    """A button and what it needs: GET asks, POST does it."""
    sitting = own(request, public_id)
    found = who(sitting, attempt_id) if attempt_id else None
    action = ACTIONS.get(step)
    if action is None or (found and step == "open"):
        raise Http404
    form = action.form(request.POST or None)
    back = redirect("exam_person", public_id, attempt_id) if found else redirect("exam_room", public_id)
    if request.method == "POST" and form.is_valid():
        perform(request, action, sitting, found, form.cleaned_data)
        return back
    context = {
        "action": action,
        "title": action.title_one if found else action.title,
        "step": step,
        "form": form,
        "person": found,
        "running": None if found else invigilation.room(sitting).running,
        "reasons": REASONS,
        "back": back.url,
    }
    return show(request, sitting, "act", context)


def perform(request, action, sitting, found, given):
    """Calls the verb and tells what came of it."""
    verb, minutes = getattr(sittings, action.verb), given.get("minutes")
    before = [sitting, minutes] if minutes else [sitting]
    alone = {"attempt": found.attempt} if found else {}
    try:
        event = verb(*before, request.user, given["reason"], token=given["token"], **alone)
    except NotPossible as reason:
        messages.error(request, str(reason))
        return
    if event is None:
        messages.info(request, _("Nothing was left to do: it had been done already."))
    elif minutes:
        text = ngettext("%(count)d minute added.", "%(count)d minutes added.", minutes)
        messages.success(request, text % {"count": minutes})
    else:
        messages.success(request, action.told)
