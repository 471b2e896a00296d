import base64
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.interop import moodle_xml, moodle_xml_writer
from lms.interop.bank import NOTHING, Answer, Category, Choice, File, Pair, Question, Skipped, Text, Unit, Unreadable

from .made import PATIENT, XML

PIXEL = base64.b64encode(b"pixel").decode()
FILE = f"""<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<!-- question: 0 -->
<question type="category"><category><text>$course$/top/Day 1</text></category>
  <info format="html"><text>&lt;p&gt;Rights&lt;/p&gt;</text></info><idnumber>day1</idnumber></question>
<question type="multichoice">
  <name><text>Who signs</text></name>
  <questiontext format="html"><text><![CDATA[<p>Who? <img src="@@PLUGINFILE@@/a.png" alt="door"></p>]]></text>
    <file name="a.png" path="/" encoding="base64">{PIXEL}</file></questiontext>
  <generalfeedback format="html"><text></text></generalfeedback>
  <defaultgrade>2.0000000</defaultgrade><penalty>0.3333333</penalty><hidden>1</hidden><idnumber>q1</idnumber>
  <single>false</single><shuffleanswers>true</shuffleanswers><answernumbering>abc</answernumbering>
  <correctfeedback format="html"><text>Yes.</text></correctfeedback>
  <answer fraction="33.33333" format="html"><text>Raushan</text>
    <feedback format="html"><text>Near</text></feedback></answer>
  <answer fraction="-50" format="plain_text"><text>Dana &lt;b&gt;</text>
    <feedback format="html"><text/></feedback></answer>
  <tags><tag><text>rights</text></tag><tag><text>day 1</text></tag></tags>
</question>
<question type="numerical"><name><text>Hours</text></name>
  <questiontext format="markdown"><text>How *many*?</text></questiontext>
  <answer fraction="100"><text>72</text><tolerance>0.5</tolerance><feedback format="html"><text/></feedback></answer>
  <answer fraction="0"><text>*</text><feedback format="html"><text>Look again</text></feedback></answer>
  <units><unit><multiplier>1</multiplier><unit_name>h</unit_name></unit></units><unitgradingtype>0</unitgradingtype>
</question>
<question type="matching"><name><text>Pairs</text></name><questiontext format="html"><text>Match</text></questiontext>
  <subquestion format="html"><text>Article 7</text><answer><text>name</text></answer></subquestion>
  <subquestion format="html"><text>Article 12</text><answer><text>opinion</text></answer></subquestion>
  <subquestion format="html"><text/><answer><text>school</text></answer></subquestion>
</question>
<question type="ddwtos"><name><text>Gaps</text></name>
  <questiontext format="html"><text>[[2]] then [[1]]</text></questiontext>
  <dragbox><text>ask</text><group>1</group></dragbox><dragbox><text>look</text><group>1</group><infinite/></dragbox>
</question>
</quiz>
""".encode()


def read(body):
    return moodle_xml.read(f"<quiz>{body}</quiz>".encode())


def test_a_file_of_several_kinds():
    bank = moodle_xml.read(FILE)
    assert bank.skipped == ()
    assert bank.categories == (Category("$course$/top/Day 1", Text("<p>Rights</p>", "html"), "day1"),)
    first, second, third, fourth = bank.questions
    picture = Text('<p>Who? <img src="@@PLUGINFILE@@/a.png" alt="door"></p>', "html", (File("a.png", b"pixel"),))
    assert first == Question(
        "multichoice",
        "Who signs",
        picture,
        (
            Answer(Text("Raushan", "html"), Decimal("33.33333"), Text("Near", "html")),
            Answer(Text("Dana <b>", "plain"), Decimal(-50)),
        ),
        single=False,
        category="$course$/top/Day 1",
        idnumber="q1",
        tags=("rights", "day 1"),
        mark=Decimal(2),
        penalty=Decimal("0.3333333"),
        hidden=True,
        settings=(("shuffleanswers", "true"), ("answernumbering", "abc")),
        texts=(("correctfeedback", Text("Yes.", "html")),),
    )
    assert [(a.text.text, a.tolerance, a.feedback.text) for a in second.answers] == [
        ("72", Decimal("0.5"), ""),
        ("*", Decimal(0), "Look again"),
    ]
    assert (second.units, second.settings) == ((Unit("h"),), (("unitgradingtype", "0"),))
    assert third.pairs[2] == Pair(NOTHING, "school")
    assert fourth.choices == (Choice("ask"), Choice("look", unlimited=True))


def question(kind="shortanswer", inner="", name="n"):
    text = "<questiontext format='html'><text>t</text></questiontext>"
    return f"<question type='{kind}'><name><text>{name}</text></name>{text}{inner}</question>"


