"""A question of another system as one of our kinds."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from lms.interop.bank import WHOLE, NotThis

from .gaps import cloze, gap_select
from .reading import (
    NEARLY,
    Reading,
    accepted,
    ids_for,
    kept,
    numbers,
    one_right,
    options_of,
    short_body,
)

TRUTHS = {"kk": ("Дұрыс", "Бұрыс"), "ru": ("Верно", "Неверно"), "en": ("True", "False")}
WHOLE_ANSWER = {"kk": "Жауап тұтасымен", "ru": "Ответ в целом", "en": "The answer as a whole"}
ROW = re.compile(r"(\d+) – (.+)")


def read(question, language, old=None, comments=True):
    """The Draft of a foreign question; `old`: (kind, body, texts by language) of the one it updates; `comments`:
    whether the format holds any.

    Raises NotThis with the reason why it cannot be one of ours as it is.
    """
    reader = READERS.get(question.kind)
    if reader is None:
        raise NotThis(_("Questions of the kind %(kind)s are not known here.") % {"kind": question.kind})
    return reader(Reading(question, language, old, comments))


def choice(reading):
    question = reading.question
    reading.begin("single" if question.single else "multiple")
    right = one_right(reading, question.answers) if question.single else several_right(reading)
    stem = reading.stem(question.text)
    answers = [(reading.option(answer.text), reading.comment(answer.feedback)) for answer in question.answers]
    old_rows, old_texts = reading.old_body.get("options", []), reading.old_texts.get("options", {})
    rows, texts = options_of(reading, answers, right, old_rows, old_texts)
    return reading.finish({"options": rows}, {"stem": stem, "options": texts})


def several_right(reading):
    """Each right answer must earn an equal share: that is our rule of partial credit."""
    answers = reading.question.answers
    right = [answer.percent > NEARLY for answer in answers]
    share = WHOLE / max(1, sum(right))
    if not any(right) or any(abs(a.percent - share) > Decimal("0.1") for a in answers if a.percent > NEARLY):
        raise NotThis(_("The right answers earn different shares; here they earn equal ones."))
    if any(abs(a.percent + share) > Decimal("0.1") for a in answers if a.percent <= NEARLY):
        reading.note(_("A wrong answer takes away as much here as a right one gives."))
    return right


def truefalse(reading):
    reading.begin("truefalse")
    question = reading.question
    verdicts = {answer.text.text: answer for answer in question.answers}
    old = reading.old_texts.get("options", {})
    rows, texts = [], {}
    for one, usual in zip(("true", "false"), TRUTHS[reading.language], strict=True):
        rows.append({"id": one, **({"correct": True} if verdicts[one].percent == WHOLE else {})})
        told = reading.comment(verdicts[one].feedback)
        texts[one] = kept(old.get(one, {}), text=old.get(one, {}).get("text") or usual, feedback=told)
    if [row["id"] for row in reading.old_body.get("options", [])] == ["false", "true"]:
        rows.reverse()
    body = {**reading.old_body, "options": rows}
    return reading.finish(body, {"stem": reading.stem(question.text), "options": texts})


def short(reading):
    reading.begin("short")
    question = reading.question
    accept = accepted(reading, question.answers)
    return reading.finish(short_body(reading, reading.old_body, accept), {"stem": reading.stem(question.text)})


def numeric(reading):
    reading.begin("numeric")
    body, texts = numbers(reading, reading.question.answers, reading.old_body)
    names = [unit.name for unit in reading.question.units if unit.multiplier == 1 and unit.name.strip()]
    if len(names) < len(reading.question.units):
        reading.note(_("Left out: units that are converted."))
    if names:
        body["units"], texts["unit"] = sorted(set(names)), names[0]
    return reading.finish(body, {**texts, "stem": reading.stem(reading.question.text)})


def matching(reading):
    reading.begin("matching")
    question = reading.question
    stem = reading.stem(question.text)
    pairs = [(reading.option(pair.left), plain(pair.right)) for pair in question.pairs if pair.left]
    spare = [plain(pair.right) for pair in question.pairs if not pair.left]
    terms = list(dict.fromkeys([*(right for _left, right in pairs), *spare]))
    old_left, old_right = old_pairs(reading)
    left = ids_for([words for words, _right in pairs], old_left, question.name)
    right = dict(zip(terms, ids_for(terms, old_right, f"{question.name} right"), strict=True))
    body = {
        "left": [{"id": one, "match": right[term]} for one, (_words, term) in zip(left, pairs, strict=True)],
        "right": sorted(right.values(), key=lambda one: (len(one), one)),
    }
    if sorted(body["right"]) == sorted(reading.old_body.get("right", [])):
        body["right"] = reading.old_body["right"]
    texts = {
        "stem": stem,
        "left": {one: words for one, (words, _term) in zip(left, pairs, strict=True)},
        "right": {one: term for term, one in right.items()},
    }
    return reading.finish(body, texts)


def plain(words):
    return " ".join(words.split())


def old_pairs(reading):
    """The ids with their words: left as they stand, right as the left ones match them, then the rest."""
    body, texts = reading.old_body, reading.old_texts
    left = [(row["id"], texts.get("left", {}).get(row["id"])) for row in body.get("left", [])]
    order = list(dict.fromkeys([*(row["match"] for row in body.get("left", [])), *body.get("right", [])]))
    return left, [(one, texts.get("right", {}).get(one)) for one in order]


def ordering(reading):
    reading.begin("ordering")
    question = reading.question
    stem = reading.stem(question.text)
    answers = sorted(question.answers, key=lambda answer: answer.percent)
    words = [reading.option(answer.text) for answer in answers]
    if any(answer.feedback for answer in answers):
        reading.note(_("Left out: comments on steps."))
    old_texts = reading.old_texts.get("steps", {})
    ids = ids_for(words, [(one, old_texts.get(one)) for one in reading.old_body.get("order", [])], question.name)
    steps = sorted(ids, key=lambda one: (len(one), one))
    if sorted(steps) == sorted(reading.old_body.get("steps", [])):
        steps = reading.old_body["steps"]
    texts = {"stem": stem, "steps": dict(zip(ids, words, strict=True))}
    return reading.finish({"steps": steps, "order": ids}, texts)


def essay(reading):
    reading.begin("essay")
    question = reading.question
    settings, texts = dict(question.settings), dict(question.texts)
    mark = Decimal(reading.old_body["points"]) if reading.old and not texts and question.mark == 1 else question.mark
    points = int(mark) if mark == int(mark) else float(mark)
    guide = reading.comment(texts["graderinfo"]) if "graderinfo" in texts else ""
    rows = [(int(match[1]), match[2]) for line in guide.split("\n") if (match := ROW.fullmatch(line))]
    if not guide and reading.old_body and reading.old_body["points"] == points:
        told = reading.old_texts.get("rubric", {})
        rows = [(row["points"], told.get(row["id"], "")) for row in reading.old_body["rubric"]]
    elif sum(number for number, _text in rows) != points or len(rows) != len(guide.split("\n")):
        rows = [(points, guide or WHOLE_ANSWER[reading.language])]
    rubric = [{"id": str(place), "points": number} for place, (number, _text) in enumerate(rows, 1)]
    body = {**reading.old_body, "points": points, "rubric": rubric}
    limits = [int(settings.get(name) or 0) for name in ("minwordlimit", "maxwordlimit")]
    if limits[0] < limits[1]:
        body["words"] = limits
    told = {str(place): text for place, (_number, text) in enumerate(rows, 1)}
    return reading.finish(body, {"stem": reading.stem(question.text), "rubric": told})


READERS = {
    "multichoice": choice,
    "truefalse": truefalse,
    "shortanswer": short,
    "numerical": numeric,
    "matching": matching,
    "ordering": ordering,
    "cloze": cloze,
    "gapselect": gap_select,
    "ddwtos": gap_select,
    "essay": essay,
}
