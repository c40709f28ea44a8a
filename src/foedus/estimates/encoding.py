"""Encoding: features as the rows of a design, on one scale, with what is unknown left open.

Numbers are put on the scale of standard deviations among the lessons. An unknown one takes the mean among lessons that
are alike in whether the organisation was asked, and the spread among them goes into the interval of the estimate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias, get_args

import numpy

from foedus.estimates.fitting import Floats
from foedus.record.cases import SituationKind

KINDS: Final[tuple[str, ...]] = get_args(SituationKind)

Values: TypeAlias = Mapping[str, float | None]


@dataclass(frozen=True, eq=False)
class Scaling:
    """How numbers are put on one scale.

    Attributes:
        names: names of the numbers, in order.
        means: shape (p,).
        spreads: standard deviations, 1 where all are equal, shape (p,).
        by: name of the yes-or-no number that tells alike from unlike; not among the unknown ones.
        alike: mean and spread among those where it is no, and where it is yes, on the scale, shape (2, 2, p).
    """

    names: tuple[str, ...]
    means: Floats
    spreads: Floats
    by: str
    alike: Floats

    def encode(self, values: Values) -> tuple[Floats, Floats]:
        """Give a row on the scale, and the spread of each number: nought where it is known, shape (p,) each."""
        raw = _row(self.names, values)
        known = ~numpy.isnan(raw)
        group = self.alike[int(values.get(self.by) == 1.0)]
        row = numpy.where(known, (numpy.where(known, raw, 0.0) - self.means) / self.spreads, group[0])
        return row, numpy.where(known, 0.0, group[1])


def scaling(names: Sequence[str], rows: Sequence[Values], by: str) -> Scaling:
    """Learn how numbers are put on one scale.

    Args:
        names: names of the numbers.
        rows: their values, lesson by lesson.
        by: see :class:`Scaling`.

    >>> learnt = scaling(("x", "asked"), [{"x": 1.0, "asked": 1.0}, {"x": 3.0, "asked": 0.0}], "asked")
    >>> learnt.encode({"x": None, "asked": 1.0})[0].tolist()
    [-1.0, 1.0]
    """
    table = numpy.array([_row(names, one) for one in rows]).reshape(len(rows), len(names))
    known = ~numpy.isnan(table)
    means, spreads = _moments(table, known)
    spreads = numpy.where(spreads > 1e-9, spreads, 1.0)
    scaled = (table - means) / spreads
    place = list(names).index(by)
    alike = [_moments(scaled[chosen], known[chosen]) for chosen in (table[:, place] != 1.0, table[:, place] == 1.0)]
    return Scaling(tuple(names), means, spreads, by, numpy.array(alike))


def _row(names: Sequence[str], values: Values) -> Floats:
    return numpy.array([numpy.nan if (one := values[name]) is None else one for name in names], dtype=float)


def _moments(table: Floats, known: numpy.typing.NDArray[numpy.bool_]) -> tuple[Floats, Floats]:
    """Mean and standard deviation of what is known in each column; nought and one where nothing is."""
    count = known.sum(axis=0)
    filled = numpy.where(known, table, 0.0)
    means = filled.sum(axis=0) / numpy.maximum(count, 1)
    squares = (numpy.where(known, table - means, 0.0) ** 2).sum(axis=0) / numpy.maximum(count, 1)
    return means, numpy.where(count > 0, numpy.sqrt(squares), 1.0)


def one_hot(word: str, words: Sequence[str]) -> Floats:
    """A row of noughts with a one where the word stands; all noughts where it does not.

    >>> one_hot("b", ("a", "b")).tolist()
    [0.0, 1.0]
    """
    return numpy.array([float(word == one) for one in words])
