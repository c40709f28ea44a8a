"""Standing: what membership gives a state and asks of it on a day, and where it stands if it is no member."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from foedus.dates import Certainty, Date
from foedus.law.entitlements import Clause, obligations, rights, spoken
from foedus.law.standing import StateStanding, standing
from foedus.record.base import Disputed
from foedus.record.facts import BudgetFacts, BudgetShare, Chair, Convening, NotFound, Officeholder
from foedus.record.rules import Condition, Threshold, Voters
from foedus.record.terms import (
    Accession,
    Amendment,
    Budget,
    Consultation,
    DecisionTerms,
    Exclusivity,
    ForceUse,
    General,
    MilitaryTechnical,
    MutualDefence,
    NonAggression,
    Part,
    Peacekeeping,
    Reading,
    ReportingUnsc,
    SettlementOfDisputes,
    Suspension,
    Withdrawal,
)
from foedus.record.view import Organisation, View, organisation
from foedus.states import UnknownState
from tests.properties.test_view import ahead
from tests.unit.small_record import (
    ALWAYS,
    SOURCES,
    date,
    facts,
    members,
    organ,
    organised,
    party,
    period,
    provision,
    rule,
    status,
    treaty,
)

CSTO = organisation("csto")
DAY = "2010-01-01"


def at(code: str, on: str) -> StateStanding:
    return standing(CSTO.on(on), code)


def pact(*terms: Part, **sections: Any) -> Organisation:
    """A pact of ARM, BLR and KAZ with provisions called one, two, ..."""
    texts = tuple(provision(name, part) for name, part in zip(("one", "two"), terms, strict=False))
    return organised(**{"treaties": (treaty(*texts),), **sections})


def said(found: StateStanding) -> list[str]:
    return [one.text for one in found.statuses]


def saying(clauses: tuple[Clause, ...]) -> list[str]:
    return [one.says for one in clauses if one.subject != "organs"]


# --- Invariants ---------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["ARM", "AZE", "BLR", "GEO", "KAZ", "KGZ", "RUS", "TJK", "UZB", "SRB", "FRA"])
def test_nothing_in_it_is_later_than_the_day(code: str) -> None:
    start, end = (datetime.date(year, 1, 1).toordinal() for year in (1992, 2026))
    for day in range(start, end, 293):
        assert ahead(standing(View(CSTO, day), code), day) == []


@pytest.mark.parametrize("on", ["1995-01-01", "2010-06-14", "2022-01-05", "2025-12-20"])
def test_everything_in_it_has_sources(on: str) -> None:
    view = CSTO.on(on)
    for member in view.members:
        found = standing(view, member.state)
        parts: list[Any] = [
            *found.rights, *found.obligations, *found.votes, *found.closed, *found.arms, *found.contributions,
            *found.chair_turns, *found.posts, *found.instruments,
        ]  # fmt: skip
        assert all(one.sources for one in parts)
        assert all(one.sources or one.provisions for one in found.statuses)


def test_a_view_of_another_day_is_refused() -> None:
    with pytest.raises(ValueError, match="is of another day; all views must be of 2010-01-01"):
        standing(pact().on(DAY), "ARM", [organised("other").on("2011-01-01")])


def test_no_such_state() -> None:
    with pytest.raises(UnknownState):
        at("XYZ", "2020-01-01")


# --- Who it is ----------------------------------------------------------------------------------


def test_a_frozen_member_keeps_everything() -> None:
    found = at("ARM", "2024-03-01")
    assert (found.relation, found.name, found.organisation) == ("member", "Armenia", "csto")
    told = " ".join(said(found))
    assert "Armenia has been a member since 18 September 2003." in told
    assert "It has been party to the founding treaty since 20 April 1994." in told
    assert "declared frozen since 22 February 2024" in told
    assert "In law it keeps its rights, its obligations and its vote." in told
    assert "A member cannot suspend itself (art. 20)." in told
    assert "Sources differ on its status: Armenia has suspended its membership" in told
    assert all(vote.votes for vote in found.votes)
    assert "frozen" not in " ".join(said(at("ARM", "2024-02-21")))


@pytest.mark.parametrize(("own", "told"), [("provided", False), ("not_provided", True)])
def test_whether_a_member_may_suspend_itself_is_told_where_the_law_says_no(own: Any, told: bool) -> None:
    terms = Suspension(ground=(), decided_by=None, vote_of_state_concerned="counted", self_suspension=own)
    rows = (*members("ARM"), status("ARM", "frozen", in_law=False))
    found = standing(pact(terms, membership=rows).on(DAY), "ARM")
    assert ("A member cannot suspend itself (art. one)." in said(found)) is told


def test_an_observer_that_is_one_no_longer_has_no_status() -> None:
    row = status("GEO", "observer", "2000-01-01/2005-01-01")
    found = standing(organised(membership=(row,)).on(DAY), "GEO")
    assert (found.relation, len(found.statuses)) == ("none", 2)


def test_a_suspension_in_law_takes_the_vote() -> None:
    rows = (*members("ARM", "BLR", "KAZ"), status("ARM", "suspended", "2005-01-01/..", basis="a decision"))
    found = standing(organised(membership=rows).on(DAY), "ARM")
    assert said(found)[1] == (
        "Its participation has been suspended since 1 January 2005 (a decision). It has no vote in the organs."
    )
    [vote] = found.votes
    assert (vote.votes, vote.blocks, vote.apart) == (False, "no", "its part in the organs is suspended")
    assert found.dues is not None
    assert found.dues.on_record


def test_a_part_from_which_a_member_stands_out_leaves_it_the_rest() -> None:
    rows = (*members("ARM"), status("ARM", "frozen", "../..", scope="the command"))
    found = standing(organised(membership=rows).on(DAY), "ARM")
    assert said(found)[1] == "Its part in the command is frozen."
    assert found.votes[0].votes


def test_a_member_of_which_no_start_is_known() -> None:
    found = standing(organised(membership=(status("ARM", when="../.."),), treaties=()).on(DAY), "ARM")
    assert said(found) == ["Armenia is a member."]


def test_a_party_before_the_organisation() -> None:
    found = at("GEO", "1994-06-01")
    assert found.relation == "party"
    assert said(found) == [
        "Georgia has been a party to the treaty since perhaps 1994.",
        "Whether it was a party to the treaty already, or still, on this day is not certain.",
    ]


def test_a_former_member_gets_an_honest_short_answer() -> None:
    found = at("UZB", "2020-01-01")
    assert (found.relation, found.member) == ("former", None)
    assert said(found)[:3] == [
        "Uzbekistan is not a member on this day.",
        "It was a party to the treaty from 20 April 1994 until 20 April 1999.",
        "It was a member from 23 June 2006 until 19 December 2012.",
    ]
    assert "Status: suspended since 19 December 2012." in said(found)
    assert "Sources differ on its status: suspended; withdrawn." in said(found)
    empty = (found.rights, found.obligations, found.votes, found.closed, found.arms, found.contributions)
    assert empty == ((),) * 6
    assert found.dues is None
    assert [str(one.period) for one in found.chair_turns] == ["1992/1994~"]


def test_an_observer_of_the_assembly() -> None:
    found = at("SRB", "2020-01-01")
    assert found.relation == "other"
    assert "Status: an observer of parliamentary-assembly since 11 April 2013." in said(found)


def test_a_state_that_never_had_to_do_with_it() -> None:
    found = at("FRA", "2020-01-01")
    assert (found.relation, found.last_known) == ("none", None)
    assert said(found)[1] == "No status of it is on record up to 1 January 2020."
    assert at("FRA", "2030-01-01").last_known == CSTO.last_known


def test_a_signatory_before_anything_is_in_force() -> None:
    found = at("ARM", "1993-01-01")
    assert found.relation == "none"
    assert said(found)[-1] == "It signed Collective Security Treaty on 15 May 1992."


def test_an_organisation_without_instruments_has_no_signatories() -> None:
    assert said(standing(organised(treaties=()).on(DAY), "GEO")) == [
        "Georgia is not a member on this day.",
        "No status of it is on record up to 1 January 2010.",
    ]


def test_a_party_to_the_treaty_that_stayed_out_of_the_organisation() -> None:
    rows = (*members("ARM"), status("GEO", "party", "../.."))
    found = standing(organised(membership=rows).on(DAY), "GEO")
    assert found.relation == "other"
    assert said(found)[1] == "Status: a party to the treaty."


def test_a_former_member_of_which_no_start_is_known_and_a_dispute_without_a_subject() -> None:
    row = status(
        "GEO", when="../2005-01-01", disputed=(Disputed(value="it left"), Disputed(value="it was put out"))
    )
    assert said(standing(organised(membership=(row,)).on(DAY), "GEO"))[1:] == [
        "It was a member until 1 January 2005.",
        "Sources differ on its status: it left; it was put out.",
    ]


# --- Rights and obligations ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("terms", "right", "duty"),
    [
        (
            MutualDefence(trigger=("aggression",), obligation="mandatory", content=("military",)),
            "The others owe it help when it is attacked: military.",
            "It owes help to a member that is attacked: military.",
        ),
        (
            MutualDefence(obligation="mandatory", content=("military",), request="required", timing="immediate"),
            "The others owe it help when it is attacked and asks for it: military.",
            "It owes help without delay to a member that is attacked and asks for it: military.",
        ),
        (
            Consultation(trigger=("crisis",), obligation="political", content=("talks",), timing="immediate"),
            "It may call for consultations when any member is threatened.",
            "It consults with the others at once on crisis: talks.",
        ),
        (
            Consultation(trigger=("crisis",), obligation="mandatory", content=("talks",), invoked_by="target"),
            "It may call for consultations when it is threatened itself.",
            "It consults with the others on crisis: talks.",
        ),
        (
            Consultation(obligation="mandatory", content=("talks",), timing="periodic", frequency="quarterly"),
            None,
            "It consults with the others quarterly: talks.",
        ),
        (
            Consultation(obligation="mandatory", content=("talks",), timing="periodic"),
            None,
            "It consults with the others regularly: talks.",
        ),
        (
            ForceUse(allows_force=True, request="required"),
            "It may ask that collective forces be sent to its territory.",
            None,
        ),
        (ForceUse(allows_force=True), None, None),
        (ForceUse(participation="obligatory"), None, "It takes part with its contingent."),
        (
            ForceUse(permission_hours=24),
            None,
            "It settles a permission to pass through its territory within 24 hours.",
        ),
        (Peacekeeping(request="required"), "It may ask for a peacekeeping operation in its territory.", None),
        (Peacekeeping(request="required", whose="non_member"), None, None),
        (
            MilitaryTechnical(price="free_or_preferential", content=("materiel",), re_export="forbidden"),
            "It gets materiel on terms that are free or preferential.",
            "It passes nothing of what it got on.",
        ),
        (
            MilitaryTechnical(price="free", re_export="with_written_consent"),
            "It gets arms on terms that are free.",
            "It passes nothing of what it got on without the supplier's written consent.",
        ),
        (
            MilitaryTechnical(trigger=("aggression",), content=("arms",), obligation="mandatory"),
            "The others help it with arms and equipment.",
            "It gives arms to a member in need.",
        ),
        (
            MilitaryTechnical(content=("arms",), obligation="mandatory", timing="shortest_time"),
            None,
            "It gives arms to a member in need as fast as it can.",
        ),
        (MilitaryTechnical(content=("arms",)), None, None),
        (
            DecisionTerms(rules=("consensus",), binding=True),
            "It takes part in decisions; see its votes.",
            "It is bound by the decisions of the organs.",
        ),
        (DecisionTerms(), None, None),
        (General(binding=True), None, "It is bound by what is agreed and decided."),
        (General(), None, None),
        (
            Withdrawal(notice_months=6, to="depositary", condition="obligations_settled"),
            "It may leave on 6 months' notice to the depositary, once its obligations are settled.",
            None,
        ),
        (Withdrawal(notice_months=None, to="depositary"), "It may leave.", None),
        (Amendment(proposed_by="any_party"), "It may propose amendments.", None),
        (Amendment(), None, None),
        (
            Exclusivity(forbids=("military_alliances",), qualifier="against a party", allows=("old_treaties",)),
            "It keeps old treaties.",
            "Closed to it: military alliances, against a party.",
        ),
        (Exclusivity(forbids=("military_alliances",)), None, "Closed to it: military alliances."),
        (
            NonAggression(renounces=("use_of_force",), between=("parties",)),
            None,
            "It renounces use of force towards parties.",
        ),
        (
            SettlementOfDisputes(renounces=("use_of_force",), between=("parties",), means=("peaceful",)),
            None,
            "It renounces use of force towards parties. Disputes are settled by peaceful means.",
        ),
        (SettlementOfDisputes(means=("peaceful",)), None, "Disputes are settled by peaceful means."),
        (SettlementOfDisputes(), None, None),
        (
            ReportingUnsc(timing="immediate"),
            None,
            "It tells the Security Council of the United Nations at once what is done.",
        ),
        (ReportingUnsc(), None, "It tells the Security Council of the United Nations what is done."),
        (Budget(funding=("contributions",)), None, "It pays its share of the budget; see its dues."),
        (Budget(funding=("gifts",)), None, None),
        (
            Suspension(ground=("non_implementation", "coup"), decided_by=None, vote_of_state_concerned="counted",
                       self_suspension="provided"),
            None,
            "Its part can be suspended by decision of the others, for non implementation or coup.",
        ),
        (Accession(open_to="anybody"), None, None),
    ],
)  # fmt: skip
def test_what_each_kind_of_provision_gives_and_asks(terms: Part, right: str | None, duty: str | None) -> None:
    view = pact(terms).on(DAY)
    assert saying(rights(view, "ARM")) == ([right] if right else [])
    assert saying(obligations(view, "ARM")) == ([duty] if duty else [])


def test_a_clause_carries_its_provision() -> None:
    [clause] = obligations(pact(Budget(funding=("contributions",))).on(DAY), "ARM")
    assert (clause.subject, clause.obligation, clause.provision, clause.ref, clause.text, clause.certain) == (
        "budget", None, "one", "art. one", "What one says.", True,
    )  # fmt: skip
    assert clause.sources == SOURCES


def test_the_real_obligations_follow_the_wording_of_the_day() -> None:
    def defence(on: str) -> list[str | None]:
        return [one.provision for one in at("KAZ", on).obligations if one.subject == "mutual_defence"]

    assert defence("2012-12-18") == ["cst-art-4-1992"]
    assert defence("2012-12-19") == ["cst-art-4-2010"]


def test_an_instrument_that_a_member_did_not_sign_gives_and_asks_nothing() -> None:
    bare = treaty(
        provision("one", Budget(funding=("contributions",))), not_signed_by=("ARM",), parties=(party("BLR"),)
    )
    view = organised(treaties=(bare,)).on(DAY)
    assert obligations(view, "ARM") == ()
    assert [one.certain for one in obligations(view, "BLR")] == [False]
    assert [one.certain for one in obligations(view, "KAZ")] == [True]
    found = {one.treaty: one.part for one in at("UZB", "2011-01-01").instruments}
    assert (found["crrf-2009"], found["peacekeeping-2007"]) == ("not_signed", "signed")


def test_what_is_not_known_to_be_in_force_is_not_certain() -> None:
    vague = treaty(provision("one", Budget(funding=("contributions",))), in_force=None)
    assert [one.certain for one in obligations(organised(treaties=(vague,)).on(DAY), "ARM")] == [False]
    uncertain = treaty(provision("one", Budget(funding=("contributions",)), when="2010/.."))
    assert [one.certain for one in obligations(organised(treaties=(uncertain,)).on(DAY), "ARM")] == [False]


def test_who_may_call_an_organ_together() -> None:
    calls = (
        Convening(format="regular", by="chair", provision="one"),
        Convening(format="extraordinary", by="any_member", provision="key"),
        Convening(format="consultation", by="target"),
        Convening(format="extraordinary", by="two_members"),
    )
    keyed = provision("two", General(), article="key")
    pact = organised(
        treaties=(treaty(provision("one", General()), keyed),),
        organs=(organ(convening=calls),),
        chairmanship=(Chair(id="c", state="ARM", period=period(ALWAYS), sources=SOURCES),),
    )
    found = [one for one in rights(pact.on(DAY), "ARM") if one.subject == "organs"]
    assert [(one.says, one.provision) for one in found] == [
        ("It may call the Council to a meeting (regular), being in the chair.", "one"),
        ("It may call the Council to a meeting (extraordinary).", "two"),
        ("It may call the Council to a meeting (consultation), as the state in trouble.", None),
    ]
    assert (found[2].ref, found[2].text) == ("Council", "Heads of the members")
    assert len([one for one in rights(pact.on(DAY), "BLR") if one.subject == "organs"]) == 2


@pytest.mark.parametrize(
    ("tokens", "words"),
    [
        ((), ""),
        (None, ""),
        ("use_of_force", "use of force"),
        (("a", "b"), "a and b"),
        (("a", "b", "c_d"), "a, b and c d"),
        ("troops_of_non_members", "troops of non-members"),
    ],
)
def test_tokens_are_written_as_words(tokens: Any, words: str) -> None:
    assert spoken(tokens) == words


# --- Votes --------------------------------------------------------------------------------------


def test_every_member_can_block_the_use_of_force_and_not_a_decision_about_itself() -> None:
    found = {(one.organ, one.rule): one for one in at("KGZ", "2022-01-06").votes}
    force = found["csc", "dr-use-of-force"]
    assert (force.blocks, force.how, force.name, force.not_own) == (
        "yes", ("objects",), "Collective Security Council", False,
    )  # fmt: skip
    assert found["csc", "dr-suspension-expulsion"].not_own
    assert found["csc", "dr-procedural"].blocks == "unknown"
    assert found["csc", "dr-amendment"].how == ("objects", "abstains", "abstains_declared", "absent")


def test_a_majority_cannot_be_blocked_alone() -> None:
    half = rule(adopted_when=Condition(more_than=Threshold(share="1/2")))
    [vote] = standing(organised(decision_rules=(half,)).on(DAY), "ARM").votes
    assert (vote.votes, vote.blocks, vote.how) == (True, "no", ())


def test_who_has_no_vote_by_the_rule() -> None:
    named = rule(voters=Voters(who="named", named=("BLR",)))
    [vote] = standing(organised(decision_rules=(named,)).on(DAY), "ARM").votes
    assert (vote.votes, vote.apart, vote.blocks, vote.not_own) == (False, "the rule gives it no vote", "no", False)


def test_a_right_that_needs_no_organ_and_a_rule_of_an_organ_that_is_gone() -> None:
    alone = rule("alone", organs=(), adopted_when=Condition(always=True), alone="any_member")
    gone = rule("gone", organs=("assembly",))
    found = standing(organised(decision_rules=(alone, gone)).on(DAY), "ARM").votes
    assert [(one.organ, one.name, one.rule) for one in found] == [(None, "", "alone")]


# --- What else it may join or host --------------------------------------------------------------

CLOSED = Exclusivity(
    forbids=("military_alliances", "groupings_of_states", "actions"),
    qualifier="directed against another party",
    readings=(
        Reading(
            name="all",
            says="All are narrowed.",
            qualifies=("military_alliances", "groupings_of_states", "actions"),
        ),
        Reading(
            name="last", says="The last alone.", qualifies=("actions",), held_by=("KAZ",), sources=("a-book",)
        ),
    ),
)


def answers(found: StateStanding) -> dict[str, dict[str, str]]:
    return {
        reading.name: {one.organisation: one.answer for one in reading.others}
        for reading in found.closed[0].readings
    }


def other(name: str, kind: str = "collective_defence", *codes: str) -> View:
    said = facts(kind=kind, short_name=name.upper())
    return organised(name, organisation=said, membership=members(*(codes or ("ARM", "FRA")))).on(DAY)


def test_no_other_pack_consulted_is_unknown_and_not_none() -> None:
    found = standing(pact(CLOSED).on(DAY), "ARM")
    assert answers(found) == {"all": {}, "last": {}}
    assert "no other organisation was consulted" in found.not_known[0].text
    itself = standing(pact(CLOSED).on(DAY), "ARM", [pact(CLOSED).on(DAY)])
    assert itself.not_known[0] == found.not_known[0]


def test_another_alliance_under_both_readings() -> None:
    found = standing(pact(CLOSED).on(DAY), "ARM", [other("west"), other("south", "collective_defence", "FRA")])
    assert answers(found) == {"all": {"west": "contested"}, "last": {"west": "no"}}
    assert "Other organisations consulted: WEST, SOUTH; it is a member of WEST." in said(found)
    assert not any("was not looked up" in one.text for one in found.not_known)
    first, second = found.closed[0].readings
    assert (
        first.others[0].why
        == "it turns on whether it is directed against another party, which the record does not settle"
    )
    assert second.others[0].why.startswith("under this reading military alliances are closed whatever their aim")
    assert (first.sources, second.sources, second.held_by) == (SOURCES, ("a-book",), ("KAZ",))


def test_an_alliance_of_which_all_are_members_is_directed_against_none() -> None:
    wide = other("wide", "collective_defence", "ARM", "BLR", "KAZ", "FRA")
    assert answers(standing(pact(CLOSED).on(DAY), "ARM", [wide])) == {
        "all": {"wide": "yes"},
        "last": {"wide": "no"},
    }


def test_what_is_no_alliance_is_a_grouping() -> None:
    only = Exclusivity(forbids=("military_alliances",), qualifier="aimed at a party")
    found = standing(pact(only).on(DAY), "ARM", [other("club", "consultative")])
    assert answers(found) == {"as_written": {"club": "yes"}}
    assert (
        found.closed[0].readings[0].others[0].why == "the provision is not about an organisation of consultative"
    )
    assert answers(standing(pact(only).on(DAY), "ARM", [other("west")])) == {"as_written": {"west": "contested"}}
    flat = Exclusivity(forbids=("military_alliances",))
    assert answers(standing(pact(flat).on(DAY), "ARM", [other("west")])) == {"as_written": {"west": "no"}}


def test_a_member_of_none_of_those_consulted() -> None:
    found = standing(pact(CLOSED).on(DAY), "KAZ", [other("west")])
    assert said(found)[-1] == "Other organisations consulted: WEST; it is a member of none of them."


def test_foreign_facilities_need_the_others() -> None:
    found = at("KGZ", "2015-01-01")
    bases = {one.provision: one for one in found.closed}["charter-art-7-bases"]
    assert (bases.organ, bases.rule) == ("csc", "dr-foreign-bases")
    assert bases.can_block == ("ARM", "BLR", "KAZ", "RUS", "TJK")
    before = {one.provision: one for one in at("KGZ", "2005-01-01").closed}["charter-art-7-bases"]
    assert before.rule == "dr-consensus"
    assert "KGZ" not in before.can_block
    assert [len(one.readings) for one in found.closed if one.provision == "cst-art-1-exclusivity"] == [2]


@pytest.mark.parametrize(("organ_named", "matter"), [(None, None), ("court", "bases")])
def test_where_no_rule_is_known_nobody_is_said_to_block(organ_named: str | None, matter: str | None) -> None:
    terms = Exclusivity(forbids=("bases",), decided_by=organ_named, matter=matter)
    [closed] = standing(pact(terms).on(DAY), "ARM").closed
    assert (closed.organ, closed.rule, closed.can_block) == (organ_named, None, ())


# --- Arms, dues, contributions, chair, posts, instruments ---------------------------------------


def test_arms_at_the_sellers_own_prices() -> None:
    found = {one.provision: one for one in at("KGZ", "2010-01-01").arms}
    prices = found["mtc-2000-prices"]
    assert (prices.price, prices.basis) == (
        "preferential",
        "the price at which the seller's own armed forces are supplied",
    )
    assert found["mtc-2000-reexport"].re_export == "with_written_consent"
    assert not prices.certain
    assert "mtc-2000-roubles" not in found
    assert {one.provision: one for one in at("KGZ", "2011-01-01").arms}["mtc-2000-roubles"].currency == (
        "convertible", "RUB",
    )  # fmt: skip


def test_dues_as_known_on_the_day() -> None:
    found = at("ARM", "2025-06-01").dues
    assert found is not None
    assert (found.share, str(found.as_of), found.arrears_years) == ("1/10", "2024-12", 2)
    assert found.sanctions == ("no_quota_posts", "loss_of_vote")
    assert (found.organ, found.rule, found.until, found.on_record) == ("csc", "dr-arrears", "full_payment", False)
    assert [str(step.date) for step in found.steps] == [
        "2024-11-28",
        "2024-12-04",
        "2025-03",
        "2025-03-31",
        "2025-05-21~",
    ][-5:]
    before = at("ARM", "2024-06-01")
    assert before.dues is not None
    assert (before.dues.share, before.dues.as_of) == (None, None)
    assert "Its share of the budget on this day is not known." in [one.text for one in before.not_known]
    assert [str(step.date) for step in before.dues.steps][-1] == "2024-05-08"


def test_that_no_decision_on_arrears_was_found_is_said_up_to_when_it_was_looked_for() -> None:
    told = [one.text for one in at("ARM", "2026-02-20").not_known]
    assert "No decision that takes its vote or its posts is on record on this day." in told
    assert any(one.startswith("Looked for up to February 2026 and not found: A decision") for one in told)
    assert not any("Looked for" in one.text for one in at("ARM", "2025-06-01").not_known)
    assert not any("Looked for" in one.text for one in at("KAZ", "2026-02-20").not_known)


def test_without_a_budget_provision_nothing_is_said_of_arrears() -> None:
    budget = BudgetFacts(
        shares=(BudgetShare(state="ARM", share="1/3"),), as_of=date("2005"), sources=("a-budget",)
    )
    looked = NotFound(id="nf", what="a debt", states=("ARM",), sources=SOURCES)
    view = organised(organisation=facts(budget=budget, not_found=(looked,))).on(DAY)
    found = standing(view, "ARM")
    assert found.dues is not None
    assert (found.dues.share, found.dues.provision, found.dues.rule, found.dues.arrears_years) == (
        "1/3", None, None, None,
    )  # fmt: skip
    assert found.dues.sources == ("a-budget",)
    assert [one.text for one in found.not_known][1:] == [
        "What it set aside for collective forces by this day is not known.",
        "Looked for and not found: a debt.",
    ]


def test_before_the_organisation_was_founded_nothing_is_known_of_dues() -> None:
    dues = at("KAZ", "1998-01-01").dues
    assert dues is not None
    assert (dues.share, dues.provision) == (None, None)


def test_contributions_with_their_days() -> None:
    found = {one.force: one for one in at("KAZ", "2010-01-01").contributions}
    assert (found["crrf"].personnel, str(found["crrf"].as_of)) == (4000, "2009-02")
    assert at("KAZ", "2003-01-01").contributions == ()
    assert "The size of some of its contributions is not known." in [
        one.text for one in at("ARM", "2010-01-01").not_known
    ]
    assert "The size of some of its contributions is not known." not in [
        one.text for one in at("UZB", "2010-01-01").not_known
    ]


def test_turns_in_the_chair_and_posts_up_to_the_day() -> None:
    found = at("ARM", "2022-06-01")
    assert [(str(one.period.start)[:4], one.now) for one in found.chair_turns] == [
        ("2008", Certainty.NO), ("2015", Certainty.NO), ("2021", Certainty.CERTAINLY),
    ]  # fmt: skip
    assert found.chair_turns[-1].period.end is None
    assert [(one.person, one.acting) for one in found.posts] == [("Yuri Khachaturov", False)]
    assert at("ARM", "2016-01-01").posts == ()


def test_a_post_shows_no_end_that_was_only_planned() -> None:
    office = Officeholder(
        id="o", office="Secretary", person="A. Person", state="ARM", acting=True, period=period("2009-01-01/.."),
        term_ends=date("2012-01-01"), sources=SOURCES,
    )  # fmt: skip
    [post] = standing(organised(officeholders=(office,)).on(DAY), "ARM").posts
    assert (post.what, post.person, post.acting, post.now) == ("Secretary", "A. Person", True, Certainty.CERTAINLY)


@pytest.mark.parametrize(
    ("acts", "part"),
    [
        ({"signed": "2001-01-01"}, "signed"),
        ({"signed": "2001-01-01", "ratified": "2002-01-01"}, "ratified"),
        ({"signed": "2001-01-01", "in_force": "2003-01-01"}, "in_force"),
        ({"signed": "2001-01-01", "in_force": "2003-01-01", "ended": "2005-01-01"}, "ended"),
        ({"in_force": "2003-01-01", "denounced": "2005-01-01"}, "ended"),
        ({"signed": "2001-01-01", "ratified": "2015-01-01"}, "signed"),
        ({}, "not_known"),
    ],
)
def test_how_far_it_went_with_an_instrument(acts: dict[str, str], part: str) -> None:
    joined = treaty(parties=(party("ARM", **acts),), parties_sources=("a-list",))
    [found] = standing(organised(treaties=(joined,)).on(DAY), "ARM").instruments
    assert (found.part, found.sources) == (part, ("a-list",))


def test_an_instrument_of_which_nothing_is_known_or_that_it_did_not_sign() -> None:
    silent, refused = treaty(), treaty(id="second", not_signed_by=("ARM",))
    found = standing(organised(treaties=(silent, refused)).on(DAY), "ARM").instruments
    assert [(one.treaty, one.part, one.signed) for one in found] == [
        ("charter", "not_known", None),
        ("second", "not_signed", None),
    ]
    assert found[0].sources == SOURCES


def test_instruments_signed_later_are_not_shown() -> None:
    assert "status-protocol-2024" not in {one.treaty for one in at("ARM", "2024-11-27").instruments}
    found = {one.treaty: one.part for one in at("ARM", "2024-11-28").instruments}
    assert found["status-protocol-2024"] == "not_signed"
    assert found["csto-charter-2002"] == "in_force"


def test_dates_are_dates() -> None:
    found = {one.treaty: one for one in at("ARM", "2010-01-01").instruments}
    assert found["cst-1992"].signed == Date.parse("1992-05-15")
