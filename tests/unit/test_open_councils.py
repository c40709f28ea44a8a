"""Councils that act for others than those who sit: votes that fail, who asks, who sends, who consents."""

from __future__ import annotations

from typing import Any

import pytest

from foedus import states
from foedus.drivers.history import Replay, replay
from foedus.law.advice import advise
from foedus.law.deciding import electorate, rule_by_id
from foedus.law.findings import Circumstances
from foedus.law.tally import tally
from foedus.proceedings.acts import Decide, Deploy, Invoke, Propose
from foedus.record.cases import CodedCase, Decision, DeploymentFacts, Invocation, Position, Stance
from foedus.record.checks_names import in_being
from foedus.record.rules import Voters
from foedus.record.terms import Consultation, ForceUse, Measures, ReportingUnsc
from foedus.record.view import Organisation
from tests.unit.small_record import date, facts, organ, organised, provision, rule, situation, treaty

DAY = date("2010-01-05")
BRING = provision(
    "bring",
    Consultation(
        trigger=("threat_to_international_peace",),
        whose="any",
        obligation="discretionary",
        content=("consultation",),
        decided_by="council",
    ),
)
FIND = provision("find", Measures(trigger=("threat_to_international_peace",), whose="any", decided_by="council"))
FORCE: dict[str, Any] = {"cases": ("find",), "whose": "any", "decided_by": "council", "allows_force": True}
OPEN = provision("force", ForceUse(**FORCE, host_consent="not_needed", participants="any_state"))
CLOSED = provision("force", ForceUse(**FORCE))


def council(force: Any = OPEN, *more: Any, **keys: Any) -> Organisation:
    """A council of ARM, BLR and KAZ that may act for anybody."""
    given: dict[str, Any] = {
        "treaties": (treaty(BRING, FIND, force, *more),),
        "organs": (organ(decides=("any", "use_of_force", "joint_statement")),),
        "decision_rules": (rule(matters=("any", "use_of_force", "joint_statement")),),
    }
    return organised(**{**given, **keys})


def told(organisation: Organisation, **parts: Any) -> Replay:
    fixed: dict[str, Any] = {
        "id": "made-up",
        "sources": ("a-source",),
        "title": "Made up",
        "situation": situation(target="GEO", initiators=("TUR",)),
        "invocation": Invocation(made=True, by="GEO", date=date("2010-01-02"), asks_for=("political_support",)),
        "decision": Decision(organ="council", outcome="no_decision", date=DAY, voted=True),
        "positions": positions(ARM="supports", BLR="objects", KAZ="supports"),
        "outcome": "nothing",
        "fulfilled": "no",
    }
    return replay(organisation, CodedCase(**{**fixed, **parts}))


def positions(**stances: Stance) -> tuple[Position, ...]:
    return tuple(Position(state=state, stance=stance, on="decision") for state, stance in stances.items())


def contents(found: Replay, kind: type) -> list[tuple[str, Any]]:
    return [(one.act.actor, one.act.content) for one in found.case.entries if isinstance(one.act.content, kind)]


class TestVoted:
    def test_a_vote_that_failed_is_a_proposal_and_its_refusal(self) -> None:
        found = told(council())
        assert [one.measure for _, one in contents(found, Propose)] == ["political_statement"]
        assert [(one.measure, one.matter) for _, one in contents(found, Decide)] == [
            ("no_decision", "joint_statement")
        ]
        assert any(
            "did not adopt the proposal" in one and "Belarus (objection)" in one for one in found.case.explain()
        )
        assert not any(one.refusal for one in found.case.entries)

    def test_a_vote_implies_a_meeting(self) -> None:
        assert "council" in told(council()).case.state.met

    @pytest.mark.parametrize("outcome", ["no_decision", "declined"])
    def test_without_a_vote_a_refusal_is_no_act(self, outcome: Any) -> None:
        found = told(council(), decision=Decision(organ="council", outcome=outcome, date=DAY, voted=False))
        assert contents(found, Decide) == []

    @pytest.mark.parametrize(("outcome", "acts"), [("declined", 1), ("no_decision", 0)])
    def test_what_is_not_said_stays_as_it_was(self, outcome: Any, acts: int) -> None:
        """To decline is an act, to decide nothing is none."""
        decision = Decision(organ="council", outcome=outcome, date=DAY)
        assert len(contents(told(council(), decision=decision), Decide)) == acts


