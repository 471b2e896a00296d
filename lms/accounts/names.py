"""What may stand in a person's name."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

KAZAKH_CYRILLIC = "А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі"
CYRILLIC = re.compile(rf"[{KAZAKH_CYRILLIC}]")
LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ]")
JOINTS = set("'’ʼ- ")
APOSTROPHES = str.maketrans("ʼ`´ʹ", "’’’’")


def tidy(text):
    """Composed letters, one kind of apostrophe, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).translate(APOSTROPHES).split())


def validate_name(text):
    """Letters of Kazakh, Russian or Latin script, apostrophe, hyphen, space; one script, so that no letter is a
    look-alike of another. Raises ValidationError."""
    letters = [sign for sign in text if sign not in JOINTS]
    cyrillic = sum(bool(CYRILLIC.match(sign)) for sign in letters)
    latin = sum(bool(LATIN.match(sign)) for sign in letters)
    if cyrillic + latin != len(letters) or not letters:
        raise ValidationError(
            _("Use letters of the Kazakh, Russian or Latin alphabet, an apostrophe, a hyphen, a space.")
        )
    if cyrillic and latin:
        raise ValidationError(_("Kazakh or Russian and Latin letters are mixed here. Type the name on one keyboard."))


def validate_latin(text):
    """Raises ValidationError for a letter that is not Latin."""
    if CYRILLIC.search(text):
        raise ValidationError(_("Use Latin letters here, as in your passport."))
