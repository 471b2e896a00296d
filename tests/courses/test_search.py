"""S-08: the search finds what somebody may read, in their language and whatever their keyboard, and nothing else."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from wagtail.models import Page

from courses import searchable
from courses.blocks import LESSON_BLOCKS
from courses.domain import access, search
from courses.models import GlossaryPage, LessonPage, SharedModule
from lms.core.keys import key_uuid
from tests.courses.domain.test_access import readers
from tests.factories.courses import add, build_cohort, build_course, page_of, seat
from tests.factories.lesson import BLOCKS, EDITION, body_of, build_full_lesson
from tests.factories.people import build_person, build_staff, enter
from tests.factories.reference import build_term

SEARCH = 12  # queries of a page of results


@pytest.fixture
def course(site):
    return build_course(site, modules=1, units=1)


@pytest.fixture
def learner(client, course):
    client.force_login(seat(build_person("aigul"), build_cohort(course)).user)
    return client


def write(key, code, text, **fields):
    page = page_of(key, code)
    page.body = [("text", f"<p>{text}</p>")]
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return page


def found(client, words, code="en"):
    """Titles of the results."""
    return [a.get_text() for a in soup(client, words, code).select("[aria-labelledby=pages] h3 a")]


def soup(client, words, code="en", **query):
    return BeautifulSoup(client.get(f"/{code}/search/", {"q": words, **query}).content, "html.parser")


def words(node):
    return " ".join(node.get_text().split())


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Баланың құқықтары қорғалады.", "құқық"),
        ("Баланың құқықтары қорғалады.", "КУКЫК"),
        ("Баланың құқықтары қорғалады.", "құқықтарды балаға"),
        ("Өңірдегі мектептер", "онирде мектепте"),
        ("Дети ещё боятся стигмы.", "еще"),
        ("Дети ещё боятся стигмы.", "стигма"),
        ("Дети ещё боятся стигмы.", "стигмой, дети!"),
        ("A child’s needs assessment", "need assessments"),
        ("Шкала CRIES-8 &amp; co", "cries 8"),
    ],
)
def test_words_are_found_by_their_beginnings_on_any_keyboard(learner, written, asked):
    write("course-m01-l1", "en", written)
    assert found(learner, asked) == ["course-m01-l1 en"]


@pytest.mark.parametrize(
    "asked", ["құқықсыз", "стол", "the missing", "", "  ", '"', "a*b OR (c", "NEAR(", "'); --", "х" * 500]
)
def test_other_words_and_signs_find_nothing_and_break_nothing(learner, asked):
    write("course-m01-l1", "en", "Баланың құқықтары қорғалады.")
    assert found(learner, asked) == []


def test_results_are_of_the_readers_language(learner):
    for code in ("kk", "ru", "en"):
        write("course-m01-l1", code, f"aqquyrshaq in {code}")
        write("course-m01-l1", code, f"aqquyrshaq {code}only")
    for code in ("kk", "ru", "en"):
        assert found(learner, "aqquyrshaq", code) == [f"course-m01-l1 {code}"]
    assert found(learner, "kkonly", "en") == []


def test_the_best_come_first(learner, course):
    module = page_of("course-m01", "en")
    for number in range(2, 5):
        module.refresh_from_db()
        add(module, LessonPage, f"more-{number}", "en", slug=f"more-{number}", body=body_of([("text", "<p>grief</p>")]))
    LessonPage.objects.filter(translation_key=key_uuid("more-4")).update(title="On grief")
    write("course-m01-l1", "en", "grief again")
    build = page_of("more-4", "en")
    build.save()
    cohort = course.cohorts.get()
    cohort.units = [
        {**cohort.units[0], "key": str(page_of(key, "en").translation_key)}
        for key in ("course-m01-l1", "more-2", "more-3", "more-4")
    ]
    cohort.save()
    assert found(learner, "grief") == ["On grief", "course-m01-l1 en", "more-2 en", "more-3 en"]


def test_everybody_finds_exactly_what_they_may_read(course):
    pages = [
        page for page in Page.objects.live().specific() if page.specific_class.__name__ in ("LessonPage", "ModulePage")
    ]
    assert len(pages) == 6
    for name, user, _opens in readers(course):
        may = {page.pk for page in pages if access.may_read(user, page)}
        readable = set(
            Page.objects.filter(access.readable(user), pk__in=[p.pk for p in pages]).values_list("pk", flat=True)
        )
        assert readable == may, name


def test_a_shared_day_is_found_by_those_enrolled_in_the_other_course(client, site, course):
    other = build_course(site, key="other", modules=1, units=1)
    SharedModule.objects.create(course=other, module_key=key_uuid("course-m01"))
    client.force_login(seat(build_person("bolat"), build_cohort(other)).user)
    write("course-m01-l1", "en", "aqquyrshaq")
    assert found(client, "aqquyrshaq") == ["course-m01-l1 en"]


SECRETS = {
    "closed": (
        "content_note",
        {"level": "2", "note": "n", "minutes": 1, "text": "<p>secretword</p>", "summary": "<p>s</p>"},
    ),
    "choice": (
        "branch",
        {"title": "t", "prompt": "p", "choices": [{"text": "secretword", "reply": "r", "tone": "good"}]},
    ),
    "reply": (
        "branch",
        {"title": "t", "prompt": "p", "choices": [{"text": "c", "reply": "secretword", "tone": "good"}]},
    ),
}


@pytest.mark.parametrize("kind", SECRETS)
def test_what_is_closed_is_found_by_nobody(client, course, kind):
    page = page_of("course-m01-l1", "en")
    page.body = [("text", "<p>openword</p>"), SECRETS[kind]]
    page.save_revision().publish()
    enter(client, build_staff("editor", course.organisation))
    assert (found(client, "openword"), found(client, "secretword")) == (["course-m01-l1 en"], [])
    assert "secretword" not in client.get("/en/search/", {"q": "openword"}).content.decode()


def test_the_trainers_edition_is_found_by_nobody(client, course):
    fields = {"materials": "secretword", "before": "secretword"}
    page = page_of("course-m01-l1", "en")
    page.before, page.materials = fields["before"], [("line", "secretword")]
    page.edition = body_of(
        [(kind, {**value, "title": "secretword", "text": "<p>secretword</p>"}) for kind, value in EDITION]
    )
    page.save_revision().publish()
    enter(client, build_staff("trainer", course.organisation))
    assert found(client, "secretword") == []


def test_drafts_and_withdrawn_pages_are_not_found(client, course):
    enter(client, build_staff("editor", course.organisation))
    page = write("course-m01-l1", "en", "publicword")
    page.body = [("text", "<p>draftword</p>")]
    page.save_revision()
    assert (found(client, "publicword"), found(client, "draftword")) == (["course-m01-l1 en"], [])
    page.unpublish()
    assert found(client, "publicword") == []


def test_strangers_find_words_of_the_glossary_and_no_lesson(client, course, site):
    write("course-m01-l1", "en", "stigma everywhere")
    build_term("stigma", "стигма", "стигма", "stigma")
    add(site.home["en"], GlossaryPage, "glossary", "en", slug="glossary")
    page = soup(client, "stigmas")
    assert [(words(dt), dt.a["href"]) for dt in page.select("dt")] == [("stigma", "/en/glossary/#stigma")]
    assert page.select("[aria-labelledby=pages]") == []
    assert words(page.select_one("[role=status]")) == "1 result"


def test_nothing_found_says_what_to_try(client, course):
    page = soup(client, "nowhere")
    assert words(page.select_one(".empty h2")) == "Nothing found"
    assert page.select_one(".empty a")["href"] == "/en/accounts/login/"
    assert soup(client, "").select(".empty, [role=status]") == []


def test_an_excerpt_shows_the_words_in_their_place(learner):
    write("course-m01-l1", "en", "Before. " * 40 + "Мұғалім құқықты біледі, бірақ КУКЫК емес. " + "After. " * 60)
    excerpt = soup(learner, "құқық").select_one("[aria-labelledby=pages] li p")
    assert [mark.get_text() for mark in excerpt.select("mark")] == ["құқықты", "КУКЫК"]
    assert excerpt.get_text().startswith("… Before. Before.")
    assert excerpt.get_text().endswith(" …") and len(excerpt.get_text()) < 260


def test_hostile_texts_and_questions_are_words(learner):
    write("course-m01-l1", "en", "&lt;script&gt;alert(1)&lt;/script&gt; danger")
    page = soup(learner, "danger <script>alert(2)</script>")
    assert page.select("main script") == []
    page = soup(learner, "danger")
    assert page.select("main script") == []
    assert "<script>alert(1)</script>" in page.select_one("[aria-labelledby=pages]").get_text()


def test_pages_of_results(client, site):
    course = build_course(site, modules=1, units=23, languages=["en"])
    for page in LessonPage.objects.all():
        page.summary = "aqquyrshaq"
        page.save()
    enter(client, build_staff("editor", course.organisation))
    assert [len(soup(client, "aqquyrshaq", page=n).select("ol.rows li")) for n in (1, 2, 3, 99, "x")] == [
        10,
        10,
        3,
        3,
        10,
    ]
    page = soup(client, "aqquyrshaq", page=2)
    assert [a["href"] for a in page.select("nav.pager a")] == ["?q=aqquyrshaq&page=1", "?q=aqquyrshaq&page=3"]
    assert words(page.select_one("nav.pager span")) == "Page 2 of 3"
    assert words(page.select_one("[role=status]")) == "23 results"


def test_every_block_is_known_to_the_search():
    assert searchable.FOUND_IN.keys() == dict(LESSON_BLOCKS).keys()
    for name, fields in searchable.FOUND_IN.items():
        known = getattr(dict(LESSON_BLOCKS)[name], "child_blocks", {})
        assert set(fields or ()) <= known.keys(), name


def test_the_words_of_a_full_lesson(course):
    lesson = build_full_lesson(page_of("course-m01", "en"))
    text = searchable.text_of_lesson(lesson)
    for word in (
        "name the parts",
        "First Second",
        "One rule for all.",
        "an adult stayed near",
        "Working rule",
        "Stand up.",
    ):
        assert word in " ".join(text.split())
    assert "Four circles in a ring" in text and "Hello." in text
    assert len(BLOCKS) == len(lesson.body)


@pytest.mark.parametrize("count", [1, 3])
def test_cost(client, site, queries, count):
    course = build_course(site, modules=1, units=count, languages=["en"])
    for page in LessonPage.objects.all():
        page.summary = "aqquyrshaq"
        page.save()
    for number in range(count):
        build_term(f"t{number}", "aqquyrshaq", "aqquyrshaq", f"aqquyrshaq{number}")
    client.force_login(seat(build_person("aigul"), build_cohort(course)).user)
    client.get("/en/search/", {"q": "aqquyrshaq"})
    with queries(SEARCH):
        page = soup(client, "aqquyrshaq")
    assert len(page.select("ol.rows li")) == count


def test_nothing_is_readable_without_an_account(course):
    assert search.find_pages(AnonymousUser(), page_of("course-m01", "en").locale, ["course"]) == []
