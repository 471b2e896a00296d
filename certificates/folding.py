"""Surnames compared across alphabets: a pure function.

Somebody with the paper in hand types Қасымова, Касымова, KASYMOVA or Kassymova. Each becomes one key. The key is coarse
on purpose, for comparing one surname with the surname of one certificate; it is never searched by.
"""

import re
import unicodedata

CYRILLIC = {
    "а": "a", "ә": "a", "б": "b", "в": "v", "г": "g", "ғ": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "e",
    "ж": "j", "з": "z", "и": "i", "й": "i", "і": "i", "ї": "i", "ы": "i", "к": "k", "қ": "k", "ҡ": "k", "л": "l",
    "м": "m", "н": "n", "ң": "n", "о": "o", "ө": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ұ": "u",
    "ү": "u", "ў": "u", "ф": "f", "х": "h", "һ": "h", "ҳ": "h", "ц": "c", "ч": "ch", "ҷ": "j", "ш": "sh", "щ": "sh",
    "ъ": "", "ӹ": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia",
}  # fmt: skip
LATIN = {
    "ı": "i",
    "ş": "sh",
    "š": "sh",
    "ç": "ch",
    "č": "ch",
    "ž": "j",
    "ß": "ss",
    "ð": "d",
    "ø": "o",
    "ł": "l",
    "æ": "e",
}
LETTERS = str.maketrans({key: value for key, value in {**CYRILLIC, **LATIN}.items() if len(key) == 1})
# Spellings of one sound, longest first.
SOUNDS = [
    ("shch", "sh"), ("sch", "sh"), ("tch", "ch"), ("dzh", "j"), ("zh", "j"), ("kh", "h"), ("gh", "g"), ("ph", "f"),
    ("ts", "c"), ("q", "k"), ("w", "u"), ("x", "ks"), ("y", "i"), ("io", "e"), ("ie", "e"),
]  # fmt: skip


def fold_surname(surname: str) -> str:
    """A key that is equal for the Kazakh, Russian and Latin spellings of one surname; '' if no letter is left."""
    text = unicodedata.normalize("NFC", surname).casefold().replace("i\u0307", "i").translate(LETTERS)
    plain = "".join(char for char in unicodedata.normalize("NFD", text) if "a" <= char <= "z")
    for spelling, sound in SOUNDS:
        plain = plain.replace(spelling, sound)
    return re.sub(r"(.)\1+", r"\1", plain)
