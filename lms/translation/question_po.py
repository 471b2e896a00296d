"""PO files of a bank's questions for outside translators.

A file belongs to one organisation and one language, named in its header. An entry is one text: `msgctxt` is the
question's key and the text's path, `msgid` the text in the language that leads it, `msgstr` the translation. An
accepted answer has an entry of its own, by its place; languages may accept different numbers of answers. Whoever holds
a file can read the keys: its export is noted as a look at them (S-17).
"""

from collections import Counter
from copy import deepcopy
from dataclasses import dataclass

import polib
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from assessments.domain.keys import saw_key
from assessments.models import Question
from assessments.questions import KINDS
from lms.core.iin import iins_in
from lms.core.models import SOURCE_LANGUAGE
from lms.review import rules

from .po import BANK, EXPORTED, PLACEHOLDER, Fault


@dataclass
class Import:
    """One file that has been read: {key: question as its author has it, with the translation}, and the faults."""

    file: str
    language: str
    questions: dict
    faults: list
    count: int = 0


def drafts_of(questions):
    """The questions as their authors have them: with the newest draft, if there is one."""
    rows = questions.select_related("latest_revision", "organisation")
    return [question.get_latest_revision_as_object() for question in rows]


def leading(texts):
    """The language that is translated from."""
    return next((code for code in (SOURCE_LANGUAGE, "ru", "kk") if code in texts), "")


def leaves(texts, path=()):
    """(path, text) of every text that is not empty."""
    for name, value in texts.items():
        if isinstance(value, dict):
            yield from leaves(value, (*path, name))
        elif value:
            yield (*path, name), value


def answers_of(body, path=()):
    """(path, {language: accepted answers}) of a question and of each of its parts."""
    if "accept" in body:
        yield (*path, "accept"), body["accept"]
    for row in body.get("items", []):
        yield from answers_of(row["body"], (*path, "items", row["id"]))


def words_of(question, language):
    """The texts of a question in one language with its accepted answers among them, by path and place."""
    words = deepcopy(question.texts.get(language, {}))
    for (*way, name), accept in answers_of(question.body):
        inner = words
        for step in way:
            inner = inner.setdefault(step, {})
        inner[name] = {str(place): answer for place, answer in enumerate(accept.get(language, []))}
    return words


def at(texts, path):
    for name in path:
        texts = texts.get(name, {}) if isinstance(texts, dict) else {}
    return texts if isinstance(texts, str) else ""


def export(organisation, language, user):
    """The PO file (text) of the organisation's questions that another language leads."""
    file = polib.POFile(wrapwidth=100)
    file.metadata = {
        "Language": language,
        BANK: organisation.key,
        EXPORTED: timezone.now().isoformat(),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    questions = [one for one in drafts_of(organisation.questions.all()) if leading(one.texts) not in ("", language)]
    for question in questions:
        translated = words_of(question, language)
        for path, text in leaves(words_of(question, leading(question.texts))):
            entry = polib.POEntry(msgctxt="/".join((question.key, *path)), msgid=text, msgstr=at(translated, path))
            if "accept" in path:
                entry.comment = _(
                    "An answer that counts as right. Write what people would write; leave out what does not fit."
                )
            file.append(entry)
    saw_key(user, questions)
    for question in questions:
        log(instance=question, action="translation.export", user=user)
    return str(file) + "\n"


def check(name, file, organisation, language):
    """Reads a parsed file against the organisation's questions as they are today; returns an `Import`."""
    result = Import(name, language, {}, [])
    questions = {one.key: one for one in drafts_of(organisation.questions.all())}
    for entry in file:
        if entry.obsolete or entry.fuzzy or not entry.msgstr.strip():
            continue
        key, *path = (entry.msgctxt or "").split("/")
        question = questions.get(key)
        if message := why_not(entry, question, path, language):
            result.faults.append(Fault(name, entry.linenum, message))
        elif not stands(question, language, path, entry.msgstr.strip()):
            place(question, language, path, entry.msgstr.strip())
            result.questions[key] = question
            result.count += 1
    return result


def stands(question, language, path, text):
    """Whether a translation is there already; of accepted answers any place will do."""
    for way, accept in answers_of(question.body):
        if way == tuple(path[:-1]):
            return text in accept.get(language, [])
    return at(question.texts.get(language, {}), path) == text


def why_not(entry, question, path, language):
    """The reason why an entry cannot be taken, or an empty text."""
    source = leading(question.texts) if question else ""
    if source in ("", language) or at(words_of(question, source), path) != entry.msgid:
        return _("This text is not in the question, or no longer: export the file anew.")
    marks = [Counter(PLACEHOLDER.findall(text)) + Counter(gaps(text)) for text in (entry.msgid, entry.msgstr)]
    if marks[0] != marks[1]:
        return _("The placeholders differ from those of the original.")
    if iins_in(entry.msgstr):
        return _("The text contains an IIN.")
    return ""


def gaps(text):
    return [part.split("]]")[0] for part in text.split("[[")[1:]]


def place(question, language, path, text):
    """Puts a text where it belongs; what the language lacks besides stays empty. An answer beyond the last is added."""
    for way, accept in answers_of(question.body):
        if way == tuple(path[:-1]):
            accept.setdefault(language, [])[int(path[-1]) : int(path[-1]) + 1] = [text]
            return
    texts = question.texts
    words = texts.setdefault(language, emptied(texts[leading(texts)]))
    for name in path[:-1]:
        words = words.setdefault(name, {})
    words[path[-1]] = text


def emptied(words):
    return {name: emptied(value) if isinstance(value, dict) else "" for name, value in words.items()}


@transaction.atomic
def write(found, user):
    """Makes a draft of each question of an `Import`, and submits those that are complete to their review."""
    for question in found.questions.values():
        body, texts = question.body, question.texts
        question.save_revision(user=user, clean=False)
        log(instance=question, action="translation.import", user=user)
        question = Question.objects.get(pk=question.pk)
        saw_key(user, [question])
        state = question.current_workflow_state
        if state is not None:
            rules.begins_again(state, user)
        elif not KINDS[question.kind].problems(body, texts):
            workflow = question.get_workflow()
            if workflow:
                workflow.start(question, user)
