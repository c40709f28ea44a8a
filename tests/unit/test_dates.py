"""Dates and periods, against the calendar, the EDTF reference implementation and the written conventions."""

from __future__ import annotations

import dataclasses
import datetime
import itertools
import json
import pickle
import subprocess
import sys

import edtf
import pytest
from pydantic import TypeAdapter, ValidationError

from foedus.dates import (
    FIRST_DAY,
    LAST_DAY,
    Certainty,
    Date,
    DateError,
    Period,
    add_months,
    day_ordinal,
    days_meant,
    holds_in_any,
    parse_day,
)

CERTAINLY, POSSIBLY, NO = Certainty.CERTAINLY, Certainty.POSSIBLY, Certainty.NO

PLAIN = [
    "0001", "0001-01", "0001-01-01", "0004-02-29", "0999-12", "1582-10-10", "1900", "1900-02", "1900-02-28",
    "1991-12-26", "1992-05-15", "1994-04-20", "1999-04", "2000-02", "2000-02-29", "2004", "2009-02", "2012",
    "2012-01", "2012-01-01", "2012-01-31", "2012-02-29", "2012-03-30", "2012-03-31", "2012-05-31", "2012-12",
    "2012-12-01", "2012-12-19", "2012-12-31", "2013-02-28", "2100-02-28", "9999", "9999-12", "9999-12-31",
]  # fmt: skip


def span(reference: object, kind: str) -> tuple[int, int]:
    """The reference implementation's bounds as ordinals, stopped at the ends of the calendar."""
    bounds = []
    for side, edge in (("lower", FIRST_DAY), ("upper", LAST_DAY)):
        year, month, day = getattr(reference, f"{side}_{kind}")()[:3]
        bounds.append(edge if not 1 <= year <= 9999 else datetime.date(year, month, day).toordinal())
    return bounds[0], bounds[1]


class TestReading:
    @pytest.mark.parametrize("qualifier", ["", "?", "~", "%"])
    @pytest.mark.parametrize("plain", PLAIN)
    def test_bounds_are_those_of_the_edtf_package(self, plain: str, qualifier: str) -> None:
        date, reference = Date.parse(plain + qualifier), edtf.parse_edtf(plain + qualifier)
        lower, upper = span(reference, "fuzzy")
        if date.precision == "year" or not qualifier:
            assert (date.first, date.last) == (lower, upper)
        else:  # the package adds the units of the coarser parts as well
            assert lower <= date.first <= date.last <= upper
        unqualified = Date.parse(plain)
        assert (unqualified.first, unqualified.last) == span(reference, "strict")
        assert date.text == str(date) == str(reference)

    @pytest.mark.parametrize(("month", "day"), [*itertools.product(range(1, 13), (28, 29, 30, 31))])
    @pytest.mark.parametrize("year", [1900, 2000, 2011, 2012])
    def test_the_length_of_months_is_the_calendar_s(self, year: int, month: int, day: int) -> None:
        text = f"{year}-{month:02}-{day:02}"
        try:
            expected = datetime.date(year, month, day)
        except ValueError:
            with pytest.raises(DateError, match=f"there is no day {day} in"):
                Date.parse(text)
        else:
            assert Date.parse(text).day() == expected

    @pytest.mark.parametrize(
        ("text", "earliest", "latest"),
        [
            ("2012", "2012-01-01", "2012-12-31"),
            ("2012-02", "2012-02-01", "2012-02-29"),
            ("2012-12-19", "2012-12-19", "2012-12-19"),
            ("2004~", "2003-01-01", "2005-12-31"),
            ("2004%", "2002-01-01", "2006-12-31"),
            ("2009-02?", "2009-01-01", "2009-03-31"),
            ("2009-03%", "2009-01-01", "2009-05-31"),
            ("2022-09-23~", "2022-09-22", "2022-09-24"),
            ("1994-04-20?", "1994-04-19", "1994-04-21"),
            ("0001?", "0001-01-01", "0002-12-31"),
            ("9999-12-31%", "9999-12-29", "9999-12-31"),
            ("9999-12~", "9999-11-01", "9999-12-31"),
        ],
    )
    def test_spans_written_out(self, text: str, earliest: str, latest: str) -> None:
        date = Date.parse(text)
        assert (date.earliest.isoformat(), date.latest.isoformat()) == (earliest, latest)

    @pytest.mark.parametrize(
        ("text", "precision", "qualifier"),
        [
            ("2012", "year", ""),
            ("2012~", "year", "~"),
            ("2012-12?", "month", "?"),
            ("2012-12-19%", "day", "%"),
        ],
    )
    def test_precision_and_qualifier(self, text: str, precision: str, qualifier: str) -> None:
        assert (Date.parse(text).precision, Date.parse(text).qualifier) == (precision, qualifier)

    @pytest.mark.parametrize(
        ("text", "fault"),
        [
            (
                "2012-13",
                "2012-13: there is no month 13; write YYYY, YYYY-MM or YYYY-MM-DD, with ?, ~ or % when",
            ),
            ("2012-00", "there is no month 00"),
            ("2013-02-29", "2013-02-29: there is no day 29 in February 2013, which has 28"),
            ("2013-04-00", "there is no day 00 in April 2013"),
            ("0000", "there is no year 0000"),
            ("0000-01-01", "there is no year 0000"),
            ("", "'': nothing is written here"),
            ("  ", "nothing is written here"),
            ("2012/2013", "this is a period and a single date is wanted"),
            (" 2012", "there are blanks around the date"),
            ("2012\n", "there are blanks around the date"),
            ("2012?~", "uncertain and approximate together is written %"),
            ("2012-12-19T10:00", "only whole days are kept"),
            ("2012-1-5", "month and day take two digits"),
            ("19.12.2012", "the year comes first"),
            ("201X", "201X: this is not a date"),
            ("-2012", "this is not a date"),
            ("20121219", "this is not a date"),
            ("٢٠١٢", "this is not a date"),
            ("x" * 500, "'" + "x" * 40 + "': this is not a date"),
        ],
    )
    def test_a_fault_is_named_with_what_would_be_right(self, text: str, fault: str) -> None:
        with pytest.raises(DateError) as raised:
            Date.parse(text)
        assert fault in str(raised.value)
        assert "write YYYY" in str(raised.value)
        assert "\n" not in str(raised.value)

    @pytest.mark.parametrize("thing", [2012, None, b"2012", datetime.date(2012, 1, 1)])
    def test_only_text_is_read(self, thing: object) -> None:
        with pytest.raises(DateError, match="is written as text"):
            Date.parse(thing)  # type: ignore[arg-type]  # the wrong type is the test
        with pytest.raises(DateError, match="is written as text"):
            Period.parse(thing)  # type: ignore[arg-type]  # the wrong type is the test


