"""The pooled logit: a multinomial logit of the outcome in which organisations and kinds are pooled partially."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy

from foedus.estimates.encoding import KINDS, Scaling, numbers, one_hot, scaling
from foedus.estimates.features import FEATURES, Features
from foedus.estimates.fitting import Fit, Flags, Floats
from foedus.estimates.frames import Lesson
from foedus.estimates.guess import Guess, from_fit
from foedus.estimates.logits import MultinomialLogit, multinomial_shares
from foedus.estimates.models.card import Card, FittedOutcomes
from foedus.estimates.models.kind_table import KindRates, KindTable
from foedus.estimates.outcomes import NOT_INVOKED, OUTCOMES
from foedus.estimates.tables import INVOKED, NAMES, case_table
from foedus.record.pack import packs

BY_PART: Final[Mapping[str, float]] = {
    "request": 0.3, "law": 0.1, "parties": 0.1, "place": 0.1, "power": 0.08, "time": 0.1,
}  # fmt: skip
"""Prior standard deviation of slopes, for one standard deviation of the feature, by what it is about."""

DOUBT: Final = 0.15
"""Weight of the table by kind in every answer: a logit that rests on a few hundred cases is too sure of itself."""

INTERCEPT: Final = 3.0
ORGANISATION: Final = 0.5
KIND: Final = 0.4
ASKS_FORCE: Final = NAMES.index("asks_force")

SEVERITY: Final = numpy.array([2.0, 1.5, 0.5, 0.5, 0.0, -1.0, -1.0, -1.0])
"""How far each outcome reaches, on a rough scale: what moves one outcome moves its neighbours on it as well."""

BETWEEN: Final[Floats] = numpy.eye(len(OUTCOMES)) + numpy.outer(SEVERITY, SEVERITY)

CARD: Final = Card(
    name="pooled-logit",
    of="outcome",
    title="Pooled multinomial logit",
    formula="0.85 of the logit, 0.15 of the table by kind; in the logit P(outcome k) ~ exp(a_k + x'b_k + "
    "organisation_k + kind_k + organisation_k x forces asked for); slopes normal around 0 with scales from 0.08 "
    "to 0.5 times the root of 1 + s_k s_k, correlated over outcomes by s_k, how far these reach (2 for "
    "collective force to -1 for nothing)",
    says="A penalised multinomial logit over the eight outcomes. Organisations and kinds have effects of their "
    "own, drawn towards nought; so does what an organisation does when it is asked for forces. Features are the "
    "request, what the law of the day says, the parties, the place, figures of states in earlier years, and "
    "time. Cases that were chosen for their vote teach nothing about other organisations. A part of each "
    "answer, 0.15, is the table by kind, since the logit alone is too sure of what it has seldom seen.",
    literature=(
        "McFadden 1974, in Zarembka (ed.), Frontiers in Econometrics: 105-142",
        "Gelman and Hill 2007, Data Analysis Using Regression and Multilevel/Hierarchical Models",
    ),
    status="default",
    conditions="given that the crisis is one that enters a casebook, apart for cases invoked and not",
)


@dataclass(frozen=True, eq=False)
class Learnt:
    """What was learnt from one set of lessons.

    Attributes:
        scale: how numbers are put on one scale.
        organisations: ids, in the order of the design.
        fit: the fit.
    """

    scale: Scaling
    organisations: tuple[str, ...]
    fit: Fit

    def row(self, asked: Features) -> tuple[Floats, Floats]:
        """A row of the design, and the spread of each of its columns, shape (p,) each."""
        table = numbers([asked.values], NAMES)
        rows, spreads = design(self.scale, self.organisations, table, [asked])
        return rows[0], spreads[0]


@dataclass(frozen=True, eq=False)
class PooledChances:
    """What was learnt.

    Attributes:
        lessons: all lessons.
        crises: what cases that came as crises teach.
        near: what was learnt from nearly the same lessons.
    """

    lessons: tuple[Lesson, ...]
    crises: Learnt
    near: PooledChances | None

    @cached_property
    def table(self) -> KindRates:
        """The table by kind, for the doubt that is kept."""
        return KindTable().fit(self.lessons)

    @cached_property
    def votes(self) -> Learnt:
        """What all cases teach; asked only of bodies whose cases were chosen for their vote."""
        return _learn(self.lessons, self.near.votes.fit if self.near else None)

    def _learnt(self, asked: Features) -> Learnt:
        return self.votes if asked.chosen_for_vote else self.crises

    def shares(self, asked: Features) -> Floats:
        """See :meth:`FittedOutcomes.shares`."""
        learnt = self._learnt(asked)
        logit = multinomial_shares(learnt.fit.mode, learnt.row(asked)[0], possible(asked))[0]
        return (1 - DOUBT) * logit + DOUBT * self.table.shares(asked)

    def guess(self, asked: Features) -> Guess:
        """See :meth:`FittedOutcomes.guess`."""
        logit, table = self.logit(asked), self.table.guess(asked)
        return Guess(
            (1 - DOUBT) * logit.shares + DOUBT * table.shares,
            (1 - DOUBT) * logit.steep,
            (1 - DOUBT) ** 2 * logit.extra + DOUBT**2 * table.extra,
        )

    def logit(self, asked: Features) -> Guess:
        """What the logit alone says."""
        learnt = self._learnt(asked)
        row, spread = learnt.row(asked)
        shares, by_line = multinomial_shares(learnt.fit.mode, row, possible(asked))
        moves = numpy.einsum("kl,p->klp", by_line, row).reshape(len(shares), -1)
        by_column = by_line @ learnt.fit.mode.reshape(len(shares), -1) * spread
        # What an organisation does when asked for forces is open with that feature, not apart from it.
        alone, own = numpy.split(by_column, [-len(learnt.organisations)], axis=1)
        alone[:, 1 + ASKS_FORCE] += own.sum(axis=1)
        return from_fit(learnt.fit, shares, moves, alone @ alone.T)


class PooledLogit:
    """The pooled logit; see :data:`CARD`."""

    card = CARD

    def fit(self, lessons: Sequence[Lesson], near: FittedOutcomes | None = None) -> PooledChances:
        """See :meth:`OutcomeModel.fit`."""
        before = near if isinstance(near, PooledChances) else None
        crises = [one for one in lessons if not one.chosen_for_vote]
        return PooledChances(tuple(lessons), _learn(crises, before.crises.fit if before else None), before)


def possible(asked: Features) -> Flags:
    """Which outcomes are possible, shape (8,): not ``not_invoked`` where the organisation was asked."""
    found = numpy.ones(len(OUTCOMES), dtype=bool)
    found[NOT_INVOKED] = asked.values["invoked"] != 1.0
    return found


def design(
    scale: Scaling, organisations: tuple[str, ...], table: Floats, asked: Sequence[Features]
) -> tuple[Floats, Floats]:
    """Rows of the design, and the spread of each of their columns, shape (n, p) each.

    Args:
        scale: how numbers are put on one scale.
        organisations: ids, in order.
        table: the features' numbers, shape (n, f).
        asked: the features.
    """
    encoded, open_ = scale.encode(table)
    own = one_hot([one.organisation for one in asked], organisations)
    kinds = one_hot([one.kind for one in asked], KINDS)
    ones, place = numpy.ones((len(table), 1)), [ASKS_FORCE]
    rows = numpy.concatenate([ones, encoded, own, kinds, own * encoded[:, place]], axis=1)
    spreads = [0 * ones, open_, 0 * own, 0 * kinds, own * open_[:, place]]
    return rows, numpy.concatenate(spreads, axis=1)


def scales(organisations: tuple[str, ...]) -> Floats:
    """Prior standard deviations of the columns of the design, shape (p,)."""
    many = len(organisations)
    return numpy.concatenate(
        [
            [INTERCEPT],
            [BY_PART[one.part] for one in FEATURES],
            numpy.full(many, ORGANISATION),
            numpy.full(len(KINDS), KIND),
            numpy.full(many, ORGANISATION / 2),
        ]
    )


def problem(lessons: Sequence[Lesson]) -> tuple[Scaling, tuple[str, ...], MultinomialLogit]:
    """Give what is to be fitted: how numbers are put on one scale, the organisations, the logit with its priors.

    Args:
        lessons: the lessons; may be none.
    """
    organisations, columns = tuple(packs()), scales(tuple(packs()))
    table, asked = case_table(lessons), [one.features for one in lessons]
    scale = scaling(table, INVOKED)
    logit = MultinomialLogit(
        design=design(scale, organisations, table, asked)[0],
        classes=numpy.array([OUTCOMES.index(one.outcome) for one in lessons], dtype=int),
        scales=columns,
        between=BETWEEN,
        possible=numpy.array([possible(one) for one in asked]).reshape(len(lessons), len(OUTCOMES)),
    )
    return scale, organisations, logit


def _learn(lessons: Sequence[Lesson], near: Fit | None) -> Learnt:
    scale, organisations, logit = problem(lessons)
    return Learnt(scale, organisations, logit.fit(near))
