"""Sensitivity: on which parameters an answer of worlds hangs, by Sobol indices and one at a time.

First-order and total indices are those of Sobol (2001) by the sampling of Saltelli et al. (2010), through the
library SALib (extra ``sensitivity``). Every setting is played with the same seed, so that what differs comes of
the parameters.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from foedus.record.reforms import named
from foedus.record.view import Organisation
from foedus.simulation.flat import table
from foedus.simulation.parameters import defaults, possible, replaced
from foedus.simulation.plan import BadPlan, Plan, Variant, compiled
from foedus.simulation.questions import QUESTIONS, SINGLE, Counts, ratios
from foedus.simulation.runners import NotInstalled, kernel, played, threads
from foedus.simulation.study import Progress, Watcher, first_day

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
    reforms: str | Sequence[str] = (),
    parameters: Mapping[str, Any] | None = None,
    watch: Watcher | None = None,
) -> Sensitivities:
    """Say on which parameters an answer hangs.

    Those vary that have ends of what is thought possible, states' own beliefs and the like too
    (:func:`foedus.simulation.parameters.possible`).

    Args:
        organisation: the organisation.
        question: which answer (:data:`foedus.simulation.questions.QUESTIONS`), or one about a state, such as
            ``stays.ARM`` (:data:`foedus.simulation.questions.SINGLE`) or ``granted.ARM.border_clash``.
        years: how many years each world lasts.
        worlds: worlds of each setting.
        samples: a power of two; samples times (parameters + 2) settings are played.
        seed: the seed of the worlds and of the sample.
        start: ISO day on which worlds begin; None: the day after the last on record.
        reforms: reforms under which it is asked, by id or path.
        parameters: values that are set, and do not vary; nor do those that a reform sets.
        watch: is told after each setting how many are done.

    Raises:
        foedus.simulation.plan.BadPlan: for a question that is none, numbers out of their range, or an answer
            that is not defined under some setting, since nothing of the kind happened there.
        foedus.record.reforms.ReformError: for reforms that do not fit.
        foedus.simulation.runners.NotInstalled: without the extra.
    """
    if not isinstance(samples, int) or not 2 <= samples <= MOST_SAMPLES or samples & (samples - 1):
        raise BadPlan(f"samples is {samples!r}; it is a power of two from 2 to {MOST_SAMPLES:,}")
    found = [named(organisation, one) for one in ([reforms] if isinstance(reforms, str) else reforms)]
    plan = Plan(
        organisation=organisation.id,
        first=start or first_day(organisation),
        years=years,
        worlds=worlds,
        seed=seed,
        variants=(tuple(one.id for one in found),) if found else (),
        given=tuple((name, str(value)) for name, value in (parameters or {}).items()),
    )
    variant = compiled(plan, organisation, found).variants[-1]
    _known(question, variant.law.states)
    free = [one for one in possible(variant.settings) if one.low < one.high]
    names = [one.name for one in free]
    settings_in_all = samples * (len(free) + 2) + 2 * len(free) + 1
    kernel()
    ask = _Asker(variant, plan, question, settings_in_all, watch)
    problem = {
        "num_vars": len(free),
        "names": names,
        "bounds": [[float(one.low), float(one.high)] for one in free],
    }
    # The ends first: an answer that is not defined is more often found there, before the long part.
    ends = ask.all([{}, *({one.name: end} for one in free for end in (one.low, one.high))])
    values, indices = _sobol(problem, samples, seed, ask)
    under = f" under {variant.name}" if found else ""
    about = f"{organisation.record.organisation.short_name}{under} from {plan.first}, {years} years, seed {seed}"
    rows = tuple(_rows(names, indices, ends))
    return Sensitivities(about, question, ends[0], rows, len(values), worlds, min(values), max(values))


def _known(question: str, states: Sequence[str]) -> None:
    """Refuse a question that is none."""
    name, dot, rest = question.partition(".")
    state, _, kind = rest.partition(".")
    if not dot and question in QUESTIONS:
        return
    if not dot or name not in SINGLE:
        known = ", ".join((*QUESTIONS, *(f"{one}.STATE" for one in SINGLE)))
        raise BadPlan(f"no question is called {question!r}; there are {known}")
    if state not in states:
        raise BadPlan(f"{question}: {state} has no place in these worlds; {', '.join(states)} have")
    kinds = [one.kind for one in defaults().kinds]
    if kind and (name != "granted" or kind not in kinds):
        raise BadPlan(
            f"{question}: only granted.STATE.KIND asks about a kind of crisis, one of {', '.join(kinds)}"
        )


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


class _Asker:
    """Answers a question under other values of some parameters, and tells how far it is."""

    def __init__(
        self, variant: Variant, plan: Plan, question: str, settings_in_all: int, watch: Watcher | None
    ) -> None:
        self.variant, self.plan, self.question = variant, plan, question
        self.of, self.watch, self.done = settings_in_all, watch, 0

    def __call__(self, values: Mapping[str, Fraction]) -> float:
        """The answer.

        Raises:
            BadPlan: when it is not defined under these values.
        """
        made = table(self.variant.law, replaced(self.variant.settings, values))
        counts = played(made.tobytes(), self.plan.seed, 0, self.plan.worlds)
        found = ratios(Counts(counts, made), self.variant.law.states, self.plan.years)
        above, below = found[self.question]
        if not below:
            where = ", ".join(f"{name} = {float(value):g}" for name, value in values.items())
            few = f"nothing that {self.question} is counted in happened in {self.plan.worlds:,} worlds"
            raise BadPlan(
                f"{self.question} is not defined under some settings: {few} with "
                f"{where if 0 < len(values) < 4 else 'one of them'}; play more worlds or years, or ask another"
            )
        return above / below

    def all(self, points: Sequence[Mapping[str, Fraction]]) -> list[float]:
        """Answers at every point, by threads; the first that is not defined ends it."""
        from concurrent.futures import ThreadPoolExecutor

        found = []
        with ThreadPoolExecutor(threads()) as pool:
            try:
                for one in pool.map(self, points):
                    found.append(one)
                    self.done += 1
                    if self.watch:
                        years = self.done * self.plan.worlds * self.plan.years
                        self.watch(Progress(self.done, self.of, years))
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
        return found


def _sobol(problem: dict[str, Any], samples: int, seed: int, ask: _Asker) -> tuple[list[float], Mapping[str, Any]]:
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
    values = ask.all(asked)
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
