"""What erasing a person means for the register (S-23)."""

from django.core.files.storage import default_storage
from django.db import transaction

from ..models import CertificateFile, CertificateHolder, HolderNotice, IssueItem


def erase_holder(user):
    """Remove names, evidence and PDF of the person's certificates; returns how many there were.

    Number, programme, dates, events and the SHA-256 of the file stay: the holder's own copy can still be recognised
    by its hash, and the code is still answered. Safe to run twice.
    """
    with transaction.atomic():
        holders = CertificateHolder.objects.filter(user=user)
        certificates = list(holders.values_list("pk", flat=True))
        names = list(CertificateFile.objects.filter(pk__in=certificates).values_list("name", flat=True))
        IssueItem.objects.filter(enrolment__user=user).delete()
        HolderNotice.objects.filter(user=user).delete()
        holders.delete()
        for name in names:
            default_storage.delete(name)
    return len(certificates)
