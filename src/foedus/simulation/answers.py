"""Answers of a study's variants: what is kept while units come in, and what is told of it.

Two things are kept apart. The error is what a study with other seeds would show: a standard error, told from how
the units of the study differ. The uncertainty is what other parameters would show: the 5 % and 95 % points over
draws of the parameters. Each draw is measured from the settings themselves on the same worlds, and what is left of
its own error is taken out, so that draws of nothing have no spread however few worlds they play. Differences
between variants are taken world by world on the same crises, so their error is smaller than that of either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from foedus.simulation import layout as at
from foedus.simulation.plan import AGAIN, Variant
from foedus.simulation.questions import PERCENT, Counts, Ratios, ratios

if TYPE_CHECKING:
    from numpy import float64, int64
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Estimate:
    """The answer to a question.

    Attributes:
        question: its key.
        value: the answer; None where nothing of the kind happened.
        error: standard error of the simulation; None with fewer than two units.
        low: 5 % point over draws of the parameters; None without draws.
        high: 95 % point.
        draw_error: standard error of a single draw, already taken out of low and high.
    """

    question: str
    value: float | None
    error: float | None
    low: float | None = None
    high: float | None = None
    draw_error: float | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """What draws of the parameters leave open of an answer.

    Attributes:
        low: 5 % point, from the answer under the settings.
        high: 95 % point.
        error: standard error of a single draw, taken out of both.
    """

    low: float
    high: float
    error: float


@dataclass(slots=True)
class Tally:
    """What is kept of one variant while its units come in, in any order.

    Attributes:
        variant: the variant.
        counts: the sum of all units played with the settings themselves.
        squares: sums over these units of the square of each count of a status, and of it times the unit's worlds.
        units: by first world each unit's ratios.
        draws: by number of the draw, and by first world, the ratios of its units.
    """

    variant: Variant
    counts: NDArray[int64]
    squares: list[NDArray[int64]] = field(default_factory=list)
    units: dict[int, Ratios] = field(default_factory=dict)
    draws: dict[int, dict[int, Ratios]] = field(default_factory=dict)

    def add(self, draw: int, first: int, counts: NDArray[int64]) -> None:
        """Take in the statistics of a unit."""
        law = self.variant.law
        found = ratios(Counts(counts, self.variant.table), law.states, len(law.years) - 1)
        if draw == 0:
            self.counts += counts
            self.units[first] = found
            shaped = Counts(counts, self.variant.table)
            worlds = shaped.whole[at.WORLDS]
            more = [shaped.statuses**2, shaped.statuses * worlds, worlds**2]
            held = self.squares or [one * 0 for one in more]
            self.squares = [one + other for one, other in zip(held, more, strict=True)]
        else:
            self.draws.setdefault(draw, {})[first] = found

    def total(self) -> Ratios:
        """The ratios of all worlds."""
        law = self.variant.law
        return ratios(Counts(self.counts, self.variant.table), law.states, len(law.years) - 1)

    def residuals(self, question: str) -> dict[int, float]:
        """By unit how far it lies from the ratio of all, in the ratio's own terms."""
        return _residuals(self.units, question)

    def membership(self) -> tuple[NDArray[float64], NDArray[float64] | None]:
        """By turn of a year, state and status the share of worlds, and its standard error as of every answer."""
        import numpy as np

        shaped = Counts(self.counts, self.variant.table)
        worlds, count = float(shaped.whole[at.WORLDS]), len(self.units)
        share = shaped.statuses / worlds
        if count < 2:
            return share, None
        squares, products, sizes = self.squares
        residuals = np.maximum(squares - 2 * share * products + share**2 * sizes, 0.0)
        return share, np.sqrt(residuals * count / (count - 1)) / worlds

    def drawn(self, question: str) -> dict[int, tuple[float, dict[int, float]]]:
        """By draw the answer under its parameters, and how far each of its units lies from it.

        Nothing where the settings have too few cases in the worlds of a draw for a share of them to be told.
        """
        found: dict[int, tuple[float, dict[int, float]]] = {}
        if sum(one[question][1] for one in self.draws.get(AGAIN, {}).values()) < LEAST_CASES:
            return found
        for number, units in sorted(self.draws.items()):
            answer = _answer(units, question)
            if answer is not None:
                found[number] = answer, _residuals(units, question)
        return found


def _answer(units: Mapping[int, Ratios], question: str) -> float | None:
    """The answer of some units together; None where nothing of the kind happened in them."""
    below = sum(found[question][1] for found in units.values())
    return sum(found[question][0] for found in units.values()) / below if below else None


def _residuals(units: Mapping[int, Ratios], question: str) -> dict[int, float]:
    answer = _answer(units, question)
    if answer is None:
        return {}
    mean = sum(found[question][1] for found in units.values()) / len(units)
    return {
        first: (found[question][0] - answer * found[question][1]) / mean for first, found in sorted(units.items())
    }


def _square(residuals: Sequence[float]) -> float:
    """The square of the standard error that residuals of units show."""
    count = len(residuals)
    return sum(one * one for one in residuals) / (count * (count - 1)) if count > 1 else 0.0


def _error(residuals: Sequence[float]) -> float | None:
    return float(_square(residuals) ** 0.5) if len(residuals) > 1 else None


