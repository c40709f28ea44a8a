"""The Alliance of Sahel States: three that decide as one."""

from __future__ import annotations

from pathlib import Path

import pytest

from foedus.dates import Date
from foedus.law.advice import advise
from foedus.law.findings import Circumstances
from foedus.proceedings.acts import Act, GiveNotice, Leave
from foedus.proceedings.case import Case
from foedus.proceedings.reasons import Reason
from foedus.record.cases import Situation, Stance
from foedus.record.view import organisation
from tests.unit.regional_material import attacked, count, irregular, lost, states

AES = organisation("aes")
THREE = ["BFA", "MLI", "NER"]


def test_nothing_is_lost(shared: Path) -> None:
    assert [one for one in lost("aes", shared) if not one.endswith(": background")] == []


def test_counts() -> None:
    record = AES.record
    sections = ("treaties", "organs", "decision_rules", "forces", "events", "cases")
    assert [len(getattr(record, one)) for one in sections] == [2, 2, 2, 1, 3, 3]


def test_members() -> None:
    assert states("aes", "2023-09-15") == []
    assert states("aes", "2023-09-16") == states("aes", "2025-10-01") == THREE


@pytest.mark.parametrize("stance", ["objects", "abstains", "abstains_declared", "absent"])
def test_all_three_must_say_yes(stance: Stance) -> None:
    yes: dict[str, Stance] = dict.fromkeys(THREE, "supports")
    assert count("aes", "2025-04-06", "aes-unanimity", yes).adopted is True
    for one in THREE:
        found = count("aes", "2025-04-06", "aes-unanimity", yes | {one: stance})
        assert found.adopted is False
        assert [row.state for row in found.blocked_by] == [one]


def test_who_says_nothing_blocks_too() -> None:
    assert count("aes", "2025-04-06", "aes-unanimity", {"BFA": "supports", "MLI": "supports"}).adopted is False


def test_help_against_an_attack_waits_for_no_decision() -> None:
    found = attacked("aes", "2025-04-06", "MLI", "DZA")
    finding = found.of("aes-charter-art-6")
    assert finding is not None
    assert finding.result == "engaged"
    assert finding.owed is not None
    assert (finding.owed.by, finding.owed.discretion) == (("BFA", "NER"), "each_member")
    assert getattr(finding.provision.terms, "decided_by", None) is None


def test_force_against_a_rebellion_is_decided_by_the_college_and_each_can_block() -> None:
    rising = Situation(kind="civil_war", target="MLI", groups=("rebels",), begins=Date.parse("2025-10-01"))
    found = advise(AES.on("2025-10-01"), Circumstances(situation=rising))
    assert found.decides is not None
    assert found.decides.organ == "college"
    assert [one.state for one in found.can_block] == THREE
    assert {one.how for one in found.can_block} == {("objects", "abstains", "abstains_declared", "absent")}


def test_leaving_takes_six_months() -> None:
    case = Case.open(AES, "exit", None).apply(Act(actor="NER", at=Date.parse("2025-01-10"), content=GiveNotice()))
    early = case.refusal(Act(actor="NER", at=Date.parse("2025-07-09"), content=Leave()))
    assert early is not None
    assert early.reason is Reason.NOTICE_RUNNING
    assert case.refusal(Act(actor="NER", at=Date.parse("2025-07-10"), content=Leave())) is None


def test_members_of_two_organisations_at_once() -> None:
    both = set(states("aes", "2024-06-01")) & set(states("ecowas", "2024-06-01"))
    assert both == set(THREE)
    assert set(states("aes", "2025-06-01")) & set(states("ecowas", "2025-06-01")) == set()


def test_what_the_engine_finds_against_the_rules() -> None:
    assert irregular("aes") == set()
