"""Scores: Brier, ranked probability and logarithmic score, calibration, discrimination, skill.

All scores are losses: lower is better, nought is perfect. Intervals are of the bootstrap over cases (Efron and
Tibshirani 1993), with a fixed seed, and take whole cases, since what states do in one case is not independent.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy

from foedus.estimates.fitting import Floats, Integers

DRAWS: Final = 2000
SEED: Final = 20_261_125
LEAST: Final = 1e-6
"""No chance counts as lower in the logarithmic score, so that one miss cannot be infinite."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its 90 % interval."""

    value: float
    low: float
    high: float

    def plain(self) -> dict[str, float]:
        """The same as plain data, to four digits."""
        return {"value": round(self.value, 4), "low": round(self.low, 4), "high": round(self.high, 4)}


def brier(shares: Floats, seen: Integers) -> Floats:
    """Give the Brier score of each forecast, 0 to 2: the squared distance from what came (Brier 1950).

    Args:
        shares: forecasts, shape (n, K).
        seen: what came, shape (n,).

    >>> brier(numpy.array([[0.5, 0.5], [1.0, 0.0]]), numpy.array([0, 0])).tolist()
    [0.5, 0.0]
    """
    off = shares - numpy.eye(shares.shape[1])[seen]
    found: Floats = (off**2).sum(axis=1)
    return found


def logarithmic(shares: Floats, seen: Integers) -> Floats:
    """Give the logarithmic score of each forecast: -log of the chance of what came (Good 1952).

    >>> logarithmic(numpy.array([[0.5, 0.5]]), numpy.array([1])).round(4).tolist()
    [0.6931]
    """
    picked = shares[numpy.arange(len(seen)), seen]
    found: Floats = -numpy.log(numpy.maximum(picked, LEAST))
    return found


def ranked(shares: Floats, seen: Integers) -> Floats:
    """Give the ranked probability score of each forecast over ordered classes, 0 to 1 (Epstein 1969).

    >>> ranked(numpy.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]), numpy.array([2, 2])).tolist()
    [0.5, 1.0]
    """
    upto = numpy.cumsum(shares, axis=1) - numpy.cumsum(numpy.eye(shares.shape[1])[seen], axis=1)
    found: Floats = (upto[:, :-1] ** 2).sum(axis=1) / (shares.shape[1] - 1)
    return found


def discrimination(chances: Floats, came: Integers) -> float | None:
    """Give the area under the receiver operating characteristic: how often what came had the higher chance.

    Args:
        chances: of an event, shape (n,).
        came: 1 where it came, shape (n,).

    Returns:
        0.5 for chance, 1 for perfect; None where it always or never came.

    >>> discrimination(numpy.array([0.2, 0.8, 0.5]), numpy.array([0, 1, 0]))
    1.0
    """
    yes, no = chances[came == 1], chances[came == 0]
    if not len(yes) or not len(no):
        return None
    above = (yes[:, None] > no[None, :]).mean() + 0.5 * (yes[:, None] == no[None, :]).mean()
    return float(above)


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts of an event that were alike.

    Attributes:
        low: lowest chance in the bin.
        high: highest chance in it.
        forecasts: how many there were.
        said: their mean.
        came: share in which the event came.
    """

    low: float
    high: float
    forecasts: int
    said: float
    came: float


EDGES: Final = (0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


def calibration(chances: Floats, came: Integers) -> tuple[Bin, ...]:
    """Give the calibration curve of an event: what was said beside what came, in bins; empty bins are left out.

    >>> calibration(numpy.array([0.12, 0.14]), numpy.array([0, 1]))[0].came
    0.5
    """
    found = []
    for low, high in pairwise(EDGES):
        inside = (chances >= low) & ((chances < high) | (high == 1.0))
        if inside.any():
            said, share = float(chances[inside].mean()), float(came[inside].mean())
            found.append(Bin(low, high, int(inside.sum()), said, share))
    return tuple(found)


def mean(scores: Floats, groups: Integers) -> Figure:
    """Give the mean of scores with its interval.

    Args:
        scores: shape (n,).
        groups: the case of each, shape (n,).
    """
    return _bootstrapped(groups, scores, None)


def skill(scores: Floats, against: Floats, groups: Integers) -> Figure:
    """Give the skill: 1 - mean score / mean score of the yardstick on the same forecasts; 0 no better, 1 perfect.

    Args:
        scores: shape (n,).
        against: scores of the yardstick, shape (n,).
        groups: the case of each, shape (n,).

    >>> skill(numpy.array([0.2, 0.2]), numpy.array([0.4, 0.4]), numpy.array([0, 1])).value
    0.5
    """
    return _bootstrapped(groups, scores, against)


def _bootstrapped(groups: Integers, scores: Floats, against: Floats | None) -> Figure:
    _, place = numpy.unique(groups, return_inverse=True)
    many = int(place.max()) + 1
    sums = numpy.bincount(place, scores, minlength=many)
    under = (
        numpy.bincount(place, against, minlength=many)
        if against is not None
        else numpy.bincount(place, minlength=many)
    )
    picks = numpy.random.Generator(numpy.random.PCG64(SEED)).integers(0, many, size=(DRAWS, many))
    drawn = sums[picks].sum(axis=1) / under[picks].sum(axis=1)
    whole = sums.sum() / under.sum()
    if against is not None:
        drawn, whole = 1 - drawn, 1 - whole
    low, high = numpy.quantile(drawn, [0.05, 0.95])
    return Figure(float(whole), float(low), float(high))
