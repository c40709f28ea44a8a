"""The past of any state: how often crises came to it, and how near it is to others, where a pack says nothing.

Counts are in ``data/crises.csv``, which ``research/crises.py`` writes (see :mod:`foedus.simulation.figures`);
nearness is that of votes in the General Assembly (:func:`foedus.estimates.figures.between`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files

from foedus.estimates.figures import between, provenance
from foedus.record.worlds import Arrival, CrisisKind
from foedus.states import UnknownState

PRIOR_YEARS = 20
"""Years of the mean of all states that stand beside a state's own years, so that no count of none becomes
never."""


@cache
def counted() -> Mapping[str, tuple[tuple[str, str, int, int], ...]]:
    """By state its kinds of crisis, who brought them about (empty: others), how many, and in how many years."""
    text = (files("foedus") / "data" / "crises.csv").read_text("utf-8")
    found: dict[str, list[tuple[str, str, int, int]]] = {}
    for row in csv.DictReader(text.splitlines()):
        found.setdefault(row["state"], []).append((row["kind"], row["by"], int(row["count"]), int(row["years"])))
    return {state: tuple(rows) for state, rows in found.items()}


def arrivals(own: Sequence[Arrival], kinds: Sequence[CrisisKind], states: Sequence[str]) -> tuple[Arrival, ...]:
    """How often crises come to states: as their pack says, else as was counted; kinds never counted are left out.

    Args:
        own: what the pack says.
        kinds: the kinds of crisis, with the means of all states.
        states: codes.

    >>> from foedus.simulation.parameters import defaults
    >>> found = arrivals((), defaults().kinds, ["NOR"])
    >>> [(one.kind, one.by, str(one.rate)) for one in found if one.kind == "border_clash"][-1]
    ('border_clash', None, '0.087116')
    """
    told = {(one.target, one.kind) for one in own}
    made = [one for one in own if one.target in states]
    for state in states:
        for kind in kinds:
            if (state, kind.kind) not in told:
                made.extend(_counted(state, kind))
    return tuple(sorted(made, key=lambda one: (one.target, one.kind, one.by or "")))


def _counted(state: str, kind: CrisisKind) -> Iterator[Arrival]:
    for counted_kind, by, count, years in counted().get(state, ()):
        # What the mean of all adds goes to nobody in particular.
        mean = Fraction(0 if by else kind.rate)
        millionths = round((count + PRIOR_YEARS * mean) / (years + PRIOR_YEARS) * 1_000_000)
        rate = Decimal(f"{millionths}e-6")
        if counted_kind == kind.kind and rate:
            source = f"data/crises.csv: {count} in {years} years"
            yield Arrival(target=state, kind=kind.kind, by=by or None, rate=rate, years=years, source=source)


def nearness(states: Sequence[str], year: int) -> dict[tuple[str, str], Fraction]:
    """What pairs of states are to each other, in log-odds of support.

    The distance of their ideal points in votes of the General Assembly, as known before the year, taken from the
    mean distance of all pairs: positive where they are nearer than most. After the last year of the figures these
    are the last known ones. A pair of which nothing is known is left out.

    Args:
        states: codes.
        year: the year.

    >>> found = nearness(["NOR", "SWE", "TUR"], 2010)
    >>> found["NOR", "SWE"] > 0 > found["NOR", "TUR"] == found["TUR", "NOR"]
    True
    """
    about = provenance()["ideal_point"]
    known = year if about.until is None else min(year, about.until + about.carried)
    apart: dict[tuple[str, str], Fraction] = {}
    for one in states:
        for other in states:
            if one < other:
                distance = _distance(one, other, known)
                if distance is not None:
                    apart[one, other] = distance
    if not apart:
        return {}
    mean = sum(apart.values(), Fraction(0)) / len(apart)
    return {pair: mean - distance for (a, b), distance in apart.items() for pair in ((a, b), (b, a))}


def _distance(one: str, other: str, year: int) -> Fraction | None:
    try:
        found = between(one, other, year).un_distance
    except (UnknownState, ValueError):
        return None  # a state of one's own naming, or two codes of one state in that year
    return None if found is None else Fraction(str(round(found, 1)))
