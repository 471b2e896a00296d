"""Bank, quizzes, sittings and attempts. The pages come last: Django's registry finds them here."""

from .bank import KeyView, Objective, Question, QuestionPicture, QuestionTag, QuestionVersion  # noqa: I001
from .quiz import Quiz, QuizItem, QuizSection, QuizSlot
from .sitting import PaperEntry, PaperForm, Sitting, SittingEvent, SittingNotice
from .printing import PaperPrint
from .attempt import Attempt, AttemptItem
from .accommodation import Accommodation
from .regrade import Regrade, RegradedAttempt
from .upload import QuestionUpload
from ..pages import QuizPage

__all__ = [
    "Accommodation",
    "Attempt",
    "AttemptItem",
    "KeyView",
    "Objective",
    "PaperEntry",
    "PaperForm",
    "PaperPrint",
    "Question",
    "QuestionPicture",
    "QuestionTag",
    "QuestionUpload",
    "QuestionVersion",
    "Quiz",
    "QuizItem",
    "QuizPage",
    "QuizSection",
    "QuizSlot",
    "Regrade",
    "RegradedAttempt",
    "Sitting",
    "SittingEvent",
    "SittingNotice",
]
