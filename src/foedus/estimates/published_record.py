"""The published record: how the models did on cases that they had not seen, as it was last computed."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from foedus.estimates.answers import RecordLine

NAME = "track_record.json"


@cache
def published() -> dict[str, Any] | None:
    """The record that is shipped, as plain data; None where there is none."""
    import json

    file = files("foedus") / "data" / NAME
    if not file.is_file():
        return None
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return found


def record_line(model: str, organisation: str) -> RecordLine:
    """How a model of outcomes did, in one line; with the organisation's own cases where there is a record of them.

    Args:
        model: the model's name.
        organisation: id of the organisation that is asked about.
    """
    found = published()
    row = None if found is None else found["outcome"].get(model)
    if found is None or row is None:
        return RecordLine(f"{model}: no record of how it does on cases that it had not seen", None)
    whole, base = row["rolling_origin"], found["outcome"]["base-rate"]["rolling_origin"]["brier"]["value"]
    score = f"{whole['brier']['value']:.2f}"
    seen = f"On {whole['cases']} cases that it had not seen, the Brier score of {model} is {score}"
    if model == "base-rate":
        return RecordLine(f"{seen}; it is the yardstick itself", None)
    skill = whole["skill_brier_base_rate"]
    text = f"{seen}, that of the base rate {base:.2f}: skill {_range(skill)}"
    own = whole["by_organisation"].get(organisation)
    if own is not None:
        text += f", on the {own['cases']} of this organisation {_range(own['skill_brier_base_rate'])}"
    beats = skill["low"] > 0
    return RecordLine(text if beats else f"{text}; it does not beat the base rate", beats)


def _range(row: dict[str, float]) -> str:
    return f"{round(100 * row['value'])} % ({round(100 * row['low'])} to {round(100 * row['high'])})"
