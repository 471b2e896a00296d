"""Why something could not be done, in words for the person who tried."""

from django.utils.formats import date_format
from django.utils.translation import gettext
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


class TooSoon(NotPossible):
    """`when` is the first moment of the next attempt, in the time zone that the person is told it in."""

    def __init__(self, when):
        super().__init__(when)
        self.when = when

    def __str__(self):
        return gettext("You can try again on %(when)s.") % {"when": date_format(self.when, "DATETIME_FORMAT")}


class NotOpen(NotPossible):
    """`opens` is when the next sitting begins, or None when none is planned."""

    def __init__(self, opens=None):
        super().__init__(opens)
        self.opens = opens

    def __str__(self):
        if self.opens is None:
            return gettext("The exam is not open now. Ask the person in the room.")
        return gettext("The exam opens on %(when)s.") % {"when": date_format(self.opens, "DATETIME_FORMAT")}


class WrongCode(NotPossible):
    message = _("This start code is not right. It stands on the screen in the room.")


class AttemptClosed(NotPossible):
    message = _("This attempt has been submitted. Answers can no longer be changed.")


class NotAnAnswer(NotPossible):
    message = _("This answer does not fit the question. Reload the page and choose again.")


class QuizIsEmpty(NotPossible):
    message = _("This quiz has no questions yet.")


class TooManyTries(NotPossible):
    message = _("Too many wrong start codes. Wait a quarter of an hour or ask the person in the room.")


class NotASitting(NotPossible):
    message = _("This cohort has no such exam, or the end lies before the beginning.")


class SittingsOverlap(NotPossible):
    message = _("The cohort has another sitting of this exam at that time.")


class SittingBegun(NotPossible):
    message = _("Somebody has begun. The time cannot be moved any more; add minutes instead.")


class SittingTaken(NotPossible):
    message = _("Somebody has begun, so the exam day can no longer be cancelled. End it for everybody instead.")


class SittingGone(Exception):
    """The sitting was cancelled. Not a NotPossible: no page of it is left to say so on, the reader is led to a list."""

    def __str__(self):
        return gettext("The exam day was cancelled already.")


class SittingOver(NotPossible):
    message = _("This sitting is over.")


class AllPaused(NotPossible):
    message = _("Everybody is paused. Let everybody go on first.")


class NeedsReason(NotPossible):
    message = _("Give a reason. It is kept and told to the people concerned.")


class NumberInText(NotPossible):
    message = _("Not saved: the text contains an individual identification number. Take it out.")


class BankTooSmall(NotPossible):
    message = _("There are not enough questions for this test at the moment. Tell your trainer.")


class SpecimenInExam(NotPossible):
    message = _("This exam still holds specimen questions that anybody can read. Tell the Center.")


class NoBreakLeft(NotPossible):
    message = _("There is no time for breaks left in this attempt.")


class NotDecidable(NotPossible):
    message = _("Nothing waits for a decision here.")


class NotYourself(NotPossible):
    message = _("Somebody else has to decide about yourself.")


class NotYours(NotPossible):
    message = _("This person is looked after by another organisation.")


class NothingGranted(NotPossible):
    message = _("Choose at least one, or withdraw what stands there.")


class NotOnSheet(NotPossible):
    message = _("This is not among the answers printed.")


class NotYourSheet(NotPossible):
    message = _("This sheet is typed in and settled by two other people.")


class TypedByTwo(NotPossible):
    message = _("Two people have typed in this sheet already.")


class OtherForm(NotPossible):
    message = _("Somebody else typed this sheet in with another form. Look at the code on the paper.")


class SheetSettled(NotPossible):
    message = _("The result of this sheet stands already.")


class NeedsSecond(NotPossible):
    message = _("A second person has to type in the sheet first.")


class NotSettled(NotPossible):
    message = _("Choose for each difference what the sheet says, and confirm that you looked.")


class OnScreen(NotPossible):
    message = _("This person has an attempt open on a screen. End it first.")


class NothingToRegrade(NotPossible):
    message = _("Every answer has been graded by this version already.")


class ChangedMeanwhile(NotPossible):
    message = _("Results changed while you looked. Look at the list again.")


class ReasonMissing(NotPossible):
    message = _("Say why: learners whose result changes will read it.")
