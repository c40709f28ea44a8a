"""Golden dockets: every case of history comes out of the engine as it did, byte for byte, and its chain holds.

`python -m tests.corpus.renew` writes them anew.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from foedus.proceedings.docket import verify
from foedus.record.view import organisation
from tests.corpus.renew import DOCKETS, golden

FILES = sorted(DOCKETS.glob("*.json"))


@pytest.fixture(scope="module")
def wanted() -> dict[str, str]:
    return golden()


def read(name: str) -> dict[str, Any]:
    docket = json.loads((DOCKETS / f"{name}.json").read_text(encoding="utf-8"))
    assert isinstance(docket, dict)
    return docket


def test_every_case_has_a_docket_and_every_docket_a_case(wanted: dict[str, str]) -> None:
    assert [path.name for path in FILES] == sorted(wanted)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_same_bytes(path: Any, wanted: dict[str, str]) -> None:
    """If the change is meant: renew the dockets, and look at what became another."""
    assert path.read_bytes() == wanted[path.name].encode()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_chain_holds(path: Any) -> None:
    docket = read(path.stem)
    found = verify(docket, organisation(docket["organisation"]))
    assert found.holds, found.why
    assert found.hash == docket["hash"]


def test_one_act_of_history_was_against_the_rules() -> None:
    """What more history did against the rules would be seen here first."""
    broken = [
        (path.stem, act["n"], act["irregular"]["reason"])
        for path in FILES
        for act in read(path.stem)["acts"]
        if not act["in_order"]
    ]
    assert broken == [("csto-armenia-2021-may", 4, "no_competence")]


def test_nothing_is_invented() -> None:
    """Every act names its sources; every day, figure and stance of a docket is in the coded case."""
    for path in FILES:
        docket = read(path.stem)
        coded = organisation(docket["organisation"]).case(path.stem)
        assert coded is not None
        said = repr(coded)
        for act in docket["acts"]:
            assert act["sources"], path.stem
            assert act["at"] is None or f"Date('{act['at']}')" in said, (path.stem, act)
            content = act.get("content", {})
            figure = content.get("personnel")
            assert (
                figure is None
                or f"personnel={figure}" in said
                or f"personnel_total={figure}" in said
                or f"'{figure}'" in said
            )
            if act["act"] == "declare":
                assert f"state='{act['actor']}', stance='{content['stance']}'" in said
