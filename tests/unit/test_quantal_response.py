"""The strategic model of stances: expectations by hand, fixed points, nothing of a case's own answers in them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

import numpy
import pytest

from foedus.estimates.catalogue import CARDS
from foedus.estimates.fitting import Floats
from foedus.estimates.frames import Lesson, lessons
from foedus.estimates.models.quantal_response import CARD, QuantalChances, QuantalResponse
from foedus.estimates.models.stances import SCORES
from foedus.estimates.outcomes import STANCES
from foedus.estimates.players import BLOCKS, OBJECTS, Players, players_in, players_of
from foedus.estimates.tables import MEMBER_NAMES


@pytest.fixture(scope="module")
def learnt() -> QuantalChances:
    return QuantalResponse().fit(lessons()).crises


def some_cases() -> Iterator[Lesson]:
    alike = (one for one in lessons() if len(one.answers) > 3 and not one.chosen_for_vote)
    return itertools.islice(alike, 0, None, 40)


def small_game(blocks: list[float], groups: list[int]) -> Players:
    table = numpy.zeros((len(blocks), len(MEMBER_NAMES)))
    table[:, BLOCKS] = blocks
    places, cases = numpy.arange(len(blocks)), numpy.array(groups)
    outside = numpy.append(places, -1)
    return Players((), table, cases, max(groups) + 1, outside, numpy.append(cases, 0))


def chances(rows: int) -> Floats:
    return numpy.random.Generator(numpy.random.PCG64(7)).dirichlet(numpy.ones(len(STANCES)), size=rows)


def test_expectations_are_what_summing_over_all_profiles_gives() -> None:
    shares = chances(3)
    own, asked = small_game([1.0, 1.0, 0.0], [0, 0, 0]).expected(shares, SCORES)
    for state in range(3):
        others = [one for one in range(3) if one != state]
        score = free = 0.0
        for profile in itertools.product(range(len(STANCES)), repeat=2):
            chance = numpy.prod([shares[one, stance] for one, stance in zip(others, profile, strict=True)])
            score += chance * numpy.mean(SCORES[list(profile)])
            stopped = any(one < 2 and stance == OBJECTS for one, stance in zip(others, profile, strict=True))
            free += chance * (not stopped)
        assert own[state] == pytest.approx([score, free if state < 2 else 0.0])
    assert asked[:3] == pytest.approx(own)
    assert asked[3] == pytest.approx([(shares @ SCORES).mean(), 0.0]), "a state from outside weighs all who play"


def test_cases_do_not_mix_and_a_lonely_state_expects_nought() -> None:
    shares = chances(3)
    own, _ = small_game([1.0, 1.0, 1.0], [0, 0, 1]).expected(shares, SCORES)
    assert own[0, 0] == pytest.approx(shares[1] @ SCORES)
    assert own[2] == pytest.approx([0.0, 1.0])


def test_a_sure_objection_makes_nobody_else_pivotal() -> None:
    shares = chances(2)
    shares[1] = numpy.eye(len(STANCES))[OBJECTS]
    own, _ = small_game([1.0, 1.0], [0, 0]).expected(shares, SCORES)
    assert own[0, 1] == pytest.approx(0.0, abs=1e-9)


def test_what_is_expected_is_what_the_model_says(learnt: QuantalChances) -> None:
    for lesson in some_cases():
        players = players_of(lesson)
        shares = learnt.equilibrium(players)
        own, _ = players.expected(shares, SCORES)
        again = learnt.last.shares(players.members, numpy.concatenate([players.table, own], axis=1))
        assert numpy.abs(again - shares).max() < 1e-6
        assert shares.sum(axis=1) == pytest.approx(1.0)


def test_the_order_of_states_does_not_matter(learnt: QuantalChances) -> None:
    for lesson in some_cases():
        members = players_of(lesson).members
        there, back = learnt.shares(members), learnt.shares(members[::-1])[::-1]
        assert numpy.abs(there - back).max() < 1e-7


def test_guesses_have_the_chances_of_shares(learnt: QuantalChances) -> None:
    members = players_of(next(some_cases())).members
    for guess, share in zip(learnt.guesses(members), learnt.shares(members), strict=True):
        assert guess.shares == pytest.approx(share)
        assert guess.chance([0]).low <= guess.shares[0] <= guess.chance([0]).high


def test_nothing_of_a_cases_answers_is_in_what_is_expected(learnt: QuantalChances) -> None:
    for lesson in some_cases():
        other = [replace(one, stance="objects", contributed=None) for one in lesson.answers]
        changed = replace(lesson, answers=tuple(other), outcome="no_decision")
        fewer = replace(lesson, answers=lesson.answers[:1])
        assert learnt.shares_in(changed) == pytest.approx(learnt.shares_in(lesson), abs=1e-12)
        assert learnt.shares_in(fewer)[0] == pytest.approx(learnt.shares_in(lesson)[0], abs=1e-12)


def test_everyone_concerned_plays_and_places_are_right() -> None:
    cases = list(some_cases())
    players = players_in(cases)
    answered = [one for case in cases for one in case.answers]
    assert len(players.asked) == len(answered)
    assert len(players.members) > len(cases)
    for answer, place in zip(answered, players.asked, strict=True):
        assert place < 0 or players.members[place].state == answer.state
    assert (players.asked >= 0).mean() > 0.8


def test_few_lessons_or_none_will_do() -> None:
    asked = lessons()[-1]
    for few in ((), lessons()[:5]):
        shares = QuantalResponse().fit(few).shares_in(asked)
        assert numpy.isfinite(shares).all()


def test_it_stands_in_the_catalogue_beside_the_default() -> None:
    assert CARD in CARDS
    assert CARD.status == "compared"
