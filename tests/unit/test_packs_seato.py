"""SEATO: the Council cannot bind, each member helps by itself; states named by protocol; who drifted out."""

from __future__ import annotations

from typing import Any

import pytest

from foedus.dates import Date
from foedus.law.advice import Advice, advise
from foedus.law.deciding import ballot_of, electorate, rule_by_id
from foedus.law.findings import Circumstances
from foedus.law.tally import tally
from foedus.record.cases import Situation, Stance
from foedus.record.view import organisation

SEATO = organisation("seato")
EIGHT = ["AUS", "FRA", "GBR", "NZL", "PAK", "PHL", "THA", "USA"]


def attack(target: str, day: str = "1962-05-15", requested: bool | None = None, **keys: Any) -> Advice:
    given = {"initiators": ("VNM",), "region": "southeast_asia", "territory": "recognised", **keys}
    situation = Situation(kind="interstate_attack", target=target, begins=Date.parse(day), **given)
    return advise(SEATO.on(day), Circumstances(situation=situation, requested=requested))


def adopted(day: str, rule: str, **sides: str) -> bool | None:
    view = SEATO.on(day)
    found = rule_by_id(view, rule)
    assert found is not None
    voters = electorate(view, found).voters
    stances: dict[str, Stance] = dict.fromkeys(voters, "supports")
    for stance, codes in sides.items():
        stances |= dict.fromkeys(codes.split(), stance)  # type: ignore[arg-type]  # a stance by name
    return tally(stances, ballot_of(view, found, voters)).adopted


@pytest.mark.parametrize(
    ("day", "gone"), [("1955-02-19", []), ("1973-11-07", []), ("1973-11-08", ["PAK"]), ("1977-06-29", ["PAK"])]
)
def test_members(day: str, gone: list[str]) -> None:
    assert [one.state for one in SEATO.on(day).members] == [code for code in EIGHT if code not in gone]


def test_not_before_and_not_after() -> None:
    assert SEATO.on("1955-02-18").members == ()
    assert SEATO.on("1977-07-01").members == ()
    assert not SEATO.on("1977-07-01").exists.possible


def test_france_drifts_out_and_stays_a_member_in_law() -> None:
    early, late = SEATO.on("1964-01-01").member("FRA"), SEATO.on("1975-01-01").member("FRA")
    assert early is not None
    assert late is not None
    assert (early.flags, late.flags, late.votes) == ((), ("frozen", "disputed"), True)
    scopes = [one.scope for one in SEATO.on("1975-01-01").statuses_of("FRA") if one.status == "frozen"]
    assert scopes == ["military work", "payments"]


def test_each_member_by_itself_and_no_organ() -> None:
    advice = attack("THA")
    assert advice.decides is None
    assert advice.can_block == ()
    assert [one.rule.id for one in advice.alone] == ["seato-art4"]


def test_a_threat_is_for_the_council_to_consult_on() -> None:
    advice = attack("THA", threatened=True)
    assert advice.decides is not None
    assert advice.decides.organ == "seato-council"
    assert advice.alone == ()


def test_a_named_state_is_covered_and_another_is_not() -> None:
    named, other = attack("LAO").of("seato-art-4-1"), attack("MMR").of("seato-art-4-1")
    assert named is not None
    assert other is not None
    assert (named.result, other.result) == ("engaged", "not_engaged")


def test_no_forces_in_a_named_state_without_its_request() -> None:
    for requested, result in ((False, "not_engaged"), (True, "engaged")):
        found = attack("VDR", requested=requested).of("seato-art-4-3")
        assert found is not None
        assert found.result == result


def test_the_united_states_have_kept_something_back() -> None:
    advice = attack("PAK", "1971-12-03", initiators=("IND",), region="south_asia")
    owed = {one.state: one.content for one in advice.bound}
    assert "act_to_meet_common_danger" in owed["GBR"]
    assert "act_to_meet_common_danger" not in owed["USA"]
    found = advice.of("seato-art-4-1")
    assert found is not None
    assert found.owed is not None
    assert found.owed.reserving == ("USA",)


def test_hong_kong_lies_outside_the_area() -> None:
    found = attack("GBR", region="east_asia").of("seato-art-4-1")
    assert found is not None
    assert found.result == "not_engaged"


def test_unanimity_of_those_present() -> None:
    assert adopted("1965-05-03", "seato-unanimity", absent="FRA")
    assert adopted("1965-05-03", "seato-unanimity", objects="FRA") is False
    assert adopted("1965-05-03", "seato-designation", absent="FRA") is False
