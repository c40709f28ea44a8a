"""The model of worlds in plain Python: dataclasses, the library's random numbers, one event after the other."""

from __future__ import annotations

import bisect
import itertools
import math
import random
from collections import Counter
from dataclasses import dataclass, field

from benchmarks.peers.figures import Figures, Sort


def logistic(x: float) -> float:
    """The logistic function."""
    return 1 / (1 + math.exp(-x))


def log_odds(p: float) -> float:
    """The log-odds of a probability."""
    return math.log(p / (1 - p)) if p > 0 else -math.inf


def quantile(points: list[float], u: float) -> float:
    """A value from quantiles at equal distances."""
    place = u * (len(points) - 1)
    low = min(int(place), len(points) - 2)
    return points[low] + (points[low + 1] - points[low]) * (place - low)


@dataclass
class State:
    """A member."""

    belief: float
    status: str = "member"
    leaves: float = math.inf


@dataclass
class World:
    """One world."""

    figures: Figures
    random: random.Random
    states: list[State] = field(default_factory=list)
    outside: float = 0.5
    outcomes: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        value = self.figures.value
        self.states = [State(value["belief"]) for _ in range(self.figures.states)]
        self.outside = value["belief_outside"]

    def play(self) -> Counter[str]:
        """Play it, and count how crises end."""
        rates = list(itertools.accumulate(one.rate for one in self.figures.sorts))
        day, year = 0.0, 0
        while True:
            day += self.random.expovariate(rates[-1] / 365.25)
            while year < self.figures.years and (year + 1) * 365.25 <= day:
                year += 1
                self.turn(year * 365.25)
            if day >= self.figures.years * 365.25:
                return self.outcomes
            sort = self.figures.sorts[bisect.bisect(rates, self.random.random() * rates[-1])]
            if self.states[sort.target].leaves <= day:
                continue
            if sort.deterred and self.random.random() < self.figures.value["deterrence"] * self.outside:
                continue
            self.crisis(sort, day)

    def crisis(self, sort: Sort, day: float) -> None:
        """A crisis from its beginning to what everybody learns."""
        value, rnd = self.figures.value, self.random
        scene = rnd.choices(range(len(sort.scenes)), sort.scenes)[0]
        ask = rnd.choices(range(len(sort.asks)), sort.asks)[0]
        status, measure, lesser = sort.routes[scene][ask]
        target = self.states[sort.target]
        index = value["invoke"] + sort.invoke + value["invoke_belief"] * target.belief
        if target.status != "member":
            index -= value["frozen_invoke"]
        if status == "not_engaged":
            outcome = "not_engaged"
        elif rnd.random() >= logistic(index):
            outcome = "not_invoked"
        else:
            outcome = self.decided(sort, day, measure, lesser)
        self.outcomes[outcome] += 1
        self.learn(sort.target, day, outcome)

    def decided(self, sort: Sort, day: float, measure: int, lesser: bool) -> str:
        """Stances, the rule, and what is sent."""
        value, rnd = self.figures.value, self.random
        decided = day + quantile(self.figures.delays["invoke"], rnd.random())
        decided += quantile(self.figures.delays["meet"], rnd.random())
        u = rnd.random()
        shock = value["shock"] * math.log(u / (1 - u))
        words = measure == 4
        cost = 0.0 if words else value["cost_force" if measure < 2 else "cost_help"]
        supporting = []
        objected = False
        for n, one in enumerate(self.states):
            if one.leaves <= day:
                continue
            index = value["support"] + sort.support + shock - cost + value["support_belief"] * one.belief
            index += sort.affinity[n]
            u = rnd.random()
            if n == sort.target or one.status != "member":
                continue
            if u < logistic(index):
                supporting.append((n, index))
            elif u >= logistic(index + value["abstention"]):
                objected = True
        if objected:
            return "not_adopted"
        outcome = "lesser_measure" if lesser else "answered"
        if words:
            return outcome
        send = value["send_force" if measure < 2 else "send_help"]
        total = 0.0
        for _, index in supporting:
            if rnd.random() < logistic(index + send):
                total += value["strength"]
                quantile(self.figures.delays["send"], rnd.random())
        need = quantile(sort.need, rnd.random()) * value["need"]
        return outcome if total >= need else "insufficient"

    def learn(self, target: int, day: float, outcome: str) -> None:
        """Believe more or less."""
        value = self.figures.value
        up = value["gain"] if outcome == "answered" else 0.0
        down = value["loss"] if outcome == "not_adopted" else 0.0
        if outcome in ("lesser_measure", "insufficient"):
            down = value["loss"] * value["partly"]
        for n, one in enumerate(self.states):
            if one.leaves > day:
                part = 1.0 if n == target else value["onlookers"]
                one.belief += (1 - one.belief) * up * part - one.belief * down * part
        part = value["outside"]
        self.outside += (1 - self.outside) * up * part - self.outside * down * part

    def turn(self, day: float) -> None:
        """The turn of a year."""
        value, rnd = self.figures.value, self.random
        for one in self.states:
            one.belief += (value["belief"] - one.belief) * value["drift"]
        self.outside += (value["belief_outside"] - self.outside) * value["drift"]
        for one in self.states:
            away = value["leave_belief"] * (0.5 - one.belief)
            u = rnd.random()
            if one.leaves <= day:
                one.status = "outside"
                if self.figures.readmits and u < logistic(log_odds(value["return"]) - away):
                    one.status, one.leaves = "member", math.inf
            elif one.status == "notice":
                continue
            elif u >= 1 - logistic(
                log_odds(value["notice_frozen" if one.status == "frozen" else "notice"]) + away
            ):
                one.status, one.leaves = "notice", day + self.figures.notice_days
            elif one.status == "frozen":
                if u < logistic(log_odds(value["unfreeze"]) - away):
                    one.status = "member"
            elif u < logistic(log_odds(value["freeze"]) + away):
                one.status = "frozen"


def play(figures: Figures, worlds: int, seed: int) -> Counter[str]:
    """Outcomes of many worlds."""
    found: Counter[str] = Counter()
    for world in range(worlds):
        found += World(figures, random.Random(seed * 1_000_003 + world)).play()
    return found
