"""Statements that texts make, and the queries that they are checked by: a closed set, data and not code.

A query says what a statement claims of the record, with the value that it expects. Exactly one of its keys
chooses what it is about (:mod:`foedus.record.expectations`). :mod:`foedus.record.claims` reads it off the record,
and :mod:`foedus.record.statements` finds the verdict.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

from foedus.dates import Date
from foedus.record.base import Part
from foedus.record.expectations import (
    AboutActivity,
    AboutCase,
    AboutCases,
    AboutChair,
    AboutEvent,
    AboutForce,
    AboutItself,
    AboutMembers,
    AboutOffice,
    AboutOrgan,
    AboutProvision,
    AboutRule,
    AboutShare,
    AboutState,
    AboutStatus,
    AboutTreaty,
)

Found = Literal["true", "true_then", "out_of_date", "imprecise", "disputed", "false"]
"""What a reader may find by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query(Part):
    """What a statement claims; exactly one key besides ``on`` is given.

    Attributes:
        itself: of the organisation itself.
        members: who, or how many, the members are.
        status: which status a state has, had or got.
        chair: who is in the chair.
        office: who holds an office.
        treaty: an instrument.
        provision: an article.
        organ: a body.
        rule: how a body decides.
        force: a collective force.
        activity: an operation, exercise or programme.
        event: a milestone.
        case: one case.
        cases: a number of cases.
        share: a share of the budget.
        state: whether a state exists.
        all_of: every part is so.
        any_of: some part is so.
        none_of: no part is so.
        on: the time that the statement itself names; without it the day of the document.
    """

    itself: AboutItself | None = None
    members: AboutMembers | None = None
    status: AboutStatus | None = None
    chair: AboutChair | None = None
    office: AboutOffice | None = None
    treaty: AboutTreaty | None = None
    provision: AboutProvision | None = None
    organ: AboutOrgan | None = None
    rule: AboutRule | None = None
    force: AboutForce | None = None
    activity: AboutActivity | None = None
    event: AboutEvent | None = None
    case: AboutCase | None = None
    cases: AboutCases | None = None
    share: AboutShare | None = None
    state: AboutState | None = None
    all_of: tuple[Query, ...] | None = None
    any_of: tuple[Query, ...] | None = None
    none_of: tuple[Query, ...] | None = None
    on: Date | None = None

    def key(self) -> str:
        """Name of the one key that is given.

        Raises:
            ValueError: if none or several are.
        """
        given = [one.name for one in fields(self) if one.name != "on" and getattr(self, one.name)]
        return _one("a query takes exactly one key", given)

    def __post_init__(self) -> None:
        """Refuse a query without exactly one key."""
        self.key()


def _one(rule: str, given: list[str]) -> str:
    if len(given) != 1:
        raise ValueError(f"{rule}, not {len(given)} ({', '.join(given) or 'none'})")
    return given[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand(Part):
    """What a reader found in sources, where the record holds no fact that a query could read.

    Attributes:
        verdict: what the reader found.
        sources: ids of the sources that show it.
    """

    verdict: Found
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Part):
    """Something that a text says of an organisation; exactly one of query, judgement and by_hand is given.

    Attributes:
        id: unique in the pack, or in the file.
        document: id or title of the text.
        quote: its words, cut short.
        as_of: day of the text, as precise as known.
        organisation: whom it is about; missing: the organisation of the pack.
        query: what it claims, to be read off the record.
        judgement: it is an opinion, which no fact settles; ``why`` says so in words.
        by_hand: what a reader found, where no query can; ``why`` says it in words.
        why: the reason, for a judgement and what was found by hand.
    """

    id: str
    document: str
    quote: str
    as_of: Date
    organisation: str | None = None
    query: Query | None = None
    judgement: bool = False
    by_hand: ByHand | None = None
    why: str | None = None

    def __post_init__(self) -> None:
        """Refuse a statement that is checked in no way or in several."""
        given = [key for key in ("query", "judgement", "by_hand") if getattr(self, key)]
        _one("a statement takes exactly one of query, judgement and by_hand", given)
