"""The data that is measured: a course of 10 modules and 60 units, a full run of 130 people. Everybody is invented."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from django.utils import timezone

from certificates.domain.issuing import issue
from certificates.models import Certificate
from courses.domain import enrolment, timetable
from courses.models import Attendance, LessonPage, UnitResult
from lms.core.keys import key_uuid
from lms.seed.content import read_content
from lms.seed.records import load_sources
from lms.seed.specs import course_specs
from tests.factories.assessments import build_quiz
from tests.factories.certificates import build_signatory, build_texts, graduate
from tests.factories.courses import build_cohort, build_course, build_user, page_of
from tests.factories.site import build_site

PEOPLE = 130


def build(people=PEOPLE):
    """Returns a namespace with `site`, `course`, `cohort`, `learner`, `lesson`, `quiz`."""
    site = build_site()
    policy = [{"rule": "units_done"}, {"rule": "quiz_mean", "percent": 60}, {"rule": "attendance", "percent": 80}]
    course = build_course(site, key="programme", modules=10, units=5, policy=policy)
    quizzes = [
        build_quiz(f"programme-m{n:02}", key=f"quiz-{n:02}", kinds=("single",) * 6 + ("multiple",) * 4)
        for n in range(1, 11)
    ]
    lesson = _real_lesson()
    cohort = build_cohort(course, starts_on=date(2026, 10, 12), ends_on=date(2026, 10, 30), seats=200)
    timetable.plan_sessions(cohort, 10)
    users = [build_user(number) for number in range(1, people + 1)]
    seats = [enrolment.enrol(user, cohort, by=None) for user in users]
    _progress(cohort, seats)
    # With the pages above, about 500 in each of three languages.
    build_course(site, key="library", modules=10, units=2 if people < PEOPLE else 42)
    certificates = issue_some(site, 3 if people < PEOPLE else PEOPLE)
    return SimpleNamespace(
        certificate=certificates[0],
        certificates=certificates,
        site=site,
        course=course,
        cohort=cohort,
        users=users,
        seats=seats,
        learner=users[0],
        lesson=lesson,
        quizzes=quizzes,
    )


def _real_lesson():
    """The first lesson of the course with the body and the sources of a real one, published as the loader does it."""
    content = read_content()
    load_sources(content.sources)
    course = next(course for course in content.courses if course.data["key"] == "full-programme")
    spec = next(spec for spec in course_specs(content, course, None, {}) if spec.key == "d02-l1")
    values = spec.values("kk")
    for code in ("kk", "ru", "en"):
        page = page_of("programme-m01-l1", code)
        page.summary, page.goals, page.body = values["summary"], values["goals"], values["body"]
        page.citations = values["citations"]
        page.save_revision().publish()
    return LessonPage.objects.get(translation_key=key_uuid("programme-m01-l1"), locale__language_code="kk")


def _progress(cohort, seats):
    """Everybody has done half of the steps, two quizzes and two half-days."""
    now = timezone.now()
    keys = [unit["key"] for unit in cohort.units]
    lessons = [unit["key"] for unit in cohort.units if unit["kind"] == "lesson"][:28]
    quizzes = [unit["key"] for unit in cohort.units if unit["kind"] == "quiz"][:2]
    assert len(keys) == 60
    UnitResult.objects.bulk_create(
        UnitResult(enrolment=seat, unit_key=key, percent=percent, completed_at=now)
        for seat in seats
        for key, percent in [(k, None) for k in lessons] + [(k, Decimal(80)) for k in quizzes]
    )
    Attendance.objects.bulk_create(
        Attendance(enrolment=seat, date=date(2026, 10, 12), half=half, presence="present", recorded_at=now)
        for seat in seats
        for half in ("am", "pm")
    )


def issue_some(site, people):
    """Certificates with their files, issued by the project's own verb; under the test settings at once."""
    course = build_course(site, key="paper", modules=1, units=1)
    cohort = build_cohort(course)
    build_texts(course)
    build_signatory(cohort.organisation)
    seats = [graduate(build_user(number), cohort) for number in range(1000, 1000 + people)]
    issue([seat.pk for seat in seats], by=build_user(900))
    return list(Certificate.objects.ready().filter(course=course).select_related("holder").order_by("serial"))
