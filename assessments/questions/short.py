"""Short answer: a word or two, compared with the answers accepted in any of the languages."""

from fractions import Fraction

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from lms.core.folding import fold, folded_words

from .base import Grade, InvalidResponse, Kind, Line, Problem, sent_one
from .editing import Answers, Pick, Tick

AN_ANSWER = gettext_noop("Give an accepted answer in every language, with a letter or a digit in it.")

LONGEST = 200
SHORTEST_WITH_TYPO = 5


class ShortAnswer(Kind):
    """body = {"accept": {"kk": ["құқық"], "ru": ["право"], "en": ["right"]}, "typos": 1, "fold": true}

    An answer in any of the languages counts, since the question can be read in each. Case, punctuation and spaces do
    not. With `fold` Kazakh letters and ё equal the letters that stand in for them on other keyboards; with `typos` 1
    one slip is forgiven in a word of five letters or more, never in a digit.
    """

    name = "short"
    label = _("short answer")
    about = _("A word or two, compared with accepted answers.")
    template = "assessments/questions/short.html"
    required = Kind.required | {"accept"}
    optional = frozenset({"typos", "fold"})
    editor = (
        Kind.editor[0],
        Answers("accept", _("Accepted answers"), hint=_("One a line; the first one is shown as the right answer.")),
        Pick(
            "typos", _("Typing errors"), choices=((0, _("are not forgiven")), (1, _("one in a long word is forgiven")))
        ),
        Tick("fold", _("Kazakh letters equal those that stand in for them on other keyboards"), default=True),
        *Kind.editor[1:],
    )

    def join(self, body, texts):
        own = {"accept": body.get("accept", {}), "typos": body.get("typos", 0), "fold": body.get("fold", True)}
        return {**super().join(body, texts), **own}

    def read_body(self, item):
        accept = {code: [str(one) for one in answers] for code, answers in item["accept"].items()}
        return {"accept": accept, "typos": item.get("typos", 0), "fold": item.get("fold", True)}

    def faults(self, body):
        accept = body.get("accept") or {}
        found = []
        if not accept or not all(answers and all(fold(one) for one in answers) for answers in accept.values()):
            found.append(Problem("an accepted answer in every language", ["accept"], AN_ANSWER))
        if body.get("typos", 0) not in (0, 1):
            found.append(Problem("typos of 0 or 1", ["typos"]))
        return found

    def blank(self, body):
        return {}

    def clean(self, body, values):
        text = " ".join(sent_one(values, [""]).get("", "").split())
        if len(text) > LONGEST:
            raise InvalidResponse("too long")
        return {"": [text]} if text else {}

    def accepts(self, body, text):
        typed = compared(text, body.get("fold", True))
        known = [compared(one, body.get("fold", True)) for answers in body["accept"].values() for one in answers]
        return bool(typed) and any(typed == one or (body.get("typos") and is_slip(typed, one)) for one in known)

    def grade(self, body, response):
        return Grade(Fraction(self.accepts(body, (response or {}).get("", [""])[0])))

    def solution(self, body):
        return {"": [next(iter(body["accept"].values()))[0]]}

    def controls(self, body, asked):
        return {"value": asked.response.get("", [""])[0], "longest": LONGEST}

    def describe_response(self, body, asked):
        answer = asked.response.get("", [""])[0]
        if self.accepts(body, answer):
            return [Line("right", answer=answer)]
        expected = body["accept"].get(asked.language) or next(iter(body["accept"].values()))
        return [Line("wrong" if answer else "open", answer=answer, expected=expected[0])]


def compared(text, folded):
    return fold(text) if folded else " ".join(word.lower() for word, _folded in folded_words(text))


def is_slip(typed, known):
    """Whether one slip turns `known` into `typed`: a letter more, fewer, another, or two neighbours exchanged."""
    if len(known) < SHORTEST_WITH_TYPO or digits(typed) != digits(known):
        return False
    return within_one(typed, known)


def digits(text):
    return [char for char in text if char.isdigit()]


def within_one(one, two):
    """Whether the Damerau-Levenshtein distance of two texts is at most 1 (Damerau 1964, Levenshtein 1966)."""
    if len(one) > len(two):
        one, two = two, one
    if len(two) - len(one) > 1:
        return False
    same = next((place for place, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), len(one))
    rest_one, rest_two = one[same:], two[same:]
    if len(one) < len(two):
        return rest_one == rest_two[1:]
    swapped = rest_one[:2] == rest_two[:2][::-1] and rest_one[2:] == rest_two[2:]
    return swapped or rest_one[1:] == rest_two[1:]
