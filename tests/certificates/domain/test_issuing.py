"""Issuing gives each person one certificate and one number, and what is printed is what the register says."""

import hashlib
from datetime import date

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from wagtail.models import ModelLogEntry

from certificates.domain import batches, issuing, rendering
from certificates.domain.errors import AlreadyRevoked, NobodyChosen, SeveralCohorts
from certificates.enums import EventKind, ItemState, Reason
from certificates.models import (
    Certificate,
    CertificateEvent,
    CertificateFile,
    CertificateHolder,
    CertificateText,
    IssueBatch,
    NumberSeries,
)
from courses.models import Course
from lms.accounts.models import Profile
from lms.core.pdf import NotRendered
from tests.factories.certificates import rename
from tests.factories.courses import build_cohort, build_course, build_user, seat


@pytest.fixture
def issuer(db):
    return build_user(99, email="issuer@example.kz")


def issue_now(people, by):
    batch = issuing.issue([row.pk for row in people], by)
    batches.carry_out(batch.pk)
    batch.refresh_from_db()
    return batch


def test_each_person_gets_a_number_a_file_and_a_mail(graduates, issuer):
    _cohort, people = graduates
    batch = issue_now(people, issuer)

    certificates = list(Certificate.objects.order_by("serial"))
    year = certificates[0].issued_on.year
    assert [(row.year, row.serial) for row in certificates] == [(year, 1), (year, 2), (year, 3)]
    assert [row.holder.enrolment_id for row in certificates] == [row.pk for row in people]
    assert [item.state for item in batch.items.all()] == [ItemState.READY] * 3
    assert batch.finished_at
    assert NumberSeries.objects.get(year=year).last == 3
    assert [(row.kind, row.by) for row in CertificateEvent.objects.all()] == [(EventKind.ISSUED, issuer)] * 3
    for row in CertificateFile.objects.all():
        with default_storage.open(row.name) as file:
            content = file.read()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (row.sha256, row.size)
    assert [message.to for message in mail.outbox] == [[row.user.email] for row in people]


def test_the_row_keeps_what_was_true_at_issue(graduates, issuer):
    cohort, (first, *_others) = graduates
    issue_now([first], issuer)
    certificate = Certificate.objects.get()
    before = rendering.to_html(certificate)

    Course.objects.update(hours=8, title_en="Other")
    CertificateText.objects.update(programme="Other", wording="{hours}{start}{end}")
    Profile.objects.update(family_name="Басқа", given_name="Адам")
    cohort.starts_on = date(2020, 1, 1)
    cohort.save()

    certificate = Certificate.objects.get()
    assert rendering.to_html(certificate) == before
    assert (certificate.hours, certificate.starts_on) == (80, date(2026, 10, 12))
    assert certificate.text("programme", "en") == "Basics of case management"
    assert certificate.texts["kk"]["wording"].replace("\u00a0", " ") == (
        "«Кейс-менеджмент негіздері» бағдарламасы бойынша курсты 2026 жылғы 12 қазан – 2026 жылғы 23 қазан аралығында "
        "аяқтады. Көлемі: 80 академиялық сағат (1 сағат – 45 минут). Оқыту нысаны: аралас."
    )
    assert certificate.holder.full_name == "Үлгі001 Марат"
    assert certificate.holder.evidence["rules"] == [{"rule": "units_done", "have": "1", "need": "1", "met": True}]


def test_asking_twice_gives_nobody_a_second_certificate(graduates, issuer):
    _cohort, people = graduates
    issue_now(people, issuer)
    files = {row.pk: row.sha256 for row in CertificateFile.objects.all()}
    again = issue_now([*people, *people], issuer)
    assert Certificate.objects.count() == 3
    assert {row.pk: row.sha256 for row in CertificateFile.objects.all()} == files
    assert [item.state for item in again.items.all()] == [ItemState.READY] * 3


def test_a_batch_carried_out_twice_changes_nothing(graduates, issuer):
    _cohort, people = graduates
    batch = issue_now(people, issuer)
    batches.carry_out(batch.pk)
    assert Certificate.objects.count() == CertificateEvent.objects.count() == 3
    assert len(mail.outbox) == 3


def test_who_is_not_eligible_is_refused_by_name_and_holds_up_nobody(graduates, issuer):
    cohort, people = graduates
    rename(people[0], "Үлгі", "😀")
    newcomer = seat(build_user(8), cohort)
    batch = issue_now([*people, newcomer], issuer)
    items = {item.enrolment_id: item for item in batch.items.all()}
    assert items[people[0].pk].state == items[newcomer.pk].state == ItemState.REFUSED
    assert items[people[0].pk].obstacle_texts == [
        "the name has a character that cannot be printed: 😀 (U+1F600 GRINNING FACE)"
    ]
    assert items[newcomer.pk].obstacle_texts == ["has not yet met every rule of the course"]
    assert [row.serial for row in Certificate.objects.order_by("serial")] == [1, 2]


