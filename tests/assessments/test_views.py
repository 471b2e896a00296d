import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import override

from assessments.domain import attempts, queries
from assessments.models import Accommodation, Attempt, Question, Quiz
from assessments.questions import KINDS
from courses.models import Course
from lms.core.iin import iins_in
from tests.factories.assessments import build_quiz
from tests.factories.courses import build_cohort, build_course, build_user, page_of, seat
from tests.factories.questions import GRADED, ITEMS

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz(site):
    build_course(site, modules=1, units=1)
    return build_quiz("course-m01")


@pytest.fixture
def learner(quiz, client):
    user = build_user()
    seat(user, build_cohort(Course.objects.get()))
    client.force_login(user)
    return user


def url(name, *args, language="kk"):
    with override(language):
        return reverse(name, args=args)


@pytest.fixture
def attempt(learner, quiz):
    return attempts.start_attempt(learner, quiz, quiz.unit_key)


def test_a_learner_starts_from_the_page_and_lands_on_the_attempt(client, learner, quiz):
    response = client.post(url("attempt_start", quiz.unit_key))
    assert response.url == url("attempt", Attempt.objects.get().public_id)


def test_looking_starts_nothing(client, learner, quiz):
    client.get(page_of("quiz", "kk").get_url())
    assert client.get(url("attempt_start", quiz.unit_key)).status_code == 405
    assert Attempt.objects.count() == 0


@pytest.mark.parametrize(("percent", "told"), [(None, "90 min"), (50, "135 min, extended from 90")])
def test_the_cover_says_the_time_of_this_person_once_and_at_the_top(client, learner, quiz, percent, told):
    Quiz.objects.filter(pk=quiz.pk).update(time_limit=90)
    if percent:
        about = {"granted_by": build_user(9), "granted_at": timezone.now()}
        Accommodation.objects.create(user=learner, extra_percent=percent, **about)
    page = page_of("quiz", "en")
    type(page).objects.filter(pk=page.pk).update(minutes=90)
    shown = client.get(page.get_url()).content.decode()
    assert re.findall(r"<(?:span|li)>([^<]*\b\d+ min[^<]*)<", shown) == [told]
    assert shown.index(told) < shown.index("Pass mark")


def test_one_answer_is_acknowledged_with_its_number(client, attempt):
    response = client.post(
        url("attempt_save", attempt.public_id),
        {"position": 2, "sequence": 4, "answer": ["a", "c"]},
        headers={"accept": "application/json"},
    )
    assert response.json() == {"position": 2, "sequence": 4}
    assert attempt.items.get(position=2).response == {"": ["a", "c"]}


def test_an_answer_that_cannot_be_kept_is_said_in_the_readers_language_and_changes_nothing(client, attempt):
    response = client.post(
        url("attempt_save", attempt.public_id, language="en"),
        {"position": 2, "sequence": 4, "answer": ["zz"]},
        headers={"accept": "application/json"},
    )
    assert (response.status_code, response.json()) == (
        409,
        {"error": "This answer does not fit the question. Reload the page and choose again.", "position": 2},
    )
    assert attempt.items.get(position=2).response is None


def test_without_script_the_whole_form_is_saved(client, attempt):
    form = {"seq-1": 0, "q-1": "b", "seq-2": 0, "q-2": ["a", "b"], "seq-3": 0}
    response = client.post(url("attempt_save", attempt.public_id), form)
    assert response.url == url("attempt", attempt.public_id)
    assert list(attempt.items.values_list("response", flat=True)) == [{"": ["b"]}, {"": ["a", "b"]}, None]


def test_empty_answers_are_asked_about_once(client, attempt):
    form = {"seq-1": 0, "q-1": "a", "seq-2": 0, "seq-3": 0}
    response = client.post(url("attempt_submit", attempt.public_id), form)
    assert response.url == url("attempt", attempt.public_id) + "?open=2,3#unanswered"
    attempt.refresh_from_db()
    assert attempt.submitted_at is None
    response = client.post(url("attempt_submit", attempt.public_id), {"anyway": 1})
    attempt.refresh_from_db()
    assert (response.url, str(attempt.percent)) == (url("attempt_result", attempt.public_id), "33.33")


def blanked(response):
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())


def test_an_open_attempt_tells_nothing_of_the_key(client, attempt, quiz):
    """S-18: two attempts that differ only in the key look the same."""
    page = url("attempt", attempt.public_id)
    before = blanked(client.get(page))
    for item in attempt.items.select_related("version"):
        for option in item.version.body["options"]:
            option["correct"] = not option.get("correct")
        type(item.version).objects.filter(pk=item.version.pk).update(body=item.version.body)
    assert blanked(client.get(page)) == before
    assert "told" not in before and "explained" not in before


