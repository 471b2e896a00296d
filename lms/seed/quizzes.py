"""Quizzes, tests and exams of the content files. What the file changed is written; what staff changed stays."""

from collections import defaultdict
from dataclasses import asdict, dataclass, field, fields
from itertools import groupby
from operator import itemgetter

from django.db import transaction

from assessments.enums import Counted, Purpose
from assessments.models import Objective, Question, Quiz, QuizItem, QuizSection, QuizSlot
from assessments.models.quiz import all_after_submission

from .data_files.bank import AREAS, slots
from .data_files.exam import worth
from .models import LoadedRecord, fingerprint
from .questions import load_objectives, load_questions, question_spec
from .quiz_file import quiz_languages
from .yaml_file import LANGUAGES

SCORE = {"submitted": ["score"], "closed": ["score"]}
TESTS = "prepost"


@dataclass
class Settings:
    """The fields of a Quiz that a file decides; as a practice quiz has them."""

    purpose: str = Purpose.PRACTICE.value
    pass_percent: int = 60
    must_pass_right: int | None = None
    max_attempts: int | None = None
    wait_hours: int = 0
    counted: str = Counted.BEST.value
    time_limit: int | None = None
    other_form: bool = False
    shuffle_items: bool = False
    feedback: dict = field(default_factory=all_after_submission)


SETTINGS = tuple(row.name for row in fields(Settings))


@dataclass
class QuizSpec:
    """`sections` are titles in their order; `items` rows of (form, key of a question), `slots` rows of (section,
    key of an objective, points); `crosses` the key of the test whose other form this one gives."""

    key: str
    settings: Settings = field(default_factory=Settings)
    sections: list[dict] = field(default_factory=list)
    items: list[tuple[str, str]] = field(default_factory=list)
    slots: list[tuple[int, str, str]] = field(default_factory=list)
    crosses: str | None = None

    @property
    def sha256(self):
        return fingerprint(asdict(self))


def load_course_quizzes(course, organisation):
    """All questions and quizzes of a CourseContent: ({key: Quiz}, keys that an editor changed).

    The specimen bank and the items of the tests are marked as training (S-17).
    """
    specs = [spec for quiz in course.quizzes.values() for spec in quiz_questions(quiz)]
    for data in course.files.get("bank", {}).values():
        specs += [bank_question(item) for item in data["items"]]
    for data in course.files.get("tests", {}).values():
        specs += [test_question(item) for items in data["forms"].values() for item in items]
    objectives = load_objectives(course_objectives(course))
    kept = load_questions(specs, organisation, objectives)
    quizzes, kept_quizzes = load_quizzes(quiz_specs(course), organisation)
    return quizzes, kept + kept_quizzes


def load_quiz(quiz, organisation):
    """The Quiz row of one quiz file with its questions."""
    load_questions(quiz_questions(quiz), organisation)
    return load_quizzes([day_quiz(quiz)], organisation)[0][quiz["key"]]


def quiz_questions(quiz):
    """The questions that a quiz file asks, and its spare ones, which staff find in the bank."""
    languages = quiz_languages(quiz)
    return [question_spec(item, languages) for item in [*quiz["items"], *quiz.get("spare", [])]]


def bank_question(item):
    tags = [f"day-{day:02}" for day in item["days"]]
    tags += [item["must_pass"]] if "must_pass" in item else []
    return question_spec(item, LANGUAGES, objective=item["slot"], training=True, tags=tags)


def test_question(item):
    """The two items of a pair measure one objective, so that gains can be told by objective."""
    return question_spec(
        item, LANGUAGES, objective=pair_key(item), training=True, tags=[f"day-{item['day']:02}", TESTS]
    )


def pair_key(item):
    return f"{TESTS}-{item['pair']:02}"


def course_objectives(course):
    """Rows for `load_objectives`: each area of the bank with its slots, the tests with their pairs."""
    for data in course.files.get("bank", {}).values():
        yield data["area"], None, data["title"]
        measured = {item["slot"]: item["objective"] for item in reversed(data["items"])}
        yield from ((slot, data["area"], measured[slot]) for slot in slots(data["area"]) if slot in measured)
    for data in course.files.get("tests", {}).values():
        yield TESTS, None, data["title"]
        yield from ((pair_key(item), TESTS, item["objective"]) for item in data["forms"]["a"])


def quiz_specs(course):
    """Every QuizSpec of a course; a test comes after the one that it crosses."""
    specs = [day_quiz(quiz) for quiz in course.quizzes.values()]
    for data in course.files.get("tests", {}).values():
        specs += test_specs(data)
    banks = {data["area"]: data["title"] for data in course.files.get("bank", {}).values()}
    return specs + [exam_spec(data, banks) for data in course.files.get("exams", {}).values()]


