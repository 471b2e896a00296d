"""Gap select: a text whose gaps are filled from lists."""

from django.utils.translation import gettext_lazy as _

from .cloze import Cloze
from .single import SingleChoice


class GapSelect(Cloze):
    name = "gap"
    label = _("choice in a text")
    parts = {"single": SingleChoice()}
