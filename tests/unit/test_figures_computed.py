"""The figures against the published data: the tables are those that the script makes, and right another way."""

from __future__ import annotations

import math
from importlib.resources import files
from itertools import combinations
from pathlib import Path

import polars as pl
import pytest

from foedus import states
from foedus.dates import Certainty
from foedus.estimates.figures import between, figures, listed
from research.figures import COMPUTED, FILES, PAGE, main, table
from research.figures_page import page

MENDED = "run `make figures`"

STEADY = (
    "USA",
    "CAN",
    "GBR",
    "FRA",
    "BEL",
    "POL",
    "TUR",
    "IRN",
    "JPN",
    "AUS",
    "BRA",
    "NGA",
    "KAZ",
    "ARM",
    "AZE",
    "UZB",
)
"""States that neither began after 1991 nor took another's number."""


def published(shared: Path, name: str) -> pl.DataFrame:
    return pl.read_parquet(shared / "data" / f"{name}.parquet")


@pytest.mark.parametrize("name", COMPUTED)
def test_the_table_is_what_the_script_makes_of_the_published_data(name: str, shared: Path) -> None:
    kept = files("foedus").joinpath("data", "figures", f"{name}.csv").read_bytes()
    assert table(name, published(shared, FILES[name])).encode() == kept, MENDED


def test_the_page_is_what_the_provenance_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), MENDED
    assert "\nfigures\n" in (PAGE.parent / "index.md").read_text(encoding="utf-8")


def test_the_script_writes_all_files_or_none(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(tmp_path), "--to", str(tmp_path / "out")]) == 2
    assert "nmc.parquet" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    assert main(["--data", str(shared / "data"), "--to", str(tmp_path / "out")]) == 0
    assert sorted(one.stem for one in (tmp_path / "out").iterdir()) == sorted(COMPUTED)


# --- the same by another route ---


@pytest.mark.parametrize(
    ("name", "file", "column", "scale"),
    [
        ("capability", "nmc", "cinc", 1.0),
        ("gdp", "gdp_pop", "gdp_2017musd", 1e6),
        ("population", "gdp_pop", "pop_m", 1e6),
        ("democracy", "democracy", "uds_adjusted", None),
        ("ideal_point", "un_ideal_points", "ideal_all", None),
    ],
)
@pytest.mark.parametrize("code", STEADY)
def test_means_of_the_three_years_before(
    name: str, file: str, column: str, scale: float | None, code: str, shared: Path
) -> None:
    rows = published(shared, file).filter(pl.col("iso3") == code).drop_nulls(column)
    values = dict(rows.select("year", pl.col(column).cast(pl.Float64)).iter_rows())
    compared = 0
    for year in range(1995, 2018):
        three = [values[each] for each in (year - 3, year - 2, year - 1) if each in values]
        found = getattr(figures(code, year), name)
        assert (found is None) == (not three)
        if three:
            mean = sum(three) / len(three)
            right = mean if scale is None else math.log10(mean * scale)
            assert found == pytest.approx(right, abs=0.0501)
            compared += 1
    assert compared >= 20


@pytest.mark.parametrize(
    ("year", "far", "untouched"),
    [
        (1965, {"CHN TWN", "ETH YEM", "IND LKA", "JPN SUN", "MYS PHL", "SUN USA"}, set()),
        (
            2005,
            {
                "ARE QAT", "ATG KNA", "AUS PNG", "CHN TWN", "CYP TUR", "EST FIN", "GRD VCT", "IND LKA", "JPN RUS",
                "LCA VCT", "MYS PHL", "RUS USA",
            },
            {"NAM ZWE"},
        ),
    ],
)  # fmt: skip
def test_borders_beside_a_map(year: int, far: set[str], untouched: set[str], shared: Path) -> None:
    """On a map (CShapes), neighbours within 24 miles lie within 40 km, and who touch are neighbours.

    The exceptions are islands that the map leaves out, and the four corners at Kazungula.
    """
    rows = published(shared, "min_distance_dyad_year").filter(pl.col("year") == year)
    apart = {(one, other): km for one, other, _, km in rows.iter_rows()}
    codes = [one.code for one in states.states() if one.exists_on(str(year)) is not Certainty.NO]
    here = [(code, number) for code in codes if (number := listed(code, year)) is not None]
    borders, wide, touching = 0, set(), set()
    for (one, number), (other, other_number) in combinations(here, 2):
        km = apart.get((min(number, other_number), max(number, other_number)))
        kind = between(one, other, year).contiguous
        assert kind is not None
        borders += kind == "border" and km is not None
        wide |= {f"{one} {other}"} if kind == "border" and km is not None and km > 40 else set()
        touching |= {f"{one} {other}"} if kind != "border" and km == 0 else set()
    assert borders > 200
    assert (wide, touching) == (far, untouched)


def test_rivals_of_an_older_list_are_mostly_rivals(shared: Path) -> None:
    """Thompson and Dreyer 2012 (TD), whom the list that is used follows and revises."""
    year = 2000
    rows = published(shared, "rivalries").filter(
        (pl.col("source") == "TD") & (pl.col("start_year") < year) & (pl.col("end_year") >= year - 1)
    )
    pairs = [
        (states.from_cow(a, "1999-12-31").code, states.from_cow(b, "1999-12-31").code)
        for a, b in rows.select("ccode1", "ccode2").iter_rows()
    ]
    assert len(pairs) > 30
    assert sum(between(one, other, year).rival is True for one, other in pairs) / len(pairs) > 0.85
