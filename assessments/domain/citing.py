"""Questions as texts that cite sources, see `courses.domain.citing`."""

from collections import Counter, defaultdict

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from courses.domain import currency
from courses.domain.citing import Kind, Subject, Version
from courses.models import Source
from lms.core.models import LANGUAGES

from ..models.bank import Question, shortened
from ..models.quiz import Quiz, QuizItem, QuizSlot
from . import drawing


def citing(source):
    return list(source.questions.order_by("key").values_list("key", flat=True))


def describe(keys):
    """{key: Subject} with the words of the newest version."""
    questions = Question.objects.filter(key__in=keys).prefetch_related("versions")
    return {question.key: subject_of(question) for question in questions}


def subject_of(question):
    newest = next(iter(question.versions.all()), None)
    texts = newest.texts if newest else {}
    versions = tuple(
        Version(language, shortened(texts[language]), None, question.live)
        for language in LANGUAGES
        if language in texts
    )
    author = newest.created_by_id if newest else None
    return Subject(
        kind="question",
        key=question.key,
        label=_("Question"),
        versions=versions,
        organisation_id=question.organisation_id,
        owners=frozenset({author} - {None}),
        url=reverse("questions:about", args=[question.pk]),
    )


def changes_for(quiz):
    """Open changes of sources that questions of the quiz rest on and have not been checked for."""
    asked = quiz.items.values("question")
    sources = Source.objects.with_change().filter(is_changing=True, questions__in=asked).distinct()
    return currency.changes_for("question", quiz.items.values_list("question__key", flat=True), sources)


def effects(keys):
    """What it means for the quizzes that these questions wait for a check: a list of sentences."""
    return [*left_out(keys), *too_few(keys)]


def left_out(keys):
    asked = Counter(QuizItem.objects.filter(question__key__in=keys).values_list("quiz__key", flat=True))
    for quiz, count in sorted(asked.items()):
        yield ngettext(
            "Quiz %(quiz)s: new attempts leave out %(count)d question until it has been checked.",
            "Quiz %(quiz)s: new attempts leave out %(count)d questions until they have been checked.",
            count,
        ) % {"quiz": quiz, "count": count}


def too_few(keys):
    """The quizzes that can be drawn from the whole bank, and not while what waits is left out."""
    waiting = set(Question.objects.filter(key__in=keys).values_list("pk", "organisation"))
    slots = list(QuizSlot.objects.filter(quiz__organisation__in={place for _pk, place in waiting}))
    if not slots:
        return
    quizzes = Quiz.objects.in_bulk({slot.quiz_id for slot in slots})
    bank = list(drawing.in_bank({quiz.organisation_id for quiz in quizzes.values()}))
    out = {pk for pk, _place in waiting} | set(Question.objects.suspended().values_list("pk", flat=True))
    fixed, fitting = defaultdict(set), drawing.fits(slots, bank)
    for quiz_id, question_id in QuizItem.objects.filter(quiz__in=quizzes).values_list("quiz", "question"):
        fixed[quiz_id].add(question_id)
    for quiz in sorted(quizzes.values(), key=lambda quiz: quiz.key):
        own = [number for number, slot in enumerate(slots) if slot.quiz_id == quiz.pk]
        pool = {
            one.pk: [own.index(number) for number in fitting[one.pk] if number in own]
            for one in bank
            if one.organisation_id == quiz.organisation_id and one.pk not in fixed[quiz.pk]
        }
        room = [slots[number].count for number in own]
        if fills(room, pool) and not fills(room, {pk: places for pk, places in pool.items() if pk not in out}):
            yield _(
                "Quiz %(quiz)s: too few questions are left to draw. Nobody can begin it until they are checked."
            ) % {"quiz": quiz.key}


def fills(room, fitting):
    places = drawing.Places(room, fitting)
    places.take(list(fitting))
    return places.are_full


KIND = Kind("question", citing, describe, effects)
