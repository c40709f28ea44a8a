"""Charts of sensitivity: how far each parameter alone moves an answer, and the Sobol indices."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from foedus.analysis.sensitivity import Sensitivities
from foedus.charts.drawing import WIDTH, data, library, saved
from foedus.simulation.questions import words

MOST = 15
"""Parameters that a chart shows, the weightiest first."""


def _title(found: Sensitivities, head: str, below: str) -> Any:
    return library().TitleParams(head, subtitle=[f"{words(found.question)}", f"{below}. {found.title}."])


def tornado(found: Sensitivities) -> Any:
    """How far each parameter alone moves the answer from one end of what is thought possible to the other."""
    alt = library()
    widest = sorted(found.parameters, key=lambda one: (-abs(one.at_high - one.at_low), one.name))[:MOST]
    order = [one.name for one in widest]
    rows = [
        {"name": one.name, "end": end, "value": value, "from": found.value}
        for one in widest
        for end, value in (("at its low end", one.at_low), ("at its high end", one.at_high))
    ]
    bars = (
        alt.Chart(data(rows))
        .mark_bar(height=12)
        .encode(
            y=alt.Y("name:N", sort=order, title=None),
            x=alt.X("from:Q", title="the answer", scale=alt.Scale(zero=False)),
            x2="value:Q",
            color=alt.Color("end:N", sort=["at its low end", "at its high end"], title=None),
        )
    )
    rule = alt.Chart(data([{"from": found.value}])).mark_rule(color="#555555").encode(x="from:Q")
    title = _title(found, "One parameter at a time", f"{found.value:.3f} with the settings themselves")
    return alt.layer(bars, rule).properties(width=WIDTH, height=22 * len(widest), title=title)


def indices(found: Sensitivities) -> Any:
    """First-order and total Sobol indices with their 95 % intervals."""
    alt = library()
    shown = found.parameters[:MOST]
    rows = [
        {"name": one.name, "index": kind, "value": value, "low": value - error, "high": value + error}
        for one in shown
        for kind, value, error in (
            ("total", one.total, one.total_error),
            ("first order", one.first, one.first_error),
        )
    ]
    base = alt.Chart(data(rows)).encode(
        y=alt.Y("name:N", sort=[one.name for one in shown], title=None),
        yOffset=alt.YOffset("index:N", sort=["total", "first order"]),
        color=alt.Color("index:N", sort=["total", "first order"], title=None),
    )
    dots = base.mark_point(filled=True, size=60, opacity=1).encode(
        x=alt.X("value:Q", title="share of the variance")
    )
    rules = base.mark_rule(strokeWidth=2).encode(x="low:Q", x2="high:Q")
    below = f"{found.evaluations:,} settings of {found.worlds:,} worlds"
    title = _title(found, "Sobol indices", below)
    return alt.layer(rules, dots).properties(width=WIDTH, height=26 * len(shown), title=title)


def drawn(found: Sensitivities, folder: Path) -> Iterator[Path]:
    """Draw the charts.

    Args:
        found: on what the answer hangs.
        folder: where the files go.

    Yields:
        the path of each file.
    """
    yield from saved({"tornado": tornado(found), "indices": indices(found)}, folder)
