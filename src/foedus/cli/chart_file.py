"""Charts on the way out: whether one can be drawn is known before anything is computed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import typer

from foedus.cli.stops import WrongUsage, one_line

Chart: TypeAlias = Annotated[
    Path | None,
    typer.Option("--chart", metavar="FILE", help="Draw a chart into this file: .png, .svg, .pdf or .html."),
]


def drawable(path: Path | None) -> None:
    """See that a chart can be drawn into a file.

    Args:
        path: the file; None: no chart is asked for.

    Raises:
        WrongUsage: when the ending names no format, or the extra that draws is missing.
    """
    if path is None:
        return
    from foedus.charts.drawing import NoCharts, library
    from foedus.charts.saving import UnknownEnding, ending

    try:
        ending(path)
        library()
    except (UnknownEnding, NoCharts) as error:
        raise WrongUsage(one_line(f"--chart: {error}")) from error


def drawn(make: Callable[[], Any], path: Path) -> bytes:
    """Draw a chart.

    Args:
        make: gives the chart.
        path: the file that it is for.

    Returns:
        what the file is to hold.

    Raises:
        WrongUsage: when it cannot be drawn.
    """
    from foedus.charts.credibility import TooMuch
    from foedus.charts.saving import picture

    try:
        return picture(make(), path)
    except TooMuch as error:
        raise WrongUsage(one_line(f"--chart: {error}")) from error
