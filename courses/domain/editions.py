"""The session of a lesson as a trainer needs it: the 90 minutes by the clock, and the lesson one screen at a time."""

from dataclasses import dataclass

from django.apps import apps

# For reading alone, at a desk; a wall has no use for them.
NOT_PROJECTED = {"download"}


@dataclass(frozen=True)
class TimedStep:
    """A step of the session; it lasts from minute `begins` to minute `ends`, counted from the start."""

    block: object
    begins: int
    ends: int


def timed_steps(edition):
    """The steps of an edition with their minutes, as a list of `TimedStep`."""
    found, minute = [], 0
    for block in edition:
        if block.block_type == "step":
            begins, minute = minute, minute + (block.value["minutes"] or 0)
            found.append(TimedStep(block, begins, minute))
    return found


def of_kind(edition, kind):
    return [block for block in edition if block.block_type == kind]


def screens(body):
    """The blocks of a lesson by the screen: a list of lists. A heading goes with what follows it."""
    found, headings = [], []
    for block in body:
        if block.block_type in NOT_PROJECTED:
            continue
        if block.block_type == "heading":
            headings.append(block)
        else:
            found.append([*headings, block])
            headings = []
    return [*found, headings] if headings else found


def lessons_of(module):
    """The live lessons of a day in its language, in their order, as a list of pages."""
    lessons = apps.get_model("courses.LessonPage").objects.live().child_of(module)
    return list(lessons.select_related("locale", "alias_of__locale").order_by("path"))
