"""Erasing somebody leaves the entry of the register and nothing that names them."""

from certificates.domain import batches, issuing, verification
from certificates.domain.erasure import erase_holder
from certificates.models import Certificate, CertificateEvent, CertificateFile, CertificateHolder
from certificates.tasks import take_up_silent_batches
from tests.factories.certificates import rename


def test_names_evidence_and_file_go_and_the_entry_stays(graduates, private_files):
    _cohort, (first, second, _third) = graduates
    rename(first, "Қасымова", "Әсем")
    batches.carry_out(issuing.issue([first.pk, second.pk], None).pk)
    erased, other = Certificate.objects.order_by("serial")
    entry = Certificate.objects.filter(pk=erased.pk).values().get()
    digest = erased.file.sha256

    assert erase_holder(first.user) == 1
    assert erase_holder(first.user) == 0

    assert list(CertificateHolder.objects.all()) == [other.holder]
    assert [path.stem for path in private_files.rglob("*.pdf")] == [str(other.public_id)]
    assert Certificate.objects.filter(pk=erased.pk).values().get() == entry
    assert "Қасымова" not in repr(entry)
    assert CertificateFile.objects.get(certificate=erased).sha256 == digest
    assert CertificateEvent.objects.filter(certificate=erased).count() == 1
    assert verification.find(erased.code) == erased
    take_up_silent_batches()
    assert CertificateHolder.objects.count() == 1
