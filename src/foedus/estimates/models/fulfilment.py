"""Fulfilment: whether what the pact promises for such a situation will be delivered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from foedus.estimates.frames import Lesson
from foedus.estimates.levels import Levels, Priors, learn
from foedus.estimates.models.card import Card
from foedus.estimates.outcomes import FULFILMENTS
from foedus.estimates.tables import case_table

PRIORS: Final = Priors(
    (("request", 0.3), ("law", 0.2), ("parties", 0.2), ("place", 0.1), ("power", 0.1), ("time", 0.1)), 0.5, 0.4
)

CARD: Final = Card(
    name="fulfilment",
    of="fulfilment",
    title="Pooled ordered logit of fulfilment",
    formula="P(fulfilment <= k) = F(cut_k - x'b - organisation - kind), over no, partly, yes",
    says="Whether what the pact promises for such a situation was delivered, as the casebook judges it. Cases "
    "to which the promise does not apply teach nothing.",
    literature=(
        "Leeds, Long and Mitchell 2000, Journal of Conflict Resolution 44: 686-699",
        "Berkemeier and Fuhrmann 2018, Research and Politics 5(2)",
    ),
    status="part",
    conditions="given that the promise applies to the situation, as the casebook judges",
)


def fulfilled_level(lesson: Lesson) -> int | None:
    """The level of a lesson's fulfilment; None: the promise does not apply, or it is not known."""
    return None if lesson.fulfilled is None else FULFILMENTS.index(lesson.fulfilled)


class FulfilmentModel:
    """The model of fulfilment; see :data:`CARD`."""

    card = CARD

    def fit(self, lessons: Sequence[Lesson], near: Levels | None = None) -> Levels:
        """Learn from lessons that came as crises; the levels are those of :data:`FULFILMENTS`."""
        crises = [one for one in lessons if not one.chosen_for_vote]
        return learn(crises, fulfilled_level, len(FULFILMENTS), PRIORS, case_table(crises), near)
