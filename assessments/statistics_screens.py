"""Statistics of tests and questions, with words for people who are no statisticians."""

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.log_actions import log

from courses.models import Cohort
from lms.accounts import roles
from lms.accounts.models import Organisation
from lms.core.screens import StaffScreen

from .domain import analysis, judging
from .domain.analysis import Which
from .domain.keys import saw_key
from .domain.previewing import Standing
from .exchange_screens import EXPORT
from .models import Quiz

READ = "write_pages"
EXPORTED = "assessments.export_statistics"


class CohortField(forms.ModelChoiceField):
    """Names of cohorts are unique within their course alone."""

    def label_from_instance(self, cohort):
        return f"{cohort.course}, {cohort}"


class GroupForm(forms.Form):
    """Which attempts count. A value that nobody offered is as good as none."""

    which = forms.ChoiceField(label=gettext_lazy("Attempts"), choices=Which.choices, required=False)
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"), queryset=None, required=False, empty_label=gettext_lazy("All")
    )
    cohort = CohortField(label=gettext_lazy("Cohort"), queryset=None, required=False, empty_label=gettext_lazy("All"))

    def __init__(self, *args, user, quiz, **kwargs):
        super().__init__(*args, **kwargs)
        cohorts = Cohort.objects.filter(roles.scope(user, READ), enrolments__attempts__quiz=quiz).distinct()
        self.fields["cohort"].queryset = cohorts.select_related("course")
        places = Organisation.objects.filter(roles.scope(user, READ, "pk"), pk__in=cohorts.values("organisation"))
        self.fields["organisation"].queryset = places
        self.is_valid()

    def asked(self):
        given = self.cleaned_data
        which = given.get("which") or Which.FIRST
        return {"which": which, "cohort": given.get("cohort"), "organisation": given.get("organisation")}


class Screen(StaffScreen, TemplateView):
    """A screen for those who write quizzes; what they see starts from their organisations (S-05)."""

    header_icon = "table"

    def dispatch(self, request, *args, **kwargs):
        if not roles.can(request.user, READ):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def quizzes(self):
        return Quiz.objects.filter(roles.scope(self.request.user, READ)).titled()


class QuizzesView(Screen):
    """Every quiz of the own bank with the number of results that count."""

    template_name = "assessments/staff/statistics_quizzes.html"
    page_title = gettext_lazy("Test statistics")

    def get_context_data(self, **kwargs):
        quizzes = self.quizzes().select_related("organisation")
        found = {"quizzes": analysis.quizzes_with_numbers(quizzes), "training": settings.LMS_TRAINING_EXAMS}
        return super().get_context_data(**found, **kwargs)


class QuizScreen(Screen):
    @cached_property
    def quiz(self):
        return get_object_or_404(self.quizzes().select_related("organisation"), pk=self.kwargs["pk"])

    @cached_property
    def form(self):
        return GroupForm(self.request.GET, user=self.request.user, quiz=self.quiz)

    @cached_property
    def found(self):
        return analysis.analyse(self.quiz, **self.form.asked())

    def get_trail(self):
        return [{"url": reverse("statistics:quizzes"), "label": QuizzesView.page_title}]

    def get_page_subtitle(self):
        return str(self.quiz)


ORDERS = {
    "position": lambda row: row.position,
    "facility": lambda row: value_of(row, "facility"),
    "discrimination": lambda row: value_of(row, "discrimination"),
    "efficiency": lambda row: value_of(row, "efficiency"),
    "n": lambda row: row.n,
}


def value_of(row, name):
    figure = getattr(row.figures, name) if row.figures else None
    return figure.value if figure else 2.0  # those without a number come last


