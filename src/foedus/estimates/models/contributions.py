"""Contributions: which states really send forces or materiel, given how far the organisation goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy

from foedus.estimates.apart import Apart, apart
from foedus.estimates.fitting import Floats
from foedus.estimates.frames import Lesson
from foedus.estimates.models.card import Card
from foedus.estimates.models.stances import AnswerChances, answer_fit
from foedus.estimates.outcomes import REACH_OF, Reach
from foedus.record.cases import Outcome

SCORES: Final[Floats] = numpy.array([0.0, 1.0])
SHOCK: Final = 1.0
SENDING: Final[tuple[Reach, ...]] = ("mission_or_materiel", "forces_of_some", "collective_force")
"""Outcomes that reach so far are those to which states contribute."""

CARD: Final = Card(
    name="contributions",
    of="contributions",
    title="Contribution given adoption",
    formula="P(state i sends | something is sent) = F(a + x_ic'b + organisation + kind + state_i + u_c), u_c ~ "
    "N(0, 1)",
    says="Whether a state sends forces or materiel in a case in which the organisation or some of it send "
    "anything at all: observers, materiel or forces. Multiplied with the chance that something is sent it is "
    "the chance that the state sends.",
    literature=("Siverson and King 1980, American Journal of Political Science 24: 1-15",),
    status="part",
    conditions="given that a mission, materiel or forces are sent",
)


def sends(outcome: Outcome) -> bool:
    """Whether anything is sent where a case comes out so.

    >>> sends("observers_or_mission"), sends("political_statement")
    (True, False)
    """
    return REACH_OF[outcome] in SENDING


class Contributions:
    """The model of contributions; see :data:`CARD`."""

    card = CARD

    def fit(self, lessons: Sequence[Lesson], near: Apart[AnswerChances] | None = None) -> Apart[AnswerChances]:
        """Learn from lessons in which something was sent; class 1 is that the state sent."""
        return apart(lessons, _learn, near)


def _learn(lessons: Sequence[Lesson], near: AnswerChances | None) -> AnswerChances:
    classes = [
        [
            None if one.contributed is None or not sends(lesson.outcome) else int(one.contributed)
            for one in lesson.answers
        ]
        for lesson in lessons
    ]
    return answer_fit(lessons, classes, SCORES, SHOCK, near)
