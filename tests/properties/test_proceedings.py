"""Laws of the engine: what it lists it takes, no act changes a case, and the same acts give the same bytes."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from foedus.dates import Date, DateError
from foedus.proceedings.acts import Act, ActError, Convene, Decide, Declare, Invoke, Propose, act_from
from foedus.proceedings.case import Case, canonical, replayed
from foedus.proceedings.docket import DocketError, verify, written
from foedus.proceedings.reasons import OutOfOrder
from foedus.record.cases import Stance
from tests.properties.strategies_proceedings import (
    ACTORS,
    CSTO,
    DAYS,
    JSON,
    MEMBERS,
    acts,
    almost_acts,
    cases,
    crises,
    dockets,
)

ROOT = Path(__file__).resolve().parents[2]


def shown(case: Case) -> bytes:
    """Everything that a case holds, in one string of bytes."""
    return canonical(written(case)) + repr(case.state).encode()


@given(dockets() | crises(), st.sampled_from(ACTORS), st.none() | st.sampled_from(DAYS))
def test_an_option_is_in_order_exactly_when_the_engine_takes_it(case: Case, actor: str, at: Date | None) -> None:
    options = case.acts_in_order(actor, at)
    assert options
    for option in options:
        if option.in_order:
            after = case.apply(option.act)
            assert after.entries[-1].basis == option.basis
            assert option.refusal is None
        else:
            with pytest.raises(OutOfOrder) as refused:
                case.apply(option.act)
            assert refused.value.refusal == option.refusal
    flags = [option.in_order for option in options]
    assert flags == sorted(flags, reverse=True)


@given(dockets() | crises(), acts())
def test_an_act_changes_no_case(case: Case, act: Act) -> None:
    before = shown(case)
    with contextlib.suppress(OutOfOrder):
        case.apply(act)
    case.keep(act)
    case.acts_in_order(act.actor)
    case.explain()
    assert shown(case) == before


@given(cases(), st.lists(acts(), max_size=6))
def test_history_is_always_kept_and_told(case: Case, told: list[Act]) -> None:
    after = replayed(case, told)
    assert [entry.act for entry in after.entries] == told
    for entry in after.entries:
        assert entry.in_order is (entry.refusal is None)
        assert not (case.complete and entry.gaps)
    assert after.explain() or after.situation is None


@given(dockets() | crises(), acts())
def test_an_act_in_order_is_kept_as_it_is_applied(case: Case, act: Act) -> None:
    refusal = case.refusal(act)
    kept = case.keep(act)
    assert kept.entries[-1].refusal == refusal
    if refusal is None:
        assert shown(case.apply(act)) == shown(kept)


@given(dockets() | crises())
def test_a_docket_holds_when_written_and_read_again(case: Case) -> None:
    docket = json.loads(json.dumps(written(case)))
    found = verify(docket, CSTO)
    assert found.holds, found.why
    assert found.hash == case.hash == docket["hash"]


FIELDS = ("actor", "at", "note", "sources", "in_order", "basis", "act", "n", "content", "hash")


@given(dockets().filter(lambda case: bool(case.entries)), st.data())
def test_any_change_of_an_act_is_found_and_its_place_named(case: Case, data: st.DataObject) -> None:
    docket: dict[str, Any] = json.loads(json.dumps(written(case)))
    n = data.draw(st.integers(1, len(docket["acts"])))
    key = data.draw(st.sampled_from(FIELDS))
    value = data.draw(JSON)
    act = docket["acts"][n - 1]
    assume(json.dumps(act.get(key, None), sort_keys=True) != json.dumps(value, sort_keys=True))
    assume(not (key == "content" and value == {} and key not in act))
    act[key] = value
    assert named_by(docket) == n


def named_by(docket: dict[str, Any]) -> int | None:
    """The act that a check of a docket names: one that comes out otherwise, or one that cannot be read at all."""
    try:
        found = verify(docket, CSTO)
    except DocketError as error:
        return int(str(error).split()[1])
    assert not found.holds
    return found.first_difference


@given(cases(), st.lists(acts(), min_size=1, max_size=4), st.data())
def test_another_act_gives_another_hash(case: Case, told: list[Act], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(told) - 1))
    other = data.draw(acts())
    assume(other.plain() != told[place].plain())
    changed = [*told[:place], other, *told[place + 1 :]]
    assert replayed(case, told).hash != replayed(case, changed).hash


@given(acts())
def test_an_act_written_and_read_again_is_the_same(act: Act) -> None:
    again = act_from(json.loads(json.dumps(act.plain())))
    assert again == act or again.plain() == act.plain()


@given(JSON | almost_acts())
def test_what_is_no_act_is_refused_in_words(plain: Any) -> None:
    try:
        act = act_from(plain)
    except (ActError, DateError):
        return
    assert act_from(json.loads(canonical(act.plain()))).plain() == act.plain()


@given(
    st.dictionaries(st.sampled_from(MEMBERS), st.sampled_from(["supports", "accepts", "objects", "absent"])),
    st.data(),
)
def test_the_order_of_stances_changes_nothing(stances: dict[str, Stance], data: st.DataObject) -> None:
    at = Date.parse("2022-01-05")
    coded = CSTO.case("csto-kazakhstan-2022")
    assert coded is not None
    before = replayed(
        Case.open(CSTO, "order", coded.situation),
        (
            Act(actor="KAZ", at=at, content=Invoke(asks_for=("peacekeepers",))),
            Act(actor="ARM", at=at, content=Convene(organ="csc", format="extraordinary")),
            Act(
                actor="csc",
                at=at,
                content=Propose(organ="csc", matter="use_of_force", measure="collective_military_action"),
            ),
        ),
    )
    told = [Act(actor=state, at=at, content=Declare(stance=stance, on=3)) for state, stance in stances.items()]
    decide = Decide(organ="csc", matter="use_of_force", measure="collective_military_action", on=3)
    act = Act(actor="csc", at=at, content=decide)
    other = data.draw(st.permutations(told))
    one, two = replayed(before, told), replayed(before, other)
    assert one.refusal(act) == two.refusal(act)
    assert one.keep(act).state == two.keep(act).state
    assert (one.refusal(act) is None) is ("objects" not in stances.values())


# --- the same bytes in another process ---

PROGRAM = """
import json, sys
from foedus.proceedings.acts import act_from
from foedus.proceedings.case import Case, canonical
from foedus.proceedings.docket import opened, written
from foedus.record.view import organisation

