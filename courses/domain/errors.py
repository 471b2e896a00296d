"""Why a verb of this app refused. Each error's text is for the person who asked."""

from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """The base of all refusals; `str()` gives the translated reason."""

    message = _("This is not possible now.")

    def __str__(self):
        return str(self.args[0] if self.args else self.message)


class NoSeatsLeft(Refused):
    message = _("All seats in this cohort are taken.")


class CannotJoin(Refused):
    message = _("This cohort is not open for joining.")


class NotEnrolled(Refused):
    message = _("You are not enrolled in a cohort that has this step.")


class UnitNotInCohort(Refused):
    message = _("This step is not part of the cohort.")


class NotDeclarable(Refused):
    message = _("This step is completed by its result.")


class ChangeNotAllowed(Refused):
    message = _("This change of state is not possible.")


class NothingToAdopt(Refused):
    message = _("The course asks for nothing else today.")


class ChangedMeanwhile(Refused):
    message = _("The course was changed while you looked. Look at the change again.")


class NothingToTeach(Refused):
    message = _("The course has no published steps yet.")


class PolicyInvalid(Refused):
    message = _("The completion policy of the course has a fault.")


class AttendanceRefused(Refused):
    message = _("This attendance cannot be recorded.")
