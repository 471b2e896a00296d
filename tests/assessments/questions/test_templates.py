"""The forms: each control has a name that a screen reader says, and a form sends back what it shows."""

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.template.loader import render_to_string

from assessments.domain.paper_print import marked
from assessments.questions import KINDS
from assessments.questions.base import LANGUAGES, Asked
from assessments.views import fields
from lms.core.templatetags.lms import sprite
from tests.factories.questions import CASE, CLOZE, ESSAY, GRADED, ITEMS, MATCHING, MULTIPLE, ORDERING, SINGLE, TRUEFALSE


class Post(dict):
    """A dictionary of lists with the face of a QueryDict."""

    def getlist(self, name):
        return self[name]


def read(item):
    kind = KINDS[item["kind"]]
    return kind, *kind.split(item, LANGUAGES)


def form(item, response=None, language="en"):
    kind, body, texts = read(item)
    shown = kind.show(body, Asked(texts[language], language, "q-7", response=response or {}))
    return BeautifulSoup(render_to_string(shown["template"], {"q": shown}), "html.parser")


def on_paper(item, language):
    """A booklet with this question alone."""
    kind, body, texts = read(item)
    asked = Asked(texts[language], language)
    blanks = marked(kind.paper(body, asked), kind.name == "case")
    printed = {"item": {"position": 1, "code": "7K4M"}, "stem": texts[language].get("stem", ""), "blanks": blanks}
    html = render_to_string("assessments/pdf/booklet.html", {"language": language, "items": [printed]})
    return BeautifulSoup(html, "html.parser")


def posted(soup):
    """What a browser would send without scripts."""
    post = Post()
    for control in soup.find_all(["input", "select", "textarea"]):
        if control.name == "select":
            chosen = control.find("option", selected=True) or control.find("option")
            value = chosen.get("value", chosen.get_text())
        elif control.get("type") in {"radio", "checkbox"}:
            if not control.has_attr("checked"):
                continue
            value = control["value"]
        else:
            value = control.get("value", control.get_text())
        post.setdefault(control["name"], []).append(value)
    return post


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item["kind"])
def test_every_control_has_a_label_and_every_group_a_legend(item):
    soup = form(item)
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    controls = soup.find_all(["input", "select", "textarea"])
    labelled = {label.get("for") for label in soup.find_all("label") if label.get_text(strip=True)}
    assert controls and len(ids) == len(set(ids))
    assert [tag for tag in controls if not tag.find_parent("label") and tag.get("id") not in labelled] == []
    assert [group for group in soup.find_all("fieldset") if not group.legend.get_text(strip=True)] == []
    assert [tag for tag in soup.find_all("input", type="radio") if not tag.find_parent("fieldset")] == []
    assert {one for tag in controls for one in tag.get("aria-describedby", "").split()} <= set(ids)
    assert not soup.find_all(style=True) + soup.find_all(onclick=True) + soup.find_all("script")


@pytest.mark.parametrize("item", GRADED, ids=lambda item: item["kind"])
def test_a_form_sends_back_the_answer_that_it_shows(item):
    kind, body, _texts = read(item)
    for response in (kind.solution(body), {}):
        values = fields(posted(form(item, response)), "q-7")
        assert kind.clean(body, values) == response


def test_an_essay_comes_back_as_written():
    kind, body, _texts = read(ESSAY)
    response = {"": ["Two words.\n\nAnd <more>."]}
    assert kind.clean(body, fields(posted(form(ESSAY, response)), "q-7")) == response


def test_fields_of_other_questions_stay_out():
    post = Post({"q-1": ["a"], "q-1-reason": ["b"], "q-10": ["c"], "q-11-reason": ["d"]})
    assert fields(post, "q-1") == {"": ["a"], "reason": ["b"]}


def test_ordering_without_script_has_a_list_of_places_and_no_dead_button():
    soup = form(ORDERING)
    places = [[option.get_text() for option in select.find_all("option")] for select in soup.find_all("select")]
    assert places == [["–", "1", "2", "3", "4", "5"]] * 5
    assert {button.parent["class"][0] for button in soup.find_all("button")} == {"order-move"}
    styles = (settings.BASE_DIR / "lms/static/lms/css/quiz.css").read_text()
    assert ".order li > .order-move { display: none;" in styles  # shown below .can-move, which the script sets