class TestWhoAsks:
    def test_states_that_ask_together(self) -> None:
        asked = Invocation(
            made=True, by="GEO", joined_by=("USA", "FRA"), date=DAY, asks_for=("political_support",)
        )
        assert [actor for actor, _ in contents(told(council(), invocation=asked), Invoke)] == ["GEO", "USA", "FRA"]

    def test_who_is_no_state_is_told_beside(self) -> None:
        asked = Invocation(made=True, body="the Secretary-General", words="a letter", date=DAY)
        found = told(council(), invocation=asked)
        assert contents(found, Invoke) == []
        assert "the Secretary-General asked: a letter" in [one.what for one in found.context]

    def test_any_state_may_ask_where_anybody_is_meant(self) -> None:
        found = told(council(), invocation=Invocation(made=True, by="USA", date=DAY, asks_for=("troops",)))
        assert not any(one.refusal for one in found.case.entries)

    def test_others_in_the_same_trouble_ask_for_themselves(self) -> None:
        asked = Invocation(made=True, by="AZE", date=DAY, asks_for=("political_support",))
        found = told(council(), situation=situation(target="GEO", also_targets=("AZE",)), invocation=asked)
        assert found.case.state.requested

    def test_who_is_known_to_sit_votes_though_it_be_no_member(self) -> None:
        voting = positions(ARM="supports", BLR="supports", KAZ="supports", NOR="objects")
        rules = (rule(matters=("any", "joint_statement"), voters=Voters(who="seats")),)
        seats = ("ARM", "BLR", "KAZ", "NOR")
        found = told(council(decision_rules=rules), positions=voting, seats=seats)
        assert not any(one.refusal for one in found.case.entries)
        assert any("Norway (objection)" in one for one in found.case.explain())


class TestWhoSends:
    SENT = Decision(organ="council", outcome="collective_military_action", date=DAY, voted=True)
    ALL = (
        *positions(ARM="supports", BLR="supports", KAZ="supports"),
        Position(state="NOR", stance="accepts", contributes=True, personnel=500),
    )
    ARRIVED = DeploymentFacts(first_arrival=date("2010-02-01"))

    def sending(self, force: Any) -> Replay:
        asked = Invocation(made=True, by="USA", date=date("2010-01-02"), asks_for=("troops",))
        given: dict[str, Any] = {"invocation": asked, "decision": self.SENT, "positions": self.ALL}
        return told(council(force), deployment=self.ARRIVED, **given)

    def test_any_state_where_the_provision_is_open(self) -> None:
        found = self.sending(OPEN)
        assert [actor for actor, _ in contents(found, Deploy)] == ["NOR"]
        assert not any(one.refusal for one in found.case.entries)
        assert not any("consent" in gap for gap in found.gaps)

    def test_members_only_where_it_is_not(self) -> None:
        assert contents(self.sending(CLOSED), Deploy) == []


class TestMeasures:
    def test_they_are_found_like_other_provisions(self) -> None:
        advice = advise(
            council().on("2010-01-02"), Circumstances(situation=situation(target="GEO", initiators=("TUR",)))
        )
        found = advice.of("find")
        assert found is not None
        assert (found.result, found.owed) == ("engaged", None)

    def test_what_builds_on_them_works_in_their_cases_only(self) -> None:
        sanctions = provision("sanctions", Measures(cases=("find",), whose="any"))
        advice = advise(
            council(OPEN, sanctions).on("2010-01-02"), Circumstances(situation=situation(target="GEO"))
        )
        found = advice.of("sanctions")
        assert found is not None
        assert any(test.why.endswith("and it works only in the cases that it names") for test in found.tests)


class TestAuthority:
    AUTHORISED = provision("region", ForceUse(**FORCE, outside_authorisation="un_security_council"))

    @pytest.mark.parametrize(("authority", "items"), [(None, 1), ("un_security_council", 0)])
    def test_the_authority_asks_itself_for_nothing(self, authority: Any, items: int) -> None:
        body = council(self.AUTHORISED, organisation=facts(authority=authority))
        advice = advise(body.on("2010-01-02"), Circumstances(situation=situation(target="GEO")))
        assert len(advice.elsewhere) == items

    @pytest.mark.parametrize(("owed_by", "gaps"), [("members", 1), ("states", 0), ("regional_bodies", 0)])
    def test_only_a_duty_of_the_members_is_a_gap(self, owed_by: Any, gaps: int) -> None:
        tell = provision("tell", ReportingUnsc(owed_by=owed_by))
        given: dict[str, Any] = {"decision": TestWhoSends.SENT, "positions": TestWhoSends.ALL}
        found = told(council(OPEN, tell), **given)
        assert sum("Security Council was told" in gap for gap in found.gaps) == gaps


class TestVotersNotListed:
    def test_no_outcome_can_be_told(self) -> None:
        unlisted = rule("assembly", voters=Voters(who="not_listed"))
        view = organised(decision_rules=(unlisted,)).on("2010-01-01")
        found = rule_by_id(view, "assembly")
        assert found is not None
        assert electorate(view, found).voters == ()
        counted = tally({"ARM": "supports"}, found, ())
        assert (counted.adopted, counted.why) == (None, "who is entitled to vote is not on record")

    def test_nobody_entitled_is_another_thing(self) -> None:
        assert tally({}, rule(), ()).adopted is False


class TestSeated:
    @pytest.mark.parametrize("code", ["BLR", "UKR"])
    def test_a_seat_of_its_own_before_statehood(self, code: str) -> None:
        """Two republics of the Soviet Union sat and voted in the United Nations in their own name."""
        assert not states.exists(code, "1948-07-15").possible
        assert in_being(code, date("1948-07-15"))
        assert not in_being(code, date("1945-10-23"))
        assert "Soviet Socialist Republic" in states.name_on(code, "1974-07-20")
        assert states.name_on(code, "1995-01-01") in ("Belarus", "Ukraine")
