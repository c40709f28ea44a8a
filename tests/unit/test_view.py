"""The view of an organisation on a day: who was in it, what was in force, and what was not known yet."""

from __future__ import annotations

from dataclasses import replace

import pytest

from foedus.dates import Certainty, Date, DateError
from foedus.record.base import Disputed, disputed_by, names_later, without_notes
from foedus.record.cases import (
    NOT_YET,
    CodedAct,
    CodedCase,
    Decision,
    DeploymentFacts,
    Invocation,
    Meeting,
    Moment,
    Position,
)
from foedus.record.facts import (
    BudgetFacts,
    BudgetShare,
    Contribution,
    Convening,
    Force,
    NotFound,
    Population,
    Step,
    Strength,
    UnStatus,
)
from foedus.record.terms import Duration, General
from foedus.record.view import View, organisation
from tests.unit.small_record import (
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
    situation,
    status,
    treaty,
)

CSTO = organisation("csto")
SIX = ["ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"]


def day(text: str) -> int:
    return Date.parse(text).first


def codes(view: View) -> list[str]:
    return [one.state for one in view.members]


# --- Members by day -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("1992-01-01", []),
        ("1993-01-01", []),
        ("1994-04-19", []),
        ("1994-04-20", ["ARM", "AZE", "BLR", "GEO", "KAZ", "KGZ", "RUS", "TJK", "UZB"]),
        ("1998-01-01", ["ARM", "AZE", "BLR", "GEO", "KAZ", "KGZ", "RUS", "TJK", "UZB"]),
        ("1999-04-19", ["ARM", "AZE", "BLR", "GEO", "KAZ", "KGZ", "RUS", "TJK", "UZB"]),
        ("1999-04-20", SIX),
        ("2000-01-01", SIX),
        ("2003-09-17", SIX),
        ("2006-06-22", SIX),
        ("2007-01-01", [*SIX, "UZB"]),
        ("2012-12-18", [*SIX, "UZB"]),
        ("2012-12-19", SIX),
        ("2024-02-22", SIX),
        ("2026-02-01", SIX),
    ],
)
def test_who_belongs_on_a_day(on: str, expected: list[str]) -> None:
    assert codes(CSTO.on(on)) == expected


def test_before_the_organisation_they_are_parties_and_from_its_first_day_members() -> None:
    assert {one.status for one in CSTO.on("2003-09-17").members} == {"party"}
    first = CSTO.on("2003-09-18").members
    assert {one.status for one in first} == {"member"}
    assert {str(one.since) for one in first} == {"2003-09-18"}
    assert str(first[0].party_since) == "1994-04-20"


def test_who_joined_in_1993_is_a_party_in_1994_for_certain_only_where_that_is_known() -> None:
    view = CSTO.on("1994-04-20")
    assert {one.state: one.certainty for one in view.members if "uncertain" in one.flags} == {
        "AZE": Certainty.POSSIBLY,
        "BLR": Certainty.POSSIBLY,
        "GEO": Certainty.POSSIBLY,
    }
    georgia = view.member("GEO")
    assert georgia is not None
    assert str(georgia.since) == "1994?"


def test_a_member_that_calls_its_part_frozen_is_a_member_with_a_vote() -> None:
    before, since = CSTO.on("2024-02-21").member("ARM"), CSTO.on("2024-02-22").member("ARM")
    assert before is not None
    assert since is not None
    assert "frozen" not in before.flags
    assert "frozen" in since.flags
    assert since.votes
    assert since.certainty is Certainty.CERTAINLY


def test_a_suspended_former_member_stands_beside_the_members() -> None:
    view = CSTO.on("2012-12-19")
    assert view.member("UZB") is None
    [row] = [one for one in view.standings if one.holder == "UZB"]
    assert (row.status, str(row.since), row.name) == ("suspended", "2012-12-19", "Uzbekistan")
    assert CSTO.on("2012-12-18").standings == ()