def test_a_full_order_is_shown_in_that_order():
    kind, body, _texts = read(ORDERING)
    soup = form(ORDERING, kind.solution(body))
    assert [line.get_text() for line in soup.find_all(attrs={"data-text": True})] == [
        f"step {one} en" for one in "abcde"
    ]


def result(item, response, language="en"):
    kind, body, texts = read(item)
    lines = kind.describe_response(body, Asked(texts[language], language, response=response))
    return BeautifulSoup(render_to_string("assessments/questions/lines.html", {"lines": lines}), "html.parser")


def test_a_result_names_answer_right_answer_and_feedback():
    _kind, body, _texts = read(MATCHING)
    a, _b, c, d = body["left"]
    soup = result(MATCHING, {"a": [a["match"]], "b": [c["match"]], "c": [d["match"]]}, "kk")
    assert [" ".join(line.get_text().split()) for line in soup.find_all("li")] == [
        "left a kk – right a kk your answer, right",
        "left b kk – right c kk your answer Right: right b kk",
        "left c kk – right d kk your answer Right: right c kk",
        "left d kk – right d kk right; you gave no answer",
    ]


def test_feedback_is_told_for_what_was_chosen():
    soup = result(TRUEFALSE, {"": ["false"], "reason": ["a"]})
    assert [" ".join(line.get_text().split()) for line in soup.find_all("li")] == [
        "option false en your answer, right told false en",
        "option a en your answer told a en",
        "option c en right; you did not choose it",
    ]


def test_a_right_option_left_out_is_also_right_only_beside_a_right_choice():
    alone, beside = result(SINGLE, {"": ["a"]}), result(MULTIPLE, {"": ["a", "b"]})
    assert [line.find(class_="hint").get_text() for line in alone.find_all("li")] == [
        "your answer",
        "right; you did not choose it",
    ]
    assert [line.find(class_="hint").get_text() for line in beside.find_all("li")] == [
        "your answer, right",
        "your answer",
        "also right; you did not choose it",
    ]


def test_a_wrong_choice_and_a_missed_one_differ_by_their_sign():
    soup = result(MULTIPLE, {"": ["a", "b"]})
    check, cross = (sprite()[name][1].split('d="')[1].split('"')[0] for name in ("check", "cross"))
    assert [(line["data-mark"], line.svg.path["d"]) for line in soup.find_all("li")] == [
        ("right", check),
        ("wrong", cross),
        ("unchosen", check),
    ]
    assert [line.find("svg") for line in result(ESSAY, {"": ["Two words."]}).find_all("li")] == [None]


def test_gaps_are_told_one_by_one():
    soup = result(CLOZE, {"1": ["Trust"], "2": ["8"]})
    assert [" ".join(line.get_text().split()) for line in soup.find_all("li")] == [
        "(1) – Trust your answer, right",
        "(2) – 8 your answer Right: 7",
        "(3) – option c en right; you gave no answer",
    ]


def test_who_may_choose_several_options_reads_what_a_wrong_one_costs():
    rule = "Choose all that fit. A wrong answer takes away as much here as a right one gives."
    assert [form(item).legend.find(class_="hint") for item in (SINGLE, TRUEFALSE)] == [None, None]
    assert form(MULTIPLE).legend.find(class_="hint").get_text() == rule
    told = on_paper(MULTIPLE, "en").find(class_="rules").get_text()
    assert "one or several answers. A wrong answer takes away as much here as a right one gives." in told


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item["kind"])
def test_every_kind_can_be_answered_on_paper(item):
    question = on_paper(item, "ru").find("section", class_="item")
    assert not question.find_all(["input", "select", "textarea", "button"])
    assert question.find_all(class_=["box", "choices", "line"])
    assert [tag for tag in question.find_all(["ol", "li"]) if not tag.get_text(strip=True)] == []


def test_a_case_on_paper_holds_the_situation_once_and_every_part():
    kind, body, texts = read(CASE)
    blanks = kind.paper(body, Asked(texts["en"]))
    prompts = [blank.prompt for blank in blanks if blank.prompt and blank.sign == ""]
    assert prompts == [
        "Raushan opens the door. en",
        "one stem en",
        "verdict stem en",
        "steps stem en",
        "number stem en",
    ]
