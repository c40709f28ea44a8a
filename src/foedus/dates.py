"""Dates and periods that say how precisely they are known.

A date is written as in EDTF (Extended Date/Time Format, ISO 8601-2:2019), level 0 and the part of level 1
that records need: ``2012``, ``2012-12``, ``2012-12-19``, each with a trailing ``?`` (uncertain), ``~``
(approximate) or ``%`` (both). A period is two such dates around a slash, where ``..`` is an open end and
nothing at all is an unknown one. EDTF reads the last date of an interval as included; here a period is
half-open: it holds on the day it starts and no longer on the day it ends.

Whether something holds on a day has three answers, not two: :class:`Certainty`.
"""

from __future__ import annotations

import datetime
import enum
import functools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

FIRST_DAY: Final = datetime.date.min.toordinal()
LAST_DAY: Final = datetime.date.max.toordinal()

_BEFORE_ALL: Final = FIRST_DAY - 2
_AFTER_ALL: Final = LAST_DAY + 2
_SHAPE: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([?~%]?)")
_DATE_PATTERN: Final = r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?[?~%]?"
_RIGHT: Final = "write YYYY, YYYY-MM or YYYY-MM-DD, with ?, ~ or % when uncertain"
_RIGHT_PERIOD: Final = "write START/END, with .. for an open end and nothing for an unknown one"
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_LENGTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_SPOKEN_QUALIFIERS: Final = {"": "", "?": "perhaps ", "~": "about ", "%": "perhaps about "}
_UNITS_OF_DOUBT: Final = {"?": 1, "~": 1, "%": 2}
_MISFITS: Final = (
    (r"\s*", "nothing is written here"),
    (r".*/.*", "this is a period and a single date is wanted"),
    (r"\s.*|.*\s", "there are blanks around the date"),
    (r"[0-9-]+(\?~|~\?)", "uncertain and approximate together is written %"),
    (r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ].*", "only whole days are kept, without a time"),
    (r"[0-9]{4}-[0-9]{1,2}(-[0-9]{1,2})?[?~%]?", "month and day take two digits"),
    (r"[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4}", "the year comes first"),
)

_T = TypeVar("_T")


class DateError(ValueError):
    """Says which date or period is wrong, why, and what would be right."""


class Certainty(enum.StrEnum):
    """How surely something is so.

    The answers combine as in three-valued logic (Kleene 1952, strong tables): ``&`` is the weaker of two,
    ``|`` the stronger, ``~`` the opposite. There is no truth value, because ``if answer:`` would have to
    guess what to do with ``POSSIBLY``: ask for :attr:`certain` or :attr:`possible`.

    >>> Certainty.CERTAINLY & Certainty.POSSIBLY
    <Certainty.POSSIBLY: 'possibly'>
    """

    CERTAINLY = "certainly"
    POSSIBLY = "possibly"
    NO = "no"

    @property
    def certain(self) -> bool:
        """Tells whether it is surely so."""
        return self is Certainty.CERTAINLY

    @property
    def possible(self) -> bool:
        """Tells whether it may be so: surely or possibly."""
        return self is not Certainty.NO

    @property
    def negated(self) -> Certainty:
        """Is the answer to the opposite question; what is possible stays possible."""
        if self is Certainty.POSSIBLY:
            return self
        return Certainty.NO if self is Certainty.CERTAINLY else Certainty.CERTAINLY

    def both(self, other: Certainty) -> Certainty:
        """Says how surely this and the other are so together: the weaker of the two.

        >>> Certainty.both(Certainty.CERTAINLY, Certainty.NO)
        <Certainty.NO: 'no'>
        """
        if self is Certainty.NO or other is Certainty.NO:
            return Certainty.NO
        return Certainty.CERTAINLY if self is other is Certainty.CERTAINLY else Certainty.POSSIBLY

    def either(self, other: Certainty) -> Certainty:
        """Says how surely at least one of this and the other is so: the stronger of the two.

        >>> Certainty.either(Certainty.POSSIBLY, Certainty.NO)
        <Certainty.POSSIBLY: 'possibly'>
        """
        return self.negated.both(other.negated).negated

    __and__ = both
    __or__ = either

    def __invert__(self) -> Certainty:
        """Is :attr:`negated`."""
        return self.negated

    def __bool__(self) -> bool:
        """Refuses, because three answers do not fit into two.

        Raises:
            TypeError: Always.
        """
        raise TypeError("a certainty has no truth value: ask .certain or .possible, or compare with `is`")


