"""How long decisions and help are waited for: quantiles of days, their error, and what parameters leave open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

    from foedus.simulation.shares import Told

POINTS = (0.1, 0.25, 0.5, 0.75, 0.9)
"""Shares of cases of which the days are told."""
ALIKE = 1e-12
"""Two shares so near each other are the same: they differ by rounding only."""

Ends = tuple[int | None, int | None]
"""First and last day of an interval; None: longer than is counted."""


@dataclass(frozen=True, slots=True)
class Quantile:
    """By how many days a share of cases has come.

    Attributes:
        share: the share.
        days: the least day by which it has come; None: longer than is counted.
        error: the days between which two standard errors of the simulation leave it; None with fewer than two
            units.
        spread: 5 % and 95 % point over draws of the parameters, their own error taken out; None without draws, or
            where they have too few cases.
    """

    share: float
    days: int | None
    error: Ends | None
    spread: Ends | None


def quantiles(come: Told | None, points: Sequence[float] = POINTS) -> tuple[Quantile, ...]:
    """Quantiles of days, each with its interval.

    A quantile's error is that of the share of cases that had come by a day, turned round (Woodruff 1952): a day
    belongs to the interval where the share that had come by it may, within two standard errors, be as great as is
    asked, and that of the day before as small. Woodruff takes the error at the quantile itself; taken at each day,
    as here (Francisco and Fuller 1991), it also holds where many cases fall on one day. The points over draws are
    turned round in the same way: as many draws have a quantile of at most so many days as have the share by then.

    Args:
        come: by day the share of cases that have come by then; in the last place all, also those that took longer.
        points: shares that are asked for.

    Returns:
        one for each point; nothing where there is no case.

    >>> import numpy as np
    >>> from foedus.simulation.shares import Told
    >>> come = np.array([0.2, 0.45, 0.52, 0.8, 1.0])
    >>> quantiles(Told(come, np.array([0.02, 0.03, 0.02, 0.02, 0.0])), [0.5])
    (Quantile(share=0.5, days=2, error=(1, 3), spread=None),)
    """
    if come is None:
        return ()
    made = []
    for point in points:
        error = spread = None
        if come.error is not None:
            twice = 2 * come.error
            error = _first(come.share + twice, point), _lasting(come.share - twice, point)
        if come.low is not None and come.high is not None:
            spread = _first(come.high, point), _lasting(come.low, point)
        made.append(Quantile(point, _first(come.share, point), error, spread))
    return tuple(made)


def _first(come: NDArray[float64], point: float) -> int | None:
    """The first day by which a share has come; None: longer than is counted."""
    day = int((come >= point - ALIKE).argmax())
    return day if day < len(come) - 1 and come[day] >= point - ALIKE else None


def _lasting(come: NDArray[float64], point: float) -> int | None:
    """The first day from which on a share has come; None: longer than is counted."""
    less = (come < point - ALIKE).nonzero()[0]
    day = int(less[-1]) + 1 if len(less) else 0
    return day if day < len(come) - 1 else None
