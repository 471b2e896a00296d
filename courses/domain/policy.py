"""The rules of completion, judged on plain data: no database, no request.

What each rule asks for and how it is stored is told by `courses.models.Course`.
"""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from lms.core.figures import percent as in_percent

from ..enums import Rule
from .errors import PolicyInvalid


@dataclass(frozen=True)
class PlannedUnit:
    """One entry of `Cohort.units`. `kind` is the page model's name without "page"."""

    key: UUID
    module: UUID
    kind: str
    required: bool

    @classmethod
    def load(cls, entry):
        return cls(UUID(entry["key"]), UUID(entry["module"]), entry["kind"], entry["required"])

    def dump(self):
        return {"key": str(self.key), "module": str(self.module), "kind": self.kind, "required": self.required}


@dataclass(frozen=True)
class Evidence:
    """All that the rules look at for one person in one cohort.

    `half_days` are those of the whole run, `held` those recorded so far, `present` those this person attended.
    """

    units: tuple[PlannedUnit, ...]
    completed: frozenset[UUID]
    percents: dict[UUID, Decimal]
    half_days: int = 0
    held: int = 0
    present: int = 0

    @property
    def required(self):
        return [unit for unit in self.units if unit.required]


@dataclass(frozen=True)
class Judgement:
    """One rule on one person's evidence; `missing` names the units that would bring it nearer.

    For the mean, `taken` of the `asked` quizzes have a result.
    """

    rule: str
    have: Decimal
    need: Decimal
    met: bool
    missing: tuple[UUID, ...] = ()
    available: bool = True
    taken: int = 0
    asked: int = 0


def units_done(rule, evidence, policy):
    required = evidence.required
    missing = tuple(unit.key for unit in required if unit.key not in evidence.completed)
    have, need = Decimal(len(required) - len(missing)), Decimal(len(required))
    return Judgement(rule["rule"], have, need, bool(required) and not missing, missing)


def quiz_mean(rule, evidence, policy):
    """The mean over the required quizzes without those that have a rule of their own; one not taken counts as 0."""
    apart = {UUID(other["unit"]) for other in policy if other["rule"] == Rule.UNIT_AT_LEAST}
    quizzes = [unit.key for unit in evidence.required if unit.kind == "quiz" and unit.key not in apart]
    results = [evidence.percents.get(key, Decimal(0)) for key in quizzes]
    mean = sum(results) / len(results) if results else Decimal(0)
    need = Decimal(rule["percent"])
    missing = tuple(key for key in quizzes if evidence.percents.get(key, Decimal(0)) < need)
    met = bool(quizzes) and mean >= need
    taken = sum(key in evidence.percents for key in quizzes)
    return Judgement(rule["rule"], mean, need, met, () if met else missing, taken=taken, asked=len(quizzes))


def unit_at_least(rule, evidence, policy):
    key = UUID(rule["unit"])
    available = any(unit.key == key for unit in evidence.units)
    have, need = evidence.percents.get(key, Decimal(0)), Decimal(rule["percent"])
    met = available and key in evidence.percents and have >= need
    return Judgement(rule["rule"], have, need, met, () if met or not available else (key,), available)


