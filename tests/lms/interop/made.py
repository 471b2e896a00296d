"""Hypothesis strategies: questions as a reader would have made them. LMS_FUZZ sets how many are tried (150)."""

import os
from dataclasses import replace
from decimal import Decimal

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from lms.interop.bank import NOTHING, Answer, Choice, File, Pair, Question, Text, Unit
from lms.interop.texts import settled, text_of

PATIENT = settings(
    max_examples=int(os.environ.get("LMS_FUZZ", "150")), deadline=None, suppress_health_check=list(HealthCheck)
)
NASTY = [
    *("=", "~", "#", "{", "}", ":", "\\", "\\n", "->", "####", "::", "%50%", "[html]", "//", "$CATEGORY:", "T", "]"),
    *("ANSWER: A", "A. x", "&", "<b>x</b>", "<script>", "<", "\n", " ", "қ", "№", "\u00a0", "[[1]]", "@@PLUGINFILE@@"),
]
RAW = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=8),
    st.lists(st.sampled_from([*NASTY, "right", "сөз"]), max_size=5).map("".join),
)
LABEL = RAW.map(lambda words: " ".join(settled(words).split()))
WORDS = RAW.map(lambda words: settled(words).strip())
NEEDED = WORDS.filter(bool)
FORMS = st.sampled_from(["html", "moodle", "markdown", "plain"])
TEXT = st.builds(text_of, RAW, FORMS)
FULL = TEXT.filter(bool)
PERCENT = st.sampled_from(["100", "0", "50", "33.33333", "-50", "-33.3333333", "25", "12.5"]).map(Decimal)
NUMBER = st.decimals(-10_000, 10_000, places=3).map(lambda value: f"{value:f}")
TOLERANCE = st.sampled_from(["0", "0.01", "1", "2.50"]).map(Decimal)
FILE = st.builds(File, LABEL, st.binary(max_size=20), st.just("/"))
BASE = {"name": LABEL.filter(bool), "text": FULL, "feedback": TEXT}


def answers(text, percent=PERCENT, tolerance=None, least=1):
    made = st.builds(Answer, text, percent, TEXT, st.none() if tolerance is None else tolerance)
    return st.lists(made, min_size=least, max_size=4).map(tuple)


def plain(words):
    return words.map(lambda one: Text(one, "plain"))


VERDICTS = st.tuples(st.booleans(), TEXT, TEXT).map(
    lambda made: (
        Answer(Text("true", "plain"), Decimal(100 * made[0]), made[1]),
        Answer(Text("false", "plain"), Decimal(100 * (not made[0])), made[2]),
    )
)
PAIRS = st.lists(st.builds(Pair, FULL, NEEDED), min_size=2, max_size=4).map(tuple)


def kind(name, **fields):
    return st.builds(Question, st.just(name), **{**BASE, **fields})


GIFT = st.one_of(
    kind("description", feedback=st.just(NOTHING)),
    kind("essay"),
    kind("multichoice", answers=answers(FULL, least=2), single=st.booleans()),
    kind("shortanswer", answers=answers(plain(NEEDED))),
    kind("numerical", answers=answers(plain(NUMBER), tolerance=TOLERANCE)),
    kind("truefalse", answers=VERDICTS),
    kind("matching", pairs=PAIRS),
)
WITH_FILES = st.builds(lambda text, files: replace(text, files=tuple(files)), FULL, st.lists(FILE, max_size=2))
MORE = {
    "text": WITH_FILES,
    "idnumber": WORDS,
    "tags": st.lists(NEEDED, max_size=2).map(tuple),
    "mark": st.sampled_from(["1", "2.5", "0"]).map(Decimal),
    "penalty": st.none() | st.sampled_from(["0", "0.3333333"]).map(Decimal),
    "hidden": st.booleans(),
    "settings": st.lists(st.tuples(st.sampled_from(["shuffleanswers", "usecase"]), WORDS), max_size=2).map(tuple),
    "texts": st.lists(st.tuples(st.sampled_from(["correctfeedback", "hint"]), TEXT), max_size=2).map(tuple),
}
CHOICES = st.lists(st.builds(Choice, NEEDED, st.sampled_from("123"), st.booleans()), min_size=1, max_size=3).map(tuple)
GAPS = st.builds(lambda words: text_of(f"[[1]] {words}", "html"), RAW)
CLOZE = st.builds(lambda words: text_of(f"{{1:SA:=yes}} {words}", "html"), RAW)
XML = st.one_of(
    kind("description", **MORE),
    kind("essay", **MORE),
    kind("multichoice", answers=answers(FULL, least=2), single=st.booleans(), **MORE),
    kind("ordering", answers=answers(FULL, least=2), **MORE),
    kind("shortanswer", answers=answers(plain(WORDS)), **MORE),
    kind(
        "numerical",
        answers=answers(plain(NUMBER), tolerance=TOLERANCE),
        units=st.lists(st.builds(Unit, WORDS, TOLERANCE), max_size=2).map(tuple),
        **MORE,
    ),
    kind("truefalse", answers=VERDICTS, **MORE),
    kind("matching", pairs=PAIRS, **MORE),
    kind("gapselect", choices=CHOICES, **{**MORE, "text": GAPS}),
    kind("ddwtos", choices=CHOICES, **{**MORE, "text": GAPS}),
    kind("cloze", **{**MORE, "text": CLOZE}),
)