def test_what_cannot_be_issued_at_all(graduates, issuer, site):
    _cohort, people = graduates
    elsewhere = seat(build_user(7), build_cohort(build_course(site, key="other")))
    with pytest.raises(NobodyChosen):
        issuing.issue([], issuer)
    with pytest.raises(NobodyChosen):
        issuing.issue([987654], issuer)
    with pytest.raises(SeveralCohorts):
        issuing.issue([people[0].pk, elsewhere.pk], issuer)
    assert not IssueBatch.objects.exists()


def test_the_date_is_that_of_the_cohorts_own_time_zone(graduates, issuer, monkeypatch):
    from datetime import UTC, datetime

    from django.utils import timezone

    _cohort, (first, *_others) = graduates
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 12, 31, 20, 30, tzinfo=UTC))
    issue_now([first], issuer)
    certificate = Certificate.objects.get()
    assert (certificate.issued_on, certificate.year) == (date(2027, 1, 1), 2027)


def test_a_failed_rendering_is_tried_again_and_then_by_hand(graduates, issuer, monkeypatch):
    _cohort, (first, *_others) = graduates
    calls = []

    class Broken:
        def render(self, html):
            calls.append(html)
            raise NotRendered("ValueError")

    with monkeypatch.context() as patch:
        patch.setattr(rendering, "renderer", Broken)
        batch = issue_now([first], issuer)
    (item,) = batch.items.all()
    assert (len(calls), item.state, item.certificate) == (3, ItemState.FAILED, Certificate.objects.get())
    assert not CertificateFile.objects.exists()
    assert mail.outbox == []

    issuing.try_again(batch)
    batches.carry_out(batch.pk)
    item.refresh_from_db()
    assert item.state == ItemState.READY
    assert Certificate.objects.get().file.size > 1000


def test_a_mail_server_that_is_away_delays_the_mail_alone(graduates, issuer, monkeypatch):
    _cohort, (first, *_others) = graduates

    def away(*args, **kwargs):
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr("certificates.domain.notices.send_mail", away)
        batch = issue_now([first], issuer)
    assert batch.items.get().state == ItemState.READY
    assert batch.finished_at is None

    batches.carry_out(batch.pk)
    batch.refresh_from_db()
    assert batch.finished_at
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("language", "subject", "path"), [("en", "Your certificate is ready", "/en/my/"), ("ru", None, "/ru/my/")]
)
def test_the_mail_is_neutral_and_in_the_holders_language(graduates, issuer, language, subject, path):
    _cohort, (first, *_others) = graduates
    first.user.language = language
    first.user.save()
    issue_now([first], issuer)
    (message,) = mail.outbox
    words = message.subject + message.body
    certificate = Certificate.objects.get()
    assert f"http://localhost:8000{path}" in message.body.split()
    if subject:
        assert message.subject == subject
    assert "\n" not in message.subject
    for secret in (certificate.code, certificate.number, "Үлгі001", certificate.text("programme", language), "&"):
        assert secret not in words


def test_somebody_without_a_mailbox_is_not_mailed(graduates, issuer):
    _cohort, (first, *_others) = graduates
    first.user.email, first.user.login_name = None, "kb-412"
    first.user.save()
    assert issue_now([first], issuer).finished_at
    assert mail.outbox == []


def test_withdrawing_is_an_event_with_a_reason_and_once(graduates, issuer):
    _cohort, (first, *_others) = graduates
    issue_now([first], issuer)
    certificate = Certificate.objects.get()
    issuing.revoke(certificate, Reason.DETAILS, issuer, decision="14-п")
    event = certificate.events.get(kind=EventKind.REVOKED)
    assert (event.reason, event.by, event.decision) == (Reason.DETAILS, issuer, "14-п")
    assert Certificate.objects.with_state().get().revoked
    with pytest.raises(AlreadyRevoked):
        issuing.revoke(certificate, Reason.MISTAKE, issuer)


def test_both_verbs_are_in_wagtails_log_without_a_name(graduates, issuer):
    _cohort, (first, *_others) = graduates
    issue_now([first], issuer)
    certificate = Certificate.objects.get()
    issuing.revoke(certificate, Reason.MISTAKE, issuer)
    entries = ModelLogEntry.objects.filter(action__startswith="certificates.").order_by("pk")
    assert [(entry.action, entry.user, entry.label) for entry in entries] == [
        ("certificates.issue", issuer, certificate.number),
        ("certificates.revoke", issuer, certificate.number),
    ]
    assert [entry.data for entry in entries] == [
        {"number": certificate.number},
        {"number": certificate.number, "reason": "mistake"},
    ]


def test_the_order_of_the_choice_is_the_order_of_the_numbers(graduates, issuer):
    _cohort, people = graduates
    issue_now(people[::-1], issuer)
    holders = CertificateHolder.objects.order_by("certificate__serial")
    assert [row.enrolment_id for row in holders] == [row.pk for row in people[::-1]]
