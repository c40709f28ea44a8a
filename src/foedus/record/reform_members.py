"""What a reform makes of the membership of one state: it joins, leaves, freezes, is suspended, returns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from foedus import states
from foedus.dates import Period
from foedus.record.facts import Membership, Party, Status, Treaty
from foedus.record.members import BELONGING, PARTIAL
from foedus.record.reform_changes import Movement, Reform
from foedus.record.reform_facts import Bench, ended


def move(bench: Bench, reform: Reform, change: Movement) -> None:
    """Let a state join, leave, freeze, be suspended, or return.

    A state that leaves is party to none of the instruments any more, and one that joins is party to those to which
    every member of that day is. What the record has of the state after the day stays.

    Args:
        bench: the record at work.
        reform: the reform.
        change: what happens to which state.
    """
    try:
        states.state(change.state)
    except states.UnknownState as error:
        what, _, mend = str(error).partition("; ")
        bench.tell(change.place, "unknown-state", what, mend or "write the state's code", at=("member",))
        return
    told = _refusal(bench, change)
    if told is not None:
        bench.tell(change.place, "contradictory-reform", *told, at=("does",))
        return
    {"joins": _joins, "leaves": _leaves, "returns": _returns}.get(change.move, _rests)(bench, reform, change)


def _now(bench: Bench, state: str, statuses: Iterable[str]) -> list[Membership]:
    """The statuses of a state in the organisation itself that hold, certainly or possibly, on the day."""
    rows = (one for one in bench.record.membership if one.state == state and one.of is None)
    return [one for one in rows if one.status in statuses and one.period.holds(bench.day).possible]


def _refusal(bench: Bench, change: Movement) -> tuple[str, str] | None:
    """Say why what is written cannot happen on its day, and what would be right; None where it can."""
    code, day = change.state, bench.begins.text if bench.begins else "the beginning"
    inside = _now(bench, code, BELONGING)
    apart = _now(bench, code, PARTIAL)
    if change.move == "joins":
        if inside and change.seat in (None, inside[-1].seat):
            return f"{code} belongs to it already on {day}", "leave it out, or let it join after it has left"
    elif change.move == "returns":
        if inside and not apart:
            return f"{code} is a full member on {day}", "leave it out, or let it leave or freeze before"
    elif not inside:
        return f"{code} does not belong to it on {day}", "let it join before, or give the day on which it does"
    elif change.move in ("freezes", "suspended") and any(one.scope == change.scope for one in apart):
        return f"{code} is {apart[-1].status} already on {day}", "leave it out, or let it return before"
    return None


def _row(bench: Bench, reform: Reform, change: Movement, status: Status, *, in_law: bool = True) -> Membership:
    return Membership(
        id=f"{reform.id}-{change.state}-{status}-{bench.day}",
        state=change.state,
        status=status,
        scope=change.scope if status in PARTIAL else None,
        seat=change.seat if status in BELONGING else None,
        period=Period(bench.begins),
        in_law=in_law,
        basis=f"the reform {reform.id}",
        sources=reform.sources,
    )


def _with(bench: Bench, state: str, statuses: Iterable[str], *new: Membership) -> None:
    """End the statuses that a state has on the day, and give it others."""
    wanted = frozenset(statuses)
    made: list[Membership] = []
    for one in bench.record.membership:
        own = one.state == state and one.of is None and one.status in wanted
        if not own or not one.period.holds(bench.day).possible:
            made.append(one)
        elif bench.day > 1 and (one.period.start is None or one.period.start.first < bench.day):
            made.append(replace(one, period=ended(one.period, bench.day)))
    bench.put(membership=(*made, *new))


def _joins(bench: Bench, reform: Reform, change: Movement) -> None:
    held = [one for one in bench.record.membership if one.of is None and one.period.holds(bench.day).possible]
    ever = held or bench.record.membership
    status: Status = "member" if any(one.status == "member" for one in ever) else "party"
    others = {one.state for one in held if one.status in BELONGING and one.state} - {change.state}
    treaties = tuple(_acceded(bench, one, change.state, others) for one in bench.record.treaties)
    ends = (*BELONGING, *PARTIAL, "signatory", "observer", "partner", "withdrawn", "expelled")
    _with(bench, change.state, ends, _row(bench, reform, change, status))
    bench.put(treaties=treaties)


def _acceded(bench: Bench, treaty: Treaty, state: str, members: set[str]) -> Treaty:
    """An instrument with the state among its parties, where every member of the day is one."""
    done = treaty.ended is not None and treaty.ended.last <= bench.day
    parties = {one.state for one in treaty.parties if _bound(one, bench.day)}
    if done or not members or not members <= parties:
        return treaty
    on = bench.begins or treaty.in_force or treaty.signed
    party = Party(state=state, signed=on, in_force=on)
    return replace(
        treaty,
        parties=(*(one for one in treaty.parties if one.state != state), party),
        not_signed_by=tuple(one for one in treaty.not_signed_by if one != state),
    )


def _bound(party: Party, day: int) -> bool:
    begun = party.in_force is not None and (day <= 1 or party.in_force.first <= day)
    return begun and (party.ended is None or party.ended.last > day)


def _leaves(bench: Bench, reform: Reform, change: Movement) -> None:
    new = _row(bench, reform, change, "withdrawn")
    _with(bench, change.state, (*BELONGING, *PARTIAL), new)
    bench.put(treaties=tuple(_left(bench, one, change.state) for one in bench.record.treaties))


def _left(bench: Bench, treaty: Treaty, state: str) -> Treaty:
    """An instrument without the state among its parties from the day on."""
    if not any(one.state == state and _bound(one, bench.day) for one in treaty.parties):
        return treaty
    parties = (
        replace(one, ended=bench.begins) if one.state == state and _bound(one, bench.day) else one
        for one in treaty.parties
    )
    return replace(treaty, parties=tuple(parties))


def _rests(bench: Bench, reform: Reform, change: Movement) -> None:
    """Freeze, which is declared and no legal act; or suspend, which is one."""
    suspended = change.move == "suspended"
    new = _row(bench, reform, change, "suspended" if suspended else "frozen", in_law=suspended)
    bench.put(membership=(*bench.record.membership, new))


def _returns(bench: Bench, reform: Reform, change: Movement) -> None:
    if _now(bench, change.state, BELONGING):
        _with(bench, change.state, PARTIAL)
    else:
        _joins(bench, reform, change)
