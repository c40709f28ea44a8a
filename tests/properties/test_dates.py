"""Laws of dates and periods that hold for all of them."""

from __future__ import annotations

import datetime

from hypothesis import example, given
from hypothesis import strategies as st

from foedus.dates import (
    FIRST_DAY,
    LAST_DAY,
    Certainty,
    Date,
    DateError,
    Period,
    add_months,
    days_meant,
    holds_in_any,
)

QUALIFIERS = ["", "?", "~", "%"]
ordinals = st.integers(FIRST_DAY, LAST_DAY)
certainties = st.sampled_from(list(Certainty))


@st.composite
def texts(draw: st.DrawFn, qualifiers: list[str] = QUALIFIERS, first: int = 1, last: int = 9999) -> str:
    """Dates as written, of every precision."""
    day = draw(st.dates(datetime.date(first, 1, 1), datetime.date(last, 12, 31))).isoformat()
    return day[: draw(st.sampled_from([4, 7, 10]))] + draw(st.sampled_from(qualifiers))


@st.composite
def periods(draw: st.DrawFn, qualifiers: list[str] = QUALIFIERS, first: int = 1, last: int = 9999) -> Period:
    """Periods of every kind, open, unknown, precise and not."""
    ends = st.one_of(st.sampled_from(["", ".."]), texts(qualifiers, first, last))
    start, end = draw(ends), draw(ends)
    try:
        return Period.parse(f"{start}/{end}")
    except DateError:
        return Period.parse(f"{end}/{start}")


@given(texts())
def test_a_date_reads_back_as_written(text: str) -> None:
    date = Date.parse(text)
    assert str(date) == text
    assert Date.parse(str(date)) == date
    assert FIRST_DAY <= date.first <= date.last <= LAST_DAY


@given(periods())
def test_a_period_reads_back_as_written(period: Period) -> None:
    assert Period.parse(period.text) == period


@given(st.one_of(st.text(max_size=24), st.from_regex(r"[0-9./?~%:TX -]{0,22}", fullmatch=True), texts()))
@example("2012-02-30")
@example("0000-00-00")
@example("9999-12-31%/0001")
def test_any_text_is_read_or_refused_with_a_reason(text: str) -> None:
    for kind in (Date, Period):
        fault = ""
        try:
            assert str(kind.parse(text)) == text
        except DateError as raised:
            fault = str(raised)
        assert not fault or ("write" in fault and fault.isprintable())


@given(ordinals)
def test_an_exact_date_is_its_day(ordinal: int) -> None:
    date = Date.of(datetime.date.fromordinal(ordinal))
    assert (date.first, date.last, date.exact) == (ordinal, ordinal, True)
    assert date.day().toordinal() == ordinal


@given(texts(qualifiers=[""]))
def test_doubt_only_widens(text: str) -> None:
    plain, uncertain, both = (Date.parse(text + qualifier) for qualifier in ("", "?", "%"))
    assert both.first <= uncertain.first <= plain.first <= plain.last <= uncertain.last <= both.last
    assert Date.parse(text + "~").first == uncertain.first


@given(texts(), texts())
def test_before_is_asymmetric(one: str, other: str) -> None:
    first, second = Date.parse(one), Date.parse(other)
    if first.certainly_before(second):
        assert not second.possibly_before(first)
        assert first.possibly_before(second)


@given(certainties, certainties, certainties)
def test_certainties_obey_kleene_s_laws(one: Certainty, two: Certainty, three: Certainty) -> None:
    assert ~~one is one
    assert ~(one & two) is (~one | ~two)
    assert ~(one | two) is (~one & ~two)
    assert (one & two) is (two & one)
    assert ((one & two) & three) is (one & (two & three))
    assert (one & (two | three)) is ((one & two) | (one & three))
    assert (one & (one | two)) is one


@given(periods(first=2000, last=2020), texts(first=1999, last=2021))
def test_an_imprecise_question_is_answered_over_all_its_days(period: Period, question: str) -> None:
    first, last = days_meant(question)
    answers = {period.holds(day) for day in range(first, last + 1)}
    answer = period.holds(question)
    if answer is Certainty.CERTAINLY:
        assert answers == {Certainty.CERTAINLY}
    elif answer is Certainty.NO:
        assert answers == {Certainty.NO}
    else:
        assert answers != {Certainty.CERTAINLY}
        assert answers != {Certainty.NO}


