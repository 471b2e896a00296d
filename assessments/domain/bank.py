"""Questions and quizzes: the verbs that write them."""

from dataclasses import dataclass
from itertools import zip_longest

from django.db import transaction
from django.db.models import Count, Prefetch
from django.utils import timezone

from ..models.attempt import AttemptItem
from ..models.bank import Question, QuestionVersion
from ..models.quiz import Quiz, QuizItem, QuizSlot
from ..questions import KINDS
from ..questions.differences import differences
from . import drawing


@transaction.atomic
def save_question(key, *, kind, organisation, body, texts, level="remember", outcome=None, by=None):
    """Keeps a question and returns its current QuestionVersion; a new one only when body or texts changed.

    Raises ValueError when body and texts are no sound question of its kind.
    """
    if problems := KINDS[kind].problems(body, texts):
        raise ValueError(f"{key}: needs " + ", ".join(problems))
    question, _ = Question.objects.select_for_update().get_or_create(
        key=key, defaults={"kind": kind, "organisation": organisation, "level": level, "outcome": outcome}
    )
    current = question.versions.first()
    if current and current.body == body and current.texts == texts and question.kind == kind:
        return current
    if current and current.created_by_id and by is None:
        return current  # a file loaded again leaves alone what people have published since
    state = {"kind": kind, "level": level, "outcome": outcome, "body": body, "texts": texts}
    Question.objects.filter(pk=question.pk).update(**state)
    question.__dict__.update(body=body, texts=texts, kind=kind)
    return _next_version(question, current, body, texts, by)


@transaction.atomic
def publish_version(question, *, by=None):
    """The QuestionVersion of what the question's row holds now; a new one only when body or texts changed.

    Called when a draft is published. Raises ValueError as `save_question` does.
    """
    if problems := KINDS[question.kind].problems(question.body, question.texts):
        raise ValueError(f"{question.key}: needs " + ", ".join(problems))
    Question.objects.select_for_update().get(pk=question.pk)
    current = question.versions.first()
    if current and current.body == question.body and current.texts == question.texts:
        return current
    return _next_version(question, current, question.body, question.texts, by)


def _next_version(question, current, body, texts, by):
    number = current.number + 1 if current else 1
    return QuestionVersion.objects.create(
        question=question, number=number, body=body, texts=texts, created_at=timezone.now(), created_by=by
    )


@transaction.atomic
def save_quiz(key, *, organisation, question_keys, pass_percent=60, max_attempts=None):
    """Keeps a quiz with these questions in this order. Settings of an existing quiz stay as staff set them."""
    quiz, _ = Quiz.objects.select_for_update().get_or_create(
        key=key,
        defaults={"organisation": organisation, "pass_percent": pass_percent, "max_attempts": max_attempts},
    )
    questions = {question.key: question for question in Question.objects.filter(key__in=question_keys)}
    if list(quiz.items.values_list("question__key", flat=True)) != list(question_keys):
        QuizItem.objects.filter(quiz=quiz).delete()
        QuizItem.objects.bulk_create(
            QuizItem(quiz=quiz, question=questions[key], position=position)
            for position, key in enumerate(question_keys, 1)
        )
    return quiz


@dataclass(frozen=True)
class Use:
    """Where a question is asked: `quizzes` that somebody may see (each with its pages as `shown_on`), how many of
    other organisations, how many quizzes can draw it, in how many attempts it was asked."""

    quizzes: list
    elsewhere: int
    slots: int
    attempts: int


def use_of(question, user):
    """The Use of a question, as far as `user` may see it."""
    asking = Quiz.objects.filter(items__question=question).distinct()
    quizzes = (
        asking.visible_to(user).titled().prefetch_related(Prefetch("pages", to_attr="shown_on"), "shown_on__locale")
    )
    slots = QuizSlot.objects.filter(quiz__organisation=question.organisation_id).exclude(quiz__items__question=question)
    fitting = drawing.fits(list(slots), [question])[question.pk] if question.live else []
    found = list(slots)
    return Use(
        quizzes=list(quizzes),
        elsewhere=asking.count() - len(quizzes),
        slots=len({found[number].quiz_id for number in fitting}),
        attempts=AttemptItem.objects.filter(version__question=question).values("attempt").distinct().count(),
    )


def versions_of(question):
    """The versions, newest first, each with `differences` from the one before and how often it was `asked`."""
    versions = list(question.versions.select_related("created_by__profile"))
    asked = AttemptItem.objects.filter(version__question=question).order_by().values("version")
    counts = dict(asked.annotate(times=Count("pk")).values_list("version", "times"))
    kind = KINDS[question.kind]
    for version, before in zip_longest(versions, versions[1:]):
        earlier = (before.body, before.texts) if before else None
        version.asked = counts.get(version.pk, 0)
        version.differences = differences(kind, earlier, (version.body, version.texts)) if earlier else []
    return versions


def author_of(question, revision):
    """Who wrote what `revision` holds: an approval makes a revision, too, and changes nothing in it."""
    author, held = revision.user, [revision.content[name] for name in ("body", "texts")]
    for earlier in question.revisions.filter(pk__lt=revision.pk).select_related("user").order_by("-pk"):
        if [earlier.content[name] for name in ("body", "texts")] != held:
            break
        author = earlier.user
    return author
