"""A course file may name the organisation that teaches it."""

import pytest

from lms.seed.content import read_content
from lms.seed.records import load_course, load_reference, organisation_of

UNIVERSITY = """
- {key: west, en: West, ru: Запад, kk: Батыс, region: KZ-27, example: true}
"""
REGION = """
- {code: KZ-27, en: Ural, ru: Урал, kk: Орал}
"""


@pytest.fixture
def course_file(content_root):
    (content_root / "reference").mkdir(exist_ok=True)
    (content_root / "reference/universities.yaml").write_text(UNIVERSITY, encoding="utf-8")
    (content_root / "reference/regions.yaml").write_text(REGION, encoding="utf-8")
    return content_root / "small/course.yaml"


def with_organisation(path, key):
    path.write_text(f"organisation: {key}\n{path.read_text(encoding='utf-8')}", encoding="utf-8")


def test_the_course_belongs_to_the_university_it_names(course_file, content_root, db):
    with_organisation(course_file, "west")
    content = read_content(content_root)
    center = load_reference(content.reference)
    course = content.courses[0]
    assert load_course(course, organisation_of(course, center)).organisation.name_en == "West"


def test_without_a_name_it_is_the_centers(course_file, content_root, db):
    content = read_content(content_root)
    center = load_reference(content.reference)
    assert organisation_of(content.courses[0], center) == center


def test_an_unknown_organisation_is_a_problem_of_the_file(course_file, content_root):
    with_organisation(course_file, "east")
    assert [str(problem) for problem in read_content(content_root).problems] == [
        "small/course.yaml:1: organisation east is not known"
    ]
