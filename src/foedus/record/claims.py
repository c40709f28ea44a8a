"""Replies: what the record answers to a claim on one day, and the parts that every kind of claim shares.

A reply says how surely the claim holds, whether a near thing does, what the record gives instead, and which
facts were read. Replies combine as in three-valued logic, with "not known" as a fourth answer that only a sure
no outweighs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final, NamedTuple

from foedus.dates import Certainty, Date, Period
from foedus.record.expectations import Figure

YES: Final = Certainty.CERTAINLY
MAYBE: Final = Certainty.POSSIBLY
NO: Final = Certainty.NO


class Read(NamedTuple):
    """A fact that was read.

    Attributes:
        key: ``section/id``.
        fact: the fact.
        field: the part of it that was read, as ``disputed`` values name it; "" where it is the whole.
    """

    key: str
    fact: Any
    field: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the record answers to a claim on one day.

    Attributes:
        holds: how surely the claim holds; None where the record does not say.
        gives: what the record gives, in words.
        reads: the facts that say so.
        near: how surely a near thing holds: one that stands in a stated relation to what is claimed.
        near_why: that thing, in words.
        close: how surely a close value stands there: a figure within the tolerance that the statement gives, or a
            word beside the one claimed on a scale.
    """

    holds: Certainty | None
    gives: str
    reads: tuple[Read, ...] = ()
    near: Certainty = NO
    near_why: str = ""
    close: Certainty = NO


def all_of(replies: Iterable[Reply]) -> Reply:
    """Combine the replies to claims that must all hold.

    >>> all_of([Reply(YES, "a"), Reply(None, "b")]).holds is None
    True
    """
    parts = list(replies)
    if len(parts) == 1:
        return parts[0]
    known = [one.holds for one in parts if one.holds is not None]
    holds: Certainty | None = _weakest(known)
    if len(known) < len(parts) and holds is not NO:
        holds = None
    near = _weakest(_held(one) | one.near for one in parts)
    return Reply(
        holds,
        _joined(one.gives for one in parts),
        _reads(parts),
        near if any(one.near.possible and one.near_why for one in parts) else NO,
        _joined(one.near_why for one in parts if not _held(one).certain),
        _weakest(_held(one) | one.near | one.close for one in parts) if any(_closest(parts)) else NO,
    )


def any_of(replies: Iterable[Reply]) -> Reply:
    """Combine the replies to claims of which one must hold."""
    parts = list(replies)
    best = _strongest(map(_held, parts))
    unknown = any(one.holds is None for one in parts)
    return Reply(
        best if best.possible or not unknown else None,
        _joined(one.gives for one in parts),
        _reads(parts),
        _strongest(one.near for one in parts),
        _joined(one.near_why for one in parts),
        _strongest(one.close for one in parts),
    )


def none_of(replies: Iterable[Reply]) -> Reply:
    """Combine the replies to claims of which none may hold."""
    some = any_of(replies)
    return Reply(None if some.holds is None else ~some.holds, some.gives, some.reads)


def _held(one: Reply) -> Certainty:
    return NO if one.holds is None else one.holds


def _closest(parts: list[Reply]) -> Iterator[bool]:
    return (one.close.possible for one in parts)


def _weakest(many: Iterable[Certainty]) -> Certainty:
    found = YES
    for one in many:
        found &= one
    return found


def _strongest(many: Iterable[Certainty]) -> Certainty:
    found = NO
    for one in many:
        found |= one
    return found


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(text for text in texts if text))


def _reads(parts: Iterable[Reply]) -> tuple[Read, ...]:
    # Facts are told apart by their key, since one can be the same on different days.
    return tuple({(read.key, read.field): read for one in parts for read in one.reads}.values())


def named(head: str, reply: Reply) -> Reply:
    """A reply that begins with what it is about."""
    gives = f"{head}: {reply.gives}" if reply.gives else head
    return replace(reply, gives=gives, near_why=f"{head}: {reply.near_why}" if reply.near_why else "")


def plain(token: str) -> str:
    """A token of the record in words.

    >>> plain("mutual_defence")
    'mutual defence'
    """
    return token.replace("_", " ")


def span(period: Period) -> str:
    """A period in words.

    >>> span(Period.parse("2006-06-23/2012-12-19")), span(Period.parse("2003-09-18/.."))
    ('from 2006-06-23 to 2012-12-19', 'since 2003-09-18')
    """
    start = period.start.text if period.start else "a day not known" if period.start_unknown else None
    end = period.end.text if period.end else "a day not known" if period.end_unknown else None
    if start and start == end:
        return f"in {start}"
    if start and end:
        return f"from {start} to {end}"
    return f"since {start}" if start else f"until {end}" if end else "always"


def happened(date: Date, day: int) -> Certainty:
    """How surely something of a date had come by a day.

    >>> happened(Date.parse("2012-12"), Date.parse("2012-12-19").first)
    <Certainty.POSSIBLY: 'possibly'>
    """
    return YES if date.last <= day else MAYBE if date.first <= day else NO


