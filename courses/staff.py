"""Screens of the Wagtail admin around one cohort: roster, attendance, timetable, people, opening and closing."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.functions import Lower
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import log
from wagtail.models import Locale

from lms.accounts.models import User

from .domain import adoption, attendance, cohorts, enrolment, queries, roster, timetable
from .domain.errors import Refused
from .domain.policy import requirement
from .enums import COHORT_CHANGES, EnrolmentStatus, Half
from .forms import AddPeopleForm, AttendanceForm, HalfDayForm, PlanForm, SessionFormSet
from .models import Attendance, Cohort, Enrolment
from .permissions import may_manage_cohort, may_record_attendance


class CohortScreen(WagtailAdminTemplateMixin, TemplateView):
    """A screen of one cohort. One that this person may not see is not found; `may` says who may work here."""

    header_icon = "group"
    may = staticmethod(may_manage_cohort)

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        visible = Cohort.objects.visible_to(request.user).select_related("course", "organisation")
        self.cohort = get_object_or_404(visible, pk=kwargs["pk"])

    def dispatch(self, request, *args, **kwargs):
        if not self.may(request.user, self.cohort):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self):
        return self.cohort.name

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("cohorts:index"), "label": capfirst(Cohort._meta.verbose_name_plural)},
            {"url": self.url("roster"), "label": self.cohort.name},
            {"url": "", "label": self.page_title, "sublabel": self.cohort.name},
        ]

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "cohort": self.cohort, "roster_url": self.url("roster")}

    def url(self, name, *args):
        return reverse(f"cohorts:{name}", args=[self.cohort.pk, *args])

    def try_to(self, verb, *args, success, **kwargs):
        """Calls a verb and tells what came of it."""
        try:
            verb(*args, **kwargs)
        except Refused as refused:
            messages.error(self.request, str(refused))
            return False
        messages.success(self.request, success)
        return True


class RosterView(CohortScreen):
    """Everybody with progress, attendance and whether the conditions are met; requests wait above."""

    template_name = "courses/staff/roster.html"
    page_title = gettext_lazy("People")
    may = staticmethod(may_record_attendance)

    @cached_property
    def manages(self):
        return may_manage_cohort(self.request.user, self.cohort)

    @cached_property
    def header_buttons(self):
        buttons = [HeaderButton(_("Attendance"), url=self.url("attendance"), icon_name="calendar-check")]
        if self.manages:
            buttons += [
                HeaderButton(_("Timetable"), url=self.url("timetable"), icon_name="calendar-alt"),
                HeaderButton(_("Add people"), url=self.url("add_people"), icon_name="plus"),
                HeaderButton(_("Edit"), url=self.url("edit"), icon_name="edit"),
                HeaderButton(_("History"), url=self.url("history"), icon_name="history"),
            ]
        for give in hooks.get_hooks("cohort_header_buttons"):
            buttons += give(self.cohort, self.request)
        return buttons

    def get_context_data(self, **kwargs):
        rows = roster.roster(self.cohort)
        wanted = self.request.GET.get("q", "").strip()
        state = self.request.GET.get("state", "")
        return {
            **super().get_context_data(**kwargs),
            "total": len(rows),
            "met": sum(row.met for row in rows),
            "rows": [row for row in rows if matches(row, wanted, state)],
            "requests": roster.requests(self.cohort),
            "manages": self.manages,
            "can_adopt": self.manages and adoption.is_there_anything(self.cohort),
            "next_states": COHORT_CHANGES[self.cohort.status] if self.manages else (),
            "q": wanted,
            "state": state,
        }

    def post(self, request, *args, **kwargs):
        """Answers one request for a seat: `accept` or `decline` carries the enrolment's id."""
        if not self.manages:
            raise PermissionDenied
        accept = "accept" in request.POST
        asked = request.POST.get("accept") or request.POST.get("decline") or ""
        waiting = get_object_or_404(roster.requests(self.cohort), pk=asked if asked.isdigit() else 0)
        told = _("%(name)s has a seat now.") if accept else _("%(name)s has been declined.")
        self.try_to(enrolment.decide, waiting, accept, request.user, success=told % {"name": waiting.user})
        return redirect(self.url("roster"))


def matches(row, wanted, state):
    if wanted and wanted.casefold() not in f"{row.name} {row.enrolment.user.email or ''}".casefold():
        return False
    return state not in {"met", "open"} or row.met is (state == "met")


