"""Texts that are no pages, as rows of the desk: questions of the bank and reference texts."""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.models import WorkflowState

from assessments.models import Question, QuestionVersion, QuizPage
from courses.models import SupportContact
from lms.accounts import roles
from lms.core.models import LANGUAGES, SOURCE_LANGUAGE

from .board import Cell, Row
from .enums import Kind, State


def question_rows(user, trees):
    """A `Row` for each question of the organisations for which `user` writes: a question shows its key (S-17)."""
    mine = Question.objects.visible_to(user)
    states = review_states(mine)
    versions = defaultdict(list)
    for version in QuestionVersion.objects.filter(question__in=mine).order_by("question__key", "number"):
        versions[version.question_id].append(version)
    quizzes = dict(mine.values_list("pk", "quiz_items__quiz"))
    paths = dict(QuizPage.objects.order_by("-path").values_list("quiz", "path"))
    rows = []
    for question, history in versions.items():
        path = paths.get(quizzes.get(question), "")
        module, course = trees.above(path, trees.modules), trees.above(path, trees.courses)
        rows.append(
            Row(
                kind=Kind.QUESTION,
                title=stem(history[-1]),
                language=history[-1].language(),
                lead=SOURCE_LANGUAGE,
                cells={code: _question_cell(history, code, states.get(question)) for code in LANGUAGES},
                url=reverse("questions:edit", args=[question]),
                place=module[1] if module else "",
                module=module[0] if module else "",
                course=course[0] if course else "",
            )
        )
    return rows


def stem(version):
    texts = version.texts[version.language()]
    return texts.get("stem") or texts["stimulus"]


def review_states(questions):
    """{id: (state, since, texts of the draft)} of the questions that have a newer draft."""
    waiting = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Question), status=WorkflowState.STATUS_IN_PROGRESS
    )
    waiting = {int(pk) for pk in waiting.values_list("object_id", flat=True)}
    changed = questions.filter(has_unpublished_changes=True, latest_revision__isnull=False)
    rows = changed.values_list("pk", "latest_revision__created_at", "latest_revision__content")
    return {pk: (State.REVIEW if pk in waiting else State.DRAFT, at, content["texts"]) for pk, at, content in rows}


def _question_cell(history, language, draft=None):
    """A version that changes the leading text and leaves another as it was outdates that other. What stands in a newer
    draft is told before that."""
    changed, text = {}, {}
    for version in history:
        for code in (language, SOURCE_LANGUAGE):
            if version.texts.get(code) != text.get(code):
                changed[code], text[code] = version.created_at, version.texts.get(code)
    cell = Cell(language, State.PUBLISHED, since=changed.get(language), leads=language == SOURCE_LANGUAGE)
    if draft and draft[2].get(language) and draft[2].get(language) != text.get(language):
        cell.state, cell.since = draft[:2]
    elif not text.get(language):
        cell.state, cell.since = State.MISSING, None
    elif changed.get(SOURCE_LANGUAGE) and changed[language] < changed[SOURCE_LANGUAGE]:
        cell.state, cell.since = State.OUTDATED, changed[SOURCE_LANGUAGE]
    return cell


def reference_rows(user):
    """Support contacts, for those who keep them."""
    if not roles.reaches_all(user, "edit_reference"):
        return []
    return [_contact(contact) for contact in SupportContact.objects.all()]


def _contact(contact):
    named = [name for name in ("label", "note") if any(getattr(contact, f"{name}_{code}") for code in LANGUAGES)]
    complete = {code: all(getattr(contact, f"{name}_{code}") for name in named) for code in LANGUAGES}
    return Row(
        kind=Kind.REFERENCE,
        title=contact.text("label"),
        language=get_language() if getattr(contact, f"label_{get_language()}", "") else "",
        lead=SOURCE_LANGUAGE,
        cells={
            code: Cell(code, State.PUBLISHED if complete[code] else State.MISSING, leads=code == SOURCE_LANGUAGE)
            for code in LANGUAGES
        },
        url=reverse("support-contacts:edit", args=[contact.pk]),
    )
