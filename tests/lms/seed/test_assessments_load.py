"""The specimen bank, the tests before and after the course and the final exam as the files that ship have them."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from django.db.models import Count, Sum
from django.utils import timezone

from assessments.domain import attempts, gain_report
from assessments.domain.analysis import analyse
from assessments.domain.bank import save_question
from assessments.domain.errors import SpecimenInExam
from assessments.models import Attempt, Objective, Question, Quiz, QuizItem, QuizPage, QuizSlot, Sitting
from courses.domain import queries as read
from courses.domain.policy import Evidence, PlannedUnit, is_met, judge
from courses.models import LessonPage
from lms.accounts.models import User
from lms.core.keys import key_uuid
from lms.seed.content import read_content
from lms.seed.demo_exam import load_exam_run
from lms.seed.loader import load
from lms.seed.models import LoadedRecord
from lms.seed.quizzes import load_course_quizzes
from lms.seed.records import load_course, load_reference, load_sources
from lms.seed.specs import course_specs, site_specs
from tests.factories.courses import build_cohort, build_user


@pytest.fixture(scope="module")
def content():
    return read_content()


@pytest.fixture
def course(content, db):
    load_reference(content.reference)
    load_sources(content.sources)
    return next(course for course in content.courses if course.data["key"] == "full-programme")


@pytest.fixture
def record(course, content):
    return load_course(course, load_reference(content.reference))


def test_the_whole_bank_and_what_it_measures(course, record, queries):
    quizzes, kept = load_course_quizzes(course, record.organisation)
    assert (kept, len(quizzes)) == ([], 13)
    training = Question.objects.filter(training=True)
    assert Counter(training.values_list("objective__parent__key", flat=True)) == {
        "rights": 18, "stigma": 15, "communication": 15, "case-management": 33, "trauma": 27, "safety": 12,
        "community": 12, "citizenship": 9, "quality": 9, "prepost": 40,
    }  # fmt: skip
    slots = Objective.objects.filter(parent__isnull=False).annotate(n=Count("questions"))
    assert Counter(slots.values_list("n", flat=True)) == {3: 50, 2: 20}
    assert Question.objects.filter(training=False).count() == 133
    held = Question.objects.filter(must_pass=True).order_by("objective").values_list("objective__key", flat=True)
    assert Counter(held) == dict.fromkeys(
        ["rights-k3", "rights-a1", "communication-a3", "safety-a1", "safety-a2", "safety-a3"], 3
    )
    one = Question.objects.get(key="x-safety-a3-b")
    assert (one.level, one.content_note, one.objective.titles["en"].split(" ")[0]) == ("apply", 2, "Passes")
    assert list(one.sources.order_by("key").values_list("key", flat=True)) == ["CCS", "CPMS", "KZ-REP"]
    assert sorted(one.tags.names()) == ["day-05", "day-07", "reporting"]
    with queries(8):
        assert load_course_quizzes(course, record.organisation) == (quizzes, [])
    assert Question.objects.aggregate(n=Count("versions"))["n"] == 323
    check_exam(quizzes["full-exam"])
    check_tests(quizzes["pre-test"], quizzes["post-test"])
    assert {quiz.items.count() for key, quiz in quizzes.items() if key.startswith("d")} == {10}


def check_exam(exam):
    areas = QuizSlot.objects.filter(quiz=exam).values_list("objective__parent__key").order_by("section__position")
    assert list(areas.annotate(n=Count("pk"), worth=Sum("points"))) == [
        ("rights", 6, Decimal(12)),
        ("stigma", 5, Decimal(10)),
        ("communication", 5, Decimal(10)),
        ("case-management", 11, Decimal(24)),
        ("trauma", 9, Decimal(18)),
        ("safety", 4, Decimal(8)),
        ("community", 4, Decimal(8)),
        ("citizenship", 3, Decimal(5)),
        ("quality", 3, Decimal(5)),
    ]
    rules = ("purpose", "pass_percent", "must_pass_right", "time_limit", "max_attempts", "wait_hours", "other_form")
    assert [getattr(exam, name) for name in rules] == ["exam", 70, 5, 90, 3, 48, True]
    assert exam.feedback == {"closed": ["score"]}
    assert exam.sections.first().titles["en"] == "Rights, law and ethics"


def check_tests(before, after):
    assert (before.crosses, after.crosses, before.time_limit, after.max_attempts) == (None, before, 25, 1)
    for test in (before, after):
        assert Counter(test.items.values_list("form", flat=True)) == {"a": 20, "b": 20}


@pytest.fixture
def part(course):
    """One day's quiz and one area of the bank."""
    quizzes = {"d02-quiz": course.quizzes["d02-quiz"]}
    return replace(course, quizzes=quizzes, files={"bank": {"01-rights": course.files["bank"]["01-rights"]}})


def test_what_staff_changed_stays(part, record):
    load_course_quizzes(part, record.organisation)
    mine = Question.objects.get(key="x-rights-k2-a")
    version = mine.versions.first()
    texts = {**version.texts, "en": {**version.texts["en"], "stem": "Another question"}}
    save_question(
        mine.key, kind=mine.kind, organisation=mine.organisation, level=mine.level, body=version.body, texts=texts,
        by=build_user(),
    )  # fmt: skip
    Quiz.objects.filter(key="d02-quiz").update(pass_percent=75)
    LoadedRecord.objects.update(sha256="an older file")
    assert load_course_quizzes(part, record.organisation)[1] == ["x-rights-k2-a", "d02-quiz"]
    assert mine.versions.first().texts["en"]["stem"] == "Another question"
    assert Quiz.objects.get(key="d02-quiz").pass_percent == 75
    older = LoadedRecord.objects.filter(sha256="an older file").values_list("key", flat=True)
    assert sorted(older) == ["d02-quiz", "x-rights-k2-a"]
    assert Question.objects.aggregate(n=Count("versions"))["n"] == 13 + 18 + 1


