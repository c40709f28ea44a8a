"""Claims about crises: one case of the casebook, or a number of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from foedus.dates import Certainty, Date
from foedus.record.claims import (
    MAYBE,
    NO,
    YES,
    Read,
    Reply,
    all_of,
    counts,
    dated,
    happened,
    kin,
    named,
    number,
    plain,
    said,
    since,
)
from foedus.record.expectations import AboutCase, AboutCases

if TYPE_CHECKING:
    from foedus.record.cases import CodedCase, Position
    from foedus.record.view import Organisation

ALIKE: Final = (
    frozenset({"collective_military_action", "military_assistance_by_some"}),
    frozenset({"non_military_assistance", "observers_or_mission", "political_statement"}),
    frozenset({"declined", "no_decision"}),
)
"""Outcomes of one kind: forces sent, something less done, nothing done."""

PASSIVE: Final = frozenset({"accepts", "abstains", "abstains_declared", "absent"})
"""Stances that leave things as they are."""


def case(claim: AboutCase, organisation: Organisation, day: int) -> Reply:
    """The reply to a claim about a case of the casebook."""
    found = organisation.case(claim.case)
    if found is None:
        return Reply(None, f"{claim.case} is not in the record")
    reads = (Read(f"cases/{found.id}", found),)
    parts = [since(found.situation.begins, day, True, "", reads)]
    for make in (_situation, _asking, _deciding, _sending):
        parts += make(claim, found, day, reads)
    if claim.first:
        parts.append(_precedent(found, organisation, day))
    ends = found.situation.ends
    lasted = f"from {found.situation.begins} to {ends or 'a day not known'}"
    return named(f"{found.title} ({found.id}, {lasted})", all_of(parts))


def _situation(claim: AboutCase, found: CodedCase, day: int, reads: tuple[Read, ...]) -> Iterator[Reply]:
    here = found.situation
    if claim.ongoing:
        yield Reply(_goes_on(here.begins, here.ends, day), "", reads)
    for date, actual, what in ((claim.begins, here.begins, "it began"), (claim.ends, here.ends, "it ended")):
        if date is not None:
            yield dated(date, actual, day, what, reads)
    for wanted, value, what in (
        (claim.kind, here.kind, "its kind is"),
        (claim.target, here.target, "its target is"),
        (claim.territory, here.territory, "the territory is"),
    ):
        if wanted is not None:
            so = None if value is None else value == wanted
            yield since(here.begins, day, so, f"{what} {plain(value or 'not known')}", reads)
    if claim.initiator is not None:
        gives = f"brought about by {', '.join(here.initiators + here.groups) or 'whom is not known'}"
        yield since(here.begins, day, claim.initiator in here.initiators, gives, reads)
    for words, text, what in ((claim.group, "; ".join(here.groups), "by"), (claim.place, here.place, "place")):
        if words is not None:
            yield said(words, text or None, f"{what}: {text or 'not known'}", reads)


def _goes_on(begins: Date, ends: Date | None, day: int) -> Certainty:
    """How surely a situation goes on; its last day is included, and where none is known it may be over."""
    over = MAYBE if ends is None else ~(NO if day <= ends.first else MAYBE if day <= ends.last else YES)
    return happened(begins, day) & over


def _asking(claim: AboutCase, found: CodedCase, day: int, reads: tuple[Read, ...]) -> Iterator[Reply]:
    asked = found.invocation
    when = asked.date or found.situation.begins
    own = asked.made and not asked.elsewhere
    whom = "organisation" if own else "elsewhere" if asked.elsewhere else "nobody"
    gives = f"asked: {whom}{f' ({asked.words})' if asked.words else ''}"
    if claim.asked is not None:
        so = claim.asked == whom or (claim.asked == "elsewhere" and bool(asked.asked_elsewhere))
        other = "nobody" not in (claim.asked, whom)
        told = since(when, day, so, gives, reads)
        near = happened(when, day) if other else NO
        yield Reply(
            told.holds, gives, reads, near, f"{asked.by} asked the {whom}: {asked.words or 'no words known'}"
        )
    for wanted, among in ((claim.asked_for, asked.asks_for), (claim.under, asked.under)):
        if wanted is not None:
            listed = f"{gives}; for {', '.join(asked.asks_for) or 'nothing named'}; under {', '.join(asked.under)}"
            yield since(when, day, wanted in among, listed, reads)
    if claim.asked_by is not None:
        yield since(when, day, asked.by == claim.asked_by, f"asked by {asked.by or 'nobody'}", reads)


def _deciding(claim: AboutCase, found: CodedCase, day: int, reads: tuple[Read, ...]) -> Iterator[Reply]:
    said_by = found.decision
    when = said_by.date or found.situation.begins
    if claim.decided is not None:
        yield dated(claim.decided, said_by.date, day, "decided", reads)
    if claim.decided_by is not None:
        who = said_by.organ or said_by.forum
        yield since(when, day, who == claim.decided_by, f"decided by {who or 'nobody named'}", reads)
    if claim.outcome is not None:
        gives = f"outcome: {plain(said_by.outcome)}"
        told = since(when, day, said_by.outcome == claim.outcome, gives, reads)
        close = happened(when, day) if kin(ALIKE, claim.outcome, said_by.outcome) else NO
        yield Reply(told.holds, gives, reads, close=close)
    if claim.fulfilled is not None:
        known = None if found.fulfilled == "unknown" else found.fulfilled == claim.fulfilled
        why = f" ({found.fulfilled_why.rstrip('.')})" if found.fulfilled_why else ""
        gives = f"promise kept: {plain(found.fulfilled)}{why}"
        close = happened(when, day) if kin((_HALF_NO, _HALF_YES), claim.fulfilled, found.fulfilled) else NO
        more = tuple(Read(one.key, one.fact, "fulfilled") for one in reads)
        yield Reply(since(when, day, known, gives, more).holds, gives, more, close=close)
    if claim.fulfilment_disputed is not None:
        values = "; ".join(one.value for one in found.disputed_fulfilment)
        gives = (
            f"promise kept: {plain(found.fulfilled)}; others: {values}" if values else "no dispute is on record"
        )
        yield since(when, day, bool(values) == claim.fulfilment_disputed, gives, reads)


_HALF_YES: Final = frozenset({"yes", "partly"})
_HALF_NO: Final = frozenset({"no", "partly"})


def _sending(claim: AboutCase, found: CodedCase, day: int, reads: tuple[Read, ...]) -> Iterator[Reply]:
    sent = found.deployment
    came = sent.first_arrival
    if claim.force is not None:
        yield since(came, day, sent.force == claim.force, f"force sent: {sent.force or 'none'}", reads)
    for date, actual, what in (
        (claim.arrived, came, "first arrival"),
        (claim.left, sent.withdrawal_ends, "the last left"),
    ):
        if date is not None:
            yield dated(date, actual, day, what, reads)
    if counts(claim):
        total = sent.personnel_total
        holds, close = number(claim, total)
        gives = f"{total:,} people deployed" if total is not None else "how many were deployed is not known"
        when = sent.full_strength or came or found.situation.begins
        more = tuple(Read(one.key, one.fact, "personnel") for one in reads)
        yield Reply(since(when, day, holds, gives, more).holds, gives, more, NO, "", close & happened(when, day))
    rows = {one.state: one for one in found.positions if one.contributes is not None}
    for code in claim.contributes:
        row = rows.get(code)
        gives = f"sent something: {', '.join(one for one in rows if rows[one].contributes) or 'nobody'}"
        yield since(_when(found, row), day, row.contributes if row else None, gives, reads)
    if claim.state is not None and claim.stance is not None:
        yield _stance(claim.state, claim.stance, found, day, reads)


def _stance(code: str, stance: str, found: CodedCase, day: int, reads: tuple[Read, ...]) -> Reply:
    rows = [one for one in found.positions if one.state == code and one.stance != "unknown"]
    if not rows:
        return Reply(None, f"where {code} stood is not known", reads)
    gives = f"{code} {', '.join(f'{one.stance} (on the {one.on})' for one in rows)}"
    holds, close = NO, NO
    for one in rows:
        then = happened(_when(found, one), day)
        holds |= then if one.stance == stance else NO
        close |= then if {one.stance, stance} <= PASSIVE else NO
    return Reply(holds, gives, reads, close=close)


def _when(found: CodedCase, row: Position | None) -> Date:
    """From when a stance is so: its own day, that of what it is on, or the beginning."""
    if row is not None and row.date is not None:
        return row.date
    on = {"decision": found.decision.date, "request": found.invocation.date}
    return (on.get(row.on) if row is not None else None) or found.situation.begins


def _precedent(found: CodedCase, organisation: Organisation, day: int) -> Reply:
    """That no case before this one had its outcome."""
    outcome = found.decision.outcome
    before = [
        one
        for one in organisation.record.cases
        if one.decision.outcome == outcome
        and one.id != found.id
        and one.situation.begins.possibly_before(found.situation.begins)
    ]
    reads = tuple(Read(f"cases/{one.id}", one) for one in before)
    gives = f"{plain(outcome)} before it: {', '.join(one.id for one in before) or 'none on record'}"
    return since(found.situation.begins, day, not before, gives, reads)


def cases(claim: AboutCases, organisation: Organisation, day: int) -> Reply:
    """The reply to a claim about a number of cases."""
    found = [one for one in organisation.record.cases if _counted(claim, one)]
    sure = [one for one in found if happened(_known(one), day).certain]
    maybe = [one for one in found if happened(_known(one), day).possible]
    gives = f"such cases on record by then: {len(maybe)} ({', '.join(one.id for one in maybe) or 'none'})"
    told = [number(claim, value)[0] for value in range(len(sure), len(maybe) + 1)]
    holds = YES if all(one is YES for one in told) else MAYBE if YES in told else NO
    return Reply(holds, gives, tuple(Read(f"cases/{one.id}", one) for one in maybe))


def _known(one: CodedCase) -> Date:
    return one.decision.date or one.situation.begins


def _counted(claim: AboutCases, one: CodedCase) -> bool:
    asked = one.invocation.made and not one.invocation.elsewhere
    return (
        claim.kind in (None, one.situation.kind)
        and claim.target in (None, one.situation.target)
        and (claim.initiator is None or claim.initiator in one.situation.initiators)
        and claim.asked in (None, asked)
        and claim.outcome in (None, one.decision.outcome)
        and claim.fulfilled in (None, one.fulfilled)
    )
