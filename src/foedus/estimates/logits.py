"""Logits: the ordered and the multinomial one, penalised, as losses to be fitted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy

from foedus.estimates.fitting import Dense, Fit, Flags, Floats, Integers, dense, logistic, newton, softmax


@dataclass(frozen=True, eq=False)
class OrderedLogit:
    """The ordered logit (proportional odds): P(level <= k) = F(cut_k - x'b), F the logistic function.

    McCullagh (1980), "Regression Models for Ordinal Data", Journal of the Royal Statistical Society B 42: 109-142.
    The parameters are the K-1 cuts and then the p slopes. The prior of the cuts is a normal, times what half a
    case of every level says at x = 0 (a Dirichlet prior of the chances there): without that a level that was never
    seen would have no chance at all, since cuts may coincide.

    Attributes:
        design: shape (n, p).
        levels: observed levels 0..K-1, shape (n,).
        count: how many levels there are, K.
        scales: prior standard deviations of the slopes, shape (p,).
        cut_scale: prior standard deviation of the cuts.
        each: how many cases of every level the prior counts for.
    """

    design: Floats
    levels: Integers
    count: int
    scales: Floats
    cut_scale: float = 5.0
    each: float = 0.5

    def fit(self, near: Fit | None = None) -> Fit:
        """Fit it; see :func:`newton`."""
        counts = numpy.bincount(self.levels, minlength=self.count) + self.each
        shares = numpy.cumsum(counts / counts.sum())[:-1]
        return newton(
            self, numpy.concatenate([numpy.log(shares / (1 - shares)), numpy.zeros(len(self.scales))]), near
        )

    @property
    def _precision(self) -> Floats:
        return numpy.concatenate([numpy.full(self.count - 1, self.cut_scale**-2.0), self.scales**-2.0])

    def _sides(self) -> tuple[tuple[Floats, Flags], tuple[Floats, Flags], Floats]:
        """For each row the cut above its level and the cut below it, and its weight; the prior's rows come last.

        The cuts are rows of one design over all parameters.
        """
        levels = numpy.concatenate([self.levels, numpy.arange(self.count)])
        cuts, rows, sides = self.count - 1, numpy.arange(len(levels)), []
        for has, cut in ((levels < cuts, levels), (levels > 0, levels - 1)):
            whole = numpy.zeros((len(rows), cuts + self.design.shape[1]))
            whole[rows[has], cut[has]] = 1.0
            whole[: len(self.design), cuts:] = -self.design
            sides.append((whole, has))
        return sides[0], sides[1], numpy.where(rows < len(self.levels), 1.0, self.each)

    def slope(self, at: Floats) -> tuple[float, Floats]:
        """See :meth:`Loss.slope`; infinite where the cuts are out of order."""
        if numpy.any(numpy.diff(at[: self.count - 1]) <= 0):
            return numpy.inf, at
        (above, has_above), (below, has_below), weights = self._sides()
        high = numpy.where(has_above, logistic(above @ at), 1.0)
        low = numpy.where(has_below, logistic(below @ at), 0.0)
        inside = numpy.maximum(high - low, 1e-300)
        value = -float(weights @ numpy.log(inside)) + 0.5 * float(self._precision @ at**2)
        to_high = -weights * high * (1 - high) * has_above / inside
        to_low = weights * low * (1 - low) * has_below / inside
        return value, above.T @ to_high + below.T @ to_low + self._precision * at

    def curve(self, at: Floats) -> Dense:
        """See :meth:`Loss.curve`."""
        (above, has_above), (below, has_below), weights = self._sides()
        high = numpy.where(has_above, logistic(above @ at), 1.0)
        low = numpy.where(has_below, logistic(below @ at), 0.0)
        inside = numpy.maximum(high - low, 1e-300)
        rise_high, rise_low = high * (1 - high) * has_above, low * (1 - low) * has_below
        # Second derivatives of -log(high - low) in its two arguments.
        hh = weights * ((rise_high / inside) ** 2 - rise_high * (1 - 2 * high) / inside)
        ll = weights * ((rise_low / inside) ** 2 + rise_low * (1 - 2 * low) / inside)
        hl = -weights * rise_high * rise_low / inside**2
        hessian: Floats = above.T @ (hh[:, None] * above + hl[:, None] * below)
        hessian += below.T @ (ll[:, None] * below + hl[:, None] * above)
        hessian[numpy.diag_indices_from(hessian)] += self._precision
        return dense(hessian)


def ordered_shares(parameters: Floats, row: Floats, count: int) -> tuple[Floats, Floats]:
    """Give the chance of each level, and how it moves with the parameters.

    Args:
        parameters: as :class:`OrderedLogit` orders them, shape (K-1+p,).
        row: one row of a design, shape (p,).
        count: how many levels, K.

    Returns:
        the chances, shape (K,), and their derivatives, shape (K, K-1+p).
    """
    cuts = count - 1
    upto = logistic(parameters[:cuts] - float(row @ parameters[cuts:]))
    rise = upto * (1 - upto)
    steep = numpy.zeros((cuts, len(parameters)))
    steep[numpy.arange(cuts), numpy.arange(cuts)] = rise
    steep[:, cuts:] = -rise[:, None] * row
    return numpy.diff(upto, prepend=0.0, append=1.0), numpy.diff(
        steep, axis=0, prepend=numpy.zeros((1, len(parameters))), append=numpy.zeros((1, len(parameters)))
    )


@dataclass(frozen=True, eq=False)
class MultinomialLogit:
    """The multinomial logit with a normal prior: P(class k) is proportional to exp(x'b_k).

    The parameters are the slopes of class 0, of class 1, and so on, shape (K*p,).

    Attributes:
        design: shape (n, p), with a column of ones where an intercept is wanted.
        classes: observed classes 0..K-1, shape (n,).
        scales: prior standard deviations of the columns, shape (p,).
        between: prior covariance of one column's slopes over the classes, for a scale of one, shape (K, K): what
            is
            near in order may move together.
        possible: which classes are possible in each row, shape (n, K).
    """

    design: Floats
    classes: Integers
    scales: Floats
    between: Floats
    possible: Flags

    @property
    def count(self) -> int:
        """How many classes there are, K."""
        return len(self.between)

    def fit(self, near: Fit | None = None) -> Fit:
        """Fit it; see :func:`newton`."""
        return newton(self, numpy.zeros(self.count * self.design.shape[1]), near)

    def _shares(self, at: Floats) -> Floats:
        return softmax(self.design @ at.reshape(self.count, -1).T, self.possible)

    def _pull(self, at: Floats) -> Floats:
        """The prior's precision times the parameters."""
        inner = numpy.linalg.inv(self.between) @ at.reshape(self.count, -1)
        pulled: Floats = (inner / self.scales**2).ravel()
        return pulled

    def slope(self, at: Floats) -> tuple[float, Floats]:
        """See :meth:`Loss.slope`."""
        shares, rows = self._shares(at), numpy.arange(len(self.classes))
        pull = self._pull(at)
        value = -float(numpy.log(numpy.maximum(shares[rows, self.classes], 1e-300)).sum()) + 0.5 * float(pull @ at)
        shares[rows, self.classes] -= 1.0
        return value, (shares.T @ self.design).ravel() + pull

    def curve(self, at: Floats) -> Dense:
        """See :meth:`Loss.curve`."""
        width, count = self.design.shape[1], self.count
        shares, inverse = self._shares(at), numpy.linalg.inv(self.between)
        hessian = numpy.empty((count, width, count, width))
        for one in range(count):
            for other in range(one, count):
                cross = shares[:, one] * ((one == other) - shares[:, other])
                block = self.design.T @ (cross[:, None] * self.design)
                block[numpy.diag_indices(width)] += inverse[one, other] / self.scales**2
                hessian[one, :, other, :] = block
                hessian[other, :, one, :] = block
        return dense(hessian.reshape(count * width, count * width))


def multinomial_shares(parameters: Floats, row: Floats, possible: Flags) -> tuple[Floats, Floats]:
    """Give the chance of each class, and how it moves with each class's line x'b_k.

    Args:
        parameters: as :class:`MultinomialLogit` orders them, shape (K*p,).
        row: one row of a design, shape (p,).
        possible: which classes are possible, shape (K,).

    Returns:
        the chances, shape (K,), and their derivatives in the K lines, shape (K, K).
    """
    shares = softmax(parameters.reshape(len(possible), -1) @ row, possible)
    return shares, numpy.diag(shares) - numpy.outer(shares, shares)
