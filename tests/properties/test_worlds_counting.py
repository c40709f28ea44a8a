"""The kernel counts votes as the tally does, under every rule that can be said, whoever of the voters has left."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("numba", reason="the extra 'simulation' is not installed")

import numpy as np

from foedus.law.conditions import Given
from foedus.law.tally import ballot, decide, tally
from foedus.record.rules import Fallback
from foedus.simulation import layout as at
from foedus.simulation.ballots import TAKEN, program
from foedus.simulation.counting import bits, verdict
from tests.properties.strategies import Vote, votes

STANCES = tuple(one for one in TAKEN if one is not None)


def counted(vote: Vote, present: list[str], fallback: Vote | None = None) -> bool | None:
    """What the program for all voters makes of the stances of those that are there."""
    places = {code: n for n, code in enumerate(sorted(vote.voters))}
    ballots = [vote.ballot]
    if fallback is not None:
        ballots.append(ballot(fallback.rule, vote.voters, weights=vote.weights, population=vote.population))
    figures = program(ballots, places, vote.population)
    flat = np.array([*[0] * at.HEAD, *figures], dtype=np.int64)
    flat[at.MEMBERS] = len(places)
    room = np.zeros(at.SCRATCH, dtype=np.int64)
    for code in present:
        stance: Given = vote.stances.get(code)
        room[at.X_MASKS + TAKEN.index(stance)] |= 1 << places[code]
    answer = verdict(flat, at.HEAD, room, at.X_MASKS)
    return {at.TRUE: True, at.FALSE: False, at.UNTOLD: None}[int(answer)]


@given(vote=votes(words=STANCES), data=st.data())
def test_the_kernel_counts_as_the_tally_does(vote: Vote, data: st.DataObject) -> None:
    present = data.draw(st.lists(st.sampled_from(vote.voters), unique=True).map(sorted))
    stances = {code: stance for code, stance in vote.stances.items() if code in present}
    there = ballot(vote.rule, present, weights=vote.weights, population=vote.population)
    assert counted(vote, present) is tally(stances, there).adopted


@given(
    first=votes(words=STANCES),
    second=votes(words=STANCES),
    when=st.sampled_from(("not_adopted", "quorum_missing")),
)
def test_the_kernel_falls_back_as_the_tally_does(first: Vote, second: Vote, when: str) -> None:
    rule = replace(first.rule, fallback=Fallback(rule="dr-second", when=when))  # type: ignore[arg-type]  # a word of two
    vote = replace(first, rule=rule)
    after = replace(second, rule=replace(second.rule, id="dr-second"))
    ballots = {
        one.rule.id: ballot(one.rule, vote.voters, weights=vote.weights, population=vote.population)
        for one in (vote, after)
    }
    assert counted(vote, list(vote.voters), after) is decide(vote.stances, ballots, vote.rule.id).adopted


@given(st.integers(0, 2**62 - 1))
def test_states_of_a_mask_are_counted(mask: int) -> None:
    assert bits(mask) == mask.bit_count()
