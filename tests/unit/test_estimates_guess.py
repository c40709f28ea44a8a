"""Guesses: what is not known about chances, and the intervals that come of it."""

from __future__ import annotations

import numpy
import pytest
from scipy import special

from foedus.estimates.guess import WIDTH, Guess, counted, interval, rescaled


def chance(seed: int) -> numpy.random.Generator:
    return numpy.random.Generator(numpy.random.PCG64(seed))


def test_counts_are_a_dirichlet_distribution() -> None:
    counts = numpy.array([3.0, 1.5, 0.5])
    guess = counted(counts)
    drawn = chance(21).dirichlet(counts, size=200_000)
    assert guess.shares == pytest.approx(drawn.mean(axis=0), abs=2e-3)
    assert guess.extra == pytest.approx(numpy.cov(drawn.T), abs=1e-3)


def test_the_interval_is_a_normals_on_log_odds() -> None:
    found = interval(0.2, 0.03)
    odds = [special.logit(one) for one in (found.low, found.value, found.high)]
    assert odds[1] - odds[0] == pytest.approx(odds[2] - odds[1])
    assert odds[2] - odds[1] == pytest.approx(WIDTH * 0.03 / (0.2 * 0.8))
    assert interval(1e-9, 1.0).low == 0.0
    assert interval(0.5, 1e6).high == 1.0


def test_chances_of_classes_together_vary_as_the_delta_method_says() -> None:
    """Classes that move against each other: their sum is surer than either."""
    guess = Guess(numpy.array([0.3, 0.3, 0.4]), numpy.array([[0.1], [-0.1], [0.0]]), numpy.zeros((3, 3)))
    alone, both = guess.chance([0]), guess.chance([0, 1])
    assert (both.low, both.high) == (pytest.approx(0.6), pytest.approx(0.6))
    assert alone.low < 0.3 < alone.high


def test_a_mixture_has_the_mean_and_the_spread_of_one() -> None:
    drawn = chance(22)
    first = Guess(numpy.array([0.8, 0.2]), numpy.array([[0.05], [-0.05]]), numpy.zeros((2, 2)))
    other = Guess(numpy.array([0.1, 0.9]), numpy.array([[0.02], [-0.02]]), 1e-4 * numpy.array([[1, -1], [-1, 1]]))
    mixed = first.mixed(other, 0.3, 0.1)
    normal, own, weight = drawn.normal(size=400_000), drawn.normal(size=400_000), drawn.normal(size=400_000)
    one, two = 0.8 + 0.05 * normal, 0.1 + 0.02 * normal + 0.01 * own
    share = 0.3 + 0.1 * weight
    drawn_mixture = share * one + (1 - share) * two
    assert mixed.shares[0] == pytest.approx(drawn_mixture.mean(), abs=1e-3)
    variance = float((mixed.steep[0] ** 2).sum() + mixed.extra[0, 0])
    assert variance == pytest.approx(drawn_mixture.var(), rel=0.02)


def test_carrying_a_guess_to_other_classes_keeps_the_whole() -> None:
    guess = counted(numpy.array([1.0, 2.0]))
    over = numpy.array([[0.5, 0.0], [0.5, 0.25], [0.0, 0.75]])
    found = rescaled(guess, over)
    assert found.shares == pytest.approx([1 / 6, 1 / 6 + 1 / 6, 1 / 2])
    assert found.extra.sum() == pytest.approx(0.0, abs=1e-12)
