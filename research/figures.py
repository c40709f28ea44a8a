"""Computes the figures of states and pairs of states that estimates read, from published data.

Run as ``python -m research.figures --data DIR``, where DIR holds the Parquet files that ``figures.yaml`` names
(or as ``make figures DATA=DIR``). What it writes, one CSV a figure in ``src/foedus/data/figures/``, is derived:
rounded means over three years, counts over ten, or classes of our own. No published row goes into it.

The figure for a year rests on rows of earlier years alone. ``figures.yaml`` says of each figure what it means
and how it is made; the numbers in it (``until``, ``carried``) are read here and not written.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import combinations, product
from pathlib import Path
from typing import TypeAlias

import polars as pl

from foedus import states
from foedus.dates import Certainty
from foedus.estimates import figures
from research import figures_page

FIRST = figures.FIRST
WINDOW = 3
DECADE = 10
PROJECT = Path(__file__).resolve().parents[1]
HERE = PROJECT / "src" / "foedus" / "data" / "figures"
PAGE = PROJECT / "docs" / "reference" / "figures.md"

Row: TypeAlias = tuple[str, ...]
Yearly: TypeAlias = Mapping[int, str]
"""What stands in a cell, by the year for which it is the figure."""

FILES = {
    "capability": "nmc",
    "gdp": "gdp_pop",
    "population": "gdp_pop",
    "democracy": "democracy",
    "ideal_point": "un_ideal_points",
    "major_power": "cow_major_powers",
    "contiguity": "contiguity",
    "rivalry": "rivalries",
    "disputes": "cow_mid_participants",
}


def logarithm(values: list[float]) -> str:
    """Gives the decimal logarithm of a mean, to one decimal.

    >>> logarithm([90.0, 110.0])
    '2.0'
    """
    return plain(math.log10(sum(values) / len(values)))


def mean(values: list[float]) -> str:
    """Gives a mean, to one decimal."""
    return plain(sum(values) / len(values))


def plain(value: float) -> str:
    """Writes a number to one decimal, without a negative nought.

    >>> plain(-0.04), plain(1.25)
    ('0.0', '1.2')
    """
    text = f"{value:.1f}"
    return "0.0" if text == "-0.0" else text


@cache
def existing(year: int) -> tuple[str, ...]:
    """Lists the states with a Correlates of War number that existed on some day of a year."""
    return tuple(one.code for one in states.states() if one.cow and one.exists_on(str(year)) is not Certainty.NO)


@cache
def meant(number: int, year: int) -> tuple[str, int] | None:
    """Says which state a row of a year is about, and how well: the state of midsummer goes before others."""
    for rank, day in enumerate((f"{year}-07-01", f"{year}-12-31", f"{year}-01-01")):
        try:
            return states.from_cow(number, day).code, rank
        except states.UnknownState:
            continue
    return None


def own_years(rows: Iterable[tuple[int, int, float | None]]) -> dict[str, dict[int, float]]:
    """Puts rows (number, year, value) under the state that they are about.

    Where two rows tell of one state and year, as when it grew in the autumn, the one for the state of midsummer
    is taken.
    """
    ranked: dict[str, dict[int, tuple[int, int, float]]] = defaultdict(dict)
    for number, year, value in sorted(rows, key=lambda row: row[:2]):
        found = meant(number, year) if value is not None and math.isfinite(value) else None
        if found is None or value is None:
            continue
        code, rank = found
        held = ranked[code].get(year)
        if held is None or (rank, number) < held[:2]:
            ranked[code][year] = (rank, number, value)
    return {code: {year: one[2] for year, one in years.items()} for code, years in ranked.items()}


def trailing(
    values: Mapping[str, Mapping[int, float]], until: int, summary: Callable[[list[float]], str]
) -> Iterator[Row]:
    """Writes, for each state, the summary of the three years before each year, as spells of equal values.

    A state that has no year of its own yet has the figure of the one that it continues.
    """
    known = {code for code in _ever(until) if any(one in values for one in (code, *figures.continued(code)))}
    for code in sorted(known):
        yearly = {}
        for year in range(FIRST, until + 1):
            found = _window(values, code, year) if code in existing(year) else []
            if found:
                yearly[year] = summary(found)
        for start, end, value in spells(yearly):
            yield code, str(start), str(end), value


def _ever(until: int) -> set[str]:
    return {code for year in range(FIRST, until + 1) for code in existing(year)}


def _window(values: Mapping[str, Mapping[int, float]], code: str, year: int) -> list[float]:
    before = range(year - WINDOW, year)
    for one in (code, *figures.continued(code)):
        found = [values[one][each] for each in before if each in values.get(one, {})]
        if found:
            return found
    return []


def spells(yearly: Yearly) -> Iterator[tuple[int, int, str]]:
    """Gives the longest stretches of years with one value: first year, last year, value.

    >>> list(spells({1990: "a", 1991: "a", 1993: "a", 1994: "b"}))
    [(1990, 1991, 'a'), (1993, 1993, 'a'), (1994, 1994, 'b')]
    """
    years = sorted(yearly)
    start = None
    for year in years:
        start = year if start is None else start
        if yearly.get(year + 1) != yearly[year]:
            yield start, year, yearly[year]
            start = None


@cache
def listed(year: int) -> Mapping[int, tuple[str, ...]]:
    """Gives the states of a year by the number that the list had for them on the last day of the year before.

    A number has two states in a year in which one of them continued the other.
    """
    found: dict[int, tuple[str, ...]] = {}
    for code in existing(year):
        number = figures.listed(code, year)
        if number is not None:
            found[number] = (*found.get(number, ()), code)
    return found


def spelled(holds: Mapping[int, Mapping[tuple[int, ...], str]], until: int) -> Iterator[Row]:
    """Writes what stood at the end of each year (by numbers of the list) as the figure of the year after."""
    found: dict[tuple[str, ...], dict[int, str]] = defaultdict(dict)
    for year in range(FIRST, until + 1):
        here = listed(year)
        for numbers, value in holds.get(year - 1, {}).items():
            for who in product(*(here.get(number, ()) for number in numbers)):
                found[tuple(sorted(who))][year] = value
    for who in sorted(found):
        for start, end, value in spells(found[who]):
            yield *who, str(start), str(end), value


def capability(data: pl.DataFrame, until: int) -> Iterator[Row]:
    """Computes the share of the world's capabilities."""
    return trailing(own_years(data.select("ccode", "year", "cinc").iter_rows()), until, logarithm)


