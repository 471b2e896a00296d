"""Foreign texts with gaps as our cloze and gap-select questions."""

from decimal import Decimal

from django.utils.translation import gettext as _

from lms.interop.bank import WHOLE, Answer, NotThis, Text, refuse_many
from lms.interop.moodle_xml import MARK as CHOICE_MARK

from ..questions.cloze import MARK
from . import cloze as syntax
from .reading import accepted, numbers, one_right, options_of, short_body

INSTRUCTION = {"kk": "Бос орындарды толтырыңыз.", "ru": "Заполните пропуски.", "en": "Fill in the gaps."}


def cloze(reading):
    reading.begin("cloze")
    marked, found = syntax.read(reading.stem(reading.question.text))
    return filled(reading, marked, [(gap.kind, answers_of(gap)) for gap in found])


def answers_of(gap):
    """The choices of a gap as answers of a question of its own."""
    for choice in gap.choices:
        value, _colon, tolerance = choice.text.partition(":") if gap.kind == "numeric" else (choice.text, "", "")
        yield Answer(
            Text(number_or_star(value) if gap.kind == "numeric" else value, "plain"),
            choice.percent,
            Text(choice.feedback, "plain"),
            syntax.number(tolerance or "0") if gap.kind == "numeric" else None,
        )


def number_or_star(words):
    return words if words == "*" else format(syntax.number(words), "f")


def gap_select(reading):
    reading.begin("gap")
    choices, gaps = reading.question.choices, []

    def take(match):
        right = int(match[1]) - 1
        if not 0 <= right < len(choices):
            raise NotThis(_("The gaps of the text do not fit the choices."))
        group = [choice for choice in choices if choice.group == choices[right].group]
        words = dict.fromkeys(" ".join(choice.text.split()) for choice in group)
        wanted = " ".join(choices[right].text.split())
        gaps.append(
            ("single", [Answer(Text(text, "plain"), WHOLE if text == wanted else Decimal(0)) for text in words])
        )
        refuse_many(gaps)
        return f"[[{len(gaps)}]]"

    return filled(reading, CHOICE_MARK.sub(take, reading.stem(reading.question.text)), gaps)


def filled(reading, marked, gaps):
    """The Draft of a text with marks [[1]], [[2]] … and for each its kind and answers."""
    first, _blank, rest = marked.partition("\n\n")
    stem, text = (first, rest) if rest.strip() and not MARK.search(first) else (INSTRUCTION[reading.language], marked)
    old = {row["id"]: row for row in reading.old_body.get("items", [])}
    order = MARK.findall(reading.old_texts.get("text", "")) or list(old)
    names = order if len(order) == len(gaps) else [str(place) for place in range(1, len(gaps) + 1)]
    rows, texts = {}, {}
    for name, (kind, answers) in zip(names, gaps, strict=True):
        before = old[name]["body"] if name in old and old[name]["kind"] == kind else {}
        words = reading.old_texts.get("items", {}).get(name, {}) if before else {}
        body, texts[name] = PARTS[kind](reading, tuple(answers), before, words)
        rows[name] = {"id": name, "kind": kind, "body": body}
    marks = iter(names)
    text = MARK.sub(lambda _match: f"[[{next(marks)}]]", text.strip())
    wanted = list(old) if set(old) == set(rows) else list(rows)
    return reading.finish({"items": [rows[name] for name in wanted]}, {"stem": stem, "text": text, "items": texts})


def choice_part(reading, answers, body, texts):
    right = one_right(reading, answers)
    has_comments = reading.draft.kind == "cloze"  # the choices of a gap-select have none
    told = [(" ".join(a.text.text.split()), a.feedback.text if has_comments else None) for a in answers]
    rows, words = options_of(reading, told, right, body.get("options", []), texts.get("options", {}))
    return {"options": rows}, {**texts, "options": words}


def short_part(reading, answers, body, texts):
    return short_body(reading, body, accepted(reading, answers)), texts


def number_part(reading, answers, body, texts):
    body, new = numbers(reading, answers, body)
    return body, {**{name: words for name, words in texts.items() if name != "mistakes"}, **new}


PARTS = {"single": choice_part, "short": short_part, "numeric": number_part}