def test_a_body_that_is_no_state_can_observe() -> None:
    [row] = [one for one in CSTO.on("2020-01-01").standings if one.holder.startswith("Parliamentary")]
    assert (row.status, row.of) == ("observer", "parliamentary-assembly")


def test_an_end_that_came_later_is_not_known_on_the_day() -> None:
    member = CSTO.on("2012-06-28").member("UZB")
    assert member is not None
    assert member.until is None


def test_since_goes_back_over_rows_that_follow_without_a_break() -> None:
    rows = (
        status("ARM", when="2000-01-01/2005-01-01"),
        status("ARM", when="2005-01-01/2010-01-01"),
        status("ARM", when="2010-01-01/.."),
        status("BLR", when="2000-01-01/2004-12-31"),
        status("BLR", when="2010-01-01/.."),
    )
    view = organised(membership=rows).on("2012-01-01")
    assert [str(one.since) for one in view.members] == ["2000-01-01", "2010-01-01"]


def test_two_vague_rows_that_meet_make_a_certain_member() -> None:
    rows = (status("ARM", when="2000-01-01/2005-03-01"), status("ARM", when="2005-03-01/.."))
    member = organised(membership=rows).on("2005-03-01").member("ARM")
    assert member is not None
    assert member.certainty is Certainty.CERTAINLY


def test_an_end_that_may_have_come_is_shown_and_makes_the_member_uncertain() -> None:
    member = organised(membership=(status("ARM", when="2000-01-01/2005"),)).on("2005-06-01").member("ARM")
    assert member is not None
    assert (str(member.until), member.flags) == ("2005", ("uncertain",))


def test_a_party_to_the_treaty_that_did_not_join_the_organisation_is_no_member() -> None:
    rows = (status("ARM"), status("GEO", "party"))
    view = organised(membership=rows).on("2010-01-01")
    assert codes(view) == ["ARM"]
    assert [(one.holder, one.status) for one in view.standings] == [("GEO", "party")]


@pytest.mark.parametrize(
    ("keys", "votes"),
    [({}, False), ({"scope": "the integrated command"}, True), ({"in_law": False}, True)],
)
def test_only_a_full_suspension_in_law_takes_the_vote(keys: dict[str, object], votes: bool) -> None:
    rows = (*members("ARM", "BLR"), status("ARM", "suspended", "2010-01-01/..", **keys))
    member = organised(membership=rows).on("2011-01-01").member("ARM")
    assert member is not None
    assert member.votes is votes
    assert "suspended" in member.flags


def test_a_dispute_that_tells_of_a_later_day_is_not_shown_before_it() -> None:
    row = status("ARM", disputed=(Disputed(value="from 2012-05-01"),))
    pact = organised(membership=(row,))
    assert [one.flags for one in pact.on("2010-01-01").members] == [()]
    assert [one.flags for one in pact.on("2012-05-01").members] == [("disputed",)]


def test_without_a_known_entry_into_force_the_start_alone_decides() -> None:
    rows = (status("ARM", "party", "1999?/.."),)
    vague = organised(treaties=(treaty(in_force=None),), membership=rows)
    assert codes(vague.on("1999-06-01")) == ["ARM"]
    assert codes(organised(membership=rows).on("1999-06-01")) == []
    assert codes(organised(treaties=(), membership=rows).on("1999-06-01")) == ["ARM"]


# --- The organisation itself --------------------------------------------------------------------


def test_an_organisation_exists_from_the_first_signature_to_its_end() -> None:
    pact = organised(organisation=facts(dissolved=date("2010-01-01")))
    found = [pact.on(one).exists for one in ("1998-12-31", "1999-01-01", "2009-12-31", "2010-01-01")]
    assert found == [Certainty.NO, Certainty.CERTAINLY, Certainty.CERTAINLY, Certainty.NO]
    assert organised(treaties=()).on("2005-01-01").exists is Certainty.NO


