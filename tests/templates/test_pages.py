"""Home, catalogue, course, day and lesson as different people see them."""

from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import translation

from courses.domain import progress
from lms.core.keys import key_uuid
from tests.factories import courses as build
from tests.factories.lesson import build_full_lesson


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def words(node):
    return " ".join(node.get_text(" ").split())


@pytest.fixture
def course(site):
    return build.build_course(site, modules=2, units=2)


@pytest.fixture
def lesson(course):
    return build_full_lesson(build.page_of("course-m01", "en"))


@pytest.fixture
def enrolment(course, lesson):
    return build.seat(build.build_user(), build.build_cohort(course))


@pytest.fixture
def learner(client, enrolment):
    client.force_login(enrolment.user)
    return client


def test_home_shows_the_first_course_with_its_days(client, site, course):
    page = soup(client.get("/en/"))
    assert [words(li) for li in page.select("ol.daylist li")] == ["course-m01 en", "course-m02 en"]
    assert page.select_one(".hero .btn")["href"] == "/en/courses/course/"


def test_home_without_a_course_still_greets(client, site):
    page = soup(client.get("/en/"))
    assert page.h1.get_text() == "Home"
    assert page.select(".hero .btn, .daylist") == []


def test_visitor_sees_the_days_of_a_course_but_no_way_in(client, course, lesson):
    page = soup(client.get("/en/courses/course/"))
    assert [words(h) for h in page.select(".outline h3")] == ["Day 1: course-m01 en", "Day 2: course-m02 en"]
    assert page.select(".outline a, .ring, .meter") == []


def test_learner_sees_the_present_day_open_and_one_next_step(learner, enrolment):
    progress.complete_unit(enrolment, key_uuid("course-m01-l1"), passed=True)
    page = soup(learner.get("/en/courses/course/"))
    first, second = page.select(".outline > li")
    assert (first["data-state"], second["data-state"]) == ("now", "todo")
    assert [(words(a.select("span")[0]), a.get("aria-current")) for a in first.select("a.step")] == [
        ("course-m01-l1 en , done", None),
        ("course-m01-l2 en", "step"),
        ("full-lesson en", None),
    ]
    assert second.select(".steps") == []
    assert words(page.select_one(".ring + p")) == "1 of 5 steps done"
    assert {a["href"] for a in page.select("aside .btn, .page-head .btn")} == {"/en/courses/course/day-1/lesson-2/"}


def test_lesson_has_bar_index_goals_body_and_done(learner, lesson):
    page = soup(learner.get(lesson.url))
    assert words(page.select_one(".lesson-bar p")) == "Day 1, step 3 of 3 full-lesson en"
    assert len(page.select(".lesson-bar .quick-exit")) == len(page.select(".quick-exit")) == 1
    progress_bar = page.select_one(".lesson-bar progress")
    assert (progress_bar["value"], progress_bar["max"]) == ("3", "3")
    assert [words(li) for li in page.select("[aria-labelledby=goals] li")] == ["name the parts"]
    assert page.select_one("#b-b1").name == "h2"
    form = page.select_one(".lesson-foot form")
    assert (form["method"], form["action"]) == ("post", reverse("unit_done", args=[lesson.translation_key]))
    around = page.select(".lesson-foot nav a")
    assert [a["href"] for a in around] == ["/en/courses/course/day-1/lesson-2/", "/en/courses/course/day-2/lesson-1/"]


def test_lesson_that_is_done_offers_the_next_step(learner, enrolment, lesson):
    progress.complete_unit(enrolment, lesson.translation_key, passed=True)
    foot = soup(learner.get(lesson.url)).select_one(".lesson-foot")
    assert foot.select("form") == []
    assert words(foot.select_one(".tag")) == "Done"
    assert foot.select_one(".btn:not(.btn-text)")["href"] == "/en/courses/course/day-2/lesson-1/"


def test_page_has_one_heading_of_the_first_level_and_skips_none(learner, lesson):
    page = soup(learner.get(lesson.url))
    levels = [int(h.name[1]) for h in page.select("main h1, main h2, main h3, main h4")]
    assert levels.count(1) == 1 and levels[0] == 1
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []


def test_ids_are_unique(learner, lesson):
    ids = [node["id"] for node in soup(learner.get(lesson.url)).select("[id]")]
    assert sorted(ids) == sorted(set(ids))


def test_lesson_loads_no_file_it_does_not_use(learner, lesson, course):
    styles = ["tokens", "base", "lesson", "print"]
    page = soup(learner.get(lesson.url))
    assert [link["href"] for link in page.select("link[rel=stylesheet]")] == [
        f"/static/lms/css/{name}.css" for name in styles
    ]
    assert [script["src"] for script in page.select("script")] == [
        "/static/lms/js/quick-exit.js",
        "/static/lms/js/video.js",
    ]
    plain = soup(learner.get("/en/courses/course/day-1/lesson-1/"))
    assert [script["src"] for script in plain.select("script")] == ["/static/lms/js/quick-exit.js"]


def test_a_video_host_enters_the_policy_of_its_page_alone(learner, lesson):
    assert "frame-src https://player.vimeo.com" in learner.get(lesson.url)["Content-Security-Policy"]
    other = learner.get("/en/courses/course/day-1/lesson-1/")["Content-Security-Policy"]
    assert "vimeo" not in other and "frame-src" not in other


def test_untranslated_lesson_says_so_and_names_both_languages(learner, site, course, lesson):
    parent = build.page_of("course-m01", "ru")
    lesson.copy_for_translation(site.locales["ru"], alias=True)
    shown = parent.get_children().get(translation_key=lesson.translation_key)
    page = soup(learner.get(shown.get_url()))
    article = page.select_one("article")
    with translation.override("ru"):
        original = translation.gettext("English")
    assert (page.html["lang"], article["lang"]) == ("ru", "en")
    line = article.select_one(".language-line")
    assert line["lang"] == "ru" and f"({original})" in words(line)
    assert article.select_one(".case .eyebrow")["lang"] == "ru"
    assert not article.select_one(".case h2").has_attr("lang")


def test_translated_lesson_says_nothing(learner, lesson):
    assert soup(learner.get(lesson.url)).select(".language-line, article[lang]") == []


def test_day_lists_its_steps_and_announces_what_is_hard(learner, course):
    module = build.page_of("course-m01", "en")
    module.content_note = 2
    module.save()
    page = soup(learner.get(module.url))
    assert [words(a.select("span")[0]) for a in page.select("main a.step")] == [
        "course-m01-l1 en",
        "course-m01-l2 en",
        "full-lesson en",
    ]
    assert "What to expect: describes reactions, abuse or death with restraint." in words(page.select_one(".care"))


@pytest.mark.parametrize("name", ["Айгүл <script>alert(1)</script>", "x' onmouseover='alert(1)"])
def test_a_hostile_name_is_text(learner, enrolment, name):
    enrolment.user.profile.given_name = name
    enrolment.user.profile.save()
    page = soup(learner.get("/en/courses/"))
    assert name in page.select_one(".account summary").get_text()
    assert page.select("script:not([src]), [onmouseover]") == []
