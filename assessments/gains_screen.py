"""What a course changed, for a cohort: the tests before and after it, in numbers and in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.permissions import may_record_attendance
from courses.staff import CohortScreen

from .domain import gain_report

# Hake 1998 and Cohen 1988, see domain.gains
LOW, HIGH = 0.3, 0.7
SMALL, MEDIUM, LARGE = 0.2, 0.5, 0.8


class GainsView(CohortScreen):
    """For whoever runs the cohort and its trainers: groups of five people and more, never one person."""

    template_name = "assessments/staff/gains.html"
    page_title = gettext_lazy("Before and after the course")
    header_icon = "table"
    may = staticmethod(may_record_attendance)

    def get_context_data(self, **kwargs):
        tests = gain_report.tests_of(self.cohort)
        reports = [(quiz, gain_report.report(self.cohort, quiz)) for quiz in tests]
        told = [(quiz, report, report.total and in_words(report.total)) for quiz, report in reports]
        return super().get_context_data(reports=told, **kwargs)


def in_words(gain):
    """Sentences on a Gain for people who are no statisticians."""
    return [sentence for sentence in (of_normalised(gain), of_effect(gain)) if sentence]


def of_normalised(gain):
    if gain.normalised is None:
        return _("Everybody had all points before the course already: there was nothing to gain.")
    if gain.normalised <= 0:
        return _("After the course the group has no more points than before it.")
    share = {"percent": round(100 * gain.normalised)}
    if gain.normalised < LOW:
        return _("The group gained %(percent)d %% of what it could still gain: little.") % share
    if gain.normalised < HIGH:
        return _("The group gained %(percent)d %% of what it could still gain: a middling gain.") % share
    return _("The group gained %(percent)d %% of what it could still gain: much.") % share


def of_effect(gain):
    if gain.effect is None:
        return ""
    size = abs(gain.effect)
    if size < SMALL:
        return _("Beside the differences between people the change is hardly there.")
    if size < MEDIUM:
        return _("Beside the differences between people the change is small.")
    if size < LARGE:
        return _("Beside the differences between people the change is of middle size.")
    return _("Beside the differences between people the change is large.")
