"""What the curriculum has and what it lacks, as Markdown: docs/curriculum-status.md."""

from collections import Counter

from .data_files.bank import AREAS, ITEMS_A_SLOT, KINDS, by_slot, slots
from .data_files.exam import worth
from .yaml_file import LANGUAGES

HEAD = """# Curriculum status

Written by `manage.py curriculum_status` from the content files; not to be edited.
"""


def status(content):
    """The whole document. `content` has no problems."""
    parts = [HEAD]
    for course in content.courses:
        if course.data.get("days"):
            parts += [
                f"## {course.data['title']['en']}\n",
                "Words by language stand behind each number.\n",
                table(LESSONS, lesson_rows(course)),
            ]
            if course.quizzes:
                parts += ["### Questions of the day quizzes\n", *quiz_parts(course)]
            if "bank" in course.files:
                parts += ["### Exam bank\n", *bank_parts(course.files["bank"])]
            if rows := list(file_rows(course)):
                parts += ["### Data files\n", table(("file", "holds"), rows)]
    parts += ["## Still missing\n", lines(content.missing)]
    parts += ["## Clearance needed before readers rely on a text\n", clearance_part(content)]
    parts += ["## Open doubts\n", table(("key", "where", "what", "who decides"), doubt_rows(content))]
    return "\n".join(parts)


def table(head, rows):
    """A Markdown table with an empty line after it."""
    rows = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(str(cell) for cell in row) + " |\n" for row in rows)


def lines(texts):
    return "".join(f"- {text}\n" for text in texts) or "Nothing.\n"


LESSONS = (
    *("day", "sessions", "lessons", "en", "ru", "kk"),
    *("trainer's editions", "en", "ru", "kk"),
)


def lesson_rows(course):
    """A row a day and one for all: sessions, lessons, words of both by language."""
    rows = []
    for day in course.data["days"]:
        keys = [session["key"] for session in day["sessions"]]
        row = [len(keys)]
        for units in (course.lessons, course.editions):
            found = [units[key] for key in keys if key in units]
            row += [len(found), *(sum(unit[c].words() for unit in found if c in unit) for c in LANGUAGES)]
        rows.append([f"{day['number']}. {day['title']['en']}", *row])
    return [*rows, ["all", *(sum(column) for column in zip(*(row[1:] for row in rows), strict=True))]]


def quiz_parts(course):
    """Questions of each day by kind: those asked, those in the bank alone, those not loaded yet."""
    for name, label in (("items", "Asked"), ("spare", "Spare, in the bank alone"), ("later", "Not loaded yet")):
        counts = {key: Counter(item["kind"] for item in quiz.get(name, [])) for key, quiz in course.quizzes.items()}
        kinds = sorted({kind for count in counts.values() for kind in count})
        if not kinds:
            continue
        rows = [[key, *(count[kind] for kind in kinds), count.total()] for key, count in sorted(counts.items())]
        total = sum(counts.values(), Counter())
        rows.append(["all", *(total[kind] for kind in kinds), total.total()])
        yield f"{label}:\n"
        yield table(("quiz", *kinds, "all"), rows)


def bank_parts(files):
    """Items of each slot, and the kinds of the slots beside the blueprint."""
    found = by_slot(files)
    rows = []
    for area in AREAS:
        counts = [f"{slot.removeprefix(area + '-')} {len(found[slot])}" for slot in slots(area)]
        whole = sum(len(found[slot]) >= ITEMS_A_SLOT for slot in slots(area))
        held = [slot for slot in slots(area) if found[slot] and "must_pass" in found[slot][0]]
        must_pass = ", ".join(slot.removeprefix(area + "-") for slot in held)
        items = sum(len(found[slot]) for slot in slots(area))
        rows.append([area, items, f"{whole} of {len(counts)}", " · ".join(counts), must_pass or "–"])
    yield table(("area", "items", "whole slots", "items by slot", "must-pass slots"), rows)
    kinds = Counter(items[0]["kind"] for items in found.values() if items)
    yield table(("kind of a slot", "slots", "meant"), [[k, kinds[k], KINDS.get(k, 0)] for k in {**KINDS, **kinds}])


def file_rows(course):
    for family, files in course.files.items():
        if family != "bank":
            for stem, data in files.items():
                yield f"{family}/{stem}.yaml", contents(data)


def contents(data):
    """What a data file holds, in words."""
    if "forms" in data:
        return f"{len(data['forms']['a'])} and {len(data['forms']['b'])} items"
    if "points" in data:
        places = [slot for area in AREAS for slot in slots(area)]
        return f"{len(places)} places, {sum(worth(data['points'], slot) for slot in places)} points"
    if "nodes" in data:
        return f"{len(data['nodes'])} nodes, {len(data['endings'])} endings"
    if "sections" in data:
        return f"{sum(len(section['questions']) for section in data['sections'])} questions"
    if "handouts" in data:
        return f"{len(data['handouts'])} handouts"
    return f"{len(data['parts'])} parts, {len(data['criteria'])} criteria"


def clearance_part(content):
    rows = [[row["field"], ", ".join(row["lessons"])] for row in content.reference.get("clearances", [])]
    return table(("field", "lessons"), rows) if rows else "No list of lessons yet.\n"


def doubt_rows(content):
    for doubt in content.doubts:
        yield doubt["key"], ", ".join(doubt["where"]), " ".join(doubt["text"].split()), doubt["decides"]
