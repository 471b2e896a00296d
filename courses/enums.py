"""The states and kinds of this app; allowed changes of state stand beside each."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContentNoteLevel(models.IntegerChoices):
    """How hard a text may be to read (CURRICULUM 1.5, R-10)."""

    NEUTRAL = 0, _("neutral")
    MENTIONS = 1, _("mentions violence, loss or detention without detail")
    DESCRIBES = 2, _("describes reactions, abuse or death with restraint")
    MEETS = 3, _("a scene with a disclosure, self-harm or grief")


class Tone(models.TextChoices):
    NOW = "now", _("neutral")
    GOOD = "good", _("good")
    WARN = "warn", _("take care")


class Format(models.TextChoices):
    FACE_TO_FACE = "face_to_face", _("face to face")
    BLENDED = "blended", _("blended")
    ONLINE = "online", _("online")


class Rule(models.TextChoices):
    """What a completion policy is made of."""

    UNITS_DONE = "units_done", _("all required units done")
    QUIZ_MEAN = "quiz_mean", _("mean of the quizzes")
    UNIT_AT_LEAST = "unit_at_least", _("result of one unit")
    ATTENDANCE = "attendance", _("attendance")


class CohortStatus(models.TextChoices):
    DRAFT = "draft", _("in preparation")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


COHORT_CHANGES = {
    CohortStatus.DRAFT: {CohortStatus.OPEN},
    CohortStatus.OPEN: {CohortStatus.CLOSED},
    CohortStatus.CLOSED: {CohortStatus.OPEN},
}


class JoinMode(models.TextChoices):
    OPEN = "open", _("everybody may join")
    APPROVAL = "approval", _("staff approve each request")
    INVITED = "invited", _("staff enrol people")


class EnrolmentStatus(models.TextChoices):
    REQUESTED = "requested", _("waiting for approval")
    ACTIVE = "active", _("enrolled")
    DECLINED = "declined", _("not accepted")
    WITHDRAWN = "withdrawn", _("withdrawn")


ENROLMENT_CHANGES = {
    EnrolmentStatus.REQUESTED: {EnrolmentStatus.ACTIVE, EnrolmentStatus.DECLINED, EnrolmentStatus.WITHDRAWN},
    EnrolmentStatus.ACTIVE: {EnrolmentStatus.WITHDRAWN},
    EnrolmentStatus.DECLINED: {EnrolmentStatus.ACTIVE},
    EnrolmentStatus.WITHDRAWN: {EnrolmentStatus.ACTIVE, EnrolmentStatus.REQUESTED},
}


class Half(models.TextChoices):
    MORNING = "am", _("morning")
    AFTERNOON = "pm", _("afternoon")


class Presence(models.TextChoices):
    PRESENT = "present", _("present")
    ABSENT = "absent", _("absent")


class Confidence(models.TextChoices):
    """How sure a Kazakh term is: law and official use, or a proposal to be tried aloud with practitioners."""

    HIGH = "H", _("official or usual")
    MEDIUM = "M", _("likely, to be confirmed")
    LOW = "L", _("a proposal")


class ClearanceField(models.TextChoices):
    """In what a text needs a specialist's clearance, language by language, before readers may rely on it (C-17)."""

    LAW = "law", _("law")
    PROTECTION = "protection", _("child protection")
    MENTAL_HEALTH = "mental_health", _("mental health")
    SUPPORT = "support", _("help services")


class Paper(models.TextChoices):
    """What is printed of a day."""

    TRAINER = "trainer", _("document for trainers")
    HANDOUT = "handout", _("handout for learners")


class PaperState(models.TextChoices):
    WAITING = "waiting", _("being prepared")
    READY = "ready", _("ready")
    FAILED = "failed", _("could not be made")


PAPER_CHANGES = {
    PaperState.WAITING: {PaperState.READY, PaperState.FAILED},
    PaperState.FAILED: {PaperState.WAITING},
}
