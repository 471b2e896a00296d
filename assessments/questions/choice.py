"""Questions answered by choosing among options."""

from fractions import Fraction

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from .base import Blank, Cell, Grade, InvalidResponse, Kind, Line, Problem, beside, sent
from .editing import Rows, Tick, Words

TWO_OPTIONS = gettext_noop("Give at least two options.")
ONE_RIGHT = gettext_noop("Mark at least one option as right.")


def options_of(rows):
    """Structure and key of the options of a content file."""
    return [{"id": own_id(row), **({"correct": True} if row.get("correct") else {})} for row in rows]


def option_texts(rows, code):
    return {own_id(row): {"text": row["text"][code], "feedback": row.get("feedback", {}).get(code, "")} for row in rows}


def joined_options(rows, texts, name="options"):
    """The options of a content file that these rows and texts were made of."""
    return [
        {
            "id": row["id"],
            "correct": bool(row.get("correct")),
            "text": beside(texts, name, row["id"], "text"),
            "feedback": beside(texts, name, row["id"], "feedback"),
        }
        for row in rows
    ]


def option_rows(name, label, **more):
    """The rows of a form in which options are written."""
    text = Words("text", _("Option"), lines=2)
    feedback = Words("feedback", _("What is said to those who choose it"), optional=True, lines=2)
    return Rows(name, label, fields=(Tick("correct", _("right")), text, feedback), **more)


def own_id(row):
    """YAML reads an unquoted `true` as a truth value."""
    return str(row["id"]).lower()


def right_ids(rows):
    return {row["id"] for row in rows if row.get("correct")}


def ids_of(rows):
    return [row["id"] for row in rows]


def without_key(rows):
    return [{"id": row["id"]} for row in rows]


def shown_options(rows, texts, order, chosen):
    return [{"id": one, "text": texts[one]["text"], "chosen": one in chosen} for one in order or ids_of(rows)]


def option_lines(rows, texts, order, chosen):
    """A Line for each option that was chosen or should have been; feedback for the chosen ones."""
    right = right_ids(rows)
    unchosen = "also" if right & set(chosen) else "missed" if chosen else "open"
    lines = []
    for one in order or ids_of(rows):
        if one in chosen:
            mark = "right" if one in right else "wrong"
            lines.append(Line(mark, answer=texts[one]["text"], feedback=texts[one].get("feedback", "")))
        elif one in right:
            lines.append(Line(unchosen, expected=texts[one]["text"]))
    return lines


class ChoiceQuestion(Kind):
    """The response has one field; its ids stand in no order."""

    template = "assessments/questions/choice.html"
    many = False
    required = Kind.required | {"options"}
    editor = (Kind.editor[0], option_rows("options", _("Options"), spare=4), *Kind.editor[1:])

    def join(self, body, texts):
        return {**super().join(body, texts), "options": joined_options(body.get("options", []), texts)}

    def read_body(self, item):
        return {"options": options_of(item["options"])}

    def read_texts(self, item, code):
        return {**super().read_texts(item, code), "options": option_texts(item["options"], code)}

    def faults(self, body):
        rows = body.get("options") or []
        ids = [row.get("id") for row in rows]
        found = []
        if len(ids) < 2 or len(set(ids)) != len(ids) or not all(ids):
            found.append(Problem("at least two options with ids of their own", ["options"], TWO_OPTIONS))
        if not right_ids(rows):
            found.append(Problem("at least one right option", ["options"], ONE_RIGHT))
        return found

    def words(self, body):
        yield ("stem",)
        yield from (("options", one, "text") for one in ids_of(body["options"]))

    def blank(self, body):
        return {"options": without_key(body["options"])}

    def option_ids(self, body):
        return {"": ids_of(body["options"])}

    def clean(self, body, values):
        kept = sent(values, [""])
        chosen = sorted(set(kept.get("", [])))
        if set(chosen) - set(ids_of(body["options"])):
            raise InvalidResponse("unknown option")
        if not self.many and len(chosen) > 1:
            raise InvalidResponse("one option only")
        return {"": chosen} if chosen else {}

    def chosen(self, response):
        return set((response or {}).get("", []))

    def grade(self, body, response):
        return Grade(Fraction(self.chosen(response) == right_ids(body["options"])))

    def solution(self, body):
        return {"": sorted(right_ids(body["options"]))}

    def everything(self, body):
        return {"": ids_of(body["options"])}

    def guess(self, body):
        return Fraction(1, len(body["options"]))

    def controls(self, body, asked):
        chosen = self.chosen(asked.response)
        options = shown_options(body["options"], asked.texts["options"], asked.order.get(""), chosen)
        return {"input": "checkbox" if self.many else "radio", "options": options}

    def describe_response(self, body, asked):
        chosen = self.chosen(asked.response)
        return option_lines(body["options"], asked.texts["options"], asked.order.get(""), chosen)

    def sheet_cells(self, body, asked):
        return [Cell(options=tuple(asked.order.get("") or ids_of(body["options"])), many=self.many)]

    def paper_blanks(self, body, asked):
        options = shown_options(body["options"], asked.texts["options"], asked.order.get(""), ())
        sign = "box" if self.many else "circle"
        return [Blank(sign=sign, choices=tuple(option["text"] for option in options))]
