"""What can come of a crisis: the casebook's outcomes, and how far each reaches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, get_args

from foedus.record.cases import Outcome

OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)
"""All outcomes, in the order of every table of chances."""

NOT_INVOKED: Final = OUTCOMES.index("not_invoked")
NO_DECISION: Final = OUTCOMES.index("no_decision")

Reach = Literal["nothing", "words", "mission_or_materiel", "forces_of_some", "collective_force"]
REACHES: Final[tuple[Reach, ...]] = get_args(Reach)
"""How far an outcome reaches, from the least to the most."""

REACH_OF: Final[Mapping[Outcome, Reach]] = {
    "collective_military_action": "collective_force",
    "military_assistance_by_some": "forces_of_some",
    "non_military_assistance": "mission_or_materiel",
    "observers_or_mission": "mission_or_materiel",
    "political_statement": "words",
    "declined": "nothing",
    "no_decision": "nothing",
    "not_invoked": "nothing",
}

StanceWord = Literal["requests", "supports", "accepts", "abstains", "objects", "absent"]
STANCES: Final[tuple[StanceWord, ...]] = get_args(StanceWord)
"""Where a state can stand, in the order of every table of chances; to abstain with a declaration is to abstain."""

Fulfilment = Literal["no", "partly", "yes"]
FULFILMENTS: Final[tuple[Fulfilment, ...]] = get_args(Fulfilment)
"""Whether what the pact promises for such a situation was delivered, from the least to the most."""


def reach(chances: Mapping[Outcome, float]) -> dict[Reach, float]:
    """Add the chances of outcomes up to the chances of how far they reach.

    >>> reach({"declined": 0.25, "no_decision": 0.25, "political_statement": 0.5})["nothing"]
    0.5
    """
    found: dict[Reach, float] = dict.fromkeys(REACHES, 0.0)
    for outcome, chance in chances.items():
        found[REACH_OF[outcome]] += chance
    return found
