"""C-09: the trainer's edition and the projector view, and who never meets them."""

import pytest
from bs4 import BeautifulSoup
from django.utils import translation

from courses.domain import editions
from courses.enums import Paper
from courses.models import DayDocument
from courses.tasks import prepare_documents
from tests.factories.courses import build_cohort, build_course, build_organisation, page_of, seat
from tests.factories.lesson import BLOCKS, EDITION, HOSTILE, body_of, build_full_lesson, poisoned
from tests.factories.people import build_person, build_staff, enter

MODULE, LESSON = "/en/courses/course/day-1/", "/en/courses/course/day-1/full-lesson/"
FOR_TRAINERS = [MODULE + "trainer/", LESSON + "trainer/", LESSON + "projector/"]
SECRETS = ["A4 sheets", "Say that the case is invented", "You want to listen", "Children forget", "The second trainer"]
PROJECTOR_QUERIES, TRAINER_QUERIES, DAY_QUERIES = 28, 28, 31
PAPER_LIST = 15


@pytest.fixture
def course(site):
    return build_course(site, modules=1, units=1)


@pytest.fixture
def lesson(course):
    for code in ("kk", "ru"):
        build_full_lesson(page_of("course-m01", code))
    return build_full_lesson(page_of("course-m01", "en"))


@pytest.fixture
def trainer(client, lesson, course):
    return enter(client, build_staff("trainer", course.organisation))


def soup(client, address):
    return BeautifulSoup(client.get(address).content, "html.parser")


def words(node):
    return " ".join(node.get_text(" ").split())


def test_the_session_stands_by_the_clock(trainer):
    page = soup(trainer, LESSON + "trainer/")
    assert [(words(li.p), words(li.h3)) for li in page.select(".clock > li")] == [
        ("0–30 min", "Arrive"), ("30–90 min", "Work in pairs"),
    ]  # fmt: skip
    assert [h.get_text(strip=True) for h in page.select("main h2")] == [
        "Before the session", "Materials", "The session, minute by minute", "Role cards", "Likely answers",
        "Care in the room",
    ]  # fmt: skip
    assert [secret for secret in SECRETS if secret not in words(page)] == []


def test_the_day_lists_its_sessions_and_what_to_bring(trainer):
    page = soup(trainer, MODULE + "trainer/")
    assert [[a["href"] for a in li.select("a")] for li in page.select(".rows > li")] == [
        ["/en/courses/course/day-1/lesson-1/projector/"],
        [LESSON + "trainer/", LESSON + "projector/"],
    ]
    assert words(page.select_one("details.fold li")) == "A4 sheets"


def test_a_session_without_an_edition_says_so(trainer):
    page = soup(trainer, "/en/courses/course/day-1/lesson-1/trainer/")
    assert words(page.select_one(".empty h2")) == "This session has no trainer's edition yet"


def test_other_languages_stay_at_the_same_place(trainer):
    page = soup(trainer, LESSON + "trainer/")
    assert [a["href"] for a in page.select(".lang a")] == [
        f"/{code}/courses/course/day-1/full-lesson/trainer/" for code in ("kk", "ru", "en")
    ]


@pytest.mark.parametrize("code", ["kk", "ru", "en"])
def test_a_learner_meets_no_word_of_it(client, lesson, course, code):
    learner = seat(build_person("aigul"), build_cohort(course)).user
    client.force_login(learner)
    own = LESSON.replace("/en/", f"/{code}/")
    for address in (own, MODULE.replace("/en/", f"/{code}/")):
        response = client.get(address)
        assert response.status_code == 200
        assert [word for word in [*SECRETS, "/trainer/", "/projector/"] if word in response.content.decode()] == []
    for address in FOR_TRAINERS:
        response = client.get(address.replace("/en/", f"/{code}/"))
        assert (response.status_code, [w for w in SECRETS if w in response.content.decode()]) == (403, [])


def opened_by(client, user):
    return [client.get(address).status_code for address in FOR_TRAINERS] if enter(client, user) else None


