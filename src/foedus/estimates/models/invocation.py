"""Invocation: whether the organisation will be asked at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from foedus.estimates.frames import Lesson
from foedus.estimates.levels import Levels, Priors, learn
from foedus.estimates.models.card import Card
from foedus.estimates.tables import open_table

PRIORS: Final = Priors((("law", 0.2), ("parties", 0.3), ("place", 0.2), ("power", 0.1), ("time", 0.2)), 0.7, 0.5)

CARD: Final = Card(
    name="invocation",
    of="invocation",
    title="Pooled logit of the request",
    formula="P(asked) = F(a + x'b + organisation + kind)",
    says="Whether the organisation is asked, from what is known before anybody asks: the law as it stands "
    "without a request, the parties, the place, figures and time.",
    literature=(
        "Smith 1996, International Interactions 22: 15-36, on alliances being tested where they look weak",
    ),
    status="part",
    conditions="given that the crisis is one that enters a casebook: crises in which nobody thought of asking "
    "are under-counted there, so that the chance of a request is overstated for an arbitrary crisis",
)


def _asked(lesson: Lesson) -> int | None:
    return None if lesson.question.invoked is None else int(lesson.question.invoked)


class Invocation:
    """The model of requests; see :data:`CARD`."""

    card = CARD

    def fit(self, lessons: Sequence[Lesson], near: Levels | None = None) -> Levels:
        """Learn from lessons that came as crises; level 1 is that the organisation was asked."""
        crises = [one for one in lessons if not one.chosen_for_vote]
        return learn(crises, _asked, 2, PRIORS, open_table(crises), near)
