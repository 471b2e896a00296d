"""What an author fills in, described as plain data: from these descriptions one form is made for every kind.

`Kind.editor` lists fields. Their names are those of an item of a content file (docs/content-format.md), so the form
gives an item, and `Kind.split` makes the question of it; `Kind.join` is the way back. Pure: `post` is what a form sent
(a mapping with `getlist`), `bind` gives the plain data that templates/assessments/staff/_fields.html shows.
"""

import re
import secrets
from dataclasses import dataclass
from typing import ClassVar

LANGUAGES = ("kk", "ru", "en")
NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
MINUS = str.maketrans("−–", "--")


@dataclass(frozen=True)
class Place:
    """Where a field stands: what its inputs' names begin with, and how `Problem.at` begins for what lies inside.

    `row` is the row of the field, `problems` the problems of the whole question.
    """

    name: str
    path: tuple = ()
    row: dict | None = None
    problems: tuple = ()

    def told_at(self, *path):
        """What is wrong exactly there, in the reader's language."""
        at = (*self.path, *path)
        return list(dict.fromkeys(problem.told for problem in self.problems if problem.at == at))


@dataclass(frozen=True)
class Field:
    """`optional`: left out of the item when it is empty."""

    name: str
    label: str
    hint: str = ""
    optional: bool = False
    type: ClassVar = ""

    def read(self, post, prefix):
        """The value of the field in the item."""
        return post.get(f"{prefix}-{self.name}", "").strip()

    def is_blank(self, value):
        return not value

    def bind(self, value, place):
        name = f"{place.name}-{self.name}"
        return {
            "type": self.type,
            "name": name,
            "label": self.label,
            "hint": self.hint,
            "optional": self.optional,
            "value": "" if value is None else value,
            "errors": place.told_at(self.name),
            **self.more(value, name, place),
        }

    def more(self, value, name, place):
        return {}


@dataclass(frozen=True)
class Words(Field):
    """A text in each language: {"kk": …}. Problems name it by (`texts`, the row's `key`) where the two are given."""

    lines: int = 1
    texts: str = ""
    key: str = "id"
    type: ClassVar = "words"

    def read(self, post, prefix):
        return {code: post.get(f"{prefix}-{self.name}-{code}", "").replace("\r\n", "\n").strip() for code in LANGUAGES}

    def is_blank(self, value):
        return not any((value or {}).values())

    def path(self, place):
        if not place.row:
            return (self.name,)
        if self.texts:
            return (self.texts, place.row[self.key])
        return (place.row["rows"], place.row["id"], self.name)

    def more(self, value, name, place):
        inputs = [
            {
                "code": code,
                "language": NAMES[code],
                "name": f"{name}-{code}",
                "value": (value or {}).get(code, ""),
                "errors": place.told_at(*self.path(place), code),
            }
            for code in LANGUAGES
        ]
        return {"inputs": inputs, "lines": self.lines}


@dataclass(frozen=True)
class Answers(Words):
    """Some answers in each language, one a line: {"kk": […]}; a language without any is left out."""

    type: ClassVar = "words"
    lines: int = 3

    def read(self, post, prefix):
        found = {code: lines_of(text) for code, text in super().read(post, prefix).items()}
        return {code: answers for code, answers in found.items() if answers}

    def more(self, value, name, place):
        return super().more({code: "\n".join(answers) for code, answers in (value or {}).items()}, name, place)


@dataclass(frozen=True)
class Lines(Field):
    """Some short texts of no language, one a line: […]."""

    type: ClassVar = "lines"

    def read(self, post, prefix):
        return lines_of(super().read(post, prefix))

    def more(self, value, name, place):
        return {"value": "\n".join(value or [])}


@dataclass(frozen=True)
class Number(Field):
    """A number as text, so that 0.1 stays 0.1; with `whole`, an integer (0 for what is none)."""

    whole: bool = False
    type: ClassVar = "number"

    def read(self, post, prefix):
        text = "".join(super().read(post, prefix).translate(MINUS).split()).replace(",", ".")
        if self.whole and text:
            return int(text) if text.isdecimal() else 0
        return text

    def is_blank(self, value):
        return value in ("", None)


