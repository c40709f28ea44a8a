"""Encoding: features as the rows of a design, on one scale, with what is unknown left open.

Numbers are put on the scale of standard deviations among the lessons. An unknown one takes the mean among lessons
that
are alike in whether the organisation was asked, and the spread among them goes into the interval of the estimate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias, get_args

import numpy

from foedus.estimates.fitting import Flags, Floats
from foedus.record.cases import SituationKind

KINDS: Final[tuple[str, ...]] = get_args(SituationKind)

Values: TypeAlias = Mapping[str, float | None]


@dataclass(frozen=True, eq=False)
class Scaling:
    """How numbers are put on one scale.

    Attributes:
        means: shape (p,).
        spreads: standard deviations, 1 where all are equal, shape (p,).
        by: place of the yes-or-no number that tells alike from unlike; it is never among the unknown ones.
        alike: mean and spread, on the scale, among those where it is no and where it is yes, shape (2, 2, p).
    """

    means: Floats
    spreads: Floats
    by: int
    alike: Floats

    def encode(self, table: Floats) -> tuple[Floats, Floats]:
        """Put rows on the scale.

        Args:
            table: numbers as they are, NaN where unknown, shape (n, p).

        Returns:
            the rows, and the spread of each number, which is nought where it is known; shape (n, p) each.
        """
        known = ~numpy.isnan(table)
        filled = numpy.where(known, table, 0.0)
        group = self.alike[(table[:, self.by] == 1.0).astype(int)]
        rows = numpy.where(known, (filled - self.means) / self.spreads, group[:, 0])
        return rows, numpy.where(known, 0.0, group[:, 1])


def scaling(table: Floats, by: int) -> Scaling:
    """Learn how numbers are put on one scale.

    Args:
        table: numbers as they are, NaN where unknown, shape (n, p); n may be nought.
        by: see :class:`Scaling`.

    >>> learnt = scaling(numpy.array([[1.0, 1.0], [3.0, 0.0]]), 1)
    >>> learnt.encode(numpy.array([[numpy.nan, 1.0]]))[0].tolist()
    [[-1.0, 1.0]]
    """
    known = ~numpy.isnan(table)
    means, spreads = _moments(table, known)
    spreads = numpy.where(spreads > 1e-9, spreads, 1.0)
    scaled = (table - means) / spreads
    yes = table[:, by] == 1.0
    alike = [_moments(scaled[chosen], known[chosen]) for chosen in (~yes, yes)]
    return Scaling(means, spreads, by, numpy.array(alike))


def _moments(table: Floats, known: Flags) -> tuple[Floats, Floats]:
    """Mean and standard deviation of what is known in each column; nought and one where nothing is."""
    count = known.sum(axis=0)
    means = numpy.where(known, table, 0.0).sum(axis=0) / numpy.maximum(count, 1)
    squares = (numpy.where(known, table - means, 0.0) ** 2).sum(axis=0) / numpy.maximum(count, 1)
    return means, numpy.where(count > 0, numpy.sqrt(squares), 1.0)


def numbers(rows: Sequence[Values], names: Sequence[str]) -> Floats:
    """Put values by name into a table, NaN where unknown, shape (n, p).

    >>> numbers([{"x": 1.0, "y": None}], ("x", "y")).tolist()
    [[1.0, nan]]
    """
    table = [[numpy.nan if (one := values[name]) is None else one for name in names] for values in rows]
    return numpy.array(table, dtype=float).reshape(len(rows), len(names))


def one_hot(words: Sequence[str], known: Sequence[str]) -> Floats:
    """For each word a row of noughts with a one where it stands among those known, shape (n, k), read-only.

    >>> one_hot(["b", "z"], ("a", "b")).tolist()
    [[0.0, 1.0], [0.0, 0.0]]
    """
    return _one_hot(tuple(words), tuple(known))


@lru_cache(maxsize=16)
def _one_hot(words: tuple[str, ...], known: tuple[str, ...]) -> Floats:
    """The same; the last few tables are kept, since refits ask for them again."""
    places = {word: place for place, word in enumerate(known)}
    # What is not known goes into a last column, which is then cut off.
    at = numpy.array([places.get(word, len(known)) for word in words], dtype=int)
    table = numpy.zeros((len(words), len(known) + 1))
    table[numpy.arange(len(words)), at] = 1.0
    found: Floats = table[:, :-1]
    found.flags.writeable = False
    return found
