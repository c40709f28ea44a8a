"""Drawing: what charts have in common, and writing one as PNG, SVG and a page that needs no network."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

COLOURS = ("#0b4f6c", "#c8553d", "#588157", "#8e6c8a", "#d4a017", "#17a2b8", "#2a9d8f", "#9b2226")
"""Told apart by most eyes, and in print."""
WIDTH, HEIGHT = 460, 280


class NoCharts(ImportError):
    """Says that the extra is missing."""


def library() -> Any:
    """The library that draws.

    Raises:
        NoCharts: without the extra.
    """
    try:
        import altair
        import vl_convert  # noqa: F401  # what writes pictures; better missed here than half-way
    except ImportError as error:
        raise NoCharts("charts need the extra 'charts': pip install 'foedus[charts]'") from error
    return altair


def data(rows: list[dict[str, Any]]) -> Any:
    """Rows as the data of a chart, however many."""
    return library().InlineData(values=rows)


def styled(chart: Any) -> Any:
    """A chart with the fonts and colours that all share."""
    return (
        chart.configure(font="DejaVu Sans", background="white")
        .configure_axis(
            grid=True, gridColor="#e6e6e6", labelFontSize=12, titleFontSize=12, titleFontWeight="normal"
        )
        .configure_legend(labelFontSize=12, titleFontSize=12, labelLimit=300)
        .configure_title(fontSize=14, anchor="start", subtitleFontSize=12, subtitleColor="#555555")
        .configure_header(labelFontSize=13, title=None)
        .configure_view(stroke=None)
        .configure_range(category=list(COLOURS))
    )


def saved(charts: Mapping[str, Any], folder: Path) -> Iterator[Path]:
    """Write charts, each as PNG, SVG and HTML with all that it needs inside.

    Args:
        charts: by name.
        folder: where.

    Yields:
        the path of each file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, chart in charts.items():
        whole = styled(chart)
        for form, more in (("png", {"scale_factor": 2}), ("svg", {}), ("html", {"inline": True})):
            path = folder / f"{name}.{form}"
            handle, beside = tempfile.mkstemp(dir=folder, suffix=f".{form}")
            os.close(handle)
            try:
                whole.save(beside, format=form, **more)
                os.chmod(beside, 0o644)
                os.replace(beside, path)
            except BaseException:
                Path(beside).unlink(missing_ok=True)
                raise
            yield path
