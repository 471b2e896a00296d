"""Gap select: a text whose gaps are filled from lists."""

from django.utils.translation import gettext_lazy as _

from .base import Kind
from .cloze import TEXT, Cloze
from .editing import Parts
from .single import SingleChoice


class GapSelect(Cloze):
    name = "gap"
    label = _("choice in a text")
    about = _("Gaps in a text, each filled from a list.")
    parts = {"single": SingleChoice()}
    editor = (
        Kind.editor[0],
        TEXT,
        Parts("gaps", _("Gaps"), kinds=tuple(parts.values()), without=("stem", "explanation")),
        *Kind.editor[1:],
    )
