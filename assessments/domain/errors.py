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


class NotOpen(NotPossible):
    message = _("The exam is not open now. Ask the person in the room.")


class WrongCode(NotPossible):
    message = _("This start code is not right. It stands on the screen in the room.")


class TooManyTries(NotPossible):
    message = _("Too many wrong start codes. Wait a quarter of an hour or ask the person in the room.")


class NotASitting(NotPossible):
    message = _("This cohort has no such exam, or the end lies before the beginning.")


class SittingsOverlap(NotPossible):
    message = _("The cohort has another sitting of this exam at that time.")


class SittingBegun(NotPossible):
    message = _("Somebody has begun. The time cannot be moved any more; add minutes instead.")


class SittingOver(NotPossible):
    message = _("This sitting is over.")


class AllPaused(NotPossible):
    message = _("Everybody is paused. Let everybody go on first.")


class NeedsReason(NotPossible):
    message = _("Give a reason. It is kept and told to the people concerned.")


class NumberInText(NotPossible):
    message = _("Not saved: the text contains an individual identification number. Take it out.")
