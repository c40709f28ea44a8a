"""The SCO pack: nothing of the material is lost, and its law does what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.unit.regional_material import attacked, count, lost, pack, states


def test_nothing_is_lost(shared: Path) -> None:
    assert lost("sco", shared) == []


@pytest.mark.parametrize(
    ("day", "members"),
    [
        ("2001-06-15", 6),
        ("2017-06-08", 6),
        ("2017-06-09", 8),
        ("2023-07-03", 8),
        ("2023-07-04", 9),
        ("2024-07-04", 10),
    ],
)
def test_members(day: str, members: int) -> None:
    assert len(states("sco", day)) == members


def test_no_help_is_owed_whoever_attacks() -> None:
    for initiator in ("IND", "USA"):
        advice = attacked("sco", "2025-05-07", "PAK", initiator)
        assert not [one for one in advice.findings if one.provision.subject == "mutual_defence"]
        (found,) = advice.findings
        assert found.provision.subject == "consultation"
        assert found.result == "engaged"
        assert found.owed is not None
        assert found.owed.content == ("consultation",)
        assert advice.forces == ()


def test_before_the_treaty_of_2007_was_in_force_not_even_talks_are() -> None:
    advice = attacked("sco", "2010-01-01", "KGZ", "USA")
    assert advice.findings == ()
    assert advice.bound == ()


def test_that_a_duty_to_help_was_looked_for_is_on_record() -> None:
    (found,) = pack("sco").all("organisation")[0].not_found
    assert found.id == "sco-no-mutual-defence"


def test_the_state_concerned_does_not_vote_on_its_suspension() -> None:
    others: dict[str, Any] = dict.fromkeys(states("sco", "2025-01-01"), "supports")
    stances = others | {"IRN": "objects"}
    assert count("sco", "2025-01-01", "sco-consensus", stances).adopted is False
    decided = count("sco", "2025-01-01", "sco-suspension", stances, concerned=("IRN",))
    assert decided.adopted is True
    assert decided.not_entitled == ("IRN",)
