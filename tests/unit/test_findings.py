"""Findings: each test of a provision, one at a time, on small organisations."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from foedus.law.findings import Circumstances, Finding, bears, findings, took_part
from foedus.record.facts import Membership, Provision, Treaty
from foedus.record.terms import (
    Consultation,
    Duration,
    Engaging,
    ForceUse,
    MilitaryTechnical,
    MutualDefence,
    Peacekeeping,
    Reservation,
    TerritorialScope,
)
from foedus.record.view import organisation
from tests.unit.small_record import asked, members, organised, party, provision, situation, status, treaty

ATTACK = situation(initiators=("AZE",))
PLAIN = Circumstances(situation=ATTACK)


def defence(**keys: Any) -> MutualDefence:
    given: dict[str, Any] = {"trigger": ("aggression",), "obligation": "mandatory", "content": ("military",)}
    return MutualDefence(**{**given, **keys})


def find(
    *provisions: Provision,
    given: Circumstances = PLAIN,
    on: str = "2010-01-01",
    instrument: Treaty | None = None,
    membership: tuple[Membership, ...] | None = None,
) -> dict[str, Finding]:
    """The findings by article, of provisions in one charter."""
    holder = replace(instrument or treaty(), provisions=provisions)
    pact = organised(treaties=(holder,), membership=membership or members("ARM", "BLR", "KAZ"))
    return {one.provision.article: one for one in findings(pact.on(on), given)}


def one(terms: Engaging, given: Circumstances = PLAIN, **keys: Any) -> Finding:
    """The finding on a single provision."""
    return find(provision("it", terms), given=given, **keys)["it"]


def answers(finding: Finding) -> dict[str, str]:
    return {test.test: test.answer for test in finding.tests}


def why(finding: Finding, test: str) -> str:
    return next(found.why for found in finding.tests if found.test == test)


# --- What is found on, and the result -----------------------------------------------------------


def test_a_situation_can_engage_only_what_has_a_trigger_or_builds_on_what_has() -> None:
    assert bears(provision("a", defence()))
    assert bears(provision("a", ForceUse(cases=("b",))))
    assert not bears(provision("a", ForceUse(components=("police",))))
    assert not bears(provision("a", Duration(term_years=5)))
    assert find(provision("a", Duration(term_years=5))) == {}


def test_all_yes_is_engaged_one_contested_arguable_one_no_not_engaged() -> None:
    assert one(defence()).result == "engaged"
    assert one(defence(), asked("border_clash", initiators=("AZE",))).result == "arguable"
    assert one(defence(), asked("cyber", initiators=("AZE",), territory=None)).result == "arguable"
    refused = one(defence(), asked("internal_unrest", groups=("crowds",)))
    assert (refused.result, refused.bites, refused.owed) == ("not_engaged", False, None)


def test_where_the_opinion_of_a_member_is_enough_its_asking_settles_the_trigger() -> None:
    own = Consultation(
        trigger=("threat_to_security",), judged_by="any_member", obligation="mandatory", content=("consultation",)
    )
    flood = situation("natural_disaster")
    for requested, answer in ((True, "yes"), (False, "contested"), (None, "contested")):
        found = one(own, Circumstances(situation=flood, requested=requested))
        assert answers(found)["trigger"] == answer
        assert why(found, "trigger").startswith("the opinion of one member is enough")
    assert answers(one(replace(own, judged_by=None), asked("natural_disaster")))["trigger"] == "no"
    assert why(one(own), "trigger").startswith("threat to security")


def test_findings_keep_the_order_of_the_pack() -> None:
    found = find(provision("b", ForceUse(cases=("a",))), provision("a", defence()), provision("c", defence()))
    assert list(found) == ["b", "a", "c"]


# --- In force, party ----------------------------------------------------------------------------


def test_a_wording_that_may_not_have_held_yet_is_contested() -> None:
    found = find(provision("it", defence(), when="2010/.."))["it"]
    assert answers(found)["in_force"] == "contested"
    assert why(found, "in_force") == "this wording holds from 2010; whether it held on the day is uncertain"


def test_a_wording_of_unknown_start_is_contested() -> None:
    found = find(provision("it", defence(), when="/.."))["it"]
    assert why(found, "in_force").startswith("this wording holds from an unknown day")


def test_an_instrument_that_is_signed_and_not_known_to_be_in_force_is_contested() -> None:
    found = one(defence(), instrument=treaty(in_force=None, title="Protocol"))
    assert answers(found)["in_force"] == "contested"
    assert why(found, "in_force") == "Protocol is signed; since when it is in force is not known"


def test_the_target_must_be_a_member() -> None:
    found = one(defence(), Circumstances(situation=replace(ATTACK, target="GEO")))
    assert answers(found)["party"] == "no"
    assert why(found, "party") == "Georgia is not a member on the day"


def test_a_target_that_no_table_knows_is_named_by_its_code() -> None:
    assert why(one(defence(), Circumstances(situation=replace(ATTACK, target="XYZ"))), "party").startswith(
        "XYZ is"
    )


@pytest.mark.parametrize(
    ("whose", "target", "answer"),
    [
        ("member", "ARM", "yes"),
        ("member", "GEO", "no"),
        ("non_member", "GEO", "yes"),
        ("non_member", "ARM", "no"),
        ("any", "ARM", "yes"),
        ("any", "GEO", "yes"),
    ],
)
def test_whose_trouble_is_meant(whose: Any, target: str, answer: str) -> None:
    found = one(
        Peacekeeping(trigger=("crisis",), whose=whose), Circumstances(situation=replace(ATTACK, target=target))
    )
    assert answers(found)["party"] == answer


@pytest.mark.parametrize(("target", "answer"), [("ARM", "yes"), ("GEO", "yes"), ("AZE", "no")])
def test_states_covered_by_name_need_not_be_members(target: str, answer: str) -> None:
    found = one(defence(covers=("GEO",)), Circumstances(situation=replace(ATTACK, target=target)))
    assert answers(found)["party"] == answer
    if target == "GEO":
        assert why(found, "party") == "Georgia is no member, and is covered by name"


def test_who_did_not_sign_is_outside() -> None:
    found = one(defence(), instrument=treaty(not_signed_by=("ARM",)))
    assert (answers(found)["party"], why(found, "party")) == ("no", "ARM did not sign Charter")


def test_a_listed_party_of_which_no_date_is_known_is_contested() -> None:
    listed = treaty(parties=(party("ARM"), party("BLR", signed="1999-01-01")))
    found = one(defence(), instrument=listed)
    assert (answers(found)["party"], why(found, "party")) == (
        "contested",
        "what ARM did about Charter is not known",
    )
    assert [took_part(listed, code)[0] for code in ("ARM", "BLR", "KAZ")] == ["contested", "yes", "yes"]


def test_a_suspended_member_is_contested_and_a_frozen_one_is_not() -> None:
    cut = (*members("ARM", "BLR"), status("ARM", "suspended"))
    assert answers(one(defence(), membership=cut))["party"] == "contested"
    frozen = one(defence(), membership=(*members("ARM", "BLR"), status("ARM", "frozen", in_law=False)))
    assert answers(frozen)["party"] == "yes"
    assert "calls its participation frozen" in why(frozen, "party")


def test_a_member_that_may_not_have_been_one_yet_is_contested() -> None:
    found = one(defence(), membership=(status("ARM", when="2010/.."), status("BLR")), on="2010-06-01")
    assert answers(found)["party"] == "contested"


# --- Trigger, case ------------------------------------------------------------------------------


def test_any_one_trigger_is_enough_and_the_strongest_answers() -> None:
    found = one(Consultation(trigger=("terrorism", "threat_to_security"), obligation="mandatory", content=()))
    assert answers(found)["trigger"] == "yes"
    assert why(found, "trigger").startswith("threat to security:")


def test_a_further_test_in_words_is_told_with_the_trigger() -> None:
    found = one(defence(test="is grave"))
    assert why(found, "trigger").endswith("(the wording adds: is grave)")
    refused = one(defence(test="is grave"), asked("internal_unrest", groups=("crowds",)))
    assert "grave" not in why(refused, "trigger")


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_a_provision_follows_those_that_it_builds_on_however_they_are_ordered(order: tuple[int, ...]) -> None:
    chain = (
        provision("base", defence()),
        provision("next", ForceUse(cases=("base",))),
        provision("last", ForceUse(cases=("next",))),
    )
    found = find(*(chain[place] for place in order))
    assert {name: finding.result for name, finding in found.items()} == dict.fromkeys(found, "engaged")
    assert why(found["last"], "case").startswith("art. next is engaged")
    unrest = find(*(chain[place] for place in order), given=asked("internal_unrest", groups=("crowds",)))
    assert {finding.result for finding in unrest.values()} == {"not_engaged"}


def test_the_strongest_case_counts() -> None:
    found = find(
        provision("no", Consultation(trigger=("terrorism",), obligation="mandatory", content=())),
        provision("yes", defence()),
        provision("force", ForceUse(cases=("no", "yes"))),
    )
    assert answers(found["force"])["case"] == "yes"
    arguable = find(
        provision("maybe", defence()),
        provision("force", ForceUse(cases=("maybe",))),
        given=asked("border_clash", initiators=("AZE",)),
    )
    assert answers(arguable["force"])["case"] == "contested"


def test_a_case_that_is_not_in_force_is_none() -> None:
    found = find(provision("force", ForceUse(cases=("gone",))))["force"]
    assert why(found, "case") == "none of the articles that it builds on is in force"


def test_two_provisions_that_build_on_each_other_do_not_hang() -> None:
    found = find(provision("a", ForceUse(cases=("b",))), provision("b", ForceUse(cases=("a",))))
    assert {finding.result for finding in found.values()} == {"not_engaged"}


# --- Territory ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("where", "answer"),
    [("recognised", "yes"), ("disputed", "contested"), ("outside", "no"), (None, "contested")],
)
def test_a_provision_for_recognised_territory(where: Any, answer: str) -> None:
    found = one(defence(territory=("recognised",)), asked(initiators=("AZE",), territory=where))
    assert answers(found)["territory"] == answer


def test_disputed_territory_is_no_case_for_what_covers_only_territory_outside() -> None:
    found = one(defence(territory=("outside",)), asked(initiators=("AZE",), territory="disputed"))
    assert answers(found)["territory"] == "no"


@pytest.mark.parametrize(
    ("where", "answer"),
    [("recognised", "yes"), ("disputed", "yes"), ("outside", "contested"), (None, "contested")],
)
def test_force_beyond_the_members_territories_has_its_own_condition(where: Any, answer: str) -> None:
    terms = ForceUse(trigger=("aggression",), outside_territory="only under the Charter")
    found = one(terms, asked(initiators=("AZE",), territory=where))
    assert answers(found)["territory"] == answer
    if where == "outside":
        assert why(found, "territory").endswith("force is allowed there only under the Charter")


@pytest.mark.parametrize(
    ("where", "answer"), [("europe", "yes"), ("oceania", "no"), ("arctic", "contested"), (None, "contested")]
)
def test_a_provision_for_one_part_of_the_world(where: Any, answer: str) -> None:
    drawn = TerritorialScope(territory=("ours",), regions=("europe",), regions_contested=("arctic",))
    held = (provision("it", defence(scope=("area",))), provision("area", drawn))
    found = find(*held, given=asked(initiators=("AZE",), region=where))["it"]
    assert answers(found)["territory"] == answer


def test_without_a_limit_territory_is_not_asked() -> None:
    assert "territory" not in answers(one(defence(), asked(initiators=("AZE",), territory="outside")))
    assert "territory" not in answers(one(ForceUse(trigger=("aggression",))))


# --- Initiator ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "given", "answer"),
    [
        (("state",), situation(initiators=("AZE",)), "yes"),
        (("state",), situation(groups=("bands",)), "no"),
        (("state", "group"), situation(groups=("bands",)), "yes"),
        (("state",), situation(groups=("bands",), outside_hand="alleged"), "contested"),
        (("state",), situation(groups=("bands",), outside_hand="shown"), "contested"),
        (("state",), situation(groups=("bands",), outside_hand="none"), "no"),
        (("state",), situation(), "contested"),
        (("group",), situation(initiators=("BLR",)), "no"),
    ],
)
def test_the_initiator_must_be_of_a_kind_that_is_meant(by: Any, given: Any, answer: str) -> None:
    found = one(defence(by=by), Circumstances(situation=given))
    assert answers(found)["initiator"] == answer


@pytest.mark.parametrize(
    ("meant", "answer", "told"),
    [
        ("contested", "contested", "does not settle"),
        ("no", "no", "leaves that out"),
        ("yes", None, ""),
    ],
)
def test_an_initiator_that_is_itself_a_member(meant: Any, answer: str | None, told: str) -> None:
    found = one(defence(against_members=meant), Circumstances(situation=situation(initiators=("BLR", "KAZ"))))
    assert answers(found).get("initiator") == answer
    if answer:
        assert told in why(found, "initiator")
        assert why(found, "initiator").startswith("the initiator BLR and KAZ is itself a member")


def test_where_no_kind_is_meant_and_no_member_acts_the_initiator_is_not_asked() -> None:
    assert "initiator" not in answers(one(defence()))


# --- Request, authorisation, what else must be agreed -------------------------------------------


@pytest.mark.parametrize(
    ("requested", "asks_for", "wanted", "answer"),
    [
        (True, (), (), "yes"),
        (True, ("troops",), ("troops", "materiel"), "yes"),
        (True, ("consultation",), ("troops", "materiel"), "no"),
        (True, (), ("troops",), "yes"),
        (False, ("troops",), ("troops",), "no"),
        (None, (), (), "contested"),
    ],
)
def test_the_request(requested: bool | None, asks_for: Any, wanted: Any, answer: str) -> None:
    given = Circumstances(situation=ATTACK, requested=requested, asks_for=asks_for)
    found = one(defence(request="required", request_for=wanted), given)
    assert answers(found)["request"] == answer
    assert found.lacking == (("request",) if answer == "no" else ())


def test_a_request_for_something_else_says_what_would_do() -> None:
    found = one(
        defence(request="required", request_for=("troops", "air_defence")), asked(asks_for=("political_support",))
    )
    assert (
        why(found, "request") == "it works at a request for troops or air defence; asked for was political support"
    )


@pytest.mark.parametrize(("authorised", "answer"), [(True, "yes"), (False, "no"), (None, "no")])
def test_the_authorisation_from_outside(authorised: bool | None, answer: str) -> None:
    given = Circumstances(situation=ATTACK, authorised=authorised)
    found = one(Peacekeeping(trigger=("crisis",), outside_authorisation="un_security_council"), given)
    assert answers(found)["authorisation"] == answer


def test_what_must_be_agreed_first_is_open_as_long_as_nothing_shows_it() -> None:
    found = one(MilitaryTechnical(trigger=("aggression",), requires=("special_agreement",)))
    assert answers(found)["authorisation"] == "contested"
    assert why(found, "authorisation") == "it needs first: special agreement; none is shown"
    assert found.result == "arguable"


def test_lacking_names_what_alone_stands_in_the_way() -> None:
    terms = defence(request="required", outside_authorisation="un_security_council")
    assert one(terms, Circumstances(situation=ATTACK, requested=False)).lacking == ("request", "authorisation")
    assert one(terms, Circumstances(situation=replace(ATTACK, target="GEO"), requested=False)).lacking == ()
    assert one(terms, Circumstances(situation=ATTACK, requested=True, authorised=True)).lacking == ()


# --- What is owed -------------------------------------------------------------------------------


def test_help_is_owed_by_the_others_but_not_by_whoever_attacks() -> None:
    owed = one(defence(against_members="yes"), Circumstances(situation=situation(initiators=("BLR",)))).owed
    assert owed is not None
    assert (owed.by, owed.to, owed.obligation, owed.discretion) == (("KAZ",), "ARM", "mandatory", "organ")


def test_whoever_attacks_still_owes_consultations() -> None:
    terms = Consultation(trigger=("aggression",), obligation="mandatory", content=("consultation",))
    owed = one(terms, Circumstances(situation=situation(initiators=("BLR",)))).owed
    assert owed is not None
    assert owed.by == ("BLR", "KAZ")


def test_who_stayed_out_of_the_instrument_owes_nothing_under_it() -> None:
    owed = one(
        defence(discretion="each_member"), instrument=treaty(not_signed_by=("KAZ",), parties=(party("BLR"),))
    ).owed
    assert owed is not None
    assert (owed.by, owed.discretion) == (("BLR",), "each_member")


def test_who_kept_something_back_is_named_with_what_is_owed() -> None:
    kept = tuple(Reservation(state=code, says="its constitution decides") for code in ("KAZ", "GEO"))
    owed = one(defence(reservations=kept)).owed
    assert owed is not None
    assert (owed.by, owed.reserving) == (("BLR", "KAZ"), ("KAZ",))


@pytest.mark.parametrize(
    "terms", [ForceUse(trigger=("aggression",)), MilitaryTechnical(trigger=("aggression",), content=("arms",))]
)
def test_where_the_wording_obliges_nobody_nothing_is_owed(terms: Engaging) -> None:
    assert one(terms).owed is None


def test_help_in_arms_is_owed_where_the_wording_obliges() -> None:
    owed = one(MilitaryTechnical(trigger=("aggression",), content=("arms",), obligation="mandatory")).owed
    assert owed is not None
    assert owed.content == ("arms",)


# --- The real law -------------------------------------------------------------------------------


def test_no_coded_situation_breaks_the_law_of_any_year() -> None:
    csto = organisation("csto")
    for year in range(1993, 2027, 4):
        view = csto.on(f"{year}-02-01")
        for case in csto.record.cases:
            for requested in (None, False, True):
                found = findings(view, Circumstances(situation=case.situation, requested=requested))
                assert all(finding.tests[0].answer != "no" for finding in found)


def test_a_request_never_weakens_a_finding() -> None:
    csto = organisation("csto")
    rank = {"not_engaged": 0, "arguable": 1, "engaged": 2}
    for case in csto.record.cases:
        view = csto.on(case.situation.begins.last)
        results = [
            [rank[one.result] for one in findings(view, Circumstances(situation=case.situation, requested=asks))]
            for asks in (False, None, True)
        ]
        assert all(a <= b <= c for a, b, c in zip(*results, strict=True))
