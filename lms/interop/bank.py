"""Questions as the formats of other systems hold them: what GIFT, Moodle XML and Aiken are read into and written from.

Every question of a file becomes a Question or a Skipped; what a Question could not take along stands in its `left_out`.
Kinds bear the names of Moodle XML.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

MOST_BYTES = 5 * 1024 * 1024
MOST_QUESTIONS = 5000
MOST_CHARACTERS = 60_000  # of one text
MOST_PARTS = 200  # answers, pairs, choices or gaps of one question
FORMATS = ("html", "moodle", "markdown", "plain")
WHOLE = Decimal(100)


class Unreadable(ValueError):
    """The file as a whole cannot be read; `str()` is the reason in the reader's language."""


@dataclass(frozen=True)
class File:
    """A file inside a text, where `@@PLUGINFILE@@` stands for its address."""

    name: str
    content: bytes
    path: str = "/"


@dataclass(frozen=True)
class Text:
    """Words in one of FORMATS. `html` and `moodle` are sanitised; `markdown` and `plain` are text, and whoever shows
    them escapes what looks like HTML."""

    text: str = ""
    format: str = "moodle"
    files: tuple[File, ...] = ()

    def __bool__(self):
        return bool(self.text or self.files)


NOTHING = Text()


@dataclass(frozen=True)
class Answer:
    """`percent` of the mark, also negative. In an ordering it is the place. `tolerance` belongs to numbers."""

    text: Text
    percent: Decimal = Decimal(0)
    feedback: Text = NOTHING
    tolerance: Decimal | None = None


@dataclass(frozen=True)
class Pair:
    """Of a matching; a pair with nothing on the left is a distractor."""

    left: Text
    right: str


@dataclass(frozen=True)
class Choice:
    """What may fill a gap: `group` is the list that it belongs to, `unlimited` whether it may fill several gaps."""

    text: str
    group: str = "1"
    unlimited: bool = False


@dataclass(frozen=True)
class Unit:
    name: str
    multiplier: Decimal = Decimal(1)


@dataclass(frozen=True)
class Question:
    """`settings` and `texts` hold, by their names, what belongs to one kind or one system and is passed on as it is."""

    kind: str
    name: str
    text: Text = NOTHING
    answers: tuple[Answer, ...] = ()
    pairs: tuple[Pair, ...] = ()
    choices: tuple[Choice, ...] = ()
    units: tuple[Unit, ...] = ()
    single: bool = True
    feedback: Text = NOTHING
    category: str = ""
    idnumber: str = ""
    tags: tuple[str, ...] = ()
    mark: Decimal = Decimal(1)
    penalty: Decimal | None = None
    hidden: bool = False
    settings: tuple[tuple[str, str], ...] = ()
    texts: tuple[tuple[str, Text], ...] = ()
    left_out: tuple[str, ...] = field(default=(), compare=False)
    position: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Category:
    path: str
    text: Text = NOTHING
    idnumber: str = ""


@dataclass(frozen=True)
class Skipped:
    """`position` counts the questions of the file from 1; `line` is None where a format has no lines."""

    position: int
    name: str
    reason: str
    line: int | None = None


@dataclass(frozen=True)
class Bank:
    """What was read from a file. `encoding` is told to the reader: it may have been guessed."""

    questions: tuple[Question, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    categories: tuple[Category, ...] = ()
    encoding: str = "utf-8"


@dataclass(frozen=True)
class Written:
    """A file made from questions: `skipped` could not be written, `left_out` names for each position what was lost."""

    data: bytes
    skipped: tuple[Skipped, ...] = ()
    left_out: tuple[tuple[int, str], ...] = ()


class NotThis(ValueError):
    """One question cannot be read or written; `str()` is the reason in the reader's language."""


def refuse_many(parts):
    """Raises NotThis for a question with more parts than anybody writes."""
    if len(parts) > MOST_PARTS:
        raise NotThis(_("The question has more than %(most)s answers.") % {"most": MOST_PARTS})


def refuse_long(words):
    if len(words) > MOST_CHARACTERS:
        raise NotThis(_("A text is longer than %(most)s characters.") % {"most": MOST_CHARACTERS})


def gather(pieces, read: Callable, encoding="utf-8"):
    """The Bank of `pieces` (piece, name, line), each read alone: one bad question does not lose the others."""
    if len(pieces) > MOST_QUESTIONS:
        raise Unreadable(_("The file holds more than %(most)s questions.") % {"most": MOST_QUESTIONS})
    questions, skipped = [], []
    for position, (piece, name, line) in enumerate(pieces, 1):
        try:
            questions.append(read(piece, position))
        except NotThis as reason:
            skipped.append(Skipped(position, name, str(reason), line))
    return Bank(tuple(questions), tuple(skipped), encoding=encoding)
