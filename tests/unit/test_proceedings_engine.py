"""The engine: what it says is in order now, what acts add up to, and corners that no lawyer's case reaches."""

from __future__ import annotations

from pathlib import Path

import pytest

from foedus.dates import Date
from foedus.proceedings.acts import (
    Accede,
    Act,
    Amend,
    Appoint,
    Arrive,
    Authorise,
    Close,
    Consent,
    Content,
    Convene,
    Decide,
    Declare,
    Deploy,
    Expel,
    Freeze,
    GiveNotice,
    Invoke,
    Leave,
    Pledge,
    Propose,
    Ratify,
    Report,
    Rotate,
    Sign,
    Suspend,
    Withdraw,
)
from foedus.proceedings.case import BY_ABSENCE, Case, the, when
from foedus.proceedings.options import Option
from foedus.proceedings.reasons import OutOfOrder, Reason, Refusal
from foedus.record.cases import Situation, Stance
from foedus.record.view import Organisation, organisation

PACKS = Path(__file__).resolve().parents[1] / "corpus" / "packs"
SIX = ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK")


@pytest.fixture(scope="module")
def csto() -> Organisation:
    return organisation("csto")


@pytest.fixture(scope="module")
def lakes() -> Organisation:
    """An organisation of whose leaving and accession nothing is on record."""
    return organisation(str(PACKS / "good" / "minimal"))


def crisis(csto: Organisation, *, complete: bool = True) -> Case:
    coded = csto.case("csto-kazakhstan-2022")
    assert coded is not None
    return Case.open(csto, "crisis", coded.situation, complete=complete)


def act(actor: str, content: Content, at: str | None = "2022-01-06") -> Act:
    return Act(actor=actor, at=Date.parse(at) if at else None, content=content)


def refused(case: Case, told: Act) -> Refusal:
    found = case.refusal(told)
    assert found is not None
    return found


def proposed(csto: Organisation, **stances: Stance) -> Case:
    """Force is proposed, at Kazakhstan's request, and some have said where they stand."""
    case = crisis(csto)
    case = case.apply(act("KAZ", Invoke(asks_for=("peacekeepers",)), "2022-01-05"))
    case = case.apply(act("ARM", Convene(organ="csc", format="extraordinary"), "2022-01-05"))
    measure = Propose(organ="csc", matter="use_of_force", measure="collective_military_action")
    case = case.apply(act("RUS", measure, "2022-01-05"))
    for state, stance in stances.items():
        case = case.apply(act(state, Declare(stance=stance, on=3), "2022-01-05"))
    return case


def decided(csto: Organisation) -> Case:
    force = Decide(organ="csc", matter="use_of_force", measure="collective_military_action", on=3)
    return proposed(csto).apply(act("csc", force))