def same_date(claimed: Date, actual: Date) -> Certainty:
    """How surely a date is the one claimed: certainly where all that it may mean lies in what is claimed.

    >>> same_date(Date.parse("2002"), Date.parse("2002-10-07"))
    <Certainty.CERTAINLY: 'certainly'>
    """
    if claimed.first <= actual.first and actual.last <= claimed.last:
        return YES
    return MAYBE if claimed.first <= actual.last and actual.first <= claimed.last else NO


def dated(claimed: Date, actual: Date | None, day: int, what: str, reads: tuple[Read, ...]) -> Reply:
    """The reply to a claim that something was on a date.

    Args:
        claimed: the date claimed.
        actual: the date on record.
        day: the day asked about; what came later had not been then.
        what: the thing, in words.
        reads: the facts read.
    """
    if actual is None:
        return Reply(None, f"when {what} is not known", reads)
    return Reply(same_date(claimed, actual) & happened(actual, day), f"{what} {actual}", reads)


def since(date: Date | None, day: int, so: bool | Certainty | None, gives: str, reads: tuple[Read, ...]) -> Reply:
    """The reply to a claim about something that is so, or not, from a date on."""
    if so is None:
        return Reply(None, gives, reads)
    sure = so if isinstance(so, Certainty) else (YES if so else NO)
    return Reply(sure if date is None else sure & happened(date, day), gives, reads)


_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d+")
"""A word, hyphens within it included, or a number: "Brotherhood-2020" is two."""
_SMALL: Final = frozenset(
    (
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "into",
        "is",
        "its",
        "of",
        "on",
        "or",
        "the",
        "to",
        "with",
    )
)


@lru_cache(4096)
def words_of(text: str) -> frozenset[str]:
    """The words of a text that carry meaning, each in one form.

    >>> sorted(words_of("Policies of the members"))
    ['member', 'policy']
    """
    return frozenset(_plain(word) for word in _WORD.findall(text.casefold()) if word not in _SMALL)


def _plain(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def said(claimed: str, text: str | None, gives: str, reads: tuple[Read, ...]) -> Reply:
    """The reply to a claim in words: all of them stand in the text; half of them is close.

    >>> said("recruitment of citizens", "Recruitment of a citizen abroad", "", ()).holds
    <Certainty.CERTAINLY: 'certainly'>
    """
    if text is None:
        return Reply(None, gives, reads)
    wanted, there = words_of(claimed), words_of(text)
    found = len(wanted & there)
    if found == len(wanted):
        return Reply(YES, gives, reads)
    return Reply(NO, gives, reads, close=YES if found and 2 * found >= len(wanted) else NO)


def number(figure: Figure, value: int | None) -> tuple[Certainty | None, Certainty]:
    """How surely a number is the one claimed, and whether it lies within the tolerance."""
    if value is None:
        return None, NO
    wanted = figure.count
    fits = (
        (wanted is None or value == wanted)
        and (figure.at_least is None or value >= figure.at_least)
        and (figure.at_most is None or value <= figure.at_most)
    )
    close = wanted is not None and figure.within is not None
    near = close and abs(value - (wanted or 0)) <= Fraction(figure.within or 0) * (wanted or 0)
    return (YES if fits else NO), (YES if near else NO)


def kin(families: Iterable[frozenset[str]], one: str, other: str) -> bool:
    """Whether two words stand in one family, so that one is near the other."""
    return any({one, other} <= family for family in families)


def counts(figure: Figure) -> bool:
    """Whether a number is claimed at all."""
    return any(value is not None for value in (figure.count, figure.at_least, figure.at_most))


def named_set(claimed: tuple[str, ...], actual: Iterable[str], gives: str, reads: tuple[Read, ...]) -> Reply:
    """The reply to a claim that names all of a set: naming some of it, and nothing else, is near."""
    wanted, there = frozenset(claimed), frozenset(actual)
    some = bool(wanted) and wanted < there
    why = f"the statement names {len(wanted)} of {len(there)}: {gives}"
    return Reply(YES if wanted == there else NO, gives, reads, YES if some else NO, why if some else "")


def dates_of(fact: Any) -> Iterator[Date]:
    """Every date within a fact, the ends of its periods among them."""
    if isinstance(fact, Date):
        yield fact
    elif isinstance(fact, Period):
        yield from filter(None, (fact.start, fact.end))
    elif not isinstance(fact, str | int | None):
        parts = fact if isinstance(fact, tuple) else _values(fact)
        for one in parts:
            yield from dates_of(one)


def _values(fact: Any) -> Iterator[Any]:
    return (getattr(fact, field.name) for field in fields(fact)) if is_dataclass(fact) else iter(())


def change_days(facts: Iterable[Any]) -> set[int]:
    """Every day on which an answer that rests on facts can change.

    A period turns from no to possible to certain, and back, on the first and last days that its ends may mean,
    or on a day beside them (:class:`foedus.dates.Period`).
    """
    days: set[int] = set()
    for date in dates_of(tuple(facts)):
        days.update((date.first, date.first + 1, date.last - 1, date.last, date.last + 1))
    return days
