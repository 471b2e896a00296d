"""The final exam: its rules and what each place of the blueprint is worth (docs/content-format.md)."""

from assessments.enums import Feedback, Moment

from .bank import AREAS, MUST_PASS_SLOTS, slots

POINTS = 100
FIELDS = {
    "key", "unit", "after", "slug", "title", "intro", "minutes", "content_note", "pass_percent", "must_pass_right",
    "max_attempts", "wait_hours", "feedback", "points",
}  # fmt: skip


def check_exam(check, data):
    if not check.fields(data, FIELDS):
        return
    check.register(data)
    check.register(data, "unit")
    check.words(data, "after", "slug")
    check.texts(data, "title")
    check.texts(data, "intro")
    check.one_of(data, "content_note", (0, 1, 2, 3))
    for name in ("minutes", "max_attempts"):
        check.number(data, name, least=1, whole=True)
    check.number(data, "wait_hours", least=0, whole=True)
    for name, most in (("pass_percent", 100), ("must_pass_right", MUST_PASS_SLOTS)):
        if check.number(data, name, least=1, whole=True) and data[name] > most:
            check.wrong(data, f"{name} is {data[name]}, {most} at most")
    _feedback(check, data)
    _points(check, data)


def _feedback(check, data):
    if not check.fields(data["feedback"], set(), set(Moment.values)):
        return
    for moment, told in data["feedback"].items():
        if not isinstance(told, list) or not set(map(str, told)) <= set(Feedback.values):
            check.wrong(data["feedback"], f"{moment} must be a list of " + ", ".join(Feedback.values))


def _points(check, data):
    places = [slot for area in AREAS for slot in slots(area)]
    if not check.fields(data["points"], {"each"}, places):
        return
    if all([check.number(data["points"], name, least=0.5) for name in data["points"]]):
        total = sum(worth(data["points"], slot) for slot in places)
        if total != POINTS:
            check.wrong(data["points"], f"the places add up to {total} points, not {POINTS}")


def worth(points, slot):
    """What the place `slot` is worth."""
    return points.get(slot, points["each"])
