"""The data files of a course: sound ones give no word, broken ones every fault at once with its line."""

import copy
import io
from functools import reduce
from operator import getitem
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command

from lms.seed.content import read_content
from lms.seed.data_files import FAMILIES, still_missing
from lms.seed.data_files.bank import AREAS, slots
from lms.seed.yaml_file import Checker, Mapping, read_yaml

FILES = Path(__file__).parent / "files"
FAMILY = {
    "bank": "bank",
    "survey": "surveys",
    "assignment": "assignments",
    "scenario": "scenarios",
    "handout": "handouts",
    "forms": "tests",
    "exam": "exams",
}
NAMES = tuple(FAMILY)


def text_of(name):
    text = forms() if name == "forms" else (FILES / f"{name}.yaml").read_text(encoding="utf-8")
    return text.replace("STIMULUS", "word " * 100).replace("WORDS", "word " * 130)


def forms():
    """A whole pair of forms: two items a day, the same kinds in both."""
    option = '{{id: {0}, text: {{en: "{0}", ru: "{0}", kk: "{0}"}}, feedback: {{en: "No", ru: "Нет", kk: "Жоқ"}}}}'
    title = '{en: "T", ru: "Т", kk: "Т"}'
    lines = ["key: prepost", f"title: {title}", "minutes: 25", "status: training"]
    for name in ("before", "after"):
        page = f"key: {name}-it, day: d02, slug: {name}, title: {title}, intro: {title}, content_note: 0"
        lines.append(f"{name}: {{{page}}}")
    lines.append("forms:")
    for name in "ab":
        lines.append(f"  {name}:")
        for pair in range(1, 21):
            lines += [
                f"    - key: pp-{name}{pair:02}",
                f"      pair: {pair}",
                f"      day: {(pair + 1) // 2}",
                "      kind: single",
                f"      level: {'remember' if pair % 2 else 'apply'}",
                '      objective: {en: "Knows", ru: "Знает", kk: "Біледі"}',
                '      stem: {en: "Which?", ru: "Какой?", kk: "Қайсы?"}',
                "      options:",
                '        - {id: z, correct: true, text: {en: "Z", ru: "Z", kk: "Z"}}',
                *(f"        - {option.format(letter)}" for letter in "xy"),
                '      explanation: {en: "So.", ru: "Так.", kk: "Солай."}',
            ]
    for name in ("confidence", "attitudes"):
        lines.append(f"{name}:")
        for n in range(1, 7):
            more = f", reversed: {'true' if n % 2 else 'false'}" if name == "attitudes" else ""
            lines.append(f'  - {{key: pp-{name}-{n}{more}, text: {{en: "T", ru: "Т", kk: "Т"}}}}')
    return "\n".join(lines) + "\n"


def check(name, text):
    problems, checker = [], None
    data = read_yaml(f"{name}.yaml", text, problems)
    checker = Checker(f"{name}.yaml", problems, sources={"GOF": {}})
    FAMILIES[FAMILY[name]](checker, data)
    return checker


def said(name, text):
    checker = check(name, text)
    found = sorted(checker.problems, key=lambda problem: problem.line)
    return [f"{problem.line}: {problem.reason}" for problem in found]


@pytest.mark.parametrize("name", NAMES)
def test_a_sound_file_gives_no_word(name):
    checker = check(name, text_of(name))
    assert (checker.problems, checker.warnings, checker.missing) == ([], [], [])


def test_a_broken_bank():
    assert said("bank", text_of("bank-broken")) == [
        "1: status final is none of training",
        "3: title has no text in kk",
        "5: source NONE is not in sources.yaml",
        "5: x-quality-k1-a: needs exactly one right option",
        "5: must_pass luck is none of confidentiality, reporting, disclosure, safety",
        "5: x-quality-k1-a: days must be a list of the area's days: 10",
        "5: x-quality-k1-a: slot quality-k2 is none of quality-k1, quality-a1, quality-z1",
        "13: stem has no text in en (put False in quotation marks)",
        "16: text stands here twice in ru: один",
        "17: id a is used twice",
        "17: feedback must have en, ru and kk",
        "18: explanation: unknown language de",
        "20: key X_quality must be lower-case words with hyphens",
        "20: level know is none of remember, understand, apply, analyse",
        "20: content_note 4 is none of 0, 1, 2, 3",
        "20: pairs: 2 entries, 3 to 6 are meant",
        "20: key X_quality must be x-quality-a1- and a letter",
        "20: X_quality: slot quality-a1 has level apply",
        "30: right stands here twice in kk: i",
        "33: order must be a list of entries with `name: value` lines",
        "44: x-quality-a1-c: kind essay is none of single, multiple, truefalse, matching, ordering, "
        "numeric, short, gap, cloze, case",
        "47: key x-quality-a1-b is used twice (first in bank.yaml:33)",
        "47: answer must be a number",
        "47: tolerance must be a number, 0 or more",
        "47: key x-quality-a1-b must be x-quality-z1- and a letter",
        "47: x-quality-a1-b: slot quality-z1 has level analyse",
        "47: slot quality-z1: must_pass is the same in all its items",
        "60: typos 2 is none of 0, 1",
        "68: accept: an answer stands twice in en",
        "68: accept: ru must be a list of answers, each in quotation marks",
        "68: accept: kk must be a list of answers, each in quotation marks",
        "72: x-quality-a1-e: needs accept, software marks it",
        "91: text has the marks 1, 1 in ru, the gaps are 1, 2",
        "91: text has the marks none in kk, the gaps are 1, 2",
        "93: gap 1: needs a right option",
        "97: options: 1 entries, 2 to 6 are meant",
        "102: items: 1 entries, 2 to 4 are meant",
        "111: field explanation is missing",
    ]


