"""Single choice: one right option, all or nothing."""

from .base import ChoiceQuestion


class SingleChoice(ChoiceQuestion):
    name = "single"

    def problems(self, body):
        found = super().problems(body)
        if len(self.right(body)) > 1:
            found.append("exactly one right option")
        return found
