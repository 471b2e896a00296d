"""People around a course and one of its sources; a test file brings `course` and `source` itself."""

import pytest

from tests.factories.courses import page_of
from tests.factories.people import build_center, build_person, build_staff


@pytest.fixture
def owner(course, source):
    """Answers for the first lesson."""
    person = build_person("owner")
    page = page_of("course-m01-l1", "ru")
    type(page).objects.filter(pk=page.pk).update(owner=person)
    return person


@pytest.fixture
def editor(course):
    return build_staff("editor", build_center())
