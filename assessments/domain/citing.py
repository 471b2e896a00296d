"""Questions as texts that cite sources, see `courses.domain.citing`."""

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from courses.domain import currency
from courses.domain.citing import Kind, Subject, Version
from courses.models import Source
from lms.core.models import LANGUAGES

from ..models.bank import Question


def citing(source):
    return list(source.questions.order_by("key").values_list("key", flat=True))


def describe(keys):
    """{key: Subject}; the page of a question is that of a quiz which asks it."""
    pages = {}
    rows = apps.get_model("assessments.QuizPage").objects.filter(quiz__items__question__key__in=keys).order_by("path")
    for row in rows.values_list("quiz__items__question__key", "locale__language_code", "pk", "live"):
        pages.setdefault(row[:2], row[2:])
    questions = Question.objects.filter(key__in=keys).prefetch_related("versions")
    return {question.key: subject_of(question, pages) for question in questions}


def subject_of(question, pages):
    newest = next(iter(question.versions.all()), None)
    texts = newest.texts if newest else {}
    versions = tuple(
        Version(language, texts[language]["stem"], *pages.get((question.key, language), (None, False)))
        for language in LANGUAGES
        if language in texts
    )
    author = newest.created_by_id if newest else None
    return Subject(
        "question", question.key, _("Question"), versions, question.organisation_id, frozenset({author} - {None})
    )


def changes_for(quiz):
    """Open changes of sources that questions of the quiz rest on and have not been checked for."""
    asked = quiz.items.values("question")
    sources = Source.objects.with_change().filter(is_changing=True, questions__in=asked).distinct()
    return currency.changes_for("question", quiz.items.values_list("question__key", flat=True), sources)


KIND = Kind("question", citing, describe)