@pytest.mark.parametrize(
    ("role", "at", "answer"),
    [
        ("trainer", "center", 200),
        ("second_reader", "center", 200),
        ("editor", "center", 200),
        ("administrator", "center", 200),
        ("issuer", "center", 403),
        ("trainer", "north", 403),
        ("administrator", "north", 403),
    ],
)
def test_who_opens_it(client, lesson, role, at, answer):
    assert opened_by(client, build_staff(role, build_organisation(at))) == [answer] * 3


def test_the_trainer_of_a_cohort_opens_it_wherever_the_role_is_from(client, lesson, course):
    guest = build_staff("trainer", build_organisation("north"))
    cohort = build_cohort(course)
    assert opened_by(client, guest) == [403] * 3
    cohort.trainers.add(guest)
    assert opened_by(client, guest) == [200] * 3
    guest.memberships.all().delete()
    assert opened_by(client, guest) == [403] * 3


def test_a_seat_in_a_cohort_takes_nothing_from_a_trainer_and_gives_nothing(client, lesson, course):
    trainer = build_staff("trainer", course.organisation)
    seat(trainer, build_cohort(course))
    assert opened_by(client, trainer) == [200] * 3
    assert [a["href"] for a in soup(client, LESSON).select("article p.cluster a")] == FOR_TRAINERS[1:]


def test_nothing_of_it_is_kept_by_a_browser_or_loosens_the_content_policy(trainer):
    for address in FOR_TRAINERS:
        response = trainer.get(address)
        assert response["Cache-Control"] == "private, no-store"
        assert "unsafe" not in response["Content-Security-Policy"]


def test_the_wall_shows_one_block_a_screen(trainer, lesson):
    page = soup(trainer, LESSON + "projector/")
    screens = page.select("main > section.screen")
    # 15 blocks: the heading goes with its text, the download stays away; a title, and whom to talk to
    assert [screen["id"] for screen in screens] == [f"screen-{n}" for n in range(1, 16)]
    assert words(screens[0].select_one(".screen-title")) == page.h1.get_text() == lesson.title
    assert words(screens[1].select_one(".prose")) == "What changes in a class One paragraph with weight and a law ."
    assert "To take along" in words(screens[3])
    assert words(screens[-1].h2) == "Someone to talk to"


def test_screens_lead_to_each_other_without_scripts(trainer):
    page = soup(trainer, LESSON + "projector/")
    ways = [[a["href"] for a in screen.select(".screen-links a")] for screen in page.select(".screen")]
    assert ways[0] == ["#screen-2", LESSON + "trainer/"]
    assert ways[7] == ["#screen-7", "#screen-9", LESSON + "trainer/"]
    assert ways[-1] == ["#screen-14", LESSON + "trainer/"]


def test_the_wall_shows_no_closed_text_no_word_for_trainers_and_no_name(trainer, course):
    cohort = build_cohort(course, name="Planted run", room="Planted room")
    learner = seat(build_person("planted"), cohort).user
    shown = trainer.get(LESSON + "projector/").content.decode()
    person = build_staff("trainer", course.organisation, name="trainer-second")
    secrets = [*SECRETS, "The account that stays closed", "Planted", learner.email, person.email, "Маржан", "Әбенова"]
    assert [word for word in secrets if word in shown] == []
    assert "A child could not sleep; an adult stayed near." in shown


def test_hostile_texts_are_words_for_trainers_too(trainer, lesson):
    lesson.title = lesson.before = HOSTILE
    lesson.materials = [("line", HOSTILE)]
    lesson.body = body_of([(kind, poisoned(value)) for kind, value in BLOCKS])
    lesson.edition = body_of([(kind, {**poisoned(value), "minutes": 5}) for kind, value in EDITION])
    lesson.save()
    for address in FOR_TRAINERS:
        page = soup(trainer, address)
        assert page.select("main script, iframe, [onerror], [onclick], [srcdoc], a[href^=javascript]") == []
        assert "<script>alert(1)</script>" in page.select_one("main").get_text()


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (["text", "text"], [["text"], ["text"]]),
        (["heading", "heading", "text", "pause"], [["heading", "heading", "text"], ["pause"]]),
        (["heading", "download"], [["heading"]]),
        (["download"], []),
        (["text", "heading"], [["text"], ["heading"]]),
    ],
)
def test_screens(kinds, expected):
    class Block:
        def __init__(self, kind):
            self.block_type = kind

    found = editions.screens([Block(kind) for kind in kinds])
    assert [[block.block_type for block in screen] for screen in found] == expected