class TestActsInOrder:
    def kinds(self, options: tuple[Option, ...], in_order: bool = True) -> list[str]:
        return list(dict.fromkeys(one.act.kind for one in options if one.in_order is in_order))

    def test_of_the_state_in_trouble(self, csto: Organisation) -> None:
        options = crisis(csto).acts_in_order("KAZ", Date.parse("2022-01-05"))
        crisis_kinds, changes = (
            ["invoke", "convene", "declare", "pledge", "consent"],
            ["sign", "ratify", "give_notice"],
        )
        assert self.kinds(options) == [*crisis_kinds, *changes]
        first = options[0]
        assert first.act.content == Invoke()
        assert "cst-art-2-2010" in first.basis
        assert {one.act.content for one in options if one.in_order and one.act.kind == "consent"} == {
            Consent(of="host")
        }

    def test_what_it_may_not_is_said_with_the_reason(self, csto: Organisation) -> None:
        options = crisis(csto).acts_in_order("KAZ", Date.parse("2022-01-05"))
        why = {one.act.kind: one.refusal.reason for one in options if one.refusal}
        assert why["deploy"] is Reason.NOT_DECIDED
        assert why["arrive"] is Reason.NOT_DEPLOYED
        assert why["report"] is Reason.NOTHING_TO_REPORT
        assert why["accede"] is Reason.ALREADY_MEMBER
        assert why["freeze"] is Reason.NO_SUCH_RIGHT
        assert why["leave"] is Reason.NO_NOTICE

    def test_of_a_member_once_the_organ_has_met(self, csto: Organisation) -> None:
        options = proposed(csto).acts_in_order("TJK")
        proposals = [one.act.content for one in options if one.in_order and isinstance(one.act.content, Propose)]
        assert [one.measure for one in proposals] == [
            "collective_military_action",
            "non_military_assistance",
            "observers_or_mission",
            "political_statement",
        ]
        assert Declare(stance="supports", on=3) in [one.act.content for one in options if one.in_order]
        assert Consent(of="parliament") in [one.act.content for one in options if one.in_order]

    def test_of_the_organ(self, csto: Organisation) -> None:
        options = proposed(csto).acts_in_order("csc")
        on_the_proposal = [
            (one.act.content.measure, one.in_order)
            for one in options
            if isinstance(one.act.content, Decide) and one.act.content.on == 3
        ]
        assert on_the_proposal == [("collective_military_action", True), ("declined", True)]
        blocked = proposed(csto, TJK="objects").acts_in_order("csc")
        assert [
            (one.act.content.measure, one.in_order)
            for one in blocked
            if isinstance(one.act.content, Decide) and one.act.content.on == 3
        ] == [("declined", True), ("collective_military_action", False)]

    def test_what_is_decided_is_not_offered_again(self, csto: Organisation) -> None:
        case = decided(csto)
        offered = [one.act.content for one in case.acts_in_order("csc") if isinstance(one.act.content, Decide)]
        assert {one.on for one in offered} == {1}, "the request still stands, the proposal does not"

    def test_of_the_organisation_as_a_whole(self, csto: Organisation) -> None:
        assert self.kinds(decided(csto).acts_in_order("csto")) == ["deploy", "close"]

    def test_of_the_authority_outside(self, csto: Organisation) -> None:
        options = crisis(csto).acts_in_order("un_security_council")
        assert [(one.act.content, one.in_order) for one in options] == [(Authorise(), True)]

    def test_of_a_stranger(self, csto: Organisation) -> None:
        assert self.kinds(crisis(csto).acts_in_order("USA", Date.parse("2022-01-05"))) == []

    def test_of_a_member_in_a_docket_of_the_organisation_itself(self, csto: Organisation) -> None:
        options = Case.open(csto, "itself", None).acts_in_order("KAZ", Date.parse("2025-01-10"))
        open_to_it = [one.act.content for one in options if one.in_order]
        suspensions = [one for one in open_to_it if isinstance(one, Propose) and one.matter == "suspension"]
        assert [(one.organ, one.concerned) for one in suspensions] == [("csc", code) for code in SIX]
        assert Propose(organ="csc", matter="accession") in open_to_it
        assert GiveNotice() in open_to_it
        assert not any(isinstance(one, (Invoke, Pledge)) for one in open_to_it)

    def test_of_the_organ_that_nominates(self, csto: Organisation) -> None:
        options = Case.open(csto, "itself", None).acts_in_order("cmfa", Date.parse("2025-01-10"))
        assert Propose(organ="csc", matter="appointment") in [one.act.content for one in options if one.in_order]

    def test_of_an_organ_in_a_docket_of_the_organisation_itself(self, csto: Organisation) -> None:
        options = Case.open(csto, "itself", None).acts_in_order("csc", Date.parse("2025-01-10"))
        assert self.kinds(options) == ["convene", "rotate"]
        why = {one.act.kind: one.refusal.reason for one in options if one.refusal}
        assert why["suspend"] is Reason.NOT_DECIDED
        assert why["expel"] is Reason.NOT_SUSPENDED
        assert why["appoint"] is Reason.NOT_NOMINATED
        assert why["report"] is Reason.NO_CRISIS

    def test_by_default_of_the_day_of_the_last_act(self, csto: Organisation) -> None:
        case = proposed(csto)
        assert case.moment(act("KAZ", Close(), None)).day == Date.parse("2022-01-05").first
        assert crisis(csto).moment(act("KAZ", Close(), None)).day == Date.parse("2022-01-02").first
        assert Case.open(csto, "x", None).moment(act("KAZ", Close(), None)).day == csto.last_known.last


