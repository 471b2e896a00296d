"""What a course changed: the test before it beside the test after it. Pure: no database, no request.

Results are percent of the points, 0 to 100. Only people who took both tests are counted.
"""

import statistics
from dataclasses import dataclass

LEAST = 5


@dataclass(frozen=True)
class Gain:
    """Both tests of a group. A figure that cannot be told is None: a deviation of one person, `normalised` where the
    mean before was 100 already, `effect` where everybody changed alike."""

    people: int
    before: float
    before_sd: float | None
    after: float
    after_sd: float | None
    normalised: float | None
    effect: float | None

    @property
    def change(self):
        return self.after - self.before


@dataclass(frozen=True)
class Row:
    """A group of people and its Gain; None where it is not shown (`may_show`)."""

    key: object
    gain: Gain | None


def gain(pairs):
    """The Gain of (before, after) of at least one person."""
    before, after = ([float(pair[place]) for pair in pairs] for place in (0, 1))
    means = statistics.fmean(before), statistics.fmean(after)
    return Gain(
        len(before), means[0], deviation(before), means[1], deviation(after), normalised(*means), effect(before, after)
    )


def deviation(values):
    """Standard deviation of a sample, with n - 1; None for one value."""
    return statistics.stdev(values) if len(values) > 1 else None


def normalised(before, after):
    """g: the part of the possible gain that was reached, (after - before) / (100 - before), of the means of a group.

    Hake, R. R. (1998). Interactive-engagement versus traditional methods. American Journal of Physics 66, 64-74: below
    0.3 low, from 0.7 high. Negative after a loss.
    """
    return None if before >= 100 else (after - before) / (100 - before)


def effect(before, after):
    """d of paired results: mean of the changes / their standard deviation (d_z in Lakens, D. (2013). Calculating and
    reporting effect sizes. Frontiers in Psychology 4, 863).

    Cohen, J. (1988). Statistical Power Analysis, 2nd ed., ch. 2: 0.2 small, 0.5 medium, 0.8 large.
    """
    changes = [late - early for early, late in zip(before, after, strict=True)]
    spread = deviation(changes)
    return statistics.fmean(changes) / spread if spread and spread > 1e-9 else None


def by_group(pairs, groups):
    """Rows of the groups in which people are, by key; `pairs` {person: (before, after)}, `groups` {person: key}."""
    members = {}
    for person, pair in pairs.items():
        members.setdefault(groups[person], []).append(pair)
    shown = may_show({key: len(found) for key, found in members.items()})
    return [Row(key, gain(found) if key in shown else None) for key, found in members.items()]


def may_show(sizes, least=LEAST):
    """The keys of groups whose figures may stand beside those of all; `sizes` {key: people}.

    Groups of fewer than `least` people stay hidden. All hidden ones together are what remains when the shown are taken
    from the whole: they must be `least` people, too, so the smallest shown groups follow them until they are
    (complementary suppression: Hundepool et al. (2012). Statistical Disclosure Control, ch. 4).
    """
    shown = sorted((key for key, people in sizes.items() if people >= least), key=lambda key: (sizes[key], str(key)))
    hidden = sum(people for people in sizes.values() if people < least)
    while shown and 0 < hidden < least:
        hidden += sizes[shown.pop(0)]
    return set(shown)
