from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.utils import translation

from courses.domain.progress import complete_unit
from courses.models import SharedModule
from lms.accounts.models import Region, User
from lms.core.keys import key_uuid
from lms.core.models import PlainPage
from tests.factories.courses import build_cohort, build_course, build_user, page_of, seat

pytestmark = pytest.mark.django_db
FUTURE = {"starts_on": date(2099, 10, 12), "ends_on": date(2099, 10, 23)}
COURSE_PAGE, LESSON_PAGE, CATALOGUE = 10, 6, 6


@pytest.fixture
def course(site):
    return build_course(site, modules=2, units=2)


def context_of(page, rf, user=None):
    request = rf.get("/")
    if user:
        request.user = user
    return page.get_context(request)


def test_course_page_shows_visitors_the_programme_and_the_rules_without_numbers(course, rf):
    course.policy = [{"rule": "units_done"}, {"rule": "attendance", "percent": 80}]
    course.save()
    context = context_of(page_of("course", "ru"), rf)

    assert [(day.module.title, day.state, day.done, day.total) for day in context["days"]] == [
        ("course-m01 ru", "todo", 0, 2),
        ("course-m02 ru", "todo", 0, 2),
    ]
    assert (context["enrolment"], context["standing"], context["next_unit"]) == (None, None, None)
    assert context["can_read"] is False
    assert [condition["met"] for condition in context["conditions"]] == [None, None]
    assert [condition["text"] for condition in context["conditions"]] == ["", ""]


def test_course_page_shows_the_enrolled_their_own_state(course, rf):
    learner = seat(build_user(), build_cohort(course, **FUTURE))
    for key in ("course-m01-l1", "course-m01-l2", "course-m02-l1"):
        complete_unit(learner, key_uuid(key), passed=True)
    context = context_of(page_of("course", "en"), rf, learner.user)

    assert [(day.state, day.done, day.total) for day in context["days"]] == [("done", 2, 2), ("now", 1, 2)]
    assert [step.state for day in context["days"] for step in day.steps] == ["done", "done", "done", "now"]
    assert context["next_unit"].key == key_uuid("course-m02-l2")
    assert context["can_read"] is True
    assert [(condition["met"], condition["links"][0][0]) for condition in context["conditions"]] == [
        (False, "course-m02-l2 en")
    ]


def test_course_page_tells_everybody_region_and_month_of_what_can_be_joined(course, rf):
    region = Region.objects.create(code="KZ-71", name_kk="Астана", name_ru="Астана", name_en="Astana")
    cohort = build_cohort(course, name="Secret name", room="Room 412", region=region, **FUTURE)
    build_cohort(course, opened=False, **FUTURE)
    build_cohort(course, join_mode="invited", **FUTURE)
    build_cohort(course, starts_on=date(2020, 1, 1), ends_on=date(2020, 1, 2))
    with translation.override("kk"):
        context = context_of(page_of("course", "kk"), rf)
        shown = {
            "region": region,
            "month": date(2099, 10, 1),
            "format": cohort.get_format_display(),
            "full": False,
            "url": f"/kk/cohorts/{cohort.public_id}/",
        }
    assert context["runs"] == [shown]


def test_a_step_added_after_the_cohort_opened_is_not_in_the_learners_outline(course, rf):
    learner = seat(build_user(), build_cohort(course, **FUTURE))
    cohort = learner.cohort
    cohort.units = cohort.units[:3]
    cohort.save()
    context = context_of(page_of("course", "en"), rf, learner.user)
    assert [len(day.steps) for day in context["days"]] == [2, 1]


def test_lesson_knows_its_place_and_its_neighbours(course, rf):
    learner = seat(build_user(), build_cohort(course, **FUTURE))
    complete_unit(learner, key_uuid("course-m01-l2"), passed=True)
    context = context_of(page_of("course-m01-l2", "ru"), rf, learner.user)

    place = context["place"]
    assert (place.day.module.number, place.step.position, len(place.day.steps)) == (1, 2, 2)
    assert (place.previous.title, place.next.title) == ("course-m01-l1 ru", "course-m02-l1 ru")
    assert context["done"] is True
    assert context["done_url"].endswith(f"/units/{key_uuid('course-m01-l2')}/done/")
    assert context["course_url"] == page_of("course", "ru").get_url()


