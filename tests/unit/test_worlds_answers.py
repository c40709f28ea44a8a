"""What studies tell of days, membership and calls: each with its error and, apart from it, its spread."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

pytest.importorskip("numba", reason="the extra 'simulation' is not installed")

from foedus.record.view import organisation  # after the check that the extra is there
from foedus.simulation.parameters import possible, settings
from foedus.simulation.plan import AGAIN, Plan, compiled
from foedus.simulation.results import Results
from foedus.simulation.runners import Pool
from foedus.simulation.shares import Shares, Told
from foedus.simulation.study import reopened, run, study
from foedus.simulation.summary import day, error, markdown, number, plain, spread, waits
from foedus.simulation.waiting import quantiles
from tests.unit.cli_running import ran

PLAN = Plan(organisation="csto", first="2026-03-01", years=3, worlds=400, seed=7)


def test_yearly_membership_has_its_error_and_its_spread() -> None:
    made = study("csto", years=5, worlds=2_000, draws=8)
    last = {
        row["state"]: row for row in made.membership.to_dicts() if row["year"] == 5 and row["status"] == "outside"
    }
    for code, row in last.items():
        stays = made.answers()[f"stays.{code}"]
        assert row["share"] == pytest.approx(1 - (stays.value or 0))
        assert row["error"] == pytest.approx(stays.error, rel=1e-6)
        assert row["draw_error"] == pytest.approx(stays.draw_error, rel=1e-6)
        assert 1 - row["high"] == pytest.approx(stays.low, rel=1e-6)
        assert 1 - row["low"] == pytest.approx(stays.high, rel=1e-6)
    first = made.membership.filter(pl.col("year") == 0)
    assert (first["low"] == first["high"]).all()  # nothing has happened yet that a draw could change
    assert study("csto", years=5, worlds=200).membership["low"].null_count() == 6 * 6 * 4


def test_quantiles_of_days_lie_in_their_interval() -> None:
    """The days of a million worlds lie in the intervals of nearly as many of 200 small studies as they should.

    Of the quantiles that are told finely enough: where a tenth of the cases falls on one day, it always does.
    """
    tiny = compiled(PLAN, organisation("csto"))
    huge = run(replace(tiny, plan=replace(PLAN, worlds=1_000_000, seed=10_000))).waits()
    held: dict[tuple[str, float], int] = {}
    for seed in range(200):
        one = run(replace(tiny, plan=replace(PLAN, seed=seed)), runner=Pool(1)).waits()
        for what, found in one.items():
            for mine, right in zip(found, huge[what], strict=True):
                assert mine.error is not None
                least, most = mine.error
                assert least is not None
                assert most is not None
                assert right.days is not None
                key = (what, mine.share)
                held[key] = held.get(key, 0) + (least <= right.days <= most)
    assert all(count >= 0.9 * 200 for count in held.values()), held
    for what in ("decision", "arrival"):
        fine = held[what, 0.75] + held[what, 0.9]
        assert 0.9 * 400 <= fine <= 0.99 * 400, held


def test_one_unit_has_no_error_and_no_case_no_days() -> None:
    one = study("csto", years=3, worlds=10)
    assert {each.error for found in one.waits().values() for each in found} == {None}
    assert one.quantiles["least"].null_count() == one.quantiles.height > 0
    assert one.membership["error"].null_count() == one.membership.height
    assert "(" not in "".join(told_ for each in waits(one, "as it is").values() for told_, _ in each)
    never = study("csto", years=1, worlds=40, parameters={"rate": 0})
    assert never.waits() == {"decision": (), "arrival": ()}
    assert never.quantiles.is_empty()
    assert never.days["share"].null_count() == never.days.height
    assert plain(never)["results"][0]["days_to_decision"] == []
    assert "Nothing was decided." in markdown(never)


def test_quantiles_are_the_days_that_the_counts_have() -> None:
    made = study("csto", years=4, worlds=1_500)
    for row in made.quantiles.to_dicts():
        days = [
            day
            for day, count in made.days.filter(pl.col("what") == row["what"]).select("days", "count").rows()
            for _ in range(count)
        ]
        assert row["days"] == days[math.ceil(round(row["share"] * len(days), 9)) - 1]
        assert row["least"] <= row["days"] <= row["most"]


def test_draws_of_nothing_leave_no_day_open() -> None:
    record = organisation("csto")
    every = {one.name: float(one.low) for one in possible(settings(record))}
    made = study("csto", years=10, worlds=400, draws=5, parameters=every)
    told_ = made.quantiles.filter(pl.col("low").is_not_null())
    assert told_.height > 0
    assert (told_["low"] == told_["days"]).all()
    assert (told_["high"] == told_["days"]).all()


def test_the_spread_of_days_is_that_of_the_draws() -> None:
    # Under the settings all comes on day 20, under each of 21 draws on a day of its own, from 11 to 31.
    shares = Shares()
    for draw, day_ in ((0, 20), (AGAIN, 20), *((n, 10 + n) for n in range(1, 22))):
        for first in (0, 500):
            shares.add(draw, first, np.where(np.arange(40) >= day_, 1_000, 0), 1_000)
    (median,) = quantiles(shares.told(), [0.5])
    # The 5 % point of 21 is the second, the 95 % point the last but one.
    assert (median.days, median.error, median.spread) == (20, (20, 20), (12, 30))


def test_the_spread_of_days_hangs_little_on_how_many_worlds_are_played() -> None:
    few, many = (study("csto", years=10, worlds=worlds, draws=60).waits() for worlds in (2_000, 400_000))
    for what in ("decision", "arrival"):
        for mine, right in zip(few[what], many[what], strict=True):
            assert mine.spread is not None
            assert right.spread is not None
            for one, other in zip(mine.spread, right.spread, strict=True):
                assert one is not None
                assert one == pytest.approx(other, rel=0.2, abs=1.5)
    assert many["decision"][3].spread is not None  # no parameter has a say in it
    assert many["decision"][3].spread[0] == pytest.approx(many["decision"][3].days, abs=1)


def test_few_cases_leave_days_without_a_spread() -> None:
    found = study("csto", years=1, worlds=1_000, draws=3, parameters={"rate": 0.2}).waits()
    assert found["arrival"]
    assert {one.spread for one in found["arrival"]} == {None}


def test_days_longer_than_is_counted_are_told_so() -> None:
    come = np.array([0.2, 0.5, 0.7, 1.0])
    (median, most) = quantiles(Told(come, np.array([0.0, 0.1, 0.1, 0.0]), come - 0.1, come + 0.1), (0.5, 0.9))
    assert (median.days, median.error, median.spread) == (1, (1, 2), (1, 2))
    assert (most.days, most.error, most.spread) == (None, (2, None), (None, None))
    assert day(most, 2) == "over 2 (2 to over 2)"


def test_calls_by_state_and_kind_are_printed_with_error_and_spread(tmp_path: Path) -> None:
    asked = ("simulate", "csto", "--years", "5", "--worlds", "3000", "--reform", "two-thirds")
    made = ran(*asked, "--draws", "2", "--out", str(tmp_path / "study"), "--requests", columns=80)
    assert made.code == 0, made.err
    answers = reopened_results(tmp_path / "study")
    for name in answers.variants:
        one = answers.answers(name)["granted.RUS.border_clash"]
        assert f"{number(one)}  {error(one)}" in made.out
        assert f"  {spread(one)}" in made.out
    assert made.out.count("border clash") == 2 * 6
    assert ran("study", str(tmp_path / "study"), "--requests", columns=80).out == made.out
    assert "5 % to 95 %" not in ran(*asked, "--requests").out


def reopened_results(folder: Path) -> Results:
    made, kept = reopened(folder)
    return run(made, kept)


def test_shares_are_the_same_in_whatever_order_units_come() -> None:
    units = [(first, np.array([first % 7, 10**9 + first]), 10**10 - first) for first in range(50)]
    one, other = Shares(), Shares()
    for draw in (0, 1, 2, AGAIN):
        for first, above, below in units[: 4 if draw else None]:
            one.add(draw, first, above, below)
        for first, above, below in reversed(units[: 4 if draw else None]):
            other.add(draw, first, above, below)
    mine, theirs = one.told(), other.told()
    assert mine is not None
    assert theirs is not None
    for name in ("share", "error", "low", "high", "draw_error"):
        assert (getattr(mine, name) == getattr(theirs, name)).all()
