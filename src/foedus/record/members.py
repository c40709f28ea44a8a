"""Members: who belongs to an organisation on a day, and who stands in another relation to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from foedus import states
from foedus.dates import Certainty, Date, holds_in_any
from foedus.record.facts import Membership, Treaty, WiderBody

PARTIAL = ("frozen", "suspended")
"""Statuses that a member may have beside its membership."""

BELONGING = ("party", "member")


@dataclass(frozen=True, slots=True)
class Member:
    """A member on a day.

    Attributes:
        state: its code.
        name: its name on the day.
        status: ``member`` of the organisation, or ``party`` to the treaty before there was one.
        since: start of that status without a break.
        until: its end, where it was known on the day; None while it goes on.
        party_since: since when it is party to the founding treaty, where that is another date.
        certainty: whether it certainly or possibly was a member on the day.
        flags: ``frozen``, ``suspended``, ``uncertain``, ``disputed``.
        seat: ``permanent`` or ``elected``, where seats differ.
        votes: False where its part in the organs is suspended in law.
        outside: what it stands outside of: the scopes of its frozen or suspended statuses.
        rests_towards: members towards which its part is suspended in law, so that nothing is owed between them.
        sources: ids of the sources of all this.
    """

    state: str
    name: str
    status: str
    since: Date | None
    until: Date | None
    party_since: Date | None
    certainty: Certainty
    flags: tuple[str, ...]
    seat: str | None
    votes: bool
    outside: tuple[str, ...]
    rests_towards: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A status on a day that is not membership: observer, partner, suspended, ..."""

    holder: str
    name: str
    status: str
    of: str | None
    since: Date | None
    certainty: Certainty
    sources: tuple[str, ...]


def members(rows: Iterable[Membership], day: int) -> tuple[Member, ...]:
    """Find the members on a day, by code.

    Args:
        rows: the statuses of all times.
        day: an ordinal.

    Returns:
        members of the organisation; parties to the treaty on a day when nobody is a member.
    """
    own: dict[str, list[Membership]] = {}
    for row in rows:
        if row.of is None and row.state:
            own.setdefault(row.state, []).append(row)
    now = {code: [row for row in told if row.period.holds(day).possible] for code, told in own.items()}
    given = {row.status for held in now.values() for row in held}
    wanted = "party" if "party" in given and "member" not in given else "member"
    holders = [code for code in sorted(now) if any(row.status == wanted for row in now[code])]
    return tuple(_member(code, now[code], own[code], wanted, day) for code in holders)


def _member(code: str, now: list[Membership], told: list[Membership], wanted: str, day: int) -> Member:
    belonging = [row for row in now if row.status == wanted]
    main = max(belonging, key=lambda row: row.period.holds(day).certain)
    certainty = holds_in_any([row.period for row in belonging], day)
    partial = [row for row in now if row.status in PARTIAL]
    suspended = [row for row in partial if row.status == "suspended" and row.in_law]
    flags: list[str] = [row.status for row in partial]
    flags += ["uncertain"] if certainty is Certainty.POSSIBLY else []
    flags += ["disputed"] if any(row.disputed for row in now) else []
    party = [row.period.start for row in now if row.status == "party" != wanted]
    return Member(
        state=code,
        name=states.name_on(code, day),
        status=wanted,
        since=_since(main, told),
        until=main.period.clip(day).end,
        party_since=party[0] if party else None,
        certainty=certainty,
        flags=tuple(dict.fromkeys(flags)),
        seat=main.seat,
        votes=not any(row.scope is None and not row.towards for row in suspended),
        outside=tuple(dict.fromkeys(row.scope for row in partial if row.scope and row.in_law)),
        rests_towards=tuple(dict.fromkeys(code for row in suspended for code in row.towards)),
        sources=tuple(dict.fromkeys(name for row in [main, *partial] for name in row.sources)),
    )


def _since(row: Membership, told: list[Membership]) -> Date | None:
    """Start of a status, gone back over rows that end on the day on which the next begins."""
    start = row.period.start
    left = [one for one in told if one is not row and one.status == row.status and one.period.end]
    while before := next((one for one in left if one.period.end == start), None):
        left.remove(before)
        start = before.period.start
    return start


def standings(rows: Iterable[Membership], belonging: Iterable[str], day: int) -> Iterator[Standing]:
    """Find the statuses on a day other than membership and what is said with it.

    Args:
        rows: the statuses that hold on the day, certainly or possibly.
        belonging: codes of the members.
        day: an ordinal.
    """
    inside = frozenset(belonging)
    for row in rows:
        if row.of is None and row.state in inside:
            continue
        holder = row.state or row.body or ""
        name = states.name_on(row.state, day) if row.state else holder
        certainty = row.period.holds(day)
        yield Standing(holder, name, row.status, row.of, row.period.start, certainty, row.sources)


def bearing(rows: Iterable[Membership], body: WiderBody | None) -> list[Membership]:
    """Rows of which a suspension from the wider body that the organisation acts for bears on it like its own.

    Args:
        rows: the statuses of all times.
        body: the wider body, where there is one.
    """
    return [replace(row, of=None) if body and row.of == body.id and row.status in PARTIAL else row for row in rows]


def resting(rows: Iterable[Membership], day: int) -> frozenset[str]:
    """States whose part in the organs is suspended in law on a day.

    Args:
        rows: the statuses of all times.
        day: an ordinal.
    """
    held = (row for row in rows if row.status == "suspended" and row.in_law and row.period.holds(day).possible)
    whole = (row.state for row in held if row.of is None and row.scope is None and not row.towards)
    return frozenset(state for state in whole if state)


def wider(treaties: Iterable[Treaty], body: WiderBody | None, day: int) -> tuple[str, ...]:
    """Members of the wider body on a day, by code: the parties to its instrument.

    Args:
        treaties: instruments, that one among them.
        body: the wider body, where there is one.
        day: an ordinal.
    """
    parties = (one for treaty in treaties if body and treaty.id == body.treaty for one in treaty.parties)
    begun = (one for one in parties if one.in_force and one.in_force.first <= day)
    return tuple(sorted(one.state for one in begun if one.ended is None or one.ended.first > day))
