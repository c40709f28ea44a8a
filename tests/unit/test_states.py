"""States and their codes by day: what a code means when, against the lists it is taken from."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from foedus import states
from foedus.dates import Certainty, Date, holds_in_any
from foedus.states import State, UnknownState

CERTAINLY, POSSIBLY, NO = Certainty.CERTAINLY, Certainty.POSSIBLY, Certainty.NO
TABLE = Path(states.__file__).parent / "data" / "states.yaml"
LAST_YEAR = 2025

GONE = {"SUN", "YUG", "SCG", "CSK", "DDR", "VDR", "YMD"}
NOT_UN_MEMBERS = {"XKX", "TWN", "PSE", "VAT"}
NOT_STATES = {"COK": "NZL", "NIU": "NZL", "MSR": "GBR", "GRL": "DNK", "ANT": "NLD"}


def everything() -> tuple[State, ...]:
    return states.states()


class TestMeaning:
    @pytest.mark.parametrize(
        ("code", "day", "meant"),
        [
            # Russia and the Soviet Union
            ("RUS", "1914-08-01", "RUS"),
            ("RUS", "1922-12-29", "RUS"),
            ("RUS", "1922-12-30", "SUN"),
            ("RUS", "1980-01-01", "SUN"),
            ("RUS", "1991-12-26", "RUS"),
            ("SUN", "1991-12-25", "SUN"),
            ("SUN", "1900-01-01", "RUS"),
            # Germany
            ("DEU", "1914-08-01", "DEU"),
            ("DEU", "1980-01-01", "DEU"),
            ("DDR", "1980-01-01", "DDR"),
            ("DEU", "2000-01-01", "DEU"),
            # Vietnam
            ("VNM", "1965-01-01", "VNM"),
            ("VDR", "1965-01-01", "VDR"),
            ("VNM", "1979-02-17", "VNM"),
            # Yemen
            ("YEM", "1980-01-01", "YEM"),
            ("YMD", "1979-02-24", "YMD"),
            ("YEM", "2000-01-01", "YEM"),
            # Czechoslovakia
            ("CSK", "1968-08-20", "CSK"),
            ("CZE", "1993-01-01", "CZE"),
            ("SVK", "1993-01-01", "SVK"),
            # Yugoslavia and Serbia
            ("SRB", "1914-07-28", "SRB"),
            ("SRB", "1980-01-01", "YUG"),
            ("YUG", "1980-01-01", "YUG"),
            ("YUG", "1999-03-24", "YUG"),
            ("SRB", "2005-01-01", "SCG"),
            ("SCG", "1999-03-24", "YUG"),
            ("SRB", "2013-04-11", "SRB"),
            # Korea
            ("KOR", "1950-06-25", "KOR"),
            ("PRK", "1950-06-25", "PRK"),
            # codes withdrawn for a change of name
            ("ZAR", "1990-01-01", "COD"),
            ("BUR", "1980-01-01", "MMR"),
            # an imprecise day: what the code may mean
            ("DDR", "1990", "DDR"),
        ],
    )
    def test_what_a_code_means_depends_on_the_day(self, code: str, day: str, meant: str) -> None:
        assert states.meaning(code, day).code == meant
        assert states.meaning(code, Date.parse(day)).code == meant

    @pytest.mark.parametrize(
        ("code", "day", "said", "likely"),
        [
            ("YUG", "2010-06-14", "YUG (Yugoslavia) does not exist on 2010-06-14; it became ", "SRB"),
            ("SUN", "2022-01-05", "it became RUS (Russia), ARM (Armenia), AZE (Azerbaijan), ", "RUS"),
            ("CSK", "2000", "does not exist in 2000; it became CZE (Czechia) and SVK (Slovakia)", "CZE"),
            ("DDR", "1990-10-03", "it became DEU (Germany)", "DEU"),
            ("VDR", "1980-01-01", "it became VNM (Vietnam)", "VNM"),
            ("YMD", "2000-01-01", "it became YEM (Yemen)", "YEM"),
            ("SCG", "2010-01-01", "it became SRB (Serbia) and MNE (Montenegro)", "SRB"),
            ("UKR", "1980-01-01", "it came out of SUN (Soviet Union) by dissolution, 26 December 1991", "SUN"),
            ("CZE", "1980-01-01", "it came out of CSK (Czechoslovakia) by dissolution", "CSK"),
            ("SSD", "2000-01-01", "it came out of SDN (Sudan) by secession, 9 July 2011", "SDN"),
            ("ZAR", "2005-01-01", "ZAR stood for COD (Democratic Republic of the Congo) in 1971", "COD"),
        ],
    )
    def test_a_code_that_means_nothing_then_says_where_to_look(
        self, code: str, day: str, said: str, likely: str
    ) -> None:
        with pytest.raises(UnknownState) as raised:
            states.meaning(code, day)
        assert said in str(raised.value)
        assert likely in raised.value.likely

    def test_yugoslavia_became_six_and_nobody_else(self) -> None:
        with pytest.raises(UnknownState) as raised:
            states.meaning("YUG", "2010-06-14")
        assert set(raised.value.likely) == {"SRB", "MNE", "HRV", "SVN", "MKD", "BIH"}
        assert "XKX" not in raised.value.likely

    @pytest.mark.parametrize(
        ("code", "day", "spans"),
        [
            ("DEU", "1947-01-01", "only in ../1945-06-05 and 1949-05-23/.."),
            ("DDR", "1948-01-01", "only in 1949-10-07/1990-10-03"),
            ("AUT", 708_000, "does not exist on 1939-06-10, only in 1918-11-12/1938-03-13 and 1945-04-27/.."),
        ],
    )
    def test_a_gap_is_told_as_a_gap(self, code: str, day: str | int, spans: str) -> None:
        with pytest.raises(UnknownState, match=re.escape(spans)):
            states.meaning(code, day)

    def test_a_code_never_means_a_state_that_came_later(self) -> None:
        for one in everything():
            for day in ("1816-01-01", "1900-01-01", "1938-06-01", "1960-07-01", "1992-06-01", "2020-01-01"):
                try:
                    meant = states.meaning(one.code, day)
                except UnknownState:
                    continue
                assert meant.exists_on(day).possible
                path = {step.date.text for step in one.predecessors if step.predecessor == meant.code}
                assert meant == one or not path or max(path) > day


class TestExists:
    @pytest.mark.parametrize(
        ("code", "day", "answer"),
        [
            ("SUN", "1922-12-29", NO),
            ("SUN", "1922-12-30", CERTAINLY),
            ("SUN", "1991-12-25", CERTAINLY),
            ("SUN", "1991-12-26", NO),
            ("DDR", "1990-10-02", CERTAINLY),
            ("DDR", "1990-10-03", NO),
            ("DDR", "1990", POSSIBLY),
            ("YUG", "1992", CERTAINLY),
            ("YEM", "1990-05", CERTAINLY),
            ("VDR", "1975-05-01", CERTAINLY),
            ("VDR", "1976-07-02", NO),
            ("SYR", "1959-01-01", NO),
            ("SYR", "1962-01-01", CERTAINLY),
            ("SLV", "1841-02-10", POSSIBLY),
            ("FRA", "1943-01-01", CERTAINLY),
            ("ZWE", "1970-01-01", NO),
            ("ZAR", "2020-01-01", CERTAINLY),
        ],
    )
    def test_exists(self, code: str, day: str, answer: Certainty) -> None:
        assert states.exists(code, day) is answer


class TestNumbers:
    @pytest.mark.parametrize(
        ("code", "day", "cow", "gw"),
        [
            ("DEU", "1914-08-01", 255, 255),
            ("DEU", "1950-01-01", None, 260),
            ("DEU", "1980-01-01", 260, 260),
            ("DEU", "2000-01-01", 255, 260),
            ("DEU", "1990", None, 260),
            ("DDR", "1980-01-01", 265, 265),
            ("YEM", "1980-01-01", 678, 678),
            ("YEM", "2000-01-01", 679, 678),
            ("YMD", "1980-01-01", 680, 680),
            ("SRB", "1900-01-01", 345, 340),
            ("SRB", "1980-01-01", 345, 345),
            ("YUG", "1980-01-01", 345, 345),
            ("SRB", "2010-01-01", 345, 340),
            ("RUS", "1900-01-01", 365, 365),
            ("RUS", "1980-01-01", 365, 365),
            ("RUS", "1991", 365, 365),
            ("VNM", "1965-01-01", 816, 816),
            ("VDR", "1965-01-01", 817, 817),
            ("CSK", "1942-01-01", None, 315),
            ("KOR", "1950-06-25", 732, 732),
            ("KIR", "1990-01-01", None, 970),
            ("KIR", "2005-01-01", 946, 970),
            ("NRU", "2005-01-01", 970, 971),
            ("FRA", "1943-06-01", None, 220),
            ("FRA", "1815-06-18", None, None),
            ("ZWE", "1970-01-01", 552, 552),
            ("PSE", "2020-01-01", None, None),
            ("MSR", "1990-01-01", None, None),
            ("YUG", "2010-01-01", None, None),
        ],
    )
    def test_numbers_by_day(self, code: str, day: str, cow: int | None, gw: int | None) -> None:
        assert (states.cow_code(code, day), states.gw_code(code, day)) == (cow, gw)

    @pytest.mark.parametrize(
        ("number", "day", "cow", "gw"),
        [
            (365, "1980-01-01", "SUN", "SUN"),
            (365, "2000-01-01", "RUS", "RUS"),
            (345, "1900-01-01", "SRB", None),
            (345, "1980-01-01", "YUG", "YUG"),
            (345, "2005-01-01", "SCG", "SCG"),
            (345, "2010-01-01", "SRB", None),
            (340, "2010-01-01", None, "SRB"),
            (255, "1990-10-03", "DEU", None),
            (260, "1990-10-03", None, "DEU"),
            (260, "1990-10-02", "DEU", "DEU"),
            (970, "2005-01-01", "NRU", "KIR"),
            (732, "1960-01-01", "KOR", "KOR"),
        ],
    )
    def test_states_by_number(self, number: int, day: str, cow: str | None, gw: str | None) -> None:
        for ask, expected in ((states.from_cow, cow), (states.from_gw, gw)):
            if expected:
                assert ask(number, day).code == expected
            else:
                with pytest.raises(UnknownState):
                    ask(number, day)

    def test_a_number_that_stands_for_none_says_when_it_did(self) -> None:
        with pytest.raises(UnknownState, match="999 is no Correlates of War number of a state"):
            states.from_cow(999, "2000-01-01")
        with pytest.raises(
            UnknownState, match=r"265 stands for no one state on 2000-01-01; .* DDR in 1949"
        ) as raised:
            states.from_gw(265, "2000-01-01")
        assert raised.value.likely == ("DDR",)
        with pytest.raises(UnknownState, match="365 stands for no one state in 1991"):
            states.from_cow(365, "1991")

    def test_there_and_back_over_the_whole_table(self) -> None:
        for one in everything():
            for ask, spells in ((states.from_cow, one.cow), (states.from_gw, one.gw)):
                for number, period in spells:
                    assert period.start is not None
                    last = period.end.first - 1 if period.end else Date.parse("2025-12-31").first
                    for day in (period.start.last, (period.start.last + last) // 2, last):
                        assert ask(number, day) is one, (one.code, number, day)
        for year in range(1816, LAST_YEAR + 1, 3):
            for one in everything():
                cow, gw = one.cow_on(f"{year}-07-01"), one.gw_on(f"{year}-07-01")
                assert cow is None or states.from_cow(cow, f"{year}-07-01") is one
                assert gw is None or states.from_gw(gw, f"{year}-07-01") is one


class TestNames:
    @pytest.mark.parametrize(
        ("code", "day", "name"),
        [
            ("COD", "1965-01-01", "Democratic Republic of the Congo"),
            ("COD", "1990-01-01", "Zaire"),
            ("MMR", "1989-06-17", "Burma"),
            ("MMR", "1989-06-18", "Myanmar"),
            ("SWZ", "2000-01-01", "Swaziland"),
            ("SWZ", "2020-01-01", "Eswatini"),
            ("TUR", "1900-01-01", "Ottoman Empire"),
            ("TUR", "2012-06-22", "Turkey"),
            ("TUR", "2023-01-01", "Türkiye"),
            ("TUR", "2022", "Türkiye"),
            ("BFA", "1980-01-01", "Upper Volta"),
            ("DEU", "1980-01-01", "Federal Republic of Germany"),
            ("DEU", "2000-01-01", "Germany"),
            ("VDR", "1965-03-08", "Republic of Vietnam"),
            ("ARM", "2022-01-05", "Armenia"),
        ],
    )
    def test_names_by_day(self, code: str, day: str, name: str) -> None:
        assert states.name_on(code, day) == states.state(code).name_on(day) == name

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("ARM", "ARM"),
            (" arm ", "ARM"),
            ("Armenia", "ARM"),
            ("KAZAKHSTAN", "KAZ"),
            ("zaire", "COD"),
            ("ZAR", "COD"),
            ("Burma", "MMR"),
            ("turkiye", "TUR"),
            ("Turkey", "TUR"),
            ("Cote d’Ivoire", "CIV"),
            ("ivory  coast", "CIV"),
            ("East Germany", "DDR"),
            ("Guinea", "GIN"),
            ("uk", "GBR"),
            ("USSR", "SUN"),
            ("Macedonia", "MKD"),
        ],
    )
    def test_found_as_people_write_them(self, text: str, code: str) -> None:
        assert states.find(text).code == code

    @pytest.mark.parametrize(
        ("text", "likely", "said"),
        [
            ("Korea", ("KOR", "PRK"), "may mean KOR (South Korea) or PRK (North Korea): write the code"),
            ("congo", ("COD", "COG"), "write the code"),
            ("kazak", ("KAZ",), "did you mean KAZ (Kazakhstan)?"),
            ("Germny", ("DEU",), "did you mean DEU (Germany)"),
            ("xyzzyx", (), "codes are the three letters of ISO 3166-1 alpha-3"),
            ("", (), "'': no state has the name"),
            ("x" * 99, (), "'" + "x" * 40 + "': no state"),
        ],
    )
    def test_what_is_not_found_or_not_clear_gets_the_likeliest(
        self, text: str, likely: tuple[str, ...], said: str
    ) -> None:
        with pytest.raises(UnknownState) as raised:
            states.find(text)
        assert raised.value.likely[: len(likely)] == likely
        assert said in str(raised.value)
        assert isinstance(raised.value, LookupError)

    @pytest.mark.parametrize(
        ("code", "likely"),
        [
            ("arm", "ARM"),
            ("Armenia", "ARM"),
            ("Armenai", "ARM"),
            ("ARN", "ARM"),
            ("RU", "RUS"),
            ("NO", "NOR"),
            ("GER", "DEU"),
            ("zar", "COD"),
        ],
    )
    def test_a_code_is_exact_and_the_nearest_is_suggested(self, code: str, likely: str) -> None:
        with pytest.raises(UnknownState, match="no state has the code; did you mean") as raised:
            states.state(code)
        assert likely in raised.value.likely

    def test_every_name_leads_back_to_its_state(self) -> None:
        shared_names = {"Congo", "Korea"}
        for one in everything():
            assert states.state(one.code) is states.find(one.code) is states.find(one.name) is one
            for name in one.names:
                if name.text not in shared_names:
                    assert states.find(name.text) is one
            for code, _ in one.former_codes:
                assert states.state(code) is one

    def test_codes(self) -> None:
        assert {one.code for one in everything()} < states.codes()
        assert {"ZAR", "BUR", "DHY", "HVO", "RHO", "TMP", "BYS", "ROM"} <= states.codes()
        assert [one.code for one in everything()] == sorted(one.code for one in everything())


class TestCapitals:
    @pytest.mark.parametrize(
        ("code", "day", "name"),
        [
            ("KAZ", "1997-12-09", "Almaty"),
            ("KAZ", "2022-01-05", "Astana"),
            ("RUS", "1914-08-01", "Saint Petersburg"),
            ("RUS", "1980-01-01", "Moscow"),
            ("DEU", "1980-01-01", "Bonn"),
            ("DEU", "1914-08-01", "Berlin"),
            ("DEU", "2000-01-01", "Berlin"),
            ("SRB", "1999-03-24", "Belgrade"),
            ("PAK", "1965-01-01", "Rawalpindi"),
        ],
    )
    def test_capitals_by_day(self, code: str, day: str, name: str) -> None:
        capital = states.capital(code, day)
        assert capital is not None
        assert capital.name == name

    @pytest.mark.parametrize(
        ("code", "day"),
        [
            ("DDR", "2000-01-01"),  # gone
            ("HND", "1850-01-01"),  # not known
            ("TZA", "1996-02"),  # moved in that month
            ("UKR", "1980-01-01"),
        ],
    )
    def test_none_where_there_was_none_or_nobody_knows(self, code: str, day: str) -> None:
        assert states.capital(code, day) is None

    def test_every_state_has_a_capital_all_its_life_since_1945(self) -> None:
        unknown = set()
        for one in everything():
            for year in range(1945, LAST_YEAR + 1):
                day = f"{year}-12-01"
                if one.exists_on(day).certain and one.capital_on(day) is None:
                    unknown.add((one.code, year))
        # The government moved in the course of that year.
        assert unknown == {("YEM", 1948), ("PAK", 1959), ("FSM", 1989)}


class TestSuccessions:
    @pytest.mark.parametrize(
        ("code", "heir"),
        [
            ("SUN", "RUS"),
            ("DDR", "DEU"),
            ("VDR", "VNM"),
            ("YMD", "YEM"),
            ("YUG", "SCG"),
            ("SCG", "SRB"),
            ("CSK", None),
            ("RUS", None),
            ("SYR", None),
            ("ARM", None),
            ("ANT", None),
        ],
    )
    def test_successor(self, code: str, heir: str | None) -> None:
        found = states.successor(code)
        assert (found.code if found else None) == heir

    def test_both_sides_tell_of_it(self) -> None:
        for one in everything():
            for step in one.successions:
                assert one.code in (step.predecessor, step.successor)
                assert step in states.state(step.predecessor).successors
                assert step in states.state(step.successor).predecessors

    def test_a_succession_lies_where_the_one_ends_and_the_other_begins(self) -> None:
        for one in everything():
            for step in one.predecessors:
                before = states.state(step.predecessor)
                day = step.date.first
                assert before.exists_on(day - 1).possible, step
                assert one.exists_on(step.date.last).possible, step
                if step.kind in ("continuation", "merger"):
                    assert before.exists_on(step.date.last) is NO or before.code == "RUS" or one.code == "RUS", (
                        step
                    )

    def test_the_soviet_union_left_twelve(self) -> None:
        assert len(states.state("SUN").successors) == 12
        assert [step.successor for step in states.state("SUN").successors if step.kind == "continuation"] == [
            "RUS"
        ]


class TestTable:
    def test_the_members_of_the_united_nations_are_there(self) -> None:
        present = {one.code for one in everything() if one.kind == "state"} - GONE - NOT_UN_MEMBERS
        assert len(present) == 193

    def test_what_is_not_a_state_says_whose_it_is(self) -> None:
        assert {one.code: one.of for one in everything() if one.kind != "state"} == NOT_STATES
        assert all(one.of is None for one in everything() if one.kind == "state")

    def test_contested_statehood_is_told(self) -> None:
        for code in ("XKX", "TWN", "PSE"):
            note = states.state(code).note or ""
            assert "takes no position" in note
            assert len(states.state(code).sources) > 4

    def test_every_source_is_there(self) -> None:
        for one in everything():
            assert one.sources
            assert set(one.sources) <= set(states.citations())
        assert "State System Membership" in states.citations()["cow-states-2016"].title

    def test_everything_is_well_formed(self) -> None:
        keys = {
            "code", "name", "kind", "of", "names", "also", "former_codes", "exists", "seated", "cow", "gw",
            "capital", "predecessors", "note", "sources",
        }  # fmt: skip
        rows: list[dict[str, Any]] = yaml.load(TABLE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["states"]
        assert len(rows) == len(everything())
        for row in rows:
            assert set(row) <= keys, row["code"]
            assert re.fullmatch("[A-Z]{3}", row["code"])
            for capital in row["capital"]:
                assert set(capital) <= {"name", "lat", "lon", "from", "to"}
                assert re.fullmatch(r"-?\d+\.\d\d", capital["lat"])
                assert re.fullmatch(r"-?\d+\.\d\d", capital["lon"])
        for one in everything():
            for capital_one in one.capitals:
                assert -90 <= capital_one.lat <= 90
                assert -180 <= capital_one.lon <= 180
            for spells in ([(1, period) for period in one.exists], one.cow, one.gw):
                periods = [period for _, period in spells]
                for n, period in enumerate(periods):
                    for other in periods[n + 1 :]:
                        assert not period.overlaps(other).possible, (one.code, period, other)
            dated = [name.period for name in one.names if name.period]
            for n, period in enumerate(dated):
                for other in dated[n + 1 :]:
                    assert not period.overlaps(other).certain, (one.code, period, other)

    def test_the_table_reads_as_yaml_reads_it(self) -> None:
        text = TABLE.read_bytes()
        assert states._read(text) == yaml.load(text, Loader=yaml.BaseLoader)
        tricky = b"# NO\n---\na: NO\non: [12:30, 1.10, {b: ~}, []]\nc: {}\n"
        assert states._read(tricky) == {"a": "NO", "on": ["12:30", "1.10", {"b": "~"}, []], "c": {}}

    def test_no_scalar_was_typed(self) -> None:
        assert {type(value) for value in (states.state("NOR").code, states.state("NOR").name)} == {str}
        assert dataclasses.is_dataclass(states.state("NOR"))
        assert not hasattr(states.state("NOR"), "__dict__")

    def test_read_once(self) -> None:
        assert states.state("ARM") is states.state("ARM")
        assert states.states() == states.states()


# The copies of the lists give one ISO code to a number for all years; here the state of the day has its own.
CONVENTION = {"SUN": "RUS", "YUG": "SRB", "SCG": "SRB"}

# Where a capital lies elsewhere than in the published copy, by state and the copy's city, with the reason.
CAPITALS_ELSEWHERE = {
    ("ALB", "Vlore"): "Durrës was the capital from 1914 to 1920, Tirana then",
    ("BRA", "Brasilia"): "the copy has the middle of the country",
    ("CHN", "Beijing"): "the copy has the middle of the municipality, and no Nanjing",
    ("DEU", "Berlin"): "the copy has Berlin all along for number 255, which stands for all years there",
    ("DEU", "Bonn"): "the copy goes by the vote of 1991 on the seat, this table by the treaty of 1990 on unity",
    ("DJI", "Djibouti"): "the copy has the middle of the country",
    ("DMA", "Roseau"): "the copy has the middle of the island",
    ("FRA", "Vichy"): "the capital in law did not move; whose government sat at Vichy is contested",
    ("ITA", "Torino"): "the move to Florence is dated by the law of December 1864 and the decree of February 1865",
    ("KAZ", "Almaty"): "the move is dated by the decree of 1997, not by the new name of 1998",
    ("LCA", "Castries"): "the copy has the middle of the island",
    ("MAR", "Rabat"): "Fes until the protectorate",
    ("MEX", "Mexico City"): "the copy has the south of the federal district",
    ("MWI", "Lilongwe"): "Zomba until 1975",
    ("OMN", "Muscat"): "the copy has the old town; the metropolis stretches west",
    ("PLW", "Koror"): "Ngerulmud since 2006; the copy has the south of the country",
    ("RUS", "Moscow"): "the copy has the middle of the federal city",
    ("RUS", "Saint Petersburg"): "the copy has the middle of the federal city",
    ("SAU", "Riyadh"): "the copy has the middle of the province",
    ("TKM", "Ashgabat"): "the copy has the western edge of the town",
    ("TUN", "Tunis"): "the copy has the middle of the country",
    ("TUR", "Ankara"): "Istanbul until 1923",
    ("TZA", "Dodoma"): "Dar es Salaam until 1996",
    ("YEM", "Sanaa"): "Taiz from 1948 to 1962",
}

# Where a list counts a state at a time at which it did not exist by this table, with the reason.
COUNTED_ALL_THE_SAME = {
    "AUT": "the GW list counts it through the annexation of 1938-45",
    "DOM": "the GW list counts it through the Spanish annexation of 1861-65",
    "DZA": "the GW list counts the Regency of Algiers, to 1830",
    "EGY": "both lists count it in parts of the 19th century, under the Ottoman Empire",
    "LBY": "the GW list counts the Regency of Tripoli, to 1834",
    "MNE": "the GW list counts it from 1868, before it was recognised in 1878",
    "SLV": "the GW list counts it from 1840, a year before it declared itself a republic",
    "SYR": "the GW list counts it through the union with Egypt of 1958-61",
    "VEN": "the GW list counts it from 1829, a year before it left Colombia",
    "ZWE": "both lists count Rhodesia from 1965, which no state recognised",
}


class TestAgainstTheLists:
    """The lists themselves, as published; what they call otherwise is told here with the reason."""

    @pytest.mark.parametrize(("system", "column"), [("cow", "ccode"), ("gw", "gwcode")])
    def test_numbers_by_year_are_the_lists_own(self, shared: Path, system: str, column: str) -> None:
        frame = pl.read_parquet(shared / "data" / "state_codes_year.parquet").drop_nulls([column, "iso3"])
        theirs = set(frame.select(column, "year", "iso3").iter_rows())
        ours = {
            (number, year, CONVENTION.get(one.code, one.code))
            for one in everything()
            for number, period in getattr(one, system)
            for year in range(1816, LAST_YEAR + 1)
            if period.holds(str(year)).possible
        }
        assert len(theirs) > 15_000
        assert sorted(theirs - ours) == []
        assert sorted(ours - theirs) == []

    @pytest.mark.parametrize("system", ["cow", "gw"])
    def test_numbers_stand_for_the_same_state_inside_every_spell(self, shared: Path, system: str) -> None:
        frame = pl.read_parquet(shared / "data" / "states.parquet").filter(
            (pl.col("system") == system) & pl.col("iso3").is_not_null()
        )
        ask = states.from_cow if system == "cow" else states.from_gw
        number = "ccode" if system == "cow" else "gwcode"
        for row in frame.iter_rows(named=True):
            start, end = row["start"].toordinal(), row["end"].toordinal()
            for day in (min(start + 366, end), (start + end) // 2, max(end - 366, start)):
                found = ask(row[number], day)
                assert CONVENTION.get(found.code, found.code) == row["iso3"], row

    def test_life_spans_do_not_contradict_the_lists_without_a_reason(self, shared: Path) -> None:
        frame = pl.read_parquet(shared / "data" / "states.parquet").filter(pl.col("iso3").is_not_null())
        unexplained = set()
        for row in frame.iter_rows(named=True):
            for day in range(row["start"].toordinal() + 366, row["end"].toordinal(), 366):
                meant = [one for one in everything() if CONVENTION.get(one.code, one.code) == row["iso3"]]
                if holds_in_any([period for one in meant for period in one.exists], day) is NO:
                    unexplained.add(row["iso3"])
        assert unexplained == set(COUNTED_ALL_THE_SAME)

    def test_capitals_lie_where_the_published_copy_has_them(self, shared: Path) -> None:
        frame = pl.read_parquet(shared / "data" / "capitals.parquet").filter(pl.col("iso3").is_not_null())
        checked, elsewhere = 0, set()
        for row in frame.iter_rows(named=True):
            end = min(row["end"].toordinal(), Date.parse("2024-12-31").first)
            for step in range(11):
                day = (row["start"].toordinal() * step + end * (10 - step)) // 10
                capital = states.capital(row["iso3"], day)
                if capital is None:
                    continue
                checked += 1
                if abs(capital.lat - row["lat"]) > 0.1 or abs(capital.lon - row["lng"]) > 0.13:
                    elsewhere.add((row["iso3"], row["capital"]))
        assert checked > 4_000
        assert elsewhere == set(CAPITALS_ELSEWHERE)

    def test_every_state_that_the_facts_name_is_there(self, shared: Path) -> None:
        named: dict[str, str] = {}

        def walk(node: Any, file: str) -> None:
            for child in node if isinstance(node, list) else ():
                walk(child, file)
            for key, child in node.items() if isinstance(node, dict) else ():
                walk(child, file)
                is_code = isinstance(child, str) and re.fullmatch("[A-Z]{3}", child)
                if is_code and key in ("state", "target", "initiator", "by"):
                    named[child] = file

        for path in sorted((shared / "facts").glob("*/*.yaml")):
            walk(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader), path.name)
        assert len(named) > 170
        organisations = {"EAC"}  # an organisation that asked, not a state
        assert sorted(set(named) - states.codes() - organisations) == []
