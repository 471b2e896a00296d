"""Why something could not be done, in words for the person who tried."""

from django.utils.translation import gettext_lazy as _


class NotPossible(Exception):
    """Base of all; `str()` is the message to show."""

    message = ""

    def __str__(self):
        return str(self.message)


class NotEnrolled(NotPossible):
    message = _("You need a seat in a group of this course to take the quiz.")


class NoAttemptsLeft(NotPossible):
    message = _("You have used all your attempts. Ask your trainer what to do next.")


class AttemptClosed(NotPossible):
    message = _("This attempt has been submitted. Answers can no longer be changed.")


class NotAnAnswer(NotPossible):
    message = _("This answer does not fit the question. Reload the page and choose again.")


class QuizIsEmpty(NotPossible):
    message = _("This quiz has no questions yet.")
