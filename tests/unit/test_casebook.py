"""The casebook as tables, and the little query that chooses from it."""

from __future__ import annotations

import datetime
import io
import json
from pathlib import Path
from typing import Any

import polars
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.analysis.casebook import (
    CASE_COLUMNS,
    MEMBER_COLUMNS,
    Column,
    case_row,
    cases,
    codebook,
    members,
    written,
)
from foedus.cli.case_query import DEEPEST, LONGEST, parse
from foedus.cli.stops import WrongUsage
from foedus.record.pack import packs
from foedus.record.view import organisation
from tests.unit.cli_running import done, plain, ran, refused

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"
ALL = [organisation(one) for one in sorted(packs())]
CSTO = organisation("csto")
NAMES = {one.name: one for one in CASE_COLUMNS}


def row(**known: Any) -> dict[str, Any]:
    return {**dict.fromkeys(NAMES), **known}


def answer(query: str, **known: Any) -> bool | None:
    return parse(query, CASE_COLUMNS)(row(**known))


# --- the codebook ---


def test_the_page_is_what_the_columns_say() -> None:
    assert (REFERENCE / "codebook.md").read_text(encoding="utf-8") == codebook(), "write codebook() there anew"
    assert "\ncodebook\n" in (REFERENCE / "index.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("columns", [CASE_COLUMNS, MEMBER_COLUMNS])
def test_every_column_is_described_once(columns: tuple[Column, ...]) -> None:
    assert len({one.name for one in columns}) == len(columns)
    assert all(one.about for one in columns)


def test_no_name_means_two_things() -> None:
    shared = {one.name for one in CASE_COLUMNS} & {one.name for one in MEMBER_COLUMNS}
    assert shared == {"organisation"}


# --- the tables ---


def test_one_row_a_case_and_one_a_position() -> None:
    made, parts = cases(ALL), members(ALL)
    coded = [one for each in ALL for one in each.record.cases]
    assert made.columns == [one.name for one in CASE_COLUMNS]
    assert parts.columns == [one.name for one in MEMBER_COLUMNS]
    assert made.height == len(coded)
    assert parts.height == sum(len(one.positions) for one in coded)
    assert set(parts["case"]) <= set(made["id"])


def test_values_are_those_of_the_codebook() -> None:
    for made, columns in ((cases(ALL), CASE_COLUMNS), (members(ALL), MEMBER_COLUMNS)):
        for one in columns:
            if one.values:
                assert set(made[one.name].drop_nulls()) <= set(one.values), one.name


def test_a_case_that_is_well_known() -> None:
    found = cases([CSTO]).filter(polars.col("id") == "csto-kazakhstan-2022").row(0, named=True)
    assert found["target"] == found["invoked_by"] == "KAZ"
    assert found["invoked"] is True
    assert found["target_is_member"] is True
    assert found["personnel_total"] == 2030
    arrival = datetime.date.fromisoformat(found["first_arrival"])
    assert found["days_to_arrival"] == (arrival - datetime.date.fromisoformat(found["begins"])).days


def test_membership_is_of_the_day() -> None:
    """Azerbaijan left in 1999: an initiator of 2020 was no member."""
    coded = CSTO.case("csto-karabakh-2020")
    assert coded is not None
    assert "AZE" in coded.situation.initiators
    assert case_row(CSTO, coded)["initiator_is_member"] is False


def test_what_is_not_known_is_null_not_zero() -> None:
    made = cases(ALL)
    coded = {(each.id, one.id): one for each in ALL for one in each.record.cases}
    assert any(one.situation.battle_deaths is None for one in coded.values())
    for found in made.iter_rows(named=True):
        one = coded[found["organisation"], found["id"]]
        assert found["battle_deaths"] == one.situation.battle_deaths
        assert found["personnel_total"] == one.deployment.personnel_total
        assert (found["fulfilled"] is None) == (one.fulfilled == "unknown")


@pytest.mark.parametrize("form", ["csv", "parquet", "json"])
@pytest.mark.parametrize("make", [cases, members])
def test_the_same_rows_give_the_same_bytes(form: str, make: Any) -> None:
    assert written(make([CSTO]), form) == written(make([CSTO]), form)


@pytest.mark.parametrize("make", [cases, members])
def test_files_come_back(make: Any) -> None:
    made = make(ALL)
    assert polars.read_parquet(io.BytesIO(written(made, "parquet"))).equals(made)
    assert json.loads(written(made, "json")) == made.to_dicts()
    back = polars.read_csv(io.BytesIO(written(made, "csv")), infer_schema=False)
    assert back.columns == made.columns
    assert back.height == made.height
    lists = [name for name, of in made.schema.items() if isinstance(of, polars.List)]
    for name in lists:
        assert back[name].fill_null("").to_list() == [";".join(one) for one in made[name]]


# --- the query ---


@pytest.mark.parametrize(
    ("query", "known", "said"),
    [
        ("kind=coup and invoked", {"kind": "coup", "invoked": True}, True),
        ("KIND = Coup AND NOT invoked", {"kind": "coup", "invoked": False}, True),
        ("kind = coup or kind = civil_war and invoked", {"kind": "coup", "invoked": False}, True),
        ("(kind = coup or kind = civil_war) and invoked", {"kind": "coup", "invoked": False}, False),
        ("kind in (coup, civil-war)", {"kind": "civil_war"}, True),
        ("kind not in (coup, civil_war)", {"kind": "civil_war"}, False),
        ("not kind in (coup)", {"kind": "civil_war"}, True),
        ("initiators = Russia", {"initiators": ["USA", "RUS"]}, True),
        ("initiators != RUS", {"initiators": ["USA", "RUS"]}, False),
        ("title = 'a \"b\" (c)'", {"title": 'A "b" (c)'}, True),
        ("battle_deaths >= 1000", {"battle_deaths": 1000}, True),
        ("battle_deaths > 1000", {"battle_deaths": 1000}, False),
        ("battle_deaths <= 1000", {"battle_deaths": 1001}, False),
        ("days_to_decision < -1", {"days_to_decision": -2}, True),
        ("invoked = yes", {"invoked": True}, True),
        ("invoked != true", {"invoked": True}, False),
    ],
)
def test_answers(query: str, known: dict[str, Any], said: bool) -> None:
    assert answer(query, **known) is said


@pytest.mark.parametrize(
    "query",
    ["battle_deaths = 0", "battle_deaths != 0", "not battle_deaths < 5", "ends >= 2000", "fulfilled != yes",
     "initiator_is_member", "not initiator_is_member"],
)  # fmt: skip
def test_what_is_not_known_is_no_answer(query: str) -> None:
    assert answer(query) is None


def test_what_decides_without_it_decides() -> None:
    assert answer("battle_deaths > 5 and invoked", invoked=False) is False
    assert answer("battle_deaths > 5 or invoked", invoked=True) is True
    assert answer("battle_deaths > 5 or invoked", invoked=False) is None


@pytest.mark.parametrize(
    ("sign", "told"),
    [
        ("=", {"2019-12-31": False, "2020": True, "2020-05": True, "2020?": None, "2021": False}),
        ("!=", {"2019-12-31": True, "2020": False, "2020-05": False, "2020?": None, "2021": True}),
        ("<", {"2019-12-31": True, "2020": False, "2020-05": False, "2020?": None, "2021": False}),
        ("<=", {"2019-12-31": True, "2020": True, "2020-05": True, "2020?": None, "2021": False}),
        (">", {"2019-12-31": False, "2020": False, "2020-05": False, "2020?": None, "2021": True}),
        (">=", {"2019-12-31": False, "2020": True, "2020-05": True, "2020?": None, "2021": True}),
    ],
)
def test_dates_compare_as_surely_as_they_are_known(sign: str, told: dict[str, bool | None]) -> None:
    assert {date: answer(f"begins {sign} 2020", begins=date) for date in told} == told


def test_a_year_may_lie_on_either_side_of_a_day() -> None:
    assert answer("begins < 2020-06-01", begins="2020") is None
    assert answer("begins = 2020-06-01", begins="2020") is None
    assert answer("begins < 2021-01-01", begins="2020") is True


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("", "is missing"),
        ("kin = coup", "did you mean 'kind'"),
        ("kind = coop", "did you mean 'coup'"),
        ("target = Armenio", "ARM"),
        ("kind", "write kind = ..."),
        ("kind =", "a value for kind is missing"),
        ("kind = and", "stands where a value"),
        ("kind < coup", "no order"),
        ("kind in coup", "'(' must stand"),
        ("kind in (coup", "')' is missing"),
        ("(invoked", "')' is missing"),
        ("invoked)", "must stand"),
        ("invoked invoked", "must stand"),
        ("title = 'x", "quotation mark"),
        ("battle_deaths > many", "is a number"),
        ("battle_deaths > 9999999999999999999999", "is a number"),
        ("begins < soon", "not a date"),
        ("begins < 2020?", "leave the '?' out"),
        ("begins = 2020-13", "no month"),
        ("__import__('os').getcwd()", "the name of a column must stand"),
        ("not " * (DEEPEST + 1) + "invoked", "within one another"),
        ("(" * (LONGEST + 1), "at most"),
    ],
)
def test_a_query_that_is_none_is_refused_with_what_is_wrong(query: str, part: str) -> None:
    with pytest.raises(WrongUsage) as caught:
        parse(query, CASE_COLUMNS)
    assert part in caught.value.message
    assert "\n" not in caught.value.message


