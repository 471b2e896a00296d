"""Browser tests run against a real Chromium and as a process of their own: Playwright's event loop lives in the main
thread, and Django must be told to allow its queries there. Every page is watched; see `page`."""

import os
import shutil
from pathlib import Path

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

import pytest

from tests.factories.site import build_site

AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text()
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The Chromium of the system (LMS_CHROMIUM or the first on the path); else the one Playwright installed."""
    chromium = os.environ.get("LMS_CHROMIUM") or shutil.which("chromium")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    return {**browser_type_launch_args, "args": quiet, **({"executable_path": chromium} if chromium else {})}


@pytest.fixture
def site(transactional_db):
    """As tests.conftest.site, in a database that the server's thread sees."""
    return build_site()


@pytest.fixture
def page(page, live_server):
    """A page of the browser. Afterwards the test fails on a script error, a refusal by the content security policy,
    a missing static file, or a request to any other host."""
    faults = []

    def on_console(message):
        text = message.text
        missing_file = "Failed to load resource" in text and "/static/" in message.location.get("url", "")
        if "Content Security Policy" in text or missing_file:
            faults.append(f"{page.url}: {text} {message.location.get('url', '')}")

    def on_request(request):
        if not request.url.startswith((live_server.url, "data:", "blob:")):
            faults.append(f"{page.url}: request to {request.url}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    page.on("request", on_request)
    page.set_default_timeout(10_000)
    yield page
    assert faults == []


@pytest.fixture
def axe_faults():
    """What axe-core finds on a page (WCAG 2.2 A and AA, best practice), one line a place."""

    def check(page):
        page.evaluate(AXE)  # a script tag would be refused by the content security policy
        results = page.evaluate("async () => (await axe.run()).violations")
        return [f"{rule['id']}: {' '.join(map(str, node['target']))}" for rule in results for node in rule["nodes"]]

    return check


@pytest.fixture
def accessibility_faults(page, axe_faults):
    """What axe-core finds on the present page."""
    return lambda: axe_faults(page)


@pytest.fixture
def scrolls_sideways(page):
    """Whether the present page is wider than the window."""
    return lambda: page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
