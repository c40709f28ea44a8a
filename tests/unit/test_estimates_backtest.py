"""Backtests: who teaches and who is asked, by hand; each fold once; the same from one process or two."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from typing import Any

import numpy
import pytest

from foedus.dates import Date
from foedus.estimates import backtest
from foedus.estimates.backtest import (
    AT_ONCE,
    FEWEST,
    FORECASTING,
    NOT_PLAYED,
    PROTOCOLS,
    QUANTILES,
    Fold,
    Job,
    Label,
    contribution_labels,
    folds,
    fulfilment_labels,
    invocation_labels,
    jobs,
    outcome_labels,
    plain_shares,
    run,
    run_all,
    stance_labels,
)
from foedus.estimates.frames import Answer, Lesson, lessons
from foedus.estimates.models.delays import DelayModel
from foedus.estimates.outcomes import OUTCOMES, STANCES
from foedus.record.view import organisation
from tests.unit.estimates_material import lesson, ordinal

KAZAKHSTAN = "csto-kazakhstan-2022"


def at(body: str, day: str, over: str, **labels: Any) -> Lesson:
    """A crisis before a body on a day, over by another."""
    pattern = lesson(KAZAKHSTAN)
    situation = replace(pattern.question.situation, begins=Date.parse(day))
    question = replace(pattern.question, view=organisation(body).on(day), situation=situation, known=None)
    return replace(pattern, question=question, over=ordinal(over), **labels)


FEW = [
    at("nato", "1999-03-01", "1999-06-10"),
    at("csto", "1999-08-02", "2000-02-01"),
    at("nato", "2000-05-05", "2000-09-09"),
    at("ecowas", "2001-01-01", "2001-12-31"),
    at("csto", "2001-07-01", "2001-10-01"),
]


# --- Folds, by hand ---


def test_leaving_one_case_out_asks_each_case_of_all_others() -> None:
    assert folds("leave_one_case_out", FEW[:3]) == (Fold((1, 2), (0,)), Fold((0, 2), (1,)), Fold((0, 1), (2,)))


def test_leaving_one_organisation_out_asks_its_cases_of_all_others() -> None:
    assert folds("leave_one_organisation_out", FEW) == (
        Fold((0, 2, 3), (1, 4)),
        Fold((0, 1, 2, 4), (3,)),
        Fold((1, 3, 4), (0, 2)),
    )


def test_cases_of_the_same_crisis_are_left_out_together() -> None:
    same = [FEW[0], at("csto", "1999-04-20", "2000-02-01"), at("ecowas", "1999-08-02", "2000-02-01")]
    assert [one.learnt for one in folds("leave_one_case_out", same)] == [(2,), (2,), (0, 1)]
    assert folds("leave_one_organisation_out", same)[0] == Fold((2,), (1,))


def test_the_rolling_origin_asks_a_year_of_what_was_over_before_it_began() -> None:
    old = [at("nato", "1990-03-01", "1990-06-10") for _ in range(FEWEST - 1)]
    found = folds("rolling_origin", [*old, *FEW])
    first, few = tuple(range(FEWEST - 1)), FEWEST - 1
    # In 1999 there are too few. In 2000 the first of 1999 teaches, the second is not over yet.
    assert found == (
        Fold((*first, few), (few + 2,)),
        Fold((*first, few, few + 1, few + 2), (few + 3, few + 4)),
    )


def test_a_case_that_is_over_on_new_years_day_teaches_nothing_about_the_year() -> None:
    old = [at("nato", "1990-03-01", "1990-06-10") for _ in range(FEWEST)]
    eve, day = at("nato", "1998-03-01", "1998-12-31"), at("nato", "1998-03-01", "1999-01-01")
    for one, teaches in ((eve, True), (day, False)):
        last = folds("rolling_origin", [*old, one, FEW[0]])[-1]
        assert last.asked == (FEWEST + 1,)
        assert (FEWEST in last.learnt) is teaches


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_nobody_teaches_about_himself(protocol: Any) -> None:
    every = lessons()
    found = folds(protocol, every)
    assert all(set(one.learnt).isdisjoint(one.asked) for one in found)
    asked = [place for one in found for place in one.asked]
    assert len(set(asked)) == len(asked)
    if protocol != "rolling_origin":
        assert sorted(asked) == list(range(len(every)))
        return
    for one in found:
        assert len(one.learnt) >= FEWEST
        assert max(every[place].over for place in one.learnt) < min(
            every[place].question.day for place in one.asked
        )
    left = [one for place, one in enumerate(every) if place not in set(asked)]
    assert max(one.question.day for one in left) < min(every[place].question.day for place in asked)


# --- What came, and what plain shares say ---


def test_labels_by_hand() -> None:
    one = lesson(KAZAKHSTAN)
    answers = (
        Answer("KAZ", "requests", None),
        Answer("RUS", "supports", True),
        Answer("ARM", None, False),
        Answer("BLR", "accepts", None),
    )
    one = replace(one, answers=answers, fulfilled="partly")
    assert outcome_labels(one) == [Label("", OUTCOMES.index("collective_military_action"), (True, False))]
    assert invocation_labels(one) == [Label("", 1)]
    assert fulfilment_labels(one) == [Label("", 1)]
    assert stance_labels(one) == [
        Label("KAZ", STANCES.index("requests"), (True, False)),
        Label("RUS", STANCES.index("supports"), (False, False)),
        Label("BLR", STANCES.index("accepts"), (False, False)),
    ]
    assert contribution_labels(one) == [Label("RUS", 1, (False,)), Label("ARM", 0, (False,))]
    assert contribution_labels(replace(one, outcome="political_statement")) == []
    assert fulfilment_labels(replace(one, fulfilled=None)) == []
    voted = replace(one, chosen_for_vote=True)
    assert invocation_labels(voted) == fulfilment_labels(voted) == []


def test_plain_shares_by_hand() -> None:
    learnt = [replace(lesson(KAZAKHSTAN), outcome=one) for one in ("declined", "declined", "no_decision")]
    shares = plain_shares(learnt, outcome_labels, len(OUTCOMES))
    told = dict(zip(OUTCOMES, shares(outcome_labels(learnt[0])[0]), strict=True))
    assert told["declined"] == pytest.approx(2.5 / 7)
    assert told["no_decision"] == pytest.approx(1.5 / 7)
    assert told["not_invoked"] == pytest.approx(0.5 / 7)
    assert shares(Label("", 0, (False, True))) == pytest.approx([1 / 8] * 8)


# --- Jobs ---


def test_the_jobs_cover_every_fold_once() -> None:
    seen = Counter(
        (one.what, one.protocol, fold) for one in jobs(lessons()) for fold in range(one.first, one.last)
    )
    wanted = {
        (what, protocol, fold)
        for protocol in PROTOCOLS
        for what in FORECASTING
        if protocol not in NOT_PLAYED.get(what, ())
        for fold in range(len(folds(protocol, lessons())))
    }
    assert set(seen) == wanted
    assert set(seen.values()) == {1}
    assert all(0 < one.last - one.first <= AT_ONCE for one in jobs(lessons()))


def test_how_folds_are_cut_into_jobs_does_not_matter() -> None:
    """Each job begins its first search anew; all searches end at the same place."""
    whole = run(Job("outcome/ordered-logit", "leave_one_organisation_out", 0, 6))
    parts = [
        one
        for first, last in ((0, 1), (1, 4), (4, 6))
        for one in run(Job("outcome/ordered-logit", "leave_one_organisation_out", first, last))
    ]
    assert [one.case for one in parts] == [one.case for one in whole]
    for one, other in zip(whole, parts, strict=True):
        assert other.shares == pytest.approx(one.shares, abs=1e-6)
        assert (other.base, other.seen) == (one.base, one.seen)


def test_forecasts_come_in_the_order_of_the_folds() -> None:
    places = [place for one in folds("leave_one_organisation_out", lessons())[:3] for place in one.asked]
    found = run(Job("outcome/base-rate", "leave_one_organisation_out", 0, 3))
    assert [one.case for one in found] == places
    for one in found:
        assert one.seen == OUTCOMES.index(lessons()[one.case].outcome)
        assert sum(one.shares) == pytest.approx(1.0)
        assert sum(one.base) == pytest.approx(1.0)


def test_answers_are_forecast_state_by_state_in_the_order_of_the_record() -> None:
    every = lessons()
    place = every.index(lesson(KAZAKHSTAN))
    fold = Fold(tuple(one for one in range(len(every)) if one != place), (place,))
    found = list(FORECASTING["contributions"](every, [fold]))
    told = [one.state for one in every[place].answers if one.contributed is not None]
    assert [one.state for one in found] == told
    assert [one.seen for one in found] == [
        int(one.contributed) for one in every[place].answers if one.contributed is not None
    ]


def test_a_delay_is_forecast_by_its_logarithm_beside_the_quantiles_of_others() -> None:
    every = lessons()
    place = every.index(lesson(KAZAKHSTAN))
    learnt = tuple(one for one in range(len(every)) if one != place)
    (found,) = FORECASTING["delays"](every, [Fold(learnt, (place,))])
    others = [every[one] for one in learnt]
    days = [one.days_to_decision for one in others if one.days_to_decision is not None and not one.chosen_for_vote]
    assert found.shares == DelayModel().fit(others, "decision").logarithm(every[place].features)
    assert found.base == pytest.approx(numpy.quantile([math.log1p(one) for one in days], QUANTILES))
    assert found.seen == every[place].days_to_decision


# --- One process or two ---

CHEAP = ("invocation", "outcome/base-rate")


def cheap(of: Any) -> tuple[Job, ...]:
    """A few jobs, in an order that is not theirs in the result."""
    return tuple(Job(what, "leave_one_organisation_out", first, first + 3) for first in (3, 0) for what in CHEAP)


def test_the_number_of_workers_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backtest, "jobs", cheap)
    told: list[tuple[int, int]] = []
    two = run_all(workers=2, done=lambda *each: told.append(each))
    one = run_all(workers=1)
    assert two == one
    assert list(two) == list(one) == [(what, "leave_one_organisation_out") for what in sorted(CHEAP)]
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
    places = [place for one in folds("leave_one_organisation_out", lessons())[:6] for place in one.asked]
    assert [each.case for each in two["outcome/base-rate", "leave_one_organisation_out"]] == places
