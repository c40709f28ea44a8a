"""ANZUS: each party by its own processes, no organ decides; New Zealand and the United States since 1986."""

from __future__ import annotations

import pytest

from foedus.dates import Date
from foedus.law.advice import Advice, advise
from foedus.law.findings import Circumstances
from foedus.record.cases import Situation
from foedus.record.view import organisation

ANZUS = organisation("anzus")


def attack(target: str, day: str, region: str = "south_pacific") -> Advice:
    situation = Situation(
        kind="interstate_attack",
        target=target,
        initiators=("IDN",),
        begins=Date.parse(day),
        region=region,  # type: ignore[arg-type]  # a region by name
        territory="recognised",
    )
    return advise(ANZUS.on(day), Circumstances(situation=situation))


def helpers(advice: Advice) -> list[str]:
    found = advice.of("anzus-art-4")
    assert found is not None
    assert found.owed is not None
    return list(found.owed.by)


def test_three_parties_since_1952() -> None:
    assert ANZUS.on("1952-04-28").members == ()
    for day in ("1952-04-29", "1986-08-12", "2025-01-01"):
        assert [one.state for one in ANZUS.on(day).members] == ["AUS", "NZL", "USA"]


def test_no_organ_decides_and_nobody_can_block() -> None:
    advice = attack("AUS", "1964-01-01")
    assert advice.decides is None
    assert advice.can_block == ()
    assert [(one.provision, one.rule.kind, one.how) for one in advice.alone] == [
        ("anzus-art-4", "alone", "engaged")
    ]
    assert helpers(advice) == ["NZL", "USA"]


@pytest.mark.parametrize(
    ("target", "before", "after"),
    [("NZL", ["AUS", "USA"], ["AUS"]), ("USA", ["AUS", "NZL"], ["AUS"]), ("AUS", ["NZL", "USA"], ["NZL", "USA"])],
)
def test_nothing_is_owed_between_new_zealand_and_the_united_states_since_1986(
    target: str, before: list[str], after: list[str]
) -> None:
    assert helpers(attack(target, "1986-08-10")) == before
    assert helpers(attack(target, "1986-08-11")) == after


def test_new_zealand_keeps_its_membership_and_its_vote() -> None:
    member = ANZUS.on("1990-01-01").member("NZL")
    assert member is not None
    assert (member.votes, member.flags, member.rests_towards) == (True, ("suspended",), ("USA",))


@pytest.mark.parametrize(
    ("region", "result"),
    [
        ("south_pacific", "engaged"),
        ("north_america", "engaged"),
        ("southeast_asia", "arguable"),
        ("europe", "not_engaged"),
    ],
)
def test_the_pacific_and_the_metropolitan_land(region: str, result: str) -> None:
    found = attack("USA", "1970-01-01", region).of("anzus-art-4")
    assert found is not None
    assert found.result == result


def test_no_power_of_suspension_is_in_the_text() -> None:
    law = ANZUS.on("1990-01-01").law("suspension")
    assert [(one.ref, one.terms.decided_by) for one in law] == [("no article", None)]  # type: ignore[union-attr]  # the subject sets the terms


def test_2001_binds_australia_alone() -> None:
    case = ANZUS.case("anzus-usa-2001")
    assert case is not None
    advice = advise(ANZUS.on("2001-09-14"), Circumstances(situation=case.situation))
    assert [one.state for one in advice.bound] == ["AUS"]