@dataclass(frozen=True, slots=True, repr=False)
class Date:
    """A day, month or year, as precise as it is known and no more.

    Two dates are equal when they are written alike. A date may be compared with another only through
    :meth:`before` and its companions, since one imprecise date has no place in a plain order.

    A qualifier widens the span of days the text may mean. EDTF leaves open by how much; here it is one unit of
    the date's own precision on either side (a day by one day, a month by one month, a year by one year), with
    ``%`` two. The reference implementation (the Python package ``edtf`` 5.0, ``lower_fuzzy`` and
    ``upper_fuzzy``) widens years by as much, and adds for months and days the units of the coarser parts too, so
    that "about 23 September 2022" spans two years; that says less than is known. The span stops at
    0001-01-01 and 9999-12-31.

    Attributes:
        text: The date as written.
        first: Earliest day it may mean, a proleptic Gregorian ordinal (:meth:`datetime.date.toordinal`).
        last: Latest such day, inclusive.
        qualifier: ``""``, ``"?"`` (uncertain), ``"~"`` (approximate) or ``"%"`` (both).
        precision: ``"day"``, ``"month"`` or ``"year"``.

    >>> Date.parse("2012-12").earliest, Date.parse("2012-12").exact
    (datetime.date(2012, 12, 1), False)
    """

    text: str
    first: int = field(compare=False)
    last: int = field(compare=False)
    qualifier: str = field(compare=False)
    precision: str = field(compare=False)

    @classmethod
    def parse(cls, text: str) -> Date:
        """Reads a date.

        Args:
            text: The date in EDTF, years 0001 to 9999.

        Returns:
            The date.

        Raises:
            DateError: The text is not a date.

        >>> Date.parse("2009-02?").spoken()
        'perhaps February 2009'
        """
        if not isinstance(text, str):
            raise DateError(f"{text!r}: a date is written as text; {_RIGHT}")
        return _parse(text)

    @classmethod
    def of(cls, day: datetime.date) -> Date:
        """Makes the exact date of a calendar day.

        >>> Date.of(datetime.date(2012, 12, 19))
        Date('2012-12-19')
        """
        return _parse(f"{day.year:04}-{day.month:02}-{day.day:02}")

    @property
    def exact(self) -> bool:
        """Tells whether the date is one day and nothing about it is in doubt."""
        return self.precision == "day" and not self.qualifier

    @property
    def earliest(self) -> datetime.date:
        """Is the earliest day that the date may mean."""
        return datetime.date.fromordinal(self.first)

    @property
    def latest(self) -> datetime.date:
        """Is the latest day that the date may mean."""
        return datetime.date.fromordinal(self.last)

    def day(self) -> datetime.date:
        """Gives the one day that an exact date means.

        Raises:
            DateError: The date is not exact.

        >>> Date.parse("2012-12-19").day()
        datetime.date(2012, 12, 19)
        """
        if not self.exact:
            raise DateError(
                f"{self.text}: no single day is known, it may be any from {self.earliest} to {self.latest}; "
                "a date without doubt is written YYYY-MM-DD"
            )
        return datetime.date.fromordinal(self.first)

    @property
    def middle(self) -> int:
        """The middle of the days it may mean, for putting dates in an order of telling.

        >>> Date.parse("2022-09-23~").middle == Date.parse("2022-09-23").first
        True
        """
        return (self.first + self.last) // 2

    def certainly_before(self, other: Date) -> bool:
        """Tells whether every day this may mean comes before every day the other may mean."""
        return self.last < other.first

    def possibly_before(self, other: Date) -> bool:
        """Tells whether some day this may mean comes before some day the other may mean."""
        return self.first < other.last

    def before(self, other: Date) -> Certainty:
        """Says how surely this comes before the other, the two being known independently.

        >>> Date.parse("2012").before(Date.parse("2012-12-19"))
        <Certainty.POSSIBLY: 'possibly'>
        """
        if self.certainly_before(other):
            return Certainty.CERTAINLY
        return Certainty.POSSIBLY if self.possibly_before(other) else Certainty.NO

    def spoken(self) -> str:
        """Says the date in English.

        >>> Date.parse("2012-12-19").spoken(), Date.parse("2004~").spoken()
        ('19 December 2012', 'about 2004')
        """
        parts = [str(int(self.text[:4]))]
        if self.precision != "year":
            parts.insert(0, _MONTHS[int(self.text[5:7]) - 1])
        if self.precision == "day":
            parts.insert(0, str(int(self.text[8:10])))
        return _SPOKEN_QUALIFIERS[self.qualifier] + " ".join(parts)

    def __str__(self) -> str:
        """Is the date as written."""
        return self.text

    def __repr__(self) -> str:
        """Shows the call's worth of it, not the ordinals."""
        return f"Date({self.text!r})"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> CoreSchema:
        """Lets Pydantic read and write the date as its text."""
        return _text_schema(cls, _parse)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        """Describes the date to editors."""
        return {
            "type": "string",
            "description": "A date as precise as known: YYYY, YYYY-MM or YYYY-MM-DD; "
            "a trailing ? means uncertain, ~ approximate, % both (EDTF level 1).",
            "pattern": f"^{_DATE_PATTERN}$",
        }


