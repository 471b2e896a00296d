"""Demonstration people and runs, under the development settings only (docs/security.md, S-04).

Everybody is invented. Each who can log in gets a password of their own, made for this installation and shown once.
"""

import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale

from assessments.domain import attempts
from assessments.models import QuizPage
from assessments.questions import KINDS
from certificates.domain.texts import save_signatory
from courses.domain import attendance, cohorts, enrolment, progress, timetable
from courses.domain.queries import outline
from courses.enums import JoinMode, Presence
from courses.models import Cohort, Course
from lms.accounts.domain import memberships
from lms.accounts.models import Organisation, ProfessionalRole, Profile, Region, User
from lms.accounts.roles import Role

from .demo_bank import load_bank
from .demo_exam import load_exam_run

SHORT, WHOLE = "three-core-days", "full-programme"
UNIVERSITY = "demo-university"
# (name in the address, family, given, patronymic, Latin family, Latin given, professional role, region, language)
LEARNERS = [
    ("aigul", "Сәрсенова", "Айгүл", "Нұрланқызы", "Sarsenova", "Aigul", "PSY_SCH", "KZ-27", "kk"),
    ("erlan", "Қасымов", "Ерлан", "Бақытұлы", "Kassymov", "Yerlan", "SOC_PED", "KZ-15", "kk"),
    ("olga", "Ким", "Ольга", "Викторовна", "Kim", "Olga", "GUARD", "KZ-39", "ru"),
]
# (name, family, given, Latin family, Latin given, role, organisation)
STAFF = [
    ("trainer", "Әбенова", "Маржан", "Abenova", "Marzhan", Role.TRAINER, UNIVERSITY),
    ("reader", "Оспанов", "Данияр", "Ospanov", "Daniyar", Role.SECOND_READER, UNIVERSITY),
    ("editor", "Жүнісова", "Салтанат", "Zhunisova", "Saltanat", Role.EDITOR, "center"),
    ("admin", "Тілеуов", "Болат", "Tileuov", "Bolat", Role.ADMINISTRATOR, "center"),
    ("admin2", "Мұратова", "Жанна", "Muratova", "Zhanna", Role.ADMINISTRATOR, "center"),
    ("issuer", "Ибраев", "Нұрбек", "Ibrayev", "Nurbek", Role.ISSUER, "center"),
]


@transaction.atomic
def load_demo(out):
    """Makes the people and runs once; a second call changes nothing of theirs."""
    load_bank()
    if User.objects.filter(is_demo=True).exists():
        out.write("The demonstration people are there already; their passwords were shown when they were made.")
        out.write("New passwords: manage.py demo_passwords. One-time codes of the staff: manage.py demo_codes.")
        return
    passwords = {}
    learners = {row[0]: _learner(row, passwords) for row in LEARNERS}
    for row in STAFF:
        _staff(row, passwords)
    _signatory()
    _runs(learners, User.objects.get(email=_address("trainer")))
    show(out, passwords)


def show(out, passwords):
    out.write("\nDemonstration people (this installation only):")
    for address, password in passwords.items():
        out.write(f"  {address:<24} {password}")
    out.write("Staff also need a one-time code: manage.py demo_codes")


def _address(name):
    return f"{name}@demo.example"


def _person(name, passwords, language="kk", **profile):
    password = secrets.token_urlsafe(9)
    user = User.objects.create_user(email=_address(name), password=password, language=language, is_demo=True)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    Profile.objects.create(user=user, name_confirmed_at=timezone.now(), **profile)
    passwords[user.email] = password
    return user


def _learner(row, passwords):
    name, family, given, patronymic, latin_family, latin_given, role, region, language = row
    return _person(
        name,
        passwords,
        language,
        family_name=family,
        given_name=given,
        patronymic=patronymic,
        latin_family_name=latin_family,
        latin_given_name=latin_given,
        professional_role=ProfessionalRole.objects.get(pk=role),
        region=Region.objects.get(pk=region),
    )


def _staff(row, passwords):
    name, family, given, latin_family, latin_given, role, organisation = row
    place = Organisation.objects.get(key=organisation)
    user = _person(
        name,
        passwords,
        family_name=family,
        given_name=given,
        latin_family_name=latin_family,
        latin_given_name=latin_given,
        organisation=place,
    )
    TOTP.activate(user, generate_totp_secret())
    memberships.bootstrap(user, role, place)


def _signatory():
    position = {"kk": "Орталық директоры", "ru": "Директор Центра", "en": "Director of the Center"}
    since = timezone.localdate() - timedelta(days=365)
    save_signatory(Organisation.objects.get(key="center"), "Г. Т. Асқарова", position, since)


def _runs(learners, trainer):
    """Of the short course a run that is over (one learner has met every rule), one to join at once and one to ask for;
    of the whole programme one with the second date of its exam ahead and one to ask for. Each begins on a Monday."""
    short, whole = (Course.objects.get(key=key) for key in (SHORT, WHOLE))
    today = timezone.localdate()
    by_approval = {"join_mode": JoinMode.APPROVAL, "seats": 25}
    over = _run(short, "№ 1", today - timedelta(days=21), trainer)
    _run(short, "№ 2", today + timedelta(days=14), trainer, join_mode=JoinMode.OPEN, seats=30)
    _run(short, "№ 3", today + timedelta(days=49), trainer, **by_approval)
    examined = _run(whole, "№ 1", today - timedelta(days=28), trainer)
    load_exam_run(examined, [learners["aigul"], learners["olga"]], trainer)
    _run(whole, "№ 2", today + timedelta(days=63), trainer, **by_approval)
    seats = {name: enrolment.enrol(learners[name], over, by=trainer) for name in ("erlan", "olga")}
    for date, half in timetable.half_days(over):
        marks = {seats["erlan"].pk: Presence.PRESENT, seats["olga"].pk: Presence.PRESENT}
        attendance.record(over, date, half, marks, by=trainer)
    units = [unit for module in outline(short, Locale.objects.get(language_code="kk")) for unit in module.units]
    for unit in units:
        _complete(seats["erlan"], unit)
    for unit in units[:6]:
        _complete(seats["olga"], unit)


def _run(course, name, not_before, trainer, **fields):
    starts_on = not_before + timedelta(days=-not_before.weekday() % 7)
    cohort = Cohort.objects.create(
        course=course,
        organisation=course.organisation,
        name=name,
        region_id="KZ-71",
        starts_on=starts_on,
        ends_on=starts_on,  # the timetable moves it to the last day
        room="214",
        **fields,
    )
    cohort.trainers.add(trainer)
    modules = outline(course, Locale.objects.get(language_code="kk"))
    timetable.plan_sessions(cohort, len(modules), [(module.key, module.title) for module in modules])
    return cohorts.open_cohort(cohort, by=trainer)


def _complete(seat, unit):
    if unit.kind != "quiz":
        progress.complete_unit(seat, unit.key, passed=True)
        return
    quiz = QuizPage.objects.filter(translation_key=unit.key).first().quiz
    attempt = attempts.start_attempt(seat.user, quiz, unit.key)
    for item in attempt.items.select_related("version__question"):
        right = KINDS[item.version.question.kind].solution(item.version.body)
        attempts.save_answer(attempt.pk, item.position, right, 1)
    attempts.submit_attempt(attempt.pk)
