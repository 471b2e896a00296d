"""The language of a text by its letters: our own content in three languages raises no false alarm."""

from collections import defaultdict

import pytest

from lms.seed.content import read_content
from lms.seed.texts import texts_of
from lms.translation.letters import ENOUGH, looks_like


def test_every_file_of_our_content_looks_like_its_language():
    files = defaultdict(list)
    for one in texts_of(read_content()):
        files[one.path, one.unit, one.language].append(one.text)
    found = {key: looks_like("\n".join(texts)) for key, texts in files.items()}
    assert {key: language for key, language in found.items() if language != key[2]} == {}
    lessons = [path for path, _unit, _language in files if path.endswith(".md")]
    assert len(lessons) >= 243


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("б" * (ENOUGH - 1), ""),
        ("б" * ENOUGH, "ru"),
        ("б" * (ENOUGH - 10) + "Әі" * 5, "kk"),
        ("b" * ENOUGH + "б" * (ENOUGH - 1), "en"),
        ("б" * ENOUGH + f'<a href="https://{"b" * ENOUGH}/">' + f"https://{'b' * ENOUGH}/", "ru"),
    ],
)
def test_letters_count_and_neither_tags_nor_addresses(text, language):
    assert looks_like(text) == language