Day: TypeAlias = int | str | datetime.date | Date
"""A day to ask about: an ordinal, text in EDTF, a calendar day or a date (which may be imprecise)."""


@functools.lru_cache(maxsize=65_536)
def _parse(text: str) -> Date:
    found = _SHAPE.fullmatch(text)
    if found is None:
        raise DateError(f"{_shown(text)}: {_misfit(text)}; {_RIGHT}")
    year_text, month_text, day_text, qualifier = found.groups()
    year = int(year_text)
    if not year:
        raise DateError(f"{text}: there is no year 0000; {_RIGHT}")
    if month_text is None:
        first, last, precision = _ordinal(year, 1, 1), _ordinal(year, 12, 31), "year"
    else:
        month = int(month_text)
        if not 1 <= month <= 12:
            raise DateError(f"{text}: there is no month {month_text}; {_RIGHT}")
        length = _length(year, month)
        if day_text is None:
            first, last, precision = _ordinal(year, month, 1), _ordinal(year, month, length), "month"
        else:
            day = int(day_text)
            if not 1 <= day <= length:
                name = f"{_MONTHS[month - 1]} {year}"
                raise DateError(f"{text}: there is no day {day_text} in {name}, which has {length}; {_RIGHT}")
            first = last = _ordinal(year, month, day)
            precision = "day"
    if qualifier:
        doubt = _UNITS_OF_DOUBT[qualifier]
        first, last = _widened(first, -doubt, precision), _widened(last + 1, doubt, precision) - 1
    return Date(text, first, last, qualifier, precision)


def _misfit(text: str) -> str:
    for pattern, fault in _MISFITS:
        if re.fullmatch(pattern, text):
            return fault
    return "this is not a date"


def _shown(text: str) -> str:
    """Keeps a message on one line whatever was given."""
    return text if text.isprintable() and text.strip() and len(text) <= 40 else repr(text[:40])


def _ordinal(year: int, month: int, day: int) -> int:
    return datetime.date(year, month, day).toordinal()


def _length(year: int, month: int) -> int:
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return _LENGTHS[month - 1] + leap


def _widened(day: int, doubt: int, precision: str) -> int:
    """Moves the edge of a day, month or year by units of that precision, within the calendar."""
    if precision == "day":
        moved = day + doubt
    elif day > LAST_DAY:
        return day
    else:
        try:
            moved = add_months(day, doubt * 12 if precision == "year" else doubt)
        except DateError:
            return FIRST_DAY if doubt < 0 else LAST_DAY + 1
    return min(max(moved, FIRST_DAY), LAST_DAY + 1)


def add_months(day: int, months: int) -> int:
    """Moves a day by whole months, as notice periods are counted.

    The day of the month is kept; where the month arrived at has no such day, its last day is taken, so that a
    period of months never runs into the month after (31 August and six months is 28 or 29 February).

    Args:
        day: An ordinal.
        months: How many months; negative to go back.

    Returns:
        The ordinal of the day arrived at.

    Raises:
        DateError: The result lies outside the years 0001 to 9999.

    >>> datetime.date.fromordinal(add_months(parse_day("2011-08-31"), 6))
    datetime.date(2012, 2, 29)
    """
    start = datetime.date.fromordinal(day)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    month += 1
    if not 1 <= year <= 9999:
        raise DateError(f"{start} and {months} months: the calendar here has the years 0001 to 9999")
    return _ordinal(year, month, min(start.day, _length(year, month)))


def parse_day(text: str) -> int:
    """Reads a whole day, written YYYY-MM-DD and in no doubt.

    Args:
        text: The day.

    Returns:
        Its ordinal.

    Raises:
        DateError: The text is not a date, or is less than a day or qualified.

    >>> parse_day("2010-06-14")
    733937
    """
    date = Date.parse(text)
    if not date.exact:
        raise DateError(f"{text}: a whole day is needed here; write YYYY-MM-DD, for example {date.earliest}")
    return date.first


