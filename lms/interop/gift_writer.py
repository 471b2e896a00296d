"""Questions as a GIFT file that Moodle and `gift.read` read back as they were."""

import re

from django.utils.translation import gettext as _

from .bank import NOTHING, WHOLE, NotThis, Skipped, Written
from .gift import FORM, TRUTH, WEIGHT
from .texts import written as as_digits

SPECIAL = re.compile(r"[\\~=#{}:]")
KINDS = ("multichoice", "truefalse", "shortanswer", "numerical", "matching", "essay", "description")


def write(questions):
    """The Written of `questions`. GIFT knows no files, units, marks, settings: what is lost stands in `left_out`."""
    blocks, skipped, left_out, category = [], [], [], ""
    for position, question in enumerate(questions, 1):
        try:
            block = one(question)
        except NotThis as reason:
            skipped.append(Skipped(position, question.name, str(reason)))
            continue
        if question.category != category:
            category = question.category
            blocks.append(f"$CATEGORY: {' '.join(category.split())}\n")
        blocks.append(block)
        left_out += [(position, lost) for lost in losses(question)]
    return Written("\n".join(blocks).encode(), tuple(skipped), tuple(left_out))


def one(question):
    if question.kind not in KINDS:
        raise NotThis(_("GIFT has no questions of the kind %(kind)s.") % {"kind": question.kind})
    if not question.text:
        raise NotThis(_("The question has no text."))
    head = f"{comment(question)}::{escaped(question.name)}::{text(question.text, 'moodle')}"
    if question.kind == "description":
        if question.feedback:
            raise NotThis(_("GIFT has no general feedback without an answer."))
        return f"{head}\n"
    lines = BODIES[question.kind](question, question.text.format)
    if question.feedback:
        lines.append(f"####{text(question.feedback, question.text.format)}")
    inside = "".join(f"\n\t{line}" for line in lines)
    return f"{head}{{{inside}\n}}\n" if inside else f"{head}{{}}\n"


def comment(question):
    marks = [f"[id:{bracketed(question.idnumber)}]"] if question.idnumber else []
    marks += [f"[tag:{bracketed(tag)}]" for tag in question.tags]
    return f"// {' '.join(marks)}\n" if marks else ""


def bracketed(words):
    if any(char in words for char in ",\\[\n"):
        raise NotThis(_("GIFT cannot hold the label %(label)s.") % {"label": words})
    return words.replace("]", "\\]")


def escaped(words):
    return SPECIAL.sub(r"\\\g<0>", words).replace("\n", "\\n")


def text(value, usual):
    """A Text with its format where it is not the `usual` one, or where its words would be taken for one."""
    if not value:
        return ""
    mark = f"[{value.format}]" if value.format != usual or FORM.match(value.text) else ""
    return mark + escaped(value.text)


def weight(percent, words):
    """The percentage where it is not the whole, or where the words would be taken for one."""
    return "" if percent == WHOLE and not WEIGHT.match(words) else percentage(percent)


def percentage(percent):
    if abs(percent) >= 1000:
        raise NotThis(_("GIFT cannot hold a weight of %(percent)s %%.") % {"percent": percent})
    return f"%{as_digits(percent)}%"


def told(value, form):
    return f"#{text(value, form)}" if value else ""


def choices(question, form):
    if question.single and all(answer.percent != WHOLE for answer in question.answers):
        raise NotThis(_("GIFT needs one answer that earns the whole mark."))
    if len(question.answers) < 2 or any(not answer.text for answer in question.answers):
        raise NotThis(_("GIFT needs two answers with words."))
    lines, right = [], question.single
    for answer in question.answers:
        own = text(answer.text, form)
        if right and answer.percent == WHOLE:
            sign, right = f"={weight(answer.percent, own)}", False
        else:
            sign = "~" if answer.percent == 0 and not WEIGHT.match(own) else f"~{percentage(answer.percent)}"
        lines.append(f"{sign}{own}{told(answer.feedback, form)}")
    return lines


def words(question, form):
    lines = []
    for answer in question.answers:
        own = escaped(answer.text.text)
        lines.append(f"={weight(answer.percent, own)}{own}{told(answer.feedback, form)}")
    if any("->" in line for line in lines):
        raise NotThis(_("GIFT takes an arrow -> for a pair."))
    return lines


def verdict(question, form):
    by_name = {answer.text.text: answer for answer in question.answers}
    right = "true" if by_name["true"].percent == WHOLE else "false"
    wrong = "false" if right == "true" else "true"
    when_wrong, when_right = by_name[wrong].feedback, by_name[right].feedback
    comments = (
        "".join(f"#{text(value, form)}" for value in (when_wrong, when_right)) if when_wrong or when_right else ""
    )
    return [next(name for name in TRUTH if name.lower() == right) + comments]


def couples(question, form):
    if len(question.pairs) < 2 or any("->" in pair.left.text for pair in question.pairs):
        raise NotThis(_("GIFT takes an arrow -> for a pair."))
    return [f"={text(pair.left, form)} -> {escaped(pair.right)}" for pair in question.pairs]


def figures(question, form):
    *known, last = question.answers
    other = last if last.text.text == "*" and last.percent == 0 and last.feedback else None
    lines = []
    for answer in known if other else question.answers:
        tolerance = f":{as_digits(answer.tolerance)}" if answer.tolerance and answer.text.text != "*" else ""
        lines.append(f"={weight(answer.percent, '')}{answer.text.text}{tolerance}{told(answer.feedback, form)}")
    if not lines:
        raise NotThis(_("A number is missing."))
    return [f"#{lines[0]}", *lines[1:], *([f"~{told(other.feedback, form)}"] if other else [])]


def nothing(question, form):
    return []


BODIES = {
    "multichoice": choices,
    "shortanswer": words,
    "truefalse": verdict,
    "matching": couples,
    "numerical": figures,
    "essay": nothing,
}


def losses(question):
    """What the question has and GIFT cannot hold, by the names of Moodle XML."""
    lost = [name for name, value in (("penalty", question.penalty), ("hidden", question.hidden)) if value]
    lost += ["defaultgrade"] if question.mark != 1 else []
    lost += ["units"] if question.units else []
    lost += [name for name, _value in question.settings]
    lost += [name for name, value in question.texts if value != NOTHING]
    answers = [part for answer in question.answers for part in (answer.text, answer.feedback)]
    texts = [question.text, question.feedback, *answers, *(pair.left for pair in question.pairs)]
    return [*lost, *(["file"] if any(part.files for part in texts) else [])]
