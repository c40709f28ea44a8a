"""Recorded votes come out of the casebook as they went, by the rules of the packs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from foedus.dates import Date
from foedus.law.deciding import ballot_of, electorate, rule_by_id
from foedus.law.tally import Ballot, Tally, decide
from foedus.record.cases import CodedCase
from foedus.record.text import document
from foedus.record.view import organisation

HERE = Path(__file__).parent / "casevotes"
KEYS = {
    "case", "note", "on", "date", "rule", "adopted", "yes", "no", "abstain", "absent", "silent", "unknown",
    "blocked_by", "vetoed_by", "applied",
}  # fmt: skip
NEEDED = {"case", "rule", "adopted", "yes", "no", "abstain", "absent"}
SIDE = {
    "requests": "yes",
    "supports": "yes",
    "accepts": "yes",
    "objects": "no",
    "abstains": "abstain",
    "abstains_declared": "abstain",
    "absent": "absent",
    "unknown": "unknown",
    None: "silent",
}
WORDS = {"true": True, "false": False, "unknown": None}


@cache
def rows() -> dict[str, tuple[str, Mapping[str, Any]]]:
    """Every vote with its organisation, under a name for the test."""
    found: dict[str, tuple[str, Mapping[str, Any]]] = {}
    for path in sorted(HERE.glob("*.yaml")):
        whole = document(path.name, path.read_text(encoding="utf-8"))
        assert not whole.faults, "\n".join(map(str, whole.faults))
        for row in whole.tree:
            name = " ".join(filter(None, (row["case"], row.get("on"), row.get("date"), row["rule"])))
            assert name not in found, f"{name} stands twice"
            found[name] = path.stem, row
    return found


def coded(name: str, case: str) -> CodedCase:
    found = organisation(name).case(case)
    assert found is not None, f"{name} has no case {case}"
    return found


def count(name: str, row: Mapping[str, Any]) -> Tally:
    """Count the positions of a case under a rule and those that it falls back on."""
    case, on = coded(name, row["case"]), row.get("on", "decision")
    date = Date.parse(row["date"]) if "date" in row else case.decision.date
    assert date is not None, "the day of the vote is not coded: give it"
    view = organisation(name).on(date.last)
    concerned = (case.decision.concerned,) if case.decision.concerned else ()
    ballots: dict[str, Ballot] = {}
    wanted: str | None = row["rule"]
    while wanted is not None and wanted not in ballots:
        rule = rule_by_id(view, wanted)
        assert rule is not None, f"{wanted} did not apply on {date}"
        voters = electorate(view, rule, case.situation, concerned, case.seats).voters
        ballots[wanted] = ballot_of(view, rule, voters)
        wanted = rule.fallback.rule if rule.fallback else None
    return decide({one.state: one.stance for one in case.positions if one.on == on}, ballots, row["rule"])


@pytest.mark.parametrize("key", rows())
def test_a_recorded_vote_comes_out_as_it_went(key: str) -> None:
    name, row = rows()[key]
    assert row.keys() >= NEEDED
    assert row.keys() <= KEYS
    tally = count(name, row)
    sides = Counter(SIDE[stance] for stance in tally.row)
    told = {side: int(row.get(side, 0)) for side in dict.fromkeys(SIDE.values())}
    assert {side: sides[side] for side in told} == told
    assert tally.adopted is WORDS[row["adopted"]], tally.why
    assert sorted(one.state for one in tally.blocked_by) == sorted(row.get("blocked_by", ())), tally.why
    if "vetoed_by" in row:
        alone = all(one.why == "veto" for one in tally.blocked_by)
        assert sorted(one.state for one in tally.blocked_by if alone) == sorted(row["vetoed_by"])
    assert tally.rule == row.get("applied", row["rule"])


def test_every_vote_that_the_casebook_codes_is_looked_at() -> None:
    """A case that says that it was voted on has a row, in the files that there are."""
    told = {(name, row["case"]) for name, row in rows().values()}
    for name in {name for name, _ in told}:
        voted = {(name, one.id) for one in organisation(name).record.cases if one.decision.voted}
        assert voted - told == set()


def test_the_security_council() -> None:
    """At least thirty of its votes: carried, short of nine or seven, vetoed by one, two and three."""
    found = [row for name, row in rows().values() if name == "un-sc"]
    assert len(found) >= 30
    assert {len(row["vetoed_by"]) for row in found if "vetoed_by" in row} == {0, 1, 2, 3}
    assert {row["rule"] for row in found} == {"unsc-substantive", "unsc-before-1966"}
