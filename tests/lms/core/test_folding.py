import random

import pytest

from lms.core.folding import ALPHABETS, beginning, fold, initial, matches, sort_key, stem


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("кукык", "құқық"),
        ("гылым", "Ғылым"),
        ("онир", "өңір"),
        ("умит", "ҮМІТ"),
        ("ата-ана", "ата ана"),
        ("еще", "ещё"),
        ("ахуал", "аһуал"),
        ("тi\u0301л", "тіл"),  # a Latin i with a stress mark
        ("медицина", "медицина"),
    ],
)
def test_a_keyboard_without_kazakh_letters_finds_the_same_word(typed, written):
    assert fold(typed) == fold(written)


def test_short_i_and_other_letters_stay_apart():
    assert fold("май") == "май"
    assert fold("мал") != fold("мәл ")[:2]
    assert fold("chi") == "chi", "a Latin word stays Latin"


def test_fold_leaves_words_only():
    assert fold(" «Алдымен  адам»\tтілі! ") == "алдымен адам тили"
    assert fold("...") == ""


def test_a_query_matches_by_beginnings_of_words_in_any_of_the_texts():
    texts = ("best interests", "наилучшие интересы", "ең жоғары мүдделер")
    assert matches("мудде", *texts)
    assert matches("интересы best", *texts)
    assert matches("", *texts)
    assert not matches("дделер", *texts)
    assert not matches("мүдде стигма", *texts)


def test_kazakh_words_stand_in_the_order_of_the_kazakh_alphabet():
    ordered = ["айдар", "әдіс", "бала", "ғалым", "есеп", "кейс", "қайғы", "наным", "орын", "өтініш", "ұрпақ", "үйірме",
               "хабар", "һәм", "ыдыс", "іс", "эмпатия"]  # fmt: skip
    shuffled = random.Random(7).sample(ordered, len(ordered))
    assert sorted(shuffled, key=lambda word: sort_key(word, "kk")) == ordered


def test_russian_yo_stands_with_ye_and_marks_do_not_count():
    words = ["ещё", "ель", "«Ёлка»", "жизнь", "ежа"]
    assert sorted(words, key=lambda word: sort_key(word, "ru")) == ["ежа", "«Ёлка»", "ель", "ещё", "жизнь"]


def test_a_shorter_text_comes_first_and_foreign_letters_last():
    words = ["case plan", "case", "кейс", "zeal"]
    assert sorted(words, key=lambda word: sort_key(word, "en")) == ["case", "case plan", "zeal", "кейс"]


@pytest.mark.parametrize(
    ("text", "language", "letter"),
    [("«алдымен адам»", "kk", "А"), ("Әдіс", "kk", "Ә"), ("ёж", "ru", "Е"), ("12 steps", "en", "#"), ("", "en", "#"),
     ("кейс", "en", "#")],
)  # fmt: skip
def test_the_letter_of_a_list(text, language, letter):
    assert initial(text, language) == letter


def test_each_alphabet_has_its_letters_once():
    assert {code: len(letters) for code, letters in ALPHABETS.items()} == {"kk": 42, "ru": 33, "en": 26}
    assert all(len(set(letters)) == len(letters) for letters in ALPHABETS.values())


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        (["балалардың", "балаға", "баланы", "балада"], "бала"),
        (["құқықтары", "құқықты", "КУКЫК"], "кукык"),
        (["стигма", "стигмой", "стигмы", "стигмаға"], "стигм"),
        (["мектепте", "мектептер"], "мектеп"),
        (["needs", "need"], "need"),
        (["сон", "ой", "й", "мен"], None),
    ],
)
def test_forms_of_a_word_begin_alike(forms, expected):
    assert {stem(fold(form)) for form in forms} == ({expected} if expected else set(forms))


def test_words_are_found_as_they_are_written():
    text = "құқықты да, КУКЫК та: еще ёлка; a.b"
    assert beginning("кукык", "ел").findall(text.lower()) == ["құқықты", "кукык", "ёлка"]
    assert beginning("a.b").findall("a.b axb") == ["a.b"]
    assert all(beginning(fold(letter)).fullmatch(letter) for letter in "".join(ALPHABETS.values()))
