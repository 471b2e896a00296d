"""A quiz file comes into the bank with every kind that software marks; what people must read stays out."""

import pytest
import yaml

from assessments.models import Question
from lms.seed.content import read_content
from lms.seed.quiz_file import check_quiz
from lms.seed.quizzes import load_quiz
from lms.seed.yaml_file import Checker, read_yaml
from tests.factories.courses import build_organisation
from tests.factories.questions import CASE, CLOZE, ESSAY, GRADED, SHORT, SINGLE, say

MODEL = {**{name: value for name, value in SHORT.items() if name not in {"accept", "typos"}}, "key": "told"}


def quiz(**lists):
    """The text of a quiz file with these items."""
    items = {name: [{**item, "outcome": 1, "level": "remember"} for item in entries] for name, entries in lists.items()}
    return yaml.safe_dump(
        {"key": "d02-quiz", "slug": "quiz", "title": say("Quiz"), "content_note": 0, **items}, allow_unicode=True
    )


def checked(text):
    problems = []
    read = read_yaml("quiz.yaml", text, problems)
    check_quiz(Checker("quiz.yaml", problems), read)
    return read, [problem.reason for problem in problems]


LONG = [item for item in GRADED if item["kind"] != "case"]  # the keys of a case's parts are those of other samples


def test_every_kind_that_software_marks_may_be_asked():
    _read, reasons = checked(quiz(items=LONG, spare=[], later=[ESSAY, {**MODEL, "model_answer": say("for example")}]))
    assert reasons == []


@pytest.mark.parametrize(
    ("lists", "reason"),
    [
        ({"items": [ESSAY]}, "essay: kind essay is none of"),
        ({"items": [{**MODEL, "model_answer": say("x")}]}, "told: needs accept, or stands under `later`"),
        ({"items": [], "spare": [{**MODEL, "model_answer": say("x")}]}, "told: needs accept, or stands"),
        ({"items": [{**SHORT, "accept": {code: ["?"] for code in ("en", "ru", "kk")}}]}, "word: needs an accepted"),
        (
            {"items": [{**CLOZE, "text": {**CLOZE["text"], "kk": "[[1]]"}}]},
            "text has the marks 1 in kk",
        ),
        ({"items": [{**CLOZE, "text": {"en": "[[1]] [[2]] [[3]]"}}]}, "text has no text in ru"),
        ({"items": [{**CLOZE, "gaps": [{"id": "1", "kind": "song"}]}]}, "kind song is none of single, short, numeric"),
    ],
)
def test_what_the_engine_would_refuse_is_told_to_the_author(lists, reason):
    _read, reasons = checked(quiz(**lists))
    assert [one for one in reasons if one.startswith(reason)], reasons


@pytest.mark.django_db
def test_items_are_asked_in_their_order_and_spare_ones_wait_in_the_bank():
    read, _reasons = checked(quiz(items=[CASE, CLOZE], spare=[SINGLE], later=[ESSAY]))
    loaded = load_quiz(read, build_organisation())
    again = load_quiz(read, build_organisation())
    assert list(again.items.values_list("question__key", flat=True)) == ["case", "cloze"]
    assert sorted(Question.objects.values_list("key", "kind")) == [
        ("case", "case"),
        ("cloze", "cloze"),
        ("one", "single"),
    ]
    assert (loaded, [question.versions.count() for question in Question.objects.all()]) == (again, [1, 1, 1])


def test_each_day_asks_ten_questions_and_every_outcome():
    (course,) = [course for course in read_content().courses if course.data["key"] == "full-programme"]
    for day in course.data["days"]:
        items = course.quizzes[f"{day['key']}-quiz"]["items"]
        rows = items + course.quizzes[f"{day['key']}-quiz"]["spare"]
        assert len(items) == 10
        assert {item["outcome"] for item in items} == {item["outcome"] for item in rows}
        assert {"matching", "numeric"} <= {item["kind"] for item in items}
