"""The OTS pack: nothing of the material is lost, and its law does what it says."""

from __future__ import annotations

from pathlib import Path

from foedus.record.view import organisation
from tests.unit.regional_material import attacked, lost, states


def test_nothing_is_lost(shared: Path) -> None:
    assert lost("ots", shared) == []


def test_members_and_observers() -> None:
    assert states("ots", "2019-10-14") == ["AZE", "KAZ", "KGZ", "TUR"]
    assert states("ots", "2019-10-15") == ["AZE", "KAZ", "KGZ", "TUR", "UZB"]
    rows = organisation("ots").on("2022-01-01").standings
    assert sorted(one.holder for one in rows if one.status == "observer") == ["HUN", "TKM"]


def test_nothing_is_owed() -> None:
    advice = attacked("ots", "2020-09-27", "AZE", "ARM")
    assert advice.findings == ()
    assert advice.bound == ()
