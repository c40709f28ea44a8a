"""What the casebooks say of the parameters of worlds: the model of a step, fitted to coded cases.

The likelihood is that of the model of worlds itself (``docs/explanation/worlds.md``): a call by its log-odds;
positions by an index, a shock that all share in a case, and a stretch of abstention; forces of those that support
by the same index. Parameters have normal priors; each organisation departs from the common call and support by an
amount of its own, drawn towards nought (partial pooling; Gelman and Hill 2007, chapter 12). The shock is summed
over equal parts of its distribution (Train 2009, chapter 6), and the posterior is taken as normal about its mode
(Laplace; Bishop 2006, section 4.4).

As in worlds, a crisis is one of a member, a call is one that the engine finds in order, and positions are those of
members that take part. A stance on the decision bears on the measure that was decided, any other on the one that
was asked. Beliefs are not coded; they are taken as one half. Members behind a crisis are left out. What the
leading power's word weighs is not learnt, since one pack alone names such a power, and is taken as its default;
nor is who sends help without force, which is seldom coded. numpy is loaded with this module.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy
from numpy.typing import NDArray

from foedus.dates import Date
from foedus.proceedings.acts import Act, Invoke
from foedus.proceedings.asking import measure_asked
from foedus.proceedings.case import Case
from foedus.record.cases import CodedCase
from foedus.record.view import Organisation
from foedus.simulation.holding import aside
from foedus.simulation.law import LADDER
from foedus.simulation.parameters import defaults
from foedus.simulation.past import nearness

Floats: TypeAlias = NDArray[numpy.float64]
Of: TypeAlias = Literal["call", "stance", "send"]

PARTS: Final = 48
"""Equal parts of the shared shock's distribution that are summed over."""
FORCE: Final = LADDER[:2]
CLASS: Final = {
    "requests": 0, "supports": 0, "accepts": 0, "abstains": 1, "abstains_declared": 1, "absent": 1, "objects": 2,
}  # fmt: skip
"""Supports, takes no side, objects."""


@dataclass(frozen=True, slots=True)
class Row:
    """One observation.

    Attributes:
        of: whether a target called; where a member stood; whether one that supported sent anything.
        organisation: whose case.
        case: of which case.
        seen: the class: called or sent 1, not 0; of a stance 0 supports, 1 takes no side, 2 objects.
        fixed: what is added to the index whatever the parameters: the kind's own, the leading power's word.
        terms: factors of parameters in the index.
    """

    of: Of
    organisation: str
    case: str
    seen: int
    fixed: float
    terms: tuple[tuple[str, float], ...]


def rows(organisations: Iterable[Organisation]) -> list[Row]:
    """What is coded of calls, stances and help; cases that were chosen for their vote are left out.

    So are crises of states that did not belong, calls that were not in order or of a target that stood aside, and
    the stances of who asked, was behind the crisis, stood aside, was suspended or did not belong.

    Args:
        organisations: the organisations.
    """
    made: list[Row] = []
    for one in organisations:
        if one.record.pack.cases_chosen != "for_their_vote":
            for coded in one.record.cases:
                made += _of_case(one, coded)
    return made


def _of_case(whose: Organisation, coded: CodedCase) -> Iterator[Row]:
    day = coded.situation.begins.last
    if not whose.on(day).belongs(coded.situation.target):
        return  # worlds have no crises of others
    kind = {one.kind: one for one in defaults().kinds}.get(coded.situation.kind)
    called = coded.invocation.made and not coded.invocation.elsewhere
    invoke, support = (float(kind.invoke), float(kind.support)) if kind else (0.0, 0.0)
    if _may_call(whose, coded, day):
        terms = (("invoke", 1.0), ("invoke_belief", 0.5))
        yield Row("call", whose.id, coded.id, int(called), invoke, terms)
    if called:
        yield from _of_positions(whose, coded, day, support)


def _may_call(whose: Organisation, coded: CodedCase, day: int) -> bool:
    """Whether the target takes part, and the engine finds its call in order: only then is it asked in worlds."""
    target = coded.situation.target
    at = Date.of(datetime.date.fromordinal(day))
    act = Act(actor=target, at=at, content=Invoke(asks_for=coded.invocation.asks_for))
    return target not in aside(whose, day) and Case.open(whose, coded.id, coded.situation).refusal(act) is None


