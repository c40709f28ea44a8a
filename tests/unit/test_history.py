"""History through the engine: three stories told in full, and what becomes of what the coding does not say."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from foedus.dates import Date
from foedus.drivers.history import Replay, replay
from foedus.law.advice import Advice, advise
from foedus.law.findings import Circumstances
from foedus.proceedings.acts import Act, Arrive, Decide, Declare, Deploy, Freeze, Invoke, Propose, Withdraw
from foedus.proceedings.case import Case
from foedus.proceedings.docket import verify, written
from foedus.proceedings.reasons import Reason
from foedus.record.cases import CodedAct, CodedCase, Decision, DeploymentFacts, Invocation, Position, Situation
from foedus.record.pack import packs
from foedus.record.terms import ForceUse
from foedus.record.view import Organisation, organisation

ALL = [one.id for one in organisation("csto").record.cases]


@pytest.fixture(scope="module")
def csto() -> Organisation:
    return organisation("csto")


def coded(csto: Organisation, name: str) -> CodedCase:
    found = csto.case(name)
    assert found is not None
    return found


def told(csto: Organisation, name: str) -> Replay:
    return replay(csto, coded(csto, name))


def results(advice: Advice) -> dict[str, str]:
    return {one.provision.article: one.result for one in advice.findings}


def forces_engaged(advice: Advice) -> list[str]:
    """Articles that allow force and are engaged, or at least arguable."""
    return [one.provision.article for one in advice.findings if one.bites and _force(one.provision.terms)]


def _force(terms: object) -> bool:
    return bool(getattr(terms, "allows_force", False)) or type(terms).__name__ == "Peacekeeping"


def asked_for(case: CodedCase) -> Circumstances:
    return Circumstances(
        situation=case.situation, requested=case.invocation.made, asks_for=case.invocation.asks_for
    )


class TestEveryCase:
    @pytest.mark.parametrize("name", ALL)
    def test_replays_and_is_told(self, csto: Organisation, name: str) -> None:
        found = told(csto, name)
        assert found.case.id == name
        assert not found.case.complete
        assert all(sentence.endswith(".") for sentence in found.case.explain())
        assert json.dumps(found.outcome)
        assert [entry.n for entry in found.case.entries] == list(range(1, len(found.case.entries) + 1))

    @pytest.mark.parametrize("name", ALL)
    def test_twice_the_same(self, csto: Organisation, name: str) -> None:
        assert told(csto, name).case.hash == told(csto, name).case.hash

    @pytest.mark.parametrize("name", ALL)
    def test_no_stance_of_a_member_is_lost(self, csto: Organisation, name: str) -> None:
        """Each is an act, an unknown one a gap, and what was no matter of the organisation's is context."""
        found = told(csto, name)
        declared = {
            entry.act.actor for entry in found.case.entries if isinstance(entry.act.content, (Declare, Invoke))
        }
        beside = " ".join(one.what for one in found.context)
        unknown = " ".join(found.gaps)
        names = {one.state: one.name for one in csto.on(found.coded.situation.begins.last).members}
        for stand in found.coded.positions:
            where = unknown if stand.stance == "unknown" else beside
            assert stand.state in declared or names.get(stand.state, "") in where, (stand.state, stand.stance)

    @pytest.mark.parametrize("pack", packs())
    def test_of_every_organisation_replays(self, pack: str) -> None:
        whose = organisation(pack)
        for one in whose.record.cases:
            found = replay(whose, one)
            assert verify(json.loads(json.dumps(written(found.case))), whose).holds, one.id
            assert all(sentence.endswith(".") for sentence in found.case.explain()), one.id

    def test_sentences_keep_their_references(self, csto: Organisation) -> None:
        """But for the few that sum up, and acts that rest on nothing but their sources."""
        for name in ALL:
            for sentence in told(csto, name).case.explain():
                summing = sentence.startswith(("No ", "The request as made", "The proposal as made", "Forces are"))
                assert sentence.endswith("].") or summing, sentence


