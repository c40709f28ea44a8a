"""A council that acts for all members of a wider body, rules that fall back on others, and seats not on record."""

from __future__ import annotations

from typing import Any

import pytest

from foedus.law.deciding import ballot_of, blockers, chain, electorate
from foedus.law.findings import Circumstances, findings
from foedus.law.tally import tally
from foedus.proceedings.acts import Act, Declare, Deploy, Freeze, Suspend
from foedus.proceedings.case import Case
from foedus.proceedings.reasons import Reason
from foedus.record.facts import Membership, WiderBody
from foedus.record.rules import Condition, DecisionRule, Fallback, Threshold, Voters
from foedus.record.terms import ForceUse, Measures, MutualDefence, Suspension
from foedus.record.view import Organisation
from tests.unit.small_record import date, facts, organised, party, provision, rule, situation, status, treaty

DAY = "2010-01-01"
UNION = WiderBody(id="union", name="Union", treaty="charter")
PARTIES = (
    *(party(code, in_force="2000-01-01") for code in ("ARM", "BLR", "KAZ", "KGZ", "TJK")),
    party("UZB", in_force="2012-01-01"),
    party("GEO", in_force="2000-01-01", ended="2009-08-18"),
    party("MDA", signed="1999-01-01"),
)
ALL = Condition(no_objection="voters")
TWO_THIRDS = Condition(at_least=Threshold(share="2/3", of="cast"))


def council(*rows: Membership, rules: tuple[DecisionRule, ...] = ()) -> Organisation:
    """A council of ARM, BLR and KAZ for a union of five."""
    articles = (
        provision("art-1", Measures(trigger=("aggression",), decided_by="council", content=("measures",))),
        provision("art-2", MutualDefence(trigger=("aggression",), obligation="mandatory", content=("help",))),
        provision(
            "art-3",
            Suspension(
                ground=("any",), decided_by="council", vote_of_state_concerned="not_counted",
                self_suspension="provided",
            ),
        ),
    )  # fmt: skip
    return organised(
        organisation=facts(wider_body=UNION),
        treaties=(treaty(*articles, parties=PARTIES),),
        membership=(*(status(code) for code in ("ARM", "BLR", "KAZ")), *rows),
        decision_rules=rules or (rule(voters=Voters(who="seats")),),
    )


def test_who_belongs_on_a_day() -> None:
    book = council()
    assert book.on(DAY).wider == ("ARM", "BLR", "KAZ", "KGZ", "TJK")
    assert "GEO" in book.on("2009-01-01").wider
    assert "UZB" in book.on("2013-01-01").wider
    assert book.on(DAY).belongs("KGZ")
    assert not book.on(DAY).belongs("MDA")
    assert organised().on(DAY).wider == ()


def test_trouble_of_any_of_them_is_meant() -> None:
    for target, there in (("ARM", "engaged"), ("KGZ", "engaged"), ("GEO", "not_engaged")):
        given = Circumstances(situation=situation(target=target, initiators=("IRN",)))
        found = {one.provision.id: one for one in findings(council().on(DAY), given)}
        assert {one.result for one in found.values()} == {there}
        owed = found["art-2"].owed
        if owed:  # all of the union owe it, not only those that sit
            assert owed.by == tuple(code for code in ("ARM", "BLR", "KAZ", "KGZ", "TJK") if code != target)


def test_an_attacker_from_the_wider_body_is_one_of_them() -> None:
    given = Circumstances(situation=situation(target="ARM", initiators=("KGZ",)))
    found = {one.provision.id: one.result for one in findings(council().on(DAY), given)}
    assert found == {"art-1": "engaged", "art-2": "arguable"}


def test_all_of_it_vote_where_the_rule_says_so() -> None:
    everybody = rule(voters=Voters(who="wider_body"))
    view = council(rules=(everybody,)).on(DAY)
    assert electorate(view, everybody).voters == ("ARM", "BLR", "KAZ", "KGZ", "TJK")


def test_a_suspension_from_the_wider_body_costs_the_vote_in_both() -> None:
    rows = (status("ARM", "suspended", of="union"), status("KGZ", "suspended", of="union"))
    everybody = rule("all", voters=Voters(who="wider_body"))
    seated = rule(voters=Voters(who="seats"))
    view = council(*rows, rules=(seated, everybody)).on(DAY)
    assert electorate(view, seated).voters == ("BLR", "KAZ")
    assert electorate(view, everybody).voters == ("BLR", "KAZ", "TJK")
    member = view.member("ARM")
    assert member is not None
    assert member.flags == ("suspended",)
    assert [(one.holder, one.status) for one in view.standings if one.holder == "KGZ"] == [("KGZ", "suspended")]


