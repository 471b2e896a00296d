"""Takes pictures of the seeded site's pages, on a phone and on a desk, light and dark: `make screenshots`.

Usage: python -m tests.screenshots FOLDER ADDRESS [START], with the site running at ADDRESS on the same database. With
START only the pages whose name begins so.
"""
# ruff: noqa: E402  (models can be imported only after django.setup)

import os
import sys
from pathlib import Path

import django

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
django.setup()

from django.conf import settings
from django.test import Client
from PIL import Image
from playwright.sync_api import sync_playwright

from tests.factories.people import enter
from tests.tour import desk_stops, staff_stops, stops

SIZES = {"phone": {"width": 360, "height": 740}, "desktop": {"width": 1280, "height": 900}}


OVERVIEW = ("course-kk-desktop-light", "lesson-kk-phone-light", "dashboard-kk-phone-dark")


def session_of(person):
    client = Client()
    enter(client, person) if person.memberships.active().exists() else client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def views():
    """(language, size, colour scheme): Kazakh in full, the others on a phone."""
    yield from (("kk", size, scheme) for size in SIZES for scheme in ("light", "dark"))
    yield from ((language, "phone", "light") for language in ("ru", "en"))


def pictures(start):
    """(file name, size, colour scheme, address, person who looks)"""
    for language, size, scheme in views():
        yield from named(stops(language), start, language, size, scheme)
    for language in ("en", "ru", "kk"):
        yield from named(desk_stops(language), start, language, "desktop", "light")
    yield from named(staff_stops(), start, "kk", "desktop", "light")


def named(found, start, language, size, scheme):
    for name, url, person in found:
        if name.startswith(start):
            yield f"{name}-{language}-{size}-{scheme}.jpg", size, scheme, url, person


def main(folder, address, start=""):
    folder = Path(folder)
    with sync_playwright() as playwright:
        path = os.environ.get("LMS_CHROMIUM")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for name, size, scheme, url, person in pictures(start):
            context = browser.new_context(viewport=SIZES[size], color_scheme=scheme)
            if person:
                cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(person), "url": address}
                context.add_cookies([cookie])
            page = context.new_page()
            page.goto(address + url, wait_until="networkidle")
            if url.startswith("/admin/"):
                page.locator(".sidebar-menu-item").first.wait_for()
                page.wait_for_timeout(2000)  # scripts fetch the icons and build the editor
            page.screenshot(path=folder / name, full_page=True, type="jpeg", quality=60)
            print(folder / name)
            context.close()
        browser.close()
    if not start:
        overview(folder)


def overview(folder):
    """The README's picture: three pages side by side, each cut to the same height."""
    pages = [Image.open(folder / f"{name}.jpg") for name in OVERVIEW]
    height, gap = 900, 24
    cut = [page.crop((0, 0, page.width, min(height, page.height))) for page in pages]
    whole = Image.new("RGB", (sum(page.width + gap for page in cut) - gap, height), "white")
    left = 0
    for page in cut:
        whole.paste(page, (left, 0))
        left += page.width + gap
    whole.save(folder / "overview.jpg", quality=80)


if __name__ == "__main__":
    main(*sys.argv[1:])
