"""Credibility over the years: the same as asking one by one, as known on the day; no row for who was outside."""

from __future__ import annotations

from dataclasses import replace

import pytest

from foedus.analysis import credibility_caveats
from foedus.analysis.credibility import (
    KINDS,
    MEASURES,
    BadYears,
    Credibility,
    credibility_of,
    first_day,
    frame,
    years_covered,
)
from foedus.analysis.credibility_caveats import conditions, record_of
from foedus.estimates import frames, published_record
from foedus.estimates.estimating import estimate
from foedus.estimates.frames import lessons
from foedus.estimates.models.fulfilment import FulfilmentModel
from foedus.law.advice import advise
from foedus.law.findings import Circumstances
from foedus.record.cases import Situation
from foedus.record.terms import MutualDefence
from foedus.record.view import organisation


@pytest.fixture(scope="module")
def rows() -> tuple[Credibility, ...]:
    return credibility_of(organisation("csto"), 2011, 2014)


def only(rows: tuple[Credibility, ...], year: int, member: str, kind: str) -> Credibility:
    (found,) = [one for one in rows if (one.year, one.member, one.kind) == (year, member, kind)]
    return found


def test_a_row_is_what_an_estimate_of_that_day_says(rows: tuple[Credibility, ...]) -> None:
    for year, member, kind in (
        (2011, "UZB", "coup"),
        (2014, "KAZ", "terrorism"),
        (2012, "TJK", "armed_incursion"),
    ):
        view = organisation("csto").on(f"{year}-01-01")
        situation = Situation(kind=kind, target=member, begins=view.date, territory="recognised")  # type: ignore[arg-type]  # one of the kinds
        alone = estimate(view, Circumstances(situation=situation, requested=True, asks_for=("troops",)))
        row = only(rows, year, member, kind)
        assert row.in_full.value == pytest.approx(alone.fulfilled["yes"].value)
        assert row.in_full.low == pytest.approx(alone.fulfilled["yes"].low)
        assert row.honoured.value == pytest.approx(1 - alone.fulfilled["no"].value)
        forces = alone.reach["forces_of_some"].value + alone.reach["collective_force"].value
        assert row.forces.value == pytest.approx(forces)
        assert row.cases == alone.lessons


def test_who_was_no_member_has_no_row(rows: tuple[Credibility, ...]) -> None:
    years = {one.year for one in rows if one.member == "UZB"}
    assert years == {2011, 2012}  # it left in December 2012
    assert {one.member for one in rows if one.year == 2014} == {"ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"}
    assert {one.kind for one in rows} == set(KINDS)


def test_every_chance_lies_in_its_interval(rows: tuple[Credibility, ...]) -> None:
    for one in rows:
        assert one.in_full.value <= one.honoured.value
        for measure in MEASURES:
            chance = one.chance(measure)
            assert 0 < chance.low < chance.value < chance.high < 1


