"""Single choice: one right option, all or nothing."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from .base import Kind, Problem
from .choice import ChoiceQuestion, option_rows, right_ids

ONE_ONLY = gettext_noop("Mark one option only as right.")


class SingleChoice(ChoiceQuestion):
    name = "single"
    label = _("single choice")
    about = _("One of several options is right.")
    editor = (Kind.editor[0], option_rows("options", _("Options"), one="correct", spare=4), *Kind.editor[1:])

    def faults(self, body):
        found = super().faults(body)
        if len(right_ids(body.get("options") or [])) > 1:
            found.append(Problem("exactly one right option", ["options"], ONE_ONLY))
        return found
