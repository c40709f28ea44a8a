"""Laws of the figures: nothing later counts, the order of a pair does not, and what is carried says so."""

from __future__ import annotations

import datetime
import random
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus import states
from foedus.dates import Certainty
from foedus.estimates.figures import FIRST, RESTS_ON, between, figures, of_year, provenance
from research.figures import COMPUTED, FILES, table

CODES = sorted(one.code for one in states.states())
YEARS = st.integers(1940, 2030)
NUMBERS = (2, 20, 200, 220, 255, 260, 340, 345, 365, 371, 373, 630, 640, 710)
SPELLS = {"major_power", "contiguity", "rivalry", "disputes"}
DATE = pl.Date()

Rows = list[dict[str, Any]]


def expanded(text: str, last: int) -> dict[tuple[str, ...], str]:
    """What a table has for every state or pair in every year up to one."""
    found = {}
    for line in text.splitlines()[1:]:
        *who, start, end, value = line.split(",")
        for year in range(int(start), min(int(end), last) + 1):
            found[*who, str(year)] = value
    return found


def altered(data: pl.DataFrame, year: int, chance: random.Random) -> pl.DataFrame:
    """The published rows with all that is of a year or later changed, put away or put in."""
    if "start_year" in data.columns:
        return _altered_spells(data, year, chance, "start_year", "end_year", lambda later: later)
    if "start" in data.columns:
        return _altered_spells(data, year, chance, "start", "end", lambda later: datetime.date(later, 1, 1))
    numbers = [name for name, kind in data.schema.items() if kind.is_float()]
    kept, later = data.filter(pl.col("year") < year), data.filter(pl.col("year") >= year)
    moved = later.sample(fraction=0.8, seed=chance.randrange(10**6)).with_columns(
        pl.col(name) * chance.uniform(1.5, 20) + chance.uniform(0, 5) for name in numbers
    )
    return pl.concat([kept, moved])


def _altered_spells(
    data: pl.DataFrame, year: int, chance: random.Random, start: str, end: str, on: Any
) -> pl.DataFrame:
    """Spells that began before keep their past and end as the year begins; later ones are others."""
    border = on(year)
    kept = data.filter(pl.col(start) < border).with_columns(
        pl.when(pl.col(end) >= border).then(pl.lit(border, data.schema[end])).otherwise(pl.col(end)).alias(end)
    )
    new = data.sample(fraction=0.5, seed=chance.randrange(10**6)).with_columns(
        pl.lit(on(year + chance.randrange(3)), data.schema[start]).alias(start),
        pl.lit(on(year + 3 + chance.randrange(30)), data.schema[end]).alias(end),
    )
    return pl.concat([kept, new]).sort(data.columns)


# --- nothing later counts ---


@pytest.mark.parametrize("year", [1950, 1975, 1991, 1992, 2004, 2014])
@pytest.mark.parametrize("name", COMPUTED)
def test_no_later_row_of_the_published_data_moves_a_figure(name: str, year: int, shared: Path) -> None:
    data = pl.read_parquet(shared / "data" / f"{FILES[name]}.parquet")
    changed = altered(data, year, random.Random(f"{name} {year}"))
    before, after = table(name, data), table(name, changed)
    assert expanded(before, year) == expanded(after, year)
    assert expanded(before, 2100) != expanded(after, 2100), "the change was none"


@st.composite
def sources(draw: st.DrawFn, name: str) -> pl.DataFrame:
    """Rows as a published file has them, of few states."""
    number = st.sampled_from(NUMBERS)
    if name in SPELLS:
        row = st.tuples(number, number, st.integers(1935, 2010), st.integers(0, 40), st.integers(1, 5))
        return _spells(name, draw(st.lists(row.filter(lambda one: one[0] < one[1]), min_size=1, max_size=12)))
    value = st.none() | st.floats(1e-4, 1e4)
    row = st.tuples(number, st.integers(1940, 2024), value, value)
    rows = draw(st.lists(row, min_size=1, max_size=40, unique_by=lambda one: one[:2]))
    measures = {
        "capability": ("cinc", "x"),
        "gdp": ("gdp_2017musd", "x"),
        "population": ("pop_m", "x"),
        "democracy": ("uds_adjusted", "x"),
        "ideal_point": ("ideal_all", "x"),
    }[name]
    schema = {"ccode": pl.Int64, "year": pl.Int64, measures[0]: pl.Float64, measures[1]: pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _spells(name: str, rows: list[tuple[int, int, int, int, int]]) -> pl.DataFrame:
    first, last = (lambda year: datetime.date(year, 3, 1)), (lambda year: datetime.date(year, 11, 30))
    if name == "rivalry":
        made: Rows = [
            {"source": "TSS", "ccode1": a, "ccode2": b, "start_year": start, "end_year": start + long}
            for a, b, start, long, _ in rows
        ]
    elif name == "disputes":
        made = [
            {"dispnum": place, "ccode": one, "side_a": side, "start": first(start), "end": last(start + long)}
            for place, (a, b, start, long, _) in enumerate(rows)
            for one, side in ((a, True), (b, False))
        ]
    else:
        made = [
            {
                "ccode": a,
                "ccode1": a,
                "ccode2": b,
                "conttype": kind,
                "start": first(start),
                "end": last(start + long),
            }
            for a, b, start, long, kind in rows
        ]
    return pl.DataFrame(made)


@given(st.data(), st.sampled_from(sorted(COMPUTED)), st.integers(FIRST, 2015), st.randoms(use_true_random=False))
def test_no_later_row_moves_a_figure(data: st.DataObject, name: str, year: int, chance: random.Random) -> None:
    rows = data.draw(sources(name))
    changed = altered(rows, year, chance)
    assert expanded(table(name, rows), year) == expanded(table(name, changed), year)


@given(st.data(), st.sampled_from(sorted(COMPUTED)), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(data: st.DataObject, name: str, chance: random.Random) -> None:
    rows = data.draw(sources(name))
    assert table(name, rows) == table(name, rows.sample(fraction=1, shuffle=True, seed=chance.randrange(10**6)))


# --- the reader ---


@given(st.sampled_from(CODES), YEARS)
def test_a_state(code: str, year: int) -> None:
    found = figures(code, year)
    assert found.year == year
    assert found.state == (of_year(code, year) or states.state(code).code)
    _carried_says_so(found, year)
    if states.exists(found.state, str(year)) is Certainty.NO:
        assert found.capability is found.gdp is found.democracy is found.major_power is None


@given(st.sampled_from(CODES), st.sampled_from(CODES), YEARS)
def test_a_pair(one: str, other: str, year: int) -> None:
    if (of_year(one, year) or states.state(one).code) == (of_year(other, year) or states.state(other).code):
        with pytest.raises(ValueError, match="one state"):
            between(one, other, year)
        return
    found = between(one, other, year)
    assert found == between(other, one, year)
    _carried_says_so(found, year)
    assert found.distance_km is None or 0 <= found.distance_km <= 20_040
    here, there = (figures(code, year).ideal_point for code in found.states)
    assert (found.un_distance is None) == (here is None or there is None)


def _carried_says_so(found: Any, year: int) -> None:
    for name, rests in RESTS_ON.items():
        value, until = getattr(found, name, None), provenance()[rests].until
        late = until is not None and year > until
        assert (name in found.last_known) == (value is not None and late)
        assert value is None or year >= FIRST or name == "distance_km"