class ConfirmedAction(CohortScreen):
    """Asks before it acts: GET shows the question, POST does it."""

    template_name = "courses/staff/confirm.html"
    is_serious = False

    def post(self, request, *args, **kwargs):
        self.act()
        return redirect(self.url("roster"))

    def get_context_data(self, **kwargs):
        context = {"question": self.get_question(), "label": self.page_title, "is_serious": self.is_serious}
        return {**super().get_context_data(**kwargs), **context}


class OpenView(ConfirmedAction):
    page_title = gettext_lazy("Open the cohort")

    def get_question(self):
        if self.cohort.opened_at:
            return _("People can join again. The conditions and steps stay as they were at the first opening.")
        return _("People can join and begin. The conditions and steps of the course are fixed for this cohort now.")

    def act(self):
        self.try_to(cohorts.open_cohort, self.cohort, self.request.user, success=_("The cohort is open."))


class CloseView(ConfirmedAction):
    page_title = gettext_lazy("Close the cohort")
    is_serious = True

    def get_question(self):
        return _("Nobody can join any more. Those enrolled go on reading and finish their steps.")

    def act(self):
        self.try_to(cohorts.close_cohort, self.cohort, self.request.user, success=_("The cohort is closed."))


class AdoptView(ConfirmedAction):
    """Shows what the course's later edits would mean for each person, then takes them over."""

    template_name = "courses/staff/adopt.html"
    page_title = gettext_lazy("Adopt the change")
    is_serious = True

    def get_question(self):
        return _("Nobody loses what is done: completed steps, results and completions stay.")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        try:
            proposal = adoption.propose(self.cohort, Locale.get_active())
        except Refused as refused:
            return {**context, "refused": refused}
        return {
            **context,
            "proposal": proposal,
            "differs": proposal.differs_from(self.cohort),
            "rules": [(requirement(rule), rule not in self.cohort.policy) for rule in proposal.policy],
            "rules_dropped": [requirement(rule) for rule in self.cohort.policy if rule not in proposal.policy],
        }

    def act(self):
        told = _("The cohort follows the course as it is today.")
        self.try_to(adoption.adopt_change, self.cohort, self.request.POST.get("mark"), self.request.user, success=told)


class WithdrawView(ConfirmedAction):
    page_title = gettext_lazy("Withdraw from the cohort")
    is_serious = True

    @cached_property
    def seat(self):
        active = Enrolment.objects.filter(cohort=self.cohort, status=EnrolmentStatus.ACTIVE)
        return get_object_or_404(active.select_related("user__profile"), pk=self.kwargs["enrolment"])

    def get_question(self):
        text = _("%(name)s gives the seat back and cannot open the steps any more. What was done stays on record.")
        return text % {"name": self.seat.user}

    def act(self):
        told = _("%(name)s has no seat in this cohort any more.") % {"name": self.seat.user}
        self.try_to(enrolment.withdraw, self.seat, self.request.user, success=told)


class AddPeopleView(CohortScreen):
    """Enrols people who have an account, by a list of e-mail addresses; tells for each what came of it."""

    template_name = "courses/staff/form.html"
    page_title = gettext_lazy("Add people")

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", AddPeopleForm())
        return {**super().get_context_data(**kwargs), "submit": _("Add")}

    def post(self, request, *args, **kwargs):
        form = AddPeopleForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        unknown, refused, added = self.add(form.cleaned_data["addresses"])
        if added:
            text = ngettext("%(count)d person has a seat now.", "%(count)d people have a seat now.", added)
            messages.success(request, text % {"count": added})
        if unknown:
            messages.warning(request, _("No account: %(list)s") % {"list": ", ".join(unknown)})
        for address, reason in refused:
            messages.error(request, f"{address}: {reason}")
        return redirect(self.url("roster"))

    def add(self, addresses):
        people = User.objects.filter(is_active=True).annotate(address=Lower("email"))
        known = {user.address: user for user in people.filter(address__in=addresses)}
        refused, added = [], 0
        for address in addresses:
            if address in known:
                try:
                    enrolment.enrol(known[address], self.cohort, self.request.user)
                    added += 1
                except Refused as reason:
                    refused.append((address, reason))
        return [address for address in addresses if address not in known], refused, added


