"""One of our questions as other systems know it."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from lms.interop.bank import NOTHING, WHOLE, Answer, Choice, File, NotThis, Pair, Question, Text, Unit

from ..questions.cloze import MARK
from . import cloze as syntax
from .gaps import INSTRUCTION
from .incoming import TRUTHS
from .words import text_of


@dataclass(frozen=True)
class Leaving:
    """A question on its way out, in one language; `pictures` are (File, alternative text)."""

    kind: str
    body: dict
    texts: dict
    language: str
    name: str
    idnumber: str = ""
    category: str = ""
    tags: tuple[str, ...] = ()
    hidden: bool = False
    pictures: tuple[tuple[File, str], ...] = ()
    lost: list = field(default_factory=list, compare=False)

    def stem(self, words=None):
        return text_of(self.texts.get("stem", "") if words is None else words, self.pictures)

    def lose(self, sentence):
        if sentence not in self.lost:
            self.lost.append(sentence)

    def question(self, kind, text=None, **parts):
        about = {"idnumber": self.idnumber, "category": self.category, "tags": self.tags, "hidden": self.hidden}
        feedback = said(self.texts.get("explanation", ""))
        return Question(kind, self.name, text or self.stem(), feedback=feedback, **about, **parts)


def write(leaving):
    """The foreign Question; what our question has and no foreign one holds is added to `leaving.lost`.

    Raises NotThis for a kind that the other systems do not have.
    """
    writer = WRITERS.get(leaving.kind)
    if writer is None:
        raise NotThis(_("The other systems have no question of this kind."))
    return writer(leaving)


def said(words):
    return Text(words, "plain") if words else NOTHING


def share(number):
    """A percentage as Moodle knows it: five places."""
    return (WHOLE / number).quantize(Decimal("0.00001")).normalize() if number else Decimal(0)


def options_of(rows, texts, right, wrong):
    return tuple(
        Answer(
            said(texts[row["id"]]["text"]),
            right if row.get("correct") else wrong,
            said(texts[row["id"]].get("feedback", "")),
        )
        for row in rows
    )


def single(leaving):
    answers = options_of(leaving.body["options"], leaving.texts["options"], WHOLE, Decimal(0))
    return leaving.question("multichoice", answers=answers)


def multiple(leaving):
    rows = leaving.body["options"]
    right = share(sum(bool(row.get("correct")) for row in rows))
    answers = options_of(rows, leaving.texts["options"], right, -right)
    return leaving.question("multichoice", answers=answers, single=False)


def truefalse(leaving):
    if leaving.body.get("reasons"):
        raise NotThis(_("The other systems have no reasons for true or false."))
    texts = leaving.texts["options"]
    right = {row["id"]: bool(row.get("correct")) for row in leaving.body["options"]}
    for one, usual in zip(("true", "false"), TRUTHS[leaving.language], strict=True):
        if texts[one]["text"] != usual:
            leaving.lose(_("own words for true and false"))
    answers = tuple(
        Answer(Text(one, "plain"), WHOLE if right[one] else Decimal(0), said(texts[one].get("feedback", "")))
        for one in ("true", "false")
    )
    return leaving.question("truefalse", answers=answers)


def accepted(leaving, body):
    """The answers in the language that is written, or in the first that has some."""
    if body.get("typos") or body.get("fold", True):
        leaving.lose(_("forgiven slips and letters"))
    if len(body["accept"]) > 1:
        leaving.lose(_("accepted answers in other languages"))
    return body["accept"].get(leaving.language) or next(iter(body["accept"].values()))


def short(leaving):
    words = [one.replace("*", "\\*") for one in accepted(leaving, leaving.body)]
    return leaving.question("shortanswer", answers=tuple(Answer(Text(one, "plain"), WHOLE) for one in words))


def numbers(body, texts):
    tolerance = Decimal(body.get("tolerance", "0").replace(",", "."))
    yield Answer(digits(body["answer"]), WHOLE, NOTHING, tolerance)
    for row in body.get("mistakes", []):
        yield Answer(digits(row["answer"]), Decimal(0), said(texts["mistakes"][row["id"]]), tolerance)


def digits(words):
    return Text(format(Decimal(words.replace(",", ".")), "f"), "plain")


def numeric(leaving):
    body, texts = leaving.body, leaving.texts
    names = body.get("units", [])
    names = sorted(names, key=lambda name: (name != texts.get("unit"), name))
    return leaving.question("numerical", answers=tuple(numbers(body, texts)), units=tuple(Unit(name) for name in names))


def matching(leaving):
    left, right = leaving.texts["left"], leaving.texts["right"]
    rows = leaving.body["left"]
    pairs = [Pair(said(left[row["id"]]), right[row["match"]]) for row in rows]
    used = {row["match"] for row in rows}
    pairs += [Pair(NOTHING, right[one]) for one in leaving.body["right"] if one not in used]
    return leaving.question("matching", pairs=tuple(pairs))


def ordering(leaving):
    steps = leaving.texts["steps"]
    answers = tuple(Answer(said(steps[one]), Decimal(place)) for place, one in enumerate(leaving.body["order"], 1))
    return leaving.question("ordering", answers=answers)


def with_gaps(leaving, gap):
    """The whole text with what `gap` makes of each row in the place of its mark."""
    rows = {row["id"]: row for row in leaving.body["items"]}
    text = MARK.sub(lambda match: gap(rows[match[1]]), leaving.texts["text"])
    stem = leaving.texts["stem"]
    alone = stem == INSTRUCTION[leaving.language] and MARK.search(leaving.texts["text"].partition("\n\n")[0])
    return leaving.stem(text if alone else f"{stem}\n\n{text}")


def cloze(leaving):
    def gap(row):
        texts = leaving.texts["items"].get(row["id"], {})
        if row["kind"] == "short":
            name, answers = "SHORTANSWER", [Answer(said(one), WHOLE) for one in accepted(leaving, row["body"])]
        elif row["kind"] == "numeric":
            if row["body"].get("units"):
                leaving.lose(_("units of gaps"))
            name, answers = "NUMERICAL", list(numbers(row["body"], texts))
        else:
            name, answers = "MULTICHOICE", options_of(row["body"]["options"], texts["options"], WHOLE, Decimal(0))
        return syntax.write(name, [inside(answer) for answer in answers])

    return leaving.question("cloze", with_gaps(leaving, gap))


def inside(answer):
    tolerance = f":{syntax.as_digits(answer.tolerance)}" if answer.tolerance is not None else ""
    return syntax.Choice(f"{answer.text.text}{tolerance}", answer.percent, answer.feedback.text)


def gap_select(leaving):
    choices = []

    def gap(row):
        group = str(len({choice.group for choice in choices}) + 1)
        texts = leaving.texts["items"][row["id"]]["options"]
        if any(texts[option["id"]].get("feedback") for option in row["body"]["options"]):
            leaving.lose(_("comments on the choices of gaps"))
        places = {}
        for option in row["body"]["options"]:
            choices.append(Choice(texts[option["id"]]["text"], group))
            places[bool(option.get("correct"))] = len(choices)
        return f"[[{places[True]}]]"

    text = with_gaps(leaving, gap)
    return leaving.question("gapselect", text, choices=tuple(choices))


def essay(leaving):
    body, texts = leaving.body, leaving.texts
    rows = [(row["points"], texts["rubric"][row["id"]]) for row in body["rubric"]]
    guide = rows[0][1] if len(rows) == 1 else "\n".join(f"{number} – {text}" for number, text in rows)
    limits = zip(("minwordlimit", "maxwordlimit"), body.get("words", []), strict=False)
    return leaving.question(
        "essay",
        mark=Decimal(str(body["points"])),
        settings=tuple((name, str(limit)) for name, limit in limits),
        texts=(("graderinfo", said(guide)),),
    )


WRITERS = {
    "single": single,
    "multiple": multiple,
    "truefalse": truefalse,
    "short": short,
    "numeric": numeric,
    "matching": matching,
    "ordering": ordering,
    "cloze": cloze,
    "gap": gap_select,
    "essay": essay,
}
