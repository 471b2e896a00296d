"""Who can get a certificate, and what each of the others is told."""

from datetime import date

import pytest

from certificates.domain.eligibility import check, enrolments_for_check
from certificates.enums import Obstacle
from certificates.models import CertificateText, Signatory
from courses.domain import enrolment as seats
from courses.domain import progress
from courses.models import UnitResult
from tests.factories.certificates import build_ready_cohort, rename
from tests.factories.courses import build_user, seat

KAZAKH = "Әбілқайырқызы-Һасенова Ұлжан Ғүлнұрқызы"


def findings(enrolment):
    (readiness,) = check(enrolments_for_check(pk=enrolment.pk))
    return [str(finding) for finding in readiness.findings]


def test_a_graduate_is_eligible(graduates):
    _cohort, people = graduates
    assert [row.is_eligible for row in check(enrolments_for_check(pk__in=[row.pk for row in people]))] == [True] * 3


def test_somebody_who_has_not_finished_sees_which_rule(graduates):
    cohort, _people = graduates
    newcomer = seat(build_user(9), cohort)
    (readiness,) = check(enrolments_for_check(pk=newcomer.pk))
    assert [finding.obstacle for finding in readiness.findings] == [Obstacle.NOT_COMPLETED]
    assert readiness.unmet == tuple(rule.text for rule in progress.standing(newcomer, None).rules)
    assert not readiness.is_eligible


def test_completed_alone_is_not_enough_when_a_result_is_gone(graduates):
    _cohort, (first, *_others) = graduates
    UnitResult.objects.filter(enrolment=first).delete()
    assert first.completed_at
    assert findings(first) == ["has not yet met every rule of the course"]


def test_somebody_who_left_is_not_eligible(graduates):
    _cohort, (first, *_others) = graduates
    seats.withdraw(first, by=None)
    assert findings(first) == ["has no seat in this cohort"]


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (("Үлгі", ""), "family name or given name is missing"),
        (("", "Айгүл"), "family name or given name is missing"),
        (("Үлгі", "Айгүл 😀"), "the name has a character that cannot be printed: 😀 (U+1F600 GRINNING FACE)"),
        (("Үлгі", "漢"), "the name has a character that cannot be printed: 漢 (U+6F22 CJK UNIFIED IDEOGRAPH-6F22)"),
        (
            ("Үлгі", "Ай\u202eгүл"),
            "the name has a character that cannot be printed: U+202E RIGHT-TO-LEFT OVERRIDE",
        ),
        (("Үлгі", "Ай\u00adгүл"), "the name has a character that cannot be printed: U+00AD SOFT HYPHEN"),
        (("Ж" * 40, "Щ" * 39, "Ш" * 39), "the name does not fit on the paper (120 characters)"),
        (("А" * 61, "Б" * 60), "the name does not fit on the paper (122 characters)"),
    ],
)
def test_names_that_cannot_be_printed_are_refused_in_words(graduates, names, told):
    _cohort, (first, *_others) = graduates
    rename(first, *names)
    assert findings(first) == [told]


@pytest.mark.parametrize(
    "names",
    [
        tuple(KAZAKH.split()),
        ("О’Брайен", "Дж. Энн"),
        ("Ким-Ли", "Анна-Мария"),
        ("Ğülşat", "İñkär"),
        ("Е\u0308лкина", "Й\u0301ол"),
        (
            "Абдрахманова Кенжегалиева",
            "Гүлжанат Айнагүл Бибісара",
            "Нұрмұхаммедқызы Жақсылықбайқызы Сейдахметқызы Әлиқызы",
        ),
    ],
)
def test_names_that_can_be_printed(graduates, names):
    _cohort, (first, *_others) = graduates
    rename(first, *names)
    expected = ["the name has a character that cannot be printed: U+0301 COMBINING ACUTE ACCENT"]
    assert findings(first) == (expected if "\u0301" in "".join(names) else [])


def test_course_and_signatory_are_checked(graduates):
    cohort, (first, *_others) = graduates
    texts = CertificateText.objects.filter(course=cohort.course)
    texts.filter(language="ru").update(wording="{hours} {start} {end} " + "ш" * 20 + " ☎")
    assert findings(first) == [
        "the certificate text has a character that cannot be printed: ☎ (U+260E BLACK TELEPHONE)"
    ]
    texts.filter(language="ru").update(wording="{hours} {start} {end} " + "Широкая формулировка. " * 30)
    assert findings(first) == ["the certificate text is too long for the paper"]
    texts.exclude(language="en").delete()
    assert findings(first) == ["the certificate text is missing in: Қазақша, Русский"]


def test_the_signatory_must_be_valid_on_the_day(graduates):
    cohort, (first, *_others) = graduates
    Signatory.objects.update(valid_from=date(2020, 1, 1), valid_to=date(2020, 12, 31))
    assert findings(first) == ["nobody may sign on this date"]
    other = cohort.organisation.__class__.objects.create(key="other", name_kk="o", name_ru="o")
    Signatory.objects.update(organisation=other, valid_to=None)
    assert findings(first) == ["nobody may sign on this date"]


@pytest.mark.parametrize("people", [1, 3])
def test_checking_costs_the_same_for_one_and_for_three(site, queries, people):
    _cohort, enrolments = build_ready_cohort(site, people)
    wanted = [row.pk for row in enrolments]
    with queries(8):
        check(enrolments_for_check(pk__in=wanted))
