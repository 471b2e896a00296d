"""The specimen exam bank: at least three interchangeable items for each place of the exam (docs/content-format.md)."""

import re
from collections import Counter

from ..item_rules import check_exam_item

STATUS = "training"
ITEMS_A_SLOT = 3
MUST_PASS = ("confidentiality", "reporting", "disclosure", "safety")
MUST_PASS_SLOTS = 6
# area: (days, slots that know, apply, analyse)
AREAS = {
    "rights": ((1,), 3, 2, 1),
    "stigma": ((2,), 2, 2, 1),
    "communication": ((3,), 1, 3, 1),
    "case-management": ((4, 5), 3, 5, 3),
    "trauma": ((6, 7), 3, 4, 2),
    "safety": ((5, 7), 0, 3, 1),
    "community": ((8,), 1, 2, 1),
    "citizenship": ((9,), 1, 1, 1),
    "quality": ((10,), 1, 1, 1),
}
LEVELS = {"k": ("remember", "understand"), "a": ("apply",), "z": ("analyse",)}
KINDS = {
    "single": 18, "multiple": 8, "truefalse": 4, "matching": 6, "ordering": 4, "numeric": 3, "short": 3, "case": 4,
}  # fmt: skip
FIELDS = {"slot", "level", "days", "objective", "content_note", "sources"}


def slots(area):
    """The names of the places that an area has in the exam: rights-k1, rights-k2 …"""
    counts = zip(LEVELS, AREAS[area][1:], strict=True)
    return [f"{area}-{letter}{number}" for letter, count in counts for number in range(1, count + 1)]


def check_bank(check, data):
    """Checks the file of one area."""
    if not check.fields(data, {"status", "area", "title", "items"}):
        return
    check.one_of(data, "status", (STATUS,))
    check.texts(data, "title")
    items = [item for item in check.mappings(data, "items") if check_exam_item(check, item, FIELDS, {"must_pass"})]
    if check.one_of(data, "area", tuple(AREAS)):
        for item in items:
            _item(check, item, data["area"])
        for slot in slots(data["area"]):
            _slot(check, slot, [item for item in items if item["slot"] == slot])


def _item(check, item, area):
    check.texts(item, "objective")
    if "must_pass" in item:
        check.one_of(item, "must_pass", MUST_PASS)
    days = item["days"]
    if not isinstance(days, list) or not days or not set(map(str, days)) <= set(map(str, AREAS[area][0])):
        allowed = ", ".join(map(str, AREAS[area][0]))
        check.wrong(item, f"{item['key']}: days must be a list of the area's days: {allowed}")
    if item["slot"] not in slots(area):
        check.wrong(item, f"{item['key']}: slot {item['slot']} is none of " + ", ".join(slots(area)))
        return
    if not re.fullmatch(rf"x-{item['slot']}-[a-z]", str(item["key"])):
        check.wrong(item, f"key {item['key']} must be x-{item['slot']}- and a letter")
    letter = item["slot"].rsplit("-", 1)[1][0]
    if item["level"] not in LEVELS[letter]:
        check.wrong(item, f"{item['key']}: slot {item['slot']} has level {' or '.join(LEVELS[letter])}")


def _slot(check, slot, group):
    if len({str(item.get("must_pass")) for item in group}) > 1:
        check.wrong(group[0], f"slot {slot}: must_pass is the same in all its items")
    kinds = sorted({item["kind"] for item in group})
    if len(kinds) > 1:
        check.warn(group[0], f"slot {slot} has items of several kinds: {', '.join(kinds)}")


def by_slot(files):
    """The items of all bank files by slot, also of the slots that have none yet."""
    found = {slot: [] for area in AREAS for slot in slots(area)}
    for data in files.values():
        for item in data["items"]:
            found[item["slot"]].append(item)
    return found


def still_missing(files):
    """Lines on what the banks in `files` lack for whole exams; none while there is no bank at all."""
    if not files:
        return []
    found = by_slot(files)
    lines = []
    for area in AREAS:
        counts = {slot: len(found[slot]) for slot in slots(area)}
        if not any(counts.values()):
            lines.append(f"bank: area {area} has no items for its {len(counts)} slots")
            continue
        lines += [
            f"bank: slot {slot} has {count} items, {ITEMS_A_SLOT} are needed"
            for slot, count in counts.items()
            if count < ITEMS_A_SLOT
        ]
    if any(not items for items in found.values()):
        return lines
    kinds = Counter(items[0]["kind"] for items in found.values())
    lines += [
        f"bank: {kinds[kind]} slots of kind {kind}, {meant} are meant"
        for kind, meant in KINDS.items()
        if kinds[kind] != meant
    ]
    must_pass = sum("must_pass" in items[0] for items in found.values())
    if must_pass != MUST_PASS_SLOTS:
        lines.append(f"bank: {must_pass} must-pass slots, {MUST_PASS_SLOTS} are meant")
    return lines
