"""Generators of the domain for property tests, in one place: states, stances, rules, ballots.

They draw from all that the schema can say, odd rules included, so that a property holds of the algebra and
not only of the rules that are in use.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from hypothesis import strategies as st

from foedus.dates import Period
from foedus.law.tally import Ballot, ballot
from foedus.record.cases import Stance
from foedus.record.rules import Base, Condition, Counting, DecisionRule, Measure, Side, Threshold

STATES = ("ARM", "AZE", "BLR", "GEO", "KAZ", "KGZ", "RUS", "TJK", "UZB")
STANCES: tuple[Stance, ...] = get_args(Stance)
KNOWN_STANCES: tuple[Stance, ...] = tuple(stance for stance in STANCES if stance != "unknown")
SHARES = ("1/3", "1/2", "2/3", "3/4", "55/100", "1/1")
ALWAYS = Period.parse("1990/..")


def rule_of(adopted_when: Condition, **keys: Any) -> DecisionRule:
    """A decision rule about which nothing matters but how votes are counted."""
    fixed: dict[str, Any] = {
        "id": "dr-drawn",
        "sources": ("charter",),
        "organs": ("council",),
        "matters": ("any",),
        "kind": "consensus",
        "basis": "article 5",
        "period": ALWAYS,
    }
    return DecisionRule(adopted_when=adopted_when, **{**fixed, **keys})


@dataclass(frozen=True)
class Vote:
    """A rule, those who vote under it with their figures, and what they did."""

    rule: DecisionRule
    voters: tuple[str, ...]
    weights: Mapping[str, int]
    population: Mapping[str, int]
    stances: Mapping[str, Stance]

    @property
    def ballot(self) -> Ballot:
        return ballot(self.rule, self.voters, weights=self.weights, population=self.population)

    def with_stances(self, stances: Mapping[str, Stance]) -> Vote:
        return Vote(self.rule, self.voters, self.weights, self.population, stances)


@cache
def states(least: int = 1, most: int = 6) -> st.SearchStrategy[tuple[str, ...]]:
    """Distinct states in any order."""
    return st.lists(st.sampled_from(STATES), min_size=least, max_size=most, unique=True).map(tuple)


def stances(
    voters: Sequence[str], words: Sequence[Stance] = KNOWN_STANCES
) -> st.SearchStrategy[dict[str, Stance]]:
    """Stances of some of the voters; the others are silent."""
    return st.fixed_dictionaries({}, optional=dict.fromkeys(voters, st.sampled_from(words)))


@dataclass(frozen=True)
class Kinds:
    """What the thresholds of drawn rules may be about."""

    measures: tuple[Measure, ...] = get_args(Measure)
    bases: tuple[Base, ...] = get_args(Base)
    counted: tuple[str, ...] = ("for", "against", "abstains", "abstains_declared", "present")


ALL = Kinds()


@cache
def thresholds(kinds: Kinds = ALL) -> st.SearchStrategy[Threshold]:
    """Shares of a base, and counts."""
    common = {"measure": st.sampled_from(kinds.measures), "counting": st.sampled_from(kinds.counted)}
    shares = st.builds(Threshold, share=st.sampled_from(SHARES), of=st.sampled_from(kinds.bases), **common)
    return shares | st.builds(Threshold, count=st.integers(1, 6), **common)


@cache
def conditions(vetoes: bool, kinds: Kinds = ALL) -> st.SearchStrategy[Condition]:
    """Trees of conditions whose content is known."""
    bars = thresholds(kinds)
    leaves = [
        st.builds(Condition, no_objection=st.sampled_from(("voters", "veto_holders") if vetoes else ("voters",))),
        st.builds(Condition, at_least=bars),
        st.builds(Condition, more_than=bars),
        st.builds(Condition, always=st.booleans()),
    ]
    return st.recursive(st.one_of(leaves), _combined, max_leaves=5)


def _combined(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    some = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return st.one_of(st.builds(Condition, **{key: some}) for key in ("all_of", "any_of", "none_of"))


@cache
def countings() -> st.SearchStrategy[Counting]:
    """What stances short of yes and no count as."""
    sides = st.sampled_from(get_args(Side))
    away = st.sampled_from((*get_args(Side), "not_present"))
    return st.builds(Counting, abstains=sides, abstains_declared=sides, absent=away, silent=away)


@st.composite
def rules(draw: st.DrawFn, kinds: Kinds = ALL, binding_veto: bool = False) -> DecisionRule:
    """Decision rules.

    Args:
        draw: hypothesis' own.
        kinds: what their thresholds are about.
        binding_veto: the rule has veto holders, and no part of its text lets a decision pass against them.
    """
    holders = draw(states(1 if binding_veto else 0, 4))
    condition = draw(conditions(bool(holders) and not binding_veto, kinds))
    if binding_veto and draw(st.booleans()):
        condition = Condition(all_of=(condition, Condition(no_objection="veto_holders")))
    quorum = draw(st.none() | conditions(bool(holders), kinds))
    return rule_of(
        condition, counts=draw(countings()), quorum=quorum, veto_holders=holders, stand_aside=draw(st.booleans())
    )


def single_conditions() -> st.SearchStrategy[DecisionRule]:
    """Rules of one condition: a count, a share of all members, or nobody's objection."""
    bars = thresholds(Kinds(bases=("members",)))
    nobody = st.builds(Condition, no_objection=st.just("voters"))
    one = nobody | st.builds(Condition, at_least=bars) | st.builds(Condition, more_than=bars)
    return st.builds(rule_of, one, counts=countings())


@st.composite
def votes(
    draw: st.DrawFn,
    most: int = 6,
    words: Sequence[Stance] = KNOWN_STANCES,
    drawn_rules: st.SearchStrategy[DecisionRule] | None = None,
) -> Vote:
    """Votes: a rule, voters with small figures (so that some are equal), and stances."""
    rule = draw(rules() if drawn_rules is None else drawn_rules)
    voters = draw(states(1, most))
    weights = draw(st.fixed_dictionaries(dict.fromkeys(voters, st.integers(0, 3))))
    population = draw(st.fixed_dictionaries(dict.fromkeys(voters, st.sampled_from((0, 1, 10, 11)))))
    return Vote(rule, voters, weights, population, draw(stances(voters, words)))
