"""Records of what happened. The pages come last: Django's registry finds them here."""

from .course import Course, SharedModule  # noqa: I001
from .cohort import Cohort, Session
from .enrolment import Enrolment
from .progress import UnitResult
from .attendance import Attendance
from .reference import SupportContact
from ..pages import ActivityPage, CataloguePage, CoursePage, LessonPage, ModulePage

__all__ = [
    "ActivityPage",
    "Attendance",
    "CataloguePage",
    "Cohort",
    "Course",
    "CoursePage",
    "Enrolment",
    "LessonPage",
    "ModulePage",
    "Session",
    "SharedModule",
    "SupportContact",
    "UnitResult",
]