WORDS = st.sampled_from(
    [*NAMES, "and", "or", "not", "in", "(", ")", ",", "=", "!=", "<", "<=", ">", ">=", "==", "coup", "RUS", "2020",
     "'", '"', "'a b'", "true", "-5", "9" * 30, "²", "2020-02-30", "\x00", "\ud800"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=25).map(" ".join)))
def test_anything_is_read_or_refused(text: str) -> None:
    """Nothing but WrongUsage comes out of the parser, and what it reads answers every row."""
    try:
        holds = parse(text, CASE_COLUMNS)
    except WrongUsage:
        return
    assert holds(row()) is None
    assert holds(ROW) in (True, False, None)


ROW = case_row(CSTO, CSTO.record.cases[0])
TESTS = st.sampled_from(["invoked", "kind = coup", "battle_deaths > 5", "begins < 2010", "initiator_is_member"])
VALUES = st.fixed_dictionaries(
    {
        "invoked": st.sampled_from([True, False]),
        "kind": st.sampled_from(["coup", "cyber"]),
        "battle_deaths": st.sampled_from([None, 5, 6]),
        "begins": st.sampled_from(["2009", "2010?", "2011-01-01"]),
        "initiator_is_member": st.sampled_from([True, False, None]),
    }
)


@given(TESTS, TESTS, VALUES)
def test_not_and_or_agree(first: str, second: str, known: dict[str, Any]) -> None:
    """De Morgan's laws hold in three values too."""
    assert answer(f"not ({first} and {second})", **known) is answer(f"not {first} or not {second}", **known)
    assert answer(f"not not ({first} or {second})", **known) is answer(f"{first} or {second}", **known)