class TestKyrgyzstan2010:
    """The law is that of the day: an internal conflict opened no way to force in 2010, and does since 2012."""

    NAME = "csto-kyrgyzstan-2010-june"

    def test_on_the_day_no_provision_that_allows_force_is_engaged(self, csto: Organisation) -> None:
        case = coded(csto, self.NAME)
        advice = advise(csto.on("2010-06-12"), asked_for(case))
        assert forces_engaged(advice) == []
        assert results(advice)["cst-art-4"] == "not_engaged"
        assert results(advice)["cst-art-6"] == "not_engaged"
        # A threat to security was arguable; stability was not in the wording yet.
        assert results(advice)["cst-art-2"] == "arguable"

    def test_article_6_knew_article_4_alone(self, csto: Organisation) -> None:
        old, new = csto.on("2012-12-18").article("cst-art-6"), csto.on("2012-12-19").article("cst-art-6")
        assert old is not None
        assert new is not None
        assert isinstance(old.terms, ForceUse)
        assert isinstance(new.terms, ForceUse)
        assert old.terms.cases == ("cst-art-4",)
        assert new.terms.cases == ("cst-art-2", "cst-art-4")

    def test_since_19_december_2012_article_2_opens_article_6(self, csto: Organisation) -> None:
        case = coded(csto, self.NAME)
        for day in ("2012-12-19", "2013-01-01"):
            advice = advise(csto.on(day), asked_for(case))
            assert results(advice)["cst-art-2"] == "engaged"
            assert results(advice)["cst-art-6"] == "engaged"
            assert results(advice)["cst-art-4"] == "not_engaged"
            finding = advice.of("cst-art-2")
            assert finding is not None
            trigger = next(one for one in finding.tests if one.test == "trigger")
            assert trigger.why.startswith("threat to stability")
        day_before = advise(csto.on("2012-12-18"), asked_for(case))
        assert results(day_before)["cst-art-6"] == "not_engaged"

    def test_helicopters_were_sent_and_no_troops(self, csto: Organisation) -> None:
        found = told(csto, self.NAME)
        sent = {one.act.actor: one.act.content for one in found.case.entries if one.act.kind == "deploy"}
        assert set(sent) == {"RUS", "KAZ"}
        assert all(isinstance(one, Deploy) and one.personnel is one.force is None for one in sent.values())
        assert all(entry.in_order for entry in found.case.entries)
        assert "no meeting of the Collective Security Council is in the docket" in found.gaps

    def test_troops_were_asked_of_russia_not_of_the_organisation(self, csto: Organisation) -> None:
        found = told(csto, self.NAME)
        assert found.case.state.asks_for == ("materiel",)
        assert found.coded.invocation.asked_elsewhere == ("troops", "peacekeepers")

    def test_belarus_stood_aside_before_the_decision(self, csto: Organisation) -> None:
        entries = told(csto, self.NAME).case.entries
        stood = next(entry for entry in entries if entry.act.actor == "BLR")
        decided = next(entry for entry in entries if isinstance(entry.act.content, Decide))
        assert stood.act.content == Declare(stance="abstains", on=3)
        assert stood.n < decided.n


