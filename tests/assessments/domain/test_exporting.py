"""What leaves in a file is logged, marks who took it, and is found unchanged when it comes back."""

import pytest
from django.utils.translation import override
from wagtail.models import ModelLogEntry

from assessments.domain import exchange, exporting
from assessments.domain.bank import save_question
from assessments.domain.previewing import State, preview
from assessments.models import KeyView, Objective, Question
from assessments.questions import KINDS
from assessments.questions.base import LANGUAGES
from tests.factories import questions as made
from tests.factories.people import build_organisation, build_person

PLAIN = {**made.TRUEFALSE, "key": "plain", "stem": made.say("plain stem")}
PLAIN.pop("reasons")
HOLDS = {
    "moodle": {"one", "many", "plain", "pairs", "steps", "number", "word", "gaps", "cloze", "essay"},
    "gift": {"one", "many", "plain", "pairs", "number", "word", "essay"},
    "aiken": {"one"},
}


@pytest.fixture
def world(site):
    class World:
        organisation = build_organisation("north")
        person = build_person("editor")

    area = Objective.objects.create(key="law", titles={"kk": "Құқық", "ru": "Право/закон", "en": "Law"})
    law = Objective.objects.create(
        key="consent", titles={"kk": "Келісім", "ru": "Согласие", "en": "Consent"}, parent=area
    )
    for item in [*made.ITEMS, PLAIN]:
        body, texts = KINDS[item["kind"]].split(item, LANGUAGES)
        save_question(item["key"], kind=item["kind"], organisation=World.organisation, body=body, texts=texts)
        question = Question.objects.get(key=item["key"])
        question.objective = law
        question.tags.add("draft", "қорғау")
        question.save()
    return World


@pytest.mark.parametrize("form", HOLDS)
@pytest.mark.parametrize("language", ["ru", "kk"])
def test_a_bank_leaves_and_comes_back_unchanged(world, form, language):
    with override("en"):
        file = exporting.export(world.organisation, language, form, by=world.person)
    every = {item["key"] for item in [*made.ITEMS, PLAIN]}
    assert set(file.keys) == HOLDS[form]
    whole = {one.key: one.reason for one in file.missing if one.is_whole}
    assert set(whole) == every - HOLDS[form]
    assert all(whole.values())
    upload = exchange.upload(
        organisation=world.organisation, language=language, name=file.name, data=file.data, by=world.person
    )
    rows = preview(upload).rows
    assert upload.format == form
    assert [(row.state, row.reason) for row in rows] == [(State.SAME, "")] * len(HOLDS[form])


def test_an_export_is_logged_and_marks_the_keys_as_seen(world):
    other = build_organisation("south")
    body, texts = KINDS["single"].split({**made.SINGLE, "key": "southern"}, LANGUAGES)
    save_question("southern", kind="single", organisation=other, body=body, texts=texts)
    file = exporting.export(world.organisation, "en", "moodle", by=world.person, keys={"one", "pairs", "southern"})
    assert set(file.keys) == {"one", "pairs"}
    assert b"southern" not in file.data
    seen = KeyView.objects.filter(user=world.person).values_list("question__key", flat=True)
    assert sorted(seen) == ["one", "pairs"]
    entry = ModelLogEntry.objects.get(action=exporting.ACTION)
    assert (entry.user, entry.object_id, entry.data["keys"]) == (
        world.person,
        str(world.organisation.pk),
        list(file.keys),
    )


def test_losses_are_named(world):
    file = exporting.look(world.organisation, "en", "moodle", {"word"})
    assert [(one.key, one.reason) for one in file.missing] == [
        ("word", "forgiven slips and letters"),
        ("word", "accepted answers in other languages"),
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_an_export_asks_no_more_for_more_questions(world, queries, number):
    keys = {"one", "pairs", "many"} if number == 3 else {"one"}
    with queries(9):
        exporting.export(world.organisation, "en", "moodle", by=world.person, keys=keys)
