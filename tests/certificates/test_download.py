"""A certificate's PDF goes to its holder and to issuers of the organisation; for others there is none."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.storage import default_storage

from certificates.domain import batches, issuing, queries, rendering
from certificates.enums import Reason
from certificates.models import Certificate
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
