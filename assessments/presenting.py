"""What the templates of an attempt are given. Reads, changes nothing."""

import math
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from lms.core.templatetags.lms import SHORT_NAMES

from .domain import areas, counting, feedback, parts, queries, sittings, timing, turns
from .enums import ClosedBy, Feedback
from .models import Accommodation

POLL_SECONDS = 30


@dataclass(frozen=True)
class Asked:
    """What an address asks for: the reader's language, those chosen for single questions by position, the page or None
    for all, the positions that are asked about as unanswered."""

    language: str
    spoken: dict = field(default_factory=dict)
    page: int | None = None
    missing: list = field(default_factory=list)


def languages():
    names = ((code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES)
    return {"languages": [{"code": code, "short": SHORT_NAMES[code], "name": name} for code, name in names]}


def is_covered(attempt, now):
    """Whether a pause or a break stands in place of the questions."""
    return timing.stopped_at(attempt, now) is not None


def attempt_page(attempt, asked, now):
    """The context of an open attempt. `shown` are the pages in the document, `pages` all of them; none while paused."""
    covered = is_covered(attempt, now)
    items = [] if covered else queries.shown_items(attempt, asked.language, now, spoken=asked.spoken)
    pages = parts.parts(items)
    number = asked.page if asked.page and asked.page <= len(pages) else None
    shown = [page for page in pages if number in (None, page.number)]
    accommodation = Accommodation.objects.filter(user=attempt.enrolment.user_id).first()
    return {
        **languages(),
        **clock(attempt, accommodation, now),
        "attempt": attempt,
        "total": len(items),
        "pages": pages,
        "shown": shown,
        "quiet": any(page.quiet for page in shown),
        "paged": number is not None,
        "before": number - 1 if number and number > 1 else None,
        "after": number + 1 if number and number < len(pages) else None,
        "unanswered": [
            (item.position, page.number)
            for page in pages
            for item in page.items
            if item.position in asked.missing and not item.answered
        ],
        "spoken": ",".join(f"{position}.{code}" for position, code in sorted(asked.spoken.items())),
        "orders": "assessments/questions/ordering.html" in str([item.form for item in items]),
        "paused": covered,
        "news": [message["text"] for message in sittings.messages_for(attempt)],
        "large_print": bool(accommodation and accommodation.large_print),
        "during": bool(attempt.quiz.feedback.get("during")),
    }


def clock(attempt, accommodation, now):
    """`left` in seconds and in words, what was promised, breaks; `poll`: how often the script asks, if at all."""
    left = timing.left(attempt, now)
    allowed = timing.Allowance(attempt.plain_seconds, attempt.limit_seconds, 0)
    return {
        "left": left,
        "clock": minutes_left(left),
        "allowance": "; ".join(queries.time_in_words(allowed)),
        "break_minutes": math.ceil(attempt.break_seconds / 60) if left is not None else 0,
        "on_break": attempt.break_began_at is not None and attempt.paused_at is None,
        "break_until": break_until(attempt),
        "poll": POLL_SECONDS if left is not None or attempt.sitting_id else None,
    }


def break_until(attempt):
    if attempt.break_began_at is None:
        return None
    zone = ZoneInfo(attempt.enrolment.cohort.time_zone)
    return localtime(attempt.break_began_at + timing.break_left(attempt), zone)


def minutes_left(left):
    if left is None:
        return ""
    return _("{n} min left").replace("{n}", str(math.ceil(left / 60))) if left > 60 else _("Less than a minute left")


def state(attempt, now):
    """What the script is told: seconds left or None, whether the clock stands still, whether all is over and why."""
    closed = attempt.submitted_at is not None
    return {
        "left": None if closed else timing.left(attempt, now),
        "paused": not closed and is_covered(attempt, now),
        "closed": closed,
        "text": ended(attempt) if closed else "",
        "messages": [message["text"] for message in sittings.messages_for(attempt)],
    }


def ended(attempt):
    """How a submitted attempt ended, in words for the learner."""
    return {
        ClosedBy.TIME: _("The time was over. What the server had received by then has been handed in."),
        ClosedBy.INVIGILATOR: _("The invigilator ended the test. What you had answered has been handed in."),
        ClosedBy.PAPER: _("Your answers were entered from paper."),
    }.get(attempt.closed_by, _("The answers have been handed in."))


def page_of(attempt, position):
    """The number of the page that holds a question."""
    return parts.part_of(parts.parts(queries.shown_items(attempt, None)), position)


def result_page(attempt, offer, language, now):
    """The context of a result, with no more than the quiz tells at `now` (`queries.told`)."""
    told = queries.told(attempt, now)
    items = queries.shown_items(attempt, language, now)
    return {
        "attempt": attempt,
        "offer": offer,
        "items": items,
        "ended": ended(attempt),
        "passed": attempt.passed if Feedback.SCORE in told else None,
        "counted": counted(attempt, offer),
        "tells_score": Feedback.SCORE in told,
        "tells_correctness": Feedback.CORRECTNESS in told,
        "tells_anything": bool(told - {Feedback.SCORE}),
        "areas": areas.shares(attempt) if feedback.tells_areas(attempt, now, told) else [],
        "follows": follows(feedback.later(attempt, now, told)),
        "right": sum(item.outcome == "right" for item in items),
        "must_pass": sum(item.must_pass for item in attempt.items.all()) if attempt.must_pass_right else 0,
    }


def follows(later):
    """What the learner is told once the sitting has closed, and when that is: two sentences, or none."""
    if later is None:
        return []
    if Feedback.SCORE in later.what:
        what = _("You see the result here once the sitting has closed.")
    else:
        what = _("You see more about your answers here once the sitting has closed.")
    if later.closes:
        when = date_format(later.closes, "DATETIME_FORMAT")
        return [what, _("It closes on %(when)s, or later if somebody is still working then.") % {"when": when}]
    if later.paused:
        return [what, _("It is paused now, so the time is not certain yet.")]
    return [what, _("Its time is over, and somebody is still working.")]


def counted(attempt, offer):
    """The `counting.Outcome` of several attempts, or None for a single one and while one of them is not told yet."""
    if len(offer.attempts) < 2 or any(past.percent is None for past in offer.attempts):
        return None
    rows = turns.attempts_of(attempt.enrolment.user_id, attempt.unit_key)
    return counting.outcome(attempt.quiz.counted, rows)
