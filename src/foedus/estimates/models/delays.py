"""Delays: days from the request to a decision, and to the first arrival of forces, with decisions that never came.

A log-normal regression with a cure fraction (Boag 1949, Journal of the Royal Statistical Society B 11: 15-53): a
decision comes at all with a probability, and if so, after a time whose logarithm is normal. A case in which
none came while it went on says that none would ever come, or that it would have taken longer: it is censored, not
missing.
Fitted by expectation and maximisation (Dempster, Laird and Rubin 1977), which is closed in every step.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy

from foedus.estimates.encoding import KINDS, Scaling, numbers, one_hot, scaling
from foedus.estimates.features import FEATURES, Features
from foedus.estimates.fitting import Flags, Floats, inverse
from foedus.estimates.frames import Lesson
from foedus.estimates.models.card import Card
from foedus.estimates.tables import INVOKED, NAMES, case_table
from foedus.record.pack import packs

Until = Literal["decision", "arrival"]

SLOPE: Final = {"decision": 0.1, "arrival": 0.02}
"""Prior standard deviation of slopes, in logarithms of days for one standard deviation of the feature."""

CENTRE: Final = math.log1p(14)
INTERCEPT: Final = 1.5
"""Mean and standard deviation of the intercept's prior: about two weeks, within a factor of twelve either way."""

GROUP: Final = {"decision": 0.5, "arrival": 0.2}
"""The same of the effects of organisations and kinds; arrivals are few, so little can be told of them."""
ROUNDS: Final = 200
PRIOR_SPREAD: Final = (4.0, 2.0)
"""The spread's prior: as if four delays had been seen with that variance of their logarithms."""

CARD: Final = Card(
    name="delays",
    of="delays",
    title="Log-normal delays with decisions that never come",
    formula="log(1 + days) ~ N(a + x'b + organisation + kind, s), if it comes at all; with probability 1 - c it "
    "never does",
    says="Days from the request (or the beginning, where nobody asked) to the decision, and to the first "
    "arrival of forces. Cases that ended without a decision are censored at their end: a decision that never "
    "came is not a missing value. Quantiles are given that it comes.",
    literature=("Boag 1949, JRSS B 11: 15-53", "Box-Steffensmeier and Jones 2004, Event History Modeling"),
    status="part",
    conditions="given that a decision, or an arrival, comes at all; only delays known to the day teach",
)


@dataclass(frozen=True, slots=True)
class Days:
    """A delay in days: that which one in ten, one in two and nine in ten stay within."""

    p10: float
    p50: float
    p90: float


@dataclass(frozen=True, eq=False)
class Delays:
    """What was learnt of one delay.

    Attributes:
        scale: how numbers are put on one scale.
        organisations: ids, in the order of the design.
        mode: intercept and slopes, shape (p,).
        covariance: shape (p, p).
        spread: standard deviation of the logarithm.
        comes: share of cases in which it comes at all.
    """

    scale: Scaling
    organisations: tuple[str, ...]
    mode: Floats
    covariance: Floats
    spread: float
    comes: float

    def days(self, asked: Features) -> Days:
        """Give the delay, if it comes at all; what the fit leaves open widens it."""
        middle, width = self.logarithm(asked)
        found = [max(0.0, math.exp(middle + at * width) - 1) for at in (-NORMAL_10, 0.0, NORMAL_10)]
        return Days(*found)

    def logarithm(self, asked: Features) -> tuple[float, float]:
        """Give mean and standard deviation of log(1 + days)."""
        encoded, open_ = self.scale.encode(numbers([asked.values], NAMES))
        row = _design(encoded, [asked], self.organisations)[0]
        unknown = float(((self.mode[1 : 1 + len(NAMES)] * open_[0]) ** 2).sum())
        width = math.sqrt(self.spread**2 + float(row @ self.covariance @ row) + unknown)
        return float(row @ self.mode), width


NORMAL_10: Final = 1.2815515655446004
"""The standard normal that one in ten exceeds."""


