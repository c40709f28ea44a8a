"""Claims about the organisation itself, its members, its chair and its officers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from foedus import states
from foedus.dates import Certainty, Date, Period
from foedus.record.claims import (
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
    number,
    plain,
    said,
    same_date,
    since,
    span,
)
from foedus.record.expectations import (
    AboutChair,
    AboutItself,
    AboutMembers,
    AboutOffice,
    AboutShare,
    AboutState,
    AboutStatus,
)
from foedus.record.members import BELONGING, PARTIAL

if TYPE_CHECKING:
    from foedus.record.facts import Membership, Officeholder, Treaty
    from foedus.record.view import Member, Organisation

FAMILIES: Final = (
    frozenset({"member", "party", "signatory"}),
    frozenset({"observer", "partner"}),
    frozenset({"suspended", "frozen", "withdrawn", "expelled"}),
)
"""Statuses that are near one another."""

LEFT: Final = frozenset({"withdrawn", "expelled"})
"""Statuses of those that belong to it no longer."""


def itself(claim: AboutItself, organisation: Organisation, day: int) -> Reply:
    """The reply to a claim about the organisation itself."""
    return all_of(_itself(claim, organisation, day))


def _itself(claim: AboutItself, organisation: Organisation, day: int) -> Iterator[Reply]:
    facts = organisation.record.organisation
    founded = facts.founded

    def read(field: str) -> tuple[Read, ...]:
        return (Read(f"organisation/{facts.id}", facts, field),)

    if claim.kind is not None:
        yield since(founded, day, facts.kind == claim.kind, f"its kind is {plain(facts.kind)}", read("kind"))
    if claim.called is not None:
        names = (facts.name, facts.short_name, *facts.other_names)
        found = (said(claim.called, one, f"it is called {facts.name}", read("name")) for one in names)
        yield any_of(found)
    if claim.founded is not None:
        yield _founded(claim, organisation, day)
    if claim.dissolved is not None:
        if facts.dissolved is None:
            yield Reply(NO, "it is not dissolved", read("dissolved"))
        else:
            yield dated(claim.dissolved, facts.dissolved, day, "dissolved", read("dissolved"))
    for field, words in (("predecessor", claim.predecessor), ("website", claim.website)):
        value = getattr(facts, field)
        if words is not None:
            told = said(words, _open(value), f"its {field} is {value or 'not known'}", read(field))
            yield all_of([told, since(founded, day, True, "", ())])
    if claim.seat is not None:
        told = said(claim.seat, facts.seat, f"its seat is {facts.seat or 'not known'}", read("seat"))
        yield all_of([told, since(facts.seat_since or founded, day, True, "", ())])
    if claim.language is not None:
        languages = ", ".join(facts.languages)
        known = claim.language in facts.languages if facts.languages else None
        yield since(founded, day, known, f"its languages: {languages or 'not known'}", read("languages"))
    yield from _at_the_un(claim, organisation, day)


def _open(text: str | None) -> str | None:
    """A text whose words can be told apart, as in an address."""
    return None if text is None else f"{text} {text.replace('://', ' ').replace('.', ' ').replace('/', ' ')}"


def _at_the_un(claim: AboutItself, organisation: Organisation, day: int) -> Iterator[Reply]:
    facts = organisation.record.organisation
    there, reads = facts.un_status, (Read(f"organisation/{facts.id}", facts, "un_status"),)
    for words, date in ((claim.un_status, None), (None, claim.un_since)):
        if words is None and date is None:
            continue
        if there is None:
            yield Reply(None, "its standing at the United Nations is not known", reads)
        elif words is not None:
            told = said(words, there.status, f"{there.status} since {there.since}", reads)
            yield all_of([told, since(there.since, day, True, "", ())])
        elif date is not None:
            yield dated(date, there.since, day, f"{there.status} since", reads)


def _founded(claim: AboutItself, organisation: Organisation, day: int) -> Reply:
    facts = organisation.record.organisation
    reads = (Read(f"organisation/{facts.id}", facts, "founded"),)
    assert claim.founded is not None
    told = dated(claim.founded, facts.founded, day, "founded", reads)
    treaty = origin(organisation)
    if treaty is None or not treaty.signed.certainly_before(facts.founded):
        return told
    near = same_date(claim.founded, treaty.signed) & happened(treaty.signed, day)
    why = (
        f"the treaty that it grew from ({treaty.title}) was signed {treaty.signed}, "
        f"the organisation founded {facts.founded}"
    )
    more = (Read(f"treaties/{treaty.id}", treaty, "signed"),) if near.possible else ()
    return Reply(told.holds, told.gives, (*reads, *more), near, why)


def origin(organisation: Organisation) -> Treaty | None:
    """The oldest instrument."""
    return min(organisation.record.treaties, key=lambda one: one.signed.first, default=None)


def members(claim: AboutMembers, organisation: Organisation, day: int) -> Reply:
    """The reply to a claim about who the members are, or how many."""
    there = organisation.on(day).members
    sure = [one.state for one in there if one.certainty.certain]
    gives, reads = _told(there), tuple(_rows(organisation, there, day))
    known = {one.state: one.certainty for one in there}
    parts = [Reply(known.get(code, NO), gives, reads, NO, "") for code in claim.include]
    parts += [Reply(~known.get(code, NO), gives, reads) for code in claim.exclude]
    if counts(claim):
        # What is uncertain may count or not; the number is sure only if it is the same either way.
        told = [number(claim, value) for value in range(len(sure), len(there) + 1)]
        fits = [one[0] for one in told]
        holds = YES if all(one is YES for one in fits) else Certainty.POSSIBLY if YES in fits else NO
        close = Certainty.POSSIBLY if any(one[1].possible for one in told) else NO
        parts.append(Reply(holds, gives, reads, NO, "", YES if all(one[1].certain for one in told) else close))
    if claim.exactly is not None:
        parts.append(_exactly(claim.exactly, there, gives, reads))
    return all_of(parts)


def _exactly(claimed: tuple[str, ...], there: tuple[Member, ...], gives: str, reads: tuple[Read, ...]) -> Reply:
    wanted = frozenset(claimed)
    sure = {one.state for one in there if one.certainty.certain}
    all_of_them = {one.state for one in there}
    if not (sure <= wanted <= all_of_them):
        near = bool(wanted) and wanted < sure
        why = f"the statement names {len(wanted)} of {len(there)} members: {gives}"
        return Reply(NO, gives, reads, YES if near else NO, why if near else "")
    return Reply(YES if sure == all_of_them else Certainty.POSSIBLY, gives, reads)


def _told(there: tuple[Member, ...]) -> str:
    names = [one.state + ("" if one.certainty.certain else "?") for one in there]
    what = "parties" if any(one.status == "party" for one in there) else "members"
    return f"{len(names)} {what} ({', '.join(names)})" if names else "no members"


def _rows(organisation: Organisation, there: Iterable[Member], day: int) -> Iterator[Read]:
    status = {one.state: one.status for one in there}
    for row in organisation.record.membership:
        own = row.of is None and row.state in status and row.status == status[row.state]
        if own and row.status in BELONGING and row.period.holds(day).possible:
            yield Read(f"membership/{row.id}", row, "period")


def status(claim: AboutStatus, organisation: Organisation, day: int) -> Reply:
    """The reply to a claim about the status of a state."""
    rows = [row for row in organisation.record.membership if row.state == claim.state]
    begun = [row for row in rows if _begun(row, day).possible]
    gives = f"{claim.state}: {'; '.join(map(_spoken, begun)) or 'no status on record'}"
    reads = tuple(Read(f"membership/{row.id}", row, "period") for row in begun)
    wanted = [row for row in rows if row.status == claim.status and row.of == claim.of]
    alike = [*wanted, *(row for row in rows if row not in wanted and _near(claim, row, rows))]
    near = _any(_fits(claim, row, alike, day) for row in alike)
    return Reply(_any(_fits(claim, row, wanted, day) for row in wanted), gives, reads, near, gives)


def _near(claim: AboutStatus, row: Membership, rows: list[Membership]) -> bool:
    if row.status == claim.status:
        return claim.of is None and row.of is not None
    # Who belongs to it still has not left it, whatever part it takes.
    inside = claim.status in LEFT and row.status in PARTIAL and any(_holds_beside(row, one) for one in rows)
    return kin(FAMILIES, claim.status, row.status) and row.of == claim.of and not inside


def _holds_beside(row: Membership, one: Membership) -> bool:
    start = row.period.start
    own = one.status in BELONGING and one.of == row.of
    return own and start is not None and one.period.holds(start.last).possible


def _fits(claim: AboutStatus, row: Membership, before: list[Membership], day: int) -> Certainty:
    """How surely a row is what is claimed on a day."""
    if claim.began is None and claim.ended is None:
        found = row.period.holds(day)
    else:
        found = _ends(row.period, claim.began, claim.ended, day)
    return found & _any(_earlier(one, row) for one in before if one is not row) if claim.again else found


def _ends(period: Period, began: Date | None, ended: Date | None, day: int) -> Certainty:
    found = YES
    for claimed, actual in ((began, period.start), (ended, period.end)):
        if claimed is not None:
            found &= NO if actual is None else same_date(claimed, actual) & happened(actual, day)
    return found


def _earlier(one: Membership, row: Membership) -> Certainty:
    end, start = one.period.end, row.period.start
    return NO if end is None or start is None else ~start.before(end)


def _begun(row: Membership, day: int) -> Certainty:
    return YES if row.period.start is None else happened(row.period.start, day)


def _spoken(row: Membership) -> str:
    return f"{row.status}{f' at {row.of}' if row.of else ''} {span(row.period)}"


def _any(many: Iterable[Certainty]) -> Certainty:
    found = NO
    for one in many:
        found |= one
    return found


def chair(claim: AboutChair, organisation: Organisation, day: int) -> Reply:
    """The reply to a claim about who is in the chair."""
    rows = organisation.record.chairmanship
    if claim.began is not None:
        own = [row for row in rows if row.state == claim.state and row.period.start]
        gives = f"{claim.state} in the chair: {', '.join(span(row.period) for row in own) or 'never'}"
        reads = tuple(Read(f"chairmanship/{row.id}", row, "period") for row in own)
        return Reply(_any(_ends(row.period, claim.began, None, day) for row in own), gives, reads)
    now = [row for row in rows if row.period.holds(day).possible]
    reads = tuple(Read(f"chairmanship/{row.id}", row, "period") for row in now)
    if not now:
        return Reply(None, "who was in the chair is not known", ())
    holds = _any(row.period.holds(day) for row in now if row.state == claim.state)
    return Reply(holds, f"in the chair: {', '.join(row.state for row in now)}", reads)


def office(claim: AboutOffice, organisation: Organisation, day: int) -> Reply:
    """The reply to a claim about who holds an office."""
    rows = [
        row
        for row in organisation.record.officeholders
        if said(claim.office, row.office, "", ()).holds is YES and not row.acting
    ]
    shown = [row for row in rows if row.period.holds(day).possible]
    if claim.began is not None:
        shown = [row for row in rows if row.period.start and happened(row.period.start, day).possible]
    if not shown:
        return Reply(None, f"who was {claim.office} is not known", ())
    parts = [_holder(claim, row, day) for row in shown]
    return any_of(parts)


def _holder(claim: AboutOffice, row: Officeholder, day: int) -> Reply:
    reads = (Read(f"officeholders/{row.id}", row, "period"),)
    gives = f"{row.office}: {row.person}, {span(row.period)}"
    parts = [said(claim.person, row.person, gives, reads)] if claim.person else []
    if claim.state is not None:
        parts.append(Reply(YES if row.state == claim.state else NO, gives, reads))
    held = row.period.holds(day) if claim.began is None else _ends(row.period, claim.began, None, day)
    told = all_of([*parts, Reply(held, gives, reads)])
    return Reply(told.holds, gives, reads)


def share(claim: AboutShare, organisation: Organisation, day: int) -> Reply:
    """The reply to a claim about a share of the budget."""
    facts = organisation.record.organisation
    reads = (Read(f"organisation/{facts.id}", facts, "budget"),)
    shares = {one.state: one.share for one in facts.budget.shares} if facts.budget else {}
    found = shares.get(claim.state)
    if facts.budget is None or found is None:
        return Reply(None, f"the share of {claim.state} is not known", reads)
    gives = f"{claim.state} bears {found} of the budget, as of {facts.budget.as_of}"
    return since(facts.budget.as_of, day, Fraction(found) == Fraction(claim.share), gives, reads)


def state(claim: AboutState, organisation: Organisation, day: int) -> Reply:
    """The reply to a claim that a state exists."""
    found = states.exists(claim.state, day)
    one = states.state(claim.state)
    gives = f"{one.name} existed {', '.join(map(span, one.exists))}"
    return Reply(found if claim.exists else ~found, gives, (Read(f"states/{claim.state}", one),))