def day_quiz(quiz):
    return QuizSpec(quiz["key"], items=[("", item["key"]) for item in quiz["items"]])


def test_specs(data):
    """The test before the course and the one after it: the same two forms, once each, with no mark to reach."""
    settings = Settings(
        purpose=Purpose.BEFORE_AFTER.value,
        pass_percent=0,
        max_attempts=1,
        time_limit=data["minutes"],
        counted=Counted.FIRST.value,
        feedback=SCORE,
    )
    items = [(form, item["key"]) for form, rows in data["forms"].items() for item in rows]
    before, after = data["before"]["key"], data["after"]["key"]
    return [QuizSpec(before, settings, items=items), QuizSpec(after, settings, items=items, crosses=before)]


def exam_spec(data, titles):
    """Sections by area in the order of the blueprint, a slot for each of its places."""
    places = [
        (number, slot, str(worth(data["points"], slot))) for number, area in enumerate(AREAS) for slot in slots(area)
    ]
    settings = Settings(
        purpose=Purpose.EXAM.value,
        other_form=True,
        shuffle_items=True,
        **{name: data[name] for name in ("pass_percent", "must_pass_right", "max_attempts", "wait_hours", "feedback")},
        time_limit=data["minutes"],
    )
    return QuizSpec(data["key"], settings, [dict(titles.get(area, {})) for area in AREAS], slots=places)


def load_quizzes(specs, organisation):
    """({key: Quiz}, keys that staff changed). When nothing changed, the number of queries is constant."""
    keys = [spec.key for spec in specs]
    records = LoadedRecord.objects.in_bulk(keys, field_name="key")
    found, kept = Quiz.objects.in_bulk(keys, field_name="key"), []
    states = states_of(found.values())
    for spec in specs:
        record, quiz = records.get(spec.key), found.get(spec.key)
        if quiz and record and record.state != states[quiz.pk]:
            kept.append(spec.key)
        elif quiz is None or record is None or record.sha256 != spec.sha256:
            with transaction.atomic():
                found[spec.key] = write(spec, quiz, organisation, found.get(spec.crosses), settled=record is None)
    return found, kept


def states_of(quizzes):
    """{id: a fingerprint of all that the loader writes of a quiz, as it stands in the database}."""
    quizzes = list(quizzes)
    sections, items, slots = (
        grouped(model.objects.filter(quiz__in=quizzes).order_by("position", "pk").values_list("quiz", *names))
        for model, names in (
            (QuizSection, ("position", "titles")),
            (QuizItem, ("form", "position", "section__position", "question", "points")),
            (QuizSlot, ("position", "section__position", "objective", "level", "tag", "count", "points")),
        )
    )
    return {
        quiz.pk: fingerprint(
            [
                {name: getattr(quiz, name) for name in (*SETTINGS, "crosses_id")},
                *(rows.get(quiz.pk, []) for rows in (sections, items, slots)),
            ]
        )
        for quiz in quizzes
    }


def grouped(rows):
    groups = defaultdict(list)
    for quiz, *row in rows:
        groups[quiz].append(row)
    return groups


def write(spec, quiz, organisation, crosses, settled):
    """`settled`: the settings of an existing quiz stay, there is no record of what the loader wrote."""
    if quiz is None:
        quiz = Quiz.objects.create(key=spec.key, organisation=organisation, crosses=crosses, **asdict(spec.settings))
    elif not settled:
        Quiz.objects.filter(pk=quiz.pk).update(crosses=crosses, **asdict(spec.settings))
    write_places(spec, quiz)
    quiz = Quiz.objects.get(pk=quiz.pk)
    state = states_of([quiz])[quiz.pk]
    LoadedRecord.objects.update_or_create(key=spec.key, defaults={"sha256": spec.sha256, "state": state})
    return quiz


def write_places(spec, quiz):
    for model in (QuizItem, QuizSlot, QuizSection):
        model.objects.filter(quiz=quiz).delete()
    sections = QuizSection.objects.bulk_create(
        QuizSection(quiz=quiz, position=place, titles=titles) for place, titles in enumerate(spec.sections, 1)
    )
    questions = Question.objects.in_bulk([key for _form, key in spec.items], field_name="key")
    QuizItem.objects.bulk_create(
        QuizItem(quiz=quiz, form=form, question=questions[key], position=place)
        for form, rows in groupby(spec.items, itemgetter(0))
        for place, (_form, key) in enumerate(rows, 1)
    )
    objectives = Objective.objects.in_bulk([key for _section, key, _points in spec.slots], field_name="key")
    QuizSlot.objects.bulk_create(
        QuizSlot(quiz=quiz, section=sections[number], position=place, objective=objectives[key], points=points)
        for place, (number, key, points) in enumerate(spec.slots, 1)
    )
