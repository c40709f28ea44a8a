"""The catalogue: every model, by name."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Final

from foedus.estimates.models import (
    base_rate,
    contributions,
    delays,
    fulfilment,
    invocation,
    kind_table,
    ordered_logit,
    pooled_logit,
    quantal_response,
    stances,
)
from foedus.estimates.models.card import Card, OutcomeModel

OUTCOME_MODELS: Final[Mapping[str, OutcomeModel]] = {
    one.card.name: one
    for one in (
        pooled_logit.PooledLogit(),
        ordered_logit.OrderedLogitModel(),
        kind_table.KindTable(),
        base_rate.BaseRate(),
    )
}
"""The models of outcomes; the first is the default."""

CARDS: Final[tuple[Card, ...]] = (
    *(one.card for one in OUTCOME_MODELS.values()),
    invocation.CARD,
    fulfilment.CARD,
    stances.CARD,
    quantal_response.CARD,
    contributions.CARD,
    delays.CARD,
)
"""What every model is, in the order of the catalogue."""


class UnknownModel(ValueError):
    """Says that there is no model of that name, and which was most likely meant."""


def outcome_model(name: str | None = None) -> OutcomeModel:
    """Give a model of outcomes; without a name the default.

    Raises:
        UnknownModel: when there is none of that name.

    >>> outcome_model().card.name
    'pooled-logit'
    """
    if name is None:
        return next(iter(OUTCOME_MODELS.values()))
    if name not in OUTCOME_MODELS:
        near = difflib.get_close_matches(name.lower(), OUTCOME_MODELS, 1, 0.4)
        meant = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(OUTCOME_MODELS)}"
        raise UnknownModel(f"no model of outcomes is called {name!r}; {meant}")
    return OUTCOME_MODELS[name]
