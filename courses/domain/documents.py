"""Papers of a day (C-09): which there should be, which there are, and the making of one.

The scheduler asks `prepare` for what is missing; nobody waits for it in a request. A day is named by its key and
language, its texts by a version: the numbers and times of publication of its pages, the changes of sources that they
have not been checked for, and the layout.
"""

import hashlib
import json
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache, partial

from django.apps import apps
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.db.models.functions import Cast, Length
from django.utils import timezone, translation
from wagtail.models import Page

from lms.accounts import roles
from lms.core.pdf import PdfError

from ..enums import Paper, PaperState
from ..models.document import DayDocument
from . import currency, paper
from .queries import under

# Texts that were just published may belong to a load that goes on: they wait.
QUIET = timedelta(minutes=1)
AT_ONCE = 4
LOST_AFTER = timedelta(minutes=10)
LARGEST = 2 * 1024 * 1024
NOTHING_IN_IT = 2  # characters of "[]"


@dataclass(frozen=True)
class Wanted:
    """A paper that should be there; `changed_at` is the last publication among its pages (None: unknown)."""

    module_key: object
    language: str
    kind: Paper
    version: str
    changed_at: datetime | None = None

    @property
    def key(self):
        return self.module_key, self.language, self.kind, self.version


@dataclass
class Offer:
    """What a page says of one paper: `document` can be had (of the present texts if `is_current`)."""

    document: DayDocument | None = None
    is_current: bool = False
    has_failed: bool = False


@dataclass
class DayTexts:
    """The pages of a day as rows of (id, last publication, changes of sources if any), the day first."""

    key: object
    language: str
    rows: list = field(default_factory=list)
    has_edition: bool = False


def wanted(under=""):
    """Every paper of the days that stand below the path `under`, as a list of `Wanted`."""
    days = {}
    modules = apps.get_model("courses.ModulePage").objects.live().filter(path__startswith=under)
    fields = ("path", "translation_key", "locale__language_code", "pk", "last_published_at")
    for path, key, language, *row in modules.values_list(*fields):
        days[path] = DayTexts(key, language, [row])
    lessons = apps.get_model("courses.LessonPage").objects.live().filter(path__startswith=under)
    length = Length(Cast("edition", models.TextField()))
    found = lessons.order_by("path").values_list("path", "translation_key", "pk", "last_published_at", length)
    found = [row for row in found if row[0][: -Page.steplen] in days]
    changes = currency.open_changes("lesson", {row[1] for row in found})
    for path, key, pk, published, edition in found:
        day = days[path[: -Page.steplen]]
        day.rows.append([pk, published, *(change.pk for change in changes.get(str(key), []))])
        day.has_edition |= (edition or 0) > NOTHING_IN_IT
    return [paper_ for day in days.values() for paper_ in papers_of(day)]


def papers_of(day):
    """A handout once the day has a lesson, a document for trainers once a lesson has an edition."""
    if len(day.rows) == 1:
        return
    rows = [[pk, published and published.isoformat(), *changes] for pk, published, *changes in day.rows]
    shape = json.dumps([layout(), rows])
    changed_at = max((row[1] for row in day.rows if row[1]), default=None)
    version = hashlib.sha256(shape.encode()).hexdigest()
    for kind in Paper if day.has_edition else [Paper.HANDOUT]:
        yield Wanted(day.key, day.language, kind, version, changed_at)


