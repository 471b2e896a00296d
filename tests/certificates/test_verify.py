"""Checking a certificate: what each answer says, and what none of them gives away (S-21)."""

import re

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from certificates.domain import batches, issuing, verification
from certificates.enums import Reason
from certificates.models import Certificate, CertificateFile, CertificateHolder
from certificates.numbers import format_number, new_code, print_code
from tests.factories.certificates import build_certificate, rename
from tests.factories.courses import build_user

VERIFY = "/en/verify/"


@pytest.fixture
def issued(graduates):
    """A certificate for Үлгілі-Қасымова Әсем Нұрқызы, Latin Kassymova, issued and ready."""
    _cohort, (first, *_others) = graduates
    rename(first, "Қасымова", "Әсем", "Нұрланқызы", latin_family_name="Kassymova", latin_given_name="Assem")
    batch = issuing.issue([first.pk], None)
    batches.carry_out(batch.pk)
    return Certificate.objects.get()


def ask(client, code, surname=None, address=VERIFY):
    data = {"code": code} if surname is None else {"code": code, "surname": surname}
    return client.post(address, data)


def heading(response):
    found = BeautifulSoup(response.content, "html.parser").select_one("[role=status] h2")
    return found and found.get_text()


def text(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").select_one("main").get_text(" ").split())


def test_the_code_alone_says_what_is_registered_and_not_whose_it_is(client, issued):
    response = ask(client, print_code(issued.code).lower())
    page = text(response)
    assert heading(response) == "A certificate with this code exists"
    assert "Whose it is has not been checked yet." in page
    for shown in ("Basics of case management", "80 academic hours", "12–23 October 2026", issued.number):
        assert shown in page
    assert "This certificate is valid" not in page
    for hidden in ("Қасымова", "Kassymova", "Әсем", "Assem", "Нұрланқызы"):
        assert hidden not in response.content.decode()


@pytest.mark.parametrize("surname", ["Қасымова", "касымова", " KASSYMOVA ", "Касымова", "Qasymova", "қасымова-"])
def test_the_surname_makes_it_valid(client, issued, surname):
    response = ask(client, issued.code, surname)
    assert heading(response) == "This certificate is valid"
    for hidden in ("Әсем", "Assem", "Нұрланқызы"):
        assert hidden not in response.content.decode()


@pytest.mark.parametrize("surname", ["Әсем", "Касымов", "Қасымова Әсем", "Нұрланқызы", "Иванова"])
def test_another_surname_says_so_and_whom_to_ask(client, issued, surname):
    response = ask(client, issued.code, surname)
    page = text(response)
    assert heading(response) == "The surname does not match"
    assert "ask the organisation that issued it: L.N. Gumilyov Eurasian National University." in page
    assert "This certificate is valid" not in page
    assert "Әсем" not in response.content.decode().replace(f'value="{surname}"', "")


def test_an_empty_surname_is_not_a_try(client, issued):
    for surname in ("", "   ", "–", "123"):
        for _ in range(3):
            assert heading(ask(client, issued.code, surname)) == "A certificate with this code exists"
    assert heading(ask(client, issued.code, "Касымова")) == "This certificate is valid"


def test_after_five_wrong_surnames_the_right_one_is_not_compared_either(client, issued):
    for number in range(5):
        assert heading(ask(client, issued.code, f"Иванов{'а' * number}е")) == "The surname does not match"
    for surname in ("Петров", "Қасымова"):
        response = ask(client, issued.code, surname)
        assert heading(response) == "Surnames cannot be compared now"
        assert "This certificate is valid" not in text(response)
    assert heading(ask(client, another(issued, "Оспанова").code, "Оспанова")) == "This certificate is valid"


def another(certificate, family_name):
    """A second certificate of the cohort, made by hand."""
    row = build_certificate(certificate.course, serial=77)
    CertificateFile.objects.create(certificate=row, name="x", sha256="0" * 64, size=1, rendered_at=row.issued_at)
    seat = certificate.holder.enrolment.cohort.enrolments.exclude(pk=certificate.holder.enrolment_id).first()
    CertificateHolder.objects.create(
        certificate=row, user=seat.user, enrolment=seat, family_name=family_name, full_name=f"{family_name} Ая"
    )
    return row


def test_right_surnames_use_up_no_tries(client, issued):
    for _ in range(9):
        assert heading(ask(client, issued.code, "Kassymova")) == "This certificate is valid"
    assert heading(ask(client, issued.code, "Иванова")) == "The surname does not match"


def test_the_whole_site_has_a_budget_of_wrong_surnames(client, issued, monkeypatch):
    monkeypatch.setattr(verification, "WRONG_ON_SITE", 2)
    answers = [heading(ask(client, issued.code, "Иванова")) for _ in range(3)]
    assert answers == ["The surname does not match"] * 2 + ["Surnames cannot be compared now"]


def test_a_number_gets_one_answer_whether_it_exists_or_not(client, graduates):
    cohort, _people = graduates
    existing = [build_certificate(cohort.course, serial).number for serial in range(1, 51)]
    missing = [format_number(2026, serial) for serial in range(5001, 5051)]
    answers = {re.sub(rb'value="[A-Za-z0-9]{64}"', b"", ask(client, number).content) for number in existing + missing}
    assert len(answers) == 1
    assert b"Please type the code, not the number" in answers.pop()
    shapes = ["nrc 2026 000001", "2026-000001-7", "№ NRC-2026-000001", "NRC"]
    assert {heading(ask(client, typed)) for typed in shapes} == {"Please type the code, not the number"}


def test_a_number_is_not_even_looked_up(client, graduates):
    cohort, _people = graduates
    number = build_certificate(cohort.course).number
    with CaptureQueriesContext(connection) as captured:
        ask(client, number)
    assert not any(
        "certificates_" in query["sql"] or "ratebucket" in query["sql"] for query in captured.captured_queries
    )


def test_what_is_not_found_says_what_that_does_not_mean(client, issued):
    response = ask(client, new_code())
    assert heading(response) == "We did not find this code"
    assert "This does not mean that the certificate is false." in text(response)
    assert heading(ask(client, "7K4M-0137")) == "This is not a complete code"
    assert heading(ask(client, "<script>alert(1)</script>")) == "This is not a complete code"


def test_a_certificate_without_its_file_is_not_there_yet(client, graduates):
    cohort, _people = graduates
    assert heading(ask(client, build_certificate(cohort.course).code)) == "We did not find this code"


def test_a_withdrawn_certificate_says_so_before_any_surname(client, issued):
    issuing.revoke(issued, Reason.DETAILS, None)
    for surname in (None, "Қасымова"):
        response = ask(client, issued.code, surname)
        assert heading(response) == "This certificate has been withdrawn"
        assert "This certificate is valid" not in text(response)
        assert "a detail on it was wrong" not in text(response)
        assert "newer certificate" not in text(response)
        assert "ask the organisation that issued it: L.N. Gumilyov Eurasian National University." in text(response)


def test_after_erasure_the_entry_stays_and_no_surname_is_compared(client, issued):
    CertificateHolder.objects.filter(pk=issued.pk).delete()
    assert heading(ask(client, issued.code)) == "A certificate with this code exists"
    assert "Its holder asked us to erase the name" in text(ask(client, issued.code, "Қасымова"))


@pytest.mark.parametrize(
    ("language", "words"), [("kk", "Кейс-менеджмент негіздері"), ("ru", "Основы кейс-менеджмента")]
)
def test_the_answer_is_in_the_readers_language(client, issued, language, words):
    assert words in text(ask(client, issued.code, address=f"/{language}/verify/"))


def test_no_answer_is_kept_indexed_or_told_to_others(client, issued):
    answers = [client.get(VERIFY), client.get("/c/"), ask(client, issued.code), ask(client, issued.code, "Иванова")]
    for response in answers:
        assert response["Cache-Control"] == "no-store, private"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Referrer-Policy"] == "no-referrer"
        assert not response.cookies
    assert '<meta name="robots" content="noindex, nofollow">' in answers[0].content.decode()
    assert issued.code not in answers[0].content.decode()


def test_the_code_is_read_from_a_posted_body_alone(client, issued):
    response = client.get(VERIFY, {"code": issued.code, "surname": "Қасымова"})
    assert heading(response) is None
    assert "Basics of case management" not in text(response)


def test_posting_needs_no_token_for_browsers_send_no_origin_here(issued):
    strict = Client(enforce_csrf_checks=True, headers={"Origin": "null"})
    assert heading(ask(strict, issued.code, "Касымова")) == "This certificate is valid"


def test_somebody_signed_in_can_still_sign_out_from_the_page(client, issued):
    client.force_login(build_user(60))
    assert client.get(VERIFY)["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("accepts", "address"), [("ru", "/ru/verify/"), ("de", "/kk/verify/"), ("en-GB", "/en/verify/")]
)
def test_the_short_address_leads_to_the_check_in_the_readers_language(client, site, accepts, address):
    response = client.get("/c/", headers={"Accept-Language": accepts})
    assert (response.status_code, response["Location"]) == (302, address)
    typed = client.get("/c/7K4M-0137-ABCD-EF1X", headers={"Accept-Language": accepts})
    assert (typed.status_code, typed["Location"], typed["Referrer-Policy"]) == (302, address, "no-referrer")


def test_the_check_costs_a_fixed_small_number_of_queries(client, issued, queries):
    client.get(VERIFY)
    with queries(3):
        client.get(VERIFY)
    with queries(5):
        ask(client, issued.code)
    with queries(7):
        ask(client, issued.code, "Иванова")
    with queries(9):
        ask(client, issued.code, "Касымова")
