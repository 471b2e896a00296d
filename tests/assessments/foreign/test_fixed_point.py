"""What leaves in a file and comes back is the same question, for every kind and every format that can hold it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.foreign import incoming, outgoing
from assessments.questions import KINDS
from assessments.questions.base import LANGUAGES
from lms.interop import aiken, gift, gift_writer, moodle_xml, moodle_xml_writer
from lms.interop.bank import File, NotThis
from tests.factories import questions as made
from tests.lms.interop.made import PATIENT

FORMATS = {
    "moodle": (moodle_xml_writer.write, moodle_xml.read),
    "gift": (gift_writer.write, gift.read),
    "aiken": (aiken.write, aiken.read),
}
NO_REASONS = {name: value for name, value in made.TRUEFALSE.items() if name != "reasons"}
ITEMS = [*(item for item in made.ITEMS if item["kind"] != "truefalse"), made.TRUEFALSE, {**NO_REASONS, "key": "plain"}]
HOLDS = {
    "moodle": {"one", "many", "plain", "pairs", "steps", "number", "word", "gaps", "cloze", "essay"},
    "gift": {"one", "many", "plain", "pairs", "number", "word", "essay"},
    "aiken": {"one"},
}


def question_of(item):
    body, texts = KINDS[item["kind"]].split(item, LANGUAGES)
    return item["kind"], body, texts


def leave_and_return(form, kind, body, texts, language="ru", pictures=(), **about):
    """The Draft of what comes back."""
    write, read = FORMATS[form]
    foreign = outgoing.write(outgoing.Leaving(kind, body, texts[language], language, "name", pictures=pictures))
    written = write([foreign])
    if written.skipped:
        raise NotThis(written.skipped[0].reason)
    [back] = read(written.data).questions
    return incoming.read(back, language, comments=form != "aiken", **about)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item["key"])
def test_a_question_comes_back_as_it_left_or_is_refused_in_words(form, item):
    kind, body, texts = question_of(item)
    if item["key"] not in HOLDS[form]:
        with pytest.raises(NotThis) as refused:
            leave_and_return(form, kind, body, texts)
        assert str(refused.value)
        return
    draft = leave_and_return(form, kind, body, texts, old=(kind, body, texts))
    assert (draft.kind, draft.body, draft.texts) == (kind, body, texts["ru"])


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item["key"])
def test_a_new_question_comes_back_the_same_the_second_time(form, item):
    if item["key"] not in HOLDS[form]:
        return
    first = leave_and_return(form, *question_of(item))
    assert KINDS[first.kind].problems(first.body, {"ru": first.texts}) == []
    again = leave_and_return(form, first.kind, first.body, {"ru": first.texts})
    assert (again.kind, again.body, again.texts) == (first.kind, first.body, first.texts)
    solved, solution = (KINDS[one[0]].solution(one[1]) for one in (question_of(item), (first.kind, first.body)))
    assert (solved is None) == (solution is None)


@PATIENT
@given(made.items(), st.sampled_from(sorted(FORMATS)), st.sampled_from(LANGUAGES))
def test_any_question_comes_back_as_it_left(item, form, language):
    kind, body, texts = question_of(item)
    try:
        draft = leave_and_return(form, kind, body, texts, language, old=(kind, body, texts))
    except NotThis as refusal:
        assert str(refusal)
        return
    assert (draft.kind, draft.body, draft.texts) == (kind, body, texts[language])


def test_pictures_travel_below_the_question():
    kind, body, texts = question_of(made.SINGLE)
    pictures = ((File("1.png", b"\x89PNG one"), "A house, a tree"), (File("2.jpg", b"\xff\xd8 two"), ""))
    draft = leave_and_return("moodle", kind, body, texts, pictures=pictures, old=(kind, body, texts))
    assert (draft.body, draft.texts) == (body, texts["ru"])
    assert [(file.name, file.content, alt) for file, alt in draft.pictures] == [
        ("1.png", b"\x89PNG one", "A house, a tree"),
        ("2.jpg", b"\xff\xd8 two", ""),
    ]
