"""Browser tests run against a real Chromium and as a process of their own: Playwright's event loop lives in the main
thread, and Django must be told to allow its queries there. Every page is watched; see `page`."""

import os
import shutil
import subprocess
import time
from datetime import timedelta
from pathlib import Path

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from assessments.domain import attempts
from assessments.enums import Purpose
from assessments.models import Quiz, Sitting
from tests.factories import courses as build
from tests.factories.assessments import build_quiz
from tests.factories.people import build_factor, build_staff
from tests.factories.questions import ORDERING
from tests.factories.site import build_site

# Wagtail fades its messages in: half-transparent words have no contrast.
AT_REST = """() => {
    const moves = change => change.playState === "running" && isFinite(change.effect.getComputedTiming().endTime);
    const shown = [...document.querySelectorAll(".messages > ul")];
    return shown.every(list => getComputedStyle(list).opacity === "1") && !document.getAnimations().some(moves);
}"""
AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text()
BASE_DIR = Path(__file__).parents[2]
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
PASSWORD = "қызғалдақ-дала-2026"
EIGHT = ("single", "multiple", "truefalse", "single", "single", ORDERING, "single", "truefalse")


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


@pytest.fixture(scope="session")
def catalogues(tmp_path_factory):
    """Folders with the interface in Kazakh and Russian, compiled for this run."""
    found = []
    for name in ("lms/locale", "lms/locale_upstream"):
        folder = tmp_path_factory.mktemp("locale")
        for source in (BASE_DIR / name).glob("*/LC_MESSAGES/*.po"):
            target = folder / source.relative_to(BASE_DIR / name).with_suffix(".mo")
            target.parent.mkdir(parents=True, exist_ok=True)
            subprocess.run(["msgfmt", "-o", target, source], check=True)
        found.append(folder)
    return found


@pytest.fixture
def spoken(catalogues, settings):
    """Everybody reads the interface in their own language; in all other tests it is English."""
    settings.LOCALE_PATHS = catalogues


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
    page.set_default_timeout(30_000)
    yield page
    assert faults == []


@pytest.fixture
def axe_faults():
    """What axe-core finds on a page or a part of it (WCAG 2.2 A and AA, best practice), one line a place."""

    def check(page, part="html"):
        page.wait_for_function(AT_REST)
        page.evaluate(AXE)  # a script tag would be refused by the content security policy
        results = page.evaluate("async part => (await axe.run(part)).violations", part)
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


def url(name, *args, language="kk"):
    with override(language):
        return reverse(name, args=args)


class Person:
    """Somebody with a browser window of their own."""

    def __init__(self, browser, live_server, size, axe):
        self.page = browser.new_context(viewport=size, locale="kk-KZ", accept_downloads=True).new_page()
        self.page.set_default_timeout(30_000)
        self.base = live_server.url
        self.axe = axe

    def goto(self, path):
        self.page.goto(path if path.startswith("http") else self.base + path)

    def main(self):
        return self.page.locator("#main")

    def press(self, selector="main .btn"):
        self.page.locator(selector).first.click()
        self.page.wait_for_load_state()

    def accessible(self, part="html"):
        """The whole page, or the part that is ours of a screen of Wagtail."""
        assert self.axe(self.page, part) == []

    def sign_in(self, email, password):
        self.goto(url("account_login"))
        self.page.fill("[name=login]", email)
        self.page.fill("[name=password]", password)
        self.press("form[action*=login] .btn")

    def second_factor(self, user, path):
        """Opens a staff address and types the code that the authenticator app would show."""
        self.goto(path)
        secret = decrypt(Authenticator.objects.get(user=user, type="totp").data["secret"])
        self.page.fill("[name=code]", format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
        self.press("main .btn")


@pytest.fixture
def person(browser, live_server, axe_faults):
    opened = []

    def open_window(size):
        opened.append(Person(browser, live_server, size, axe_faults))
        return opened[-1]

    yield open_window
    for window in opened:
        window.page.context.close()


def staff(role, organisation):
    user = build_staff(role, organisation)
    user.set_password(PASSWORD)
    user.save()
    build_factor(user)
    return user


# --- Somebody in an exam


@pytest.fixture
def course(site):
    return build.build_course(site, modules=1, units=1)


@pytest.fixture
def quiz(course):
    """A timed exam of eight questions on two pages."""
    quiz = build_quiz("course-m01", key="exam", kinds=EIGHT)
    Quiz.objects.filter(pk=quiz.pk).update(purpose=Purpose.EXAM, time_limit=40)
    return quiz


@pytest.fixture
def cohort(course, quiz):
    return build.build_cohort(course)


def learner(cohort, number=1):
    user = build.build_user(number)
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    build.seat(user, cohort)
    return user


@pytest.fixture
def sitting(cohort, quiz):
    now = timezone.now()
    return Sitting.objects.create(
        cohort=cohort,
        quiz=quiz,
        unit_key=quiz.unit_key,
        opens_at=now - timedelta(minutes=5),
        closes_at=now + timedelta(hours=3),
        start_code="472936",
    )


def let_in(context, live_server, user):
    client = Client()
    client.force_login(user)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    context.add_cookies([session])


@pytest.fixture
def someone(person, cohort, live_server):
    def enter(size=PHONE):
        window, user = person(size), learner(cohort)
        let_in(window.page.context, live_server, user)
        return window, user

    return enter


def open_attempt(window, user, quiz):
    attempt = attempts.start_attempt(user, Quiz.objects.get(pk=quiz.pk), quiz.unit_key, code="472936")
    window.goto(url("attempt", attempt.public_id))
    return attempt


def kept(attempt):
    return dict(attempt.items.values_list("position", "response"))


def is_saved(page):
    page.wait_for_selector(".save[data-state=saved]")


def answer(page, position, value):
    page.locator(f"[name=q-{position}][value={value}]").check()


def end_session():
    """What happens on the server when a log-in expires."""
    Session.objects.all().delete()


def sign_in_at_the_door(page, email):
    page.wait_for_selector("[data-cover=door]:visible")
    page.fill("#door-login", email)
    page.fill("#door-password", PASSWORD)
    page.locator("[data-cover=door] .btn").click()
