"""Checking a certificate (S-21): the code finds it, the surname tells whose it is, and nothing else is looked up."""

from enum import Enum

from lms.core import ratelimit

from ..enums import EventKind
from ..folding import fold_surname
from ..models import Certificate, CertificateEvent

WRONG_PER_CERTIFICATE = 5
WRONG_ON_SITE = 300
DAY = 24 * 60 * 60


class Comparison(Enum):
    """What came of comparing a surname with the holder's."""

    MATCHES = "matches"
    DIFFERS = "differs"
    EMPTY = "empty"
    PAUSED = "paused"
    ERASED = "erased"


def find(code):
    """The certificate with this code once its file exists, or None. `code` is what `numbers.read_code` gave."""
    return Certificate.objects.ready().filter(code=code).select_related("holder").first()


def revocation(certificate):
    """The event by which the certificate was withdrawn, or None."""
    return CertificateEvent.objects.filter(certificate=certificate, kind=EventKind.REVOKED).first()


def compare(certificate, surname):
    """Compare with the family name on the certificate, in Cyrillic or Latin letters.

    Five wrong surnames a certificate and day, and a number for the whole site: then comparing pauses, for the right
    surname too. A try is counted before it is compared, so that many at once are many.
    """
    holder = getattr(certificate, "holder", None)
    if holder is None:
        return Comparison.ERASED
    typed = fold_surname(surname)
    if not typed:
        return Comparison.EMPTY
    budgets = {f"verify:{certificate.pk}": WRONG_PER_CERTIFICATE, "verify:site": WRONG_ON_SITE}
    if not all(ratelimit.allow(key, limit, DAY) for key, limit in budgets.items()):
        return Comparison.PAUSED
    if typed not in {fold_surname(holder.family_name), fold_surname(holder.latin_family_name)}:
        return Comparison.DIFFERS
    for key in budgets:
        ratelimit.give_back(key)
    return Comparison.MATCHES
