"""Draws from posteriors, in decimal arithmetic: the same numbers on every machine.

Of the parameters that casebooks say something about there is a normal posterior (``data/worlds_learnt.yaml``, made
by :mod:`foedus.simulation.learning`); of every counted rate a gamma.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext
from functools import cache
from importlib.resources import files
from typing import Final

from foedus.record.worlds import Departure, Learnt, LearntParameter

_DIGITS: Final = 20
_WORDS: Final = Decimal(1 << 32)
_CENTRE: Final = ("3.3871327179", "50.434271938", "159.29113202", "59.109374720")
_CENTRE_BELOW: Final = ("1", "17.895169469", "78.757757664", "67.187563600")
_SIDE: Final = ("1.4234372777", "2.7568153900", "1.3067284816", "0.17023821103")
_SIDE_BELOW: Final = ("1", "0.73700164250", "0.12021132975")
_TAIL: Final = ("6.6579051150", "3.0812263860", "0.42868294337", "0.017337203997")
_TAIL_BELOW: Final = ("1", "0.24197894225", "0.012258202635")


def normal(word: int) -> Decimal:
    """A draw from the standard normal: the quantile at the middle of the word's place, to about seven digits.

    Algorithm AS 241, PPND7 (Wichura 1988, Applied Statistics 37: 477-484).

    Args:
        word: a draw of 32 bits.

    >>> round(normal(round(0.975 * 2**32)), 5), round(normal(1 << 31), 5)
    (Decimal('1.95996'), Decimal('0.00000'))
    """
    with localcontext() as context:
        context.prec = _DIGITS
        share = (Decimal(word) + Decimal("0.5")) / _WORDS
        off = share - Decimal("0.5")
        if abs(off) <= Decimal("0.425"):
            place = Decimal("0.180625") - off * off
            return off * _ratio(_CENTRE, _CENTRE_BELOW, place)
        root = (-min(share, 1 - share).ln()).sqrt()
        if root <= 5:
            found = _ratio(_SIDE, _SIDE_BELOW, root - Decimal("1.6"))
        else:
            found = _ratio(_TAIL, _TAIL_BELOW, root - 5)
        return found if off > 0 else -found


def _ratio(above: tuple[str, ...], below: tuple[str, ...], at: Decimal) -> Decimal:
    return _polynomial(above, at) / _polynomial(below, at)


def _polynomial(coefficients: tuple[str, ...], at: Decimal) -> Decimal:
    found = Decimal(0)
    for one in reversed(coefficients):
        found = found * at + Decimal(one)
    return found


def gamma(shape: Decimal, first: int, second: int) -> Decimal:
    """A draw from the gamma distribution of scale one.

    The quantile of shape + 1 by the cube of a normal (Wilson and Hilferty 1931, PNAS 17: 684-688), within one in a
    hundred for shapes above one, times the power 1 / shape of a draw between nought and one (Stuart 1962,
    JRSS B 24: 418), which is exact.

    Args:
        shape: above nought.
        first: a draw of 32 bits.
        second: another.

    >>> gamma(Decimal(4), 1 << 31, 1 << 31) < gamma(Decimal(4), 1 << 31, 3 << 30)
    True
    """
    with localcontext() as context:
        context.prec = _DIGITS
        ninth = 1 / (9 * (shape + 1))
        cube = (1 - ninth + normal(first) * ninth.sqrt()) ** 3
        share = (Decimal(second) + Decimal("0.5")) / _WORDS
        return max((shape + 1) * cube, Decimal(0)) * (share.ln() / shape).exp()


def counted_rate(rate: Decimal, years: int, first: int, second: int) -> Decimal:
    """A draw of a rate from the posterior of its count, to nine digits.

    A count over some years, with a prior that is itself a count over years, has a gamma posterior (Gelman et al.
    2013, Bayesian Data Analysis, section 2.6): its shape is the rate times all these years.

    Args:
        rate: posterior mean, events a year, above nought.
        years: all these years, those of the prior included.
        first: a draw of 32 bits.
        second: another.

    >>> counted_rate(Decimal("0.1"), 40, 1 << 31, 1 << 31) > 0
    True
    """
    with localcontext() as context:
        context.prec = _DIGITS
        return round(gamma(rate * years, first, second) / years, 9)


@cache
def learnt() -> Learnt:
    """The posterior of the parameters."""
    from foedus.record.schema import adapter
    from foedus.record.text import document

    name = "worlds_learnt.yaml"
    text = (files("foedus") / "data" / name).read_text("utf-8")
    found: Learnt = adapter(Learnt).validate_python(document(name, text).tree)
    return found


def normal_of(one: LearntParameter, organisation: str) -> tuple[Decimal, Decimal]:
    """Mean and standard deviation of a parameter's posterior for an organisation, as logarithms where it is one.

    Args:
        one: the parameter.
        organisation: id of the organisation.
    """
    own = _departures(organisation).get(one.name)
    return (own.mean, own.deviation) if own else (one.mean, one.deviation)


@cache
def _departures(organisation: str) -> Mapping[str, Departure]:
    return {one.name: one for one in learnt().organisations if one.organisation == organisation}


def value_of(one: LearntParameter, organisation: str, deviations: Decimal = Decimal(0)) -> Decimal:
    """The value of a parameter so many standard deviations above its mean, to six digits.

    Args:
        one: the parameter.
        organisation: id of the organisation.
        deviations: how many.
    """
    mean, deviation = normal_of(one, organisation)
    with localcontext() as context:
        context.prec = _DIGITS
        found = mean + deviations * deviation
        return round(found.exp() if one.logarithm else found, 6)


def correlations(organisation: str) -> tuple[tuple[Decimal, ...], ...]:
    """For each of :attr:`Learnt.parameters` its correlations with those before it, for an organisation.

    Args:
        organisation: id of the organisation.

    >>> correlations("csto")[1][0] < correlations("an organisation without cases")[1][0] < 0
    True
    """
    own, names = _departures(organisation), [one.name for one in learnt().parameters]
    return tuple(
        tuple(
            own[name].correlations[other]
            if name in own
            else own[names[other]].correlations[place]
            if names[other] in own
            else common
            for other, common in enumerate(learnt().correlations[place])
        )
        for place, name in enumerate(names)
    )


@cache
def _root(organisation: str) -> tuple[tuple[Decimal, ...], ...]:
    """The Cholesky root of the correlations."""
    rows: list[list[Decimal]] = []
    with localcontext() as context:
        context.prec = _DIGITS
        for told in correlations(organisation):
            row: list[Decimal] = []
            for other, correlation in zip(rows, told, strict=True):
                done = sum((a * b for a, b in zip(row, other, strict=False)), Decimal(0))
                row.append((correlation - done) / other[len(row)])
            row.append((1 - sum((one * one for one in row), Decimal(0))).sqrt())
            rows.append(row)
    return tuple(map(tuple, rows))


def together(words: Sequence[int], organisation: str) -> Mapping[str, Decimal]:
    """A draw of all parameters from their posterior, correlated as it says.

    Args:
        words: a draw of 32 bits for each of :attr:`Learnt.parameters`.
        organisation: id of the organisation.

    >>> middle = together([1 << 31] * len(learnt().parameters), "csto")
    >>> [middle[one.name] == value_of(one, "csto") for one in learnt().parameters][:2]
    [True, True]
    """
    apart = [normal(word) for word in words]
    with localcontext() as context:
        context.prec = _DIGITS
        return {
            one.name: value_of(
                one, organisation, sum((a * b for a, b in zip(row, apart, strict=False)), Decimal(0))
            )
            for one, row in zip(learnt().parameters, _root(organisation), strict=True)
        }
