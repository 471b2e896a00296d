"""What every question of a content file must have: one home for quizzes, banks and tests (docs/content-format.md).

Which fields a kind has, the kind itself says; here stands what an author must keep to, with the line of each fault.
"""

import re

from assessments.questions import KINDS, marked_by_software

from .yaml_file import LANGUAGES

LEVELS = ("remember", "understand", "apply", "analyse")
STIMULUS_WORDS = range(80, 151)
MARK = re.compile(r"\[\[([^\[\]]+)\]\]")


def check_item(check, item, required, optional=(), kinds=None, languages=LANGUAGES):
    """Whether `item` has all its fields; their values are checked, too. `required` and `optional` name the fields of
    the file's family; `kinds` the kinds that may stand here (all by default)."""
    kind = str(item.get("kind"))
    if kind not in (kinds or KINDS):
        check.wrong(item, f"{item.get('key')}: kind {kind} is none of " + ", ".join(kinds or KINDS))
        return False
    by_person = {"accept"} if kind == "short" and "model_answer" in item else set()
    own = {"model_answer"} if by_person else set()
    wanted = {"key", "kind", *required, *KINDS[kind].required, *own} - by_person
    wanted |= set() if kind == "case" else {"explanation"}
    if not check.fields(item, wanted, {*optional, *KINDS[kind].optional, "explanation", "sources"}):
        return False
    before = len(check.problems)
    check.register(item)
    if "level" in item:
        check.one_of(item, "level", LEVELS)
    if "content_note" in item:
        check.one_of(item, "content_note", (0, 1, 2, 3))
    for name in sorted({"stem", "explanation", "model_answer"} & item.keys()):
        check.texts(item, name, languages)
    check.cites(item)
    RULES.get(kind, _texts)(check, item, languages)
    if len(check.problems) == before and not by_person:
        for fault in KINDS[kind].problems(*KINDS[kind].split(item, languages)):
            check.wrong(item, f"{item['key']}: needs {fault}")
    return True


def check_exam_item(check, item, required, optional=()):
    """As `check_item` for an item that counts: software marks it, and pairs and steps are four to six."""
    if not check_item(check, item, required, optional, marked_by_software()):
        return False
    if "model_answer" in item:
        check.wrong(item, f"{item['key']}: needs accept, software marks it")
    for name, numbers in (("pairs", (3,)), ("order", (7, 8))):
        if isinstance(item.get(name), list) and len(item[name]) in numbers:
            check.wrong(item, f"{name}: {len(item[name])} entries, 4 to 6 are meant here")
    return True


def _texts(check, node, languages):
    """For a kind without a rule of its own: wherever texts stand side by side, no language is missing."""
    for name, value in node.items():
        for entry in value if isinstance(value, list) else [value]:
            if isinstance(entry, dict) and entry.keys() & set(LANGUAGES):
                check.side_by_side(node, entry, name, languages)
            elif isinstance(entry, dict):
                _texts(check, entry, languages)


def _options(check, node, name, least, most, languages, feedback=True):
    """The answers to choose from under `name`, each with id and text; a wrong one with feedback."""
    may = {"correct", "feedback"} if feedback else {"correct"}
    options = check.entries(node, name, {"id", "text"}, may, least=least, most=most)
    check.ids(options)
    for option in options:
        check.texts(option, "text", languages)
        check.flag(option, "correct")
        if feedback and option.get("correct") is not True:
            check.texts(option, "feedback", languages)
    _different(check, options, "text", languages)
    return options


def _different(check, entries, name, languages):
    """The texts under `name` differ in every language."""
    for language in languages:
        seen = set()
        for entry in entries:
            text = _text(entry, name, language)
            if text and text in seen:
                check.wrong(entry, f"{name} stands here twice in {language}: {text}")
            seen.add(text)


def _text(entry, name, language):
    value = entry.get(name)
    return " ".join(str(value.get(language) or "").casefold().split()) if isinstance(value, dict) else ""


def _exactly_one(check, node, options, label):
    right = sum(option.get("correct") is True for option in options)
    if options and right != 1:
        check.wrong(node, f"{label}: needs " + ("exactly one right option" if right else "a right option"))


def _single(check, item, languages):
    _exactly_one(check, item, _options(check, item, "options", 3, 6, languages), item["key"])


def _multiple(check, item, languages):
    options = _options(check, item, "options", 3, 8, languages)
    right = {option.get("correct") is True for option in options}
    if options and right != {True, False}:
        check.wrong(item, f"{item['key']}: needs " + ("a wrong option" if True in right else "a right option"))


def _true_or_false(check, item, languages):
    options = _options(check, item, "options", 2, 2, languages)
    if options and {str(option["id"]).lower() for option in options} != {"true", "false"}:
        check.wrong(item, f'{item["key"]}: the options have the ids "true" and "false"')
    _exactly_one(check, item, options, item["key"])
    if "reasons" in item:
        _exactly_one(check, item, _options(check, item, "reasons", 3, 4, languages), f"{item['key']}, reasons")


