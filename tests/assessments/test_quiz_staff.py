"""Quizzes in the admin: whose they are, their rules in words, and whether the bank suffices."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from assessments.domain import quiz_rules
from assessments.domain.bank import save_quiz
from assessments.models import Objective, Quiz, QuizPage, QuizSection, QuizSlot
from tests.assessments.test_bank_staff import plant
from tests.factories.assessments import build_quiz
from tests.factories.courses import build_course
from tests.factories.people import build_center, build_organisation, build_staff, enter

RULES = {"purpose": "practice", "pass_percent": 60, "wait_hours": 0, "counted": "best", "grace_seconds": 60}


@pytest.fixture
def north(site):
    build_center()
    return build_organisation("north")


@pytest.fixture
def trainer(north):
    return enter(Client(), build_staff("trainer", north))


def rows(name, *filled):
    """The fields of an inline panel."""
    counts = {"TOTAL_FORMS": len(filled), "INITIAL_FORMS": sum("id" in row for row in filled), "MIN_NUM_FORMS": 0,
              "MAX_NUM_FORMS": 1000}  # fmt: skip
    post = {f"{name}-{key}": value for key, value in counts.items()}
    for number, row in enumerate(filled):
        post |= {f"{name}-{number}-{key}": value for key, value in {"ORDER": number + 1, "DELETE": "", **row}.items()}
    return post


def form(organisation, sections=(), items=(), slots=(), **more):
    own = {"key": "law", "organisation": organisation.pk, **RULES}
    return {**own, **rows("sections", *sections), **rows("items", *items), **rows("slots", *slots), **more}


def test_a_quiz_is_made_of_sections_fixed_questions_slots_and_a_grid_of_feedback(north, trainer):
    question = plant(north, "one")
    response = trainer.post(
        reverse("quizzes:add"),
        form(
            north,
            sections=[{"titles_kk": "Құқық", "titles_ru": "Право"}],
            items=[{"question": question.pk, "form": "", "points": "2"}],
            slots=[{"level": "apply", "tag": "", "count": 3, "points": 1}],
            **{"feedback-submitted-score": "on", "feedback-closed-answer": "on", "feedback-closed-score": "on"},
        ),
    )
    quiz = Quiz.objects.get()
    assert response.url == reverse("quizzes:edit", args=[quiz.pk])
    assert quiz.feedback == {"submitted": ["score"], "closed": ["score", "answer"]}
    assert [(row.position, row.titles) for row in quiz.sections.all()] == [(1, {"kk": "Құқық", "ru": "Право"})]
    assert [(row.position, row.question, row.points) for row in quiz.items.all()] == [(1, question, 2)]
    assert [(row.position, row.level, row.count) for row in quiz.slots.all()] == [(1, "apply", 3)]
    page = trainer.get(response.url).content.decode()
    assert "Slot 1 needs 3, the bank has 0." in page


def test_rows_change_places(north, trainer):
    one, two = plant(north, "one"), plant(north, "two")
    quiz = save_quiz("law", organisation=north, question_keys=["one", "two"])
    first, second = quiz.items.all()
    section = QuizSection.objects.create(quiz=quiz, position=1, titles={"en": "Law"})
    items = [
        {"id": first.pk, "question": one.pk, "points": 1, "ORDER": 2, "section": section.pk},
        {"id": second.pk, "question": two.pk, "points": 1, "ORDER": 1},
    ]
    sections = [{"id": section.pk, "titles_en": "Law"}]
    trainer.post(reverse("quizzes:edit", args=[quiz.pk]), form(north, sections=sections, items=items))
    quiz = Quiz.objects.get()
    assert [(item.position, item.question.key, item.section_id) for item in quiz.items.all()] == [
        (1, "two", None),
        (2, "one", section.pk),
    ]


def test_another_organisations_quiz_question_and_section_are_out_of_reach(north, trainer):
    south = build_organisation("south")
    foreign = plant(south, "plover-question")
    other = save_quiz("plover-quiz", organisation=south, question_keys=["plover-question"])
    section = QuizSection.objects.create(quiz=other, position=1, titles={"en": "plover-section"})
    quiz = save_quiz("law", organisation=north, question_keys=[])
    for name in ("edit", "delete", "history"):
        assert trainer.get(reverse(f"quizzes:{name}", args=[other.pk])).status_code == 404
    for address in (reverse("quizzes:index"), reverse("quizzes:add"), reverse("quizzes:edit", args=[quiz.pk])):
        assert "plover" not in trainer.get(address).content.decode()
    items = [{"question": foreign.pk, "points": 1, "section": section.pk}]
    response = trainer.post(reverse("quizzes:edit", args=[quiz.pk]), form(north, items=items))
    assert set(response.context["form"].formsets["items"].errors[0]) == {"question", "section"}
    assert quiz.items.count() == 0


def test_the_rules_are_told_in_plain_words(north):
    for number in range(4):
        plant(north, f"q{number}", level="apply")
    quiz = save_quiz("law", organisation=north, question_keys=["q0"], pass_percent=70, max_attempts=2)
    quiz.wait_hours, quiz.time_limit, quiz.shuffle_items, quiz.negative_marking = 24, 40, True, True
    quiz.feedback = {"closed": ["score", "answer"]}
    quiz.save()
    QuizSlot.objects.create(quiz=quiz, position=1, level="apply", count=3)
    assert quiz_rules.summary(quiz) == [
        "4 questions.",
        "3 of them are drawn at random for every attempt.",
        "It is passed with 70 percent of the points.",
        "Wrong answers cost points.",
        "2 attempts.",
        "At least 24 hours between attempts.",
        "What counts: the best attempt.",
        "40 minutes.",
        "Answers on their way are taken for 60 seconds more.",
        "The questions stand in another order for everybody.",
        "The options stand in another order for everybody.",
        "Shown after closing: score, right answer.",
    ]
    assert quiz_rules.warnings(quiz) == []


def test_what_a_slot_lacks_is_told_with_numbers(north):
    area = Objective.objects.create(key="law", titles={"en": "Law"})
    below = Objective.objects.create(key="law-1", parent=area, titles={"en": "Rights"})
    for number in range(3):
        plant(north, f"q{number}", objective=below)
    plant(build_organisation("south"), "foreign", objective=below)
    plant(north, "draft", objective=below, live=False)
    quiz = save_quiz("law", organisation=north, question_keys=["q0"])
    QuizSlot.objects.create(quiz=quiz, position=1, objective=area, count=3)
    assert [(row.needs, row.has) for row in quiz_rules.needs(quiz)] == [(3, 2)]
    assert quiz_rules.warnings(quiz) == ["Slot 1 needs 3, the bank has 2."]


def test_slots_that_count_the_same_questions_twice_are_found(north):
    for number in range(2):
        plant(north, f"q{number}")
    quiz = save_quiz("law", organisation=north, question_keys=[])
    for position in (1, 2):
        QuizSlot.objects.create(quiz=quiz, position=position, count=2)
    assert quiz_rules.warnings(quiz) == [
        "Each slot has enough questions, but they are the same ones: together they do not suffice."
    ]


def test_an_exam_that_tells_too_early_or_asks_specimens_is_warned_of(north):
    plant(north, "one", training=True)
    quiz = save_quiz("law", organisation=north, question_keys=["one"])
    quiz.purpose = "exam"
    quiz.save()
    assert quiz_rules.warnings(quiz) == [
        "Answers are told before the exam has closed for everybody.",
        "An exam without a limit of attempts.",
        "1 question is a specimen that everybody may read: a real exam refuses to open.",
    ]


def test_quizzes_are_called_as_their_pages_in_the_language_of_the_reader(site, north, trainer):
    build_course(site, "law", modules=1, units=0, organisation=north)
    quiz = build_quiz("law-m01", "law-check", ["single"])
    Quiz.objects.update(organisation=north)
    for code, title in (("kk", "Құқық"), ("ru", "Право"), ("en", "")):
        QuizPage.objects.filter(locale__language_code=code).update(title=title)
    save_quiz("alone", organisation=north, question_keys=[])
    QuizPage.objects.filter(locale__language_code="en").delete()
    page = trainer.get(reverse("quizzes:index"), {"q": "ұқық"}).content.decode()
    names = {}
    for code in ("kk", "ru", "en"):
        with override(code):
            names[code] = [str(row) for row in Quiz.objects.titled()]
    assert names == {"kk": ["alone", "Құқық"], "ru": ["alone", "Право"], "en": ["alone", "Құқық"]}
    assert ("Құқық" in page, "law-check" in page, "alone" in page) == (True, True, False)
    assert "Құқық" in trainer.get(reverse("quizzes:edit", args=[quiz.pk])).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_however_long(north, trainer, number, queries):
    for count in range(number):
        save_quiz(f"quiz{count}", organisation=north, question_keys=[])
    trainer.get(reverse("quizzes:index"))
    with queries(13):
        trainer.get(reverse("quizzes:index"))
