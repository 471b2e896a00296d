"""What the quiz pages show."""

from dataclasses import dataclass, field

from ..models.attempt import Attempt, AttemptItem
from ..questions import KINDS, marked_by_software
from ..questions.base import Asked, Line
from . import grading


@dataclass(frozen=True)
class Offer:
    """What a learner sees before starting: earlier attempts (newest first), the open one, how many are left.

    `left` is None when there is no limit.
    """

    questions: int
    pass_percent: int
    max_attempts: int | None
    attempts: list[Attempt]
    running: Attempt | None
    left: int | None

    @property
    def may_start(self):
        return bool(self.questions) and (self.running is not None or self.left is None or self.left > 0)


def offer(user, quiz, unit_key):
    """The Offer of `quiz` to `user`; without attempts for somebody who is not logged in."""
    attempts = []
    if user.is_authenticated:
        attempts = list(Attempt.objects.filter(enrolment__user=user, unit_key=unit_key).order_by("-started_at"))
    running = next((attempt for attempt in attempts if attempt.submitted_at is None), None)
    left = None if quiz.max_attempts is None else max(0, quiz.max_attempts - len(attempts))
    done = [attempt for attempt in attempts if attempt.submitted_at]
    questions = quiz.items.filter(question__kind__in=marked_by_software()).count()
    return Offer(questions, quiz.pass_percent, quiz.max_attempts, done, running, left)


@dataclass(frozen=True)
class ShownItem:
    """A question as it appears on the page: `form` is what its template asks with (`Kind.show`).

    `outcome`, `lines` (the answer in words, `Line`) and `explanation` stay empty until submission (S-18).
    """

    position: int
    language: str
    form: dict
    answered: bool
    sequence: int
    outcome: str = ""
    lines: list[Line] = field(default_factory=list)
    explanation: str = ""

    @property
    def stem(self):
        return self.form["stem"]


def shown_items(attempt, language):
    """The items of `attempt` in `language`; right answers and feedback only once it has been submitted."""
    items = AttemptItem.objects.filter(attempt=attempt).select_related("version__question").order_by("position")
    return [_shown(item, language, graded=attempt.submitted_at is not None) for item in items]


def _shown(item, language, graded):
    kind, body = KINDS[item.version.question.kind], item.version.body
    shown_in = item.version.language(language)
    texts = item.version.texts[shown_in]
    asked = Asked(texts, shown_in, f"q-{item.position}", item.option_order, item.response or {})
    told = {}
    if graded:
        told["outcome"] = grading.grade_item(item).outcome
        told["lines"] = kind.describe_response(body, asked)
        told["explanation"] = texts.get("explanation", "")
    return ShownItem(
        position=item.position,
        language=shown_in,
        form=kind.show(body, asked),
        answered=item.response is not None,
        sequence=item.sequence,
        **told,
    )
