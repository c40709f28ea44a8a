"""Ordered levels of a case learnt from its features: the design that ordered models share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy

from foedus.estimates.encoding import KINDS, Scaling, numbers, one_hot, scaling
from foedus.estimates.features import FEATURES, Features
from foedus.estimates.fitting import Fit, Floats
from foedus.estimates.frames import Lesson
from foedus.estimates.guess import Guess, from_fit
from foedus.estimates.logits import OrderedLogit, ordered_shares
from foedus.estimates.tables import INVOKED, NAMES
from foedus.record.pack import packs

Level: TypeAlias = Callable[[Lesson], int | None]
"""Gives a lesson's level; None: it has none, and nothing is learnt from it."""


@dataclass(frozen=True, slots=True)
class Priors:
    """Prior standard deviations of an ordered model.

    Attributes:
        parts: of slopes, by what the feature is about; a part that is not named takes no part.
        organisation: of an organisation's own effect.
        kind: of a kind's own effect.
    """

    parts: tuple[tuple[str, float], ...]
    organisation: float
    kind: float

    @property
    def chosen(self) -> list[int]:
        """Places of the features that take part."""
        return [place for place, one in enumerate(FEATURES) if one.part in dict(self.parts)]


@dataclass(frozen=True, eq=False)
class Levels:
    """What was learnt of ordered levels.

    Attributes:
        count: how many levels there are, K.
        priors: the prior standard deviations.
        scale: how numbers are put on one scale.
        organisations: ids, in the order of the design.
        fit: the fit.
    """

    count: int
    priors: Priors
    scale: Scaling
    organisations: tuple[str, ...]
    fit: Fit

    def guess(self, asked: Features) -> Guess:
        """Give the chance of each level, with what is not known about it."""
        row, open_ = self.row(asked)
        shares, moves = ordered_shares(self.fit.mode, row, self.count)
        # An unknown number moves the line as its slope does, against every cut.
        by_line = -moves[:, : self.count - 1].sum(axis=1)
        spread = float(((self.fit.mode[self.count - 1 :] * open_) ** 2).sum())
        return from_fit(self.fit, shares, moves, spread * numpy.outer(by_line, by_line))

    def shares(self, asked: Features) -> Floats:
        """Give the chance of each level, shape (K,)."""
        return ordered_shares(self.fit.mode, self.row(asked)[0], self.count)[0]

    def row(self, asked: Features) -> tuple[Floats, Floats]:
        """A row of the design, and the spread of each of its columns, shape (p,) each."""
        encoded, open_ = self.scale.encode(numbers([asked.values], NAMES))
        row = _design(encoded[:, self.priors.chosen], [asked], self.organisations)[0]
        spread = numpy.zeros_like(row)
        spread[: len(self.priors.chosen)] = open_[0, self.priors.chosen]
        return row, spread


def learn(
    lessons: Sequence[Lesson], level: Level, count: int, priors: Priors, table: Floats, near: Levels | None
) -> Levels:
    """Learn ordered levels.

    Args:
        lessons: the lessons.
        level: gives a lesson's level.
        count: how many levels there are.
        priors: the prior standard deviations.
        table: the lessons' numbers, shape (n, f).
        near: what was learnt from nearly the same lessons, to begin with.
    """
    scale, organisations, logit = problem(lessons, level, count, priors, table)
    return Levels(count, priors, scale, organisations, logit.fit(near.fit if near else None))


def problem(
    lessons: Sequence[Lesson], level: Level, count: int, priors: Priors, table: Floats
) -> tuple[Scaling, tuple[str, ...], OrderedLogit]:
    """Give what is to be fitted: how numbers are put on one scale, the organisations, the logit with its priors.

    Args:
        lessons: the lessons.
        level: gives a lesson's level; those without one take no part.
        count: how many levels there are.
        priors: the prior standard deviations.
        table: the lessons' numbers, shape (n, f).
    """
    levels = [level(one) for one in lessons]
    kept = [place for place, one in enumerate(levels) if one is not None]
    asked = [lessons[place].features for place in kept]
    scale, organisations = scaling(table[kept], INVOKED), tuple(packs())
    logit = OrderedLogit(
        design=_design(scale.encode(table[kept])[0][:, priors.chosen], asked, organisations),
        levels=numpy.array([levels[place] for place in kept], dtype=int),
        count=count,
        scales=numpy.concatenate(
            [
                [dict(priors.parts)[FEATURES[place].part] for place in priors.chosen],
                numpy.full(len(organisations), priors.organisation),
                numpy.full(len(KINDS), priors.kind),
            ]
        ),
    )
    return scale, organisations, logit


def _design(encoded: Floats, asked: Sequence[Features], organisations: tuple[str, ...]) -> Floats:
    own = one_hot([one.organisation for one in asked], organisations)
    return numpy.concatenate([encoded, own, one_hot([one.kind for one in asked], KINDS)], axis=1)
