"""Full Bayes agrees with integrals that can be done, and with the quick estimates within the stated bounds."""

from __future__ import annotations

import importlib.util
import os
import sys

import numpy
import pytest

from foedus.estimates import full_bayes
from foedus.estimates.guess import Chance
from foedus.estimates.logits import MultinomialLogit, OrderedLogit
from foedus.estimates.models import stances
from research import full_bayes as script

LONG = os.environ.get("FOEDUS_PROFILE") == "long"
needs_extra = pytest.mark.skipif(
    importlib.util.find_spec("numpyro") is None,
    reason="the extra 'bayes' is not installed: full Bayes was NOT tested (make bayes)",
)


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("jax", "numpyro"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(full_bayes.ExtraMissing, match=r"foedus\[bayes\]"):
        full_bayes.sample_multinomial(nothing_seen())


def nothing_seen() -> MultinomialLogit:
    """A logit without rows: what is known of its slopes is their prior."""
    return MultinomialLogit(
        design=numpy.zeros((0, 2)),
        classes=numpy.zeros(0, dtype=int),
        scales=numpy.array([0.5, 2.0]),
        between=numpy.array([[2.0, 1.0], [1.0, 3.0]]),
        possible=numpy.ones((0, 2), dtype=bool),
    )


@needs_extra
def test_where_nothing_was_seen_the_prior_comes_out() -> None:
    logit = nothing_seen()
    found = full_bayes.sample_multinomial(logit, 200, 1000)
    assert found.divergent == 0
    wanted = numpy.kron(logit.between, numpy.diag(logit.scales**2))
    spread = numpy.sqrt(numpy.diag(wanted))
    assert numpy.abs((numpy.cov(found.draws.T) - wanted) / numpy.outer(spread, spread)).max() < 0.1


@needs_extra
def test_one_cut_and_one_slope_come_out_as_an_integral_does() -> None:
    design, levels = numpy.array([[-1.0], [0.0], [0.5], [2.0]]), numpy.array([0, 0, 1, 1])
    logit = OrderedLogit(design, levels, 2, numpy.array([1.0]), 2.0)
    found = full_bayes.sample_ordered(logit, 300, 1500)
    cuts, slopes = numpy.meshgrid(numpy.linspace(-8, 8, 201), numpy.linspace(-5, 5, 201), indexing="ij")
    places = numpy.stack([cuts.ravel(), slopes.ravel()], axis=1)
    weights = numpy.exp(-numpy.array([logit.slope(place)[0] for place in places]))
    weights /= weights.sum()
    mean = weights @ places
    spread = numpy.sqrt(weights @ (places - mean) ** 2)
    assert found.draws.mean(axis=0) == pytest.approx(mean, abs=0.06)
    assert found.draws.std(axis=0) == pytest.approx(spread, rel=0.08)


@needs_extra
@pytest.mark.long
@pytest.mark.skipif(not LONG, reason="whole models are sampled in the long profile only: FOEDUS_PROFILE=long")
@pytest.mark.parametrize("name", script.BOUNDS)
def test_the_quick_estimates_stay_within_the_stated_bounds(name: str) -> None:
    assert script.faults(name, script.COMPARING[name]()) == []


@needs_extra
@pytest.mark.long
@pytest.mark.skipif(not LONG, reason="whole models are sampled in the long profile only: FOEDUS_PROFILE=long")
def test_the_fixed_shock_is_smaller_than_the_cases_have_it_as_the_page_says() -> None:
    found = script.shock()
    assert script.untrusted("stances", found) == []
    low, high = numpy.quantile(found.draws[:, 0], full_bayes.ENDS)
    assert low > stances.SHOCK
    assert 1.0 < low < high < 1.7


def test_the_page_states_the_bounds_that_are_held() -> None:
    page = script.PAGE.read_text("utf-8")
    for name, bounds in script.BOUNDS.items():
        assert f"| {name} | {' | '.join(f'{100 * one:.0f}' for one in bounds)} |" in page


def test_what_is_out_of_bounds_is_said() -> None:
    near, far = Chance(0.30, 0.20, 0.40), Chance(0.40, 0.20, 0.40)
    sampled = full_bayes.Sampled(numpy.zeros((1, 1)), 0, 1.0, 100.0)
    apart = script.Compared(sampled, (script.Beside("a", "b", near, 0.3, far),))
    together = script.Compared(sampled, (script.Beside("a", "b", near, 0.3, near),))
    assert script.faults("outcome", together) == []
    assert script.faults("outcome", apart) == [
        "outcome: the chances are up to 0.100 apart, more than the stated 0.05"
    ]
    assert script.untrusted("outcome", full_bayes.Sampled(numpy.zeros((1, 1)), 3, 1.2, 4.0))
