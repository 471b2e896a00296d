from lms.seed.lesson_file import Problem, differences, read_lesson

HEAD = """---
key: d02-l1
slug: what-stigma-is
title: What stigma is
summary: A summary.
minutes: 12
content_note: 1
goals:
  - name the components
sources: [GOF]
---
"""


def read(body, path="en/x.md", head=HEAD):
    return read_lesson(path, head + body)


def test_paragraphs_lists_and_headings_become_blocks_with_stable_keys():
    lesson = read(
        "First.\n\nSecond with **bold**, *italic* and [a link](https://example.org/).\n\n"
        "## Part {#part}\n\n- one\n- two\n"
    )
    assert lesson.problems == []
    assert [(b.kind, b.key, b.prose and b.prose.html) for b in lesson.blocks] == [
        ("text", "start/1", "<p>First.</p>"),
        (
            "text",
            "start/2",
            '<p>Second with <b>bold</b>, <i>italic</i> and <a href="https://example.org/">a link</a>.</p>',
        ),
        ("heading", "part", None),
        ("text", "part/1", "<ul><li>one</li><li>two</li></ul>"),
    ]
    assert lesson.blocks[2].fields == {"text": "Part", "level": "h2"}


def test_a_list_with_blank_lines_between_items_is_one_list():
    assert read("1. one\n\n2. two\n").blocks[0].prose.html == "<ol><li>one</li><li>two</li></ol>"


def test_a_block_has_fields_and_prose():
    lesson = read(":::case chat\ntitle: Nine in the evening\n---\nMarat reads.\n\nThen he waits.\n:::\n")
    (block,) = lesson.blocks
    assert lesson.problems == []
    assert (block.kind, block.key, block.fields) == ("case", "chat", {"title": "Nine in the evening"})
    assert (block.prose.html, block.prose.shape) == ("<p>Marat reads.</p><p>Then he waits.</p>", ("p", "p"))


def test_key_points_need_no_fields():
    (block,) = read(":::key-points kp\n- a\n- b\n:::\n").blocks
    assert block.prose.shape == ("li", "li")


def test_everything_wrong_is_reported_at_once_with_its_line():
    lesson = read(
        "# Too big {#x}\n\n## No key\n\n<div>raw</div>\n\n![a](b.png)\n\n"
        ":::case chat\n---\nText.\n:::\n\n:::case chat\ntitle: Twice\n---\nText.\n:::\n\n"
        ":::callout c\ntone: red\ntitle: T\n---\nx\n:::\n"
    )
    assert lesson.problems == [
        Problem("en/x.md", 12, "only ## and ### headings"),
        Problem("en/x.md", 14, "the heading has no key {#key}"),
        Problem("en/x.md", 16, "html block is not allowed here"),
        Problem("en/x.md", 18, "image is not allowed here"),
        Problem("en/x.md", 20, "block chat: field title is missing"),
        Problem("en/x.md", 25, "key chat is used twice (first in line 20)"),
        Problem("en/x.md", 31, "block c: tone must be now, good or warn"),
    ]


def test_missing_and_unknown_fields_at_the_top():
    lesson = read_lesson("en/x.md", "---\nkey: a\ntitel: x\n---\nText.\n")
    assert [p.reason for p in lesson.problems] == [
        "field content_note is missing",
        "field goals is missing",
        "field minutes is missing",
        "field slug is missing",
        "field sources is missing",
        "field summary is missing",
        "field title is missing",
        "unknown field titel",
        "content_note must be 0, 1, 2 or 3",
        "minutes must be a whole number",
        "goals must be a list",
        "sources must be a list",
    ]


def test_a_translation_must_have_the_same_texts_in_the_same_places():
    english = read("One.\n\n## Part {#part}\n\n- a\n- b\n")
    russian = read("Один.\n\n## Часть {#part}\n\n- а\n- б\n- в\n", path="ru/x.md")
    assert differences(english, russian) == [Problem("ru/x.md", 16, "3 texts, en/x.md:16 has 2")]
    kazakh = read("Бір.\n\n## Бөлім {#bolim}\n\n- а\n- ә\n", path="kk/x.md")
    assert differences(english, kazakh) == [
        Problem("kk/x.md", 14, "heading bolim stands where en/x.md:14 has heading part")
    ]


def test_a_space_between_two_marked_words_stays():
    assert (
        read("**One** *two*\nthree.\n\n1. *a* **b**\n2. c\n").blocks[0].prose.html
        == "<p><b>One</b> <i>two</i> three.</p>"
    )
    assert read("1. *a* **b**\n2. c\n").blocks[0].prose.html == "<ol><li><i>a</i> <b>b</b></li><li>c</li></ol>"