def test_a_broken_survey():
    assert said("survey", text_of("survey-broken")) == [
        "1: minutes must be a whole number, 1 or more",
        "8: high has no text in kk",
        "8: scale from 5 to 1: min must be below max",
        "10: only a scale question may be reversed",
        "11: kind stars is none of scale, pair, choice, many, number, text",
        "11: key c1 is used twice",
        "15: a text question has a warning: no names, places or details",
        "16: a choice question has options",
        "17: a scale question needs a scale, its own or the section's",
    ]


def test_a_broken_assignment():
    assert said("assignment", text_of("assignment-broken")) == [
        "1: the weights add up to 105, not 100",
        "4: pages must be [least, most]",
        "8: levels must be 4, 3, 2 and 1",
        "24: key Real data must be lower-case words with hyphens",
        "25: field text is missing",
        "25: unknown field en",
        "25: unknown field kk",
        "25: unknown field ru",
        "26: number must be a whole number, 1 or more",
    ]


def test_a_broken_handout():
    assert said("handout", text_of("handout-broken")) == [
        "3: key h4-1 must begin with h5-",
        "3: sources must be a list of keys of sources.yaml",
        "5: use has no text in kk",
        "7: body in en: a table is not allowed here",
        "7: body in en: heading h1 is not allowed here",
        "7: body in en: image is not allowed here",
        "7: body in en: marking with underscores (use stars) is not allowed here",
        "7: body: ru has other headings, paragraphs or list items than en",
        "7: body: kk has other headings, paragraphs or list items than en",
    ]


def bent(name, *changes):
    """The sound file with each (old, new) changed once."""
    text = text_of(name)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        (
            [("next: n4", "next: n1")],
            [
                "8: a path never ends: n1 → n2 → n3 → n1",
                "53: nothing leads to n4",
                "68: nothing leads to n5",
                "83: nothing leads to n6",
                "105: nothing leads to repaired",
            ],
        ),
        (
            [("next: repaired", "next: repair")],
            ["92: next repair is no node and no ending", "105: nothing leads to repaired"],
        ),
        ([("start: n1", "start: n0")], ["1: start n0 is no node"]),
        (
            [("{safety: -1}", "{safety: -2, joy: 1}"), ('      - {en: "When?", ru: "Когда?", kk: "Қашан?"}\n', "")],
            ["20: unknown field joy", "20: safety -2 is none of -1, 0, 1", "99: debrief must be three questions"],
        ),
    ],
)
def test_a_broken_scenario(changes, faults):
    assert said("scenario", bent("scenario", *changes)) == faults


def test_broken_forms():
    text = bent(
        "forms", ("pair: 3\n", "pair: 4\n"), ("b20\n      pair: 20\n      day: 10", "b20\n      pair: 20\n      day: 9")
    )
    text = text.replace("attitudes-1, reversed: true", "attitudes-1, reversed: false")
    assert said("forms", text) == [
        "1: attitudes: half of the questions are reversed",
        "33: key pp-a03 must end with -a04",
        "45: pair 4 stands twice in form a",
        "478: day is 9, pp-a20 has 10",
    ]
    checker = check("forms", text)
    assert checker.missing == ["forms.yaml: form a has 19 items, 20 are meant"]
    assert [str(warning) for warning in checker.warnings] == [
        "forms.yaml:8: form b: day 9 has not one item to know and one to apply",
        "forms.yaml:8: form b: day 10 has not one item to know and one to apply",
    ]


