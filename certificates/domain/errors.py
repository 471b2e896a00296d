"""Why a verb of this app refused. Each error's text is for the person who asked."""

from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """The base of all refusals; `str()` gives the translated reason."""

    message = _("This is not possible now.")

    def __str__(self):
        return str(self.message)


class NobodyChosen(Refused):
    message = _("Nobody was chosen.")


class SeveralCohorts(Refused):
    message = _("Certificates are issued for one cohort at a time.")


class AlreadyRevoked(Refused):
    message = _("This certificate has been withdrawn already.")


class StillOpen(Refused):
    message = _("Texts still wait for a check. The note can be written when the last one has been checked.")


class ToldAlready(Refused):
    message = _("A note on this change has been sent already.")


class NobodyToTell(Refused):
    message = _("Nobody holds a certificate of a course that had these lessons.")