def test_what_is_said_of_the_organisation_shows_once_it_is_so() -> None:
    said = facts(
        seat_since=date("2002"),
        un_status=UnStatus(status="observer", since=date("2004-12-02"), basis="a resolution"),
        budget=BudgetFacts(shares=(BudgetShare(state="ARM", share="1/3"),), as_of=date("2010")),
        not_found=(NotFound(id="nf", what="a partner", as_of=date("2015"), sources=SOURCES),),
        dissolved=date("2018-01-01"),
        disputed=(Disputed(value="1999", about="founded"), Disputed(value="2005-01-01", about="founded")),
    )
    pact = organised(organisation=said)
    assert pact.on("1999-12-31").facts is None
    first, last = pact.on("2000-01-01").facts, pact.on("2019-01-01").facts
    assert first is not None
    assert last is not None
    assert (first.seat, first.un_status, first.budget, first.not_found, first.dissolved) == (
        None, None, None, (), None,
    )  # fmt: skip
    assert [one.value for one in first.disputed] == ["1999"]
    assert last.seat == "Somewhere"
    assert last.un_status == said.un_status
    assert last.budget == said.budget
    assert last.not_found == said.not_found
    assert last.dissolved == said.dissolved
    assert last.disputed == said.disputed


def test_a_day_after_the_facts_end_is_marked_as_such() -> None:
    assert CSTO.on("2025-06-01").last_known is None
    assert CSTO.on("2030-01-01").last_known == CSTO.last_known


def test_a_view_is_made_once_a_day_and_says_what_it_is() -> None:
    assert CSTO.on("2010-06-14") is CSTO.on(Date.parse("2010-06-14")) is CSTO.on(day("2010-06-14"))
    assert repr(CSTO.on("2010-06-14")) == "<csto on 2010-06-14>"
    assert repr(CSTO) == "<organisation csto>"
    assert CSTO.on("2010-06-14").id == CSTO.id == "csto"
    assert CSTO.on().day == CSTO.last_known.last
    assert organised().name == "A Small Pact"
    with pytest.raises(DateError):
        CSTO.on("2010-06")


def test_kept_views_do_not_pile_up_without_end() -> None:
    pact = organised()
    first = pact.on(day("2005-01-01"))
    for ordinal in range(day("1950-01-01"), day("1950-01-01") + 4200):
        pact.on(ordinal)
    assert pact.on(day("2005-01-01")) is not first


def test_a_case_is_found_by_its_id() -> None:
    found = CSTO.case("csto-kazakhstan-2022")
    assert found is not None
    assert found.situation.target == "KAZ"
    assert CSTO.case("csto-atlantis-1999") is None


def test_the_newest_figure_of_the_day_counts_people() -> None:
    rows = tuple(
        Population(id=f"p{when}", state="ARM", people=people, as_of=date(when), sources=SOURCES)
        for people, when in ((3_000_000, "2011"), (3_200_000, "2001"))
    )
    pact = organised(populations=rows)
    assert [dict(pact.on(one).population) for one in ("2000-01-01", "2005-01-01", "2012-01-01")] == [
        {},
        {"ARM": 3_200_000},
        {"ARM": 3_000_000},
    ]


# --- Law and organs -----------------------------------------------------------------------------


def test_an_article_is_in_the_wording_of_the_day() -> None:
    before, since = CSTO.on("2012-12-18").article("cst-art-4"), CSTO.on("2012-12-19").article("cst-art-4")
    assert before is not None
    assert since is not None
    assert (before.id, str(before.period)) == ("cst-art-4-1992", "1994-04-20/..")
    assert since.id == "cst-art-4-2010"
    assert CSTO.on("1994-04-19").article("cst-art-4") is None


def test_law_is_found_by_subject() -> None:
    assert [one.article for one in CSTO.on("2010-06-14").law("mutual_defence")] == ["cst-art-4"]