class TestDate:
    def test_equal_and_hashed_by_text(self) -> None:
        assert Date.parse("2012-12-19") == Date.of(datetime.date(2012, 12, 19))
        assert Date.parse("2012-12-19") != Date.parse("2012-12-19?")
        assert len({Date.parse("2012"), Date("2012", 1, 2, "", "year")}) == 1

    def test_frozen_and_small(self) -> None:
        date = Date.parse("2012")
        with pytest.raises(dataclasses.FrozenInstanceError):
            date.first = 0  # type: ignore[misc]  # the fault is the test
        assert not hasattr(date, "__dict__")
        assert pickle.loads(pickle.dumps(date)) == date

    def test_of_takes_a_calendar_day_of_any_kind(self) -> None:
        assert Date.of(datetime.datetime(2012, 12, 19, 23, 59)).text == "2012-12-19"
        assert Date.of(datetime.date(33, 4, 3)).text == "0033-04-03"

    def test_a_day_only_when_exact(self) -> None:
        assert Date.parse("2012-12-19").exact
        for text in ("2012", "2012-12", "2012-12-19?", "0001-01-01~"):
            assert not Date.parse(text).exact
            with pytest.raises(DateError, match=r"no single day is known, it may be any from"):
                Date.parse(text).day()

    @pytest.mark.parametrize(
        ("one", "other", "answer"),
        [
            ("2012-12-18", "2012-12-19", CERTAINLY),
            ("2012-12-19", "2012-12-19", NO),
            ("2012-12-20", "2012-12-19", NO),
            ("2012", "2012-12-19", POSSIBLY),
            ("2012", "2012", POSSIBLY),
            ("2012", "2013", CERTAINLY),
            ("2012~", "2013", POSSIBLY),
            ("2012-01-01", "2012", POSSIBLY),
            ("2012-12-31", "2012", NO),
        ],
    )
    def test_before(self, one: str, other: str, answer: Certainty) -> None:
        first, second = Date.parse(one), Date.parse(other)
        assert first.before(second) is answer
        assert first.certainly_before(second) is answer.certain
        assert first.possibly_before(second) is answer.possible

    def test_no_plain_order(self) -> None:
        with pytest.raises(TypeError):
            sorted([Date.parse("2012"), Date.parse("2011")])  # type: ignore[type-var]  # the fault is the test

    @pytest.mark.parametrize(
        ("text", "spoken"),
        [
            ("2012-12-19", "19 December 2012"),
            ("2012-12-01", "1 December 2012"),
            ("2012-12", "December 2012"),
            ("2012", "2012"),
            ("0476", "476"),
            ("2004~", "about 2004"),
            ("2009-02?", "perhaps February 2009"),
            ("2009-02%", "perhaps about February 2009"),
        ],
    )
    def test_spoken(self, text: str, spoken: str) -> None:
        assert Date.parse(text).spoken() == spoken

    def test_shown(self) -> None:
        assert repr(Date.parse("2012-12?")) == "Date('2012-12?')"


