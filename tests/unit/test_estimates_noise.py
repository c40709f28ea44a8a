"""Noise is not mistaken for knowledge: outcomes and stances at random score like chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy
import pytest

from foedus.estimates.backtest import (
    FORECASTING,
    Fold,
    case_forecasts,
    outcome_labels,
    plain_shares,
    stance_labels,
)
from foedus.estimates.catalogue import OUTCOME_MODELS
from foedus.estimates.frames import Lesson, lessons
from foedus.estimates.outcomes import OUTCOMES, STANCES
from foedus.estimates.scores import brier, skill
from tests.unit.estimates_material import crises


def permuted(of: Sequence[Lesson], seed: int) -> list[Lesson]:
    """The same crises, with outcomes at random among those asked and among those not asked."""
    drawn, found = numpy.random.Generator(numpy.random.PCG64(seed)), list(of)
    for asked in (True, False):
        own = [at for at, one in enumerate(of) if bool(one.question.invoked) is asked]
        for at, source in zip(own, drawn.permutation(own), strict=True):
            found[at] = replace(of[at], outcome=of[source].outcome)
    return found


def parted(count: int, parts: int, seed: int) -> list[Fold]:
    order = numpy.random.Generator(numpy.random.PCG64(seed)).permutation(count).tolist()
    inside = [frozenset(order[part::parts]) for part in range(parts)]
    return [Fold(tuple(at for at in range(count) if at not in own), tuple(sorted(own))) for own in inside]


def skill_over_base_rate(name: str, of: Sequence[Lesson], seed: int) -> tuple[float, float, float]:
    model = OUTCOME_MODELS[name]
    made = case_forecasts(model.fit, outcome_labels, len(OUTCOMES), lambda one: one.features)
    found = list(made(of, parted(len(of), 5, seed)))
    seen, at = (numpy.array([getattr(one, key) for one in found]) for key in ("seen", "case"))
    scores = [brier(numpy.array([getattr(one, key) for one in found]), seen) for key in ("shares", "base")]
    figure = skill(scores[0], scores[1], at)
    return figure.value, figure.low, figure.high


PERMUTATIONS = range(3)


@pytest.mark.parametrize("name", ["pooled-logit", "ordered-logit", "kind-table"])
def test_permuted_outcomes_score_like_chance(name: str) -> None:
    found = [skill_over_base_rate(name, permuted(crises(), seed), seed) for seed in PERMUTATIONS]
    better = [low for _, low, _ in found if low > 0]
    # Each interval leaves one in twenty above nought by chance alone.
    assert len(better) <= 1, found
    assert numpy.mean([value for value, _, _ in found]) < 0.01, found


def test_true_outcomes_score_better_than_chance_in_the_same_folds() -> None:
    """The test before could not fail if no outcomes at all were predicted better than by the base rate."""
    assert skill_over_base_rate("pooled-logit", crises(), 0)[1] > 0


def test_permuted_stances_score_like_chance() -> None:
    """Stances at random among states that asked, and among those that did not, in and out of votes apart."""
    drawn = numpy.random.Generator(numpy.random.PCG64(4))
    groups: dict[tuple[bool, ...], list[Any]] = {}
    for one in lessons():
        for label in stance_labels(one):
            groups.setdefault(label.group, []).append(STANCES[label.seen])
    pools = {group: iter(drawn.permutation(found).tolist()) for group, found in groups.items()}
    mixed = []
    for one in lessons():
        new = {label.state: next(pools[label.group]) for label in stance_labels(one)}
        mixed.append(
            replace(one, answers=tuple(replace(each, stance=new.get(each.state)) for each in one.answers))
        )

    def found(of: Sequence[Lesson]) -> Any:
        made = list(FORECASTING["stances"](of, parted(len(of), 2, 1)))
        seen, at = (numpy.array([getattr(each, key) for each in made]) for key in ("seen", "case"))
        shares, base = (numpy.array([getattr(each, key) for each in made]) for key in ("shares", "base"))
        return skill(brier(shares, seen), brier(base, seen), at)

    assert found(mixed).low <= 0
    assert found(lessons()).low > 0.05


def test_plain_shares_of_permuted_outcomes_are_those_of_the_true_ones() -> None:
    """A permutation keeps what the base rate counts, so that the two are compared on the same ground."""
    mixed = permuted(crises(), 0)
    label = outcome_labels(crises()[0])[0]
    assert [one.outcome for one in mixed] != [one.outcome for one in crises()]
    assert plain_shares(mixed, outcome_labels, 8)(label) == plain_shares(crises(), outcome_labels, 8)(label)
