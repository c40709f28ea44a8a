"""Verdicts: what becomes of a statement when its query is run through time.

========== =====================================================================================================
verdict    when
========== =====================================================================================================
true       the record gives the expected value on the text's day, and at the end of what the pack covers
true_then  it gives it on the text's day, and no longer at the end
imprecise  it does not give it on the text's day, but something near: another thing that stands in a stated
           relation to it, or a close value, such as a figure within the tolerance that the statement gives
disputed   none of these, but a value that sources give beside the record's own is the expected one
out_of_date none of these, but the record gives the expected value (or a near one) on some earlier day
false      none of these
unknown    the record does not say
opinion    the statement is a judgement; no query is run
========== =====================================================================================================

The order of precedence is: true and true_then; imprecise by another thing; disputed; imprecise by a close value;
out_of_date; false.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from foedus.dates import Certainty, Date, Period
from foedus.record.asking import (
    Stretch,
    ask,
    covered,
    days_within,
    facts_behind,
    over,
    stretches_of,
    through_time,
)
from foedus.record.base import Disputed
from foedus.record.claims import NO, Read, dates_of
from foedus.record.disputes import disputed_values, is_typed, variants
from foedus.record.periods import periods_of, possible_only
from foedus.record.queries import Query, Statement

if TYPE_CHECKING:
    from foedus.record.view import Organisation

Verdict = Literal["true", "true_then", "out_of_date", "imprecise", "disputed", "false", "opinion", "unknown"]
"""What comes of checking a statement."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A statement with what came of checking it.

    Attributes:
        statement: the statement.
        organisation: id of the organisation that it is about.
        verdict: see :data:`Verdict`.
        computed: the verdict comes from running a query, not from a reader.
        certainty: whether the verdict is certain, or rests on what is only possible; None for an opinion and for
            what is unknown.
        true_during: when it was so, as far as the pack covers; the ends are as precise as the facts are dated.
        possibly_during: when it was only possibly so.
        near_during: when a near thing was so, and not the thing itself.
        facts: ``section/id`` of the facts that say so.
        disputed: values that sources give for these facts beside the record's own.
        sources: ids of the sources of the facts, and of the disputed value that a verdict rests on.
        why: the reason, in words.
    """

    statement: Statement
    organisation: str
    verdict: Verdict
    computed: bool
    certainty: Certainty | None
    true_during: tuple[Period, ...]
    possibly_during: tuple[Period, ...]
    near_during: tuple[Period, ...]
    facts: tuple[str, ...]
    disputed: tuple[tuple[str, Disputed], ...]
    sources: tuple[str, ...]
    why: str


def check(
    statement: Statement, home: Organisation | None, find: Callable[[str], Organisation | None] | None = None
) -> Checked:
    """Check a statement against the record.

    Args:
        statement: the statement.
        home: the organisation that it is about where it names none; None where it must name one.
        find: finds another organisation by its id, None where there is none; without it, among the installed
            packs.

    Returns:
        the verdict, when the statement was true, and why.

    >>> from foedus.record.view import organisation
    >>> from foedus.record.expectations import AboutMembers
    >>> seven = Query(members=AboutMembers(count=7))
    >>> told = check(
    ...     Statement(
    ...         id="a", document="b", quote="seven", as_of=Date.parse("2022-02-10"), query=seven
    ...     ),
    ...     organisation("csto"),
    ... )
    >>> told.verdict, [period.text for period in told.true_during]
    ('out_of_date', ['2006-06-23/2012-12-19'])
    """
    about = statement.organisation or (home.id if home else "")
    if statement.query is None:
        return _by_reader(statement, about)
    at_home = home is not None and about == home.id
    whose = home if at_home else (find or _installed)(about)
    if whose is None:
        why = f"No usable pack of {about or 'an organisation'} is installed, so that nothing can be asked of it."
        return Checked(statement, about, "unknown", False, None, (), (), (), (), (), (), why)
    return _Check(statement, statement.query, whose).made()


def check_all(home: Organisation) -> tuple[Checked, ...]:
    """Check every statement of an organisation's pack, in the order of the pack."""
    return tuple(check(one, home) for one in home.record.statements)


