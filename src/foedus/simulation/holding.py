"""Holding: an organisation as it stood on one day, taken to go on so; and who belongs to it in one world.

A world begins with what was known on its first day and learns nothing from the record after it. What held on that
day goes on; what was then uncertain (whether a status had begun, whether a rule still held) counts as so.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from foedus.dates import Date, Period
from foedus.record.facts import Membership, Treaty
from foedus.record.members import BELONGING
from foedus.record.view import Organisation

NEVER: Final = Date.parse("9999-12-31")
"""A day that no world reaches."""


def held(organisation: Organisation, day: int) -> Organisation:
    """An organisation whose every later day is as one day.

    Args:
        organisation: the organisation, perhaps reformed.
        day: ordinal of the day.

    Returns:
        an organisation with what was known on the day, last known as of it.

    >>> from foedus.record.view import organisation
    >>> csto = held(organisation("csto"), Date.parse("2010-06-14").first)
    >>> [one.state for one in csto.on("2030-01-01").members if one.state == "UZB"]
    ['UZB']
    """
    view, stage = organisation.on(day), organisation.as_of(day)
    record = stage.record
    about = record.organisation
    ended = about.dissolved
    known = {one.id: one for one in view.forces}
    wordings = {one.id: one.provisions for one in stage.plain("treaties")}
    signed = {one.id for one in view.treaties}
    covers = Period(record.pack.covers.start, Date.of(datetime.date.fromordinal(day)))
    made = replace(
        record,
        pack=replace(record.pack, covers=covers),
        organisation=replace(about, dissolved=ended if ended is not None and ended.last <= day else None),
        treaties=(
            *(replace(one, provisions=_all(wordings[one.id], day)) for one in view.treaties),
            *(_unsigned(one) for one in stage.plain("treaties") if one.id not in signed),
        ),
        membership=_begun(stage.plain("membership"), day),
        organs=_all(stage.plain("organs"), day),
        decision_rules=_all(stage.plain("decision_rules"), day),
        officeholders=(),
        chairmanship=_begun(view.chair, day),
        forces=tuple(
            replace(known[one.id], period=one.period) if one.id in known else one
            for one in _all(stage.plain("forces"), day)
        ),
        national_consents=_begun(stage.plain("national_consents"), day),
        populations=tuple(one for one in record.populations if one.as_of.first <= day),
        activities=(),
        events=(),
        cases=(),
        statements=(),
        worlds=tuple(one for one in record.worlds if one.as_of.first <= day),
    )
    return Organisation(made)


def _begun(facts: Iterable[Any], day: int) -> tuple[Any, ...]:
    """Facts that had begun by the day, those that held on it without an end."""
    there = (one for one in facts if one.period.start is None or one.period.start.first <= day)
    return tuple(_going_on(one, day) for one in there)


def _all(facts: Iterable[Any], day: int) -> tuple[Any, ...]:
    """Facts that had begun by the day as above; those that begin later, so late that no world sees them.

    A reform that names a rule of all times is then understood, whichever day worlds begin on.
    """
    rows = tuple(facts)
    later = (one for one in rows if one.period.start is not None and one.period.start.first > day)
    return (*_begun(rows, day), *(replace(one, period=Period(NEVER)) for one in later))


def _unsigned(treaty: Treaty) -> Treaty:
    """An instrument that is not signed by the day, kept for its name alone."""
    provisions = tuple(replace(one, period=Period(NEVER)) for one in treaty.provisions)
    return replace(treaty, signed=NEVER, in_force=None, ended=None, parties=(), provisions=provisions)


def _going_on(fact: Any, day: int) -> Any:
    """A fact that holds on the day without an end; one that ended before as it was."""
    answer = fact.period.holds(day)
    if not answer.possible:
        return fact
    start = fact.period.start
    certain = answer.certain or start is None
    begins = start if certain else Date.of(datetime.date.fromordinal(day))
    return replace(fact, period=Period(begins, start_unknown=fact.period.start_unknown and certain))


def belonging(organisation: Organisation, day: int, outside: Iterable[str], frozen: Iterable[str]) -> Organisation:
    """An organisation with the membership that one world has come to.

    Args:
        organisation: the organisation, held.
        day: ordinal of the day from which it is so.
        outside: states that have left.
        frozen: states that stand aside by their own word, which in law changes nothing.

    Returns:
        an organisation of which every day from then on has that membership.

    >>> from foedus.record.view import organisation
    >>> day = Date.parse("2026-01-01").first
    >>> csto = belonging(held(organisation("csto"), day), day, ["ARM"], ["KGZ"])
    >>> [one.state for one in csto.on(day).members], csto.on(day).member("KGZ").flags
    (['BLR', 'KAZ', 'KGZ', 'RUS', 'TJK'], ('frozen',))
    """
    gone, aside = frozenset(outside), frozenset(frozen)
    rows = [row for row in organisation.record.membership if not _over(row, day, gone, aside)]
    had = {
        row.state for row in rows if row.of is None and row.status == "frozen" and row.period.holds(day).possible
    }
    begins = Date.of(datetime.date.fromordinal(day))
    rows += [
        Membership(
            id=f"aside-{code}", state=code, status="frozen", period=Period(begins), in_law=False, sources=()
        )
        for code in sorted(aside - had - gone)
    ]
    return Organisation(replace(organisation.record, membership=tuple(rows)))


def _over(row: Membership, day: int, gone: frozenset[str], aside: frozenset[str]) -> bool:
    """Whether a status does not hold in the world although it does on record."""
    if row.of is not None or row.state is None or not row.period.holds(day).possible:
        return False
    if row.state in gone:
        return row.status in (*BELONGING, "frozen", "suspended")
    return row.status == "frozen" and row.scope is None and row.state not in aside


def aside(organisation: Organisation, day: int) -> tuple[str, ...]:
    """Members that stand aside from everything by their own word.

    Args:
        organisation: the organisation.
        day: ordinal of the day.

    >>> from foedus.record.view import organisation
    >>> aside(organisation("csto"), Date.parse("2026-01-01").first)
    ('ARM',)
    """
    rows = organisation.as_of(day).plain("membership")
    held_now = {
        row.state
        for row in rows
        if row.of is None and row.status == "frozen" and row.scope is None and row.period.holds(day).possible
    }
    return tuple(one.state for one in organisation.on(day).members if one.state in held_now)


def stages(organisation: Organisation, first: int, last: int) -> Mapping[int, Organisation]:
    """The law of each part of a stretch of days: from which day on, and the organisation held as of that day.

    Args:
        organisation: the organisation as it may be reformed on later days.
        first: ordinal of the first day.
        last: ordinal of the day after the last.
    """
    days = {first}
    found: Organisation | None = organisation
    while found is not None:
        if found.before is not None and first < found.since < last:
            days.add(found.since)
        found = found.before
    return {day: held(organisation, day) for day in sorted(days)}
