"""Taking a quiz: start, answer, submit, see the result. State changes by POST only."""

from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.models import Locale

from courses.domain import reading, trail
from courses.domain.access import may_read

from . import presenting
from .domain import attempts, queries
from .domain.errors import AttemptClosed, NotAnAnswer, NotPossible
from .models import Attempt, QuizPage


def by_learner(view):
    """As `login_required`; a script is told 401, so that it can renew the log-in in the page."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.headers.get("X-Requested-With") == "XMLHttpRequest" or wants_json(request):
            return JsonResponse({"error": _("Your log-in has ended.")}, status=401)
        return login_required(view)(request, *args, **kwargs)

    return guarded


def wants_json(request):
    return request.headers.get("Accept", "").startswith("application/json")


def quiz_page(unit_key):
    """The live page of the unit in the reader's language, or in any."""
    pages = QuizPage.objects.live().filter(translation_key=unit_key).select_related("quiz")
    page = pages.filter(locale=Locale.get_active()).first() or pages.first()
    if page is None:
        return get_object_or_404(QuizPage, translation_key=unit_key, live=True)
    return page


def own(request, public_id):
    """The reader's attempt as it stands now: an open one whose time is over is closed by this look."""
    rows = Attempt.objects.select_related("quiz", "sitting__cohort", "enrolment__cohort")
    return attempts.settle(get_object_or_404(rows, public_id=public_id, enrolment__user=request.user))


def place(attempt, *, page=None, spoken=None, missing=(), anchor=""):
    """The address of the attempt page. `spoken`: the language chosen for single questions, by position."""
    asked = {
        "page": page,
        "in": ",".join(f"{position}.{code}" for position, code in sorted((spoken or {}).items())),
        "open": ",".join(map(str, missing)),
    }
    query = urlencode({name: value for name, value in asked.items() if value}, safe=",")
    return reverse("attempt", args=[attempt.public_id]) + (f"?{query}" if query else "") + anchor


def read_spoken(text):
    """{3: "ru"} from "3.ru"; what does not read so is left out."""
    pairs = (entry.partition(".") for entry in text.split(","))
    return {int(n): code for n, _dot, code in pairs if n.isdecimal() and code in dict(settings.LANGUAGES)}


def read_number(text):
    return int(text) if text and text.isdecimal() else None


@require_POST
@login_required
def start(request, unit_key):
    page = quiz_page(unit_key)
    if not may_read(request.user, page):
        messages.error(request, _("You need a seat in a group of this course to take the quiz."))
        return redirect(page.get_url(request))
    if page.quiz.time_limit and "ready" not in request.POST and "running" not in request.POST:
        messages.error(request, _("Say first that you are ready: the time runs from the start."))
        return redirect(page.get_url(request))
    try:
        attempt = attempts.start_attempt(request.user, page.quiz, unit_key, code=request.POST.get("code", ""))
    except NotPossible as reason:
        messages.error(request, str(reason))
        return redirect(page.get_url(request))
    return redirect(place(attempt, page=1 if "paged" in request.POST else None))


@require_GET
@by_learner
@ensure_csrf_cookie
def attempt(request, public_id):
    """All questions in one document, or with `?page=` one page of them for browsers without scripts."""
    attempt = own(request, public_id)
    if attempt.submitted_at:
        return redirect("attempt_result", public_id)
    asked = presenting.Asked(
        language=get_language(),
        spoken=read_spoken(request.GET.get("in", "")),
        page=read_number(request.GET.get("page")),
        missing=[int(n) for n in request.GET.get("open", "").split(",") if n.isdecimal()],
    )
    context = presenting.attempt_page(attempt, asked, timezone.now())
    context["page"] = quiz_page(attempt.unit_key)
    return render(request, "assessments/attempt.html", context)


@require_GET
@by_learner
def item(request, public_id, position):
    """One question in the language `?in=`, for the script that puts it into the page."""
    attempt = own(request, public_id)
    language = request.GET.get("in", get_language())
    shown = queries.shown_items(attempt, language, position=position)
    if attempt.submitted_at or presenting.is_covered(attempt, timezone.now()) or not shown:
        return JsonResponse({"error": str(AttemptClosed())}, status=409)
    context = {**presenting.languages(), "attempt": attempt, "item": shown[0], "total": attempt.items.count()}
    return render(request, "assessments/_item.html", context)


@require_http_methods(["GET", "POST"])
@by_learner
@ensure_csrf_cookie
def state(request, public_id):
    """The clock and the invigilator's messages; by POST the script also reports what waits on the device."""
    attempt = own(request, public_id)
    if request.method == "POST" and not attempt.submitted_at:
        unsent, waited = (read_number(request.POST.get(name)) or 0 for name in ("unsent", "waited"))
        attempts.heard_from(attempt.pk, unsent=unsent, waited=waited)
    return JsonResponse(presenting.state(attempt, timezone.now()))


