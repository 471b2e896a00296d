"""What an invigilator sees of a sitting: its clock and the people in the room. Reads only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from courses.domain.roster import people_of
from courses.enums import EnrolmentStatus
from courses.models import Enrolment
from lms.core.folding import sort_key

from ..models.attempt import Attempt
from ..models.sitting import Sitting

# Seconds without a sign of life after which somebody's device is worth a look: two calls of its page were missed.
QUIET_AFTER = 60
STATES = ("look", "waiting", "paused", "working", "done")


@dataclass(frozen=True)
class Person:
    """Somebody with a seat; `attempt` is None until they have begun.

    `state` is one of STATES: "look" for somebody working whose answers wait unsent or whose device is silent.
    """

    name: str
    attempt: Attempt | None
    now: datetime

    @property
    def state(self):
        if self.attempt is None:
            return "waiting"
        if self.attempt.submitted_at:
            return "done"
        if self.attempt.paused_at:
            return "paused"
        return "look" if self.attempt.unsent or self.is_quiet else "working"

    @property
    def last_contact(self):
        return self.attempt.seen_at or self.attempt.started_at

    @property
    def quiet_seconds(self):
        return max(0, int((self.now - self.last_contact).total_seconds()))

    @property
    def is_quiet(self):
        return self.quiet_seconds >= QUIET_AFTER

    @property
    def quiet_minutes(self):
        return self.quiet_seconds // 60

    @property
    def unsent_minutes(self):
        since = self.attempt.unsent_since
        return max(0, int((self.now - since).total_seconds()) // 60) if since else 0

    @property
    def ends(self):
        """The end as it would be if the clock went on now; None without a limit."""
        attempt = self.attempt
        if attempt.deadline is None:
            return None
        lost = self.now - attempt.paused_at if attempt.paused_at and not attempt.submitted_at else timedelta(0)
        return attempt.deadline + lost

    @property
    def extra_minutes(self):
        """Minutes that the person's own accommodation gives; its reason is nowhere (CENTER C-16)."""
        attempt = self.attempt
        if attempt.limit_seconds is None or attempt.plain_seconds is None:
            return 0
        return (attempt.limit_seconds - attempt.plain_seconds) // 60

    @property
    def has_no_limit(self):
        return self.attempt.plain_seconds is not None and self.attempt.limit_seconds is None


@dataclass(frozen=True)
class Room:
    """A sitting at the moment `now`; `people` by name, `events` the latest first."""

    sitting: Sitting
    now: datetime
    people: list[Person]
    events: list

    @cached_property
    def groups(self):
        """Pairs of a state and its people, only those with somebody, in the order of STATES."""
        found = {state: [person for person in self.people if person.state == state] for state in STATES}
        return [(state, people) for state, people in found.items() if people]

    @property
    def begun(self):
        return sum(person.attempt is not None for person in self.people)

    @property
    def done(self):
        return sum(person.state == "done" for person in self.people)

    @property
    def running(self):
        return self.begun - self.done

    @property
    def waiting(self):
        return len(self.people) - self.begun

    @property
    def phase(self):
        """ "before", "paused", "open", "closing" (some still have time of their own) or "over"."""
        if self.sitting.paused_at:
            return "paused"
        if self.now < self.sitting.opens_at:
            return "before"
        if self.now < self.sitting.closes_at:
            return "open"
        return "closing" if self.running else "over"

    @property
    def minutes_left(self):
        until = self.sitting.closes_at - (self.sitting.paused_at or self.now)
        return max(0, -(-int(until.total_seconds()) // 60))

    @property
    def time_left(self):
        """In words, above two hours by the two largest units: "13 days 23 hours left"."""
        left = self.minutes_left
        if left <= 120:
            return ngettext("%(n)s minute left", "%(n)s minutes left", left) % {"n": left}
        days, rest = divmod(left, 24 * 60)
        parts = [
            (days, ngettext("%(days)s day", "%(days)s days", days)),
            (rest // 60, ngettext("%(n)s hour", "%(n)s hours", rest // 60)),
            (rest % 60, ngettext("%(n)s minute", "%(n)s minutes", rest % 60)),
        ]
        words = [text % {"n": number, "days": number} for number, text in parts[:2] + parts[2:] * (not days) if number]
        return gettext("%(time)s left") % {"time": " ".join(words)}


def room(sitting, now=None):
    """The Room of a sitting, in a number of queries that does not depend on the people."""
    now = now or timezone.now()
    attempts = {attempt.enrolment_id: attempt for attempt in attempts_in(sitting)}
    seated = Q(pk__in=people_of(sitting.cohort, EnrolmentStatus.ACTIVE).values("pk")) | Q(pk__in=list(attempts))
    enrolments = Enrolment.objects.filter(seated).select_related("user__profile")
    people = [Person(str(one.user), attempts.get(one.pk), now) for one in enrolments]
    people.sort(key=lambda person: sort_key(person.name, "kk"))
    return Room(sitting, now, people, events_of(sitting))


def person(sitting, public_id, now=None):
    """One person of the sitting by the public id of their attempt; None when there is no such attempt in it."""
    now = now or timezone.now()
    found = attempts_in(sitting).select_related("enrolment__user__profile")
    attempt = found.filter(public_id=public_id).first()
    return attempt and Person(str(attempt.enrolment.user), attempt, now)


def attempts_in(sitting):
    """The attempts of a sitting with the numbers of questions `asked` and `answered`."""
    rows = Attempt.objects.filter(sitting=sitting)
    return rows.annotate(asked=Count("items"), answered=Count("items", filter=Q(items__response__isnull=False)))


def events_of(sitting, attempt=None):
    """What was done, the latest first, with who did it; for one attempt: for it and for everybody."""
    rows = sitting.events.select_related("by__profile", "attempt__enrolment__user__profile").order_by("-at", "-pk")
    return list(rows if attempt is None else rows.filter(Q(attempt=attempt) | Q(attempt__isnull=True)))