class TestDays:
    def test_parse_day_wants_a_whole_day(self) -> None:
        assert parse_day("2010-06-14") == datetime.date(2010, 6, 14).toordinal()
        with pytest.raises(DateError, match=r"2012-12: a whole day is needed.*for example 2012-12-01"):
            parse_day("2012-12")
        with pytest.raises(DateError, match="a whole day is needed"):
            parse_day("2012-12-19?")
        with pytest.raises(DateError, match="not a date"):
            parse_day("yesterday")

    def test_day_ordinal_of_all_kinds(self) -> None:
        day = datetime.date(2010, 6, 14)
        assert day_ordinal("2010-06-14") == day_ordinal(day) == day_ordinal(Date.of(day)) == day.toordinal()
        with pytest.raises(DateError, match="no single day"):
            day_ordinal(Date.parse("2010"))
        with pytest.raises(DateError, match="a whole day"):
            day_ordinal("2010")

    def test_days_meant_of_all_kinds(self) -> None:
        day = datetime.date(2010, 6, 14)
        ordinal = day.toordinal()
        for question in (ordinal, day, "2010-06-14", Date.of(day)):
            assert days_meant(question) == (ordinal, ordinal)
        assert days_meant("2010") == (
            datetime.date(2010, 1, 1).toordinal(),
            datetime.date(2010, 12, 31).toordinal(),
        )

    @pytest.mark.parametrize(
        ("day", "months", "moved"),
        [
            ("2011-08-31", 6, "2012-02-29"),
            ("2012-08-31", 6, "2013-02-28"),
            ("2012-02-29", 12, "2013-02-28"),
            ("2012-12-19", 0, "2012-12-19"),
            ("2012-12-19", 1, "2013-01-19"),
            ("2012-01-31", -2, "2011-11-30"),
            ("2012-12-31", 24, "2014-12-31"),
        ],
    )
    def test_add_months(self, day: str, months: int, moved: str) -> None:
        assert add_months(parse_day(day), months) == parse_day(moved)

    @pytest.mark.parametrize(("day", "months"), [("0001-01-31", -1), ("9999-12-01", 1)])
    def test_add_months_stays_in_the_calendar(self, day: str, months: int) -> None:
        with pytest.raises(DateError, match="0001 to 9999"):
            add_months(parse_day(day), months)


class TestCertainty:
    def test_tables(self) -> None:
        order = [NO, POSSIBLY, CERTAINLY]
        for one, other in itertools.product(order, order):
            assert one.both(other) is (one & other) is order[min(order.index(one), order.index(other))]
            assert one.either(other) is (one | other) is order[max(order.index(one), order.index(other))]
        assert [(~answer, answer.negated) for answer in order] == [
            (CERTAINLY, CERTAINLY),
            (POSSIBLY, POSSIBLY),
            (NO, NO),
        ]

    def test_certain_and_possible(self) -> None:
        assert [answer.certain for answer in Certainty] == [True, False, False]
        assert [answer.possible for answer in Certainty] == [True, True, False]

    def test_is_text_but_not_a_truth(self) -> None:
        assert json.dumps([*Certainty]) == '["certainly", "possibly", "no"]'
        assert f"{POSSIBLY}" == "possibly"
        with pytest.raises(TypeError, match="no truth value"):
            bool(NO)


