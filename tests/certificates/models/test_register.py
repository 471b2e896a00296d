"""The register is written once: the models refuse changes, and so does the database itself."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from certificates import triggers
from certificates.models import Certificate, CertificateEvent, CertificateFile
from certificates.models.written_once import Unchangeable
from tests.factories.certificates import build_certificate
from tests.factories.courses import build_course

ROWS = (Certificate, CertificateFile, CertificateEvent)


@pytest.fixture
def rows(site):
    certificate = build_certificate(build_course(site))
    return {
        Certificate: certificate,
        CertificateFile: CertificateFile.objects.create(
            certificate=certificate, name="c/a.pdf", sha256="0" * 64, size=7, rendered_at=timezone.now()
        ),
        CertificateEvent: CertificateEvent.objects.create(
            certificate=certificate, kind="issued", at=timezone.now(), by=None
        ),
    }


@pytest.mark.parametrize("model", ROWS)
def test_models_refuse_every_way_of_changing(rows, model):
    row = rows[model]
    for change in (
        row.save,
        row.delete,
        lambda: model.objects.update(pk=9),
        lambda: model.objects.filter(pk=row.pk).delete(),
        lambda: model.objects.bulk_update([row], ["pk"]),
    ):
        with pytest.raises(Unchangeable):
            change()


@pytest.mark.parametrize("model", ROWS)
@pytest.mark.parametrize("statement", ["UPDATE {table} SET {column} = {column}", "DELETE FROM {table}"])
def test_database_refuses_raw_sql(rows, model, statement):
    table, column = model._meta.db_table, model._meta.pk.column
    with (
        pytest.raises(IntegrityError, match="The register of certificates is never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table=table, column=column))
    assert model.objects.filter(pk=rows[model].pk).exists()


def test_every_table_that_is_written_once_has_its_triggers(db):
    assert tuple(model._meta.db_table for model in ROWS) == triggers.TABLES
    expected = sorted(f"{table}_no_{verb}" for table in triggers.TABLES for verb in triggers.verbs(connection))
    assert triggers.names(connection) == expected


@pytest.mark.django_db(transaction=True)
def test_migrate_puts_back_triggers_that_a_rebuilt_table_lost():
    before = triggers.names(connection)
    triggers.remove(connection)
    assert triggers.names(connection) == []
    call_command("migrate", verbosity=0)
    assert triggers.names(connection) == before


def test_a_serial_a_number_and_a_code_stand_once(rows):
    first = rows[Certificate]
    for same in ({"number": "x", "code": "x"}, {"serial": 2, "number": "x", "code": first.code}):
        with pytest.raises(IntegrityError), transaction.atomic():
            build_certificate(first.course, **{"serial": 1, **same})


def test_a_withdrawal_needs_a_reason(rows):
    with pytest.raises(IntegrityError), transaction.atomic():
        CertificateEvent.objects.create(
            certificate=rows[Certificate], kind="revoked", at=timezone.now(), by=None, reason=""
        )


def test_printed_texts_are_read_in_the_readers_language(rows):
    certificate = rows[Certificate]
    assert [certificate.text("programme", code) for code in ("kk", "ru", "en", "de")] == [
        "Кейс-менеджмент негіздері",
        "Основы кейс-менеджмента",
        "Basics of case management",
        "Кейс-менеджмент негіздері",
    ]
