"""What people read when something does not work."""

import pytest
from bs4 import BeautifulSoup
from django.template.loader import get_template
from django.test import Client


def soup(html):
    return BeautifulSoup(html, "html.parser")


@pytest.mark.parametrize("code", ["400", "500"])
def test_pages_for_the_worst_case_need_no_database_and_speak_three_languages(code):
    page = soup(get_template(f"{code}.html").render())
    assert [page.html["lang"], *(node["lang"] for node in page.select("section[lang]"))] == ["kk", "ru", "en"]
    assert [a["href"] for a in page.select("a")] == ["/kk/", "/ru/", "/en/"]


def test_a_crash_is_answered_in_three_languages(site, monkeypatch):
    monkeypatch.setattr("lms.core.pages.HomePage.serve", lambda *args: 1 / 0)
    response = Client(raise_request_exception=False).get("/en/")
    assert response.status_code == 500
    assert [h.get_text() for h in soup(response.content).select("h1, h2")] == [
        "Бізде бірдеңе дұрыс жұмыс істемеді",
        "У нас что-то не сработало",
        "Something went wrong on our side",
    ]


def test_unknown_address_keeps_the_frame_and_the_language(client, site):
    response = client.get("/en/no-such-page/")
    page = soup(response.content)
    assert (response.status_code, page.html["lang"]) == (404, "en")
    assert page.h1.get_text() == "We did not find this page"
    assert [a["href"] for a in page.select("nav.lang a")] == [
        "/kk/no-such-page/",
        "/ru/no-such-page/",
        "/en/no-such-page/",
    ]


def test_expired_form_says_what_to_do(site):
    response = Client(enforce_csrf_checks=True).post("/en/accounts/login/", {"login": "a"})
    assert response.status_code == 403
    assert soup(response.content).h1.get_text() == "The page was open for too long"
