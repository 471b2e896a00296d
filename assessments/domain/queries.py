"""What the quiz pages show."""

from dataclasses import dataclass

from ..models.attempt import Attempt, AttemptItem
from ..questions import KINDS
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
    return Offer(quiz.items.count(), quiz.pass_percent, quiz.max_attempts, done, running, left)


@dataclass(frozen=True)
class ShownOption:
    """`correct` and `feedback` stay None until the attempt has been submitted (S-18)."""

    id: str
    text: str
    chosen: bool
    correct: bool | None = None
    feedback: str = ""


@dataclass(frozen=True)
class ShownItem:
    """A question as it appears on the page; `outcome` and `explanation` only after submission."""

    position: int
    kind: str
    template: str
    input_type: str
    language: str
    stem: str
    options: list[ShownOption]
    answered: bool
    sequence: int
    outcome: str = ""
    explanation: str = ""


def shown_items(attempt, language):
    """The items of `attempt` in `language`; right answers and feedback only once it has been submitted."""
    items = AttemptItem.objects.filter(attempt=attempt).select_related("version__question").order_by("position")
    return [_shown(item, language, graded=attempt.submitted_at is not None) for item in items]


def _shown(item, language, graded):
    kind = KINDS[item.version.question.kind]
    shown_in = item.version.language(language)
    texts = item.version.texts[shown_in]
    chosen = set(item.response or ())
    right = kind.right(item.version.body) if graded else set()
    options = [
        ShownOption(
            id=option,
            text=texts["options"][option]["text"],
            chosen=option in chosen,
            correct=option in right if graded else None,
            feedback=texts["options"][option].get("feedback", "") if graded and option in chosen else "",
        )
        for option in item.option_order
    ]
    return ShownItem(
        position=item.position,
        kind=kind.name,
        template=kind.template,
        input_type=kind.input_type,
        language=shown_in,
        stem=texts["stem"],
        options=options,
        answered=item.response is not None,
        sequence=item.sequence,
        outcome=grading.grade_item(item).outcome if graded else "",
        explanation=texts.get("explanation", "") if graded else "",
    )
