"""Bank and attempts. The pages come last: Django's registry finds them here."""

from .bank import Question, QuestionVersion, Quiz, QuizItem  # noqa: I001
from .attempt import Attempt, AttemptItem
from ..pages import QuizPage

__all__ = ["Attempt", "AttemptItem", "Question", "QuestionVersion", "Quiz", "QuizItem", "QuizPage"]
