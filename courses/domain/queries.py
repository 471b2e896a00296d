"""What is taught, read once: the outline of a course in one language, without a body."""

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from uuid import UUID

from django.apps import apps
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from wagtail.models import Page

from ..models.cohort import Cohort
from ..models.course import SharedModule
from .policy import PlannedUnit

DAY_FIELDS = ("content_note", "number", "summary")
STEP_FIELDS = ("content_note", "minutes", "required")


@dataclass(frozen=True)
class Unit:
    """A step of a module. `lang` is the language of the title: an untranslated page shows its source's."""

    key: UUID
    kind: str
    title: str
    url: str
    minutes: int
    required: bool
    content_note: int
    lang: str


@dataclass(frozen=True)
class Module:
    key: UUID
    number: int
    title: str
    url: str
    summary: str
    content_note: int
    lang: str
    units: tuple[Unit, ...] = ()

    @property
    def minutes(self):
        return sum(unit.minutes for unit in self.units)


def outline(course, locale):
    """The course's own modules in tree order, then those it shares, as a list of `Module`; live pages only.

    Empty when the course has no live page in this language. The number of queries does not depend on the size.
    """
    return outlines([course], locale)[course.pk]


def course_pages(courses, locale):
    """The live course page of each course in one language: a dict by the course's id."""
    pages = apps.get_model("courses.CoursePage").objects.filter(live=True, locale=locale, course__in=courses)
    return {page.course_id: page for page in pages}


def outlines(courses, locale, pages=None):
    """`outline` of several courses for the price of one: a dict by the course's id. `pages`: see `course_pages`."""
    roots = course_pages(courses, locale) if pages is None else pages
    if not roots:
        return {course.pk: [] for course in courses}
    shared = defaultdict(list)
    for row in SharedModule.objects.filter(course__in=roots):
        shared[row.course_id].append(row.module_key)
    wanted = under([page.path for page in roots.values()])
    keys = [key for listed in shared.values() for key in listed]
    days = apps.get_model("courses.ModulePage").objects
    rows = read(days, locale, wanted | Q(translation_key__in=keys), *DAY_FIELDS)
    url = addresses(next(iter(roots.values())))
    steps = units(locale, wanted | under([row["path"] for row in rows if row["translation_key"] in keys]), url)
    modules = {
        row["path"]: Module(units=tuple(steps[row["path"]]), url=url(row["url_path"]), **common(row, *DAY_FIELDS))
        for row in rows
    }
    by_key = {module.key: module for module in modules.values()}
    return {
        course.pk: [module for path, module in modules.items() if path.startswith(roots[course.pk].path)]
        + [by_key[key] for key in shared[course.pk] if key in by_key]
        if course.pk in roots
        else []
        for course in courses
    }


def units(locale, wanted, url):
    """The steps below their modules, whatever their kind, from one query: a dict of lists by the module's path."""
    names = [model._meta.model_name for model in activity_models()]
    pages = Page.objects.filter(reduce(or_, (Q(**{f"{name}__isnull": False}) for name in names)))
    pages = pages.annotate(
        kind=Case(*(When(**{f"{name}__isnull": False, "then": Value(name.removesuffix("page"))}) for name in names)),
        **{field: Coalesce(*(F(f"{name}__{field}") for name in names)) for field in STEP_FIELDS},
    )
    steps = defaultdict(list)
    for row in read(pages, locale, wanted, "kind", *STEP_FIELDS):
        unit = Unit(url=url(row["url_path"]), **common(row, "kind", *STEP_FIELDS))
        steps[row["path"][: -Page.steplen]].append(unit)
    return steps


def activity_models():
    return [model for model in apps.get_models() if getattr(model, "is_activity", False)]


def read(pages, locale, wanted, *fields):
    return list(
        pages.filter(wanted, live=True, locale=locale)
        .order_by("path")
        .annotate(lang=Coalesce(F("alias_of__locale__language_code"), F("locale__language_code")))
        .values("path", "url_path", "translation_key", "title", "lang", *fields)
    )


def common(row, *fields):
    shared = {name: row[name] for name in ("title", "lang", *fields)}
    return {"key": row["translation_key"], **shared}


def under(paths):
    return reduce(or_, (Q(path__startswith=path) for path in paths), Q(pk__in=[]))


def addresses(page):
    """A function from `url_path` to the address, for all pages of `page`'s tree, at the price of one look-up."""
    home = "/" + page.url_path.split("/")[1] + "/"
    prefix = page.get_url().removesuffix(page.url_path.removeprefix(home))
    return lambda url_path: prefix + url_path.removeprefix(home)


def plan(course):
    """What a cohort that opens now has to do: a list of `PlannedUnit`, published in any language, in outline order."""
    planned = {}
    pages = apps.get_model("courses.CoursePage").objects.filter(live=True, course=course)
    for page in pages.order_by("locale_id"):
        for module in outlines([course], page.locale_id, {course.pk: page})[course.pk]:
            for unit in module.units:
                planned.setdefault(unit.key, PlannedUnit(unit.key, module.key, unit.kind, unit.required))
    return list(planned.values())


def public_runs(courses):
    """What everybody may know of the cohorts that can be joined (S-11): a dict of lists by course id, soonest first.

    Each run is a dict with `region`, `month` (a date), `format`, `full` and `url`; never a name, day, place or person.
    """
    runs = {course.pk: [] for course in courses}
    cohorts = Cohort.objects.joinable().filter(course__in=runs).with_taken().select_related("region")
    for cohort in cohorts.order_by("starts_on", "pk"):
        runs[cohort.course_id].append(
            {
                "region": cohort.region,
                "month": cohort.starts_on.replace(day=1),
                "format": cohort.get_format_display(),
                "full": cohort.is_full,
                "url": reverse("cohort", args=[cohort.public_id]),
            }
        )
    return runs


def only(modules, keys):
    """The outline with these steps alone; a module without any is left out."""
    kept = [replace(module, units=tuple(unit for unit in module.units if unit.key in keys)) for module in modules]
    return [module for module in kept if module.units]
