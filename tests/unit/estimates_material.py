"""What tests of estimates share: models fitted to all lessons, and a case that came out otherwise."""

from __future__ import annotations

import datetime
from dataclasses import replace
from functools import cache
from typing import Any, Final

from foedus.estimates.catalogue import OUTCOME_MODELS
from foedus.estimates.frames import Answer, Lesson, lessons
from foedus.estimates.models.contributions import Contributions
from foedus.estimates.models.fulfilment import FulfilmentModel
from foedus.estimates.models.invocation import Invocation
from foedus.estimates.models.stances import Stances
from foedus.estimates.outcomes import FULFILMENTS, NOT_INVOKED, OUTCOMES, STANCES

LEARNERS: Final[dict[str, Any]] = {
    **{f"outcome/{name}": model.fit for name, model in OUTCOME_MODELS.items()},
    "invocation": Invocation().fit,
    "fulfilment": FulfilmentModel().fit,
    "stances": Stances().fit,
    "contributions": Contributions().fit,
}
"""What learns from lessons, by what it estimates."""


@cache
def fitted(what: str) -> Any:
    """A model that learnt from all lessons."""
    return LEARNERS[what](lessons(), None)


def lesson(name: str) -> Lesson:
    """The lesson of a case."""
    return next(one for one in lessons() if one.id == name)


def ordinal(text: str) -> int:
    return datetime.date.fromisoformat(text).toordinal()


def otherwise(one: Lesson) -> Lesson:
    """The same question with everything that came of it as different as can be."""
    place = OUTCOMES.index(one.outcome)
    possible = [at for at in range(len(OUTCOMES)) if at != NOT_INVOKED or not one.question.invoked]
    far = max(possible, key=lambda at: (abs(at - place), at))
    kept = None if one.fulfilled is None else FULFILMENTS[0 if one.fulfilled == "yes" else 2]
    return replace(
        one,
        title="another title",
        outcome=OUTCOMES[far],
        fulfilled=kept,
        days_to_decision=None if one.days_to_decision is None else one.days_to_decision + 400,
        days_waited=None if one.days_waited is None else one.days_waited + 4000,
        days_to_arrival=None if one.days_to_arrival is None else one.days_to_arrival + 400,
        answers=tuple(map(_other_answer, one.answers)),
    )


def _other_answer(one: Answer) -> Answer:
    stance = None if one.stance is None else STANCES[(STANCES.index(one.stance) + 3) % len(STANCES)]
    return replace(one, stance=stance, contributed=None if one.contributed is None else not one.contributed)
