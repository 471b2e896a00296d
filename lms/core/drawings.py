"""The drawings that ship with the site (`static/lms/drawings/<name>.svg`)."""

import re
from functools import lru_cache

from django.conf import settings
from django.utils.translation import gettext as _

FOLDER = settings.BASE_DIR / "lms/static/lms/drawings"
OF_A_DAY = re.compile(r"d(\d\d)-(.+)")


@lru_cache(maxsize=1)
def drawings():
    """name -> path, in the order of the names."""
    return {path.stem: path for path in sorted(FOLDER.glob("*.svg"))}


def label(name):
    """The name in words, behind its day if it belongs to one: "Day 4: case cycle"."""
    if of_a_day := OF_A_DAY.fullmatch(name):
        day, rest = of_a_day.groups()
        return " ".join([_("Day %(number)s:") % {"number": int(day)}, *rest.split("-")])
    return name.replace("-", " ").capitalize()