class TestKazakhstan2022:
    NAME = "csto-kazakhstan-2022"

    def test_what_the_request_engaged_and_how_surely(self, csto: Organisation) -> None:
        found = results(advise(csto.on("2022-01-05"), asked_for(coded(csto, self.NAME))))
        assert found["cst-art-4"] == "arguable"
        assert found["cst-art-2"] == "engaged"
        assert found["pk-2007-on-member"] == "engaged"
        assert found["pk-2007-elsewhere"] == "not_engaged"

    def test_article_4_is_arguable_because_no_attacker_from_outside_was_shown(self, csto: Organisation) -> None:
        finding = advise(csto.on("2022-01-05"), asked_for(coded(csto, self.NAME))).of("cst-art-4")
        assert finding is not None
        contested = [one for one in finding.tests if one.answer == "contested"]
        assert [one.test for one in contested] == ["trigger"]
        assert "alleged and not shown" in contested[0].why

    def test_the_heads_of_state_decide_by_consensus_and_all_six_can_block(self, csto: Organisation) -> None:
        advice = advise(csto.on("2022-01-05"), asked_for(coded(csto, self.NAME)))
        assert advice.decides is not None
        assert advice.decides.rule is not None
        assert (advice.decides.organ, advice.decides.rule.id) == ("csc", "dr-use-of-force")
        assert advice.decides.rule.kind == "consensus"
        assert [one.state for one in advice.can_block] == ["ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"]

    def test_decided_on_6_january_one_day_after_the_request(self, csto: Organisation) -> None:
        found = told(csto, self.NAME)
        entry = next(one for one in found.case.entries if isinstance(one.act.content, Decide))
        assert entry.act.actor == "csc"
        assert entry.act.at == Date.parse("2022-01-06")
        assert entry.in_order
        assert entry.gaps == ()
        assert entry.basis[:2] == ("dr-use-of-force", "cst-art-4-2010")
        assert set(entry.basis) >= {"cst-art-6-2010", "pk-2007-on-member"}
        assert found.outcome["days_to_decision"] == 1
        assert found.outcome["days_to_arrival"] == 1
        assert found.case.state.decisions[0].binds == ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK")

    def test_who_was_for_it(self, csto: Organisation) -> None:
        question = told(csto, self.NAME).case.state.questions[1]
        others = dict.fromkeys(("RUS", "BLR", "TJK", "KGZ", "ARM"), "supports")
        assert dict(question.stances) == {"KAZ": "requests", **others}

    def test_2030_in_all_and_the_other_figures_as_disputed(self, csto: Organisation) -> None:
        outcome = told(csto, self.NAME).outcome
        assert outcome["personnel_total"] == 2030
        assert [one["value"] for one in outcome["disputed_personnel"]] == ["2030", "2500", "2000", "3950"]
        assert all(one["sources"] for one in outcome["disputed_personnel"])

    def test_they_left_between_13_and_19_january(self, csto: Organisation) -> None:
        found = told(csto, self.NAME)
        left = [one.act for one in found.case.entries if isinstance(one.act.content, Withdraw)]
        assert (left[0].actor, left[0].at, left[0].content) == (
            "csto",
            Date.parse("2022-01-13"),
            Withdraw(stage="begins", force="peacekeeping-forces"),
        )
        assert (left[-1].actor, left[-1].at) == ("csto", Date.parse("2022-01-19"))
        assert found.outcome["withdrawal_begins"] == "2022-01-13"
        assert found.outcome["withdrawal_ends"] == "2022-01-19"
        assert found.case.state.deployed == frozenset()

    def test_everything_was_in_order(self, csto: Organisation) -> None:
        assert all(entry.in_order for entry in told(csto, self.NAME).case.entries)

    def test_parliaments_agreed_before_their_troops_are_told_to_leave(self, csto: Organisation) -> None:
        entries = told(csto, self.NAME).case.entries
        for state in ("KGZ", "TJK"):
            agreed = next(one.n for one in entries if one.act.kind == "consent" and one.act.actor == state)
            sent = next(one.n for one in entries if isinstance(one.act.content, Deploy) and one.act.actor == state)
            assert agreed < sent

    def test_the_strength_that_russia_never_published_is_not_filled_in(self, csto: Organisation) -> None:
        entries = told(csto, self.NAME).case.entries
        sent = {one.act.actor: one.act.content.personnel for one in entries if isinstance(one.act.content, Deploy)}
        assert sent == {"BLR": 500, "RUS": None, "TJK": 200, "KGZ": 150, "ARM": 100}


