"""What stands around a page for the person who reads it: their seat, their progress, the way through the course."""

from dataclasses import dataclass
from uuid import UUID

from ..enums import EnrolmentStatus
from ..models.course import Course
from ..models.enrolment import Enrolment
from ..models.progress import UnitResult
from . import access, cohorts, progress, queries
from .policy import requirement
from .trail import Day, trail


@dataclass(frozen=True)
class Reading:
    """`enrolment` is None for visitors, trainers and staff; `standing` is there for the enrolled on the course page;
    `results` are theirs by unit key. `days` is the outline in the page's language, cut to the cohort's frozen steps
    for somebody enrolled."""

    course: Course | None
    course_url: str
    enrolment: Enrolment | None
    standing: progress.Standing | None
    results: dict[UUID, UnitResult]
    days: list[Day]

    @property
    def conditions(self):
        """The completion rules as dicts with `requirement`, and for somebody enrolled `text`, `met`, `links`."""
        if self.course is None:
            return []
        if self.standing is None:
            blank = {"text": "", "met": None, "links": ()}
            return [{"requirement": requirement(rule), **blank} for rule in self.course.policy]
        rules = zip(cohorts.rules(self.enrolment.cohort), self.standing.rules, strict=True)
        return [
            {"requirement": requirement(rule), "text": own.text, "met": own.met, "links": own.links}
            for rule, own in rules
        ]


def read_course(user, page):
    """The course of this course page as `user` goes through it in their latest cohort, or as a visitor sees it."""
    course = page.course
    enrolment = latest_seat(user, course)
    url, modules = page.get_url(), queries.outlines([course], page.locale_id, {course.pk: page})[course.pk]
    if enrolment is None:
        return Reading(course, url, None, None, {}, trail(modules))
    standing = progress.standings([enrolment], {course.pk: modules})[enrolment.pk]
    days = trail(cut(modules, enrolment), standing.completed, standing.next_unit)
    return Reading(course, url, enrolment, standing, standing.results, days)


def read_page(user, page):
    """The same for a module or a step, which may be shared by another course: the reader's own course counts.
    The rules are not judged here, so `standing` is None."""
    rows = access.seats(user, page)
    enrolment = rows[0] if rows else None
    course = enrolment.cohort.course if enrolment else access.course_of(page)
    url, modules = outline_with_url(course, page.locale_id)
    if enrolment is None:
        return Reading(course, url, None, None, {}, trail(modules))
    results = progress.results_of(enrolment)
    own = cut(modules, enrolment)
    completed = progress.completed_in(results)
    return Reading(course, url, enrolment, None, results, trail(own, completed, progress.next_unit(own, completed)))


def outline_with_url(course, locale):
    pages = queries.course_pages([course], locale) if course else {}
    if not pages:
        return "", []
    return pages[course.pk].get_url(), queries.outlines([course], locale, pages)[course.pk]


def cut(modules, enrolment):
    return queries.only(modules, {unit.key for unit in cohorts.planned(enrolment.cohort)})


def latest_seat(user, course):
    if not user.is_authenticated:
        return None
    rows = Enrolment.objects.filter(user=user, cohort__course=course, status=EnrolmentStatus.ACTIVE)
    rows = rows.exclude(cohort__opened_at=None).select_related("cohort__course")
    return rows.order_by("-cohort__starts_on", "-pk").first()
