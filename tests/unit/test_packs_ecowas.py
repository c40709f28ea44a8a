"""ECOWAS: nothing of the material is lost, a suspended state has no seat, and who leaves gives a year's notice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from foedus.dates import Date
from foedus.drivers.history import replay
from foedus.law.advice import Advice, advise
from foedus.law.deciding import ballot_of, blockers, electorate, rule_by_id
from foedus.law.findings import Circumstances
from foedus.law.tally import Tally, decide, tally
from foedus.proceedings.acts import Act, GiveNotice, Leave
from foedus.proceedings.case import Case
from foedus.proceedings.reasons import Reason
from foedus.record.cases import Situation, Stance
from foedus.record.view import organisation
from tests.unit.regional_material import attacked, irregular, lost, states

ECOWAS = organisation("ecowas")
THREE = {"BFA", "MLI", "NER"}
NINE = ("BEN", "CIV", "GHA", "GMB", "GNB", "LBR", "NGA", "SEN", "TGO")
"""Nine states, made up: who sits in the Mediation and Security Council is not on record."""


def test_nothing_is_lost(shared: Path) -> None:
    gone = [one for one in lost("ecowas", shared) if not one.endswith("; background")]
    pact = next(one for one in ECOWAS.record.treaties if one.id == "ecowas-pmad-1981")
    assert gone == [f"ecowas-pmad-1981 {code}" for code in pact.not_signed_by]  # kept as what they did not do


def test_counts() -> None:
    record = ECOWAS.record
    sections = ("treaties", "organs", "decision_rules", "forces", "events", "cases")
    assert [len(getattr(record, one)) for one in sections] == [5, 6, 6, 2, 9, 25]


@pytest.mark.parametrize(
    ("day", "count"),
    [("1975-06-20", 15), ("1978-01-01", 16), ("2000-11-30", 16), ("2001-01-01", 15), ("2025-01-28", 15),
     ("2025-01-29", 12)],
)  # fmt: skip
def test_members(day: str, count: int) -> None:
    assert len(states("ecowas", day)) == count


def test_three_left_on_one_day() -> None:
    before, after = (set(states("ecowas", day)) for day in ("2025-01-28", "2025-01-29"))
    assert before - after == THREE
    now = ECOWAS.on("2025-06-01").standings
    assert {one.holder for one in now if one.status == "withdrawn"} == {*THREE, "MRT"}


# --- exit ---


def act(actor: str, at: str, content: Any) -> Act:
    return Act(actor=actor, at=Date.parse(at), content=content)


def test_a_member_leaves_a_year_after_its_notice_whatever_it_announces() -> None:
    case = Case.open(ECOWAS, "exit", None)
    at_once = case.refusal(act("NER", "2024-01-29", Leave()))
    assert at_once is not None
    assert at_once.reason is Reason.NO_NOTICE
    given = case.apply(act("NER", "2024-01-29", GiveNotice()))
    early = given.refusal(act("NER", "2025-01-28", Leave()))
    assert early is not None
    assert (early.reason, early.rule) == (Reason.NOTICE_RUNNING, "ecowas-1993-art-91")
    assert "29 January 2025" in early.why
    # On 29 January 2025 the record itself has it gone; another state shows that the year has run.
    other = case.apply(act("GHA", "2024-01-29", GiveNotice()))
    assert other.refusal(act("GHA", "2025-01-29", Leave())) is None


def test_it_stays_bound_and_a_member_during_that_year() -> None:
    member = ECOWAS.on("2024-07-01").member("NER")
    assert member is not None
    assert (member.status, member.votes) == ("member", False)


# --- who votes ---


def voters(day: str, rule: str) -> dict[str, str]:
    """Who is entitled, and who is not and why."""
    view = ECOWAS.on(day)
    found = rule_by_id(view, rule)
    assert found is not None
    made = electorate(view, found)
    return dict.fromkeys(made.voters, "") | dict(made.apart)


def test_a_suspended_member_has_no_vote() -> None:
    found = voters("2023-08-10", "ecowas-authority")
    assert len(found) == 15
    assert {code for code, why in found.items() if why} == {*THREE, "GIN"}
    assert set(found.values()) == {"", "its part in the organs is suspended"}


def test_one_that_is_taken_back_votes_again() -> None:
    assert voters("2020-09-01", "ecowas-authority")["MLI"] != ""
    assert voters("2020-11-01", "ecowas-authority")["MLI"] == ""


def council(**stances: Stance) -> Tally:
    """A vote of nine in the Mediation and Security Council, in which all others are in favour."""
    view = ECOWAS.on("2015-01-01")
    rule = rule_by_id(view, "ecowas-msc")
    assert rule is not None
    seats = electorate(view, rule, seats=NINE).voters
    given: dict[str, Stance] = dict.fromkeys(seats, "supports")
    return tally(given | stances, ballot_of(view, rule, seats))


def away(count: int) -> dict[str, Stance]:
    return dict.fromkeys(NINE[:count], "absent")


def test_six_of_nine_are_a_quorum() -> None:
    assert council(**away(3)).adopted is True
    five = council(**away(4))
    assert (five.adopted, five.quorum) == (False, False)


def test_two_thirds_of_those_present_decide() -> None:
    assert council(**away(3), SEN="objects", TGO="objects").adopted is True  # four of six
    assert council(**away(3), SEN="objects", TGO="objects", NGA="abstains").adopted is False
    assert council(SEN="objects", TGO="objects", NGA="objects").adopted is True  # six of nine


def test_an_abstention_weighs_against() -> None:
    assert council(**away(3), SEN="abstains", TGO="abstains", NGA="abstains").adopted is False


def test_nobody_alone_can_block_in_the_council() -> None:
    view = ECOWAS.on("2015-01-01")
    rule = rule_by_id(view, "ecowas-msc")
    assert rule is not None
    assert blockers(view, rule, NINE) == ()


def test_who_sits_there_is_not_on_record_so_that_nothing_can_be_told() -> None:
    view = ECOWAS.on("2015-01-01")
    rule = rule_by_id(view, "ecowas-msc")
    assert rule is not None
    found = tally({}, ballot_of(view, rule, electorate(view, rule).voters))
    assert (found.adopted, found.quorum) == (None, None)


def test_in_the_authority_an_objection_leaves_the_outcome_open() -> None:
    view = ECOWAS.on("2015-01-01")
    rules = {name: rule_by_id(view, name) for name in ("ecowas-authority", "ecowas-authority-two-thirds")}
    first = rules["ecowas-authority"]
    assert first is not None
    seats = electorate(view, first).voters
    ballots = {name: ballot_of(view, rule, seats) for name, rule in rules.items() if rule}
    yes: dict[str, Stance] = dict.fromkeys(seats, "supports")
    assert decide(yes, ballots, first.id).adopted is True
    assert decide(yes | {"GHA": "abstains", "TGO": "absent"}, ballots, first.id).adopted is True
    split = decide(yes | {"GHA": "objects"}, ballots, first.id)
    assert (split.adopted, split.rule) == (None, "ecowas-authority-two-thirds")
    many: dict[str, Stance] = dict.fromkeys(seats[:6], "objects")
    assert decide(yes | many, ballots, first.id).adopted is False  # nine of fifteen are not two thirds
    assert len(blockers(view, first, seats)) == 15  # whether a vote would help is not known


# --- what the law says ---


def result(found: Advice, article: str) -> str:
    finding = found.of(article)
    assert finding is not None, article
    return finding.result


def trouble(kind: Any, target: str, day: str, **more: Any) -> Advice:
    situation = Situation(kind=kind, target=target, groups=("a group",), begins=Date.parse(day), **more)
    return advise(ECOWAS.on(day), Circumstances(situation=situation, requested=True, asks_for=("troops",)))


def test_nothing_was_owed_under_the_first_treaty() -> None:
    found = attacked("ecowas", "1980-01-01", "SEN", "ZAF")
    assert found.findings == ()
    assert (found.decides, found.bound) == (None, ())


def test_from_1986_aggression_from_outside_calls_for_aid() -> None:
    found = attacked("ecowas", "1988-01-01", "SEN", "ZAF")
    assert result(found, "ecowas-pmad-arts-2-3") == "engaged"
    assert {one.state for one in found.bound} == set(states("ecowas", "1988-01-01")) - {
        "SEN", "CPV", "GNB", "MLI"
    }  # fmt: skip
    assert result(attacked("ecowas", "1988-01-01", "MLI", "ZAF"), "ecowas-pmad-arts-2-3") == "not_engaged"
    assert result(attacked("ecowas", "1988-01-01", "SEN", "MRT"), "ecowas-pmad-arts-2-3") == "not_engaged"
    assert result(attacked("ecowas", "1988-01-01", "SEN", "MRT"), "ecowas-pmad-arts-4-17-18") == "engaged"


def test_a_conflict_at_home_counted_only_with_a_hand_from_outside() -> None:
    for hand, there in (("shown", "engaged"), ("alleged", "arguable"), ("none", "not_engaged")):
        found = trouble("civil_war", "LBR", "1990-08-01", outside_hand=hand)
        assert result(found, "ecowas-pmad-arts-4-17-18") == there


def test_since_1999_the_council_may_send_forces_into_it_without_the_state() -> None:
    for kind in ("civil_war", "coup"):
        situation = Situation(kind=kind, target="SEN", groups=("a group",), begins=Date.parse("2010-01-01"))
        found = advise(ECOWAS.on("2010-01-01"), Circumstances(situation=situation, requested=False))
        assert result(found, "ecowas-mechanism-art-10") == "engaged"
        assert found.decides is not None
        assert found.decides.organ == "msc"
        assert [one.force.id for one in found.forces] == ["esf"]
        assert {one.whom for one in found.elsewhere} == {"un_security_council"}  # told, not asked


# --- the casebook ---


def test_what_the_engine_finds_against_the_rules() -> None:
    assert irregular("ecowas") == {
        ("ecowas-liberia-1990", "decide", "smc", "no_competence"),
        ("ecowas-guinea-bissau-1998", "invoke", "GNB", "not_engaged"),
        ("ecowas-guinea-bissau-1998", "decide", "authority", "no_provision"),
        ("ecowas-guinea-bissau-2025", "suspend", "msc", "not_an_actor"),
    }


def test_a_request_after_the_decision_leaves_no_days_to_count() -> None:
    case = ECOWAS.case("ecowas-gambia-2017")
    assert case is not None
    told = replay(ECOWAS, case)
    assert told.outcome["days_to_decision"] is None
    assert told.outcome["days_to_arrival"] == 0
    kinds = [one.act.kind for one in told.case.entries]
    assert kinds.index("decide") < kinds.index("invoke")


def test_a_stance_on_the_last_decision_is_told_after_the_ones_before() -> None:
    case = ECOWAS.case("ecowas-mali-2020")
    assert case is not None
    entries = replay(ECOWAS, case).case.entries
    put = next(one.n for one in entries if one.act.kind == "propose")
    said = [one.act.content for one in entries if one.act.kind == "declare" and one.n > put]
    assert len(said) == 6
    assert {getattr(one, "on", None) for one in said} == {put}
