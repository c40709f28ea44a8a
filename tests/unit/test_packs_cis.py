"""The CIS pack: nothing of the material is lost, and its law does what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.unit.regional_material import attacked, count, irregular, lost, states

DAY = "1996-01-19"


def test_nothing_is_lost(shared: Path) -> None:
    assert lost("cis", shared, moved={"cis-transnistria-1992"}) == []


@pytest.mark.parametrize(
    ("day", "members"),
    [
        ("1991-12-20", 2),
        ("1991-12-21", 7),
        ("1993-12-03", 9),
        ("1994-04-08", 10),
        ("2009-08-17", 10),
        ("2009-08-18", 9),
    ],
)
def test_members(day: str, members: int) -> None:
    assert len(states("cis", day)) == members
    assert ("GEO" in states("cis", day)) is ("1993-12-03" <= day < "2009-08-18")


def test_who_is_not_interested_neither_blocks_nor_is_bound() -> None:
    others: dict[str, Any] = dict.fromkeys(states("cis", DAY), "supports")
    aside = count("cis", DAY, "cis-consensus", others | {"BLR": "abstains_declared"})
    assert aside.adopted is True
    assert "BLR" not in aside.binds
    assert aside.stood_aside == ("BLR",)
    assert count("cis", DAY, "cis-consensus", others | {"BLR": "objects"}).adopted is False


def test_who_is_absent_does_not_block_either() -> None:
    others: dict[str, Any] = dict.fromkeys(states("cis", DAY), "supports")
    decided = count("cis", DAY, "cis-consensus", others | {"BLR": "absent"})
    assert decided.adopted is True
    assert "BLR" not in decided.binds


def test_an_attack_of_a_member_engages_talks_and_leaves_help_open() -> None:
    advice = attacked("cis", "2008-08-08", "GEO", "RUS")
    talks = advice.of("cis-charter-1993-art-12-consultation")
    help_ = advice.of("cis-charter-1993-art-12")
    assert talks is not None
    assert help_ is not None
    assert talks.result == "engaged"
    assert help_.result == "arguable"
    assert help_.owed is not None
    assert help_.owed.obligation == "discretionary"
    assert "MDA" in help_.owed.reserving


def test_what_the_engine_finds_against_the_rules() -> None:
    assert irregular("cis") == {
        ("cis-transnistria-1992", "invoke", "MDA", "not_engaged"),
        ("cis-transnistria-1992", "decide", "cis-chs", "no_provision"),
    }
