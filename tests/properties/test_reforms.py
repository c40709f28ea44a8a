"""Reforms: what they change and what they must leave alone, for reforms of every kind and day (invariant I4)."""

from __future__ import annotations

import datetime
import hashlib
import inspect
import json
import pickle
from functools import cache
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from foedus.law.inference import left_open, outcome_of
from foedus.law.tally import decide
from foedus.record.pack import packs
from foedus.record.reform_reading import reform_of
from foedus.record.reforms import Reform, ReformError, named, ready, reformed
from foedus.record.text import document
from foedus.record.view import Organisation, View, organisation
from tests.properties.strategies import STANCES, Vote, rules, votes

ORGANISATIONS = ("csto", "nato", "un-sc", "ecowas")
FIRST, LAST = datetime.date(1992, 1, 1).toordinal(), datetime.date(2030, 1, 1).toordinal()
SHOWN = sorted(
    name for name, _ in inspect.getmembers(View, lambda one: isinstance(one, property)) if name != "reforms"
)
STATES = ("ARM", "AZE", "BLR", "CHN", "GEO", "IND", "KAZ", "POL", "RUS", "TUR", "USA", "UZB")


def shown(view: View) -> dict[str, Any]:
    """What a view shows of the organisation itself."""
    asked: dict[str, Any] = {name: getattr(view, name) for name in SHOWN}
    asked["statuses"] = {code: view.statuses_of(code) for code in STATES}
    asked["doctrine"] = view.record.doctrine
    asked["treaties by provision"] = {one.id: view.treaty_of(one) for one in view.provisions}
    return asked


@cache
def material(name: str) -> dict[str, list[Any]]:
    """What of an organisation can be named in a reform."""
    record = organisation(name).record
    provisions = [one for treaty in record.treaties for one in treaty.provisions]
    return {
        "rules": sorted({one.id for one in record.decision_rules}),
        "articles": sorted({(one.article, one.subject) for one in provisions if hasattr(one.terms, "request")}),
        "organs": sorted({one.id for one in record.organs}),
        "forces": sorted({one.id for one in record.forces}),
    }


@st.composite
def changes(draw: st.DrawFn, name: str) -> dict[str, Any]:
    """One change, as a file says it."""
    known = material(name)
    kind = draw(st.sampled_from([*(key for key, value in known.items() if value), "trigger", "member"]))
    if kind == "member":
        return {
            "member": draw(st.sampled_from(STATES)),
            "does": draw(st.sampled_from(("joins", "leaves", "freezes", "suspended", "returns"))),
        }
    if kind == "trigger":
        cell = {"answer": draw(st.sampled_from(("yes", "no", "contested"))), "why": "it is drawn so"}
        return {"trigger": "aggression", "cells": [cell]}
    one = draw(st.sampled_from(known[kind]))
    names, extra = ([one[0]], {"subject": one[1]}) if kind == "articles" else ([one], {})
    if draw(st.integers(0, 3)) == 0:
        return {kind: names, **extra, "falls_away": "true"}
    becomes: dict[str, dict[str, Any]] = {
        "rules": {"kind": "qualified_majority", "adopted_when": {"at_least": {"share": "2/3"}}, "quorum": None},
        "articles": {"request": draw(st.sampled_from(("required", "not_required"))), "cases": []},
        "organs": {"decides": []},
        "forces": {"strength": draw(st.integers(0, 90_000))},
    }
    return {kind: names, **extra, "becomes": becomes[kind]}


@st.composite
def drawn(draw: st.DrawFn, name: str = "drawn", of: str | None = None) -> tuple[Organisation, Reform, int]:
    """An organisation, a reform that fits it, and the reform's first day."""
    plain = organisation(of or draw(st.sampled_from(ORGANISATIONS)))
    day = draw(st.integers(FIRST, LAST))
    tree = {
        "reform": name,
        "name": name,
        "why": "It is drawn.",
        "from": datetime.date.fromordinal(day).isoformat(),
        "changes": draw(st.lists(changes(plain.id), min_size=1, max_size=3)),
    }
    text = json.dumps(tree)  # JSON is YAML
    reform, faults = reform_of(document("drawn.yaml", text))
    assert reform is not None, (faults, text)
    try:
        reformed(plain, [reform])
    except ReformError:
        assume(False)
    return plain, reform, day