def _matching(check, item, languages):
    pairs = check.entries(item, "pairs", {"id", "left", "right"}, least=3, most=6)
    more = check.entries(item, "distractors", {"id", "right"}, least=0, most=2) if "distractors" in item else []
    check.ids([*pairs, *more])
    for entry in [*pairs, *more]:
        for name in ("left", "right"):
            if name in entry:
                check.texts(entry, name, languages)
    _different(check, pairs, "left", languages)
    _different(check, [*pairs, *more], "right", languages)


def _ordering(check, item, languages):
    steps = check.entries(item, "order", {"id", "text"}, least=4, most=8)
    check.ids(steps)
    for step in steps:
        check.texts(step, "text", languages)
    _different(check, steps, "text", languages)


def _numeric(check, item, languages):
    sound = check.number(item, "answer")
    if "tolerance" in item:
        sound &= check.number(item, "tolerance", least=0)
    if "unit" in item:
        check.texts(item, "unit", languages)
    if "mistakes" in item:
        for mistake in check.entries(item, "mistakes", {"answer", "feedback"}):
            check.texts(mistake, "feedback", languages)
            sound = check.number(mistake, "answer") and sound
            if sound and abs(mistake["answer"] - item["answer"]) <= item.get("tolerance", 0):
                check.wrong(mistake, f"{mistake['answer']} is a right answer, not a mistake")


def _short(check, item, languages):
    if "typos" in item:
        check.one_of(item, "typos", (0, 1))
    check.flag(item, "fold")
    if "accept" not in item:
        return
    accepted = item["accept"]
    if not isinstance(accepted, dict):
        check.wrong(item, "accept must have en, ru and kk")
        return
    for language in languages:
        answers = accepted.get(language)
        if not isinstance(answers, list) or not answers or not all(isinstance(a, str) and a.strip() for a in answers):
            check.wrong(accepted, f"accept: {language} must be a list of answers, each in quotation marks")
        elif len({answer.casefold().strip() for answer in answers}) < len(answers):
            check.wrong(accepted, f"accept: an answer stands twice in {language}")
    for language in sorted(str(language) for language in accepted.keys() - set(LANGUAGES)):
        check.wrong(accepted, f"accept: unknown language {language}")


def _gap(check, item, languages):
    gaps = check.entries(item, "gaps", {"id", "options"})
    check.ids(gaps)
    for gap in gaps:
        _gap_options(check, gap, languages)
    _marks(check, item, gaps, languages)


def _cloze(check, item, languages):
    gaps = check.mappings(item, "gaps")
    kinds = {"single": {"options"}, "short": {"accept"}, "numeric": {"answer"}}
    sound = []
    for gap in gaps:
        kind = str(gap.get("kind", "single"))
        if kind not in kinds:
            check.wrong(gap, f"kind {kind} is none of " + ", ".join(kinds))
        elif check.fields(gap, {"id", *kinds[kind]}, {"kind", *(KINDS[kind].optional)}):
            sound.append(gap)
            rule = _gap_options if kind == "single" else RULES[kind]
            rule(check, gap, languages)
    check.ids(sound)
    if len(sound) == len(gaps):
        _marks(check, item, sound, languages)


def _gap_options(check, gap, languages):
    _exactly_one(check, gap, _options(check, gap, "options", 2, 6, languages, feedback=False), f"gap {gap['id']}")


def _marks(check, item, gaps, languages):
    """Each gap stands in the text once, in every language."""
    if gaps and check.texts(item, "text", languages):
        ids = sorted(str(gap["id"]) for gap in gaps)
        for language in languages:
            marks = sorted(MARK.findall(item["text"][language]))
            if marks != ids:
                found = ", ".join(marks) or "none"
                check.wrong(item["text"], f"text has the marks {found} in {language}, the gaps are {', '.join(ids)}")


def _case(check, item, languages):
    if check.texts(item, "stimulus", languages):
        for language in languages:
            words = len(re.findall(r"\w+", item["stimulus"][language]))
            if words not in STIMULUS_WORDS:
                meant = f"{STIMULUS_WORDS[0]} to {STIMULUS_WORDS[-1]} are meant"
                check.warn(item["stimulus"], f"stimulus: {words} words in {language}, {meant}")
    for part in check.mappings(item, "items", 2, 4):
        check_item(check, part, (), {"level", "content_note", "objective"}, KINDS["case"].parts, languages)


def _essay(check, item, languages):
    lines = check.entries(item, "rubric", {"points", "text"})
    for line in lines:
        check.texts(line, "text", languages)
    if check.number(item, "points", least=1) and all([check.number(line, "points", least=0) for line in lines]):
        total = sum(line["points"] for line in lines)
        if lines and total != item["points"]:
            check.wrong(item, f"{item['key']}: the rubric gives {total} points, not {item['points']}")
    words = item.get("words", [1, 2])
    if not (isinstance(words, list) and [type(n) for n in words] == [int, int] and 0 < words[0] < words[1]):
        check.wrong(item, f"{item['key']}: words must be [least, most]")


RULES = {
    "single": _single,
    "multiple": _multiple,
    "truefalse": _true_or_false,
    "matching": _matching,
    "ordering": _ordering,
    "numeric": _numeric,
    "short": _short,
    "gap": _gap,
    "cloze": _cloze,
    "case": _case,
    "essay": _essay,
}
