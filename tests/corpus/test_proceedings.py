"""Acts before an organisation, as a lawyer reads them: in order on this basis, or refused for this reason.

Each file in `proceedings/` holds cases. A case names the organisation (csto where it names none), the situation (a
coded case's id, or the facts themselves; none for a docket of the organisation itself), the acts before, and the
act in question; `goes_on_from` takes over another case of the same file with its act. Acts before are in order,
unless they say `out_of_order: "true"`: those are kept as history keeps them.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from foedus.proceedings.acts import KINDS, Act, act_from
from foedus.proceedings.case import Case
from foedus.proceedings.reasons import OutOfOrder, Reason
from foedus.record.cases import Situation
from foedus.record.schema import adapter
from foedus.record.text import document
from foedus.record.view import Organisation, organisation

HERE = Path(__file__).resolve().parent
FICTIONAL = HERE / "packs" / "fictional"
KEYS = {
    "name",
    "organisation",
    "situation",
    "goes_on_from",
    "before",
    "act",
    "in_order",
    "refused",
    "rule",
    "why",
    "says",
}


@cache
def load() -> dict[str, dict[str, Any]]:
    """Every case of every file, by file and name."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted((HERE / "proceedings").glob("*.yaml")):
        read = document(path.name, path.read_text(encoding="utf-8"))
        assert not read.faults, read.faults
        for case in read.tree:
            key = f"{path.stem}: {case['name']}"
            assert key not in found, f"{key} is there twice"
            assert not case.keys() - KEYS, f"{key} has keys that mean nothing: {sorted(case.keys() - KEYS)}"
            assert ("in_order" in case) != ("refused" in case), f"{key} says neither, or both"
            found[key] = case
    return found


def organisation_of(name: str | None) -> Organisation:
    fictional = FICTIONAL / (name or "csto")
    return organisation(str(fictional) if fictional.is_dir() else name or "csto")


def act_of(plain: dict[str, Any]) -> Act:
    """An act as the files write it: day, actor, kind, and whatever that kind carries."""
    rest = {key: value for key, value in plain.items() if key not in ("at", "actor", "act", "out_of_order")}
    return act_from({"act": plain["act"], "actor": plain["actor"], "at": plain.get("at"), "content": rest})


def opened(key: str) -> Case:
    """The case with all that came before the act in question."""
    told = load()[key]
    if "goes_on_from" in told:
        before = f"{key.partition(':')[0]}: {told['goes_on_from']}"
        case = opened(before)
        asked = act_of(load()[before]["act"])
        case = case.apply(asked) if "in_order" in load()[before] else case.keep(asked)
    else:
        whose = organisation_of(told.get("organisation"))
        given = told.get("situation")
        coded = whose.case(given) if isinstance(given, str) else None
        situation = coded.situation if coded else None
        if given is not None and situation is None:
            situation = adapter(Situation).validate_python(given)
        case = Case.open(whose, key, situation)
    for plain in told.get("before", ()):
        act = act_of(plain)
        if plain.get("out_of_order") == "true":
            assert case.refusal(act) is not None, f"{plain} is in order"
            case = case.keep(act)
        else:
            case = case.apply(act)
    return case


def referred(rule: str, whose: Organisation) -> bool:
    """Whether something of that id is in the record, or among what the act itself named."""
    record = whose.record
    known = {one.id for one in (*record.treaties, *record.organs, *record.decision_rules, *record.forces)}
    known |= {one.id for treaty in record.treaties for one in treaty.provisions}
    return rule in known | {one.id for one in record.national_consents}


@pytest.mark.parametrize("key", load())
def test_act(key: str) -> None:
    told = load()[key]
    case, act = opened(key), act_of(told["act"])
    if "in_order" in told:
        after = case.apply(act)
        assert list(after.entries[-1].basis) == told["in_order"]
        assert all(referred(one, case.organisation) for one in after.entries[-1].basis)
    else:
        with pytest.raises(OutOfOrder) as refused:
            case.apply(act)
        assert (refused.value.reason.value, refused.value.provision) == (told["refused"], told.get("rule") or "")
        assert told["why"] == refused.value.refusal.why
    kept = case.keep(act)
    assert kept.entries[-1].in_order is ("in_order" in told)
    if "says" in told:
        assert told["says"] in kept.explain()


def test_every_reason_has_a_case() -> None:
    told = {case["refused"] for case in load().values() if "refused" in case}
    assert told == {reason.value for reason in Reason}


def test_every_kind_of_act_has_a_case_in_order_and_one_refused() -> None:
    in_order = {case["act"]["act"] for case in load().values() if "in_order" in case}
    refused = {case["act"]["act"] for case in load().values() if "refused" in case}
    assert in_order == set(KINDS)
    assert refused == set(KINDS)


def test_every_kind_of_act_is_told_in_a_sentence() -> None:
    assert {case["act"]["act"] for case in load().values() if "says" in case} == set(KINDS)
