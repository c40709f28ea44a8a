"""Membership as the packs have it, against ATOP's members, day by day; every disagreement stands in a table."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import foedus
from foedus.dates import Certainty, Date
from foedus.record.claims import change_days

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "atop.md"
LAST = datetime.date(2016, 12, 31).toordinal()

ALLIANCES = {
    "csto": 4220,
    "nato": 3180,
    "rio-treaty": 3075,
    "anzus": 3215,
    "seato": 3260,
    "cento": 3275,
    "warsaw-pact": 3285,
    "arab-league": 3015,
    "ecowas": 3895,
    "sco": 4810,
    "cis": 4400,
    "sadc": 4985,
    "au-psc": 4953,  # the states of the African Union, not the fifteen that sit in the Council
}

# ATOP writes one code for a state and for the one that it continues; a pack writes the code of the day.
# The two are one state in law or were in fact, so the day counts for either code.
CONTINUED = {"SUN": "RUS"}

Row = tuple[str, str, str, str, str]
Spell = tuple[int, int]


@dataclass(frozen=True)
class Coding:
    """Spells of each state in one alliance: first and last day, ordinals, both inclusive."""

    spells: dict[str, list[Spell]]

    @property
    def first(self) -> int:
        return min(start for spells in self.spells.values() for start, _ in spells)

    def member(self, state: str, day: int) -> bool:
        return any(start <= day <= end for start, end in self.spells.get(state, ()))


def coding(table: pl.DataFrame, alliance: int) -> Coding:
    """ATOP's spells of one alliance, phases that touch or overlap joined."""
    spells: dict[str, list[Spell]] = {}
    rows = table.filter(pl.col("atopid") == alliance).sort("iso3", "start")
    for state, start, end in rows.select("iso3", "start", "end").iter_rows():
        first, last = start.toordinal(), end.toordinal() if end else LAST
        own = spells.setdefault(state, [])
        if own and first <= own[-1][1] + 1:
            own[-1] = (own[-1][0], max(last, own[-1][1]))
        else:
            own.append((first, last))
    return Coding(spells)


def ours(pack: Any, day: int) -> dict[str, Certainty]:
    """How surely each state belongs on a day: to the wider body, where the organisation acts for one."""
    body = pack.record.organisation.wider_body
    if body:
        act = next(one for one in pack.plain("treaties") if one.id == body.treaty)
        return {one.state: one.in_force.before(Date.of(datetime.date.fromordinal(day + 1))) for one in act.parties}
    found: dict[str, Certainty] = {}
    for one in pack.on(day).members:
        code = CONTINUED.get(one.state, one.state)
        found[code] = found.get(code, Certainty.NO) | one.certainty
    return found


def disagreements(name: str, theirs: Coding) -> Iterator[Row]:
    """Every maximal stretch of days on which one surely has a member and the other does not, inclusive."""
    pack = foedus.organisation(name)
    changes = change_days((*pack.plain("membership"), *pack.plain("treaties")))
    changes |= {day for spells in theirs.spells.values() for start, end in spells for day in (start, end + 1)}
    days = sorted({theirs.first} | {day for day in changes if theirs.first <= day <= LAST})
    open_since: dict[str, tuple[int, str]] = {}
    for day in [*days, LAST + 1]:
        who = _differing(pack, theirs, day) if day <= LAST else {}
        for state, (since, side) in sorted(open_since.items()):
            if who.get(state) != side:
                yield name, state, _iso(since), _iso(day - 1), side
                del open_since[state]
        for state, side in who.items():
            open_since.setdefault(state, (day, side))


def _differing(pack: Any, theirs: Coding, day: int) -> dict[str, str]:
    """Who says that a state is a member on a day on which the other says that it is not."""
    here = ours(pack, day)
    told: dict[str, str] = {}
    for state in sorted(set(here) | set(theirs.spells)):
        certainty, there = here.get(state, Certainty.NO), theirs.member(state, day)
        if certainty is Certainty.CERTAINLY and not there:
            told[state] = "Foedus"
        elif certainty is Certainty.NO and there:
            told[state] = "ATOP"
    return told


def _iso(day: int) -> str:
    return datetime.date.fromordinal(day).isoformat()


def tabled() -> dict[Row, str]:
    """The page's rows, one a state, with the reason."""
    found: dict[Row, str] = {}
    for line in PAGE.read_text(encoding="utf-8").split("## Disagreements")[1].splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) != 6 or cells[0] not in ALLIANCES:
            continue
        name, states, start, end, side, reason = cells
        for state in states.split():
            row = (name, state, start, end, side)
            assert row not in found, f"{row}: twice in {PAGE.name}"
            found[row] = reason
    return found


@pytest.fixture(scope="module")
def members(shared: Path) -> pl.DataFrame:
    return pl.read_parquet(shared / "data" / "atop_members.parquet")


@pytest.mark.parametrize("name", ALLIANCES)
def test_every_disagreement_is_explained_and_no_row_is_stale(name: str, members: pl.DataFrame) -> None:
    computed = set(disagreements(name, coding(members, ALLIANCES[name])))
    told = {row for row in tabled() if row[0] == name}
    assert sorted(computed - told) == [], f"not in {PAGE.name}"
    assert sorted(told - computed) == [], f"stale in {PAGE.name}"


def test_every_reason_is_explained_above_the_table_and_used_in_it() -> None:
    above = PAGE.read_text(encoding="utf-8").split("## Reasons")[1].split("## Disagreements")[0]
    explained = set(re.findall(r"^([a-z-]+)\n: ", above, flags=re.MULTILINE))
    assert explained == set(tabled().values())


def test_phases_that_touch_are_one_spell_and_a_gap_parts_two() -> None:
    day = datetime.date
    table = pl.DataFrame(
        {
            "atopid": [1, 1, 1, 2],
            "iso3": ["AAA"] * 4,
            "start": [day(2000, 1, 1), day(2001, 1, 1), day(2010, 1, 1), day(1900, 1, 1)],
            "end": [day(2000, 12, 31), day(2002, 1, 1), None, None],
        }
    )
    spells = coding(table, 1).spells["AAA"]
    assert [(_iso(start), _iso(end)) for start, end in spells] == [
        ("2000-01-01", "2002-01-01"),
        ("2010-01-01", "2016-12-31"),
    ]
