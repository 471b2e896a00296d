"""True or false, with a reason if the question asks for one."""

from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from . import choice
from .base import Blank, Cell, Grade, InvalidResponse, Kind, Problem, beneath
from .single import SingleChoice


class TrueFalse(SingleChoice):
    """Two options with the ids "true" and "false", never shuffled; `reasons` to choose one from are shuffled.

    Half of the credit is for the verdict; the reason earns the other half, and only below the right verdict.
    """

    name = "truefalse"
    label = _("true or false")
    about = _("A statement to judge, with a reason to choose if you like.")
    template = "assessments/questions/truefalse.html"
    optional = frozenset({"reasons"})
    editor = (
        Kind.editor[0],
        choice.option_rows("options", _("Verdict"), one="correct", fixed=(("true", _("True")), ("false", _("False")))),
        choice.option_rows("reasons", _("Reasons to choose from"), one="correct", optional=True),
        *Kind.editor[1:],
    )

    def new(self):
        verdicts = {"true": {"kk": "Дұрыс", "ru": "Верно", "en": "True"},
                    "false": {"kk": "Дұрыс емес", "ru": "Неверно", "en": "False"}}  # fmt: skip
        return {"options": [{"id": one, "text": text} for one, text in verdicts.items()]}

    def join(self, body, texts):
        reasons = choice.joined_options(body.get("reasons", []), texts, "reasons")
        return {**super().join(body, texts), **({"reasons": reasons} if reasons else {})}

    def read_body(self, item):
        reasons = {"reasons": choice.options_of(item["reasons"])} if item.get("reasons") else {}
        return {**super().read_body(item), **reasons}

    def read_texts(self, item, code):
        reasons = {"reasons": choice.option_texts(item["reasons"], code)} if item.get("reasons") else {}
        return {**super().read_texts(item, code), **reasons}

    def faults(self, body):
        found = super().faults(body)
        if {row.get("id") for row in body.get("options") or []} != {"true", "false"}:
            found.append(Problem('the options "true" and "false"', ["options"]))
        if body.get("reasons"):
            inner = super().faults({"options": body["reasons"]})
            found += [Problem(f"{fault} (reasons)", ["reasons"], fault.source) for fault in inner]
        return found

    def words(self, body):
        yield from super().words(body)
        yield from (("reasons", one, "text") for one in self.option_ids(body).get("reason", []))

    def blank(self, body):
        return {name: choice.without_key(rows) for name, rows in body.items()}

    def option_ids(self, body):
        return {"reason": choice.ids_of(body["reasons"])} if body.get("reasons") else {}

    def clean(self, body, values):
        if set(values) - ({"", "reason"} if body.get("reasons") else {""}):
            raise InvalidResponse("unknown field")
        verdict = super().clean(body, {"": values.get("", [])})
        if not body.get("reasons"):
            return verdict
        reason = super().clean({"options": body["reasons"]}, {"": values.get("reason", [])})
        return {**verdict, **({"reason": reason[""]} if reason else {})}

    def grade(self, body, response):
        verdict = super().grade(body, response)
        if not body.get("reasons") or verdict.fraction == 0:
            return verdict
        reason = super().grade({"options": body["reasons"]}, beneath(response, "reason"))
        return Grade((1 + reason.fraction) * Fraction(1, 2))

    def solution(self, body):
        reasons = {"reason": sorted(choice.right_ids(body["reasons"]))} if body.get("reasons") else {}
        return {**super().solution(body), **reasons}

    def everything(self, body):
        reasons = {"reason": choice.ids_of(body["reasons"])} if body.get("reasons") else {}
        return {**super().everything(body), **reasons}

    def guess(self, body):
        half = Fraction(1, 2)
        return half * (half + half * Fraction(1, len(body["reasons"]))) if body.get("reasons") else half

    def controls(self, body, asked):
        shown = super().controls(body, asked)
        if body.get("reasons"):
            chosen = set(asked.response.get("reason", []))
            order = asked.order.get("reason")
            shown["reasons"] = choice.shown_options(body["reasons"], asked.texts["reasons"], order, chosen)
        return shown

    def describe_response(self, body, asked):
        lines = super().describe_response(body, asked)
        if body.get("reasons"):
            chosen = set(asked.response.get("reason", []))
            order = asked.order.get("reason")
            lines += choice.option_lines(body["reasons"], asked.texts["reasons"], order, chosen)
        return lines

    def sheet_cells(self, body, asked):
        cells = super().sheet_cells(body, asked)
        if body.get("reasons"):
            order = asked.order.get("reason") or choice.ids_of(body["reasons"])
            cells.append(Cell("reason", str(_("Because")), tuple(order)))
        return cells

    def paper_blanks(self, body, asked):
        blanks = super().paper_blanks(body, asked)
        if body.get("reasons"):
            order = asked.order.get("reason")
            reasons = choice.shown_options(body["reasons"], asked.texts["reasons"], order, ())
            texts = tuple(option["text"] for option in reasons)
            blanks.append(Blank(prompt=str(_("Because")), sign="circle", choices=texts))
        return blanks