def _points(values: Sequence[float]) -> tuple[float, float]:
    """The 5 % and 95 % points, by the rule of three between the values."""
    ordered = sorted(values)

    def at_share(share: float) -> float:
        place = share * (len(ordered) - 1)
        low = min(int(place), len(ordered) - 2)
        return ordered[low] + (ordered[low + 1] - ordered[low]) * (place - low)

    return at_share(0.05), at_share(0.95)


Drawn = Mapping[int, tuple[float, Mapping[int, float]]]
"""By draw an answer, and by unit how far it lies from it."""


LEAST_CASES = 400
"""Cases in the worlds of a draw with which an answer has a spread; 400 tell a share to 5 in a hundred."""
WIDTH = 3.182
"""Half-width of 95 % in standard errors: Student's t of three degrees of freedom, as a draw has four units."""


def spread(drawn: Drawn, value: float) -> Spread | None:
    """What draws leave open: how far they lead from the settings, less the error of the worlds that they play.

    The settings' answer on the draws' worlds is a control variate (Glasserman 2003, section 4.1): by what it
    misses the answer on all worlds, times the slope of the draws' units on its units (from 0 to 1), every draw is
    set right. What is left of error has a part that all draws share and a part of each draw's own. The changes are
    drawn towards their mean until their variance is what is observed less the mean square of their own parts
    (nothing where that is the greater). Their mean is drawn towards nothing by the 95 % half-width of the shared
    part, in the manner of James and Stein (1961), so that a mean within it counts as none. The points are taken of
    these.

    Args:
        drawn: answers by draw, with that of the settings again.
        value: the settings' answer on all worlds.

    Returns:
        None with fewer than two draws in which the question has an answer.

    >>> still = {
    ...     1: (0.5, {0: 0.1, 9: -0.1}),
    ...     2: (0.5, {0: 0.1, 9: -0.1}),
    ...     AGAIN: (0.5, {0: 0.1, 9: -0.1}),
    ... }
    >>> spread(still, 0.52)
    Spread(low=0.0, high=0.0, error=0.0)
    """
    if AGAIN not in drawn or len(drawn) < 3:
        return None
    answer, settled = drawn[AGAIN]
    others = [one for number, one in drawn.items() if number != AGAIN]
    size = sum(own * own for own in settled.values()) * len(others)
    together = sum(row.get(unit, 0.0) * own for _, row in others for unit, own in settled.items())
    slope = min(max(together / size, 0.0), 1.0) if size else 1.0
    changes = [one - value - slope * (answer - value) for one, _ in others]
    strays = [[row.get(unit, 0.0) - slope * own for unit, own in settled.items()] for _, row in others]
    shared = [sum(column) / len(strays) for column in zip(*strays, strict=True)]
    own_parts = sum(_square([one - mean for one, mean in zip(row, shared, strict=True)]) for row in strays)
    mean, left = _shrunk(changes, own_parts / (len(changes) - 1), _square(shared))
    low, high = _points([mean + one for one in left])
    return Spread(low, high, float((sum(map(_square, strays)) / len(strays)) ** 0.5))


def _shrunk(changes: Sequence[float], own: float, shared: float) -> tuple[float, list[float]]:
    """The mean of changes and their deviations from it, less the variances of their errors."""
    mean = sum(changes) / len(changes)
    seen = sum((one - mean) ** 2 for one in changes) / (len(changes) - 1)
    share = max(0.0, 1.0 - own / seen) ** 0.5 if seen else 0.0
    sure = max(0.0, 1.0 - WIDTH**2 * shared / mean**2) if mean else 0.0
    return mean * sure, [(one - mean) * share for one in changes]


def _less(mine: Drawn, theirs: Drawn) -> Drawn:
    """Draws of a difference."""
    return {
        number: (
            mine[number][0] - theirs[number][0],
            {unit: one - theirs[number][1].get(unit, 0.0) for unit, one in mine[number][1].items()},
        )
        for number in mine
        if number in theirs
    }


def _estimate(question: str, value: float | None, error: float | None, drawn: Drawn) -> Estimate:
    found = spread(drawn, value) if value is not None else None
    if value is None or found is None:
        return Estimate(question, value, error)
    return Estimate(question, value, error, value + found.low, value + found.high, found.error)


def estimates(tally: Tally) -> list[Estimate]:
    """The answers of one variant.

    Args:
        tally: what was kept of it.
    """
    made = []
    for question, (above, below) in tally.total().items():
        error = _error(list(tally.residuals(question).values()))
        one = _estimate(question, above / below if below else None, error, tally.drawn(question))
        if one.low is not None and one.high is not None:
            # The settings' answer and the draws are of other worlds: their sum may pass the ends a little.
            most = 1.0 if question.partition(".")[0] in PERCENT else one.high
            one = replace(one, low=max(one.low, 0.0), high=min(one.high, most))
        made.append(one)
    return made


def differences(first: Tally, other: Tally) -> list[Estimate]:
    """How the answers of a variant differ from those of the first, on the same crises.

    Args:
        first: what the other is compared with.
        other: the variant.
    """
    made = []
    mine, theirs = other.total(), first.total()
    for question in mine:
        if question not in theirs or not mine[question][1] or not theirs[question][1]:
            continue
        value = mine[question][0] / mine[question][1] - theirs[question][0] / theirs[question][1]
        a, b = other.residuals(question), first.residuals(question)
        error = _error([a[unit] - b[unit] for unit in a if unit in b])
        made.append(_estimate(question, value, error, _less(other.drawn(question), first.drawn(question))))
    return made
