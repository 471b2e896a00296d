"""The author's form of every kind: what it shows is what it reads, and a question comes back as it was."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.questions import KINDS
from assessments.questions.base import LANGUAGES
from assessments.questions.editing import bind_fields, languages_written, read_item
from tests.factories.questions import CASE, CLOZE, ESSAY, ITEMS, MATCHING, NUMERIC, SINGLE, items, option_rows, say

PATIENT = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
GAP_KINDS = {
    "single": lambda draw: {"options": draw(option_rows())},
    "short": lambda draw: {"kind": "short", "accept": {code: ["trust"] for code in LANGUAGES}},
    "numeric": lambda draw: {"kind": "numeric", "answer": draw(st.integers(-9, 9))},
}


@st.composite
def every_item(draw):
    """An item of any kind: those that software grades, texts with gaps of every sort, essays."""
    wanted = draw(st.sampled_from(["graded", "graded", "cloze", "essay"]))
    if wanted == "graded":
        return draw(items())
    if wanted == "essay":
        points = draw(st.lists(st.integers(0, 9), min_size=1, max_size=4))
        words = {"words": [draw(st.integers(0, 90)), draw(st.integers(91, 300))]} if draw(st.booleans()) else {}
        rubric = [{"points": one, "text": say(f"row {number}")} for number, one in enumerate(points)]
        return {**ESSAY, "points": sum(points), "rubric": rubric, **words}
    kinds = draw(st.lists(st.sampled_from(sorted(GAP_KINDS)), min_size=1, max_size=4))
    gaps = [{"id": str(number), **GAP_KINDS[kind](draw)} for number, kind in enumerate(kinds, 1)]
    return {**CLOZE, "gaps": gaps, "text": {code: " ".join(f"[[{gap['id']}]]" for gap in gaps) for code in LANGUAGES}}


def sent(fields):
    """What a browser sends of the fields that `bind_fields` describes, spare rows and all."""
    post = {}
    for field in fields:
        post |= SENDING.get(field["type"], lambda field: {field["name"]: str(field["value"])})(field)
    return post


def sent_rows(field):
    post = {}
    for row in field["rows"]:
        post |= {f"{row['name']}-{key}": value for key, value in row["hidden"]} | sent(row["fields"])
    return post


SENDING = {
    "words": lambda field: {one["name"]: one["value"] for one in field["inputs"]},
    "between": lambda field: {f"{field['name']}-from": str(field["first"]), f"{field['name']}-to": str(field["last"])},
    "pick": lambda field: {field["name"]: str(next(value for value, _label, chosen in field["choices"] if chosen))},
    "tick": lambda field: {field["name"]: "on"} if field["value"] else {},
    "one": lambda field: {field["name"]: str(field["number"])} if field["value"] else {},
    "rows": sent_rows,
}


def through_the_form(kind, body, texts):
    item = read_item(kind.editor, sent(bind_fields(kind.editor, kind.join(body, texts), "q")), "q")
    return kind.split(item, languages_written(kind.editor, item))


def same(one, other):
    """Languages stand in no order."""
    assert one[0] == other[0]
    assert one[1] == other[1]


@PATIENT
@given(every_item())
def test_split_undoes_join(item):
    kind = KINDS[item["kind"]]
    body, texts = kind.split(item, LANGUAGES)
    same(kind.split(kind.join(body, texts), LANGUAGES), (body, texts))


@PATIENT
@given(every_item())
def test_a_question_comes_back_from_the_form_as_it_was(item):
    kind = KINDS[item["kind"]]
    body, texts = kind.split(item, LANGUAGES)
    same(through_the_form(kind, body, texts), (body, texts))


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item["kind"])
def test_so_does_one_in_a_single_language(item):
    kind = KINDS[item["kind"]]
    body, texts = kind.split(item, ["kk"])
    same(kind.split(kind.join(body, texts), ["kk"]), (body, texts))
    assert set(through_the_form(kind, body, texts)[1]) == {"kk"}


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_an_empty_form_is_a_question_with_problems_not_an_error(kind):
    item = read_item(kind.editor, sent(bind_fields(kind.editor, kind.new(), "q")), "q")
    languages = languages_written(kind.editor, item)
    body, texts = kind.split(item, languages)
    assert (languages, texts) == ((), {})
    assert kind.problems(body, texts)
    assert bind_fields(kind.editor, kind.join(body, texts), "q", kind.problems(body, texts))


def errors(fields):
    """{name of an input: what is wrong there}"""
    found = {}
    for field in fields:
        inner = [*field.get("inputs", []), {"name": field["name"], "errors": field["errors"]}]
        found |= {one["name"]: one["errors"] for one in inner if one["errors"]}
        for row in field.get("rows", []):
            found |= errors(row["fields"])
    return found


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item["kind"])
def test_every_text_that_is_missing_is_told_at_its_own_input(item):
    kind = KINDS[item["kind"]]
    body, texts = kind.split(item, LANGUAGES)
    texts["kk"] = {"explanation": "Түсінік"}
    problems = kind.problems(body, texts)
    told = errors(bind_fields(kind.editor, kind.join(body, texts), "q", problems))
    assert {text for messages in told.values() for text in messages} == {"This text is missing."}
    assert all(name.endswith("-kk") for name in told)
    assert len(told) == len(problems)


def test_a_fault_of_the_key_is_told_at_its_rows():
    kind = KINDS["case"]
    broken = {**CASE, "items": [{**SINGLE, "options": [{**one, "correct": False} for one in SINGLE["options"]]}]}
    body, texts = kind.split(broken, LANGUAGES)
    told = errors(bind_fields(kind.editor, kind.join(body, texts), "q", kind.problems(body, texts)))
    assert told == {"q-items-0-options": ["Mark at least one option as right."]}


def test_numbers_are_read_as_people_write_them():
    kind = KINDS["numeric"]
    post = sent(bind_fields(kind.editor, kind.join(*kind.split(NUMERIC, LANGUAGES)), "q"))
    item = read_item(kind.editor, {**post, "q-answer": "\u22121\u00a0250,5", "q-tolerance": ""}, "q")
    assert (kind.read_body(item)["answer"], kind.read_body(item)["tolerance"]) == ("-1250.5", "0")


def test_rows_keep_the_order_in_which_they_were_sent_or_the_places_typed():
    kind = KINDS["ordering"]
    rows = {f"q-order-{n}-{name}": value for n in (2, 0, 1) for name, value in (("id", f"10{n}"), ("text-kk", f"s{n}"))}
    assert kind.read_body(read_item(kind.editor, rows, "q"))["order"] == ["102", "100", "101"]
    typed = {**rows, "q-order-2-place": "3", "q-order-0-place": "1", "q-order-1-place": "2", "q-order-1-remove": "on"}
    assert kind.read_body(read_item(kind.editor, typed, "q"))["order"] == ["100", "102"]


def test_two_pairs_with_the_same_words_on_the_right_share_a_term():
    kind = KINDS["matching"]
    item = kind.join(*kind.split(MATCHING, LANGUAGES))
    item["pairs"].append({"id": "900001", "match": "900002", "left": say("left z"), "right": say("right a")})
    body, texts = kind.split(item, LANGUAGES)
    assert len(body["right"]) == 5
    assert kind.problems(body, texts) == []


def test_a_new_part_gets_the_next_number():
    kind = KINDS["cloze"]
    post = sent(bind_fields(kind.editor, kind.join(*kind.split(CLOZE, LANGUAGES)), "q"))
    item = read_item(kind.editor, {**post, "q-gaps-new": "numeric"}, "q")
    assert [(row["id"], row["kind"]) for row in item["gaps"]][2:] == [("3", "single"), ("4", "numeric")]
