"""Five packs of pacts hold all that was collected, and their facts stand together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from foedus.drivers.history import replay
from foedus.record.view import Organisation, organisation
from tests.unit.pact_material import collected, lost_in_case, lost_sources, span

COUNTS = {
    "rio-treaty": {"treaties": 2, "membership": 26, "organs": 2, "decision_rules": 5, "events": 12, "cases": 26},
    "anzus": {"treaties": 1, "membership": 4, "organs": 1, "decision_rules": 2, "events": 4, "cases": 7},
    "seato": {"treaties": 1, "membership": 10, "organs": 2, "decision_rules": 3, "events": 4, "cases": 7},
    "cento": {"treaties": 1, "membership": 7, "organs": 2, "decision_rules": 1, "events": 6, "cases": 6},
    "warsaw-pact": {"treaties": 3, "membership": 10, "organs": 4, "decision_rules": 3, "events": 7, "cases": 12},
}
OTHERWISE = {
    "cento-suez-1956": {"The pact member GBR is an aggressor; EGY is not a member."},
    "rio-argentina-1982": {"convocation 18-0-3; background"},
    "rio-costa-rica-1955": {"About 500 attackers with aircraft; complaint came before the crossing."},
    "rio-cuba-1962-exclusion": {"convocation 14-2-5; background"},
    "rio-dr-1959": {"Santiago, under the Charter"},
    "rio-guatemala-1954": {"background; sources differ"},
    "rio-panama-1964": {"BOL supports", "16-1, Chile against; the two parties did not vote (background)."},
    "rio-venezuela-2019": {"12-0-5, one absent"},
    "seato-laos-1960-61": {"US and Britain had dissuaded Vientiane from an appeal on 19 December 1960."},
    "seato-vietnam-1964": {"FRA did not join the text", "FRA absent as member, PAK reserved"},
}
"""What the material says and the pack says in other words, or corrects (see docs/explanation/disagreements)."""

IRREGULAR = {
    "cento-pakistan-1965": ["not_engaged"],
    "cento-pakistan-1971": ["not_engaged"],
    "cento-syria-1957": ["not_engaged", "not_engaged"],
    "seato-laos-1960-61": ["not_the_target"],
    "wp-hungary-1956-november": ["too_early"],
}
"""Irregularities that the engine finds; what was decided of each stands in docs/explanation/disagreements."""

NAMES = list(COUNTS)
CASES = [(name, one.id) for name in NAMES for one in organisation(name).record.cases]


@pytest.fixture(scope="module")
def material(shared: Path) -> dict[str, dict[str, Any]]:
    return {name: collected(shared, name) for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_counts(name: str) -> None:
    record = organisation(name).record
    assert {section: len(getattr(record, section)) for section in COUNTS[name]} == COUNTS[name]


@pytest.mark.parametrize("name", NAMES)
class TestNothingIsLost:
    def test_sources(self, name: str, material: dict[str, Any]) -> None:
        assert lost_sources(organisation(name).record, material[name]) == set()

    def test_ids(self, name: str, material: dict[str, Any]) -> None:
        record = organisation(name).record
        for section in ("treaties", "organs", "decision_rules", "events", "forces", "cases"):
            held = {one.id for one in getattr(record, section)}
            assert {one["id"] for one in material[name].get(section) or ()} <= held, section

    def test_parties_and_articles(self, name: str, material: dict[str, Any]) -> None:
        held = {one.id: one for one in organisation(name).record.treaties}
        for row in material[name]["treaties"]:
            treaty = held[row["id"]]
            parties = {(one.state, one.signed.text if one.signed else None) for one in treaty.parties}
            assert {(one["state"], one["signed"]) for one in row.get("parties") or ()} == parties
            if treaty.in_force is not None:
                refs = {one.ref for one in treaty.provisions}
                assert {one["ref"] for one in row["provisions"]} <= refs

    def test_membership(self, name: str, material: dict[str, Any]) -> None:
        held = {(one.state, one.period.text) for one in organisation(name).record.membership}
        assert {(one["state"], span(one)) for one in material[name]["membership"]} <= held


@pytest.mark.parametrize(("name", "case"), CASES)
class TestEveryCase:
    def test_nothing_is_lost(self, name: str, case: str, material: dict[str, Any]) -> None:
        row = next(one for one in material[name]["cases"] if one["id"] == case)
        coded = organisation(name).case(case)
        assert set(lost_in_case(coded, row)) == OTHERWISE.get(case, set())

    def test_replays(self, name: str, case: str) -> None:
        held: Organisation = organisation(name)
        coded = held.case(case)
        assert coded is not None
        entries = replay(held, coded).case.entries
        found = [one.refusal.reason.value for one in entries if one.refusal]
        assert found == IRREGULAR.get(case, [])