def fields(post, prefix):
    """The strings of each field of one question: {"": […]} for `prefix` itself, {"x": […]} for `prefix-x`."""
    names = [name for name in post if name == prefix or name.startswith(f"{prefix}-")]
    return {name[len(prefix) + 1 :]: post.getlist(name) for name in names}


@require_POST
@by_learner
def save(request, public_id):
    """One answer from the script (`position`, `sequence`, `answer…`), or the whole form without it."""
    attempt = own(request, public_id)
    if "position" in request.POST:
        return save_one(request, attempt)
    spoken = read_spoken(",".join(request.POST.getlist("spoken") + request.POST.getlist("in")))
    page = read_number(request.POST.get("to")) or read_number(request.POST.get("page"))
    turned = read_spoken(request.POST.get("in", ""))
    anchor = f"#q{next(iter(turned))}" if turned else ""
    try:
        save_form(request, attempt)
    except NotPossible as reason:
        messages.error(request, str(reason))
    else:
        if not {"to", "in"} & set(request.POST):
            messages.success(request, _("Your answers are saved. You can go on later, on any device."))
    return redirect(place(attempt, page=page, spoken=spoken, anchor=anchor))


def save_one(request, attempt):
    position, sequence = (read_number(request.POST.get(name)) for name in ("position", "sequence"))
    try:
        if position is None or sequence is None:
            raise NotAnAnswer
        kept = attempts.save_answer(attempt.pk, position, fields(request.POST, "answer"), sequence)
    except AttemptClosed as reason:
        return JsonResponse({"error": str(reason), "closed": True}, status=409)
    except NotPossible as reason:
        return JsonResponse({"error": str(reason), "position": position}, status=409)
    return JsonResponse({"position": position, "sequence": kept})


def save_form(request, attempt):
    """Saves every question of the posted form; the form carries the sequence each answer had when it was shown.

    Questions that cannot be saved are named; the others are. Raises AttemptClosed.
    """
    older, refused = [], []
    for position in attempt.items.values_list("position", flat=True):
        if (shown := read_number(request.POST.get(f"seq-{position}"))) is None:
            continue
        try:
            values = fields(request.POST, f"q-{position}")
            if attempts.save_answer(attempt.pk, position, values, shown + 1) > shown + 1:
                older.append(position)
        except AttemptClosed:
            raise
        except NotPossible as reason:
            refused.append(_("Question %(n)s: %(reason)s") % {"n": position, "reason": reason})
    for text in refused:
        messages.error(request, text)
    if older:
        named = ", ".join(map(str, older))
        messages.warning(request, _("Answered on another page or device meanwhile, and kept: %(n)s.") % {"n": named})


@require_POST
@by_learner
def submit(request, public_id):
    """Saves what the form holds, asks once when questions are unanswered, then grades."""
    attempt = own(request, public_id)
    try:
        if not attempt.submitted_at:
            save_form(request, attempt)
            missing = list(attempt.items.filter(response__isnull=True).values_list("position", flat=True))
            if missing and "anyway" not in request.POST:
                return ask_again(request, attempt, missing)
            attempts.submit_attempt(attempt.pk)
    except AttemptClosed:
        attempts.settle(attempt)
    if wants_json(request):
        return JsonResponse({"onward": reverse("attempt_result", args=[public_id])})
    return redirect("attempt_result", public_id)


def ask_again(request, attempt, missing):
    if wants_json(request):
        return JsonResponse({"missing": missing})
    page = presenting.page_of(attempt, missing[0]) if "page" in request.POST else None
    spoken = read_spoken(request.POST.get("spoken", ""))
    return redirect(place(attempt, page=page, spoken=spoken, missing=missing, anchor="#unanswered"))


@require_POST
@by_learner
def take_break(request, public_id):
    """Begins the learner's break, or ends it with `end`."""
    attempt = own(request, public_id)
    try:
        (attempts.end_break if "end" in request.POST else attempts.take_break)(attempt.pk)
    except NotPossible as reason:
        messages.error(request, str(reason))
    return redirect("attempt", public_id)


@require_GET
@login_required
def result(request, public_id):
    attempt = own(request, public_id)
    if not attempt.submitted_at:
        return redirect("attempt", public_id)
    page = quiz_page(attempt.unit_key)
    place_in_course = trail.place(reading.read_page(request.user, page).days, page.translation_key)
    offer = queries.offer(request.user, attempt.quiz, attempt.unit_key)
    context = {
        **presenting.result_page(attempt, offer, get_language(), timezone.now()),
        "page": page,
        "next": place_in_course.next if place_in_course else None,
    }
    return render(request, "assessments/result.html", context)
