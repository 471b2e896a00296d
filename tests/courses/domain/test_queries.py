import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from courses.domain.queries import activity_models, outline, outlines, plan
from courses.models import LessonPage, ModulePage, SharedModule
from lms.core.keys import key_uuid
from tests.factories.courses import build_course, page_of

OUTLINE = 4  # course page, shared modules, modules, steps
pytestmark = pytest.mark.django_db


def keys(modules):
    return [(module.key, [unit.key for unit in module.units]) for module in modules]


def test_outline_gives_modules_and_steps_in_order_with_title_and_address(site):
    course = build_course(site, modules=2, units=2)
    modules = outline(course, site.locales["ru"])

    assert keys(modules) == [
        (key_uuid("course-m01"), [key_uuid("course-m01-l1"), key_uuid("course-m01-l2")]),
        (key_uuid("course-m02"), [key_uuid("course-m02-l1"), key_uuid("course-m02-l2")]),
    ]
    step = modules[1].units[0]
    assert (step.title, step.kind, step.minutes, step.required, step.lang) == (
        "course-m02-l1 ru",
        "lesson",
        11,
        True,
        "ru",
    )
    assert step.url == page_of("course-m02-l1", "ru").get_url()
    assert modules[1].url == page_of("course-m02", "ru").get_url()
    assert modules[1].minutes == 23


def test_outline_leaves_out_what_is_not_live(site):
    course = build_course(site, modules=2, units=2)
    page_of("course-m01-l1", "ru").unpublish()
    page_of("course-m02", "ru").unpublish()

    assert keys(outline(course, site.locales["ru"])) == [(key_uuid("course-m01"), [key_uuid("course-m01-l2")])]


def test_outline_is_empty_in_a_language_without_a_course_page(site):
    course = build_course(site)
    page_of("course", "en").unpublish()

    assert outline(course, site.locales["en"]) == []


def test_outline_ends_with_the_shared_modules_in_their_order(site):
    base = build_course(site, key="base", modules=3, units=1)
    short = build_course(site, key="short", modules=1, units=1)
    SharedModule.objects.create(course=short, module_key=key_uuid("base-m03"), sort_order=1)
    SharedModule.objects.create(course=short, module_key=key_uuid("base-m01"), sort_order=2)

    assert [module.title for module in outline(short, site.locales["kk"])] == [
        "short-m01 kk",
        "base-m03 kk",
        "base-m01 kk",
    ]
    assert len(outline(base, site.locales["kk"])) == 3


def test_a_page_that_waits_for_its_translation_says_which_language_it_shows(site):
    course = build_course(site, modules=1, units=1)
    page_of("course-m01-l1", "ru").delete()
    page_of("course-m01-l1", "en").copy_for_translation(site.locales["ru"], alias=True)

    (unit,) = outline(course, site.locales["ru"])[0].units
    assert (unit.title, unit.lang) == ("course-m01-l1 en", "en")
    assert page_of("course-m01-l1", "ru").content_language == "en"
    assert page_of("course-m01-l1", "kk").content_language == "kk"


@pytest.mark.parametrize(("modules", "units"), [(1, 1), (10, 6)])
def test_outline_costs_the_same_for_a_large_course(site, queries, modules, units):
    course = build_course(site, modules=modules, units=units, languages=["kk"])
    outline(course, site.locales["kk"])
    with queries(OUTLINE):
        found = outline(course, site.locales["kk"])
    assert sum(len(module.units) for module in found) == modules * units


@pytest.mark.parametrize("count", [1, 3])
def test_outlines_of_several_courses_cost_as_much_as_one(site, queries, count):
    courses = [
        build_course(site, key=f"course{number}", modules=1, units=1, languages=["kk"]) for number in range(count)
    ]
    outlines(courses, site.locales["kk"])
    with queries(OUTLINE):
        found = outlines(courses, site.locales["kk"])
    assert [found[course.pk][0].title for course in courses] == [f"course{n}-m01 kk" for n in range(count)]


def test_outline_reads_no_body(site):
    course = build_course(site, modules=1, units=1)
    with CaptureQueriesContext(connection) as captured:
        outline(course, site.locales["kk"])
    assert not [query for query in captured.captured_queries if '"body"' in query["sql"]]


def test_the_plan_holds_what_is_published_in_any_language_once(site):
    course = build_course(site, modules=1, units=2)
    page_of("course-m01-l2", "kk").unpublish()

    assert [(unit.key, unit.module, unit.kind, unit.required) for unit in plan(course)] == [
        (key_uuid("course-m01-l1"), key_uuid("course-m01"), "lesson", True),
        (key_uuid("course-m01-l2"), key_uuid("course-m01"), "lesson", True),
    ]


def test_every_kind_of_activity_is_found_by_the_registry():
    assert LessonPage in activity_models()
    assert ModulePage not in activity_models()
    assert Page not in activity_models()
