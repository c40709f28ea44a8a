"""The GUAM pack: nothing of the material is lost, and its law does what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.unit.regional_material import attacked, count, lost, states


def test_nothing_is_lost(shared: Path) -> None:
    assert lost("guam", shared) == []


def test_uzbekistan_was_in_for_a_time() -> None:
    assert states("guam", "1998-01-01") == ["AZE", "GEO", "MDA", "UKR"]
    assert states("guam", "2001-01-01") == ["AZE", "GEO", "MDA", "UKR", "UZB"]
    assert states("guam", "2006-05-23") == ["AZE", "GEO", "MDA", "UKR"]


def test_nothing_is_owed() -> None:
    advice = attacked("guam", "2014-03-08", "UKR", "RUS")
    assert advice.findings == ()
    assert advice.bound == ()
    assert advice.decides is None


def test_one_objection_blocks_and_an_abstention_does_not() -> None:
    others: dict[str, Any] = dict.fromkeys(("AZE", "GEO", "MDA"), "supports")
    assert count("guam", "2014-03-08", "guam-consensus", others | {"UKR": "objects"}).adopted is False
    assert count("guam", "2014-03-08", "guam-consensus", others | {"UKR": "abstains"}).adopted is True
