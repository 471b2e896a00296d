"""The outline as one reader sees it: what is done, where they are, what comes before and after."""

from dataclasses import dataclass
from uuid import UUID

from .queries import Module, Unit

DONE, NOW, TODO = "done", "now", "todo"


@dataclass(frozen=True)
class Step:
    """A unit with its `state` (`done`, `now`, `todo`) and its place in the module, counted from 1."""

    unit: Unit
    state: str
    position: int


@dataclass(frozen=True)
class Day:
    """A module with its `state`; `done` and `total` count its required steps."""

    module: Module
    state: str
    done: int
    total: int
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Place:
    """Where a step stands: its `Day` and `Step`, and the units around it, also across modules (None at the ends)."""

    day: Day
    step: Step
    previous: Unit | None
    next: Unit | None


def trail(modules, completed=frozenset(), next_unit=None):
    """A list of `Day` for an outline; `completed` holds unit keys, `next_unit` is the one to go on with."""
    return [day_of(module, completed, next_unit.key if next_unit else None) for module in modules]


def day_of(module, completed, next_key):
    required = [unit.key for unit in module.units if unit.required]
    done = sum(key in completed for key in required)
    keys = {unit.key for unit in module.units}
    state = NOW if next_key in keys or keys & completed else TODO
    if required and done == len(required):
        state = DONE
    steps = tuple(
        Step(unit, state_of(unit.key, completed, next_key), position)
        for position, unit in enumerate(module.units, start=1)
    )
    return Day(module, state, done, len(required), steps)


def state_of(key, completed, next_key):
    if key in completed:
        return DONE
    return NOW if key == next_key else TODO


def place(days, unit_key: UUID):
    """The `Place` of a step, or None when the outline does not have it."""
    flat = [(day, step) for day in days for step in day.steps]
    for index, (day, step) in enumerate(flat):
        if step.unit.key == unit_key:
            before = flat[index - 1][1].unit if index else None
            after = flat[index + 1][1].unit if index + 1 < len(flat) else None
            return Place(day, step, before, after)
    return None
