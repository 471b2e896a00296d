import re

import pytest

from tests.factories.courses import LANGUAGES, build_course, page_of

pytestmark = pytest.mark.django_db


def test_sitemap_names_public_pages_in_three_languages_and_nothing_else(client, site):
    build_course(site, modules=1, units=1)
    build_course(site, key="draft", modules=1, units=1)
    page_of("draft", "ru").unpublish()
    found = set(re.findall(r"<loc>https?://testserver([^<]+)</loc>", client.get("/sitemap.xml").content.decode()))

    public = {site.home[code].get_url() for code in LANGUAGES} | {site.catalogue[code].get_url() for code in LANGUAGES}
    public |= {page_of("course", code).get_url() for code in LANGUAGES}
    public |= {page_of("draft", code).get_url() for code in ("kk", "en")}
    assert found == public
