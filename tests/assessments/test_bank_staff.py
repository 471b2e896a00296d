"""The bank in the admin: who sees which question, how one is written, reviewed and published."""

import pytest
from django.test import Client
from django.urls import reverse

from assessments.domain.bank import save_question
from assessments.models import KeyView, Question
from assessments.models.bank import shortened
from assessments.questions import KINDS
from assessments.questions.editing import LANGUAGES
from tests.assessments.questions.test_editing import bind_fields, sent
from tests.factories.people import build_center, build_organisation, build_staff, enter
from tests.factories.questions import ITEMS, SINGLE, say

URL = "questions:"


class Hand:
    """Somebody at the admin."""

    def __init__(self, role, organisation):
        self.user = build_staff(role, organisation)
        self.client = enter(Client(), self.user)

    def get(self, name, *args, **query):
        return self.client.get(reverse(URL + name, args=args), query)

    def post(self, name, *args, **data):
        return self.client.post(reverse(URL + name, args=args), data)

    def text(self, name, *args, **query):
        return self.get(name, *args, **query).content.decode()


@pytest.fixture
def world(site):
    center, north, south = build_center(), build_organisation("north"), build_organisation("south")
    hands = {
        "trainer": Hand("trainer", north),
        "stranger": Hand("trainer", south),
        "reader": Hand("second_reader", north),
        "editor": Hand("editor", center),
    }
    return type("World", (), {"center": center, "north": north, "south": south, **hands})


def plant(organisation, key, item=SINGLE, **state):
    """A live question whose every text begins with its key."""
    kind = KINDS[item["kind"]]
    body, texts = kind.split({**item, "stem": say(f"{key} stem")}, LANGUAGES)
    question = save_question(key, kind=kind.name, organisation=organisation, body=body, texts=texts).question
    for name, value in state.items():
        setattr(question, name, value)
    if state:
        question.save()
    return Question.objects.get(pk=question.pk)


def form_of(question, **more):
    """What the editor sends of a question as it stands."""
    kind = KINDS[question.kind]
    item = kind.join(question.body, question.texts) if question.body else kind.new()
    own = {"kind": kind.name, "organisation": question.organisation_id, "level": "remember", "content_note": 0}
    return {**own, "tags": "", **sent(bind_fields(kind.editor, item, "q")), **more}


def act(hand, question, action):
    state = Question.objects.get(pk=question.pk).current_workflow_task_state
    return hand.post("workflow_action", question.pk, action, state.pk, comment="")


# --- whose bank it is ------------------------------------------------------------------------------------------


def test_a_trainer_sees_the_own_bank_the_editor_all_a_second_reader_what_waits(world):
    plant(world.north, "plover-north")
    plant(world.south, "plover-south")
    seen = {
        name: {word for word in ("plover-north", "plover-south") if word in getattr(world, name).text("list")}
        for name in ("trainer", "stranger", "editor", "reader")
    }
    assert seen == {
        "trainer": {"plover-north"},
        "stranger": {"plover-south"},
        "editor": {"plover-north", "plover-south"},
        "reader": set(),
    }


def test_another_organisations_question_is_not_found_anywhere(world):
    question = plant(world.north, "plover-north")
    revision = question.save_revision()
    addresses = {
        "edit": [question.pk],
        "delete": [question.pk],
        "history": [question.pk],
        "about": [question.pk],
        "preview_on_edit": [question.pk],
        "revisions_view": [question.pk, revision.pk],
        "revisions_revert": [question.pk, revision.pk],
        "workflow_history": [question.pk],
        "confirm_workflow_cancellation": [question.pk],
    }
    found = {name: world.stranger.get(name, *args).status_code for name, args in addresses.items()}
    assert found == dict.fromkeys(addresses, 404)
    before = (question.body, question.texts)
    assert world.stranger.post("edit", question.pk, **form_of(question, **{"q-stem-kk": "plover"})).status_code == 404
    question = Question.objects.get(pk=question.pk)
    assert ((question.body, question.texts), question.revisions.count()) == (before, 1)


def test_the_chooser_offers_live_questions_of_the_own_bank(world):
    plant(world.north, "plover-live")
    plant(world.north, "plover-draft", live=False)
    south = plant(world.south, "plover-south")
    address = reverse("wagtailsnippetchoosers_assessments_question:choose")
    results = reverse("wagtailsnippetchoosers_assessments_question:choose_results")
    chosen = reverse("wagtailsnippetchoosers_assessments_question:chosen", args=[south.pk])
    for text in (
        world.trainer.client.get(address).content.decode(),
        world.trainer.client.get(results, {"q": "plover"}).content.decode(),
    ):
        assert [word for word in ("plover-live", "plover-draft", "plover-south") if word in text] == ["plover-live"]
    assert world.trainer.client.get(chosen).status_code == 404


