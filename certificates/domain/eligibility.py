"""Who can get a certificate now, and what is missing for those who cannot."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from courses.domain import progress
from courses.enums import EnrolmentStatus
from courses.models import Enrolment

from ..enums import Obstacle
from ..models import Certificate, CertificateHolder, Signatory
from . import fitting, paper


@dataclass(frozen=True)
class Finding:
    """One thing that stands in the way; `detail` is what it names: a character, a language, a length."""

    obstacle: Obstacle
    detail: str = ""

    def __str__(self):
        return self.obstacle.label % {"detail": self.detail}


@dataclass(frozen=True)
class Paper:
    """What a cohort's certificates of one day share. `texts` is None while something is missing."""

    issued_on: object
    texts: dict | None
    signatory: Signatory | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Readiness:
    """One enrolment before issue: the names that would be printed, what stands in the way, the standing it rests on.

    `unmet` are the rules not met, in words; `certificate` is the one that the person has already.
    """

    enrolment: Enrolment
    names: dict[str, str]
    findings: tuple[Finding, ...]
    unmet: tuple[str, ...]
    standing: progress.Standing
    paper: Paper
    certificate: Certificate | None

    @property
    def is_eligible(self):
        return self.certificate is None and not self.findings


def enrolments_for_check(**lookups):
    """Enrolments with everything that `check` reads of them."""
    return Enrolment.objects.filter(**lookups).select_related("user__profile", "cohort__course", "cohort__organisation")


def check(enrolments):
    """A `Readiness` for each enrolment, in order; the number of queries does not depend on how many there are."""
    enrolments = list(enrolments)
    standings = progress.standings(enrolments, {})
    held = CertificateHolder.objects.filter(enrolment__in=enrolments).select_related("certificate")
    certificates = {holder.enrolment_id: holder.certificate for holder in held}
    papers = {cohort.pk: paper_for(cohort) for cohort in {row.cohort_id: row.cohort for row in enrolments}.values()}
    return [judge(row, standings[row.pk], papers[row.cohort_id], certificates.get(row.pk)) for row in enrolments]


def judge(enrolment, standing, shared, certificate):
    names = paper.names_of(enrolment.user)
    findings = [*standing_findings(enrolment, standing), *name_findings(names), *shared.findings]
    return Readiness(
        enrolment=enrolment,
        names=names,
        findings=tuple(findings),
        unmet=tuple(rule.text for rule in standing.rules if not rule.met),
        standing=standing,
        paper=shared,
        certificate=certificate,
    )


def standing_findings(enrolment, standing):
    if enrolment.status != EnrolmentStatus.ACTIVE:
        yield Finding(Obstacle.NOT_ENROLLED)
    elif not (standing.met and enrolment.completed_at):
        yield Finding(Obstacle.NOT_COMPLETED)


def name_findings(names):
    """What is wrong with a name: parts missing, letters that the fonts lack, too long for the paper."""
    full, latin = names["full_name"], names["latin_name"]
    if not names["family_name"] or full == names["family_name"]:
        yield Finding(Obstacle.NAME_MISSING)
        return
    if char := fitting.unprintable(full) or fitting.unprintable(latin):
        yield Finding(Obstacle.LETTER, char)
    elif not fitting.shape_name(full):
        yield Finding(Obstacle.NAME_TOO_LONG, str(len(full)))
    elif not fitting.latin_name_fits(latin):
        yield Finding(Obstacle.NAME_TOO_LONG, str(len(latin)))


def paper_for(cohort):
    """What the certificates of this cohort would share if they were issued today."""
    today = timezone.localdate(timezone=ZoneInfo(cohort.time_zone))
    texts = paper.texts_of(cohort.course)
    signatory = paper.signatory_of(cohort.organisation, today)
    findings = []
    if missing := [name for code, name in settings.LANGUAGES if code not in texts]:
        findings.append(Finding(Obstacle.TEXT_MISSING, ", ".join(missing)))
    if signatory is None:
        findings.append(Finding(Obstacle.NO_SIGNATORY))
    if findings:
        return Paper(today, None, signatory, tuple(findings))
    composed = paper.compose(cohort, texts, signatory)
    return Paper(today, composed, signatory, tuple(text_findings(composed, signatory)))


def text_findings(texts, signatory):
    everything = "".join(text for printed in texts.values() for text in printed.values()) + signatory.name
    if char := fitting.unprintable(everything):
        yield Finding(Obstacle.TEXT_LETTER, char)
    elif not fitting.texts_fit(texts):
        yield Finding(Obstacle.TEXT_TOO_LONG)


def evidence(readiness):
    """The standing as a certificate keeps it: figures, no words."""
    return {
        "completed_at": readiness.enrolment.completed_at.isoformat(),
        "rules": [
            {"rule": rule.rule, "have": str(rule.have), "need": str(rule.need), "met": rule.met}
            for rule in readiness.standing.rules
        ],
    }
