"""Cards: what a model is, for the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from foedus.estimates.features import Features
from foedus.estimates.fitting import Floats
from foedus.estimates.frames import Lesson
from foedus.estimates.guess import Guess

Of = Literal["outcome", "invocation", "fulfilment", "stances", "contributions", "delays"]
Status = Literal["default", "yardstick", "compared", "part"]


@dataclass(frozen=True, slots=True)
class Card:
    """What a model is.

    Attributes:
        name: its name, in tables and in answers.
        of: what it estimates.
        title: what it is called.
        formula: how it is written.
        says: what it does, in a few sentences.
        literature: where it comes from.
        status: default: it answers unless another is named; yardstick: what a model must beat; compared: it stands
            beside the default and did not beat it; part: it belongs to every estimate.
        conditions: on what its answers are conditioned.
    """

    name: str
    of: Of
    title: str
    formula: str
    says: str
    literature: tuple[str, ...]
    status: Status
    conditions: str


class FittedOutcomes(Protocol):
    """A model of outcomes that has learnt."""

    def shares(self, asked: Features) -> Floats:
        """Give the chance of each outcome, shape (8,), where it is known whether the organisation was asked."""
        ...

    def guess(self, asked: Features) -> Guess:
        """Give the same with what is not known about it."""
        ...


class OutcomeModel(Protocol):
    """A model of outcomes."""

    @property
    def card(self) -> Card:
        """What it is."""
        ...

    def fit(self, lessons: Sequence[Lesson], near: FittedOutcomes | None = None) -> FittedOutcomes:
        """Learn from lessons.

        Args:
            lessons: the lessons; may be none.
            near: what the model learnt from nearly the same lessons, to begin with.
        """
        ...
