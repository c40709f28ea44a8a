"""What a caller of the tally relies on: arguments, words, figures, limits."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, get_args

import pytest

from foedus.dates import Period
from foedus.law.ballot import anomalies
from foedus.law.tally import (
    Block,
    Counts,
    Why,
    ballot,
    blocking,
    blocking_number,
    can_block,
    decide,
    parse_share,
    tally,
)
from foedus.record.rules import Condition, Counting, DecisionRule, Fallback, Silence, Threshold, Voters, Weight

SIX = ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK")
NO_OBJECTION = Condition(no_objection="voters")
NO_VETO = Condition(no_objection="veto_holders")


def rule(adopted_when: Condition, **keys: Any) -> DecisionRule:
    fixed: dict[str, Any] = {
        "id": "dr-made-up",
        "sources": ("charter",),
        "organs": ("council",),
        "matters": ("any",),
        "kind": "consensus",
        "basis": "article 5",
        "period": Period.parse("1990/.."),
    }
    return DecisionRule(adopted_when=adopted_when, **(fixed | keys))


def at_least(share: str | None = None, **keys: Any) -> Condition:
    return Condition(at_least=Threshold(share=share, **keys))


def heavier(of: str = "members", **keys: Any) -> DecisionRule:
    return rule(at_least("1/2", of=of, measure="weight"), **keys)


# --- shares ---


def test_a_share_is_an_exact_fraction() -> None:
    assert parse_share("55/100") == Fraction(11, 20)
    assert parse_share("1/1") == 1


@pytest.mark.parametrize("text", ["0.66", "2", "", "2/", "-1/2", " 1/2", "1/2\n", "1 / 2", "²/3", "two thirds"])
def test_nothing_else_is_a_share(text: str) -> None:
    with pytest.raises(ValueError, match="is no exact fraction"):
        parse_share(text)


def test_a_third_three_times_is_the_whole() -> None:
    """Where 0.333 of three would fall short of one, a third does not."""
    assert tally({"ARM": "supports"}, rule(at_least("1/3")), SIX[:3]).adopted is True
    assert tally({"ARM": "supports"}, rule(Condition(more_than=Threshold(share="1/3"))), SIX[:3]).adopted is False


def test_to_pass_a_count_is_not_to_reach_it() -> None:
    more = rule(Condition(more_than=Threshold(count=3)))
    assert tally(dict.fromkeys(SIX[:3], "supports"), more, SIX).why == "more than 3 of 6 needed, 3 for"
    assert tally(dict.fromkeys(SIX[:3], "supports"), more, SIX).adopted is False
    assert tally(dict.fromkeys(SIX[:4], "supports"), more, SIX).adopted is True
    assert tally(dict.fromkeys(SIX[:3], "supports"), rule(at_least(count=3)), SIX).adopted is True


def test_what_may_be_a_share_of_nothing_cannot_be_told() -> None:
    """Were the one voter away, nobody would have taken a side."""
    all_there = rule(at_least("1/1", of="cast", counting="present"))
    assert tally({"ARM": "unknown"}, all_there, SIX[:1]).adopted is None
    assert tally({"ARM": "absent"}, all_there, SIX[:1]).adopted is False
    assert tally({"ARM": "objects"}, all_there, SIX[:1]).adopted is True


# --- arguments ---


def test_a_rule_needs_voters() -> None:
    with pytest.raises(TypeError, match="say who votes under dr-made-up"):
        tally({}, rule(NO_OBJECTION))
    with pytest.raises(TypeError, match="say who votes under first"):
        decide({}, {"first": rule(NO_OBJECTION)}, "first")


@pytest.mark.parametrize("extra", [{"voters": SIX}, {"veto_holders": ()}, {"weights": {}}, {"population": {}}])
def test_a_ballot_says_already_who_votes(extra: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="says already who votes"):
        tally({}, ballot(rule(NO_OBJECTION), SIX), **extra)


def test_a_ballot_names_its_rule() -> None:
    assert repr(ballot(rule(NO_OBJECTION), SIX)) == "<ballot of 6 under dr-made-up>"
    assert "ballot" not in repr(tally({}, rule(NO_OBJECTION), SIX))


def test_no_rule_of_that_id() -> None:
    with pytest.raises(
        LookupError, match="there is no decision rule 'second', and it was asked for; known are first"
    ):
        decide({}, {"first": rule(NO_OBJECTION)}, "second", SIX)


def test_a_circle_is_named_from_where_it_begins() -> None:
    rules = {
        name: rule(NO_OBJECTION, id=name, fallback=Fallback(rule=then)) for name, then in ("ab", "bc", "cd", "db")
    }
    with pytest.raises(ValueError, match=r"in a circle: b -> c -> d -> b$"):
        decide({}, rules, "a", SIX)


def test_a_fallback_may_have_other_voters() -> None:
    """The rules may be ballots already, each for those who vote under it."""
    first = ballot(rule(NO_OBJECTION, fallback=Fallback(rule="second")), SIX)
    second = ballot(rule(NO_OBJECTION, id="second"), SIX[1:])
    result = decide({"ARM": "objects"}, {"first": first, "second": second}, "first")
    assert (result.adopted, result.rule, result.not_entitled) == (True, "second", ("ARM",))
    assert result.first_tally is not None
    assert (result.first_tally.adopted, result.first_tally.rule) == (False, "dr-made-up")


# --- nobody, nothing ---


def test_where_nobody_votes_nothing_is_adopted() -> None:
    result = tally({"ARM": "supports"}, rule(NO_OBJECTION), ())
    assert (result.adopted, result.why, result.blocked_by) == (False, "nobody is entitled to vote", ())
    assert result.not_entitled == ("ARM",)
    assert blocking(ballot(rule(NO_OBJECTION), ())).size == 0


def test_a_right_needs_no_voters() -> None:
    assert tally({}, rule(Condition(always=True)), ()).adopted is True


def test_a_rule_may_adopt_nothing() -> None:
    result = tally(dict.fromkeys(SIX, "supports"), rule(Condition(always=False)), SIX)
    assert (result.adopted, result.why) == (False, "the rule adopts nothing")
    assert blocking(ballot(rule(Condition(always=False)), SIX)).why == "it fails even when all support it"


def test_a_threshold_out_of_reach_names_nobody() -> None:
    result = tally(dict.fromkeys(SIX, "supports"), rule(at_least(count=9)), SIX)
    assert (result.adopted, result.why, result.blocked_by) == (False, "9 of 6 needed, 6 for", ())
    assert can_block(result.ballot) == ()


# --- figures ---


def test_votes_count_one_each_where_no_weights_are_given() -> None:
    assert tally(dict.fromkeys(SIX[:3], "supports"), heavier(), SIX).why == "1/2 of 6 votes needed (3), 3 for"


def test_weights_given_stand_before_those_of_the_rule() -> None:
    own = (Weight(state="ARM", votes=1), Weight(state="BLR", votes=9))
    assert tally({"ARM": "supports"}, heavier(weights=own), SIX[:2]).adopted is False
    assert tally({"ARM": "supports"}, heavier(weights=own), SIX[:2], weights={"ARM": 2, "BLR": 2}).adopted is True


def test_a_missing_weight_is_not_one_and_not_nothing() -> None:
    own = (Weight(state="ARM", votes=1),)
    result = tally({"ARM": "supports", "BLR": "objects"}, heavier(weights=own), SIX[:2])
    assert (result.adopted, result.why, result.blocked_by) == (None, "not known: votes of BLR", ())
    assert [one.measure for one in result.measured] == ["heads"]
    assert blocking(result.ballot).why == "no coalition can stop it for certain"


def test_the_count_is_given_in_every_measure_that_the_rule_uses() -> None:
    both = rule(Condition(all_of=(at_least("1/2", measure="weight"), at_least("1/2", measure="population"))))
    stances: dict[str, Any] = {
        "ARM": "supports",
        "BLR": "objects",
        "KAZ": "abstains",
        "KGZ": "absent",
        "RUS": "unknown",
    }
    figures = dict(zip(SIX, range(1, 7), strict=True))
    people = {state: 100 * figure for state, figure in figures.items()}
    assert tally(stances, both, SIX, weights=figures, population=people).measured == (
        Counts("heads", 1, 1, 1, 2, 1),
        Counts("population", 100, 200, 300, 1000, 500),
        Counts("weight", 1, 2, 3, 10, 5),
    )


def test_a_state_without_people_is_not_what_is_missing() -> None:
    by_people = rule(at_least("2/3", measure="population"))
    people = {"ARM": 3, "BLR": 0, "KAZ": 3}
    blocks = tally({"ARM": "supports"}, by_people, SIX[:3], population=people).blocked_by
    assert blocks == (Block("KAZ", "silent", "missing_yes"),)


# --- vetoes ---


def test_a_veto_bears_though_the_condition_does_not_speak_of_it() -> None:
    plain = rule(at_least(count=2), veto_holders=("RUS",))
    stances: dict[str, Any] = {**dict.fromkeys(SIX, "supports"), "RUS": "objects"}
    assert tally(stances, plain, SIX).blocked_by == (Block("RUS", "objects", "veto"),)
    assert [one.state for one in can_block(ballot(plain, SIX))] == ["RUS"]


def test_a_veto_that_can_be_overridden_bears_where_the_rule_says() -> None:
    text = Condition(any_of=(Condition(all_of=(at_least(count=4), NO_VETO)), at_least(count=5)))
    stances: dict[str, Any] = {**dict.fromkeys(SIX, "supports"), "RUS": "objects"}
    assert tally(stances, rule(text, veto_holders=("RUS",)), SIX).adopted is True
    stances["KAZ"] = "absent"
    assert tally(stances, rule(text, veto_holders=("RUS",)), SIX).blocked_by == (
        Block("RUS", "objects", "veto"),
        Block("KAZ", "absent", "missing_yes"),
    )


def test_veto_holders_may_all_stand_out() -> None:
    """Where a party to the dispute has no vote, it has no veto."""
    text = Condition(all_of=(at_least(count=2), NO_VETO))
    assert tally({"ARM": "supports", "BLR": "supports"}, rule(text), SIX, veto_holders=()).adopted is True
    assert (
        tally(dict.fromkeys(SIX, "objects"), rule(text, veto_holders=("USA",)), SIX).why == "2 of 6 needed, 0 for"
    )


def test_absence_can_be_a_veto_where_the_rule_says_so() -> None:
    concurring = rule(
        Condition(all_of=(at_least(count=2), NO_VETO)), veto_holders=("RUS",), counts=Counting(absent="against")
    )
    assert tally({"ARM": "supports", "BLR": "supports", "RUS": "absent"}, concurring, SIX).blocked_by == (
        Block("RUS", "absent", "veto"),
    )
    assert [(one.state, one.how) for one in can_block(ballot(concurring, SIX))] == [("RUS", ("objects", "absent"))]


# --- words ---


@pytest.mark.parametrize(
    ("block", "sentence"),
    [
        (Block("RUS", "objects", "veto"), "RUS objects, which is a veto"),
        (Block("KGZ", "absent", "objection"), "KGZ is absent, which blocks under the rule"),
        (
            Block("AUT", "abstains_declared", "declared_abstention"),
            "AUT abstains with a declaration, and too many do so",
        ),
        (Block("AUT", "abstains", "abstention"), "AUT abstains, and too many do so"),
        (Block("TJK", "absent", "missing_quorum"), "TJK is absent, and there is no quorum without it"),
        (Block("TJK", "silent", "missing_yes"), "TJK is silent, and too few support it"),
        (Block("ARM", "requests", "other_stance"), "ARM requests it, which the rule counts against adoption"),
        (Block("ARM", "unknown", "unknown_stance"), "what ARM did is not known, and the outcome hangs on it"),
    ],
)
def test_a_block_in_words(block: Block, sentence: str) -> None:
    assert block.sentence == sentence


def test_every_reason_for_a_block_has_words() -> None:
    for why in get_args(Why):
        assert "ARM" in Block("ARM", "accepts", why).sentence


@pytest.mark.parametrize(
    ("condition", "stances", "why", "blocked"),
    [
        (
            at_least(count=4, counting="abstains"),
            {"BLR": "abstains"},
            "4 of 6 needed, 1 abstaining",
            "other_stance",
        ),
        (
            Condition(none_of=(at_least(count=1, counting="abstains"),)),
            {"ARM": "abstains"},
            "1 of 6 suffice to block, 1 abstaining",
            "abstention",
        ),
        (
            Condition(none_of=(at_least("1/3", of="cast", counting="against"),)),
            {"ARM": "objects", "BLR": "supports"},
            "1/3 of 2 votes cast suffice to block (1), 1 against",
            "objection",
        ),
        (
            Condition(none_of=(Condition(more_than=Threshold(count=1, measure="population")),)),
            {"ARM": "supports"},
            "more than 1 of 6,000 people suffice to block, 1,000 for",
            "other_stance",
        ),
        (
            Condition(none_of=(NO_OBJECTION,)),
            {"ARM": "accepts"},
            "nobody entitled to vote objects",
            "other_stance",
        ),
        (at_least("1/2", of="present"), {"ARM": "absent"}, "nobody is present", "missing_yes"),
        (
            at_least("1/2", of="cast", counting="present"),
            {"ARM": "abstains"},
            "nobody took a side",
            "missing_quorum",
        ),
    ],
)
def test_odd_rules_are_told_in_words_too(condition: Condition, stances: Any, why: str, blocked: Why) -> None:
    result = tally(stances, rule(condition), SIX, population=dict.fromkeys(SIX, 1_000))
    assert result.adopted is False
    assert result.why == why
    assert ("ARM", blocked) in [(one.state, one.why) for one in result.blocked_by]


def test_who_cannot_help_is_not_named() -> None:
    """Where all votes cast must be for, an abstention takes nothing away."""
    result = tally({"ARM": "supports", "BLR": "objects", "KAZ": "abstains"}, rule(at_least("1/1", of="cast")), SIX)
    assert [one.state for one in result.blocked_by] == ["BLR"]


def test_a_lack_that_is_certain_stands_before_one_that_is_not() -> None:
    text = Condition(all_of=(NO_OBJECTION, at_least(count=2), Condition(unknown="annex lost")))
    result = tally({"ARM": "supports", "BLR": "objects", "KAZ": "unknown"}, rule(text), SIX)
    assert result.why == "1 of 6 entitled to vote objects"
    assert [one.state for one in result.blocked_by] == ["BLR"]


def test_a_quorum_that_cannot_be_told_leaves_the_outcome_open() -> None:
    text = rule(NO_OBJECTION, quorum=at_least(count=2, counting="present"))
    result = tally({"ARM": "supports", "BLR": "unknown"}, text, SIX)
    assert (result.quorum, result.adopted) == (None, None)
    assert result.why == (
        "2 of 6 needed, 1 present and 1 not known; whether 1 of 6 entitled to vote objects is not known"
    )
    assert result.blocked_by == (Block("BLR", "unknown", "unknown_stance"),)


def test_an_objection_settles_what_an_open_quorum_does_not() -> None:
    text = rule(NO_OBJECTION, quorum=at_least(count=2, counting="present"))
    result = tally({"ARM": "objects", "BLR": "unknown"}, text, SIX)
    assert (result.quorum, result.adopted, result.why) == (None, False, "1 of 6 entitled to vote objects")
    assert result.blocked_by == (Block("ARM", "objects", "objection"),)


def test_a_deadline_may_not_be_known() -> None:
    assert tally({}, rule(NO_OBJECTION), SIX).deadline is None
    assert tally({}, rule(NO_OBJECTION, silence=Silence()), SIX).deadline is None
    assert tally({}, rule(NO_OBJECTION, silence=Silence(hours=48)), SIX).deadline == 48


def test_who_is_bound_where_members_may_stand_aside() -> None:
    stances: dict[str, Any] = {"ARM": "absent", "BLR": "supports", "KAZ": "unknown", "KGZ": "abstains_declared"}
    result = tally(stances, rule(at_least(count=1), stand_aside=True), SIX)
    assert result.binds == ("BLR",)
    assert result.stood_aside == ("ARM", "KGZ", "RUS", "TJK")


# --- coalitions ---


def test_who_is_not_interested_neither_blocks_nor_counts_nor_is_bound() -> None:
    stances: dict[str, Any] = dict.fromkeys(SIX[:4], "supports") | dict.fromkeys(SIX[4:], "abstains_declared")
    all_of_them = at_least("1/1")
    assert tally(stances, rule(all_of_them), SIX).adopted is False
    counted = tally(stances, rule(all_of_them, voters=Voters(without=("not_interested",))), SIX)
    assert counted.adopted is True
    assert counted.binds == SIX[:4]
    assert counted.stood_aside == SIX[4:]
    assert counted.counts.not_present == 2


def test_a_quorum_does_not_wait_for_who_is_not_interested() -> None:
    interested = {"voters": Voters(without=("not_interested",)), "quorum": at_least("2/3", counting="present")}
    stances: dict[str, Any] = dict.fromkeys(SIX[:2], "supports") | dict.fromkeys(SIX[2:], "abstains_declared")
    assert tally(stances, rule(NO_OBJECTION, **interested), SIX).quorum is True
    stances |= dict.fromkeys(SIX[2:4], "absent")
    assert tally(stances, rule(NO_OBJECTION, **interested), SIX).quorum is False


def test_the_weights_of_nice() -> None:
    """Twenty-five members, three conditions: 232 of 321 votes, half the members, 62 per cent of the people."""
    votes = (29, 29, 29, 29, 27, 27, 13, 12, 12, 12, 12, 12, 10, 10, 7, 7, 7, 7, 7, 4, 4, 4, 4, 4, 3)
    people = (8260, 5970, 5950, 5830, 4290, 3820, 1630, 1110, 1040, 1050, 1020, 1010, 900) + 12 * (250,)
    states = [f"S{number:02}" for number in range(25)]
    nice = rule(
        Condition(
            all_of=(
                at_least(count=232, measure="weight"),
                Condition(more_than=Threshold(share="1/2")),
                at_least("62/100", measure="population"),
            )
        )
    )
    made = ballot(
        nice,
        states,
        weights=dict(zip(states, votes, strict=True)),
        population=dict(zip(states, people, strict=True)),
    )
    found = blocking(made)
    assert (found.size, can_block(made)) == (3, ())
    assert found.why == "3 of 25 can stop it, such as S00, S01, S02"


def test_a_coalition_that_must_reach_two_sums_is_found_exactly() -> None:
    """Ten of thirty with a third of the people, where the most populous ten have it and smaller sets do not."""
    states = [f"S{number:02}" for number in range(30)]
    people = {state: 1 + place * place for place, state in enumerate(states)}
    text = Condition(
        none_of=(
            Condition(
                all_of=(
                    at_least("1/3", counting="abstains_declared"),
                    at_least("1/3", counting="abstains_declared", measure="population"),
                )
            ),
        )
    )
    found = blocking(ballot(rule(text), states, population=people))
    assert found.size == 10
    assert {way for one in found.coalition for way in one.how} == {"abstains_declared"}


def test_equal_voters_are_not_tried_twice() -> None:
    """Two large of either kind would do for one sum each; only three of the mixed kind reach both."""
    figures = {"A": (3, 0), "B": (0, 3), "C": (2, 2)}
    states = [kind + str(number) for kind in figures for number in range(3)]
    weights, people = ({state: figures[state[0]][place] for state in states} for place in (0, 1))
    text = Condition(any_of=(at_least(count=10, measure="weight"), at_least(count=10, measure="population")))
    found = blocking(ballot(rule(text), states, weights=weights, population=people))
    assert [one.state for one in found.coalition] == ["C0", "C1", "C2"]


def test_members_of_a_coalition_may_do_different_things() -> None:
    both = Condition(all_of=(at_least(count=1, counting="against"), at_least(count=1, counting="abstains")))
    text = rule(Condition(none_of=(both,)))
    assert blocking(ballot(text, SIX[:1])).why == "no coalition can stop it for certain"
    found = blocking(ballot(text, SIX))
    assert found.size == 2
    assert sorted(way for one in found.coalition for way in one.how) == ["abstains", "objects"]


def test_every_member_of_193_can_be_weighed() -> None:
    states = [f"S{number:03}" for number in range(193)]
    assert blocking_number(ballot(rule(at_least("2/3", of="cast")), states)) == 65
    assert blocking_number(ballot(rule(at_least("2/3")), states)) == 65
    assert blocking_number(ballot(rule(Condition(more_than=Threshold(share="1/2"))), states)) == 97


def test_a_search_that_grows_too_long_says_so() -> None:
    """Nothing is guessed: the size is then not known, though a coalition may be."""
    states = [f"S{number:02}" for number in range(12)]
    sizes = {state: 10 + place for place, state in enumerate(states)}
    odd = {state: 40 - 2 * place for place, state in enumerate(states)}
    text = Condition(any_of=(at_least("7/10", measure="weight"), at_least("7/10", measure="population")))
    made = ballot(rule(text), states, weights=sizes, population=odd)
    full, short = blocking(made), blocking(made, limit=2)
    assert full.size == 4
    assert (short.size, short.coalition) == (None, ())
    assert short.why == "the smallest was not found among 2 coalitions"


def test_an_upper_bound_is_told_when_the_search_ends_early() -> None:
    states = [f"S{number:02}" for number in range(12)]
    sizes = {state: 10 + place for place, state in enumerate(states)}
    odd = {state: 40 - 2 * place for place, state in enumerate(states)}
    hard = Condition(any_of=(at_least("7/10", measure="weight"), at_least("7/10", measure="population")))
    made = ballot(rule(Condition(all_of=(at_least("1/12"), hard))), states, weights=sizes, population=odd)
    short = blocking(made, limit=14)
    assert short.size is None
    assert len(short.coalition) == 12
    assert short.why.startswith("the smallest was not found among 14 coalitions; 12 can: S00, S01")


def test_anomalies_look_at_the_quorum_too() -> None:
    text = rule(NO_OBJECTION, quorum=at_least(count=1, counting="against"))
    assert anomalies(ballot(text, SIX)) == ("counting against: objects helps more than support",)
