"""The ordered logit: how far an outcome reaches, with organisations and kinds pooled partially."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy

from foedus.estimates.features import Features
from foedus.estimates.fitting import Floats
from foedus.estimates.frames import Lesson
from foedus.estimates.guess import Guess, rescaled
from foedus.estimates.levels import Levels, Priors, learn
from foedus.estimates.models.base_rate import Rates, outcome_counts, pertinent, prior_counts
from foedus.estimates.models.card import Card, FittedOutcomes
from foedus.estimates.outcomes import OUTCOMES, REACH_OF, REACHES
from foedus.estimates.tables import case_table

PRIORS: Final = Priors(
    (("request", 0.4), ("law", 0.2), ("parties", 0.2), ("place", 0.1), ("power", 0.1), ("time", 0.1)), 0.5, 0.5
)

CARD: Final = Card(
    name="ordered-logit",
    of="outcome",
    title="Pooled ordered logit",
    formula="P(reach <= k) = F(cut_k - x'b - organisation - kind); within a reach by the shares among cases alike",
    says="How far the outcome reaches (nothing, words, mission or materiel, forces of some, collective force) "
    "on one scale. Within nothing and within mission or materiel the outcomes are shared out as among cases "
    "alike in whether the organisation was asked. One scale is a strong assumption: observers are not halfway "
    "to forces.",
    literature=("McCullagh 1980, Journal of the Royal Statistical Society B 42: 109-142",),
    status="compared",
    conditions="given that the crisis is one that enters a casebook, apart for cases invoked and not",
)


@dataclass(frozen=True, eq=False)
class OrderedChances:
    """What was learnt: the reach, and the shares of outcomes within each reach."""

    crises: Levels
    votes: Levels | None
    rates: Rates

    def _within(self, asked: Features) -> Floats:
        """Share of each outcome within its reach, shape (8, 5)."""
        counts = outcome_counts(pertinent(self.rates.lessons, asked)) + prior_counts(asked)
        places = numpy.array([REACHES.index(REACH_OF[one]) for one in OUTCOMES])
        total = numpy.bincount(places, counts, minlength=len(REACHES))
        table = numpy.zeros((len(OUTCOMES), len(REACHES)))
        table[numpy.arange(len(OUTCOMES)), places] = counts / total[places]
        return table

    def shares(self, asked: Features) -> Floats:
        """See :meth:`FittedOutcomes.shares`."""
        found: Floats = self._within(asked) @ self._learnt(asked).shares(asked)
        return found

    def guess(self, asked: Features) -> Guess:
        """See :meth:`FittedOutcomes.guess`."""
        return rescaled(self._learnt(asked).guess(asked), self._within(asked))

    def _learnt(self, asked: Features) -> Levels:
        return self.votes if asked.chosen_for_vote and self.votes is not None else self.crises


def _reach(lesson: Lesson) -> int:
    return REACHES.index(REACH_OF[lesson.outcome])


class OrderedLogitModel:
    """The ordered logit; see :data:`CARD`."""

    card = CARD

    def fit(self, lessons: Sequence[Lesson], near: FittedOutcomes | None = None) -> OrderedChances:
        """See :meth:`OutcomeModel.fit`."""
        before = near if isinstance(near, OrderedChances) else None
        crises = [one for one in lessons if not one.chosen_for_vote]
        first = learn(crises, _reach, len(REACHES), PRIORS, case_table(crises), before.crises if before else None)
        votes = None
        if len(crises) < len(lessons):
            near_votes = before.votes if before else None
            votes = learn(lessons, _reach, len(REACHES), PRIORS, case_table(lessons), near_votes)
        return OrderedChances(first, votes, Rates(tuple(lessons)))
