"""Statements: asking on the days of change is asking on every day, and what is told of it agrees."""

from __future__ import annotations

import datetime
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from foedus.dates import Certainty, Date, DateError, Period
from foedus.record.asking import Stretch, ask, covered, facts_behind, stretches_of, through_time
from foedus.record.claims import dates_of
from foedus.record.expectations import (
    AboutActivity,
    AboutCases,
    AboutChair,
    AboutItself,
    AboutMembers,
    AboutOrgan,
    AboutStatus,
)
from foedus.record.facts import Activity, Chair
from foedus.record.queries import Query, Statement
from foedus.record.statements import Checked, check
from foedus.record.view import Organisation, organisation
from tests.unit.small_record import SOURCES, facts, organ, organised, status, treaty

CSTO = organisation("csto")
QUERIES = [one.query for one in CSTO.record.statements if one.query and one.organisation is None]
DAYS = st.integers(*covered(CSTO))
STATES = ("ARM", "BLR", "KAZ")
FIRST, LAST = datetime.date(2000, 1, 1).toordinal(), datetime.date(2020, 1, 1).toordinal()


@st.composite
def dates(draw: st.DrawFn) -> Date:
    """Dates of few years, as imprecise as dates can be, so that they meet."""
    day = draw(st.dates(datetime.date(2001, 1, 1), datetime.date(2006, 12, 31)))
    text = draw(st.sampled_from((f"{day.year}", f"{day.year}-{day.month:02}", day.isoformat())))
    return Date.parse(text + draw(st.sampled_from(("", "", "?", "~", "%"))))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start, end = draw(dates()), draw(dates())
    ends = draw(st.sampled_from(("both", "open", "unknown end", "unknown start")))
    try:
        if ends == "unknown start":
            return Period(start_unknown=True, end=end)
        return Period(start, end if ends == "both" else None, end_unknown=ends == "unknown end")
    except DateError:
        return Period(end, start)


@st.composite
def organisations(draw: st.DrawFn) -> Organisation:
    """Small organisations whose every date is in doubt."""
    some = st.sampled_from(STATES)
    kinds = st.sampled_from(("member", "party", "observer", "suspended"))
    rows = [
        replace(status(draw(some), draw(kinds)), id=f"row-{place}", period=draw(periods()))
        for place in range(draw(st.integers(1, 5)))
    ]
    chairs = [
        Chair(id=f"chair-{place}", state=draw(some), period=draw(periods()), sources=SOURCES) for place in range(2)
    ]
    held = [
        Activity(
            id=f"held-{place}",
            name=draw(st.sampled_from(("Regatta", "Parade"))),
            kind="exercise",
            theme=draw(st.sampled_from(("rowing on lakes", "sailing"))),
            period=draw(periods()),
            sources=SOURCES,
        )
        for place in range(3)
    ]
    return organised(
        organisation=replace(facts(), founded=draw(dates())),
        membership=tuple(rows),
        chairmanship=tuple(chairs),
        activities=tuple(held),
        organs=(replace(organ(), period=draw(periods())),),
        treaties=(treaty(signed=draw(dates()), in_force=draw(st.none() | dates())),),
    )


def claims() -> st.SearchStrategy[Query]:
    some = st.sampled_from(STATES)
    statuses = st.sampled_from(("member", "observer", "withdrawn"))
    when = st.none() | dates()
    counted = st.builds(AboutMembers, count=st.integers(0, 3)) | st.builds(
        AboutMembers, exactly=st.sets(some, min_size=1).map(tuple)
    )
    held = st.builds(
        AboutActivity,
        name=st.none() | st.sampled_from(("Regatta", "Parade")),
        theme=st.sampled_from(("rowing", "sailing on lakes")),
        during=when,
        ongoing=st.booleans(),
        yearly_for=st.none() | st.integers(1, 2),
    )
    return st.one_of(
        counted.map(lambda claim: Query(members=claim)),
        st.builds(AboutStatus, state=some, status=statuses, began=when, ended=when, again=st.booleans()).map(
            lambda claim: Query(status=claim)
        ),
        st.builds(AboutChair, state=some, began=when).map(lambda claim: Query(chair=claim)),
        st.builds(AboutItself, founded=dates()).map(lambda claim: Query(itself=claim)),
        held.map(lambda claim: Query(activity=claim)),
        st.builds(AboutOrgan, organ=st.just("council"), began=when).map(lambda claim: Query(organ=claim)),
        st.builds(AboutCases, count=st.just(0)).map(lambda claim: Query(cases=claim)),
    )


