"""Everything that stands in a content folder, read and checked as a whole before anything is written."""

from dataclasses import dataclass, field
from pathlib import Path

from lms.core.drawings import drawings

from .data_files import FAMILIES, still_missing
from .lesson_file import LessonFile, Problem, differences, read_lesson, read_prose_page
from .quiz_file import check_quiz
from .reference_file import check_reference
from .trainer_file import SUFFIX, EditionFile, edition_differences, read_edition
from .yaml_file import LANGUAGES, Checker, read_yaml

CONTENT = Path(__file__).parent / "content"
COURSE_FIELDS = {"key", "slug", "title", "summary", "hours", "minutes_per_hour", "audience", "policy", "certificate"}
DAY_FIELDS = {"key", "number", "slug", "title", "summary", "content_note", "outcomes", "sessions"}
WORDS_A_MINUTE = (70, 140)
RULES = {"units_done": set(), "quiz_mean": {"percent"}, "attendance": {"percent"}, "unit_at_least": {"unit", "percent"}}


@dataclass
class CourseContent:
    """`data` is the course file in `folder`; `lessons[key][language]`; `quizzes[key]` the quiz file, `quiz_files` the
    same by file name; `editions` as the lessons, those alone that stand in every language of their lesson;
    `files[family][name]` the files of data_files."""

    data: dict
    folder: str
    lessons: dict[str, dict[str, LessonFile]] = field(default_factory=dict)
    quizzes: dict[str, dict] = field(default_factory=dict)
    editions: dict[str, dict[str, EditionFile]] = field(default_factory=dict)
    quiz_files: dict[str, dict] = field(default_factory=dict)
    files: dict[str, dict[str, dict]] = field(default_factory=dict)


@dataclass
class Content:
    """`pages`, `reference` and `doubts` are the files of those names; `problems` is empty when everything may be
    loaded; `warnings` stop nothing; `missing` says in lines what is not written yet."""

    sources: dict = field(default_factory=dict)
    pages: dict = field(default_factory=dict)
    reference: dict = field(default_factory=dict)
    doubts: list[dict] = field(default_factory=list)
    courses: list[CourseContent] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def read_content(root=CONTENT):
    """Reads and checks the whole folder; never raises for bad content."""
    return _Reader(Path(root)).read()


