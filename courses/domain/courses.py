"""What an editor of a course chooses from: steps that are judged, modules of other courses."""

from django.apps import apps
from django.db import transaction
from wagtail.models import Locale, Page

from ..models.course import SharedModule
from . import queries

DECLARED = "lesson"


def judged_units(course):
    """The steps that end in a result, in outline order: a dict of titles by language for each `translation_key`."""
    titles = {}
    for locale in Locale.objects.order_by("pk"):
        for module in queries.outline(course, locale):
            for unit in module.units:
                if unit.kind != DECLARED:
                    titles.setdefault(unit.key, {})[locale.language_code] = f"{module.number}. {unit.title}"
    return titles


def shareable_modules(course, locale):
    """Live modules of other courses in one language: pairs of `translation_key` and "course: module", in tree order."""
    pages = apps.get_model("courses.CoursePage").objects.filter(live=True, locale=locale).exclude(course=course.pk)
    titles = {page.path: page.title for page in pages}
    modules = apps.get_model("courses.ModulePage").objects.filter(live=True, locale=locale).order_by("path")
    rows = modules.values_list("path", "translation_key", "number", "title")
    return [
        (key, f"{titles[path[: -Page.steplen]]}: {number}. {title}")
        for path, key, number, title in rows
        if path[: -Page.steplen] in titles
    ]


def share(course, keys):
    """Makes these the modules that the course takes from others, in this order. Opened cohorts keep what they have."""
    with transaction.atomic():
        course.shared_modules.all().delete()
        SharedModule.objects.bulk_create(
            SharedModule(course=course, module_key=key, sort_order=place) for place, key in enumerate(keys)
        )
