"""The EU pack: nothing of the material is lost, and its law does what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from foedus.dates import Date
from foedus.law.advice import Advice, advise
from foedus.law.deciding import ballot_of, electorate, rule_by_id, rule_for
from foedus.law.findings import Circumstances, Finding
from foedus.law.tally import blocking
from foedus.proceedings.acts import Act, GiveNotice, Leave
from foedus.proceedings.case import Case
from foedus.proceedings.reasons import OutOfOrder
from foedus.record.cases import Situation
from foedus.record.view import organisation
from tests.unit.regional_material import count, irregular, lost, material, plain, prose, states

EU = organisation("eu")
SIX = {"BEL", "DEU", "FRA", "ITA", "LUX", "NLD"}
OPT_OUT = "decisions and missions with defence implications"


def law(day: str, kind: str = "interstate_attack", *, requested: bool | None = None, **about: Any) -> Advice:
    given: dict[str, Any] = {
        "target": "FIN",
        "territory": "recognised",
        "region": "europe",
        "initiators": ("RUS",),
    }
    situation = Situation(kind=kind, begins=Date.parse(day), **{**given, **about})  # type: ignore[arg-type]  # by name
    return advise(EU.on(day), Circumstances(situation=situation, requested=requested))


def article(advice: Advice, key: str) -> Finding:
    found = advice.of(key)
    assert found is not None
    return found


def voters(day: str, rule: str) -> tuple[str, ...]:
    view = EU.on(day)
    found = rule_by_id(view, rule)
    assert found is not None, f"{rule} did not apply on {day}"
    return electorate(view, found).voters


def vote(day: str, rule: str, **sides: str) -> Any:
    """Everybody is for it but those named, by what they did."""
    given: dict[str, Any] = dict.fromkeys(voters(day, rule), "supports")
    for stance, codes in sides.items():
        given |= dict.fromkeys(codes.split(), stance)
    return count("eu", day, rule, given)


# --- The record -----------------------------------------------------------------------------------


def test_nothing_is_lost_but_that_lisbon_wrote_the_older_treaty_anew(shared: Path) -> None:
    """The material puts the articles under the treaty of Lisbon; here they stand in their own treaty."""
    missing = lost("eu", shared)
    last_days = {"GBR withdrawn 2020-01-31", "DNK frozen 2022-06-30"}
    assert {one for one in missing if not one.startswith("lisbon: ")} == last_days
    said = " ".join(plain(text) for one in EU.record.treaties for text in prose(one))
    for one in missing:
        if one.startswith("lisbon: "):
            assert plain(one.removeprefix("lisbon: ")) in said


def test_counts(shared: Path) -> None:
    given = material(shared, "eu")
    assert len(EU.record.cases) == len(given["cases"]) == 13
    assert len(EU.record.events) == len(given["events"]) == 9
    assert len(EU.record.organs) == len(given["organs"]) == 5
    assert len(EU.record.forces) == len(given["forces"]) == 2
    assert len(EU.record.membership) == len(given["membership"]) + 1 == 30
    assert {one["id"] for one in given["decision_rules"]} < {one.id for one in EU.record.decision_rules}


def test_last_days_of_the_material_are_the_last_on_which_it_held() -> None:
    assert "GBR" in states("eu", "2020-01-31")
    assert "GBR" not in states("eu", "2020-02-01")
    assert [one.status for one in EU.on("2020-02-01").standings] == ["withdrawn"]


@pytest.mark.parametrize(
    ("day", "number"),
    [
        ("1993-10-31", 0),
        ("1993-11-01", 12),
        ("1994-12-31", 12),
        ("1995-01-01", 15),
        ("2004-05-01", 25),
        ("2007-01-01", 27),
        ("2013-07-01", 28),
        ("2020-01-31", 28),
        ("2020-02-01", 27),
        ("2026-04-01", 27),
    ],
)
def test_members_at_each_accession(day: str, number: int) -> None:
    assert len(states("eu", day)) == number
    if number:
        assert set(states("eu", day)) > SIX


def test_no_act_of_the_casebook_is_against_the_rules() -> None:
    assert irregular("eu") == set()


# --- Article 42(7) --------------------------------------------------------------------------------


def test_no_organ_decides_on_help() -> None:
    advice = law("2024-06-01", requested=True)
    finding = article(advice, "teu-art-42-7")
    assert finding.result == "engaged"
    assert finding.owed is not None
    assert (finding.owed.obligation, finding.owed.discretion, len(finding.owed.by)) == (
        "mandatory",
        "each_member",
        26,
    )
    assert advice.decides is None
    assert advice.can_block == ()
    assert [one.rule.id for one in advice.alone] == ["eu-mutual-assistance"]


def test_what_members_with_a_policy_of_their_own_owe_is_open() -> None:
    finding = article(law("2024-06-01"), "teu-art-42-7")
    assert finding.owed is not None
    assert finding.owed.reserving == ("AUT", "CYP", "IRL", "MLT")


def test_denmark_owes_help_though_it_had_no_vote() -> None:
    finding = article(law("2015-11-17"), "teu-art-42-7")
    assert finding.owed is not None
    assert "DNK" in finding.owed.by


def test_there_was_no_clause_before_december_2009() -> None:
    assert law("2009-11-30").of("teu-art-42-7") is None
    assert article(law("2009-12-01"), "teu-art-42-7").result == "engaged"


@pytest.mark.parametrize(
    ("about", "result"),
    [
        ({}, "engaged"),
        ({"territory": "disputed"}, "arguable"),
        ({"territory": "outside"}, "not_engaged"),
        ({"target": "FRA", "region": "south_america"}, "engaged"),
        ({"target": "DNK", "region": "north_atlantic", "areas": ("greenland",)}, "arguable"),
        (
            {"target": "CYP", "region": "mediterranean", "areas": ("sovereign_base_areas_in_cyprus",)},
            "not_engaged",
        ),
        ({"threatened": True}, "not_engaged"),
    ],
)
def test_the_territory_of_the_victim_wherever_it_lies(about: dict[str, Any], result: str) -> None:
    assert article(law("2024-06-01", **about), "teu-art-42-7").result == result


def test_the_attacks_of_2015_count() -> None:
    coded = EU.case("eu-france-2015")
    assert coded is not None
    advice = advise(EU.on("2015-11-16"), Circumstances(situation=coded.situation, requested=True))
    assert article(advice, "teu-art-42-7").result == "engaged"


# --- Unanimity and constructive abstention --------------------------------------------------------


def test_denmark_had_no_vote_on_defence_until_july_2022() -> None:
    assert "DNK" not in voters("1999-05-01", "eu-csdp-unanimity-1999")
    assert "DNK" not in voters("2022-06-30", "eu-csdp-unanimity")
    assert "DNK" in voters("2022-07-01", "eu-csdp-unanimity")
    assert len(voters("2022-06-30", "eu-csdp-unanimity")) == 26
    assert "DNK" in voters("2022-06-30", "eu-cfsp-unanimity")
    view = EU.on("2022-02-28")
    rule = rule_by_id(view, "eu-csdp-unanimity")
    assert rule is not None
    assert electorate(view, rule).apart == (("DNK", f"it stands outside {OPT_OUT}"),)


def test_an_abstention_never_blocks_and_an_objection_does() -> None:
    assert (
        vote("2024-06-01", "eu-csdp-unanimity", abstains="AUT IRL MLT CYP HUN SVK DEU FRA ITA ESP").adopted is True
    )
    found = vote("2024-06-01", "eu-csdp-unanimity", objects="HUN")
    assert found.adopted is False
    assert [one.state for one in found.blocked_by] == ["HUN"]


def test_declared_abstentions_free_a_state_and_do_not_block() -> None:
    """28 February 2022, arms for Ukraine; 4 February 2008, the mission in Kosovo."""
    found = vote("2022-02-28", "eu-csdp-unanimity", abstains_declared="AUT IRL MLT")
    assert found.adopted is True
    assert found.stood_aside == ("AUT", "IRL", "MLT")
    assert "AUT" not in found.binds
    assert vote("2008-02-04", "eu-csdp-unanimity-2007", abstains_declared="CYP").stood_aside == ("CYP",)


NINE_SMALL = "CYP EST HRV IRL LTU LUX LVA MLT SVN"
NINE_WITH_A_THIRD_OF_THE_PEOPLE = "AUT CYP DEU ESP FRA IRL MLT SVK SWE"


@pytest.mark.parametrize(
    ("declare", "adopted"),
    [
        (NINE_SMALL, True),
        ("DEU FRA ITA", True),
        ("AUT CYP DEU ESP FRA IRL MLT SVK", True),
        (NINE_WITH_A_THIRD_OF_THE_PEOPLE, False),
    ],
)
def test_a_third_of_the_members_with_a_third_of_the_people_block(declare: str, adopted: bool) -> None:
    found = vote("2024-06-01", "eu-csdp-unanimity", abstains_declared=declare)
    assert found.adopted is adopted
    if not adopted:
        assert {one.why for one in found.blocked_by} == {"declared_abstention"}


def test_before_lisbon_a_third_of_the_weighted_votes_blocked() -> None:
    """Of 87 votes, or 84 without Denmark: more than 29, or more than 28."""
    assert vote("2003-06-12", "eu-cfsp-unanimity-1999", abstains_declared="DEU FRA GRC AUT").adopted is True
    assert vote("2003-06-12", "eu-cfsp-unanimity-1999", abstains_declared="DEU FRA GRC BEL").adopted is False
    assert vote("2003-06-12", "eu-csdp-unanimity-1999", abstains_declared="DEU FRA AUT SWE").adopted is True
    assert vote("2003-06-12", "eu-csdp-unanimity-1999", abstains_declared="DEU FRA GRC AUT").adopted is False


def test_without_abstentions_half_must_be_there() -> None:
    thirteen = " ".join(sorted(voters("2024-06-01", "eu-csdp-unanimity"))[:14])
    found = vote("2024-06-01", "eu-csdp-unanimity", absent=thirteen)
    assert (found.quorum, found.adopted) == (False, False)


@pytest.mark.parametrize(
    ("day", "rule"),
    [
        ("1995-01-01", "eu-cfsp-unanimity-1993"),
        ("2002-07-14", "eu-cfsp-unanimity-1999"),
        ("2004-06-01", "eu-cfsp-unanimity-2004-05"),
        ("2006-04-27", "eu-cfsp-unanimity-2004"),
        ("2008-02-04", "eu-cfsp-unanimity-2007"),
        ("2009-12-01", "eu-cfsp-unanimity"),
    ],
)
def test_the_rule_of_the_time(day: str, rule: str) -> None:
    found = rule_for(EU.on(day), "council", "sanctions")
    assert found is not None
    assert found.id == rule
    if found.weights:
        assert {one.state for one in found.weights} == set(states("eu", day))


# --- The solidarity clause ------------------------------------------------------------------------


def test_the_solidarity_clause_is_settled_by_a_double_majority() -> None:
    advice = law("2024-06-01", "natural_disaster", initiators=(), requested=True)
    assert article(advice, "tfeu-art-222").result == "engaged"
    assert advice.decides is not None
    assert advice.decides.rule is not None
    assert (advice.decides.organ, advice.decides.rule.id) == ("council", "eu-solidarity")
    assert advice.can_block == ()
    view = EU.on("2024-06-01")
    assert blocking(ballot_of(view, advice.decides.rule, advice.decides.electorate.voters)).size == 4


@pytest.mark.parametrize(
    ("against", "adopted"),
    [
        ("DEU FRA ITA", True),
        ("DEU FRA ITA MLT", False),
        ("AUT BEL BGR CYP CZE DNK EST FIN GRC HRV HUN IRL", True),
        ("AUT BEL BGR CYP CZE DNK EST FIN GRC HRV HUN IRL LTU", False),
    ],
)
def test_55_per_cent_of_the_members_with_65_per_cent_of_the_people(against: str, adopted: bool) -> None:
    assert vote("2024-06-01", "eu-solidarity", objects=against).adopted is adopted
    assert vote("2024-06-01", "eu-solidarity", abstains=against).adopted is adopted


def test_it_needs_a_request_and_before_november_2014_weighted_votes() -> None:
    unasked = article(law("2020-02-26", "natural_disaster", target="ITA", initiators=()), "tfeu-art-222")
    assert unasked.result == "arguable"  # nothing is said of a request
    refused = article(law("2020-02-26", "natural_disaster", initiators=(), requested=False), "tfeu-art-222")
    assert refused.lacking == ("request",)
    for day, rule in (("2009-12-01", "eu-solidarity-2009"), ("2014-10-31", "eu-solidarity-2013"),
                      ("2014-11-01", "eu-solidarity-2014"), ("2020-02-01", "eu-solidarity")):  # fmt: skip
        found = rule_for(EU.on(day), "council", "solidarity_clause_response")
        assert found is not None
        assert found.id == rule
        assert vote(day, rule).adopted is True
    assert vote("2012-01-01", "eu-solidarity-2009", objects="DEU FRA ITA").adopted is True
    assert vote("2012-01-01", "eu-solidarity-2009", objects="DEU FRA ITA POL").adopted is False


def test_everybody_has_a_figure_on_every_day_on_which_people_count() -> None:
    for day in ("2009-12-01", "2013-07-01", "2014-11-01", "2019-12-31", "2020-02-01", "2026-01-01"):
        view = EU.on(day)
        assert set(states("eu", day)) <= set(view.population), day


# --- Leaving, suspension, missions ----------------------------------------------------------------


def test_two_years_to_leave() -> None:
    docket = Case.open(EU, "leaving", None)
    docket = docket.apply(Act(actor="GBR", at=Date.parse("2017-03-29"), content=GiveNotice()))
    with pytest.raises(OutOfOrder) as caught:
        docket.apply(Act(actor="GBR", at=Date.parse("2019-03-28"), content=Leave()))
    assert caught.value.reason.value == "notice_running"
    docket.apply(Act(actor="GBR", at=Date.parse("2019-03-29"), content=Leave()))


def test_the_member_concerned_has_no_vote_in_its_suspension() -> None:
    view = EU.on("2024-06-01")
    for name in ("eu-suspension", "eu-suspension-sanction"):
        rule = rule_by_id(view, name)
        assert rule is not None
        assert "HUN" not in electorate(view, rule, concerned=("HUN",)).voters
    others: dict[str, Any] = {code: "supports" for code in states("eu", "2024-06-01") if code != "HUN"}
    assert count("eu", "2024-06-01", "eu-suspension", others, concerned=("HUN",)).adopted is True
    assert (
        count("eu", "2024-06-01", "eu-suspension", others | {"SVK": "objects"}, concerned=("HUN",)).adopted
        is False
    )
    assert (
        count("eu", "2024-06-01", "eu-suspension", others | {"SVK": "abstains"}, concerned=("HUN",)).adopted
        is True
    )


def test_missions_go_abroad_by_decision_of_the_council() -> None:
    abroad: dict[str, Any] = {
        "target": "COD",
        "initiators": (),
        "groups": ("militias",),
        "region": "sub_saharan_africa",
    }
    for day, rule in (("2003-06-12", "eu-csdp-unanimity-1999"), ("2012-06-01", "eu-csdp-unanimity")):
        advice = law(day, "civil_war", **abroad)
        assert article(advice, "teu-missions").result == "engaged"
        assert advice.decides is not None
        assert advice.decides.rule is not None
        assert (advice.decides.organ, advice.decides.rule.id) == ("council", rule)
        assert "DNK" not in advice.decides.electorate.voters
    assert article(law("2012-06-01", "civil_war", target="FIN"), "teu-missions").result == "not_engaged"