def test_a_broken_exam():
    text = bent(
        "exam",
        ("unit: exam", "unit: The exam"),
        ("pass_percent: 70", "pass_percent: 170"),
        ("must_pass_right: 5", "must_pass_right: 7"),
        ("[score]", "[marks]"),
        ("{each: 2}", "{each: 2, rights-k1: 3, rights-k9: 1}"),
    )
    assert said("exam", text) == [
        "1: unit The exam must be lower-case words with hyphens",
        "1: pass_percent is 170, 100 at most",
        "1: must_pass_right is 7, 6 at most",
        "13: closed must be a list of score, correctness, answer, explanation",
        "14: unknown field rights-k9",
        "14: the places add up to 101 points, not 100",
    ]


def test_a_test_or_an_exam_stands_at_a_day_and_a_session_of_its_course(content_root):
    put(content_root, "exam", "exams", text_of("exam").replace("d02-l1", "d02-l9"))
    put(content_root, "forms", "tests", text_of("forms").replace("day: d02, slug: after", "day: d03, slug: after"))
    assert [str(problem) for problem in read_content(content_root).problems] == [
        "small/tests/forms.yaml:6: day d03 is no day of course.yaml",
        "small/exams/exam.yaml:1: after d02-l9 is no session of course.yaml",
    ]


def test_lengths_and_mixed_slots_are_warnings():
    text = text_of("bank").replace("word " * 100, "word " * 60)
    text += bent("bank", ("x-quality-k1-a", "x-quality-k1-b")).split("items:\n", 1)[1].split("  - key: x-quality-a1")[0]
    text = text.replace("kind: single", "kind: multiple", 1)
    checker = check("bank", text)
    assert checker.problems == []
    assert [str(warning) for warning in checker.warnings] == [
        *(f"bank.yaml:44: stimulus: 60 words in {language}, 80 to 150 are meant" for language in ("en", "ru", "kk")),
        "bank.yaml:5: slot quality-k1 has items of several kinds: multiple, single",
    ]
    handout = check("handout", text_of("handout").replace("word " * 130, "word ", 1))
    assert [str(warning) for warning in handout.warnings] == [
        "handout.yaml:7: body: 4 words in en, 120 to 350 are meant"
    ]


CLOZE = """
    kind: cloze
    text: {en: "[[1]], [[2]], [[3]]", ru: "[[1]], [[2]], [[3]]", kk: "[[1]], [[2]], [[3]]"}
    gaps:
      - {id: "1", kind: short, accept: {en: ["yes"], ru: ["да"], kk: ["иә"]}, typos: 1}
      - {id: "2", kind: numeric, answer: 21}
      - id: "3"
        options:
          - {id: a, correct: true, text: {en: "x", ru: "x", kk: "x"}}
          - {id: b, text: {en: "y", ru: "y", kk: "y"}}
"""


def test_a_text_with_gaps_of_several_kinds():
    head, rest = text_of("bank").split("    kind: single\n", 1)
    options, rest = rest[rest.index("    options:") : rest.index("    explanation:")], rest
    text = head + CLOZE.lstrip("\n") + rest.replace(options, "", 1)
    assert said("bank", text) == []
    assert said("bank", text.replace('[[3]]", kk', '[[2]]", kk')) == [
        "8: text has the marks 1, 2, 2 in ru, the gaps are 1, 2, 3"
    ]
    text = text.replace("answer: 21}", "answer: many}", 1).replace("kind: short, accept", "kind: essay, accept")
    assert said("bank", text.replace('id: "3"', "id: a-b")) == [
        "10: kind essay is none of single, short, numeric",
        "11: answer must be a number",
        "12: id a-b must be a word without a hyphen",
    ]


def places(node, path=()):
    """The path of every value in a YAML document."""
    if path:
        yield path
    entries = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in entries:
        yield from places(value, (*path, key))


def as_read(node):
    """The document as `read_yaml` gives it."""
    if isinstance(node, dict):
        return Mapping({key: as_read(value) for key, value in node.items()})
    return [as_read(value) for value in node] if isinstance(node, list) else node


def with_oddities(name, oddity):
    """Checks of the sound file with `oddity` in each of its places, one by one."""
    document = yaml.safe_load(text_of(name))
    if name == "forms":
        document["forms"] = {form: items[:2] for form, items in document["forms"].items()}
    for path in places(document):
        odd = copy.deepcopy(document)
        reduce(getitem, path[:-1], odd)[path[-1]] = oddity
        checker = Checker("x.yaml", [], sources={"GOF": {}})
        FAMILIES[FAMILY[name]](checker, as_read(odd))
        yield path, checker


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("oddity", [None, [[1]], {"a": [1]}])
def test_what_never_fits_is_reported_wherever_it_stands(name, oddity):
    assert [path for path, checker in with_oddities(name, oddity) if not checker.problems] == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("oddity", [True, 7, "text", []])