class QuizStatisticsView(QuizScreen, SpreadsheetExportMixin):
    """The test as a whole in numbers and words, and a line for each question; a table to take away by POST."""

    template_name = "assessments/staff/statistics.html"
    page_title = gettext_lazy("Test statistics")
    export_filename = "statistics"
    list_export = ["question.key", "kind", "n", "facility", "sd", "discrimination", "efficiency", "guess", "words"]
    export_headings = {
        "question.key": gettext_lazy("Question"),
        "kind": gettext_lazy("Kind"),
        "n": gettext_lazy("Answers"),
        "facility": gettext_lazy("Facility"),
        "sd": gettext_lazy("Standard deviation"),
        "discrimination": gettext_lazy("Discrimination"),
        "efficiency": gettext_lazy("Discriminative efficiency"),
        "guess": gettext_lazy("By guessing"),
        "words": gettext_lazy("In words"),
    }

    def get_context_data(self, **kwargs):
        sort = self.request.GET.get("sort", "position")
        found, language = self.found, get_language()[:2]
        context = {"quiz": self.quiz, "form": self.form, "found": found, "sort": sort, "which": Which}
        if not found.too_small:
            rows = sorted(found.items, key=ORDERS.get(sort, ORDERS["position"]))
            context |= {"rows": [(row, title_of(row, language)) for row in rows], "figures": figures_of(found)}
            context["may_export"] = roles.can(self.request.user, EXPORT, self.quiz.organisation)
        return super().get_context_data(**context, **kwargs)

    def post(self, request, *args, **kwargs):
        """The table as a file, for who may take questions of this bank away; logged (S-17)."""
        if not roles.can(request.user, EXPORT, self.quiz.organisation):
            raise PermissionDenied
        if self.found.too_small:
            raise Http404
        log(instance=self.quiz, action=EXPORTED, user=request.user, data={"n": self.found.n})
        return self.as_spreadsheet([Line(row) for row in self.found.items], self.FORMAT_XLSX)

    def get_filename(self):
        return f"statistics-{slugify(self.quiz.key)}"


class Line:
    """An ItemRow as a row of a table."""

    def __init__(self, row):
        self.question, self.n, self.guess = row.question, row.n, round(row.guess, 4)
        self.kind = row.question.get_kind_display()
        self.words = " ".join(judgement.text for judgement in row.judgements)
        for name in ("facility", "sd", "discrimination", "efficiency"):
            figure = getattr(row.figures, name) if row.figures else None
            setattr(self, name, round(figure.value, 4) if figure else None)


def title_of(row, language):
    return Standing({}, row.version.texts).called(row.question.key, row.version.language(language))


def figures_of(found):
    """(name, figure, what it says) of the whole test, in the order in which they are read."""
    scores, most = found.scores, found.most
    share = {"percent": round(100 * scores.mean.value / most)} if most and scores.mean else None
    mark = most and most * found.quiz.pass_percent / 100
    around = scores.interval(mark) if mark else None
    spread = {"low": max(0, around[0]), "high": min(most, around[1]), "mark": mark} if around else None
    return [
        (_("Mean"), scores.mean, _("%(percent)d %% of the points") % share if share else ""),
        (_("Median"), scores.median, _("Half of the results lie below it, half above.")),
        (_("Standard deviation"), scores.sd, _("How far results usually lie from the mean.")),
        (_("Skewness"), scores.skewness, judging.of_skewness(scores.skewness)),
        (_("Kurtosis"), scores.kurtosis, judging.of_kurtosis(scores.kurtosis)),
        (_("Reliability (Cronbach's alpha)"), scores.alpha, judging.of_alpha(scores.alpha)),
        (_("Standard error of measurement"), scores.sem, told_interval(spread)),
    ]


def told_interval(spread):
    """What the error means at the pass mark."""
    if not spread:
        return _("How far a result would move if the same person took a test like this again.")
    rounded = {name: number_format(value, 1) for name, value in spread.items()}
    text = _("A person at the pass mark (%(mark)s points) may really stand anywhere from %(low)s to %(high)s points.")
    return text % rounded


class QuestionStatisticsView(QuizScreen):
    """One question in one quiz: its numbers, and what people chose. It shows the key, so whoever looks is noted."""

    template_name = "assessments/staff/statistics_question.html"
    page_title = gettext_lazy("Question statistics")

    @cached_property
    def row(self):
        if self.found.too_small:
            raise Http404
        rows = (row for row in self.found.items if row.question.pk == self.kwargs["question"] and row.figures)
        row = next(rows, None)
        if row is None or not roles.can(self.request.user, READ, row.question.organisation):
            raise Http404
        return row

    def get_trail(self):
        quiz = {"url": reverse("statistics:quiz", args=[self.quiz.pk]), "label": str(self.quiz)}
        return [*super().get_trail(), quiz]

    def get_page_subtitle(self):
        return title_of(self.row, get_language()[:2])

    def get_context_data(self, **kwargs):
        row, language = self.row, get_language()[:2]
        saw_key(self.request.user, [row.question])
        return super().get_context_data(
            quiz=self.quiz,
            form=self.form,
            row=row,
            language=row.version.language(language),
            texts=row.version.texts[row.version.language(language)],
            tables=self.found.distractors(row.question.pk, language),
            **kwargs,
        )


def question_part(question, request):
    """The statistics of a question for its own screen: every quiz of one's own that has asked it."""
    quizzes = Quiz.objects.filter(roles.scope(request.user, READ), attempts__items__version__question=question)
    quizzes = list(quizzes.titled().distinct().order_by("key"))
    return {"template": "assessments/staff/_question_statistics.html", "quizzes": quizzes} if quizzes else None
