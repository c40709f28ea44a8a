"""Knowledge: every model, fitted to the cases that were over by a day; fitted once for each set of cases."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from foedus.estimates.apart import Apart
from foedus.estimates.frames import Lesson, known_by
from foedus.estimates.levels import Levels
from foedus.estimates.models.card import FittedOutcomes, OutcomeModel
from foedus.estimates.models.contributions import Contributions
from foedus.estimates.models.delays import DelayModel, Delays
from foedus.estimates.models.fulfilment import FulfilmentModel
from foedus.estimates.models.invocation import Invocation
from foedus.estimates.models.stances import AnswerChances, Stances


@dataclass(frozen=True, eq=False)
class Knowledge:
    """What is learnt from a set of lessons; each model is fitted when it is first asked.

    Attributes:
        lessons: the lessons.
        model: the model of outcomes that answers.
        near: what is learnt from nearly the same lessons, to begin with; it changes nothing but the time.
    """

    lessons: tuple[Lesson, ...]
    model: OutcomeModel
    near: Knowledge | None = None

    def _before(self, what: str) -> Any:
        """What was learnt before, where that has been done."""
        return None if self.near is None else self.near.__dict__.get(what)

    @cached_property
    def outcomes(self) -> FittedOutcomes:
        """What comes of a crisis."""
        return self.model.fit(self.lessons, self._before("outcomes"))

    @cached_property
    def invocation(self) -> Levels:
        """Whether the organisation is asked."""
        return Invocation().fit(self.lessons, self._before("invocation"))

    @cached_property
    def fulfilment(self) -> Levels:
        """Whether what was promised is delivered."""
        return FulfilmentModel().fit(self.lessons, self._before("fulfilment"))

    @cached_property
    def stances(self) -> Apart[AnswerChances]:
        """Where states stand."""
        return Stances().fit(self.lessons, self._before("stances"))

    @cached_property
    def contributions(self) -> Apart[AnswerChances]:
        """Which states send."""
        return Contributions().fit(self.lessons, self._before("contributions"))

    @cached_property
    def decision(self) -> Delays:
        """How long a decision takes."""
        return DelayModel().fit(self.lessons, "decision")

    @cached_property
    def arrival(self) -> Delays:
        """How long until the first forces arrive."""
        return DelayModel().fit(self.lessons, "arrival")


_kept: dict[tuple[str, tuple[str, ...]], Knowledge] = {}
MOST_KEPT = 64


def knowledge(day: int | None, model: OutcomeModel, without: Collection[str] = ()) -> Knowledge:
    """What could be known by a day.

    Args:
        day: an ordinal: cases that were over before it; None: all cases.
        model: the model of outcomes.
        without: ids of cases that are left out.
    """
    lessons = tuple(one for one in known_by(day) if one.id not in without)
    key = (model.card.name, tuple(one.id for one in lessons))
    if key not in _kept:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        alike = [one for one in _kept.values() if one.model.card.name == model.card.name]
        near = min(alike, key=lambda one: abs(len(one.lessons) - len(lessons)), default=None)
        _kept[key] = Knowledge(lessons, model, near)
    return _kept[key]
