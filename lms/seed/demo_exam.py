"""A demonstration run of the whole programme that is over but for the second date of its exam, which is open now.

Sixteen invented people have taken the tests before and after the course and the exam on its last day, so that
statistics and gains have something to show. They cannot log in. What each answers follows from question and person.
"""

import hashlib
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.utils import timezone

from assessments.domain import attempts, drawing, sittings
from assessments.enums import ClosedBy
from assessments.models import AttemptItem, Quiz
from assessments.questions import KINDS
from courses.domain import enrolment
from lms.accounts.models import Profile, User
from lms.core.keys import key_uuid

# (family, given, sex, region)
PEOPLE = [
    ("Ахметқалиева", "Гауһар", "f", "KZ-71"),
    ("Бекмұратова", "Жансая", "f", "KZ-71"),
    ("Досжанов", "Арман", "m", "KZ-71"),
    ("Ермекова", "Мөлдір", "f", "KZ-71"),
    ("Жақсылықов", "Санжар", "m", "KZ-71"),
    ("Ибрагимова", "Лейла", "f", "KZ-71"),
    ("Кенжебаева", "Ұлжан", "f", "KZ-75"),
    ("Лаптева", "Ирина", "f", "KZ-75"),
    ("Мүсірепов", "Дәурен", "m", "KZ-75"),
    ("Нұрғожина", "Әсем", "f", "KZ-75"),
    ("Пак", "Вадим", "m", "KZ-75"),
    ("Рысқұлова", "Перизат", "f", "KZ-39"),
    ("Сүлейменов", "Ерғали", "m", "KZ-39"),
    ("Тұрсынова", "Назым", "f", "KZ-39"),
    ("Шәріпов", "Мирас", "m", "KZ-27"),
    ("Яковлева", "Наталья", "f", "KZ-27"),
]
# unit, quiz, how much somebody knows by then, when it begins on its day
BEFORE = ("pre-test", "pre-test", 0.38, timedelta(hours=9, minutes=10))
AFTER = ("post-test", "post-test", 0.66, timedelta(hours=16, minutes=30))
EXAM = ("final-exam", "full-exam", 0.76, timedelta(hours=11))
MINUTES = {"pre-test": 19, "post-test": 21, "full-exam": 74}


def load_exam_run(cohort, learners, trainer):
    """Fills the opened `cohort`, which has ended: past attempts, a seat for each of `learners`, a sitting open now."""
    for learner in learners:
        enrolment.enrol(learner, cohort, by=trainer)
    seats = [enrolment.enrol(person(*row), cohort, by=trainer) for row in PEOPLE]
    zone = ZoneInfo(cohort.time_zone)
    first, last = (datetime.combine(day, time.min, zone) for day in (cohort.starts_on, cohort.ends_on))
    exam, unit, now = Quiz.objects.get(key=EXAM[1]), key_uuid(EXAM[0]), timezone.now()
    begun = last + EXAM[3]
    held = sittings.plan(cohort, exam, unit, begun, begun + timedelta(hours=3), trainer, room=cohort.room)
    for number, seat in enumerate(seats):
        take(seat, number, BEFORE, first)
        take(seat, number, EXAM, last, sitting=held)
        take(seat, number, AFTER, last)
    opened, closes = now - timedelta(minutes=30), now + timedelta(days=14)
    sittings.plan(cohort, exam, unit, opened, closes, trainer, room=cohort.room)


def person(family, given, sex, region):
    address = f"{hashlib.sha256(f'{family} {given}'.encode()).hexdigest()[:8]}@demo.example"
    user = User.objects.create_user(email=address, language="kk", is_demo=True)
    Profile.objects.create(
        user=user,
        family_name=family,
        given_name=given,
        sex=sex,
        region_id=region,
        name_confirmed_at=timezone.now(),
    )
    return user


def take(seat, number, test, day, sitting=None):
    """A submitted attempt of the person with this number, as it would have stood then."""
    unit, key, known, clock = test
    quiz, begun = Quiz.objects.get(key=key), day + clock + timedelta(seconds=11 * number)
    rng = Random(f"{key} {number}")
    form = drawing.form_for(quiz, seat, [], rng)
    drawn = drawing.draw(quiz, seat.user, form=form, rng=rng)
    attempt = attempts.create(seat, quiz, key_uuid(unit), drawn, number=1, form=form, sitting=sitting, now=begun)
    items = list(attempt.items.select_related("version__question"))
    for item in items:
        question = item.version.question
        kind, ease = KINDS[question.kind], share(question.key)
        knows = share(question.key, number) < chance(known, ease, number, key)
        values = kind.solution(item.version.body) if knows else slip(item.version.body, kind, number)
        item.response = kind.clean(item.version.body, values) or None
    AttemptItem.objects.bulk_update(items, ["response"])
    ended = begun + timedelta(minutes=MINUTES[key], seconds=37 * number % 240)
    attempt.items.update(sequence=1, saved_at=ended)
    attempts.close(attempt.pk, ClosedBy.LEARNER, ended)


def chance(known, ease, number, test):
    """The chance of a right answer: what is known by then, how easy the question is, the person, the day's form."""
    strength = (number * 7 % len(PEOPLE)) / len(PEOPLE) - 0.5
    day = share(test, number) - 0.5
    return min(0.97, max(0.05, known + 0.4 * (ease - 0.5) + 0.35 * strength + 0.4 * day))


def share(*parts):
    """A number from 0 to 1 that belongs to these parts for ever."""
    digest = hashlib.sha256(" ".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:4]) / 2**32


def slip(body, kind, number):
    """A wrong or half-right answer to a question."""
    right = kind.solution(body)
    if wrong := [row["id"] for row in body.get("options", []) if not row.get("correct")]:
        return {**right, "": [wrong[number * number % 7 % len(wrong)]]}
    if len(right) > 1 and "items" not in body:
        first, second, *_others = right
        return {**right, first: right[second], second: right[first]}
    return dict(list(right.items())[: len(right) // 2])
