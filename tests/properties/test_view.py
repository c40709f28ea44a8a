"""Invariant I4: a view shows nothing that came after its day, and what comes later changes no earlier view."""

from __future__ import annotations

import dataclasses
import datetime
import inspect
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.dates import Date, Period
from foedus.law.advice import advise
from foedus.law.findings import Circumstances
from foedus.law.standing import standing
from foedus.record.base import Part
from foedus.record.facts import Membership, OrganisationFacts, Party, Provision, Treaty
from foedus.record.pack import Record
from foedus.record.terms import Subject
from foedus.record.view import Organisation, View, organisation

ORGANISATION = organisation("csto")
RECORD = ORGANISATION.record
FIRST, LAST = datetime.date(1992, 1, 1).toordinal(), datetime.date(2026, 2, 28).toordinal()
PROPERTIES = sorted(name for name, _ in inspect.getmembers(View, lambda one: isinstance(one, property)))
STATES = sorted({row.state for row in RECORD.membership if row.state})
LASTING = (
    "organs", "decision_rules", "forces", "national_consents", "officeholders", "chairmanship", "activities",
)  # fmt: skip
NAMED_YEAR = re.compile(r"(?<![0-9,.])(?:19|20)[0-9]{2}(?![0-9,])")
REPORTS = re.compile(r"\.(acts|timeline)\[|^\[events\]|\.disputed_personnel\[|\.(id|name)$")
"""What was said on a day may tell of plans; a count of men is no year; names are names."""


def shown(view: View) -> dict[str, Any]:
    """Everything that a view shows in public, by what was asked."""
    asked: dict[str, Any] = {name: getattr(view, name) for name in PROPERTIES}
    for subject in get_args(Subject):
        asked[f"law {subject}"] = view.law(subject)
    for one in view.provisions:
        asked[f"article {one.article}"] = view.article(one.article)
        asked[f"treaty of {one.id}"] = view.treaty_of(one)
    for organ in view.organs:
        asked[f"organ {organ.id}"] = view.organ(organ.id)
    for code in STATES:
        asked[f"member {code}"] = view.member(code)
        asked[f"statuses {code}"] = view.statuses_of(code)
        asked[f"offices {code}"] = view.offices_of(code)
        asked[f"chaired {code}"] = view.chaired_by(code)
    return asked


def leaves(value: object, way: str) -> Iterator[tuple[str, object]]:
    """Walk a value down to its dates and texts, with the way to each; sources are cited, not told."""
    if isinstance(value, Period):
        yield from ((f"{way}.{end}", getattr(value, end)) for end in ("start", "end"))
    elif dataclasses.is_dataclass(value) and not isinstance(value, Date | type):
        for field in dataclasses.fields(value):
            if not field.name.endswith("sources"):
                yield from leaves(getattr(value, field.name), f"{way}.{field.name}")
    elif isinstance(value, tuple | list):
        for place, one in enumerate(value):
            yield from leaves(one, f"{way}[{getattr(one, 'id', place)}]")
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from leaves(one, f"{way}[{key}]")
    else:
        yield way, value


def looks_ahead(way: str, value: object, day: int) -> bool:
    """Whether a date comes later than a day, or a text names a later year."""
    if isinstance(value, Date):
        return value.first > day
    if isinstance(value, str) and not REPORTS.search(way):
        year = datetime.date.fromordinal(day).year
        return any(int(found) > year for found in NAMED_YEAR.findall(value))
    return False


def ahead(value: object, day: int) -> list[str]:
    return [f"{way}: {one}" for way, one in leaves(value, "") if looks_ahead(way, one, day)]


@settings(max_examples=min(200, settings.default.max_examples))
@given(day=st.integers(FIRST, LAST))
def test_nothing_that_a_view_shows_is_later_than_its_day(day: int) -> None:
    view = View(ORGANISATION, day)
    assert ahead(shown(view), day) == []


def test_the_walker_sees_a_date_and_a_text_that_are_later() -> None:
    day = datetime.date(2010, 6, 14).toordinal()
    assert ahead(RECORD.membership, day)
    assert ahead({"told": ("in 2012", Date.parse("2010-06-15"), "in 2010", "some 2,030 men")}, day) == [
        "[told][0]: in 2012",
        "[told][1]: 2010-06-15",
    ]


