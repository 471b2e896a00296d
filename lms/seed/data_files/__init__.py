"""The data files of a course: one module a family, with a function that checks a file."""

from .assignment import check_assignment
from .bank import check_bank, still_missing
from .exam import check_exam
from .forms import check_test_forms
from .handout import check_handouts
from .scenario import check_scenario
from .survey import check_survey

# folder of the course: rule for each file in it
FAMILIES = {
    "bank": check_bank,
    "tests": check_test_forms,
    "exams": check_exam,
    "assignments": check_assignment,
    "surveys": check_survey,
    "scenarios": check_scenario,
    "handouts": check_handouts,
}

__all__ = ["FAMILIES", "still_missing"]
