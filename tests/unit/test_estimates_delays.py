"""Delays: against the likelihood put down anew, with decisions that never came, and where nothing is known."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy
import pytest
from scipy import optimize, stats

from foedus.estimates.fitting import Flags, Floats
from foedus.estimates.frames import Lesson, lessons
from foedus.estimates.models.delays import CENTRE, DelayModel, Delays, _maximise
from tests.unit.estimates_material import lesson

KAZAKHSTAN = "csto-kazakhstan-2022"
CRISES = [one for one in lessons() if not one.chosen_for_vote]


def simulated(rows: int, comes: float, seed: int) -> tuple[Floats, Floats, Flags]:
    """Log-normal delays around 2 + 0.7 x with spread 0.8, of which a share never comes; all ends are drawn."""
    drawn = numpy.random.Generator(numpy.random.PCG64(seed))
    design = numpy.stack([numpy.ones(rows), drawn.normal(size=rows)], axis=1)
    logs = design @ numpy.array([2.0, 0.7]) + 0.8 * drawn.normal(size=rows)
    ends = drawn.uniform(1.5, 5.0, size=rows)
    seen = (drawn.random(rows) < comes) & (logs < ends)
    return design, numpy.where(seen, logs, ends), seen


def posterior(at: Floats, spread: float, of: tuple[Floats, Floats, Flags], precision: Floats) -> float:
    """The negative logarithm: what was seen has a density, what was not either never comes or comes later."""
    design, logs, seen = of
    mode, comes = at[:-1], 1 / (1 + numpy.exp(-at[-1]))
    means = design @ mode
    came = numpy.log(comes) + stats.norm.logpdf(logs[seen], means[seen], spread)
    open_ = numpy.log(1 - comes + comes * stats.norm.sf(logs[~seen], means[~seen], spread))
    off = mode - numpy.array([CENTRE] + [0.0] * (len(mode) - 1))
    prior = 0.9 * numpy.log(comes) + 0.1 * numpy.log(1 - comes) - 0.5 * float(precision @ off**2)
    return -float(came.sum() + open_.sum() + prior)


@pytest.mark.parametrize("precision", [(1e-6, 1e-6), (0.4, 100.0)])
def test_expectation_and_maximisation_end_where_the_likelihood_is_highest(precision: tuple[float, float]) -> None:
    data, prior = simulated(400, 0.7, 1), numpy.array(precision)
    mode, _, spread, comes = _maximise(*data, prior)
    theirs = optimize.minimize(
        posterior, numpy.array([1.0, 0.0, 0.0]), args=(spread, data, prior), options={"gtol": 1e-6}
    )
    assert mode == pytest.approx(theirs.x[:-1], abs=1e-3)
    assert comes == pytest.approx(1 / (1 + numpy.exp(-theirs.x[-1])), abs=1e-3)


def test_the_truth_is_found_in_many_delays() -> None:
    mode, covariance, spread, comes = _maximise(*simulated(4000, 0.7, 2), numpy.full(2, 1e-6))
    assert mode == pytest.approx([2.0, 0.7], abs=0.06)
    assert spread == pytest.approx(0.8, abs=0.04)
    assert comes == pytest.approx(0.7, abs=0.03)
    assert numpy.sqrt(numpy.diag(covariance)).max() < 0.03


def test_without_censoring_it_is_the_least_squares_of_the_logarithms() -> None:
    drawn = numpy.random.Generator(numpy.random.PCG64(3))
    design = numpy.stack([numpy.ones(60), drawn.normal(size=60)], axis=1)
    logs = design @ numpy.array([1.0, 0.5]) + drawn.normal(size=60)
    mode, covariance, spread, comes = _maximise(design, logs, numpy.ones(60, bool), numpy.full(2, 1e-9))
    plain, squares, *_ = numpy.linalg.lstsq(design, logs, rcond=None)
    assert mode == pytest.approx(plain, abs=1e-6)
    # The prior stands for four more delays with variance two.
    assert spread**2 == pytest.approx((squares[0] + 8) / (60 - 2 + 4), rel=1e-3)
    assert covariance == pytest.approx(spread**2 * numpy.linalg.inv(design.T @ design), rel=1e-3)
    assert comes == pytest.approx((60 + 0.9) / 61)


def test_cases_that_waited_in_vain_push_the_delay_up_and_the_share_that_comes_down() -> None:
    design, logs, seen = simulated(400, 1.0, 4)
    assert 0.05 < (~seen).mean() < 0.5
    prior = numpy.full(2, 1e-6)
    dropped, _, spread, _ = _maximise(design[seen], logs[seen], seen[seen], prior)
    kept, _, wider, comes = _maximise(design, logs, seen, prior)
    assert kept[0] > dropped[0] + 0.05
    assert wider > spread
    assert abs(kept[0] - 2.0) < abs(dropped[0] - 2.0), "leaving them out is what misleads"
    assert comes > 0.9
    never = numpy.concatenate([seen, numpy.zeros(200, bool)])
    more = numpy.concatenate([design, design[:200]]), numpy.concatenate([logs, numpy.full(200, 9.0)]), never
    assert 320 / 600 < _maximise(*more, prior)[3] < 400 / 600 + 0.01, "seen by their ends, and all that may come"


def test_delays_on_record_count_decisions_that_never_came() -> None:
    asked = lesson(KAZAKHSTAN).features
    whole = DelayModel().fit(CRISES, "decision")
    came = DelayModel().fit([replace(one, days_waited=None) for one in CRISES], "decision")
    assert any(one.days_waited is not None for one in CRISES)
    assert whole.comes < came.comes
    assert came.comes > 0.99
    assert whole.logarithm(asked)[0] >= came.logarithm(asked)[0] - 1e-3
    share = sum(one.days_to_decision is not None for one in CRISES) / sum(
        one.days_to_decision is not None or one.days_waited is not None for one in CRISES
    )
    assert share <= whole.comes <= 1.0


def test_longer_delays_in_the_lessons_make_longer_delays() -> None:
    def slower(one: Lesson) -> Lesson:
        return replace(one, days_to_decision=None if one.days_to_decision is None else one.days_to_decision + 60)

    asked = lesson(KAZAKHSTAN).features
    fast, slow = (DelayModel().fit(of, "decision").days(asked) for of in (CRISES, list(map(slower, CRISES))))
    assert slow.p10 > fast.p10
    assert slow.p50 > fast.p50 + 30
    assert 0 <= fast.p10 <= fast.p50 <= fast.p90


@pytest.mark.parametrize("until", ["decision", "arrival"])
def test_without_any_lesson_a_delay_is_about_two_weeks_or_anything(until: Any) -> None:
    learnt = DelayModel().fit([], until)
    found = learnt.days(lesson(KAZAKHSTAN).features)
    assert isinstance(learnt, Delays)
    assert found.p50 == pytest.approx(14.0)
    assert found.p10 < 2
    assert 100 < found.p90 < 1000
