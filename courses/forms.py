"""Forms of the staff screens. What a form may choose from begins with what the person may see."""

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateInput
from wagtail.models import Locale

from lms.accounts import roles
from lms.accounts.models import Membership, Organisation

from .domain import courses, timetable
from .enums import EnrolmentStatus, Half, Presence, Rule
from .models import Cohort, Course, Session

FROZEN = ("course", "organisation")
MOST_ADDRESSES = 200
MOST_DAYS = 30


def percent_field(label):
    return forms.IntegerField(label=label, min_value=1, max_value=100, required=False)


class CohortForm(WagtailAdminModelForm):
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=[(name, name) for name in settings.WAGTAIL_USER_TIME_ZONES]
    )

    class Meta:
        model = Cohort
        fields = [
            "name",
            "course",
            "organisation",
            "region",
            "format",
            "starts_on",
            "ends_on",
            "time_zone",
            "seats",
            "join_mode",
            "room",
            "address",
            "trainers",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = roles.scope(self.for_user, "run_cohorts", "pk")
        self.fields["organisation"].queryset = Organisation.objects.filter(own)
        self.fields["course"].queryset = self.possible_courses()
        self.fields["trainers"].queryset = self.possible_trainers()
        self.fields["trainers"].widget = forms.CheckboxSelectMultiple(choices=self.fields["trainers"].choices)
        if self.instance.opened_at:
            for name in FROZEN:
                self.fields[name].disabled = True

    def possible_courses(self):
        """The Center's courses are for every university; those of another university open to nobody here."""
        own = roles.scope(self.for_user, "run_cohorts")
        shared = Q(organisation__kind=Organisation.Kind.CENTER)
        return Course.objects.filter(own | shared | Q(pk=self.instance.course_id))

    def possible_trainers(self):
        """Trainers in force of the organisations where this person runs cohorts, and those the cohort has already."""
        trainers = Membership.objects.active().filter(role=roles.Role.TRAINER)
        known = Q(pk__in=trainers.filter(roles.scope(self.for_user, "run_cohorts")).values("user"))
        if self.instance.pk:
            known |= Q(pk__in=self.instance.trainers.values("pk"))
        return get_user_model().objects.filter(known, is_active=True).select_related("profile")

    def clean_seats(self):
        seats = self.cleaned_data["seats"]
        taken = self.instance.enrolments.filter(status=EnrolmentStatus.ACTIVE).count() if self.instance.pk else 0
        if seats is not None and seats < taken:
            text = ngettext("%(count)d person has a seat already.", "%(count)d people have a seat already.", taken)
            raise forms.ValidationError(text % {"count": taken})
        return seats


class CourseForm(WagtailAdminModelForm):
    """A course with its completion policy as plain figures and the modules it takes from other courses."""

    all_steps = forms.BooleanField(label=_("All required steps are done"), required=False)
    quiz_mean = percent_field(_("Mean of the quizzes, at least %"))
    attendance = percent_field(_("Attendance, at least %"))
    shared = forms.MultipleChoiceField(
        label=_("Modules of other courses"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Course
        fields = [
            "key",
            "title_kk",
            "title_ru",
            "title_en",
            "organisation",
            "hours",
            "minutes_per_hour",
            "format",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = roles.scope(self.for_user, "edit_reference", "pk")
        self.fields["organisation"].queryset = Organisation.objects.filter(own)
        if self.instance.pk:
            self.fields["key"].disabled = True
        self.rules = {rule["rule"]: rule for rule in self.instance.policy}
        self.initial |= {
            "all_steps": Rule.UNITS_DONE in self.rules,
            "quiz_mean": self.rules.get(Rule.QUIZ_MEAN, {}).get("percent"),
            "attendance": self.rules.get(Rule.ATTENDANCE, {}).get("percent"),
        }
        self.add_units()
        self.add_modules()

    def add_units(self):
        """A figure for each step that ends in a result, and for those that a rule names before they are published."""
        rules = {rule["unit"]: rule for rule in self.instance.policy if rule["rule"] == Rule.UNIT_AT_LEAST}
        judged = courses.judged_units(self.instance) if self.instance.pk else {}
        units = {str(key): titles for key, titles in judged.items()}
        self.titles = units | {key: rule["title"] for key, rule in rules.items() if rule.get("title")}
        for key, titles in self.titles.items():
            title = titles.get(get_language()) or next(iter(titles.values()))
            self.fields[f"unit-{key}"] = percent_field(_("%(title)s, at least %%") % {"title": title})
            self.initial[f"unit-{key}"] = rules.get(key, {}).get("percent")

    def add_modules(self):
        """Modules to choose from; one that is taken but not live in this language stays, named by its key."""
        modules = dict(courses.shareable_modules(self.instance, Locale.get_active()))
        taken = list(self.instance.shared_modules.values_list("module_key", flat=True)) if self.instance.pk else []
        modules |= {key: str(key) for key in taken if key not in modules}
        self.fields["shared"].choices = [(str(key), label) for key, label in modules.items()]
        self.initial["shared"] = [str(key) for key in taken]

    def clean(self):
        cleaned = super().clean()
        rules = [{"rule": Rule.UNITS_DONE.value}] if cleaned.get("all_steps") else []
        for kind, name in ((Rule.QUIZ_MEAN, "quiz_mean"), (Rule.ATTENDANCE, "attendance")):
            if cleaned.get(name):
                rules.append({"rule": kind.value, "percent": cleaned[name]})
        for key, titles in self.titles.items():
            if percent := cleaned.get(f"unit-{key}"):
                rule = {"rule": Rule.UNIT_AT_LEAST.value, "unit": key, "percent": percent, "title": titles}
                rules.append(rule)
        self.instance.policy = rules
        return cleaned

    def save(self, commit=True):
        with transaction.atomic():
            course = super().save(commit)
            courses.share(course, self.cleaned_data["shared"])
        return course


class AddPeopleForm(forms.Form):
    addresses = forms.CharField(
        label=_("E-mail addresses"),
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("One on each line. People need an account first."),
    )

    def clean_addresses(self):
        found = self.cleaned_data["addresses"].replace(",", " ").replace(";", " ").split()
        addresses = list(dict.fromkeys(address.lower() for address in found))
        if len(addresses) > MOST_ADDRESSES:
            raise forms.ValidationError(_("At most %(most)d addresses at once.") % {"most": MOST_ADDRESSES})
        return addresses


class HalfDayForm(forms.Form):
    """Which half-day: read from the address when the screen opens and from hidden fields when it is saved."""

    date = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    half = forms.ChoiceField(label=_("Half-day"), choices=Half.choices)


class AttendanceForm(forms.Form):
    """One choice of presence for each person; `initial` gives what was recorded, present where nothing was."""

    def __init__(self, rows, recorded, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for row in rows:
            self.fields[self.name(row)] = forms.ChoiceField(
                label=row.name,
                choices=Presence.choices,
                widget=forms.RadioSelect,
                initial=recorded.get(row.enrolment.pk, Presence.PRESENT),
            )
        self.rows = rows

    def name(self, row):
        return f"presence-{row.enrolment.pk}"

    def lines(self):
        """Pairs of a roster row and its bound field."""
        return [(row, self[self.name(row)]) for row in self.rows]

    def marks(self):
        return {row.enrolment.pk: Presence(self.cleaned_data[self.name(row)]) for row in self.rows}


class PlanForm(forms.Form):
    days = forms.IntegerField(
        label=_("Course days"),
        min_value=1,
        max_value=MOST_DAYS,
        initial=10,
        help_text=_("Four sessions of 90 minutes a day from the first day on; Saturdays and Sundays are left out."),
    )


class SessionForm(forms.ModelForm):
    """A session in the clock time of its cohort; its number follows from the order of time."""

    day = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(label=_("Begins"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    class Meta:
        model = Session
        fields = ["title", "minutes"]

    def __init__(self, *args, cohort, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.cohort = cohort
        if self.instance.pk:
            self.initial |= {"day": self.instance.begins.date(), "time": self.instance.begins.time()}

    def clean(self):
        cleaned = super().clean()
        cohort, day = self.instance.cohort, cleaned.get("day")
        if day and not cohort.starts_on <= day <= cohort.ends_on:
            self.add_error("day", _("This day is not a day of the cohort."))
        elif day and cleaned.get("time"):
            self.instance.starts_at = timetable.moment(cohort, day, cleaned["time"])
        return cleaned


SessionFormSet = forms.modelformset_factory(Session, form=SessionForm, extra=1, can_delete=True)


class SourceChangeForm(forms.Form):
    """What a source says differently, since when, in the words of its readers."""

    changed_on = forms.DateField(label=_("Changed on"), initial=timezone.localdate, widget=AdminDateInput)
    note_kk = forms.CharField(label=_("What has changed (Kazakh)"), max_length=300, widget=AdminAutoHeightTextInput)
    note_ru = forms.CharField(label=_("What has changed (Russian)"), max_length=300, widget=AdminAutoHeightTextInput)
    note_en = forms.CharField(label=_("What has changed (English)"), max_length=300, widget=AdminAutoHeightTextInput)

    def clean_changed_on(self):
        day = self.cleaned_data["changed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("A change is marked once it is in force."))
        return day


class TakeBackForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it was a mistake"), max_length=300, help_text=_("Stands in the history of the source.")
    )


class ClearanceForm(forms.Form):
    """Who has read which version. `digest` names the version that was on the screen."""

    specialist = forms.CharField(label=_("Name of the specialist"), max_length=160)
    position = forms.CharField(label=_("Position and place of work"), max_length=200)
    cleared_on = forms.DateField(label=_("Cleared on"), widget=AdminDateInput)
    digest = forms.CharField(widget=forms.HiddenInput)
    has_read = forms.BooleanField(label=_("The specialist has read this version to the end and stands for it."))

    def clean_cleared_on(self):
        day = self.cleaned_data["cleared_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return day
