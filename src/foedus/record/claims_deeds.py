"""Claims about what was set up and done: forces, activities, milestones."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from foedus.dates import Certainty, Date, Period
from foedus.record.claims import (
    MAYBE,
    NO,
    YES,
    Read,
    Reply,
    all_of,
    any_of,
    counts,
    dated,
    happened,
    kin,
    named,
    number,
    plain,
    said,
    same_date,
    since,
    span,
)
from foedus.record.expectations import AboutActivity, AboutEvent, AboutForce

if TYPE_CHECKING:
    from foedus.record.facts import Activity, Force
    from foedus.record.view import Organisation

ELEMENTS: Final = (
    frozenset(
        {"rapid_reaction", "rapid_deployment", "regional_group", "peacekeeping", "standing", "high_readiness"}
    ),
    frozenset({"air", "air_defence"}),
)
"""Kinds of forces of one element: on land, in the air."""


def force(claim: AboutForce, organisation: Organisation, day: int) -> Reply:
    """The reply to a claim about a collective force."""
    found = next((one for one in organisation.record.forces if one.id == claim.force), None)
    if found is None:
        return Reply(None, f"{claim.force} is not in the record")
    return named(f"{found.name} ({span(found.period)})", all_of(_force(claim, found, day)))


def _force(claim: AboutForce, found: Force, day: int) -> Iterator[Reply]:
    def read(field: str) -> tuple[Read, ...]:
        return (Read(f"forces/{found.id}", found, field),)

    yield Reply(found.period.holds(day), "", read("period"))
    if claim.kind is not None:
        near = kin(ELEMENTS, claim.kind, found.kind)
        gives = f"it is of the kind {plain(found.kind)}"
        same = YES if found.kind == claim.kind else NO
        yield Reply(same, gives, read("kind"), YES if near else NO, gives if near else "")
    if claim.began is not None:
        yield dated(claim.began, found.period.start, day, "there since", read("period"))
    for code in claim.contributes:
        known = [one.state for one in found.contributions if one.personnel != 0]
        gives = f"something is set aside by {', '.join(known) or 'states not known'}"
        yield Reply(YES if code in known else NO if known else None, gives, read("contributions"))
    if claim.decided_by is not None:
        use = found.use
        who = use and (use.decided_by or use.decided_by_note)
        gives = f"its use is decided by {who or 'whom is not known'}"
        if use is None or who is None:
            yield Reply(None, gives, read("use"))
        else:
            yield Reply(YES if use.decided_by == claim.decided_by else NO, gives, read("use"), YES, gives)
    for words, text, field in ((claim.called, found.name, "name"), (claim.purpose, _aim(found), "purpose")):
        if words is not None:
            yield said(words, text, f"its {field}: {text or 'not known'}", read(field))
    if counts(claim):
        yield _strength(claim, found, day, read("personnel"))


def _strength(claim: AboutForce, found: Force, day: int, reads: tuple[Read, ...]) -> Reply:
    """The newest figure of the day; one that may be of a later day counts as possible."""
    dated_by = sorted(found.personnel, key=lambda one: one.as_of.last)
    sure = [one for one in dated_by if happened(one.as_of, day).certain][-1:]
    maybe = [one for one in dated_by if happened(one.as_of, day) is MAYBE]
    told = [number(claim, one.value) for one in (*sure, *maybe)]
    if not told:
        return Reply(None, "its strength is not known", reads)
    gives = f"its strength is {', '.join(f'{one.value:,} ({one.as_of})' for one in (*sure, *maybe))}"
    fits, close = [one[0] for one in told], any(one[1].possible for one in told)
    holds = YES if sure and all(one is YES for one in fits) else MAYBE if YES in fits else NO if sure else None
    return Reply(holds, gives, reads, close=MAYBE if close and maybe else YES if close else NO)


def _aim(found: Force) -> str | None:
    return found.purpose or found.components


def activity(claim: AboutActivity, organisation: Organisation, day: int) -> Reply:
    """The reply to a claim that there was an operation, exercise or programme."""
    rows = list(_meant(claim, organisation))
    if claim.yearly_for is not None:
        return _yearly(claim, claim.yearly_for, rows, day)
    begun = [(one, [_begun(one, day), *_activity(claim, one, day)]) for one in rows]
    if claim.activity is None:
        begun = [each for each in begun if each[1][0].holds is not NO]
    whole = [_all(*each) for each in begun if all(part.holds is not NO for part in each[1])]
    fitting = [one for one in whole if one.holds is YES] or [one for one in whole if one.holds is MAYBE]
    if fitting:
        more = f" and {len(fitting) - 1} more" if len(fitting) > 1 else ""
        return Reply(fitting[0].holds, fitting[0].gives + more, any_of(fitting).reads)
    if claim.activity is not None and begun:
        return _all(*begun[0])
    return _mixed(begun)


def _all(one: Activity, replies: list[Reply]) -> Reply:
    return named(f"{one.name} ({span(one.period)})", all_of(replies))


def _meant(claim: AboutActivity, organisation: Organisation) -> Iterator[Activity]:
    """Activities of the kind; one with nobody in it was called off."""
    for one in organisation.record.activities:
        if claim.activity in (None, one.id) and claim.kind in (None, one.kind) and one.personnel != 0:
            yield one


def dating(claim: AboutActivity, organisation: Organisation) -> Iterator[Period | Date]:
    """What an answer about activities is dated by: those that are as claimed, at least in some part."""
    if claim.yearly_for is not None:
        first = organisation.record.pack.covers.start
        years = range(first.earliest.year if first else 1, organisation.last_known.latest.year + 1)
        yield from (Date.parse(f"{year:04}-01-01") for year in years)
        if claim.ongoing:
            yield from (one.period for one in _meant(claim, organisation))
        return
    for one in _meant(claim, organisation):
        replies = list(_activity(claim, one, day=0))
        if claim.activity or not replies or any(told.holds is not NO or told.close.possible for told in replies):
            yield one.period


def _begun(one: Activity, day: int) -> Reply:
    start = one.period.start
    reads = (Read(f"activities/{one.id}", one, "period"),)
    return Reply(YES if start is None else happened(start, day), "", reads)


def _activity(claim: AboutActivity, one: Activity, day: int) -> Iterator[Reply]:
    def read(field: str) -> tuple[Read, ...]:
        return (Read(f"activities/{one.id}", one, field),)

    for field, words in (("name", claim.name), ("theme", claim.theme), ("place", claim.place)):
        if words is not None:
            text = getattr(one, field)
            yield said(words, text, f"{field} {text or 'not known'}", read(field))
    for code in claim.states:
        gives = f"taken part in by {', '.join(one.states) or 'states not known'}"
        yield Reply(YES if code in one.states else NO if one.states else None, gives, read("states"))
    if claim.during is not None:
        start = one.period.start
        yield Reply(NO if start is None else same_date(claim.during, start), "", read("period"))
    if counts(claim):
        holds, close = number(claim, one.personnel)
        gives = f"{one.personnel:,} people" if one.personnel is not None else "how many took part is not known"
        yield Reply(holds, gives, read("personnel"), NO, "", close)
    if claim.ongoing and day:
        yield Reply(one.period.holds(day), "", read("period"))


def _mixed(begun: list[tuple[Activity, list[Reply]]]) -> Reply:
    """No single activity fits; where each thing claimed is so of some, the statement mixes them."""
    columns = zip(*(replies[1:] for _, replies in begun), strict=True)
    met = [next((one for one in column if one.holds is YES), None) for column in columns]
    apart = [one for one in met if one is not None]
    if len(met) > 1 and len(apart) == len(met):
        why = f"no single one is all of it: {'; '.join(one.gives for one in apart if one.gives)}"
        return Reply(NO, why, tuple(read for one in apart for read in one.reads), YES, why)
    some = (_all(*each) for each in begun if any(part.close.possible for part in each[1]))
    close = next((one for one in some if one.close.possible), None)
    return Reply(NO, "none on record is so") if close is None else close


def _yearly(claim: AboutActivity, years: int, rows: list[Activity], day: int) -> Reply:
    """One in each of the years before the day's own."""
    this = datetime.date.fromordinal(day).year
    found: list[tuple[int, Certainty, list[Activity]]] = []
    for year in range(this - years, this):
        span = Date.parse(f"{year:04}")
        held = [
            one
            for one in rows
            if one.period.start
            and same_date(span, one.period.start).possible
            and all_of(_activity(claim, one, day)).holds is YES
        ]
        sure = any(same_date(span, one.period.start).certain for one in held if one.period.start)
        found.append((year, YES if sure else MAYBE if held else NO, held))
    reads = tuple(Read(f"activities/{held[0].id}", held[0], "period") for _, _, held in found if held)
    missing = [str(year) for year, so, _ in found if so is NO]
    gives = f"one in each year from {this - years} to {this - 1}"
    holds = YES
    for _, so, _ in found:
        holds &= so
    return Reply(holds, f"none on record in {', '.join(missing)}" if missing else gives, reads)


def event(claim: AboutEvent, organisation: Organisation, day: int) -> Reply:
    """The reply to a claim about a milestone."""
    found = next((one for one in organisation.record.events if one.id == claim.event), None)
    if found is None:
        return Reply(None, f"{claim.event} is not in the record")
    reads = (Read(f"events/{found.id}", found, "date"),)
    gives = f"{found.date}: {found.what}"
    parts = [since(found.date, day, True, gives, reads)]
    if claim.date is not None:
        parts.append(Reply(same_date(claim.date, found.date), "", reads))
    if claim.says is not None:
        parts.append(said(claim.says, found.what, gives, reads))
    return all_of(parts)