def test_a_treaty_shows_what_had_come_of_it_by_the_day() -> None:
    text = provision("one", Duration(term_years=5), when="2000-01-01/2010-01-01")
    old = treaty(
        text,
        ended=date("2010-01-01"),
        amended_by=("second",),
        replaced_by="second",
        parties=(
            party("ARM", signed="1999-01-01", ratified="2005-05-05", ended="2010-01-01"),
            party("BLR", signed="2006-01-01"),
            party("KAZ"),
        ),
    )
    second = treaty(id="second", signed=date("2008-01-01"), in_force=None)
    pact = organised(treaties=(old, second))
    [early] = pact.on("2001-01-01").treaties
    assert (early.ended, early.amended_by, early.replaced_by) == (None, (), None)
    assert [str(early.in_force), str(early.provisions[0].period)] == ["2000-01-01", "2000-01-01/.."]
    assert early.parties == (party("ARM", signed="1999-01-01"), party("KAZ"))
    late, _ = pact.on("2010-01-01").treaties
    assert (late.ended, late.amended_by, late.replaced_by) == (old.ended, ("second",), "second")
    assert late.parties == old.parties
    assert late.provisions == ()


def test_the_instrument_of_a_provision_is_shown_as_of_the_day() -> None:
    view = CSTO.on("2010-06-14")
    article = view.article("cst-art-4")
    assert article is not None
    assert view.treaty_of(article).amended_by == ("cst-protocol-1999",)


def test_organs_and_rules_name_only_what_is_there_on_the_day() -> None:
    calls = tuple(
        Convening(format="extraordinary", by="any_member", provision=name)
        for name in ("early", "late", "key", None)
    )
    early = provision("early", General(), when="2000-01-01/2010-01-01")
    late = provision("late", General(), when="2010-01-01/..")
    keyed = provision("keyed", General(), article="key")
    pact = organised(
        treaties=(treaty(early, late, keyed),),
        organs=(
            organ(convening=calls, decision_rules=("consensus", "later"), parent="assembly"),
            organ("assembly", period=period("2010-01-01/..")),
        ),
        decision_rules=(
            rule(provisions=("early", "late", "key")),
            rule("later", period=period("2010-01-01/.."), provisions=("late",)),
        ),
    )
    council = pact.on("2005-01-01").organ("council")
    assert council is not None
    assert (council.parent, council.decision_rules) == (None, ("consensus",))
    assert [call.provision for call in council.convening] == ["early", None, "key", None]
    assert [one.provisions for one in pact.on("2005-01-01").rules] == [("early", "key")]
    council = pact.on("2015-01-01").organ("council")
    assert council is not None
    assert (council.parent, council.decision_rules) == ("assembly", ("consensus", "later"))
    assert [one.provisions for one in pact.on("2015-01-01").rules] == [("late", "key"), ("late",)]
    assert pact.on("2005-01-01").organ("assembly") is None


def test_notes_stay_in_the_record() -> None:
    said = provision("one", General(), note="It was changed later.", disputed=(Disputed(value="x", note="y"),))
    [one] = organised(treaties=(treaty(said),)).on("2010-01-01").provisions
    assert one.note is None
    assert one.disputed == (Disputed(value="x"),)


# --- Forces, people, statuses -------------------------------------------------------------------


def test_a_force_has_the_figures_that_were_known_by_the_day() -> None:
    force = Force(
        id="corps",
        name="Corps",
        kind="standing",
        basis="a decision",
        provisions=("late",),
        period=period(ALL_TIME),
        personnel=(Strength(value=100, as_of=date("2005"), sources=SOURCES),),
        contributions=(
            Contribution(state="ARM", as_of=date("2005"), sources=SOURCES),
            Contribution(state="BLR", sources=SOURCES),
        ),
        used_in=("crisis",),
        readiness="at three days' notice, it was said in 2015",
        sources=SOURCES,
    )
    pact = organised(
        treaties=(treaty(provision("late", General(), when="2010-01-01/..")),), forces=(force,), cases=(crisis(),)
    )
    [early] = pact.on("2004-12-31").forces
    assert (early.provisions, early.personnel, early.used_in, early.readiness) == ((), (), (), None)
    assert [one.state for one in early.contributions] == ["BLR"]
    [late] = pact.on("2010-01-03").forces
    assert (late.provisions, len(late.personnel), len(late.contributions)) == (("late",), 1, 2)
    assert late.used_in == ()
    assert [one.used_in for one in pact.on("2010-01-04").forces] == [("crisis",)]