@dataclass(frozen=True)
class Between(Field):
    """Two whole numbers: [150, 250]."""

    type: ClassVar = "between"

    def read(self, post, prefix):
        typed = [post.get(f"{prefix}-{self.name}-{end}", "").strip() for end in ("from", "to")]
        return [int(one) if one.isdecimal() else 0 for one in typed] if any(typed) else []

    def more(self, value, name, place):
        first, last = (value or ["", ""])[:2]
        return {"first": first, "last": last}


@dataclass(frozen=True)
class Pick(Field):
    """One of `choices`, pairs of a value and its label; the first one is the default."""

    choices: tuple = ()
    type: ClassVar = "pick"

    def read(self, post, prefix):
        typed = super().read(post, prefix)
        return next((value for value, _label in self.choices if str(value) == typed), self.choices[0][0])

    def is_blank(self, value):
        return False

    def more(self, value, name, place):
        chosen = self.choices[0][0] if value is None else value
        return {"choices": [(one, label, one == chosen) for one, label in self.choices]}


@dataclass(frozen=True)
class Tick(Field):
    """Yes or no. With `default`, yes where nothing has been said yet."""

    default: bool = False
    type: ClassVar = "tick"

    def read(self, post, prefix):
        return f"{prefix}-{self.name}" in post

    def is_blank(self, value):
        return False

    def more(self, value, name, place):
        return {"value": self.default if value is None else bool(value)}


@dataclass(frozen=True)
class Rows(Field):
    """Rows that an author adds, moves and removes: [{"id": …, …}]. A row without any text does not count.

    `fixed` names the ids of rows that always stand there, with their headings; `one` the Tick that a single row may
    have; `hidden` further ids that a row carries. New rows get ids that say nothing.
    """

    fields: tuple = ()
    fixed: tuple = ()
    one: str = ""
    hidden: tuple = ()
    spare: int = 2
    type: ClassVar = "rows"

    def is_blank(self, value):
        return not value

    def numbers(self, post, name):
        """The numbers of the rows sent, in the order in which they stood, or that of the places typed."""
        sent = [match.group(1) for key in post if (match := re.fullmatch(re.escape(name) + r"-(\d+)-id", key))]
        typed = [post.get(f"{name}-{number}-place", "").strip() for number in sent]
        places = [int(text) if text.isdecimal() else 0 for text in typed]
        order = sorted(range(len(sent)), key=lambda index: (places[index] or index + 1, index))
        return [sent[index] for index in order if f"{name}-{sent[index]}-remove" not in post]

    def read(self, post, prefix):
        name = f"{prefix}-{self.name}"
        rows = [self.read_row(post, name, number) for number in self.numbers(post, name)]
        always = {one for one, _label in self.fixed}
        return [row for row in rows if row["id"] in always or self.has_text(row)]

    def read_row(self, post, name, number):
        ids = {key: post.get(f"{name}-{number}-{key}", "") or new_id() for key in ("id", *self.hidden)}
        row = {**ids, **read_item(self.row_fields(ids), post, f"{name}-{number}")}
        if self.one:
            row[self.one] = post.get(f"{name}-{self.one}") == number
        return row

    def row_fields(self, row):
        return self.fields

    def has_text(self, row):
        written = (Words, Answers, Number, Lines)
        return any(isinstance(one, written) and not one.is_blank(row.get(one.name)) for one in self.fields)

    def more(self, value, name, place):
        rows = list(value or [])
        if self.fixed:
            known = {row["id"]: row for row in rows}
            rows = [known.get(one, {"id": one}) for one, _label in self.fixed]
        bound = [self.bind_row(row, number, name, place) for number, row in enumerate(rows)]
        if not self.fixed:
            spare = range(len(rows), len(rows) + (2 if rows else self.spare))
            bound += [self.bind_row({}, number, name, place) | {"is_spare": bool(rows)} for number in spare]
        blank = None if self.fixed else self.bind_row({}, mark(name), name, place)
        return {"rows": bound, "blank": blank, "mark": mark(name), "fixed": bool(self.fixed), "is_part": False}

    def bind_row(self, row, number, name, place):
        inner = Place(f"{name}-{number}", place.path, {"rows": self.name, "id": "", "match": "", **row}, place.problems)
        fields = [self.bind_cell(one, row, number, name, inner) for one in self.row_fields(row)]
        return {
            "number": number,
            "name": f"{name}-{number}",
            "hidden": [(key, row.get(key, "")) for key in ("id", *self.hidden)],
            "heading": next((label for one, label in self.fixed if one == row.get("id")), ""),
            "fields": fields,
        }

    def bind_cell(self, field, row, number, name, place):
        bound = field.bind(row.get(field.name), place)
        if field.name == self.one:
            bound |= {"type": "one", "name": f"{name}-{self.one}", "number": number}
        return bound


