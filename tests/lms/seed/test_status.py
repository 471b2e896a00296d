"""docs/curriculum-status.md and the list of doubts."""

import io

import pytest
from django.core.management import CommandError, call_command

from lms.seed.content import read_content
from tests.lms.seed.test_data_files import put, text_of
from tests.lms.seed.test_trainer_file import write

DOUBTS = """
- key: order
  where: [d02-l1, small/course.yaml]
  text: >-
    The terms
    were not seen.
  decides: lawyer
"""
CLEARANCES = "- {field: law, lessons: [d02-l1]}\n"
EXPECTED = """# Curriculum status

Written by `manage.py curriculum_status` from the content files; not to be edited.

## Small course

Words by language stand behind each number.

| day | sessions | lessons | en | ru | kk | trainer's editions | en | ru | kk |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| 2. Stigma and language | 1 | 1 | 37 | 29 | 29 | 1 | 29 | 29 | 29 |
| all | 1 | 1 | 37 | 29 | 29 | 1 | 29 | 29 | 29 |

### Data files

| file | holds |
| --- | --- |
| tests/forms.yaml | 20 and 20 items |
| exams/exam.yaml | 50 places, 100 points |
| assignments/assignment.yaml | 1 parts, 2 criteria |
| surveys/survey.yaml | 4 questions |
| scenarios/scenario.yaml | 6 nodes, 2 endings |
| handouts/handout.yaml | 1 handouts |

## Still missing

Nothing.

## Clearance needed before readers rely on a text

| field | lessons |
| --- | --- |
| law | d02-l1 |

## Open doubts

| key | where | what | who decides |
| --- | --- | --- | --- |
| order | d02-l1, small/course.yaml | The terms were not seen. | lawyer |
"""


@pytest.fixture
def whole(content_root):
    for language in ("en", "ru", "kk"):
        write(content_root, language)
    families = {
        "forms": "tests",
        "exam": "exams",
        "assignment": "assignments",
        "survey": "surveys",
        "scenario": "scenarios",
    }
    for name, family in {**families, "handout": "handouts"}.items():
        put(content_root, name, family, text_of(name))
    (content_root / "doubts.yaml").write_text(DOUBTS, encoding="utf-8")
    (content_root / "reference/clearances.yaml").write_text(CLEARANCES, encoding="utf-8")
    return content_root


def run(root, file, **options):
    call_command("curriculum_status", root=root, file=file, stdout=io.StringIO(), **options)


def test_the_document(whole, tmp_path):
    run(whole, tmp_path / "status.md")
    assert (tmp_path / "status.md").read_text(encoding="utf-8") == EXPECTED


def test_the_bank_in_the_document(whole, tmp_path):
    put(whole, "bank", "bank", text_of("bank"))
    run(whole, tmp_path / "status.md")
    text = (tmp_path / "status.md").read_text(encoding="utf-8")
    assert "| quality | 3 | 0 of 3 | k1 1 · a1 1 · z1 1 | a1 |\n" in text
    assert "| single | 1 | 18 |\n| multiple | 0 | 8 |\n" in text
    assert "## Still missing\n\n- bank: area rights has no items for its 6 slots\n" in text


def test_the_check_writes_nothing_and_tells_when_the_file_is_old(whole, tmp_path):
    file = tmp_path / "status.md"
    with pytest.raises(CommandError, match=r"^status\.md is out of date\. Run: manage\.py curriculum_status$"):
        run(whole, file, check=True)
    assert not file.exists()
    run(whole, file)
    run(whole, file, check=True)
    (whole / "doubts.yaml").write_text(DOUBTS.replace("lawyer", "university"), encoding="utf-8")
    with pytest.raises(CommandError, match="out of date"):
        run(whole, file, check=True)
    assert file.read_text(encoding="utf-8") == EXPECTED


def test_the_document_that_ships_is_up_to_date():
    call_command("curriculum_status", check=True)


def test_broken_doubts(content_root):
    text = DOUBTS + "- key: d02-l1\n  where: d02-l1\n  text: [a]\n  decides: lawyer\n- key: b\n  where: [d09-l9]\n"
    text += "- {key: c, where: [d09-l9, reference], text: T, decides: lawyer}\n"
    (content_root / "doubts.yaml").write_text(text, encoding="utf-8")
    assert [str(problem) for problem in read_content(content_root).problems] == [
        "doubts.yaml:12: field decides is missing",
        "doubts.yaml:12: field text is missing",
        "doubts.yaml:8: key d02-l1 is used twice (first in small/course.yaml:22)",
        "doubts.yaml:8: text must be a word",
        "doubts.yaml:8: where must be a list of keys or files",
        "doubts.yaml:14: where: d09-l9 is no key and no file",
        "doubts.yaml:14: where: reference is no key and no file",
    ]
