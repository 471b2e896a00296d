"""A course with pages in three trees, cohorts and people, built in code. All people are invented."""

from datetime import date

from wagtail.models import Page

from courses.domain import cohorts, enrolment
from courses.models import Cohort, Course, CoursePage, LessonPage, ModulePage
from lms.accounts.models import Organisation, Profile, User
from lms.core.keys import key_uuid

LANGUAGES = ("kk", "ru", "en")
NAMES = ["Айгүл", "Марат", "Динара", "Ерлан", "Ольга", "Сәуле"]


def build_user(number=1, **fields):
    """A learner with a name; `number` keeps e-mail and family name apart."""
    user = User.objects.create_user(email=fields.pop("email", f"learner{number}@example.kz"), **fields)
    Profile.objects.create(user=user, family_name=f"Үлгі{number:03}", given_name=NAMES[number % len(NAMES)])
    return user


def build_organisation(key="center"):
    kind = Organisation.Kind.CENTER if key == "center" else Organisation.Kind.UNIVERSITY
    names = {"name_kk": key, "name_ru": key, "name_en": key}
    return Organisation.objects.get_or_create(key=key, defaults={"kind": kind, **names})[0]


def build_course(site, key="course", modules=2, units=2, policy=None, organisation=None, languages=LANGUAGES):
    """A `Course` with lessons "m01-l1" … under its pages in every language; keys begin with the course's key."""
    course = Course.objects.create(
        key=key,
        title_kk=f"{key} kk",
        title_ru=f"{key} ru",
        title_en=f"{key} en",
        organisation=organisation or build_organisation(),
        hours=80,
        policy=[{"rule": "units_done"}] if policy is None else policy,
    )
    for code in languages:
        page = add(site.catalogue[code], CoursePage, key, code, slug=key, course=course, summary=f"About {key}")
        for day in range(1, modules + 1):
            name = f"{key}-m{day:02}"
            module = add(page, ModulePage, name, code, slug=f"day-{day}", number=day)
            for step in range(1, units + 1):
                add(module, LessonPage, f"{name}-l{step}", code, slug=f"lesson-{step}", minutes=10 + step)
    return course


def add(parent, model, key, code, **fields):
    """A live page below `parent`, titled "<key> <language>", with the `translation_key` of `key`."""
    parent.refresh_from_db()
    page = model(title=f"{key} {code}", locale=parent.locale, translation_key=key_uuid(key), **fields)
    return parent.add_child(instance=page)


def build_cohort(course, name="Autumn run", opened=True, **fields):
    fields.setdefault("starts_on", date(2026, 10, 12))
    fields.setdefault("ends_on", date(2026, 10, 23))
    cohort = Cohort.objects.create(course=course, organisation=course.organisation, name=name, **fields)
    return cohorts.open_cohort(cohort, by=None) if opened else cohort


def seat(user, cohort):
    return enrolment.enrol(user, cohort, by=None)


def page_of(key, code):
    """The live page of any class with this key in this language."""
    return Page.objects.get(translation_key=key_uuid(key), locale__language_code=code).specific
