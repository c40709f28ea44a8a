"""Guesses: the chances of classes with what is not known about them, and how intervals come of it.

The covariance of the chances has two parts: what the fit leaves open, through the derivatives of the chances in
the
parameters (the delta method), and what features that are unknown leave open.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Final

import numpy

from foedus.estimates.fitting import Fit, Floats

WIDTH: Final = 1.6448536269514722
"""Half the width of a normal's 90 % interval, in standard deviations."""


@dataclass(frozen=True, slots=True)
class Chance:
    """A probability with its 90 % interval.

    Attributes:
        value: the probability.
        low: the lower end.
        high: the upper end.
    """

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        """Show it as people read it."""
        return f"{percent(self.value)} ({percent(self.low)} to {percent(self.high)})"


def percent(share: float) -> str:
    """Show a share in whole per cent, and what is nearly nothing or nearly sure as such.

    >>> percent(0.234), percent(0.0004), percent(0.9996)
    ('23 %', 'under 1 %', 'over 99 %')
    """
    if 0 < share < 0.01:
        return "under 1 %"
    if 0.99 < share < 1:
        return "over 99 %"
    return f"{round(100 * share)} %"


@dataclass(frozen=True, eq=False)
class Guess:
    """The chances of K classes.

    Attributes:
        shares: shape (K,), summing to one.
        steep: derivatives of the shares in parameters that are standard normal and independent, shape (K, q).
        extra: covariance of the shares that rests on nothing of the fit, shape (K, K).
    """

    shares: Floats
    steep: Floats
    extra: Floats

    def chance(self, classes: Iterable[int]) -> Chance:
        """The chance that it is one of some classes; the interval is a normal's on the scale of log odds."""
        which = numpy.zeros(len(self.shares))
        which[list(classes)] = 1.0
        value = float(which @ self.shares)
        spread = float(((which @ self.steep) ** 2).sum() + which @ self.extra @ which)
        return interval(value, sqrt(max(0.0, spread)))

    def mixed(self, other: Guess, share: float, spread: float) -> Guess:
        """Mix it with another guess of the same fit.

        Args:
            other: the other guess.
            share: the weight of this one.
            spread: standard deviation of that weight.
        """
        gap = self.shares - other.shares
        return Guess(
            share * self.shares + (1 - share) * other.shares,
            share * self.steep + (1 - share) * other.steep,
            share**2 * self.extra + (1 - share) ** 2 * other.extra + spread**2 * numpy.outer(gap, gap),
        )


def interval(value: float, spread: float) -> Chance:
    """The 90 % interval of a probability whose standard deviation is known, normal on the scale of log odds.

    >>> interval(0.5, 0.1)
    Chance(value=0.5, low=0.341..., high=0.658...)
    """
    if value <= 0.0 or value >= 1.0:
        return Chance(value, value, value)
    odds, reach = log(value / (1 - value)), WIDTH * spread / (value * (1 - value))
    return Chance(value, min(value, _from_odds(odds - reach)), max(value, _from_odds(odds + reach)))


def _from_odds(odds: float) -> float:
    return 1 / (1 + exp(-odds)) if odds > -700 else 0.0


def from_fit(fit: Fit, shares: Floats, moves: Floats, extra: Floats) -> Guess:
    """Make a guess of a fit.

    Args:
        fit: the fit.
        shares: the chances, shape (K,).
        moves: their derivatives in the fit's parameters, shape (K, p).
        extra: covariance that rests on nothing of the fit, shape (K, K).
    """
    return Guess(shares, moves @ fit.root, extra)


def counted(counts: Floats) -> Guess:
    """The guess of a Dirichlet distribution: what counts alone say.

    Args:
        counts: what was counted, with the prior's own counts, shape (K,).
    """
    total = float(counts.sum())
    shares = counts / total
    extra = (numpy.diag(shares) - numpy.outer(shares, shares)) / (total + 1)
    return Guess(shares, numpy.zeros((len(counts), 0)), extra)


def rescaled(guess: Guess, over: Floats) -> Guess:
    """Carry a guess over to other classes by a matrix of shares, shape (new, old), whose columns sum to one."""
    return Guess(over @ guess.shares, over @ guess.steep, over @ guess.extra @ over.T)
