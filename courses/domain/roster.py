"""The people of a cohort at a glance, for those who run it."""

from dataclasses import dataclass

from lms.core.folding import sort_key

from ..enums import EnrolmentStatus
from ..models.enrolment import Enrolment
from . import progress


@dataclass(frozen=True)
class Row:
    """One person: `name` (family name first), `region` and `role` as text, the enrolment and its `Standing`."""

    enrolment: Enrolment
    name: str
    region: str
    role: str
    standing: progress.Standing

    @property
    def met(self):
        """A completion stays, whatever the cohort adopted later."""
        return self.enrolment.completed_at is not None or self.standing.met


def roster(cohort):
    """The rows of those enrolled, by the Kazakh alphabet, in a number of queries that does not depend on them."""
    people = list(people_of(cohort, EnrolmentStatus.ACTIVE))
    for row in people:
        row.cohort = cohort
    standings = progress.standings(people, {})
    return sorted((row_of(person, standings[person.pk]) for person in people), key=lambda row: sort_key(row.name, "kk"))


def requests(cohort):
    """The enrolments that wait for an answer, the earliest first."""
    return people_of(cohort, EnrolmentStatus.REQUESTED).order_by("requested_at", "pk")


def people_of(cohort, status):
    related = ("user__profile__region", "user__profile__professional_role")
    return Enrolment.objects.filter(cohort=cohort, status=status).select_related(*related)


def row_of(enrolment, standing):
    profile = getattr(enrolment.user, "profile", None)
    region = str(profile.region) if profile and profile.region else ""
    role = str(profile.professional_role) if profile and profile.professional_role else ""
    return Row(enrolment, str(enrolment.user), region, role, standing)
