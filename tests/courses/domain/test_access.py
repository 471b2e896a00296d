"""S-08: who opens what. Each closed page carries a word that must not reach others."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from courses.domain import enrolment
from courses.domain.access import enrolments_with_unit, may_read, may_read_document
from courses.models import LessonPage, SharedModule
from lms.accounts.models import Membership, User
from lms.accounts.roles import Role
from lms.core.keys import key_uuid
from lms.core.models import PlainPage
from tests.factories.courses import (
    LANGUAGES,
    add,
    build_cohort,
    build_course,
    build_organisation,
    build_user,
    page_of,
    seat,
)

FUTURE = {"starts_on": date(2099, 10, 12), "ends_on": date(2099, 10, 23)}
pytestmark = pytest.mark.django_db
CLOSED = ["course-m01", "course-m01-l1"]


@pytest.fixture
def course(site):
    course = build_course(site, modules=1, units=2)
    for code in LANGUAGES:
        lesson = page_of("course-m01-l1", code)
        lesson.body = [("text", f"<p>aqquyrshaq-{code}</p>")]
        lesson.save_revision().publish()
    return course


def member(number, role, organisation):
    user = build_user(number)
    Membership.objects.create(user=user, organisation=organisation, role=role)
    return user


def readers(course):
    """Everybody who meets the course: a name, the person, whether closed pages open."""
    cohort = build_cohort(course)
    other = build_organisation("other")
    trainer, former = member(3, Role.TRAINER, other), build_user(11)
    cohort.trainers.add(trainer, former)
    left = seat(build_user(4), cohort)
    enrolment.withdraw(left, by=None)
    waiting = enrolment.request_seat(build_user(5), build_cohort(course, name="By approval", **FUTURE))
    early = seat(build_user(6), build_cohort(course, name="Not open", opened=False))
    gone = seat(build_user(7), cohort).user
    gone.is_active = False
    gone.save()
    return [
        ("anonymous", AnonymousUser(), False),
        ("stranger", build_user(1), False),
        ("enrolled", seat(build_user(2), cohort).user, True),
        ("trainer of the cohort", trainer, True),
        ("listed as trainer without the role", former, False),
        ("withdrawn", left.user, False),
        ("waiting", waiting.user, False),
        ("in a cohort that has not opened", early.user, False),
        ("account closed", gone, False),
        ("editor of the owner", member(8, Role.EDITOR, course.organisation), True),
        ("trainer of another organisation", member(9, Role.TRAINER, other), False),
        ("observer of the owner", member(10, Role.OBSERVER, course.organisation), False),
        ("superuser", User.objects.create_superuser("root@example.kz", "x"), True),
    ]


def test_closed_pages_open_to_the_enrolled_their_trainers_and_staff(course):
    people = readers(course)
    for code in LANGUAGES:
        for key in CLOSED:
            page = page_of(key, code)
            found = {
                name: may_read(User.objects.filter(pk=user.pk).first() or user, page) for name, user, _may in people
            }
            assert found == {name: may for name, _user, may in people}


def test_the_door_shows_the_text_to_those_alone(course, client):
    for name, user, may in readers(course):
        client.logout()
        if user.pk and user.is_active:
            client.force_login(user)
        for code in LANGUAGES:
            response = client.get(page_of("course-m01-l1", code).get_url())
            page = response.content.decode()
            assert (f"aqquyrshaq-{code}" in page) is may, name
            if not may and user.pk and user.is_active:
                assert response.status_code == 403
                assert page_of("course", code).get_url() in page
                assert "course-m01-l1" not in page
            elif not may:
                expected = f"/{code}/accounts/login/?next={page_of('course-m01-l1', code).get_url()}"
                assert (response.status_code, response["Location"]) == (302, expected)


def test_everybody_reads_home_catalogue_course_and_plain_pages(site, course):
    plain = add(site.home["ru"], PlainPage, "about", "ru", slug="about")
    for page in (site.home["ru"], site.catalogue["ru"], page_of("course", "ru"), plain):
        assert may_read(AnonymousUser(), page.specific)


def test_a_step_that_the_cohort_does_not_have_stays_closed(course):
    learner = seat(build_user(), build_cohort(course))
    add(page_of("course-m01", "kk"), LessonPage, "course-m01-l9", "kk", slug="lesson-9")
    assert not may_read(learner.user, page_of("course-m01-l9", "kk"))
    assert may_read(learner.user, page_of("course-m01-l1", "kk"))


def test_a_shared_module_opens_with_the_course_that_shares_it(site, course):
    short = build_course(site, key="short", modules=1, units=1)
    SharedModule.objects.create(course=short, module_key=key_uuid("course-m01"))
    learner = seat(build_user(), build_cohort(short))
    assert may_read(learner.user, page_of("course-m01-l1", "en"))
    assert may_read(learner.user, page_of("course-m01", "en"))


def test_enrolments_with_a_unit_are_the_active_ones_that_hold_it(course):
    user = build_user()
    kept = seat(user, build_cohort(course))
    left = seat(user, build_cohort(course, name="Second"))
    enrolment.withdraw(left, by=None)
    assert enrolments_with_unit(user, key_uuid("course-m01-l1")) == [kept]
    assert enrolments_with_unit(user, key_uuid("course-m01")) == []
    assert enrolments_with_unit(AnonymousUser(), key_uuid("course-m01-l1")) == []


@pytest.fixture
def handout(course, settings, tmp_path):
    document = get_document_model().objects.create(title="Handout", file=ContentFile(b"shuaqqanat", name="h.txt"))
    lesson = page_of("course-m01-l1", "ru")
    lesson.body = [("download", {"document": document, "title": "Handout", "description": ""})]
    lesson.save_revision().publish()
    return document


def test_a_document_opens_with_the_lesson_that_uses_it(course, handout, client):
    for name, user, may in readers(course):
        client.logout()
        if user.pk and user.is_active:
            client.force_login(user)
        response = client.get(handout.url)
        body = b"".join(response) if response.streaming else response.content
        assert (b"shuaqqanat" in body) is may, name


def test_a_document_that_only_a_draft_uses_stays_closed(course, handout):
    learner = seat(build_user(), build_cohort(course))
    assert may_read_document(learner.user, handout)
    page_of("course-m01-l1", "ru").unpublish()
    assert not may_read_document(learner.user, handout)
