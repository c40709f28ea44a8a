"""The GCC pack: nothing of the material is lost, and its law does what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.unit.regional_material import attacked, count, irregular, lost, states

SIX = ("ARE", "BHR", "KWT", "OMN", "QAT", "SAU")
DAY = "2025-09-18"


def test_nothing_is_lost(shared: Path) -> None:
    assert lost("gcc", shared) == []


def test_members() -> None:
    assert tuple(states("gcc", "1981-05-25")) == tuple(states("gcc", "2020-01-01")) == SIX


def vote(**stances: Any) -> Any:
    given: dict[str, Any] = dict.fromkeys(SIX, "supports")
    return count("gcc", DAY, "gcc-unanimity", given | stances)


def test_four_of_six_make_a_quorum_and_decide_without_the_others() -> None:
    assert vote(OMN="absent", QAT="absent").adopted is True
    missing = vote(OMN="absent", QAT="absent", KWT="absent")
    assert missing.quorum is False
    assert missing.adopted is False


def test_who_votes_must_agree_and_who_abstains_does_not_vote() -> None:
    assert vote(OMN="abstains").adopted is True
    assert vote(OMN="objects").adopted is False
    assert vote(**dict.fromkeys(SIX, "abstains")).adopted is False


def test_on_procedure_more_than_half_of_the_members() -> None:
    given: dict[str, Any] = dict.fromkeys(SIX[:4], "supports") | dict.fromkeys(SIX[4:], "objects")
    assert count("gcc", DAY, "gcc-procedure", given).adopted is True
    assert count("gcc", DAY, "gcc-procedure", given | {"OMN": "abstains"}).adopted is False


def test_before_the_agreement_of_2000_nothing_is_owed() -> None:
    assert attacked("gcc", "1990-08-02", "KWT", "IRQ").findings == ()


def test_since_then_help_is_owed_as_far_as_the_agreement_is_in_force() -> None:
    found = attacked("gcc", "2025-09-09", "QAT", "ISR").of("gcc-jda-2000-art-2")
    assert found is not None
    assert found.result == "arguable"
    assert [one.test for one in found.tests if one.answer == "contested"] == ["in_force"]
    assert found.owed is not None
    assert found.owed.obligation == "mandatory"
    assert found.owed.by == ("ARE", "BHR", "KWT", "OMN", "SAU")


def test_what_the_engine_finds_against_the_rules() -> None:
    assert irregular("gcc") == {
        ("gcc-kuwait-1987", "invoke", "KWT", "not_engaged"),
        ("gcc-kuwait-1994", "invoke", "KWT", "not_engaged"),
        ("gcc-kuwait-1994", "propose", "gcc-ministerial", "no_competence"),
        ("gcc-kuwait-1994", "decide", "gcc-ministerial", "no_competence"),
    }