class TestWhatActsAddUpTo:
    def test_a_decision_binds_all_who_vote(self, csto: Organisation) -> None:
        assert decided(csto).state.decisions[0].binds == SIX

    def test_a_limited_composition_binds_those_who_joined(self, csto: Organisation) -> None:
        case = crisis(csto).apply(act("ARM", Convene(organ="csc", format="extraordinary")))
        content = Propose(organ="csc", matter="limited_composition", measure="observers_or_mission")
        case = case.apply(act("RUS", content))
        for state in ("KAZ", "KGZ", "TJK", "BLR"):
            case = case.apply(act(state, Declare(stance="supports", on=2)))
        case = case.apply(act("ARM", Declare(stance="abstains", on=2)))
        content_ = Decide(organ="csc", matter="limited_composition", measure="observers_or_mission", on=2)
        assert case.apply(act("csc", content_)).state.decisions[0].binds == ("BLR", "KAZ", "KGZ", "RUS", "TJK")

    def test_a_later_stance_takes_the_place_of_an_earlier_one(self, csto: Organisation) -> None:
        case = proposed(csto, TJK="objects").apply(act("TJK", Declare(stance="accepts", on=3)))
        force = Decide(organ="csc", matter="use_of_force", measure="collective_military_action", on=3)
        assert case.apply(act("csc", force)).state.questions[3].decided == 6

    def test_stances_on_the_situation_at_large(self, csto: Organisation) -> None:
        case = crisis(csto).apply(act("BLR", Declare(stance="supports")))
        assert dict(case.state.remarks) == {"BLR": "supports"}
        assert case.state.questions == {}

    def test_forces_under_way_in_place_and_gone(self, csto: Organisation) -> None:
        case = decided(csto).apply(act("RUS", Deploy(personnel=5))).apply(act("BLR", Deploy()))
        assert case.state.deployed == {"RUS", "BLR"}
        assert dict(case.state.sent) == {"RUS": 5}
        case = case.apply(act("RUS", Arrive()))
        assert case.state.arrived == {"RUS"}
        assert case.explain()[-1] == "Forces are in place."
        case = case.apply(act("RUS", Withdraw(stage="begins")))
        assert case.state.leaving
        case = case.apply(act("RUS", Withdraw(stage="ends")))
        assert (case.state.deployed, case.state.arrived, case.state.leaving) == ({"BLR"}, frozenset(), True)
        case = case.apply(act("csto", Withdraw(stage="ends")))
        assert (case.state.deployed, case.state.leaving) == (frozenset(), False)

    def test_who_was_told(self, csto: Organisation) -> None:
        case = decided(csto).apply(act("ARM", Report(to="un_security_council")))
        assert case.state.reported == {"un_security_council"}

    def test_who_joins_again_begins_anew(self, csto: Organisation) -> None:
        case = Case.open(csto, "itself", None)
        case = case.apply(act("ARM", GiveNotice(), "2026-01-01")).keep(act("ARM", Freeze(), "2026-01-02"))
        case = case.apply(act("ARM", Leave(), "2026-07-01"))
        assert case.state.change.left == {"ARM"}
        case = case.apply(act("KAZ", Propose(organ="csc", matter="accession", concerned="ARM"), "2027-01-01"))
        content = Decide(organ="csc", matter="accession", concerned="ARM", on=4)
        case = case.apply(act("csc", content, "2027-01-01")).apply(act("ARM", Accede(), "2027-01-02"))
        change = case.state.change
        assert change.acceded == {"ARM"}
        assert change.left == change.frozen == frozenset()
        assert change.notices == {}
        assert refused(case, act("ARM", Leave(), "2027-02-01")).reason is Reason.NO_NOTICE

    def test_a_new_member_votes_and_one_that_left_does_not(self, csto: Organisation) -> None:
        case = Case.open(csto, "itself", None).apply(act("ARM", GiveNotice(), "2024-01-01"))
        case = case.apply(act("ARM", Leave(), "2024-07-01"))
        case = case.apply(act("KAZ", Propose(organ="csc", matter="accession", concerned="UZB"), "2024-08-01"))
        content = Decide(organ="csc", matter="accession", concerned="UZB", on=3)
        case = case.apply(act("csc", content, "2024-08-01")).apply(act("UZB", Accede(), "2024-08-02"))
        case = case.apply(act("KAZ", Propose(organ="csc", matter="budget"), "2024-08-03"))
        case = case.apply(act("UZB", Declare(stance="objects", on=6), "2024-08-03"))
        assert (
            refused(case, act("ARM", Declare(stance="objects", on=6), "2024-08-03")).reason is Reason.NOT_A_MEMBER
        )
        why = refused(case, act("csc", Decide(organ="csc", matter="budget", on=6), "2024-08-03")).why
        assert why == "not adopted: 1 of 6 entitled to vote objects; blocked by Uzbekistan"

    def test_posts_and_the_chair(self, csto: Organisation) -> None:
        case = Case.open(csto, "itself", None).apply(act("csc", Rotate(to="KGZ"), "2025-01-01"))
        assert case.state.change.chair == "KGZ"
        appoint = Appoint(office="secretary_general", person="N. N.")
        assert case.keep(act("csc", appoint, "2025-01-02")).state.change.offices == {"secretary_general": "N. N."}


