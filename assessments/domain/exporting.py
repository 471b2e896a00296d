"""Questions as a file for another system; whoever takes it away has seen the keys (S-17)."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.interop import aiken, gift_writer, moodle_xml_writer
from lms.interop.bank import File, NotThis

from ..foreign import outgoing
from ..models.bank import Question
from ..questions import KINDS
from .keys import saw_key
from .pictures import files_of
from .previewing import bank_of

ACTION = "assessments.export_questions"
WRITERS = {"moodle": moodle_xml_writer.write, "gift": gift_writer.write, "aiken": aiken.write}
MOST_NAMED = 500
ENDINGS = {"moodle": "xml", "gift": "gift.txt", "aiken": "txt"}


@dataclass(frozen=True)
class Missing:
    """What a file does not hold: a whole question with the reason, or a part of one."""

    key: str
    title: str
    reason: str
    is_whole: bool


@dataclass(frozen=True)
class Export:
    data: bytes
    name: str
    keys: tuple[str, ...]
    missing: tuple[Missing, ...]


def look(organisation, language, form, keys=None):
    """The Export of the questions of a bank, or of those named, without anything being written or logged."""
    chosen = [
        (question, now)
        for question, now in bank_of(organisation, "objective__parent")
        if keys is None or question.key in keys
    ]
    pictures = files_of([now.body for _question, now in chosen])
    foreign, owners, missing = [], [], []
    for question, now in sorted(chosen, key=lambda pair: (category(pair[0], language), pair[0].key)):
        title = now.called(question.key, language)
        try:
            leaving = leaving_of(question, now, language, title, pictures)
            foreign.append(outgoing.write(leaving))
        except NotThis as reason:
            missing.append(Missing(question.key, title, str(reason), True))
            continue
        owners.append((question.key, title))
        missing += [Missing(question.key, title, lost, False) for lost in leaving.lost]
    written = WRITERS[form](foreign)
    skipped = {one.position: one.reason for one in written.skipped}
    missing += [Missing(*owners[position - 1], reason, True) for position, reason in skipped.items()]
    missing = [one for one in missing if one.is_whole or one.key not in {owners[p - 1][0] for p in skipped}]
    missing += [Missing(*owners[position - 1], lost, False) for position, lost in dict.fromkeys(written.left_out)]
    kept = tuple(key for position, (key, _title) in enumerate(owners, 1) if position not in skipped)
    name = f"{organisation.key}-{language}.{ENDINGS[form]}"
    return Export(written.data, name, kept, tuple(sorted(missing, key=lambda one: (not one.is_whole, one.key))))


def chosen(organisation, *, objective=None, kind="", tag="", keys=()):
    """Keys of the questions of a bank: below an objective, of a kind, with a tag, or those named."""
    found = Question.objects.filter(organisation=organisation)
    if objective:
        found = found.filter(Q(objective=objective) | Q(objective__parent=objective))
    if kind:
        found = found.filter(kind=kind)
    if tag:
        found = found.filter(tags__name__iexact=tag)
    if keys:
        found = found.filter(key__in=list(keys)[:MOST_NAMED])
    return set(found.values_list("key", flat=True))


@transaction.atomic
def export(organisation, language, form, *, by, keys=None):
    """The Export for somebody who takes it away: logged at the organisation, and noted as keys seen."""
    made = look(organisation, language, form, keys)
    saw_key(by, Question.objects.filter(key__in=made.keys).values_list("pk", flat=True))
    told = {"format": form, "language": language, "count": len(made.keys), "keys": list(made.keys)}
    log(instance=organisation, action=ACTION, user=by, data=told)
    return made


def leaving_of(question, now, language, title, pictures):
    """The question on its way out. Raises NotThis when it has no words in the language."""
    texts = now.texts.get(language)
    if not texts or KINDS[question.kind].problems(now.body, {language: texts}):
        raise NotThis(_("It has no complete text in this language."))
    alts = texts.get("pictures", {})
    shown = [
        (File(pictures[row["image"]][0], pictures[row["image"]][1]), alts.get(row["id"], ""))
        for row in now.body.get("pictures", [])
        if row["image"] in pictures
    ]
    return outgoing.Leaving(
        question.kind,
        now.body,
        texts,
        language,
        title,
        idnumber=now.idnumber or question.key,
        category=category(question, language),
        tags=tuple(sorted(now.tags)),
        hidden=not question.live,
        pictures=tuple(shown),
    )


def category(question, language):
    """The path of a question in other systems: area and objective."""
    steps, objective = [], question.objective
    while objective is not None:
        title = objective.titles.get(language) or objective.titles.get("en") or objective.key
        steps.insert(0, title.replace("/", "//"))
        objective = objective.parent
    return "/".join(["$course$", "top", *steps])