# --- the command ---


def test_the_list_keeps_what_is_asked_for() -> None:
    told = plain("cases", "--where", "kind=coup and invoked")
    assert told
    assert all(one["kind"] == "coup" and one["invoked"] for one in told)
    assert {"id", "organisation", "kind", "target", "invoked", "outcome"} <= set(told[0])
    every = plain("cases")
    assert [one for one in every if one["kind"] == "coup" and one["invoked"]] == told


def test_rows_that_fall_out_are_counted() -> None:
    with_, without = (
        ran("cases", "csto", "--where", f"battle_deaths {sign} 100", "--json") for sign in (">", "<=")
    )
    out = [one for one in CSTO.record.cases if one.situation.battle_deaths is None]
    assert len(with_.plain) + len(without.plain) + len(out) == len(CSTO.record.cases)
    assert with_.err == without.err
    assert with_.err.startswith(f"Of {len(out)} more row")
    assert f"Of {len(out)} more row" in done("cases", "csto", "--where", "battle_deaths > 100").flat


def test_tables_go_to_files(tmp_path: Path) -> None:
    for form, read in (("parquet", polars.read_parquet), ("json", polars.read_json)):
        path = tmp_path / f"members.{form}"
        done("cases", "csto", "--table", "members", "--out", str(path))
        assert read(path).height == members([CSTO]).height
    path = tmp_path / "cases.csv"
    done("cases", "csto", "--where", "invoked", "--out", str(path))
    assert set(polars.read_csv(path, infer_schema=False)["invoked"]) == {"true"}
    assert done("cases", "csto", "--where", "invoked", "--table", "cases").out == path.read_text("utf-8")


def test_members_are_asked_for_by_their_own_columns_too() -> None:
    told = plain("cases", "csto", "--table", "members", "--where", "state = ARM and stance = requests and invoked")
    assert told
    assert {one["state"] for one in told} == {"ARM"}
    assert list(told[0]) == [one.name for one in MEMBER_COLUMNS]
    assert "unknown column 'stance'" in refused("cases", "--where", "stance = objects")


def test_wrong_tables_and_files(tmp_path: Path) -> None:
    assert "did you mean 'members'" in refused("cases", "--table", "member")
    assert "did you mean 'parquet'" in refused("cases", "csto", "--out", "x.parket")
    assert "known are csv, parquet, json" in refused("cases", "csto", "--out", "x")
    assert "No such file" in refused("cases", "csto", "--out", str(tmp_path / "none" / "x.csv"))
    assert "did you mean 'nato'" in refused("cases", "--where", "organisation = natoo")
