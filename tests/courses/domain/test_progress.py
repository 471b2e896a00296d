from decimal import Decimal

import pytest
from django.utils import translation

from courses.domain import attendance, cohorts, enrolment
from courses.domain.errors import NotDeclarable, NotEnrolled, UnitNotInCohort
from courses.domain.progress import complete_unit, declare_done, standing
from courses.enums import Presence
from courses.models import LessonPage, UnitResult
from courses.signals import enrolment_completed
from lms.core.keys import key_uuid
from tests.factories.courses import LANGUAGES, add, build_cohort, build_course, build_user, page_of, seat

pytestmark = pytest.mark.django_db
L1, L2 = key_uuid("course-m01-l1"), key_uuid("course-m01-l2")


@pytest.fixture
def course(site):
    return build_course(site, modules=1, units=2)


@pytest.fixture
def learner(course):
    return seat(build_user(), build_cohort(course))


@pytest.fixture
def completed():
    heard = []

    def hear(sender, enrolment_id, **kwargs):
        heard.append(enrolment_id)

    enrolment_completed.connect(hear)
    yield heard
    enrolment_completed.disconnect(hear)


def test_completing_twice_keeps_the_first_time_and_the_best_percent(learner):
    first = complete_unit(learner, L1, passed=True, percent=Decimal(80))
    second = complete_unit(learner, L1, passed=False, percent=Decimal(40))

    assert UnitResult.objects.count() == 1
    assert (second.percent, second.completed_at) == (Decimal(80), first.completed_at)
    assert complete_unit(learner, L1, passed=True, percent=Decimal(95)).percent == Decimal(95)


def test_a_result_below_the_mark_is_kept_but_completes_nothing(learner, site):
    result = complete_unit(learner, L1, passed=False, percent=Decimal(40))

    assert (result.percent, result.completed_at) == (Decimal(40), None)
    assert standing(learner, site.locales["en"]).done == 0


def test_the_last_step_completes_the_enrolment_once_and_says_so_after_commit(
    learner, completed, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        complete_unit(learner, L1, passed=True)
    learner.refresh_from_db()
    assert (learner.completed_at, completed) == (None, [])

    with django_capture_on_commit_callbacks(execute=True):
        complete_unit(learner, L2, passed=True)
        assert completed == []
    learner.refresh_from_db()
    when = learner.completed_at
    assert when is not None
    assert completed == [learner.pk]

    with django_capture_on_commit_callbacks(execute=True):
        complete_unit(learner, L2, passed=True)
    learner.refresh_from_db()
    assert (learner.completed_at, completed) == (when, [learner.pk])


def test_a_policy_or_step_that_changes_later_takes_nothing_back(learner, course, site):
    complete_unit(learner, L1, passed=True)
    course.policy = [{"rule": "attendance", "percent": 100}]
    course.save()
    page_of("course-m01-l1", "en").unpublish()
    for code in LANGUAGES:
        add(page_of("course-m01", code), LessonPage, "course-m01-l9", code, slug="lesson-9")
    learner.refresh_from_db()

    found = standing(learner, site.locales["en"])
    assert (found.done, found.total, found.percent) == (1, 2, 50)
    assert [rule.rule for rule in found.rules] == ["units_done"]
    assert found.next_unit.key == L2
    assert found.completed == {L1}


def test_standing_says_what_is_missing_in_words_with_links(learner, site):
    complete_unit(learner, L1, passed=True)
    with translation.override("en"):
        found = standing(learner, site.locales["en"])

    (rule,) = found.rules
    assert (rule.text, rule.met, rule.have, rule.need) == ("1 of 2 steps done", False, 1, 2)
    assert rule.links == (("course-m01-l2 en", page_of("course-m01-l2", "en").get_url()),)
    assert not found.met


def test_nothing_is_next_when_all_is_done(learner, site):
    for key in (L1, L2):
        complete_unit(learner, key, passed=True)
    found = standing(learner, site.locales["kk"])
    assert (found.next_unit, found.met, found.percent) == (None, True, 100)


def test_a_step_outside_the_cohort_and_a_lost_seat_are_refused(learner):
    with pytest.raises(UnitNotInCohort):
        complete_unit(learner, key_uuid("elsewhere"), passed=True)
    enrolment.withdraw(learner, by=None)
    with pytest.raises(NotEnrolled):
        complete_unit(learner, L1, passed=True)
    assert UnitResult.objects.count() == 0


def test_done_counts_in_every_cohort_that_has_the_step(learner, course):
    again = seat(learner.user, build_cohort(course, name="Second run"))
    stranger = seat(build_user(2), learner.cohort)

    assert {row.pk for row in declare_done(learner.user, L1)} == {learner.pk, again.pk}
    assert set(UnitResult.objects.values_list("enrolment", flat=True)) == {learner.pk, again.pk}
    assert not stranger.unit_results.exists()


def test_done_is_said_only_of_lessons_and_only_by_the_enrolled(learner):
    with pytest.raises(NotEnrolled):
        declare_done(build_user(3), L1)
    cohort = learner.cohort
    cohort.units = [{**unit, "kind": "quiz"} for unit in cohort.units]
    cohort.save()
    with pytest.raises(NotDeclarable):
        declare_done(learner.user, L1)
    assert UnitResult.objects.count() == 0


def test_attendance_settles_the_enrolment(site, completed, django_capture_on_commit_callbacks):
    course = build_course(site, key="live", modules=1, units=1, policy=[{"rule": "attendance", "percent": 50}])
    cohort = build_cohort(course, starts_on="2026-01-12", ends_on="2026-01-13")
    cohort.refresh_from_db()
    here, away = seat(build_user(1), cohort), seat(build_user(2), cohort)
    with django_capture_on_commit_callbacks(execute=True):
        attendance.record(
            cohort, cohort.starts_on, "am", {here.pk: Presence.PRESENT, away.pk: Presence.ABSENT}, by=None
        )

    assert completed == [here.pk]


def test_before_the_cohort_opens_there_is_nothing_to_do(course, site):
    draft = seat(build_user(), build_cohort(course, opened=False))
    assert standing(draft, site.locales["en"]).total == 0
    with pytest.raises(UnitNotInCohort):
        complete_unit(draft, L1, passed=True)
    cohorts.open_cohort(draft.cohort, by=None)
    assert standing(draft, site.locales["en"]).total == 2
