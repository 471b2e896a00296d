"""What is locked before it changes, in one order: otherwise two changes could wait for each other and neither end.

1. the seats of the people concerned (`Enrolment`), by their numbers
2. the sitting
3. the quiz, while a form is given crosswise
4. what stands on a person (`Accommodation`)
5. attempts, by their numbers

A change takes only what it needs, and nothing that stands above what it holds. To hand over a result is to lock seats
(`courses.domain.progress.complete_unit`): whoever may do that begins with them.
"""

from courses.models import Enrolment

from ..models.attempt import Attempt


def lock_seats(users):
    """Holds every seat of these people (ids, or a queryset of them) until the end of the transaction."""
    seats = Enrolment.objects.select_for_update().filter(user__in=users).order_by("pk")
    list(seats.values_list("pk", flat=True))


def lock_to_close(attempt_id):
    """The Attempt with its quiz, sitting and person, held after the person's seats. Raises Attempt.DoesNotExist."""
    lock_seats(Attempt.objects.filter(pk=attempt_id).values("enrolment__user"))
    rows = Attempt.objects.select_for_update(of=("self",)).select_related("quiz", "sitting", "enrolment__user")
    return rows.get(pk=attempt_id)
