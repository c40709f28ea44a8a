"""Who is in, who is in the chair, who holds office, who contributes: no two at once, and nobody who is not in."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Hashable, Iterable
from typing import TYPE_CHECKING, Any

from foedus import states
from foedus.dates import Date, Period
from foedus.record.checks_ground import Ground, clashes
from foedus.record.checks_names import absent, in_being

if TYPE_CHECKING:
    from foedus.record.reading import Item


def check_members(ground: Ground) -> None:
    """Check membership, chairmanship, offices and contributions to forces."""
    _check_holders(ground)
    for section in ("membership", "chairmanship"):
        for item in ground.items(section):
            _check_life(ground, item)
    for one, other in _at_once(ground.items("membership"), _same_status):
        what = f"{_holder(one.fact)} is {one.fact.status} already in {other.id} ({other.fact.period})"
        mend = "end one before the other begins, or make them one row"
        ground.tell(one, ("period",), "overlapping-membership", what, mend)
    for one, other in _at_once(ground.items("chairmanship"), lambda chair: None):
        if one.fact.state != other.fact.state:
            what = f"{other.fact.state} is in the chair too, in {other.id} ({other.fact.period})"
            ground.tell(one, ("period",), "chair-overlap", what, "end one before the other begins")
    _check_offices(ground)
    _check_contributions(ground)


def _same_status(row: Any) -> Hashable:
    return row.state, row.body, row.status, row.of, row.scope


def _holder(row: Any) -> str:
    return str(row.state or row.body)


def _at_once(items: Iterable[Item], key: Callable[[Any], Hashable]) -> Iterable[tuple[Item, Item]]:
    """Yield the pairs, alike by a key, whose periods surely overlap."""
    alike: dict[Hashable, list[tuple[Item, Period]]] = {}
    for item in items:
        alike.setdefault(key(item.fact), []).append((item, item.fact.period))
    for held in alike.values():
        yield from clashes(held)


def _check_holders(ground: Ground) -> None:
    for item in ground.items("membership"):
        row = item.fact
        if (row.state is None) == (row.body is None):
            what = "neither a state nor a body is named" if row.state is None else "a state and a body are named"
            mend = "give 'state', or 'body' for what is not a state"
            ground.tell(item, (), "membership-needs-state-or-body", what, mend)


def _check_life(ground: Ground, item: Item) -> None:
    """A status cannot begin before its state, nor outlive it."""
    code, period = item.fact.state, item.fact.period
    if code not in states.codes() or not in_being(code, period):
        return  # told already, with the names
    for day in (period.start, _last_day(ground, period)):
        if day is not None and not in_being(code, day):
            what, mend = absent(code, day)
            ground.tell(item, ("period",), "state-not-in-being", what, mend)
            return


def _last_day(ground: Ground, period: Period) -> Date | None:
    """The latest day on which a period surely holds, as far as the pack knows."""
    if period.end is not None:
        return Date.of(period.end.earliest - datetime.timedelta(days=1))
    return None if period.end_unknown else ground.covered_to


def _check_offices(ground: Ground) -> None:
    items = ground.items("officeholders")
    for item in items:
        start, ends = item.fact.period.start, item.fact.term_ends
        if start and ends and ends.certainly_before(start):
            what = f"the term ends {ends}, before the office is taken {start}"
            ground.tell(item, ("term_ends",), "term-ends-before-start", what, "mend one of the two dates")
    full = (item for item in items if not item.fact.acting)
    for one, other in _at_once(full, lambda holder: holder.office):
        if one.fact.person != other.fact.person:
            what = f"{other.fact.person} is {one.fact.office!r} too, in {other.id} ({other.fact.period})"
            mend = "end one before the other begins, say 'acting: true', or tell the offices apart"
            ground.tell(one, ("period",), "office-overlap", what, mend)


def _check_contributions(ground: Ground) -> None:
    if not ground.sound("membership"):
        return
    members = {row.state for row in ground.reading.all("membership")}
    for item in ground.items("forces"):
        for place, one in enumerate(item.fact.contributions):
            if one.state not in members and one.state in states.codes():
                what = f"{one.state} has no row in membership.yaml"
                mend = "add its membership, or mend the code"
                way = ("contributions", place, "state")
                ground.tell(item, way, "contribution-of-non-member", what, mend)
