"""Framing: what stands around every chart of an estimate, so that no picture goes without its conditions."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

from foedus.charts.drawing import library, styled
from foedus.estimates.answers import RecordLine

FONT = "Liberation Sans, Arimo, Arial, Helvetica, sans-serif"
"""The first comes with what writes the pictures, so that they are the same on every machine."""

DARK, MIDDLE, PALE = "#0b4f6c", "#7fa6b8", "#555555"
"""For what is estimated; for what is only arguable; for yardsticks and notes. Told apart in grey as well."""

WARNING = "#9b2226"
"""For a record that does not beat its yardstick; the words say so too."""

SIGN_WIDTH = 0.52
"""How wide a sign is on average, as a part of the size of the font."""

PERCENT = "round(datum.value * 100) + ' %'"
"""How axes write shares."""


def framed(
    chart: Any,
    title: str,
    about: str,
    under: Sequence[str],
    width: int,
    record: RecordLine | None = None,
) -> Any:
    """A chart with its title and the model's record over it, and its conditions and sources under it.

    Args:
        chart: the chart, without a title.
        title: what it shows.
        about: what is drawn, in a sentence.
        under: sentences under the chart, each on lines of its own.
        width: pixels that the chart fills, to break lines by.
        record: how the model did; stands out where it does not beat its yardstick.
    """
    alt = library()
    if record is not None:
        fails = record.beats_base_rate is False
        told = _lines(
            [f"{record.text[:1].upper()}{record.text[1:]}."], width, 12, WARNING if fails else PALE, orient="top"
        )
        chart = alt.vconcat(chart, title=told)
    # Titles are broken here, since the language of charts breaks none.
    head = alt.TitleParams(
        wrapped(title, width, 8.2),
        subtitle=wrapped(about, width, 6.2),
        anchor="start",
        subtitlePadding=4,
        offset=8,
    )
    foot = _lines(under, width, 11, PALE, orient="bottom")
    made = styled(alt.vconcat(alt.vconcat(chart, title=head), title=foot))
    made.config.font = FONT
    made.config.padding = 12
    return made


def _lines(texts: Sequence[str], width: int, size: int, colour: str, orient: str) -> Any:
    return library().TitleParams(
        [line for text in texts for line in wrapped(text, width, size * SIGN_WIDTH)],
        orient=orient,
        anchor="start",
        fontSize=size,
        fontWeight="normal",
        color=colour,
        offset=12,
    )


def wrapped(text: str, width: int, sign: float) -> list[str]:
    """Break a sentence into lines.

    Args:
        text: the sentence.
        width: pixels that a line may take.
        sign: pixels that a sign takes on average.

    >>> wrapped("The chance that it comes", 100, 6)
    ['The chance that', 'it comes']
    """
    return textwrap.wrap(text, max(12, int(width / sign)))


def spoken(token: str) -> str:
    """A token as words.

    >>> spoken("not_engaged")
    'not engaged'
    """
    return token.replace("_", " ")
