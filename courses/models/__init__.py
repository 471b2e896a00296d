"""Records of what happened. The pages come last: Django's registry finds them here."""

from .course import Course, SharedModule  # noqa: I001
from .cohort import Cohort, Session
from .enrolment import Enrolment
from .progress import UnitResult
from .attendance import Attendance
from .currency import Clearance, OwnerNotice, Recheck, SourceChange
from .reference import Citation, Figure, GlossaryTerm, GuidePair, Source, SupportContact
from .document import DayDocument
from ..pages import ActivityPage, CataloguePage, CoursePage, GlossaryPage, GuidePage, LessonPage, ModulePage

__all__ = [
    "ActivityPage",
    "Attendance",
    "CataloguePage",
    "Citation",
    "Clearance",
    "Cohort",
    "Course",
    "CoursePage",
    "DayDocument",
    "Enrolment",
    "Figure",
    "GlossaryPage",
    "GlossaryTerm",
    "GuidePage",
    "GuidePair",
    "LessonPage",
    "ModulePage",
    "OwnerNotice",
    "Recheck",
    "Session",
    "SharedModule",
    "Source",
    "SourceChange",
    "SupportContact",
    "UnitResult",
]
