"""CENTO: five members, one that left early, and no duty to help at all."""

from __future__ import annotations

import pytest

from foedus.dates import Date
from foedus.law.advice import advise
from foedus.law.entitlements import obligations
from foedus.law.findings import Circumstances
from foedus.proceedings.acts import Act, GiveNotice
from foedus.proceedings.case import Case
from foedus.proceedings.reasons import Reason
from foedus.record.view import organisation

CENTO = organisation("cento")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("1955-04-15", "GBR IRQ TUR"),
        ("1955-09-23", "GBR IRQ PAK TUR"),
        ("1955-11-03", "GBR IRN IRQ PAK TUR"),
        ("1959-03-23", "GBR IRN IRQ PAK TUR"),
        ("1959-03-24", "GBR IRN PAK TUR"),
        ("1979-02-28", "GBR IRN PAK TUR"),
        ("1979-03-16", ""),
    ],
)
def test_members(day: str, expected: str) -> None:
    certain = [one.state for one in CENTO.on(day).members if one.certainty.certain]
    assert certain == expected.split()


def test_the_united_states_were_never_a_member() -> None:
    assert CENTO.on("1970-01-01").member("USA") is None
    assert [one.holder for one in CENTO.on("1970-01-01").standings if one.status == "observer"] == ["USA"]


def test_iraq_is_inactive_after_its_revolution() -> None:
    member = CENTO.on("1958-12-01").member("IRQ")
    assert member is not None
    assert "frozen" in member.flags
    assert member.votes


def test_iraq_left_before_the_treaty_let_it() -> None:
    leaving = Act(actor="IRQ", at=Date.parse("1959-03-23"), content=GiveNotice())
    refused = Case.open(CENTO, "iraq", None).refusal(leaving)
    assert refused is not None
    assert (refused.reason, refused.rule) == (Reason.TOO_EARLY, "cento-art-7-withdrawal")


@pytest.mark.parametrize("name", ["cento-pakistan-1965", "cento-pakistan-1971", "cento-syria-1957"])
def test_nothing_is_owed(name: str) -> None:
    case = CENTO.case(name)
    assert case is not None
    view = CENTO.on(case.situation.begins.first)
    advice = advise(view, Circumstances(situation=case.situation, requested=True))
    assert (advice.bound, advice.decides, advice.findings) == ((), None, ())


def test_no_help_stands_among_the_obligations() -> None:
    subjects = {one.subject for one in obligations(CENTO.on("1965-09-06"), "TUR")}
    assert "mutual_defence" not in subjects
    assert "non_aggression" in subjects
