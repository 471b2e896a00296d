from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.interop import gift, gift_writer
from lms.interop.bank import MOST_BYTES, NOTHING, Answer, Pair, Question, Skipped, Text, Unit, Unreadable

from .made import GIFT, NASTY, PATIENT


def one(text):
    bank = gift.read(text.encode())
    assert bank.skipped == ()
    (question,) = bank.questions
    return question


def told(question):
    return [(a.text.text, str(a.percent), a.feedback.text) for a in question.answers]


@pytest.mark.parametrize(
    ("text", "kind", "answers"),
    [
        ("Who signs?{~Dana =Raushan#yes ~Timur#no}", "multichoice",
         [("Dana", "0", ""), ("Raushan", "100", "yes"), ("Timur", "0", "no")]),
        ("Who?{~%50%Dana ~%-33.33333%Timur ~%50.0%Marat}", "multichoice",
         [("Dana", "50", ""), ("Timur", "-33.33333", ""), ("Marat", "50.0", "")]),
        ("Who?{=Dana =%50%Raushan#near}", "shortanswer", [("Dana", "100", ""), ("Raushan", "50", "near")]),
        ("Age{#3:2}", "numerical", [("3", "100", "")]),
        ("Age{#1..5#inside}", "numerical", [("3", "100", "inside")]),
        ("Pi{#=3.14:0.01 =%50%3:0.5#near ~#far}", "numerical",
         [("3.14", "100", ""), ("3", "50", "near"), ("*", "0", "far")]),
        ("Sun{T#no#yes}", "truefalse", [("true", "100", "yes"), ("false", "0", "no")]),
        ("Sun{FALSE#no#yes}", "truefalse", [("true", "0", "no"), ("false", "100", "yes")]),
        ("Sun{ f }", "truefalse", [("true", "0", ""), ("false", "100", "")]),
        ("Write{}", "essay", []),
        ("Read this first", "description", []),
    ],
)  # fmt: skip
def test_each_kind(text, kind, answers):
    question = one(text)
    assert (question.kind, told(question)) == (kind, answers)


def test_tolerances_and_intervals():
    question = one("Pi{#=%100%3.14:0.01 =%50%1..5 =7}")
    assert [(a.text.text, a.tolerance) for a in question.answers] == [
        ("3.14", Decimal("0.01")),
        ("3", Decimal(2)),
        ("7", Decimal(0)),
    ]


def test_pairs_with_and_without_spaces_and_a_distractor():
    question = one("Match{=[html]<i>CRC</i> 7->name\n =Article 12 -> opinion = -> school}")
    assert question.pairs == (
        Pair(Text("<i>CRC</i> 7", "html"), "name"),
        Pair(Text("Article 12"), "opinion"),
        Pair(NOTHING, "school"),
    )


def test_a_missing_word_and_a_full_stop_behind_the_braces():
    assert one("Dana {~sees =hears} the door.").text.text == "Dana _____ the door."
    assert one("Dana hears {T}").text.text == "Dana hears"


def test_name_format_comment_and_category():
    text = """// header [id:far]

$CATEGORY: $course$/top/Day  1
// [id:d01-q01] [tag:rights] [tags:law, day 1]
::A \\: name::[markdown]**Who** \\{signs\\}?\\nSay it.{
  ~[plain]Dana \\= \\~ \\# \\\\ // no comment
  // a comment inside
  =Raushan #[html]<b>Yes</b>
  #### In general.
}"""
    question = one(text)
    assert (question.name, question.category) == ("A : name", "$course$/top/Day 1")
    assert (question.idnumber, question.tags) == ("d01-q01", ("rights", "law", "day 1"))
    assert question.text == Text("**Who** {signs}?\nSay it.", "markdown")
    assert question.answers[0] == Answer(Text("Dana = ~ # \\ // no comment", "plain"))
    assert question.answers[1].feedback == Text("<b>Yes</b>", "html")
    assert question.feedback == Text("In general.", "markdown")