def test_offices_and_turns_in_the_chair_are_told_up_to_the_day() -> None:
    view = CSTO.on("2018-01-01")
    [office] = view.offices_of("ARM")
    assert (office.person, office.period.end, office.term_ends) == ("Yuri Khachaturov", None, None)
    assert [str(one.period.start)[:4] for one in view.chaired_by("ARM")] == ["2008", "2015"]


def test_the_story_of_a_state_stops_at_the_day() -> None:
    told = status(
        "ARM",
        "frozen",
        "2005-01-01/2012-01-01",
        basis="declared in 2005",
        steps=(
            Step(date=date("2004-01-01"), what="first"),
            Step(date=date("2006-01-01"), until=date("2008-01-01"), what="then"),
            Step(date=date("2009-01-01"), what="last"),
        ),
    )
    [row] = organised(membership=(told,)).on("2007-01-01").statuses_of("ARM")
    assert row.period.end is None
    assert [(step.what, step.until) for step in row.steps] == [("first", None), ("then", None)]
    later = organised(membership=(replace(told, basis="a decision of 2009"),))
    assert [row.basis for row in later.on("2007-01-01").statuses_of("ARM")] == [None]
    assert [row.basis for row in later.on("2009-01-01").statuses_of("ARM")] == ["a decision of 2009"]
    assert later.on("2004-12-31").statuses_of("ARM") == ()


# --- Cases as far as they had come --------------------------------------------------------------

ALL_TIME = "2000-01-01/.."


def crisis() -> CodedCase:
    return CodedCase(
        id="crisis",
        title="A crisis",
        situation=situation(ends=date("2010-01-09"), battle_deaths=7),
        invocation=Invocation(made=True, by="ARM", date=date("2010-01-02"), asks_for=("troops",)),
        consultations=(Meeting(organ="council", date=date("2010-01-02")), Meeting(date=date("2010-01-08"))),
        decision=Decision(date=date("2010-01-03"), organ="council", outcome="collective_military_action"),
        positions=(
            Position(state="ARM", stance="requests", on="request", contributes=True),
            Position(state="BLR", stance="supports", on="decision", personnel=50, materiel="lorries"),
            Position(state="KAZ", stance="abstains"),
            Position(state="KAZ", stance="accepts", date=date("2010-01-04")),
        ),
        deployment=DeploymentFacts(
            force="corps",
            first_arrival=date("2010-01-04"),
            full_strength=date("2010-01-05"),
            personnel_total=100,
            withdrawal_begins=date("2010-01-08"),
            withdrawal_ends=date("2010-01-09"),
        ),
        timeline=(
            Moment(at="2010-01-01 morning", what="It begins."),
            Moment(at="2010-01-10/11", what="The end is reported."),
            Moment(at="at night", what="Undated."),
            Moment(at="2010-13 or so", what="Misdated."),
        ),
        acts=(
            CodedAct(at=date("2010-01-04"), act="consent", actor="BLR"),
            CodedAct(act="report", actor="council"),
        ),
        outcome="The force came and went; a treaty of 2012 followed.",
        fulfilled="yes",
        fulfilled_why="All came, it was said in 2013.",
        disputed=(Disputed(value="x"), Disputed(value="y in 2014")),
        disputed_personnel=(Disputed(value="2030"),),
        sources=SOURCES,
    )


@pytest.mark.parametrize(
    ("on", "invoked", "meetings", "outcome", "states", "moments", "acts"),
    [
        ("2010-01-01", False, 0, "no_decision", [], 1, 0),
        ("2010-01-02", True, 1, "no_decision", ["ARM"], 1, 0),
        ("2010-01-03", True, 1, "collective_military_action", ["ARM", "BLR"], 1, 0),
        ("2010-01-04", True, 1, "collective_military_action", ["ARM", "BLR", "KAZ"], 1, 1),
        ("2010-01-09", True, 2, "collective_military_action", ["ARM", "BLR", "KAZ"], 1, 1),
        ("2010-01-10", True, 2, "collective_military_action", ["ARM", "BLR", "KAZ", "KAZ"], 4, 2),
    ],
)
def test_a_case_unfolds_day_by_day(
    on: str, invoked: bool, meetings: int, outcome: str, states: list[str], moments: int, acts: int
) -> None:
    seen = crisis().clip(day(on))
    assert seen.invocation.made is invoked
    assert len(seen.consultations) == meetings
    assert seen.decision.outcome == outcome
    assert [one.state for one in seen.positions] == states
    assert (len(seen.timeline), len(seen.acts)) == (moments, acts)


