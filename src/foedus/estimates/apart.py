"""Apart: what cases that came as crises teach about states' answers, and what those chosen for their vote teach.

How states stand in a vote for which a case was chosen says little of how they stand in a crisis. So the first kind
of case teaches about every organisation, and all cases only about bodies whose cases were chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, Protocol, TypeVar

from foedus.estimates.fitting import Floats
from foedus.estimates.frames import Lesson
from foedus.estimates.guess import Guess
from foedus.estimates.member_features import MemberFeatures


class Answers(Protocol):
    """A model of states' answers that has learnt."""

    def shares(self, members: Sequence[MemberFeatures], table: Floats | None = None) -> Floats:
        """Give the chance of each class for each state, shape (n, K)."""
        ...

    def shares_in(self, lesson: Lesson) -> Floats:
        """Give the chance of each class for each state that answered in a case, shape (n, K)."""
        ...

    def guesses(self, members: Sequence[MemberFeatures], table: Floats | None = None) -> tuple[Guess, ...]:
        """Give the same as :meth:`shares` with what is not known about it, state by state."""
        ...


Learnt = TypeVar("Learnt", bound=Answers)


@dataclass(frozen=True, eq=False)
class Apart(Generic[Learnt]):
    """What was learnt from the two kinds of cases.

    Attributes:
        lessons: all lessons.
        learn: learns from lessons, beginning with what was learnt from nearly the same ones.
        crises: what cases that came as crises teach.
        near: what was learnt from nearly the same lessons.
    """

    lessons: tuple[Lesson, ...]
    learn: Callable[[Sequence[Lesson], Learnt | None], Learnt]
    crises: Learnt
    near: Apart[Learnt] | None

    @cached_property
    def votes(self) -> Learnt:
        """What all cases teach; asked only of bodies whose cases were chosen for their vote."""
        return self.learn(self.lessons, self.near.votes if self.near else None)

    def of(self, chosen_for_vote: bool) -> Learnt:
        """What answers for a body, by whether its cases were chosen for their vote."""
        return self.votes if chosen_for_vote else self.crises

    def shares(self, members: Sequence[MemberFeatures], table: Floats | None = None) -> Floats:
        """See :meth:`Answers.shares`; all states are before one question."""
        return self.of(_chosen(members)).shares(members, table)

    def shares_in(self, lesson: Lesson) -> Floats:
        """See :meth:`Answers.shares_in`."""
        return self.of(lesson.chosen_for_vote).shares_in(lesson)

    def guesses(self, members: Sequence[MemberFeatures], table: Floats | None = None) -> tuple[Guess, ...]:
        """See :meth:`Answers.guesses`; all states are before one question."""
        return self.of(_chosen(members)).guesses(members, table)


def _chosen(members: Sequence[MemberFeatures]) -> bool:
    return bool(members) and members[0].case.chosen_for_vote


def apart(
    lessons: Sequence[Lesson],
    learn: Callable[[Sequence[Lesson], Learnt | None], Learnt],
    near: Apart[Learnt] | None,
) -> Apart[Learnt]:
    """Learn from the two kinds of cases apart.

    Args:
        lessons: all lessons.
        learn: see :class:`Apart`.
        near: what was learnt from nearly the same lessons, to begin with.
    """
    crises = [one for one in lessons if not one.chosen_for_vote]
    return Apart(tuple(lessons), learn, learn(crises, near.crises if near else None), near)
