"""The model of worlds in numpy: all worlds side by side, month by month, at most one crisis a world and month."""

from __future__ import annotations

from collections import Counter

import numpy as np

from benchmarks.peers.figures import Figures
from benchmarks.peers.plain import log_odds

OUTCOMES = ("not_engaged", "not_invoked", "not_adopted", "lesser_measure", "insufficient", "answered")


def logistic(x: np.ndarray) -> np.ndarray:
    """The logistic function."""
    return 1 / (1 + np.exp(-x))


def play(figures: Figures, worlds: int, seed: int) -> Counter[str]:
    """Outcomes of many worlds."""
    rnd, value, n = np.random.default_rng(seed), figures.value, figures.states
    rates = np.array([one.rate for one in figures.sorts])
    bounds, whole = np.cumsum(rates) / rates.sum(), rates.sum()
    target = np.array([one.target for one in figures.sorts])
    deterred = np.array([one.deterred for one in figures.sorts])
    invoke, support = (np.array([getattr(one, name) for one in figures.sorts]) for name in ("invoke", "support"))
    need = np.array([one.need for one in figures.sorts])
    affinity = np.array([one.affinity for one in figures.sorts])
    table = [
        [(share * part, *route) for share, row in zip(one.scenes, one.routes, strict=True)
         for part, route in zip(one.asks, row, strict=True)]
        for one in figures.sorts
    ]  # fmt: skip
    widest = max(map(len, table))
    odds, engaged, measure, lesser = (np.zeros((len(table), widest)) for _ in range(4))
    for row, found in enumerate(table):
        for column, (share, status, place, less) in enumerate(found):
            odds[row, column], engaged[row, column] = share, status != "not_engaged"
            measure[row, column], lesser[row, column] = place, less
    odds = np.cumsum(odds, axis=1)
    belief = np.full((worlds, n), value["belief"])
    outside = np.full(worlds, value["belief_outside"])
    status, leaves = np.zeros((worlds, n), int), np.full((worlds, n), np.inf)
    counts = np.zeros(len(OUTCOMES), int)
    steps = 12 * 8  # eight steps a month, so that two crises in one step are rare
    for step in range(steps * figures.years):
        day = step * 365.25 / steps
        hit = np.flatnonzero(rnd.random(worlds) < 1 - np.exp(-whole / steps))
        sort = np.searchsorted(bounds, rnd.random(hit.size))
        alive = leaves[hit, target[sort]] > day
        alive &= ~(deterred[sort] & (rnd.random(hit.size) < value["deterrence"] * outside[hit]))
        hit, sort = hit[alive], sort[alive]
        if hit.size:
            which = (rnd.random(hit.size)[:, None] >= odds[sort]).sum(axis=1).clip(max=widest - 1)
            what, rows = measure[sort, which], np.arange(hit.size)
            own = belief[hit, target[sort]]
            index = value["invoke"] + invoke[sort] + value["invoke_belief"] * own
            index = index - value["frozen_invoke"] * (status[hit, target[sort]] != 0)
            u = rnd.random(hit.size)
            shock = value["shock"] * np.log(u / (1 - u))
            cost = np.where(what == 4, 0.0, np.where(what < 2, value["cost_force"], value["cost_help"]))
            stand = (value["support"] + support[sort] + shock - cost)[:, None] + affinity[sort]
            stand += value["support_belief"] * belief[hit]
            u = rnd.random((hit.size, n))
            there = (leaves[hit] > day) & (status[hit] == 0)
            there[rows, target[sort]] = False
            supports = there & (u < logistic(stand))
            objects = (there & (u >= logistic(stand + value["abstention"]))).any(axis=1)
            send = np.where(what < 2, value["send_force"], value["send_help"])[:, None]
            sends = supports & (rnd.random((hit.size, n)) < logistic(stand + send))
            place = rnd.random(hit.size) * (need.shape[1] - 1)
            low = place.astype(int).clip(max=need.shape[1] - 2)
            wanted = need[sort, low] + (need[sort, low + 1] - need[sort, low]) * (place - low)
            enough = (what == 4) | (sends.sum(axis=1) * value["strength"] >= wanted * value["need"])
            ends = np.where(enough, np.where(lesser[sort, which] > 0, 3, 5), 4)
            ends = np.where(objects, 2, ends)
            ends = np.where(rnd.random(hit.size) >= logistic(index), 1, ends)
            ends = np.where(engaged[sort, which] > 0, ends, 0)
            counts += np.bincount(ends, minlength=len(OUTCOMES))
            up = np.where(ends == 5, value["gain"], 0.0)
            down = np.where(
                ends == 2, value["loss"], np.where((ends == 3) | (ends == 4), value["loss"] * value["partly"], 0)
            )
            part = np.where(np.arange(n) == target[sort][:, None], 1.0, value["onlookers"]) * (leaves[hit] > day)
            belief[hit] += (1 - belief[hit]) * up[:, None] * part - belief[hit] * down[:, None] * part
            outside[hit] += value["outside"] * ((1 - outside[hit]) * up - outside[hit] * down)
        if (step + 1) % steps == 0:
            _turn(figures, rnd, belief, outside, status, leaves, (step + 1) / steps * 365.25)
    return Counter(dict(zip(OUTCOMES, counts.tolist(), strict=True)))


def _turn(figures: Figures, rnd: np.random.Generator, belief: np.ndarray, outside: np.ndarray,
          status: np.ndarray, leaves: np.ndarray, day: float) -> None:  # fmt: skip
    value = figures.value
    belief += (value["belief"] - belief) * value["drift"]
    outside += (value["belief_outside"] - outside) * value["drift"]
    away, u = value["leave_belief"] * (0.5 - belief), rnd.random(belief.shape)
    gone = leaves <= day
    back = gone & figures.readmits & (u < logistic(log_odds(value["return"]) - away))
    active, frozen = ~gone & (status < 2), status == 1
    gives = np.where(frozen, log_odds(value["notice_frozen"]), log_odds(value["notice"])) + away
    notice = active & (u >= 1 - logistic(gives))
    thaw = active & frozen & ~notice & (u < logistic(log_odds(value["unfreeze"]) - away))
    freeze = active & ~frozen & ~notice & (u < logistic(log_odds(value["freeze"]) + away))
    status[gone], status[notice], status[thaw], status[freeze], status[back] = 3, 2, 0, 1, 0
    leaves[notice], leaves[back] = day + figures.notice_days, np.inf
