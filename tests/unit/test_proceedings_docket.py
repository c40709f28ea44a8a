"""Dockets: the chain of hashes, what a check of it finds, and what is no docket at all."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from foedus.dates import Date
from foedus.proceedings.acts import Act, Convene, Declare, Freeze, Invoke
from foedus.proceedings.case import FORMAT, Case, canonical, replayed
from foedus.proceedings.docket import DocketError, verify, written
from foedus.record.view import Organisation, organisation


@pytest.fixture(scope="module")
def csto() -> Organisation:
    return organisation("csto")


def made(csto: Organisation) -> Case:
    """A docket with an act that is out of order in its midst."""
    coded = csto.case("csto-kazakhstan-2022")
    assert coded is not None
    case = Case.open(csto, "made", coded.situation)
    at = Date.parse("2022-01-05")
    return replayed(
        case,
        (
            Act(actor="KAZ", at=at, content=Invoke(asks_for=("peacekeepers",)), sources=("a",), note="by letter"),
            Act(actor="USA", at=at, content=Declare(stance="objects")),
            Act(actor="ARM", at=at, content=Convene(organ="csc", format="extraordinary")),
        ),
    )


def plain(csto: Organisation) -> dict[str, Any]:
    return json.loads(json.dumps(written(made(csto))))  # type: ignore[no-any-return]  # JSON is what it is


def test_a_docket_written_and_read_again_holds(csto: Organisation) -> None:
    found = verify(plain(csto), csto)
    assert found.holds
    assert (found.first_difference, found.hash) == (None, made(csto).hash)
    assert found.why == "all 3 acts come out as written"


def test_an_empty_docket_holds(csto: Organisation) -> None:
    assert verify(written(Case.open(csto, "empty", None)), csto).holds


def test_seats_are_part_of_the_docket(csto: Organisation) -> None:
    seated = Case.open(csto, "x", None, seats=("ARM", "KAZ"))
    assert written(seated)["seats"] == ["ARM", "KAZ"]
    assert verify(written(seated), csto).holds
    assert seated.hash != Case.open(csto, "x", None).hash


def test_the_first_link_is_the_head(csto: Organisation) -> None:
    one, other = Case.open(csto, "one", None), Case.open(csto, "other", None)
    assert one.hash != other.hash
    assert one.hash != Case.open(csto, "one", None, complete=False).hash


def test_the_hash_is_over_canonical_json() -> None:
    assert canonical({"b": [1, None], "a": "ü"}) == '{"a":"ü","b":[1,null]}'.encode()
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical(float("nan"))


@pytest.mark.parametrize(
    ("n", "key", "value"),
    [
        (1, "actor", "RUS"),
        (1, "at", "2022-01-06"),
        (1, "note", "by telephone"),
        (1, "sources", ["b"]),
        (1, "basis", []),
        (1, "content", {"asks_for": ["troops"]}),
        (2, "in_order", True),
        (2, "irregular", {"reason": "not_a_member", "rule": "", "why": "otherwise"}),
        (2, "n", 7),
        (3, "unheard", "of"),
    ],
)
def test_what_was_changed_is_named(csto: Organisation, n: int, key: str, value: object) -> None:
    docket = plain(csto)
    docket["acts"][n - 1][key] = value
    found = verify(docket, csto)
    assert not found.holds
    assert found.first_difference == n
    otherwise, unlinked = f"act {n} comes out otherwise", f"the hash of act {n} is not that"
    assert found.why.startswith((otherwise, unlinked))


def test_a_link_that_was_changed(csto: Organisation) -> None:
    docket = plain(csto)
    docket["acts"][1]["hash"] = "0" * 64
    found = verify(docket, csto)
    assert (found.holds, found.first_difference) == (False, 2)
    assert found.why == "the hash of act 2 is not that of its content"


def test_an_act_that_was_taken_out(csto: Organisation) -> None:
    docket = plain(csto)
    del docket["acts"][0]
    assert verify(docket, csto).first_difference == 1


def test_the_last_act_taken_away(csto: Organisation) -> None:
    docket = plain(csto)
    del docket["acts"][-1]
    found = verify(docket, csto)
    assert (found.holds, found.first_difference) == (False, None)
    assert found.why == "the last hash is not that of the docket"


def test_a_head_that_was_changed(csto: Organisation) -> None:
    docket = plain(csto)
    docket["situation"]["kind"] = "coup"
    assert verify(docket, csto).first_difference == 1


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"format": "foedus-docket/2"}, f"the format is 'foedus-docket/2', not {FORMAT!r}"),
        ({"organisation": "league"}, "the docket is of 'league', not of 'csto'"),
        ({"case": None}, "a docket names its case and says whether it is complete"),
        ({"complete": "yes"}, "a docket names its case and says whether it is complete"),
        ({"acts": {}}, "a docket has a list of acts"),
        ({"acts": [{"act": "dance"}]}, "act 1 cannot be read: 'dance' is no kind of act"),
        ({"acts": [7]}, "act 1 cannot be read: an act is a mapping, not 7"),
        ({"acts": [{"act": "freeze", "actor": "ARM", "at": "soon"}]}, "act 1 cannot be read: soon: "),
        ({"situation": {"kind": "picnic"}}, "the situation cannot be read: "),
        ({"seats": "ARM"}, "the seats of a docket are a list of states"),
        ({"seats": [7]}, "the seats of a docket are a list of states"),
    ],
)
def test_what_is_no_docket(csto: Organisation, changed: dict[str, Any], why: str) -> None:
    with pytest.raises(DocketError) as refused:
        verify({**plain(csto), **changed}, csto)
    assert str(refused.value).startswith(why)


def test_an_act_changes_no_case(csto: Organisation) -> None:
    case = made(csto)
    before = copy.deepcopy(written(case))
    case.keep(Act(actor="ARM", at=None, content=Freeze()))
    case.apply(Act(actor="ARM", at=None, content=Convene(organ="csc", format="extraordinary")))
    assert written(case) == before


def test_true_is_not_one(csto: Organisation) -> None:
    docket = plain(csto)
    docket["acts"][0]["n"] = True
    found = verify(docket, csto)
    assert not found.holds
    assert found.first_difference == 1