def queries() -> st.SearchStrategy[Query]:
    """Queries, alone, joined, and about a time of their own."""
    one = claims()
    some = st.lists(one, min_size=1, max_size=2).map(tuple)
    joined = st.one_of(
        some.map(lambda parts: Query(all_of=parts)),
        some.map(lambda parts: Query(any_of=parts)),
        some.map(lambda parts: Query(none_of=parts)),
    )
    timed = st.tuples(one, dates()).map(lambda pair: replace(pair[0], on=pair[1]))
    return st.one_of(one, joined, timed)


@cache
def stretches(place: int) -> tuple[Stretch, ...]:
    return through_time(QUERIES[place], CSTO)


def edges(query: Query, whose: Organisation) -> set[int]:
    """Days around every date that bears on an answer, where a change that was missed would show."""
    first, last = covered(whose)
    ends = {day for date in dates_of(tuple(facts_behind(query, whose))) for day in (date.first, date.last)}
    near = {day + step for day in ends for step in range(-3, 4)}
    return {day for day in near if first <= day <= last}


def same(query: Query, whose: Organisation, told: tuple[Stretch, ...], day: int) -> None:
    (then,) = stretches_of(told, day, day)
    now = ask(query, whose, day)
    assert (now.holds, now.near, now.close) == (then.reply.holds, then.reply.near, then.reply.close)


@pytest.mark.parametrize("place", range(len(QUERIES)))
def test_nothing_changes_beside_a_day_of_change(place: int) -> None:
    near = sorted(edges(QUERIES[place], CSTO))
    for day in near[:: 1 + len(near) // 200]:
        same(QUERIES[place], CSTO, stretches(place), day)


@given(st.integers(0, len(QUERIES) - 1), DAYS)
def test_days_of_change_are_all_of_them_on_record(place: int, day: int) -> None:
    same(QUERIES[place], CSTO, stretches(place), day)


@given(organisations(), queries(), st.lists(st.integers(FIRST, LAST), min_size=1, max_size=20))
def test_days_of_change_are_all_of_them(whose: Organisation, query: Query, days: list[int]) -> None:
    told = through_time(query, whose)
    assert told[0].first == FIRST
    assert [one.last + 1 for one in told[:-1]] == [one.first for one in told[1:]]
    for day in edges(query, whose).union(days):
        same(query, whose, told, day)


def checked(query: Query, whose: Organisation, as_of: Date) -> Checked:
    statement = Statement(id="one", document="a text", quote="so", as_of=as_of, query=query)
    return check(statement, whose)


@given(organisations(), queries(), st.integers(FIRST, LAST), dates())
def test_periods_tell_when_it_was_so(whose: Organisation, query: Query, day: int, as_of: Date) -> None:
    found = checked(query, whose, as_of)
    holds = ask(query, whose, day).holds
    told = [one.holds(day) for one in found.true_during]
    if holds is Certainty.CERTAINLY:
        assert any(one.possible for one in told)
    if holds is Certainty.NO or holds is None:
        assert not any(one.certain for one in told)
    assert any(one.holds(day).certain for one in found.possibly_during) == (holds is Certainty.POSSIBLY)


ROWING_EVERY_YEAR = Query(activity=AboutActivity(theme="rowing", ongoing=True, yearly_for=1))


def rowed(during: str) -> Organisation:
    """An organisation that rowed once."""
    held = Activity(
        id="held", name="Regatta", kind="exercise", theme="rowing", period=Period.parse(during), sources=SOURCES
    )
    return organised(activities=(held,))


@given(organisations(), queries(), dates())
@example(organised(), Query(members=AboutMembers(count=3)), Date.parse("2005"))
@example(rowed("2003-05/2004-02-10"), ROWING_EVERY_YEAR, Date.parse("2004-02"))
@example(rowed("2003-05/2004-01-20"), ROWING_EVERY_YEAR, Date.parse("2004-01"))
def test_the_verdict_follows_from_the_days_of_the_text(whose: Organisation, query: Query, as_of: Date) -> None:
    found = checked(query, whose, as_of)
    days = [ask(query, whose, day).holds for day in range(as_of.first, as_of.last + 1)]
    so = [one is not None and one.possible for one in days]
    assert any(so) == (found.verdict in ("true", "true_then"))
    if any(so):
        at_end = ask(query, whose, LAST).holds
        assert (found.verdict == "true") == (at_end is None or at_end.possible)
        sure = all(one is Certainty.CERTAINLY for one in days)
        assert found.certainty is (Certainty.CERTAINLY if sure else Certainty.POSSIBLY)
        assert ("only possible" in found.why) == (not sure)
    if found.verdict == "out_of_date":
        assert as_of.first > FIRST
    assert found.computed
    assert found.why
