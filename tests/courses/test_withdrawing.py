"""Withdraw now (C-24): a lesson is gone in every language, face, paper and search at once."""

import pytest
from django.urls import reverse

from courses.models import DayDocument
from courses.tasks import prepare_documents
from tests.factories.courses import LANGUAGES, build_cohort, build_course, page_of, seat
from tests.factories.lesson import build_full_lesson
from tests.factories.people import build_center, build_person, build_staff, enter
from tests.factories.reference import build_change, build_source, cite

WORD = "Goffman"  # stands in the lesson alone


@pytest.fixture
def course(site):
    course = build_course(site, modules=1, units=1)
    source = build_source("GOF", citation_en="A study")
    for code in LANGUAGES:
        lesson = build_full_lesson(page_of("course-m01", code))
        lesson.summary = f"{WORD} wrote about marks."
        lesson.save_revision().publish()
        cite(page_of("full-lesson", code), source)
    type(lesson).objects.update(last_published_at=None)  # long ago: papers are made at once
    build_change(source)
    return course


def faces(code):
    """Every address below a language at which the lesson could be met."""
    day = f"/{code}/courses/course/day-1/"
    lesson = f"{day}full-lesson/"
    return [lesson, f"{lesson}trainer/", f"{lesson}projector/", f"{day}handout/", f"{day}trainer/document/"]


def test_a_withdrawn_lesson_is_met_nowhere(client, course, django_capture_on_commit_callbacks):
    for _round in range(2):
        prepare_documents()
    editor = enter(client, build_staff("editor", build_center()))
    for code in LANGUAGES:
        assert [editor.get(address).status_code for address in faces(code)] == [200] * 5
        assert "full-lesson" in editor.get(f"/{code}/search/", {"q": WORD}).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(reverse("review:withdraw", args=[page_of("full-lesson", "ru").pk]))
    assert DayDocument.objects.count() == 0
    learner = seat(build_person("aigul"), build_cohort(course)).user
    for code in LANGUAGES:
        assert [editor.get(address).status_code for address in faces(code)] == [404] * 5
        assert "full-lesson" not in editor.get(f"/{code}/search/", {"q": WORD}).content.decode()
        assert "full-lesson" not in editor.get(f"/{code}/courses/course/day-1/").content.decode()
    client.force_login(learner)
    for code in LANGUAGES:
        assert client.get(f"/{code}/courses/course/day-1/handout/").status_code == 404


def test_the_trainers_edition_carries_the_dated_line(client, course):
    editor = enter(client, build_staff("editor", build_center()))
    for code, note in (("kk", "Жаңа бап"), ("ru", "Новая статья"), ("en", "A new article")):
        assert note in editor.get(f"/{code}/courses/course/day-1/full-lesson/trainer/").content.decode()
