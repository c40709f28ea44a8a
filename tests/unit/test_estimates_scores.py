"""Scores by hand and against values that others publish."""

from __future__ import annotations

from collections.abc import Callable

import numpy
import pytest
from scipy import stats

from foedus.estimates.fitting import Floats, Integers
from foedus.estimates.scores import (
    DRAWS,
    EDGES,
    LEAST,
    Figure,
    brier,
    calibration,
    discrimination,
    logarithmic,
    mean,
    ranked,
    skill,
)


def floats(*rows: object) -> Floats:
    return numpy.array(rows, dtype=float)


def whole(*numbers: int) -> Integers:
    return numpy.array(numbers, dtype=int)


# --- Brier ---


def test_brier_by_hand() -> None:
    shares = floats([0.7, 0.2, 0.1], [0.1, 0.3, 0.6], [0.0, 1.0, 0.0])
    found = brier(shares, whole(0, 1, 2))
    assert found == pytest.approx([0.09 + 0.04 + 0.01, 0.01 + 0.49 + 0.36, 2.0])


def test_brier_of_his_own_table() -> None:
    """Ten forecasts of rain, scored over both classes, rain and no rain: 0.19 (Brier 1950, table 1)."""
    rain = numpy.array([0.7, 0.9, 0.8, 0.4, 0.2, 0.0, 0.0, 0.0, 0.0, 0.1])
    came = whole(0, 1, 1, 1, 0, 0, 0, 0, 0, 0)
    both = numpy.stack([1 - rain, rain], axis=1)
    assert brier(both, came).mean() == pytest.approx(0.19)
    assert brier(both, came) == pytest.approx(2 * (rain - came) ** 2)


def test_an_even_forecast_scores_one_less_one_in_k() -> None:
    for count in (2, 5, 8):
        even = numpy.full((count, count), 1 / count)
        assert brier(even, numpy.arange(count)) == pytest.approx(numpy.full(count, 1 - 1 / count))


# --- Ranked probability ---


def test_ranked_probability_by_hand() -> None:
    shares = floats([0.5, 0.3, 0.2], [0.2, 0.3, 0.5])
    # Sums so far: .5 .8 1 against 1 1 1, and .2 .5 1 against 0 1 1.
    assert ranked(shares, whole(0, 1)) == pytest.approx([(0.25 + 0.04) / 2, (0.04 + 0.25) / 2])


def test_ranked_probability_knows_near_from_far() -> None:
    near, far = floats([0.0, 1.0, 0.0, 0.0]), floats([0.0, 0.0, 0.0, 1.0])
    assert ranked(near, whole(0))[0] == pytest.approx(1 / 3)
    assert ranked(far, whole(0))[0] == pytest.approx(1.0)
    assert brier(near, whole(0))[0] == brier(far, whole(0))[0]


def test_ranked_probability_of_two_classes_is_half_of_brier() -> None:
    shares = floats([0.3, 0.7], [0.9, 0.1])
    assert ranked(shares, whole(1, 1)) == pytest.approx(brier(shares, whole(1, 1)) / 2)


# --- Logarithmic ---


def test_logarithmic_by_hand() -> None:
    shares = floats([0.25, 0.75], [1.0, 0.0])
    assert logarithmic(shares, whole(0, 0)) == pytest.approx([numpy.log(4), 0.0])


def test_one_miss_is_not_infinite() -> None:
    assert logarithmic(floats([1.0, 0.0]), whole(1))[0] == pytest.approx(-numpy.log(LEAST))


@pytest.mark.parametrize("score", [brier, ranked, logarithmic])
def test_scores_are_proper(score: Callable[[Floats, Integers], Floats]) -> None:
    """Nobody does better, on average, than by saying the true chances."""
    true = numpy.array([0.5, 0.2, 0.3])
    drawn = numpy.random.Generator(numpy.random.PCG64(5)).dirichlet(numpy.ones(3), size=200)

    def expected(said: Floats) -> float:
        return float(true @ score(numpy.tile(said, (3, 1)), numpy.arange(3)))

    assert min(expected(said) for said in drawn) > expected(true)


# --- Discrimination ---


def test_discrimination_counts_ties_as_half() -> None:
    # Pairs of one that came and one that did not: .8 over .5 and .3; .5 ties with .5, over .3.
    assert discrimination(numpy.array([0.8, 0.5, 0.5, 0.3]), whole(1, 1, 0, 0)) == pytest.approx(3.5 / 4)
    assert discrimination(numpy.full(6, 0.4), whole(1, 0, 0, 1, 0, 0)) == 0.5
    assert discrimination(numpy.array([0.1, 0.9]), whole(1, 0)) == 0.0


def test_discrimination_is_that_of_mann_and_whitney() -> None:
    drawn = numpy.random.Generator(numpy.random.PCG64(6))
    chances = numpy.round(drawn.random(80), 1)
    came = (drawn.random(80) < chances).astype(int)
    theirs = stats.mannwhitneyu(chances[came == 1], chances[came == 0]).statistic
    assert discrimination(chances, came) == pytest.approx(theirs / (came.sum() * (1 - came).sum()))