class DelayModel:
    """The model of delays; see :data:`CARD`."""

    card = CARD

    def fit(self, lessons: Sequence[Lesson], until: Until) -> Delays:
        """Learn from lessons that came as crises.

        Args:
            lessons: the lessons.
            until: until the decision, or the first arrival of forces.
        """
        crises = [one for one in lessons if not one.chosen_for_vote]
        came = {one.id: one.days_to_decision if until == "decision" else one.days_to_arrival for one in crises}
        waited = {one.id: one.days_waited if until == "decision" else None for one in crises}
        used = [one for one in crises if came[one.id] is not None or waited[one.id] is not None]
        table, asked = case_table(used), [one.features for one in used]
        scale, organisations = scaling(table, INVOKED), tuple(packs())
        design = _design(scale.encode(table)[0], asked, organisations)
        times = [came[one.id] if came[one.id] is not None else waited[one.id] for one in used]
        logs = numpy.log1p(numpy.array(times, dtype=float))
        seen = numpy.array([came[one.id] is not None for one in used], dtype=bool)
        return Delays(scale, organisations, *_maximise(design, logs, seen, _precision(until)))


def _design(encoded: Floats, asked: Sequence[Features], organisations: tuple[str, ...]) -> Floats:
    own = one_hot([one.organisation for one in asked], organisations)
    kinds = one_hot([one.kind for one in asked], KINDS)
    return numpy.concatenate([numpy.ones((len(asked), 1)), encoded, own, kinds], axis=1)


def _precision(until: Until) -> Floats:
    groups = len(packs()) + len(KINDS)
    scales = [[INTERCEPT], [SLOPE[until]] * len(FEATURES), [GROUP[until]] * groups]
    return numpy.concatenate(scales) ** -2.0


def _maximise(design: Floats, logs: Floats, seen: Flags, precision: Floats) -> tuple[Floats, Floats, float, float]:
    """Fit by expectation and maximisation; gives mode, covariance, spread, and the share in which it comes."""
    rows, centre = len(logs), numpy.zeros(len(precision))
    centre[0] = CENTRE
    mode, spread, comes = centre.copy(), 1.5, 0.9
    mode[0] = float(logs[seen].mean()) if seen.any() else CENTRE
    weights, values, left = numpy.ones(rows), logs.copy(), numpy.zeros(rows)
    for _ in range(ROUNDS):
        weights[~seen], values[~seen], left[~seen] = _expected(design[~seen] @ mode, logs[~seen], spread, comes)
        inner = design.T @ (weights[:, None] * design) / spread**2 + numpy.diag(precision)
        pull = design.T @ (weights * values) / spread**2 + precision * centre
        before, mode = mode, inverse(inner) @ pull
        off = weights @ (values - design @ mode) ** 2 + weights @ left + PRIOR_SPREAD[0] * PRIOR_SPREAD[1]
        spent = float(numpy.trace(numpy.linalg.solve(inner, design.T @ (weights[:, None] * design) / spread**2)))
        spread = math.sqrt(float(off) / max(1.0, float(weights.sum()) + PRIOR_SPREAD[0] - spent))
        comes = float((weights.sum() + 0.9) / (rows + 1.0))
        if float(numpy.abs(mode - before).max()) < 1e-7:
            break
    inner = design.T @ (weights[:, None] * design) / spread**2 + numpy.diag(precision)
    return mode, inverse(inner), spread, comes


def _expected(means: Floats, waited: Floats, spread: float, comes: float) -> tuple[Floats, Floats, Floats]:
    """For what did not come while it was waited for: the chance that it would have, when, and how spread."""
    at = (waited - means) / spread
    beyond = numpy.array([0.5 * math.erfc(one / math.sqrt(2)) for one in at])
    density = numpy.exp(-0.5 * at**2) / math.sqrt(2 * math.pi)
    hazard = density / numpy.maximum(beyond, 1e-300)
    chance = comes * beyond / (1 - comes + comes * beyond)
    return chance, means + spread * hazard, spread**2 * numpy.maximum(0.0, 1 + at * hazard - hazard**2)