class TestEntryIntoForce:
    def test_of_a_protocol_on_the_fifth_notification(self, csto: Organisation) -> None:
        case = Case.open(csto, "1999", None)
        for state in SIX:
            case = case.apply(act(state, Sign(treaty="cst-protocol-1999"), "1999-04-02"))
        for state, day in zip(SIX, ("1999-05", "1999-06", "1999-12-30", "2000-02"), strict=False):
            case = case.apply(act(state, Ratify(treaty="cst-protocol-1999"), day))
        assert "cst-protocol-1999" not in case.state.change.in_force
        case = case.apply(act("RUS", Ratify(treaty="cst-protocol-1999"), "2000-03-22"))
        assert dict(case.state.change.in_force) == {"cst-protocol-1999": Date.parse("2000-03-22").first}
        case = case.apply(act("TJK", Ratify(treaty="cst-protocol-1999"), "2000-04-01"))
        assert dict(case.state.change.in_force) == {"cst-protocol-1999": Date.parse("2000-03-22").first}
        changed = case.apply(act("RUS", Amend(treaty="cst-1992", by="cst-protocol-1999"), "2000-04-02"))
        assert changed.state.change.amended == {"cst-1992"}

    def test_of_the_crisis_regulations_with_both_protocols_and_not_before(self, csto: Organisation) -> None:
        """The protocols' own condition is not on record: that they were in force is, from 19 December 2012."""
        case = Case.open(csto, "2010", None)
        for treaty in ("cst-protocol-2010", "charter-protocol-2010", "csc-crisis-2010"):
            case = case.apply(act("RUS", Sign(treaty=treaty), "2010-12-10"))
        for day in ("2012-03-01", "2012-12-18"):
            case = case.keep(act("KAZ", Ratify(treaty="charter-protocol-2010"), day))
            assert "csc-crisis-2010" not in case.state.change.in_force
        case = case.keep(act("RUS", Ratify(treaty="cst-protocol-2010"), "2012-12-19"))
        assert case.state.change.in_force["csc-crisis-2010"] == Date.parse("2012-12-19").first

    def test_what_was_in_force_before_the_docket_enters_into_force_no_more(self, csto: Organisation) -> None:
        sign = act("KAZ", Sign(treaty="infrastructure-protocol-2011"), "2026-01-10")
        assert dict(Case.open(csto, "2026", None).apply(sign).state.change.in_force) == {}

    def test_with_the_state_that_must_be_among_them(self) -> None:
        harbour = organisation(str(PACKS / "fictional" / "harbour"))
        case = Case.open(harbour, "lighthouses", None)
        for state in ("ISL", "NOR", "PRT"):
            case = case.apply(act(state, Sign(treaty="harbour-protocol"), "1995-05-01"))
        for state in ("ISL", "PRT"):
            case = case.apply(act(state, Ratify(treaty="harbour-protocol"), "1995-06-01"))
        assert not case.state.change.in_force
        case = case.apply(act("NOR", Ratify(treaty="harbour-protocol"), "1995-07-01"))
        assert list(case.state.change.in_force) == ["harbour-protocol"]
        assert "With that the Protocol on the Lighthouses entered into force" in case.explain()[-1]


