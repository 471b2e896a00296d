"""What every kind of question can do. Pure: plain data in and out, no database, no request.

A question's `body` holds its structure and key, language-neutral; its `texts` hold, for each language, the words:

    body  = {"options": [{"id": "a", "correct": true}, {"id": "b"}]}
    texts = {"kk": {"stem": "…", "explanation": "…", "options": {"a": {"text": "…", "feedback": "…"}}}}

A response is what a form sends, cleaned: the strings of each of its fields. A question with one field calls it "":

    {"": ["a"]}                        a choice
    {"": ["true"], "reason": ["b"]}    true or false with a reason
    {"a": ["2"], "b": ["1"]}           pairs

`clean` brings a response into one form, so cleaning it again changes nothing; {} is no answer.
"""

import hashlib
from dataclasses import dataclass, field
from fractions import Fraction
from string import ascii_lowercase

from django.utils.translation import gettext, gettext_lazy, gettext_noop

from .editing import Words

LANGUAGES = ("en", "ru", "kk")


NO_TEXT = gettext_noop("This text is missing.")
NO_LANGUAGE = gettext_noop("Write the question in at least one language.")
EXPLANATION = Words(
    "explanation", gettext_lazy("Explanation"), optional=True, lines=3, hint=gettext_lazy("Read after answering.")
)


class Problem(str):
    """What keeps a question from being one, in words for the author of a content file.

    `at` is the place in the form: the path of a text and its language, or the name of a field. `told` says it to the
    author at the form, in the language of the screen.
    """

    def __new__(cls, text, at=(), told=""):
        problem = super().__new__(cls, text)
        problem.at, problem.source = tuple(at), told or text
        return problem

    @property
    def told(self):
        return gettext(self.source)


class InvalidResponse(ValueError):
    """The answer that arrived cannot belong to this question."""


@dataclass(frozen=True)
class Grade:
    """`fraction` of the item's points, 0 to 1."""

    fraction: Fraction

    @property
    def outcome(self):
        """ "right", "partly" or "wrong"."""
        if self.fraction == 1:
            return "right"
        return "partly" if self.fraction > 0 else "wrong"


@dataclass(frozen=True)
class Asked:
    """A question as one person meets it: texts of one language, the `order` drawn for the person, the response.

    `name` begins the names of its form fields.
    """

    texts: dict
    language: str = "en"
    name: str = "q"
    order: dict = field(default_factory=dict)
    response: dict = field(default_factory=dict)

    def within(self, part, texts):
        """The same person before a question inside this one."""
        inner = {"order": beneath(self.order, part), "response": beneath(self.response, part)}
        return Asked(texts, self.language, f"{self.name}-{part}", **inner)


@dataclass(frozen=True)
class Line:
    """One line of a result. `mark`: "right", "wrong", "missed" (an option that should have been chosen), "also" (one
    that should have been chosen beside a right one), "open" (no answer) or "" (no judgement). `expected` is the right
    answer where the one given is another."""

    mark: str = ""
    prompt: str = ""
    answer: str = ""
    expected: str = ""
    feedback: str = ""


@dataclass(frozen=True)
class Blank:
    """A place to answer on paper. `sign` stands before each choice ("circle", "box", "letter"), or is where one writes
    ("box" for a letter or number, "line" for words, `lines` of them)."""

    prompt: str = ""
    sign: str = "box"
    choices: tuple = ()
    lines: int = 1

    @property
    def rows(self):
        return range(self.lines)


@dataclass(frozen=True)
class Cell:
    """A place on the answer sheet of a paper test: the field `name` of the response, told apart by `label`.

    `options` are ids in the order printed, answered by their numbers from 1, several with `many`; without options the
    cell holds words or a number.
    """

    name: str = ""
    label: str = ""
    options: tuple = ()
    many: bool = False


