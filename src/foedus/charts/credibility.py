"""The chart of credibility: a chance for each year with its band, a panel for each member or kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from foedus.analysis.credibility import MEASURE_WORDS, Credibility, Measure
from foedus.analysis.credibility_caveats import conditions, record_of
from foedus.charts.drawing import data, library
from foedus.charts.framing import DARK, MIDDLE, PALE, PERCENT, framed, spoken

if TYPE_CHECKING:
    from foedus.record.view import Organisation

OWED: Final = ("engaged", "arguable", "not engaged")
"""How surely a clause of mutual defence is engaged, from the surest."""

COLUMNS: Final = 3
"""Panels in a row, where only members or only kinds differ."""

WIDE: Final = 760
"""Pixels that all panels of a row share."""

MOST_PANELS: Final = 60
"""More panels than that cannot be read."""


class TooMuch(ValueError):
    """Says that there is nothing to draw, or more than one picture holds."""


def credibility_chart(
    rows: Sequence[Credibility], measure: Measure = "honoured", organisation: Organisation | None = None
) -> Any:
    """Draw credibility over the years: the chance, its 90 % interval as a band, and the plain share beside it.

    One panel a member where one kind is asked about, one a kind where one member is, else one for each pair.

    Args:
        rows: rows of one organisation, as :func:`foedus.analysis.credibility.credibility_of` gives them.
        measure: what is drawn.
        organisation: whose rows they are; without it the installed one of that id.

    Raises:
        TooMuch: when there are no rows, rows of several organisations, or too many panels.
        NoCharts: without the extra ``charts``.
    """
    members = sorted({one.member for one in rows})
    kinds = [spoken(one) for one in dict.fromkeys(one.kind for one in rows)]
    _drawable(rows, len(members) * len(kinds))
    both = len(members) > 1 and len(kinds) > 1
    across = len(members) if both else min(COLUMNS, max(len(members), len(kinds)))
    width = max(86, WIDE // across - 46)
    # The chart has few signs for its axes where panels are small.
    panel = _panel(_points(rows, measure), width, 86 if both else 150, _years(rows), small=both)
    chart = _faceted(panel, members, kinds, both)
    whose = _installed(rows) if organisation is None else organisation
    return framed(
        chart,
        f"{_whose(whose, members, kinds)}: would the guarantee be honoured?",
        f"The chance that {MEASURE_WORDS[measure]}",
        [
            "Line and dots: the chance on 1 January; band: its 90 % interval; dashes: the plain share among the "
            "same cases, whatever the crisis. A year without a dot: no member then.",
            *conditions(whose, measure)[1:],
            _rests_on(rows),
        ],
        across * (width + 24) + 60,
        record_of(measure, whose.id),
    )


def _drawable(rows: Sequence[Credibility], panels: int) -> None:
    if not rows:
        raise TooMuch("there is nothing to draw: no rows")
    if len({one.organisation for one in rows}) > 1:
        raise TooMuch("the rows are of several organisations; draw one at a time")
    if panels > MOST_PANELS:
        raise TooMuch(f"{panels} panels are too many for one picture; choose fewer members or kinds")


def _installed(rows: Sequence[Credibility]) -> Organisation:
    from foedus.record.view import organisation

    return organisation(rows[0].organisation)


def _whose(organisation: Organisation, members: Sequence[str], kinds: Sequence[str]) -> str:
    """The organisation, and what all panels share."""
    parts = [organisation.record.organisation.short_name]
    parts += members if len(members) == 1 else []
    return ", ".join(parts + (list(kinds) if len(kinds) == 1 else []))


def _rests_on(rows: Sequence[Credibility]) -> str:
    """How many cases the first and the last year rest on, and from where they are."""
    first, last = min(rows, key=lambda one: one.year), max(rows, key=lambda one: one.year)
    few = " Few cases: the chances are mostly what the priors say." if first.few else ""
    return (
        f"Source: the casebook of all packs; promises judged by {first.year}: {first.judged}, of them its own "
        f"{first.own_judged}; by {last.year}: {last.judged}, of them {last.own_judged}.{few}"
    )


def _years(rows: Sequence[Credibility]) -> list[int]:
    return [min(one.year for one in rows), max(one.year for one in rows)]


def _points(rows: Sequence[Credibility], measure: Measure) -> list[dict[str, Any]]:
    runs = list(_runs(rows))
    long = Counter((one.member, one.kind, run) for one, run in runs)
    return [
        {
            "member": one.member,
            "kind": spoken(one.kind),
            "year": one.year,
            "run": run,
            "alone": long[one.member, one.kind, run] == 1,
            "value": round(one.chance(measure).value, 4),
            "low": round(one.chance(measure).low, 4),
            "high": round(one.chance(measure).high, 4),
            "base": None if (base := getattr(one.base, measure)) is None else round(base, 4),
            "owed": spoken(one.owed),
        }
        for one, run in runs
    ]


def _runs(rows: Sequence[Credibility]) -> Iterator[tuple[Credibility, int]]:
    """Rows with the number of their run: a year without a row ends one, so that no line bridges it."""
    seen: dict[tuple[str, str], tuple[int, int]] = {}
    for one in sorted(rows, key=lambda one: (one.member, one.kind, one.year)):
        year, run = seen.get((one.member, one.kind), (one.year - 1, 0))
        run += one.year != year + 1
        seen[one.member, one.kind] = (one.year, run)
        yield one, run


def _panel(points: list[dict[str, Any]], width: int, height: int, years: list[int], small: bool) -> Any:
    alt = library()
    axis = alt.Axis(format="d", tickMinStep=1, tickCount=3 if small else 6, title=None if small else "year")
    x = alt.X("year:Q", axis=axis, scale=alt.Scale(domain=[years[0] - 0.5, years[1] + 0.5], nice=False))
    scale = alt.Scale(domain=[0, 1])
    chance = alt.Axis(labelExpr=PERCENT, values=[0, 0.5, 1] if small else [0, 0.25, 0.5, 0.75, 1])
    base = alt.Chart().encode(x=x, detail="run:N")
    y = alt.Y("value:Q", scale=scale, axis=chance, title="" if small else "chance")
    low = alt.Y("low:Q", scale=scale, axis=chance, title="" if small else "chance")
    bands = base.mark_area(opacity=0.22, color=DARK).encode(y=low, y2="high:Q")
    # A run of one year has no band; its interval still shows.
    alone = base.transform_filter("datum.alone").mark_rule(opacity=0.35, color=DARK, strokeWidth=5)
    rules = alone.encode(y=low, y2="high:Q")
    shares = base.mark_line(color=PALE, strokeDash=[4, 3], strokeWidth=1.2).encode(y=alt.Y("base:Q", scale=scale))
    lines = base.mark_line(color=DARK, strokeWidth=1.6).encode(y=y)
    dots = base.mark_point(filled=True, opacity=1, size=14 if small else 30, stroke=DARK, strokeWidth=1).encode(
        y=y,
        fill=alt.Fill(
            "owed:N",
            title="By the law of the day, a clause of mutual defence is",
            scale=alt.Scale(domain=list(OWED), range=[DARK, MIDDLE, "#ffffff"]),
            legend=alt.Legend(orient="bottom", direction="horizontal", symbolStrokeColor=DARK, titleLimit=400),
        ),
        tooltip=[alt.Tooltip("member:N"), alt.Tooltip("kind:N"), alt.Tooltip("year:Q"),
                 alt.Tooltip("value:Q", format=".0%", title="chance"), alt.Tooltip("low:Q", format=".0%"),
                 alt.Tooltip("high:Q", format=".0%"), alt.Tooltip("base:Q", format=".0%", title="plain share"),
                 alt.Tooltip("owed:N")],
    )  # fmt: skip
    return alt.layer(bands, rules, shares, lines, dots, data=data(points)).properties(width=width, height=height)


def _faceted(panel: Any, members: Sequence[str], kinds: Sequence[str], both: bool) -> Any:
    alt = library()
    if both:
        header = alt.Header(title=None, labelAngle=0, labelAlign="left", labelFontSize=12)
        return panel.facet(
            row=alt.Row("kind:N", sort=list(kinds), header=header),
            column=alt.Column("member:N", sort=list(members), header=alt.Header(title=None)),
            spacing=12,
        )
    by, order = ("kind:N", kinds) if len(kinds) > 1 else ("member:N", members)
    facet = alt.Facet(by, sort=list(order), header=alt.Header(title=None))
    return panel.facet(facet=facet, columns=COLUMNS, spacing=18)