def day_ordinal(day: str | datetime.date | Date) -> int:
    """Gives the ordinal of a day, however it is given.

    Args:
        day: Text YYYY-MM-DD, a calendar day, or an exact date.

    Returns:
        The ordinal.

    Raises:
        DateError: No single day is meant.

    >>> day_ordinal("2010-06-14") == day_ordinal(datetime.date(2010, 6, 14))
    True
    """
    if isinstance(day, datetime.date):
        return day.toordinal()
    return day.day().toordinal() if isinstance(day, Date) else parse_day(day)


def days_meant(day: Day) -> tuple[int, int]:
    """Gives the first and last day that a question may mean.

    Args:
        day: The day asked about; it may be imprecise.

    Returns:
        Two ordinals, both inclusive; equal where one day is meant.

    Raises:
        DateError: A text is not a date.

    >>> days_meant("2010-06")
    (733924, 733953)
    """
    if isinstance(day, int):
        return day, day
    if isinstance(day, datetime.date):
        ordinal = day.toordinal()
        return ordinal, ordinal
    date = day if isinstance(day, Date) else Date.parse(day)
    return date.first, date.last


@dataclass(frozen=True, slots=True, repr=False)
class Period:
    """A stretch of time from its start up to, and without, its end.

    A start or end that is ``None`` is open: there is no beginning, or it is still in force. With
    ``start_unknown`` or ``end_unknown`` there is one and nobody knows when. A period lasts at least a day,
    unless both ends can only be the same day: then it holds on none. From this follows all that can be said
    of an unknown end: the period holds certainly on the start day, if that is exact, and possibly on every
    later day. In the same way a period of unknown start holds certainly on the last day before an exact end.

    Attributes:
        start: First day on which it holds, or None.
        end: First day on which it no longer holds, or None.
        start_unknown: It began, on an unknown day.
        end_unknown: It ends or ended, on an unknown day.

    Raises:
        DateError: It surely ends before it begins, or an end is both given and unknown.

    >>> Period.parse("2012-12-19/..").holds("2012-12-19")
    <Certainty.CERTAINLY: 'certainly'>
    """

    start: Date | None = None
    end: Date | None = None
    start_unknown: bool = False
    end_unknown: bool = False
    _may_from: int = field(init=False, repr=False, compare=False)
    _must_from: int = field(init=False, repr=False, compare=False)
    _must_to: int = field(init=False, repr=False, compare=False)
    _may_to: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Works out, once, from when to when it may hold and must hold."""
        if (self.start and self.start_unknown) or (self.end and self.end_unknown):
            raise DateError(f"{self.text}: an end that is given cannot be unknown too; leave one out")
        begins, begins_by = _BEFORE_ALL, _AFTER_ALL if self.start_unknown else _BEFORE_ALL
        ends, ends_by = _BEFORE_ALL if self.end_unknown else _AFTER_ALL, _AFTER_ALL
        if self.start:
            begins, begins_by = self.start.first, self.start.last
        if self.end:
            ends, ends_by = self.end.first, self.end.last
        if begins > ends_by:
            raise DateError(f"{self.text}: ends before it begins; {_RIGHT_PERIOD}, START not after END")
        if begins == ends_by:
            bounds = (_AFTER_ALL, _AFTER_ALL, _BEFORE_ALL, _BEFORE_ALL)
        else:
            bounds = (begins, min(begins_by, ends_by - 1), max(ends, begins + 1), ends_by)
        for name, bound in zip(("_may_from", "_must_from", "_must_to", "_may_to"), bounds, strict=True):
            object.__setattr__(self, name, bound)

    @classmethod
    def parse(cls, text: str) -> Period:
        """Reads a period written as an EDTF interval.

        Args:
            text: ``A/B``; ``A/..`` and ``../B`` for open, ``A/`` and ``/B`` for unknown ends.

        Returns:
            The period.

        Raises:
            DateError: The text is not a period, or ends before it begins.

        >>> Period.parse("1994-04-20/1999-04").end
        Date('1999-04')
        """
        if not isinstance(text, str):
            raise DateError(f"{text!r}: a period is written as text; {_RIGHT_PERIOD}")
        start, slash, end = text.partition("/")
        if not slash or "/" in end:
            raise DateError(f"{_shown(text)}: a period has one slash; {_RIGHT_PERIOD}")
        return cls.between(start, end)

    @classmethod
    def between(cls, start: str | None, end: str | None) -> Period:
        """Makes a period from its two ends.

        Args:
            start: A date; None or ``".."`` for an open start, ``""`` for an unknown one.
            end: The same for the end.

        Returns:
            The period.

        Raises:
            DateError: An end is not a date, or the period ends before it begins.

        >>> Period.between("2012-12-19", None).text
        '2012-12-19/..'
        """
        return cls(
            start=Date.parse(start) if start and start != ".." else None,
            end=Date.parse(end) if end and end != ".." else None,
            start_unknown=start == "",
            end_unknown=end == "",
        )

    @property
    def text(self) -> str:
        """Is the period as an EDTF interval; reading it gives the same period."""
        start = self.start.text if self.start else "" if self.start_unknown else ".."
        end = self.end.text if self.end else "" if self.end_unknown else ".."
        return f"{start}/{end}"

    def holds(self, day: Day) -> Certainty:
        """Says how surely the period holds on a day.

        Args:
            day: The day asked about. Of an imprecise one, the answer is certain only if the period holds on
                all the days it may mean, and no only if it holds on none.

        Returns:
            The answer.

        Raises:
            DateError: A text is not a date.

        >>> Period.parse("2012/2014-05-01").holds("2012-06-30")
        <Certainty.POSSIBLY: 'possibly'>
        """
        first, last = (day, day) if isinstance(day, int) else days_meant(day)
        if self._must_from <= first and last < self._must_to:
            return Certainty.CERTAINLY
        return Certainty.POSSIBLY if self._may_from <= last and first < self._may_to else Certainty.NO

    def overlaps(self, other: Period) -> Certainty:
        """Says how surely some day lies in both periods, the two being known independently.

        >>> Period.parse("2010/2012").overlaps(Period.parse("2011-05-01/.."))
        <Certainty.CERTAINLY: 'certainly'>
        """
        if self._must_from < other._must_to and other._must_from < self._must_to:
            return Certainty.CERTAINLY
        meet = self._may_from < other._may_to and other._may_from < self._may_to
        return Certainty.POSSIBLY if meet else Certainty.NO

    def clip(self, day: Day) -> Period:
        """Gives the period as it could be known on a day: an end wholly after the day is still open.

        An end that the day may already have reached stays, and so does an unknown one. So does the start:
        whether to show a period that had not begun is for the reader of :meth:`holds` to say.

        Args:
            day: The day.

        Returns:
            The period, with its end open where it came later.

        Raises:
            DateError: A text is not a date.

        >>> Period.parse("2006-06-23/2012-12-19").clip("2010-06-14").text
        '2006-06-23/..'
        """
        if self.end and self.end.first > days_meant(day)[1]:
            return replace(self, end=None)
        return self

    def __str__(self) -> str:
        """Is the period as an EDTF interval."""
        return self.text

    def __repr__(self) -> str:
        """Shows the call's worth of it."""
        return f"Period({self.text!r})"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> CoreSchema:
        """Lets Pydantic read and write the period as its text."""
        return _text_schema(cls, cls.parse)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        """Describes the period to editors."""
        end = rf"({_DATE_PATTERN}|\.\.)?"
        return {
            "type": "string",
            "description": "A period START/END: it holds on the day START and no longer on the day END. "
            "Each is a date as precise as known, .. where open, or empty where unknown (EDTF level 1).",
            "pattern": f"^{end}/{end}$",
        }


