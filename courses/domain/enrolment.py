"""How people come into a cohort and leave it. Seats are counted and taken under a lock on the cohort."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from ..enums import ENROLMENT_CHANGES, CohortStatus, EnrolmentStatus, JoinMode
from ..models.cohort import Cohort
from ..models.enrolment import Enrolment
from . import timetable
from .errors import CannotJoin, ChangeNotAllowed, NoSeatsLeft

ACTIVE, REQUESTED = EnrolmentStatus.ACTIVE, EnrolmentStatus.REQUESTED


def request_seat(user, cohort):
    """A person asks for a seat: taken at once in an open cohort, else waiting for approval. Asking twice is harmless.

    Raises CannotJoin when the cohort is not open, is over or enrols by invitation, NoSeatsLeft when it is full.
    """
    with transaction.atomic():
        locked = lock(cohort)
        is_over = locked.ends_on < timetable.today(locked)
        if locked.status != CohortStatus.OPEN or locked.join_mode == JoinMode.INVITED or is_over:
            raise CannotJoin
        enrolment = Enrolment.objects.filter(user=user, cohort=locked).first()
        if enrolment and enrolment.status in {ACTIVE, REQUESTED}:
            return enrolment
        check_seats(locked)
        status = ACTIVE if locked.join_mode == JoinMode.OPEN else REQUESTED
        if enrolment and enrolment.status == EnrolmentStatus.DECLINED:
            raise CannotJoin
        return put(enrolment or Enrolment(user=user, cohort=locked), status, by=None)


def enrol(user, cohort, by):
    """Staff give somebody a seat, whatever the way of joining; also before the cohort opens.

    Somebody who has a seat keeps it. Raises CannotJoin for a closed cohort, NoSeatsLeft when it is full.
    """
    with transaction.atomic():
        locked = lock(cohort)
        if locked.status == CohortStatus.CLOSED:
            raise CannotJoin
        enrolment = Enrolment.objects.filter(user=user, cohort=locked).first()
        if enrolment and enrolment.status == ACTIVE:
            return enrolment
        check_seats(locked)
        enrolment = put(enrolment or Enrolment(user=user, cohort=locked), ACTIVE, by=by)
        record("courses.enrol", enrolment, by)
    return enrolment


def decide(enrolment, accept, by):
    """Staff answer a request. Raises ChangeNotAllowed or NoSeatsLeft."""
    with transaction.atomic():
        locked = lock(enrolment.cohort)
        enrolment = Enrolment.objects.get(pk=enrolment.pk)
        status = ACTIVE if accept else EnrolmentStatus.DECLINED
        if accept and enrolment.status != ACTIVE:
            check_seats(locked)
        put(enrolment, status, by=by)
        record("courses.accept" if accept else "courses.decline", enrolment, by)
    return enrolment


def withdraw(enrolment, by):
    """Gives the seat back; what was done stays on record and counts again if the person returns."""
    with transaction.atomic():
        lock(enrolment.cohort)
        enrolment = put(Enrolment.objects.get(pk=enrolment.pk), EnrolmentStatus.WITHDRAWN, by=by)
        record("courses.withdraw", enrolment, by)
    return enrolment


def lock(cohort):
    return Cohort.objects.select_for_update().get(pk=cohort.pk)


def check_seats(locked):
    if locked.seats is not None and locked.enrolments.filter(status=ACTIVE).count() >= locked.seats:
        raise NoSeatsLeft


def put(enrolment, status, by):
    now = timezone.now()
    if enrolment.pk is None:
        enrolment.requested_at = now
    elif status not in ENROLMENT_CHANGES[enrolment.status]:
        raise ChangeNotAllowed
    if status != REQUESTED:
        enrolment.decided_at, enrolment.decided_by = now, by
    enrolment.status = status
    enrolment.save()
    return enrolment


def record(action, enrolment, by):
    """In the cohort's history, by number: a log's label never holds a person's name (S-25)."""
    log(enrolment.cohort, action, user=by, data={"enrolment": enrolment.pk})
