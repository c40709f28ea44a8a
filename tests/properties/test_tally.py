"""What holds of every decision rule, however odd: the laws of the tally."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from foedus.law.ballot import anomalies
from foedus.law.conditions import KNOWN
from foedus.law.tally import Tally, ballot, blocking, can_block, decide, tally
from foedus.record.cases import Stance
from foedus.record.rules import Base, Condition, Counting, DecisionRule, Fallback, Threshold
from tests.properties.strategies import (
    STANCES,
    STATES,
    Kinds,
    Vote,
    countings,
    rule_of,
    rules,
    single_conditions,
    stances,
    states,
    votes,
)

FOR: tuple[Stance, ...] = ("requests", "supports", "accepts")
HAZY: tuple[Stance, ...] = ("unknown", "supports", "unknown", "objects", "abstains", "absent")
WAYS: tuple[Stance, ...] = ("objects", "abstains", "abstains_declared", "absent")


def count(vote: Vote) -> Tally:
    return tally(vote.stances, vote.ballot)


# --- an independent reading of the algebra, slow and with fractions ---


class Reading:
    """The meaning of a rule as its text has it, without compiling anything."""

    def __init__(self, vote: Vote) -> None:
        self.rule, self.voters = vote.rule, vote.voters
        self.did = {state: vote.stances.get(state) for state in vote.voters}
        self.sizes = {
            "heads": dict.fromkeys(vote.voters, 1),
            "weight": vote.weights,
            "population": vote.population,
        }

    def side(self, state: str) -> str:
        counts = self.rule.counts
        table = {
            "objects": "against",
            "abstains": counts.abstains,
            "abstains_declared": counts.abstains_declared,
            "absent": counts.absent,
            None: counts.silent,
        }
        return table.get(self.did[state], "for")

    def among(self, what: str) -> set[str]:
        if what == "members":
            return set(self.voters)
        if what in ("abstains", "abstains_declared"):
            return {state for state in self.voters if self.did[state] == what}
        if what == "present":
            away = {state for state in self.voters if self.side(state) == "not_present"}
            return set(self.voters) - away - {state for state in self.voters if self.did[state] == "absent"}
        sides = ("for", "against") if what == "cast" else (what,)
        return {state for state in self.voters if self.side(state) in sides}

    def reached(self, threshold: Threshold, passed: bool) -> bool:
        size = self.sizes[threshold.measure]
        total = sum(size[state] for state in self.among(threshold.counting))
        if threshold.share is None:
            needed = Fraction(threshold.count or 0)
        else:
            base = sum(size[state] for state in self.among(threshold.of))
            if base == 0:
                return False
            needed = Fraction(threshold.share) * base
        return total > needed if passed else total >= needed

    def holds(self, condition: Condition) -> bool:
        if condition.no_objection is not None:
            group = self.voters if condition.no_objection == "voters" else self.rule.veto_holders
            return not any(state in self.voters and self.side(state) == "against" for state in group)
        if condition.at_least is not None:
            return self.reached(condition.at_least, False)
        if condition.more_than is not None:
            return self.reached(condition.more_than, True)
        if condition.all_of is not None:
            return all(map(self.holds, condition.all_of))
        if condition.any_of is not None:
            return any(map(self.holds, condition.any_of))
        if condition.none_of is not None:
            return not any(map(self.holds, condition.none_of))
        return bool(condition.always)

    def adopted(self) -> bool:
        met = self.rule.quorum is None or self.holds(self.rule.quorum)
        vetoes = [state for state in self.rule.veto_holders if state in self.voters]
        vetoed = not says_where(self.rule.adopted_when) and any(self.side(state) == "against" for state in vetoes)
        return met and self.holds(self.rule.adopted_when) and not vetoed


def says_where(condition: Condition) -> bool:
    """Whether a condition says where the veto bears."""
    parts = (*(condition.all_of or ()), *(condition.any_of or ()), *(condition.none_of or ()))
    return condition.no_objection == "veto_holders" or any(map(says_where, parts))


@given(votes())
def test_the_tally_is_what_the_text_says(vote: Vote) -> None:
    assert count(vote).adopted is Reading(vote).adopted()


# --- more support ---

ANOMALIES = {
    "votes against are counted": rule_of(Condition(at_least=Threshold(share="1/2", counting="against"))),
    "abstentions are counted": rule_of(Condition(at_least=Threshold(count=1, counting="abstains"))),
    "declared abstentions are counted": rule_of(
        Condition(at_least=Threshold(count=1, counting="abstains_declared"))
    ),
    "support is counted as an obstacle": rule_of(Condition(none_of=(Condition(at_least=Threshold(count=1)),))),
    "somebody must object": rule_of(Condition(none_of=(Condition(no_objection="voters"),))),
    "presence is an obstacle": rule_of(
        Condition(none_of=(Condition(more_than=Threshold(share="1/2", counting="present")),)),
    ),
    "presence is asked as a share of the votes cast": rule_of(
        Condition(more_than=Threshold(share="1/1", of="cast", counting="present")),
    ),
    "absence counts for, as a share of those present": rule_of(
        Condition(at_least=Threshold(share="2/3", of="present")), counts=Counting(absent="for")
    ),
    "support makes a share out of a share of nothing": rule_of(
        Condition(none_of=(Condition(at_least=Threshold(share="1/2", of="cast", counting="abstains")),)),
    ),
}
"""Every way in which a rule's own text lets more support defeat a proposal."""