def holds_in_any(periods: Iterable[Period], day: Day) -> Certainty:
    """Says how surely at least one of several periods holds, joining those that surely touch.

    Args:
        periods: The periods, in any order.
        day: The day asked about; it may be imprecise.

    Returns:
        The answer; no where there is no period.

    Raises:
        DateError: A text is not a date.

    >>> holds_in_any(
    ...     [Period.parse("1990-01-01/1992-04-27"), Period.parse("1992-04-27/..")], "1992"
    ... )
    <Certainty.CERTAINLY: 'certainly'>
    """
    first, last = days_meant(day)
    possible = False
    covered_to = first
    for period in sorted(periods, key=lambda period: period._must_from):
        possible = possible or period.holds(day) is not Certainty.NO
        if period._must_from <= covered_to:
            covered_to = max(covered_to, period._must_to)
    if covered_to > last:
        return Certainty.CERTAINLY
    return Certainty.POSSIBLY if possible else Certainty.NO


def _text_schema(kind: type[_T], parse: Callable[[str], _T]) -> CoreSchema:
    """Makes the Pydantic schema of a value that is written as text.

    Pydantic is imported here and not above, because most uses of dates never meet it.
    """
    from pydantic_core import PydanticCustomError, core_schema

    def validated(value: object) -> _T:
        if isinstance(value, kind):
            return value
        try:
            if not isinstance(value, str):
                raise DateError(f"{value!r}: this is written as text, in quotation marks")
            return parse(value)
        except DateError as fault:
            raise PydanticCustomError("date_error", "{fault}", {"fault": str(fault)}) from fault

    return core_schema.no_info_plain_validator_function(
        validated, serialization=core_schema.to_string_ser_schema()
    )
