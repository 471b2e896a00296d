"""Background work of this app: mails, papers of days."""

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.translation import gettext, ngettext, override

from lms.core.tasks import task

from .domain import currency, documents
from .models import SourceChange


@task()
def tell_owners(change_id):
    """Tells everybody who answers for a text that waits for a check: a number and a link, no title (R-17)."""
    change = SourceChange.objects.select_related("source").get(pk=change_id)
    for person in currency.owners(change):
        count = len(currency.waiting(person))
        with override(person.language):
            link = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('reference:rechecks')}"
            lines = [
                gettext("A source of our texts has changed: %s.") % change.source.key,
                ngettext("%d text waits for your check.", "%d texts wait for your check.", count) % count,
                link,
            ]
            send_mail(gettext("A source has changed"), "\n".join(lines), None, [person.email])


@task()
def make_document(document_id):
    documents.make(document_id)


def prepare_documents():
    """A tick: papers of days that are missing or out of date are asked for."""
    documents.prepare(make_document.enqueue)