class TestPeriod:
    @pytest.mark.parametrize(
        ("text", "day", "answer"),
        [
            # half-open: on the first day it holds, on the last it no longer does
            ("2006-06-23/2012-12-19", "2006-06-22", NO),
            ("2006-06-23/2012-12-19", "2006-06-23", CERTAINLY),
            ("2006-06-23/2012-12-19", "2012-12-18", CERTAINLY),
            ("2006-06-23/2012-12-19", "2012-12-19", NO),
            ("2012-12-19/2012-12-20", "2012-12-19", CERTAINLY),
            ("2012-12-19/2012-12-19", "2012-12-19", NO),
            ("2012-12-31/2012", "2012-12-31", NO),
            # open ends
            ("2012-12-19/..", "9999-12-31", CERTAINLY),
            ("../2012-12-19", "0001-01-01", CERTAINLY),
            ("../2012-12-19", "2012-12-19", NO),
            ("../..", "2012", CERTAINLY),
            # unknown ends
            ("2012-12-19/", "2012-12-18", NO),
            ("2012-12-19/", "2012-12-19", CERTAINLY),
            ("2012-12-19/", "2012-12-20", POSSIBLY),
            ("2012-12-19/", "9999-12-31", POSSIBLY),
            ("2012-12/", "2012-12-01", POSSIBLY),
            ("2012-12/", "2012-12-31", POSSIBLY),
            ("2012-12-19?/", "2012-12-19", POSSIBLY),
            ("/2012-12-19", "2012-12-18", CERTAINLY),
            ("/2012-12-19", "2012-12-17", POSSIBLY),
            ("/2012-12-19", "2012-12-19", NO),
            ("/2012-12", "2012-12-30", POSSIBLY),
            ("/2012-12", "2012-12-31", NO),
            ("/..", "2012", POSSIBLY),
            ("../", "2012", POSSIBLY),
            ("/", "2012-12-19", POSSIBLY),
            # imprecise ends
            ("2012/2014-05-01", "2011-12-31", NO),
            ("2012/2014-05-01", "2012-01-01", POSSIBLY),
            ("2012/2014-05-01", "2012-12-30", POSSIBLY),
            ("2012/2014-05-01", "2012-12-31", CERTAINLY),
            ("2010-01-01/2012", "2011-12-31", CERTAINLY),
            ("2010-01-01/2012", "2012-01-01", POSSIBLY),
            ("2010-01-01/2012", "2012-12-30", POSSIBLY),
            ("2010-01-01/2012", "2012-12-31", NO),
            ("2012-01-01/2012", "2012-01-01", CERTAINLY),
            ("2012/2012", "2012-06-01", POSSIBLY),
            # imprecise questions
            ("2012-12-19/..", "2012", POSSIBLY),
            ("2012-12-19/..", "2012-12-19?", POSSIBLY),
            ("2012-12-19/..", "2013", CERTAINLY),
            ("2012-12-19/..", "2011", NO),
            ("2010-01-01/2012-12-19", "2012-12", POSSIBLY),
            ("2010-01-01/2013-01-01", "2012-12", CERTAINLY),
            ("2010-01-01/2013-01-01", "2013", NO),
        ],
    )
    def test_holds(self, text: str, day: str, answer: Certainty) -> None:
        period = Period.parse(text)
        assert period.holds(day) is answer
        assert period.holds(Date.parse(day)) is answer
        assert period.text == str(period) == text

    def test_holds_takes_every_kind_of_day(self) -> None:
        period = Period.parse("2012-12-19/..")
        day = datetime.date(2012, 12, 19)
        for question in (day.toordinal(), day, "2012-12-19", Date.of(day)):
            assert period.holds(question) is CERTAINLY
        for question in (
            day.toordinal() - 1,
            datetime.date(2012, 12, 18),
            "2012-12-18",
            Date.parse("2012-12-18"),
        ):
            assert period.holds(question) is NO

    @pytest.mark.parametrize(
        ("text", "fault"),
        [
            ("2012-12-19", "a period has one slash"),
            ("2012/2013/2014", "a period has one slash"),
            ("2012-12-19/2012-12-18", "2012-12-19/2012-12-18: ends before it begins"),
            ("2013/2012", "ends before it begins"),
            ("2012-13/..", "there is no month 13"),
            ("../2012-02-30", "there is no day 30"),
            ("2012 / 2013", "there are blanks around the date"),
            ("open/2013", "this is not a date"),
            ("..../2013", "this is not a date"),
        ],
    )
    def test_faults(self, text: str, fault: str) -> None:
        with pytest.raises(DateError) as raised:
            Period.parse(text)
        assert fault in str(raised.value)
        assert "; write " in str(raised.value)

    @pytest.mark.parametrize(
        "text", ["2013?/2012", "2012/2012-01-01", "2012-12-31/2012", "2012-12-19?/2012-12-18"]
    )
    def test_an_end_that_may_come_first_is_no_fault(self, text: str) -> None:
        assert Period.parse(text).text == text

    def test_an_end_cannot_be_given_and_unknown(self) -> None:
        date = Date.parse("2012")
        for fault in ({"start": date, "start_unknown": True}, {"end": date, "end_unknown": True}):
            with pytest.raises(DateError, match="cannot be unknown too"):
                Period(**fault)  # type: ignore[arg-type]  # keywords by name

    def test_between(self) -> None:
        assert Period.between("2012-12-19", None) == Period.parse("2012-12-19/..")
        assert Period.between(None, "2012") == Period.between("..", "2012") == Period.parse("../2012")
        assert Period.between("", "2012") == Period.parse("/2012")
        assert Period.between("2012", "") == Period.parse("2012/")
        assert Period.between(None, None) == Period() == Period.parse("../..")

    @pytest.mark.parametrize(
        ("one", "other", "answer"),
        [
            ("2010-01-01/2012-01-01", "2011-01-01/2013-01-01", CERTAINLY),
            ("2010-01-01/2011-01-01", "2011-01-01/2012-01-01", NO),
            ("2010/2012", "2011-05-01/..", CERTAINLY),
            ("2010/2012", "2012-05-01/..", POSSIBLY),
            ("2010/2012", "2013/..", NO),
            ("2010-01-01/", "2010-01-01/..", CERTAINLY),
            ("2010-01-01/", "2010-01-02/..", POSSIBLY),
            ("../..", "2012-12-19/", CERTAINLY),
            ("../..", "2012-12-19/2012-12-19", NO),
            ("/..", "/..", CERTAINLY),
            ("../", "/..", POSSIBLY),
            ("2012/2012", "2012/2012", POSSIBLY),
        ],
    )
    def test_overlaps(self, one: str, other: str, answer: Certainty) -> None:
        assert Period.parse(one).overlaps(Period.parse(other)) is answer
        assert Period.parse(other).overlaps(Period.parse(one)) is answer

    @pytest.mark.parametrize(
        ("text", "day", "clipped"),
        [
            ("2006-06-23/2012-12-19", "2010-06-14", "2006-06-23/.."),
            ("2006-06-23/2012-12-19", "2012-12-18", "2006-06-23/.."),
            ("2006-06-23/2012-12-19", "2012-12-19", "2006-06-23/2012-12-19"),
            ("2006-06-23/2012", "2011-12-31", "2006-06-23/.."),
            ("2006-06-23/2012", "2012-01-01", "2006-06-23/2012"),
            ("2006-06-23/2012-12-19", "2012", "2006-06-23/2012-12-19"),
            ("2006-06-23/", "2010-06-14", "2006-06-23/"),
            ("/2012-12-19", "2010-06-14", "/.."),
            ("2006-06-23/..", "2010-06-14", "2006-06-23/.."),
        ],
    )
    def test_clip_shows_nothing_that_came_later(self, text: str, day: str, clipped: str) -> None:
        assert Period.parse(text).clip(day).text == clipped
        assert Period.parse(text).clip(Date.parse(day)) == Period.parse(clipped)

    def test_several_periods(self) -> None:
        touching = [Period.parse("1992-04-27/.."), Period.parse("1918-12-01/1992-04-27")]
        apart = [Period.parse("1918-11-12/1938-03-13"), Period.parse("1945-04-27/..")]
        assert holds_in_any(touching, "1992") is CERTAINLY
        assert holds_in_any(touching, "1918") is POSSIBLY
        assert holds_in_any(apart, "1938") is POSSIBLY
        assert holds_in_any(apart, "1940-01-01") is NO
        assert holds_in_any(apart, "1945-04-27") is CERTAINLY
        assert holds_in_any([Period.parse("1990/2000"), Period.parse("1992/1994")], "1999-12-31") is CERTAINLY
        assert holds_in_any([], "2012") is NO

    @pytest.mark.parametrize("text", ["2012/2013", "2012-12-19/2014-02", "2012~/2014-02-03", "2012-02?/2014%"])
    def test_ends_read_as_in_the_edtf_package(self, text: str) -> None:
        period, reference = Period.parse(text), edtf.parse_edtf(text)
        assert period.start is not None
        assert period.end is not None
        lower, upper = span(reference, "fuzzy")
        assert lower <= period.start.first <= period.end.last <= upper
        strict = Period.parse(text.replace("?", "").replace("~", "").replace("%", ""))
        assert strict.start is not None
        assert strict.end is not None
        assert (strict.start.first, strict.end.last) == span(reference, "strict")
        assert period.text == str(reference)

    @pytest.mark.parametrize("text", ["2012/..", "../2012", "2012/", "/2012"])
    def test_open_and_unknown_ends_read_as_in_the_edtf_package(self, text: str) -> None:
        period, reference = Period.parse(text), edtf.parse_edtf(text)
        for end, unknown, section in (
            (period.start, period.start_unknown, reference.lower),
            (period.end, period.end_unknown, reference.upper),
        ):
            if end is None:
                assert unknown is section.is_unknown
                assert unknown is not section.is_open
        assert period.text == str(reference)

    def test_shown_frozen_and_kept(self) -> None:
        period = Period.parse("2012-12-19/..")
        assert repr(period) == "Period('2012-12-19/..')"
        assert not hasattr(period, "__dict__")
        again = pickle.loads(pickle.dumps(period))
        assert again == period
        assert again.holds("2012-12-19") is CERTAINLY
        assert len({period, again}) == 1