class TestHistoryIsNotComplete:
    def test_what_is_not_in_the_docket_is_a_gap_and_no_breach(self, csto: Organisation) -> None:
        case = crisis(csto, complete=False)
        kept = case.keep(act("RUS", Deploy(personnel=100)))
        assert kept.entries[0].in_order
        assert kept.entries[0].gaps == (
            "no decision to use forces is in the docket",
            "neither a request nor a consent of Kazakhstan is in the docket",
        )
        assert kept.entries[0].plain()["gaps"] == list(kept.entries[0].gaps)
        assert case.apply(act("RUS", Deploy(personnel=100))).entries == kept.entries

    def test_stances_that_are_not_in_it_are_unknown(self, csto: Organisation) -> None:
        case = crisis(csto, complete=False)
        case = case.keep(act("RUS", Propose(organ="csc", matter="any", measure="political_statement")))
        for state in SIX[:-1]:
            case = case.keep(act(state, Declare(stance="supports", on=1)))
        content = Decide(organ="csc", matter="any", measure="political_statement", on=1)
        kept = case.keep(act("csc", content))
        assert kept.entries[-1].gaps[-1] == (
            "whether dr-consensus was met cannot be told: how Tajikistan stood on it is not in the docket"
        )
        assert kept.state.decisions[0].binds == ()

    def test_an_objection_is_a_breach_all_the_same(self, csto: Organisation) -> None:
        case = crisis(csto, complete=False)
        case = case.keep(act("RUS", Propose(organ="csc", matter="any", measure="political_statement")))
        case = case.keep(act("TJK", Declare(stance="objects", on=1)))
        content = Decide(organ="csc", matter="any", measure="political_statement", on=1)
        refusal = case.keep(act("csc", content)).entries[-1].refusal
        assert refusal is not None
        assert refusal.reason is Reason.NOT_ADOPTED

    def test_only_reasons_of_absence_become_gaps(self) -> None:
        assert Reason.NOT_CONVENED in BY_ABSENCE
        assert Reason.NO_COMPETENCE not in BY_ABSENCE
        assert all(
            "not" in one.value or "no_" in one.value or "missing" in one.value or one.value == "cannot_be_told"
            for one in BY_ABSENCE
        )