def gone_over(vote: Vote, state: str, word: Stance) -> Vote:
    return vote.with_stances({**vote.stances, state: word})


@given(votes(words=STANCES), st.data())
def test_more_support_defeats_nothing_unless_the_text_says_so(vote: Vote, data: st.DataObject) -> None:
    state, word = data.draw(st.sampled_from(vote.voters)), data.draw(st.sampled_from(FOR))
    before, after = count(vote).adopted, count(gone_over(vote, state, word)).adopted
    if before is True:
        assert after is True or anomalies(vote.ballot)
    if after is False:
        assert before is False or anomalies(vote.ballot)


@pytest.mark.parametrize("rule", ANOMALIES.values(), ids=ANOMALIES.keys())
def test_each_listed_exception_is_one(rule: DecisionRule) -> None:
    """The text is found out, and there is a vote that more support defeats."""
    voters = STATES[:4]
    made = ballot(rule, voters)
    assert anomalies(made)
    rows = (dict(zip(voters, row, strict=True)) for row in product(KNOWN, repeat=4))
    given_rows = ({state: word for state, word in row.items() if word is not None} for row in rows)
    assert any(
        tally(row, made).adopted is True and tally({**row, state: "supports"}, made).adopted is False
        for row in given_rows
        for state in voters
    )


PLAIN = {
    "consensus": rule_of(Condition(no_objection="voters")),
    "unanimity": rule_of(Condition(at_least=Threshold(share="1/1"))),
    "simple majority": rule_of(Condition(more_than=Threshold(share="1/2", of="cast"))),
    "two thirds of those present": rule_of(Condition(at_least=Threshold(share="2/3", of="present"))),
    "a count with a veto": rule_of(Condition(at_least=Threshold(count=3)), veto_holders=("RUS",)),
    "a quorum": rule_of(
        Condition(at_least=Threshold(share="2/3", of="present")),
        quorum=Condition(at_least=Threshold(share="2/3", counting="present")),
    ),
    "declared abstentions as an obstacle": rule_of(
        Condition(none_of=(Condition(at_least=Threshold(share="1/3", counting="abstains_declared")),)),
    ),
}


@pytest.mark.parametrize("rule", PLAIN.values(), ids=PLAIN.keys())
def test_rules_in_use_have_no_exception(rule: DecisionRule) -> None:
    assert anomalies(ballot(rule, STATES)) == ()


# --- symmetry ---


@given(votes(words=STANCES), st.randoms(use_true_random=False))
def test_the_order_of_stances_does_not_matter(vote: Vote, random: Random) -> None:
    rows = list(vote.stances.items())
    random.shuffle(rows)
    one, other = count(vote), tally(dict(rows), vote.ballot)
    assert (one.adopted, one.quorum, one.counts, one.blocked_by, one.why, one.binds, one.not_entitled) == (
        other.adopted, other.quorum, other.counts, other.blocked_by, other.why, other.binds, other.not_entitled
    )  # fmt: skip


@given(votes(words=STANCES))
def test_the_order_of_voters_does_not_matter(vote: Vote) -> None:
    one, other = count(vote), count(replace(vote, voters=vote.voters[::-1]))
    assert (one.adopted, one.quorum, one.measured, one.why) == (
        other.adopted,
        other.quorum,
        other.measured,
        other.why,
    )
    assert set(one.blocked_by) == set(other.blocked_by)


@given(votes(words=STANCES), st.data())
def test_relabelling_equal_members_changes_nothing(vote: Vote, data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(vote.voters))
    other = data.draw(st.sampled_from(vote.voters))
    vetoes = vote.rule.veto_holders
    weights = {**vote.weights, other: vote.weights[one]}
    population = {**vote.population, other: vote.population[one]}
    assume((one in vetoes) == (other in vetoes))
    vote = Vote(vote.rule, vote.voters, weights, population, vote.stances)
    label = {**dict(zip(STATES, STATES, strict=True)), one: other, other: one}
    swapped = vote.with_stances({label[state]: word for state, word in vote.stances.items()})
    before, after = count(vote), count(swapped)
    assert (before.adopted, before.quorum, before.measured) == (after.adopted, after.quorum, after.measured)
    assert {(label[block.state], block.stance, block.why) for block in before.blocked_by} == {
        (block.state, block.stance, block.why) for block in after.blocked_by
    }
    assert {label[state] for state in before.binds} == set(after.binds)


