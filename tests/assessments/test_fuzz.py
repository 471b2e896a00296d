"""Hostile and broken files at the importers: no crash, no hang, every question read or told.

LMS_FUZZ sets how many files are made (150); the same seed makes the same files.
"""

import os
import random
import signal
from contextlib import contextmanager
from pathlib import Path

import pytest

from assessments.domain import exchange
from assessments.domain.guarding import names_somebody
from assessments.domain.previewing import READERS
from assessments.foreign import incoming, telling
from lms.interop.bank import NotThis, Unreadable
from tests.lms.interop.made import NASTY

FILES = int(os.environ.get("LMS_FUZZ", "150"))
SECONDS = 5
GIFT = """$CATEGORY: $course$/top/Этика

// [id:a-1] [tags:согласие,день 1]
::Кто::[html]<p>Кто <b>даёт</b> согласие?</p> {=Опекун#Да ~%-33.33333%Сосед#Нет ~%50%Школа ####Итог}

::Час::Сколько минут? {#=45:5#Да =%50%40#Почти ~#Нет}

::Пара::{=а -> 1 =б -> 2 =в -> 3}

::Да::Верно ли? {T#нет#да}

Слово {=эмпатия =%100%сочувствие} здесь.

::Рассказ::Опишите. {}
"""
AIKEN = "Кто даёт согласие?\nA. Опекун\nB) Сосед\nANSWER: A\n\nЧто такое план?\nA. Цели и сроки\nB. Слух\nANSWER: B\n"
CORPUS = [(Path(__file__).parent / "files/moodle-bank.xml").read_bytes(), GIFT.encode(), AIKEN.encode()]
TOKENS = [one.encode() for one in NASTY] + [
    *(b"\x00", b"\xff\xfe", b"]]>", b"<![CDATA[", b"&#0;", b"&amp;", b"<answer fraction='x'>", b"</question>"),
    *(b"{1:SHORTANSWER:=", b"{1:MC:", b"[[9999999999999999999]]", b"%999999%", b"1e999", b"=%%", b"<text/>", b"<file"),
    *(b'<?xml version="1.0" encoding="utf-7"?>', b"\r", b"\x1a", "\u2028\u202e\ufeff".encode(), b"NaN", b"-0", b"::"),
]


@contextmanager
def no_longer_than(seconds):
    """CPU seconds of this process: a busy machine does not count."""

    def too_long(*_args):
        raise AssertionError(f"longer than {seconds} seconds")

    before = signal.signal(signal.SIGVTALRM, too_long)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def take(data):
    """What the screens do with a file, without the database. Returns how many questions were read and told."""
    try:
        form, data, _encoding = exchange.settled(data)
        bank = READERS[form](data)
    except Unreadable as reason:
        assert str(reason)
        return 0, 0
    told = [skipped for skipped in bank.skipped if skipped.reason]
    assert len(told) == len(bank.skipped)
    read = 0
    for question in bank.questions:
        names_somebody(question)
        try:
            draft = incoming.read(question, "ru")
        except NotThis as reason:
            assert str(reason)
            told.append(question)
            continue
        telling.answer_rows(draft.kind, draft.body, draft.texts)
        read += 1
    assert read + len(told) == len(bank.questions) + len(bank.skipped)
    return read, len(told)


def mutated(rng):
    data = bytearray(rng.choice(CORPUS))
    if rng.random() < 0.5:
        begin = rng.randrange(len(data))
        data = data[begin : begin + rng.randrange(1, 20_000)] if rng.random() < 0.3 else data
    for _change in range(rng.choice((1, 3, 10, 50))):
        place = rng.randrange(len(data) + 1)
        change = rng.randrange(5)
        if change == 0:
            data[place:place] = rng.choice(TOKENS) * rng.choice((1, 1, 1, 200))
        elif change == 1:
            del data[place : place + rng.choice((1, 10, 500))]
        elif change == 2:
            other = rng.choice(CORPUS)
            begin = rng.randrange(len(other))
            data[place:place] = other[begin : begin + rng.choice((5, 100, 2000))]
        elif change == 3 and data:
            data[place % len(data)] = rng.randrange(256)
        else:
            data[place:place] = data[max(0, place - 300) : place]
        data = data or bytearray(b"x")
    return bytes(data)


def test_broken_files_are_read_or_told():
    rng = random.Random(20261122)
    read = told = 0
    for number in range(FILES):
        data = mutated(rng)
        try:
            with no_longer_than(SECONDS):
                more, fewer = take(data)
        except Exception as error:
            raise AssertionError(f"file {number}: {data[:2000]!r}") from error
        read, told = read + more, told + fewer
    assert read > FILES // 2, "the files are too broken to prove anything"
    assert told > 0


