"""Charts of the track record: the skill of the models, and whether what was said came as often as was said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import ceil, floor, sqrt
from typing import Any, Final

from foedus.charts.drawing import data, library
from foedus.charts.framing import DARK, PALE, PERCENT, WARNING, framed
from foedus.estimates.catalogue import OUTCOME_MODELS, outcome_model
from foedus.estimates.guess import WIDTH as NORMAL_90
from foedus.estimates.models.base_rate import BaseRate

PROTOCOLS: Final[Mapping[str, str]] = {
    "rolling_origin": "only the past teaches",
    "leave_one_case_out": "each case left out in turn",
    "leave_one_organisation_out": "each organisation left out in turn",
}
"""How cases were kept from the model that predicted them."""

PARTS: Final[Mapping[str, str]] = {
    "invocation": "asked at all",
    "fulfilment": "promise kept",
    "stances": "stances",
    "contributions": "who sends",
    "delays": "days to a decision",
}
"""What the models beside those of outcomes estimate."""

BETTER, OPEN, WORSE = "better", "cannot be told apart", "worse"
_SHAPES: Final = {BETTER: "circle", OPEN: "diamond", WORSE: "square"}


def skill_chart(record: Mapping[str, Any]) -> Any:
    """Draw the skill of every model against the base rate with its 90 % interval, a panel for each protocol.

    Args:
        record: the track record, as :func:`foedus.estimates.record_making.track_record` gives it.

    Raises:
        NoCharts: without the extra ``charts``.
    """
    alt = library()
    rows = list(_skills(record))
    order = list(dict.fromkeys(row["model"] for row in rows))
    verdicts = list(_SHAPES)
    least, most = min(row["low"] for row in rows), max(row["high"] for row in rows)
    steps = [step / 5 for step in range(floor(5 * min(least, 0)), ceil(5 * max(most, 0)) + 1)]
    axis = alt.Axis(labelExpr=PERCENT, values=steps)
    base = alt.Chart().encode(
        y=alt.Y("model:N", sort=order, title=None, axis=alt.Axis(labelLimit=260)),
        color=alt.Color(
            "verdict:N",
            title="Than the base rate",
            scale=alt.Scale(domain=verdicts, range=[DARK, PALE, WARNING]),
            legend=alt.Legend(orient="bottom", direction="horizontal"),
        ),
    )
    zero = alt.Chart().mark_rule(color="#000000", strokeDash=[4, 3]).encode(x=alt.datum(0))
    spans = base.mark_rule(strokeWidth=2).encode(x=alt.X("low:Q", axis=axis, title="skill"), x2="high:Q")
    dots = base.mark_point(filled=True, size=70, opacity=1).encode(
        x=alt.X("value:Q", axis=axis, title="skill"),
        shape=alt.Shape(
            "verdict:N",
            title="Than the base rate",
            scale=alt.Scale(domain=verdicts, range=list(_SHAPES.values())),
        ),
        tooltip=[
            "model:N",
            "cases:Q",
            *(alt.Tooltip(f"{one}:Q", format=".1%") for one in ("value", "low", "high")),
        ],
    )
    panel = alt.layer(zero, spans, dots, data=data(rows)).properties(width=210, height=24 * len(order))
    facet = alt.Facet("protocol:N", sort=list(PROTOCOLS.values()), header=alt.Header(title=None))
    return framed(
        panel.facet(facet=facet, columns=3, spacing=18),
        "Do the models beat the base rate?",
        "Skill: by how much the Brier score on cases not seen is better than that of the base rate",
        [
            "Dot: the skill; line: its 90 % interval, whole crises drawn anew. What holds 0 % cannot "
            "be told from the base rate.",
            "For days to a decision, the pinball loss against plain quantiles takes the place of the Brier score.",
            _source(record),
        ],
        820,
    )


def _skills(record: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for model in OUTCOME_MODELS:
        if model != BaseRate.card.name and model in record["outcome"]:
            yield from _skill_rows(f"outcome: {model}", record["outcome"][model], "skill_brier_base_rate")
    for part, title in PARTS.items():
        figure = "skill_pinball_base_rate" if part == "delays" else "skill_brier_base_rate"
        yield from _skill_rows(title, record[part], figure)


def _skill_rows(model: str, by_protocol: Mapping[str, Any], figure: str) -> Iterator[dict[str, Any]]:
    for protocol, title in PROTOCOLS.items():
        found = by_protocol[protocol]
        value = {name: found[figure][name] for name in ("value", "low", "high")}
        verdict = BETTER if value["low"] > 0 else WORSE if value["high"] < 0 else OPEN
        yield {"model": model, "protocol": title, "cases": found["cases"], "verdict": verdict, **value}


def calibration_chart(record: Mapping[str, Any], model: str | None = None) -> Any:
    """Draw whether what was said came as often as was said: forces, and that the organisation is asked.

    Each dot is a bin of forecasts; its interval is Wilson's (1927, Journal of the American Statistical Association
    22: 209-212) at 90 %, and the bars below count the forecasts.

    Args:
        record: the track record.
        model: name of the model of outcomes; without it the default.

    Raises:
        UnknownModel: when there is no such model.
        NoCharts: without the extra ``charts``.
    """
    alt = library()
    name = outcome_model(model).card.name
    panels = {
        f"Forces come ({name})": record["outcome"][name]["rolling_origin"]["forces_come"]["calibration"],
        "The organisation is asked": record["invocation"]["rolling_origin"]["calibration"],
    }
    return framed(
        alt.hconcat(*(_curve(title, bins) for title, bins in panels.items()), spacing=40),
        "Did it come as often as was said?",
        "Calibration on cases not seen, each predicted from earlier ones alone",
        [
            "Dot: said on average and came, in a bin of forecasts; line: 90 % interval of the share that came "
            "(Wilson); dashes: what perfect calibration would give; bars: forecasts in the bin.",
            _source(record),
        ],
        700,
    )


def _curve(title: str, bins: Sequence[Mapping[str, Any]]) -> Any:
    alt = library()
    rows = [
        {**one, **dict(zip(("least", "most"), wilson(one["came"], one["forecasts"]), strict=True))} for one in bins
    ]
    whole = alt.Scale(domain=[0, 1], padding=0)
    axis = alt.Axis(labelExpr=PERCENT, values=[0, 0.25, 0.5, 0.75, 1])
    base = alt.Chart(data(rows))
    x = alt.X("said:Q", scale=whole, axis=axis, title=None)
    line = alt.Chart(data([{"at": 0}, {"at": 1}])).mark_line(color=PALE, strokeDash=[4, 3], strokeWidth=1.2)
    perfect = line.encode(
        x=alt.X("at:Q", scale=whole, axis=axis, title=None), y=alt.Y("at:Q", scale=whole, axis=axis)
    )
    y = alt.Y("came:Q", scale=whole, axis=axis, title="came")
    spans = base.mark_rule(color=DARK, strokeWidth=2).encode(x=x, y=alt.Y("least:Q", scale=whole), y2="most:Q")
    dots = base.mark_point(filled=True, opacity=1, size=60, color=DARK).encode(
        x=x, y=y, tooltip=[alt.Tooltip("said:Q", format=".0%"), alt.Tooltip("came:Q", format=".0%"), "forecasts:Q"]
    )
    curve = alt.layer(perfect, spans, dots).properties(width=290, height=260, title=title)
    counts = base.mark_bar(color=DARK, opacity=0.5, orient="vertical").encode(
        x=alt.X("low:Q", scale=whole, axis=axis, title="said"),
        x2="high:Q",
        y=alt.Y("forecasts:Q", title="forecasts", axis=alt.Axis(tickCount=3), scale=alt.Scale(zero=True)),
        y2=alt.datum(0),
    )
    return alt.vconcat(curve, counts.properties(width=290, height=60), spacing=8)


def wilson(share: float, count: int) -> tuple[float, float]:
    """Wilson's 90 % interval of a share.

    Args:
        share: the share that came.
        count: of how many.

    >>> [round(end, 3) for end in wilson(0.5, 10)]
    [0.269, 0.731]
    >>> round(wilson(0.0, 10)[0], 9)
    0.0
    """
    square = NORMAL_90**2
    middle = (share + square / (2 * count)) / (1 + square / count)
    reach = NORMAL_90 / (1 + square / count) * sqrt(share * (1 - share) / count + square / (4 * count**2))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def _source(record: Mapping[str, Any]) -> str:
    made = record["made_from"]
    return (
        f"Source: the casebook of all packs, {made['cases']} cases; the rolling origin begins with the first year "
        f"before which {made['rolling_origin_begins_with']} cases were over."
    )
