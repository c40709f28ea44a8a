"""Advice: who is bound, who decides, who can block, what can be sent, what must be asked elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from foedus.law.advice import Advice, advise
from foedus.law.findings import Circumstances
from foedus.record.facts import Contribution, Force, ForceRule, NationalConsent, Strength
from foedus.record.rules import Condition, Voters
from foedus.record.terms import (
    Consultation,
    Engaging,
    ForceUse,
    MutualDefence,
    Part,
    Peacekeeping,
    ReportingUnsc,
    Reservation,
)
from foedus.record.view import organisation
from tests.unit.small_record import (
    ALWAYS,
    SOURCES,
    asked,
    date,
    members,
    organised,
    period,
    provision,
    rule,
    treaty,
)

CSTO = organisation("csto")
ATTACK = asked(initiators=("AZE",))
UNREST = asked("internal_unrest", groups=("crowds",))
CONSULT = Consultation(trigger=("aggression",), obligation="mandatory", content=("consultation",))


def of_case(name: str, on: str, **keys: Any) -> Advice:
    case = CSTO.case(name)
    assert case is not None
    return advise(CSTO.on(on), Circumstances(situation=case.situation, **keys))


def on(*terms: Part, given: Circumstances = ATTACK, **sections: Any) -> Advice:
    """Advice under provisions called one, two, three, ..."""
    names = ("one", "two", "three")
    texts = tuple(provision(name, part) for name, part in zip(names, terms, strict=False))
    return advise(organised(treaties=(treaty(*texts),), **sections).on("2010-01-01"), given)


def defence(**keys: Any) -> MutualDefence:
    given: dict[str, Any] = {"trigger": ("aggression",), "obligation": "mandatory", "content": ("military",)}
    return MutualDefence(**{**given, **keys})


def force(name: str = "corps", **keys: Any) -> Force:
    given: dict[str, Any] = {
        "name": name,
        "kind": "standing",
        "basis": "a decision",
        "period": period(ALWAYS),
        "use": ForceRule(decided_by="council"),
        "sources": SOURCES,
    }
    return Force(id=name, **{**given, **keys})


# --- The real case ------------------------------------------------------------------------------


def test_kazakhstan_on_the_day_of_its_request() -> None:
    advice = of_case("csto-kazakhstan-2022", "2022-01-05", requested=True, asks_for=("peacekeepers", "troops"))
    assert advice.decides is not None
    assert advice.decides.rule is not None
    assert (advice.decides.organ, advice.decides.rule.id, advice.decides.under) == (
        "csc", "dr-use-of-force", "cst-art-6-2010",
    )  # fmt: skip
    assert [one.id for one in advice.decides.others] == ["dr-limited-format"]
    assert [(one.state, one.how) for one in advice.can_block] == [
        (code, ("objects",)) for code in ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK")
    ]
    assert {one.state for one in advice.bound} == {"ARM", "BLR", "KGZ", "RUS", "TJK"}
    assert {one.how for one in advice.bound} == {"engaged"}
    sent = {one.force.id: one for one in advice.forces}
    assert sent["peacekeeping-forces"].how == "engaged"
    assert sent["peacekeeping-forces"].consents == (("KGZ", "parliament"), ("TJK", "parliament"))
    assert sent["peacekeeping-forces"].strength is not None
    assert sent["peacekeeping-forces"].strength.value == 3600
    assert sent["crrf"].how == "engaged"
    assert "cst-art-6-2010" in sent["collective-forces-2012"].under
    assert {one.under for one in advice.elsewhere} == {"cst-art-4-unsc", "pk-2007-on-member"}
    assert advice.last_known is None
    article = advice.of("cst-art-4")
    assert article is not None
    assert article.result == "arguable"
    assert advice.of("nothing") is None


def test_kyrgyzstan_on_the_day_has_no_force_and_in_2013_it_has() -> None:
    then = of_case("csto-kyrgyzstan-2010-june", "2010-06-14", requested=True, asks_for=("materiel",))
    assert then.decides is not None
    assert then.decides.under == "cst-art-2-1992"
    assert [(one.force.id, one.how) for one in then.forces] == [("peacekeeping-forces", "on_request")]
    assert {one.how for one in then.bound} == {"arguable"}
    later = of_case("csto-kyrgyzstan-2010-june", "2013-01-01", requested=True, asks_for=("peacekeepers",))
    assert later.decides is not None
    assert later.decides.under == "cst-art-6-2010"
    assert "peacekeeping-forces" in {one.force.id for one in later.forces if one.how == "engaged"}


def test_a_day_after_the_facts_end_is_said_to_be_one() -> None:
    assert of_case("csto-kazakhstan-2022", "2030-01-01").last_known == CSTO.last_known


# --- Who decides --------------------------------------------------------------------------------


def test_nobody_decides_where_nothing_bites_or_names_an_organ() -> None:
    assert on(defence(decided_by="council"), given=UNREST).decides is None
    advice = on(defence())
    assert (advice.decides, advice.can_block) == (None, ())


def test_the_surest_provision_names_the_organ_and_of_equals_the_one_that_reaches_furthest() -> None:
    force_use = ForceUse(trigger=("aggression",), allows_force=True, decided_by="heads")
    sure = Consultation(trigger=("crisis",), obligation="mandatory", content=(), decided_by="council")
    open_ = asked("border_clash", initiators=("AZE",))
    assert decided_by(on(sure, force_use, given=open_)) == "council"
    assert decided_by(on(sure, force_use)) == "heads"
    assert decided_by(on(sure, defence(decided_by="ministers"))) == "ministers"
    only_talk = ForceUse(trigger=("aggression",), decided_by="heads")
    assert decided_by(on(only_talk, Peacekeeping(trigger=("crisis",), decided_by="council"))) == "council"


def decided_by(advice: Advice) -> str:
    assert advice.decides is not None
    return advice.decides.organ


@pytest.mark.parametrize(
    ("terms", "found", "matter"),
    [
        (defence(decided_by="council", rule="special"), "special", "any"),
        (defence(decided_by="council", rule="gone", matter="war"), "war", "war"),
        (defence(decided_by="council"), "consensus", "any"),
        (
            Consultation(trigger=("aggression",), obligation="mandatory", content=(), decided_by="council"),
            "talk",
            "consultation",
        ),
        (defence(decided_by="court"), None, "any"),
    ],
)
def test_the_rule_is_the_one_named_else_the_one_for_the_matter(
    terms: Engaging, found: str | None, matter: str
) -> None:
    rules = (
        rule(),
        rule("special", matters=("special",)),
        rule("war", matters=("war",)),
        rule("talk", matters=("consultation",)),
    )
    decides = on(terms, decision_rules=rules).decides
    assert decides is not None
    assert (decides.rule.id if decides.rule else None, decides.matter) == (found, matter)
    assert decides.electorate.voters == (("ARM", "BLR", "KAZ") if found else ())


def test_parties_to_the_dispute_stand_out_and_cannot_block() -> None:
    apart = rule(voters=Voters(without=("party_to_dispute",)))
    given = asked("border_clash", initiators=("BLR",))
    advice = on(
        defence(decided_by="council"),
        given=given,
        decision_rules=(apart,),
        membership=members("ARM", "BLR", "KAZ"),
    )
    assert [one.state for one in advice.can_block] == ["KAZ"]


@pytest.mark.parametrize(
    ("given", "organ", "alone"),
    [
        (ATTACK, None, [("two", "engaged")]),
        (asked("border_clash", initiators=("AZE",)), "council", [("two", "arguable")]),
        (UNREST, "council", []),
    ],
)
def test_what_each_state_settles_by_itself(given: Circumstances, organ: str | None, alone: list[Any]) -> None:
    talk = Consultation(trigger=("crisis",), obligation="mandatory", content=(), decided_by="council")
    own = rule("own", organs=(), alone="any_member", adopted_when=Condition(always=True))
    advice = on(talk, defence(rule="own"), given=given, decision_rules=(rule(), own))
    assert (advice.decides.organ if advice.decides else None) == organ
    assert [(one.provision, one.how) for one in advice.alone] == alone


# --- Who is bound -------------------------------------------------------------------------------


def test_an_engaged_duty_goes_before_arguable_ones() -> None:
    sure = Consultation(trigger=("crisis",), obligation="mandatory", content=("consultation",))
    advice = on(sure, defence(), given=asked("border_clash", initiators=("AZE",)))
    assert [(one.state, one.how, one.content, one.under) for one in advice.bound] == [
        ("BLR", "engaged", ("consultation",), ("one",)),
        ("KAZ", "engaged", ("consultation",), ("one",)),
    ]
    only = on(defence(), given=asked("border_clash", initiators=("AZE",)))
    assert {(one.how, one.content) for one in only.bound} == {("arguable", ("military",))}


@pytest.mark.parametrize("obligation", ["discretionary", "political"])
def test_what_is_left_to_choice_binds_nobody(obligation: Any) -> None:
    assert on(Consultation(trigger=("crisis",), obligation=obligation, content=("consultation",))).bound == ()


def test_a_duty_of_which_a_state_kept_something_back_is_arguable_for_it() -> None:
    kept = (Reservation(state="KAZ", says="its constitution decides"),)
    assert {one.state: one.how for one in on(defence(reservations=kept)).bound} == {
        "BLR": "engaged",
        "KAZ": "arguable",
    }


def test_whoever_attacks_is_bound_to_consult_and_not_to_help() -> None:
    advice = on(CONSULT, defence(against_members="yes"), given=asked(initiators=("BLR",)))
    assert {one.state: one.content for one in advice.bound} == {
        "BLR": ("consultation",),
        "KAZ": ("consultation", "military"),
    }


# --- What can be sent ---------------------------------------------------------------------------

USE = ForceUse(trigger=("aggression",), allows_force=True, decided_by="council", request="required")


@pytest.mark.parametrize(
    ("given", "how"),
    [
        (ATTACK, "engaged"),
        (asked("border_clash", initiators=("AZE",)), "arguable"),
        (Circumstances(situation=ATTACK.situation, requested=False), "on_request"),
        (UNREST, None),
    ],
)
def test_how_surely_a_force_can_be_sent(given: Circumstances, how: str | None) -> None:
    sent = on(USE, given=given, forces=(force(),)).forces
    assert [(one.force.id, one.how, one.under) for one in sent] == ([("corps", how, ("one",))] if how else [])


def test_a_provision_reaches_the_forces_that_it_names_or_those_that_its_organ_sends() -> None:
    forces = (force("a"), force("b", use=ForceRule(decided_by="others")), force("c", use=None))
    assert [one.force.id for one in on(USE, forces=forces).forces] == ["a"]
    named = ForceUse(trigger=("aggression",), allows_force=True, forces=("b",), decided_by="council")
    assert [one.force.id for one in on(named, forces=forces).forces] == ["b"]
    peace = Peacekeeping(trigger=("crisis",), forces=("c",))
    assert [one.force.id for one in on(peace, forces=forces).forces] == ["c"]
    talk = ForceUse(trigger=("aggression",), forces=("a",))
    assert on(talk, CONSULT, forces=forces).forces == ()


def test_under_names_only_the_provisions_that_allow_it_in_that_way() -> None:
    on_request = ForceUse(
        trigger=("aggression",),
        allows_force=True,
        decided_by="council",
        request="required",
        request_for=("sanctions",),
    )
    given = asked(initiators=("AZE",), asks_for=("troops",))
    [sent] = on(USE, on_request, given=given, forces=(force(),)).forces
    assert (sent.how, sent.under) == ("engaged", ("one",))


def test_what_can_be_sent_is_told_with_what_is_known_of_it() -> None:
    corps = force(
        personnel=(
            Strength(value=9, as_of=date("2005"), sources=SOURCES),
            Strength(value=7, as_of=date("2009"), sources=SOURCES),
            Strength(value=8, as_of=date("2012"), sources=SOURCES),
        ),
        contributions=tuple(Contribution(state=code, sources=SOURCES) for code in ("ARM", "GEO")),
    )
    consents = tuple(
        NationalConsent(id=code, state=code, of="parliament", period=period(ALWAYS), sources=SOURCES)
        for code in ("BLR", "GEO")
    )
    [sent] = on(USE, forces=(corps,), national_consents=consents).forces
    assert sent.strength is not None
    assert sent.strength.value == 7
    assert [one.state for one in sent.contributions] == ["ARM"]
    assert sent.consents == (("BLR", "parliament"),)
    [bare] = on(USE, forces=(force(),)).forces
    assert bare.strength is None


# --- What must be asked elsewhere ---------------------------------------------------------------


@pytest.mark.parametrize(("authorised", "bites"), [(None, False), (True, True)])
def test_a_decision_of_the_security_council_is_asked_for(authorised: bool | None, bites: bool) -> None:
    terms = Peacekeeping(trigger=("crisis",), outside_authorisation="un_security_council")
    advice = on(terms, given=Circumstances(situation=ATTACK.situation, authorised=authorised))
    assert advice.findings[0].bites is bites
    assert [(one.whom, one.what) for one in advice.elsewhere] == [
        ("un_security_council", "a decision of the Security Council is needed first")
    ]


def test_it_is_not_asked_for_where_something_else_stands_in_the_way() -> None:
    terms = Peacekeeping(trigger=("natural_disaster",), outside_authorisation="un_security_council")
    assert on(terms).elsewhere == ()


@pytest.mark.parametrize(
    ("of", "given", "told"),
    [
        (("one",), ATTACK, True),
        ((), ATTACK, True),
        (("three",), ATTACK, False),
        (("one",), UNREST, False),
        ((), UNREST, False),
    ],
)
def test_the_security_council_is_told_of_what_is_done(of: Any, given: Circumstances, told: bool) -> None:
    advice = on(defence(), ReportingUnsc(of=of), given=given)
    assert [one.under for one in advice.elsewhere] == (["two"] if told else [])


def test_the_security_council_is_told_of_an_operation_where_the_provision_says_so() -> None:
    terms = Peacekeeping(trigger=("aggression",), notify=("un_security_council",))
    assert [one.what for one in on(terms).elsewhere] == ["the operation is to be told at once"]
    assert on(terms, given=UNREST).elsewhere == ()
