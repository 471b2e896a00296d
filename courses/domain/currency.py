"""Sources and whether they still say what our texts say (C-24): marked as changed, texts checked again, all is well.

A change stays open until somebody has looked at every text that cites the source. Until then the readers of that text
meet a dated line, on paper too, and a question is asked in no new attempt (assessments). A text that is wrong is
withdrawn in all languages at once (lms.review). A change that was marked by mistake is taken back while nobody has
acted on it.
"""

from collections import defaultdict
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from lms.accounts import roles
from lms.accounts.models import Membership, User
from lms.accounts.roles import Role
from lms.core.models import LANGUAGES

from ..models.currency import OwnerNotice, Recheck, SourceChange
from ..models.reference import Source
from ..signals import source_changed
from . import citing
from .errors import Refused

# Days until a source is looked at again: law and practice of Kazakhstan, and all others.
NATIONAL, OTHER = 183, 730


class AlreadyChanging(Refused):
    message = _("An earlier change of this source is still being worked in.")


class ActedUpon(Refused):
    """Somebody has done something because of the change, or it is closed."""

    message = _("This change is worked in already, or somebody has acted on it. It can no longer be taken back.")


def review_after(source, day):
    """The day on which a source checked on `day` is to be looked at again."""
    return day + timedelta(days=NATIONAL if source.is_national else OTHER)


def confirm(source, *, by, on=None):
    """Somebody has looked: the source still says what we cite."""
    source.checked_on = on or timezone.localdate()
    source.next_review = review_after(source, source.checked_on)
    source.save(update_fields=["checked_on", "next_review"])
    log(source, "courses.source_checked", user=by)


@transaction.atomic
def mark_changed(source, *, changed_on, notes, by):
    """Opens a change of the source, a recheck for each text that cites it and a notice for each owner of these, who
    is told after the commit. `notes`: {language: text}.

    Raises AlreadyChanging while an earlier change is open.
    """
    Source.objects.select_for_update().get(pk=source.pk)
    if source.changes.filter(closed_at=None).exists():
        raise AlreadyChanging
    texts = {f"note_{language}": text for language, text in notes.items()}
    change = SourceChange.objects.create(
        source=source, changed_on=changed_on, marked_at=timezone.now(), marked_by=by, **texts
    )
    Recheck.objects.bulk_create(Recheck(change=change, kind=kind, key=key) for kind, key in citing.texts_citing(source))
    log(source, "courses.source_changed", user=by, data={"change": change.pk})
    settle(change, by)
    if change.closed_at is None:
        rows = [OwnerNotice(change=change, user=person, created_at=change.marked_at) for person in owners(change)]
        OwnerNotice.objects.bulk_create(rows)
        transaction.on_commit(partial(source_changed.send, sender=SourceChange, change_id=change.pk))
    return change


@transaction.atomic
def take_back(change, *, reason, by):
    """The source was marked by mistake: the change goes with its lines, its rechecks and the letters that have not
    gone; nobody is told. What it was and why it went stays in the log. Safe to repeat.

    Raises ActedUpon once it is closed or `traces` has found something.
    """
    found = SourceChange.objects.select_for_update().select_related("source").filter(pk=change.pk).first()
    if found is None:
        return
    if found.closed_at or traces(found):
        raise ActedUpon
    notes = {language: found.text("note", language) for language in LANGUAGES}
    data = {"change": found.pk, "changed_on": found.changed_on.isoformat(), "notes": notes, "reason": reason}
    log(found.source, "courses.change_taken_back", user=by, data=data)
    found.delete()


def traces(change):
    """What has been done with the texts of a change since it was marked, a list of sentences: checked, withdrawn."""
    rows = list(change.rechecks.all())
    subjects = citing.describe([(row.kind, row.key) for row in rows])
    names = {(row.kind, row.key): name_of(subjects.get((row.kind, row.key)), row) for row in rows}
    lessons = [row.key for row in rows if row.kind == "lesson"]
    taken_out = PageLogEntry.objects.filter(
        action="wagtail.unpublish", timestamp__gte=change.marked_at, page__translation_key__in=lessons
    )
    withdrawn = {str(key): moment for key, moment in taken_out.values_list("page__translation_key", "timestamp")}
    checked = [
        gettext("“%(text)s” was checked on %(date)s.")
        % {"text": names[row.kind, row.key], "date": date_format(timezone.localtime(row.cleared_at))}
        for row in rows
        if row.cleared_at
    ]
    return checked + [
        gettext("“%(text)s” was withdrawn on %(date)s.")
        % {"text": names["lesson", key], "date": date_format(timezone.localtime(moment))}
        for key, moment in withdrawn.items()
    ]