class AttendanceView(CohortScreen):
    """One half-day on one screen: everybody, present unless told otherwise, saved by one POST."""

    template_name = "courses/staff/attendance.html"
    page_title = gettext_lazy("Attendance")
    may = staticmethod(may_record_attendance)

    @cached_property
    def half_days(self):
        return timetable.half_days_of([self.cohort])[self.cohort.pk]

    def get_context_data(self, **kwargs):
        chosen = kwargs.pop("chosen", None) or self.chosen_half_day()
        rows = roster.roster(self.cohort)
        date, half = chosen
        recorded = Attendance.objects.filter(enrolment__cohort=self.cohort, date=date, half=half)
        recorded = list(recorded.select_related("recorded_by__profile").order_by("recorded_at"))
        form = kwargs.pop("form", None) or AttendanceForm(rows, {row.enrolment_id: row.presence for row in recorded})
        planned, held = self.half_days
        return {
            **super().get_context_data(**kwargs),
            "date": date,
            "half": Half(half),
            "form": form,
            "last": recorded[-1] if recorded else None,
            "half_days": [(*each, each in held, each == (date, half)) for each in sorted(planned | held)],
            "chooser": HalfDayForm(initial={"date": date, "half": half}),
        }

    def chosen_half_day(self):
        """The half-day of the address, else the earliest that waits to be recorded, else the last one."""
        form = HalfDayForm(self.request.GET)
        if form.is_valid():
            return form.cleaned_data["date"], Half(form.cleaned_data["half"])
        planned, held = self.half_days
        today = timetable.today(self.cohort)
        waiting = sorted(each for each in planned - held if each[0] <= today)
        past = sorted(each for each in planned | held if each[0] <= today)
        if waiting or past:
            return waiting[0] if waiting else past[-1]
        return min(max(today, self.cohort.starts_on), self.cohort.ends_on), Half.MORNING

    def post(self, request, *args, **kwargs):
        chosen, form = HalfDayForm(request.POST), AttendanceForm(roster.roster(self.cohort), {}, request.POST)
        if not chosen.is_valid():
            messages.error(request, _("Choose a date and a half-day."))
            return redirect(self.url("attendance"))
        date, half = chosen.cleaned_data["date"], Half(chosen.cleaned_data["half"])
        if not form.is_valid():
            messages.error(request, _("Nothing has been saved: somebody has no mark."))
            return self.render_to_response(self.get_context_data(form=form, chosen=(date, half)))
        marks = form.marks()
        told = _("Recorded: %(present)d present, %(absent)d absent.")
        present = sum(mark == "present" for mark in marks.values())
        told = told % {"present": present, "absent": len(marks) - present}
        self.try_to(attendance.record, self.cohort, date, half, marks, request.user, success=told)
        return redirect(f"{self.url('attendance')}?date={date:%Y-%m-%d}&half={half}")


class TimetableView(CohortScreen):
    """The sessions of a cohort: made from the first day and the number of days, then changed one by one."""

    template_name = "courses/staff/timetable.html"
    page_title = gettext_lazy("Timetable")

    def formset(self, data=None):
        sessions = self.cohort.sessions.select_related("cohort")
        return SessionFormSet(data, queryset=sessions, form_kwargs={"cohort": self.cohort})

    def get_context_data(self, **kwargs):
        kwargs.setdefault("formset", self.formset())
        kwargs.setdefault("plan", None if self.cohort.sessions.exists() else PlanForm())
        modules = queries.outline(self.cohort.course, Locale.get_active())
        titles = {module.key: module.title for module in modules}
        lines = [(form, titles.get(form.instance.module_key, "")) for form in kwargs["formset"].forms]
        return {**super().get_context_data(**kwargs), "lines": lines}

    def post(self, request, *args, **kwargs):
        return self.plan(request) if "plan" in request.POST else self.save(request)

    def plan(self, request):
        form = PlanForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(plan=form))
        keys = dict.fromkeys(unit.module for unit in queries.plan(self.cohort.course))
        days, titles = form.cleaned_data["days"], [(key, "") for key in keys]
        told = _("The timetable has been made.")
        self.try_to(timetable.plan_sessions, self.cohort, days, titles, success=told)
        return redirect(self.url("timetable"))

    def save(self, request):
        formset = self.formset(request.POST)
        if not formset.is_valid():
            return self.render_to_response(self.get_context_data(formset=formset))
        with transaction.atomic():
            formset.save()
            timetable.renumber(self.cohort)
            log(self.cohort, "courses.plan", user=request.user)
        messages.success(request, _("The timetable has been saved."))
        return redirect(self.url("timetable"))
