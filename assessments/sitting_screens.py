"""The staff screen on which the exam days of a cohort are planned and moved."""

from django import forms
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton

from courses.domain import timetable
from courses.models import Cohort
from courses.permissions import may_manage_cohort
from courses.staff import CohortScreen

from .domain import sittings
from .domain.errors import NotPossible, SittingGone
from .exam_views import titles
from .models import Sitting

DATE = {"type": "date"}
TIME = {"type": "time"}


class SittingForm(forms.Form):
    """A window in the clock time of the cohort."""

    day = forms.DateField(label=gettext_lazy("Date"), widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"))
    opens = forms.TimeField(label=gettext_lazy("Opens"), widget=forms.TimeInput(attrs=TIME, format="%H:%M"))
    closes = forms.TimeField(
        label=gettext_lazy("Closes"),
        widget=forms.TimeInput(attrs=TIME, format="%H:%M"),
        help_text=gettext_lazy("Extra time of single people is added to it."),
    )
    room = forms.CharField(label=gettext_lazy("Room"), max_length=60, required=False)

    def __init__(self, cohort, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.cohort = cohort

    def clean(self):
        cleaned = super().clean()
        if {"day", "opens", "closes"} <= cleaned.keys():
            self.window = [timetable.moment(self.cohort, cleaned["day"], cleaned[name]) for name in ("opens", "closes")]
            if self.window[1] <= self.window[0]:
                self.add_error("closes", _("A sitting closes after it has opened."))
        return cleaned


class PlanForm(SittingForm):
    unit = forms.ChoiceField(label=gettext_lazy("Exam"))
    with_code = forms.BooleanField(
        label=gettext_lazy("Ask for a start code that is shown in the room"), required=False, initial=True
    )
    field_order = ["unit", "day", "opens", "closes", "room", "with_code"]

    def __init__(self, cohort, units, *args, **kwargs):
        super().__init__(cohort, *args, **kwargs)
        self.fields["unit"].choices = units


class MoveForm(SittingForm):
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)


class SittingsView(CohortScreen):
    """The exam days of a cohort, and a form to plan another."""

    template_name = "assessments/staff/sittings.html"
    page_title = gettext_lazy("Exam days")
    may = staticmethod(may_manage_cohort)

    @cached_property
    def quizzes(self):
        return sittings.exam_units(self.cohort)

    def plan_form(self, data=None):
        named = titles(self.quizzes)
        units = [(str(key), named.get(key, quiz.key)) for key, quiz in self.quizzes.items()]
        return PlanForm(self.cohort, units, data) if units else None

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", self.plan_form())
        rows = list(Sitting.objects.filter(cohort=self.cohort).select_related("cohort", "quiz"))
        named = titles({row.unit_key for row in rows})
        lines = [(row, named.get(row.unit_key, row.quiz.key)) for row in rows]
        return {**super().get_context_data(**kwargs), "lines": lines, "now": timezone.now()}

    def post(self, request, *args, **kwargs):
        form = self.plan_form(request.POST)
        if form is None or not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        given = form.cleaned_data
        [key] = [key for key in self.quizzes if str(key) == given["unit"]]
        extra = {"room": given["room"], "with_code": given["with_code"]}
        try:
            sittings.plan(self.cohort, self.quizzes[key], key, *form.window, request.user, **extra)
        except NotPossible as reason:
            messages.error(request, str(reason))
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, _("The exam day is planned."))
        return redirect("sittings:index", self.cohort.pk)


class OneSitting(CohortScreen):
    """A screen of one exam day of the cohort. Whoever comes to one that was cancelled is told so on the list."""

    may = staticmethod(may_manage_cohort)

    @cached_property
    def sitting(self):
        public_id = self.kwargs["public_id"]
        found = Sitting.objects.filter(cohort=self.cohort, public_id=public_id).first()
        if found is None:
            cancelled = sittings.was_cancelled(public_id, Cohort.objects.filter(pk=self.cohort.pk))
            raise SittingGone if cancelled else Http404
        return found

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except SittingGone as gone:
            messages.info(request, str(gone))
            return redirect(self.back)

    @property
    def back(self):
        return reverse("sittings:index", args=[self.cohort.pk])


class MoveView(OneSitting):
    """Another time or room for an exam day."""

    template_name = "assessments/staff/move_sitting.html"
    page_title = gettext_lazy("Move the exam day")

    def get_context_data(self, **kwargs):
        opens, closes = self.sitting.opens, self.sitting.closes
        initial = {"day": opens.date(), "opens": opens.time(), "closes": closes.time(), "room": self.sitting.room}
        kwargs.setdefault("form", MoveForm(self.cohort, initial=initial))
        return {**super().get_context_data(**kwargs), "back": self.back}

    def post(self, request, *args, **kwargs):
        form = MoveForm(self.cohort, request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        opens, closes = form.window
        moved = {"opens_at": opens, "closes_at": closes, "room": form.cleaned_data["room"]}
        try:
            sittings.change(self.sitting, request.user, form.cleaned_data["reason"], **moved)
        except NotPossible as reason:
            messages.error(request, str(reason))
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, _("The exam day is moved."))
        return redirect(self.back)


class CancelForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)


class CancelView(OneSitting):
    """Asks, then takes an exam day away."""

    template_name = "assessments/staff/cancel_sitting.html"
    page_title = gettext_lazy("Cancel the exam day")

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", CancelForm())
        title = titles([self.sitting.unit_key]).get(self.sitting.unit_key, self.sitting.quiz.key)
        more = {"sitting": self.sitting, "exam": title, "back": self.back}
        return {**super().get_context_data(**kwargs), **more}

    def post(self, request, *args, **kwargs):
        form = CancelForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            sittings.cancel(self.sitting, request.user, form.cleaned_data["reason"])
        except NotPossible as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, _("The exam day is cancelled."))
        return redirect(self.back)


def roster_button(cohort, request):
    """On the page of a cohort, for whoever runs it."""
    if not may_manage_cohort(request.user, cohort):
        return []
    return [HeaderButton(_("Exam days"), url=reverse("sittings:index", args=[cohort.pk]), icon_name="time")]
