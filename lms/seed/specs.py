"""From content files to page specs, parents before children."""

from assessments.models import QuizPage
from courses.models import CataloguePage, CoursePage, GlossaryPage, GuidePage, LessonPage, ModulePage
from lms.core.models import HomePage, PlainPage

from . import streams
from .lesson_file import read_prose_page
from .page_spec import PageSpec
from .quiz_file import quiz_languages
from .yaml_file import LANGUAGES


def site_specs(content):
    """Home, catalogue, glossary, language guide and plain pages."""
    home = content.pages["home"]
    yield PageSpec(
        "home",
        None,
        HomePage,
        "home",
        {language: _home(home, language) for language in LANGUAGES},
    )
    catalogue = content.pages["catalogue"]
    texts = {language: {name: catalogue[name][language] for name in ("title", "intro")} for language in LANGUAGES}
    yield PageSpec("catalogue", "home", CataloguePage, "courses", texts)
    yield from _words(content.pages)
    for page in content.pages["pages"]:
        key = f"page-{page['slug']}"
        texts = {
            language: {
                "title": page["title"][language],
                "body": streams.body(key, read_prose_page("", page["body"][language])[0]),
            }
            for language in LANGUAGES
        }
        yield PageSpec(key, "home", PlainPage, page["slug"], texts)


def _words(pages):
    if glossary := pages.get("glossary"):
        texts = {language: {name: glossary[name][language] for name in ("title", "intro")} for language in LANGUAGES}
        yield PageSpec("glossary", "home", GlossaryPage, "glossary", texts)
    if guide := pages.get("guide"):
        texts = {
            language: {
                "title": guide["title"][language],
                "intro": guide["intro"][language],
                "body": streams.body("language-guide", read_prose_page("", guide["body"][language])[0]),
            }
            for language in LANGUAGES
        }
        yield PageSpec("language-guide", "home", GuidePage, "language-guide", texts)


def _home(home, language):
    def in_language(items, *names):
        return [{name: _text(item[name], language) for name in names if name in item} for item in items]

    return {
        "title": home["title"][language],
        "hero_title": home["hero_title"][language],
        "hero_text": home["hero_text"][language],
        "facts": streams.structs("home", "fact", in_language(home["facts"], "value", "label")),
        "audience": streams.structs("home", "audience", in_language(home["audience"], "title", "text")),
        "quote": streams.structs("home", "quote", in_language([home["quote"]], "text", "who")),
    }


def _text(value, language):
    return value[language] if isinstance(value, dict) else str(value)


def course_specs(content, course, record, quizzes):
    """The course page, its days, their lessons and quizzes. `record` is the Course row, `quizzes` the Quiz rows
    by key; a quiz belongs to the day whose key its own begins with ("d02-quiz"), a test stands first or last of a day,
    an exam behind its session."""
    data = course.data
    texts = {
        language: {
            "title": data["title"][language],
            "summary": data["summary"][language],
            "audience": streams.lines(data["key"], "audience", data["audience"][language]),
        }
        for language in LANGUAGES
    }
    yield PageSpec(data["key"], "catalogue", CoursePage, data["slug"], texts, {"course": record})
    fields = {key: row["field"] for row in content.reference.get("clearances", []) for key in row["lessons"]}
    tests = [row for row in course.files.get("tests", {}).values() if row["before"]["key"] in quizzes]
    exams = [row for row in course.files.get("exams", {}).values() if row["key"] in quizzes]
    for day in data.get("days", []):
        yield _day(day, data["key"])
        yield from (_test(row, "before", quizzes) for row in tests if row["before"]["day"] == day["key"])
        for session in day["sessions"]:
            key = session["key"]
            if versions := course.lessons.get(key):
                yield _lesson(versions, course.editions.get(key, {}), day["key"], fields.get(key, ""))
            yield from (_exam(row, day["key"], quizzes) for row in exams if row["after"] == key)
        quiz_key = f"{day['key']}-quiz"
        if quiz_key in quizzes:
            yield _quiz(course.quizzes[quiz_key], day["key"], quizzes[quiz_key])
        yield from (_test(row, "after", quizzes) for row in tests if row["after"]["day"] == day["key"])


def _day(day, course_key):
    texts = {
        language: {
            "title": day["title"][language],
            "summary": day["summary"][language],
            "outcomes": streams.lines(day["key"], "outcome", [o[language] for o in day["outcomes"]]),
            "sessions": streams.lines(
                day["key"], "session", [f"{s['number']} {s['title'][language]}" for s in day["sessions"]]
            ),
        }
        for language in LANGUAGES
    }
    neutral = {"number": day["number"], "content_note": day["content_note"]}
    return PageSpec(day["key"], course_key, ModulePage, day["slug"], texts, neutral)


def _quiz(quiz, day_key, record):
    neutral = {"minutes": quiz.get("minutes", 10), "content_note": quiz["content_note"], "quiz": record}
    return PageSpec(quiz["key"], day_key, QuizPage, quiz["slug"], _quiz_texts(quiz), neutral)


def _test(test, moment, quizzes):
    """A test before or after the course is an offer: neither the steps to finish nor a mean count it."""
    page = test[moment]
    neutral = {"minutes": test["minutes"], "content_note": page["content_note"], "quiz": quizzes[page["key"]]}
    return PageSpec(page["key"], page["day"], QuizPage, page["slug"], _quiz_texts(page), {**neutral, "required": False})


def _exam(exam, day_key, quizzes):
    neutral = {"minutes": exam["minutes"], "content_note": exam["content_note"], "quiz": quizzes[exam["key"]]}
    return PageSpec(exam["unit"], day_key, QuizPage, exam["slug"], _quiz_texts(exam), neutral)


def _quiz_texts(quiz):
    return {
        language: {"title": quiz["title"][language], "summary": quiz.get("intro", {}).get(language, "")}
        for language in quiz_languages(quiz)
    }


def _lesson(versions, editions, day_key, clearance):
    source = versions["en"]
    texts = {
        language: {**_lesson_texts(lesson), **_edition_texts(editions.get(language))}
        for language, lesson in versions.items()
    }
    neutral = {**{name: source.meta[name] for name in ("minutes", "content_note")}, "clearance": clearance}
    sources = tuple(dict.fromkeys(source.meta["sources"]))
    return PageSpec(source.key, day_key, LessonPage, source.meta["slug"], texts, neutral, sources)


def _lesson_texts(lesson):
    return {
        "title": lesson.meta["title"],
        "summary": lesson.meta["summary"],
        "goals": streams.lines(lesson.key, "goal", lesson.meta["goals"]),
        "body": streams.body(lesson.key, lesson.blocks),
    }


def _edition_texts(edition):
    if edition is None:
        return {"materials": [], "before": "", "edition": []}
    return {
        "materials": streams.lines(edition.lesson, "material", edition.meta["materials"]),
        "before": edition.meta["before"].strip(),
        "edition": streams.body(edition.lesson, edition.blocks, part="edition"),
    }
