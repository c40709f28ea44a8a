"""What pacts need of the law: states covered by name, duties that rest, what is kept back, calls to be carried."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from foedus.drivers.script import Script
from foedus.law.advice import advise
from foedus.law.deciding import electorate
from foedus.law.findings import Circumstances, Finding, findings
from foedus.law.standing import standing
from foedus.packs import here
from foedus.proceedings.acts import Act, Convene, Decide, Invoke, Propose
from foedus.proceedings.case import Case
from foedus.proceedings.reasons import Reason
from foedus.record.cases import CodedCase, Decision, Invocation, Position
from foedus.record.checks import check
from foedus.record.facts import Convening
from foedus.record.reading import read
from foedus.record.rules import Condition, Voters
from foedus.record.terms import ForceUse, MutualDefence, Reservation, TerritorialScope
from foedus.record.view import Organisation
from tests.unit.small_record import (
    SOURCES,
    asked,
    date,
    members,
    organ,
    organised,
    provision,
    rule,
    situation,
    status,
    treaty,
)

DAY = "2010-01-01"


def defence(**keys: Any) -> MutualDefence:
    given = {"trigger": ("armed_attack",), "obligation": "mandatory", "content": ("help",), **keys}
    return MutualDefence(**given)


def found(pact: Organisation, **keys: Any) -> Finding:
    return findings(pact.on(DAY), Circumstances(situation=situation(**keys)))[0]


class TestCoveredByName:
    def test_beside_the_members(self) -> None:
        pact = organised(treaties=(treaty(provision("5", defence(covers=("GEO",)))),))
        results = {code: found(pact, target=code, initiators=("TUR",)).result for code in ("ARM", "GEO", "AZE")}
        assert results == {"ARM": "engaged", "GEO": "engaged", "AZE": "not_engaged"}

    def test_they_alone_where_no_member_is_meant(self) -> None:
        terms = ForceUse(trigger=("armed_attack",), whose="non_member", covers=("GEO",))
        pact = organised(treaties=(treaty(provision("6", terms)),))
        results = {code: found(pact, target=code, initiators=("TUR",)).result for code in ("ARM", "GEO", "AZE")}
        assert results == {"ARM": "not_engaged", "GEO": "engaged", "AZE": "not_engaged"}


class TestRegions:
    AREA = TerritorialScope(
        territory=("europe",), regions=("europe",), waters=("europe",), regions_contested=("middle_east",)
    )

    @pytest.mark.parametrize(
        ("region", "result"),
        [("europe", "engaged"), ("middle_east", "arguable"), ("caribbean", "not_engaged"), (None, "arguable")],
    )
    def test_inside_open_and_outside(self, region: str | None, result: str) -> None:
        pact = organised(
            treaties=(treaty(provision("5", defence(scope=("area",))), provision("area", self.AREA)),)
        )
        assert found(pact, initiators=("TUR",), region=region).result == result


class TestDutiesThatRest:
    @pytest.fixture
    def pact(self) -> Organisation:
        rows = (*members("ARM", "BLR", "KAZ"), status("ARM", "suspended", towards=("KAZ",)))
        return organised(treaties=(treaty(provision("5", defence())),), membership=rows)

    @pytest.mark.parametrize(("target", "owing"), [("ARM", ("BLR",)), ("KAZ", ("BLR",)), ("BLR", ("ARM", "KAZ"))])
    def test_both_ways_between_the_two_and_nobody_else(
        self, pact: Organisation, target: str, owing: tuple[str, ...]
    ) -> None:
        owed = found(pact, target=target, initiators=("TUR",)).owed
        assert owed is not None
        assert owed.by == owing

    def test_its_vote_stays(self, pact: Organisation) -> None:
        member = pact.on(DAY).member("ARM")
        assert member is not None
        assert member.votes
        assert member.rests_towards == ("KAZ",)

    def test_its_standing_says_so(self, pact: Organisation) -> None:
        said = [one.text for one in standing(pact.on(DAY), "ARM").statuses]
        assert "What is owed between it and Kazakhstan has been suspended since 1 January 2000." in said

    def test_a_suspension_in_name_only_changes_nothing(self) -> None:
        rows = (*members("ARM", "BLR", "KAZ"), status("ARM", "suspended", towards=("KAZ",), in_law=False))
        pact = organised(treaties=(treaty(provision("5", defence())),), membership=rows)
        owed = found(pact, initiators=("TUR",)).owed
        assert owed is not None
        assert owed.by == ("BLR", "KAZ")


def test_what_a_state_has_kept_back_makes_its_duty_arguable() -> None:
    terms = defence(reservations=(Reservation(state="KAZ", says="at sea only"),))
    pact = organised(treaties=(treaty(provision("5", terms)),))
    advice = advise(pact.on(DAY), Circumstances(situation=situation(initiators=("TUR",))))
    assert {one.state: one.how for one in advice.bound} == {"BLR": "engaged", "KAZ": "arguable"}


class TestAlone:
    ALONE = rule(
        "alone", organs=(), matters=("mutual_defence",), kind="alone", adopted_when=Condition(always=True),
        alone="any_member",
    )  # fmt: skip

    def test_what_reaches_furthest_is_left_to_each(self) -> None:
        law = treaty(
            provision("4", ForceUse(trigger=("armed_attack",), decided_by="council")),
            provision("5", defence(rule="alone")),
        )
        pact = organised(treaties=(law,), decision_rules=(rule(), self.ALONE))
        advice = advise(pact.on(DAY), Circumstances(situation=situation(initiators=("TUR",))))
        assert advice.decides is None
        assert [(one.provision, one.rule.id, one.how) for one in advice.alone] == [("5", "alone", "engaged")]

    def test_where_an_organ_may_send_forces_it_decides(self) -> None:
        forces = ForceUse(trigger=("armed_attack",), decided_by="council", allows_force=True)
        law = treaty(provision("4", forces), provision("5", defence(rule="alone")))
        pact = organised(treaties=(law,), decision_rules=(rule(), self.ALONE))
        advice = advise(pact.on(DAY), Circumstances(situation=situation(initiators=("TUR",))))
        assert advice.decides is not None
        assert advice.decides.organ == "council"
        assert [one.provision for one in advice.alone] == ["5"]

    def test_an_organs_rule_is_not_one_of_each_alone(self) -> None:
        pact = organised(treaties=(treaty(provision("5", defence(rule="consensus"))),))
        advice = advise(pact.on(DAY), Circumstances(situation=situation(initiators=("TUR",))))
        assert (advice.decides, advice.alone) == (None, ())


class TestDisputesAmongMembers:
    RULE = rule(voters=Voters(without=("party_to_member_dispute",)))

    @pytest.mark.parametrize(
        ("kind", "initiator", "voters"),
        [
            ("interstate_attack", "BLR", ("KAZ",)),
            ("interstate_attack", "TUR", ("ARM", "BLR", "KAZ")),
            ("internal_unrest", "BLR", ("ARM", "BLR", "KAZ")),
        ],
    )
    def test_who_votes(self, kind: str, initiator: str, voters: tuple[str, ...]) -> None:
        given = situation(kind, initiators=(initiator,))
        assert electorate(organised().on(DAY), self.RULE, given).voters == voters


class TestCalls:
    def test_any_member_may_say_that_the_case_has_arisen_where_the_wording_lets_it(self) -> None:
        for by, reason in (("any_member", None), ("target", Reason.NOT_THE_TARGET)):
            pact = organised(treaties=(treaty(provision("5", defence(invoked_by=by))),))
            case = Case.open(pact, "call", situation(initiators=("TUR",)))
            refused = case.refusal(Act(actor="BLR", at=date(DAY), content=Invoke(under=("5",))))
            assert (refused.reason if refused else None) == reason

    def test_a_call_that_another_organ_must_carry_first(self) -> None:
        call = Convening(format="extraordinary", by="any_member", rule="carry")
        board = organ("board", decides=("convening",), decision_rules=("carry",))
        pact = organised(
            organs=(organ(convening=(call,)), board),
            decision_rules=(rule(), rule("carry", organs=("board",), matters=("convening",))),
        )
        at, meet = date(DAY), Convene(organ="council", format="extraordinary")
        case = Case.open(pact, "call", situation(initiators=("TUR",)))
        refused = case.refusal(Act(actor="ARM", at=at, content=meet))
        assert refused is not None
        assert (refused.reason, refused.rule) == (Reason.NOT_DECIDED, "carry")
        for actor, content in (
            ("board", Convene(organ="board")),
            ("ARM", Propose(organ="board", matter="convening")),
            ("board", Decide(organ="board", matter="convening", on=2)),
            ("ARM", meet),
        ):
            case = case.apply(Act(actor=actor, at=at, content=content))


class TestForeseen:
    def coded(self, **decision: Any) -> CodedCase:
        return CodedCase(
            id="war",
            sources=SOURCES,
            title="War",
            situation=situation(initiators=("TUR",), foreseen=date("2009-12-01")),
            invocation=Invocation(made=True, by="ARM", date=date("2009-12-10"), under=("5",)),
            decision=Decision(date=date("2009-12-12"), organ="council", outcome="political_statement", **decision),
            positions=(Position(state="BLR", stance="supports", on="decision"),),
            outcome="Peace.",
            fulfilled="yes",
        )

    def test_what_was_done_before_it_began_is_in_time(self) -> None:
        pact = organised(treaties=(treaty(provision("5", defence())),))
        case = Case.open(pact, "war", self.coded().situation)
        early, soon = (Act(actor="ARM", at=date(day), content=Invoke()) for day in ("2009-11-30", "2009-12-10"))
        refused = case.refusal(early)
        assert refused is not None
        assert refused.reason is Reason.BEFORE_SITUATION
        assert case.refusal(soon) is None

    def test_the_script_looks_at_the_day_of_the_decision(self) -> None:
        script = Script(organised(), self.coded())
        assert script.view.date.text == "2009-12-12"

    def test_the_matter_of_a_decision_may_be_said(self) -> None:
        acts = Script(organised(organs=(organ(decides=("any",)),)), self.coded(matter="accession")).acts()
        matters = {act.kind: act.content.matter for act in acts if act.kind in ("propose", "decide")}  # type: ignore[attr-defined]  # both have one
        assert matters == {"propose": "accession", "decide": "accession"}

    @pytest.mark.parametrize(
        ("foreseen", "told"),
        [
            ("2001-08-01", ()),
            ("2001-12-01", ("it was foreseen from 2001-12-01, after it began 2001-09-11",)),
        ],
    )
    def test_it_cannot_be_foreseen_after_it_began(
        self, tmp_path: Path, foreseen: str, told: tuple[str, ...]
    ) -> None:
        pack = tmp_path / "anzus"
        shutil.copytree(here / "anzus", pack)
        file = pack / "cases" / "anzus-usa-2001.yaml"
        begins = '    begins: "2001-09-11"\n'
        text = file.read_text(encoding="utf-8")
        assert begins in text
        file.write_text(text.replace(begins, f'    foreseen: "{foreseen}"\n{begins}'), encoding="utf-8")
        faults = [str(one) for one in check(read(pack)) if "foreseen from" in str(one)]
        assert len(faults) == len(told)
        for said, fault in zip(told, faults, strict=True):
            assert said in fault


def test_a_request_may_come_from_the_covered_but_only_members_act() -> None:
    """Being covered gives no seat: a covered state asks through a member."""
    pact = organised(treaties=(treaty(provision("5", defence(covers=("GEO",)))),))
    case = Case.open(pact, "call", asked(target="GEO", initiators=("TUR",)).situation)
    refused = case.refusal(Act(actor="GEO", at=date(DAY), content=Invoke()))
    assert refused is not None
    assert refused.reason is Reason.NOT_A_MEMBER
