"""A multinomial logit of many answers in one case, with a shock that all answers of a case share.

The line of class k for row i is x_i'b_k + s_k (z_i'g + u_c): each class has its own slopes; the scores s_k say in
which direction effects of states and the shock u_c of case c move the answers. The shocks are normal around 0;
what is said of a case that was not learnt from is averaged over them, by Gauss-Hermite quadrature (Train 2009,
Discrete Choice Methods with Simulation, chapter 6).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy

from foedus.estimates.fitting import Arrow, Fit, Floats, Integers, arrow, newton, softmax


@dataclass(frozen=True, eq=False)
class SharedShockLogit:
    """The model as a loss; its parameters are the K*p slopes, the q effects along the scores, and the shocks.

    Attributes:
        design: shape (n, p), with a column of ones.
        along: columns whose effects go along the scores, shape (n, q).
        classes: observed classes 0..K-1, shape (n,).
        groups: the case of each row, shape (n,).
        cases: how many cases there are; one without rows keeps a shock of nought.
        scores: shape (K,).
        scales: prior standard deviations of the slopes, shape (p,).
        along_scales: of the effects along the scores, shape (q,).
        shock: of the shocks.
    """

    design: Floats
    along: Floats
    classes: Integers
    groups: Integers
    cases: int
    scores: Floats
    scales: Floats
    along_scales: Floats
    shock: float

    def fit(self, near: Fit | None = None) -> Fit:
        """Fit it; see :func:`foedus.estimates.fitting.newton`."""
        return newton(self, numpy.zeros(len(self._precision)), self._without_absent(near) if near else None)

    def _without_absent(self, near: Fit) -> Fit:
        """Take the shocks of cases without rows out of another fit: here they are nought."""
        curvature, shared = near.used, len(self._precision) - self.cases
        absent = numpy.bincount(self.groups, minlength=self.cases) == 0
        if not isinstance(curvature, Arrow) or curvature.coupling.shape != (shared, self.cases):
            return near
        mode = near.mode.copy()
        mode[shared:][absent] = 0.0
        coupling = numpy.where(absent, 0.0, curvature.coupling)
        own = numpy.where(absent, self.shock**-2.0, curvature.own)
        return Fit(mode, near.value, near.loss, Arrow(curvature.covariance, coupling, own))

    @property
    def _count(self) -> int:
        return len(self.scores)

    @property
    def _precision(self) -> Floats:
        slopes = numpy.tile(self.scales**-2.0, self._count)
        return numpy.concatenate([slopes, self.along_scales**-2.0, numpy.full(self.cases, self.shock**-2.0)])

    def _shares(self, at: Floats) -> Floats:
        slopes, effects, shocks = self._parts(at)
        push = self.along @ effects + shocks[self.groups]
        return softmax(self.design @ slopes.T + push[:, None] * self.scores)

    def _parts(self, at: Floats) -> tuple[Floats, Floats, Floats]:
        first = self._count * self.design.shape[1]
        second = first + self.along.shape[1]
        return at[:first].reshape(self._count, -1), at[first:second], at[second:]

    def slope(self, at: Floats) -> tuple[float, Floats]:
        """See :meth:`foedus.estimates.fitting.Loss.slope`."""
        shares, rows = self._shares(at), numpy.arange(len(self.classes))
        precision = self._precision
        value = -float(numpy.log(numpy.maximum(shares[rows, self.classes], 1e-300)).sum())
        off = shares
        off[rows, self.classes] -= 1.0
        push = off @ self.scores
        by_case = numpy.bincount(self.groups, push, minlength=self.cases)
        gradient = numpy.concatenate([(off.T @ self.design).ravel(), self.along.T @ push, by_case])
        return value + 0.5 * float(precision @ at**2), gradient + precision * at

    def curve(self, at: Floats) -> Arrow:
        """See :meth:`foedus.estimates.fitting.Loss.curve`."""
        shares, (width, count) = self._shares(at), (self.design.shape[1], self._count)
        mean = shares @ self.scores
        tilt = shares * (self.scores - mean[:, None])
        bend = shares @ self.scores**2 - mean**2
        first, both = count * width, count * width + self.along.shape[1]
        shared = numpy.zeros((both, both))
        for one in range(count):
            rows = slice(one * width, (one + 1) * width)
            for other in range(one, count):
                cross = shares[:, one] * ((one == other) - shares[:, other])
                columns = slice(other * width, (other + 1) * width)
                block = self.design.T @ (cross[:, None] * self.design)
                shared[rows, columns] = shared[columns, rows] = block
            mixed = self.design.T @ (tilt[:, one, None] * self.along)
            shared[rows, first:], shared[first:, rows] = mixed, mixed.T
        shared[first:, first:] = self.along.T @ (bend[:, None] * self.along)
        precision = self._precision
        shared[numpy.diag_indices(both)] += precision[:both]
        pulls = [tilt[:, one, None] * self.design for one in range(count)] + [bend[:, None] * self.along]
        coupling = numpy.zeros((self.cases, both))
        numpy.add.at(coupling, self.groups, numpy.concatenate(pulls, axis=1))
        own = numpy.bincount(self.groups, bend, minlength=self.cases) + precision[both:]
        return arrow(shared, coupling.T, own)


@cache
def _nodes() -> tuple[Floats, Floats]:
    """Places and weights of the quadrature over a standard normal."""
    places, weights = numpy.polynomial.hermite_e.hermegauss(9)
    return places, weights / weights.sum()


def mean_shares(lines: Floats, scores: Floats, shock: float) -> Floats:
    """Give the chances of :func:`averaged_shares` alone, which is much quicker, shape (n, K)."""
    places, weights = _nodes()
    shares = numpy.zeros_like(lines)
    for place, weight in zip(places, weights, strict=True):
        shares += weight * softmax(lines + shock * place * scores)
    return shares


def averaged_shares(lines: Floats, scores: Floats, shock: float) -> tuple[Floats, Floats]:
    """Give the chances of classes, averaged over a shock that is not known, and how they move with the lines.

    Args:
        lines: shape (n, K).
        scores: shape (K,).
        shock: standard deviation of the shock.

    Returns:
        the chances, shape (n, K), and their derivatives in the lines, shape (n, K, K).
    """
    places, weights = _nodes()
    shares, moves = numpy.zeros_like(lines), numpy.zeros((*lines.shape, lines.shape[1]))
    for place, weight in zip(places, weights, strict=True):
        at = softmax(lines + shock * place * scores)
        shares += weight * at
        moves += weight * (at[:, :, None] * numpy.eye(lines.shape[1]) - at[:, :, None] * at[:, None, :])
    return shares, moves
