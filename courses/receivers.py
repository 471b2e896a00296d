"""News that this app listens to."""

from django.dispatch import receiver
from wagtail.signals import page_unpublished

from .domain import documents
from .models import LessonPage, ModulePage
from .signals import source_changed
from .tasks import tell_owners


@receiver(source_changed, dispatch_uid="courses_tell_owners")
def enqueue_letters(sender, change_id, **kwargs):
    tell_owners.enqueue(change_id)


@receiver(page_unpublished, sender=LessonPage, dispatch_uid="courses_lesson_taken_out")
@receiver(page_unpublished, sender=ModulePage, dispatch_uid="courses_day_taken_out")
def take_papers_out(sender, instance, **kwargs):
    documents.take_out(instance)