class TestWords:
    def test_an_imprecise_day_is_not_made_precise(self, csto: Organisation) -> None:
        case = crisis(csto)
        assert refused(case, act("UZB", Declare(stance="objects"), "2022-02")).why == (
            "Uzbekistan is not a member in February 2022"
        )
        told = case.keep(act("BLR", Declare(stance="supports"), "2022-01-09~")).explain()
        assert told[0] == "About 9 January 2022, the stance of Belarus on the situation at large was support."
        assert when(Date.parse("2009-02?")) == "perhaps February 2009"

    def test_names_take_their_articles(self, csto: Organisation) -> None:
        view = csto.on("2022-01-05")
        assert the(view, "csc") == "the Collective Security Council"
        assert the(view, "csto") == "the CSTO"
        assert the(view, "KAZ") == "Kazakhstan"
        assert the(view, "GBR").startswith("the United Kingdom")
        assert the(view, "un_security_council") == "the Security Council of the United Nations"
        assert the(view, "a passer-by") == "a passer-by"

    def test_out_of_order_carries_reason_and_rule(self, csto: Organisation) -> None:
        with pytest.raises(OutOfOrder) as told:
            Case.open(csto, "x", None).apply(act("ARM", Freeze(), "2024-02-22"))
        assert (told.value.reason, told.value.provision) == (Reason.NO_SUCH_RIGHT, "charter-art-20")
        assert str(told.value) == (
            "out of order [no_such_right]: the law in force knows no suspension of one's own part (charter-art-20)"
        )
        plain = OutOfOrder(Refusal(Reason.CASE_CLOSED, "", "the case is closed"))
        assert str(plain) == "out of order [case_closed]: the case is closed"

    def test_several_proposals_are_told_apart(self, csto: Organisation) -> None:
        case = proposed(csto).apply(act("KAZ", Propose(organ="csc", matter="any", measure="political_statement")))
        case = case.apply(act("TJK", Declare(stance="objects", on=4)))
        told = case.explain()
        assert "On 6 January 2022 Tajikistan objected to the proposal of act 4 [dr-consensus]." in told
        assert told[-1] == "The proposal as made was not granted; Tajikistan objected."

    def test_every_stance_has_words(self, csto: Organisation) -> None:
        stances: tuple[Stance, ...] = (
            "requests", "supports", "accepts", "abstains", "abstains_declared", "objects", "absent", "unknown",
        )  # fmt: skip
        for stance in stances:
            one = proposed(csto, BLR=stance).explain()[-1 if stance != "objects" else -2]
            assert one.startswith("On 5 January 2022 Belarus ")
            assert "the proposal" in one
            large = crisis(csto).apply(act("BLR", Declare(stance=stance))).explain()[0]
            assert "on the situation at large was " in large

    def test_a_stance_on_nothing(self, csto: Organisation) -> None:
        told = crisis(csto).keep(act("BLR", Declare(stance="supports", on=7))).explain()[0]
        assert "Belarus supported what was not before the organisation, out of order: " in told

    def test_a_decision_of_which_nothing_is_known(self, csto: Organisation) -> None:
        case = crisis(csto, complete=False).keep(act("csc", Decide(organ="csc", matter="any")))
        assert "decided a matter that is not in the docket" in case.explain()[0]
        case = crisis(csto, complete=False).keep(act("csc", Decide(organ="csc", matter="any", mandate="to wait")))
        assert "the Collective Security Council decided: to wait" in case.explain()[0]

    def test_before_there_was_an_organisation_the_other_parties_were_asked(self, csto: Organisation) -> None:
        coded = csto.case("csto-batken-1999")
        assert coded is not None
        case = Case.open(csto, "x", coded.situation).apply(act("KGZ", Invoke(), "1999-08"))
        assert case.explain()[0].startswith("In August 1999 Kyrgyzstan asked the other parties [")

    def test_a_request_for_what_a_provision_does_not_cover(self, csto: Organisation) -> None:
        case = crisis(csto).apply(act("KAZ", Invoke(asks_for=("troops",)), "2022-01-05"))
        said = next(one for one in case.explain() if "would need a request for what they cover" in one)
        assert "pk-2007-on-member" in said


