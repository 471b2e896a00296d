"""Questions and quizzes: the verbs that write them."""

from django.db import transaction
from django.utils import timezone

from ..models.bank import Question, QuestionVersion
from ..models.quiz import Quiz, QuizItem
from ..questions import KINDS


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
    state = {"kind": kind, "level": level, "outcome": outcome, "body": body, "texts": texts}
    Question.objects.filter(pk=question.pk).update(**state)
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
