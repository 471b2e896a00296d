"""The state of every text in every language, read in a handful of queries however many texts there are."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F, Max, Q
from django.utils.text import capfirst
from django.utils.translation import get_language
from wagtail.models import Locale, Page, WorkflowState
from wagtail_localize.models import StringTranslation

from courses.models import CoursePage, ModulePage
from lms.accounts import roles
from lms.accounts.models import Organisation, User
from lms.accounts.roles import Role
from lms.core.models import LANGUAGES, SOURCE_LANGUAGE

from .enums import Kind, State
from .models import Rendition
from .permissions import organisations_of, sees_all

ROLE_OF_STEP = "current_task_state__task__independentreview__role"


@dataclass
class Cell:
    """A text in one language. `page` is its page's id, if there is one; `who` had it in hand last or reads it now;
    `is_open`: it is public or under review, so that those who review may see it (`permissions.may_see`)."""

    language: str
    state: State
    since: datetime | None = None
    who: str = ""
    page: int | None = None
    leads: bool = False
    is_open: bool = False


@dataclass
class Row:
    """A text in every language. `lead_page` is the page to translate from; `title` is in `language`."""

    kind: Kind
    title: str
    lead: str
    cells: dict
    place: str = ""
    module: str = ""
    course: str = ""
    organisation: int | None = None
    lead_page: int | None = None
    url: str = ""
    language: str = ""

    def has(self, state, language):
        return any(
            cell.state == state and language in ("", code) and (not cell.leads or language == code)
            for code, cell in self.cells.items()
        )


@dataclass
class Trees:
    """Courses and modules by the path of their pages."""

    courses: dict = field(default_factory=dict)  # path: (key, title, organisation)
    modules: dict = field(default_factory=dict)  # path: (key, title, lead language)

    @classmethod
    def read(cls):
        courses = CoursePage.objects.values_list("path", "translation_key", "title", "course__organisation")
        modules = ModulePage.objects.values_list("path", "translation_key", "title", "lead_language")
        return cls(
            {path: (str(key), title, organisation) for path, key, title, organisation in courses},
            {path: (str(key), title, lead) for path, key, title, lead in modules},
        )

    def above(self, path, kind):
        ends = range(len(path), 0, -Page.steplen)
        return next((kind[path[:end]] for end in ends if path[:end] in kind), None)


def pages_in_sight(user, trees, center):
    """Pages of the organisations for which `user` writes or reviews (S-05); what belongs to no course is the Center's,
    whose id is `center`."""
    pages = Page.objects.filter(depth__gt=1)
    if sees_all(user):
        return pages
    own = organisations_of(user)
    found = Q(pk__in=[])
    others = Q()
    for path, (_key, _title, organisation) in trees.courses.items():
        if organisation in own:
            found |= Q(path__startswith=path)
        else:
            others |= Q(path__startswith=path)
    if center in own:
        found = ~others if others else Q()
    return pages.filter(found)


class Facts:
    """What the database knows of the pages in sight, each in one query."""

    def __init__(self):
        self.locales = dict(Locale.objects.values_list("pk", "language_code"))
        active = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
        self.reviews = {
            int(pk): (capfirst(Role(role).label) if role else "", since)
            for pk, role, since in active.values_list("object_id", ROLE_OF_STEP, "created_at")
        }
        outdated = Rendition.objects.filter(outdated_since__isnull=False, page__live_revision=F("revision"))
        self.outdated = dict(outdated.values_list("page", "outdated_since"))
        self.made = dict(Rendition.objects.values_list("page").annotate(Max("made_at")))
        self.hands = self._hands()
        people = User.objects.filter(pk__in={person for person, _at in self.hands.values()}).select_related("profile")
        self.names = {person.pk: str(person) for person in people}

    def _hands(self):
        """{(translation key, language): (id of the person who last translated, when)}"""
        rows = (
            StringTranslation.objects.filter(last_translated_by__isnull=False)
            .values_list("context__object_id", "locale", "last_translated_by")
            .annotate(at=Max("updated_at"))
            .order_by("at")
        )
        return {(key, self.locales[locale]): (person, at) for key, locale, person, at in rows}

    def cell(self, key, language, page, leads):
        """The state of the page with this translation key in `language`; `page` is None if there is none."""
        person, touched = self.hands.get((key, language), (None, None))
        who = self.names.get(person, "")
        if page is None:
            return Cell(language, State.MISSING)
        is_open = page["live"] or page["pk"] in self.reviews
        cell = Cell(language, State.PUBLISHED, who=who, page=page["pk"], leads=leads, is_open=is_open)
        made = self.made.get(page["pk"])
        if page["pk"] in self.reviews:
            cell.state, (cell.who, cell.since) = State.REVIEW, self.reviews[page["pk"]]
        elif page["alias_of"] and not leads:
            cell.state, cell.since = (State.DRAFT, touched) if touched else (State.MISSING, None)
        elif page["pk"] in self.outdated:
            cell.state, cell.since = State.OUTDATED, self.outdated[page["pk"]]
        elif page["has_unpublished_changes"] or not page["live"]:
            cell.state, cell.since = State.DRAFT, page["latest_revision_created_at"]
        elif not leads and touched and (made is None or touched > made):
            cell.state, cell.since = State.DRAFT, touched
        else:
            cell.since = page["last_published_at"]
        return cell


def page_rows(user, trees, writes):
    """A `Row` for each page in sight, in the order of the tree. `writes`: as `writable` has it; who reviews alone sees
    what is public or under review, under its public title."""
    facts = Facts()
    center = Organisation.objects.filter(kind=Organisation.Kind.CENTER).values_list("pk", flat=True).first()
    fields = (
        *("pk", "translation_key", "path", "title", "draft_title", "live", "alias_of", "has_unpublished_changes"),
        *("latest_revision_created_at", "last_published_at", "locale"),
    )
    groups = defaultdict(dict)
    for page in pages_in_sight(user, trees, center).order_by("path").values(*fields):
        groups[page["translation_key"]][facts.locales[page["locale"]]] = page
    rows = []
    for key, versions in groups.items():
        first = next(iter(versions.values()))
        path = versions.get(get_language(), first)["path"]
        module, course = trees.above(path, trees.modules), trees.above(path, trees.courses)
        lead = module[2] if module else SOURCE_LANGUAGE
        source = versions.get(lead) or first
        shown = versions.get(get_language()) or source
        organisation = course[2] if course else center
        is_writer = writes is None or organisation in writes
        if not is_writer and not any(page["live"] or page["pk"] in facts.reviews for page in versions.values()):
            continue
        cells = {code: facts.cell(key, code, versions.get(code), code == lead) for code in LANGUAGES}
        rows.append(
            Row(
                kind=Kind.PAGE,
                title=shown["draft_title" if is_writer or shown["pk"] in facts.reviews else "title"],
                language=lead if shown["alias_of"] else facts.locales[shown["locale"]],
                lead=lead,
                cells=cells,
                place=module[1] if module else course[1] if course else "",
                module=module[0] if module else "",
                course=course[0] if course else "",
                organisation=organisation,
                lead_page=source["pk"],
            )
        )
    return rows


def writable(user):
    """Ids of the organisations whose pages `user` writes; None for every one."""
    if roles.reaches_all(user, "write_pages"):
        return None
    scope = roles.scope(user, "write_pages", "pk")
    return set(Organisation.objects.filter(scope).values_list("pk", flat=True))
