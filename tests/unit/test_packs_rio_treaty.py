"""The Rio Treaty: who was party when, two thirds without the parties to a dispute, force by consent only."""

from __future__ import annotations

import pytest

from foedus.dates import Date
from foedus.drivers.history import replay
from foedus.law.advice import Advice, advise
from foedus.law.deciding import ballot_of, electorate, rule_by_id
from foedus.law.findings import Circumstances
from foedus.law.tally import Tally, tally
from foedus.proceedings.acts import Act, Content, Convene, Decide, Declare, GiveNotice, Invoke, Leave, Propose
from foedus.proceedings.case import Case
from foedus.proceedings.reasons import OutOfOrder, Reason
from foedus.record.cases import CodedCase, Situation, Stance
from foedus.record.view import organisation

RIO = organisation("rio-treaty")
COUNCIL, MINISTERS = "permanent-council", "consultation"


def coded(name: str) -> CodedCase:
    found = RIO.case(f"rio-{name}")
    assert found is not None
    return found


def members(day: str) -> list[str]:
    return [one.state for one in RIO.on(day).members]


def attack(target: str, *initiators: str, day: str = "1995-01-26", **keys: str) -> Situation:
    given = {"region": "south_america", "territory": "recognised", **keys}
    return Situation(
        kind="interstate_attack", target=target, initiators=initiators, begins=Date.parse(day), **given
    )  # type: ignore[arg-type]  # words of the schema by name


def advice(situation: Situation, **keys: bool) -> Advice:
    return advise(RIO.on(situation.begins.first), Circumstances(situation=situation, **keys))


def counted(situation: Situation, rule: str, **sides: str) -> Tally:
    """A vote; whoever is not named is in favour."""
    view = RIO.on(situation.begins.first)
    found = rule_by_id(view, rule)
    assert found is not None
    voters = electorate(view, found, situation).voters
    stances: dict[str, Stance] = dict.fromkeys(voters, "supports")
    for stance, codes in sides.items():
        stances |= dict.fromkeys(codes.split(), stance)  # type: ignore[arg-type]  # a stance by name
    return tally(stances, ballot_of(view, found, voters))


class TestParties:
    @pytest.mark.parametrize(
        ("day", "count", "joined", "left"),
        [
            ("1948-12-03", 14, "BRA COL CRI DOM HND HTI MEX NIC PAN PRY SLV URY USA VEN", ""),
            ("1948-12-09", 15, "CUB", ""),
            ("1949-02-09", 16, "CHL", ""),
            ("1950-08-21", 17, "ARG", ""),
            ("1950-09-26", 18, "BOL", ""),
            ("1950-10-25", 19, "PER", ""),
            ("1950-11-07", 20, "ECU", ""),
            ("1955-04-06", 21, "GTM", ""),
            ("1967-06-12", 22, "TTO", ""),
            ("1982-11-24", 23, "BHS", ""),
            ("2004-09-06", 22, "", "MEX"),
            ("2014-09-20", 21, "", "NIC"),
            ("2014-10-17", 20, "", "BOL"),
            ("2015-05-14", 19, "", "VEN"),
            ("2016-02-19", 18, "", "ECU"),
        ],
    )
    def test_at_each_accession_and_denunciation(self, day: str, count: int, joined: str, left: str) -> None:
        now = members(day)
        earlier = [one.state for one in RIO.on(Date.parse(day).first - 1).members]
        assert len(now) == count
        assert sorted(set(now) - set(earlier)) == sorted(joined.split())
        assert sorted(set(earlier) - set(now)) == sorted(left.split())

    def test_the_fourteenth_deposit_brings_it_into_force(self) -> None:
        treaty = next(one for one in RIO.record.treaties if one.id == "rio-1947")
        condition = treaty.entry_into_force
        assert condition is not None
        deposits = sorted(one.ratified.first for one in treaty.parties if one.ratified)
        assert treaty.in_force is not None
        assert deposits[(condition.count or 0) - 1] == treaty.in_force.first
        assert members("1948-12-02") == []

    def test_venezuela_is_a_party_again_or_not(self) -> None:
        """Nineteen with the instrument of August 2019, which is disputed; eighteen without."""
        assert "VEN" not in members("2019-08-04")
        back = RIO.on("2019-09-11").member("VEN")
        assert back is not None
        assert "disputed" in back.flags
        assert len(members("2019-09-11")) == 19

    def test_uruguay_and_peru_never_left(self) -> None:
        for day in ("1991-06-01", "2019-12-01", "2021-09-24"):
            assert {"PER", "URY"} <= set(members(day))
        steps = next(one for one in RIO.record.membership if one.id == "mem-ury-rio").steps
        assert [one.date.text for one in steps] == ["2019-09-24", "2020-03-10"]

    def test_cuba_has_no_vote_from_1962_to_2009(self) -> None:
        votes = {
            day: RIO.on(day).member("CUB") for day in ("1962-01-31", "1962-10-23", "1982-04-28", "2019-09-11")
        }
        assert {day: one.votes for day, one in votes.items() if one} == {
            "1962-01-31": True,
            "1962-10-23": False,
            "1982-04-28": False,
            "2019-09-11": True,
        }

    def test_notice_runs_two_years(self) -> None:
        case = Case.open(RIO, "mexico", None)
        case = case.apply(Act(actor="MEX", at=Date.parse("2002-09-06"), content=GiveNotice()))
        early = Act(actor="MEX", at=Date.parse("2004-09-04"), content=Leave())
        refused = case.refusal(early)
        assert refused is not None
        assert refused.reason is Reason.NOTICE_RUNNING


