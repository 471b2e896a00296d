"""Single choice: one right option, all or nothing."""

from django.utils.translation import gettext_lazy as _

from .choice import ChoiceQuestion, right_ids


class SingleChoice(ChoiceQuestion):
    name = "single"
    label = _("single choice")

    def faults(self, body):
        found = super().faults(body)
        if len(right_ids(body.get("options") or [])) > 1:
            found.append("exactly one right option")
        return found
