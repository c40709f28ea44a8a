"""Who decides a matter, by which rule, and with whose votes."""

from __future__ import annotations

from typing import Any

import pytest

from foedus.law.deciding import ballot_of, electorate, rule_by_id, rule_for
from foedus.law.tally import can_block
from foedus.record.facts import Population
from foedus.record.rules import Condition, Threshold, Voters
from foedus.record.terms import General
from foedus.record.view import organisation
from tests.unit.small_record import (
    SOURCES,
    date,
    members,
    organised,
    period,
    provision,
    rule,
    situation,
    status,
    treaty,
)

CSTO = organisation("csto")
DAY = "2010-01-01"


def voting(who: Voters, **sections: Any) -> tuple[str, ...]:
    return electorate(organised(decision_rules=(rule(voters=who),), **sections).on(DAY), rule(voters=who)).voters


# --- Which rule ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "matter", "found"),
    [
        ("1995-01-01", "use_of_force", "dr-cst-1992"),
        ("2005-01-01", "use_of_force", "dr-consensus"),
        ("2012-12-18", "use_of_force", "dr-consensus"),
        ("2012-12-19", "use_of_force", "dr-use-of-force"),
        ("2022-01-06", "use_of_force", "dr-use-of-force"),
        ("2022-01-06", "suspension", "dr-suspension-expulsion"),
        ("2022-01-06", "foreign_bases", "dr-foreign-bases"),
        ("2022-01-06", "anything else", "dr-consensus"),
        ("1993-01-01", "use_of_force", None),
    ],
)
def test_a_rule_made_for_the_matter_goes_before_one_for_any(on: str, matter: str, found: str | None) -> None:
    rule = rule_for(CSTO.on(on), "csc", matter)
    assert (rule.id if rule else None) == found


def test_an_organ_without_a_rule_has_none() -> None:
    assert rule_for(CSTO.on("2022-01-06"), "secretariat", "any") is None


def test_a_rule_is_found_by_its_id_on_the_days_on_which_it_applied() -> None:
    found = rule_by_id(CSTO.on("2013-01-01"), "dr-limited-format")
    assert found is not None
    assert found.stand_aside
    assert rule_by_id(CSTO.on("2012-12-18"), "dr-limited-format") is None


# --- Whose votes --------------------------------------------------------------------------------


def test_members_vote() -> None:
    found = electorate(CSTO.on("2022-01-06"), rule())
    assert found.voters == ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK")
    assert found.apart == ()


def test_a_frozen_member_votes_and_a_suspended_one_does_not() -> None:
    assert "ARM" in electorate(CSTO.on("2024-06-01"), rule()).voters
    cut = organised(membership=(*members("ARM", "BLR"), status("ARM", "suspended"))).on(DAY)
    assert electorate(cut, rule()).voters == ("BLR",)
    assert electorate(cut, rule()).apart == (("ARM", "its part in the organs is suspended"),)


def test_a_barred_member_does_not_vote() -> None:
    assert voting(Voters(barred=("KAZ",))) == ("ARM", "BLR")


def test_named_states_vote_whoever_else_is_a_member() -> None:
    assert voting(Voters(who="named", named=("KAZ", "GEO"))) == ("KAZ", "GEO")


def test_only_parties_to_the_instrument_vote_where_the_rule_says_so() -> None:
    pact = treaty(provision("it", General()), not_signed_by=("BLR",))
    by_parties = rule(voters=Voters(who="parties"), provisions=("it",))
    view = organised(treaties=(pact,), decision_rules=(by_parties,)).on(DAY)
    assert electorate(view, by_parties).voters == ("ARM", "KAZ")


def test_those_who_sat_vote_where_the_rule_asks_for_seats_and_they_are_given() -> None:
    by_seats = rule(voters=Voters(who="seats"))
    view = organised().on(DAY)
    assert electorate(view, by_seats, seats=("KAZ", "GEO")).voters == ("KAZ", "GEO")
    assert electorate(view, by_seats).voters == ("ARM", "BLR", "KAZ")
    assert electorate(view, rule(), seats=("KAZ",)).voters == ("ARM", "BLR", "KAZ")


@pytest.mark.parametrize(
    ("without", "apart"),
    [
        (("party_to_dispute",), {"ARM": "it is a party to the dispute", "BLR": "it brought the situation about"}),
        (("initiator",), {"BLR": "it brought the situation about"}),
        (("state_concerned",), {"KAZ": "the decision is about it"}),
        (("not_interested",), {}),
    ],
)
def test_who_stands_out_of_a_matter(without: Any, apart: dict[str, str]) -> None:
    standing_out = rule(voters=Voters(without=without))
    found = electorate(organised().on(DAY), standing_out, situation(initiators=("BLR", "AZE")), concerned=["KAZ"])
    assert dict(found.apart) == apart
    assert set(found.voters) == {"ARM", "BLR", "KAZ"} - set(apart)


