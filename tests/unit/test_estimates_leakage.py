"""Leakage: nothing that came after a question reaches its estimate.

That the figures for a year rest on earlier years alone is tested in ``tests/properties/test_figures.py``.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy
import pytest

from foedus.dates import Date, Period
from foedus.estimates import frames, knowledge
from foedus.estimates.backtest import (
    FORECASTING,
    PROTOCOLS,
    Forecast,
    folds,
)
from foedus.estimates.catalogue import OUTCOME_MODELS
from foedus.estimates.estimating import estimate_of
from foedus.estimates.features import features_of
from foedus.estimates.fitting import Floats
from foedus.estimates.frames import Lesson, known_by, lesson_of, lessons
from foedus.estimates.guess import Chance
from foedus.estimates.member_features import concerned, member_features
from foedus.estimates.models import stances
from foedus.estimates.models.delays import DelayModel
from foedus.estimates.questions import question_of
from foedus.record.cases import CodedCase, Situation
from foedus.record.facts import Membership
from foedus.record.pack import Record, packs
from foedus.record.view import Organisation, organisation
from tests.properties.test_view import Then
from tests.unit.estimates_material import LEARNERS, crises, fitted, lesson, ordinal, otherwise

SAME = 1e-6
KYRGYZSTAN = "csto-kyrgyzstan-2010-june"
CASES = ("csto-kazakhstan-2022", "rio-haiti-dr-1950", "gcc-kuwait-1987", "au-mali-2013", "nato-greenland-2026")
CODED: dict[str, tuple[Organisation, CodedCase]] = {
    coded.id: (each, coded) for each in map(organisation, packs()) for coded in each.record.cases
}


# --- A case's own outcome does not move its own prediction ---


def shares_of(what: str, learnt: Any, one: Lesson) -> Floats:
    if what in ("stances", "contributions"):
        found: Floats = learnt.shares(one.members)
        return found
    read = one.open_features if what == "invocation" else one.features
    return numpy.asarray(learnt.shares(read))


@pytest.mark.parametrize("what", LEARNERS)
def test_beginning_at_the_fit_of_all_leaves_no_trace_of_the_case_that_is_left_out(what: str) -> None:
    moved = 0.0
    for name in CASES:
        own = lesson(name)
        others = [one for one in lessons() if one is not own]
        changed = [otherwise(one) if one is own else one for one in lessons()]
        whole = LEARNERS[what](changed, fitted(what))
        moved = max(
            moved, float(numpy.abs(shares_of(what, whole, own) - shares_of(what, fitted(what), own)).max())
        )
        told = shares_of(what, LEARNERS[what](others, fitted(what)), own)
        assert shares_of(what, LEARNERS[what](others, whole), own) == pytest.approx(told, abs=SAME)
        if name in CASES[:2]:
            assert shares_of(what, LEARNERS[what](others, None), own) == pytest.approx(told, abs=SAME)
    # That nothing moved would show nothing if the case taught nothing. A request is no outcome: it stays.
    assert moved > 1e-3 or what == "invocation"


def forecasts(what: str, of: Sequence[Lesson], at: int, protocol: Any) -> dict[str, Forecast]:
    """Forecasts of one case by its fold, state by state."""
    own = [one for one in folds(protocol, of) if at in one.asked]
    return {one.state: one for one in FORECASTING[what](of, own) if one.case == at}


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("what", FORECASTING)
def test_no_protocol_lets_a_cases_own_outcome_reach_its_forecast(what: str, protocol: Any) -> None:
    every = list(lessons())
    at = every.index(lesson("csto-kazakhstan-2022"))
    changed = [*every[:at], otherwise(every[at]), *every[at + 1 :]]
    before, after = (forecasts(what, of, at, protocol) for of in (every, changed))
    compared = before.keys() & after.keys()
    assert compared or what == "contributions", "nothing was sent under the other outcome: no forecast of that"
    for state in compared:
        assert after[state].shares == pytest.approx(before[state].shares, abs=SAME)
        assert after[state].base == pytest.approx(before[state].base, abs=SAME)
    if compared and what != "invocation":
        assert {state: after[state].seen for state in compared} != {
            state: before[state].seen for state in compared
        }


def test_no_protocol_lets_a_contribution_reach_its_own_forecast() -> None:
    every = list(lessons())
    at = every.index(lesson("csto-kazakhstan-2022"))
    sent = tuple(
        replace(one, contributed=None if one.contributed is None else not one.contributed)
        for one in every[at].answers
    )
    changed = [*every[:at], replace(every[at], answers=sent), *every[at + 1 :]]
    for protocol in PROTOCOLS:
        before, after = (forecasts("contributions", of, at, protocol) for of in (every, changed))
        assert len(before) >= 5
        for state, one in before.items():
            assert after[state].seen != one.seen
            assert after[state].shares == pytest.approx(one.shares, abs=SAME)


# --- Features read the situation, the request and the day, and nothing else of a case ---


def read_of(each: Organisation, coded: CodedCase) -> tuple[Any, ...]:
    asked = question_of(coded.id, each, coded.situation, coded.invocation)
    before = asked.before_request()
    return (
        features_of(asked),
        features_of(before),
        member_features(asked, concerned(asked)),
        member_features(before, concerned(before)),
    )


def all_else(one: CodedCase, other: CodedCase) -> CodedCase:
    """A case with everything put in from another but what happened and what was asked."""
    taken = {
        field.name: getattr(other, field.name)
        for field in dataclasses.fields(CodedCase)
        if field.name not in ("situation", "invocation", "id")
    }
    told = replace(
        one.situation,
        ends=Date.parse("2099-01-01"),
        battle_deaths=123_456,
        note="It ended with troops sent by all in 2031.",
        foreseen=Date.parse("1900-01-01"),
    )
    return replace(one, situation=told, **{**taken, "title": "Collective force sent"})


@pytest.mark.parametrize("pack", packs())
def test_only_what_happened_and_what_was_asked_makes_a_feature(pack: str) -> None:
    each = organisation(pack)
    cases = each.record.cases
    for place, one in enumerate(cases):
        changed = all_else(one, cases[(place + 1) % len(cases)])
        assert changed != one
        before, after = lesson_of(each, one), lesson_of(each, changed)
        assert after.features == before.features
        assert after.open_features == before.open_features
        assert read_of(each, changed)[2:] == read_of(each, one)[2:]


def test_all_fields_of_a_situation_are_thought_of() -> None:
    """A new field of a situation needs a thought: may it tell of later? Then it is left out of a question."""
    asked = question_of("x", *_with_everything())
    left_out = {
        field.name for field in dataclasses.fields(Situation) if getattr(asked.situation, field.name) is None
    }
    assert left_out == {"ends", "battle_deaths", "note", "foreseen"}


def _with_everything() -> tuple[Organisation, Situation]:
    each, coded = CODED["csto-kazakhstan-2022"]
    told = replace(
        coded.situation,
        foreseen=Date.parse("2021"),
        ends=Date.parse("2022-02"),
        place="a place",
        region="central_asia",
        territory="recognised",
        outside_hand="alleged",
        threatened=False,
        responds_to="a-case",
        battle_deaths=1,
        note="a note",
    )
    return each, told


@pytest.mark.parametrize("name", [*CASES, KYRGYZSTAN])
def test_the_other_cases_on_record_make_no_feature(name: str) -> None:
    each, coded = CODED[name]
    alone = Organisation(replace(each.record, cases=()))
    assert read_of(alone, coded) == read_of(each, coded)


class Written(Then):
    """A record as it could have been written on a day, also where a treaty has no day of entry into force."""

    def record(self, record: Record) -> Record:
        self.dated = Organisation(record).in_force is not None
        return super().record(record)

    def memberships(self, rows: tuple[Membership, ...], in_force: bool) -> Iterator[Membership]:
        return super().memberships(rows, in_force or not self.dated)


@pytest.mark.parametrize("pack", packs())
def test_the_law_is_read_as_it_stood_on_the_day(pack: str) -> None:
    """A record that was written on the day of the question gives the same features."""
    each = organisation(pack)
    for coded in each.record.cases:
        asked = question_of(coded.id, each, coded.situation, coded.invocation)
        then = Organisation(Written(asked.day).record(each.record))
        assert read_of(then, coded) == read_of(each, coded), coded.id


def test_a_clause_that_comes_into_force_later_is_seen_by_the_features_of_a_later_day() -> None:
    """The test before could not fail if the law made no feature."""
    each, coded = CODED["csto-kazakhstan-2022"]
    asked = question_of(coded.id, each, coded.situation, coded.invocation)
    before = replace(asked, view=each.on("1993-01-01"))
    assert features_of(before).values["defence_owed"] != features_of(asked).values["defence_owed"]
    assert features_of(before).values["members"] != features_of(asked).values["members"]


# --- What can be known by a day ---


def dates_in(value: object) -> Iterator[Date]:
    """Every date in a case, whatever it is of; a line of a story by the day that it begins with."""
    if isinstance(value, Date):
        yield value
    elif isinstance(value, Period):
        yield from (end for end in (value.start, value.end) if end is not None)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        if isinstance(found := getattr(value, "date", None), Date):
            yield found
        for field in dataclasses.fields(value):
            if not field.name.endswith("sources"):
                yield from dates_in(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for one in value:
            yield from dates_in(one)


def test_nothing_is_learnt_from_a_case_before_all_that_is_dated_in_it_is_past() -> None:
    last = {name: max(date.last for date in dates_in(coded)) for name, (_, coded) in CODED.items()}
    for year in range(1947, 2028):
        day = ordinal(f"{year}-07-01")
        for one in known_by(day):
            assert last[one.id] < day, one.id
            assert one.question.day < day, one.id
    assert len(known_by(ordinal("2099-01-01"))) == len(known_by(None)) == len(CODED)
    assert known_by(ordinal("1940-01-01")) == ()


def test_nothing_that_did_not_come_is_learnt_from_at_once() -> None:
    for one in lessons():
        assert one.over >= one.question.counted_from.last + frames.SETTLED


# --- What comes later does not change an estimate for a past day ---


@pytest.fixture
def anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Sequence[Lesson]], None]]:
    """Puts other cases on record in the place of the lessons, and forgets what was learnt from these."""

    def forget() -> None:
        stances.all_states.cache_clear()
        stances.all_cases.cache_clear()
        knowledge._kept.clear()

    def put(of: Sequence[Lesson]) -> None:
        for module, name in ((frames, "lessons"), (stances, "all_lessons")):
            monkeypatch.setattr(module, name, lambda: tuple(of))
        forget()

    forget()
    yield put
    monkeypatch.undo()
    forget()


def chances_in(value: object, way: str = "") -> Iterator[tuple[str, float]]:
    """Every chance and number of days in an estimate, with the way to it."""
    if isinstance(value, float):
        yield way, value
    elif isinstance(value, Chance) or (dataclasses.is_dataclass(value) and not isinstance(value, type)):
        for field in dataclasses.fields(value):
            if field.name not in ("question", "record", "known"):
                yield from chances_in(getattr(value, field.name), f"{way}.{field.name}")
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from chances_in(one, f"{way}[{key}]")
    elif isinstance(value, tuple):
        for one in value:
            yield from chances_in(one, f"{way}.{getattr(one, 'state', getattr(one, 'case', ''))}")


def same(before: Any, after: Any) -> None:
    first, second = (dict(chances_in(one)) for one in (before, after))
    assert first.keys() == second.keys()
    assert len(first) > 50
    differ = {way: (one, second[way]) for way, one in first.items() if second[way] != pytest.approx(one, abs=2e-6)}
    assert not differ


@pytest.mark.parametrize(("name", "model"), [(KYRGYZSTAN, None), ("rio-haiti-dr-1950", "ordered-logit")])
def test_cases_that_come_later_change_no_estimate_for_a_past_day(
    name: str, model: str | None, anew: Callable[[Sequence[Lesson]], None]
) -> None:
    asked = lesson(name).question
    day, every = asked.day, lessons()
    before = estimate_of(asked, day, model)
    anew([one if one.over < day else otherwise(one) for one in every])
    same(before, estimate_of(asked, day, model))
    anew([one for one in every if one.over < day])
    same(before, estimate_of(asked, day, model))


def test_cases_that_came_before_do_change_it(anew: Callable[[Sequence[Lesson]], None]) -> None:
    asked = lesson(KYRGYZSTAN).question
    before = estimate_of(asked, asked.day)
    anew([otherwise(one) if one.over < asked.day else one for one in lessons()])
    after = estimate_of(asked, asked.day)
    assert after.outcome["no_decision"].value != pytest.approx(before.outcome["no_decision"].value, abs=0.01)


def test_the_default_is_what_was_known_on_the_day() -> None:
    one = lesson(KYRGYZSTAN)
    taught = {each.id for each in known_by(one.question.day)}
    assert one.id not in taught
    assert not [name for name in taught if datetime.date.fromordinal(lesson(name).over).year > 2010]


# --- Cases that were chosen for their vote ---


def test_cases_chosen_for_their_vote_teach_nothing_about_other_organisations() -> None:
    """To the last bit."""
    asked = lesson("csto-kazakhstan-2022")
    answers = ("stances", "contributions")
    for what in (*(f"outcome/{name}" for name in OUTCOME_MODELS), "invocation", "fulfilment", *answers):
        without = LEARNERS[what](crises(), None)
        assert shares_of(what, without, asked).tolist() == shares_of(what, fitted(what), asked).tolist(), what
    for until in ("decision", "arrival"):
        with_them, alone = DelayModel().fit(lessons(), until), DelayModel().fit(crises(), until)
        assert with_them.logarithm(asked.features) == alone.logarithm(asked.features)


def test_cases_chosen_for_their_vote_move_the_estimate_of_no_other_organisation(
    anew: Callable[[Sequence[Lesson]], None],
) -> None:
    asked = lesson("csto-kazakhstan-2022").question
    before = estimate_of(asked, None)
    anew([otherwise(one) if one.chosen_for_vote else one for one in lessons()])
    after = estimate_of(asked, None)
    for name in (
        "outcome",
        "reach",
        "invokes",
        "fulfilled",
        "days_to_decision",
        "days_to_arrival",
        "nearest",
        "changes",
        "members",
        "reasons",
    ):
        assert getattr(after, name) == getattr(before, name), name


def test_they_do_teach_about_the_body_that_they_are_of() -> None:
    voted = next(one for one in lessons() if one.chosen_for_vote and one.question.invoked)
    found = LEARNERS["outcome/pooled-logit"](
        [otherwise(one) if one.chosen_for_vote else one for one in lessons()], fitted("outcome/pooled-logit")
    )
    moved = shares_of("outcome", found, voted) - shares_of("outcome", fitted("outcome/pooled-logit"), voted)
    assert numpy.abs(moved).max() > 0.05


# --- What of a request was known by the day ---


def test_a_request_after_the_decision_counts_as_none() -> None:
    asked = lesson("ecowas-gambia-2017").question
    assert asked.invoked is False
    assert asked.asks_for == ()
    assert asked.view.date.text == asked.situation.begins.text


def test_a_request_elsewhere_counts_only_if_it_was_made_by_the_day() -> None:
    late = lesson("rio-korea-1950").question
    assert not late.elsewhere
    for one in lessons():
        coded = organisation(one.question.organisation).case(one.id)
        assert coded is not None
        date = coded.invocation.date
        if one.question.elsewhere and date is not None:
            assert date.first <= one.question.day


def test_where_a_day_is_not_known_the_first_that_it_may_mean_is_what_is_known() -> None:
    for one in lessons():
        assert one.question.taught_by <= one.question.counted_from.first <= one.question.day
