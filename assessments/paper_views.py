"""An exam on paper, for its invigilators: draw and print forms, type sheets in, settle differences."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.log_actions import log

from courses.domain.roster import people_of
from courses.enums import EnrolmentStatus, PaperState
from courses.models import Enrolment
from lms.core.folding import sort_key

from .domain import keys, paper, prints
from .domain.errors import NotOnSheet, NotPossible, NumberInText
from .enums import ClosedBy
from .exam_permissions import may_print, may_print_key
from .exam_views import by_staff, own, show, title_of
from .models import Attempt, PaperEntry, PaperPrint
from .tasks import make_print

LANGUAGES = dict(settings.LANGUAGES)


@dataclass(frozen=True)
class Sheet:
    """One person's sheet on the list: who typed it, in which form, how many answers differ, its attempt or None."""

    enrolment: Enrolment
    name: str
    entries: list[PaperEntry]
    attempt: Attempt | None

    @property
    def differences(self):
        first, second = (entry.answers for entry in self.entries)
        return sum(first.get(place) != second.get(place) for place in first.keys() | second.keys())


@require_http_methods(["GET", "HEAD", "POST"])
@by_staff
def forms(request, public_id):
    """The forms of a sitting and the sheets of its people; POST draws a form."""
    sitting = own(request, public_id)
    if request.method == "POST":
        draw(request, sitting)
        return redirect("exam_paper", public_id)
    drawn = list(sitting.paper_forms.select_related("made_by__profile"))
    codes = {form.code for form in drawn}
    suspended = paper.suspended_in(drawn)
    for form in drawn:
        form.suspended = suspended.get(form.pk, 0)
    context = {
        "title": title_of(sitting),
        "forms": drawn,
        "to_draw": [name for name in paper.forms_of(sitting.quiz) if name not in codes] or [""],
        "sheets": sheets_of(sitting),
        "may_print": may_print(request.user, sitting),
        "may_print_key": may_print_key(request.user, sitting),
        "paper_languages": settings.LANGUAGES,
    }
    return show(request, sitting, "paper", context)


def draw(request, sitting):
    allow(may_print(request.user, sitting))
    asked = request.POST.get("form", "")
    try:
        form = paper.draw_form(sitting, request.user, form=asked if asked in paper.forms_of(sitting.quiz) else "")
    except NotPossible as reason:
        messages.error(request, str(reason))
        return
    log(sitting.cohort, "assessments.draw_paper", user=request.user, data={"form": form.code})
    messages.success(request, _("Form %(code)s is drawn.") % {"code": form.code})


def allow(yes):
    if not yes:
        raise PermissionDenied


def sheets_of(sitting):
    """The Sheet of everybody with a seat, by name, in a fixed number of queries."""
    entries, done = {}, Attempt.objects.filter(sitting=sitting, closed_by=ClosedBy.PAPER)
    attempts = {attempt.enrolment_id: attempt for attempt in done}
    for entry in PaperEntry.objects.filter(form__sitting=sitting).select_related("form", "entered_by__profile"):
        entries.setdefault(entry.enrolment_id, []).append(entry)
    people = people_of(sitting.cohort, EnrolmentStatus.ACTIVE)
    rows = [Sheet(one, str(one.user), entries.get(one.pk, []), attempts.get(one.pk)) for one in people]
    return sorted(rows, key=lambda row: sort_key(row.name, "kk"))


@require_POST
@by_staff
def booklet(request, public_id, code):
    """Asks for the PDF of a form in `language`, large with `large`."""
    sitting, form, language = asked_form(request, public_id, code)
    allow(may_print(request.user, sitting))
    asked = prints.ask(form, language, make_print.enqueue, large="large" in request.POST)
    return redirect("exam_print", public_id, asked.public_id)


@require_POST
@by_staff
def key_sheet(request, public_id, code):
    """Asks for the PDF with the key."""
    sitting, form, language = asked_form(request, public_id, code)
    allow(may_print_key(request.user, sitting))
    asked = prints.ask(form, language, make_print.enqueue, has_key=True)
    return redirect("exam_print", public_id, asked.public_id)


def asked_form(request, public_id, code):
    sitting = own(request, public_id)
    form = get_object_or_404(sitting.paper_forms, code=code)
    form.sitting = sitting
    language = request.POST.get("language", get_language())
    return sitting, form, language if language in LANGUAGES else get_language()


@require_safe
@by_staff
def printed(request, public_id, print_id):
    """Whether the paper is made, and the way to it; looked up again until then."""
    sitting, paper_print = own_print(request, public_id, print_id)
    context = {"print": paper_print, "language": LANGUAGES[paper_print.language], "now": timezone.now()}
    return show(request, sitting, "print", {"title": title_of(sitting), **context})


