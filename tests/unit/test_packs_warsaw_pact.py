"""The Warsaw Pact: Europe only, each member by itself; Albania, Hungary, the GDR and the end."""

from __future__ import annotations

from typing import Any

import pytest

from foedus.dates import Date
from foedus.drivers.history import replay
from foedus.law.advice import Advice, advise
from foedus.law.findings import Circumstances
from foedus.proceedings.acts import Act, GiveNotice
from foedus.proceedings.case import Case
from foedus.proceedings.reasons import Reason
from foedus.record.cases import Situation
from foedus.record.view import organisation

PACT = organisation("warsaw-pact")
EIGHT = ["ALB", "BGR", "CSK", "DDR", "HUN", "POL", "ROU", "SUN"]


def attack(target: str, region: str = "europe", initiator: str = "USA", **keys: Any) -> Advice:
    begins = Date.parse("1970-01-01")
    situation = Situation(
        kind="interstate_attack", target=target, initiators=(initiator,), begins=begins, territory="recognised",
        region=region, **keys,  # type: ignore[arg-type]  # a region by name
    )  # fmt: skip
    return advise(PACT.on("1970-01-01"), Circumstances(situation=situation))


@pytest.mark.parametrize(
    ("day", "gone"),
    [
        ("1955-06-05", ""),
        ("1968-09-12", ""),
        ("1968-09-13", "ALB"),
        ("1990-10-02", "ALB"),
        ("1990-10-03", "ALB DDR"),
        ("1991-06-30", "ALB DDR"),
    ],
)
def test_members(day: str, gone: str) -> None:
    assert [one.state for one in PACT.on(day).members] == [code for code in EIGHT if code not in gone.split()]


def test_not_before_and_not_after() -> None:
    assert PACT.on("1955-06-04").members == ()
    assert PACT.on("1991-07-01").members == ()
    assert not PACT.on("1991-07-01").exists.possible


def test_albania_stays_away_from_1961_and_is_out_in_1968() -> None:
    flags = {day: getattr(PACT.on(day).member("ALB"), "flags", None) for day in ("1961-01-01", "1965-01-01")}
    assert flags["1961-01-01"] is not None
    assert "frozen" not in flags["1961-01-01"]
    assert "frozen" in (flags["1965-01-01"] or ())


@pytest.mark.parametrize(("state", "day"), [("HUN", "1956-11-01"), ("ALB", "1968-09-12")])
def test_nobody_could_leave_before_the_twenty_years_were_over(state: str, day: str) -> None:
    leaving = Act(actor=state, at=Date.parse(day), content=GiveNotice())
    refused = Case.open(PACT, "leaving", None).refusal(leaving)
    assert refused is not None
    assert (refused.reason, refused.rule) == (Reason.TOO_EARLY, "wp-art-11-withdrawal")


def test_hungary_declared_itself_out_and_was_not() -> None:
    case = PACT.case("wp-hungary-1956-november")
    assert case is not None
    told = [one for one in replay(PACT, case).case.entries if one.act.kind == "give_notice"]
    assert [one.refusal.reason for one in told if one.refusal] == [Reason.TOO_EARLY]
    assert PACT.on("1956-11-03").member("HUN") is not None


def test_each_member_by_itself_and_at_once() -> None:
    advice = attack("DDR")
    assert advice.decides is None
    assert [one.rule.id for one in advice.alone] == ["wp-art4"]
    assert [one.state for one in advice.bound] == ["BGR", "CSK", "HUN", "POL", "ROU", "SUN"]


def test_soviet_asia_lies_outside() -> None:
    found, consult = (attack("SUN", "north_asia", "CHN").of(name) for name in ("wp-art-4", "wp-art-3"))
    assert found is not None
    assert consult is not None
    assert (found.result, consult.result) == ("not_engaged", "engaged")


def test_an_attack_by_members_is_left_open_and_the_attackers_owe_no_help() -> None:
    case = PACT.case("wp-czechoslovakia-1968")
    assert case is not None
    found = advise(PACT.on("1968-08-20"), Circumstances(situation=case.situation)).of("wp-art-4")
    assert found is not None
    assert found.owed is not None
    assert (found.result, found.owed.by) == ("arguable", ("ALB", "ROU"))


def test_a_feared_attack_is_for_consultation() -> None:
    case = PACT.case("wp-romania-1968")
    assert case is not None
    advice = advise(PACT.on("1968-08-21"), Circumstances(situation=case.situation))
    results = {one.provision.id: one.result for one in advice.findings}
    assert results == {"wp-art-3": "engaged", "wp-art-4": "not_engaged"}
    assert advice.decides is not None
    assert advice.decides.organ == "pcc"