class TestVotes:
    def test_the_parties_to_a_dispute_have_no_vote(self) -> None:
        war = attack("PER", "ECU")
        apart = dict(
            electorate(RIO.on("1995-01-26"), rule_by_id(RIO.on("1995-01-26"), "rio-two-thirds"), war).apart
        )  # type: ignore[arg-type]  # the rule is there
        assert apart == {
            "CUB": "its part in the organs is suspended",
            "ECU": "it brought the situation about",
            "PER": "it is a party to the dispute",
        }

    def test_an_outside_aggressor_costs_the_victim_no_vote(self) -> None:
        found = counted(attack("ARG", "GBR", day="1982-04-26"), "rio-two-thirds")
        assert "ARG" in found.binds

    def test_two_thirds_of_those_entitled_whoever_attends(self) -> None:
        war = attack("PER", "ECU")  # twenty of twenty-three vote: fourteen are needed
        six = "ARG BHS BOL BRA CHL COL"
        assert counted(war, "rio-two-thirds", abstains=six).adopted
        failed = counted(war, "rio-two-thirds", abstains=six, absent="CRI")
        assert failed.adopted is False
        assert failed.why == "2/3 of 20 entitled to vote needed (14), 13 for"

    def test_no_quorum_below_the_votes_needed(self) -> None:
        away = "ARG BHS BOL BRA CHL COL CRI"
        assert counted(attack("PER", "ECU"), "rio-two-thirds", absent=away).quorum is False

    def test_measures_bind_the_outvoted_and_force_binds_nobody_without_its_consent(self) -> None:
        war, against = attack("PER", "ECU"), "CHL MEX"
        measures = counted(war, "rio-two-thirds", objects=against)
        assert set(against.split()) <= set(measures.binds)
        force = counted(war, "rio-armed-force", objects=against)
        assert force.adopted
        assert set(force.stood_aside) == set(against.split())
        assert not set(against.split()) & set(force.binds)

    def test_nobody_alone_can_block(self) -> None:
        assert advice(attack("PER", "ECU")).can_block == ()

    @pytest.mark.parametrize(
        ("case", "rule"), [("cuba-1962-missiles", "rio-armed-force"), ("dr-1965", "rio-armed-force")]
    )
    def test_force_in_history_is_decided_under_the_rule_on_force(self, case: str, rule: str) -> None:
        decided = replay(RIO, coded(case)).case.state.decisions
        assert [one.rule for one in decided] == [rule]

    def test_six_did_not_agree_to_a_force_in_1965_and_were_not_bound(self) -> None:
        decided = replay(RIO, coded("dr-1965")).case.state.decisions[0]
        assert len(decided.binds) == 14
        assert not {"CHL", "ECU", "MEX", "PER", "URY", "VEN"} & set(decided.binds)

    def test_sanctions_of_1964_bound_the_four_that_had_voted_against(self) -> None:
        decided = replay(RIO, coded("venezuela-1964")).case.state.decisions[-1]
        assert {"BOL", "CHL", "MEX", "URY"} <= set(decided.binds)

    def test_twelve_could_not_undo_in_1974_what_two_thirds_had_made(self) -> None:
        told = replay(RIO, coded("cuba-sanctions-1974")).case
        assert all(one.refusal is None for one in told.entries)
        assert [one.binds for one in told.state.decisions] == [()]


