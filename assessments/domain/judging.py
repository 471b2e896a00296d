"""Statistics in words for people who are no statisticians. Pure: figures in, sentences out.

Limits: difficulty 0.3 to 0.9 and discrimination from 0.2, after 30 answers (docs/curriculum, final exam blueprint).
For alpha: Nunnally & Bernstein, Psychometric Theory (3rd ed. 1994), ch. 7: 0.7 for comparing groups, 0.9 and more where
a result decides about one person.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

ENOUGH = 30
HARD, EASY = 0.3, 0.9
USABLE = 0.2
NEAR_GUESSING = 0.05


@dataclass(frozen=True)
class Judgement:
    """`look`: somebody should look at the question."""

    text: str
    look: bool = False


def of_item(statistics, guess):
    """Judgements of one item: how easy it is, whether it tells people apart. `guess`: the share that chance earns."""
    if statistics.n < ENOUGH:
        told = {"n": statistics.n, "enough": ENOUGH}
        return [Judgement(_("Too few answers yet to judge: %(n)d of %(enough)d.") % told)]
    return [one for one in (ease(statistics.facility, guess), sharpness(statistics.discrimination)) if one]


def ease(facility, guess):
    if not facility:
        return None
    if facility.value > EASY:
        return Judgement(_("Almost everybody answers this right: it no longer tells people apart."), True)
    if guess and facility.value <= guess + NEAR_GUESSING:
        return Judgement(_("Hardly more answers are right than blind guessing would bring: look at the wording."), True)
    if facility.value < HARD:
        return Judgement(_("Few answer this right: look at the key, the wording, and whether it was taught."), True)
    return Judgement(_("Neither too easy nor too hard."))


def sharpness(discrimination):
    if not discrimination:
        return None
    if discrimination.value < 0:
        return Judgement(_("Who does well on the rest does worse here: the key may be wrong."), True)
    if discrimination.value < USABLE:
        return Judgement(_("It hardly tells strong from weak results: look at wording and wrong answers."), True)
    return Judgement(_("It tells strong from weak results."))


def of_option(row, is_right, n):
    """What the choices of one option say; "" when nothing stands out."""
    if n < ENOUGH or not row.option:
        return ""
    if not is_right and row.chosen == 0:
        return _("Nobody takes it: it could be replaced.")
    if not is_right and row.upper > row.lower:
        return _("The strongest take it more often than the weakest: it may be right as well.")
    if is_right and row.upper < row.lower:
        return _("The weakest take it more often than the strongest: look at the key.")
    return ""


def of_alpha(alpha):
    if not alpha:
        return str(alpha.reason)
    if alpha.value < 0.5:
        return _("Much of a result is chance.")
    if alpha.value < 0.7:
        return _("Chance has a large part: no decision about one person should rest on this test alone.")
    if alpha.value < 0.9:
        return _("Good enough to compare groups; close to the pass mark look at other work, too.")
    return _("Reliable enough for a decision about one person.")


def of_skewness(skewness):
    if not skewness:
        return str(skewness.reason)
    if skewness.value < -0.5:
        return _("Many good results and a tail of weak ones.")
    if skewness.value > 0.5:
        return _("Many weak results and a tail of good ones.")
    return _("Weak and good results lie about evenly around the middle.")


def of_kurtosis(kurtosis):
    if not kurtosis:
        return str(kurtosis.reason)
    if kurtosis.value < -1:
        return _("Results lie widely apart, perhaps in two groups.")
    if kurtosis.value > 1:
        return _("Most results lie close together, a few far away.")
    return _("Results are spread in the usual way.")
