"""What people do in Wagtail's editor and in the list of texts of a translation."""

from django.urls import reverse
from django.utils.translation import gettext, override

from .conftest import DESKTOP, PASSWORD

BODY = "[data-contentpath=body]"
MENU = "footer .w-dropdown-button .w-dropdown__toggle"


def enter(person, user, path, language, size=DESKTOP):
    """A window in which `user`, who reads this language and has confirmed with a second factor, stands at `path`."""
    user.language = language
    user.save()
    window = person(size)
    window.sign_in(user.email, PASSWORD)
    window.second_factor(user, path)
    window.goto(path)
    return window


def edit(window, page):
    window.goto(reverse("wagtailadmin_pages:edit", args=[page.pk]))


def beside(window, page):
    window.goto(reverse("translations:compare", args=[page.pk]))


def add_text(window, words):
    """A block of text at the end of the lesson, chosen in Kazakh."""
    page = window.page
    page.locator(f"{BODY} .c-sf-add-button").last.click()
    with override("kk"):
        page.get_by_role("option", name=gettext("Text"), exact=True).click()
    page.locator(f"{BODY} .public-DraftEditor-content").last.click()
    with page.expect_response(lambda answer: answer.request.method == "POST"):  # the editor saves by itself
        page.keyboard.insert_text(words)


def submit(window):
    window.page.locator(MENU).last.click()
    window.page.locator("[name=action-submit]").click()
    window.page.wait_for_url("**/admin/pages/*/")


def open_task(window, title):
    """The text that waits under "Your work"."""
    window.goto("/admin/")
    window.page.locator(".lms-work").get_by_role("link", name=title).first.click()
    window.page.wait_for_url(lambda address: not address.endswith("/admin/"))


def approve(window, title):
    """Approves a text of the lead language in Wagtail's editor."""
    open_task(window, title)
    window.page.locator(MENU).last.click()
    window.page.locator("[data-workflow-action-name=approve]").first.click()
    window.page.wait_for_url(lambda address: "/edit/" not in address)
    assert window.page.locator(".messages .error").count() == 0


def translate(window, source, words):
    """Types a translation in the list of texts and saves it."""
    text = window.page.locator(".js-translation-editor li").filter(has_text=source).first
    text.locator("button").last.click()
    text.locator("textarea").fill(words)
    with window.page.expect_response(lambda answer: answer.request.method == "PUT") as kept:
        text.locator("button").last.click()
    assert kept.value.ok