def gdp(data: pl.DataFrame, until: int) -> Iterator[Row]:
    """Computes gross domestic product, from millions of dollars."""
    rows = data.select("ccode", "year", pl.col("gdp_2017musd").cast(pl.Float64) * 1e6).iter_rows()
    return trailing(own_years(rows), until, logarithm)


def population(data: pl.DataFrame, until: int) -> Iterator[Row]:
    """Computes population, from millions."""
    rows = data.select("ccode", "year", pl.col("pop_m").cast(pl.Float64) * 1e6).iter_rows()
    return trailing(own_years(rows), until, logarithm)


def democracy(data: pl.DataFrame, until: int) -> Iterator[Row]:
    """Computes democracy."""
    return trailing(own_years(data.select("ccode", "year", "uds_adjusted").iter_rows()), until, mean)


def ideal_point(data: pl.DataFrame, until: int) -> Iterator[Row]:
    """Computes the ideal point of votes in the General Assembly."""
    return trailing(own_years(data.select("ccode", "year", "ideal_all").iter_rows()), until, mean)


def major_power(data: pl.DataFrame, until: int) -> Iterator[Row]:
    """Finds who was a major power when the year before ended."""
    holds: dict[int, dict[tuple[int, ...], str]] = defaultdict(dict)
    for number, start, end in data.select("ccode", "start", "end").iter_rows():
        for year in range(max(start.year, FIRST - 1), until):
            if end is None or end.isoformat() >= f"{year}-12-31":
                holds[year][number,] = "yes"
    return spelled(holds, until)


def contiguity(data: pl.DataFrame, until: int) -> Iterator[Row]:
    """Finds who were neighbours when the year before ended: the nearest kind where several are listed."""
    holds: dict[int, dict[tuple[int, ...], str]] = defaultdict(dict)
    for one, other, kind, start, end in data.select("ccode1", "ccode2", "conttype", "start", "end").iter_rows():
        pair = (min(one, other), max(one, other))
        for year in range(max(start.year, FIRST - 1), until):
            if end is None or end.isoformat() >= f"{year}-12-31":
                near = "border" if kind <= 3 else "near"
                holds[year][pair] = min(near, holds[year].get(pair, "near"))
    return spelled(holds, until)


