"""Players: the states before a question that weigh one another's stances, and what each expects of the others.

All states that are concerned play, whether or not the casebook tells where they stood: who got told is known only
afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

import numpy

from foedus.estimates.encoding import numbers
from foedus.estimates.fitting import Floats, Integers
from foedus.estimates.frames import Lesson
from foedus.estimates.member_features import MemberFeatures, concerned, member_features
from foedus.estimates.outcomes import STANCES
from foedus.estimates.tables import MEMBER_NAMES, member_table

OBJECTS: Final = STANCES.index("objects")
BLOCKS: Final = MEMBER_NAMES.index("blocks")
EXPECTED: Final = ("others_score", "pivotal")
"""What a state expects: the mean score of the others' stances; and the chance that nobody else stops the decision,
where it can stop it alone."""

_SURE: Final = 1e-12
"""Below this a chance that nobody objects is not told from nought, so that its logarithm is finite."""


@dataclass(frozen=True, eq=False)
class Players:
    """The states that play, in one case or in several.

    Attributes:
        members: the states with their features.
        table: their numbers, shape (n, f).
        groups: the case of each, shape (n,).
        cases: how many cases there are.
        asked: for each state that is asked about its place among the players, -1 where it is none, shape (m,).
        asked_groups: the case of each state that is asked about, shape (m,).
    """

    members: tuple[MemberFeatures, ...]
    table: Floats
    groups: Integers
    cases: int
    asked: Integers
    asked_groups: Integers

    def expected(self, shares: Floats, scores: Floats) -> tuple[Floats, Floats]:
        """Work out what each state expects of the others; see :data:`EXPECTED`.

        The others are taken as independent of each other (mean field). A state that has no others expects nought.

        Args:
            shares: the chances of each player's stances, shape (n, K).
            scores: of the stances, shape (K,).

        Returns:
            the same of the players, shape (n, 2), and of the states that are asked about, shape (m, 2).
        """
        score = shares @ scores
        blocks = self.table[:, BLOCKS] == 1.0
        lets = numpy.where(blocks, numpy.log(numpy.maximum(1.0 - shares[:, OBJECTS], _SURE)), 0.0)
        many, total, free = (
            numpy.bincount(self.groups, weights, minlength=self.cases)
            for weights in (numpy.ones(len(score)), score, lets)
        )
        others = many[self.groups] - 1.0
        mean = numpy.where(others > 0, (total[self.groups] - score) / numpy.maximum(others, 1.0), 0.0)
        own = numpy.stack([mean, blocks * numpy.exp(free[self.groups] - lets)], axis=1)
        outside = numpy.stack([total / numpy.maximum(many, 1.0), numpy.zeros(self.cases)], axis=1)
        return own, numpy.where((self.asked >= 0)[:, None], own[self.asked], outside[self.asked_groups])


_kept: WeakKeyDictionary[Lesson, Players] = WeakKeyDictionary()


def players_of(lesson: Lesson) -> Players:
    """The states that play in a case; those that are asked about are those that answered."""
    if lesson not in _kept:
        states = concerned(lesson.question)
        places = {state: place for place, state in enumerate(states)}
        asked = numpy.array([places.get(one.state, -1) for one in lesson.answers], dtype=int)
        known = {one.state: one for one in lesson.members}
        rest = iter(member_features(lesson.question, tuple(one for one in states if one not in known)))
        members = tuple(known[one] if one in known else next(rest) for one in states)
        table = numbers([one.values for one in members], MEMBER_NAMES)
        zeros = (numpy.zeros(len(states), dtype=int), numpy.zeros(len(asked), dtype=int))
        _kept[lesson] = Players(members, table, zeros[0], 1, asked, zeros[1])
    return _kept[lesson]


def players_in(lessons: Sequence[Lesson]) -> Players:
    """The states that play in several cases, case by case."""
    each = [players_of(one) for one in lessons]
    ends = numpy.cumsum([0, *(len(one.members) for one in each)])
    asked = [numpy.where(one.asked >= 0, one.asked + at, -1) for one, at in zip(each, ends[:-1], strict=True)]
    return Players(
        tuple(member for one in each for member in one.members),
        numpy.concatenate([one.table for one in each]) if each else member_table([]),
        numpy.repeat(numpy.arange(len(each)), [len(one.members) for one in each]),
        len(each),
        numpy.concatenate(asked) if each else numpy.zeros(0, dtype=int),
        numpy.repeat(numpy.arange(len(each)), [len(one.asked) for one in each]),
    )


def among(members: Sequence[MemberFeatures], table: Floats) -> Players:
    """The states before one question, all of which play and are asked about.

    Args:
        members: the states.
        table: their numbers, shape (n, f).
    """
    none = numpy.zeros(len(members), dtype=int)
    return Players(tuple(members), table, none, 1, numpy.arange(len(members)), none)
