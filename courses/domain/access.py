"""Who may read what (S-08), by `translation_key`, so that one answer holds in three languages."""

from functools import reduce
from operator import or_

from django.apps import apps
from django.db.models import Q
from wagtail.models import Page, ReferenceIndex

from lms.accounts import roles

from ..enums import EnrolmentStatus
from ..models.cohort import Cohort
from ..models.course import Course
from ..models.enrolment import Enrolment
from . import cohorts


def may_read(user, page):
    """Whether `user` may read this specific page.

    Everybody reads pages whose class is public. A module or a step opens to those enrolled in a cohort that has
    it among its frozen steps, to the trainers of such a cohort, and to staff who may read the course.
    """
    if getattr(page, "is_public", False):
        return True
    if not user.is_authenticated or not user.is_active:
        return False
    return bool(seats(user, page)) or teaches(user, page.translation_key) or is_staff_of(user, course_of(page))


def readable(user):
    """`may_read` for many closed pages at once: a Q for days and steps, used by the search."""
    if not user.is_authenticated or not user.is_active:
        return Q(pk__in=[])
    rows = Enrolment.objects.filter(user=user, status=EnrolmentStatus.ACTIVE).select_related("cohort")
    runs = [*(row.cohort for row in rows), *taught_by(user)]
    keys = {key for run in runs for unit in cohorts.planned(run) for key in (unit.key, unit.module)}
    if not roles.can(user, "read_course"):
        return Q(translation_key__in=keys)
    courses = apps.get_model("courses.CoursePage").objects.filter(
        roles.scope(user, "read_course", "course__organisation")
    )
    paths = courses.values_list("path", flat=True)
    return reduce(or_, (Q(path__startswith=path) for path in paths), Q(translation_key__in=keys))


def may_read_edition(user, page):
    """Whether `user` may read what a day or a lesson says to trainers alone, and project it (C-09).

    The trainers of a cohort that has it; trainers, second readers, editors and administrators of the organisation
    that teaches the course. A seat in a cohort opens nothing of it.
    """
    if not roles.can(user, "read_editions"):
        return False
    course = course_of(page)
    own = course is not None and roles.can(user, "read_editions", course.organisation)
    return own or teaches(user, page.translation_key)


def seats(user, page):
    """`enrolments_with` for this page, looked up once for a page object: the guard and the page both ask."""
    known = getattr(page, "_seats", None)
    if known is None or known[0] != user.pk:
        known = page._seats = (user.pk, enrolments_with(user, page.translation_key))
    return known[1]


def teaches(user, key):
    """Whether a cohort that this person teaches in has the step or module `key`."""
    return any(has(run, key) for run in taught_by(user))


def taught_by(user):
    """Cohorts that name this person as trainer, while the role is in force in any organisation."""
    return Cohort.objects.filter(trainers=user) if roles.can(user, "read_course") else Cohort.objects.none()


def may_open(user, course):
    """Whether somebody without a seat may go through the whole course: its trainers and staff."""
    if not user.is_authenticated:
        return False
    return taught_by(user).filter(course=course).exists() or is_staff_of(user, course)


def leads(user, cohort):
    """Whether staff see this cohort's inside: those who run it and its trainers."""
    return Cohort.objects.visible_to(user).filter(pk=cohort.pk).exists()


def is_staff_of(user, course):
    return course is not None and roles.can(user, "read_course", course.organisation)


def course_of(page):
    """The course in whose tree the page stands, or None; looked up once for a page object at its place."""
    known = getattr(page, "_course", None)
    if known is None or known[0] != page.path:
        paths = [page.path[:end] for end in range(Page.steplen, len(page.path) + 1, Page.steplen)]
        found = Course.objects.filter(pages__path__in=paths).select_related("organisation").first()
        known = page._course = (page.path, found)
    return known[1]


def may_read_document(user, document):
    """A document opens with any live page that uses it; one that no page uses, to the person who uploaded it."""
    used_in = ReferenceIndex.get_references_to(document).filter(base_content_type__model="page")
    ids = used_in.values_list("object_id", flat=True).distinct()
    pages = Page.objects.live().filter(pk__in=[int(pk) for pk in ids]).specific()
    return any(may_read(user, page) for page in pages) or may_manage_document(user, document)


def may_manage_document(user, document):
    return user.is_authenticated and (user.is_superuser or document.uploaded_by_user_id == user.pk)


def enrolments_with_unit(user, unit_key):
    """This person's active enrolments whose cohort has the step, the latest run first, as a list."""
    return [row for row in enrolments_with(user, unit_key) if unit_key in {u.key for u in cohorts.planned(row.cohort)}]


def enrolments_with(user, key):
    """The same for a step or a module."""
    if not user.is_authenticated:
        return []
    rows = Enrolment.objects.filter(user=user, status=EnrolmentStatus.ACTIVE).select_related("cohort__course")
    return [row for row in rows.order_by("-cohort__starts_on", "-pk") if has(row.cohort, key)]


def has(cohort, key):
    """Whether the cohort's frozen steps hold this step or module."""
    return any(key in {unit.key, unit.module} for unit in cohorts.planned(cohort))