def quiz(inside):
    return f"<quiz>{inside}</quiz>".encode()


def asked(kind, text, more=""):
    words = f'<questiontext format="html"><text><![CDATA[{text}]]></text></questiontext>'
    return quiz(f'<question type="{kind}"><name><text>n</text></name>{words}{more}</question>')


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
HOSTILE = {
    "billion laughs": f'<?xml version="1.0"?><!DOCTYPE q [<!ENTITY a0 "ha">{LAUGHS}]><quiz>&a11;</quiz>'.encode(),
    "file of the machine": b'<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>',
    "nested elements": b"<quiz>" + b"<question>" * 200_000,
    "nested and closed": b"<quiz>" * 50_000 + b"</quiz>" * 50_000,
    "nested markup": asked("essay", "<div>" * 100_000),
    "nested lists": asked("essay", "<ul><li>" * 20_000 + "x"),
    "open tags": asked("essay", "<a href=" * 100_000),
    "open comments": asked("essay", "<!--" * 100_000),
    "open attributes": asked("essay", "<img " + "src=x " * 100_000),
    "pictures without end": asked("essay", "<img src" * 100_000),
    "deep cloze": asked("cloze", "{1:SHORTANSWER:=" * 100_000),
    "cloze in cloze": asked("cloze", "{1:MC:=a~{1:MC:=b~" * 30_000 + "}" * 60_000),
    "cloze of backslashes": asked("cloze", "{1:SA:=" + "\\" * 400_000 + "}"),
    "cloze of answers": asked("cloze", "{1:MC:=a" + "~b" * 200_000 + "}"),
    "a weight without end": asked("cloze", "{" + "1" * 300_000 + ":SA:=a}"),
    "many gaps": asked("gapselect", "[[1]]" * 50_000, "<selectoption><text>a</text></selectoption>"),
    "one gap far away": asked("gapselect", "[[" + "9" * 300_000 + "]]"),
    "a number without end": asked("numerical", "n", "<answer fraction='1e99999999'><text>9</text></answer>"),
    "many answers": asked("multichoice", "n", "<answer fraction='0'><text>a</text></answer>" * 30_000),
    "a damaged picture": asked("essay", "<img src='@@PLUGINFILE@@/a.png'>", "<file name='a.png'>%%%%</file>"),
    "NUL bytes": b"\x00" * 1_000_000,
    "NUL in words": b"::a::b\x00c {=d\x00 ~e}",
    "two bytes": b"\xff\xfe<",
    "odd UTF-16": b"\xff\xfe" + b"<\x00q\x00u",
    "utf-7": b'<?xml version="1.0" encoding="utf-7"?><quiz>+ADw-script</quiz>',
    "unknown encoding": b'<?xml version="1.0" encoding="klingon"?><quiz/>',
    "braces": b"{" * 1_000_000,
    "colons": b"::" * 500_000,
    "backslashes": b"::a::b {=" + b"\\" * 1_000_000 + b"}",
    "tildes": b"b {=a" + b"~" * 1_000_000 + b"}",
    "weights": b"b {=a" + b"~%" * 300_000 + b"}",
    "numbers": b"b {#" + b"9" * 1_000_000 + b"}",
    "dots": b"b {#1.." + b"." * 500_000 + b"}",
    "arrows": b"b {" + b"=a -> " * 100_000 + b"}",
    "labels": b"// " + b"[id:" * 200_000 + b"\nq {=a ~b}",
    "tags": b"// [tags:" + b"a," * 200_000 + b"]\nq {=a ~b}",
    "blank lines": b"\n" * 2_000_000,
    "comments": b"//\n" * 500_000,
    "markup in GIFT": b"[html]" + b"<b>" * 100_000 + b" {=a ~b}",
    "options": b"Q\n" + b"A. x\n" * 200_000 + b"ANSWER: A\n",
    "answers": b"ANSWER: A\n" * 4_000,
    "too many questions": b"q {=a ~b}\n\n" * 5_001,
    "right to left": "::\u202e::\u2066 {=\u202d ~\ufeff}".encode(),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_end_in_words_and_in_time(name):
    data = HOSTILE[name]
    assert len(data) <= 5 * 1024 * 1024
    with no_longer_than(SECONDS):
        take(data)


def test_the_limit_of_time_is_real():
    with pytest.raises(AssertionError, match="longer than"), no_longer_than(0.05):
        sum(number % 7 for number in range(100_000_000))