def test_nothing_stops_the_check(name, oddity):
    for path, checker in with_oddities(name, oddity):
        assert all(problem.line == 1 for problem in checker.problems), path


def put(root, name, family, text, file=None):
    path = root / "small" / family / (file or f"{name}.yaml")
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_keys_are_unique_in_the_whole_repository(content_root):
    put(content_root, "survey", "surveys", text_of("survey").replace("key: needs", "key: d02-l1"))
    put(content_root, "assignment", "assignments", text_of("assignment").replace("key: case-plan", "key: the-call"))
    put(content_root, "scenario", "scenarios", text_of("scenario"))
    assert [str(problem) for problem in read_content(content_root).problems] == [
        "small/surveys/survey.yaml:1: key d02-l1 is used twice (first in small/course.yaml:22)",
        "small/scenarios/scenario.yaml:1: key the-call is used twice (first in small/assignments/assignment.yaml:1)",
    ]


def test_what_a_bank_still_lacks_is_listed_and_stops_nothing(content_root):
    put(content_root, "bank", "bank", text_of("bank"))
    content = read_content(content_root)
    assert (content.problems, list(content.courses[0].files["bank"])) == ([], ["bank"])
    assert content.missing == [
        "bank: area rights has no items for its 6 slots",
        "bank: area stigma has no items for its 5 slots",
        "bank: area communication has no items for its 5 slots",
        "bank: area case-management has no items for its 11 slots",
        "bank: area trauma has no items for its 9 slots",
        "bank: area safety has no items for its 4 slots",
        "bank: area community has no items for its 4 slots",
        "bank: area citizenship has no items for its 3 slots",
        "bank: slot quality-k1 has 1 items, 3 are needed",
        "bank: slot quality-a1 has 1 items, 3 are needed",
        "bank: slot quality-z1 has 1 items, 3 are needed",
    ]
    out, err = io.StringIO(), io.StringIO()
    call_command("content_check", root=content_root, stdout=out, stderr=err)
    assert err.getvalue().splitlines()[-1] == "still missing: bank: slot quality-z1 has 1 items, 3 are needed"


def test_a_file_with_a_fault_stops_the_load(content_root):
    put(content_root, "bank", "bank", text_of("bank").replace("area: quality", "area: luck"))
    put(content_root, "bank", "surveys", "a: [1\nb: 2", "x.yaml")
    put(content_root, "bank", "surveys", "", "y.yaml")
    err = io.StringIO()
    with pytest.raises(CommandError, match=r"^3 problems\. Nothing was loaded\.$"):
        call_command("content_check", root=content_root, stderr=err)
    assert err.getvalue().splitlines() == [
        "small/bank/bank.yaml:1: area luck is none of rights, stigma, communication, case-management, trauma, safety, "
        "community, citizenship, quality",
        "small/surveys/x.yaml:2: did not find expected ',' or ']'",
        "small/surveys/y.yaml:1: the file is empty",
    ]


def test_whole_banks_are_held_against_the_blueprint():
    item = {"kind": "single"}
    whole = {area: {"items": [{**item, "slot": slot} for slot in slots(area) for _ in "abc"]} for area in AREAS}
    assert sum(len(data["items"]) for data in whole.values()) == 150
    assert still_missing(whole) == [
        "bank: 50 slots of kind single, 18 are meant",
        "bank: 0 slots of kind multiple, 8 are meant",
        "bank: 0 slots of kind truefalse, 4 are meant",
        "bank: 0 slots of kind matching, 6 are meant",
        "bank: 0 slots of kind ordering, 4 are meant",
        "bank: 0 slots of kind numeric, 3 are meant",
        "bank: 0 slots of kind short, 3 are meant",
        "bank: 0 slots of kind case, 4 are meant",
        "bank: 0 must-pass slots, 6 are meant",
    ]


def test_reading_time_is_held_against_the_length(content_root):
    path = content_root / "small/en/day-02/2.1-what-stigma-is.md"
    path.write_text(path.read_text(encoding="utf-8").replace("A look with", "word " * 300 + "with"), encoding="utf-8")
    assert [str(warning) for warning in read_content(content_root).warnings] == [
        "small/en/day-02/2.1-what-stigma-is.md:1: 335 words in 1 minutes, 3 to 4 minutes are meant"
    ]