class TestArmenia:
    def test_may_2021_was_under_article_2_and_not_4(self, csto: Organisation) -> None:
        entry = told(csto, "csto-armenia-2021-may").case.entries[0]
        assert entry.act.content == Invoke(under=("cst-art-2",), asks_for=("consultation", "political_support"))
        assert entry.basis == ("cst-art-2-2010",)
        assert entry.in_order

    def test_the_secretary_general_answered_instead_of_the_organ(self, csto: Organisation) -> None:
        found = told(csto, "csto-armenia-2021-may")
        answer = found.case.entries[-1]
        assert (answer.act.actor, answer.act.at) == ("secretariat", Date.parse("2021-07-03"))
        assert not answer.in_order
        assert answer.refusal is not None
        assert (answer.refusal.reason, answer.refusal.rule) == (Reason.NO_COMPETENCE, "cst-art-2-2010")
        assert "Collective Security Council" in answer.refusal.why
        assert "out of order: the Secretariat takes no decisions" in found.case.explain()[-1]

    def test_september_2022_brought_a_mission_and_not_forces(self, csto: Organisation) -> None:
        found = told(csto, "csto-armenia-2022-september")
        asked = next(one.act.content for one in found.case.entries if isinstance(one.act.content, Invoke))
        assert asked.under == ("cst-art-4",)
        assert "troops" in asked.asks_for
        assert found.outcome["outcome"] == "observers_or_mission"
        arrived = [one.act.content for one in found.case.entries if isinstance(one.act.content, Arrive)]
        assert arrived
        assert all(one.force is None and one.personnel is None for one in arrived)
        assert not any(isinstance(one.act.content, Deploy) for one in found.case.entries)
        assert found.case.explain()[-1] == "The request as made was not granted; Belarus and Kazakhstan objected."

    def test_article_4_was_engaged_in_september_2022(self, csto: Organisation) -> None:
        case = coded(csto, "csto-armenia-2022-september")
        assert results(advise(csto.on("2022-09-13"), asked_for(case)))["cst-art-4"] == "engaged"

    def test_the_freeze_of_2024_leaves_a_member_in_law(self, csto: Organisation) -> None:
        member = csto.on("2024-03-01").member("ARM")
        assert member is not None
        assert (member.status, member.votes) == ("member", True)
        assert "frozen" in member.flags
        docket = Case.open(csto, "freeze", None)
        freeze = Act(actor="ARM", at=Date.parse("2024-02-22"), content=Freeze())
        refusal = docket.refusal(freeze)
        assert refusal is not None
        assert (refusal.reason, refusal.rule) == (Reason.NO_SUCH_RIGHT, "charter-art-20")
        after = docket.keep(freeze)
        assert after.state.change.frozen == {"ARM"}
        later = after.moment(Act(actor="ARM", at=Date.parse("2024-03-01"), content=Declare(stance="supports")))
        assert later.sits("ARM")


# --- what the coding does not say ---

REVOLT = Situation(
    kind="internal_unrest",
    target="KAZ",
    groups=("crowds",),
    begins=Date.parse("2022-01-02"),
    territory="recognised",
)


def case_of(**parts: object) -> CodedCase:
    """A made-up case, with as little as a case can have."""
    fixed: dict[str, object] = {
        "id": "made-up",
        "sources": ("background",),
        "title": "Made up",
        "situation": REVOLT,
        "invocation": Invocation(made=False),
        "decision": Decision(outcome="no_decision"),
        "outcome": "nothing",
        "fulfilled": "unknown",
    }
    return CodedCase(**{**fixed, **parts})  # type: ignore[arg-type]  # parts of the caller


ASKED = Invocation(made=True, by="KAZ", date=Date.parse("2022-01-05"), asks_for=("troops", "peacekeepers"))


