"""Home and catalogue as a visitor sees them, on a phone and on a desk, in three languages."""

import pytest

from .conftest import DESKTOP, PHONE


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_home_and_catalogue(page, live_server, site, accessibility_faults, scrolls_sideways, language, size):
    page.set_viewport_size(size)
    for address in (f"/{language}/", f"/{language}/courses/"):
        page.goto(live_server.url + address)
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("h1").count() == 1
        assert accessibility_faults() == []
        assert not scrolls_sideways()
