"""Framing: what stands around every chart of an estimate, so that no picture goes without its conditions."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

from foedus.charts.drawing import library, styled

FONT = "Liberation Sans, Arimo, Arial, Helvetica, sans-serif"
"""The first comes with what writes the pictures, so that they are the same on every machine."""

DARK, MIDDLE, PALE = "#0b4f6c", "#7fa6b8", "#555555"
"""For what is estimated; for what is only arguable; for yardsticks and notes. Told apart in grey as well."""

WARNING = "#9b2226"
"""For a record that does not beat its yardstick; the words say so too."""

SIGN_WIDTH = 5.7
"""Pixels that a sign of a note takes on average."""


def framed(
    chart: Any, title: str, below: Sequence[str], under: Sequence[str], width: int, warn: bool = False
) -> Any:
    """A chart with its title, what narrows it, and its conditions and sources under it.

    Args:
        chart: the chart, without a title.
        title: what it shows.
        below: sentences below the title.
        under: sentences under the chart, each on lines of its own.
        width: pixels that the chart fills, to break lines by.
        warn: whether what stands below the title is a warning.
    """
    alt = library()
    # Titles are broken here, since the language of charts breaks none.
    head = alt.TitleParams(
        wrapped(title, width, 8.2),
        subtitle=[line for text in below for line in wrapped(text, width, 6.2)],
        anchor="start",
        subtitleColor=WARNING if warn else PALE,
        subtitlePadding=4,
        offset=14,
    )
    foot = alt.TitleParams(
        [line for text in under for line in wrapped(text, width)],
        orient="bottom",
        anchor="start",
        fontSize=11,
        fontWeight="normal",
        color=PALE,
        offset=12,
    )
    made = styled(alt.vconcat(alt.vconcat(chart, title=head), title=foot))
    made.config.font = FONT
    made.config.padding = 12
    return made


def wrapped(text: str, width: int, sign: float = SIGN_WIDTH) -> list[str]:
    """Break a sentence into lines.

    Args:
        text: the sentence.
        width: pixels that a line may take.
        sign: pixels that a sign takes on average.

    >>> wrapped("The chance that it comes", 100)
    ['The chance that', 'it comes']
    """
    return textwrap.wrap(text, max(12, int(width / sign)))


def spoken(token: str) -> str:
    """A token as words.

    >>> spoken("not_engaged")
    'not engaged'
    """
    return token.replace("_", " ")