class TestGaps:
    def test_a_case_of_nothing(self, csto: Organisation) -> None:
        found = replay(csto, case_of())
        assert found.case.entries == ()
        assert found.case.explain() == ("No act of the organisation is on record.",)
        assert found.gaps == (
            "nothing is coded of where these members stood: Armenia, Belarus, Kazakhstan, Kyrgyzstan, Russia, "
            "Tajikistan",
        )

    def test_days_that_are_not_coded(self, csto: Organisation) -> None:
        decision = Decision(organ="csc", outcome="collective_military_action")
        found = replay(csto, case_of(invocation=replace(ASKED, date=None), decision=decision))
        assert "the day of the request is not coded" in found.gaps
        assert "the day of the decision is not coded" in found.gaps
        assert "no article was named, or none is known to have been" in found.gaps
        assert found.outcome["days_to_decision"] is None

    def test_a_duty_to_report_that_no_act_meets(self, csto: Organisation) -> None:
        decision = Decision(organ="csc", outcome="collective_military_action", date=Date.parse("2022-01-06"))
        attacked = replace(REVOLT, outside_hand="alleged")
        found = replay(csto, case_of(situation=attacked, invocation=ASKED, decision=decision))
        assert found.gaps[-1] == "whether the Security Council was told, as art. 4 asks, is not coded"
        not_of_art_4 = replay(csto, case_of(invocation=ASKED, decision=decision))
        assert not any("Security Council was told" in gap for gap in not_of_art_4.gaps)
        report = CodedAct(
            at=Date.parse("2022-01-07"), act="report", actor="ARM", details={"to": "un_security_council"}
        )
        told_of = replay(csto, case_of(situation=attacked, invocation=ASKED, decision=decision, acts=(report,)))
        assert not any("Security Council was told" in gap for gap in told_of.gaps)

    def test_an_imprecise_day_makes_no_number_of_days(self, csto: Organisation) -> None:
        decision = Decision(organ="csc", outcome="political_statement", date=Date.parse("2022-01"))
        assert replay(csto, case_of(invocation=ASKED, decision=decision)).outcome["days_to_decision"] is None


class TestOrderOfTelling:
    DECIDED = Decision(organ="csc", outcome="collective_military_action", date=Date.parse("2022-01-06"))

    def test_an_undated_stance_comes_before_the_decision(self, csto: Organisation) -> None:
        stands = (Position(state="RUS", stance="supports", on="decision"),)
        found = replay(csto, case_of(invocation=ASKED, decision=self.DECIDED, positions=stands))
        assert [entry.act.kind for entry in found.case.entries] == ["invoke", "declare", "decide"]
        assert found.case.entries[1].act.content == Declare(stance="supports", on=1)
        assert [one.decided for one in found.case.state.questions.values()] == [3]

    def test_what_was_decided_beside_the_request_gets_a_proposal_of_unknown_author(
        self, csto: Organisation
    ) -> None:
        decision = replace(self.DECIDED, outcome="political_statement")
        stands = (Position(state="RUS", stance="supports", on="decision"),)
        found = replay(csto, case_of(invocation=ASKED, decision=decision, positions=stands))
        assert [entry.act.kind for entry in found.case.entries] == ["invoke", "propose", "declare", "decide"]
        proposal = found.case.entries[1].act
        assert (proposal.actor, proposal.at) == ("csc", None)
        assert proposal.note == "who proposed the text is not coded"
        assert {n: one.decided for n, one in found.case.state.questions.items()} == {1: None, 2: 4}

    def test_a_coded_proposal_needs_no_other(self, csto: Organisation) -> None:
        decision = replace(self.DECIDED, outcome="political_statement")
        put = CodedAct(
            at=Date.parse("2022-01-05"),
            act="propose",
            actor="RUS",
            details={"organ": "csc", "matter": "joint_statement", "measure": "political_statement"},
        )
        stands = (Position(state="RUS", stance="supports", on="decision"),)
        found = replay(csto, case_of(invocation=ASKED, decision=decision, positions=stands, acts=(put,)))
        proposals = [entry.act for entry in found.case.entries if isinstance(entry.act.content, Propose)]
        assert [act.actor for act in proposals] == ["RUS"]

    def test_contributions_come_after_the_decision_and_before_all_are_in_place(self, csto: Organisation) -> None:
        stands = (
            Position(state="RUS", stance="supports", on="decision", contributes=True),
            Position(
                state="BLR", stance="supports", on="decision", contributes=True, personnel=7, materiel="boats"
            ),
        )
        sent = DeploymentFacts(
            force="peacekeeping-forces",
            first_arrival=Date.parse("2022-01-06"),
            full_strength=Date.parse("2022-01-09"),
            personnel_total=70,
        )
        found = replay(csto, case_of(invocation=ASKED, decision=self.DECIDED, positions=stands, deployment=sent))
        kinds = [entry.act.kind for entry in found.case.entries]
        assert kinds == ["invoke", "declare", "declare", "decide", "arrive", "deploy", "deploy", "arrive"]
        assert found.case.entries[6].act.content == Deploy(
            force="peacekeeping-forces", personnel=7, materiel="boats"
        )
        assert found.case.explain()[-1] == "Forces are in place."

    def test_without_days_of_coming_and_going_help_is_told_after_the_decision(self, csto: Organisation) -> None:
        stands = (Position(state="RUS", stance="supports", on="decision", contributes=True, materiel="fuel"),)
        found = replay(csto, case_of(invocation=ASKED, decision=self.DECIDED, positions=stands))
        assert [entry.act.kind for entry in found.case.entries][-2:] == ["decide", "deploy"]