@given(
    periods(qualifiers=[""], first=2011, last=2012),
    st.dates(datetime.date(2010, 12, 1), datetime.date(2013, 1, 31)),
)
def test_holds_agrees_with_trying_every_pair_of_ends(period: Period, day: datetime.date) -> None:
    # An end that is not exact is tried at its own edges and around the day; nothing changes in between.
    horizon = (FIRST_DAY, LAST_DAY + 1)
    asked = day.toordinal()

    def tried(end: Date | None, unknown: bool, open_at: int) -> list[int]:
        if end is None and not unknown:
            return [open_at]
        low, high = (end.first, end.last) if end else horizon
        marks = {low, high, *range(asked - 1, asked + 3)}
        other = period.end if end is period.start else period.start
        marks |= {mark + step for mark in ((other.first, other.last) if other else ()) for step in (-1, 0, 1)}
        return [mark for mark in marks if low <= mark <= high]

    starts = tried(period.start, period.start_unknown, horizon[0] - 1)
    ends = tried(period.end, period.end_unknown, horizon[1] + 1)
    held = {start <= asked < end for start in starts for end in ends if start < end}
    expected = {
        frozenset(): Certainty.NO,
        frozenset({False}): Certainty.NO,
        frozenset({True}): Certainty.CERTAINLY,
        frozenset({True, False}): Certainty.POSSIBLY,
    }[frozenset(held)]
    assert period.holds(day) is expected


@given(texts(qualifiers=[""]), texts(qualifiers=[""]), ordinals)
def test_knowing_an_end_better_never_takes_back_a_sure_answer(start: str, end: str, day: int) -> None:
    try:
        precise = Period.parse(f"{start}/{end}")
    except DateError:
        return
    if Date.parse(start).first == Date.parse(end).last:
        return
    for vague_start in (start, start[:7], start[:4], start + "?", ""):
        for vague_end in (end, end[:7], end[:4], end + "%", ""):
            vague = Period.parse(f"{vague_start}/{vague_end}")
            for question in (day, Date.parse(start).first, Date.parse(end).last):
                if vague.holds(question) is not Certainty.POSSIBLY:
                    assert precise.holds(question) is vague.holds(question)


@given(ordinals, ordinals, ordinals)
def test_half_open(one: int, other: int, day: int) -> None:
    start, end = sorted((one, other))
    period = Period(Date.of(datetime.date.fromordinal(start)), Date.of(datetime.date.fromordinal(end)))
    assert period.holds(day).certain is (start <= day < end)
    assert period.holds(day) is not Certainty.POSSIBLY
    assert period.holds(end) is Certainty.NO
    if start < end:
        assert period.holds(start) is Certainty.CERTAINLY


@given(periods(), periods())
def test_overlapping_is_mutual(one: Period, other: Period) -> None:
    assert one.overlaps(other) is other.overlaps(one)


@given(periods(first=2000, last=2003), periods(first=2000, last=2003))
def test_overlap_agrees_with_the_days(one: Period, other: Period) -> None:
    days = range(datetime.date(1997, 1, 1).toordinal(), datetime.date(2007, 1, 1).toordinal())
    together = [one.holds(day) & other.holds(day) for day in days]
    if Certainty.CERTAINLY in together:
        assert one.overlaps(other) is Certainty.CERTAINLY
    if one.overlaps(other) is Certainty.NO:
        assert set(together) == {Certainty.NO}


@given(periods(), ordinals)
def test_clipping_hides_the_future_and_changes_no_past(period: Period, day: int) -> None:
    clipped = period.clip(day)
    assert clipped.holds(day) is period.holds(day)
    assert clipped.clip(day) == clipped
    if clipped.end is not None:
        assert clipped.end.first <= day
    if period.end is not None and period.end.first > day:
        later = Period(period.start, Date.of(datetime.date.max), period.start_unknown)
        if later.end is not None and later.end.first > day:
            assert later.clip(day) == clipped


@given(st.lists(periods(), max_size=4), ordinals)
def test_several_periods_hold_as_the_surest_of_them(several: list[Period], day: int) -> None:
    surest = Certainty.NO
    for period in several:
        surest = surest | period.holds(day)
    assert holds_in_any(several, day) is surest
    assert holds_in_any(reversed(several), day) is surest


@given(ordinals, st.integers(-1500, 1500))
def test_months_keep_the_day_or_the_last_of_the_month(day: int, months: int) -> None:
    start = datetime.date.fromordinal(day)
    try:
        moved = datetime.date.fromordinal(add_months(day, months))
    except DateError:
        assert not 1 <= (start.year * 12 + start.month - 1 + months) // 12 <= 9999
        return
    assert (moved.year - start.year) * 12 + moved.month - start.month == months
    assert moved.day == start.day or (moved.day < start.day and (moved + datetime.timedelta(days=1)).day == 1)
