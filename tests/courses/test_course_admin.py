"""Courses and support contacts in the Wagtail admin."""

import pytest
from bs4 import BeautifulSoup

from courses.models import Course, SharedModule, SupportContact
from lms.core.keys import key_uuid
from tests.courses.test_staff import sign_in, text
from tests.factories.courses import build_course, page_of
from tests.factories.people import build_center, build_organisation, build_staff

pytestmark = pytest.mark.django_db
EXAM = str(key_uuid("exam"))
TITLES = {"kk": "Емтихан", "ru": "Экзамен", "en": "Final exam"}


@pytest.fixture
def center(site):
    return build_center()


@pytest.fixture
def fields(center):
    return {
        "key": "new-course",
        "title_kk": "Жаңа курс",
        "title_ru": "Новый курс",
        "title_en": "New course",
        "organisation": center.pk,
        "hours": "24",
        "minutes_per_hour": "45",
        "format": "blended",
    }


def test_an_editor_makes_a_course_with_rules_and_modules_of_another(client, site, center, fields):
    build_course(site, key="base", modules=2, units=1, organisation=center)
    sign_in(client, build_staff("editor", center))
    assert "base en: 2. base-m02 en" in text(client.get("/admin/courses/new/"))
    client.post(
        "/admin/courses/new/",
        {**fields, "all_steps": "on", "quiz_mean": "60", "attendance": "80", "shared": [str(key_uuid("base-m02"))]},
    )
    course = Course.objects.get(key="new-course")
    assert course.policy == [
        {"rule": "units_done"},
        {"rule": "quiz_mean", "percent": 60},
        {"rule": "attendance", "percent": 80},
    ]
    assert list(course.shared_modules.values_list("module_key", flat=True)) == [key_uuid("base-m02")]


def test_what_a_form_shows_comes_back_unchanged(client, site, center, fields):
    policy = [
        {"rule": "units_done"},
        {"rule": "attendance", "percent": 80},
        {"rule": "unit_at_least", "unit": EXAM, "percent": 70, "title": TITLES},
    ]
    build_course(site, key="base", modules=1, units=1, organisation=center)
    course = build_course(site, modules=1, units=1, organisation=center, policy=policy)
    SharedModule.objects.create(course=course, module_key=key_uuid("base-m01"))
    page_of("base-m01", "en").unpublish()
    sign_in(client, build_staff("administrator", center))
    page = client.get(f"/admin/courses/edit/{course.pk}/")
    assert "Final exam, at least %" in text(page)
    form = page.context["form"]
    data = {name: form.initial.get(name) for name in form.fields if form.initial.get(name) not in (None, False)}
    client.post(f"/admin/courses/edit/{course.pk}/", {**data, "hours": "80", "title_en": "Renamed"})
    course.refresh_from_db()
    assert (course.title_en, course.policy) == ("Renamed", policy)
    assert list(course.shared_modules.values_list("module_key", flat=True)) == [key_uuid("base-m01")]


@pytest.mark.parametrize("percent", ["0", "101", "many"])
def test_a_figure_outside_its_range_is_refused(client, center, fields, percent):
    sign_in(client, build_staff("editor", center))
    client.post("/admin/courses/new/", {**fields, "quiz_mean": percent})
    assert not Course.objects.exists()


def test_another_organisations_course_is_not_found_and_nobody_deletes_one(client, site, center, fields):
    course = build_course(site, key="foreign", modules=1, units=1, organisation=center)
    oral = build_organisation("oral")
    sign_in(client, build_staff("administrator", oral))
    for address in (f"/admin/courses/edit/{course.pk}/", f"/admin/courses/history/{course.pk}/"):
        for response in (client.get(address), client.post(address, fields)):
            assert response.status_code == 404
    assert "foreign en" not in text(client.get("/admin/courses/"))
    client.post("/admin/courses/new/", fields)
    assert list(Course.objects.values_list("key", flat=True)) == ["foreign"]

    sign_in(client, build_staff("administrator", center))
    assert client.post(f"/admin/courses/delete/{course.pk}/").status_code == 404
    assert Course.objects.exists()


def test_trainers_edit_neither_courses_nor_support_contacts(client, center, fields):
    sign_in(client, build_staff("trainer", center))
    client.post("/admin/courses/new/", fields)
    contact = {"key": "111", "contact": "111", "label_kk": "a", "label_ru": "b", "label_en": "c"}
    client.post("/admin/support-contacts/new/", {**contact, "checked_on": "2026-09-01", "sort_order": "1"})
    assert not Course.objects.exists()
    assert not SupportContact.objects.exists()

    sign_in(client, build_staff("editor", center))
    client.post("/admin/support-contacts/new/", {**contact, "checked_on": "2026-09-01", "sort_order": "1"})
    assert SupportContact.objects.get().contact == "111"


def test_every_field_of_a_support_contact_has_a_name_of_ours(client, center):
    sign_in(client, build_staff("editor", center))
    page = BeautifulSoup(client.get("/admin/support-contacts/new/").content, "html.parser")
    labels = {label["for"]: label.get_text(" ", strip=True).rstrip("* ") for label in page.select("label[for^=id_]")}
    assert (labels["id_sort_order"], labels["id_checked_on"]) == ("place", "Checked on")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_courses_costs_the_same_for_one_and_for_three(client, center, queries, count):
    for number in range(count):
        Course.objects.create(key=f"c{number}", title_en=f"Course {number}", organisation=center, hours=1)
    sign_in(client, build_staff("editor", center))
    client.get("/admin/courses/")
    with queries(13):
        page = text(client.get("/admin/courses/"))
    assert [f"Course {number}" in page for number in range(count)] == [True] * count