class Kind:
    """The base of all kinds. `required` and `optional` name fields of a content file (docs/content-format.md), `editor`
    describes those that an author fills in (`editing`)."""

    name: str
    label: str
    about = ""  # one line for the author who chooses a kind
    template: str
    by_software = True  # False: people mark it, so it is neither shown nor counted until they can
    required = frozenset({"stem"})
    optional = frozenset()
    editor = (Words("stem", gettext_lazy("Question"), lines=3), EXPLANATION)

    def split(self, item, languages):
        """`body` and `texts` of an item of a content file, where texts stand side by side as {en, ru, kk}."""
        return self.read_body(item), {code: self.read_texts(item, code) for code in languages}

    def read_body(self, item):
        raise NotImplementedError

    def read_texts(self, item, code):
        return {name: item[name][code] for name in ("stem", "explanation") if code in item.get(name, ())}

    def join(self, body, texts):
        """The way back from `split`: an item without a key, whose ids are the question's own."""
        named = [name for name in ("stem", "explanation") if any(name in words for words in texts.values())]
        return {name: {code: words[name] for code, words in texts.items() if name in words} for name in named}

    def new(self):
        """The item that an author begins with."""
        return {}

    def problems(self, body, texts):
        """What keeps this from being a question of the kind: a list of Problem, empty when it is sound."""
        found = self.faults(body)
        if not found and not texts:
            found = [Problem("a text in at least one language", (), NO_LANGUAGE)]
        if not found:
            paths = list(self.words(body))
            found = [
                Problem(f"a text in {code} for {' '.join(path)}", (*path, code), NO_TEXT)
                for code, words in sorted(texts.items())
                for path in paths
                if not has_text(words, path)
            ]
        return found

    def faults(self, body):
        """`problems` of the structure and key."""
        return []

    def words(self, body):
        """The paths of the texts that every language must have."""
        yield ("stem",)

    def blank(self, body):
        """The body without its key: all that a question may be shown from (S-18)."""
        return body

    def option_ids(self, body):
        """For each list that may be shuffled, its name and ids."""
        return {}

    def arrange(self, body, shuffle):
        """The order for one attempt; `shuffle` reorders a list in place, as `random.shuffle` does."""
        order = self.option_ids(body)
        for ids in order.values():
            shuffle(ids)
        return order

    def clean(self, body, values):
        """The response that `values` (strings as a form sends them) stand for. Raises InvalidResponse."""
        raise NotImplementedError

    def grade(self, body, response):
        """The Grade of a cleaned response; {} or None (not answered) earns nothing."""
        raise NotImplementedError

    def solution(self, body):
        """A response that earns everything; None when there is no such thing."""
        return None

    def everything(self, body):
        """The choice of every option, for an author to read all feedback; None where there are no options."""
        return None

    def guess(self, body):
        """The share of the points that blind guessing earns on average; 0 where there is nothing to choose from."""
        return Fraction(0)

    def show(self, body, asked):
        """What the template needs to ask the question."""
        shown = {"template": self.template, "name": asked.name, "stem": asked.texts.get("stem", "")}
        return {**shown, "pictures": pictures_of(body, asked.texts), **self.controls(self.blank(body), asked)}

    def controls(self, body, asked):
        """The part of `show` that is the kind's own; `body` comes without its key."""
        return {}

    def describe_response(self, body, asked):
        """The answer given and, where it was another, the right one, in words: a list of Line."""
        raise NotImplementedError

    def paper(self, body, asked):
        """The question on paper below its stem: a list of Blank."""
        return self.paper_blanks(self.blank(body), asked)

    def paper_blanks(self, body, asked):
        return [Blank(sign="line")]

    def sheet(self, body, asked):
        """The answer sheet of the question: a list of Cell, in the order of `paper`."""
        return self.sheet_cells(self.blank(body), asked)

    def sheet_cells(self, body, asked):
        return [Cell()]


def beside(texts, *path):
    """The text at `path` in each language, side by side; empty where a language lacks it."""
    return {code: text_at(words, path) or "" for code, words in texts.items()}


def pictures_of(body, texts):
    """The pictures below a question, of any kind: body["pictures"] = [{"id": "1", "image": 7}], their words in
    texts["pictures"]."""
    words = texts.get("pictures", {})
    return [{**row, "alt": words.get(row["id"], "")} for row in body.get("pictures", [])]


def keep_pictures(before, body, texts):
    """Body and texts with the pictures of `before` (body, texts): no form of a kind asks for them."""
    old_body, old_texts = before
    if not old_body.get("pictures"):
        return body, texts
    words = {code: {"pictures": old_texts.get(code, {}).get("pictures", {})} for code in texts}
    return {**body, "pictures": old_body["pictures"]}, {code: {**texts[code], **words[code]} for code in texts}


def letters():
    """What tells several cells of one question apart: a to z, then aa to zz. Options are told apart by numbers."""
    yield from ascii_lowercase
    yield from (first + second for first in ascii_lowercase for second in ascii_lowercase)


def has_text(words, path):
    text = text_at(words, path)
    return isinstance(text, str) and bool(text.strip())


def text_at(words, path):
    """What stands at `path`, or None."""
    for name in path:
        words = words.get(name) if isinstance(words, dict) else None
    return words


def beneath(values, part):
    """The values of one part, by the names that they have inside it: "1" becomes "", "1-reason" becomes "reason"."""
    inner = {name[len(part) + 1 :]: value for name, value in values.items() if name.startswith(f"{part}-")}
    return {"": values[part], **inner} if part in values else inner


def above(values, part):
    """The opposite of `beneath`."""
    return {f"{part}-{name}" if name else part: value for name, value in values.items()}


def sent(values, names):
    """The values that are no empty strings. Raises InvalidResponse for a field that the question does not have."""
    if set(values) - set(names):
        raise InvalidResponse("unknown field")
    kept = {name: [value for value in values[name] if value] for name in names if name in values}
    return {name: value for name, value in kept.items() if value}


def sent_one(values, names):
    """As `sent`, with one string for each field. Raises InvalidResponse for more."""
    kept = sent(values, names)
    if any(len(value) > 1 for value in kept.values()):
        raise InvalidResponse("one answer only")
    return {name: value[0] for name, value in kept.items()}


def own_ids(rows):
    """Whether each of the rows has an id of its own."""
    ids = [row.get("id") for row in rows]
    return all(isinstance(one, str) and one for one in ids) and len(set(ids)) == len(ids)


def opaque_ids(ids, seed):
    """A number as a string for each id. The numbers say nothing about the order or the pairs that the ids came in.

    The same `seed` gives the same numbers, so that loading a question again changes nothing. Without a seed the ids are
    opaque already: they come from the editor.
    """
    if seed is None:
        return {one: one for one in ids}
    mixed = sorted(ids, key=lambda one: hashlib.sha256(f"{seed} {one}".encode()).digest())
    return {one: str(number) for number, one in enumerate(mixed, 1)}
