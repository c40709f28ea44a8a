"""The African Union's pack: a council of fifteen that acts for all members of a wider body."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from foedus.dates import Date
from foedus.law.advice import Advice, advise
from foedus.law.deciding import ballot_of, blockers, chain, electorate, rule_by_id
from foedus.law.findings import Circumstances
from foedus.law.tally import Tally, decide
from foedus.proceedings.acts import Act, Convene, Decide, Invoke, Propose, Suspend
from foedus.proceedings.case import Case
from foedus.proceedings.reasons import OutOfOrder, Reason
from foedus.record.cases import Situation, Stance
from foedus.record.view import organisation
from tests.unit.regional_material import irregular, lost, material, states

DAY = "2023-08-22"
AU = organisation("au-psc")


def test_nothing_is_lost(shared: Path) -> None:
    gone = lost("au-psc", shared)
    # An inclusive end is half-open in the pack; what is known from background only is said in words.
    ends = [one for one in gone if re.fullmatch(r"[A-Z]{3} member 20[0-9]{2}-03-31", one)]
    assert [one for one in gone if one not in ends and not one.endswith("; background")] == []
    assert len(ends) == len(material(shared, "au-psc")["membership"]) == 40


def test_counts() -> None:
    record = AU.record
    sections = ("treaties", "organs", "decision_rules", "forces", "events", "cases")
    assert [len(getattr(record, one)) for one in sections] == [2, 6, 8, 1, 5, 21]


@pytest.mark.parametrize("year", range(2004, 2026))
def test_fifteen_seats_in_every_year(year: int) -> None:
    assert len(states("au-psc", f"{year}-06-01")) == 15


def test_one_seat_stood_empty_for_two_weeks() -> None:
    empty, filled = (set(states("au-psc", f"2025-04-{day}")) for day in ("14", "15"))
    assert (len(empty), filled - empty) == (14, {"DZA"})
    assert len(states("au-psc", "2026-04-01")) == 15


def test_who_belongs_to_the_union() -> None:
    sizes = {day: len(AU.on(day).wider) for day in ("1999-01-01", "2005-01-01", "2012-01-01", "2018-01-01")}
    assert sizes == {"1999-01-01": 0, "2005-01-01": 52, "2012-01-01": 53, "2018-01-01": 54}
    assert not AU.on("2010-01-01").belongs("MAR")
    assert AU.on("2018-01-01").belongs("MAR")
    assert not AU.on("2018-01-01").belongs("FRA")


# --- voting ---


def vote(rule: str, day: str = DAY, **stances: Stance) -> Tally:
    """A vote in which all others that may vote are in favour, with the rules fallen back on."""
    view = AU.on(day)
    first = rule_by_id(view, rule)
    assert first is not None
    ballots = {one.id: ballot_of(view, one, electorate(view, one).voters) for one in chain(view, first)}
    given: dict[str, Stance] = {code: "supports" for one in ballots.values() for code in one.voters}
    return decide(given | stances, ballots, rule)


def several(count: int, stance: Stance) -> dict[str, Stance]:
    return dict.fromkeys(states("au-psc", DAY)[:count], stance)


def test_consensus_comes_first() -> None:
    found = vote("psc-consensus", **several(3, "abstains"))
    assert (found.adopted, found.rule) == (True, "psc-consensus")


def test_an_objection_leads_to_a_vote_of_two_thirds_of_those_voting() -> None:
    for against, carried in ((1, True), (5, True), (6, False)):
        found = vote("psc-consensus", **several(against, "objects"))
        assert (found.adopted, found.rule) == (carried, "psc-two-thirds")
        assert found.first_tally is not None
        assert found.first_tally.adopted is False


def test_who_abstains_is_not_counted_in_that_vote() -> None:
    mixed: dict[str, Stance] = several(8, "abstains") | {"ZWE": "objects", "ZAF": "objects"}
    assert vote("psc-consensus", **mixed).adopted is True  # five of seven
    assert vote("psc-consensus", **mixed | {"UGA": "objects"}).adopted is False  # four of seven


def test_ten_are_a_quorum() -> None:
    assert vote("psc-consensus", **several(5, "absent")).adopted is True
    nine = vote("psc-consensus", **several(6, "absent"))
    assert (nine.adopted, nine.quorum) == (False, False)


def test_procedure_needs_more_than_half_of_those_voting() -> None:
    assert vote("psc-procedural", **several(7, "objects")).adopted is True
    assert vote("psc-procedural", **several(8, "objects")).adopted is False
    assert vote("psc-procedural", **several(8, "objects") | {"BDI": "abstains"}).adopted is False


def test_a_party_to_the_conflict_leaves() -> None:
    case = AU.case("au-tigray-2020")
    assert case is not None
    view = AU.on("2021-11-08")
    rule = rule_by_id(view, "psc-consensus")
    assert rule is not None
    found = electorate(view, rule, case.situation)
    assert "ETH" in states("au-psc", "2021-11-08")
    assert dict(found.apart) == {"ETH": "it is a party to the dispute"}
    assert len(found.voters) == 14


def test_nobody_alone_can_block_since_a_vote_may_follow() -> None:
    view = AU.on(DAY)
    for name, able in (("psc-consensus", 0), ("au-assembly", 0), ("au-suspension", 0)):
        rule = rule_by_id(view, name)
        assert rule is not None
        assert len(blockers(view, rule, electorate(view, rule).voters)) == able


def test_the_assembly_is_the_whole_union_and_counts_against_who_is_absent() -> None:
    members = AU.on("2016-01-31").wider
    third: dict[str, Stance] = dict.fromkeys(members[:17], "absent")
    found = vote("au-assembly", "2016-01-31", ZWE="objects", **third)
    assert len(found.row) == len(members) == 53
    assert (found.adopted, found.rule) == (False, "au-assembly-two-thirds")
    assert found.why == "2/3 of 53 entitled to vote needed (36), 35 for"
    assert vote("au-assembly-procedural", "2016-01-31").adopted is None


def test_before_anybody_sat_the_outcome_is_not_known() -> None:
    assert states("au-psc", "2004-01-15") == []
    assert vote("psc-consensus", "2004-01-15").adopted is None


# --- suspension ---


def test_who_is_suspended_from_the_union_has_no_vote_in_the_council() -> None:
    view = AU.on("2013-08-01")
    egypt = view.member("EGY")
    assert egypt is not None
    assert (egypt.votes, "suspended" in egypt.flags) == (False, True)
    rule = rule_by_id(view, "psc-consensus")
    assert rule is not None
    assert dict(electorate(view, rule).apart) == {"EGY": "its part in the organs is suspended"}
    again = AU.on("2014-06-20").standings
    assert "EGY" not in {one.holder for one in again}


def test_nor_in_the_assembly() -> None:
    view = AU.on("2024-02-17")
    rule = rule_by_id(view, "au-assembly")
    assert rule is not None
    found = electorate(view, rule)
    assert [code for code, _ in found.apart] == ["BFA", "GAB", "MLI", "NER"]
    assert len(found.voters) == 50


def act(actor: str, at: str, content: Any) -> Act:
    return Act(actor=actor, at=Date.parse(at), content=content)


def test_the_council_suspends_a_state_that_does_not_sit_in_it() -> None:
    case = Case.open(AU, "coup", coup("GIN", "2024-03-01"))
    early = act("psc", "2024-03-03", Suspend(state="GIN"))
    with pytest.raises(OutOfOrder) as refused:
        case.apply(early)
    assert refused.value.refusal.reason is Reason.NOT_DECIDED
    case = case.apply(act("psc", "2024-03-02", Convene(organ="psc")))
    put = Propose(organ="psc", matter="suspension", concerned="GIN")
    case = case.apply(act("NGA", "2024-03-02", put))
    decided = Decide(organ="psc", matter="suspension", concerned="GIN", on=2)
    with pytest.raises(OutOfOrder):  # one in favour, fourteen silent: no quorum
        case.apply(act("psc", "2024-03-02", decided))
    other = case.refusal(Act(actor="assembly", at=early.at, content=early.content))
    assert other is not None
    assert other.reason is Reason.NOT_AN_ACTOR


def coup(target: str, day: str) -> Situation:
    return Situation(kind="coup", target=target, groups=("officers",), begins=Date.parse(day))


# --- what the law says ---


def advice(situation: Situation, **given: Any) -> Advice:
    return advise(AU.on(situation.begins.text), Circumstances(situation=situation, **given))


def result(found: Advice, article: str) -> str:
    finding = found.of(article)
    assert finding is not None
    return finding.result


def test_a_coup_in_any_state_of_the_union_is_for_the_council() -> None:
    for target, there in (("GIN", "engaged"), ("FRA", "not_engaged")):
        found = advice(coup(target, "2024-03-01"))
        assert result(found, "psc-2002-art-7-sanctions") == there
    assert advice(coup("GIN", "2024-03-01")).decides is not None


def test_a_war_in_a_member_state_is_for_the_council_without_a_request() -> None:
    war = Situation(kind="civil_war", target="SOM", groups=("a group",), begins=Date.parse("2024-03-01"))
    found = advice(war, requested=False)
    assert result(found, "psc-2002-art-7-operations") == "engaged"
    assert result(found, "au-act-art-4j") == "not_engaged"  # nobody asked
    assert found.decides is not None
    assert (found.decides.organ, found.decides.rule and found.decides.rule.id) == ("psc", "psc-consensus")
    assert found.can_block == ()
    assert [one.force.id for one in found.forces] == ["asf"]


def test_whether_intervention_against_atrocities_needs_the_security_council_is_disputed() -> None:
    war = Situation(kind="civil_war", target="SDN", groups=("a group",), begins=Date.parse("2024-03-01"))
    finding = advice(war).of("au-act-art-4h")
    assert finding is not None
    answers = {one.test: one.answer for one in finding.tests}
    assert answers["authorisation"] == "contested"
    assert "disputed" in finding.tests[-1].why
    agreed = advice(war, authorised=True).of("au-act-art-4h")
    assert agreed is not None
    assert {one.test: one.answer for one in agreed.tests}["authorisation"] == "yes"


def test_common_defence_is_political_only() -> None:
    attack = Situation(
        kind="interstate_attack", target="DJI", initiators=("IRN",), begins=Date.parse("2024-03-01")
    )
    found = advice(attack)
    assert result(found, "au-act-art-4d") == "engaged"
    assert found.bound == ()


def test_any_state_of_the_union_may_ask_and_no_other() -> None:
    war = Situation(kind="civil_war", target="SOM", groups=("a group",), begins=Date.parse("2024-03-01"))
    case = Case.open(AU, "war", war)
    asks = Invoke(asks_for=("peacekeepers",))
    assert "SOM" not in states("au-psc", "2024-03-02")
    assert case.refusal(act("SOM", "2024-03-02", asks)) is None
    refused = case.refusal(act("FRA", "2024-03-02", asks))
    assert refused is not None
    assert refused.reason is Reason.NOT_A_MEMBER


# --- the casebook ---


def test_what_the_engine_finds_against_the_rules() -> None:
    assert irregular("au-psc") == set()


def test_initiators_that_were_members(shared: Path) -> None:
    """The coding counts a government fighting at home, and a member of the Union's predecessor."""
    other = {"oau-uganda-1979", "au-darfur-2004", "au-libya-2011", "au-south-sudan-2016", "au-burundi-2015"}
    for row in material(shared, "au-psc")["cases"]:
        case = AU.case(row["id"])
        assert case is not None
        view = AU.on(case.situation.begins.last)
        member = any(map(view.belongs, case.situation.initiators))
        assert (str(member).lower() == row["situation"]["initiator_is_member"]) is (case.id not in other), case.id