@dataclass(frozen=True)
class Parts(Rows):
    """Rows that are questions themselves: each says its kind, one of `kinds`. `without` names fields that parts lack.

    A part stays until it is removed, whether it has a text or not. Its id is a small number, which texts may name.
    """

    kinds: tuple = ()
    without: tuple = ()

    def part_fields(self, kind):
        return tuple(one for one in kind.editor if one.name not in self.without)

    def kind_of(self, name):
        return next((kind for kind in self.kinds if kind.name == name), self.kinds[0])

    def read(self, post, prefix):
        name = f"{prefix}-{self.name}"
        rows = [self.read_part(post, f"{name}-{number}") for number in self.numbers(post, name)]
        if wanted := post.get(f"{name}-new", ""):
            rows.append(self.read_part({f"{name}-new-kind": wanted}, f"{name}-new"))
        for row in rows:
            row["id"] = row["id"] or next_number(one["id"] for one in rows)
        return rows

    def read_part(self, post, name):
        kind = self.kind_of(post.get(f"{name}-kind", ""))
        return {"id": post.get(f"{name}-id", ""), "kind": kind.name, **read_item(self.part_fields(kind), post, name)}

    def more(self, value, name, place):
        rows = [self.bind_part(row, number, name, place) for number, row in enumerate(value or [])]
        blanks = [self.bind_part({"kind": kind.name}, mark(name), name, place) for kind in self.kinds]
        return {"rows": rows, "blanks": blanks, "mark": mark(name), "is_part": True}

    def bind_part(self, row, number, name, place):
        kind = self.kind_of(row["kind"])
        path = (*place.path, "items", row.get("id", ""))
        inner = Place(f"{name}-{number}", path, None, place.problems)
        return {
            "number": number,
            "name": inner.name,
            "hidden": [("id", row.get("id", "")), ("kind", kind.name)],
            "kind": kind.name,
            "heading": kind.label,
            "id": row.get("id", ""),
            "fields": [one.bind(row.get(one.name), inner) for one in self.part_fields(kind)],
        }


def read_item(fields, post, prefix):
    """The item that a form with these fields sent; empty optional fields are left out."""
    values = {one.name: (one, one.read(post, prefix)) for one in fields}
    return {name: value for name, (one, value) in values.items() if not (one.optional and one.is_blank(value))}


def languages_written(fields, item):
    """The languages in which an author has written a text. Accepted answers and rows that always stand there do not
    count."""

    def has(fields, item, code):
        for one in fields:
            value = item.get(one.name)
            if isinstance(one, Parts):
                if any(has(one.part_fields(one.kind_of(row["kind"])), row, code) for row in value or []):
                    return True
            elif isinstance(one, Rows):
                if not one.fixed and any(has(one.fields, row, code) for row in value or []):
                    return True
            elif isinstance(one, Words) and not isinstance(one, Answers) and (value or {}).get(code):
                return True
        return False

    return tuple(code for code in LANGUAGES if has(fields, item, code))


def bind_fields(fields, item, name, problems=()):
    """Plain data for the template: each field with its value, its inputs' names and what is wrong there."""
    place = Place(name, problems=tuple(problems))
    return [one.bind(item.get(one.name), place) for one in fields]


def mark(name):
    """What stands for the number of a row in the blank row that a script copies; rows inside have one of their own."""
    return f"__{name.count('-')}__"


def new_id():
    """An id that says nothing about the order in which an author wrote."""
    return str(secrets.randbelow(900_000) + 100_000)


def next_number(ids):
    return str(max((int(one) for one in ids if one.isdecimal()), default=0) + 1)


def lines_of(text):
    return [line.strip() for line in text.splitlines() if line.strip()]