def test_only_cases_over_by_the_day_teach(rows: tuple[Credibility, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """What cases of later years came to changes nothing."""
    before = first_day(2012)
    assert only(rows, 2012, "ARM", "coup").cases == sum(
        one.over < before for one in lessons() if not one.chosen_for_vote
    )
    flipped = tuple(
        one if one.over < before else replace(one, fulfilled="no", outcome="no_decision") for one in lessons()
    )
    assert flipped != lessons()
    monkeypatch.setattr(frames, "lessons", lambda: flipped)
    again = credibility_of(organisation("csto"), 2012, 2012, ["coup"], ["ARM"])
    assert again == (only(rows, 2012, "ARM", "coup"),)


def test_the_plain_shares_are_counted(rows: tuple[Credibility, ...]) -> None:
    base = only(rows, 2013, "RUS", "coup").base
    known = [one for one in lessons() if one.over < first_day(2013) and not one.chosen_for_vote]
    kept = [one.fulfilled for one in known if one.fulfilled]
    asked = [one for one in known if one.question.invoked]
    came = [one for one in asked if one.outcome in ("collective_military_action", "military_assistance_by_some")]
    assert base.honoured == (len(kept) - kept.count("no")) / len(kept)
    assert base.in_full == kept.count("yes") / len(kept)
    assert base.forces == len(came) / len(asked)


def test_which_state_attacks_is_unknown_and_not_none(rows: tuple[Credibility, ...]) -> None:
    attacked, coup = only(rows, 2013, "ARM", "interstate_attack"), only(rows, 2013, "ARM", "coup")
    assert "initiator_capability" in attacked.unknown
    assert "initiator_capability" not in coup.unknown


def test_what_the_law_of_the_day_says(rows: tuple[Credibility, ...]) -> None:
    """The same as the advice says, and that the amended Article 4 of 2012 changed it."""
    for one in rows:
        view = organisation("csto").on(f"{one.year}-01-01")
        situation = Situation(kind=one.kind, target=one.member, begins=view.date, territory="recognised")
        said = advise(view, Circumstances(situation=situation, requested=True, asks_for=("troops",)))
        found = {each.result for each in said.findings if isinstance(each.provision.terms, MutualDefence)}
        surest = min(found, key=["engaged", "arguable", "not_engaged"].index, default="not_engaged")
        assert one.owed == surest
    assert only(rows, 2012, "ARM", "interstate_attack").owed == "arguable"
    assert only(rows, 2013, "ARM", "interstate_attack").owed == "engaged"


def test_years_that_make_no_sense_are_refused() -> None:
    csto = organisation("csto")
    with pytest.raises(BadYears, match="comes after the last"):
        credibility_of(csto, 2012, 2011)
    low, high = years_covered(csto)
    for first, last in ((low - 1, low), (high, high + 1)):
        with pytest.raises(BadYears, match=f"the years {low} to {high}"):
            credibility_of(csto, first, last)
    # Covered, and nobody was a member yet: the treaty entered into force in 1994.
    assert credibility_of(csto, low, low, ["coup"]) == ()
    assert credibility_of(csto, 1995, 1995, ["coup"]) != ()


def test_few_cases_are_called_few_and_none_is_no_nought() -> None:
    early = credibility_of(organisation("arab-league"), 1946, 1946, ["coup"])[0]
    assert early.few
    assert early.judged == early.own_judged == 0
    assert early.base.honoured is None
    assert early.plain()["base_honoured"] is None
    assert early.honoured.high - early.honoured.low > 0.4


def test_the_frame_has_what_the_rows_have(rows: tuple[Credibility, ...]) -> None:
    made = frame(rows)
    assert made.height == len(rows)
    assert made.row(0, named=True) == rows[0].plain()
    assert frame(()).schema == made.schema


def test_one_fit_a_year_serves_all(monkeypatch: pytest.MonkeyPatch) -> None:
    count = []
    fit = FulfilmentModel.fit
    monkeypatch.setattr(FulfilmentModel, "fit", lambda *args: (count.append(1), fit(*args))[1])
    credibility_of(organisation("csto"), 1997, 1998)
    assert len(count) <= 2


def test_years_are_told_as_they_are_done() -> None:
    told: list[tuple[int, int]] = []
    credibility_of(organisation("csto"), 2011, 2013, ["coup"], ["ARM"], done=lambda *at: told.append(at))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_conditions_say_where_cases_were_chosen_for_their_vote() -> None:
    assert not any("for their vote" in one for one in conditions(organisation("csto"), "honoured"))
    assert any("for their vote" in one for one in conditions(organisation("un-sc"), "honoured"))


@pytest.mark.parametrize(("low", "beats"), [(-0.04, False), (0.01, True)])
def test_a_model_that_does_not_beat_the_base_rate_says_so(
    low: float, beats: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    skill = {"skill_brier_base_rate": {"value": 0.02, "low": low, "high": 0.07}}
    record = {"fulfilment": {"rolling_origin": skill, "leave_one_case_out": skill}}
    monkeypatch.setattr(credibility_caveats, "published", lambda: record)
    told = record_of("honoured", "csto")
    assert told.beats_base_rate is beats
    assert ("does not beat the base rate" in told.text) is not beats
    assert f"2 % ({round(100 * low)} to 7)" in told.text


def test_without_a_record_it_is_said_that_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(credibility_caveats, "published", lambda: None)
    monkeypatch.setattr(published_record, "published", lambda: None)
    for measure in MEASURES:
        told = record_of(measure, "csto")
        assert told.beats_base_rate is None
        assert "no record" in told.text
