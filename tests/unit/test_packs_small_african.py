"""Three small packs made from case folders: SADC, the East African Community and the G5 Sahel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from foedus.dates import Date
from foedus.law.advice import Advice, advise
from foedus.law.findings import Circumstances
from foedus.record.cases import Situation, Stance
from foedus.record.view import organisation
from tests.unit.regional_material import count, irregular, lost, states

CASES = {"sadc": 10, "eac": 2, "g5-sahel": 1}


@pytest.mark.parametrize("name", CASES)
def test_nothing_is_lost(name: str, shared: Path) -> None:
    gone = [one for one in lost(name, shared) if not one.endswith("background")]
    assert gone == []
    assert len(organisation(name).record.cases) == CASES[name]


SIZES = {
    "sadc": {"1993-12-31": 10, "1994-12-31": 11, "1997-12-31": 14, "2004-12-31": 13, "2005-12-31": 14,
             "2009-01-01": 15, "2019-01-01": 16},
    "eac": {"2000-07-07": 3, "2007-07-01": 5, "2017-01-01": 6, "2023-01-01": 7, "2025-01-29": 8},
    "g5-sahel": {"2017-02-06": 5, "2022-05-15": 4, "2023-11-29": 2},
}  # fmt: skip


@pytest.mark.parametrize(("name", "day"), [(name, day) for name, days in SIZES.items() for day in days])
def test_members(name: str, day: str) -> None:
    assert len(states(name, day)) == SIZES[name][day]


def test_what_is_not_known_is_said() -> None:
    for name in CASES:
        record = organisation(name).record
        assert record.organisation.not_found
        assert {one.confidence for one in record.decision_rules} & {"low"}


def all_but(name: str, day: str, **stances: Stance) -> dict[str, Stance]:
    given: dict[str, Stance] = dict.fromkeys(states(name, day), "supports")
    return given | stances


def trouble(name: str, day: str, kind: Any, target: str, **more: Any) -> Advice:
    given = {one: more.pop(one) for one in ("requested", "authorised") if one in more}
    situation = Situation(kind=kind, target=target, begins=Date.parse(day), **more)
    return advise(organisation(name).on(day), Circumstances(situation=situation, **given))


def result(found: Advice, article: str) -> str:
    finding = found.of(article)
    assert finding is not None, article
    return finding.result


class TestSadc:
    """Consensus with a quorum; enforcement only with the Security Council; a pact since 2008."""

    def test_consensus_with_a_quorum_of_two_thirds(self) -> None:
        day = "2013-01-01"
        assert count("sadc", day, "sadc-consensus", all_but("sadc", day)).adopted is True
        assert count("sadc", day, "sadc-consensus", all_but("sadc", day, ZAF="objects")).adopted is False
        away: dict[str, Stance] = dict.fromkeys(states("sadc", day)[:5], "absent")
        assert count("sadc", day, "sadc-consensus", all_but("sadc", day) | away).quorum is True
        found = count("sadc", day, "sadc-consensus", all_but("sadc", day, ZWE="absent") | away)
        assert (found.adopted, found.quorum) == (False, False)

    def test_a_suspended_state_has_no_vote(self) -> None:
        assert count("sadc", "2010-01-01", "sadc-consensus", {"MDG": "objects"}).not_entitled == ("MDG",)

    def test_who_sits_in_the_troika_is_not_on_record(self) -> None:
        assert count("sadc", "2017-09-15", "sadc-troika", {}).adopted is None

    def test_enforcement_needs_the_security_council(self) -> None:
        war: dict[str, Any] = {"kind": "civil_war", "target": "COD", "groups": ("a group",)}
        article = "sadc-organ-2001-art-11-enforcement"
        finding = trouble("sadc", "2012-12-08", **war).of(article)
        assert finding is not None
        assert (finding.result, finding.lacking) == ("not_engaged", ("authorisation",))
        assert result(trouble("sadc", "2012-12-08", **war, authorised=True), article) == "engaged"

    def test_an_attack_is_met_together_since_2008_only(self) -> None:
        attack: dict[str, Any] = {"kind": "interstate_attack", "target": "COD", "initiators": ("RWA",)}
        assert trouble("sadc", "1998-08-20", **attack).findings == ()
        found = trouble("sadc", "2012-12-08", **attack)
        assert result(found, "sadc-mdp-art-6") == "engaged"
        assert found.decides is not None
        assert found.decides.organ == "summit"

    def test_what_the_engine_finds_against_the_rules(self) -> None:
        assert irregular("sadc") == {
            ("sadc-drc-1998", "invoke", "COD", "not_engaged"),
            ("sadc-drc-1998", "propose", "isdsc", "no_competence"),
            ("sadc-drc-1998", "decide", "isdsc", "no_competence"),
            ("sadc-lesotho-1998", "invoke", "LSO", "not_engaged"),
        }


class TestEac:
    """Consensus of all, who until 2021 had to be there; nothing owed in mutual defence."""

    def test_one_that_stays_away_prevented_the_meeting(self) -> None:
        day = "2015-07-06"
        assert count("eac", day, "eac-consensus-2000", all_but("eac", day)).adopted is True
        found = count("eac", day, "eac-consensus-2000", all_but("eac", day, BDI="absent"))
        assert (found.adopted, found.quorum) == (False, False)

    def test_what_the_quorum_is_since_is_not_known(self) -> None:
        day = "2025-01-29"
        found = count("eac", day, "eac-consensus", all_but("eac", day, COD="absent"))
        assert (found.adopted, found.quorum) == (None, None)
        assert count("eac", day, "eac-consensus", all_but("eac", day, RWA="objects")).adopted is False

    def test_nothing_is_owed_in_mutual_defence(self) -> None:
        found = trouble("eac", "2025-01-29", "interstate_attack", "COD", initiators=("RWA",), requested=True)
        assert found.bound == ()
        assert [one for one in found.findings if one.provision.subject == "mutual_defence"] == []

    def test_the_engine_finds_nothing_against_the_rules(self) -> None:
        assert irregular("eac") == set()


class TestG5:
    """Five, deciding as one as far as the casebook tells; gone since 2023."""

    def test_all_five(self) -> None:
        day = "2017-02-06"
        assert count("g5-sahel", day, "g5-unanimity", all_but("g5-sahel", day)).adopted is True
        assert count("g5-sahel", day, "g5-unanimity", all_but("g5-sahel", day, TCD="absent")).adopted is False

    def test_nothing_is_owed_in_mutual_defence(self) -> None:
        found = trouble("g5-sahel", "2018-01-01", "terrorism", "MLI", groups=("a group",), requested=True)
        assert found.bound == ()
        assert result(found, "g5-convention-security") == "engaged"

    def test_the_engine_finds_nothing_against_the_rules(self) -> None:
        assert irregular("g5-sahel") == set()