@dataclasses.dataclass(frozen=True, slots=True)
class Fact:
    on: Date
    valid: Period


class TestPydantic:
    adapter = TypeAdapter(Fact)

    def test_reads_and_writes_text(self) -> None:
        fact = self.adapter.validate_python({"on": "2012-12", "valid": "2012-12-19/.."})
        assert fact == Fact(Date.parse("2012-12"), Period.parse("2012-12-19/.."))
        assert self.adapter.validate_python({"on": fact.on, "valid": fact.valid}) == fact
        written = self.adapter.dump_json(fact)
        assert json.loads(written) == {"on": "2012-12", "valid": "2012-12-19/.."}
        assert self.adapter.validate_json(written) == fact

    def test_a_fault_carries_the_message_and_the_place(self) -> None:
        with pytest.raises(ValidationError) as raised:
            self.adapter.validate_python({"on": "2012-13", "valid": 2012})
        on, valid = raised.value.errors()
        assert on["loc"] == ("on",)
        assert on["msg"].startswith("2012-13: there is no month 13; write")
        assert valid["loc"] == ("valid",)
        assert valid["msg"] == "2012: this is written as text, in quotation marks"

    @pytest.mark.parametrize("mode", ["validation", "serialization"])
    def test_described_to_editors(self, mode: str) -> None:
        schema = self.adapter.json_schema(mode=mode)["properties"]  # type: ignore[arg-type]  # one of two words
        for name in ("on", "valid"):
            assert schema[name]["type"] == "string"
            assert schema[name]["description"]
            assert schema[name]["pattern"].startswith("^")

    @pytest.mark.parametrize("kind", [Date, Period])
    def test_the_pattern_agrees_with_the_reader(self, kind: type[Date] | type[Period]) -> None:
        import re

        pattern = TypeAdapter(kind).json_schema()["pattern"]
        good = PLAIN if kind is Date else [f"{a}/{b}" for a in ("", "..", "1900~") for b in ("", "..", "2012-02?")]
        for text in good:
            assert re.search(pattern, text)
            kind.parse(text)
        for text in (
            "2012-13",
            "2012-00",
            "2012-12-32",
            "2012-1",
            "2012?~",
            "x2012",
            "2012/2013/2014",
            "....",
            "",
        ):
            assert not re.search(pattern, text)
            with pytest.raises(DateError):
                kind.parse(text)

    def test_importing_dates_does_not_import_pydantic(self) -> None:
        code = (
            "import sys; from importlib.util import spec_from_file_location as s, module_from_spec as m;"
            f"spec = s('dates', {str(sys.modules['foedus.dates'].__file__)!r}); module = m(spec);"
            "sys.modules['dates'] = module; spec.loader.exec_module(module);"
            "print(sorted(n for n in sys.modules if n.startswith(('pydantic', 'yaml', 'polars'))))"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout == "[]\n"