def test_a_deployment_unfolds_day_by_day() -> None:
    found = [crisis().clip(day(f"2010-01-0{n}")).deployment for n in (3, 4, 5, 8)]
    assert [one.force for one in found] == [None, "corps", "corps", "corps"]
    assert [one.personnel_total for one in found] == [None, None, 100, 100]
    assert [str(one.withdrawal_begins) for one in found] == ["None", "None", "None", "2010-01-08"]
    assert found[3].withdrawal_ends is None


def test_what_has_no_date_waits_until_all_that_has_one_has_come() -> None:
    seen, whole = crisis().clip(day("2010-01-09")), crisis().clip(day("2010-01-10"))
    assert (seen.outcome, seen.fulfilled, seen.fulfilled_why) == (NOT_YET, "unknown", None)
    assert (seen.situation.battle_deaths, seen.disputed_personnel) == (None, ())
    assert {(one.contributes, one.personnel, one.materiel) for one in seen.positions} == {(None, None, None)}
    assert (whole.fulfilled, whole.situation.battle_deaths) == ("yes", 7)
    assert whole.positions == crisis().positions


def test_prose_that_names_a_later_date_waits_for_it() -> None:
    seen = {year: crisis().clip(day(f"{year}-06-01")) for year in (2010, 2012, 2013, 2014)}
    assert [one.outcome == NOT_YET for one in seen.values()] == [True, False, False, False]
    assert [one.fulfilled_why is None for one in seen.values()] == [True, True, False, False]
    assert [len(one.disputed) for one in seen.values()] == [1, 1, 1, 2]
    assert seen[2014] == crisis()
    assert seen[2014].disputed_personnel == crisis().disputed_personnel


@pytest.mark.parametrize("on", ["2010-01-01", "2010-01-03", "2010-01-05", "2010-01-09", "2010-06-01"])
def test_clipping_twice_changes_nothing_more(on: str) -> None:
    once = crisis().clip(day(on))
    assert once.clip(day(on)) == once


def test_the_decision_of_2022_is_not_known_on_the_day_of_the_request() -> None:
    view = CSTO.on("2022-01-05")
    [case] = [one for one in view.cases if one.id == "csto-kazakhstan-2022"]
    assert case.invocation.made
    assert (case.decision.outcome, case.outcome) == ("no_decision", NOT_YET)
    assert [one.state for one in case.positions] == ["KAZ"]
    [force] = [one for one in view.forces if one.id == "peacekeeping-forces"]
    assert force.used_in == ()
    assert not [one for one in CSTO.on("2022-01-01").cases if one.id == "csto-kazakhstan-2022"]


# --- Prose --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("in 2012", True),
        ("since 2010-06-15", True),
        ("since 2010-06-14", False),
        ("in June 2010", False),
        ("2,030 men", False),
        ("2030-99 or so", True),
        ("nothing", False),
    ],
)
def test_prose_that_names_a_later_date_is_told_apart(text: str, later: bool) -> None:
    assert names_later(text, day("2010-06-14")) is later


def test_without_notes_gives_the_same_thing_back_where_there_are_none() -> None:
    plain = members("ARM")[0]
    assert without_notes(plain) is plain
    told = replace(plain, note="a note", steps=(Step(date=date("2000"), what="x", note="y"),))
    assert without_notes(told) == replace(plain, steps=(Step(date=date("2000"), what="x"),))
    assert disputed_by(plain, 1) is plain
