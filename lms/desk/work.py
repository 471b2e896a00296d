"""What waits for a member of staff today, on the first page of the admin."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.ui.components import Component

from assessments.domain import marked
from certificates.domain.queries import with_unissued
from certificates.permissions import cohorts_to_issue_for
from courses.enums import EnrolmentStatus
from courses.models import Cohort
from lms.accounts import roles
from lms.review.waiting import waiting_for

SHOWN_RUNS = 5


@dataclass(frozen=True)
class Work:
    """`reviews`: task states with their `page`. `requests`: cohorts with `asked`, how many wait for an answer.
    `unissued`: cohorts with `unissued`, how many have completed and hold no certificate. `runs`: cohorts of today and
    to come, the soonest first. `marked` is how many attempts wait for a second person (S-17)."""

    reviews: list
    requests: list
    unissued: list
    runs: list
    marked: int
    today: object

    @cached_property
    def is_empty(self):
        return not (self.reviews or self.requests or self.unissued or self.runs or self.marked)


def work_of(user):
    """The `Work` of this person, in a number of queries that does not depend on how much there is."""
    today = timezone.localdate()
    return Work(
        reviews=waiting_for(user),
        requests=requests(user),
        unissued=unissued(user),
        runs=list(runs(user, today)[:SHOWN_RUNS]),
        marked=marked_attempts(user),
        today=today,
    )


def requests(user):
    if not roles.can(user, "run_cohorts"):
        return []
    asked = Count("enrolments", filter=Q(enrolments__status=EnrolmentStatus.REQUESTED))
    led = Cohort.objects.filter(roles.scope(user, "run_cohorts")).annotate(asked=asked).filter(asked__gt=0)
    return list(led.select_related("course").order_by("starts_on", "pk"))


def unissued(user):
    if not roles.can(user, "issue_certificates"):
        return []
    found = with_unissued(cohorts_to_issue_for(user)).filter(unissued__gt=0)
    return list(found.select_related("course").order_by("starts_on", "pk"))


def marked_attempts(user):
    return marked.waiting(marked.visible_to(user)).count() if roles.can(user, marked.RIGHT) else 0


def runs(user, today):
    if not (roles.can(user, "run_cohorts") or roles.can(user, "record_attendance")):
        return Cohort.objects.none()
    seen = Cohort.objects.visible_to(user).filter(ends_on__gte=today)
    return seen.select_related("course").order_by("starts_on", "pk")


class WorkPanel(Component):
    """The first panel of the admin's home."""

    name = "work"
    order = 100
    template_name = "desk/home_panel.html"

    def get_context_data(self, parent_context):
        return {"work": work_of(parent_context["request"].user)}
