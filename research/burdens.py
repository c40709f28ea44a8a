"""Who carries how much: rank correlation of economic size and defence burden among the members of a day.

Olson and Zeckhauser (1966) expect larger members of an alliance to spend a larger share of what they have.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from foedus.record.view import organisation
from research.ranks import Correlation, spearman

FIRST: Final = {"nato": 1960, "csto": 1994, "rio-treaty": 1960, "arab-league": 1960}
"""The first year: figures of GDP begin in 1960; the treaty of Tashkent came into force in April 1994."""
LAST: Final = 2016
"""The last year with figures of military expenditure."""
MEMBERS_ON: Final = "07-01"
"""Members are those of 1 July."""
LEAST: Final = 4

Figures = dict[tuple[str, int], float]


@dataclass(frozen=True, slots=True)
class Year:
    """An organisation in one year.

    Attributes:
        organisation: its id.
        year: the year.
        members: how many members on 1 July.
        left_out: members without a burden: no figure, or no military expenditure at all.
        correlation: of GDP and burden; None with fewer than four members that have both.
    """

    organisation: str
    year: int
    members: int
    left_out: tuple[str, ...]
    correlation: Correlation | None


def expenditure(data: Path) -> Figures:
    """Read military expenditure in current US dollars, by state and year; what is missing or 0 is not there."""
    import polars

    frame = polars.read_parquet(data / "nmc.parquet").drop_nulls("iso3")
    rows = frame.sort("iso3", "year", "ccode").select("iso3", "year", "milex_kusd").iter_rows()
    found: Figures = {}
    for state, year, thousands in rows:
        if thousands:
            found[state, year] = max(thousands * 1000, found.get((state, year), 0.0))
    return found


def product(data: Path) -> Figures:
    """Read GDP in current US dollars at market exchange rates, by state and year."""
    import polars

    frame = polars.read_parquet(data / "wb_gdp_current.parquet").drop_nulls()
    return {(state, year): gdp for state, year, gdp in frame.select("iso3", "year", "gdp_current_usd").iter_rows()}


def series(name: str, milex: Figures, gdp: Figures) -> list[Year]:
    """Correlate year by year.

    Args:
        name: id of the organisation.
        milex: military expenditure.
        gdp: gross domestic product, in the same money.
    """
    found = []
    for year in range(FIRST[name], LAST + 1):
        members = [one.state for one in organisation(name).on(f"{year}-{MEMBERS_ON}").members]
        both = [state for state in members if (state, year) in milex and (state, year) in gdp]
        sizes = [gdp[state, year] for state in both]
        burdens = [milex[state, year] / gdp[state, year] for state in both]
        left_out = tuple(state for state in members if state not in both)
        found.append(
            Year(name, year, len(members), left_out, spearman(sizes, burdens) if len(both) >= LEAST else None)
        )
    return found