def test_an_interrupted_load_goes_on(part, record):
    load_course_quizzes(part, record.organisation)
    QuizItem.objects.filter(quiz__key="d02-quiz").delete()
    LoadedRecord.objects.filter(key__in=["x-rights-k2-a", "d02-quiz"]).delete()
    assert load_course_quizzes(part, record.organisation)[1] == []
    assert QuizItem.objects.filter(quiz__key="d02-quiz").count() == 10
    assert Question.objects.get(key="x-rights-k2-a").versions.count() == 1


def test_pages_in_three_trees_and_a_policy_that_waits_for_the_case_plan(course, record, content, settings):
    quizzes, _kept = load_course_quizzes(course, record.organisation)
    specs = [*site_specs(content), *course_specs(content, course, record, quizzes)]
    days = {"d01", "d10"}
    load(
        [
            spec
            for spec in specs
            if spec.model is not LessonPage
            and (not spec.key.startswith("d") or spec.key.split("-")[0] in days)
            and not spec.key.startswith("page-")
        ],
        site_name="Center",
    )
    pages = QuizPage.objects.filter(quiz__key__in=["pre-test", "full-exam", "post-test"])
    assert Counter(pages.values_list("locale__language_code", "slug", "required")) == {
        (code, slug, required): 1
        for code in ("en", "ru", "kk")
        for slug, required in (("before-the-course", False), ("final-exam", True), ("after-the-course", False))
    }
    planned = read.plan(record)
    keys = [key_uuid(key) for key in ("pre-test", "d01-quiz", "final-exam", "d10-quiz", "post-test")]
    assert [(unit.key, unit.required) for unit in planned] == list(
        zip(keys, [False, True, True, True, False], strict=True)
    )
    days_there = {"half_days": 20, "held": 20, "present": 20}
    done = Evidence(tuple(planned), frozenset(keys), dict.fromkeys(keys, Decimal(100)), **days_there)
    judged = judge(record.policy, done)
    assert [judgement.met for judgement in judged] == [True, True, True, False, True]
    assert (judged[3].available, is_met(judged)) == (False, False)
    check_demonstration(record, settings)


def check_demonstration(record, settings):
    """The run that `seed --demo` makes: past attempts that differ, a sitting that is open, gains to look at."""
    settings.LMS_TRAINING_EXAMS = True
    trainer, learner = build_user(1), build_user(2)
    cohort = build_cohort(record, starts_on=date(2026, 10, 26), ends_on=date(2026, 11, 6))
    load_exam_run(cohort, [learner], trainer)
    taken = Attempt.objects.filter(submitted_at__isnull=False, passed__isnull=False)
    assert Counter(taken.values_list("quiz__key", flat=True)) == dict.fromkeys(
        ("pre-test", "full-exam", "post-test"), 16
    )
    assert [analyse(quiz).n for quiz in Quiz.objects.filter(key__in=["pre-test", "full-exam"])] == [16, 16]
    assert abs(taken.filter(quiz__key="pre-test", form="a").count() - 8) <= 1
    assert taken.filter(quiz__key="full-exam").values("percent").distinct().count() > 8
    assert {attempt.items.count() for attempt in taken.filter(quiz__key="full-exam")} == {50}
    assert not User.objects.filter(is_demo=True).exclude(password__startswith="!").exists()
    settings.LMS_TRAINING_EXAMS = False
    code = Sitting.objects.get(closes_at__gt=timezone.now()).start_code
    exam, unit = Quiz.objects.get(key="full-exam"), key_uuid("final-exam")
    start = partial(attempts.start_attempt, learner, exam, unit, code=code)
    with pytest.raises(SpecimenInExam):
        start()
    settings.LMS_TRAINING_EXAMS = True
    exam = start()
    assert (exam.limit_seconds, exam.must_pass_right, len(exam.sitting.start_code)) == (90 * 60, 5, 6)
    assert exam.items.aggregate(worth=Sum("points"))["worth"] == 100
    assert exam.items.filter(must_pass=True).count() == 6
    (test,) = gain_report.tests_of(cohort)
    told = gain_report.report(cohort, test)
    assert (told.people, told.final, len(told.objectives)) == (16, True, 20)
    assert {row.key.value: row.gain.people for row in told.sexes} == {"f": 10, "m": 6}
    assert {row.key.pk: row.gain and row.gain.people for row in told.regions} == {
        "KZ-71": 6, "KZ-75": 5, "KZ-39": None, "KZ-27": None,
    }  # fmt: skip


def test_neither_tests_nor_the_exam_count_for_the_mean_of_the_quizzes(record):
    policy = [{"rule": "quiz_mean", "percent": 60}, record.policy[2]]
    units = tuple(
        PlannedUnit(key_uuid(key), key_uuid("d01"), "quiz", required)
        for key, required in (("pre-test", False), ("d01-quiz", True), ("final-exam", True))
    )
    evidence = Evidence(units, frozenset(), {key_uuid("d01-quiz"): Decimal(80), key_uuid("pre-test"): Decimal(10)})
    assert judge(policy, evidence)[0].have == Decimal(80)