def test_one_bad_question_does_not_lose_the_others():
    text = "::first::A{T}\n\n::bad::B{~only}\n\nC{~x\n\n=y} tail\n\n::n::D{#many}\n\n::arrow::E{=a->b =c}\n\nlast{F}"
    bank = gift.read(text.encode())
    assert [(question.position, question.name) for question in bank.questions] == [(1, "first"), (7, "last")]
    assert bank.skipped == (
        Skipped(2, "::bad::B{~only}", "At least two answers are needed.", 3),
        Skipped(3, "C{~x", "The curly brackets do not match.", 5),
        Skipped(4, "=y} tail", "The curly brackets do not match.", 7),
        Skipped(5, "::n::D{#many}", "“many” is no number.", 9),
        Skipped(6, "::arrow::E{=a->b =c}", "A pair needs an arrow -> and a right side.", 11),
    )


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("cp1251", "windows-1251"), ("utf-16", "utf-16")],
)
def test_cyrillic_in_each_encoding(encoding, named):
    bank = gift.read("Кто подписывает?{~Дана =Раушан}\r\n".encode(encoding))
    assert (bank.encoding, bank.questions[0].text.text) == (named, "Кто подписывает?")


def test_western_letters_are_not_taken_for_cyrillic():
    bank = gift.read("What is a “café”?{=a café =a château}".encode("cp1252"))
    assert (bank.encoding, bank.questions[0].answers[0].text.text) == ("windows-1252", "a café")


def test_an_encoding_that_was_chosen_is_kept_to():
    assert gift.read("Қалай?{T}".encode("kz1048"), "kz1048").questions[0].text.text == "Қалай?"
    with pytest.raises(Unreadable, match="not in the encoding utf-8"):
        gift.read("Кто?{T}".encode("cp1251"), "utf-8")


def test_html_is_made_harmless_and_says_so():
    question = one('[html]<p onclick\\="x()">Who</p><script>alert(1)</script><img src\\="https\\://a.kz/x.png">?{T}')
    assert question.text.text == "<p>Who</p><img>?"
    assert question.left_out == ("<script>", "onclick=", "pictures of other sites")


def test_a_file_beyond_the_bounds_is_refused():
    with pytest.raises(Unreadable, match="larger than 5 MB"):
        gift.read(b"a" * (MOST_BYTES + 1))
    with pytest.raises(Unreadable, match="more than 5000 questions"):
        gift.read(b"a{T}\n\n" * 5001)


def test_what_gift_cannot_hold_is_told():
    rich = Question("shortanswer", "n", Text("t"), (Answer(Text("a", "plain"), Decimal(100)),), units=(Unit("kg"),),
                    settings=(("usecase", "1"),), penalty=Decimal("0.5"))  # fmt: skip
    gap = Question("gapselect", "g", Text("[[1]]"))
    arrow = Question("shortanswer", "a", Text("t"), (Answer(Text("a -> b", "plain"), Decimal(100)),))
    written = gift_writer.write([rich, gap, arrow])
    assert written.left_out == ((1, "penalty"), (1, "units"), (1, "usecase"))
    assert [(skip.position, skip.reason) for skip in written.skipped] == [
        (2, "GIFT has no questions of the kind gapselect."),
        (3, "GIFT takes an arrow -> for a pair."),
    ]


@PATIENT
@given(st.lists(GIFT, max_size=3))
def test_what_is_written_is_read_back_as_it_was(questions):
    written = gift_writer.write(questions)
    skipped = {skip.position for skip in written.skipped}
    bank = gift.read(written.data)
    kept = [question for position, question in enumerate(questions, 1) if position not in skipped]
    assert (list(bank.questions), bank.skipped) == (kept, ())


@PATIENT
@given(st.lists(st.sampled_from([*NASTY, "{", "}", "=", "~", "::a::", "\n\n", "w", "3:2", "->"]), max_size=30))
def test_any_file_ends_in_questions_and_reasons_and_comes_back(pieces):
    bank = gift.read("".join(pieces).encode())
    assert [one.position for one in sorted((*bank.questions, *bank.skipped), key=lambda one: one.position)] == list(
        range(1, len(bank.questions) + len(bank.skipped) + 1)
    )
    assert all(skip.reason for skip in bank.skipped)
    written = gift_writer.write(bank.questions)
    again = gift.read(written.data)
    skipped = {skip.position for skip in written.skipped}
    assert list(again.questions) == [q for place, q in enumerate(bank.questions, 1) if place not in skipped]


@PATIENT
@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(data):
    gift.read(data)
