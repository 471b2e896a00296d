"""A day of the shipped curriculum, loaded as the seed loads it."""

from lms.seed.content import read_content
from lms.seed.loader import load
from lms.seed.quizzes import load_quiz
from lms.seed.records import load_course, load_reference, load_sources
from lms.seed.specs import course_specs, site_specs


def load_day(day="d02"):
    """Home, catalogue, the full programme and one of its days in three languages; returns the loader's `Outcome`."""
    content = read_content()
    center = load_reference(content.reference)
    load_sources(content.sources)
    course = next(course for course in content.courses if course.data["key"] == "full-programme")
    record = load_course(course, center)
    quizzes = {key: load_quiz(quiz, center) for key, quiz in course.quizzes.items() if key.startswith(day)}
    specs = [*site_specs(content), *course_specs(content, course, record, quizzes)]
    kept = [spec for spec in specs if spec.parent is None or not spec.key.startswith("d") or spec.key.startswith(day)]
    return load(kept, site_name="Center")
