"""Certificate texts and signatories from the content files; what staff changed is never overwritten."""

from django.core.exceptions import ValidationError

from lms.core.models import LANGUAGES

from ..models import CertificateText, Signatory

SAME_NAME = ("document", "organisation", "centre", "programme", "opening", "wording", "place")
FORMATS = ("face_to_face", "blended", "online")


def save_text(course, data):
    """Write the `certificate:` mapping of a course file; returns the languages that were left as staff changed them.

    A text that still is as it was loaded follows the file. Raises ValidationError, with nothing written, for a text
    that a form would refuse.
    """
    rows, kept = [], []
    present = {row.language: row for row in CertificateText.objects.filter(course=course)}
    for language in LANGUAGES:
        values = values_of(data, language)
        row = present.get(language) or CertificateText(course=course, language=language)
        if row.pk and any(getattr(row, name) != value for name, value in row.seeded.items()):
            kept.append(language)
            continue
        for name, value in values.items():
            setattr(row, name, value)
        row.seeded = values
        row.full_clean()
        rows.append(row)
    for row in rows:
        row.save()
    return kept


def values_of(data, language):
    try:
        texts = {name: data[name][language] for name in SAME_NAME}
        return texts | {name: data["formats"][name][language] for name in FORMATS}
    except KeyError as error:
        raise ValidationError(f"certificate: {error} is missing ({language})") from None


def save_signatory(organisation, name, position, valid_from):
    """The signatory of that name for the organisation, made if there is none; `position` is a dict by language."""
    positions = {f"position_{language}": position[language] for language in LANGUAGES}
    signatory, _created = Signatory.objects.get_or_create(
        organisation=organisation, name=name, defaults={**positions, "valid_from": valid_from}
    )
    return signatory