def attendance(rule, evidence, policy):
    """In half-days of the whole run, so that a met rule stays met when more days are recorded."""
    need = -(-evidence.half_days * rule["percent"] // 100)
    met = evidence.half_days > 0 and evidence.present >= need
    return Judgement(rule["rule"], Decimal(evidence.present), Decimal(need), met)


JUDGES = {
    Rule.UNITS_DONE: units_done,
    Rule.QUIZ_MEAN: quiz_mean,
    Rule.UNIT_AT_LEAST: unit_at_least,
    Rule.ATTENDANCE: attendance,
}


def judge(policy, evidence):
    """A judgement for each rule of the policy, in its order."""
    return [JUDGES[rule["rule"]](rule, evidence, policy) for rule in policy]


def is_met(judgements):
    """Every rule is met; a policy without rules is met by nobody."""
    return bool(judgements) and all(judgement.met for judgement in judgements)


def check_policy(policy):
    """Raises PolicyInvalid, naming the rule, when a policy cannot be judged."""
    for number, rule in enumerate(policy, start=1):
        kind = rule.get("rule")
        percent = rule.get("percent")
        wants_percent = kind in {Rule.QUIZ_MEAN, Rule.UNIT_AT_LEAST, Rule.ATTENDANCE}
        fault = (
            kind not in JUDGES
            or (wants_percent and not (isinstance(percent, int) and 1 <= percent <= 100))
            or (kind == Rule.UNIT_AT_LEAST and not is_uuid(rule.get("unit")))
        )
        if fault:
            raise PolicyInvalid(_("Rule %(number)d of the completion policy has a fault.") % {"number": number})


def is_uuid(text):
    try:
        return bool(UUID(text))
    except (TypeError, ValueError, AttributeError):
        return False


def requirement(rule):
    """What the rule asks of everybody, as one sentence without a full stop."""
    if rule["rule"] == Rule.UNITS_DONE:
        return _("Finish all required steps")
    numbers = {"percent": in_percent(rule["percent"])}
    if rule["rule"] == Rule.QUIZ_MEAN:
        return _("Reach a mean of at least %(percent)s in the quizzes") % numbers
    if rule["rule"] == Rule.ATTENDANCE:
        return _("Attend at least %(percent)s of the sessions") % numbers
    return _("%(title)s: at least %(percent)s") % {"title": rule_title(rule), **numbers}


def in_words(rule, judgement, evidence):
    """The judgement as one sentence with the person's own numbers, in the reader's language."""
    return WORDS[rule["rule"]](rule, judgement, evidence)


def say_units_done(rule, judgement, evidence):
    need = int(judgement.need)
    text = ngettext("%(have)d of %(need)d step done", "%(have)d of %(need)d steps done", need)
    return text % {"have": judgement.have, "need": need}


def say_quiz_mean(rule, judgement, evidence):
    numbers = {"have": in_percent(judgement.have), "need": in_percent(judgement.need)}
    if not judgement.taken:
        return _("Mean of the quizzes: at least %(need)s needed, no quiz taken yet") % numbers
    if judgement.taken < judgement.asked:
        text = _("Mean of the quizzes: %(have)s so far (a quiz not taken counts as 0), at least %(need)s needed")
        return text % numbers
    return _("Mean of the quizzes: %(have)s, at least %(need)s needed") % numbers


def say_unit_at_least(rule, judgement, evidence):
    numbers = {"title": rule_title(rule), "have": in_percent(judgement.have), "need": in_percent(judgement.need)}
    if not judgement.available:
        return _("%(title)s: at least %(need)s needed. This step is not available yet") % numbers
    if UUID(rule["unit"]) not in evidence.percents:
        return _("%(title)s: at least %(need)s needed, not taken yet") % numbers
    return _("%(title)s: %(have)s, at least %(need)s needed") % numbers


def say_attendance(rule, judgement, evidence):
    if not evidence.half_days:
        text = _("Attendance of at least %(percent)s: no sessions are planned yet")
        return text % {"percent": in_percent(rule["percent"])}
    if not evidence.held:
        text = _("Attendance: at least %(need)d of %(total)d half-days needed, none is recorded yet")
        return text % {"need": judgement.need, "total": evidence.half_days}
    text = ngettext(
        "Present at %(have)d half-day of %(held)d held; at least %(need)d of %(total)d needed",
        "Present at %(have)d half-days of %(held)d held; at least %(need)d of %(total)d needed",
        int(judgement.have),
    )
    return text % {
        "have": judgement.have,
        "held": evidence.held,
        "need": judgement.need,
        "total": evidence.half_days,
    }


WORDS = {
    Rule.UNITS_DONE: say_units_done,
    Rule.QUIZ_MEAN: say_quiz_mean,
    Rule.UNIT_AT_LEAST: say_unit_at_least,
    Rule.ATTENDANCE: say_attendance,
}


def rule_title(rule):
    titles = rule.get("title") or {}
    return titles.get((get_language() or "kk")[:2]) or next(iter(titles.values()), "") or _("Final result")
