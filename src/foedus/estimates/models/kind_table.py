"""The table by kind: how often each outcome came in crises of that kind, drawn towards the base rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from foedus.estimates.features import Features
from foedus.estimates.fitting import Floats
from foedus.estimates.frames import Lesson
from foedus.estimates.guess import Guess, counted
from foedus.estimates.models.base_rate import Rates, outcome_counts, pertinent
from foedus.estimates.models.card import Card, FittedOutcomes

STRENGTH: Final = 8.0
"""Cases that the base rate counts for in each kind."""

CARD: Final = Card(
    name="kind-table",
    of="outcome",
    title="Table by kind of situation",
    formula="P(outcome | kind) = (cases of that kind with that outcome + 8 x base rate) / (cases of that kind + "
    "8)",
    says="How often each outcome came in crises of that kind, as if eight more cases had gone as all cases did.",
    literature=("Gelman et al. 2013, Bayesian Data Analysis, section 3.4",),
    status="yardstick",
    conditions="given that the crisis is one that enters a casebook, apart for cases invoked and not",
)


@dataclass(frozen=True, eq=False)
class KindRates:
    """Rates by kind that were counted."""

    base: Rates

    def shares(self, asked: Features) -> Floats:
        """See :meth:`FittedOutcomes.shares`."""
        return self.guess(asked).shares

    def guess(self, asked: Features) -> Guess:
        """See :meth:`FittedOutcomes.guess`; what is not known of the base rate is not known here either."""
        alike = [one for one in pertinent(self.base.lessons, asked) if one.question.situation.kind == asked.kind]
        base = self.base.guess(asked)
        found = counted(outcome_counts(alike) + STRENGTH * base.shares)
        weight = STRENGTH / (STRENGTH + len(alike))
        return Guess(found.shares, found.steep, found.extra + weight**2 * base.extra)


class KindTable:
    """The table by kind; see :data:`CARD`."""

    card = CARD

    def fit(self, lessons: Sequence[Lesson], near: FittedOutcomes | None = None) -> KindRates:
        """See :meth:`OutcomeModel.fit`."""
        return KindRates(Rates(tuple(lessons)))
