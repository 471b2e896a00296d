"""Notes to holders of certificates about what has changed since their course (C-24)."""

from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from wagtail.log_actions import log

from courses.domain import cohorts
from courses.models import Cohort, Recheck, SourceChange, UnitResult
from lms.accounts.models import User

from ..models import Certificate, ChangeNote, HolderNotice
from ..signals import note_written
from .errors import NobodyToTell, StillOpen, ToldAlready

# How long a note stands on the page of its readers.
SHOWN = timedelta(days=365)


def runs_touched(change):
    """Cohorts that led to certificates, began before the change was closed and had a lesson that it touched."""
    keys = set(change.rechecks.filter(kind="lesson").values_list("key", flat=True))
    runs = Cohort.objects.filter(enrolments__certificate_held__isnull=False)
    if change.closed_at:
        runs = runs.filter(starts_on__lte=timezone.localdate(change.closed_at))
    return [run for run in runs.distinct() if keys & {str(unit.key) for unit in cohorts.planned(run)}]


def holders(change):
    """People who hold a certificate in force of one of these cohorts, each once."""
    runs = [run.pk for run in runs_touched(change)]
    held = Certificate.objects.ready().with_state().filter(holder__enrolment__cohort__in=runs, revoked=False)
    return User.objects.filter(pk__in=held.values("holder__user"), is_active=True)


@transaction.atomic
def write(change, texts, *, by):
    """The ChangeNote with a notice for each holder, who is told after the commit. `texts`: {language: text}.

    Raises StillOpen, ToldAlready, NobodyToTell.
    """
    locked = SourceChange.objects.select_for_update().get(pk=change.pk)
    if locked.closed_at is None:
        raise StillOpen
    if ChangeNote.objects.filter(change=locked).exists():
        raise ToldAlready
    people, now = list(holders(locked).order_by("pk")), timezone.now()
    if not people:
        raise NobodyToTell
    notes = {f"note_{language}": text for language, text in texts.items()}
    note = ChangeNote.objects.create(change=locked, written_at=now, written_by=by, **notes)
    HolderNotice.objects.bulk_create(HolderNotice(note=note, user=person, created_at=now) for person in people)
    log(locked.source, "certificates.tell_holders", user=by, data={"change": locked.pk, "people": len(people)})
    transaction.on_commit(partial(note_written.send, sender=ChangeNote, note_id=note.pk))
    return note


def catch_up(certificate):
    """Notices of the notes that still stand, for a certificate that was not ready when they were written.

    For a holder who had completed one of the lessons before its text was checked, and so learned the old one. Safe to
    repeat.
    """
    holder, now = certificate.holder, timezone.now()
    changes = learned_before(holder.enrolment_id)
    if not changes:
        return
    with transaction.atomic():
        # A note that is being written just now waits for us, or we for it: one of the two sees the other.
        list(SourceChange.objects.select_for_update().filter(pk__in=changes).order_by("pk"))
        standing = ChangeNote.objects.filter(change__in=changes, written_at__gt=now - SHOWN)
        rows = [HolderNotice(note=note, user_id=holder.user_id, created_at=now) for note in standing]
        HolderNotice.objects.bulk_create(rows, ignore_conflicts=True)
        for row in rows:
            transaction.on_commit(partial(note_written.send, sender=ChangeNote, note_id=row.note_id))


def learned_before(enrolment_id):
    """Ids of the closed changes of whose lessons somebody completed one before its text was checked."""
    results = UnitResult.objects.filter(enrolment=enrolment_id, completed_at__isnull=False)
    done = {str(key): moment for key, moment in results.values_list("unit_key", "completed_at")}
    rows = Recheck.objects.filter(kind="lesson", key__in=done, change__closed_at__isnull=False).select_related("change")
    return {row.change_id for row in rows if done[row.key] < (row.cleared_at or row.change.closed_at)}


def told(changes):
    """{change id: ChangeNote} of these changes, each with `people` and `reached` (numbers)."""
    rows = ChangeNote.objects.filter(change__in=changes)
    counts = {"people": Count("notices"), "reached": Count("notices", filter=Q(notices__told_at__isnull=False))}
    return {row.change_id: row for row in rows.annotate(**counts)}


def mine(user):
    """The notes of the last year for this person, the latest first."""
    rows = ChangeNote.objects.filter(notices__user=user, written_at__gt=timezone.now() - SHOWN)
    return list(rows.select_related("change"))