class TestConvening:
    """In a live case the ministers meet when the Council has carried it, by more than half of those entitled."""

    TWELVE = "ARG BRA CHL COL DOM GTM HND HTI PRY SLV USA VEN"

    def opened(self) -> Case:
        case = Case.open(RIO, "convening", coded("venezuela-2019").situation)
        case = case.apply(self.act("COL", Invoke(under=("rio-art-6",), asks_for=("sanctions",))))
        case = case.apply(self.act("COL", Convene(organ=COUNCIL, format="extraordinary")))
        return case.apply(self.act("COL", Propose(organ=COUNCIL, matter="convening_consultation")))

    def act(self, actor: str, content: Content) -> Act:
        return Act(actor=actor, at=Date.parse("2019-09-11"), content=content)

    def decided(self, supporters: str) -> Case:
        case = self.opened()
        on = len(case.entries)
        for code in supporters.split():
            case = case.apply(self.act(code, Declare(stance="supports", on=on)))
        return case.apply(self.act(COUNCIL, Decide(organ=COUNCIL, matter="convening_consultation", on=on)))

    def test_not_without_the_council(self) -> None:
        refused = self.opened().refusal(self.act("COL", Convene(organ=MINISTERS, format="extraordinary")))
        assert refused is not None
        assert (refused.reason, refused.rule) == (Reason.NOT_DECIDED, "rio-convening")

    def test_twelve_of_nineteen_convene(self) -> None:
        case = self.decided(self.TWELVE)
        case.apply(self.act("COL", Convene(organ=MINISTERS, format="extraordinary")))

    def test_ten_of_nineteen_are_enough_and_nine_are_not(self) -> None:
        ten = self.TWELVE.split()[:10]
        assert self.decided(" ".join(ten)).state.decisions
        with pytest.raises(OutOfOrder) as refused:
            self.decided(" ".join(ten[:9]))
        assert refused.value.refusal.reason is Reason.NOT_ADOPTED


class TestFindings:
    def test_an_american_state_is_covered_party_or_not(self) -> None:
        found = advice(coded("guatemala-1954").situation)
        assert RIO.on("1954-06-18").member("GTM") is None
        article = found.of("rio-art-3-1")
        assert article is not None
        assert article.bites
        korea = advice(coded("korea-1950").situation)
        assert not any(one.bites for one in korea.findings)

    def test_the_region(self) -> None:
        inside, outside = attack("USA", "JPN"), attack("USA", "JPN", region="east_asia")
        answers = [advice(one).of("rio-art-3-1") for one in (inside, outside)]
        assert [one.result for one in answers if one] == ["engaged", "not_engaged"]
        elsewhere = advice(outside).of("rio-art-6")
        assert elsewhere is not None
        assert elsewhere.bites

    def test_help_before_the_organ_decides_is_each_partys_own_and_at_request(self) -> None:
        war = attack("PER", "ECU")
        unasked, asked = (advice(war, requested=was).of("rio-art-3-2") for was in (False, True))
        assert unasked is not None
        assert unasked.lacking == ("request",)
        assert asked is not None
        assert asked.result == "engaged"
        assert [one.rule.id for one in advice(war, requested=True).alone] == ["rio-interim"]
        assert advice(war).decides is not None

    def test_any_party_may_say_that_the_case_has_arisen(self) -> None:
        entries = replay(RIO, coded("usa-2001")).case.entries
        assert (entries[0].act.actor, entries[0].in_order) == ("BRA", True)

    def test_article_7_is_about_members_on_both_sides(self) -> None:
        among, outside = advice(attack("PER", "ECU")), advice(attack("ARG", "GBR", day="1982-04-26"))
        results = [one.of("rio-art-7") for one in (among, outside)]
        assert [one.result for one in results if one] == ["engaged", "not_engaged"]
