"""What moves estimates: how the models do on cases that they have not seen without a part of the features.

``make ablation`` computes everything anew, writes ``src/foedus/data/ablation.json``, and rewrites the tables of
``docs/explanation/what-moves-estimates.md`` that stand between markers. The cases are predicted from the same
lessons with and without the part; the interval of the difference is of the bootstrap over cases.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy

from foedus.estimates.backtest import FORECASTING, PROTOCOLS, Forecast, Protocol, folds
from foedus.estimates.features import FEATURES, Features
from foedus.estimates.frames import Lesson, lessons
from foedus.estimates.scores import brier, logarithmic, skill
from research.literature import filled

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs" / "explanation" / "what-moves-estimates.md"
COMPUTED: Final = ROOT / "src" / "foedus" / "data" / "ablation.json"
MODELS: Final = ("outcome/pooled-logit", "fulfilment", "stances")
STRATEGIC: Final = "stances/quantal-response"
WAYS: Final[tuple[Protocol, ...]] = PROTOCOLS

_REQUEST: Final = frozenset(one.name for one in FEATURES if one.part == "request" and one.name != "invoked")
_POWER: Final = frozenset(one.name for one in FEATURES if one.part == "power")

PARTS: Final[Mapping[str, frozenset[str]]] = {
    "law": frozenset(one.name for one in FEATURES if one.part == "law") | {"blocks", "bound"},
    "figures": _POWER
    | {"leader_distance", "near_members", "initiator_major", "major", "capability", "below_leader", "democracy"}
    | {"far", "neighbour", "apart_target", "borders_initiator", "apart_initiator"}
    | {"rival_initiator", "rival_target"},
    "request": _REQUEST | {"asked"},
}
"""The names of the features that belong to each part, of cases and of states.

Whether the organisation was asked stays in all: without it a case cannot be told from another question.
"""

Plain = dict[str, Any]


def blanked(lesson: Lesson, names: frozenset[str]) -> Lesson:
    """Give a lesson in which features are nought, so that nothing can be learnt or told from them.

    Args:
        lesson: the lesson.
        names: of the features, of cases and of states.
    """

    def blank(values: Mapping[str, float | None]) -> dict[str, float | None]:
        return {name: 0.0 if name in names else value for name, value in values.items()}

    def of_case(read: Features) -> Features:
        return replace(read, values=blank(read.values))

    made = replace(lesson)
    # What is read of a lesson is kept in it once it is read: here it is put there in its place.
    vars(made).update(
        features=of_case(lesson.features),
        open_features=of_case(lesson.open_features),
        members=tuple(replace(one, case=of_case(one.case), values=blank(one.values)) for one in lesson.members),
    )
    return made


def ablation(of: Sequence[Lesson] | None = None) -> Plain:
    """Score every model with all features, and without each part.

    Args:
        of: the cases; without them, all on record.

    Returns:
        for each model, way and part how many forecasts there are and what the part adds: the skill of the whole
        against the model without the part, on the same forecasts. Above nought: the part helps.
    """
    whole = lessons() if of is None else tuple(of)
    less = {part: [blanked(one, names) for one in whole] for part, names in PARTS.items()}
    made = {model: {way: _added(model, way, whole, less) for way in WAYS} for model in MODELS}
    return made | {STRATEGIC: {way: _strategy(way, whole) for way in WAYS}}


def _added(model: str, way: Protocol, whole: Sequence[Lesson], less: Mapping[str, Sequence[Lesson]]) -> Plain:
    full = _forecasts(model, way, whole)
    return _counted(full) | {part: _better(full, _forecasts(model, way, cases)) for part, cases in less.items()}


def _strategy(way: Protocol, whole: Sequence[Lesson]) -> Plain:
    """What weighing each other adds to the model of stances."""
    full = _forecasts(STRATEGIC, way, whole)
    return _counted(full) | {"strategy": _better(full, _forecasts("stances", way, whole))}


def _forecasts(model: str, way: Protocol, of: Sequence[Lesson]) -> list[Forecast]:
    """Forecasts without the cases that were chosen for their vote, as in the record."""
    made = FORECASTING[model](of, folds(way, of))
    return [one for one in made if not of[one.case].chosen_for_vote]


def _counted(forecasts: Sequence[Forecast]) -> Plain:
    return {"forecasts": len(forecasts), "cases": len({one.case for one in forecasts})}


def _better(full: Sequence[Forecast], less: Sequence[Forecast]) -> Plain:
    """Skill of forecasts against others of the same."""
    seen = numpy.array([one.seen for one in full], dtype=int)
    at = numpy.array([one.case for one in full], dtype=int)
    own, other = (numpy.array([one.shares for one in part]) for part in (full, less))
    return {
        name: skill(score(own, seen), score(other, seen), at).plain()
        for name, score in (("brier", brier), ("log", logarithmic))
    }


def tables(computed: Plain) -> dict[str, str]:
    """Make the tables of the page, by the name of their place."""
    return {model: table(rows) for model, rows in computed.items()}


def table(of: Plain) -> str:
    """What each part adds to a model, in per cent of the score that the model has without it."""
    lines = [
        "| part | cases predicted | forecasts | Brier score better by | logarithmic score better by |",
        "| --- | --- | ---: | --- | --- |",
    ]
    for part in [one for one in (*PARTS, "strategy") if one in of[WAYS[0]]]:
        for way in WAYS:
            row = of[way]
            cells = (_per_cent(row[part][name]) for name in ("brier", "log"))
            lines.append(f"| {part} | {way.replace('_', ' ')} | {row['forecasts']} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _per_cent(row: Mapping[str, float]) -> str:
    return f"{100 * row['value']:.1f} % ({100 * row['low']:.1f} to {100 * row['high']:.1f})"


def main() -> int:
    """Compute, and write figures and page."""
    computed = ablation()
    COMPUTED.write_text(json.dumps(computed, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(filled(PAGE.read_text("utf-8"), tables(computed)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
