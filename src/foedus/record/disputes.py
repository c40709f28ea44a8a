"""Disputes: what the record would be if another of the values that sources give were the right one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple, get_args

from foedus.dates import Date, DateError, Period
from foedus.record.base import Disputed, Fact
from foedus.record.cases import CodedCase
from foedus.record.expectations import Fulfilment
from foedus.record.facts import Membership, Status

if TYPE_CHECKING:
    from foedus.record.claims import Read
    from foedus.record.view import Organisation

_ENDS: Final = {"from": "start", "to": "end"}


class Variant(NamedTuple):
    """The record with one disputed value in the place of the one that it holds.

    Attributes:
        value: the disputed value.
        organisation: the organisation as it would be then.
        read: the fact that is disputed.
    """

    value: Disputed
    organisation: Organisation
    read: Read


def variants(reads: Iterable[Read], organisation: Organisation) -> Iterator[Variant]:
    """Every other record that the disputed values of some facts would make.

    A value is put to use where it is as typed as what it disputes: a date, a number, ``from`` or ``to`` a date
    for a period, or a status. Other values are prose, and stay for the reader.

    Args:
        reads: the facts.
        organisation: whose they are.
    """
    from foedus.record.view import Organisation

    done: set[str] = set()
    for read in reads:
        if read.key in done or not isinstance(read.fact, Fact):
            continue
        done.add(read.key)
        for value, other in others(read.fact):
            changed = _with(organisation, read.key, other)
            if changed is not None:
                yield Variant(value, Organisation(changed), read)


def _with(organisation: Organisation, key: str, other: Fact) -> Any:
    section = key.partition("/")[0]
    record = organisation.record
    facts = getattr(record, section, None)
    if not isinstance(facts, Fact | tuple):
        return None
    swapped = other if isinstance(facts, Fact) else tuple(other if one.id == other.id else one for one in facts)
    changed: dict[str, Any] = {section: swapped}
    return replace(record, **changed)


def others(fact: Fact) -> Iterator[tuple[Disputed, Fact]]:
    """A fact with each of its disputed values in place, as far as they are typed."""
    for value in fact.disputed:
        changed = _membership(fact, value) if isinstance(fact, Membership) else _field(fact, value)
        if changed is not None and changed != fact:
            yield value, changed
    if isinstance(fact, CodedCase):
        yield from _case(fact)


def _membership(fact: Membership, value: Disputed) -> Fact | None:
    if value.about is None and value.value in get_args(Status):
        return replace(fact, status=value.value)  # type: ignore[arg-type]  # it is one of the words
    return _field(fact, value)


def _field(fact: Fact, value: Disputed) -> Fact | None:
    if value.about not in {field.name for field in fields(fact)}:
        return None
    now = getattr(fact, value.about)
    try:
        if isinstance(now, Date):
            new: Any = Date.parse(value.value)
        elif isinstance(now, Period):
            new = _period(now, value.value)
        elif isinstance(now, int) and not isinstance(now, bool):
            new = int(value.value)
        elif isinstance(now, str):
            new = value.value
        else:
            return None
    except (DateError, ValueError):
        return None
    return None if new is None else replace(fact, **{value.about: new})


def _period(now: Period, text: str) -> Period | None:
    which, _, date = text.partition(" ")
    if which not in _ENDS:
        return None
    end = _ENDS[which]
    changed: dict[str, Any] = {end: Date.parse(date), f"{end}_unknown": False}
    return replace(now, **changed)


def _case(fact: CodedCase) -> Iterator[tuple[Disputed, Fact]]:
    for value in fact.disputed_personnel:
        if value.value.isdecimal():
            sent = replace(fact.deployment, personnel_total=int(value.value))
            yield value, replace(fact, deployment=sent)
    for value in fact.disputed_fulfilment:
        word = value.value.partition(":")[0]
        if word in get_args(Fulfilment):
            yield value, replace(fact, fulfilled=word)  # type: ignore[arg-type]  # it is one of the words


def is_typed(value: Disputed) -> bool:
    """Whether a disputed value is as typed as what it disputes, and not prose.

    >>> (
    ...     is_typed(Disputed(value="from 2006-08-16")),
    ...     is_typed(Disputed(value="loose press wording")),
    ... )
    (True, False)
    """
    which, _, date = value.value.rpartition(" ")
    if value.value.isdecimal() or which in _ENDS:
        return True
    try:
        return Date.parse(date).text == value.value
    except DateError:
        return False


def disputed_values(read: Read) -> tuple[Disputed, ...]:
    """The disputed values of what was read of a fact."""
    if isinstance(read.fact, CodedCase):
        case = read.fact
        return {"personnel": case.disputed_personnel, "fulfilled": case.disputed_fulfilment}.get(read.field, ())
    told: tuple[Disputed, ...] = getattr(read.fact, "disputed", ())
    return tuple(one for one in told if one.about == read.field and read.field)
