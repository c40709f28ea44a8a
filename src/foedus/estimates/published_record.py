"""The published record: how the models did on cases that they had not seen, as it was last computed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

from foedus.estimates.answers import RecordLine
from foedus.estimates.backtest import Protocol
from foedus.estimates.catalogue import outcome_model
from foedus.estimates.frames import cases_key, lessons

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


PARTS: Final[Mapping[str, str]] = {
    "invocation": "whether it is asked",
    "fulfilment": "whether the promise is kept",
    "stances": "where states stand",
    "contributions": "who sends",
    "delays": "days to a decision",
}
"""What stands beside the outcome in every estimate, and how it is called."""


def record_line(model: str, organisation: str, asked: bool = True) -> RecordLine:
    """How a model of outcomes did, in one line; with the organisation's own cases where there is a record of them.

    Predicting forward in time counts; for an organisation that has no case on record, being left out whole.

    Args:
        model: the model's name.
        organisation: id of the organisation that is asked about.
        asked: whether it is known if the organisation was asked; if not, what counts is how outcomes were foreseen
            without knowing it.
    """
    found = published()
    if found is None or model not in found["outcome"]:
        return RecordLine(f"{model}: no record of how it does on cases that it had not seen", None)
    met = any(one.question.organisation == organisation for one in lessons())
    way: Protocol = "rolling_origin" if met else "leave_one_organisation_out"
    whole = found["outcome"][model][way]
    open_ = not asked and model == outcome_model().card.name
    row = found["outcome_before_request"][way] if open_ else whole
    base = row["brier_base_rate"] if open_ else found["outcome"]["base-rate"][way]["brier"]
    seen = (
        f"On {row['cases']} cases that it had not seen, the Brier score of {model} is {row['brier']['value']:.2f}"
    )
    if model == "base-rate":
        return RecordLine(f"{seen}; it is the yardstick itself", None)
    skill = row["skill_brier_base_rate"]
    text = f"{seen}, that of the base rate {base['value']:.2f}: skill {_range(skill)}"
    own = None if open_ else whole["by_organisation"].get(organisation)
    if own is not None:
        text += f", on the {own['cases']} of this organisation {_range(own['skill_brier_base_rate'])}"
    text += "; asked before it was known whether anybody would ask" if open_ else ""
    text += "" if _current(found) else "; of other cases than those at hand"
    beats = skill["low"] > 0
    return RecordLine(text if beats else f"{text}; it does not beat the base rate", beats)


def _current(found: dict[str, Any]) -> bool:
    """Whether the record is of the cases at hand."""
    return bool(found["made_from"]["cases_key"] == cases_key(lessons()))


def part_skills(organisation: str) -> dict[str, dict[str, float]]:
    """Skill of the other models against plain rates on cases not seen, by part: ``value``, ``low``, ``high``.

    Args:
        organisation: id of the organisation that is asked about; see :func:`record_line`.
    """
    found = published()
    if found is None:
        return {}
    met = any(one.question.organisation == organisation for one in lessons())
    way = "rolling_origin" if met else "leave_one_organisation_out"
    names = {part: "skill_pinball_base_rate" if part == "delays" else "skill_brier_base_rate" for part in PARTS}
    return {part: found[part][way][name] for part, name in names.items()}


def no_better(organisation: str) -> tuple[str, ...]:
    """Name what is not shown to be foreseen better than by plain rates, in words.

    Args:
        organisation: id of the organisation that is asked about.
    """
    return tuple(PARTS[part] for part, skill in part_skills(organisation).items() if skill["low"] <= 0)


def _range(row: dict[str, float]) -> str:
    return f"{round(100 * row['value'])} % ({round(100 * row['low'])} to {round(100 * row['high'])})"