def test_the_result_explains_what_was_chosen(client, attempt):
    attempts.save_answer(attempt.pk, 1, {"": ["b"]}, 1)
    attempts.submit_attempt(attempt.pk)
    html = client.get(url("attempt_result", attempt.public_id)).content.decode()
    assert re.findall(r"quiz-q1 \w+ told kk", html) == ["quiz-q1 b told kk"]
    assert "quiz-q1 explained kk" in html


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_attempt_is_shown_in_the_language_of_its_address(client, attempt, language):
    html = client.get(url("attempt", attempt.public_id, language=language)).content.decode()
    assert re.findall(r"quiz-q1 stem (\w+)", html) == [language]


def test_an_attempt_belongs_to_one_person(client, attempt):
    client.force_login(build_user(2))
    for name in ("attempt", "attempt_result"):
        response = client.get(url(name, attempt.public_id))
        assert (response.status_code, b"quiz-q1 stem" in response.content) == (404, False)
    for name in ("attempt_save", "attempt_submit"):
        client.post(url(name, attempt.public_id), {"position": 1, "sequence": 1, "answer": "a", "anyway": 1})
    attempt.refresh_from_db()
    assert (attempt.submitted_at, attempt.items.get(position=1).response) == (None, None)


@pytest.mark.parametrize("items", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_questions(client, learner, site, items, queries):
    quiz = build_quiz("course-m01", key="sized", kinds=("single",) * items)
    seat(learner, build_cohort(Course.objects.get(), name="Later run"))
    attempt = attempts.start_attempt(learner, quiz, quiz.unit_key)
    page = url("attempt", attempt.public_id)
    client.get(page)
    with queries(QUERIES_ATTEMPT):
        client.get(page)


QUERIES_ATTEMPT = 11


@pytest.fixture
def every_kind(learner, site):
    """An attempt at a quiz with an item of every kind, an essay among them."""
    quiz = build_quiz("course-m01", key="kinds", kinds=ITEMS)
    seat(learner, build_cohort(Course.objects.get(), name="Later run"))
    return attempts.start_attempt(learner, quiz, quiz.unit_key)


def solved(attempt):
    """The whole form with every answer right, as a browser without scripts would post it."""
    form = {}
    for item in attempt.items.select_related("version__question"):
        form[f"seq-{item.position}"] = item.sequence
        for part, values in KINDS[item.version.question.kind].solution(item.version.body).items():
            form[f"q-{item.position}" + (f"-{part}" if part else "")] = values
    return form


def test_every_kind_is_answered_and_graded_without_script(client, every_kind):
    client.post(url("attempt_submit", every_kind.public_id), solved(every_kind))
    every_kind.refresh_from_db()
    assert (str(every_kind.percent), every_kind.items.count()) == ("100.00", len(GRADED))


def test_an_essay_is_neither_asked_nor_counted(client, every_kind):
    kinds = list(every_kind.items.values_list("version__question__kind", flat=True))
    page = client.get(page_of("kinds", "kk").get_url()).content.decode()
    attempt = client.get(url("attempt", every_kind.public_id)).content.decode()
    assert kinds == [item["kind"] for item in GRADED]
    assert "essay stem" not in attempt and "<textarea" not in attempt
    assert f"{len(GRADED)} сұрақ" in page or f"{len(GRADED)} questions" in page


def test_one_answer_with_several_fields_is_acknowledged(client, every_kind):
    position = 1 + [item["kind"] for item in GRADED].index("truefalse")
    response = client.post(
        url("attempt_save", every_kind.public_id),
        {"position": position, "sequence": 1, "answer": "false", "answer-reason": "c"},
        headers={"accept": "application/json"},
    )
    assert response.json() == {"position": position, "sequence": 1}
    assert every_kind.items.get(position=position).response == {"": ["false"], "reason": ["c"]}


def test_the_result_tells_every_kind_in_words(client, every_kind):
    client.post(url("attempt_submit", every_kind.public_id), {**solved(every_kind), "anyway": 1})
    html = client.get(url("attempt_result", every_kind.public_id, language="en")).content.decode()
    lines = [line for item in queries.shown_items(Attempt.objects.get(pk=every_kind.pk), "en") for line in item.lines]
    assert html.count("your answer, right") == sum(line.mark == "right" for line in lines)
    assert {line.mark for line in lines} == {"right", ""}


SCRIPT = {"accept": "application/json"}
IIN = "900101300017"


def test_a_script_without_a_log_in_is_told_so_and_never_led_away(client, attempt):
    client.logout()
    for name, method in (("attempt_state", client.get), ("attempt_save", client.post), ("attempt_submit", client.post)):
        response = method(url(name, attempt.public_id, language="en"), headers=SCRIPT)
        assert (response.status_code, response.json()) == (401, {"error": "Your log-in has ended."})


def test_the_state_tells_the_clock_and_keeps_what_waits_on_the_device(client, attempt):
    Attempt.objects.filter(pk=attempt.pk).update(deadline=timezone.now() + timedelta(minutes=10))
    address = url("attempt_state", attempt.public_id)
    told = client.post(address, {"unsent": "2", "waited": "90"}, headers=SCRIPT).json()
    assert 590 < told.pop("left") <= 600
    assert told == {"paused": False, "closed": False, "text": "", "messages": []}
    attempt.refresh_from_db()
    assert (attempt.unsent, round((attempt.seen_at - attempt.unsent_since).total_seconds())) == (2, 90)
    client.get(address, headers=SCRIPT)
    seen = attempt.seen_at
    attempt.refresh_from_db()
    assert attempt.seen_at == seen


def test_a_typed_identification_number_is_refused_and_kept_nowhere(client, every_kind):
    assert iins_in(IIN) == [IIN]
    position = 1 + [item["kind"] for item in GRADED].index("short")
    answer = {"position": position, "sequence": 1, "answer": f"қамқорлық {IIN}"}
    response = client.post(url("attempt_save", every_kind.public_id, language="en"), answer, headers=SCRIPT)
    assert (response.status_code, response.json()["position"]) == (409, position)
    assert "identification number" in response.json()["error"]
    assert every_kind.items.get(position=position).response is None


def test_an_answer_from_another_device_that_is_newer_stays_and_is_told(client, attempt):
    attempts.save_answer(attempt.pk, 1, {"": ["a"]}, 5000)
    form = {"seq-1": 0, "q-1": "b", "seq-2": 0, "seq-3": 0}
    client.post(url("attempt_save", attempt.public_id), form)
    html = client.get(url("attempt", attempt.public_id, language="en")).content.decode()
    assert attempt.items.get(position=1).response == {"": ["a"]}
    assert "Answered on another page or device meanwhile, and kept: 1." in html


def test_the_questions_of_a_paused_attempt_are_not_in_the_page(client, attempt):
    Attempt.objects.filter(pk=attempt.pk).update(
        deadline=timezone.now() + timedelta(minutes=10), paused_at=timezone.now()
    )
    html = client.get(url("attempt", attempt.public_id)).content.decode()
    item = client.get(url("attempt_item", attempt.public_id, 1), headers=SCRIPT)
    assert ("quiz-q1 stem" in html, "The test is paused" in html, item.status_code) == (False, True, 409)


def test_without_scripts_no_clock_stands_above_a_page_that_has_a_content_note(client, learner, site):
    quiz = build_quiz("course-m01", key="noted", kinds=["single"] * 6)
    Question.objects.filter(key="noted-q6").update(content_note=2)
    seat(learner, build_cohort(Course.objects.get(), name="Later run"))
    attempt = attempts.start_attempt(learner, quiz, quiz.unit_key)
    Attempt.objects.filter(pk=attempt.pk).update(deadline=timezone.now() + timedelta(minutes=10))
    hidden = {}
    for asked in ("", "?page=1", "?page=2"):
        html = client.get(url("attempt", attempt.public_id) + asked).content.decode()
        hidden[asked] = [bool(found) for found in re.findall(r" data-timer( hidden)?>", html)]
    assert hidden == {"": [True, True], "?page=1": [False, False], "?page=2": [True, True]}


@pytest.mark.parametrize(
    ("kind", "word"),
    [("matching", "Choose"), ("gap", "Choose"), ("cloze", "Gap"), ("multiple", "Choose all"), ("short", "A word")],
)
def test_the_words_of_an_unanswered_question_are_in_its_language(client, every_kind, monkeypatch, kind, word):
    """An empty list, the name of a gap, a hint: like the question, not like the page around it."""
    monkeypatch.setattr(translation._trans, "gettext", lambda text: f"{text} ({translation.get_language()})")
    position = 1 + [item["kind"] for item in GRADED].index(kind)
    html = client.get(url("attempt_item", every_kind.public_id, position) + "?in=ru", headers=SCRIPT).content.decode()
    assert set(re.findall(rf"{word}[^<]*\((\w\w)\)", html)) == {"ru"}
    assert re.findall(r"Question [^<]*\((\w\w)\)", html) == ["kk"]
