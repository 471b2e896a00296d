"""A bank's questions travel to an outside translator and back; they are published by their review alone."""

import polib
import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from assessments.domain.bank import save_question
from assessments.models import KeyView, Question
from tests.factories.people import build_organisation
from tests.lms.review.conftest import review  # noqa: F401

from .test_desk import BODY, OPTIONS, rows
from .test_exchange import LONG, said, send


@pytest.fixture
def question(review):  # noqa: F811
    texts = {"en": {"stem": "What is {word}?", "explanation": "Because.", "options": OPTIONS}}
    return save_question("q1", kind="single", organisation=review.north, body=BODY, texts=texts).question


def export(hand, organisation="north", language="kk"):
    return hand.client.get(reverse("translations:export_bank", args=[organisation, language]))


def translated(hand):
    file = polib.pofile(export(hand).content.decode())
    for entry in file:
        entry.msgstr = f"{entry.msgid} kk"
    return file


def act(hand, action="approve"):
    question = Question.objects.get()
    state = question.current_workflow_task_state
    hand.client.post(reverse("questions:workflow_action", args=[question.pk, action, state.pk]), {"comment": ""})


def test_a_file_of_questions_becomes_a_version_after_the_review(review, question):  # noqa: F811
    file = translated(review.trainer)
    assert sorted(entry.msgctxt for entry in file) == [
        "q1/explanation",
        "q1/options/a/text",
        "q1/options/b/text",
        "q1/stem",
    ]
    assert send(review.trainer, file) == []
    assert question.versions.count() == 1
    assert rows(review.trainer, kind="question") == {
        "What is {word}?": {"kk": "review", "ru": "missing", "en": "published"}
    }
    act(review.reader)
    act(review.editor)
    newest = question.versions.first()
    assert (newest.number, newest.texts["kk"]["stem"]) == (2, "What is {word}? kk")
    assert newest.texts["kk"]["options"]["a"] == {"text": "option a kk", "feedback": ""}
    assert newest.texts["en"] == question.versions.last().texts["en"]
    assert rows(review.trainer, kind="question")["What is {word}?"]["kk"] == "published"


def test_accepted_answers_are_entries_of_their_own(review):  # noqa: F811
    short = {"accept": {"en": ["trust", "confidence"], "kk": ["сенім"]}, "typos": 0, "fold": True}
    texts = {"en": {"stem": "What grows slowly?"}, "kk": {"stem": "Не баяу өседі?"}}
    save_question("q2", kind="short", organisation=review.north, body=short, texts=texts)
    file = polib.pofile(export(review.trainer).content.decode())
    entries = {entry.msgctxt: (entry.msgid, entry.msgstr) for entry in file if "accept" in entry.msgctxt}
    assert entries == {"q2/accept/0": ("trust", "сенім"), "q2/accept/1": ("confidence", "")}
    said(file, "trust").msgstr, said(file, "confidence").msgstr = "Сенім", "сенімділік"
    assert send(review.trainer, file) == []
    draft = Question.objects.get().get_latest_revision_as_object()
    assert draft.body["accept"] == {"en": ["trust", "confidence"], "kk": ["Сенім", "сенімділік"]}
    file = polib.pofile(export(review.trainer, language="ru").content.decode())
    for entry in file:
        entry.msgstr = f"{entry.msgid} ru" if entry.msgctxt != "q2/accept/0" else ""
    assert send(review.trainer, file) == []
    draft = Question.objects.get().get_latest_revision_as_object()
    assert (draft.body["accept"]["ru"], draft.texts["ru"]["stem"]) == (["confidence ru"], "What grows slowly? ru")
    revisions = Question.objects.get().revisions.count()
    assert send(review.trainer, file) == []
    assert Question.objects.get().revisions.count() == revisions


def test_questions_filled_in_another_language_change_nothing(review, question):  # noqa: F811
    file = translated(review.trainer)
    said(file, "Because").msgstr = LONG["ru"] * 3
    told = [message.split(".")[0] for _line, message in send(review.trainer, file)]
    assert told == ["This file is for “Қазақша”, but its texts look like “Русский”"]
    assert Question.objects.get().revisions.count() == question.revisions.count()
    assert Question.objects.get().get_latest_revision_as_object().texts.keys() == {"en"}


def test_an_incomplete_translation_stays_a_draft(review, question):  # noqa: F811
    file = translated(review.trainer)
    said(file, "option a").msgstr = ""
    assert send(review.trainer, file) == []
    assert Question.objects.get().current_workflow_state is None
    assert rows(review.trainer, kind="question")["What is {word}?"]["kk"] == "draft"


def test_one_fault_and_nothing_is_changed(review, question):  # noqa: F811
    file = translated(review.trainer)
    said(file, "What is").msgstr = "Бұл не?"
    said(file, "option b").msgid = "Another option"
    said(file, "Because").msgstr = "ЖСН 999999000012"
    assert {message for _line, message in send(review.trainer, file)} == {
        "The placeholders differ from those of the original.",
        "The text contains an IIN.",
        "This text is not in the question, or no longer: export the file anew.",
    }
    assert Question.objects.get().revisions.count() == 0


def test_the_bank_of_another_organisation_goes_neither_out_nor_in(review, question):  # noqa: F811
    south = build_organisation("south")
    save_question("plover", kind="single", organisation=south, body=BODY, texts=question.texts)
    assert export(review.trainer, "south").status_code == 404
    assert "south" not in review.trainer.client.get(reverse("translations:banks")).content.decode()
    file = translated(review.trainer)
    file.metadata["X-LMS-Bank"] = "south"
    assert len(send(review.trainer, file)) == 1
    file.metadata["X-LMS-Bank"] = "north"
    file[0].msgctxt = "plover/stem"
    assert len(send(review.trainer, file)) == 1
    assert [one.revisions.count() for one in Question.objects.all()] == [0, 0]


def test_whoever_takes_a_file_is_noted(review, question):  # noqa: F811
    assert export(review.reader).status_code == 404
    assert KeyView.objects.count() == 0
    assert export(review.trainer).status_code == 200
    assert [(row.user, row.question) for row in KeyView.objects.all()] == [(review.trainer.user, question)]
    assert ModelLogEntry.objects.filter(action="translation.export", user=review.trainer.user).count() == 1
