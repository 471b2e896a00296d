"""Telling people by letter, each once.

A task is killed, runs twice, or meets a mail server that is away: the rows say who is still to be told. A row is marked
as tried before its letter goes and as told afterwards. A kill between the two can send the same letter a second time,
under the same Message-ID; nobody is left out.
"""

import logging
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.translation import override

from .tasks import describe

logger = logging.getLogger("lms.notices")


def deliver(notices, letter):
    """Tell everybody among `notices` (a queryset of a `Notice`) who is still to be told.

    `letter(notice)` gives (subject, text) in the active language, that of the person, or None when there is nothing to
    say any more. Whoever has no mailbox finds it on the site alone.
    """
    for notice in notices.to_tell().select_related("user").order_by("pk"):
        if claim(notice):
            try:
                send(notice, letter)
            except OSError as error:  # the mail server is away; smtplib's errors are OSErrors
                logger.error("A letter (%s) was not sent: %s", notice, describe(error))
            else:
                type(notice).objects.filter(pk=notice.pk).update(told_at=timezone.now())


def claim(notice):
    """Whether this process is the one that tells it now."""
    rows = type(notice).objects.to_tell().filter(pk=notice.pk)
    return bool(rows.update(tried_at=timezone.now()))


def send(notice, letter):
    if not notice.user.email or not notice.user.is_active:
        return
    with override(notice.user.language):
        told = letter(notice)
        if told is not None:
            subject, text = told
            host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname
            headers = {"Message-ID": f"<{notice._meta.model_name}-{notice.pk}@{host}>"}
            EmailMessage(subject, text, None, [notice.user.email], headers=headers).send()