def test_every_public_property_of_a_view_is_walked() -> None:
    assert {"members", "standings", "treaties", "provisions", "organs", "rules", "forces", "cases"} < set(
        PROPERTIES
    )
    assert {"national_consents", "officeholders", "chair", "activities", "events", "facts"} < set(PROPERTIES)


# --- A record that was written on the day gives the same view -----------------------------------


class Then:
    """The record as somebody could have written it on a day: what begins later is not in it, nor any later end."""

    def __init__(self, day: int) -> None:
        self.day = day

    def date(self, date: Date | None) -> Date | None:
        return None if date is None or date.first > self.day else date

    def period(self, period: Period) -> Period:
        return replace(period, end=self.date(period.end)) if period.end else period

    def begun(self, period: Period) -> bool:
        return period.start is None or self.date(period.start) is not None

    def lasting(self, facts: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(replace(one, period=self.period(one.period)) for one in facts if self.begun(one.period))

    def record(self, record: Record) -> Record:
        sections = {name: self.lasting(getattr(record, name)) for name in LASTING}
        sections["forces"] = tuple(map(self.force, sections["forces"]))
        sections["officeholders"] = tuple(replace(one, term_ends=None) for one in sections["officeholders"])
        signed = [one for one in record.treaties if self.date(one.signed)]
        founding = min(record.treaties, key=lambda one: one.signed.first)
        return replace(
            record,
            organisation=self.organisation(record.organisation),
            treaties=tuple(self.treaty(one, {treaty.id for treaty in signed}) for one in signed),
            membership=tuple(self.memberships(record.membership, self.date(founding.in_force) is not None)),
            events=tuple(one for one in record.events if self.date(one.date)),
            populations=tuple(one for one in record.populations if self.date(one.as_of)),
            cases=tuple(one.clip(self.day) for one in record.cases if self.date(one.situation.begins)),
            **sections,
        )

    def organisation(self, said: OrganisationFacts) -> OrganisationFacts:
        return replace(
            said,
            dissolved=self.date(said.dissolved),
            seat=said.seat if self.date(said.seat_since) or said.seat_since is None else None,
            seat_since=self.date(said.seat_since),
            un_status=said.un_status if said.un_status and self.date(said.un_status.since) else None,
            budget=said.budget if said.budget and self.date(said.budget.as_of) else None,
            not_found=tuple(one for one in said.not_found if one.as_of is None or self.date(one.as_of)),
        )

    def treaty(self, treaty: Treaty, signed: set[str]) -> Treaty:
        return replace(
            treaty,
            in_force=self.date(treaty.in_force),
            ended=self.date(treaty.ended),
            amended_by=tuple(name for name in treaty.amended_by if name in signed),
            replaced_by=treaty.replaced_by if treaty.replaced_by in signed else None,
            parties=tuple(filter(None, map(self.party, treaty.parties))),
            provisions=self.lasting(treaty.provisions),
        )

    def party(self, party: Party) -> Party | None:
        acts = ("signed", "ratified", "in_force", "denounced", "ended")
        done = {name: self.date(getattr(party, name)) for name in acts}
        nothing_yet = any(getattr(party, name) for name in acts) and not any(done.values())
        return None if nothing_yet else replace(party, **done)

    def memberships(self, rows: tuple[Membership, ...], in_force: bool) -> Iterator[Membership]:
        for row in self.lasting(rows):
            if in_force or row.of is not None or row.status not in ("party", "member"):
                steps = [one for one in row.steps if self.date(one.date)]
                yield replace(row, steps=tuple(replace(one, until=self.date(one.until)) for one in steps))

    def force(self, force: Any) -> Any:
        return replace(
            force,
            personnel=tuple(one for one in force.personnel if self.date(one.as_of)),
            contributions=tuple(one for one in force.contributions if one.as_of is None or self.date(one.as_of)),
        )


@settings(max_examples=min(150, settings.default.max_examples))
@given(day=st.integers(FIRST, LAST))
def test_a_record_written_on_the_day_gives_the_same_view(day: int) -> None:
    then = Organisation(Then(day).record(RECORD))
    now, past = shown(View(ORGANISATION, day)), shown(View(then, day))
    assert {name: value for name, value in now.items() if past.get(name) != value} == {}


@settings(max_examples=min(100, settings.default.max_examples))
@given(day=st.integers(FIRST, LAST), number=st.integers(0, 500))
def test_the_law_finds_the_same_in_a_record_written_on_the_day(day: int, number: int) -> None:
    then = Organisation(Then(day).record(RECORD))
    case = RECORD.cases[number % len(RECORD.cases)]
    given_ = Circumstances(situation=case.situation, requested=True)
    now, past = (advise(View(one, day), given_) for one in (ORGANISATION, then))
    assert now.findings == past.findings
    assert (now.decides, now.can_block, now.bound, now.forces) == (
        past.decides,
        past.can_block,
        past.bound,
        past.forces,
    )
    for code in STATES:
        assert standing(View(ORGANISATION, day), code) == standing(View(then, day), code)


# --- What comes later changes no earlier view ---------------------------------------------------

SECTIONS = (*LASTING, "membership", "events", "cases", "treaties", "provisions")


def later(section: str, number: int, start: int) -> Record:
    """The record with one more fact of a kind, like one that it has, that begins on a day."""
    date = Date.of(datetime.date.fromordinal(start))
    if section == "provisions":
        treaty = RECORD.treaties[number % len(RECORD.treaties)]
        pattern = treaty.provisions[number % len(treaty.provisions)]
        own: tuple[Provision, ...] = (*treaty.provisions, replace(pattern, id="later", period=Period(start=date)))
        changed = tuple(replace(one, provisions=own) if one is treaty else one for one in RECORD.treaties)
        return replace(RECORD, treaties=changed)
    facts: tuple[Any, ...] = getattr(RECORD, section)
    fact = facts[number % len(facts)]
    changes: dict[str, Any] = {"id": "later"}
    if section == "events":
        changes["date"] = date
    elif section == "cases":
        changes["situation"] = replace(fact.situation, begins=date, ends=None)
    elif section == "treaties":
        return with_treaty(replace(fact, id="later", signed=date, in_force=date, provisions=()))
    else:
        changes["period"] = Period(start=date)
    return replace(RECORD, **{section: (*facts, replace(fact, **changes))})


def with_treaty(treaty: Treaty) -> Record:
    """The record with one more treaty, which amends and replaces all the others."""
    others = (
        replace(one, amended_by=(*one.amended_by, treaty.id), replaced_by=one.replaced_by or treaty.id)
        for one in RECORD.treaties
    )
    return replace(RECORD, treaties=(*others, treaty))


@settings(max_examples=min(150, settings.default.max_examples))
@given(
    section=st.sampled_from(SECTIONS),
    number=st.integers(0, 500),
    day=st.integers(FIRST, LAST),
    wait=st.integers(1, 5000),
)
def test_a_fact_in_the_future_changes_no_earlier_view(section: str, number: int, day: int, wait: int) -> None:
    other = Organisation(later(section, number, day + wait))
    now, with_it = shown(View(ORGANISATION, day)), shown(View(other, day))
    assert {name: value for name, value in now.items() if with_it.get(name) != value} == {}


@pytest.mark.parametrize("section", SECTIONS)
def test_the_same_fact_does_change_a_view_once_it_has_begun(section: str) -> None:
    other = Organisation(later(section, 0, LAST - 1))
    assert shown(View(ORGANISATION, LAST)) != shown(View(other, LAST))


@settings(max_examples=min(100, settings.default.max_examples))
@given(day=st.integers(FIRST, LAST))
def test_a_view_shows_no_note(day: int) -> None:
    def notes(value: object) -> Iterator[str]:
        if isinstance(value, Part):
            if getattr(value, "note", None):
                yield str(value)
            for field in dataclasses.fields(value):
                yield from notes(getattr(value, field.name))
        elif isinstance(value, tuple | list):
            for one in value:
                yield from notes(one)

    assert list(notes(list(shown(View(ORGANISATION, day)).values()))) == []
