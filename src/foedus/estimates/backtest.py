"""Backtests: every case predicted from others only, in three ways.

- rolling origin: from the cases that were over before the year of the question began;
- leave one case out: from all other cases, later ones too, but for those of the same crisis;
- leave one organisation out: from the cases of all other organisations, but for those of the same crises.

Nothing of a case's own outcome reaches its prediction in any of them.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias, get_args

import numpy

from foedus.estimates.catalogue import OUTCOME_MODELS, outcome_model
from foedus.estimates.features import Features
from foedus.estimates.fitting import Floats
from foedus.estimates.frames import Lesson, crisis_groups, lessons
from foedus.estimates.models.contributions import Contributions, sends
from foedus.estimates.models.delays import DelayModel
from foedus.estimates.models.fulfilment import FulfilmentModel
from foedus.estimates.models.invocation import Invocation
from foedus.estimates.models.quantal_response import QuantalResponse
from foedus.estimates.models.stances import Stances
from foedus.estimates.outcomes import FULFILMENTS, OUTCOMES, STANCES

Protocol: TypeAlias = Literal["rolling_origin", "leave_one_case_out", "leave_one_organisation_out"]
PROTOCOLS: Final[tuple[Protocol, ...]] = get_args(Protocol)

FEWEST: Final = 30
"""The rolling origin begins with the first year before which so many cases were over."""


@dataclass(frozen=True, slots=True)
class Fold:
    """Cases that are predicted from the same lessons.

    Attributes:
        learnt: places of the lessons that teach, among all.
        asked: places of the cases that are predicted.
    """

    learnt: tuple[int, ...]
    asked: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """A forecast that was made without the case's own outcome.

    Attributes:
        case: place of the case among all.
        state: which state's answer; empty where it is of the case.
        shares: the chances of the classes; of a delay, mean and spread of log(1 + days).
        base: the shares of the classes among the same lessons; of a delay, three quantiles of log(1 + days).
        seen: the class that came; of a delay, the days.
    """

    case: int
    state: str
    shares: tuple[float, ...]
    base: tuple[float, ...]
    seen: int


def folds(protocol: Protocol, of: Sequence[Lesson]) -> tuple[Fold, ...]:
    """Divide cases into folds.

    Args:
        protocol: see :data:`Protocol`.
        of: the cases.
    """
    if protocol != "rolling_origin":
        own = _single(of) if protocol == "leave_one_case_out" else _by_organisation(of)
        groups = crisis_groups(of)
        found = []
        for asked in own:
            told = {groups[at] for at in asked}
            found.append(Fold(tuple(at for at in range(len(of)) if groups[at] not in told), asked))
        return tuple(found)
    return _by_year(of)


def _by_year(of: Sequence[Lesson]) -> tuple[Fold, ...]:
    places, by_year = range(len(of)), dict[int, list[int]]()
    for at in places:
        by_year.setdefault(datetime.date.fromordinal(of[at].question.taught_by).year, []).append(at)
    found = []
    for year, asked in sorted(by_year.items()):
        first = datetime.date(year, 1, 1).toordinal()
        learnt = tuple(at for at in places if of[at].over < first)
        if len(learnt) >= FEWEST:
            found.append(Fold(learnt, tuple(asked)))
    return tuple(found)


def _single(of: Sequence[Lesson]) -> list[tuple[int, ...]]:
    return [(at,) for at in range(len(of))]


def _by_organisation(of: Sequence[Lesson]) -> list[tuple[int, ...]]:
    names = sorted({one.question.organisation for one in of})
    return [tuple(at for at, one in enumerate(of) if one.question.organisation == name) for name in names]


Forecasting: TypeAlias = Callable[[Sequence[Lesson], Sequence[Fold]], Iterator[Forecast]]


@dataclass(frozen=True, slots=True)
class Label:
    """What came, of a case or of one state in it.

    Attributes:
        state: the state; empty for the case.
        seen: the class.
        group: what the plain shares are counted apart by.
    """

    state: str
    seen: int
    group: tuple[bool, ...] = ()


Labels: TypeAlias = Callable[[Lesson], list[Label]]


def outcome_labels(lesson: Lesson) -> list[Label]:
    """The outcome of a case."""
    group = (bool(lesson.question.invoked), lesson.chosen_for_vote)
    return [Label("", OUTCOMES.index(lesson.outcome), group)]


def invocation_labels(lesson: Lesson) -> list[Label]:
    """Whether the organisation was asked, in a case that came as a crisis."""
    asked = lesson.question.invoked
    return [] if lesson.chosen_for_vote or asked is None else [Label("", int(asked))]


def fulfilment_labels(lesson: Lesson) -> list[Label]:
    """Whether the promise was kept, in a case that came as a crisis and to which it applied."""
    kept = lesson.fulfilled
    return [] if lesson.chosen_for_vote or kept is None else [Label("", FULFILMENTS.index(kept))]


def stance_labels(lesson: Lesson) -> list[Label]:
    """Where states stood; plain shares are counted apart for those that asked."""
    askers = lesson.question.askers
    return [
        Label(one.state, STANCES.index(one.stance), (one.state in askers, lesson.chosen_for_vote))
        for one in lesson.answers
        if one.stance is not None
    ]


def contribution_labels(lesson: Lesson) -> list[Label]:
    """Whether states sent, in a case in which something was sent."""
    answers = lesson.answers if sends(lesson.outcome) else ()
    group = (lesson.chosen_for_vote,)
    return [Label(one.state, int(one.contributed), group) for one in answers if one.contributed is not None]


def plain_shares(learnt: Sequence[Lesson], labels: Labels, count: int) -> Callable[[Label], tuple[float, ...]]:
    """What the plain shares among lessons say, half a case for each class coming on top.

    Args:
        learnt: the lessons.
        labels: gives what came of a lesson.
        count: how many classes there are.
    """
    seen: dict[tuple[bool, ...], Floats] = {}
    for lesson in learnt:
        for one in labels(lesson):
            seen.setdefault(one.group, numpy.full(count, 0.5))[one.seen] += 1

    def shares(label: Label) -> tuple[float, ...]:
        counts = seen.get(label.group, numpy.full(count, 0.5))
        return tuple((counts / counts.sum()).tolist())

    return shares


FEW_LEFT_OUT: Final = 12
"""With so few cases left out the fit of all is near."""


def _fitted(
    fit: Callable[[Sequence[Lesson], Any], Any], of: Sequence[Lesson], parts: Sequence[Fold]
) -> Iterator[tuple[Fold, list[Lesson], Any]]:
    """Fit fold by fold.

    Where few cases are left out the search begins at the fit of all, which is near; it ends at the same mode
    wherever it begins, so that nothing of the case is left in it.
    """
    whole = near = None
    for fold in parts:
        learnt = [of[at] for at in fold.learnt]
        if len(learnt) >= len(of) - FEW_LEFT_OUT:
            whole = fit(of, None) if whole is None else whole
            near = fit(learnt, whole)
        else:
            near = fit(learnt, near)
        yield fold, learnt, near


def case_forecasts(
    fit: Callable[[Sequence[Lesson], Any], Any],
    labels: Labels,
    count: int,
    read: Callable[[Lesson], Features],
) -> Forecasting:
    """Forecasts of what comes of cases.

    Args:
        fit: learns from lessons, beginning with what was learnt from others.
        labels: gives what came of a case; none: it is not predicted.
        count: how many classes there are.
        read: the features that are known beforehand.
    """

    def made(of: Sequence[Lesson], parts: Sequence[Fold]) -> Iterator[Forecast]:
        for fold, learnt, near in _fitted(fit, of, parts):
            base = plain_shares(learnt, labels, count)
            for at in fold.asked:
                for label in labels(of[at]):
                    shares = tuple(near.shares(read(of[at])).tolist())
                    yield Forecast(at, "", shares, base(label), label.seen)

    return made


def answer_forecasts(fit: Callable[[Sequence[Lesson], Any], Any], labels: Labels, count: int) -> Forecasting:
    """Forecasts of what states do in cases.

    Args:
        fit: learns from lessons, beginning with what was learnt from others.
        labels: gives what states did in a case.
        count: how many classes there are.
    """

    def made(of: Sequence[Lesson], parts: Sequence[Fold]) -> Iterator[Forecast]:
        for fold, learnt, near in _fitted(fit, of, parts):
            base = plain_shares(learnt, labels, count)
            for at in fold.asked:
                found = {one.state: one for one in labels(of[at])}
                if not found:
                    continue
                rows = near.shares_in(of[at])
                for answer, shares in zip(of[at].answers, rows, strict=True):
                    if answer.state in found:
                        label = found[answer.state]
                        yield Forecast(at, answer.state, tuple(shares.tolist()), base(label), label.seen)

    return made


def open_forecasts(of: Sequence[Lesson], parts: Sequence[Fold]) -> Iterator[Forecast]:
    """Forecasts of outcomes before it is known whether anybody asks, as an estimate without a request is made."""

    def labels(lesson: Lesson) -> list[Label]:
        return [Label("", OUTCOMES.index(lesson.outcome), (lesson.chosen_for_vote,))]

    model = outcome_model()
    asking = [invocation for _, _, invocation in _fitted(Invocation().fit, of, parts)]
    for (fold, learnt, outcomes), invocation in zip(_fitted(model.fit, of, parts), asking, strict=True):
        base = plain_shares(learnt, labels, len(OUTCOMES))
        for at in fold.asked:
            chance = float(invocation.shares(of[at].open_features)[1])
            yes, no = (outcomes.shares(one) for one in of[at].supposed_features)
            label = labels(of[at])[0]
            yield Forecast(at, "", tuple((chance * yes + (1 - chance) * no).tolist()), base(label), label.seen)


QUANTILES: Final = (0.1, 0.5, 0.9)
"""The quantiles of delays that are told and scored."""


def delay_forecasts(of: Sequence[Lesson], parts: Sequence[Fold]) -> Iterator[Forecast]:
    """Forecasts of days to the decision, where a decision came and its day is known."""

    def days(lesson: Lesson) -> int | None:
        return None if lesson.chosen_for_vote else lesson.days_to_decision

    for fold in parts:
        known = [(at, seen) for at in fold.asked if (seen := days(of[at])) is not None]
        if not known:
            continue
        learnt = [of[at] for at in fold.learnt]
        fitted = DelayModel().fit(learnt, "decision")
        before = [math.log1p(seen) for one in learnt if (seen := days(one)) is not None]
        base = tuple(numpy.quantile(numpy.array(before or [0.0]), QUANTILES).tolist())
        for at, seen in known:
            yield Forecast(at, "", fitted.logarithm(of[at].features), base, seen)


FORECASTING: Final[Mapping[str, Forecasting]] = {
    **{
        f"outcome/{name}": case_forecasts(model.fit, outcome_labels, len(OUTCOMES), lambda one: one.features)
        for name, model in OUTCOME_MODELS.items()
    },
    "outcome_before_request": open_forecasts,
    "invocation": case_forecasts(Invocation().fit, invocation_labels, 2, lambda one: one.open_features),
    "fulfilment": case_forecasts(
        FulfilmentModel().fit, fulfilment_labels, len(FULFILMENTS), lambda one: one.features
    ),
    "stances": answer_forecasts(Stances().fit, stance_labels, len(STANCES)),
    "stances/quantal-response": answer_forecasts(QuantalResponse().fit, stance_labels, len(STANCES)),
    "contributions": answer_forecasts(Contributions().fit, contribution_labels, 2),
    "delays": delay_forecasts,
}
"""What is predicted, by name."""


@dataclass(frozen=True, slots=True)
class Job:
    """A part of a backtest, small enough to be done at once.

    Attributes:
        what: a key of :data:`FORECASTING`.
        protocol: see :data:`Protocol`.
        first: the first fold.
        last: the fold after the last.
    """

    what: str
    protocol: Protocol
    first: int
    last: int


AT_ONCE: Final = 40
"""Folds in one job."""


NOT_PLAYED: Final[Mapping[str, tuple[Protocol, ...]]] = {"stances/quantal-response": ("leave_one_case_out",)}
"""What is not predicted in some way: the strategic model would take as long there as all others together."""


def jobs(of: Sequence[Lesson]) -> tuple[Job, ...]:
    """All jobs of the whole backtest, the longest first."""
    found = []
    for protocol in PROTOCOLS:
        many = len(folds(protocol, of))
        for what in FORECASTING:
            if protocol in NOT_PLAYED.get(what, ()):
                continue
            found += [Job(what, protocol, first, min(first + AT_ONCE, many)) for first in range(0, many, AT_ONCE)]
    return tuple(sorted(found, key=lambda one: (_COST.get(one.what, 1), one.what, one.protocol, one.first)))


_COST = {"stances/quantal-response": -4, "stances": -3, "outcome/pooled-logit": -2, "contributions": -1}


def run(job: Job, of: Sequence[Lesson] | None = None) -> list[Forecast]:
    """Do a job.

    Args:
        job: the job.
        of: the cases; without them, all on record.
    """
    cases = lessons() if of is None else of
    return list(FORECASTING[job.what](cases, folds(job.protocol, cases)[job.first : job.last]))


def run_all(
    of: Sequence[Lesson] | None = None, workers: int = 1, done: Callable[[int, int], None] | None = None
) -> dict[tuple[str, Protocol], list[Forecast]]:
    """Do all jobs.

    Args:
        of: the cases; without them, all on record. With more than one worker it must be those on record.
        workers: how many processes.
        done: told how many jobs are done, and of how many.

    Returns:
        the forecasts by what is predicted and protocol, in the order of the folds, whatever the number of workers.
    """
    todo = jobs(lessons() if of is None else of)
    results: dict[Job, list[Forecast]] = {}
    for job, found in _done(todo, of, workers):
        results[job] = found
        if done is not None:
            done(len(results), len(todo))
    whole: dict[tuple[str, Protocol], list[Forecast]] = {}
    for job in sorted(todo, key=lambda one: (one.what, one.protocol, one.first)):
        whole.setdefault((job.what, job.protocol), []).extend(results[job])
    return whole


def _done(todo: Sequence[Job], of: Sequence[Lesson] | None, workers: int) -> Iterable[tuple[Job, list[Forecast]]]:
    if workers <= 1 or of is not None:
        for job in todo:
            yield job, run(job, of)
        return
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from multiprocessing import get_context

    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting = {pool.submit(run, job): job for job in todo}
        for one in as_completed(waiting):
            yield waiting[one], one.result()
