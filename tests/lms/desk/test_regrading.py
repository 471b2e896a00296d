"""The editor sees whom a corrected key would move, and which certificates they hold; applying touches none."""

import pytest
from lxml import html

from assessments.domain import attempts, regrading
from assessments.models import KeyView
from certificates.models import Certificate, CertificateHolder
from tests.factories.assessments import build_question, build_quiz
from tests.factories.certificates import build_certificate
from tests.factories.courses import build_cohort, build_course, build_user, seat
from tests.factories.people import build_center, build_staff, enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = build_staff("editor", build_center())
    enter(client, user)
    return user


@pytest.fixture
def sat(site):
    course = build_course(site, modules=1, units=1)
    quiz = build_quiz("course-m01", kinds=("single",))
    cohort = build_cohort(course)

    def sit(number, choice):
        user = build_user(number)
        enrolment = seat(user, cohort)
        attempt = attempts.start_attempt(user, quiz, quiz.unit_key)
        attempts.save_answer(attempt.pk, 1, {"": [choice]}, 1)
        attempts.submit_attempt(attempt.pk)
        return enrolment

    return sit


def certify(enrolment, serial):
    certificate = build_certificate(enrolment.cohort.course, serial)
    CertificateHolder.objects.create(
        certificate=certificate, user=enrolment.user, enrolment=enrolment, full_name="Үлгі", family_name="Үлгі"
    )
    return certificate


def cells(response):
    """The rows of the tables of a screen, as texts."""
    rows = html.fromstring(response.content).xpath("//div[@class='lms-screen']//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


def test_the_screen_lists_people_and_their_certificates_and_applies_once(client, editor, sat):
    moved, untouched = sat(1, "a"), sat(2, "c")
    certificate = certify(moved, 1)
    certify(untouched, 2)
    version = build_question("quiz-q1", right=["b"])
    index = client.get("/admin/regrading/")
    assert cells(index) == [["quiz-q1 stem en", "2", "2"]]
    address = f"/admin/regrading/{version.pk}/"
    page = client.get(address)
    row = [str(moved.user), str(moved.cohort), "100.00", "0.00", "would not have passed"]
    assert cells(page) == [row]
    assert [one.number for one in page.context["certificates"]] == [certificate.number]
    assert list(KeyView.objects.values_list("user", "question__key")) == [(editor.pk, "quiz-q1")]
    register = list(Certificate.objects.order_by("pk").values())

    refused = client.post(address, {"mark": page.context["proposal"].mark, "reason": " "})
    assert "Say why" in refused.content.decode()
    mark = regrading.propose(version).mark
    done = client.post(address, {"mark": mark, "reason": "A slip in the key."}, follow=True)
    assert cells(done)[0][1:] == ["quiz-q1 stem en (version 2)", "1", "A slip in the key.", str(editor)]
    assert list(Certificate.objects.order_by("pk").values()) == register
    assert regrading.waiting() == []


@pytest.mark.parametrize("people", [1, 3])
def test_queries_do_not_grow_with_people(client, editor, sat, people, queries):
    for number in range(1, people + 1):
        sat(number, "a")
    version = build_question("quiz-q1", right=["b"])
    client.get(f"/admin/regrading/{version.pk}/")
    with queries(19):
        client.get(f"/admin/regrading/{version.pk}/")


def test_a_new_wording_alone_asks_for_no_regrade(sat):
    sat(1, "a")
    build_question("quiz-q1", languages=("en", "kk"))
    assert regrading.waiting() == []
