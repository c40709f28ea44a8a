"""Stances: where each state stands when a request is before it, with a shock shared by all states in a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy

from foedus.estimates.encoding import KINDS, Scaling, one_hot, scaling
from foedus.estimates.fitting import Fit, Floats
from foedus.estimates.frames import Lesson, lessons as all_lessons
from foedus.estimates.guess import Guess
from foedus.estimates.member_features import MEMBER_FEATURES, MemberFeatures
from foedus.estimates.models.card import Card
from foedus.estimates.outcomes import STANCES
from foedus.estimates.shared_shock import SharedShockLogit, averaged_shares
from foedus.record.pack import packs

NAMES: Final = tuple(one.name for one in MEMBER_FEATURES)
SCORES: Final[Floats] = numpy.array([0.0, 1.0, 0.5, -0.5, -1.0, -0.5])
"""Towards the request: requests (of its own kind), supports, accepts, abstains, objects, absent."""

INTERCEPT: Final = 3.0
SLOPE: Final = 0.25
ORGANISATION: Final = 0.8
KIND: Final = 0.3
STATE: Final = 0.5
SHOCK: Final = 0.8

CARD: Final = Card(
    name="stances",
    of="stances",
    title="Stances with a shared shock",
    formula="P(stance k of state i in case c) ~ exp(a_k + x_ic'b_k + organisation_k + s_k (kind + state_i + u_c)), "
    "u_c ~ N(0, 0.8), s from +1 (supports) to -1 (objects)",
    says="A multinomial logit over six stances. Each state has a habit of its own, drawn towards nought; all states in a "
    "case share a shock, since what is not in the features moves them together. What is said of a new case is averaged "
    "over that shock.",
    literature=("Train 2009, Discrete Choice Methods with Simulation, ch. 6", "McFadden 1974"),
    status="part",
    conditions="given that the state's stance is one that gets told: silence is not a class",
)


@dataclass(frozen=True, eq=False)
class Layout:
    """The columns of the design.

    Attributes:
        scale: how numbers are put on one scale.
        organisations: ids, in order.
        states: codes, in order.
    """

    scale: Scaling
    organisations: tuple[str, ...]
    states: tuple[str, ...]

    @property
    def scales(self) -> tuple[Floats, Floats]:
        """Prior standard deviations of the slopes, and of the effects along the scores."""
        slopes = [[INTERCEPT], numpy.full(len(NAMES), SLOPE), numpy.full(len(self.organisations), ORGANISATION)]
        along = [numpy.full(len(KINDS), KIND), numpy.full(len(self.states), STATE)]
        return numpy.concatenate(slopes), numpy.concatenate(along)

    def rows(self, members: Sequence[MemberFeatures]) -> tuple[Floats, Floats, Floats]:
        """Rows of the design, rows along the scores, and the spread of each number, for states of one case."""
        encoded = [self.scale.encode(one.values) for one in members]
        own = [one_hot(one.case.organisation, self.organisations) for one in members]
        design = [numpy.concatenate([[1.0], row, mine]) for (row, _), mine in zip(encoded, own, strict=True)]
        along = [
            numpy.concatenate([one_hot(one.case.kind, KINDS), one_hot(one.state, self.states)]) for one in members
        ]
        return numpy.array(design), numpy.array(along), numpy.array([spread for _, spread in encoded])


@dataclass(frozen=True, eq=False)
class StanceChances:
    """What was learnt of stances."""

    layout: Layout
    fit: Fit

    def _lines(self, members: Sequence[MemberFeatures]) -> tuple[Floats, Floats, Floats, Floats]:
        design, along, open_ = self.layout.rows(members)
        first = len(STANCES) * design.shape[1]
        slopes = self.fit.mode[:first].reshape(len(STANCES), -1)
        effects = self.fit.mode[first : first + along.shape[1]]
        return design @ slopes.T + (along @ effects)[:, None] * SCORES, design, along, open_ @ numpy.abs(
            slopes[:, 1 : 1 + len(NAMES)]
        ).T * 0.0 if False else open_

    def shares(self, members: Sequence[MemberFeatures]) -> Floats:
        """Give the chance of each stance of each state, shape (n, 6)."""
        lines, *_ = self._lines(members)
        return averaged_shares(lines, SCORES, SHOCK)[0]