# --- the list ---------------------------------------------------------------------------------------------------


def stems(hand, **query):
    return [question.key for question in hand.get("list", **query).context["object_list"]]


def test_the_list_is_searched_in_every_language_and_filtered(world):
    plant(world.north, "one", must_pass=True)
    two = plant(world.north, "two", level="apply", training=True)
    two.tags.add("law")
    two.texts = {"kk": {**two.texts["kk"], "stem": "Қамқорлық деген не?"}}
    two.save()
    plant(world.north, "three", live=False)
    assert stems(world.trainer) == ["one", "three", "two"]
    assert stems(world.trainer, q="қамқорлық") == ["two"]
    assert stems(world.trainer, q="ONE STEM RU") == ["one"]
    assert stems(world.trainer, level="apply") == ["two"]
    assert stems(world.trainer, tag="law") == ["two"]
    assert stems(world.trainer, missing="ru") == ["two"]
    assert stems(world.trainer, mark="must-pass") == ["one"]
    assert stems(world.trainer, mark="training") == ["two"]
    assert stems(world.trainer, state="draft") == ["three"]
    assert stems(world.trainer, kind="multiple") == []
    assert stems(world.trainer, ordering="-key") == ["two", "three", "one"]


@pytest.mark.parametrize(
    ("language", "field", "written", "typed"),
    [
        ("kk", "stem", "ҚАУІПСІЗ орта деген не?", "қауіпсіз орта"),
        ("kk", "stem", "Баланың қауіпсіз ортасы", "ҚАУІПСІЗ ОРТАСЫ"),
        ("kk", "stem", "Баланың Қауіпсіз ортасы", "баланың қАУІПсіз"),
        ("kk", "stem", "Құқық қорғау", "кукык корг"),
        ("ru", "stem", "Ещё раз: что такое Опека?", "еще РАЗ: что такое опека"),
        ("ru", "stimulus", "Раушан пришла В ШКОЛУ", "в школу"),
        ("kk", "text", "Раушан Мектепке [[1]] келді", "мектепке"),
        ("en", "stem", "A safe Place", "SAFE PLACE"),
    ],
)
def test_a_question_is_found_however_its_words_are_typed(world, language, field, written, typed):
    plant(world.north, "other")
    plant(world.south, "foreign")
    for key in ("own", "foreign"):
        question = plant(world.north, key) if key == "own" else Question.objects.get(key=key)
        question.texts = {language: {field: written}}
        question.save()
    assert stems(world.trainer, q=typed) == ["own"]
    assert stems(world.trainer, q=f"{typed} жоқ") == []


@pytest.mark.parametrize("number", [1, 3])
def test_a_search_costs_the_same_however_much_it_finds(world, number, queries):
    for count in range(number):
        plant(world.north, f"q{count}")
    world.trainer.get("list")
    with queries(17):
        found = stems(world.trainer, q="Stem KK")
    assert len(found) == number


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_however_long(world, number, queries):
    for count in range(number):
        plant(world.north, f"q{count}").tags.add("law")
    world.trainer.get("list")
    with queries(17):
        world.trainer.get("list")


# --- writing and review -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item["kind"])
def test_every_kind_is_written_in_the_editor_and_comes_back(world, item):
    kind = KINDS[item["kind"]]
    body, texts = kind.split(item, LANGUAGES)
    unwritten = Question(kind=kind.name, body=body, texts=texts, organisation=world.north)
    assert world.trainer.get("add", kind=kind.name).status_code == 200
    response = world.trainer.post("add", **form_of(unwritten))
    question = Question.objects.get()
    assert response.url == reverse("questions:edit", args=[question.pk])
    assert (question.kind, question.live, question.versions.count()) == (kind.name, False, 0)
    assert (question.body, question.texts) == (body, texts)
    editor = world.trainer.get("edit", question.pk)
    assert editor.status_code == 200
    assert editor.context["form"].writing == bind_fields(kind.editor, kind.join(body, texts), "q")


def test_the_first_screen_of_a_new_question_offers_every_kind(world):
    page = world.trainer.text("add")
    assert [name for name in KINDS if f"?kind={name}" in page] == list(KINDS)


