"""Features of a state before a question: what may move where it stands and whether it sends anything."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from foedus.estimates.features import Features, features_of
from foedus.estimates.questions import Question
from foedus.estimates.reading import Read


@dataclass(frozen=True)
class Before:
    """A state before a question.

    Attributes:
        state: its code.
        read: the question with what is read of it.
        case: the features of the question itself.
    """

    state: str
    read: Read
    case: Features

    @cached_property
    def to_target(self) -> tuple[float | None, float | None, float | None]:
        """Log of 1 + thousands of km between capitals, whether they border, distance of ideal points."""
        return self._towards(self.read.question.situation.target)

    @cached_property
    def to_initiator(self) -> tuple[float | None, float | None, float | None]:
        """The same towards the strongest initiator; noughts where no state brought it about."""
        return self._towards(self.read.initiator) if self.read.initiator else (0.0, 0.0, 0.0)

    def _towards(self, other: str) -> tuple[float | None, float | None, float | None]:
        if other == self.state:
            return 0.0, 0.0, 0.0
        pair = self.read.pair(self.state, other)
        far = None if pair.distance_km is None else math.log1p(pair.distance_km / 1000)
        border = None if pair.contiguous is None else float(pair.contiguous == "border")
        return far, border, pair.un_distance

    def rival(self, other: str | None) -> float | None:
        """Whether it is a rival of another state."""
        if other is None or other == self.state:
            return 0.0
        found = self.read.pair(self.state, other).rival
        return None if found is None else float(found)


@dataclass(frozen=True, slots=True)
class MemberFeature:
    """Something about a state that may move its stance; see :class:`foedus.estimates.features.Feature`."""

    name: str
    about: str
    of: Callable[[Before], float | None]


@dataclass(frozen=True, slots=True)
class MemberFeatures:
    """What is read of one state before one question.

    Attributes:
        state: its code.
        case: the features of the question.
        values: its own features by name; None: unknown.
    """

    state: str
    case: Features
    values: Mapping[str, float | None]


def member_features(question: Question, states: tuple[str, ...]) -> tuple[MemberFeatures, ...]:
    """Read the features of states before a question.

    Args:
        question: the question.
        states: their codes.

    >>> from foedus.estimates.questions import question_of
    >>> from foedus.record.view import organisation
    >>> csto = organisation("csto")
    >>> case = csto.case("csto-kazakhstan-2022")
    >>> asked = question_of(case.id, csto, case.situation, case.invocation)
    >>> [one.values["in_trouble"] for one in member_features(asked, ("KAZ", "ARM"))]
    [1.0, 0.0]
    """
    read, case = Read(question), features_of(question)
    found = []
    for state in states:
        before = Before(state, read, case)
        found.append(MemberFeatures(state, case, {one.name: one.of(before) for one in MEMBER_FEATURES}))
    return tuple(found)


def concerned(question: Question) -> tuple[str, ...]:
    """The states that have a stance: the members of the day, then those in trouble and those that asked."""
    members = [one.state for one in question.view.members]
    return tuple(dict.fromkeys([*members, *question.in_trouble, *question.askers]))


def _case(name: str) -> Callable[[Before], float | None]:
    return lambda before: before.case.values[name]


def _in(states: Callable[[Before], tuple[str, ...]]) -> Callable[[Before], float | None]:
    return lambda before: float(before.state in states(before))


def _blocks(before: Before) -> float | None:
    return float(any(one.state == before.state for one in before.read.advice.can_block))


def _bound(before: Before) -> float | None:
    sure = {"engaged": 1.0, "arguable": 0.5}
    return max((sure[one.how] for one in before.read.advice.bound if one.state == before.state), default=0.0)


def _neighbour(before: Before) -> float | None:
    """Whether it borders the target, of which it is another state."""
    return before.to_target[1]


def _share(before: Before) -> float | None:
    """Its capability less that of the strongest member."""
    own, leader = before.read.of(before.state).capability, before.read.leader
    top = None if leader is None else before.read.of(leader).capability
    return None if own is None or top is None else own - top


MEMBER_FEATURES: Final[tuple[MemberFeature, ...]] = (
    MemberFeature("in_trouble", "whether it is in trouble itself", _in(lambda one: one.read.question.in_trouble)),
    MemberFeature("asked", "whether it asked", _in(lambda one: one.read.question.askers)),
    MemberFeature(
        "brought_about",
        "whether it brought the situation about",
        _in(lambda one: one.read.question.situation.initiators),
    ),
    MemberFeature("is_member", "whether it is a member", _in(lambda one: one.read.members)),
    MemberFeature(
        "leads",
        "whether it is the strongest member that is no party to it",
        lambda one: float(one.state == one.read.leader),
    ),
    MemberFeature("blocks", "whether it can stop the decision alone", _blocks),
    MemberFeature("bound", "whether it owes something: 1 surely, 0.5 arguably, 0 not", _bound),
    MemberFeature(
        "major",
        "whether it is a major power",
        lambda one: None if (found := one.read.of(one.state).major_power) is None else float(found),
    ),
    MemberFeature(
        "capability",
        "log10 of its share of the world's capabilities",
        lambda one: one.read.of(one.state).capability,
    ),
    MemberFeature("below_leader", "its capability less that of the strongest member, on that scale", _share),
    MemberFeature(
        "democracy", "its democracy, in standard deviations", lambda one: one.read.of(one.state).democracy
    ),
    MemberFeature(
        "far", "log of 1 + thousands of km from its capital to the target's", lambda one: one.to_target[0]
    ),
    MemberFeature("neighbour", "whether it borders the target", _neighbour),
    MemberFeature(
        "apart_target", "distance of ideal points in UN votes from the target", lambda one: one.to_target[2]
    ),
    MemberFeature(
        "borders_initiator", "whether it borders the strongest initiator", lambda one: one.to_initiator[1]
    ),
    MemberFeature(
        "apart_initiator",
        "distance of ideal points in UN votes from the strongest initiator",
        lambda one: one.to_initiator[2],
    ),
    MemberFeature(
        "rival_initiator",
        "whether it is a rival of the strongest initiator",
        lambda one: one.rival(one.read.initiator),
    ),
    MemberFeature(
        "rival_target",
        "whether it is a rival of the target",
        lambda one: one.rival(one.read.question.situation.target),
    ),
    *(
        MemberFeature(name, f"of the case: {name}", _case(name))
        for name in (
            "invoked",
            "elsewhere",
            "not_by_target",
            "asks_force",
            "asks_observers",
            "asks_materiel",
            "asks_sanctions",
            "asks_words",
            "defence_owed",
            "force_allowed",
            "blockers",
            "initiator_is_member",
            "state_behind",
            "outside_hand",
            "initiator_major",
            "disputed",
            "outside",
            "members",
            "decade",
            "after_1990",
        )
    ),
)
"""All features of states, in the order of the designs."""

__all__ = ["MEMBER_FEATURES", "Before", "MemberFeature", "MemberFeatures", "concerned", "member_features"]
