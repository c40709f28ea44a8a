"""Charts of simulated worlds: who stays, what is believed, how soon, how rules differ, who blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.charts.drawing import HEIGHT, WIDTH, data, library, saved
from foedus.simulation import layout as at
from foedus.simulation.results import Results
from foedus.simulation.summary import title

if TYPE_CHECKING:
    from foedus.simulation.shares import Told

NOTE = "Simulated worlds, no forecast"


def _under(results: Results, more: str) -> list[str]:
    return [more, f"{title(results)}. {NOTE}."]


def _years(results: Results) -> int:
    return int(results.study.plan.first[:4])


def _band(share: float, told: Told, place: tuple[int, ...], *, turned: bool = False) -> dict[str, float]:
    """Two errors about a share, and what draws leave open; of what is not so where it is turned round."""
    error = 0.0 if told.error is None else 2 * float(told.error[place])
    band = {"share": share, "below": max(0.0, share - error), "above": min(1.0, share + error)}
    if told.low is None or told.high is None:
        return band
    low, high = float(told.low[place]), float(told.high[place])
    return band | ({"low": 1.0 - high, "high": 1.0 - low} if turned else {"low": low, "high": high})


def _stayed(results: Results) -> list[dict[str, Any]]:
    """By variant, year and member the share of worlds in which it has not left, with its band."""
    rows = []
    for name in results.variants:
        told = results.statuses(name)
        for year in range(told.share.shape[0]):
            for m, code in enumerate(results.study.variants[0].law.states):
                place = (year, m, at.OUTSIDE)
                band = _band(1.0 - float(told.share[place]), told, place, turned=True)
                rows.append({"variant": name, "year": _years(results) + year, "member": code, **band})
    return rows


def _bands(base: Any, y: Callable[[str], Any], *, drawn: bool, step: bool = False) -> list[Any]:
    """Layers that lie under a line: two errors of the simulation, and lightly the spread of the parameters."""
    about = {"interpolate": "step-after"} if step else {}
    close = base.mark_area(opacity=0.4, **about).encode(y=y("below"), y2="above:Q")
    wide = base.mark_area(opacity=0.15, **about).encode(y=y("low"), y2="high:Q")
    return [wide, close] if drawn else [close]


def _height(title: str) -> Callable[[str], Any]:
    """The axis of a share, for whichever column."""
    alt = library()
    axis, scale = alt.Axis(format="%"), alt.Scale(domain=[0, 1])
    return lambda name: alt.Y(f"{name}:Q", axis=axis, title=title, scale=scale)


BANDS = "dark: two standard errors"
"""What is said of the band of a chart."""
SPREADS = "; light: 5 % to 95 % over parameters"
"""What is said of the wider one."""


def survival(results: Results) -> Any:
    """The share of worlds in which each member has not left, by year, a panel for each variant."""
    alt = library()
    few = len(results.variants) == 1
    base = alt.Chart(data(_stayed(results))).properties(width=WIDTH if few else 300, height=HEIGHT if few else 220)
    lines = base.mark_line(strokeWidth=2.2).encode(
        x=alt.X("year:Q", axis=alt.Axis(format="d", tickMinStep=5), title=None),
        y=alt.Y("share:Q", axis=alt.Axis(format="%"), title="worlds", scale=alt.Scale(domain=[0, 1])),
        color=alt.Color("member:N", title=None),
        strokeDash=alt.StrokeDash("member:N", title=None),
    )
    told = alt.TitleParams("Members that have not left", subtitle=_under(results, "Share of worlds by year"))
    if few:
        return lines.properties(title=told)
    return lines.facet(facet=alt.Facet("variant:N", sort=list(results.variants)), columns=2).properties(title=told)


def membership(results: Results) -> Any:
    """The same, a panel for each member; about each line two standard errors, and what parameters leave open."""
    alt = library()
    base = alt.Chart().encode(
        x=alt.X("year:Q", axis=alt.Axis(format="d", tickMinStep=10), title=None),
        color=alt.Color(
            "variant:N",
            sort=list(results.variants),
            title=None,
            legend=alt.Legend(symbolOpacity=1, symbolType="stroke", symbolStrokeWidth=2.2),
        ),
    )
    y = _height("worlds")
    rows = _stayed(results)
    lines = base.mark_line(strokeWidth=1.8).encode(y=y("share"))
    panel = alt.layer(*_bands(base, y, drawn="low" in rows[0]), lines, data=data(rows))
    what = f"Share of worlds by year; {BANDS}{SPREADS if results.study.plan.draws else ''}"
    told = alt.TitleParams("Each member that has not left", subtitle=_under(results, what))
    return (
        panel.properties(width=190, height=130)
        .facet(facet=alt.Facet("member:N"), columns=3)
        .properties(title=told)
    )


def _points(histogram: Sequence[int], shares: Sequence[float]) -> list[float]:
    """Points of a histogram of beliefs, by the rule of three within a sixteenth."""
    total, found = sum(histogram), []
    for share in shares:
        wanted, seen = share * total, 0
        for place, count in enumerate(histogram):
            if seen + count >= wanted and count:
                found.append((place + (wanted - seen) / count) / at.BELIEF_BINS)
                break
            seen += count
    return found


def beliefs(results: Results) -> Any:
    """How beliefs in the guarantee spread over worlds and members by year: a fan for each variant."""
    alt = library()
    shares = (0.05, 0.25, 0.5, 0.75, 0.95)
    rows = []
    for name in results.variants:
        counts = results.counts(name)
        for year in range(counts.beliefs.shape[0]):
            whole = [int(n) for n in counts.beliefs[year, :-1].sum(axis=0)]
            if not any(whole):
                continue  # nobody belongs in any world
            points = dict(zip(("p05", "p25", "p50", "p75", "p95"), _points(whole, shares), strict=True))
            rows.append({"variant": name, "year": _years(results) + year, **points})
    base = alt.Chart(data(rows)).encode(x=alt.X("year:Q", axis=alt.Axis(format="d", tickMinStep=5), title=None))
    scale = alt.Scale(domain=[0, 1])
    wide = base.mark_area(opacity=0.25, color="#0b4f6c").encode(
        y=alt.Y("p05:Q", title="belief", scale=scale), y2="p95:Q"
    )
    narrow = base.mark_area(opacity=0.45, color="#0b4f6c").encode(y=alt.Y("p25:Q", scale=scale), y2="p75:Q")
    middle = base.mark_line(color="#0b4f6c", strokeWidth=2.2).encode(y=alt.Y("p50:Q", scale=scale))
    fan = alt.layer(wide, narrow, middle).properties(width=300, height=200)
    told = alt.TitleParams(
        "Belief in the guarantee",
        subtitle=_under(results, "Members of each year in all worlds: half of them, and nine tenths"),
    )
    facet = alt.Facet("variant:N", sort=list(results.variants))
    return fan.facet(facet=facet, columns=2).properties(title=told)


def decision_times(results: Results) -> Any:
    """How many decisions, and how many first arrivals, have come after so many days."""
    alt = library()
    words = {"decision": "decision, from the beginning", "arrival": "first arrival, from the call"}
    rows = [
        {"variant": name, "what": words[what], "days": day, **_band(float(told.share[day]), told, (day,))}
        for name in results.variants
        for what, told in results.come(name).items()
        if told is not None
        for day in range(181)
    ]
    drawn = any("low" in row for row in rows)
    legend = alt.Legend(symbolOpacity=1, symbolType="stroke", symbolStrokeWidth=2.2)
    base = alt.Chart().encode(
        x=alt.X("days:Q", title="days", scale=alt.Scale(domain=[0, 180])),
        color=alt.Color("variant:N", sort=list(results.variants), title=None, legend=legend),
    )
    y = _height("come by then")
    # Lines that lie on each other are still seen, the first one widest.
    widths = alt.Scale(range=[7, 1.2] if len(results.variants) > 1 else [1.2])
    lines = base.mark_line(interpolate="step-after").encode(
        y=y("share"),
        strokeWidth=alt.StrokeWidth("variant:N", sort=list(results.variants), scale=widths, legend=None),
    )
    panel = alt.layer(*_bands(base, y, drawn=drawn, step=True), lines, data=data(rows))
    what = f"Share that has come by so many days; {BANDS}{SPREADS if drawn else ''}"
    told_ = alt.TitleParams("How soon", subtitle=_under(results, what))
    panel = panel.properties(width=300, height=220)
    return panel.facet(facet=alt.Facet("what:N"), columns=2).properties(title=told_)


COMPARED = {
    "granted": "calls answered",
    "adopted": "proposals adopted",
    "arrived": "calls with help",
    "invoked": "crises with a call",
}
"""Answers in per cent that variants are compared by, in short."""


def comparison(results: Results) -> Any:
    """How each variant differs from the first on the same crises, with two errors and the spread of parameters."""
    alt = library()
    rows = []
    for name in results.variants[1:]:
        for question, one in results.compared(name).items():
            if question in COMPARED and one.value is not None:
                error = one.error or 0.0
                low = one.low if one.low is not None else one.value - 2 * error
                high = one.high if one.high is not None else one.value + 2 * error
                rows.append(
                    {
                        "variant": name,
                        "question": COMPARED[question],
                        "value": one.value,
                        "below": one.value - 2 * error,
                        "above": one.value + 2 * error,
                        "low": low,
                        "high": high,
                    }
                )
    others = list(results.variants[1:])
    base = alt.Chart().encode(  # the data stand with the layers, or a panel would show the rows of all
        y=alt.Y("variant:N", sort=others, title=None, axis=alt.Axis(labelLimit=260)),
        color=alt.Color("variant:N", sort=others, legend=None),
    )
    axis = alt.Axis(format="+.0%")
    wide = base.mark_rule(strokeWidth=6, opacity=0.25).encode(x=alt.X("low:Q", axis=axis, title=None), x2="high:Q")
    close = base.mark_rule(strokeWidth=2).encode(x=alt.X("below:Q", axis=axis), x2="above:Q")
    dots = base.mark_point(filled=True, size=70, opacity=1).encode(x=alt.X("value:Q", axis=axis))
    zero = alt.Chart().mark_rule(color="#555555", strokeDash=[4, 3]).encode(x=alt.datum(0))
    panel = alt.layer(zero, wide, close, dots, data=data(rows)).properties(width=300, height=40 + 26 * len(others))
    what = "Percentage points on the same crises; line: two standard errors"
    what += "; band: 5 % to 95 % over parameters" if results.study.plan.draws else ""
    told = alt.TitleParams(f"Against {results.variants[0]}", subtitle=_under(results, what))
    return panel.facet(facet=alt.Facet("question:N"), columns=2).properties(title=told)


def blocking(results: Results) -> Any:
    """How much hangs on one state: the share of rejections that its support alone would have turned."""
    alt = library()
    rows = []
    for name in results.variants:
        answers = results.answers(name)
        for code in results.study.variants[0].law.states:
            one = answers.get(f"blocks.{code}")
            if one is not None and one.value is not None:
                rows.append({"variant": name, "state": code, "share": one.value})
    return (
        alt.Chart(data(rows))
        .mark_bar()
        .encode(
            y=alt.Y("state:N", title=None, sort="-x"),
            x=alt.X("share:Q", axis=alt.Axis(format="%"), title="rejections that it alone would have turned"),
            color=alt.Color("variant:N", sort=list(results.variants), title=None),
            yOffset=alt.YOffset("variant:N", sort=list(results.variants)),
        )
        .properties(
            width=WIDTH,
            height=max(160, 14 * len(rows)),
            title=alt.TitleParams("On whom it hangs", subtitle=_under(results, "Share of rejected proposals")),
        )
    )


def drawn(results: Results, folder: Path) -> Iterator[Path]:
    """Draw every chart of a study.

    Args:
        results: what it came to.
        folder: where the files go.

    Yields:
        the path of each file.
    """
    charts = {
        "survival": survival(results),
        "membership": membership(results),
        "beliefs": beliefs(results),
        "decision-times": decision_times(results),
        "blocking": blocking(results),
    }
    if len(results.variants) > 1:
        charts["comparison"] = comparison(results)
    yield from saved(charts, folder)
