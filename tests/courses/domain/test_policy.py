"""The rules on plain data: no database."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import translation

from courses.domain.errors import PolicyInvalid
from courses.domain.policy import Evidence, PlannedUnit, check_policy, in_words, is_met, judge
from lms.core.keys import key_uuid

MODULE = key_uuid("m")
LESSON, QUIZ_1, QUIZ_2, EXAM, OPTIONAL = (key_uuid(name) for name in ("lesson", "quiz-1", "quiz-2", "exam", "optional"))
UNITS = (
    PlannedUnit(LESSON, MODULE, "lesson", True),
    PlannedUnit(QUIZ_1, MODULE, "quiz", True),
    PlannedUnit(QUIZ_2, MODULE, "quiz", True),
    PlannedUnit(EXAM, MODULE, "quiz", True),
    PlannedUnit(OPTIONAL, MODULE, "lesson", False),
)
EMPTY = Evidence(units=UNITS, completed=frozenset(), percents={}, half_days=20)
EXAM_RULE = {"rule": "unit_at_least", "unit": str(EXAM), "percent": 70, "title": {"en": "Final exam", "ru": "Экзамен"}}
EXIT = [{"rule": "units_done"}, {"rule": "quiz_mean", "percent": 60}, EXAM_RULE, {"rule": "attendance", "percent": 80}]


def one(rule, evidence, policy=EXIT):
    return judge([rule], evidence)[0] if policy is None else judge(policy, evidence)[policy.index(rule)]


def test_all_steps_means_all_required_ones():
    short = replace(EMPTY, completed=frozenset({LESSON, QUIZ_1, QUIZ_2, OPTIONAL}))
    judged = one(EXIT[0], short)
    assert (judged.have, judged.need, judged.met, judged.missing) == (3, 4, False, (EXAM,))
    assert one(EXIT[0], replace(short, completed=frozenset({LESSON, QUIZ_1, QUIZ_2, EXAM}))).met


def test_the_mean_leaves_out_the_exam_and_counts_a_quiz_not_taken_as_nothing():
    judged = one(EXIT[1], replace(EMPTY, percents={QUIZ_1: Decimal(90), EXAM: Decimal(100)}))
    assert (judged.have, judged.need, judged.met, judged.missing) == (45, 60, False, (QUIZ_2,))
    met = one(EXIT[1], replace(EMPTY, percents={QUIZ_1: Decimal(90), QUIZ_2: Decimal(30)}))
    assert (met.have, met.met, met.missing) == (60, True, ())


@pytest.mark.parametrize(("percent", "met"), [(Decimal("69.99"), False), (Decimal(70), True)])
def test_a_result_is_weighed_to_the_point(percent, met):
    assert one(EXIT[2], replace(EMPTY, percents={EXAM: percent})).met is met


def test_a_unit_that_the_cohort_does_not_have_is_never_met():
    evidence = replace(EMPTY, units=UNITS[:1], percents={EXAM: Decimal(100)})
    judged = one(EXIT[2], evidence)
    assert (judged.met, judged.available, judged.missing) == (False, False, ())
    with translation.override("en"):
        assert in_words(EXIT[2], judged, evidence) == (
            "Final exam: at least 70% needed. This step is not available yet"
        )


@pytest.mark.parametrize(
    ("half_days", "present", "need", "met"),
    [(20, 15, 16, False), (20, 16, 16, True), (6, 4, 5, False), (6, 5, 5, True), (0, 0, 0, False)],
)
def test_attendance_counts_half_days_of_the_whole_run_rounded_up(half_days, present, need, met):
    judged = one(EXIT[3], replace(EMPTY, half_days=half_days, present=present))
    assert (judged.need, judged.met) == (need, met)


def test_everything_is_met_only_when_every_rule_is():
    full = Evidence(
        units=UNITS,
        completed=frozenset({LESSON, QUIZ_1, QUIZ_2, EXAM}),
        percents={QUIZ_1: Decimal(60), QUIZ_2: Decimal(60), EXAM: Decimal(70)},
        half_days=20,
        held=20,
        present=16,
    )
    assert is_met(judge(EXIT, full))
    assert not is_met(judge(EXIT, replace(full, present=15)))
    assert not is_met(judge([], full))


def test_every_rule_is_said_in_words_with_own_numbers():
    evidence = replace(
        EMPTY,
        completed=frozenset({LESSON}),
        percents={QUIZ_1: Decimal("75.50"), EXAM: Decimal(55)},
        held=3,
        present=1,
    )
    with translation.override("en"):
        said = [in_words(rule, judged, evidence) for rule, judged in zip(EXIT, judge(EXIT, evidence), strict=True)]
    assert said == [
        "1 of 4 steps done",
        "Mean of the quizzes: 37% so far (a quiz not taken counts as 0), at least 60% needed",
        "Final exam: 55%, at least 70% needed",
        "Present at 1 half-day of 3 held; at least 16 of 20 needed",
    ]


def test_who_has_not_begun_reads_what_is_asked_and_no_result():
    with translation.override("en"):
        said = [in_words(rule, judged, EMPTY) for rule, judged in zip(EXIT, judge(EXIT, EMPTY), strict=True)]
    assert said[1:] == [
        "Mean of the quizzes: at least 60% needed, no quiz taken yet",
        "Final exam: at least 70% needed, not taken yet",
        "Attendance: at least 16 of 20 half-days needed, none is recorded yet",
    ]


def test_a_quiz_failed_with_nothing_is_a_result_and_the_exam_is_none_of_the_mean():
    with translation.override("en"):
        all_taken = replace(EMPTY, percents={QUIZ_1: Decimal(0), QUIZ_2: Decimal(0)})
        assert in_words(EXIT[1], one(EXIT[1], all_taken), all_taken) == "Mean of the quizzes: 0%, at least 60% needed"
        exam_alone = replace(EMPTY, percents={EXAM: Decimal(90)})
        assert in_words(EXIT[1], one(EXIT[1], exam_alone), exam_alone) == (
            "Mean of the quizzes: at least 60% needed, no quiz taken yet"
        )


@pytest.mark.parametrize(
    "rule",
    [
        {"rule": "luck"},
        {"rule": "quiz_mean"},
        {"rule": "attendance", "percent": 0},
        {"rule": "attendance", "percent": 101},
        {"rule": "unit_at_least", "percent": 70},
        {"rule": "unit_at_least", "percent": 70, "unit": "exam"},
    ],
)
def test_a_policy_that_cannot_be_judged_is_refused_by_number(rule):
    with translation.override("en"), pytest.raises(PolicyInvalid) as refused:
        check_policy([{"rule": "units_done"}, rule])
    assert str(refused.value) == "Rule 2 of the completion policy has a fault."