@pytest.mark.parametrize("count", [1, 3])
def test_cost(client, site, queries, count):
    course = build_course(site, modules=count, units=count, languages=["en"])
    build_full_lesson(page_of("course-m01", "en"))
    client = enter(client, build_staff("trainer", course.organisation))
    with translation.override("en"):
        for address, cost in zip(FOR_TRAINERS, [DAY_QUERIES, TRAINER_QUERIES, PROJECTOR_QUERIES], strict=True):
            client.get(address)
            with queries(cost):
                client.get(address)


def content_of(document):
    with document.file.open() as file:
        return file.read()


def papers_on(client, address):
    return [(a.get("href"), words(a)) for a in soup(client, address).select(".download")]


def test_a_day_says_that_its_papers_are_being_prepared_and_then_offers_them(trainer):
    waiting = "It is being prepared; come back in a few minutes."
    assert papers_on(trainer, MODULE + "trainer/") == [
        (None, f"Document for trainers {waiting}"), (None, f"Handout of the day {waiting}"),
    ]  # fmt: skip
    assert [trainer.get(MODULE + path).status_code for path in ("trainer/document/", "handout/")] == [404, 404]
    for _round in range(2):  # six papers, four at a time
        prepare_documents()
    addresses = [address for address, _text in papers_on(trainer, MODULE + "trainer/")]
    assert addresses == [MODULE + "trainer/document/", MODULE + "handout/"]
    for address, kind in zip(addresses, (Paper.TRAINER, Paper.HANDOUT), strict=True):
        response = trainer.get(address)
        document = DayDocument.objects.get(kind=kind, language="en")
        assert response.content == content_of(document)
        assert response["Cache-Control"] == "private, no-store"
        assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"] == 'attachment; filename="day-1-en.pdf"'


def test_a_learner_gets_the_handout_of_the_own_language_and_nothing_else(client, lesson, course):
    for _round in range(2):
        prepare_documents()
    client.force_login(seat(build_person("aigul"), build_cohort(course)).user)
    for code in ("kk", "ru", "en"):
        day = MODULE.replace("/en/", f"/{code}/")
        assert [address for address, _text in papers_on(client, day)] == [day + "handout/"]
        response = client.get(day + "handout/")
        document = DayDocument.objects.get(kind=Paper.HANDOUT, language=code)
        assert response.content == content_of(document)
        assert client.get(day + "trainer/document/").status_code == 403
    other = build_person("stranger")
    client.force_login(other)
    assert client.get(MODULE + "handout/").status_code == 403


def test_a_paper_that_failed_is_told_and_staff_try_again(trainer, lesson):
    lesson.summary = "Five ≤ six"
    lesson.save()
    for _round in range(2):
        prepare_documents()
    failed = "Handout of the day It could not be made. The staff see why."
    assert papers_on(trainer, MODULE + "trainer/")[1] == (None, failed)
    listed = soup(trainer, "/admin/papers/?state=failed")
    assert [[words(cell) for cell in row.select("td")][:5] for row in listed.select("main tbody tr")] == [
        ["course-m01 en", "en", "handout for learners", "could not be made", "LetterMissing ≤ (U+2264)"]
    ]
    lesson.summary = "Five or six"
    lesson.save()
    form = listed.select_one("main tbody form")
    assert trainer.post(form["action"]).status_code == 302
    assert papers_on(trainer, MODULE + "trainer/")[1][0] == MODULE + "handout/"


def test_staff_of_another_organisation_see_no_paper(client, lesson):
    prepare_documents()
    enter(client, build_staff("trainer", build_organisation("north")))
    assert soup(client, "/admin/papers/").select("main tbody tr") == []
    pk = DayDocument.objects.values_list("pk", flat=True)[0]
    assert client.post(f"/admin/papers/{pk}/again/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_papers_costs_the_same(client, site, queries, count):
    course = build_course(site, modules=count, units=1, languages=["en"])
    prepare_documents()
    enter(client, build_staff("trainer", course.organisation))
    client.get("/admin/papers/")
    with queries(PAPER_LIST):
        rows = soup(client, "/admin/papers/").select("main tbody tr")
    assert len(rows) == count
