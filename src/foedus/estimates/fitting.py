"""Penalised likelihood: convex losses minimised by Newton's method, and the normal approximation around the mode.

Each column of a design has a prior standard deviation: a normal prior around nought, which pools what is rare
towards
what is common (partial pooling; Gelman and Hill 2007, chapters 11 and 12). The posterior is approximated by a
normal
around its mode (Laplace; Bishop 2006, section 4.4). All of it is deterministic; numpy is loaded with this module
and not
before.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final, Protocol, TypeAlias

import numpy
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[numpy.float64]
Integers: TypeAlias = NDArray[numpy.int64]
Flags: TypeAlias = NDArray[numpy.bool_]

ENOUGH: Final = 1e-12
"""A fit ends when the predicted gain of the next step falls below this.

Wherever a search begins, chances then agree to six digits: a fit to begin with leaves no trace of its cases.
"""

MOST_STEPS: Final = 200

QUICK: Final = 0.7
"""A curvature serves again as long as each step leaves at most this share of the gain of the step before."""


class NotConverged(Exception):
    """Says that a fit did not reach its optimum; the data or the priors are at fault."""


class Curvature(Protocol):
    """The Hessian of a loss at one place, ready to be used."""

    @property
    def covariance(self) -> Floats:
        """Covariance of the parameters that count, shape (m, m): the first m of them."""
        ...

    def step(self, gradient: Floats) -> Floats:
        """Give the inverse of the Hessian times a gradient, shape (p,)."""
        ...


class Loss(Protocol):
    """A convex function of the parameters: a negative log posterior."""

    def slope(self, at: Floats) -> tuple[float, Floats]:
        """Give its value and its gradient, shape (p,)."""
        ...

    def curve(self, at: Floats) -> Curvature:
        """Give its Hessian."""
        ...


@dataclass(frozen=True, eq=False)
class Dense:
    """A Hessian without structure, as its inverse.

    Attributes:
        covariance: the inverse, shape (p, p).
    """

    covariance: Floats

    def step(self, gradient: Floats) -> Floats:
        """See :meth:`Curvature.step`."""
        found: Floats = self.covariance @ gradient
        return found


@dataclass(frozen=True, eq=False)
class Arrow:
    """A Hessian of m parameters that all rows share and of g that each belong to one group of rows.

    Attributes:
        covariance: inverse of the Schur complement of the groups' part, shape (m, m).
        coupling: mixed derivatives, shape (m, g).
        own: second derivatives in the groups' own parameters, shape (g,).
    """

    covariance: Floats
    coupling: Floats
    own: Floats

    def step(self, gradient: Floats) -> Floats:
        """See :meth:`Curvature.step`."""
        shared, groups = gradient[: len(self.coupling)], gradient[len(self.coupling) :]
        moved = self.covariance @ (shared - self.coupling @ (groups / self.own))
        return numpy.concatenate([moved, (groups - self.coupling.T @ moved) / self.own])


def inverse(matrix: Floats) -> Floats:
    """Give the inverse of a symmetric matrix, shape (p, p)."""
    return numpy.asarray(numpy.linalg.inv(matrix), dtype=numpy.float64)


def dense(hessian: Floats) -> Dense:
    """Make a curvature of a Hessian, shape (p, p)."""
    return Dense(inverse(hessian))


def arrow(shared: Floats, coupling: Floats, own: Floats) -> Arrow:
    """Make a curvature of the three parts of a Hessian; see :class:`Arrow`."""
    return Arrow(inverse(shared - (coupling / own) @ coupling.T), coupling, own)


@dataclass(frozen=True, eq=False)
class Fit:
    """A mode and the normal around it.

    Attributes:
        mode: the parameters, shape (p,).
        value: the loss at the mode.
        loss: the loss.
        used: the curvature by which the mode was found; that of a place nearby.
    """

    mode: Floats
    value: float
    loss: Loss
    used: Curvature

    @cached_property
    def curvature(self) -> Curvature:
        """The curvature at the mode; found when it is first asked for, since backtests never ask."""
        return self.loss.curve(self.mode)

    @cached_property
    def root(self) -> Floats:
        """A root of the covariance: the parameters that count move as its product with standard normals."""
        return numpy.asarray(numpy.linalg.cholesky(self.curvature.covariance), dtype=numpy.float64)


def newton(loss: Loss, start: Floats, near: Fit | None = None) -> Fit:
    """Minimise a convex loss.

    Args:
        loss: the loss.
        start: where to begin, shape (p,).
        near: a fit of nearly the same loss. The search then begins at its mode and goes by its curvature, which is
            much faster and leads to the same mode.

    Raises:
        NotConverged: when it does not settle in :data:`MOST_STEPS` steps.

    >>> class Bowl:
    ...     def slope(self, at):
    ...         return float((at - 3) @ (at - 3)), 2 * (at - 3)
    ...
    ...     def curve(self, at):
    ...         return dense(2 * numpy.eye(len(at)))
    >>> float(newton(Bowl(), numpy.zeros(1)).mode[0])
    3.0
    """
    if near is not None and near.mode.shape == start.shape:
        return _descend(loss, near.mode, near.used)
    return _descend(loss, start, None)


def _descend(loss: Loss, at: Floats, curvature: Curvature | None) -> Fit:
    """Go down by Newton's method; a curvature serves for several steps, as long as these gain quickly."""
    value, gradient = loss.slope(at)
    last = numpy.inf
    for _ in range(MOST_STEPS):
        if curvature is None:
            curvature, last = loss.curve(at), numpy.inf
        step = curvature.step(gradient)
        gain = float(gradient @ step)
        if gain < ENOUGH:
            return Fit(at, value, loss, curvature)
        if gain > QUICK * last:
            curvature = None
            continue
        at, value, gradient = _shortened(loss, at, step, value, gain)
        last = gain
    raise NotConverged(f"the fit did not settle in {MOST_STEPS} steps")


def _shortened(loss: Loss, at: Floats, step: Floats, value: float, gain: float) -> tuple[Floats, float, Floats]:
    """Go along a step, halved until the loss falls enough (Armijo's rule)."""
    share = 1.0
    while share > 1e-9:
        there = at - share * step
        found, gradient = loss.slope(there)
        # Near the mode the fall is below what a float can tell; a step that does not rise is then good enough.
        if numpy.isfinite(found) and found <= value - 1e-4 * share * gain + 1e-12 * abs(value):
            return there, found, gradient
        share /= 2
    raise NotConverged(f"the loss does not fall although {gain:g} is to be gained")


def logistic(at: Floats) -> Floats:
    """Give F(x) = 1 / (1 + exp(-x)), item by item, without overflow."""
    grown: Floats = 0.5 * (1.0 + numpy.tanh(0.5 * at))
    return grown


def softmax(lines: Floats, possible: Flags | None = None) -> Floats:
    """Give exp(x) / sum exp(x) along the last axis.

    Args:
        lines: any shape (..., K).
        possible: which classes are possible, of the same shape; the others get nought.
    """
    if possible is not None:
        lines = numpy.where(possible, lines, -numpy.inf)
    grown = numpy.exp(lines - lines.max(axis=-1, keepdims=True))
    shares: Floats = grown / grown.sum(axis=-1, keepdims=True)
    return shares
