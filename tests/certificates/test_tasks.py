"""Batches whose task was lost are carried on by the scheduler's tick."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from certificates.domain import issuing
from certificates.models import Certificate, IssueBatch
from certificates.tasks import take_up_silent_batches


@pytest.fixture
def lost(graduates):
    """A batch whose task nobody ever ran."""
    _cohort, people = graduates
    return issuing.issue([row.pk for row in people], None)


def test_a_fresh_batch_is_left_to_its_task(lost, queries):
    with queries(1):
        take_up_silent_batches()
    assert not Certificate.objects.exists()


def test_a_silent_batch_is_carried_on_and_then_left_alone(lost, queries):
    IssueBatch.objects.update(alive_at=timezone.now() - timedelta(minutes=11))
    take_up_silent_batches()
    assert Certificate.objects.count() == 3
    with queries(1):
        take_up_silent_batches()


def test_asking_starts_the_task_after_the_commit(graduates, django_capture_on_commit_callbacks):
    _cohort, people = graduates
    with django_capture_on_commit_callbacks(execute=True):
        batch = issuing.issue([row.pk for row in people], None)
        assert not Certificate.objects.exists()
    batch.refresh_from_db()
    assert batch.finished_at
    assert Certificate.objects.count() == 3


def test_bench_prints_cpu_and_memory(capsys):
    call_command("bench_certificates", 12)
    first, *lines = capsys.readouterr().out.splitlines()
    assert first.startswith("12 certificates in ")
    assert [line.split(":")[0] for line in lines if ":" in line] == [
        "CPU ms each",
        "Memory of the renderer",
        "Memory of the site",
    ]
