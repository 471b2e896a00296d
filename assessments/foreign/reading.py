"""What all foreign questions have in common on their way to one of our kinds."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from lms.interop.bank import WHOLE, NotThis
from lms.interop.texts import written as as_digits

from ..questions import KINDS
from ..questions.base import opaque_ids
from .words import words_of

PICTURES = {"kk": "сурет", "ru": "рисунок", "en": "picture"}
NEARLY = Decimal("0.01")
# What was part of the question; other markup is looks, told once for the whole file.
MEDIA = {"<script>", "<iframe>", "<object>", "<embed>", "<audio>", "<video>", "<svg>", "<math>", "<form>", "<input>"}


@dataclass
class Draft:
    """What a question will be. `texts` are those of one language; `pictures` are (File, alternative text) and stand
    below the question; `notes` are sentences for the reader, `dropped` names of settings that we do not keep."""

    kind: str = ""
    body: dict = field(default_factory=dict)
    texts: dict = field(default_factory=dict)
    pictures: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    dropped: list = field(default_factory=list)


class Reading:
    """One question on its way: `old` holds body and texts of the question that it will replace, as far as it is of
    the same kind, so that what a format cannot hold stays and options keep their ids."""

    def __init__(self, question, language, old=None, comments=True):
        self.question, self.language, self.comments = question, language, comments
        self.draft = Draft()
        self.old = old
        self.old_body, self.old_texts = {}, {}

    def begin(self, kind):
        self.draft.kind = kind
        if self.old and self.old[0] == kind:
            self.old_body = self.old[1]
            self.old_texts = self.old[2].get(self.language) or {}

    def note(self, sentence, **values):
        if (told := sentence % values if values else sentence) not in self.draft.notes:
            self.draft.notes.append(told)

    def lose(self, what):
        looks = what.startswith("<") or what.endswith("=")
        if looks and what not in MEDIA:
            self.draft.dropped.append(what)
        else:
            self.note(_("Left out of the texts: %(what)s."), what=what)

    def words(self, text, pictured=True):
        """Plain words of a Text. Pictures go below the question; in a comment they would tell the answer too early."""
        found = words_of(text)
        for one in found.lost:
            self.lose(one)
        if found.pictures and not pictured:
            self.note(_("Left out: a picture in a comment on the answer."))
        return found.text, found.pictures if pictured else ()

    def stem(self, text):
        words, pictures = self.words(text)
        self.draft.pictures += pictures
        return words

    def option(self, text):
        """The words of an answer; a picture in it moves below the question and is named here."""
        words, pictures = self.words(text)
        for picture in pictures:
            self.draft.pictures.append(picture)
            self.note(_("The picture of an answer stands below the question now, with its number."))
            words = f"{words} ({PICTURES[self.language]} {len(self.draft.pictures)})".strip()
        if not words:
            raise NotThis(_("An answer has no words."))
        return words

    def comment(self, text):
        """None where the format holds no comments."""
        return self.words(text, pictured=False)[0] if self.comments else None

    def finish(self, body, texts):
        question, draft = self.question, self.draft
        draft.body = body
        draft.texts = kept(self.old_texts, explanation=self.comment(question.feedback), **texts)
        draft.dropped += [name for name, value in question.settings if name not in known_settings(draft.kind)]
        draft.dropped += [name for name, text in question.texts if text and name not in known_texts(draft.kind)]
        draft.dropped += ["penalty"] if question.penalty else []
        draft.dropped += ["defaultgrade"] if question.mark != 1 and draft.kind != "essay" else []
        for lost in question.left_out:
            self.lose(lost)
        if question.hidden:
            self.note(_("It is hidden in the other system, so it becomes a draft here."))
        if problems := KINDS[draft.kind].problems(body, {self.language: draft.texts}):
            raise NotThis(" ".join(dict.fromkeys(problem.told for problem in problems)))
        return draft


def known_settings(kind):
    return {"minwordlimit", "maxwordlimit"} if kind == "essay" else set()


def known_texts(kind):
    return {"graderinfo"} if kind == "essay" else set()


def kept(old, **new):
    """`old` with what is new: something empty is written only where it stood before, None leaves what stood."""
    return {**old, **{name: value for name, value in new.items() if value or (value is not None and name in old)}}


def fresh_ids(count, seed):
    """Opaque numbers: an id must not say that the right answer came first in the file."""
    numbers = opaque_ids([str(place) for place in range(count)], seed)
    return [numbers[str(place)] for place in range(count)]


def ids_for(words, old, seed):
    """An id for each of `words`: that of the same words in `old` [(id, words)], else of the same place, else new."""
    free = {}
    for one, text in old:
        free.setdefault(text, []).append(one)
    found = [free[text].pop(0) if free.get(text) else None for text in words]
    taken = set(found)
    for place, (one, _text) in enumerate(old[: len(words)]):
        if found[place] is None and one not in taken:
            found[place] = one
            taken.add(one)
    every = {one for one, _text in old}
    spare = iter([one for one in fresh_ids(len(words) + len(every), seed) if one not in every])
    return [one or next(spare) for one in found]


def whole_or_none(answers):
    """Raises NotThis when an answer earns a part of the mark."""
    if any(NEARLY < answer.percent < WHOLE - NEARLY for answer in answers):
        raise NotThis(_("An answer gives a part of the mark; here it is all or nothing."))


def options_of(reading, answers, right, old_rows, old_texts):
    """Rows and texts of options; `answers` are (words, comment), `right` tells which are right."""
    words = [text for text, _told in answers]
    old = [(row["id"], old_texts.get(row["id"], {}).get("text")) for row in old_rows]
    ids = ids_for(words, old, reading.question.name)
    rows = [{"id": one, **({"correct": True} if good else {})} for one, good in zip(ids, right, strict=True)]
    texts = {
        one: kept(old_texts.get(one, {}), text=text, feedback=told)
        for one, (text, told) in zip(ids, answers, strict=True)
    }
    return rows, texts


def one_right(reading, answers):
    whole_or_none(answers)
    right = [answer.percent >= WHOLE - NEARLY for answer in answers]
    if sum(right) != 1:
        raise NotThis(_("A choice of one needs exactly one right answer."))
    if any(answer.percent < 0 for answer in answers):
        reading.note(_("Wrong answers take marks away there; here the test decides that."))
    return right


def short_body(reading, old, accept):
    others = {code: answers for code, answers in old.get("accept", {}).items() if code != reading.language}
    return {**(old or {"typos": 0, "fold": True}), "accept": {**others, reading.language: accept}}


def accepted(reading, answers):
    """The words that earn the whole mark. Raises NotThis."""
    whole_or_none(answers)
    found = [" ".join(answer.text.text.split()) for answer in answers if answer.percent >= WHOLE - NEARLY]
    if any("*" in one.replace("\\*", "") for one in found):
        raise NotThis(_("An answer has the sign * for any letters."))
    if len(found) < len(answers):
        reading.note(_("Wrong answers that are foreseen cannot be kept for words, nor the comments on them."))
    if any(answer.feedback for answer in answers if answer.percent >= WHOLE - NEARLY):
        reading.note(_("Left out: comments on accepted answers."))
    return [one.replace("\\*", "*") for one in found]


def numbers(reading, answers, old_body):
    """Body and texts of a number. Raises NotThis unless one number earns everything."""
    whole_or_none(answers)
    right = [answer for answer in answers if answer.percent >= WHOLE - NEARLY]
    if len(right) != 1 or right[0].text.text == "*":
        raise NotThis(_("A number needs exactly one right answer."))
    tolerance = abs(right[0].tolerance or Decimal(0))
    body = {
        **old_body,
        "answer": same_number(right[0].text.text, old_body.get("answer")),
        "tolerance": same_number(as_digits(tolerance), old_body.get("tolerance")),
    }
    if right[0].feedback:
        reading.note(_("Left out: comments on accepted answers."))
    foreseen = [answer for answer in answers if answer.percent < WHOLE - NEARLY]
    told = [(answer, reading.comment(answer.feedback)) for answer in foreseen if answer.text.text != "*"]
    if any(answer.text.text == "*" for answer in foreseen) or not all(words for _answer, words in told):
        reading.note(_("Left out: a comment on any other number."))
    if any(abs(answer.tolerance or Decimal(0)) != tolerance for answer, words in told if words):
        reading.note(_("A foreseen mistake has the tolerance of the right answer here."))
    body.pop("mistakes", None)
    told = [(answer, words) for answer, words in told if words]
    if not told:
        return body, {}
    before = [row["answer"] for row in old_body.get("mistakes", [])] + [None] * len(told)
    rows = [
        {"id": str(place), "answer": same_number(answer.text.text, old)}
        for place, ((answer, _words), old) in enumerate(zip(told, before, strict=False), 1)
    ]
    body["mistakes"] = rows
    return body, {"mistakes": {row["id"]: words for row, (_answer, words) in zip(rows, told, strict=True)}}


def same_number(new, old):
    """The number as it stood before, where only its way of writing differs."""
    text = as_digits(Decimal(new))
    return old if old is not None and Decimal(old.replace(",", ".")) == Decimal(text) else text
