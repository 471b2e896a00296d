"""Texts from the content files: loaded, followed, and never written over what staff changed."""

from datetime import date

import pytest
import yaml
from django.conf import settings
from django.core.exceptions import ValidationError

from certificates.domain import fitting, paper
from certificates.domain.texts import save_signatory, save_text
from certificates.models import CertificateText, Signatory
from courses.models import Cohort
from tests.factories.certificates import POSITION, TEXTS
from tests.factories.courses import build_course

SHIPPED = sorted(settings.BASE_DIR.glob("lms/seed/content/*/course.yaml"))


def mapping(**changes):
    """The `certificate:` mapping of a course file."""
    names = ("document", "organisation", "centre", "programme", "opening", "wording", "place")
    data = {name: {code: TEXTS[code][name] for code in TEXTS} for name in names}
    formats = ("face_to_face", "blended", "online")
    data["formats"] = {name: {code: TEXTS[code][name] for code in TEXTS} for name in formats}
    return data | changes


@pytest.fixture
def course(site):
    return build_course(site, modules=1, units=1)


def test_loading_twice_changes_nothing(course):
    assert save_text(course, mapping()) == []
    before = list(CertificateText.objects.values())
    assert save_text(course, mapping()) == []
    assert list(CertificateText.objects.values()) == before
    assert [row["language"] for row in before] == ["en", "kk", "ru"]
    assert before[0]["wording"] == TEXTS["en"]["wording"]


def test_a_text_that_staff_left_alone_follows_the_file(course):
    save_text(course, mapping())
    place = {"kk": "Орал", "ru": "Уральск", "en": "Oral"}
    assert save_text(course, mapping(place=place)) == []
    assert dict(CertificateText.objects.values_list("language", "place")) == place


def test_a_text_that_staff_changed_is_left_as_it_is(course):
    save_text(course, mapping())
    CertificateText.objects.filter(language="ru").update(centre="Наш центр")
    place = {"kk": "Орал", "ru": "Уральск", "en": "Oral"}
    assert save_text(course, mapping(place=place)) == ["ru"]
    rows = dict(CertificateText.objects.values_list("language", "place"))
    assert rows == {"kk": "Орал", "ru": TEXTS["ru"]["place"], "en": "Oral"}


@pytest.mark.parametrize(
    "changes",
    [
        {"wording": {code: "{hours} {start} {end} {name}" for code in TEXTS}},
        {"programme": {"kk": "x", "ru": "x", "en": "{hours}"}},
        {"place": {"kk": "x", "ru": "x"}},
    ],
)
def test_a_text_that_a_form_would_refuse_is_refused_as_a_whole(course, changes):
    with pytest.raises(ValidationError):
        save_text(course, mapping(**changes))
    assert not CertificateText.objects.exists()


def test_a_signatory_is_made_once_and_kept_as_staff_changed_it(course):
    signatory = save_signatory(course.organisation, "Б. Әлімханова", POSITION, date(2026, 1, 1))
    Signatory.objects.update(valid_to=date(2026, 6, 30))
    assert save_signatory(course.organisation, "Б. Әлімханова", POSITION, date(2025, 1, 1)) == signatory
    row = Signatory.objects.get()
    assert (row.valid_from, row.valid_to, row.position_ru) == (date(2026, 1, 1), date(2026, 6, 30), "Директор Центра")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_shipped_texts_can_be_printed(course, path):
    data = yaml.safe_load(path.read_text())
    if not data.get("certificate"):
        pytest.skip("this course gives no certificate")
    assert save_text(course, data["certificate"]) == []
    course.hours, course.minutes_per_hour = data["hours"], data["minutes_per_hour"]
    signatory = save_signatory(course.organisation, "Б. Әлімханова", data["certificate"]["signatory"], date(2026, 1, 1))
    cohort = Cohort(course=course, format="face_to_face", starts_on=date(2026, 9, 28), ends_on=date(2026, 12, 28))
    texts = paper.compose(cohort, paper.texts_of(course), signatory)
    assert fitting.texts_fit(texts)
    assert fitting.unprintable("".join(text for language in texts.values() for text in language.values())) is None
    for language in texts.values():
        assert language["programme"] in language["wording"]
        assert "{" not in "".join(language.values())
