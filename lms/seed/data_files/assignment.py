"""The final assignment with its rubric (docs/content-format.md)."""

LEVELS = (4, 3, 2, 1)
FIELDS = {
    "key", "title", "intro", "length", "parts", "criteria", "critical_failures", "defence", "markers", "sources",
}  # fmt: skip


def check_assignment(check, data):
    if not check.fields(data, FIELDS, {"minutes", "status"}):
        return
    check.register(data)
    check.texts(data, "title")
    check.texts(data, "intro")
    check.cites(data)
    if check.fields(data["length"], {"pages"}):
        pages = data["length"]["pages"]
        if not isinstance(pages, list) or [type(n) for n in pages] != [int, int] or not 0 < pages[0] <= pages[1]:
            check.wrong(data["length"], "pages must be [least, most]")
    parts, failures = (check.entries(data, name, {"key", "text"}) for name in ("parts", "critical_failures"))
    for entries in (parts, failures):
        check.local_keys(entries)
        for entry in entries:
            check.texts(entry, "text")
    if check.fields(data["defence"], {"text"}):
        check.texts(data["defence"], "text")
    if check.fields(data["markers"], {"number", "third_if_differ_by"}):
        check.number(data["markers"], "number", least=1, whole=True)
        check.number(data["markers"], "third_if_differ_by", least=1, whole=True)
    _criteria(check, data)


def _criteria(check, data):
    criteria = check.entries(data, "criteria", {"key", "weight", "title", "levels"})
    check.local_keys(criteria)
    for criterion in criteria:
        check.texts(criterion, "title")
        levels = criterion["levels"]
        if not isinstance(levels, dict) or set(levels) != set(LEVELS):
            check.wrong(criterion, "levels must be 4, 3, 2 and 1")
            continue
        for level in LEVELS:
            check.side_by_side(levels, levels[level], f"level {level}")
    if all([check.number(criterion, "weight", least=1, whole=True) for criterion in criteria]):
        total = sum(criterion["weight"] for criterion in criteria)
        if criteria and total != 100:
            check.wrong(data, f"the weights add up to {total}, not 100")
