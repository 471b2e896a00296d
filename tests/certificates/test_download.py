"""A certificate's PDF goes to its holder and to issuers of the organisation; for others there is none."""

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.files.storage import default_storage
from django.utils.formats import date_format
from django.utils.timezone import localtime

from certificates.domain import batches, issuing, queries, rendering
from certificates.domain.errors import AlreadyRevoked
from certificates.enums import Reason
from certificates.models import Certificate
from lms.accounts.models import User
from tests.factories.courses import build_user
from tests.factories.people import build_organisation, build_staff, enter


@pytest.fixture
def issued(graduates):
    _cohort, people = graduates
    batch = issuing.issue([row.pk for row in people[:2]], None)
    batches.carry_out(batch.pk)
    return list(Certificate.objects.order_by("serial"))


def address(certificate):
    return f"/en/my/certificates/{certificate.public_id}.pdf"


def test_the_holder_gets_the_very_file(client, issued):
    certificate, _other = issued
    client.force_login(certificate.holder.user)
    response = client.get(address(certificate))
    assert response.content == rendering.read(certificate.file)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{certificate.number}.pdf"'
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_others_find_nothing(client, issued):
    certificate, other = issued
    assert client.get(address(certificate)).status_code == 404
    client.force_login(other.holder.user)
    assert client.get(address(certificate)).status_code == 404
    for role in ("administrator", "editor", "trainer"):
        enter(client, build_staff(role, certificate.organisation))
        assert client.get(address(certificate)).status_code == 404
    enter(client, build_staff("issuer", build_organisation("elsewhere")))
    assert client.get(address(certificate)).status_code == 404


def test_the_organisations_issuer_gets_it(client, issued):
    certificate, _other = issued
    enter(client, build_staff("issuer", certificate.organisation))
    assert client.get(address(certificate)).content == rendering.read(certificate.file)


def test_a_changed_file_is_not_handed_out(client, issued):
    certificate, _other = issued
    with open(default_storage.path(certificate.file.name), "ab") as file:
        file.write(b" ")
    client.force_login(certificate.holder.user)
    assert client.get(address(certificate)).status_code == 404
    assert queries.mine(certificate.holder.user) == []


def test_the_dashboard_lists_own_certificates_with_their_state(client, issued):
    certificate, other = issued
    issuing.revoke(certificate, Reason.MISTAKE, None)
    client.force_login(certificate.holder.user)
    page = BeautifulSoup(client.get("/en/my/").content, "html.parser").select_one("[aria-labelledby=my-certificates]")
    (link,) = page.select("a.download")
    assert link["href"] == address(certificate)
    assert certificate.number in link.get_text()
    assert other.number not in page.get_text()
    assert "withdrawn" in page.get_text()


STANDS = "Your certificate has been issued. It stands on this page under “My certificates”."
COMES = (
    "You have done every step. As soon as your certificate is issued, it stands on this page under “My certificates”."
)


def next_card(client, user):
    client.force_login(user)
    card = BeautifulSoup(client.get("/en/my/").content, "html.parser").select_one("[aria-labelledby=next-step]")
    return [" ".join(line.get_text().split()) for line in card.select("h2, p")]


def test_the_card_above_fits_the_state_of_the_certificate(client, graduates, issued):
    _cohort, people = graduates
    certificate, other = issued
    event = issuing.revoke(certificate, Reason.MISTAKE, None)
    withdrawn = (
        f"Your certificate “Basics of case management” was withdrawn on {date_format(localtime(event.at))}. "
        "If you have questions, ask the organisation that issued it: L.N. Gumilyov Eurasian National University."
    )
    title = "All conditions are met"
    assert next_card(client, people[0].user) == [title, withdrawn]
    assert next_card(client, other.holder.user) == [title, STANDS]
    assert next_card(client, people[2].user) == [title, COMES]


def test_the_holder_is_told_of_a_withdrawal_once_in_the_own_language(issued, django_capture_on_commit_callbacks):
    certificate, _other = issued
    User.objects.filter(pk=certificate.holder.user_id).update(language="en")
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        issuing.revoke(certificate, Reason.MISTAKE, None)
        assert mail.outbox == []
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(AlreadyRevoked):
        issuing.revoke(certificate, Reason.DETAILS, None)
    told = [(letter.to, letter.subject) for letter in mail.outbox]
    assert told == [([certificate.holder.user.email], "Your certificate has been withdrawn")]
    body = mail.outbox[0].body
    hidden = [certificate.number, certificate.holder.full_name, certificate.programme, "issued by mistake"]
    assert ([word for word in hidden if word in body], "/en/my/" in body) == ([], True)


def test_the_dashboard_says_nothing_to_those_without(client, graduates):
    client.force_login(build_user(70))
    assert "my-certificates" not in client.get("/en/my/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_listing_costs_one_query(graduates, queries, count):
    from certificates.domain.queries import mine
    from certificates.models import CertificateHolder

    _cohort, people = graduates
    batch = issuing.issue([row.pk for row in people[:count]], None)
    batches.carry_out(batch.pk)
    CertificateHolder.objects.update(user=people[0].user)
    with queries(1):
        assert len(mine(people[0].user)) == count