def test_discrimination_needs_both() -> None:
    assert discrimination(numpy.array([0.2, 0.3]), whole(1, 1)) is None
    assert discrimination(numpy.array([0.2, 0.3]), whole(0, 0)) is None
    assert discrimination(numpy.zeros(0), whole()) is None


# --- Calibration ---


def test_calibration_by_hand() -> None:
    chances = numpy.array([0.0, 0.04, 0.05, 0.35, 0.31, 0.9, 1.0])
    found = calibration(chances, whole(0, 0, 1, 1, 0, 1, 1))
    assert [(one.low, one.high, one.forecasts) for one in found] == [
        (0.0, 0.05, 2),
        (0.05, 0.1, 1),
        (0.3, 0.4, 2),
        (0.9, 1.0, 2),
    ]
    assert [one.said for one in found] == pytest.approx([0.02, 0.05, 0.33, 0.95])
    assert [one.came for one in found] == [0.0, 1.0, 0.5, 1.0]


def test_every_forecast_falls_into_one_bin() -> None:
    chances = numpy.concatenate([numpy.array(EDGES), numpy.linspace(0, 1, 201)])
    found = calibration(chances, numpy.zeros(len(chances), dtype=int))
    assert sum(one.forecasts for one in found) == len(chances)
    assert all(one.low <= one.said <= one.high for one in found)


# --- Skill, and intervals by case ---


def test_skill_by_hand() -> None:
    found = skill(numpy.array([0.1, 0.5, 0.3]), numpy.array([0.4, 0.4, 0.4]), whole(0, 1, 2))
    assert found.value == pytest.approx(1 - 0.9 / 1.2)
    assert found.low <= found.value <= found.high
    assert skill(numpy.array([0.4, 0.2]), numpy.array([0.4, 0.2]), whole(0, 1)) == Figure(0.0, 0.0, 0.0)
    assert skill(numpy.array([0.0, 0.0]), numpy.array([0.4, 0.2]), whole(0, 1)) == Figure(1.0, 1.0, 1.0)
    assert skill(numpy.array([0.8]), numpy.array([0.4]), whole(0)).value == pytest.approx(-1.0)


def test_a_mean_by_hand() -> None:
    found = mean(numpy.array([1.0, 2.0, 6.0]), whole(4, 4, 9))
    assert found.value == pytest.approx(3.0)


def test_the_interval_of_a_mean_is_about_that_of_the_central_limit() -> None:
    scores = numpy.random.Generator(numpy.random.PCG64(7)).normal(1.0, 0.5, size=400)
    found = mean(scores, numpy.arange(400))
    half = 1.645 * scores.std() / 20
    assert found.value - found.low == pytest.approx(half, rel=0.1)
    assert found.high - found.value == pytest.approx(half, rel=0.1)


def test_answers_of_one_case_are_drawn_together() -> None:
    """Ten answers that are all alike in each case say no more than one does."""
    scores = numpy.random.Generator(numpy.random.PCG64(8)).random(30)
    alone = mean(scores, numpy.arange(30))
    together = mean(numpy.repeat(scores, 10), numpy.repeat(numpy.arange(30), 10))
    apart = mean(numpy.repeat(scores, 10), numpy.arange(300))
    assert (together.low, together.high) == pytest.approx((alone.low, alone.high))
    assert apart.high - apart.low < 0.5 * (alone.high - alone.low)


def test_one_case_has_no_interval_but_its_value() -> None:
    found = mean(numpy.array([0.2, 0.4]), whole(3, 3))
    assert (found.value, found.low, found.high) == pytest.approx((0.3, 0.3, 0.3))


def test_the_names_of_groups_do_not_matter() -> None:
    scores = numpy.random.Generator(numpy.random.PCG64(9)).random(12)
    groups = numpy.repeat(numpy.arange(4), 3)
    assert mean(scores, groups) == mean(scores, groups * 100 + 7)


def test_the_bootstrap_is_that_of_a_loop() -> None:
    """The same draws, case by case."""
    drawn = numpy.random.Generator(numpy.random.PCG64(10))
    scores, against = drawn.random(9), drawn.random(9)
    groups = whole(0, 0, 0, 1, 1, 2, 2, 2, 2)
    found = skill(scores, against, groups)
    again = numpy.random.Generator(numpy.random.PCG64(20_261_125)).integers(0, 3, size=(DRAWS, 3))
    skills = []
    for picked in again:
        rows = numpy.concatenate([numpy.flatnonzero(groups == case) for case in picked])
        skills.append(1 - scores[rows].mean() / against[rows].mean())
    assert (found.low, found.high) == pytest.approx(tuple(numpy.quantile(skills, [0.05, 0.95])))


def test_plain_figures_have_four_digits() -> None:
    assert Figure(0.123456, -0.1, 1.0).plain() == {"value": 0.1235, "low": -0.1, "high": 1.0}