def test_a_draft_may_be_incomplete_a_submission_is_told_what_is_missing_where(world):
    question = Question(kind="single", organisation=world.north)
    world.trainer.post("add", **form_of(question, **{"q-stem-kk": "Неліктен?", "q-options-0-text-kk": "Бірі"}))
    question = Question.objects.get()
    assert question.texts["kk"]["stem"] == "Неліктен?"
    response = world.trainer.post("edit", question.pk, **form_of(question), **{"action-submit": "1"})
    assert response.status_code == 200
    assert "Give at least two options." in response.content.decode()
    assert question.current_workflow_state is None


def test_nobody_writes_the_number_of_a_person_into_a_question(world):
    question = plant(world.north, "one")
    data = form_of(question, **{"q-stem-kk": "ЖСН 999999000012 кімдікі?"})
    response = world.trainer.post("edit", question.pk, **data)
    assert "Not saved: a text contains an IIN." in response.content.decode()
    assert Question.objects.get().revisions.count() == 0


def test_a_change_is_read_by_two_people_before_it_is_a_version(world):
    question = plant(world.north, "one")
    question.sources.all()
    first = question.versions.get()
    data = form_of(question, **{"q-stem-en": "What is trust?"})
    world.trainer.post("edit", question.pk, **data, **{"action-submit": "1"})
    question = Question.objects.get()
    assert (question.texts["en"]["stem"], question.has_unpublished_changes) == ("one stem en", True)
    assert world.reader.get("edit", question.pk).status_code == 200
    act(world.trainer, question, "approve")
    assert question.versions.get() == first
    act(world.reader, question, "approve")
    assert question.versions.get() == first
    act(world.editor, question, "approve")
    question = Question.objects.get()
    assert question.texts["en"]["stem"] == "What is trust?"
    assert [(version.number, version.created_by) for version in question.versions.all()] == [
        (2, world.trainer.user),
        (1, None),
    ]
    assert first.texts["en"]["stem"] == "one stem en"
    assert world.reader.get("edit", question.pk).status_code == 404  # nothing waits any more


def test_loading_a_file_again_leaves_alone_what_people_have_published(world):
    question = plant(world.north, "one")
    text = {"kind": "single", "organisation": world.north, "body": question.body}
    for stem, by in (("by a person", world.trainer.user), ("by the file", None)):
        save_question("one", texts={"en": {**question.texts["en"], "stem": stem}}, by=by, **text)
    question = Question.objects.get()
    assert (question.texts["en"]["stem"], question.versions.count()) == ("by a person", 2)


def test_a_change_after_an_approval_begins_the_review_again(world):
    question = plant(world.north, "one")
    world.trainer.post("edit", question.pk, **form_of(question, **{"q-stem-en": "First"}), **{"action-submit": "1"})
    act(world.reader, question, "approve")
    question = Question.objects.get().get_latest_revision_as_object()
    world.trainer.post("edit", question.pk, **form_of(question, **{"q-stem-en": "Second"}))
    act(world.editor, question, "approve")
    question = Question.objects.get()
    assert (question.texts["en"]["stem"], question.versions.count()) == ("one stem en", 1)
    assert question.current_workflow_task.specific.role == "second_reader"


def test_an_incomplete_draft_cannot_be_approved(world):
    question = plant(world.north, "one")
    world.trainer.post("edit", question.pk, **form_of(question, **{"q-stem-en": "First"}), **{"action-submit": "1"})
    question = Question.objects.get().get_latest_revision_as_object()
    world.trainer.post("edit", question.pk, **form_of(question, **{"q-stem-en": ""}))
    for hand in (world.reader, world.editor):
        act(hand, question, "approve")
    assert Question.objects.get().versions.count() == 1
    assert Question.objects.get().current_workflow_task.specific.role == "second_reader"


def test_publishing_without_a_change_of_body_or_texts_writes_no_version(world):
    question = plant(world.north, "one")
    world.trainer.post("edit", question.pk, **form_of(question, level="apply"), **{"action-submit": "1"})
    act(world.reader, question, "approve")
    act(world.editor, question, "approve")
    question = Question.objects.get()
    assert (question.level, question.versions.count(), question.has_unpublished_changes) == ("apply", 1, False)


