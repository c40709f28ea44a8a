"""Tables of whole numbers in the place of functions whose last bit differs between machines.

Probabilities are thresholds of 32 bits, floor(p * 2**32): a draw below the threshold is a yes. All that looks like
a logarithm or an exponential is computed once, in decimal arithmetic of forty digits, and rounded to whole
numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache
from typing import Final

UNIT: Final = 64
"""Steps of an index for one unit of log-odds."""
HALF: Final = 8 * UNIT
"""Steps from the middle of the logistic table to either end: eight units of log-odds."""
FULL: Final = 1 << 32
"""A threshold that every draw is below."""
WHOLE: Final = 1 << 16
"""A belief that is complete."""
TICKS: Final = 1 << 10
"""Ticks of a day."""
BUCKETS: Final = 4096
"""Buckets of the exponential table; a draw in the last one only moves time on."""
QUANTILES: Final = 33
"""Points of a quantile table, ends included: 0, 1/32, ... 1."""
_DIGITS: Final = 40


@cache
def logistic() -> tuple[int, ...]:
    """Thresholds of 1 / (1 + exp(-x)) for x from -8 to 8 in steps of 1/64.

    >>> logistic()[HALF] == 2**31, len(logistic())
    (True, 1025)
    """
    with localcontext() as context:
        context.prec = _DIGITS
        return tuple(int(Decimal(FULL) / (1 + (-Decimal(step) / UNIT).exp())) for step in range(-HALF, HALF + 1))


@cache
def exponential() -> tuple[int, ...]:
    """Quantiles of the exponential of mean one at j/4096, in units of 2**-20, for j from 0 to 4095.

    A draw beyond the last one passes that much time and begins anew, which is exact: the exponential has no
    memory.

    >>> exponential()[0], exponential()[2048]
    (0, 726817)
    """
    with localcontext() as context:
        context.prec = _DIGITS
        return tuple(
            int(-(Decimal(BUCKETS - j) / BUCKETS).ln() * (1 << 20) + Decimal("0.5")) for j in range(BUCKETS)
        )


@cache
def shocks() -> tuple[int, ...]:
    """Quantiles of the standard logistic at the middles of 256 equal parts, in units of 1/64 x 2**-10.

    >>> shocks()[0] == -shocks()[255]
    True
    """
    with localcontext() as context:
        context.prec = _DIGITS
        odds = [Decimal(2 * j + 1) / Decimal(511 - 2 * j) for j in range(256)]
        return tuple(int((one.ln() * UNIT * 1024).to_integral_value()) for one in odds)


def threshold(share: Fraction) -> int:
    """The threshold of a probability.

    >>> threshold(Fraction(1, 2)) == 2**31
    True
    """
    return int(share * FULL)


def steps(log_odds: Fraction) -> int:
    """Log-odds as steps of the index, the nearest whole number; halves go up.

    >>> steps(Fraction(1)), steps(Fraction(-1, 128))
    (64, 0)
    """
    return int((log_odds * UNIT * 2 + 1) // 2)


def log_odds(share: Fraction) -> Fraction:
    """The log-odds of a probability, rounded to twelve digits.

    >>> log_odds(Fraction(1, 2))
    Fraction(0, 1)
    """
    with localcontext() as context:
        context.prec = _DIGITS
        odds = Decimal((share / (1 - share)).numerator) / Decimal((share / (1 - share)).denominator)
        return Fraction(odds.ln().quantize(Decimal(10) ** -12))


def quantile_table(points: Sequence[int]) -> tuple[int, ...]:
    """Stretch quantiles at equal distances to the 33 points of a table.

    Args:
        points: least to greatest, two at least: the values at 0, 1/k, ... 1.

    >>> quantile_table([0, 32])[:3]
    (0, 1, 2)
    """
    last = len(points) - 1
    made = []
    for j in range(QUANTILES):
        place = Fraction(j * last, QUANTILES - 1)
        low = min(int(place), last - 1)
        made.append(int(points[low] + (points[low + 1] - points[low]) * (place - low)))
    return tuple(made)
