"""News that this app listens to."""

from django.dispatch import receiver
from wagtail.signals import published

from .domain import bank
from .models import Question
from .signals import exam_day_changed, regraded
from .tasks import tell_of_exam_days, tell_regraded


@receiver(published, sender=Question, dispatch_uid="assessments_write_version")
def write_version(sender, instance, revision, **kwargs):
    bank.publish_version(instance, by=bank.author_of(instance, revision))


@receiver(regraded, dispatch_uid="assessments_tell_regraded")
def enqueue_notices(sender, regrade_id, **kwargs):
    tell_regraded.enqueue(regrade_id)


@receiver(exam_day_changed, dispatch_uid="assessments_tell_of_exam_days")
def enqueue_letters(sender, cohort_id, **kwargs):
    tell_of_exam_days.enqueue(cohort_id)
