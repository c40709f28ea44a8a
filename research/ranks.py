"""Rank correlation for few observations: Spearman's coefficient, its interval, and a permutation test."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from research.uncertainty import SEED, Interval, Z

ENUMERATED = 7
"""Up to so many observations every order is looked at; beyond, a fixed sample of orders."""
ORDERS = 4_999


@dataclass(frozen=True, slots=True)
class Correlation:
    """A rank correlation.

    Attributes:
        rho: Spearman's coefficient.
        n: observations.
        interval: 95 per cent, after Bonett and Wright; None with fewer than five observations.
        p: two-sided probability of a coefficient as far from 0 where the two have nothing to do with each other.
        exact: whether every order was looked at for it.
    """

    rho: float
    n: int
    interval: Interval | None
    p: float
    exact: bool


def ranks(values: Sequence[float]) -> list[float]:
    """Rank values from 1; equal ones share the mean of their ranks.

    >>> ranks([10, 30, 20, 20])
    [1.0, 4.0, 2.5, 2.5]
    """
    ordered = sorted(values)
    first = {value: place for place, value in reversed(list(enumerate(ordered, 1)))}
    return [first[value] + (ordered.count(value) - 1) / 2 for value in values]


def spearman(first: Sequence[float], second: Sequence[float]) -> Correlation:
    """Correlate the ranks of two measures of the same things.

    Interval: Bonett and Wright (2000), Psychometrika 65: 23-28, who widen Fisher's for ranks.

    Args:
        first: one measure, of at least three things that are not all equal.
        second: the other, in the same order.

    >>> spearman([1, 2, 3, 4], [1, 2, 4, 3]).rho
    0.8
    """
    one, two = _centred(ranks(first)), _centred(ranks(second))
    scale = math.sqrt(sum(value * value for value in one) * sum(value * value for value in two))
    seen = sum(a * b for a, b in zip(one, two, strict=True))
    rho, n = seen / scale, len(one)
    exact = n <= ENUMERATED
    within = 1e-9 * scale
    far = total = 0
    for order in itertools.permutations(two) if exact else _orders(two):
        total += 1
        far += abs(sum(map(float.__mul__, one, order))) >= abs(seen) - within
    p = far / total if exact else (far + 1) / (total + 1)
    return Correlation(rho, n, _interval(rho, n), p, exact)


def _centred(values: Sequence[float]) -> list[float]:
    mean = sum(values) / len(values)
    return [value - mean for value in values]


def _interval(rho: float, n: int) -> Interval | None:
    if n < 5 or abs(rho) >= 1:
        return None
    centre, half = math.atanh(rho), Z * math.sqrt((1 + rho * rho / 2) / (n - 3))
    return math.tanh(centre - half), math.tanh(centre + half)


def _orders(values: Sequence[float]) -> Iterator[list[float]]:
    """Shuffle again and again, by Fisher and Yates, from ``random()`` alone, so that it is the same everywhere."""
    stream, order = random.Random(SEED), list(values)
    for _ in range(ORDERS):
        for last in range(len(order) - 1, 0, -1):
            other = int(stream.random() * (last + 1))
            order[last], order[other] = order[other], order[last]
        yield order


def least_significant(n: int) -> float:
    """Give about the least coefficient that differs from 0 at 5 per cent, two-sided, among n things.

    By the normal approximation with variance 1/(n-1) (Kendall, Rank Correlation Methods, chapter 5).

    >>> round(least_significant(27), 2)
    0.38
    """
    return Z / math.sqrt(n - 1)
