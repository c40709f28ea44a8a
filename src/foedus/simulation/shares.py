"""Shares of one whole: what is kept of them while units come in, in any order, and what is told of each.

Many answers are shares of the same whole: of all worlds those in which a state has a status, of all decisions
those that had come by a day. Of units played with the settings only sums over units are kept, and sums of squares
and products, from which a ratio's error follows (Cochran 1977, chapter 6); so memory does not grow with the
worlds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from foedus.simulation.plan import AGAIN
from foedus.simulation.uncertainty import LEAST_CASES, spreads

if TYPE_CHECKING:
    from numpy import float64, int64
    from numpy.typing import NDArray

AT_ONCE = 1 << 22
"""Numbers of draws that are looked at together, so that memory stays bounded."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of shares, each as an array in their shape.

    Attributes:
        share: each share, under the settings.
        error: standard error of the simulation; None with fewer than two units.
        low: 5 % point over draws of the parameters; None without draws, or where they have too few cases.
        high: 95 % point.
        draw_error: standard error of a single draw, already taken out of low and high.
    """

    share: NDArray[float64]
    error: NDArray[float64] | None = None
    low: NDArray[float64] | None = None
    high: NDArray[float64] | None = None
    draw_error: NDArray[float64] | None = None


@dataclass(slots=True)
class Shares:
    """What is kept of shares of one whole.

    Attributes:
        units: how many units with the settings have come in.
        above: sum over these of what is counted.
        below: sum of the whole.
        squares: by share the sums of the squares of what is counted, of it times the whole, and of the whole's
            squares; whole numbers without end, since those of 64 bits end too soon and others would round.
        draws: by number of the draw, and by first world of the unit, what is counted and the whole.
    """

    units: int = 0
    above: NDArray[int64] | None = None
    below: int = 0
    squares: tuple[Any, Any, int] = (0, 0, 0)
    draws: dict[int, dict[int, tuple[NDArray[Any], int]]] = field(default_factory=dict)

    def add(self, draw: int, first: int, above: NDArray[int64], below: int) -> None:
        """Take in a unit.

        Args:
            draw: number of its draw; 0: the settings.
            first: its first world.
            above: what is counted, in any shape, the same for each unit.
            below: the whole.
        """
        if draw:
            size = "int32" if int(above.sum()) < 1 << 31 else "int64"
            self.draws.setdefault(draw, {})[first] = above.astype(size), below
            return
        self.units += 1
        self.above = above.copy() if self.above is None else self.above + above
        self.below += below
        exact = above.astype(object)
        squares, products, sizes = self.squares
        self.squares = squares + exact * exact, products + exact * below, sizes + below * below

    def told(self) -> Told | None:
        """What is told of each; None where there is nothing of which they would be shares."""
        if self.above is None or not self.below:
            return None
        share = self.above / float(self.below)
        found = self._spread(share)
        return Told(share, self._error(share), *(found or ()))

    def _error(self, share: NDArray[float64]) -> NDArray[float64] | None:
        import numpy as np

        if self.units < 2:
            return None
        squares, products = (one.astype(np.float64) for one in self.squares[:2])
        residuals = np.maximum(squares - 2 * share * products + share**2 * float(self.squares[2]), 0.0)
        error: NDArray[float64] = np.sqrt(residuals * self.units / (self.units - 1)) / self.below
        return error

    def _spread(
        self, share: NDArray[float64]
    ) -> tuple[NDArray[float64], NDArray[float64], NDArray[float64]] | None:
        """The points over draws, and the error of a single one, some shares at a time."""
        import numpy as np

        again = self.draws.get(AGAIN, {})
        others = [row for number, row in sorted(self.draws.items()) if number != AGAIN and _whole(row)]
        if _whole(again) < LEAST_CASES or len(others) < 2:
            return None
        flat = share.reshape(-1)
        found = np.zeros((3, len(flat)))
        step = max(1, AT_ONCE // (len(others) * len(again)))
        for start in range(0, len(flat), step):
            part = slice(start, start + step)
            settled, own = _ratios(again, part)
            each = [_ratios(row, part) for row in others]
            answers, residuals = np.stack([one for one, _ in each]), np.stack([one for _, one in each])
            found[:, part] = spreads(answers, residuals, settled, own, flat[part])
        low, high = ((flat + one).clip(0.0, 1.0).reshape(share.shape) for one in found[:2])
        return low, high, found[2].reshape(share.shape)


Row = Mapping[int, tuple["NDArray[Any]", int]]


def _whole(row: Row) -> int:
    return sum(below for _, below in row.values())


def _ratios(row: Row, part: slice) -> tuple[NDArray[float64], NDArray[float64]]:
    """Some shares of a draw, and [unit, share] how far each of its units lies from them, in their own terms."""
    import numpy as np

    above = np.stack([one.reshape(-1)[part] for _, (one, _) in sorted(row.items())]).astype(np.float64)
    below = np.array([whole for _, (_, whole) in sorted(row.items())], dtype=np.float64)
    answer = above.sum(axis=0) / below.sum()
    return answer, (above - answer * below[:, None]) / below.mean()
