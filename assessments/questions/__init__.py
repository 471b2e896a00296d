"""One file for each kind of question. `KINDS` finds a kind by its name (docs/howto/add-a-question-kind.md)."""

from .case import CaseSet
from .cloze import Cloze
from .essay import Essay
from .gap import GapSelect
from .matching import Matching
from .multiple import MultipleChoice
from .numeric import Numeric
from .ordering import Ordering
from .short import ShortAnswer
from .single import SingleChoice
from .truefalse import TrueFalse

KINDS = {
    kind.name: kind
    for kind in (
        SingleChoice(),
        MultipleChoice(),
        TrueFalse(),
        Matching(),
        Ordering(),
        Numeric(),
        ShortAnswer(),
        GapSelect(),
        Cloze(),
        CaseSet(),
        Essay(),
    )
}


def kind_choices():
    """The kinds as a form offers them."""
    return [(name, kind.label) for name, kind in KINDS.items()]


def marked_by_software():
    """The names of the kinds that learners are asked: an essay waits until people can mark it."""
    return [name for name, kind in KINDS.items() if kind.by_software]