def _of_positions(whose: Organisation, coded: CodedCase, day: int, support: float) -> Iterator[Row]:
    view, target, done = whose.on(day), coded.situation.target, coded.decision.outcome
    asked = measure_asked(coded.invocation.asks_for)
    told = {target, *coded.situation.also_targets, *coded.invocation.joined_by, coded.invocation.by}
    told |= {*coded.situation.initiators, *aside(whose, day)}
    near = nearness(
        sorted({*(one.state for one in view.members), *view.wider}), coded.situation.begins.latest.year
    )
    leader, said = _led(whose, coded)
    for position in coded.positions:
        state = position.state
        if state in told or position.stance not in CLASS or not view.belongs(state) or view.rests(state):
            continue
        put = done if (position.on == "decision" and done in LADDER) or asked not in LADDER else asked
        fixed = support + (0.0 if state == leader else said)
        terms = (("support", 1.0), ("support_belief", 0.5), ("affinity", float(near.get((state, target), 0))))
        seen = CLASS[position.stance]
        yield Row("stance", whose.id, coded.id, seen, fixed, (*terms, *_cost(put)))
        if seen == 0 and position.contributes is not None and done in FORCE:
            sent = (*terms, *_cost(done), ("send_force", 1.0))
            yield Row("send", whose.id, coded.id, int(position.contributes), fixed, sent)


def _cost(measure: str | None) -> tuple[tuple[str, float], ...]:
    if measure not in LADDER or measure == "political_statement":
        return ()
    return (("cost_force" if measure in FORCE else "cost_help", -1.0),)


def _led(whose: Organisation, coded: CodedCase) -> tuple[str | None, float]:
    """The leading power, where the pack names one, and what its word adds to the index of the others."""
    leader = next((one.leader for one in whose.record.worlds), None)
    stood = [CLASS[one.stance] for one in coded.positions if one.state == leader and one.stance in CLASS]
    if leader == coded.situation.target:
        way = 1
    elif leader in coded.situation.initiators:
        way = -1
    else:
        way = {0: 1, 2: -1}.get(stood[-1], 0) if stood else 0
    weight = next(one.value for one in defaults().parameters if one.name == "leader_weight")
    return leader, way * float(weight)


@dataclass(frozen=True, slots=True)
class Prior:
    """A normal prior of a parameter, or of its logarithm."""

    name: str
    mean: float
    deviation: float


OWN: Final = {"call": "invoke", "stance": "support", "send": "support"}
"""From which parameter an organisation departs by an amount of its own."""
SCALES: Final = ("shock", "abstention")
"""Parameters that the fit has as logarithms."""


@dataclass(frozen=True, eq=False)
class Posterior:
    """The posterior of all parameters, normal about its mode.

    Attributes:
        names: of the parameters, then of each organisation's departures, such as ``support@csto``.
        mean: shape (p,); of :data:`SCALES` the mean logarithm.
        covariance: shape (p, p).
    """

    names: tuple[str, ...]
    mean: Floats
    covariance: Floats

    def deviation(self, name: str) -> float:
        """Standard deviation of one."""
        place = self.names.index(name)
        return float(self.covariance[place, place] ** 0.5)


