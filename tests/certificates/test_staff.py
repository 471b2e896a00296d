"""The issuer's screens: who sees them, what they say, and that nothing is issued without a look before."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from certificates.domain import batches, issuing
from certificates.domain.queries import Stage
from certificates.enums import EventKind, ItemState, Reason
from certificates.models import Certificate, CertificateEvent, CertificateText, IssueBatch, Signatory
from courses.models import Cohort
from lms.accounts.models import Organisation
from tests.certificates.conftest import paper_text
from tests.factories.certificates import TEXTS, build_ready_cohort, build_signatory, build_texts, graduate, rename
from tests.factories.courses import build_cohort, build_course, build_user, seat
from tests.factories.people import build_organisation, build_staff, enter

COHORT = 23


@pytest.fixture
def issuer(client, graduates):
    cohort, _people = graduates
    person = build_staff("issuer", cohort.organisation)
    enter(client, person)
    return person


def url(name, *arguments):
    return reverse(f"certificates:{name}", args=arguments)


def words(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").select_one("main").get_text(" ").split())


def told(client, response):
    """Messages shown after the redirect of `response`."""
    page = BeautifulSoup(client.get(response["Location"]).content, "html.parser")
    shown = [" ".join(item.get_text().split()) for item in page.select(".messages ul > li")]
    return [text.removesuffix(" Go to the first error") for text in shown]


def test_list_shows_where_each_person_stands(client, graduates, issuer):
    cohort, (first, second, third) = graduates
    newcomer = seat(build_user(20), cohort)
    batches.carry_out(issuing.issue([first.pk, second.pk], issuer).pk)
    issuing.revoke(second.certificate_held.certificate, Reason.MISTAKE, issuer)
    response = client.get(url("cohort", cohort.pk))
    stages = {row.enrolment.pk: row.stage for row in response.context["rows"]}
    assert stages == {
        first.pk: Stage.READY,
        second.pk: Stage.REVOKED,
        third.pk: Stage.ELIGIBLE,
        newcomer.pk: Stage.NOT_YET,
    }
    page = words(response)
    assert "has not yet met every rule of the course 0 of 1 step done" in page
    assert first.certificate_held.certificate.number in page
    ticks = BeautifulSoup(response.content, "html.parser").select("input[name=enrolment]")
    assert [tick["value"] for tick in ticks] == [str(third.pk)]


def test_being_made_and_failed_are_shown(client, graduates, issuer):
    cohort, (first, second, third) = graduates
    batch = issuing.issue([first.pk, second.pk], issuer)
    batch.items.filter(enrolment=second).update(state=ItemState.FAILED)
    stages = {row.enrolment.pk: row.stage for row in client.get(url("cohort", cohort.pk)).context["rows"]}
    assert stages == {first.pk: Stage.MAKING, second.pk: Stage.FAILED, third.pk: Stage.ELIGIBLE}


def test_check_shows_names_as_printed_and_who_is_held_back_and_issues_nothing(client, graduates, issuer):
    cohort, (first, second, third) = graduates
    rename(first, " Қасымова ", "Әсем", latin_family_name="Kassymova", latin_given_name="Assem")
    rename(second, "Үлгі", "😀")
    response = client.post(url("check", cohort.pk), {"enrolment": [first.pk, second.pk, third.pk]})
    assert [row.enrolment.pk for row in response.context["ready"]] == [first.pk, third.pk]
    page = words(response)
    assert "Қасымова Әсем Assem Kassymova" in page
    assert "the name has a character that cannot be printed: 😀 (U+1F600 GRINNING FACE)" in page
    assert "Signatory: Б. Әлімханова, Director of the Center." in page
    assert not IssueBatch.objects.exists()


def test_issuing_all_who_are_eligible(client, graduates, issuer, django_capture_on_commit_callbacks):
    cohort, people = graduates
    seat(build_user(20), cohort)
    confirm = BeautifulSoup(client.post(url("check", cohort.pk), {"all": "1"}).content, "html.parser")
    ids = [field["value"] for field in confirm.select("input[name=enrolment]")]
    assert ids == [str(row.pk) for row in people]
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(url("issue", cohort.pk), {"enrolment": ids})
    batch = IssueBatch.objects.get()
    assert response["Location"] == url("batch", batch.pk)
    page = client.get(response["Location"])
    assert "3 of 3 done" in words(page)
    assert "data-unfinished" not in page.content.decode()
    assert Certificate.objects.count() == 3
    assert {event.by for event in CertificateEvent.objects.all()} == {issuer}
    assert batch.created_by == issuer


def test_a_batch_in_the_making_asks_to_look_again(client, graduates, issuer):
    _cohort, people = graduates
    batch = issuing.issue([row.pk for row in people], issuer)
    page = client.get(url("batch", batch.pk))
    assert "0 of 3 done" in words(page)
    assert "data-unfinished" in page.content.decode()
    assert "/static/lms/js/batch.js" in page.content.decode()


def test_what_could_not_be_made_is_tried_again(client, graduates, issuer, django_capture_on_commit_callbacks):
    _cohort, (first, *_others) = graduates
    batch = issuing.issue([first.pk], issuer)
    batch.items.update(state=ItemState.FAILED)
    assert "1 certificate could not be made." in words(client.get(url("batch", batch.pk)))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("batch", batch.pk))
    assert batch.items.get().state == ItemState.READY


def test_nobody_chosen_and_people_of_other_cohorts(client, graduates, issuer, site):
    cohort, people = graduates
    foreign = graduate(build_user(30), build_cohort(people[0].cohort.course, name="Other run"))
    for screen in ("check", "issue"):
        for data in ({}, {"enrolment": ["x"]}, {"enrolment": [foreign.pk]}):
            response = client.post(url(screen, cohort.pk), data)
            assert response["Location"] == url("cohort", cohort.pk)
            assert told(client, response) == ["Nobody was chosen."]
        assert client.get(url(screen, cohort.pk))["Location"] == url("cohort", cohort.pk)
    assert not IssueBatch.objects.exists()


def test_withdrawing_asks_for_a_reason(client, graduates, issuer):
    cohort, (first, *_others) = graduates
    batches.carry_out(issuing.issue([first.pk], issuer).pk)
    certificate = Certificate.objects.get()
    address = url("revoke", certificate.public_id)
    asked = words(client.get(address))
    assert certificate.number in asked
    assert "This person cannot be issued a new certificate for this run" in asked
    assert list(client.post(address, {"decision": "1"}).context["form"].errors) == ["reason"]
    assert not certificate.events.filter(kind=EventKind.REVOKED).exists()

    response = client.post(address, {"reason": "annulled", "decision": "14-п"})
    assert response["Location"] == url("cohort", cohort.pk)
    event = certificate.events.get(kind=EventKind.REVOKED)
    assert (event.reason, event.decision, event.by) == ("annulled", "14-п", issuer)
    assert told(client, response) == [f"Certificate {certificate.number} has been withdrawn."]
    again = client.post(address, {"reason": "mistake"})
    assert told(client, again) == ["This certificate has been withdrawn already."]


def test_a_sample_has_the_longest_name_and_leaves_nothing(client, graduates, issuer):
    cohort, (first, *_others) = graduates
    rename(first, "Әбдірахманова-Кенжеғалиева", "Гүлжанат", "Нұрмұхаммедқызы")
    response = client.get(url("sample", cohort.pk))
    text = paper_text(response.content)
    assert "Әбдірахманова-Кенжеғалиева Гүлжанат Нұрмұхаммедқызы" in text
    assert "ОБРАЗЕЦ" in text
    assert not Certificate.objects.exists()
    Signatory.objects.all().delete()
    response = client.get(url("sample", cohort.pk))
    assert told(client, response) == ["A sample needs the texts in three languages and a signatory."]


def test_another_organisation_is_not_found(client, graduates, issuer, site):
    elsewhere = build_organisation("elsewhere")
    course = build_course(site, key="foreign", modules=1, units=1, organisation=elsewhere)
    cohort = build_cohort(course, name="Secret run")
    build_texts(course)
    build_signatory(elsewhere)
    person = graduate(build_user(40), cohort)
    batch = issuing.issue([person.pk], None)
    batches.carry_out(batch.pk)
    certificate = Certificate.objects.get()
    other = graduate(build_user(41), cohort)
    addresses = [
        *(url(name, cohort.pk) for name in ("cohort", "check", "issue", "sample")),
        url("batch", batch.pk),
        url("revoke", certificate.public_id),
    ]
    for address in addresses:
        for method in (client.get, client.post):
            response = method(address, {"enrolment": [other.pk], "reason": "mistake"})
            assert response.status_code == 404, address
    assert "Secret run" not in client.get(url("index")).content.decode()
    assert IssueBatch.objects.count() == CertificateEvent.objects.count() == 1


@pytest.mark.parametrize("role", ["administrator", "editor", "trainer", "second_reader"])
def test_other_roles_do_not_issue(client, graduates, role):
    cohort, people = graduates
    enter(client, build_staff(role, cohort.organisation))
    response = client.get(url("index"))
    assert (response.status_code, response["Location"]) == (302, "/admin/")
    for address in (url("cohort", cohort.pk), url("sample", cohort.pk)):
        assert client.get(address).status_code == 404
    client.post(url("issue", cohort.pk), {"enrolment": [people[0].pk]})
    assert not IssueBatch.objects.exists()
    assert "certificates/" not in client.get("/admin/").content.decode()


def test_the_menu_and_the_list_of_cohorts(client, graduates, issuer):
    cohort, (first, *_others) = graduates
    batches.carry_out(issuing.issue([first.pk], issuer).pk)
    assert "/admin/certificates/" in client.get("/admin/").content.decode()
    (row,) = client.get(url("index")).context["cohorts"]
    assert (row, row.completed, row.issued) == (cohort, 3, 1)


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(client, site, private_files, queries, people):
    cohort, enrolments = build_ready_cohort(site, people)
    enter(client, build_staff("issuer", cohort.organisation))
    batches.carry_out(issuing.issue([enrolments[0].pk], None).pk)
    client.get(url("cohort", cohort.pk))
    with queries(COHORT):
        client.get(url("cohort", cohort.pk))


def test_a_cohort_of_130_costs_no_more(client, site, private_files, queries):
    cohort, _people = build_ready_cohort(site, 1)
    for number in range(2, 131):
        seat(build_user(number), cohort)
    enter(client, build_staff("issuer", cohort.organisation))
    client.get(url("cohort", cohort.pk))
    with queries(COHORT - 2):
        assert len(client.get(url("cohort", cohort.pk)).context["rows"]) == 130


def form_of(texts, course, language):
    return {"course": course.pk, "language": language, **texts}


def test_texts_are_kept_by_editors_and_checked(client, graduates):
    cohort, _people = graduates
    enter(client, build_staff("editor", cohort.organisation))
    text = CertificateText.objects.get(course=cohort.course, language="en")
    address = f"/admin/certificate-texts/edit/{text.pk}/"
    for wording, complaint in (
        ("{hours} {start} {end} {{ settings.SECRET_KEY }}", "“{ settings.SECRET_KEY }” is not one of the variables."),
        ("{hours} {start}", "The text must state {end}."),
    ):
        response = client.post(address, form_of({**TEXTS["en"], "wording": wording}, cohort.course, "en"))
        assert complaint in words(response)
    response = client.post(address, form_of({**TEXTS["en"], "place": "{hours}"}, cohort.course, "en"))
    assert "Curly braces have no meaning in this text." in words(response)
    client.post(address, form_of({**TEXTS["en"], "place": "Oral"}, cohort.course, "en"))
    text.refresh_from_db()
    assert text.place == "Oral"


def test_texts_and_signatories_of_others_are_out_of_reach(client, graduates, site):
    cohort, _people = graduates
    text, signatory = CertificateText.objects.first(), Signatory.objects.get()
    elsewhere = build_organisation("elsewhere")
    enter(client, build_staff("administrator", elsewhere))
    for kind, row in (("certificate-texts", text), ("signatories", signatory)):
        index = client.get(f"/admin/{kind}/").content.decode()
        assert signatory.name not in index
        assert "Basics of case management" not in index
        for address in (f"/admin/{kind}/edit/{row.pk}/", f"/admin/{kind}/history/{row.pk}/"):
            assert client.get(address).status_code == 404, address
        add = client.get(f"/admin/{kind}/new/").content.decode()
        assert "course kk" not in add
        assert f'value="{cohort.organisation.pk}"' not in add
    data = {
        "organisation": cohort.organisation.pk,
        "name": "Х. Жалған",
        "position_kk": "x",
        "position_ru": "x",
        "position_en": "x",
        "valid_from": "2026-01-01",
    }
    client.post("/admin/signatories/new/", data)
    assert Signatory.objects.get() == signatory
    client.post("/admin/signatories/new/", {**data, "organisation": elsewhere.pk})
    assert Signatory.objects.filter(organisation=elsewhere).count() == 1


@pytest.mark.parametrize("role", ["issuer", "trainer"])
def test_issuers_do_not_write_what_they_sign(client, graduates, role):
    cohort, _people = graduates
    enter(client, build_staff(role, cohort.organisation))
    text = CertificateText.objects.first()
    for address in (
        "/admin/certificate-texts/",
        "/admin/signatories/new/",
        f"/admin/certificate-texts/edit/{text.pk}/",
    ):
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (302, "/admin/")


def test_nothing_here_can_be_deleted(client, graduates):
    cohort, _people = graduates
    enter(client, build_staff("administrator", cohort.organisation))
    for kind, row in (("certificate-texts", CertificateText.objects.first()), ("signatories", Signatory.objects.get())):
        client.post(f"/admin/{kind}/delete/{row.pk}/")
        assert "delete" not in client.get(f"/admin/{kind}/edit/{row.pk}/").content.decode().lower().split("<footer")[-1]
        assert type(row).objects.filter(pk=row.pk).exists()
    assert (Cohort.objects.count(), Organisation.objects.filter(pk=cohort.organisation_id).count()) == (1, 1)
