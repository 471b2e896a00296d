"""Sections that apps above this one add to a learner's dashboard.

Such an app calls `add` in its `AppConfig.ready`. `section(user)` returns a template's name and its context, or None
when there is nothing to show; it may ask the database a fixed number of times.

With `add_ending` it says what follows once every condition is met: `ending(enrolments)` returns the same.
"""

SECTIONS = []
ENDINGS = []


def add(section):
    if section not in SECTIONS:
        SECTIONS.append(section)


def sections_for(user):
    """The sections with something to show, each a dict with `template` and `context`."""
    shown = [section(user) for section in SECTIONS]
    return [{"template": template, "context": context} for template, context in filter(None, shown)]


def add_ending(ending):
    if ending not in ENDINGS:
        ENDINGS.append(ending)


def endings_for(enrolments):
    """What follows for somebody who has met all conditions of these enrolments, as `sections_for` gives it."""
    shown = [ending(enrolments) for ending in ENDINGS]
    return [{"template": template, "context": context} for template, context in filter(None, shown)]