# --- vetoes, and what stances count as ---


@given(votes(words=STANCES, drawn_rules=rules(binding_veto=True)), st.data())
def test_a_veto_holders_objection_always_blocks(vote: Vote, data: st.DataObject) -> None:
    holder = data.draw(st.sampled_from(vote.rule.veto_holders))
    everybody = dict.fromkeys((*vote.voters, holder), 1)
    vote = Vote(vote.rule, tuple(everybody), everybody | vote.weights, everybody | vote.population, vote.stances)
    result = count(gone_over(vote, holder, "objects"))
    assert result.adopted is False
    if result.quorum:
        assert any(block.state == holder and block.why in ("veto", "objection") for block in result.blocked_by)


@given(
    votes(drawn_rules=rules(Kinds(bases=("members", "cast"), counted=("for", "against")))),
    st.sampled_from(("abstains", "abstains_declared", "absent", None)),
    st.data(),
)
def test_a_stance_counts_as_the_rule_says(vote: Vote, word: Stance | None, data: st.DataObject) -> None:
    """What counts for or against is the same as support or objection, but where a rule names the stance itself."""
    state = data.draw(st.sampled_from(vote.voters))
    side = data.draw(st.sampled_from(("for", "against")))
    counts = replace(vote.rule.counts, **{word or "silent": side})
    others = {name: said for name, said in vote.stances.items() if name != state}
    rule = replace(vote.rule, counts=counts)
    as_given = Vote(
        rule, vote.voters, vote.weights, vote.population, {**others, **({} if word is None else {state: word})}
    )
    as_counted = gone_over(as_given, state, "supports" if side == "for" else "objects")
    assert count(as_given).adopted is count(as_counted).adopted
    assert count(as_given).counts == count(as_counted).counts


@given(votes(words=STANCES))
def test_every_voter_is_counted_once(vote: Vote) -> None:
    result = count(vote)
    for one in result.measured:
        figures = {"heads": dict.fromkeys(vote.voters, 1), "weight": vote.weights, "population": vote.population}
        behind = one.in_favour + one.against + one.neither + one.not_present + one.unknown
        assert behind == sum(figures[one.measure][state] for state in vote.voters)
    assert result.counts.unknown == sum(word == "unknown" for word in vote.stances.values())


@given(st.integers(1, 100), st.sampled_from(("members", "present", "cast")))
def test_half_is_no_simple_majority(half: int, base: Base) -> None:
    rule = rule_of(Condition(more_than=Threshold(share="1/2", of=base)))
    voters = [f"S{number}" for number in range(2 * half)]
    tied = {state: "supports" if number < half else "objects" for number, state in enumerate(voters)}
    assert tally(tied, rule, voters).adopted is False
    assert tally({**tied, voters[-1]: "supports"}, rule, voters).adopted is True


# --- who blocked ---


@given(votes(words=STANCES))
@example(
    Vote(
        rule_of(Condition(at_least=Threshold(count=3))),
        ("ARM", "BLR"),
        {},
        {},
        {"ARM": "supports", "BLR": "supports"},
    )
)
def test_somebody_blocked_if_and_only_if_it_was_not_adopted(vote: Vote) -> None:
    """The one exception: what fails although all do what could help has nobody to name, and says why."""
    result = count(vote)
    assert result.why
    if result.adopted:
        assert result.blocked_by == ()
    elif not result.blocked_by and not anomalies(vote.ballot):
        assert tally(dict.fromkeys(vote.voters, "supports"), vote.ballot).adopted is False


@given(votes(words=STANCES))
def test_nobody_blocks_twice_and_only_voters_do(vote: Vote) -> None:
    blocks = count(vote).blocked_by
    assert len({block.state for block in blocks}) == len(blocks)
    for block in blocks:
        assert block.stance == vote.stances.get(block.state, "silent")
        assert block.state in vote.voters
        assert block.state in block.sentence
        assert (block.stance == "unknown") == (block.why == "unknown_stance")


@given(votes(words=STANCES))
def test_a_decision_binds_each_voter_or_lets_it_stand_aside(vote: Vote) -> None:
    result = count(vote)
    bound, aside = set(result.binds), set(result.stood_aside)
    assert not bound & aside
    if not result.adopted:
        assert not bound | aside
    else:
        assert set(vote.voters) - bound - aside <= {
            state for state in vote.voters if vote.stances.get(state) == "unknown"
        }


# --- what is not known ---


