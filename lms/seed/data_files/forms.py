"""Pre-test and post-test: two parallel forms, confidence and attitudes (docs/content-format.md)."""

from ..item_rules import check_exam_item
from .bank import STATUS

PAIRS = 20
QUESTIONS = 6
KNOWS = ("remember", "understand")
OPTIONAL = {"sources", "content_note", "must_pass", "days", "outcome"}


def check_test_forms(check, data):
    if not check.fields(
        data,
        {"key", "title", "minutes", "status", "before", "after", "forms", "confidence", "attitudes"},
        {"intro", "sources"},
    ):
        return
    check.register(data)
    check.number(data, "minutes", least=1, whole=True)
    check.one_of(data, "status", (STATUS,))
    check.cites(data)
    for name in sorted({"title", "intro"} & data.keys()):
        check.texts(data, name)
    for name in ("before", "after"):
        _page(check, data[name])
    if check.fields(data["forms"], {"a", "b"}):
        form_a, form_b = (_form(check, data["forms"], name) for name in ("a", "b"))
        for pair in sorted(form_a.keys() & form_b.keys()):
            _parallel(check, form_a[pair], form_b[pair])
    for name, more in (("confidence", set()), ("attitudes", {"reversed"})):
        questions = check.entries(data, name, {"key", "text", *more})
        for question in questions:
            check.register(question)
            check.texts(question, "text")
            check.flag(question, "reversed")
        if len(questions) != QUESTIONS:
            check.lacks(f"{len(questions)} questions under {name}, {QUESTIONS} are meant")
        elif more and sum(question["reversed"] is True for question in questions) != QUESTIONS // 2:
            check.wrong(data, f"{name}: half of the questions are reversed")


def _page(check, page):
    """The page on which the test is taken."""
    if check.fields(page, {"key", "day", "slug", "title", "intro", "content_note"}):
        check.register(page)
        check.words(page, "day", "slug")
        check.texts(page, "title")
        check.texts(page, "intro")
        check.one_of(page, "content_note", (0, 1, 2, 3))


def _form(check, forms, name):
    """The items of a form by pair."""
    found = {}
    for item in check.mappings(forms, name):
        if not check_exam_item(check, item, {"pair", "day", "level", "objective"}, OPTIONAL):
            continue
        check.texts(item, "objective")
        if check.one_of(item, "pair", tuple(range(1, PAIRS + 1))) & check.one_of(item, "day", tuple(range(1, 11))):
            if not str(item["key"]).endswith(f"-{name}{item['pair']:02}"):
                check.wrong(item, f"key {item['key']} must end with -{name}{item['pair']:02}")
            if item["pair"] in found:
                check.wrong(item, f"pair {item['pair']} stands twice in form {name}")
            found[item["pair"]] = item
    if len(found) != PAIRS:
        check.lacks(f"form {name} has {len(found)} items, {PAIRS} are meant")
    else:
        _days(check, forms, name, found.values())
    return found


def _days(check, forms, name, items):
    """Two items a day: one that asks what somebody knows, one that asks to use it."""
    for day in range(1, 11):
        knows = sorted(item["level"] in KNOWS for item in items if item["day"] == day)
        if knows != [False, True]:
            check.warn(forms, f"form {name}: day {day} has not one item to know and one to apply")


def _parallel(check, ours, theirs):
    for name in ("kind", "day", "level"):
        if ours[name] != theirs[name]:
            check.wrong(theirs, f"{name} is {theirs[name]}, {ours['key']} has {ours[name]}")
    if ours["objective"] != theirs["objective"]:
        check.wrong(theirs, f"objective is another than that of {ours['key']}")