def _by_reader(statement: Statement, about: str) -> Checked:
    found, why = statement.by_hand, statement.why or ""
    if found is None:
        return Checked(statement, about, "opinion", False, None, (), (), (), (), (), (), why)
    return Checked(statement, about, found.verdict, False, None, (), (), (), (), (), found.sources, why)


def _installed(name: str) -> Organisation | None:
    from foedus.record.faults import PackError, UnknownPack
    from foedus.record.view import organisation

    try:
        return organisation(name)
    except (PackError, UnknownPack):
        return None


class _Check:
    """One statement with a query, being checked."""

    def __init__(self, statement: Statement, query: Query, whose: Organisation) -> None:
        self.statement, self.query, self.whose = statement, query, whose
        self.first, self.last = covered(whose)
        self.stretches = through_time(query, whose)
        self.dates = tuple(dates_of(tuple(facts_behind(query, whose))))
        as_of = statement.as_of
        self.late = as_of.first > self.last
        self.begin = min(max(as_of.first, self.first), self.last)
        self.end = max(min(as_of.last, self.last), self.begin)
        self.then = stretches_of(self.stretches, self.begin, self.end)

    def made(self) -> Checked:
        """The verdict, with its reasons."""
        if self.statement.as_of.last < self.first:
            day = Date.parse(self._day(self.first))
            return self._said("unknown", None, f"The record covers nothing before {day.spoken()}.", ())
        holds = over(one.reply.holds for one in self.then)
        near = over(one.reply.near for one in self.then)
        if holds is not None and holds.possible:
            return self._true(holds)
        if near is not None and near.possible:
            one = next(one for one in self.then if one.reply.near.possible)
            return self._said("imprecise", near, f"Nearly so: {one.reply.near_why}", one.reply.reads)
        return self._disputed() or self._close() or self._otherwise(holds)

    def _true(self, holds: Certainty) -> Checked:
        one = next(one for one in self.then if _holds(one).possible)
        end = self.stretches[-1].reply
        now = f"{self._when()}: {one.reply.gives}"
        if end.holds is None or end.holds.possible:
            return self._said("true", holds, now, one.reply.reads)
        no_more = "no longer" if end.gives == one.reply.gives else end.gives
        why = f"{now}. At the end of the record, {self.whose.last_known.spoken()}: {no_more}"
        return self._said("true_then", holds, why, (*one.reply.reads, *end.reads))

    def _disputed(self) -> Checked | None:
        reads = [read for one in self.stretches for read in one.reply.reads]
        for value, other, read in variants(reads, self.whose):
            # The days asked about are those of the variant, whose dates are its own.
            days = days_within(self.query, other, self.statement.as_of) if self.query.on is None else [self.begin]
            told = [ask(self.query, other, min(max(day, self.begin), self.end)) for day in days]
            holds = over(one.holds for one in told)
            if holds is not None and holds.possible:
                own = self.then[0].reply
                why = f"{self._when()}: {own.gives}; but also {_value(value.value, value.sources)}"
                return self._said("disputed", holds, why, (*own.reads, read), value.sources)
        return None

    def _close(self) -> Checked | None:
        close = over(one.reply.close for one in self.then)
        if close is None or not close.possible:
            return None
        one = next(one for one in self.then if one.reply.close.possible)
        return self._said("imprecise", close, f"Close, and not the same: {one.reply.gives}", one.reply.reads)

    def _otherwise(self, holds: Certainty | None) -> Checked:
        now = next((one.reply for one in self.then if one.reply.gives), self.then[0].reply)
        if holds is None:
            return self._said("unknown", None, f"The record does not say: {now.gives}", now.reads)
        earlier = [one for one in self.stretches if one.first < self.begin]
        for so, word in ((_holds, "It was so"), (_near, "A near thing was so")):
            was = [one for one in earlier if so(one).possible]
            if was:
                reply = was[-1].reply
                spans = self._periods(so)
                when = f" {_spoken(spans)}" if spans else " possibly, at a time not known to the day"
                gives = "no longer" if now.gives == reply.gives else now.gives
                why = f"{word}{when}. {self._when()}: {gives}"
                sure = max(map(so, was), key=lambda answer: answer.certain)
                return self._said("out_of_date", sure, why, (*now.reads, *reply.reads))
        later = self._periods(_holds)
        word = f"Only later, {_spoken(later)}" if later else "At no time on record"
        return self._said("false", Certainty.CERTAINLY, f"{word}. {self._when()}: {now.gives}", now.reads)

    def _said(
        self,
        verdict: Verdict,
        certainty: Certainty | None,
        why: str,
        reads: Iterable[Read],
        sources: Iterable[str] = (),
    ) -> Checked:
        told = {(one.key, one.field): one for one in reads}.values()
        disputed = tuple((one.key, value) for one in told for value in disputed_values(one))
        reasons = [why if why.endswith(".") else f"{why}.", *self._reservations(certainty)]
        reasons += [_differ(one) for one in told if any(map(is_typed, disputed_values(one)))]
        answers = [(one.first, _holds(one)) for one in self.stretches]
        return Checked(
            self.statement,
            self.whose.id,
            verdict,
            True,
            certainty,
            self._periods(_holds),
            possible_only(answers, self.last),
            self._periods(_near),
            tuple(dict.fromkeys(one.key for one in told)),
            disputed,
            tuple(dict.fromkeys([*(name for one in told for name in _sources(one)), *sources])),
            " ".join(reasons),
        )

    def _reservations(self, certainty: Certainty | None) -> list[str]:
        found = []
        if self.late:
            found.append(f"Last known as of {self.whose.last_known.spoken()}: the record covers nothing later.")
        if certainty is Certainty.POSSIBLY:
            found.append(f"This is only possible: {self._doubt()}.")
        return found

    def _doubt(self) -> str:
        if len(self.then) > 1 and not self.statement.as_of.exact:
            return f"the text is of {self.statement.as_of.spoken()}, and the answer changes within that"
        return "dates on record are not known to the day"

    def _periods(self, choose: Callable[[Stretch], Certainty]) -> tuple[Period, ...]:
        answers = [(one.first, choose(one)) for one in self.stretches]
        return periods_of(answers, self.last, self.dates)

    def _when(self) -> str:
        return f"As of {self.statement.as_of.spoken()}"

    @staticmethod
    def _day(ordinal: int) -> str:
        return datetime.date.fromordinal(ordinal).isoformat()


def _holds(one: Stretch) -> Certainty:
    return NO if one.reply.holds is None else one.reply.holds


def _near(one: Stretch) -> Certainty:
    return NO if _holds(one).certain else one.reply.near


def _value(value: str, sources: tuple[str, ...]) -> str:
    return f"{value} ({', '.join(sources)})" if sources else value


def _differ(read: Read) -> str:
    values = [one.value for one in disputed_values(read) if is_typed(one)]
    return f"Sources differ on {read.key} ({read.field}): {'; '.join(values)}."


def _spoken(periods: Iterable[Period]) -> str:
    return ", and ".join(_span(one) for one in periods)


def _span(period: Period) -> str:
    start = f"from {period.start.spoken()}" if period.start else "always"
    return f"{start} to {period.end.spoken()}" if period.end else f"{start} on"


def _sources(read: Read) -> tuple[str, ...]:
    found: tuple[str, ...] = getattr(read.fact, "sources", ())
    return found if isinstance(found, tuple) else ()
