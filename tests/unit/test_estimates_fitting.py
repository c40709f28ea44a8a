"""Fits of estimates against independent ways to the same numbers: finite differences, scipy, quadrature."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy
import pytest
from scipy import integrate, optimize, special

from foedus.estimates.encoding import scaling
from foedus.estimates.fitting import Arrow, Fit, Floats, NotConverged, arrow, dense, logistic, newton, softmax
from foedus.estimates.guess import WIDTH, Guess, counted, interval, rescaled
from foedus.estimates.logits import MultinomialLogit, OrderedLogit, multinomial_shares, ordered_shares
from foedus.estimates.shared_shock import SharedShockLogit, averaged_shares

Some = numpy.random.Generator


def chance(seed: int) -> Some:
    return numpy.random.Generator(numpy.random.PCG64(seed))


def ordered(rows: int = 40, count: int = 4) -> OrderedLogit:
    drawn = chance(1)
    design = drawn.normal(size=(rows, 3))
    line = design @ numpy.array([1.0, -0.5, 0.2]) + drawn.logistic(size=rows)
    levels = numpy.digitize(line, [-1.0, 0.4, 1.2][: count - 1])
    return OrderedLogit(design, levels, count, numpy.array([0.5, 1.0, 2.0]))


def multinomial(rows: int = 24) -> MultinomialLogit:
    drawn = chance(2)
    design = numpy.concatenate([numpy.ones((rows, 1)), drawn.normal(size=(rows, 2))], axis=1)
    possible = numpy.ones((rows, 4), dtype=bool)
    possible[: rows // 2, 3] = False
    classes = numpy.array([drawn.integers(0, 3 if at < rows // 2 else 4) for at in range(rows)], dtype=int)
    between = numpy.eye(4) + numpy.outer([1.0, 0.5, 0.0, -1.0], [1.0, 0.5, 0.0, -1.0])
    return MultinomialLogit(design, classes, numpy.array([3.0, 0.7, 0.3]), between, possible)


def shared(rows: int = 36, cases: int = 5) -> SharedShockLogit:
    """Answers in five cases, of which the last has none."""
    drawn = chance(3)
    return SharedShockLogit(
        design=numpy.concatenate([numpy.ones((rows, 1)), drawn.normal(size=(rows, 1))], axis=1),
        along=(drawn.random((rows, 2)) < 0.4).astype(float),
        classes=drawn.integers(0, 3, size=rows),
        groups=drawn.integers(0, cases - 1, size=rows),
        cases=cases,
        scores=numpy.array([1.0, 0.3, -1.0]),
        scales=numpy.array([3.0, 0.5]),
        along_scales=numpy.array([0.4, 0.6]),
        shock=0.8,
    )


# --- The same losses, written down anew from their formulas, row by row ---


def plain_ordered(of: OrderedLogit, at: Floats) -> float:
    cuts, slopes = at[: of.count - 1], at[of.count - 1 :]
    ends = numpy.concatenate([[-numpy.inf], cuts, [numpy.inf]])
    said = 0.0
    for row, level in zip(of.design, of.levels, strict=True):
        line = float(row @ slopes)
        said += numpy.log(special.expit(ends[level + 1] - line) - special.expit(ends[level] - line))
    said += 0.5 * float(numpy.log(numpy.diff(special.expit(ends))).sum())
    return -said + 0.5 * sum(cuts**2) / of.cut_scale**2 + 0.5 * sum((slopes / of.scales) ** 2)


def plain_multinomial(of: MultinomialLogit, at: Floats) -> float:
    slopes = at.reshape(of.count, -1)
    said = 0.0
    for row, came, possible in zip(of.design, of.classes, of.possible, strict=True):
        lines = slopes @ row
        said += lines[came] - special.logsumexp(lines[possible])
    prior = sum(
        float(column @ numpy.linalg.solve(of.between, column)) / scale**2
        for column, scale in zip(slopes.T, of.scales, strict=True)
    )
    return -said + 0.5 * prior


def plain_shared(of: SharedShockLogit, at: Floats) -> float:
    count, width = len(of.scores), of.design.shape[1]
    slopes, rest = at[: count * width].reshape(count, width), at[count * width :]
    effects, shocks = rest[: of.along.shape[1]], rest[of.along.shape[1] :]
    said = 0.0
    for row, along, came, group in zip(of.design, of.along, of.classes, of.groups, strict=True):
        lines = slopes @ row + of.scores * (float(along @ effects) + shocks[group])
        said += lines[came] - special.logsumexp(lines)
    prior = ((slopes / of.scales) ** 2).sum() + ((effects / of.along_scales) ** 2).sum()
    return -said + 0.5 * float(prior + ((shocks / of.shock) ** 2).sum())


LOSSES: dict[str, tuple[Any, Callable[[Any, Floats], float], int]] = {
    "ordered": (ordered(), plain_ordered, 6),
    "ordered, two levels": (ordered(count=2), plain_ordered, 4),
    "multinomial": (multinomial(), plain_multinomial, 12),
    "shared shock": (shared(), plain_shared, 13),
}
EVERY = pytest.mark.parametrize("name", LOSSES)


def places(name: str) -> list[Floats]:
    """Nought-like, the mode, and a place away from both; cuts in order."""
    loss, _, width = LOSSES[name]
    away = chance(7).normal(size=width) * 0.8
    if isinstance(loss, OrderedLogit):
        away[: loss.count - 1] = numpy.sort(away[: loss.count - 1]) + numpy.arange(loss.count - 1)
    return [loss.fit().mode, away]


def numeric_gradient(value: Callable[[Floats], float], at: Floats, step: float = 1e-5) -> Floats:
    sides = [(value(at + step * one) - value(at - step * one)) / (2 * step) for one in numpy.eye(len(at))]
    return numpy.array(sides)


def numeric_hessian(slope: Callable[[Floats], Floats], at: Floats, step: float = 1e-5) -> Floats:
    rows = [(slope(at + step * one) - slope(at - step * one)) / (2 * step) for one in numpy.eye(len(at))]
    found = numpy.array(rows)
    assert found == pytest.approx(found.T, abs=1e-6)
    return found


# --- Values, gradients, Hessians, modes ---


@EVERY
def test_the_value_is_that_of_the_formula(name: str) -> None:
    loss, plain, _ = LOSSES[name]
    for at in places(name):
        assert loss.slope(at)[0] == pytest.approx(plain(loss, at), rel=1e-10)


@EVERY
def test_the_gradient_is_that_of_finite_differences(name: str) -> None:
    loss, plain, _ = LOSSES[name]
    for at in places(name):
        found = numeric_gradient(lambda place: plain(loss, place), at)
        assert loss.slope(at)[1] == pytest.approx(found, abs=1e-6)


@EVERY
def test_the_curvature_is_that_of_finite_differences(name: str) -> None:
    loss = LOSSES[name][0]
    for at in places(name):
        hessian = numeric_hessian(lambda place: loss.slope(place)[1], at)
        curvature = loss.curve(at)
        shared_ones = len(curvature.covariance)
        assert curvature.covariance == pytest.approx(
            numpy.linalg.inv(hessian)[:shared_ones, :shared_ones], abs=1e-6
        )
        direction = chance(8).normal(size=len(at))
        assert curvature.step(direction) == pytest.approx(numpy.linalg.solve(hessian, direction), abs=1e-6)


@EVERY
def test_the_mode_is_the_one_that_scipy_finds(name: str) -> None:
    loss, plain, width = LOSSES[name]
    start = numpy.zeros(width)
    if isinstance(loss, OrderedLogit):
        start[: loss.count - 1] = numpy.arange(loss.count - 1)
    theirs = optimize.minimize(lambda at: plain(loss, at), start, method="BFGS", options={"gtol": 1e-6})
    ours = loss.fit()
    assert ours.value == pytest.approx(theirs.fun, abs=1e-8)
    assert ours.mode == pytest.approx(theirs.x, abs=1e-4)
    assert loss.slope(ours.mode)[1] == pytest.approx(numpy.zeros(width), abs=1e-3)


# --- The normal around the mode ---


def test_an_arrow_is_a_block_of_the_inverse_of_the_whole() -> None:
    drawn = chance(11)
    root = drawn.normal(size=(9, 9))
    whole = root @ root.T + 9 * numpy.eye(9)
    whole[5:, 5:] = numpy.diag(numpy.diag(whole)[5:])
    made = arrow(whole[:5, :5], whole[:5, 5:], numpy.diag(whole)[5:])
    assert made.covariance == pytest.approx(numpy.linalg.inv(whole)[:5, :5], abs=1e-12)
    gradient = drawn.normal(size=9)
    assert made.step(gradient) == pytest.approx(numpy.linalg.solve(whole, gradient), abs=1e-12)


def test_the_covariance_of_what_is_shared_is_that_of_the_loss_without_its_shocks() -> None:
    """The shocks put at their best for every value of the rest: the Hessian of that loss, by differences."""
    loss = shared()
    fit = loss.fit()
    many = len(fit.curvature.covariance)

    def best(first: Floats) -> Floats:
        found = optimize.root(
            lambda rest: loss.slope(numpy.concatenate([first, rest]))[1][many:], fit.mode[many:], tol=1e-12
        )
        return loss.slope(numpy.concatenate([first, found.x]))[1][:many]

    hessian = numeric_hessian(best, fit.mode[:many], 1e-4)
    assert fit.curvature.covariance == pytest.approx(numpy.linalg.inv(hessian), rel=1e-3, abs=1e-5)


@EVERY
def test_the_root_is_one_of_the_covariance(name: str) -> None:
    fit = LOSSES[name][0].fit()
    assert fit.root @ fit.root.T == pytest.approx(fit.curvature.covariance, abs=1e-12)


# --- A search that begins near ---


@EVERY
def test_a_search_that_begins_near_ends_at_the_same_mode(name: str) -> None:
    whole = LOSSES[name][0]
    before = whole.fit()
    rows = len(whole.design)
    for out in (0, 7, rows - 1):
        kept = numpy.arange(rows) != out
        part = replace(whole, **{key: value[kept] for key, value in vars(whole).items() if _by_row(key)})
        cold, warm = part.fit(), part.fit(before)
        assert warm.value == pytest.approx(cold.value, abs=1e-8)
        assert warm.mode == pytest.approx(cold.mode, abs=1e-4)


def _by_row(name: str) -> bool:
    return name in {"design", "along", "classes", "levels", "groups", "possible"}


def test_a_case_that_is_left_out_keeps_nothing_of_its_shock() -> None:
    whole = shared()
    kept = whole.groups != 2
    part = replace(whole, **{key: value[kept] for key, value in vars(whole).items() if _by_row(key)})
    fit = part.fit(whole.fit())
    shocks = fit.mode[-whole.cases :]
    assert whole.fit().mode[-whole.cases :][2] != pytest.approx(0.0, abs=1e-2)
    assert shocks[[2, 4]] == pytest.approx([0.0, 0.0], abs=1e-9)
    assert fit.mode == pytest.approx(part.fit().mode, abs=1e-4)


def test_a_fit_of_another_shape_is_no_place_to_begin() -> None:
    assert multinomial().fit(ordered().fit()).mode.tolist() == multinomial().fit().mode.tolist()


def test_a_loss_without_a_lowest_place_is_told() -> None:
    class Slide:
        def slope(self, at: Floats) -> tuple[float, Floats]:
            return float(at.sum()), numpy.ones(len(at))

        def curve(self, at: Floats) -> Any:
            return dense(numpy.eye(len(at)))

    with pytest.raises(NotConverged, match="did not settle"):
        newton(Slide(), numpy.zeros(2))


def test_a_gradient_that_is_wrong_is_told() -> None:
    class Wrong:
        def slope(self, at: Floats) -> tuple[float, Floats]:
            return float(at @ at), -2 * at

        def curve(self, at: Floats) -> Any:
            return dense(2 * numpy.eye(len(at)))

    with pytest.raises(NotConverged, match="does not fall"):
        newton(Wrong(), numpy.ones(2))


# --- Chances and how they move ---


def test_chances_of_ordered_levels_move_as_finite_differences_say() -> None:
    at, row = numpy.array([-1.0, 0.3, 2.0, 0.5, -0.7]), numpy.array([0.4, 1.3])
    shares, moves = ordered_shares(at, row, 4)
    ends = special.expit(numpy.array([-1.0, 0.3, 2.0]) - (0.5 * 0.4 - 0.7 * 1.3))
    assert shares == pytest.approx(numpy.diff(ends, prepend=0, append=1))
    for level in range(4):
        found = numeric_gradient(lambda place, level=level: float(ordered_shares(place, row, 4)[0][level]), at)
        assert moves[level] == pytest.approx(found, abs=1e-8)


def test_chances_of_classes_move_with_the_lines_as_finite_differences_say() -> None:
    possible = numpy.array([True, True, False, True])
    lines = numpy.array([0.3, -1.0, 5.0, 1.1])
    shares, moves = multinomial_shares(lines, numpy.ones(1), possible)
    assert shares[2] == 0.0
    assert shares.sum() == pytest.approx(1.0)
    for one in range(4):
        found = numeric_gradient(
            lambda at, one=one: float(multinomial_shares(at, numpy.ones(1), possible)[0][one]), lines
        )
        assert moves[one] == pytest.approx(found, abs=1e-8)


@pytest.mark.parametrize("shock", [0.0, 0.8, 1.0])
def test_averaged_chances_are_those_of_brute_force(shock: float) -> None:
    scores = numpy.array([0.0, 1.0, 0.5, -0.5, -1.0, -0.5])
    lines = numpy.array([[0.0] * 6, [1.0, 2.0, -1.0, 0.0, -3.0, 0.5], [-4.0, 3.0, 0.0, 0.0, 4.0, -2.0]])
    shares, moves = averaged_shares(lines, scores, shock)
    for line, share, move in zip(lines, shares, moves, strict=True):

        def at(place: float, one: int, line: Floats = line) -> float:
            return float(special.softmax(line + shock * place * scores)[one] * numpy.exp(-0.5 * place**2))

        brute = [
            integrate.quad(at, -12, 12, args=(one,), epsabs=1e-10)[0] / numpy.sqrt(2 * numpy.pi)
            for one in range(6)
        ]
        assert share == pytest.approx(brute, abs=5e-4)
        assert share.sum() == pytest.approx(1.0)
        for one in range(6):
            found = numeric_gradient(
                lambda place, one=one: float(averaged_shares(place[None], scores, shock)[0][0, one]), line
            )
            assert move[one] == pytest.approx(found, abs=1e-8)


# --- Extreme numbers ---


def test_the_logistic_does_not_overflow() -> None:
    found = logistic(numpy.array([-1e9, -745.0, -30.0, 0.0, 30.0, 1e9]))
    assert found == pytest.approx(special.expit([-1e9, -745.0, -30.0, 0.0, 30.0, 1e9]), abs=1e-15)


def test_the_softmax_does_not_overflow() -> None:
    lines = numpy.array([[1e9, 0.0, -1e9], [1e300, 1e300, -1e300], [-1e9, -1e9, -1e9]])
    assert softmax(lines) == pytest.approx(numpy.array([[1, 0, 0], [0.5, 0.5, 0], [1 / 3] * 3]))
    assert softmax(numpy.array([1e9, 0.0]), numpy.array([False, True])).tolist() == [0.0, 1.0]


def test_levels_that_a_feature_parts_wholly_are_still_fitted() -> None:
    design = numpy.linspace(-50, 50, 30)[:, None]
    fit = OrderedLogit(design, (design[:, 0] > 0).astype(int), 2, numpy.array([1.0])).fit()
    low, high = (ordered_shares(fit.mode, numpy.array([at]), 2)[0] for at in (-50.0, 50.0))
    assert numpy.isfinite(fit.mode).all()
    assert low[1] == pytest.approx(0.0, abs=1e-6)
    assert high[1] == pytest.approx(1.0, abs=1e-6)


def test_classes_that_a_feature_parts_wholly_are_still_fitted() -> None:
    design = numpy.array([[1.0, 1e3], [1.0, -1e3]] * 10)
    every = numpy.ones((20, 2), dtype=bool)
    fit = MultinomialLogit(design, numpy.array([0, 1] * 10), numpy.array([3.0, 0.5]), numpy.eye(2), every).fit()
    assert multinomial_shares(fit.mode, design[0], every[0])[0] == pytest.approx([1.0, 0.0], abs=1e-3)
    assert numpy.isfinite(fit.root).all()


def test_only_one_level_seen_leaves_chances_for_the_others() -> None:
    fit = OrderedLogit(numpy.zeros((12, 1)), numpy.full(12, 1), 3, numpy.ones(1)).fit()
    shares = ordered_shares(fit.mode, numpy.zeros(1), 3)[0]
    assert shares.argmax() == 1
    assert (shares > 0.001).all()


# --- No rows at all ---


def test_without_rows_slopes_are_nought_and_as_wide_as_their_priors() -> None:
    none = numpy.zeros(0, dtype=int)
    levels = OrderedLogit(numpy.zeros((0, 2)), none, 2, numpy.array([0.5, 2.0])).fit()
    assert levels.mode == pytest.approx(numpy.zeros(3), abs=1e-3)
    assert numpy.sqrt(numpy.diag(levels.curvature.covariance))[1:] == pytest.approx([0.5, 2.0])
    classes = replace(multinomial(), design=numpy.zeros((0, 3)), classes=none, possible=numpy.zeros((0, 4), bool))
    fit = classes.fit()
    assert fit.mode == pytest.approx(numpy.zeros(12))
    prior = numpy.kron(classes.between, numpy.diag(classes.scales**2))
    assert fit.curvature.covariance == pytest.approx(prior)
    answers = replace(shared(), design=numpy.zeros((0, 2)), along=numpy.zeros((0, 2)), classes=none, groups=none)
    found = answers.fit()
    assert found.mode == pytest.approx(numpy.zeros(13))
    assert isinstance(found.curvature, Arrow)
    assert numpy.diag(found.curvature.covariance) == pytest.approx([9.0, 0.25] * 3 + [0.16, 0.36])


def test_without_rows_every_ordered_level_has_a_chance() -> None:
    fit = OrderedLogit(numpy.zeros((0, 1)), numpy.zeros(0, dtype=int), 5, numpy.ones(1)).fit()
    shares = ordered_shares(fit.mode, numpy.zeros(1), 5)[0]
    assert (shares > 0.05).all(), shares


def test_scaling_of_no_rows_leaves_numbers_as_they_are_and_the_unknown_open() -> None:
    scale = scaling(numpy.zeros((0, 2)), 1)
    rows, spreads = scale.encode(numpy.array([[numpy.nan, 1.0], [3.0, 0.0]]))
    assert rows.tolist() == [[0.0, 1.0], [3.0, 0.0]]
    assert spreads.tolist() == [[1.0, 0.0], [0.0, 0.0]]


# --- Guesses and their intervals ---


def test_counts_are_a_dirichlet_distribution() -> None:
    counts = numpy.array([3.0, 1.5, 0.5])
    guess = counted(counts)
    drawn = chance(21).dirichlet(counts, size=200_000)
    assert guess.shares == pytest.approx(drawn.mean(axis=0), abs=2e-3)
    assert guess.extra == pytest.approx(numpy.cov(drawn.T), abs=1e-3)


def test_the_interval_is_a_normals_on_log_odds() -> None:
    found = interval(0.2, 0.03)
    odds = [special.logit(one) for one in (found.low, found.value, found.high)]
    assert odds[1] - odds[0] == pytest.approx(odds[2] - odds[1])
    assert odds[2] - odds[1] == pytest.approx(WIDTH * 0.03 / (0.2 * 0.8))
    assert interval(1e-9, 1.0).low == 0.0
    assert interval(0.5, 1e6).high == 1.0


def test_chances_of_classes_together_vary_as_the_delta_method_says() -> None:
    """Classes that move against each other: their sum is surer than either."""
    guess = Guess(numpy.array([0.3, 0.3, 0.4]), numpy.array([[0.1], [-0.1], [0.0]]), numpy.zeros((3, 3)))
    alone, both = guess.chance([0]), guess.chance([0, 1])
    assert (both.low, both.high) == (pytest.approx(0.6), pytest.approx(0.6))
    assert alone.low < 0.3 < alone.high


def test_a_mixture_has_the_mean_and_the_spread_of_one() -> None:
    drawn = chance(22)
    first = Guess(numpy.array([0.8, 0.2]), numpy.array([[0.05], [-0.05]]), numpy.zeros((2, 2)))
    other = Guess(numpy.array([0.1, 0.9]), numpy.array([[0.02], [-0.02]]), 1e-4 * numpy.array([[1, -1], [-1, 1]]))
    mixed = first.mixed(other, 0.3, 0.1)
    normal, own, weight = drawn.normal(size=400_000), drawn.normal(size=400_000), drawn.normal(size=400_000)
    one, two = 0.8 + 0.05 * normal, 0.1 + 0.02 * normal + 0.01 * own
    share = 0.3 + 0.1 * weight
    drawn_mixture = share * one + (1 - share) * two
    assert mixed.shares[0] == pytest.approx(drawn_mixture.mean(), abs=1e-3)
    variance = float((mixed.steep[0] ** 2).sum() + mixed.extra[0, 0])
    assert variance == pytest.approx(drawn_mixture.var(), rel=0.02)


def test_carrying_a_guess_to_other_classes_keeps_the_whole() -> None:
    guess = counted(numpy.array([1.0, 2.0]))
    over = numpy.array([[0.5, 0.0], [0.5, 0.25], [0.0, 0.75]])
    found = rescaled(guess, over)
    assert found.shares == pytest.approx([1 / 6, 1 / 6 + 1 / 6, 1 / 2])
    assert found.extra.sum() == pytest.approx(0.0, abs=1e-12)


def test_a_fit_holds_its_mode_and_value() -> None:
    fit = ordered().fit()
    assert isinstance(fit, Fit)
    assert fit.value == ordered().slope(fit.mode)[0]
