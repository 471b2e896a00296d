"""One file for each kind of question. `KINDS` finds a kind by its name."""

from .multiple import MultipleChoice
from .single import SingleChoice
from .truefalse import TrueFalse

KINDS = {kind.name: kind for kind in (SingleChoice(), MultipleChoice(), TrueFalse())}