def rivalry(data: pl.DataFrame, until: int) -> Iterator[Row]:
    """Finds who were strategic rivals in the year before."""
    holds: dict[int, dict[tuple[int, ...], str]] = defaultdict(dict)
    rows = data.filter(pl.col("source") == "TSS").select("ccode1", "ccode2", "start_year", "end_year").iter_rows()
    for one, other, start, end in rows:
        for year in range(max(start, FIRST - 1), until):
            if end is None or end >= year:
                holds[year][min(one, other), max(one, other)] = "yes"
    return spelled(holds, until)


def disputes(data: pl.DataFrame, until: int) -> Iterator[Row]:
    """Counts the militarised disputes in which two states were opposed in the ten years before."""
    active: dict[tuple[int, int], dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    rows = data.select("dispnum", "ccode", "side_a", "start", "end").sort("dispnum", "ccode", "start")
    for _, together in rows.group_by("dispnum", maintain_order=True):
        for first, second in combinations(together.iter_rows(), 2):
            dispute, one, side, began, ended = first
            _, other, other_side, also_began, also_ended = second
            start, end = max(began, also_began), min(ended, also_ended)
            if side != other_side and one != other and start <= end:
                for year in range(start.year, end.year + 1):
                    active[min(one, other), max(one, other)][year].add(dispute)
    holds: dict[int, dict[tuple[int, ...], str]] = defaultdict(dict)
    for pair, years in active.items():
        for year in range(FIRST - 1, until):
            counted = set().union(*(years.get(each, ()) for each in range(year - DECADE + 1, year + 1)))
            if counted:
                holds[year][pair] = str(len(counted))
    return spelled(holds, until)


COMPUTED: dict[str, Callable[[pl.DataFrame, int], Iterator[Row]]] = {
    "capability": capability,
    "gdp": gdp,
    "population": population,
    "democracy": democracy,
    "ideal_point": ideal_point,
    "major_power": major_power,
    "contiguity": contiguity,
    "rivalry": rivalry,
    "disputes": disputes,
}
"""The computation of each figure, by its name."""


def corrected(rows: Iterable[Row], ends: Mapping[tuple[str, ...], int]) -> Iterator[Row]:
    """Ends spells that a published list lets go on too long.

    >>> list(corrected([("A", "B", "1950", "1960", "yes")], {("A", "B"): 1955}))
    [('A', 'B', '1950', '1955', 'yes')]
    """
    for *who, start, end, value in rows:
        last = min(int(end), ends.get(tuple(who), int(end)))
        if int(start) <= last:
            yield *who, start, str(last), value


def table(name: str, data: pl.DataFrame) -> str:
    """Computes one figure and writes it as CSV.

    Args:
        name: of the figure.
        data: the rows of the published file.

    Returns:
        the text of its file: a head, then rows in order of states and years.
    """
    what = figures.provenance()[name]
    if what.until is None:
        raise ValueError(f"figures.yaml does not say until when {name} goes")
    who = ("state",) if what.of == "state" else ("state_1", "state_2")
    ends = {one.states: one.to for one in what.corrections}
    rows = [(*who, "from", "to", "value"), *corrected(COMPUTED[name](data, what.until), ends)]
    return "".join(",".join(row) + "\n" for row in rows)


def main(argv: list[str] | None = None) -> int:
    """Writes the files of all figures and their page, or says what is missing."""
    parser = argparse.ArgumentParser(prog="python -m research.figures", description=main.__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the published data, in Parquet")
    parser.add_argument("--to", type=Path, default=HERE, help="where to write (the project's own folder)")
    asked = parser.parse_args(argv)
    missing = [name for name in sorted(set(FILES.values())) if not (asked.data / f"{name}.parquet").is_file()]
    if missing:
        print(f"figures: {asked.data} has no {', '.join(f'{name}.parquet' for name in missing)}", file=sys.stderr)
        return 2
    computed = {name: table(name, pl.read_parquet(asked.data / f"{FILES[name]}.parquet")) for name in COMPUTED}
    asked.to.mkdir(parents=True, exist_ok=True)
    for name, text in computed.items():
        (asked.to / f"{name}.csv").write_text(text, encoding="utf-8", newline="\n")
        print(f"{name}.csv: {text.count(chr(10)) - 1} rows, {len(text) / 1000:.0f} kB")
    if asked.to == HERE:
        PAGE.write_text(figures_page.page(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
