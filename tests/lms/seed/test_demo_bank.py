"""The bank of the example university: its trainer sees three questions and a quiz in the own language."""

from django.urls import reverse
from django.utils.translation import override
from pytest_django.asserts import assertContains

from assessments.models import Question, QuestionVersion, Quiz, QuizPage
from courses.models import ModulePage
from lms.core.keys import key_uuid
from lms.seed.demo_bank import load_bank
from tests.factories.courses import add, build_course, page_of
from tests.factories.people import build_organisation, build_staff, enter


def test_a_trainer_finds_a_bank_and_a_quiz_of_the_own_university(site, client):
    place = build_organisation("demo-university")
    build_course(site, "first-meetings", modules=0, organisation=place)
    for code in ("kk", "ru", "en"):
        add(page_of("first-meetings", code), ModulePage, "u01", code, slug="u01", number=1)
    for _time in range(2):
        load_bank()
    assert list(Question.objects.values_list("key", "organisation__key", "live", "objective__key")) == [
        (key, "demo-university", True, "first-call") for key in ("u01-call", "u01-preparing", "u01-silence")
    ]
    assert QuestionVersion.objects.count() == 3
    assert all(set(version.texts) == {"kk", "ru", "en"} for version in QuestionVersion.objects.all())
    pages = QuizPage.objects.filter(live=True, translation_key=key_uuid("u01-quiz"))
    assert sorted(pages.values_list("locale__language_code", "title", "required")) == [
        ("en", "Before the door opens: quiz", False),
        ("kk", "Есік ашылғанша: тест", False),
        ("ru", "До того, как откроется дверь: тест", False),
    ]
    with override("ru"):
        assert str(Quiz.objects.titled().get()) == "До того, как откроется дверь: тест"
    enter(client, build_staff("trainer", place))
    assertContains(client.get(reverse("questions:list")), "Put the steps of a first call in their order.")
    assertContains(client.get(reverse("quizzes:index")), "Before the door opens: quiz")