@require_safe
@by_staff
def print_file(request, public_id, print_id):
    """The PDF. It is noted in the cohort's history who takes it; whoever takes a key has seen it (S-17)."""
    sitting, paper_print = own_print(request, public_id, print_id)
    if paper_print.state != PaperState.READY:
        raise Http404
    form, language = paper_print.form, paper_print.language
    with paper_print.file.open() as file:
        content = file.read()
    data = {"form": form.code, "language": language}
    if paper_print.has_key:
        keys.saw_key(request.user, [item.version.question for item in paper.items_of(form)])
        log(sitting.cohort, "assessments.print_key", user=request.user, data=data)
    else:
        log(sitting.cohort, "assessments.print_paper", user=request.user, data={**data, "large": paper_print.is_large})
    name = f"form-{form.code}-{language}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def own_print(request, public_id, print_id):
    sitting = own(request, public_id)
    rows = PaperPrint.objects.filter(form__sitting=sitting).select_related("form")
    found = get_object_or_404(rows, public_id=print_id)
    allow((may_print_key if found.has_key else may_print)(request.user, sitting))
    return sitting, found


def seated(sitting, enrolment_id):
    people = people_of(sitting.cohort, EnrolmentStatus.ACTIVE)
    return get_object_or_404(people, public_id=enrolment_id)


@require_http_methods(["GET", "HEAD", "POST"])
@by_staff
def sheet(request, public_id, enrolment_id):
    """One person's sheet, typed in by the reader, who sees nothing of what another typed."""
    sitting = own(request, public_id)
    enrolment = seated(sitting, enrolment_id)
    entries = list(PaperEntry.objects.filter(form__sitting=sitting, enrolment=enrolment).select_related("form"))
    mine = next((entry for entry in entries if entry.entered_by_id == request.user.pk), None)
    form = form_for(sitting, request.GET.get("form"), entries)
    context = {"enrolment": enrolment, "name": str(enrolment.user), "form": form, "forms": sitting.paper_forms.all()}
    if form is None:
        return show(request, sitting, "sheet", context)
    language = request.GET.get("in", get_language())
    language = language if language in LANGUAGES else get_language()
    lines = lines_of(paper.items_of(form), mine.answers if mine else {}, language, request.POST or None)
    if request.method == "POST" and keep(request, form, enrolment, lines):
        return redirect("exam_paper", public_id)
    context |= {"lines": lines, "language": language, "paper_languages": settings.LANGUAGES}
    return show(request, sitting, "sheet", context)


def form_for(sitting, code, entries):
    """The form a sheet is typed for: that of an entry there is, the one asked for, or the only one."""
    found = list(sitting.paper_forms.all())
    by_code = {form.code: form for form in found}
    if entries:
        return entries[0].form
    if code and code not in by_code:
        raise Http404
    return by_code.get(code) or (found[0] if len(found) == 1 else None)


@dataclass(frozen=True)
class Line:
    """A question on the typing page: `cells` are (cell, field name, text, error); `response` None after an error."""

    item: paper.PaperItem
    cells: list
    response: dict | None


def lines_of(items, answers, language, posted):
    found = []
    for item in items:
        typed = item.typed(answers.get(str(item.position)), language)
        if posted is not None:
            typed = [(cell, posted.get(field(item, cell), "")[:500]) for cell, _text in typed]
        error, response = "", None
        try:
            response = item.read({cell.name: text for cell, text in typed}, language)
        except (NotOnSheet, NumberInText) as reason:
            error = str(reason)
        found.append(Line(item, [(cell, field(item, cell), text, error) for cell, text in typed], response))
    return found


def field(item, cell):
    return f"a-{item.position}-{cell.name}"


def keep(request, form, enrolment, lines):
    """Whether the sheet is kept; tells what stands in the way."""
    if any(line.response is None for line in lines):
        messages.error(request, _("Nothing has been saved: some answers are not on the sheet."))
        return False
    try:
        paper.type_sheet(form, enrolment, {line.item.position: line.response for line in lines}, request.user)
    except NotPossible as reason:
        messages.error(request, str(reason))
        return True
    messages.success(request, _("The sheet of %(name)s is kept.") % {"name": enrolment.user})
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@by_staff
def compare(request, public_id, enrolment_id):
    """What two people typed, side by side where it differs; POST settles."""
    sitting = own(request, public_id)
    enrolment = seated(sitting, enrolment_id)
    entries = PaperEntry.objects.filter(form__sitting=sitting, enrolment=enrolment).select_related("form")
    entry = entries.first()
    if entry is None:
        raise Http404
    form = entry.form
    form.sitting = sitting
    if request.method == "POST" and settled(request, form, enrolment):
        return redirect("exam_paper", public_id)
    compared = paper.comparison(form, enrolment)
    language = get_language()
    rows = [
        (row.item, row.item.typed(row.first, language), row.item.typed(row.second, language))
        for row in compared.differences
    ]
    context = {
        "enrolment": enrolment,
        "name": str(enrolment.user),
        "form": form,
        "compared": compared,
        "rows": rows,
        "may_settle": request.user.pk in {each.entered_by_id for each in compared.entries},
        "chosen": {int(name[2:]): value for name, value in request.POST.items() if name[2:].isdecimal()},
    }
    return show(request, sitting, "compare", context)


def settled(request, form, enrolment):
    choices = {
        int(name[2:]): int(value)
        for name, value in request.POST.items()
        if name.startswith("c-") and name[2:].isdecimal() and value.isdecimal()
    }
    try:
        paper.settle(form, enrolment, choices, request.user, sure="sure" in request.POST)
    except NotPossible as reason:
        messages.error(request, str(reason))
        return False
    messages.success(request, _("The result of %(name)s stands.") % {"name": enrolment.user})
    return True
