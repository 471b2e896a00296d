"""What is printed on a certificate, put together from the course's texts, the cohort and the signatory."""

import unicodedata

from lms.core.models import LANGUAGES

from ..models import CertificateText, Signatory
from ..wording import date_in_words, fill

COPIED = ("document", "organisation", "centre", "programme", "opening", "place")


def texts_of(course):
    """The course's certificate texts: a dict by language, complete or not."""
    return {row.language: row for row in CertificateText.objects.filter(course=course)}


def signatory_of(organisation, day):
    """Who signs for the organisation on that date, or None."""
    return Signatory.objects.filter(organisation=organisation).valid_on(day).first()


def compose(cohort, texts, signatory):
    """The texts as they are printed and kept (see `Certificate.texts`), every variable filled."""
    return {language: compose_one(cohort, texts[language], signatory) for language in LANGUAGES}


def compose_one(cohort, text, signatory):
    format_word = text.word_for(cohort.format)
    values = {
        "hours": cohort.course.hours,
        "minutes_per_hour": cohort.course.minutes_per_hour,
        "start": date_in_words(cohort.starts_on, text.language),
        "end": date_in_words(cohort.ends_on, text.language),
        "format": format_word,
    }
    return {
        **{name: getattr(text, name) for name in COPIED},
        "wording": fill(text.wording, values),
        "format": format_word,
        "position": signatory.text("position", text.language),
    }


def tidy(name):
    """A name as it is printed: composed letters, single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def names_of(user):
    """The four names that a certificate keeps: full and family name, the same in Latin letters ('' if not given)."""
    profile = getattr(user, "profile", None)
    if profile is None:
        return dict.fromkeys(("full_name", "family_name", "latin_name", "latin_family_name"), "")
    return {
        "full_name": tidy(profile.full_name),
        "family_name": tidy(profile.family_name),
        "latin_name": tidy(profile.latin_name),
        "latin_family_name": tidy(profile.latin_family_name),
    }
