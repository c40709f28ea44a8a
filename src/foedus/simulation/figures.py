"""Figures of the past for worlds: how often crises came, how long things took.

The figures in the packs are what these functions compute; a test computes them again where the data are at hand.
The data themselves are no part of Foedus. Sources: Correlates of War, Militarized Interstate Disputes 5.0 (Palmer
et al. 2021); UCDP/PRIO Armed Conflict Dataset 25.1 (Gleditsch et al. 2002; Davies et al. 2025); ideal points from
votes in the General Assembly (Bailey, Strezhnev and Voeten 2017).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foedus.simulation.past import PRIOR_YEARS

if TYPE_CHECKING:
    from polars import DataFrame

    from foedus.record.view import Organisation

DISPUTES = (1992, 2014)
"""First and last year in which disputes are counted."""
CONFLICTS = (1992, 2024)
"""First and last year in which armed conflicts are counted."""
NAMED = 2
"""An initiator with so many disputes is named; the others are taken together."""
FORCE, WAR = 4, 5
"""Levels of hostility: use of force, war."""


@dataclass(frozen=True, slots=True, order=True)
class Rate:
    """How often crises came to a state.

    Attributes:
        target: its code.
        kind: kind of situation.
        by: the state that brought them about; empty: several, or none.
        count: how many.
        years: in how many years.
        rate: crises a year, 20 years of the mean of all states beside the state's own.
    """

    target: str
    kind: str
    by: str
    count: int
    years: int
    rate: float


def state_years(codes: DataFrame, years: tuple[int, int]) -> int:
    """How many states there were in each of some years, taken together.

    Args:
        codes: ``state_codes_year``.
        years: first and last.
    """
    import polars as pl

    return codes.filter(pl.col("year").is_between(*years) & pl.col("ccode").is_not_null()).height


def dispute_rates(
    disputes: DataFrame, participants: DataFrame, codes: DataFrame, states: Sequence[str]
) -> list[Rate]:
    """How often each state met the use of force by another.

    A dispute counts for a state that was in it on its first day when a state on the other side used force, whoever
    acted first (the first act that is coded is not always the aggressor's): as an attack where that was war, as a
    border clash where not.

    Args:
        disputes: ``cow_mid_disputes``, a row a dispute, with ``dispnum``, ``start``.
        participants: ``cow_mid_participants``, with ``dispnum``, ``iso3``, ``side_a``, ``originator``,
        ``hostlev``.
        codes: ``state_codes_year``.
        states: codes of the states asked about.
    """
    import polars as pl

    first, last = DISPUTES
    within = disputes.filter(pl.col("start").dt.year().is_between(first, last)).select("dispnum")
    there = participants.join(within, on="dispnum").filter(pl.col("originator") & pl.col("iso3").is_not_null())
    found: dict[str, Counter[tuple[str, str]]] = {"interstate_attack": Counter(), "border_clash": Counter()}
    for _, rows in there.sort("dispnum", "iso3").group_by("dispnum", maintain_order=True):
        told = rows.select("iso3", "side_a", "hostlev").rows()
        for state, side, _ in told:
            against = [(level, code) for code, other, level in told if other != side and level >= FORCE]
            if against:
                level, code = max(against)
                found["interstate_attack" if level >= WAR else "border_clash"][state, code] += 1
    lived = state_years(codes, DISPUTES)
    own = years_of(codes, DISPUTES, "ccode")
    return [one for kind, counts in found.items() for one in _by_initiator(kind, counts, states, own, lived)]


def _by_initiator(
    kind: str, counts: Counter[tuple[str, str]], states: Sequence[str], years: Counter[str], lived: int
) -> list[Rate]:
    """Rates of a kind, initiators named that come back, the others together."""
    made = []
    mean = counts.total() / lived
    for code in states:
        own = {by: n for (target, by), n in counts.items() if target == code}
        named = {by: n for by, n in own.items() if by and n >= NAMED}
        for by, n in sorted(named.items()):
            made.append(Rate(code, kind, by, n, years[code], rate(n, years[code], 0)))
        # What the mean of all adds goes to nobody in particular.
        rest = sum(own.values()) - sum(named.values())
        made.append(Rate(code, kind, "", rest, years[code], rate(rest, years[code], mean)))
    return made


def years_of(codes: DataFrame, years: tuple[int, int], number: str) -> Counter[str]:
    """In how many of some years there was each state.

    Args:
        codes: ``state_codes_year``.
        years: first and last.
        number: the column whose list of states counts.
    """
    import polars as pl

    there = codes.filter(pl.col("year").is_between(*years) & pl.col(number).is_not_null()).drop_nulls("iso3")
    return Counter(there.unique(["iso3", "year"])["iso3"].to_list())


def rate(count: int, years: int, mean: float) -> float:
    """Crises a year, 20 years of a mean beside the own years; to six digits.

    >>> rate(4, 20, 0.1)
    0.15
    """
    return round((count + PRIOR_YEARS * mean) / (years + PRIOR_YEARS), 6)


def conflict_rates(conflicts: DataFrame, codes: DataFrame, states: Sequence[str]) -> list[Rate]:
    """How often armed conflict with organised groups broke out inside each state.

    An outbreak is a year in which a conflict is active and was not the year before. It counts as a civil war when
    it reaches 1,000 deaths in a year before it ends, as an armed incursion (an insurgency, bands) when not.

    Args:
        conflicts: ``ucdp_armed_conflict``, a row a conflict and year.
        codes: ``state_codes_year``, which give the state of a Gleditsch-Ward code.
        states: codes.
    """
    import polars as pl

    first, last = CONFLICTS
    own = years_of(codes, CONFLICTS, "gwcode")
    code_of = dict(codes.sort("year").select("gwcode", "iso3").drop_nulls().iter_rows())
    inside = conflicts.filter(pl.col("type_of_conflict").is_in([3, 4])).sort("conflict_id", "year")
    found: dict[str, Counter[str]] = {"civil_war": Counter(), "armed_incursion": Counter()}
    for _, rows in inside.group_by("conflict_id", maintain_order=True):
        for begun, place, intensity in _outbreaks(rows.select("year", "gwno_loc", "intensity_level").rows()):
            state = code_of.get(int(place.split(",")[0]))
            if state is not None and first <= begun <= last:
                found["civil_war" if intensity == 2 else "armed_incursion"][state] += 1
    made = []
    lived = state_years(codes, CONFLICTS)
    for kind, counts in found.items():
        mean = counts.total() / lived
        made += [
            Rate(code, kind, "", counts[code], own[code], rate(counts[code], own[code], mean)) for code in states
        ]
    return made


def _outbreaks(rows: Sequence[tuple[int, str, int]]) -> Iterable[tuple[int, str, int]]:
    """First year, place and greatest intensity of each stretch of years."""
    stretch: list[tuple[int, str, int]] = []
    for row in rows:
        if stretch and row[0] != stretch[-1][0] + 1:
            yield stretch[0][0], stretch[0][1], max(one[2] for one in stretch)
            stretch = []
        stretch.append(row)
    if stretch:
        yield stretch[0][0], stretch[0][1], max(one[2] for one in stretch)


def casebook_rates(organisation: Organisation, kinds: Sequence[str], states: Sequence[str]) -> list[Rate]:
    """How often crises of some kinds came to each state, by the organisation's own casebook.

    Args:
        organisation: the organisation.
        kinds: kinds of situation that no data set counts; the first takes in coups.
        states: codes.
    """
    first = organisation.in_force
    assert first is not None  # a pack with a casebook has an instrument in force
    years = (organisation.last_known.last - first.first) // 365
    made = []
    for kind in kinds:
        meant = (kind, "coup") if kind == kinds[0] else (kind,)
        told = [one.situation for one in organisation.record.cases if one.situation.kind in meant]
        each = {code: sum(code in (one.target, *one.also_targets) for one in told) for code in states}
        mean = sum(each.values()) / (len(each) * years)
        made += [Rate(code, kind, "", n, years, rate(n, years, mean)) for code, n in each.items()]
    return made


def delays(organisations: Iterable[Organisation]) -> dict[str, list[int]]:
    """Deciles of days in all casebooks, of what is coded to the day and came after what it answers.

    Args:
        organisations: the organisations.

    Returns:
        by name (invoke, meet, send, stay) eleven values, least to greatest.
    """
    found: dict[str, list[int]] = {"invoke": [], "meet": [], "send": [], "stay": []}
    for organisation in organisations:
        for case in organisation.record.cases:
            begins, asked, decided = case.situation.begins, case.invocation.date, case.decision.date
            if not case.invocation.made or case.invocation.elsewhere:
                asked = None
            steps = (
                ("invoke", begins, asked),
                ("meet", asked, decided),
                ("send", decided, case.deployment.first_arrival),
                ("stay", case.deployment.first_arrival, case.deployment.withdrawal_ends),
            )
            for name, one, other in steps:
                exact = one is not None and other is not None and one.precision == other.precision == "day"
                if exact and one is not None and other is not None and other.first >= one.first:
                    found[name].append(other.first - one.first)
    return {name: _deciles(sorted(values)) for name, values in found.items()}


def _deciles(values: Sequence[int]) -> list[int]:
    return [values[round(n * (len(values) - 1) / 10)] for n in range(11)]