class TestCorners:
    def test_of_leaving_the_lakes_nothing_is_on_record(self, lakes: Organisation) -> None:
        case = Case.open(lakes, "x", None)
        for content in (GiveNotice(), Leave()):
            assert refused(case, act("FIN", content, "2015-01-01")) == Refusal(
                Reason.NO_SUCH_RIGHT, "", "no provision on withdrawal is in force"
            )

    def test_notice_that_runs_beyond_the_calendar(self, csto: Organisation) -> None:
        case = Case.open(csto, "x", None).apply(act("ARM", GiveNotice(), "9999-12-01"))
        assert refused(case, act("ARM", Leave(), "9999-12-31")).why == "6 months' notice run"

    def test_a_rule_of_another_organ(self, csto: Organisation) -> None:
        content = Decide(organ="csc", matter="any", measure="political_statement", on=1, rule="dr-icmec")
        case = crisis(csto).apply(act("ARM", Convene(organ="csc", format="extraordinary")))
        assert refused(case, act("csc", content)) == Refusal(
            Reason.NO_RULE,
            "dr-icmec",
            "dr-icmec is no rule by which the Collective Security Council decides such matters on 6 January 2022",
        )

    def test_the_rule_that_is_named_may_be_the_one_that_applies(self, csto: Organisation) -> None:
        content = Decide(
            organ="csc", matter="use_of_force", measure="collective_military_action", on=3, rule="dr-use-of-force"
        )
        assert proposed(csto).apply(act("csc", content)).entries[-1].in_order

    def test_a_stance_on_a_proposal_that_no_rule_governs(self, csto: Organisation) -> None:
        case = Case.open(csto, "x", None).keep(act("RUS", Propose(organ="icmec", matter="any"), "2020-01-15"))
        assert case.refusal(act("KAZ", Declare(stance="supports", on=1), "2020-01-15")) is None
        after = case.keep(act("KAZ", Declare(stance="supports", on=1), "2020-01-15"))
        assert after.entries[-1].basis == ()

    def test_a_promise_without_a_figure(self, csto: Organisation) -> None:
        case = decided(csto).apply(act("ARM", Pledge(force="crrf")))
        assert dict(case.state.pledges) == {"ARM": None}
        assert case.apply(act("ARM", Deploy(force="crrf", personnel=1000))).state.sent["ARM"] == 1000

    def test_a_promise_of_no_force_in_particular(self, csto: Organisation) -> None:
        assert decided(csto).apply(act("KAZ", Pledge(personnel=9000))).entries[-1].in_order

    def test_suspension_against_the_rule_is_kept_and_takes_the_vote(self, csto: Organisation) -> None:
        case = Case.open(csto, "x", None).keep(act("csc", Suspend(state="ARM"), "2025-01-10"))
        case = case.apply(act("KAZ", Propose(organ="csc", matter="budget"), "2025-01-11"))
        assert (
            refused(case, act("ARM", Declare(stance="objects", on=2), "2025-01-11")).reason is Reason.NOT_ENTITLED
        )

    def test_expulsion_against_the_rule_is_kept_and_ends_membership(self, csto: Organisation) -> None:
        case = Case.open(csto, "x", None).keep(act("csc", Expel(state="ARM"), "2025-01-10"))
        assert refused(case, act("ARM", GiveNotice(), "2025-01-11")).reason is Reason.NOT_A_MEMBER

    def test_an_organ_that_was_not_there_decides_nothing(self, csto: Organisation) -> None:
        content = Decide(organ="nowhere", matter="any", on=1)
        assert refused(crisis(csto), act("nowhere", content)).reason is Reason.UNKNOWN_ORGAN
        assert crisis(csto).keep(act("nowhere", content)).state.decisions[0].rule is None

    def test_the_law_of_an_imprecise_day_is_that_of_its_last(self, csto: Organisation) -> None:
        revolt = Situation(kind="internal_unrest", target="KGZ", groups=("crowds",), begins=Date.parse("2012-12"))
        case = Case.open(csto, "x", revolt)
        assert case.apply(act("KGZ", Invoke(under=("cst-art-2",)), "2012-12")).entries[0].basis == (
            "cst-art-2-2010",
        )
        early = case.apply(act("KGZ", Invoke(under=("cst-art-2",)), "2012-12-18"))
        assert early.entries[0].basis == ("cst-art-2-1992",)