@lru_cache(maxsize=1)
def layout():
    """Changes with the templates and styles of the papers."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in paper.layout_files())).hexdigest()


def offers(module):
    """A dict of `Offer` by kind, for the papers that this day should have in the language of its page."""
    if not module.pk:  # the preview of a new page
        return {}
    found = {each.kind: (each.version, Offer()) for each in wanted(module.path)}
    rows = DayDocument.objects.filter(module_key=module.translation_key, language=module.locale.language_code)
    for row in rows.order_by("made_at"):
        if row.kind not in found:
            continue
        version, offer = found[row.kind]
        if row.state == PaperState.READY and not offer.is_current:
            offer.document, offer.is_current = row, row.version == version
        offer.has_failed |= row.state == PaperState.FAILED and row.version == version
    return {kind: offer for kind, (_version, offer) in found.items()}


@dataclass(frozen=True)
class DayOnPaper:
    """A day in one language with its papers that can be had, handout first."""

    page: Page
    language: str
    papers: list[DayDocument]


def citing(source):
    """[[DayOnPaper]] of the days that hold a public lesson which cites the source, in the order of the tree: for each
    day its languages. Three queries."""
    lessons = apps.get_model("courses.LessonPage").objects.live().filter(citations__source=source)
    paths = {path[: -Page.steplen] for path in lessons.values_list("path", flat=True)}
    modules = apps.get_model("courses.ModulePage").objects.live().filter(path__in=paths).select_related("locale")
    modules = list(modules.order_by("path"))
    keys = {page.translation_key for page in modules}
    ready = DayDocument.objects.filter(state=PaperState.READY, module_key__in=keys).order_by("kind")
    papers, days = {}, {}
    for row in ready:
        papers.setdefault((row.module_key, row.language), []).append(row)
    for page in modules:
        key, language = page.translation_key, page.locale.language_code
        days.setdefault(key, []).append(DayOnPaper(page, language, papers.get((key, language), [])))
    return list(days.values())


def prepare(start):
    """Ask for papers that are missing, and again for those whose task was lost; `start` takes a document's id.

    A few at a time: a first load of a whole course must not keep the worker from its mails.
    """
    now = timezone.now()
    known = set(DayDocument.objects.values_list("module_key", "language", "kind", "version"))
    missing = [each for each in wanted() if each.key not in known]
    settled = [each for each in missing if each.changed_at is None or each.changed_at < now - QUIET]
    for each in settled[:AT_ONCE]:
        row, is_new = DayDocument.objects.get_or_create(
            module_key=each.module_key, language=each.language, kind=each.kind, version=each.version,
            defaults={"requested_at": now},
        )  # fmt: skip
        if is_new:
            start(row.pk)
    lost = DayDocument.objects.filter(state=PaperState.WAITING, requested_at__lt=now - LOST_AFTER)
    for pk in list(lost.values_list("pk", flat=True)[:AT_ONCE]):
        ask_again(pk, start)


def ask_again(pk, start):
    """A paper that failed or was lost goes back to waiting and is asked for."""
    asked = DayDocument.objects.filter(pk=pk).exclude(state=PaperState.READY)
    if asked.update(state=PaperState.WAITING, problem="", requested_at=timezone.now()):
        start(pk)


def visible_to(user):
    """Papers of the courses whose trainer's editions this person may read, as a queryset."""
    courses = apps.get_model("courses.CoursePage").objects
    own = courses.filter(roles.scope(user, "read_editions", "course__organisation"))
    modules = apps.get_model("courses.ModulePage").objects.filter(under(own.values_list("path", flat=True)))
    return DayDocument.objects.filter(module_key__in=list(modules.values_list("translation_key", flat=True)))


def make(pk):
    """Make one paper that waits, unless its texts have changed since: then the next round asks for the newer one."""
    document = DayDocument.objects.filter(pk=pk, state=PaperState.WAITING).first()
    if document is None:
        return
    module = day_of(document)
    if module is None or all(each.version != document.version for each in wanted(module.path)):
        document.delete()
        return
    began = time.monotonic()
    try:
        with translation.override(document.language):
            pdf = paper.render(module, document.kind)
        if len(pdf) > LARGEST:
            raise paper.TooLarge(f"{len(pdf)} bytes")
    except PdfError as error:
        problem = f"{type(error).__name__} {error}".strip()[:200]
        DayDocument.objects.filter(pk=pk).update(state=PaperState.FAILED, problem=problem)
        return
    document.seconds = round(time.monotonic() - began, 2)
    keep(document, pdf)


def keep(document, pdf):
    """The file is there before the row says so; what it takes the place of goes afterwards. A paper that was taken
    out while it was being made is not kept."""
    document.file.save("", ContentFile(pdf), save=False)
    document.state, document.size, document.made_at = PaperState.READY, len(pdf), timezone.now()
    with transaction.atomic():
        if not DayDocument.objects.select_for_update().filter(pk=document.pk).exists():
            transaction.on_commit(partial(document.file.delete, save=False))
            return
        document.save()
        older = DayDocument.objects.filter(
            module_key=document.module_key, language=document.language, kind=document.kind
        ).exclude(pk=document.pk)
        remove(older)


@transaction.atomic
def take_out(page):
    """Removes the papers of a day in one language: the day, or a lesson that stands in them, is public no longer.

    What is left of the day comes on paper again with the next round.
    """
    day = page if isinstance(page, apps.get_model("courses.ModulePage")) else page.get_parent()
    remove(DayDocument.objects.filter(module_key=day.translation_key, language=page.locale.language_code))


def remove(rows):
    """Rows at once, their files after the commit."""
    files = [row.file for row in rows if row.file]
    rows.delete()
    transaction.on_commit(lambda: [file.delete(save=False) for file in files])


def day_of(document):
    """The live page of the day in the document's language, or None."""
    pages = apps.get_model("courses.ModulePage").objects.live().filter(translation_key=document.module_key)
    return pages.filter(locale__language_code=document.language).select_related("locale").first()
