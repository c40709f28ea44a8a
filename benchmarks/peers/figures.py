"""The figures of a study as plain floats, for the peers: the same law and parameters as the kernel plays on."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from foedus.record.view import organisation
from foedus.simulation.compile import Law, prepared
from foedus.simulation.flat import rates
from foedus.simulation.law import LADDER
from foedus.simulation.parameters import Settings, defaults, settings
from foedus.simulation.past import nearness

AGAINST = -99.0
"""Who brought a crisis about always objects."""


@dataclass(frozen=True)
class Sort:
    """One sort of crisis: whose, how often, how near each state is, and what may be done (by scene and ask)."""

    target: int
    rate: float
    deterred: bool
    invoke: float
    support: float
    need: list[float]
    affinity: list[float]
    scenes: list[float]
    asks: list[float]
    routes: list[list[tuple[str, int, bool]]]


@dataclass(frozen=True)
class Figures:
    """All that a peer needs; the rule is consensus: nobody objects."""

    states: int
    years: int
    sorts: list[Sort]
    delays: dict[str, list[float]]
    value: dict[str, float]
    notice_days: float
    readmits: bool


def figures(name: str, years: int) -> tuple[Law, Settings, Figures]:
    """The figures of an organisation that decides by consensus, with nobody leading and no state's own figures."""
    record = organisation(name)
    law = prepared(record, record.last_known.last + 1, years)
    numbers = settings(record)
    each = rates(law, numbers)
    near = nearness(law.states, datetime.date.fromordinal(law.first).year)
    sorts = []
    place = law.scenes.index
    width = len(law.scenes) * law.asks  # the second half of an epoch: nobody behind it has left
    for n, cell in enumerate(law.cells):
        routes = []
        for scene in range(len(cell.scenes)):
            start = width + place((n, scene)) * law.asks
            found = law.routes[start : start + len(cell.kind.asks)]
            routes.append(
                [(one.status, LADDER.index(one.measure or LADDER[-1]), one.measure != one.asked) for one in found]
            )
        sorts.append(
            Sort(
                target=law.places[cell.target],
                rate=float(each[n]),
                deterred=cell.kind.deterred,
                invoke=float(cell.kind.invoke),
                support=float(cell.kind.support),
                need=[float(one) for one in cell.kind.need],
                affinity=[
                    AGAINST if code == cell.by else float(near.get((code, cell.target), 0) * numbers["affinity"])
                    for code in law.states
                ],
                scenes=[float(one.share) for one in cell.scenes],
                asks=[float(one.share) for one in cell.kind.asks],
                routes=routes,
            )
        )
    days = defaults().delays
    delays = {one: [float(day) for day in getattr(days, one)] for one in ("invoke", "meet", "send")}
    runs = next((until - day for day, (free, until) in zip(law.years, law.notice, strict=True) if free), 0)
    free = any(free for free, _ in law.notice)
    value = {one: float(given) for one, given in numbers.values.items()}
    if not free:
        value["notice"] = value["notice_frozen"] = 0.0
    admits = any(one.status != "impossible" for one in law.admissions)
    return law, numbers, Figures(len(law.states), years, sorts, delays, value, float(runs), admits)
