from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.interop import aiken
from lms.interop.bank import Answer, Question, Skipped, Text

from .made import GIFT, NASTY, PATIENT

FILE = """Who signs for Alim?
Two lines are one question.
A) Dana
B)Raushan
ANSWER: B

What comes first?
A. Look
B. Link
C. Listen
answer: a
"""


def test_questions_with_letters_and_an_answer():
    bank = aiken.read(FILE.encode())
    assert bank.skipped == ()
    assert [(q.name, q.text.text, [(a.text.text, a.percent) for a in q.answers]) for q in bank.questions] == [
        (
            "Who signs for Alim? Two lines are one question.",
            "Who signs for Alim?\nTwo lines are one question.",
            [("Dana", 0), ("Raushan", 100)],
        ),
        ("What comes first?", "What comes first?", [("Look", 100), ("Link", 0), ("Listen", 0)]),
    ]


def test_one_bad_question_does_not_lose_the_others():
    text = (
        "Too few\nA) one\nANSWER: A\n\nA) no question\nB) at all\nANSWER: A\n\nGood\nA) x\nB) y\nANSWER: A\n\n"
        "Unfinished\nA) x\nB) y\n\nGood too\nA) x\nB) y\nANSWER: B\n"
        "Wrong key\nA) x\nB) y\nANSWER: C\nGap\nA) x\nC) y\nANSWER: A"
    )
    bank = aiken.read(text.encode("utf-8-sig"))
    assert [(one.position, one.name) for one in bank.questions] == [(3, "Good"), (5, "Good too")]
    assert bank.skipped == (
        Skipped(1, "Too few", "At least two answers are needed.", 1),
        Skipped(2, "A) no question", "The question has no text.", 5),
        Skipped(4, "Unfinished", "The line ANSWER: is missing.", 14),
        Skipped(6, "Wrong key", "The right answer is none of the answers.", 22),
        Skipped(7, "Gap", "The letters of the answers must be A, B, C and so on.", 26),
    )


def test_windows_1251():
    bank = aiken.read("Кто подписывает?\nA) Дана\nB) Раушан\nANSWER: B".encode("cp1251"))
    assert (bank.encoding, bank.questions[0].answers[1].text.text) == ("windows-1251", "Раушан")


def choice(*answers, **fields):
    made = tuple(Answer(Text(words), Decimal(percent)) for words, percent in answers)
    return Question("multichoice", "t", Text("t"), made, **fields)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        (Question("essay", "t", Text("t")), "Aiken holds questions with one right answer alone."),
        (choice(("a", 50), ("b", 50)), "Aiken holds questions with one right answer alone."),
        (choice(("a", 100), ("b", 0), single=False), "Aiken holds questions with one right answer alone."),
        (choice(("a", 100), *[("b", 0)] * 26), "Aiken holds 2 to 26 answers."),
        (choice(("a", 100), ("<br>", 0)), "The question or an answer has no words."),
    ],
)
def test_what_aiken_cannot_hold_is_told(question, reason):
    written = aiken.write([question])
    assert (written.data, [skip.reason for skip in written.skipped]) == (b"", [reason])


def test_what_is_lost_is_named():
    rich = choice(("<b>a</b>", 100), ("b", 0), tags=("x",), feedback=Text("f"))
    assert aiken.write([rich]).left_out == ((1, "tags"), (1, "feedback"), (1, "markup"))


@PATIENT
@given(st.lists(GIFT, max_size=4))
def test_what_is_written_is_read_back_as_it_was(questions):
    written = aiken.write(questions)
    bank = aiken.read(written.data)
    assert (len(bank.questions), bank.skipped) == (len(questions) - len(written.skipped), ())
    again = aiken.write(bank.questions)
    assert (again.data, again.skipped, again.left_out) == (written.data, (), ())


@PATIENT
@given(st.lists(st.sampled_from([*NASTY, "\n", "A) x\n", "B. y\n", "ANSWER: B\n", "Who?\n"]), max_size=30))
def test_any_file_ends_in_questions_and_reasons(pieces):
    bank = aiken.read("".join(pieces).encode())
    positions = sorted(one.position for one in (*bank.questions, *bank.skipped))
    assert positions == list(range(1, len(positions) + 1))
    written = aiken.write(bank.questions)
    again = aiken.read(written.data)
    assert (written.skipped, again.skipped) == ((), ())
    assert [q.name for q in again.questions] == [q.name for q in bank.questions]
