"""What every kind of question can do. Pure: plain data in and out, no database, no request.

A question's `body` holds its structure and key, language-neutral; its `texts` hold, for each language, the words:

    body  = {"options": [{"id": "a", "correct": true}, {"id": "b"}]}
    texts = {"kk": {"stem": "…", "explanation": "…", "options": {"a": {"text": "…", "feedback": "…"}}}}
"""

from dataclasses import dataclass
from fractions import Fraction


class InvalidResponse(ValueError):
    """The answer that arrived cannot belong to this question."""


@dataclass(frozen=True)
class Grade:
    """`fraction` of the item's points, 0 to 1."""

    fraction: Fraction

    @property
    def outcome(self):
        """ "right", "partly" or "wrong"."""
        if self.fraction == 1:
            return "right"
        return "partly" if self.fraction > 0 else "wrong"


class ChoiceQuestion:
    """Questions answered by choosing among options. A response is a list of option ids, in no order."""

    name: str
    template = "assessments/questions/choice.html"
    input_type = "radio"
    shuffles = True

    def problems(self, body):
        """What keeps `body` from being a question of this kind: a list of sentences, empty when it is sound."""
        options = body.get("options") or []
        ids = [option.get("id") for option in options]
        found = []
        if len(ids) < 2 or len(set(ids)) != len(ids) or not all(ids):
            found.append("at least two options with ids of their own")
        if not self.right(body):
            found.append("at least one right option")
        return found

    def right(self, body):
        return {option["id"] for option in body.get("options") or [] if option.get("correct")}

    def option_ids(self, body):
        return [option["id"] for option in body["options"]]

    def clean(self, body, values):
        """The response that `values` (strings as a form sends them) stand for.

        Raises InvalidResponse for an option that does not exist or more options than the kind allows.
        """
        chosen = sorted(set(values))
        if set(chosen) - set(self.option_ids(body)):
            raise InvalidResponse("unknown option")
        if self.input_type == "radio" and len(chosen) > 1:
            raise InvalidResponse("one option only")
        return chosen

    def grade(self, body, response):
        """The Grade of a cleaned response; None (not answered) earns nothing."""
        return Grade(Fraction(1) if response and set(response) == self.right(body) else Fraction(0))
