"""Checking a certificate in a browser: the QR code's fragment, each answer, and without scripts; the batch page."""

import pytest

from certificates.domain import batches, issuing
from certificates.models import Certificate
from tests.factories.certificates import build_ready_cohort, rename

from .conftest import DESKTOP, PHONE


@pytest.fixture
def certificate(site):
    _cohort, (first, *_others) = build_ready_cohort(site, 1)
    rename(first, "Қасымова", "Әсем", "Нұрланқызы")
    batches.carry_out(issuing.issue([first.pk], None).pk)
    return Certificate.objects.get()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_scanned_code_is_asked_for_and_leaves_no_trace(
    page, live_server, certificate, accessibility_faults, scrolls_sideways, size
):
    asked = []
    page.on("request", lambda request: asked.append((request.method, request.url, request.headers.get("referer", ""))))
    page.set_viewport_size(size)
    page.goto(f"{live_server.url}/c/#{certificate.code}")
    page.wait_for_selector("input[name=surname]")

    assert page.url == f"{live_server.url}/en/verify/"
    assert not any(certificate.code in url + referer for _method, url, referer in asked)
    assert accessibility_faults() == []
    assert not scrolls_sideways()

    page.fill("input[name=surname]", "Иванова")
    page.click("form:has([name=surname]) .btn")
    assert page.locator("[role=status] h2").inner_text() == "The surname does not match"
    assert accessibility_faults() == []
    page.fill("input[name=surname]", "касымова")
    page.click("form:has([name=surname]) .btn")
    assert page.locator("[role=status] h2").inner_text() == "This certificate is valid"
    assert accessibility_faults() == []
    assert "Әсем" not in page.content()
    assert {referer for _method, _url, referer in asked if "/static/" not in _url} == {""}


def test_without_scripts_the_code_is_typed(browser, live_server, certificate):
    context = browser.new_context(java_script_enabled=False, locale="ru-RU")
    page = context.new_page()
    page.goto(f"{live_server.url}/c/#{certificate.code}")
    assert page.url.startswith(f"{live_server.url}/ru/verify/")
    page.fill("input[name=code]", certificate.printed_code.lower())
    page.click("[data-code-form] .btn")
    assert page.locator("[role=status] dl").inner_text().count(certificate.number) == 1
    page.fill("input[name=surname]", "Kasymova")
    page.click("form:has([name=surname]) .btn")
    assert page.locator("section[data-tone=good]").count() == 1
    context.close()


@pytest.mark.parametrize("typed", ["NRC-2026-000001-7", "7K4M", "7K4M-0137-ABCD-EF1X"])
def test_the_other_answers_can_be_read_by_all(page, live_server, site, accessibility_faults, scrolls_sideways, typed):
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/kk/verify/")
    page.fill("input[name=code]", typed)
    page.click("[data-code-form] .btn")
    assert page.locator("[role=status] h2").count() == 1
    assert accessibility_faults() == []
    assert not scrolls_sideways()
