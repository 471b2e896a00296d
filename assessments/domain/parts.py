"""The pages of an attempt: a section each, or five questions where there are no sections. Pure."""

from dataclasses import dataclass
from itertools import groupby

QUESTIONS_A_PAGE = 5
QUIET_FROM = 2  # level of content note from which no clock is shown


@dataclass(frozen=True)
class Part:
    """One page: `items` are ShownItem, `title` is that of its section or empty."""

    number: int
    title: str
    items: list

    @property
    def quiet(self):
        return any(item.content_note >= QUIET_FROM for item in self.items)


def parts(items):
    """The items in their order as a list of Part."""
    groups = [(title, list(group)) for title, group in groupby(items, key=lambda item: item.section)]
    pages = [(title, chunk) for title, group in groups for chunk in ([group] if title else in_fives(group))]
    return [Part(number, title, chunk) for number, (title, chunk) in enumerate(pages, 1)]


def in_fives(items):
    return [items[start : start + QUESTIONS_A_PAGE] for start in range(0, len(items), QUESTIONS_A_PAGE)]


def part_of(found, position):
    """The number of the page that holds the question at this position; 1 when none does."""
    numbers = (part.number for part in found if any(item.position == position for item in part.items))
    return next(numbers, 1)