for line in sys.stdin:
    docket = json.loads(line)
    case = opened(docket, organisation("csto"))
    for plain in docket["acts"]:
        case = case.keep(act_from({key: plain[key] for key in plain if key in ("act", "actor", "at", "content",
                                                                              "sources", "note")}))
    print(case.hash, hash("seed") % 1000)
    print(json.dumps(written(case)))
    print(json.dumps([[option.act.plain(), option.in_order] for option in case.acts_in_order("KAZ")]))
    print(json.dumps(case.explain()))
"""


def elsewhere(dockets_written: str, seed: str) -> list[str]:
    """What a second process makes of dockets, with another seed for the hashes of text."""
    command = [sys.executable, "-c", PROGRAM]
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    run = subprocess.run(
        command, input=dockets_written, env=environment, capture_output=True, text=True, check=True, cwd=ROOT
    )
    return run.stdout.splitlines()


def test_the_same_bytes_in_other_processes() -> None:
    """Every case of history, and the changes of a treaty, through two processes with other hash seeds."""
    golden = sorted((ROOT / "tests" / "corpus" / "dockets").glob("*.json"))
    dockets_written = "".join(json.dumps(json.loads(path.read_text(encoding="utf-8"))) + "\n" for path in golden)
    signed = Case.open(CSTO, "signed", None)
    for state in MEMBERS:
        for plain in ({"act": "sign"}, {"act": "ratify"}):
            content = {"treaty": "cst-protocol-1999"}
            signed = signed.keep(act_from({**plain, "actor": state, "at": "1999-04-02", "content": content}))
    dockets_written += json.dumps(written(signed)) + "\n"
    one, two = elsewhere(dockets_written, "1"), elsewhere(dockets_written, "2")
    assert len(one) == 4 * (len(golden) + 1)
    seeds = {line.split()[1] for line in (*one[::4], *two[::4])}
    assert len(seeds) == 2, "both processes had the same seed"
    assert [line.split()[0] for line in one[::4]] == [line.split()[0] for line in two[::4]]
    for part in (1, 2, 3):
        assert one[part::4] == two[part::4]
    hashes = [json.loads(path.read_text(encoding="utf-8"))["hash"] for path in golden]
    assert [line.split()[0] for line in one[::4]] == [*hashes, signed.hash]


def test_every_order_of_three_signatures_brings_the_same() -> None:
    """Instruments enter into force alike, whoever signs first."""
    found = set()
    for order in permutations(("KAZ", "RUS", "TJK")):
        case = Case.open(CSTO, "order", None)
        for state in order:
            content = {"treaty": "csc-joint-statements-2014"}
            act = act_from({"act": "sign", "actor": state, "at": "2014-12-23", "content": content})
            case = case.apply(act)
        found.add((case.state.change.signed, tuple(case.state.change.in_force)))
    assert len(found) == 1