def test_the_editor_of_the_center_cannot_approve_an_own_change(world):
    question = plant(world.north, "one")
    world.editor.post("edit", question.pk, **form_of(question, **{"q-stem-en": "Mine"}), **{"action-submit": "1"})
    act(world.reader, question, "approve")
    act(world.editor, question, "approve")
    assert Question.objects.get().texts["en"]["stem"] == "one stem en"


def test_nobody_publishes_past_the_review(world):
    question = plant(world.north, "one")
    for hand in (world.trainer, world.editor):
        hand.post("edit", question.pk, **form_of(question, **{"q-stem-en": "Mine"}), **{"action-publish": "1"})
    assert Question.objects.get().texts["en"]["stem"] == "one stem en"


# --- keys, preview, history -------------------------------------------------------------------------------------


def test_whoever_opens_a_screen_with_the_key_is_noted(world):
    questions = [plant(world.north, f"q{number}") for number in range(5)]
    revision = questions[4].save_revision()
    world.trainer.get("list")
    assert KeyView.objects.count() == 0
    world.trainer.get("edit", questions[0].pk)
    world.trainer.get("edit", questions[0].pk)
    world.trainer.get("preview_on_edit", questions[1].pk, mode="told-kk")
    world.trainer.get("history", questions[2].pk)
    world.trainer.get("about", questions[3].pk)
    world.editor.get("revisions_view", questions[4].pk, revision.pk)
    world.stranger.get("edit", questions[0].pk)
    seen = [(row.user, row.question) for row in KeyView.objects.order_by("pk")]
    assert seen == [*((world.trainer.user, question) for question in questions[:4]), (world.editor.user, questions[4])]


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item["kind"])
def test_the_preview_shows_the_question_and_its_result_in_each_language(world, item):
    question = plant(world.north, "one", item)
    for code in LANGUAGES:
        asked = world.trainer.text("preview_on_edit", question.pk, mode=f"asked-{code}")
        assert f"one stem {code}" in asked
        told = world.trainer.text("preview_on_edit", question.pk, mode=f"told-{code}")
        assert f"explained {code}" in told or item["kind"] == "case"


def test_the_preview_says_what_is_missing(world):
    question = plant(world.north, "one")
    question.texts = {"kk": {**question.texts["kk"], "stem": ""}}
    question.save()
    assert "This text is missing." in world.trainer.text("preview_on_edit", question.pk, mode="asked-kk")
    assert "There is no text in this language yet." in world.trainer.text(
        "preview_on_edit", question.pk, mode="asked-ru"
    )


def test_versions_are_shown_with_their_differences_in_words(world):
    question = plant(world.north, "one")
    body, texts = question.body, {**question.texts, "en": {**question.texts["en"], "stem": "one stem anew"}}
    body = {
        "options": [{"id": one["id"], **({"correct": True} if one["id"] == "a" else {})} for one in body["options"]]
    }
    save_question("one", kind="single", organisation=world.north, body=body, texts=texts)
    page = world.trainer.text("about", question.pk)
    assert "one stem <del>en</del><ins>anew</ins>" in page
    assert "Options 1: right" in page
    assert "<del>no</del><ins>yes</ins>" in page


def test_a_question_that_was_never_published_tells_so(world):
    question = plant(world.north, "one")
    world.trainer.post("add", **form_of(question, **{"q-stem-en": "Another"}))
    draft = Question.objects.exclude(pk=question.pk).get()
    page = world.trainer.text("about", draft.pk)
    assert "It has not been published yet." in page
    assert "It was asked in 0 attempts." in page


def test_a_question_in_review_waits_on_the_first_page_of_its_readers_alone(world):
    question = plant(world.north, "one")
    world.trainer.post("edit", question.pk, **form_of(question, **{"q-stem-en": "First"}), **{"action-submit": "1"})
    edit = reverse("questions:edit", args=[question.pk])
    hands = {"reader", "editor", "stranger"}  # the trainer sees the own submission there

    def waits():
        return {name for name in hands if edit in getattr(world, name).client.get("/admin/").content.decode()}

    assert waits() == {"reader"}
    act(world.reader, question, "approve")
    assert waits() == {"editor"}


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ({"stem": "Who\n asks?"}, "Who asks?"),
        ({"stem": "", "text": "A ___ word"}, "A ___ word"),
        ({"stem": "nine chars " * 30}, "nine chars " * 18 + "…"),
        ({}, ""),
    ],
)
def test_a_list_shows_the_beginning_of_a_question_in_whole_words(words, shown):
    assert shortened(words) == shown
