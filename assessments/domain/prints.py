"""Forms on paper as files: asked for by people, made by the worker, taken away after a day.

A file holds the questions of an exam, with `has_key` also their answers, so it does not stay longer than needed.
"""

import hashlib
import json
from datetime import timedelta
from functools import lru_cache

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from courses.enums import PaperState
from lms.core.pdf import PdfError

from ..models.printing import PaperPrint
from ..models.quiz import QuizSection
from ..models.sitting import PaperForm
from . import paper_print
from .errors import SittingGone

KEPT = timedelta(days=1)
LOST_AFTER = timedelta(minutes=10)


def ask(form, language, start, *, large=False, has_key=False):
    """The PaperPrint of a form as it is now: the one there is, or one that `start` (given its id) sets going.

    One that failed, or whose task was lost, is set going again. Raises SittingGone: forms go with their sitting alone.
    """
    now = timezone.now()
    with transaction.atomic():
        if not PaperForm.objects.select_for_update().filter(pk=form.pk):
            raise SittingGone
        what = {"language": language, "is_large": large, "has_key": has_key, "version": version_of(form)}
        found, is_new = PaperPrint.objects.get_or_create(form=form, **what, defaults={"requested_at": now})
        is_lost = found.state == PaperState.WAITING and found.requested_at < now - LOST_AFTER
        if found.state == PaperState.FAILED or is_lost:
            found.state, found.problem, found.requested_at, is_new = PaperState.WAITING, "", now, True
            found.save(update_fields=["state", "problem", "requested_at"])
    if is_new:
        start(found.pk)
    return found


def version_of(form):
    """Changes with everything on the paper that is not frozen in the form: titles, day, time, layout."""
    sitting, quiz = form.sitting, form.sitting.quiz
    course, sections = sitting.cohort.course, QuizSection.objects.filter(quiz=quiz)
    shape = [
        layout(),
        sitting.opens.date().isoformat(),
        quiz.time_limit,
        [course.title_kk, course.title_ru, course.title_en],
        list(sections.values_list("position", "titles")),
    ]
    return hashlib.sha256(json.dumps(shape).encode()).hexdigest()


@lru_cache(maxsize=1)
def layout():
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(paper_print.FOLDER.iterdir()))).hexdigest()


def make(pk):
    """Makes one that waits. Safe to call twice; what was taken away or made by somebody else meanwhile is not kept."""
    waiting = PaperPrint.objects.filter(pk=pk, state=PaperState.WAITING)
    found = waiting.select_related("form__sitting__cohort__course", "form__sitting__quiz").first()
    if found is None:
        return
    try:
        if found.has_key:
            content = paper_print.key_sheet(found.form, found.language)
        else:
            content = paper_print.booklet(found.form, found.language, large=found.is_large)
    except PdfError as error:
        waiting.update(state=PaperState.FAILED, problem=type(error).__name__)
        return
    found.file.save("", ContentFile(content), save=False)
    if not waiting.update(file=found.file.name, state=PaperState.READY):
        found.file.delete(save=False)


def purge():
    """A tick: takes away what was asked for more than a day ago, with its files."""
    for old in PaperPrint.objects.filter(requested_at__lt=timezone.now() - KEPT):
        old.delete()
        if old.file:
            old.file.delete(save=False)
