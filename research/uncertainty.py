"""How sure a share is: Wilson's interval, and a bootstrap of whole clusters where observations hang together."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Z = 1.959963984540054
"""The quantile of the normal distribution for an interval of 95 per cent."""
SEED = 20180401
DRAWS = 9_999

Interval = tuple[float, float]


def wilson(count: int, n: int) -> Interval:
    """Give Wilson's 95 per cent interval of a share.

    Source: Wilson (1927), Journal of the American Statistical Association 22: 209-212.

    Args:
        count: how many did.
        n: of how many, at least 1.

    >>> [round(end, 3) for end in wilson(12, 54)]
    [0.132, 0.349]
    """
    share, square = count / n, Z * Z
    centre = share + square / (2 * n)
    half = Z * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    low, high = ((centre + sign * half) / (1 + square / n) for sign in (-1, 1))
    return 0.0 if count == 0 else low, 1.0 if count == n else high


def percentiles(values: Iterable[float]) -> Interval:
    """Give the 2.5th and 97.5th percentile of values, of which there are many."""
    ordered = sorted(values)
    cut = 0.025 * (len(ordered) + 1)
    return ordered[max(0, math.floor(cut) - 1)], ordered[min(len(ordered), math.ceil(len(ordered) + 1 - cut)) - 1]


def resampled(size: int, draws: int = DRAWS, seed: int = SEED) -> Iterable[list[int]]:
    """Draw so many places out of as many, with replacement, again and again.

    Only ``random()`` is drawn from: its sequence is the same in every version of Python.
    """
    stream = random.Random(seed)
    for _ in range(draws):
        yield [int(stream.random() * size) for _ in range(size)]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One observation: whether it was so, and the cluster in which it hangs together with others."""

    was_so: bool
    cluster: str


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its uncertainty.

    Attributes:
        count: how many did.
        n: of how many; the share is not known where it is 0.
        clusters: in how many clusters they lie.
        plain: Wilson's 95 per cent interval, as if all were independent.
        clustered: 95 per cent interval from a bootstrap of clusters; None where there are fewer than ten, too
            few for it to be trusted, or where all observations say the same, so that it has nothing to vary.
    """

    count: int
    n: int
    clusters: int
    plain: Interval | None
    clustered: Interval | None

    @property
    def value(self) -> float | None:
        """The share."""
        return self.count / self.n if self.n else None


def by_cluster(outcomes: Iterable[Outcome]) -> list[tuple[int, int]]:
    """Count, for each cluster, in the order of their names, how many did and of how many."""
    found: dict[str, tuple[int, int]] = {}
    for one in outcomes:
        count, n = found.get(one.cluster, (0, 0))
        found[one.cluster] = count + one.was_so, n + 1
    return [found[name] for name in sorted(found)]


def share(outcomes: Sequence[Outcome], least: int = 10) -> Share:
    """Give the share of outcomes that were so.

    Args:
        outcomes: the observations.
        least: clusters below which no clustered interval is given.
    """
    groups = by_cluster(outcomes)
    count, n = sum(one.was_so for one in outcomes), len(outcomes)
    varied = len(groups) >= least and 0 < count < n
    clustered = percentiles(_ratio(groups, places) for places in resampled(len(groups))) if varied else None
    return Share(count, n, len(groups), wilson(count, n) if n else None, clustered)


@dataclass(frozen=True, slots=True)
class Difference:
    """How far one share lies above another.

    Attributes:
        value: the difference.
        interval: 95 per cent, from a bootstrap of clusters drawn for both shares at once.
        n: observations of both.
        clusters: in how many clusters they lie.
    """

    value: float
    interval: Interval
    n: int
    clusters: int


def difference(first: Sequence[Outcome], second: Sequence[Outcome]) -> Difference:
    """Give how far the share of the first lies above that of the second.

    Args:
        first: observations, at least one.
        second: the others, at least one; they may lie in the same clusters.
    """
    counts: dict[str, list[list[int]]] = {}
    for side, outcomes in enumerate((first, second)):
        for one in outcomes:
            pair = counts.setdefault(one.cluster, [[0, 0], [0, 0]])[side]
            pair[0] += one.was_so
            pair[1] += 1
    pairs = [((one[0], one[1]), (two[0], two[1])) for _, (one, two) in sorted(counts.items())]
    return drawn_difference(pairs)


Pair = tuple[tuple[int, int], tuple[int, int]]
"""Of one cluster: how many did, of how many, among the first and among the second."""


def drawn_difference(pairs: Sequence[Pair], draws: int = DRAWS) -> Difference:
    """Give the difference of two shares; a draw in which either has no observation tells nothing and is left out.

    Args:
        pairs: one a cluster.
        draws: how often clusters are drawn.
    """
    values = []
    for places in resampled(len(pairs), draws):
        one, two = added([pairs[place][0] for place in places]), added([pairs[place][1] for place in places])
        if one[1] and two[1]:
            values.append(one[0] / one[1] - two[0] / two[1])
    one, two = added([pair[0] for pair in pairs]), added([pair[1] for pair in pairs])
    return Difference(one[0] / one[1] - two[0] / two[1], percentiles(values), one[1] + two[1], len(pairs))


def added(groups: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Add up counts: how many did, of how many."""
    return sum(count for count, _ in groups), sum(n for _, n in groups)


def _ratio(groups: Sequence[tuple[int, int]], places: Sequence[int]) -> float:
    count, n = added([groups[place] for place in places])
    return count / n
