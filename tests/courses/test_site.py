import pytest

from tests.factories.site import build_site


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_home_is_found_under_its_language(client, site, language):
    assert site.home[language].get_url() == f"/{language}/"
    assert site.catalogue[language].get_url() == f"/{language}/courses/"


@pytest.mark.django_db(transaction=True)
def test_site_can_be_built_after_a_flush():
    site = build_site()
    assert site.home["ru"].translation_key == site.home["kk"].translation_key
