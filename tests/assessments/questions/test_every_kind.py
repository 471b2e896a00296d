"""What holds for every kind, whatever the question and whatever arrives."""

import json
import random
from fractions import Fraction

import pytest
from django.template.loader import render_to_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.questions import KINDS, kind_choices, marked_by_software
from assessments.questions.base import LANGUAGES, Asked, InvalidResponse
from assessments.questions.essay import MarkedByPeople
from tests.factories.questions import ESSAY, GRADED, ITEMS, items, with_another_key

PATIENT = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
RUBBISH = st.dictionaries(
    st.sampled_from(["", "1", "2", "a", "reason", "1-reason", "2-1", "p0", "zz"]),
    st.lists(st.sampled_from(["", "1", "2", "3", "a", "true", "false", "12,5", "право", "x" * 30]), max_size=3),
    max_size=4,
)


def read(item):
    kind = KINDS[item["kind"]]
    return kind, *kind.split(item, LANGUAGES)


@st.composite
def responses(draw, kind, body):
    """Something a person may send: the right answer with some of its fields left out, mixed up or spoilt."""
    solution = kind.solution(body)
    pool = [value for values in solution.values() for value in values] + ["", "1", "2", "a", "true", "7"]
    return {
        name: draw(st.one_of(st.just(values), st.lists(st.sampled_from(pool), max_size=2)))
        for name, values in solution.items()
        if draw(st.integers(0, 5))
    }


def cleaned(kind, body, values):
    try:
        return kind.clean(body, values)
    except InvalidResponse:
        return None


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item["kind"])
def test_a_sound_item_has_no_problems_and_survives_the_database(item):
    kind, body, texts = read(item)
    assert kind.problems(body, texts) == []
    assert json.loads(json.dumps([body, texts])) == [body, texts]


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item["kind"])
def test_a_missing_text_is_named_with_its_language(item):
    kind, body, texts = read(item)
    path = list(kind.words(body))[-1]
    words = texts["kk"]
    for name in path[:-1]:
        words = words[name]
    words[path[-1]] = " "
    assert kind.problems(body, texts) == [f"a text in kk for {' '.join(path)}"]


@PATIENT
@given(items())
def test_the_right_answer_earns_everything(item):
    kind, body, texts = read(item)
    solution = kind.clean(body, kind.solution(body))
    assert kind.problems(body, texts) == []
    assert kind.grade(body, solution).fraction == 1
    assert {line.mark for line in kind.describe_response(body, Asked(texts["en"], response=solution))} <= {"right", ""}


@PATIENT
@given(items())
def test_no_answer_earns_nothing_unless_nothing_can_be_wrong(item):
    kind, body, _texts = read(item)
    assert (kind.grade(body, None).fraction, kind.grade(body, {}).fraction) == (0, 0)
    assert kind.clean(body, {}) == {}


@PATIENT
@given(st.data(), items())
def test_credit_lies_between_nothing_and_all_and_cleaning_again_changes_nothing(data, item):
    kind, body, texts = read(item)
    for values in (data.draw(responses(kind, body)), data.draw(RUBBISH)):
        response = cleaned(kind, body, values)
        if response is None:
            continue
        fraction = kind.grade(body, response).fraction
        assert isinstance(fraction, Fraction) and 0 <= fraction <= 1
        assert kind.clean(body, response) == response == json.loads(json.dumps(response))
        assert all(isinstance(value, str) and value for values in response.values() for value in values)
        kind.describe_response(body, Asked(texts["kk"], "kk", response=response))


@PATIENT
@given(st.data(), items(), st.randoms(use_true_random=False))
def test_the_order_of_options_and_fields_changes_neither_answer_nor_grade(data, item, chance):
    kind, body, _texts = read(item)
    values = data.draw(responses(kind, body))
    mixed = json.loads(json.dumps(body))
    for rows in lists_of_options(mixed):
        chance.shuffle(rows)
    names = list(values)
    chance.shuffle(names)
    turned = {name: values[name][::-1] for name in names}
    response = cleaned(kind, body, values)
    assert cleaned(kind, mixed, turned) == response
    assert kind.grade(mixed, response) == kind.grade(body, response)


def lists_of_options(body):
    for name, rows in body.items():
        if name == "items":
            for row in rows:
                yield from lists_of_options(row["body"])
        elif name in {"options", "reasons", "left", "right", "steps"}:
            yield rows


@PATIENT
@given(items(), st.integers())
def test_an_order_holds_every_id_once(item, seed):
    kind, body, _texts = read(item)
    order = kind.arrange(body, random.Random(seed).shuffle)
    ids = kind.option_ids(body)
    assert {name: sorted(one) for name, one in order.items()} == {name: sorted(ids[name]) for name in order}


@PATIENT
@given(st.data(), items(), st.randoms(use_true_random=False))
def test_an_open_question_looks_the_same_whatever_its_key(data, item, chance):
    """S-18: texts that give the key away (explanation, feedback) are planted and must not appear, either."""
    kind, body, texts = read(item)
    response = cleaned(kind, body, data.draw(responses(kind, body))) or {}
    asked = Asked(texts["ru"], "ru", "q-1", kind.arrange(body, chance.shuffle), response)
    shown, paper = kind.show(body, asked), kind.paper(body, asked)
    html = render_to_string(shown["template"], {"q": shown})
    other = with_another_key(json.loads(json.dumps(body)), chance)
    assert (kind.show(other, asked), kind.paper(other, asked)) == (shown, paper)
    assert render_to_string(shown["template"], {"q": kind.show(other, asked)}) == html
    assert "told" not in html + str(paper) and "explained" not in html + str(paper)


def test_what_people_mark_is_left_out_until_they_can():
    kind, body, _texts = read(ESSAY)
    assert sorted(set(KINDS) - set(marked_by_software())) == ["essay"]
    with pytest.raises(MarkedByPeople):
        kind.grade(body, {"": ["Ten words."]})


def test_every_kind_has_a_name_in_the_form_and_a_sample():
    assert [name for name, _label in kind_choices()] == list(KINDS)
    assert {item["kind"] for item in GRADED} == set(marked_by_software())
