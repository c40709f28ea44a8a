"""Figures of states and pairs of states: what they say, what they do not know, and how the command shows them."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields
from importlib.resources import files

import pytest

from foedus import states
from foedus.estimates.figures import (
    FIRST,
    RESTS_ON,
    PairFigures,
    StateFigures,
    between,
    citations,
    continued,
    figures,
    listed,
    of_year,
    provenance,
)
from tests.unit.cli_running import done, plain, refused

TABLES = [name for name in provenance() if name != "distance"]
OF_A_STATE = ("capability", "gdp", "population", "democracy", "ideal_point", "major_power")
OF_A_PAIR = ("distance_km", "contiguous", "rival", "recent_disputes", "un_distance")


def known(found: StateFigures | PairFigures) -> set[str]:
    return {one.name for one in fields(found) if one.name in RESTS_ON and getattr(found, one.name) is not None}


# --- what is known of the world ---


@pytest.mark.parametrize(
    ("name", "year", "order"),
    [
        ("capability", 1960, ("USA", "SUN", "FRA", "BEL", "LUX")),
        ("capability", 2010, ("CHN", "RUS", "KAZ", "ARM", "MLT")),
        ("gdp", 2015, ("USA", "DEU", "POL", "EST")),
        ("population", 2015, ("CHN", "USA", "RUS", "UZB", "KGZ", "ARM", "ISL")),
        ("democracy", 1980, ("USA", "IND", "MEX", "SUN")),
        ("democracy", 2018, ("NOR", "ARM", "KAZ", "TKM")),
        ("ideal_point", 1985, ("USA", "FRA", "YUG", "CUB")),
        ("ideal_point", 2022, ("USA", "POL", "KAZ", "SYR")),
    ],
)
def test_states_stand_in_the_order_that_is_known(name: str, year: int, order: tuple[str, ...]) -> None:
    values = [getattr(figures(code, year), name) for code in order]
    assert None not in values
    assert values == sorted(values, reverse=True)
    assert values[0] > values[-1]


def test_sizes_are_of_the_right_magnitude() -> None:
    """About 31 million Poles in 1965; a product of the United States of 16 million million dollars (of 2017)."""
    assert figures("POL", 1965).population == 7.5
    assert figures("USA", 2009).gdp == pytest.approx(13.2, abs=0.15)


@pytest.mark.parametrize(
    ("year", "who"),
    [
        (1960, {"USA", "SUN", "GBR", "FRA", "CHN"}),
        (2010, {"USA", "RUS", "GBR", "FRA", "CHN", "DEU", "JPN"}),
    ],
)
def test_the_major_powers(year: int, who: set[str]) -> None:
    codes = [one.code for one in states.states() if one.exists_on(str(year)).possible]
    assert {code for code in codes if figures(code, year).major_power} == who


@pytest.mark.parametrize(
    ("one", "other", "year", "contiguous", "rival"),
    [
        ("ARM", "AZE", 2020, "border", True),
        ("ARM", "RUS", 2020, "no", False),
        ("GRC", "TUR", 1974, "border", True),
        ("USA", "CUB", 1985, "near", True),
        ("USA", "LUX", 1985, "no", False),
        ("IND", "PAK", 1999, "border", True),
        ("DEU", "FRA", 1990, "border", False),
        ("USA", "RUS", 1980, "border", True),
        ("RUS", "UKR", 2010, "border", False),
        ("MMR", "PAK", 1970, "border", False),
        ("MMR", "PAK", 1990, "no", False),
    ],
)
def test_neighbours_and_rivals(one: str, other: str, year: int, contiguous: str, rival: bool) -> None:
    found = between(one, other, year)
    assert (found.contiguous, found.rival) == (contiguous, rival)


def test_disputes_are_of_the_ten_years_before() -> None:
    """The Cod Wars of 1958-61, 1972-73 and 1975-76, and the Football War of July 1969."""
    assert between("GBR", "ISL", 1958).recent_disputes == 0
    assert (between("GBR", "ISL", 1977).recent_disputes or 0) >= 2
    assert between("GBR", "ISL", 1995).recent_disputes == 0
    football = [between("SLV", "HND", year).recent_disputes or 0 for year in (1969, 1970)]
    assert football[1] == football[0] + 1


@pytest.mark.parametrize(
    ("one", "other", "year", "km"),
    [
        ("FRA", "GBR", 2000, 344),
        ("USA", "RUS", 2000, 7820),
        ("NZL", "ESP", 2000, 19855),
        ("CHN", "MNG", 2000, 1165),
    ],
)
def test_distances_of_capitals(one: str, other: str, year: int, km: int) -> None:
    assert between(one, other, year).distance_km == pytest.approx(km, rel=0.01)


def test_a_capital_that_moved() -> None:
    """Almaty lies near the border of Kyrgyzstan, Astana does not."""
    near, far = between("KAZ", "KGZ", 1997).distance_km, between("KAZ", "KGZ", 1998).distance_km
    assert near is not None
    assert far is not None
    assert near < 250 < 800 < far


# --- states that came, went and changed their names ---


def test_a_code_means_the_state_of_the_year() -> None:
    assert figures("RUS", 1980) == figures("SUN", 1980)
    assert figures("RUS", 1980).state == "SUN"
    assert between("RUS", "USA", 1980).states == ("SUN", "USA")
    assert figures("ZAR", 1990).state == "COD"
    assert figures("SUN", 2000) == StateFigures(state="SUN", year=2000)
    assert between("SUN", "USA", 2000) == PairFigures(states=("SUN", "USA"), year=2000)


def test_a_state_that_continues_another_begins_with_its_figures() -> None:
    assert continued("RUS") == ("SUN",)
    union, russia, after = figures("SUN", 1991), figures("RUS", 1992), figures("RUS", 1993)
    assert union.capability is not None
    assert russia.capability is not None
    assert after.capability is not None
    assert abs(union.capability - russia.capability) <= 0.1
    assert after.capability < russia.capability - 0.2
    assert known(figures("SRB", 2006)) == set(OF_A_STATE)


def test_a_new_state_begins_without_figures() -> None:
    assert known(figures("SSD", 2011)) == set()
    assert known(between("SSD", "SDN", 2011)) == {"distance_km"}
    assert between("SSD", "SDN", 2012).contiguous == "border"
    assert known(figures("CZE", 1993)) == set()
    assert known(figures("CZE", 1994)) == set(OF_A_STATE)


@pytest.mark.parametrize(
    ("code", "year"), [("DDR", 1989), ("YMD", 1985), ("YUG", 1980), ("CSK", 1970), ("VDR", 1970)]
)
def test_states_that_are_gone_have_figures(code: str, year: int) -> None:
    assert known(figures(code, year)) >= {"capability", "gdp", "population", "democracy"}


def test_germany_is_the_federal_republic_before_unification() -> None:
    assert (figures("DEU", 1985).capability or 0) < (figures("DEU", 1993).capability or -9) + 0.3
    assert between("DEU", "DDR", 1989).contiguous == "border"
    assert listed("DEU", 1985) == 260
    assert listed("DEU", 2000) == 255
    assert listed("DEU", 1955) is None


# --- what is not known ---


def test_outside_coverage_nothing_is_known() -> None:
    assert known(figures("FRA", FIRST - 1)) == set()
    assert known(figures("FRA", 2100)) == set()
    assert known(figures("FRA", 1)) == known(figures("FRA", 9999)) == set()
    assert known(between("FRA", "GBR", 1)) <= {"distance_km"}
    assert known(between("FRA", "GBR", FIRST - 1)) == {"distance_km"}
    assert known(between("FRA", "GBR", 2100)) == {"distance_km"}


def test_a_state_that_no_list_has() -> None:
    assert known(figures("PSE", 2015)) == set()
    assert between("ISR", "PSE", 2015).rival is None
    assert between("ISR", "PSE", 2015).contiguous is None
    assert between("ISR", "PSE", 2015).recent_disputes is None


def test_the_people_s_republic_has_no_votes_before_it_was_seated() -> None:
    assert figures("CHN", 1970).ideal_point is None
    assert figures("TWN", 1970).ideal_point is not None
    assert figures("CHN", 1980).ideal_point is not None
    assert between("CHN", "USA", 1970).un_distance is None


@pytest.mark.parametrize("name", OF_A_STATE)
def test_the_last_figure_of_a_state_is_carried_and_says_so(name: str) -> None:
    what = provenance()[RESTS_ON[name]]
    assert what.until is not None
    last = getattr(figures("FRA", what.until), name)
    assert last is not None
    assert name not in figures("FRA", what.until).last_known
    for year in range(what.until + 1, what.until + what.carried + 1):
        assert getattr(figures("FRA", year), name) == last
        assert name in figures("FRA", year).last_known
    after = figures("FRA", what.until + what.carried + 1)
    assert getattr(after, name) is None
    assert name not in after.last_known


@pytest.mark.parametrize("name", [one for one in OF_A_PAIR if one != "distance_km"])
def test_the_last_figure_of_a_pair_is_carried_and_says_so(name: str) -> None:
    what = provenance()[RESTS_ON[name]]
    assert what.until is not None
    last = getattr(between("IND", "PAK", what.until), name)
    assert last not in (None, False)
    assert name not in between("IND", "PAK", what.until).last_known
    assert getattr(between("IND", "PAK", what.until + what.carried), name) == last
    assert name in between("IND", "PAK", what.until + what.carried).last_known
    assert getattr(between("IND", "PAK", what.until + what.carried + 1), name) is None


def test_no_list_calls_a_pair_unlisted_where_it_does_not_reach() -> None:
    """A no of a pair without a row turns into not known on the day on which the list ends."""
    ends = (provenance()["rivalry"].until or 0) + provenance()["rivalry"].carried
    assert between("FRA", "LUX", ends).rival is False
    assert between("FRA", "LUX", ends + 1).rival is None


def test_what_cannot_be_asked() -> None:
    with pytest.raises(states.UnknownState):
        figures("XXX", 2000)
    with pytest.raises(states.UnknownState):
        between("FRA", "XXX", 2000)
    with pytest.raises(ValueError, match="one state in 1980"):
        between("RUS", "SUN", 1980)


# --- where figures come from ---


def test_every_field_rests_on_a_table_and_every_table_is_used() -> None:
    told = {one.name for kind in (StateFigures, PairFigures) for one in fields(kind)}
    assert set(OF_A_STATE) | set(OF_A_PAIR) == set(RESTS_ON) == told - {"state", "states", "year", "last_known"}
    assert set(RESTS_ON.values()) == set(provenance())


@pytest.mark.parametrize("name", sorted(provenance()))
def test_every_source_is_on_record_and_can_be_cited(name: str) -> None:
    what = provenance()[name]
    assert what.sources
    assert all(source in citations() or source in states.citations() for source in what.sources)
    assert {one["source"] for one in plain("cite", *what.sources)["cited"]} == set(what.sources)


def test_no_source_is_idle() -> None:
    assert set(citations()) <= {source for one in provenance().values() for source in one.sources}


@pytest.mark.parametrize("name", TABLES)
def test_tables_are_small_ordered_and_coarse(name: str) -> None:
    """Rows follow each other without overlap; a number has one decimal at most; only known states appear."""
    text = files("foedus").joinpath("data", "figures", f"{name}.csv").read_text("utf-8")
    assert len(text) < 400_000
    head, *rows = [line.split(",") for line in text.splitlines()]
    width = 1 if provenance()[name].of == "state" else 2
    assert head[-3:] == ["from", "to", "value"]
    assert rows == sorted(rows, key=lambda row: (row[:width], int(row[width])))
    until = provenance()[name].until
    assert until is not None
    ended: dict[tuple[str, ...], int] = {}
    for *who, start, end, value in rows:
        assert FIRST <= int(start) <= int(end) <= until
        assert int(start) > ended.get(tuple(who), 0)
        ended[tuple(who)] = int(end)
        assert all(of_year(code, int(start)) == code == of_year(code, int(end)) for code in who)
        assert who == sorted(set(who))
        assert value in ("yes", "border", "near") or round(float(value), 1) == float(value)
    assert max(ended.values()) == until


def test_reading_loads_no_heavy_library() -> None:
    program = (
        "import sys; from foedus.estimates.figures import figures; figures('FRA', 2000);"
        "print(*{'polars', 'numpy', 'pydantic', 'rich', 'typer'} & set(sys.modules))"
    )
    made = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert made.stdout.split() == []


# --- the command ---


def test_figures_of_a_state() -> None:
    told = plain("figures", "armenia", "--on", "2020-09-27")
    assert (told["on"], told["year"], told["states"]) == ("2020-09-27", 2020, ["ARM"])
    rows = {row["figure"]: row for row in told["figures"]}
    assert tuple(rows) == OF_A_STATE
    assert rows["capability"]["value"] == figures("ARM", 2020).capability
    assert rows["capability"]["last_known"] is True
    assert rows["democracy"]["last_known"] is False


def test_figures_of_a_pair() -> None:
    told = plain("figures", "AZE", "ARM", "--on", "2010-06-14")
    assert told["states"] == ["ARM", "AZE"]
    assert {row["figure"]: row["value"] for row in told["figures"]}["contiguous"] == "border"


def test_without_a_day_the_last_year_that_is_covered() -> None:
    told = plain("figures", "ARM")
    assert told["on"] is None
    assert told["year"] == max(one.until or 0 for one in provenance().values())


@pytest.mark.parametrize("columns", [80, 110])
def test_the_page_says_what_is_not_known_and_what_is_last_known(columns: int) -> None:
    page = done("figures", "DEU", "FRA", "--on", "1950-01-01", columns=columns)
    assert "Federal Republic of Germany and France: figures for 1950" in page.flat
    assert page.flat.count("not known") >= 4
    assert "Contiguity: covered are" in page.flat
    assert max(map(len, page.out.splitlines())) <= columns
    assert "last known, for 2017" in done("figures", "ARM", "--on", "2020-01-01", columns=columns).flat
    assert "Not known" not in done("figures", "FRA", "--on", "2010-01-01", columns=columns).out


def test_what_the_command_refuses() -> None:
    assert "SUN (Soviet Union) does not exist in 2000" in refused("figures", "SUN", "--on", "2000-01-01")
    assert "one state in 1980" in refused("figures", "RUS", "SUN", "--on", "1980-01-01")
    assert "of one state or of two; 3" in refused("figures", "ARM", "AZE", "GEO")
    assert "did you mean" in refused("figures", "Armenai")
    assert "--on" in refused("figures", "ARM", "--on", "yesterday")
    assert "does not exist in 0001" in refused("figures", "ARM", "--on", "0001-01-01")
