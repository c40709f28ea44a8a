"""The chart of one estimate: the chance of each outcome with its interval."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from foedus.charts.drawing import data, library
from foedus.charts.framing import DARK, MIDDLE, PALE, PERCENT, framed, spoken
from foedus.estimates.answers import REACH_WORDS, Estimate
from foedus.estimates.outcomes import REACH_OF, Reach

COLOURS: Final[Mapping[Reach, str]] = {
    "nothing": "#c9c9c9",
    "words": "#d9c58b",
    "mission_or_materiel": MIDDLE,
    "forces_of_some": "#3d7a96",
    "collective_force": DARK,
}
"""The further an outcome reaches, the darker, so that the order survives in grey."""

WIDE: Final = 520


def estimate_chart(estimate: Estimate) -> Any:
    """Draw the chances of one estimate as bars with their 90 % intervals, the furthest outcome first.

    Args:
        estimate: the estimate.

    Raises:
        NoCharts: without the extra ``charts``.
    """
    alt = library()
    rows = _rows(estimate)
    order = [row["outcome"] for row in rows]
    furthest = list(reversed(list(COLOURS)))
    base = alt.Chart(data(rows)).encode(
        y=alt.Y("outcome:N", sort=order, title=None, axis=alt.Axis(labelLimit=260))
    )
    scale = alt.Scale(domain=[0, 1])
    axis = alt.Axis(labelExpr=PERCENT, values=[0, 0.25, 0.5, 0.75, 1])
    bars = base.mark_bar(height=16).encode(
        x=alt.X("chance:Q", scale=scale, axis=axis, title="chance"),
        color=alt.Color(
            "reach:N",
            title="How far it reaches",
            scale=alt.Scale(
                domain=[REACH_WORDS[one] for one in furthest], range=[COLOURS[one] for one in furthest]
            ),
            legend=alt.Legend(orient="bottom", direction="horizontal", titleLimit=400),
        ),
        tooltip=["outcome:N", alt.Tooltip("chance:Q", format=".1%"), alt.Tooltip("low:Q", format=".1%"),
                 alt.Tooltip("high:Q", format=".1%")],
    )  # fmt: skip
    spans = base.mark_rule(color="#000000", strokeWidth=1.5).encode(x=alt.X("low:Q", scale=scale), x2="high:Q")
    ends = [
        base.mark_tick(color="#000000", thickness=1.5, size=9).encode(x=alt.X(f"{end}:Q", scale=scale))
        for end in ("low", "high")
    ]
    texts = base.mark_text(align="left", dx=8, color=PALE, fontSize=11).encode(
        x=alt.X("high:Q", scale=scale), text="told:N"
    )
    chart = alt.layer(bars, spans, *ends, texts).properties(width=WIDE, height=27 * len(rows))
    question = estimate.question
    return framed(
        chart,
        f"Will it come? {spoken(question.situation.kind).capitalize()}, {question.situation.target}: "
        f"{question.view.record.organisation.short_name} on {question.view.date.spoken()}",
        _asked(estimate),
        [
            "Bar: the chance of the outcome; line: its 90 % interval. The chances sum to 100 %.",
            *estimate.conditions,
            _source(estimate),
        ],
        WIDE + 180,
        estimate.record,
    )


def _rows(estimate: Estimate) -> list[dict[str, Any]]:
    return [
        {
            "outcome": spoken(outcome).replace("non military", "non-military"),
            "reach": REACH_WORDS[REACH_OF[outcome]],
            "chance": round(chance.value, 4),
            "low": round(chance.low, 4),
            "high": round(chance.high, 4),
            "told": str(chance).partition(" (")[0],
        }
        for outcome, chance in estimate.outcome.items()
    ]


def _asked(estimate: Estimate) -> str:
    invoked = estimate.question.invoked
    if invoked is None:
        return f"Whether anybody asks is open; the chance that the organisation is asked: {estimate.invokes}"
    return "Given that the organisation is asked" if invoked else "Given that nobody asks the organisation"


def _source(estimate: Estimate) -> str:
    known = "all cases on record" if estimate.known_on is None else f"cases over before {estimate.known_on}"
    return f"Source: the casebook of all packs, {known}: {estimate.lessons}."
