"""What a learner sees and does, and the door before closed pages."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Locale

from . import sections
from .domain import access, cohorts, enrolment, overview, progress, queries, timetable, trail
from .domain import search as finding
from .domain.errors import NotDeclarable, NotEnrolled, Refused
from .enums import EnrolmentStatus
from .models import Cohort

PER_PAGE, MOST_TERMS = 10, 3


@require_safe
@login_required
def start(request):
    """Where somebody lands who signs in without having asked for a page: staff without a seat at their work."""
    at_work = request.user.is_staff_member and not request.user.enrolments.exists()
    return redirect("wagtailadmin_home" if at_work else "dashboard")


@require_safe
@login_required
def dashboard(request):
    """The learner's own page: one next step, courses, days to come, what is still missing, certificates."""
    seats = overview.seats(request.user, Locale.get_active())
    is_complete = overview.is_complete(seats)
    context = {
        "seats": [seat for seat in seats if seat.is_active],
        "requests": [seat for seat in seats if not seat.is_active],
        "next": overview.next_step(seats),
        "is_complete": is_complete,
        "endings": sections.endings_for([seat.enrolment for seat in overview.begun(seats)]) if is_complete else [],
        "days": overview.days_to_come(seats),
        "sections": sections.sections_for(request.user),
    }
    return render(request, "courses/dashboard.html", context)


@require_safe
@login_required
def cohort(request, public_id):
    """A cohort: days, place and trainers for its own people, the region and month for others (S-11)."""
    found = open_to(request.user, public_id)
    seat = found.enrolments.filter(user=request.user).first()
    inside = bool(seat and seat.status == EnrolmentStatus.ACTIVE) or access.leads(request.user, found)
    page = queries.course_pages([found.course], Locale.get_active()).get(found.course_id)
    context = {
        "cohort": found,
        "course": found.course,
        "course_url": page.get_url() if page else "",
        "month": found.starts_on.replace(day=1),
        "seat": seat,
        "inside": inside,
        "days": timetable.days_of([found]) if inside else [],
        "trainers": found.trainers.select_related("profile") if inside else [],
        "can_join": Cohort.objects.joinable().filter(pk=found.pk).exists() and not found.is_full,
    }
    return render(request, "courses/cohort.html", context)


@require_POST
@login_required
def join(request, public_id):
    found = open_to(request.user, public_id)
    try:
        seat = enrolment.request_seat(request.user, found)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("cohort", public_id)
    if seat.status == EnrolmentStatus.ACTIVE:
        messages.success(request, _("You have a seat. Your next step is below."))
    else:
        messages.success(request, _("Your request has been sent. You will see the answer here."))
    return redirect("dashboard")


def open_to(user, public_id):
    """The cohort for its own people, its staff, and for whoever may ask to join; anything else is not found."""
    runs = Cohort.objects.with_taken().select_related("course", "region", "organisation")
    return get_object_or_404(runs.readable_by(user), public_id=public_id)


@require_POST
@login_required
def unit_done(request, unit_key):
    """The learner says that a lesson is done and goes on to the next step. Saying it twice changes nothing."""
    try:
        enrolments = progress.declare_done(request.user, unit_key)
    except (NotEnrolled, NotDeclarable) as refused:
        raise Http404 from refused
    course = enrolments[0].cohort.course
    locale = Locale.get_active()
    keys = {unit.key for unit in cohorts.planned(enrolments[0].cohort)}
    here = trail.place(trail.trail(queries.only(queries.outline(course, locale), keys)), unit_key)
    if here and here.next:
        return redirect(here.next.url)
    messages.success(request, _("You have reached the last step of the course."))
    return redirect("dashboard")


@require_safe
def support(request):
    """Whom to turn to (R-14)."""
    return render(request, "courses/support.html")


@require_safe
def search(request):
    """Lessons, days and words that hold what somebody asks for; nothing is kept of the question."""
    asked, locale = request.GET.get("q", "").strip()[: finding.LONGEST], Locale.get_active()
    stems = finding.stems_of(asked)
    paginator = Paginator(finding.find_pages(request.user, locale, stems), PER_PAGE)
    results = paginator.get_page(request.GET.get("page"))
    terms = finding.find_terms(locale.language_code, stems)
    context = {
        "q": asked,
        "results": results,
        "hits": finding.hits(results.object_list, stems),
        "terms": terms[:MOST_TERMS] if results.number == 1 else [],
        "more_terms": len(terms) > MOST_TERMS,
        "total": paginator.count + len(terms),
    }
    return render(request, "courses/search.html", context)


def guard_page(page, request, serve_args, serve_kwargs):
    """Before a page is served: closed pages send strangers to log in and tell others kindly what would open them."""
    if access.may_read(request.user, page):
        return None
    return turn_away(request, access.course_of(page))


def guard_document(document, request):
    if access.may_read_document(request.user, document):
        return None
    return turn_away(request, None)


def turn_away(request, course):
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    page = queries.course_pages([course], Locale.get_active()).get(course.pk) if course else None
    context = {"course": course, "course_url": page.get_url() if page else ""}
    return render(request, "courses/closed.html", context, status=403)