@dataclass(frozen=True, eq=False)
class Likelihood:
    """Rows and priors, ready to be evaluated.

    Attributes:
        names: of all parameters.
        centre: prior means, shape (p,).
        precision: one over prior variances, shape (p,).
        design: factors, shape (n, p).
        fixed: shape (n,).
        seen: shape (n,).
        stance: rows that are stances.
        shaken: rows that share a case's shock: stances and help.
        cases: number of each row's case, shape (n,).
    """

    names: tuple[str, ...]
    centre: Floats
    precision: Floats
    design: Floats
    fixed: Floats
    seen: NDArray[numpy.int64]
    stance: NDArray[numpy.bool_]
    shaken: NDArray[numpy.bool_]
    cases: NDArray[numpy.int64]

    def slope(self, at: Floats) -> tuple[float, Floats]:
        """The negative log posterior and its gradient, shape (p,)."""
        shock, stretch = (float(numpy.exp(at[self.names.index(name)])) for name in SCALES)
        part = (numpy.arange(PARTS) + 0.5) / PARTS
        common = numpy.log(part / (1 - part)) * shock
        index = (self.fixed + self.design @ at)[:, None] + self.shaken[:, None] * common
        lower, upper = _logistic(index), _logistic(index + stretch)
        upper_slope = upper * (1 - upper)
        first, last, stance = self.seen[:, None] == 0, self.seen[:, None] == 2, self.stance[:, None]
        share = numpy.where(stance, numpy.where(first, lower, numpy.where(last, 1 - upper, upper - lower)),
                            numpy.where(first, 1 - lower, lower))  # fmt: skip
        share = numpy.maximum(share, 1e-300)
        moves = numpy.where(stance, numpy.where(first, lower * (1 - lower), numpy.where(
            last, -upper_slope, upper_slope - lower * (1 - lower))),
            numpy.where(first, -1, 1) * lower * (1 - lower)) / share  # fmt: skip
        widens = numpy.where(stance & ~first, numpy.where(last, -upper_slope, upper_slope), 0.0) / share
        each = numpy.zeros((int(self.cases.max()) + 1, PARTS))
        numpy.add.at(each, self.cases, numpy.log(share))
        top = each.max(axis=1, keepdims=True)
        weight = numpy.exp(each - top)
        whole = float((numpy.log(weight.mean(axis=1)) + top[:, 0]).sum())
        weight /= weight.sum(axis=1, keepdims=True)
        own = weight[self.cases]
        gradient = self.design.T @ (own * moves).sum(axis=1)
        gradient[self.names.index("shock")] += float((own * moves * self.shaken[:, None] * common).sum())
        gradient[self.names.index("abstention")] += float((own * widens).sum()) * stretch
        off = at - self.centre
        return 0.5 * float(self.precision @ off**2) - whole, self.precision * off - gradient

    def curve(self, at: Floats, step: float = 1e-4) -> Floats:
        """The Hessian of the same, by differences of the gradient, shape (p, p)."""
        found = numpy.empty((len(at), len(at)))
        for place in range(len(at)):
            ahead, behind = at.copy(), at.copy()
            ahead[place] += step
            behind[place] -= step
            found[place] = (self.slope(ahead)[1] - self.slope(behind)[1]) / (2 * step)
        return (found + found.T) / 2


def _logistic(x: Floats) -> Floats:
    found: Floats = 1 / (1 + numpy.exp(-numpy.clip(x, -500, 500)))
    return found


def likelihood(seen: Sequence[Row], priors: Sequence[Prior], departure: float) -> Likelihood:
    """Rows and priors as arrays.

    Args:
        seen: the rows.
        priors: of every parameter in them, and of :data:`SCALES`.
        departure: prior standard deviation of an organisation's own departures.
    """
    own = sorted({f"{OWN[one.of]}@{one.organisation}" for one in seen})
    names = (*(one.name for one in priors), *own)
    place = {name: n for n, name in enumerate(names)}
    design = numpy.zeros((len(seen), len(names)))
    for n, row in enumerate(seen):
        for name, factor in (*row.terms, (f"{OWN[row.of]}@{row.organisation}", 1.0)):
            design[n, place[name]] += factor
    cases = {name: n for n, name in enumerate(dict.fromkeys((one.of == "call", one.case) for one in seen))}
    deviations = [*(one.deviation for one in priors), *[departure] * len(own)]
    return Likelihood(
        names=names,
        centre=numpy.array([*(one.mean for one in priors), *[0.0] * len(own)]),
        precision=numpy.array(deviations) ** -2.0,
        design=design,
        fixed=numpy.array([one.fixed for one in seen]),
        seen=numpy.array([one.seen for one in seen]),
        stance=numpy.array([one.of == "stance" for one in seen]),
        shaken=numpy.array([one.of != "call" for one in seen]),
        cases=numpy.array([cases[one.of == "call", one.case] for one in seen]),
    )


def posterior(model: Likelihood, told: Callable[[float], None] | None = None) -> Posterior:
    """Find the mode by Newton's method, with halved steps where one leads too far.

    Args:
        model: the likelihood with its priors.
        told: called with the value at every step.
    """
    at = model.centre.copy()
    value, gradient = model.slope(at)
    for _ in range(60):
        sizes, ways = numpy.linalg.eigh(model.curve(at))
        step = ways @ (
            (ways.T @ gradient) / numpy.maximum(numpy.abs(sizes), 0.1)
        )  # downhill where it is not convex
        gain, size = float(gradient @ step), 1.0
        while size > 1e-6 and model.slope(at - size * step)[0] > value:
            size /= 2
        at = at - size * step
        value, gradient = model.slope(at)
        if told:
            told(value)
        if gain < 1e-9:
            break
    covariance: Floats = numpy.linalg.inv(model.curve(at)).astype(numpy.float64)
    return Posterior(model.names, at, covariance)
