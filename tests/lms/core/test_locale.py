import pytest

from tests.factories.people import build_center, build_staff, enter


@pytest.mark.parametrize("address", ["/admin/nowhere/", "/documents/999/x.pdf", "/media/nowhere.png"])
def test_what_has_no_language_is_not_found_in_place(client, site, address):
    enter(client, build_staff("administrator", build_center()))
    assert client.get(address).status_code == 404


def test_an_address_without_its_language_gets_the_readers(client, site):
    response = client.get("/my/", headers={"accept-language": "ru"})
    assert (response.status_code, response["Location"]) == (302, "/ru/my/")
