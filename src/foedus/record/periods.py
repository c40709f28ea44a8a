"""Periods from answers: when something was so, told as precisely as the facts behind it are dated."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from foedus.dates import Certainty, Date, Period
from foedus.record.claims import dates_of


def periods_of(answers: Sequence[tuple[int, Certainty]], last: int, facts: Iterable[Any]) -> tuple[Period, ...]:
    """The periods in which something was so, certainly or possibly.

    An end that a fact's date explains bears that date, as imprecise as it is: what turns from no to possible
    with 2012-01-01 and to certain with 2012-12-31 begins in ``2012``.

    Args:
        answers: first day (an ordinal) of each stretch, in order, and the answer for it.
        last: the last day; what still is so then has an open end.
        facts: what may date the ends.

    >>> year = Date.parse("2012")
    >>> answers = [
    ...     (1, Certainty.NO),
    ...     (year.first, Certainty.POSSIBLY),
    ...     (year.last, Certainty.CERTAINLY),
    ... ]
    >>> [one.text for one in periods_of(answers, year.last + 9, [year])]
    ['2012/..']
    """
    known = {(date.first, date.last): date for date in dates_of(tuple(facts))}
    found: list[Period] = []
    run: list[tuple[int, Certainty]] = []
    for day, answer in answers:
        if answer.possible:
            run.append((day, answer))
        elif run:
            found.append(_period(run, day, known))
            run = []
    if run:
        found.append(_period(run, None, known))
    return tuple(found)


def _period(run: list[tuple[int, Certainty]], over: int | None, known: dict[tuple[int, int], Date]) -> Period:
    sure = [place for place, (_, answer) in enumerate(run) if answer.certain]
    begins = run[0][0]
    by = run[sure[0]][0] if sure else begins
    start = known.get((begins, by)) or _date(begins)
    if over is None:
        return Period(start=start)
    doubted = sure and sure[-1] + 1 < len(run)
    from_day = run[sure[-1] + 1][0] if doubted else over
    return Period(start=start, end=known.get((from_day, over)) or _date(over))


def _date(day: int) -> Date:
    return Date.of(datetime.date.fromordinal(day))
