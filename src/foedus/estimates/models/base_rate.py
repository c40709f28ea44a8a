"""The base rate: how often each outcome came, whatever the crisis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy

from foedus.estimates.features import Features
from foedus.estimates.fitting import Floats
from foedus.estimates.frames import Lesson
from foedus.estimates.guess import Guess, counted
from foedus.estimates.models.card import Card, FittedOutcomes
from foedus.estimates.outcomes import NOT_INVOKED, OUTCOMES

PRIOR: Final = 1.0
"""Cases that the prior counts for, spread evenly over the outcomes."""

CARD: Final = Card(
    name="base-rate",
    of="outcome",
    title="Base rate",
    formula="P(outcome) = (cases with that outcome + 1/8) / (cases + 1), apart for cases invoked and not; of "
    "cases invoked, which cannot be not_invoked, over cases + 7/8",
    says="How often each outcome came among all cases over by then, apart for those in which the organisation "
    "was asked and for those in which it was not. For an organisation whose cases were chosen for their vote it "
    "counts these; they count for no other.",
    literature=("Brier 1950, Monthly Weather Review 78: 1-3",),
    status="yardstick",
    conditions="given that the crisis is one that enters a casebook",
)


def pertinent(lessons: Sequence[Lesson], asked: Features) -> list[Lesson]:
    """The lessons that a rate may be counted from: alike in how they were chosen and whether anybody asked.

    Args:
        lessons: the lessons.
        asked: the features of the question.
    """
    invoked = asked.values["invoked"] == 1.0
    return [
        one
        for one in lessons
        if one.chosen_for_vote == asked.chosen_for_vote and bool(one.question.invoked) is invoked
    ]


def outcome_counts(lessons: Sequence[Lesson]) -> Floats:
    """How many lessons had each outcome, shape (8,)."""
    places = numpy.array([OUTCOMES.index(one.outcome) for one in lessons], dtype=int)
    return numpy.bincount(places, minlength=len(OUTCOMES)).astype(float)


def prior_counts(asked: Features) -> Floats:
    """The prior's counts, shape (8,): none of ``not_invoked`` where the organisation was asked."""
    counts = numpy.full(len(OUTCOMES), PRIOR / len(OUTCOMES))
    if asked.values["invoked"] == 1.0:
        counts[NOT_INVOKED] = 0.0
    return counts


@dataclass(frozen=True, eq=False)
class Rates:
    """Base rates that were counted."""

    lessons: tuple[Lesson, ...]

    def shares(self, asked: Features) -> Floats:
        """See :meth:`FittedOutcomes.shares`."""
        return self.guess(asked).shares

    def guess(self, asked: Features) -> Guess:
        """See :meth:`FittedOutcomes.guess`."""
        return counted(outcome_counts(pertinent(self.lessons, asked)) + prior_counts(asked))


class BaseRate:
    """The base rate; see :data:`CARD`."""

    card = CARD

    def fit(self, lessons: Sequence[Lesson], near: FittedOutcomes | None = None) -> Rates:
        """See :meth:`OutcomeModel.fit`."""
        return Rates(tuple(lessons))
