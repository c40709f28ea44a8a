"""Asking: a query put to the record on a day, and on all the days on which its answer can change."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from foedus import states
from foedus.dates import Certainty, Date
from foedus.record import claims, claims_cases, claims_deeds, claims_law, claims_members
from foedus.record.claims import Reply
from foedus.record.expectations import AboutProvision
from foedus.record.queries import Query

if TYPE_CHECKING:
    from foedus.record.view import Organisation


def _record(*sections: str) -> Callable[[Any, Organisation], Iterable[Any]]:
    def facts(claim: Any, organisation: Organisation) -> Iterable[Any]:
        for section in sections:
            yield from getattr(organisation.record, section)

    return facts


def _one(section: str, key: str) -> Callable[[Any, Organisation], Iterable[Any]]:
    def facts(claim: Any, organisation: Organisation) -> Iterable[Any]:
        wanted = getattr(claim, key)
        return (one for one in getattr(organisation.record, section) if wanted in (None, one.id))

    return facts


def _itself(claim: Any, organisation: Organisation) -> Iterable[Any]:
    origin = claims_members.origin(organisation)
    return (organisation.record.organisation, origin.signed if origin else None)


def _membership(claim: Any, organisation: Organisation) -> Iterable[Any]:
    return (*(one.period for one in organisation.record.membership), organisation.in_force)


def _wordings(claim: AboutProvision, organisation: Organisation) -> Iterable[Any]:
    return (one.period for one in claims_law.wordings_of(claim.article, organisation))


def _rules(claim: Any, organisation: Organisation) -> Iterable[Any]:
    return (*(one.period for one in organisation.record.decision_rules), *_membership(claim, organisation))


def _case(claim: Any, organisation: Organisation) -> Iterable[Any]:
    coded = organisation.case(claim.case)
    if coded is None:
        return ()
    return (coded.situation, coded.invocation, coded.decision, coded.positions, coded.deployment)


def _cases(claim: Any, organisation: Organisation) -> Iterable[Any]:
    return (date for one in organisation.record.cases for date in (one.situation.begins, one.decision.date))


class _Kind(NamedTuple):
    """A kind of claim: how it is answered, and the facts on which that rests, whatever the day."""

    reply: Callable[[Any, Organisation, int], Reply]
    facts: Callable[[Any, Organisation], Iterable[Any]]


_KINDS: Final[dict[str, _Kind]] = {
    "itself": _Kind(claims_members.itself, _itself),
    "members": _Kind(claims_members.members, _membership),
    "status": _Kind(claims_members.status, _record("membership")),
    "chair": _Kind(claims_members.chair, _record("chairmanship")),
    "office": _Kind(claims_members.office, _record("officeholders")),
    "share": _Kind(claims_members.share, _itself),
    "state": _Kind(claims_members.state, lambda claim, organisation: (states.state(claim.state),)),
    "treaty": _Kind(claims_law.treaty, _one("treaties", "treaty")),
    "provision": _Kind(claims_law.provision, _wordings),
    "organ": _Kind(claims_law.organ, _record("organs")),
    "rule": _Kind(claims_law.rule, _rules),
    "force": _Kind(claims_deeds.force, _one("forces", "force")),
    "activity": _Kind(claims_deeds.activity, claims_deeds.dating),
    "event": _Kind(claims_deeds.event, _one("events", "event")),
    "case": _Kind(claims_cases.case, _case),
    "cases": _Kind(claims_cases.cases, _cases),
}
_JOINED: Final = {"all_of": claims.all_of, "any_of": claims.any_of, "none_of": claims.none_of}


def ask(query: Query, organisation: Organisation, day: int) -> Reply:
    """Put a query to the record as it stands for one day.

    What was so is asked, not what was known: a fact counts from its own date, whenever it came to light.

    Args:
        query: the query.
        organisation: whom it is about.
        day: an ordinal.
    """
    if query.on is None:
        return _asked(query, organisation, day)
    told = [_asked(query, organisation, one) for one in days_within(query, organisation, query.on)]
    past = claims.happened(query.on, day)
    holds = over(one.holds for one in told)
    near, close = over(one.near for one in told), over(one.close for one in told)
    first = next((one for one in told if one.holds is not claims.NO), told[0])
    return replace(
        first,
        holds=None if holds is None else holds & past,
        near=claims.NO if near is None else near & past,
        close=claims.NO if close is None else close & past,
    )


def _asked(query: Query, organisation: Organisation, day: int) -> Reply:
    key = query.key()
    if key in _JOINED:
        return _JOINED[key](ask(one, organisation, day) for one in getattr(query, key))
    return _KINDS[key].reply(getattr(query, key), organisation, day)


def over(answers: Iterable[Certainty | None]) -> Certainty | None:
    """The answer for a stretch of days: sure only where it is the same on each; None where nothing is known.

    >>> over([Certainty.NO, Certainty.CERTAINLY])
    <Certainty.POSSIBLY: 'possibly'>
    """
    found = set(answers)
    if found <= {claims.YES}:
        return claims.YES
    if found & {claims.YES, claims.MAYBE}:
        return claims.MAYBE
    return None if None in found else claims.NO


def facts_behind(query: Query, organisation: Organisation) -> Iterator[Any]:
    """Everything dated on which the answer rests, whatever the day."""
    key = query.key()
    if query.on is not None:
        yield query.on
    elif key in _JOINED:
        for one in getattr(query, key):
            yield from facts_behind(one, organisation)
    else:
        claim = getattr(query, key)
        yield from _KINDS[key].facts(claim, organisation)


def days_within(query: Query, organisation: Organisation, when: Date) -> list[int]:
    """The first day of a date, and all later ones within it on which the answer can change."""
    inner = query if query.on is None else _without_time(query)
    days = claims.change_days(facts_behind(inner, organisation))
    return [when.first, *sorted(day for day in days if when.first < day <= when.last)]


def _without_time(query: Query) -> Query:
    key = query.key()
    return Query(**{key: getattr(query, key)})


class Stretch(NamedTuple):
    """Days on which a query has one answer.

    Attributes:
        first: the first of them, an ordinal.
        last: the last.
        reply: the answer.
    """

    first: int
    last: int
    reply: Reply


def through_time(query: Query, organisation: Organisation) -> tuple[Stretch, ...]:
    """Ask a query on every day that the pack covers, by the days on which its answer can change."""
    first, last = covered(organisation)
    changes = claims.change_days(facts_behind(query, organisation))
    starts = [first, *sorted(day for day in changes if first < day <= last)]
    found: list[Stretch] = []
    for place, start in enumerate(starts):
        end = starts[place + 1] - 1 if place + 1 < len(starts) else last
        told = ask(query, organisation, start)
        if found and _same(found[-1].reply, told):
            found[-1] = found[-1]._replace(last=end)
        else:
            found.append(Stretch(start, end, told))
    return tuple(found)


def _same(one: Reply, other: Reply) -> bool:
    return (one.holds, one.near, one.close, one.gives) == (other.holds, other.near, other.close, other.gives)


def covered(organisation: Organisation) -> tuple[int, int]:
    """The first and last day that the pack covers."""
    last = organisation.last_known.last
    start = organisation.record.pack.covers.start
    if start is not None:
        return start.first, last
    signed = [one.signed.first for one in organisation.record.treaties]
    return min([*signed, organisation.record.organisation.founded.first, last]), last


def stretches_of(stretches: tuple[Stretch, ...], first: int, last: int) -> tuple[Stretch, ...]:
    """Those that touch some days."""
    begin = bisect.bisect_left([one.last for one in stretches], first)
    return tuple(one for one in stretches[begin:] if one.first <= last)
