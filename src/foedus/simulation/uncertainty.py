"""What draws of the parameters leave open of an answer, with the error of the worlds that they play taken out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foedus.simulation.plan import AGAIN

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

Drawn = Mapping[int, tuple[float, Mapping[int, float]]]
"""By draw an answer, and by unit how far it lies from it."""

LEAST_CASES = 400
"""Cases in the worlds of a draw with which an answer has a spread; 400 tell a share to 5 in a hundred."""
WIDTH = 3.182
"""Half-width of 95 % in standard errors: Student's t of three degrees of freedom, as a draw has four units."""


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


def spread(drawn: Drawn, value: float) -> Spread | None:
    """What draws leave open of one answer: as of :func:`spreads`.

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
    import numpy as np

    if AGAIN not in drawn or len(drawn) < 3:
        return None
    answer, settled = drawn[AGAIN]
    others = [one for number, one in drawn.items() if number != AGAIN]
    found = spreads(
        np.array([[one] for one, _ in others]),
        np.array([[[row.get(unit, 0.0)] for unit in settled] for _, row in others]),
        np.array([answer]),
        np.array([[one] for one in settled.values()]),
        np.array([value]),
    )
    low, high, error = (float(one[0]) for one in found)
    return Spread(low, high, error)


def spreads(
    answers: NDArray[float64],
    residuals: NDArray[float64],
    settled: NDArray[float64],
    own: NDArray[float64],
    value: NDArray[float64],
) -> tuple[NDArray[float64], NDArray[float64], NDArray[float64]]:
    """What draws leave open of many answers: how far they lead from the settings, less the error of their worlds.

    The settings' answer on the draws' worlds is a control variate (Glasserman 2003, section 4.1): by what it
    misses the answer on all worlds, times the slope of the draws' units on its units (from 0 to 1), every draw is
    set right. What is left of error has a part that all draws share and a part of each draw's own. The changes are
    drawn towards their mean until their variance is what is observed less the mean square of their own parts
    (nothing where that is the greater). Their mean is drawn towards nothing by the 95 % half-width of the shared
    part, in the manner of James and Stein (1961), so that a mean within it counts as none. The points are taken of
    these.

    Args:
        answers: [draw, answer], two draws at least.
        residuals: [draw, unit, answer], how far each unit lies from its draw's answer.
        settled: [answer], the settings' answers on the draws' worlds.
        own: [unit, answer], how far each unit lies from them.
        value: [answer], the settings' answers on all worlds.

    Returns:
        by answer the 5 % and the 95 % point, both from the answer under the settings, and the standard error of a
        single draw, which is taken out of them.
    """
    import numpy as np

    size = (own * own).sum(axis=0) * len(answers)
    slope = np.ones(len(value))
    np.divide((residuals * own).sum(axis=(0, 1)), size, out=slope, where=size > 0)
    slope = slope.clip(0.0, 1.0)
    changes = answers - value - slope * (settled - value)
    strays = residuals - slope * own
    shared = strays.mean(axis=0)
    own_parts = _square(strays - shared).sum(axis=0)
    mean, left = _shrunk(changes, own_parts / (len(changes) - 1), _square(shared))
    low, high = _points(mean + left)
    return low, high, np.sqrt(_square(strays).mean(axis=0))


def _square(residuals: NDArray[float64]) -> NDArray[float64]:
    """The square of the standard error that residuals [..., unit, answer] show; nothing of a single unit."""
    count = residuals.shape[-2]
    found: NDArray[float64] = (residuals * residuals).sum(axis=-2) / max(count * (count - 1), 1)
    return found if count > 1 else found * 0.0


def _shrunk(
    changes: NDArray[float64], own: NDArray[float64], shared: NDArray[float64]
) -> tuple[NDArray[float64], NDArray[float64]]:
    """The mean of changes [draw, answer] and their deviations from it, less the variances of their errors."""
    import numpy as np

    mean = changes.mean(axis=0)
    seen = ((changes - mean) ** 2).sum(axis=0) / (len(changes) - 1)
    noise = np.divide(own, seen, out=np.ones_like(seen), where=seen > 0)
    doubt = np.divide(WIDTH**2 * shared, mean**2, out=np.ones_like(mean), where=mean**2 > 0)
    return mean * (1.0 - doubt).clip(0.0), (changes - mean) * np.sqrt((1.0 - noise).clip(0.0))


def _points(values: NDArray[float64]) -> tuple[NDArray[float64], NDArray[float64]]:
    """The 5 % and 95 % points of values [draw, answer], by the rule of three between the values."""
    import numpy as np

    ordered = np.sort(values, axis=0)

    def at_share(share: float) -> NDArray[float64]:
        place = share * (len(ordered) - 1)
        low = min(int(place), len(ordered) - 2)
        found: NDArray[float64] = ordered[low] + (ordered[low + 1] - ordered[low]) * (place - low)
        return found

    return at_share(0.05), at_share(0.95)
