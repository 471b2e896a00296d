"""How a text changes, in a real browser: a trainer writes, a second reader and an editor of the Center approve, and
until the last approval learners read what they read before."""

from wagtail.models import Revision

from lms.core.drawings import drawings
from tests.factories.courses import build_cohort, build_course, page_of, seat
from tests.factories.lesson import body_of, build_full_lesson
from tests.factories.people import build_center, build_organisation, build_person

from .conftest import DESKTOP, PASSWORD, PHONE, staff

BEFORE, AFTER = "north-m01-l1 kk", "Тыңдау, содан кейін сөйлеу"


def enter(person, user, path):
    """A window in which `user`, who has confirmed with a second factor, stands at `path`."""
    window = person(DESKTOP)
    window.sign_in(user.email, PASSWORD)
    window.second_factor(user, path)
    window.goto(path)
    return window


def approve(window):
    window.goto("/admin/")
    window.page.get_by_role("link", name=AFTER).first.click()
    window.page.locator("footer .w-dropdown-button .w-dropdown__toggle").last.click()
    window.page.locator("[data-workflow-action-name=approve]").first.click()
    window.page.wait_for_url(lambda address: "/edit/" not in address)
    assert window.page.locator(".messages .error").count() == 0


def test_a_trainers_change_reaches_learners_after_two_approvals(site, person):
    center, north = build_center(), build_organisation("north")
    course = build_course(site, "north", modules=1, units=1, organisation=north)
    lesson = page_of("north-m01-l1", "kk")
    people = [staff("trainer", north), staff("second_reader", north), staff("editor", center)]
    trainer, reader, editor = (enter(person, user, f"/admin/pages/{lesson.pk}/edit/") for user in people)
    learner = person(PHONE)
    user = build_person("learner")
    user.set_password(PASSWORD)
    user.save()
    seat(user, build_cohort(course))
    learner.sign_in(user.email, PASSWORD)

    def title_read():
        learner.goto(lesson.get_url())
        return learner.page.inner_text("h1")

    trainer.page.fill("[name=title]", AFTER)
    trainer.page.locator("footer .w-dropdown-button .w-dropdown__toggle").last.click()
    trainer.page.locator("[name=action-submit]").click()
    trainer.page.wait_for_url("**/admin/pages/*/")
    assert title_read() == BEFORE

    approve(reader)
    assert title_read() == BEFORE

    approve(editor)
    assert title_read() == AFTER


def test_to_open_a_lesson_that_came_from_a_file_makes_no_draft(site, person):
    north = build_organisation("north")
    build_course(site, "north", modules=1, units=1, organisation=north)
    lesson = build_full_lesson(page_of("north-m01", "kk"))
    lesson.save_revision().publish()
    trainer = enter(person, staff("trainer", north), f"/admin/pages/{lesson.pk}/edit/").page

    def drafts():
        return Revision.objects.for_instance(lesson).count() - 1

    trainer.wait_for_timeout(4000)  # autosave begins half a second after the editor is there
    assert drafts() == 0
    with trainer.expect_response(lambda answer: answer.request.method == "POST" and "/edit/" in answer.url):
        trainer.fill("[name=summary]", "Other words")
    assert drafts() == 1


def test_a_figure_offers_drawings_and_keeps_the_name_of_one_that_has_gone(site, person):
    north = build_organisation("north")
    build_course(site, "north", modules=1, units=1, organisation=north)
    lesson = page_of("north-m01-l1", "kk")
    lesson.body = body_of([("figure", {"drawing": "four-paths", "alt": "Four", "caption": ""})])
    lesson.save_revision().publish()
    window = enter(person, staff("trainer", north), f"/admin/pages/{lesson.pk}/edit/")
    field = window.page.locator("[name=body-0-value-drawing]")
    assert field.input_value() == "four-paths"
    assert field.evaluate("field => Array.from(field.list.options, o => o.value)") == list(drawings())

    def saved():
        with window.page.expect_navigation():
            window.page.locator("footer .action-save").click()
        return page_of("north-m01-l1", "kk").get_latest_revision_as_object().body[0].value["drawing"]

    assert saved() == "four-paths"
    field.fill("three-paths")
    assert saved() == "three-paths"
