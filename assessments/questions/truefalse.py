"""True or false: two options with the ids "true" and "false", never shuffled."""

from .single import SingleChoice


class TrueFalse(SingleChoice):
    name = "truefalse"
    shuffles = False

    def problems(self, body):
        found = super().problems(body)
        if {option.get("id") for option in body.get("options") or []} != {"true", "false"}:
            found.append('the options "true" and "false"')
        return found
