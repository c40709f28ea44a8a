"""Periods from answers: when something was so, told as precisely as the facts behind it are dated."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from foedus.dates import Certainty, Date, Period


def periods_of(answers: Sequence[tuple[int, Certainty]], last: int, dates: Iterable[Date]) -> tuple[Period, ...]:
    """The periods in which something was so, each with at least one day on which it certainly was.

    An end that a fact's date explains bears that date, as imprecise as it is: what turns from no to possible
    with 2012-01-01 and to certain with 2012-12-31 begins in ``2012``.

    Args:
        answers: first day (an ordinal) of each stretch, in order, and the answer for it.
        last: the last day; what still is so then has an open end.
        dates: the dates of the facts, which may be those of the ends.

    >>> year = Date.parse("2012")
    >>> answers = [
    ...     (1, Certainty.NO),
    ...     (year.first, Certainty.POSSIBLY),
    ...     (year.last, Certainty.CERTAINLY),
    ... ]
    >>> [one.text for one in periods_of(answers, year.last + 9, [year])]
    ['2012/..']
    """
    known = {(date.first, date.last): date for date in dates}
    found: list[Period] = []
    run: list[tuple[int, Certainty]] = []
    for day, answer in answers:
        if answer.possible:
            run.append((day, answer))
        else:
            found += _certain(run, day, known)
            run = []
    return (*found, *_certain(run, None, known))


def _certain(
    run: list[tuple[int, Certainty]], over: int | None, known: dict[tuple[int, int], Date]
) -> list[Period]:
    return [_period(run, over, known)] if any(answer.certain for _, answer in run) else []


def _period(run: list[tuple[int, Certainty]], over: int | None, known: dict[tuple[int, int], Date]) -> Period:
    sure = [place for place, (_, answer) in enumerate(run) if answer.certain]
    begins, by = run[0][0], run[sure[0]][0]
    start = known.get((begins, by)) or _date(begins)
    if over is None:
        return Period(start=start)
    ends = run[sure[-1] + 1][0] if sure[-1] + 1 < len(run) else over
    return Period(start=start, end=known.get((ends, over)) or _date(over))


def possible_only(answers: Sequence[tuple[int, Certainty]], last: int) -> tuple[Period, ...]:
    """The periods in which something was only possibly so, to the day.

    Args:
        answers: as for :func:`periods_of`.
        last: as there.
    """
    found: list[Period] = []
    for place, (day, answer) in enumerate(answers):
        if answer is not Certainty.POSSIBLY:
            continue
        over = answers[place + 1][0] if place + 1 < len(answers) else None
        start = _date(day)
        if found and found[-1].end == start:
            start = found.pop().start or start
        found.append(Period(start=start, end=None if over is None else _date(over)))
    return tuple(found)


def _date(day: int) -> Date:
    return Date.of(datetime.date.fromordinal(day))
