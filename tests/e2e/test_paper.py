"""Paper of an exam on a phone: the page says that it is being made, with and without JavaScript."""

from assessments.domain import paper, prints
from assessments.models import PaperPrint
from lms.accounts.domain import memberships
from tests.factories.courses import build_cohort, build_course
from tests.factories.people import build_organisation
from tests.factories.sittings import build_exam, build_sitting

from .conftest import PHONE, staff
from .test_authoring import enter
from .test_bank import picture


def test_a_paper_is_asked_for_waited_for_and_opened(site, person, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    north = build_organisation("north")
    exam = build_exam(site, course=build_course(site, "north", modules=1, units=1, organisation=north))
    memberships.sync_grants()
    cohort, trainer = build_cohort(exam.course, "Northern run"), staff("trainer", north)
    cohort.trainers.add(trainer)
    sitting = build_sitting(exam, trainer, cohort=cohort)
    paper.draw_form(sitting, trainer)
    window = enter(person, trainer, f"/kk/exams/{sitting.public_id}/paper/")
    window.page.set_viewport_size(PHONE)
    window.page.locator("form[action*=print] .btn").first.click()
    window.page.wait_for_url("**/prints/*/")
    picture(window, "paper-waiting")
    window.accessible()
    assert window.page.locator("[data-live] .btn").count() == 0

    plain = window.page.context.browser.new_context(
        java_script_enabled=False, viewport=PHONE, storage_state=window.page.context.storage_state()
    ).new_page()
    plain.goto(window.page.url)
    prints.make(PaperPrint.objects.get().pk)
    plain.click("#again")
    address = plain.locator("[data-live] .btn").get_attribute("href")
    assert plain.request.get(window.base + address).body()[:5] == b"%PDF-"
    plain.context.close()

    window.page.reload()
    picture(window, "paper-ready")
    window.accessible()
    assert window.page.locator("[data-live] .btn").get_attribute("href") == address
    assert window.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
