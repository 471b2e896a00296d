import io

import pytest
from django.core.management import CommandError, call_command

from lms.seed.content import read_content
from lms.seed.lesson_file import Problem
from lms.seed.trainer_file import edition_differences, read_edition

HEAD = """---
lesson: d02-l1
materials:
  - A4 sheets, felt pens
  - "Cards: one for each"
before: Say that the case is invented.
---
"""
STEPS = """
:::step arrive
title: Arrive
minutes: 30
---
Say *hello*.

- one
- two
:::

:::step work
title: Work in pairs
minutes: 60
---
Pairs read.
:::
"""
CARD = ":::role-card gulnar\ntitle: Gulnar\n---\nYou have met the family once.\n:::\n"
CARE = ":::care leaves-the-room\ntitle: If somebody leaves\n---\nThe second trainer follows.\n:::\n"
WHOLE = HEAD + STEPS + CARD + ":::answers likely\ntitle: Often said\n---\n- this\n:::\n" + CARE


def read(text=WHOLE, path="en/x.trainer.md"):
    return read_edition(path, text)


def reasons(edition):
    return [(problem.line, problem.reason) for problem in edition.problems]


def test_an_edition_has_steps_cards_answers_and_care():
    edition = read()
    assert edition.problems == []
    assert edition.meta == {
        "lesson": "d02-l1",
        "materials": ["A4 sheets, felt pens", "Cards: one for each"],
        "before": "Say that the case is invented.",
    }
    assert [(b.kind, b.key) for b in edition.blocks] == [
        ("step", "arrive"), ("step", "work"), ("role-card", "gulnar"), ("answers", "likely"),
        ("care", "leaves-the-room"),
    ]  # fmt: skip
    assert edition.blocks[0].prose.html == "<p>Say <i>hello</i>.</p><ul><li>one</li><li>two</li></ul>"


def test_everything_wrong_is_said_at_once():
    text = (
        "---\nlesson: d02-l1\nmaterials: pens\ntitle: T\n---\nLoose text.\n\n## Head {#h}\n"
        + ":::step a\ntitle: A\nminutes: ten\n---\nx\n:::\n"
        + ":::case b\ntitle: B\n---\nx\n:::\n"
        + ":::role-card a\ntitle: C\n---\n![i](x.png)\n:::\n"
    )
    assert reasons(read(text)) == [
        (1, "field before is missing"),
        (1, "unknown field title"),
        (1, "materials must be a list of lines (a line with a colon goes in quotation marks)"),
        (1, "before must be one or two sentences"),
        (15, "expected `:::kind key` with a kind of docs/content-format.md"),
        (20, "key a is used twice (first in line 9)"),
        (23, "image is not allowed here"),
        (6, "only step, role-card, answers, care blocks"),
        (8, "only step, role-card, answers, care blocks"),
        (9, "block a: minutes must be a whole number above 0"),
        (1, "exactly one care block"),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (WHOLE.replace("minutes: 60", "minutes: 55"), "the steps take 85 minutes, not 90"),
        (HEAD + CARE, "the steps take 0 minutes, not 90"),
        (WHOLE.replace(CARE, ""), "exactly one care block"),
        (WHOLE + CARE.replace("leaves-the-room", "again"), "exactly one care block"),
        (WHOLE + "".join(CARD.replace("gulnar", f"g{n}") for n in range(4)), "at most 4 role-card blocks"),
    ],
)
def test_a_session_as_a_whole(text, reason):
    assert reasons(read(text)) == [(1, reason)]


def test_the_length_is_a_warning():
    assert read().warnings == [Problem("en/x.trainer.md", 1, "29 words, 200 to 400 are meant")]
    assert read(WHOLE.replace("Pairs read.", "Pairs read. " * 100)).warnings == []


def test_a_translation_has_the_same_structure():
    other = WHOLE.replace("minutes: 30", "minutes: 20").replace("minutes: 60", "minutes: 70")
    other = other.replace("- one\n- two", "- one").replace('  - "Cards: one for each"\n', "")
    assert [str(problem) for problem in edition_differences(read(), read(other, "kk/x.trainer.md"))] == [
        "kk/x.trainer.md:8: minutes differ from en/x.trainer.md:9",
        "kk/x.trainer.md:17: minutes differ from en/x.trainer.md:19",
        "kk/x.trainer.md:1: 1 materials, en/x.trainer.md has 2",
        "kk/x.trainer.md:8: 2 texts, en/x.trainer.md:9 has 3",
    ]


def write(root, language, text=WHOLE, name="2.1-what-stigma-is"):
    (root / "small" / language / f"day-02/{name}.trainer.md").write_text(text, encoding="utf-8")


def test_the_edition_waits_for_every_language_of_its_lesson(content_root):
    write(content_root, "en")
    content = read_content(content_root)
    assert (content.problems, content.courses[0].editions) == ([], {})
    assert content.warnings[1].reason == "not loaded before its lesson has one in kk, ru, too"
    for language in ("ru", "kk"):
        write(content_root, language)
    content = read_content(content_root)
    assert {key: sorted(versions) for key, versions in content.courses[0].editions.items()} == {
        "d02-l1": ["en", "kk", "ru"]
    }
    assert list(content.courses[0].lessons) == ["d02-l1"]


def test_the_edition_stands_beside_its_lesson(content_root):
    write(content_root, "en", name="2.9-elsewhere")
    write(content_root, "ru", WHOLE.replace("lesson: d02-l1", "lesson: d02-l9"))
    assert [str(problem) for problem in read_content(content_root).problems] == [
        "small/en/day-02/2.9-elsewhere.trainer.md:2: lesson d02-l1 is small/en/day-02/2.1-what-stigma-is.md",
        "small/ru/day-02/2.1-what-stigma-is.trainer.md:2: there is no lesson d02-l9 in this language",
    ]


def test_the_check_tells_warnings_apart_from_problems(content_root):
    for language in ("en", "ru", "kk"):
        write(content_root, language)
    out, err = io.StringIO(), io.StringIO()
    call_command("content_check", root=content_root, stdout=out, stderr=err)
    assert out.getvalue().splitlines()[1] == "1 trainer's editions"
    assert err.getvalue().splitlines()[0] == (
        "warning: small/en/day-02/2.1-what-stigma-is.trainer.md:1: 29 words, 200 to 400 are meant"
    )
    write(content_root, "kk", WHOLE.replace(CARE, ""))
    with pytest.raises(CommandError):
        call_command("content_check", root=content_root, stdout=out, stderr=err)
