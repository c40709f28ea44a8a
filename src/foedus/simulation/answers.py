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
from foedus.simulation.shares import Shares
from foedus.simulation.uncertainty import LEAST_CASES, Drawn, spread

if TYPE_CHECKING:
    from numpy import int64
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


@dataclass(slots=True)
class Tally:
    """What is kept of one variant while its units come in, in any order.

    Attributes:
        variant: the variant.
        counts: the sum of all units played with the settings themselves.
        units: by first world each unit's ratios.
        draws: by number of the draw, and by first world, the ratios of its units.
        statuses: [turn of a year, state, status], of all worlds.
        decision: [day], of all decisions those that had come by then.
        arrival: [day], of all first arrivals those that had come by then.
    """

    variant: Variant
    counts: NDArray[int64]
    units: dict[int, Ratios] = field(default_factory=dict)
    draws: dict[int, dict[int, Ratios]] = field(default_factory=dict)
    statuses: Shares = field(default_factory=Shares)
    decision: Shares = field(default_factory=Shares)
    arrival: Shares = field(default_factory=Shares)

    def add(self, draw: int, first: int, counts: NDArray[int64]) -> None:
        """Take in the statistics of a unit."""
        law = self.variant.law
        shaped = Counts(counts, self.variant.table)
        found = ratios(shaped, law.states, len(law.years) - 1)
        if draw == 0:
            self.counts += counts
            self.units[first] = found
        else:
            self.draws.setdefault(draw, {})[first] = found
        self.statuses.add(draw, first, shaped.statuses, int(shaped.whole[at.WORLDS]))
        for shares, days in ((self.decision, shaped.decision), (self.arrival, shaped.arrival)):
            come = days.cumsum()
            shares.add(draw, first, come, int(come[-1]))

    def total(self) -> Ratios:
        """The ratios of all worlds."""
        law = self.variant.law
        return ratios(Counts(self.counts, self.variant.table), law.states, len(law.years) - 1)

    def residuals(self, question: str) -> dict[int, float]:
        """By unit how far it lies from the ratio of all, in the ratio's own terms."""
        return _residuals(self.units, question)

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


def _error(residuals: Sequence[float]) -> float | None:
    """The standard error that residuals of units show."""
    count = len(residuals)
    return float((sum(one * one for one in residuals) / (count * (count - 1))) ** 0.5) if count > 1 else None


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
