"""Sensitivity: on which parameters an answer of worlds hangs, by Sobol indices and one at a time.

First-order and total indices are those of Sobol (2001) by the sampling of Saltelli et al. (2010), through the
library SALib (extra ``sensitivity``). Every setting is played with the same seed, so that what differs comes of
the parameters.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from foedus.record.view import Organisation
from foedus.simulation.compile import Law, law
from foedus.simulation.flat import table
from foedus.simulation.holding import held
from foedus.simulation.parameters import Settings, settings
from foedus.simulation.plan import BadPlan, Plan, checked
from foedus.simulation.questions import QUESTIONS, Counts, ratios
from foedus.simulation.runners import NotInstalled, kernel, played
from foedus.simulation.study import first_day, threads

MOST_SAMPLES = 1 << 14


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How an answer hangs on one parameter.

    Attributes:
        name: the parameter.
        first: share of the variance that it explains alone.
        first_error: half-width of the 95 % interval.
        total: share of the variance that it has a part in.
        total_error: half-width of the 95 % interval.
        at_low: the answer when it alone is at its low end.
        at_high: the answer when it alone is at its high end.
    """

    name: str
    first: float
    first_error: float
    total: float
    total_error: float
    at_low: float
    at_high: float


@dataclass(frozen=True, slots=True)
class Sensitivities:
    """On what an answer hangs.

    Attributes:
        title: of what study.
        question: which answer.
        value: the answer with the settings themselves.
        parameters: one row each, the greatest total index first.
        evaluations: how many settings were played.
        worlds: worlds of each.
        least: the least answer over the settings.
        most: the greatest.
    """

    title: str
    question: str
    value: float
    parameters: tuple[Sensitivity, ...]
    evaluations: int
    worlds: int
    least: float
    most: float


def sensitivities(
    organisation: Organisation,
    *,
    question: str = "granted",
    years: int = 20,
    worlds: int = 500,
    samples: int = 64,
    seed: int = 7,
    start: str | None = None,
    parameters: Mapping[str, Any] | None = None,
) -> Sensitivities:
    """Say on which parameters an answer hangs.

    Args:
        organisation: the organisation.
        question: which answer (:data:`foedus.simulation.questions.QUESTIONS`).
        years: how many years each world lasts.
        worlds: worlds of each setting.
        samples: a power of two; samples times (parameters + 2) settings are played.
        seed: the seed of the worlds and of the sample.
        start: ISO day on which worlds begin; None: the day after the last on record.
        parameters: values that are set, and do not vary.

    Raises:
        foedus.simulation.plan.BadPlan: for a question that is none, or numbers out of their range.
        foedus.simulation.runners.NotInstalled: without the extra.
    """
    if question not in QUESTIONS:
        raise BadPlan(f"no question is called {question!r}; there are {', '.join(QUESTIONS)}")
    if samples < 2 or samples & (samples - 1) or samples > MOST_SAMPLES:
        raise BadPlan(f"samples is {samples}; it is a power of two from 2 to {MOST_SAMPLES:,}")
    plan = Plan(
        organisation=organisation.id, first=start or first_day(organisation), years=years, worlds=worlds, seed=seed
    )
    first = checked(plan, organisation)
    given = tuple((name, str(value)) for name, value in (parameters or {}).items())
    lowered = law(held(organisation, first), first, years)
    numbers = settings(lowered.organisation, given)
    set_ = {name for name, _ in given}
    free = [one for one in numbers.common.values() if one.name not in set_ and one.low < one.high]
    kernel()
    ask = _asker(lowered, numbers, plan, question)
    problem = {
        "num_vars": len(free),
        "names": [one.name for one in free],
        "bounds": [[float(one.low), float(one.high)] for one in free],
    }
    values, indices = _sobol(problem, samples, seed, ask)
    ends = _all(
        ask,
        [{}, *({one.name: Fraction(end)} for one in free for end in (one.low, one.high))],
    )
    rows = _rows([one.name for one in free], indices, ends)
    name = organisation.record.organisation.short_name
    about = f"{name} from {plan.first}, {years} years, seed {seed}"
    return Sensitivities(about, question, ends[0], tuple(rows), len(values), worlds, min(values), max(values))


def _rows(names: list[str], indices: Mapping[str, Any], ends: list[float]) -> list[Sensitivity]:
    """A row for each parameter, the weightiest first; ``ends`` holds the answer, then low and high of each."""
    rows = [
        Sensitivity(
            name,
            float(indices["S1"][n]),
            float(indices["S1_conf"][n]),
            float(indices["ST"][n]),
            float(indices["ST_conf"][n]),
            ends[1 + 2 * n],
            ends[2 + 2 * n],
        )
        for n, name in enumerate(names)
    ]
    return sorted(rows, key=lambda one: (-one.total, one.name))


Asker = Callable[[Mapping[str, Fraction]], float]


def _asker(lowered: Law, numbers: Settings, plan: Plan, question: str) -> Asker:
    """A function that answers the question under other values of some parameters."""

    def ask(values: Mapping[str, Fraction]) -> float:
        other = replace(numbers, values={**numbers.values, **values})
        made = table(lowered, other)
        counts = played(made.tobytes(), plan.seed, 0, plan.worlds)
        above, below = ratios(Counts(counts, made), lowered.states, plan.years)[question]
        return above / below if below else 0.0

    return ask


def _all(ask: Asker, points: list[dict[str, Fraction]]) -> list[float]:
    """Answers at every point, by threads."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(threads()) as pool:
        return list(pool.map(ask, points))


def _sobol(problem: dict[str, Any], samples: int, seed: int, ask: Asker) -> tuple[list[float], Mapping[str, Any]]:
    """Answers over the sample, and the indices from them."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the library warns of its own dependencies' plans
            from SALib.analyze import sobol as analysing
            from SALib.sample import sobol as sampling
    except ImportError as error:
        raise NotInstalled("this needs the extra 'sensitivity': pip install 'foedus[sensitivity]'") from error
    import numpy as np

    points = sampling.sample(problem, samples, calc_second_order=False, seed=seed)
    names = problem["names"]
    asked = [
        {
            name: Fraction(round(float(value) * 1_000_000), 1_000_000)
            for name, value in zip(names, row, strict=True)
        }
        for row in points
    ]
    values = _all(ask, asked)
    if min(values) == max(values):
        nothing = np.zeros(len(names))
        return values, {"S1": nothing, "S1_conf": nothing, "ST": nothing, "ST_conf": nothing}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a parameter without effect divides nothing by nothing
        found: Mapping[str, Any] = analysing.analyze(
            problem, np.array(values), calc_second_order=False, print_to_console=False, seed=seed
        )
    return values, {key: np.nan_to_num(found[key]) for key in ("S1", "S1_conf", "ST", "ST_conf")}


def plain(found: Sensitivities) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "title": found.title,
        "question": found.question,
        "value": found.value,
        "evaluations": found.evaluations,
        "worlds": found.worlds,
        "least": found.least,
        "most": found.most,
        "parameters": [
            {
                "name": one.name,
                "first": one.first,
                "first_error": one.first_error,
                "total": one.total,
                "total_error": one.total_error,
                "at_low": one.at_low,
                "at_high": one.at_high,
            }
            for one in found.parameters
        ],
    }