def completions(vote: Vote) -> Iterator[Mapping[str, Stance]]:
    """All that the voters may have done, silence included."""
    open_ones = [state for state in vote.voters if vote.stances.get(state) == "unknown"]
    known = {state: word for state, word in vote.stances.items() if word != "unknown"}
    for row in product(KNOWN, repeat=len(open_ones)):
        yield known | {state: word for state, word in zip(open_ones, row, strict=True) if word is not None}


@given(votes(most=5, words=HAZY))
def test_what_is_said_despite_unknown_stances_is_so_whatever_they_were(vote: Vote) -> None:
    result, made = count(vote), vote.ballot
    outcomes = [tally(row, made) for row in completions(vote)]
    if result.adopted is not None:
        assert {one.adopted for one in outcomes} == {result.adopted}
    if result.quorum is not None:
        assert {one.quorum for one in outcomes} == {result.quorum}


@given(votes(most=4, words=HAZY, drawn_rules=single_conditions()))
def test_a_single_threshold_or_veto_is_told_whenever_it_can_be(vote: Vote) -> None:
    """For a rule of one condition the answer is complete as well as sound."""
    outcomes = {tally(row, vote.ballot).adopted for row in completions(vote)}
    assert count(vote).adopted is (outcomes.pop() if len(outcomes) == 1 else None)


@given(votes(words=STANCES, drawn_rules=rules(Kinds(measures=("population",)))), st.data())
def test_a_missing_figure_makes_nothing_certain_that_is_not(vote: Vote, data: st.DataObject) -> None:
    """What is told without a state's population is so whatever it is."""
    missing = data.draw(st.sampled_from(vote.voters))
    partial = {state: size for state, size in vote.population.items() if state != missing}
    told = tally(vote.stances, vote.rule, vote.voters, population=partial).adopted
    for figure in (0, 1, 1_000):
        full = tally(vote.stances, vote.rule, vote.voters, population={**partial, missing: figure}).adopted
        assert told is None or full is told


# --- who can block ---


@given(votes())
def test_those_who_can_block_do_and_nobody_else(vote: Vote) -> None:
    made = vote.ballot
    support: dict[str, Stance] = dict.fromkeys(vote.voters, "supports")
    found = {one.state: one.how for one in can_block(made)}
    if tally(support, made).adopted is False:
        assert not found
        return
    for state in vote.voters:
        stopping = tuple(way for way in WAYS if tally({**support, state: way}, made).adopted is False)
        assert found.get(state, ()) == stopping


@given(votes(most=4))
def test_the_smallest_coalition_that_blocks_is_the_smallest(vote: Vote) -> None:
    made = vote.ballot
    support: dict[str, Stance] = dict.fromkeys(vote.voters, "supports")
    sizes = [
        sum(word != "supports" for word in row)
        for row in product(("supports", *WAYS), repeat=len(vote.voters))
        if tally(dict(zip(vote.voters, row, strict=True)), made).adopted is False
    ]
    found = blocking(made)
    assert found.size == min(sizes, default=None)
    assert found.size is None or found.size == len(found.coalition)
    if found.size is not None:
        assert tally(support | {one.state: one.how[0] for one in found.coalition}, made).adopted is False


# --- fallbacks ---


@given(st.lists(rules(Kinds(measures=("heads",))), min_size=1, max_size=3), states(), st.data())
def test_a_fallback_applies_exactly_when_the_rule_before_failed(
    drawn: list[DecisionRule], voters: tuple[str, ...], data: st.DataObject
) -> None:
    whens = [data.draw(st.sampled_from(("not_adopted", "quorum_missing"))) for _ in drawn]
    chained = {
        f"dr-{number}": replace(
            rule,
            id=f"dr-{number}",
            fallback=Fallback(rule=f"dr-{number + 1}", when=when) if number + 1 < len(drawn) else None,
        )
        for number, (rule, when) in enumerate(zip(drawn, whens, strict=True))
    }
    said = data.draw(stances(voters, STANCES))
    result = decide(said, chained, "dr-0", voters)
    applied: list[Tally] = []
    step: Tally | None = result
    while step is not None:
        applied.insert(0, step)
        step = step.first_tally
    assert [one.rule for one in applied] == [f"dr-{number}" for number in range(len(applied))]
    for one, when in zip(applied, whens, strict=False):
        assert one.adopted is tally(said, chained[one.rule], voters).adopted
        failed = one.adopted is False if when == "not_adopted" else one.quorum is False
        assert (one is not result) == (failed and one.ballot.rule.fallback is not None)


@given(countings())
def test_drawn_countings_are_told_apart(counts: Counting) -> None:
    """The generator reaches each of the four stances that are short of yes and no."""
    made = ballot(rule_of(Condition(no_objection="voters"), counts=counts), STATES)
    assert {word: made.parts[word] for word in ("abstains", "abstains_declared", "absent", None)} == {
        "abstains": counts.abstains,
        "abstains_declared": counts.abstains_declared,
        "absent": counts.absent,
        None: counts.silent,
    }
