"""What the quiz pages show."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from courses.domain.access import enrolments_with_unit

from ..enums import Feedback
from ..models.accommodation import Accommodation
from ..models.attempt import Attempt, AttemptItem
from ..models.quiz import QuizSection, QuizSlot
from ..models.sitting import Sitting
from ..questions import KINDS
from ..questions.base import Asked, Line
from . import attempts, drawing, grading, timing, turns
from .errors import NotPossible
from .feedback import busy_sittings, told
from .timing import Allowance

__all__ = ["Offer", "Past", "ShownItem", "aids_in_words", "offer", "shown_items", "time_in_words", "told"]


@dataclass(frozen=True)
class Past:
    """A submitted attempt. `percent` and `passed` are None until its quiz tells the score."""

    public_id: UUID
    number: int
    submitted_at: datetime
    percent: Decimal | None
    passed: bool | None


@dataclass(frozen=True)
class Offer:
    """What a learner sees before starting: earlier attempts (newest first), the open one, how many are left.

    `left` is None when there is no limit. `refusal` is why nothing can begin now (a NotPossible, its text is for the
    reader), `again_at` and `opens` are when it can, in the cohort's time zone. `sitting` is the open one; `needs_code`
    says that it asks for its start code. `time` is the Allowance, `time_words` tells it with everything that stands on
    the person, as a list of sentences.
    """

    questions: int
    pass_percent: int
    max_attempts: int | None
    counted: str
    attempts: list[Past]
    running: Attempt | None
    left: int | None
    refusal: NotPossible | None
    again_at: datetime | None
    opens: datetime | None
    sitting: Sitting | None
    time: Allowance
    time_words: list[str]
    large_print: bool

    @property
    def may_start(self):
        return bool(self.questions) and (self.running is not None or self.refusal is None)

    @property
    def needs_code(self):
        return self.running is None and self.sitting is not None and bool(self.sitting.start_code)


def offer(user, quiz, unit_key, now=None):
    """The Offer of `quiz` to `user`; without attempts for somebody who is not logged in.

    An open attempt whose time is over is closed by the look.
    """
    now = now or timezone.now()
    rows, seats, accommodation = [], [], None
    if user.is_authenticated:
        mine = turns.attempts_of(user, unit_key).select_related("quiz", "sitting", "enrolment__cohort")
        rows = [attempts.settle(attempt, now) for attempt in mine]
        seats = enrolments_with_unit(user, unit_key)
        accommodation = Accommodation.objects.filter(user=user).first()
    turn, busy = turns.turn(quiz, unit_key, seats, rows, now), busy_sittings(rows)
    allowed = timing.allowance(quiz, accommodation)
    running = next((attempt for attempt in rows if attempt.submitted_at is None), None)
    return Offer(
        questions=count_questions(quiz),
        pass_percent=quiz.pass_percent,
        max_attempts=quiz.max_attempts,
        counted=quiz.counted,
        attempts=[past(attempt, now, busy) for attempt in reversed(rows) if attempt.submitted_at],
        running=running,
        left=turn.left,
        refusal=turn.refusal,
        again_at=turn.again_at,
        opens=turn.opens,
        sitting=turn.sitting,
        time=allowed,
        time_words=time_in_words(allowed, accommodation),
        large_print=bool(accommodation and accommodation.large_print),
    )


def past(attempt, now, busy):
    shown = Feedback.SCORE in told(attempt, now, all_done=attempt.sitting_id not in busy)
    percent, passed = (attempt.percent, attempt.passed) if shown else (None, None)
    return Past(attempt.public_id, attempt.number, attempt.submitted_at, percent, passed)


def count_questions(quiz):
    """How many questions one attempt has; of several forms the shortest counts."""
    forms = {}
    for form in drawing.fixed_items(quiz, None).values_list("form", flat=True):
        forms[form] = forms.get(form, 0) + 1
    everywhere = forms.pop("", 0)
    drawn = sum(QuizSlot.objects.filter(quiz=quiz).values_list("count", flat=True))
    return everywhere + min(forms.values(), default=0) + drawn


def time_in_words(allowed, accommodation=None):
    """The time as sentences for the person: the limit ("60 min, extended from 40"), breaks, large print."""
    words = []
    if allowed.plain_seconds is not None:
        limit, plain = allowed.limit_seconds, minutes(allowed.plain_seconds)
        if limit is None:
            words.append(gettext("no time limit, instead of %(plain)s min") % {"plain": plain})
        elif limit != allowed.plain_seconds:
            numbers = {"limit": minutes(limit), "plain": plain}
            words.append(gettext("%(limit)s min, extended from %(plain)s") % numbers)
        else:
            words.append(gettext("%(plain)s min") % {"plain": plain})
    if allowed.break_seconds:
        number = allowed.break_seconds // 60
        text = ngettext("%(count)d minute of breaks", "%(count)d minutes of breaks", number)
        words.append(text % {"count": number})
    if accommodation is not None and accommodation.large_print:
        words.append(gettext("large print"))
    return words


def aids_in_words(accommodation):
    """What stands on a person, whatever the test: a list of words, empty without an accommodation."""
    if accommodation is None:
        return []
    words = []
    if accommodation.no_limit:
        words.append(gettext("no time limit"))
    elif accommodation.extra_percent:
        words.append(gettext("%(percent)s %% more time") % {"percent": accommodation.extra_percent})
    return words + time_in_words(Allowance(None, None, accommodation.break_minutes * 60), accommodation)


def minutes(seconds):
    """Whole minutes, or with one decimal where there is a rest."""
    return seconds // 60 if seconds % 60 == 0 else round(seconds / 60, 1)


@dataclass(frozen=True)
class ShownItem:
    """A question as it appears on the page: `form` is what its template asks with (`Kind.show`).

    `outcome`, `lines` (the answer in words, `Line`) and `explanation` stay empty until the quiz tells them (S-18).
    `section` is the title above it, in the reader's language; `content_note` the level of its note (no countdown from
    2 on); `languages` are those it can be shown in.
    """

    position: int
    language: str
    form: dict
    answered: bool
    sequence: int
    outcome: str = ""
    lines: list[Line] = field(default_factory=list)
    explanation: str = ""
    section: str = ""
    content_note: int = 0
    languages: tuple = ()

    @property
    def stem(self):
        return self.form["stem"]


def shown_items(attempt, language, now=None, *, spoken=None, position=None):
    """The items of `attempt` in `language`, with as much feedback as `told` gives at `now`; while it runs, only for
    questions that have an answer. `spoken` names another language for single positions; `position` asks for one."""
    items = AttemptItem.objects.filter(attempt=attempt).order_by("position")
    items = items if position is None else items.filter(position=position)
    items = list(items.select_related("version__question", "graded_version"))
    feedback = told(attempt, now)
    titles = {}
    if any(item.section is not None for item in items):
        titles = dict(QuizSection.objects.filter(quiz=attempt.quiz_id).values_list("position", "titles"))
    titles = {place: named.get(language) or named.get("en", "") for place, named in titles.items()}
    spoken, submitted = spoken or {}, attempt.submitted_at is not None
    return [shown(item, spoken.get(item.position, language), feedback, titles, submitted) for item in items]


def shown(item, language, feedback, titles, submitted):
    kind, body = KINDS[item.version.question.kind], item.version.body
    shown_in = item.version.language(language)
    texts = item.version.texts[shown_in]
    asked = Asked(texts, shown_in, f"q-{item.position}", item.option_order, item.response or {})
    return ShownItem(
        position=item.position,
        language=shown_in,
        form=kind.show(body, asked),
        answered=item.response is not None,
        sequence=item.sequence,
        section=titles.get(item.section, ""),
        content_note=item.version.question.content_note,
        languages=tuple(item.version.texts),
        **(feedback_of(item, asked, feedback) if submitted or item.response else {}),
    )


def feedback_of(item, asked, feedback):
    """The parts of a ShownItem that depend on the key, as far as `feedback` (a set of Feedback) tells them."""
    parts = {}
    if Feedback.CORRECTNESS in feedback:
        parts["outcome"] = grading.grade_item(item).outcome
    if feedback & {Feedback.CORRECTNESS, Feedback.ANSWER, Feedback.EXPLANATION}:
        lines = KINDS[item.version.question.kind].describe_response(grading.key_of(item).body, asked)
        lines = (told_of(line, feedback) for line in lines)
        parts["lines"] = [line for line in lines if line.prompt or line.answer or line.expected or line.feedback]
    if Feedback.EXPLANATION in feedback:
        parts["explanation"] = asked.texts.get("explanation", "")
    return parts


def told_of(line, feedback):
    """One Line without what is not told yet."""
    without = {}
    if Feedback.CORRECTNESS not in feedback:
        without["mark"] = "open" if line.mark == "open" else ""
    if Feedback.ANSWER not in feedback:
        without["expected"] = ""
    if Feedback.EXPLANATION not in feedback:
        without["feedback"] = ""
    return replace(line, **without)
