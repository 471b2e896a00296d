from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.factories.certificates import build_ready_cohort


@pytest.fixture
def private_files(settings, tmp_path):
    """Files of this test alone."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "lms.core.storage.PrivateStorage", "OPTIONS": {"location": tmp_path / "private"}},
    }
    return tmp_path / "private"


@pytest.fixture
def graduates(site, private_files):
    """A cohort and three enrolments that may get certificates."""
    return build_ready_cohort(site)


def paper_text(content):
    """The text of a PDF with plain spaces and without line breaks."""
    text = PdfReader(BytesIO(content)).pages[0].extract_text()
    return " ".join(text.replace("\u00a0", " ").split())
