"""The model of worlds for Mesa 3: members are agents, a step is a month, crises come by the month."""

from __future__ import annotations

import math
from collections import Counter

import mesa

from benchmarks.peers.figures import Figures, Sort
from benchmarks.peers.plain import log_odds, logistic, quantile


class Member(mesa.Agent):  # type: ignore[misc]  # Mesa ships no types
    """A member: it believes, stands for or against, sends, stands aside, leaves."""

    def __init__(self, model: Alliance, place: int) -> None:
        super().__init__(model)
        self.place = place
        self.belief = model.figures.value["belief"]
        self.status = "member"
        self.leaves = math.inf
        self.sorts = [one for one in model.figures.sorts if one.target == place]
        self.stance, self.index = "", 0.0

    def month(self) -> None:
        """Let crises come to this member."""
        model = self.model
        for sort in self.sorts:
            if self.leaves > model.day and model.random.random() < sort.rate / 12:
                if sort.deterred and model.random.random() < model.figures.value["deterrence"] * model.outside:
                    continue
                model.crisis(sort, self)

    def stand(self, common: float, sort: Sort) -> None:
        """Take a stance."""
        value = self.model.figures.value
        self.stance = ""
        if self.place == sort.target or self.leaves <= self.model.day or self.status != "member":
            return
        self.index = common + sort.affinity[self.place] + value["support_belief"] * self.belief
        u = self.model.random.random()
        if u < logistic(self.index):
            self.stance = "supports"
        elif u >= logistic(self.index + value["abstention"]):
            self.stance = "objects"

    def learn(self, target: int, up: float, down: float) -> None:
        """Believe more or less."""
        if self.leaves > self.model.day:
            part = 1.0 if self.place == target else self.model.figures.value["onlookers"]
            self.belief += (1 - self.belief) * up * part - self.belief * down * part

    def year(self) -> None:
        """Do what there is to do about membership."""
        value, rnd, model = self.model.figures.value, self.model.random, self.model
        self.belief += (value["belief"] - self.belief) * value["drift"]
        away = value["leave_belief"] * (0.5 - self.belief)
        u = rnd.random()
        if self.leaves <= model.day:
            self.status = "outside"
            if model.figures.readmits and u < logistic(log_odds(value["return"]) - away):
                self.status, self.leaves = "member", math.inf
        elif self.status == "notice":
            return
        elif u >= 1 - logistic(log_odds(value["notice_frozen" if self.status == "frozen" else "notice"]) + away):
            self.status, self.leaves = "notice", model.day + model.figures.notice_days
        elif self.status == "frozen":
            if u < logistic(log_odds(value["unfreeze"]) - away):
                self.status = "member"
        elif u < logistic(log_odds(value["freeze"]) + away):
            self.status = "frozen"


class Alliance(mesa.Model):  # type: ignore[misc]  # Mesa ships no types
    """The organisation."""

    def __init__(self, figures: Figures, seed: int) -> None:
        super().__init__(seed=seed)
        self.figures = figures
        self.outside = figures.value["belief_outside"]
        self.day = 0.0
        self.outcomes: Counter[str] = Counter()
        for place in range(figures.states):
            Member(self, place)

    def step(self) -> None:
        """A month."""
        self.agents.do("month")
        self.day += 365.25 / 12
        if round(self.day / 365.25 * 12) % 12 == 0:
            value = self.figures.value
            self.outside += (value["belief_outside"] - self.outside) * value["drift"]
            self.agents.do("year")

    def crisis(self, sort: Sort, target: Member) -> None:
        """A crisis from its beginning to what everybody learns."""
        value, rnd = self.figures.value, self.random
        scene = rnd.choices(range(len(sort.scenes)), sort.scenes)[0]
        ask = rnd.choices(range(len(sort.asks)), sort.asks)[0]
        status, measure, lesser = sort.routes[scene][ask]
        index = value["invoke"] + sort.invoke + value["invoke_belief"] * target.belief
        if target.status != "member":
            index -= value["frozen_invoke"]
        if status == "not_engaged":
            outcome = "not_engaged"
        elif rnd.random() >= logistic(index):
            outcome = "not_invoked"
        else:
            outcome = self.decided(sort, measure, lesser)
        self.outcomes[outcome] += 1
        up = value["gain"] if outcome == "answered" else 0.0
        down = value["loss"] if outcome == "not_adopted" else 0.0
        if outcome in ("lesser_measure", "insufficient"):
            down = value["loss"] * value["partly"]
        self.agents.do("learn", sort.target, up, down)
        part = value["outside"]
        self.outside += (1 - self.outside) * up * part - self.outside * down * part

    def decided(self, sort: Sort, measure: int, lesser: bool) -> str:
        """Stances, the rule, and what is sent."""
        value, rnd = self.figures.value, self.random
        for delay in ("invoke", "meet"):
            quantile(self.figures.delays[delay], rnd.random())
        u = rnd.random()
        words = measure == 4
        cost = 0.0 if words else value["cost_force" if measure < 2 else "cost_help"]
        common = value["support"] + sort.support + value["shock"] * math.log(u / (1 - u)) - cost
        self.agents.do("stand", common, sort)
        if any(one.stance == "objects" for one in self.agents):
            return "not_adopted"
        outcome = "lesser_measure" if lesser else "answered"
        if words:
            return outcome
        send = value["send_force" if measure < 2 else "send_help"]
        total = 0.0
        for one in self.agents.select(lambda one: one.stance == "supports"):
            if rnd.random() < logistic(one.index + send):
                total += value["strength"]
                quantile(self.figures.delays["send"], rnd.random())
        need = quantile(sort.need, rnd.random()) * value["need"]
        return outcome if total >= need else "insufficient"


def play(figures: Figures, worlds: int, seed: int) -> Counter[str]:
    """Outcomes of many worlds."""
    found: Counter[str] = Counter()
    for world in range(worlds):
        model = Alliance(figures, seed * 1_000_003 + world)
        for _ in range(12 * figures.years):
            model.step()
        found += model.outcomes
    return found