@pytest.mark.parametrize(
    ("initiators", "voters"),
    [(("BLR",), ("KAZ",)), (("AZE",), ("ARM", "BLR", "KAZ")), ((), ("ARM", "BLR", "KAZ"))],
)
def test_parties_stand_out_of_a_dispute_among_members_alone(initiators: Any, voters: tuple[str, ...]) -> None:
    apart = rule(voters=Voters(without=("party_to_member_dispute",)))
    clash = situation("border_clash", initiators=initiators)
    assert electorate(organised().on(DAY), apart, clash).voters == voters
    unrest = situation("internal_unrest", initiators=initiators)
    assert electorate(organised().on(DAY), apart, unrest).voters == ("ARM", "BLR", "KAZ")


def test_whoever_else_was_attacked_is_a_party_too() -> None:
    apart = rule(voters=Voters(without=("party_to_dispute",)))
    clash = situation("border_clash", initiators=("AZE",), also_targets=("BLR",))
    assert electorate(organised().on(DAY), apart, clash).voters == ("KAZ",)


def test_where_the_voters_are_not_listed_only_those_named_are_known() -> None:
    assert voting(Voters(who="not_listed", named=("KAZ",))) == ("KAZ",)


def test_without_a_situation_only_the_state_concerned_stands_out() -> None:
    standing_out = rule(voters=Voters(without=("party_to_dispute", "state_concerned")))
    assert electorate(organised().on(DAY), standing_out, concerned=["KAZ", "GEO"]).voters == ("ARM", "BLR")


# --- Ballots ------------------------------------------------------------------------------------


def test_a_veto_by_seat_is_held_by_the_permanent_members() -> None:
    rows = (status("ARM", seat="permanent"), status("BLR", seat="elected"), status("KAZ", seat="elected"))
    half = Condition(all_of=(Condition(at_least=Threshold(count=1)), Condition(no_objection="veto_holders")))
    veto = rule(adopted_when=half, veto_by="permanent_members")
    view = organised(membership=rows).on(DAY)
    compiled = ballot_of(view, veto, ("ARM", "BLR", "KAZ"))
    assert compiled.veto_holders == ("ARM",)
    assert [one.state for one in can_block(compiled)] == ["ARM"]
    assert ballot_of(view, rule(), ("ARM", "BLR")).veto_holders == ()


def test_people_are_counted_by_the_figures_of_the_day() -> None:
    people = tuple(
        Population(id=code, state=code, people=number, as_of=date("2005"), sources=SOURCES)
        for code, number in (("ARM", 3), ("BLR", 9), ("KAZ", 15))
    )
    by_people = rule(adopted_when=Condition(more_than=Threshold(share="1/2", measure="population")))
    pact = organised(populations=people, decision_rules=(by_people,))
    known = ballot_of(pact.on(DAY), by_people, ("ARM", "BLR", "KAZ"))
    assert [one.state for one in can_block(known)] == ["KAZ"]
    unknown = ballot_of(pact.on("2004-01-01"), by_people, ("ARM", "BLR", "KAZ"))
    assert unknown.missing["population"] == ("ARM", "BLR", "KAZ")


def test_a_rule_that_ended_is_not_found() -> None:
    old = rule("old", matters=("any",), period=period("2000-01-01/2005-01-01"))
    assert rule_for(organised(decision_rules=(old,)).on(DAY), "council", "any") is None


# --- Standing outside ---------------------------------------------------------------------------


def test_who_stands_outside_what_a_rule_is_about_has_no_vote_in_it() -> None:
    out = status("BLR", "frozen", "2005-01-01/2015-01-01", scope="the common staff")
    staff = rule("staff", voters=Voters(outside=("the common staff",)))
    pact = organised(membership=(*members("ARM", "BLR", "KAZ"), out), decision_rules=(rule(), staff))
    found = electorate(pact.on(DAY), staff)
    assert found.voters == ("ARM", "KAZ")
    assert found.apart == (("BLR", "it stands outside the common staff"),)
    assert electorate(pact.on(DAY), rule()).voters == ("ARM", "BLR", "KAZ")
    for day in ("2004-12-31", "2015-01-01"):
        assert electorate(pact.on(day), staff).voters == ("ARM", "BLR", "KAZ")


def test_who_only_declares_that_it_stands_outside_keeps_its_vote() -> None:
    said = status("BLR", "frozen", scope="the common staff", in_law=False)
    staff = rule("staff", voters=Voters(outside=("the common staff",)))
    pact = organised(membership=(*members("ARM", "BLR"), said), decision_rules=(staff,))
    assert electorate(pact.on(DAY), staff).voters == ("ARM", "BLR")