class _Reader:
    def __init__(self, root):
        self.root = root
        self.content = Content()
        self.problems = self.content.problems
        self.keys = {}

    def read(self):
        self.content.sources = self._yaml("sources.yaml") or {}
        self._pages()
        for path in sorted((self.root / "reference").glob("*.yaml")):
            self.content.reference[path.stem] = self._yaml(f"reference/{path.name}") or []
        for path in sorted(self.root.glob("*/course.yaml")):
            self._course(path.parent.name)
        self._shared_days()
        self._organisations()
        days = [day for course in self.content.courses for day in course.data.get("days", [])]
        check_reference(self.content, {session["key"] for day in days for session in day["sessions"]}, self.problems)
        self._doubts()
        return self.content

    def _yaml(self, name):
        path = self.root / name
        if not path.exists():
            self.problems.append(Problem(name, 1, "the file is missing"))
            return None
        return read_yaml(name, path.read_text(encoding="utf-8"), self.problems)

    def _checker(self, name):
        content = self.content
        return Checker(name, self.problems, content.sources, self.keys, content.warnings, content.missing)

    def _pages(self):
        pages = self._yaml("pages.yaml") or {}
        check = self._checker("pages.yaml")
        for page in pages.get("pages", []):
            if not check.fields(page, {"slug", "title", "body"}):
                continue
            check.texts(page, "title")
            if check.texts(page, "body"):
                self._plain_page(page)
        self.content.pages = pages

    def _plain_page(self, page):
        shapes, name = {}, page.get("slug", "guide")
        for language in LANGUAGES:
            line = page["body"].line
            blocks, problems = read_prose_page("pages.yaml", page["body"][language], line)
            self.problems += problems
            shapes[language] = [(block.kind, block.key, block.prose and block.prose.shape) for block in blocks]
        for language in ("ru", "kk"):
            if shapes[language] != shapes["en"]:
                self.problems.append(
                    Problem(
                        "pages.yaml",
                        page.line,
                        f"{name}: {language} has other headings or texts than en",
                    )
                )

    def _course(self, folder):
        path = f"{folder}/course.yaml"
        data = self._yaml(path)
        check = self._checker(path)
        if not data or not check.fields(data, COURSE_FIELDS, {"days", "shared_days", "format", "organisation"}):
            return
        course = CourseContent(data, folder)
        self.content.courses.append(course)
        for name in ("title", "summary"):
            check.texts(data, name)
        for rule in data["policy"]:
            if rule.get("rule") not in RULES:
                check.wrong(rule, f"unknown rule {rule.get('rule')}")
            else:
                check.fields(rule, {"rule", *RULES[rule["rule"]]}, {"title"})
        for day in data.get("days", []):
            self._day(check, day)
        self._lessons(folder, course)
        self._editions(folder, course)
        self._quizzes(folder, course)
        self._data_files(folder, course)

    def _organisations(self):
        known = {row.get("key") for row in self.content.reference.get("universities", [])} | {"center"}
        for course in self.content.courses:
            if course.data.get("organisation", "center") not in known:
                path = f"{course.data['key']}/course.yaml"
                self.problems.append(Problem(path, 1, f"organisation {course.data['organisation']} is not known"))

    def _day(self, check, day):
        if not check.fields(day, DAY_FIELDS):
            return
        check.texts(day, "title")
        check.texts(day, "summary")
        for outcome in day["outcomes"]:
            for language in LANGUAGES:
                if not outcome.get(language):
                    check.wrong(outcome, f"outcome has no text in {language}")
        check.register(day)
        for session in day["sessions"]:
            if check.fields(session, {"key", "number", "slug", "title", "content_note", "minutes"}):
                check.texts(session, "title")
                check.register(session)

    def _lessons(self, folder, course):
        sessions = {s["key"]: s for day in course.data.get("days", []) for s in day.get("sessions", [])}
        for language in LANGUAGES:
            for path in sorted((self.root / folder / language).glob("day-*/*.md")):
                if path.name.endswith(SUFFIX):
                    continue
                name = str(path.relative_to(self.root))
                lesson = read_lesson(name, path.read_text(encoding="utf-8"))
                self.problems += lesson.problems
                self._lesson_keys(lesson, sessions)
                if lesson.key:
                    course.lessons.setdefault(lesson.key, {})[language] = lesson
        for versions in course.lessons.values():
            source = versions.get("en")
            if source:
                self._reading_time(source)
            for language, lesson in versions.items():
                if source is None:
                    self.problems.append(Problem(lesson.path, 1, "there is no English version to translate from"))
                elif language != "en":
                    self.problems += differences(source, lesson)

    def _reading_time(self, lesson):
        minutes, words = lesson.meta.get("minutes"), lesson.words()
        least, most = -(-words // WORDS_A_MINUTE[1]), max(1, words // WORDS_A_MINUTE[0])
        if type(minutes) is int and not least <= minutes <= most:
            reason = f"{words} words in {minutes} minutes, {least} to {most} minutes are meant"
            self.content.warnings.append(Problem(lesson.path, 1, reason))

    def _lesson_keys(self, lesson, sessions):
        if lesson.key and lesson.key not in sessions:
            self.problems.append(Problem(lesson.path, 2, f"key {lesson.key} is no session of course.yaml"))
        elif lesson.key and lesson.meta.get("slug") != sessions[lesson.key]["slug"]:
            self.problems.append(
                Problem(lesson.path, 3, f"slug is not {sessions[lesson.key]['slug']} as in course.yaml")
            )
        for key in lesson.meta.get("sources", []):
            if key not in self.content.sources:
                self.problems.append(Problem(lesson.path, 1, f"source {key} is not in sources.yaml"))
        for block in lesson.blocks:
            drawing = block.fields.get("drawing")
            if block.kind == "figure" and drawing not in drawings():
                self.problems.append(Problem(lesson.path, block.line, f"there is no drawing {drawing}.svg"))

    def _editions(self, folder, course):
        found = {}
        for language in LANGUAGES:
            for path in sorted((self.root / folder / language).glob(f"day-*/*{SUFFIX}")):
                name = str(path.relative_to(self.root))
                edition = read_edition(name, path.read_text(encoding="utf-8"))
                self.problems += edition.problems
                self.content.warnings += edition.warnings
                self._place_of(edition, course.lessons.get(edition.lesson, {}).get(language))
                found.setdefault(edition.lesson, {})[language] = edition
        for key, versions in found.items():
            source = versions.get("en")
            for language, edition in versions.items():
                if source and language != "en":
                    self.problems += edition_differences(source, edition)
            missing = sorted(course.lessons.get(key, {}).keys() - versions.keys())
            if missing:
                anyone = next(iter(versions.values()))
                reason = f"not loaded before its lesson has one in {', '.join(missing)}, too"
                self.content.warnings.append(Problem(anyone.path, 1, reason))
            else:
                course.editions[key] = versions

    def _place_of(self, edition, lesson):
        """An edition stands beside its lesson, under the same name."""
        if lesson is None:
            self.problems.append(Problem(edition.path, 2, f"there is no lesson {edition.lesson} in this language"))
        elif edition.path != lesson.path.removesuffix(".md") + SUFFIX:
            self.problems.append(Problem(edition.path, 2, f"lesson {edition.lesson} is {lesson.path}"))

    def _quizzes(self, folder, course):
        for path in sorted((self.root / folder / "quizzes").glob("*.yaml")):
            name = str(path.relative_to(self.root))
            quiz = read_yaml(name, path.read_text(encoding="utf-8"), self.problems)
            if quiz and check_quiz(self._checker(name), quiz):
                course.quizzes[quiz["key"]] = quiz
                course.quiz_files[path.stem] = quiz

    def _data_files(self, folder, course):
        for family, rule in FAMILIES.items():
            for path in sorted((self.root / folder / family).glob("*.yaml")):
                name = str(path.relative_to(self.root))
                data = read_yaml(name, path.read_text(encoding="utf-8"), self.problems)
                before = len(self.problems)
                check = self._checker(name)
                if data is None and path.stat().st_size == 0:
                    check.wrong(None, "the file is empty")
                elif data is not None:
                    rule(check, data)
                    if len(self.problems) == before:
                        course.files.setdefault(family, {})[path.stem] = data
        self._places(course)
        self.content.missing += still_missing(course.files.get("bank", {}))

    def _places(self, course):
        """Tests and exams stand at a day and behind a session of their course."""
        days = {day["key"] for day in course.data.get("days", [])}
        sessions = {session["key"] for day in course.data.get("days", []) for session in day.get("sessions", [])}
        for stem, data in course.files.get("tests", {}).items():
            for page in (data["before"], data["after"]):
                if page["day"] not in days:
                    reason = f"day {page['day']} is no day of course.yaml"
                    self._checker(f"{course.folder}/tests/{stem}.yaml").wrong(page, reason)
        for stem, data in course.files.get("exams", {}).items():
            if data["after"] not in sessions:
                reason = f"after {data['after']} is no session of course.yaml"
                self._checker(f"{course.folder}/exams/{stem}.yaml").wrong(data, reason)

    def _doubts(self):
        """What is not certain: a file that may be missing."""
        name = "doubts.yaml"
        if not (self.root / name).exists():
            return
        check = self._checker(name)
        doubts = self._yaml(name)
        for doubt in check.entries({"doubts": doubts}, "doubts", {"key", "where", "text", "decides"}):
            check.register(doubt)
            check.words(doubt, "text", "decides")
            places = doubt["where"] if isinstance(doubt["where"], list) else []
            if not places:
                check.wrong(doubt, "where must be a list of keys or files")
            for place in places:
                if str(place) not in self.keys and not (self.root / str(place)).is_file():
                    check.wrong(doubt, f"where: {place} is no key and no file")
            self.content.doubts.append(doubt)

    def _shared_days(self):
        days = {day["key"] for course in self.content.courses for day in course.data.get("days", [])}
        for course in self.content.courses:
            for key in course.data.get("shared_days", []):
                if key not in days:
                    path = f"{course.data['key']}/course.yaml"
                    self.problems.append(Problem(path, 1, f"shared day {key} stands in no course"))