class TestContext:
    def test_a_request_that_went_elsewhere_is_no_act(self, csto: Organisation) -> None:
        stands = (Position(state="RUS", stance="supports", on="request", note="sent police"),)
        found = replay(
            csto, case_of(invocation=replace(ASKED, elsewhere=True, words="to Russia"), positions=stands)
        )
        assert found.case.entries == ()
        assert [(one.what, one.why) for one in found.context] == [
            ("Kazakhstan asked: to Russia", "the request did not go to the organisation"),
            ("Russia, in support: sent police", "on a request that did not go to the organisation"),
        ]

    def test_a_request_of_nobody_known_is_context(self, csto: Organisation) -> None:
        found = replay(csto, case_of(invocation=Invocation(made=True)))
        assert found.context[0].what == "an unnamed state asked: in words not coded"

    def test_who_is_no_member_is_told_beside_the_acts(self, csto: Organisation) -> None:
        found = replay(csto, case_of(positions=(Position(state="UZB", stance="objects"),)))
        assert [(one.what, one.why) for one in found.context] == [
            ("Uzbekistan, opposed", "not a member on the day")
        ]

    def test_forces_sent_without_a_decision_are_no_act(self, csto: Organisation) -> None:
        acts = (
            CodedAct(at=Date.parse("2022-01-07"), act="arrive", actor="RUS", note="by night"),
            CodedAct(at=Date.parse("2022-01-09"), act="withdraw", actor="RUS", details={"stage": "ends"}),
        )
        stands = (
            Position(state="RUS", stance="supports", contributes=True, personnel=1000, materiel="airlift"),
            Position(state="BLR", stance="supports", contributes=True),
        )
        sent = DeploymentFacts(first_arrival=Date.parse("2022-01-07"), personnel_total=1100)
        found = replay(csto, case_of(positions=stands, acts=acts, deployment=sent))
        assert [entry.act.kind for entry in found.case.entries] == ["declare", "declare"]
        assert [one.what for one in found.context] == [
            "Russia contributed: 1,000 people, airlift",
            "Belarus contributed: how much is not coded",
            "Russia had forces in place: by night",
            "Russia had withdrawn",
            "forces were sent, 1,100 in all",
        ]

    def test_forces_of_unknown_strength(self, csto: Organisation) -> None:
        found = replay(csto, case_of(deployment=DeploymentFacts(first_arrival=Date.parse("2022-01-07"))))
        assert [one.what for one in found.context] == ["forces were sent, an unknown number in all"]

    def test_what_an_officer_says_is_no_decision(self, csto: Organisation) -> None:
        decision = Decision(organ="secretariat", outcome="political_statement", mandate="calm")
        found = replay(csto, case_of(decision=decision))
        assert found.case.entries == ()
        assert [(one.what, one.why) for one in found.context] == [
            ("Secretariat: calm", "a statement or decision of others than the members' organs")
        ]

    def test_what_is_said_where_nothing_was_decided(self, csto: Organisation) -> None:
        found = replay(csto, case_of(decision=Decision(outcome="not_invoked", note="Nobody asked.")))
        assert [(one.what, one.why) for one in found.context] == [
            ("Nobody asked.", "the organisation took no decision")
        ]

    def test_a_forum_that_said_nothing_on_record(self, csto: Organisation) -> None:
        found = replay(csto, case_of(decision=Decision(forum="a summit", outcome="political_statement")))
        assert [one.what for one in found.context] == ["a summit: political statement"]
