"""Why a verb of this app refused. Each error's text is for the person who asked."""

from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """The base of all refusals; `str()` gives the translated reason."""

    message = _("This is not possible.")

    def __str__(self):
        return str(self.args[0] if self.args else self.message)


class NotAnAdministrator(Refused):
    message = _("Only an administrator of the organisation grants and ends roles.")


class ToOneself(Refused):
    message = _("Nobody grants a role to themselves.")


class NeedsSecond(Refused):
    message = _("This role needs a second administrator, who is neither you nor the person.")


class NotYet(Refused):
    message = _("This role cannot be granted yet.")


class OnlyInCenter(Refused):
    message = _("Editors work for the Center: grant this role there.")


class AlreadyHeld(Refused):
    message = _("The person already has this role on some of these days.")


class LastAdministrator(Refused):
    message = _("The Center must keep an administrator: grant the role to somebody else first.")


class MayNotReset(Refused):
    message = _("Only administrators who answer for every role of this person may do this, and nobody for themselves.")


class NoFactor(Refused):
    message = _("This person has no second factor.")


class AlreadyAsked(Refused):
    message = _("This already waits for a second administrator.")
