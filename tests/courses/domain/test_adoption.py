"""A run takes over a later edit of its course only after a look at what it means (C-05)."""

import pytest
from wagtail.models import ModelLogEntry, Page

from courses.domain.adoption import adopt_change, propose
from courses.domain.cohorts import planned
from courses.domain.errors import ChangedMeanwhile, ChangeNotAllowed, NothingToAdopt
from courses.domain.progress import complete_unit
from courses.models import Cohort, LessonPage, UnitResult
from lms.core.keys import key_uuid
from tests.factories.courses import LANGUAGES, add, build_cohort, build_course, build_user, page_of, seat

pytestmark = pytest.mark.django_db
COST = 24
L1, L2, L3 = (key_uuid(f"course-m01-l{step}") for step in (1, 2, 3))


@pytest.fixture
def course(site):
    return build_course(site, modules=1, units=2)


@pytest.fixture
def cohort(course):
    return build_cohort(course)


@pytest.fixture
def people(cohort):
    """Enrolments that have done two, one and none of the two steps."""
    rows = [seat(build_user(number), cohort) for number in (1, 2, 3)]
    for row, keys in zip(rows, [(L1, L2), (L1,), ()], strict=True):
        for key in keys:
            complete_unit(row, key, passed=True)
        row.refresh_from_db()
    return rows


def add_a_lesson():
    for code in LANGUAGES:
        add(page_of("course-m01", code), LessonPage, "course-m01-l3", code, slug="lesson-3", minutes=10)


def take_away_the_second_lesson():
    for page in Page.objects.filter(translation_key=L2):
        page.unpublish()


def kinds(proposal):
    return {effect.enrolment.pk: effect.kind for effect in proposal.effects}


def test_the_proposal_says_what_a_new_step_means_for_each_person(site, cohort, people):
    add_a_lesson()
    proposal = propose(cohort, site.locales["ru"])
    assert [unit.title for unit in proposal.added] == ["course-m01-l3 ru"]
    assert proposal.dropped == 0
    assert kinds(proposal) == dict(zip([row.pk for row in people], ["keeps", "more", "more"], strict=True))


def test_looking_changes_nothing(site, cohort, people):
    add_a_lesson()
    before = Cohort.objects.values().get()
    propose(cohort, site.locales["en"])
    assert Cohort.objects.values().get() == before


def test_adopting_asks_for_the_new_step_and_takes_nothing_away(site, cohort, people):
    add_a_lesson()
    results = list(UnitResult.objects.order_by("pk").values())
    completed_at = people[0].completed_at
    adopt_change(cohort, propose(cohort, site.locales["en"]).mark, by=None)
    assert [unit.key for unit in planned(Cohort.objects.get())] == [L1, L2, L3]
    assert list(UnitResult.objects.order_by("pk").values()) == results
    for row in people:
        row.refresh_from_db()
    assert [row.completed_at for row in people] == [completed_at, None, None]
    assert ModelLogEntry.objects.filter(action="courses.adopt_change").count() == 1


def test_who_meets_everything_now_completes_at_once(site, cohort, people):
    take_away_the_second_lesson()
    proposal = propose(cohort, site.locales["en"])
    assert (proposal.added, proposal.dropped) == ([], 1)
    assert kinds(proposal) == dict(zip([row.pk for row in people], ["same", "gains", "less"], strict=True))
    adopt_change(cohort, proposal.mark, by=None)
    for row in people:
        row.refresh_from_db()
    assert [row.completed_at is not None for row in people] == [True, True, False]


def test_a_changed_policy_is_adopted_with_the_steps(site, cohort, course):
    course.policy = [{"rule": "units_done"}, {"rule": "attendance", "percent": 80}]
    course.save()
    adopt_change(cohort, propose(cohort, site.locales["en"]).mark, by=None)
    assert Cohort.objects.get().policy == course.policy


def test_only_what_was_shown_is_adopted(site, cohort, people):
    add_a_lesson()
    mark = propose(cohort, site.locales["en"]).mark
    take_away_the_second_lesson()
    with pytest.raises(ChangedMeanwhile):
        adopt_change(cohort, mark, by=None)
    assert [unit.key for unit in planned(Cohort.objects.get())] == [L1, L2]


def test_nothing_to_adopt_and_nothing_before_the_opening(site, course, cohort):
    with pytest.raises(NothingToAdopt):
        adopt_change(cohort, propose(cohort, site.locales["en"]).mark, by=None)
    with pytest.raises(ChangeNotAllowed):
        propose(build_cohort(course, name="Later run", opened=False), site.locales["en"])


@pytest.mark.parametrize("number", [1, 3])
def test_the_proposal_costs_the_same_for_one_person_and_for_three(site, cohort, queries, number):
    for person in range(number):
        seat(build_user(person), cohort)
    with queries(COST):
        propose(cohort, site.locales["en"])
