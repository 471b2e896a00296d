"""Taking a quiz: start, answer, submit, see the result. State changes by POST only."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.models import Locale

from courses.domain import reading, trail
from courses.domain.access import may_read

from .domain import attempts, queries
from .domain.errors import NotPossible
from .models import Attempt, QuizPage


def _quiz_page(unit_key):
    """The live page of the unit in the reader's language, or in any."""
    pages = QuizPage.objects.live().filter(translation_key=unit_key).select_related("quiz")
    page = pages.filter(locale=Locale.get_active()).first() or pages.first()
    if page is None:
        return get_object_or_404(QuizPage, translation_key=unit_key, live=True)
    return page


def _own(request, public_id):
    return get_object_or_404(Attempt.objects.select_related("quiz"), public_id=public_id, enrolment__user=request.user)


@require_POST
@login_required
def start(request, unit_key):
    page = _quiz_page(unit_key)
    if not may_read(request.user, page):
        messages.error(request, _("You need a seat in a group of this course to take the quiz."))
        return redirect(page.get_url(request))
    try:
        attempt = attempts.start_attempt(request.user, page.quiz, unit_key)
    except NotPossible as reason:
        messages.error(request, str(reason))
        return redirect(page.get_url(request))
    return redirect("attempt", attempt.public_id)


@require_GET
@login_required
def attempt(request, public_id):
    attempt = _own(request, public_id)
    if attempt.submitted_at:
        return redirect("attempt_result", public_id)
    items = queries.shown_items(attempt, get_language())
    open_positions = [int(p) for p in request.GET.get("open", "").split(",") if p.isdigit()]
    context = {
        "attempt": attempt,
        "page": _quiz_page(attempt.unit_key),
        "items": items,
        "answered": sum(item.answered for item in items),
        "unanswered": [item for item in items if item.position in open_positions and not item.answered],
    }
    return render(request, "assessments/attempt.html", context)


def fields(post, prefix):
    """The strings of each field of one question: {"": […]} for `prefix` itself, {"x": […]} for `prefix-x`."""
    names = [name for name in post if name == prefix or name.startswith(f"{prefix}-")]
    return {name[len(prefix) + 1 :]: post.getlist(name) for name in names}


def _wants_json(request):
    return request.headers.get("Accept", "").startswith("application/json")


@require_POST
@login_required
def save(request, public_id):
    """One answer from the script (`position`, `sequence`, `answer…`), or the whole form without it."""
    attempt = _own(request, public_id)
    try:
        if "position" in request.POST:
            position, sequence = int(request.POST["position"]), int(request.POST.get("sequence", 0))
            kept = attempts.save_answer(attempt.pk, position, fields(request.POST, "answer"), sequence)
            if _wants_json(request):
                return JsonResponse({"position": position, "sequence": kept})
        else:
            _save_form(request, attempt)
    except (NotPossible, ValueError) as reason:
        known = isinstance(reason, NotPossible)
        text = str(reason) if known else _("This answer does not fit the question. Reload the page and choose again.")
        if _wants_json(request):
            return JsonResponse({"error": text}, status=409)
        messages.error(request, text)
        return redirect("attempt", public_id)
    messages.success(request, _("Your answers are saved. You can go on later, on any device."))
    return redirect("attempt", public_id)


def _save_form(request, attempt):
    """Saves every question of the posted form; the form carries the sequence each answer had when it was shown."""
    for item in attempt.items.all():
        if f"seq-{item.position}" in request.POST:
            sequence = int(request.POST[f"seq-{item.position}"]) + 1
            attempts.save_answer(attempt.pk, item.position, fields(request.POST, f"q-{item.position}"), sequence)


@require_POST
@login_required
def submit(request, public_id):
    """Saves what the form holds, asks once when questions are unanswered, then grades."""
    attempt = _own(request, public_id)
    try:
        if not attempt.submitted_at:
            _save_form(request, attempt)
        missing = list(attempt.items.filter(response__isnull=True).values_list("position", flat=True))
        if missing and not attempt.submitted_at and "anyway" not in request.POST:
            url = redirect("attempt", public_id)
            url["Location"] += "?open=" + ",".join(map(str, missing)) + "#unanswered"
            return url
        attempts.submit_attempt(attempt.pk)
    except (NotPossible, ValueError) as reason:
        messages.error(request, str(reason))
        return redirect("attempt", public_id)
    return redirect("attempt_result", public_id)


@require_GET
@login_required
def result(request, public_id):
    attempt = _own(request, public_id)
    if not attempt.submitted_at:
        return redirect("attempt", public_id)
    page = _quiz_page(attempt.unit_key)
    items = queries.shown_items(attempt, get_language())
    place = trail.place(reading.read_page(request.user, page).days, page.translation_key)
    context = {
        "attempt": attempt,
        "page": page,
        "items": items,
        "next": place.next if place else None,
        "right": sum(item.outcome == "right" for item in items),
        "offer": queries.offer(request.user, attempt.quiz, attempt.unit_key),
    }
    return render(request, "assessments/result.html", context)
