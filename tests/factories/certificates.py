"""Certificate texts, signatories and register rows, built in code. All people are invented."""

import hashlib
from datetime import date
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from certificates.models import (
    Certificate,
    CertificateFile,
    CertificateHolder,
    CertificateText,
    NumberSeries,
    Signatory,
)
from certificates.numbers import format_number, new_code
from courses.domain.progress import complete_unit
from lms.accounts.models import Profile
from tests.factories.courses import build_cohort, build_course, build_user, seat

TEXTS = {
    "kk": {
        "document": "СЕРТИФИКАТ",
        "organisation": "«Л.Н. Гумилев атындағы Еуразия ұлттық университеті» КеАҚ",
        "centre": "Ұлттық ресурстық орталық",
        "programme": "Кейс-менеджмент негіздері",
        "opening": "Осы сертификат мынаны растайды:",
        "wording": "«Кейс-менеджмент негіздері» бағдарламасы бойынша курсты {start} – {end} аралығында аяқтады. "
        "Көлемі: {hours} академиялық сағат (1 сағат – {minutes_per_hour} минут). Оқыту нысаны: {format}.",
        "face_to_face": "күндізгі",
        "blended": "аралас",
        "online": "қашықтан",
        "place": "Астана қаласы",
    },
    "ru": {
        "document": "СЕРТИФИКАТ",
        "organisation": "НАО «Евразийский национальный университет имени Л.Н. Гумилёва»",
        "centre": "Национальный ресурсный центр",
        "programme": "Основы кейс-менеджмента",
        "opening": "Настоящий сертификат подтверждает, что",
        "wording": "завершил(а) курс по программе «Основы кейс-менеджмента» в объёме {hours} академических часов "
        "(1 час – {minutes_per_hour} минут) в период с {start} по {end}. Форма обучения: {format}.",
        "face_to_face": "очная",
        "blended": "смешанная",
        "online": "дистанционная",
        "place": "город Астана",
    },
    "en": {
        "document": "CERTIFICATE",
        "organisation": "L.N. Gumilyov Eurasian National University",
        "centre": "National Resource Center",
        "programme": "Basics of case management",
        "opening": "This is to certify that",
        "wording": "completed the programme “Basics of case management” of {hours} academic hours "
        "({minutes_per_hour} minutes each) from {start} to {end}. Format: {format}.",
        "face_to_face": "face-to-face",
        "blended": "blended",
        "online": "online",
        "place": "Astana",
    },
}
POSITION = {"kk": "Орталық директоры", "ru": "Директор Центра", "en": "Director of the Center"}


def build_texts(course):
    return [CertificateText.objects.create(course=course, language=code, **texts) for code, texts in TEXTS.items()]


def build_signatory(organisation, name="Б. Әлімханова", valid_from=date(2026, 1, 1), **fields):
    positions = {f"position_{code}": text for code, text in POSITION.items()}
    return Signatory.objects.create(organisation=organisation, name=name, valid_from=valid_from, **positions, **fields)


def printed_texts():
    """Texts as a register row keeps them, without variables."""
    return {
        code: {
            **{key: texts[key] for key in ("document", "organisation", "centre", "programme", "opening", "place")},
            "wording": f"80 h {code}",
            "format": texts["blended"],
            "position": POSITION[code],
        }
        for code, texts in TEXTS.items()
    }


def build_certificate(course, serial=1, **fields):
    """A bare row of the register: no holder, no file, no event."""
    values = {
        "year": 2026,
        "serial": serial,
        "number": format_number(2026, serial),
        "code": new_code(),
        "course": course,
        "organisation": course.organisation,
        "hours": 80,
        "minutes_per_hour": 45,
        "starts_on": date(2026, 10, 12),
        "ends_on": date(2026, 10, 23),
        "format": "blended",
        "texts": printed_texts(),
        "signatory_name": "Б. Әлімханова",
        "issued_on": date(2026, 10, 26),
        "issued_at": timezone.now(),
    }
    return Certificate.objects.create(**{**values, **fields})


def hold(enrolment, serial=1):
    """A certificate in force of this enrolment, as if it had been issued; its paper is a few bytes."""
    certificate = build_certificate(enrolment.cohort.course, serial)
    NumberSeries.objects.get_or_create(year=certificate.year)
    profile, paper = enrolment.user.profile, b"%PDF-1.7 a paper"
    CertificateHolder.objects.create(
        certificate=certificate,
        user=enrolment.user,
        enrolment=enrolment,
        full_name=f"{profile.family_name} {profile.given_name}",
        family_name=profile.family_name,
    )
    name = default_storage.save(f"certificates/held/{certificate.public_id}.pdf", ContentFile(paper))
    told = {"sha256": hashlib.sha256(paper).hexdigest(), "size": len(paper), "rendered_at": timezone.now()}
    CertificateFile.objects.create(certificate=certificate, name=name, **told)
    return certificate


def build_ready_cohort(site, people=3, **fields):
    """A cohort whose `people` have completed everything, with texts and a signatory: certificates can be issued."""
    course = build_course(site, modules=1, units=1)
    cohort = build_cohort(course, **fields)
    build_texts(course)
    build_signatory(cohort.organisation)
    return cohort, [graduate(build_user(number), cohort) for number in range(1, people + 1)]


def graduate(user, cohort):
    """An enrolment that has met every rule of a cohort built by `build_course`."""
    enrolment = seat(user, cohort)
    for unit in cohort.units:
        complete_unit(enrolment, UUID(unit["key"]), passed=True)
    enrolment.refresh_from_db()
    return enrolment


def rename(enrolment, family_name, given_name, patronymic="", **fields):
    """Give the person of an enrolment another name."""
    values = {"family_name": family_name, "given_name": given_name, "patronymic": patronymic, **fields}
    Profile.objects.filter(user=enrolment.user_id).update(**values)