def test_the_first_and_last_step_have_an_open_end(course, rf):
    first = context_of(page_of("course-m01-l1", "en"), rf)["place"]
    last = context_of(page_of("course-m02-l2", "en"), rf)["place"]
    assert (first.previous, last.next) == (None, None)


def test_somebody_without_a_seat_has_nothing_to_declare(course, rf):
    context = context_of(page_of("course-m01-l1", "en"), rf, User(is_superuser=True, pk=99))
    assert (context["done"], context["done_url"], context["enrolment"]) == (False, None, None)


def test_a_shared_module_is_read_within_the_readers_own_course(site, course, rf):
    short = build_course(site, key="short", modules=1, units=1)
    SharedModule.objects.create(course=short, module_key=key_uuid("course-m02"))
    learner = seat(build_user(), build_cohort(short, **FUTURE))
    context = context_of(page_of("course-m02-l1", "en"), rf, learner.user)

    assert context["course"] == short
    assert context["place"].previous.title == "short-m01-l1 en"
    assert context["course_url"] == page_of("short", "en").get_url()


def test_module_page_knows_its_steps_and_neighbours(course, rf):
    learner = seat(build_user(), build_cohort(course, **FUTURE))
    context = context_of(page_of("course-m02", "kk"), rf, learner.user)
    assert [step.unit.title for step in context["day"].steps] == ["course-m02-l1 kk", "course-m02-l2 kk"]
    assert (context["previous"].module.title, context["next"]) == ("course-m01 kk", None)


def test_a_new_page_can_be_previewed(site, course, rf):
    lesson = page_of("course-m01-l1", "en")
    lesson.pk, lesson.translation_key = None, key_uuid("new")
    context = context_of(lesson, rf, build_user())
    assert context["place"] is None


def test_catalogue_lists_live_courses_of_its_language(site, course, rf):
    build_course(site, key="second", modules=1, units=1)
    page_of("second", "ru").unpublish()
    build_cohort(course, **FUTURE)

    def listed(code):
        found = context_of(site.catalogue[code], rf)["courses"]
        return [(item["page"].title, item["modules"], item["steps"], len(item["runs"])) for item in found]

    assert listed("kk") == [("course kk", 2, 4, 1), ("second kk", 1, 1, 0)]
    assert listed("ru") == [("course ru", 2, 4, 1)]


@pytest.mark.parametrize("count", [1, 3])
def test_contexts_cost_the_same_for_one_and_for_three(site, rf, queries, count):
    course = build_course(site, modules=count, units=count, languages=["en"])
    user = build_user()
    for number in range(count):
        learner = seat(user, build_cohort(course, name=f"Run {number}", **FUTURE))
        complete_unit(learner, key_uuid("course-m01-l1"), passed=True)
    context_of(page_of("course", "en"), rf, user)
    course_page, lesson = page_of("course", "en"), page_of("course-m01-l1", "en")
    with queries(COURSE_PAGE):
        context_of(course_page, rf, user)
    with queries(LESSON_PAGE):
        context_of(lesson, rf, user)


@pytest.mark.parametrize("count", [1, 3])
def test_catalogue_costs_the_same_for_one_course_and_for_three(site, rf, queries, count):
    for number in range(count):
        build_cohort(build_course(site, key=f"c{number}", modules=1, units=1, languages=["en"]), **FUTURE)
    catalogue = site.catalogue["en"]
    context_of(catalogue, rf)
    with queries(CATALOGUE):
        context = context_of(catalogue, rf)
    assert [len(item["runs"]) for item in context["courses"]] == [1] * count


def test_a_course_without_a_run_says_what_to_do(client, course, site):
    about = site.home["en"].add_child(instance=PlainPage(title="About", slug="about", locale=site.locales["en"]))
    aside = BeautifulSoup(client.get("/en/courses/course/").content, "html.parser").aside
    assert "No group is planned at present." in aside.get_text()
    assert [link["href"] for link in aside.select("a.btn")] == [about.get_url()]
    build_cohort(course, **FUTURE)
    assert "No group is planned" not in client.get("/en/courses/course/").content.decode()