def name_of(subject, row):
    """The title of a text in the reader's language, or in another; of a text that is gone its number."""
    titles = {version.language: version.title for version in subject.versions} if subject else {}
    return titles.get(get_language()) or next(iter(titles.values()), str(row))


@transaction.atomic
def clear(recheck, *, by):
    """The text has been checked, and mended where needed: its readers no longer meet the line. Safe to repeat, and
    nothing happens once the change was taken back."""
    change = SourceChange.objects.select_for_update().select_related("source").filter(pk=recheck.change_id).first()
    waits = Recheck.objects.filter(pk=recheck.pk, cleared_at=None)
    if waits.update(cleared_at=timezone.now(), cleared_by=by):
        log(change.source, "courses.text_checked", user=by, data={"kind": recheck.kind, "key": recheck.key})
        settle(change, by)


@transaction.atomic
def close(change, *, by):
    """Closes a change whose last text was deleted; one that texts wait for stays open."""
    settle(SourceChange.objects.select_for_update().select_related("source").get(pk=change.pk), by)


def settle(change, by):
    """Closes a change that no text waits for any longer, deleted ones left aside; the source counts as checked."""
    if not change.closed_at and not described(change.rechecks.filter(cleared_at=None)):
        change.closed_at = timezone.now()
        change.save(update_fields=["closed_at"])
        confirm(change.source, by=by)


def waiting(user):
    """[(Recheck, Subject)] of what `user` may clear, the oldest change first."""
    rows = Recheck.objects.filter(cleared_at=None).select_related("change__source").order_by("change__changed_on", "pk")
    return [(row, subject) for row, subject in described(rows) if may_clear(user, subject)]


def described(rechecks):
    """[(Recheck, Subject)], without texts that no longer exist."""
    rows = list(rechecks)
    subjects = citing.describe([(row.kind, row.key) for row in rows])
    return [(row, subjects[row.kind, row.key]) for row in rows if (row.kind, row.key) in subjects]


def may_open(user, subject):
    """Whether the text opens in this person's editor."""
    return reaches(user, "write_pages", subject)


def may_withdraw(user, subject):
    """Whether the button that withdraws the text is for this person; `lms.review.permissions` decides."""
    return subject.page_id is not None and reaches(user, "withdraw_pages", subject)


def reaches(user, right, subject):
    return roles.reaches_all(user, right) or subject.organisation_id in roles.places(user, right)


def may_clear(user, subject):
    """Whoever keeps the sources of the text's organisation, and the owner of the text."""
    if user.pk in subject.owners and user.is_active:
        return True
    return reaches(user, "edit_reference", subject)


def owners(change):
    """Active people with a mailbox who answer for the texts of a change or for its source; where a text has nobody,
    the editors of the Center."""
    subjects = [subject for _row, subject in described(change.rechecks.filter(cleared_at=None))]
    ids = {person for subject in subjects for person in subject.owners} | {change.source.owner_id}
    if not all(subject.owners for subject in subjects):
        editors = Membership.objects.active().filter(role=Role.EDITOR, organisation__kind="center")
        ids |= set(editors.values_list("user_id", flat=True))
    return User.objects.filter(pk__in=ids - {None}, is_active=True).exclude(email=None).exclude(email="")


def sources_of(page):
    """The sources of a lesson in their order, each with `is_changing`; of a preview, those of the draft."""
    cited, sources = page.citations.all(), Source.objects.with_change()
    if isinstance(cited, QuerySet):
        return list(sources.filter(citations__page=page).order_by("citations__sort_order"))
    found = sources.in_bulk([citation.source_id for citation in cited])
    return [found[citation.source_id] for citation in cited if citation.source_id in found]


def changes_for(kind, keys, sources):
    """Open changes of these sources (with `is_changing`) that the texts `keys` have not been checked for."""
    changing = [source.pk for source in sources if source.is_changing]
    if not changing:
        return []
    rows = Recheck.objects.filter(kind=kind, key__in=[str(key) for key in keys], cleared_at=None)
    changes = SourceChange.objects.filter(pk__in=rows.values("change"), source__in=changing, closed_at=None)
    return list(changes.select_related("source").order_by("changed_on", "pk"))


def open_changes(kind, keys):
    """{key: [SourceChange]} of what the texts `keys` have not been checked for, the oldest first; one query."""
    rows = Recheck.objects.waiting(kind).filter(key__in=[str(key) for key in keys], change__closed_at=None)
    found = defaultdict(list)
    for row in rows.select_related("change__source").order_by("change__changed_on", "change"):
        found[row.key].append(row.change)
    return dict(found)