ANSWER = "<answer fraction='100'><text>a</text></answer>"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (question("calculated"), "Questions of the kind calculated are not known here."),
        ("<note/>", "Questions of the kind note are not known here."),
        (question(inner=""), "There is no answer."),
        (question(inner="<answer fraction='all'><text>a</text></answer>"), "“all” is no number."),
        (question(inner="<answer fraction='1e999'><text>a</text></answer>"), "“1e999” is no number."),
        (question("multichoice", ANSWER), "At least two answers are needed."),
        (question("truefalse", ANSWER * 2), "True or false needs these two answers, one of them right."),
        (question("numerical", ANSWER), "“a” is no number."),
        (question("matching"), "At least two pairs are needed."),
        (question("cloze"), "The text has no gaps."),
        (question("gapselect"), "The gaps of the text do not fit the choices."),
        (
            question(inner="<generalfeedback format='wiki'><text>x</text></generalfeedback>" + ANSWER),
            "The text format wiki is not known here.",
        ),
        (
            question(inner="<generalfeedback><text><b>x</b></text></generalfeedback>" + ANSWER),
            "A text holds elements: its HTML is not escaped.",
        ),
        (
            question(inner="<generalfeedback><text/><file name='a' encoding='base64'>!</file></generalfeedback>"),
            "The file a is damaged.",
        ),
    ],
)
def test_a_question_that_cannot_be_read_is_listed_and_the_next_is_kept(body, reason):
    bank = read(question(inner=ANSWER, name="first") + body + question(inner=ANSWER, name="last"))
    assert [(one.position, one.name) for one in bank.questions] == [(1, "first"), (3, "last")]
    assert [(skip.position, skip.reason) for skip in bank.skipped] == [(2, reason)]


def test_what_is_not_carried_along_is_named():
    odd = "<strange><deep/></strange><hint><text>h</text><shownumcorrect/></hint>"
    answer = "<answer fraction='100'><text>a</text><sound/></answer>"
    bad = "<generalfeedback format='html'><text>&lt;iframe&gt;&lt;/iframe&gt;x</text></generalfeedback>"
    (found,) = read(question(inner=odd + answer + bad)).questions
    assert found.left_out == ("strange", "hint/shownumcorrect", "answer/sound", "<iframe>")
    assert found.texts == (("hint", Text("h", "html")),)


BOMB = b"""<!DOCTYPE q [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><quiz>&b;</quiz>"""
OUTSIDE = b"""<!DOCTYPE q [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz>&a;</quiz>"""
REMOTE = b"""<!DOCTYPE quiz SYSTEM "http://127.0.0.1:9/x.dtd"><quiz/>"""


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (BOMB, "defines its own entities"),
        (OUTSIDE, "defines its own entities"),
        (REMOTE, "defines its own entities"),
        (b"<quiz>", "no sound XML"),
        (b"", "no sound XML"),
        (b"\x00\xff", "no sound XML"),
        (b"<?xml version='1.0' encoding='no-such'?><quiz/>", "no sound XML"),
        (b"<html/>", "no questions in Moodle XML"),
        (b" " * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
        (b"<quiz>" + b"<a/>" * 5001 + b"</quiz>", "more than 5000"),
    ],
)
def test_a_hostile_or_broken_file_is_refused_in_words(data, reason):
    with pytest.raises(Unreadable, match=reason):
        moodle_xml.read(data)


def test_deep_nesting_does_no_harm():
    bank = read("<question type='essay'>" + "<a>" * 20_000 + "</a>" * 20_000 + "</question>")
    assert bank.questions[0].left_out == ("a",)


def test_the_declared_encoding_is_read():
    text = question(inner=ANSWER, name="Дана")
    data = f"<?xml version='1.0' encoding='windows-1251'?><quiz>{text}</quiz>".encode("cp1251")
    assert moodle_xml.read(data).questions[0].name == "Дана"
    with_mark = b"\xef\xbb\xbf" + f"<quiz>{question(inner=ANSWER, name='Құқық')}</quiz>".encode()
    assert moodle_xml.read(with_mark).questions[0].name == "Құқық"


def test_a_question_without_a_name_is_called_by_its_text():
    (found,) = read(question(inner=ANSWER, name="")).questions
    assert found.name == "t"


def test_the_file_comes_back_as_it_was():
    bank = moodle_xml.read(FILE)
    again = moodle_xml.read(moodle_xml_writer.write(bank.questions, bank.categories).data)
    assert again == bank


def test_categories_without_questions_are_kept():
    categories = (Category("A", Text("about", "html")), Category("A/B", NOTHING, "b"))
    questions = [Question("essay", "x", Text("x"), category=path) for path in ("", "A/B", "A", "C")]
    again = moodle_xml.read(moodle_xml_writer.write(questions, categories).data)
    assert [one.category for one in again.questions] == ["", "A/B", "A", "C"]
    assert again.categories == (*categories, Category("C"))


@PATIENT
@given(st.lists(XML, max_size=3))
def test_what_is_written_is_read_back_as_it_was(questions):
    written = moodle_xml_writer.write(questions)
    bank = moodle_xml.read(written.data)
    assert (list(bank.questions), bank.skipped) == (questions, ())
    assert (written.skipped, written.left_out) == ((), ())


@PATIENT
@given(st.data())
def test_a_damaged_file_ends_in_questions_reasons_or_words(data):
    damaged = bytearray(FILE)
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(damaged) - 1))
        damaged[place : place + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=6))
    try:
        bank = moodle_xml.read(bytes(damaged))
    except Unreadable as reason:
        assert str(reason)
        return
    assert all(isinstance(skip, Skipped) and skip.reason for skip in bank.skipped)
    again = moodle_xml.read(moodle_xml_writer.write(bank.questions, bank.categories).data)
    assert again.questions == bank.questions
    assert replace(again, skipped=bank.skipped, categories=bank.categories) == bank
