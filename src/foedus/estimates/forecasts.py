"""Forecasts: many estimates at once, as plain data for a file."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from foedus.estimates.estimating import estimate_of
from foedus.estimates.questions import Question


def forecasts(
    questions: Sequence[Question],
    known: Callable[[Question], int | None],
    model: str | None = None,
    done: Callable[[int, int], None] | None = None,
) -> list[dict[str, Any]]:
    """Make the forecasts of many questions, in their order.

    Args:
        questions: the questions.
        known: the day (an ordinal) by which cases must be over to teach for a question; None: all teach.
        model: name of the model of outcomes; without it the default.
        done: told how many are done, and of how many.

    Returns:
        one plain forecast a question; see :meth:`foedus.estimates.answers.Estimate.plain`.

    Raises:
        Impossible: when a question contradicts itself.
    """
    order = sorted(range(len(questions)), key=lambda place: (known(questions[place]) or 0, place))
    made: dict[int, dict[str, Any]] = {}
    for place in order:  # questions for which nearly the same cases teach come after each other: it is quicker
        question = questions[place]
        made[place] = estimate_of(question, known(question), model).plain()
        if done is not None:
            done(len(made), len(order))
    return [made[place] for place in range(len(questions))]


def as_json(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Forecasts as a JSON list."""
    return (json.dumps(list(rows), ensure_ascii=False, indent=2) + "\n").encode()


def as_parquet(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Forecasts as a Parquet table: one row a question, its stances a list with one item a state."""
    import polars

    flat = [
        {
            **row,
            "stances": [{"state": state, **shares} for state, shares in row["stances"].items()],
            "sends": [{"state": state, "chance": chance} for state, chance in row["sends"].items()],
        }
        for row in rows
    ]
    buffer = io.BytesIO()
    frame = polars.DataFrame(flat, infer_schema_length=None)
    frame.write_parquet(buffer, compression="zstd", compression_level=3, statistics=True, row_group_size=65_536)
    return buffer.getvalue()


FORMATS: Final[Mapping[str, Callable[[Iterable[Mapping[str, Any]]], bytes]]] = {
    "json": as_json,
    "parquet": as_parquet,
}
"""The formats of a file of forecasts by its ending."""
