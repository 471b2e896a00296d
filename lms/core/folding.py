"""Words compared and ordered in Kazakh, Russian and English: pure functions, the one place that search relies on.

Many keyboards lack the Kazakh letters, so "кукык" must find "құқық", and "еще" must find "ещё".
(Surnames across alphabets are another question: `certificates.folding`.)
"""

import re
import unicodedata

ALPHABETS = {
    "kk": "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "en": "abcdefghijklmnopqrstuvwxyz",
}
PLAIN_PAIRS = "әғқңөұүһіё", "агкноуухие"
PLAIN = str.maketrans(*PLAIN_PAIRS)
SPELLED = {"а": "[аә]", "г": "[гғ]", "к": "[кқ]", "н": "[нң]", "о": "[оө]", "у": "[уұү]", "х": "[хһ]", "и": "[иі]",
           "е": "[её]"}  # fmt: skip
# Latin letters that look like Cyrillic ones and slip into a Cyrillic word.
TWINS = str.maketrans("aceiopxyh", "асеиорхун")
WORD = re.compile(r"[^\W_]+")
# The commonest endings of nouns, adjectives and verbs, folded: Kazakh, Russian, English.
ENDINGS = """
лар лер дар дер тар тер нын нин дын дин тын тин нан нен дан ден тан тен мен бен пен ган ген кан кен лык лик дык дик тык
тик га ге ка ке да де та те ды ди ты ти ны ни сы си
ами ями ого его ому ему ыми ими иям иях ией ой ей ою ею ам ям ах ях ов ев ый ий ая яя ое ее ые ие ия ию ии ом ем ым им
ых их ть ся а я ы и у ю е о ь й
ing ies ed es s
"""
ENDING = re.compile(rf"(?:{'|'.join(sorted(ENDINGS.split(), key=len, reverse=True))})$")
SHORTEST_STEM = 4
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
STRESS = "\u0301"


def plain(text):
    """The text in small letters, with the Kazakh letters as their Russian neighbours and ё as е, the rest as it stands.

    A database can do this, too: `collation.Plain`.

    >>> plain("Әбенова, ҚЫЗЫЛОРДА")
    'абенова, кызылорда'
    """
    return unicodedata.normalize("NFC", text).lower().translate(PLAIN)


def fold(text):
    """The text in small letters, with the Kazakh letters as their Russian neighbours, ё as е, words apart by a space.

    >>> fold("Баланың ҚҰҚЫҚТАРЫ!")
    'баланын кукыктары'
    """
    return " ".join(folded for _word, folded in folded_words(text))


def folded_words(text):
    """Each word of the text with its folded form."""
    plain = unicodedata.normalize("NFC", text.replace(STRESS, ""))
    return [(word, fold_word(word.lower())) for word in WORD.findall(plain)]


def fold_word(word):
    word = word.translate(PLAIN)
    return word.translate(TWINS) if CYRILLIC.search(word) else word


def stem(word):
    """A folded word without its endings, at most two of them and never below four letters: good enough to begin with.

    >>> stem("балалардын"), stem("стигмой"), stem("закон")
    ('бала', 'стигм', 'закон')
    """
    for _ending in range(2):
        shorter = ENDING.sub("", word)
        if len(shorter) < SHORTEST_STEM:
            break
        word = shorter
    return word


def beginning(*stems):
    """A pattern for the words in a text in small letters that begin with one of these folded beginnings.

    It reads the text as it is written: folding a long text costs fifty times as much.
    """
    spelled = ["".join(SPELLED.get(letter) or re.escape(letter) for letter in word) for word in stems]
    return re.compile(rf"(?<!\w)(?:{'|'.join(spelled)})\w*")


def matches(query, *texts):
    """Whether every word of `query` begins a word of one of the texts. An empty query matches everything."""
    words = [word for text in texts for word in fold(text).split()]
    return all(any(word.startswith(part) for word in words) for part in fold(query).split())


def sort_key(text, language):
    """A key that puts texts into the alphabetical order of `language`; case and punctuation do not count.

    In Russian ё stands with е; letters of another alphabet come after the own ones.
    """
    alphabet = ALPHABETS[language]
    plain = unicodedata.normalize("NFC", text.replace(STRESS, "")).lower()
    words = [word.replace("ё", "е") if language == "ru" else word for word in WORD.findall(plain)]
    return [[(0, alphabet.index(letter)) if letter in alphabet else (1, ord(letter)) for letter in w] for w in words]


def initial(text, language):
    """The capital letter under which `text` stands in an alphabetical list; "#" for anything but an own letter."""
    first = next((char for char in text.lower() if char.isalnum()), "")
    if language == "ru":
        first = first.replace("ё", "е")
    return first.upper() if first and first in ALPHABETS[language] else "#"
