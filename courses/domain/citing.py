"""What cites sources, each text in all its languages at once.

A lesson cites by its page; apps above add their kinds of text (questions) in `AppConfig.ready` by `add`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


@dataclass(frozen=True)
class Version:
    """One language of a text. `page_id` is None for what is no page; `is_live`: whether readers meet it."""

    language: str
    title: str
    page_id: int | None
    is_live: bool


@dataclass(frozen=True)
class Subject:
    """A text that cites a source; `owners` are the ids of the people who answer for it, often none."""

    kind: str
    key: str
    label: str
    versions: tuple[Version, ...]
    organisation_id: int | None
    owners: frozenset[int]
    url: str = ""  # the screen of what is no page

    @property
    def page_id(self):
        """A public page of the text in any language, through which all of them are withdrawn."""
        return next((version.page_id for version in self.versions if version.page_id and version.is_live), None)


@dataclass(frozen=True)
class Kind:
    """`citing(source)` gives keys as texts; `describe(keys)` gives {key: Subject}, in a fixed number of queries;
    `effects(keys)` gives sentences for staff: what it means that these texts wait for a check."""

    name: str
    citing: Callable
    describe: Callable
    effects: Callable = lambda keys: []


KINDS = {}


def add(kind):
    KINDS[kind.name] = kind


def texts_citing(source):
    """[(kind, key)] of everything that cites the source, lessons in the order of the tree first."""
    return [(kind.name, key) for kind in KINDS.values() for key in kind.citing(source)]


def describe(pairs):
    """{(kind, key): Subject}; texts that no longer exist are left out."""
    found = {}
    for kind in KINDS.values():
        keys = [key for name, key in pairs if name == kind.name]
        if keys:
            found |= {(kind.name, key): subject for key, subject in kind.describe(keys).items()}
    return found


def effects(pairs):
    """Sentences: what follows while these (kind, key) wait for a check."""
    found = []
    for kind in KINDS.values():
        if keys := [key for name, key in pairs if name == kind.name]:
            found += kind.effects(keys)
    return found


def lessons_citing(source):
    pages = lesson_pages().filter(citations__source=source).order_by("path")
    return list(dict.fromkeys(str(key) for key in pages.values_list("translation_key", flat=True)))


def describe_lessons(keys):
    pages = lesson_pages().filter(translation_key__in=keys).select_related("locale", "alias_of__locale")
    pages = list(pages.defer("body", "goals").order_by("locale__language_code"))
    organisations = organisations_by_path()
    return {
        str(key): Subject(
            "lesson",
            str(key),
            _("Lesson"),
            tuple(Version(p.locale.language_code, p.title, p.pk, p.live) for p in versions),
            next((organisations[path] for p in versions for path in ancestors(p) if path in organisations), None),
            frozenset(p.owner_id for p in versions if p.owner_id),
        )
        for key, versions in grouped(pages).items()
    }


def lesson_pages():
    return apps.get_model("courses.LessonPage").objects.all()


def grouped(pages):
    found = {}
    for page in pages:
        found.setdefault(page.translation_key, []).append(page)
    return found


def organisations_by_path():
    """{path of a course page: id of the organisation that the course belongs to}."""
    rows = apps.get_model("courses.CoursePage").objects.values_list("path", "course__organisation_id")
    return dict(rows)


def ancestors(page):
    return [page.path[:end] for end in range(Page.steplen, len(page.path), Page.steplen)]


add(Kind("lesson", lessons_citing, describe_lessons))