def test_a_suspension_elsewhere_does_not() -> None:
    view = council(status("ARM", "suspended", of="another"), status("BLR", "suspended", of="union", scope="x"))
    seated = rule(voters=Voters(who="seats"))
    assert electorate(view.on(DAY), seated).voters == ("ARM", "BLR", "KAZ")


@pytest.mark.parametrize(("actor", "reason"), [("KGZ", None), ("GEO", Reason.NOT_A_MEMBER)])
def test_those_that_do_not_sit_have_a_part_all_the_same(actor: str, reason: Reason | None) -> None:
    case = Case.open(council(), "x", situation(initiators=("IRN",)), complete=False)
    for content in (Declare(stance="supports"), Freeze(), Deploy(materiel="fuel")):
        refused = case.refusal(Act(actor=actor, at=date(DAY), content=content))
        assert (refused.reason if refused else None) is reason
    suspended = case.refusal(Act(actor="council", at=date(DAY), content=Suspend(state=actor)))
    assert (suspended.reason if suspended else None) is reason


# --- falling back ---


def falling(**keys: Any) -> tuple[DecisionRule, DecisionRule]:
    return rule(fallback=Fallback(rule="vote", **keys)), rule("vote", adopted_when=TWO_THIRDS)


def test_the_rules_of_a_chain_come_in_order() -> None:
    first, second = falling()
    view = organised(decision_rules=(first, second)).on(DAY)
    assert [one.id for one in chain(view, first)] == ["consensus", "vote"]
    assert [one.id for one in chain(organised(decision_rules=(first,)).on(DAY), first)] == ["consensus"]


def test_who_could_be_outvoted_blocks_nothing() -> None:
    first, second = falling()
    view = organised(decision_rules=(first, second)).on(DAY)
    four = ("ARM", "BLR", "KAZ", "KGZ")
    assert len(blockers(organised(decision_rules=(first,)).on(DAY), first, four)) == 4
    assert blockers(view, first, four) == ()
    assert [one.state for one in blockers(view, first, ("ARM", "BLR"))] == ["ARM", "BLR"]


def test_a_rule_for_want_of_a_quorum_helps_against_no_objection() -> None:
    first, second = falling(when="quorum_missing")
    view = organised(decision_rules=(first, second)).on(DAY)
    assert len(blockers(view, first, ("ARM", "BLR", "KAZ", "KGZ"))) == 4


def test_a_next_rule_that_is_not_known_helps_nobody_for_certain() -> None:
    first = rule(fallback=Fallback(rule="vote"))
    second = rule("vote", adopted_when=Condition(all_of=(TWO_THIRDS, Condition(unknown="nobody knows"))))
    view = organised(decision_rules=(first, second)).on(DAY)
    assert len(blockers(view, first, ("ARM", "BLR", "KAZ", "KGZ"))) == 4


# --- seats that nobody fills on record ---


def test_where_who_sits_is_not_on_record_nothing_can_be_told() -> None:
    quorum = Condition(at_least=Threshold(count=2, counting="present"))
    for who in ("seats", "not_listed"):
        seated = rule(voters=Voters(who=who), quorum=quorum)
        found = tally({}, ballot_of(organised(membership=()).on(DAY), seated, ()))
        assert (found.adopted, found.quorum) == (None, None)
        named = electorate(organised(membership=()).on(DAY), seated, seats=("ARM", "BLR"))
        assert named.voters == ("ARM", "BLR")


# --- an authorisation whose need is disputed ---


@pytest.mark.parametrize(
    ("needed", "authorised", "found"),
    [("yes", None, "not_engaged"), ("contested", None, "arguable"), ("contested", True, "engaged")],
)
def test_whether_an_authorisation_is_needed_may_be_disputed(
    needed: Any, authorised: bool | None, found: str
) -> None:
    terms = ForceUse(
        trigger=("aggression",),
        outside_authorisation="un_security_council",
        authorisation_needed=needed,
        allows_force=True,
    )
    view = organised(treaties=(treaty(provision("art-1", terms)),)).on(DAY)
    given = Circumstances(situation=situation(initiators=("IRN",)), authorised=authorised)
    assert [one.result for one in findings(view, given)] == [found]