@settings(max_examples=min(100, settings.default.max_examples))
@given(drawn(), st.data())
def test_a_reform_changes_nothing_before_its_day(
    made: tuple[Organisation, Reform, int], data: st.DataObject
) -> None:
    plain, reform, first = made
    whole = reformed(plain, [reform])
    for day in (first - 1, data.draw(st.integers(FIRST - 20_000, first - 1))):
        assert whole.on(day).reforms == ()
        assert shown(whole.on(day)) == shown(View(plain, day))
    assert [one.id for one in whole.on(first).reforms] == [reform.id]


@settings(max_examples=min(50, settings.default.max_examples))
@given(drawn(), st.integers(FIRST, LAST))
def test_the_organisation_that_is_reformed_stays_as_it_is(
    made: tuple[Organisation, Reform, int], day: int
) -> None:
    plain, reform, _ = made
    record, sections = plain.record, {name: getattr(plain.record, name) for name in ("treaties", "membership")}
    before = hashlib.sha256(pickle.dumps([record.membership, record.decision_rules, record.treaties])).digest()
    reformed(plain, [reform]).on(day).members  # noqa: B018  # what is asked for is kept in the view
    after = hashlib.sha256(pickle.dumps([record.membership, record.decision_rules, record.treaties])).digest()
    assert before == after
    assert plain.record is record
    assert all(getattr(plain.record, name) is facts for name, facts in sections.items())
    assert plain.reforms == ()


@settings(max_examples=min(50, settings.default.max_examples))
@given(drawn("one", "csto"), drawn("other", "csto"), st.integers(FIRST, LAST))
def test_reforms_one_after_the_other_are_the_same_as_at_once(
    one: tuple[Organisation, Reform, int], other: tuple[Organisation, Reform, int], day: int
) -> None:
    plain = one[0]
    try:
        at_once = reformed(plain, [one[1], other[1]])
    except ReformError:
        assume(False)
    in_turn = reformed(reformed(plain, [one[1]]), [other[1]])
    turned = reformed(plain, [other[1], one[1]])
    assert shown(at_once.on(day)) == shown(in_turn.on(day))
    assert {each.id for each in turned.on(day).reforms} == {each.id for each in at_once.on(day).reforms}
    if one[2] != other[2]:
        assert shown(at_once.on(day)) == shown(turned.on(day))


@pytest.mark.parametrize("name", [name for name in packs() if ready(organisation(name))])
@given(data=st.data())
@settings(max_examples=min(20, settings.default.max_examples))
def test_what_a_ready_made_reform_does_not_name_is_shared(name: str, data: st.DataObject) -> None:
    plain = organisation(name)
    reform = named(plain, data.draw(st.sampled_from(sorted(ready(plain)))))
    whole = reformed(plain, [reform])
    assert whole.record.cases is plain.record.cases
    assert whole.record.sources is plain.record.sources
    assert whole.plain("events") is plain.plain("events")


# --- what an outcome says of stances that are not known ---


@st.composite
def half_known(draw: st.DrawFn) -> tuple[Vote, dict[str, Any]]:
    """A vote whose stances are all known, and the same with some of them hidden."""
    vote = draw(votes(most=5))
    hidden = {code: draw(st.booleans()) for code in vote.voters}
    known = {code: said for code, said in vote.stances.items() if not hidden[code]}
    return vote, {**known, **{code: "unknown" for code, away in hidden.items() if away}}


@given(half_known())
def test_a_stance_that_was_taken_is_never_struck_out(made: tuple[Vote, dict[str, Any]]) -> None:
    vote, known = made
    ballots = {"dr-drawn": vote.ballot}
    came = decide(vote.stances, ballots, "dr-drawn").adopted
    found = left_open(ballots, "dr-drawn", known, came)
    assert all(vote.stances.get(code) in found[code] for code in vote.voters)


@given(half_known(), rules())
def test_what_is_inferred_under_another_rule_is_never_wrong(made: tuple[Vote, dict[str, Any]], rule: Any) -> None:
    vote, known = made
    ballots = {"dr-drawn": vote.ballot}
    other = {"dr-drawn": Vote(rule, vote.voters, vote.weights, vote.population, vote.stances).ballot}
    came = decide(vote.stances, ballots, "dr-drawn").adopted
    found = outcome_of(other, "dr-drawn", left_open(ballots, "dr-drawn", known, came))
    assert found in (None, decide(vote.stances, other, "dr-drawn").adopted)


@given(votes(words=STANCES))
def test_without_an_outcome_the_count_is_the_tally_s(vote: Vote) -> None:
    ballots = {"dr-drawn": vote.ballot}
    found = outcome_of(ballots, "dr-drawn", left_open(ballots, "dr-drawn", vote.stances, None))
    plain = decide(vote.stances, ballots, "dr-drawn").adopted
    assert plain is None or found is plain
