"""The register of certificates, what is printed on them, and the batches in which they are made."""

from .batch import IssueBatch, IssueItem
from .notes import ChangeNote, HolderNotice
from .register import Certificate, CertificateEvent, CertificateFile, CertificateHolder, NumberSeries
from .texts import CertificateText, Signatory

__all__ = [
    "Certificate",
    "CertificateEvent",
    "CertificateFile",
    "CertificateHolder",
    "CertificateText",
    "ChangeNote",
    "HolderNotice",
    "IssueBatch",
    "IssueItem",
    "NumberSeries",
    "Signatory",
]
