"""The screen of gains: who sees it, what it tells of a small group, and that it asks no more for more people."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from assessments.domain import attempts, gain_report
from assessments.models import Attempt, Objective, Question, QuizItem
from lms.accounts.models import Profile, Region
from tests.factories.assessments import build_quiz
from tests.factories.courses import build_cohort, build_course, build_user, seat
from tests.factories.people import build_center, build_staff, enter

AFTER = datetime(2026, 10, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def world(site):
    course = build_course(site)
    before = build_quiz("course-m01", "before", kinds=("single", "single"), max_attempts=1)
    after = build_quiz("course-m02", "after", kinds=("single", "single"), max_attempts=1)
    for name in ("one", "two"):
        Objective.objects.create(key=name, titles={"en": f"Objective {name}"})
    for quiz in (before, after):
        for item, form in zip(quiz.items.order_by("position"), "ab", strict=True):
            QuizItem.objects.filter(pk=item.pk).update(form=form)
            Question.objects.filter(pk=item.question_id).update(objective=Objective.objects.get(key="one"))
    after.crosses = before
    after.save()
    for code in ("KZ-71", "KZ-75"):
        Region.objects.create(code=code, name_kk=code, name_ru=code, name_en=f"Region {code}")
    return build_cohort(course), before, after


def take(user, quiz, right):
    """An attempt handed in during the run."""
    attempt = attempts.start_attempt(user, quiz, quiz.unit_key)
    attempts.save_answer(attempt.pk, 1, {"": ["a" if right else "b"]}, 1)
    attempts.submit_attempt(attempt.pk)
    Attempt.objects.filter(pk=attempt.pk).update(submitted_at=AFTER)


def learner(cohort, number, sex="f", region="KZ-71"):
    user = build_user(number)
    Profile.objects.filter(user=user).update(sex=sex, region=region)
    seat(user, cohort)
    return user


def group(cohort, before, after, people):
    """`people` are rows of (sex, region, right before, right after)."""
    for number, (sex, region, early, late) in enumerate(people, Attempt.objects.count()):
        user = learner(cohort, number, sex, region)
        take(user, before, early)
        take(user, after, late)


def test_five_people_and_more_by_objective_sex_and_region(world, client):
    cohort, before, after = world
    women = [("f", "KZ-71", number < 2, number < 5) for number in range(6)]
    men = [("m", "KZ-71", False, True)] * 3 + [("m", "KZ-75", True, True)] * 2
    group(cohort, before, after, women + men)
    take(learner(cohort, 90), before, True)
    found = gain_report.report(cohort, after)
    assert (found.people, found.only_before, found.only_after, found.final) == (11, 1, 0, True)
    assert [round(figure, 1) for figure in (found.total.before, found.total.after)] == [36.4, 90.9]
    assert [(str(objective.key), told.people, round(told.normalised, 2)) for objective, told in found.objectives] == [
        ("one", 11, 0.86)
    ]
    sexes = {row.key.value: row.gain for row in found.sexes}
    assert {key: (told.people, round(told.change, 1)) for key, told in sexes.items()} == {
        "f": (6, 50.0),
        "m": (5, 60.0),
    }
    assert [(row.key.pk, row.gain) for row in found.regions] == [("KZ-71", None), ("KZ-75", None)]
    enter(client, build_staff("administrator", build_center()))
    page = client.get(f"/admin/gains/{cohort.pk}/").content.decode()
    assert "11 people took both tests." in page
    assert page.count("Not shown") == 2
    for number in ("36.4", "90.9", "0.86"):
        assert f"<td>{number}</td>" in page
    assert "The group gained 86 % of what it could still gain: much." in page
    assert f'href="/admin/gains/{cohort.pk}/"' in client.get(f"/admin/cohorts/{cohort.pk}/roster/").content.decode()


def test_groups_wait_until_no_figure_changes_any_more(world):
    cohort, before, after = world
    group(cohort, before, after, [("f", "KZ-71", False, True)] * 5)
    closes = gain_report.closing(cohort)
    assert closes.date() - cohort.ends_on == timedelta(days=2)
    early = gain_report.report(cohort, after, closes - timedelta(hours=1))
    assert (early.final, early.total.people, early.sexes, early.regions) == (False, 5, [], [])
    late = learner(cohort, 50, "m")
    for quiz in (before, after):
        take(late, quiz, True)
    Attempt.objects.filter(enrolment__user=late).update(submitted_at=closes)
    final = gain_report.report(cohort, after, closes)
    assert (final.final, final.people, [row.gain.people for row in final.sexes]) == (True, 5, [5])


def test_four_people_stay_hidden(world, client):
    cohort, before, after = world
    group(cohort, before, after, [("f", "KZ-71", False, True)] * 4)
    found = gain_report.report(cohort, after)
    assert (found.people, found.total, found.objectives, found.sexes) == (4, None, [], [])
    enter(client, build_staff("administrator", build_center()))
    page = client.get(f"/admin/gains/{cohort.pk}/").content.decode()
    assert "Fewer than five people took both tests" in page
    assert "Mean before" not in page


@pytest.mark.parametrize("people", [5, 7])
def test_more_people_cost_no_more_queries(world, queries, people):
    cohort, before, after = world
    group(cohort, before, after, [("f", "KZ-71", False, True)] * people)
    with queries(7):
        (quiz,) = gain_report.tests_of(cohort)
        assert gain_report.report(cohort, quiz, timezone.now()).people == people
