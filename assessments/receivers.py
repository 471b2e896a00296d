"""News that this app listens to."""

from wagtail.signals import published

from .domain import bank
from .models import Question


def connect():
    published.connect(write_version, sender=Question, dispatch_uid="assessments_write_version")


def write_version(sender, instance, revision, **kwargs):
    bank.publish_version(instance, by=revision.user)
