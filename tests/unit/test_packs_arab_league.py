"""The Arab League pack: nothing of the material is lost, and its law does what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from foedus.dates import Date
from foedus.record.cases import Situation
from tests.unit.regional_material import attacked, count, irregular, lost, states

DAY = "1990-08-10"
ATTACK = Situation(kind="interstate_attack", target="KWT", initiators=("IRQ",), begins=Date.parse("1990-08-02"))


def test_nothing_is_lost(shared: Path) -> None:
    assert lost("arab-league", shared) == []


@pytest.mark.parametrize(
    ("day", "members"),
    [
        ("1945-05-09", 0),  # signed and not yet in force
        ("1945-05-10", 7),
        ("1953-03-28", 8),
        ("1956-01-19", 9),
        ("1958-10-01", 10),  # without Syria, in a union with Egypt
        ("1961-07-20", 11),
        ("1962-08-16", 13),
        ("1967-12-12", 14),
        ("1971-09-29", 17),
        ("1977-09-04", 22),
        ("1990-08-10", 21),
        ("1993-11-20", 22),
        ("2025-01-01", 22),
    ],
)
def test_members(day: str, members: int) -> None:
    assert len(states("arab-league", day)) == members


@pytest.mark.parametrize(
    ("state", "out", "back"),
    [
        ("EGY", "1979-03-31", "1989-05-23"),
        ("LBY", "2011-02-22", "2011-08-27"),
        ("SYR", "2011-11-16", "2023-05-07"),
    ],
)
def test_who_is_suspended_stays_a_member_and_has_no_vote(state: str, out: str, back: str) -> None:
    for day, votes in ((out, False), (back, True)):
        assert state in states("arab-league", day)
        decided = count("arab-league", day, "al-council-unanimity", {state: "objects"})
        assert (state in decided.ballot.voters) is votes


def everybody(day: str = DAY) -> dict[str, Any]:
    return dict.fromkeys(states("arab-league", day), "supports")


def test_against_an_aggressor_all_but_it_must_agree() -> None:
    against = everybody() | {"IRQ": "objects"}
    agreed = count("arab-league", DAY, "al-council-aggression", against, situation=ATTACK)
    assert agreed.adopted is True
    assert agreed.not_entitled == ("IRQ",)
    assert "KWT" in agreed.ballot.voters
    for stance in ("objects", "abstains", "absent"):
        short = count("arab-league", DAY, "al-council-aggression", against | {"TUN": stance}, situation=ATTACK)
        assert short.adopted is False


def test_two_thirds_of_the_contracting_states_bind_all_under_the_treaty_of_1950() -> None:
    against: dict[str, Any] = everybody() | dict.fromkeys(("DZA", "IRQ", "JOR", "LBY", "MRT", "PSE"), "objects")
    enough = count("arab-league", DAY, "al-jdc-two-thirds", against | {"YEM": "objects"}, situation=ATTACK)
    assert enough.adopted is True
    assert len(enough.binds) == 21
    short = against | dict.fromkeys(("YEM", "SDN"), "objects")
    assert count("arab-league", DAY, "al-jdc-two-thirds", short, situation=ATTACK).adopted is False


def test_without_unanimity_a_decision_binds_those_that_accept_it() -> None:
    whole = count("arab-league", DAY, "al-council-unanimity", everybody())
    assert len(whole.binds) == 21
    part = count("arab-league", DAY, "al-council-unanimity", everybody() | {"IRQ": "objects", "TUN": "absent"})
    assert part.adopted is True
    assert set(whole.binds) - set(part.binds) == {"IRQ", "TUN"}
    some: dict[str, Any] = dict.fromkeys(states("arab-league", DAY)[:10], "supports")
    assert count("arab-league", DAY, "al-council-unanimity", some).adopted is False


def test_separation_needs_all_others() -> None:
    others = everybody("2011-11-12") | {"SYR": "objects"}
    put_out = count("arab-league", "2011-11-12", "al-separation", others, concerned=("SYR",))
    assert put_out.adopted is True
    others["LBN"] = "objects"
    assert count("arab-league", "2011-11-12", "al-separation", others, concerned=("SYR",)).adopted is False


def test_the_pact_leaves_it_to_the_council_and_the_treaty_to_each_state() -> None:
    advice = attacked("arab-league", "1990-08-02", "KWT", "IRQ")
    pact, treaty = advice.of("al-pact-1945-art-6"), advice.of("al-jdect-1950-art-2")
    assert pact is not None
    assert pact.owed is not None
    assert (pact.result, pact.owed.obligation, pact.owed.discretion) == ("engaged", "discretionary", "organ")
    assert treaty is not None
    assert treaty.owed is not None
    assert (treaty.owed.obligation, treaty.owed.discretion) == ("mandatory", "each_member")
    assert "IRQ" not in treaty.owed.by


def test_before_1952_the_pact_stands_alone() -> None:
    found = attacked("arab-league", "1948-05-15", "EGY", "GBR").findings
    assert {one.provision.article for one in found} == {"al-pact-1945-art-6", "al-pact-1945-art-6-force"}


def test_what_the_engine_finds_against_the_rules() -> None:
    assert irregular("arab-league") == {
        ("al-iran-2026", "invoke", "EGY", "not_the_target"),
        ("al-joint-force-2015", "invoke", "EGY", "not_engaged"),
        ("al-joint-force-2015", "invoke", "YEM", "not_engaged"),
        ("al-kuwait-1961", "invoke", "KWT", "not_a_member"),
        ("al-kuwait-1990", "invoke", "SAU", "not_the_target"),
        ("al-kuwait-1990", "declare", "IRQ", "not_entitled"),
        ("al-kuwait-1990", "decide", "al-council", "not_adopted"),
        ("al-lebanon-1976-june", "decide", "al-council", "no_provision"),
        ("al-lebanon-1976-october", "decide", "al-council", "no_provision"),
        ("al-lebanon-1982", "invoke", "PSE", "not_the_target"),
        ("al-libya-2015", "invoke", "LBY", "not_engaged"),
    }
