"""Stances: where each state stands when a request is before it, with a shock shared by all states in a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy

from foedus.estimates.apart import Apart, apart
from foedus.estimates.encoding import KINDS, Scaling, numbers, one_hot, scaling
from foedus.estimates.fitting import Fit, Floats
from foedus.estimates.frames import Lesson
from foedus.estimates.frames import lessons as all_lessons
from foedus.estimates.guess import Guess, from_fit
from foedus.estimates.member_features import MemberFeatures
from foedus.estimates.models.card import Card
from foedus.estimates.outcomes import STANCES
from foedus.estimates.shared_shock import SharedShockLogit, averaged_shares, mean_shares
from foedus.estimates.tables import MEMBER_INVOKED, MEMBER_NAMES, member_table
from foedus.record.pack import packs

SCORES: Final[Floats] = numpy.array([0.0, 1.0, 0.5, -0.5, -1.0, -0.5])
"""Towards the request: requests (of its own kind), supports, accepts, abstains, objects, absent."""

INTERCEPT: Final = 3.0
SLOPE: Final = 0.25
ORGANISATION: Final = 0.8
KIND: Final = 0.3
STATE: Final = 0.5
SHOCK: Final = 0.8

CARD: Final = Card(
    name="stances",
    of="stances",
    title="Stances with a shared shock",
    formula="P(stance k of state i in case c) ~ exp(a_k + x_ic'b_k + organisation_k + s_k (kind + state_i + "
    "u_c)), u_c ~ N(0, 0.8), s from +1 (supports) to -1 (objects)",
    says="A multinomial logit over six stances. Each state has a habit of its own, drawn towards nought; all "
    "states in a case share a shock, since what is not in the features moves them together. What is said of a "
    "new case is averaged over that shock.",
    literature=("Train 2009, Discrete Choice Methods with Simulation, ch. 6", "McFadden 1974"),
    status="part",
    conditions="given that the state's stance is one that gets told: silence is not a class",
)


@dataclass(frozen=True, eq=False)
class Layout:
    """The columns of the design of answers.

    Attributes:
        scale: how numbers are put on one scale.
        organisations: ids, in order.
        states: codes, in order.
    """

    scale: Scaling
    organisations: tuple[str, ...]
    states: tuple[str, ...]

    @property
    def scales(self) -> Floats:
        """Prior standard deviations of the slopes, shape (p,)."""
        own = numpy.full(len(self.organisations), ORGANISATION)
        return numpy.concatenate([[INTERCEPT], numpy.full(len(self.scale.means), SLOPE), own])

    @property
    def along_scales(self) -> Floats:
        """Prior standard deviations of the effects along the scores, shape (q,)."""
        return numpy.concatenate([numpy.full(len(KINDS), KIND), numpy.full(len(self.states), STATE)])

    def rows(self, table: Floats, members: Sequence[MemberFeatures]) -> tuple[Floats, Floats, Floats]:
        """Give rows of the design, rows along the scores, and the spread of each number.

        Args:
            table: the numbers of the states before their questions, shape (n, f).
            members: the same states.
        """
        encoded, open_ = self.scale.encode(table)
        own = one_hot([one.case.organisation for one in members], self.organisations)
        along = [
            one_hot([one.case.kind for one in members], KINDS),
            one_hot([one.state for one in members], self.states),
        ]
        return (
            numpy.concatenate([numpy.ones((len(table), 1)), encoded, own], axis=1),
            numpy.concatenate(along, axis=1),
            open_,
        )


def layout(table: Floats) -> Layout:
    """The layout of a design: scales from these rows, columns for every organisation and state on record."""
    return Layout(scaling(table, MEMBER_INVOKED), tuple(packs()), all_states())


@cache
def all_states() -> tuple[str, ...]:
    """Every state of whose answers something is coded, by code."""
    return tuple(sorted({answer.state for lesson in all_lessons() for answer in lesson.answers}))


@cache
def all_cases() -> tuple[str, ...]:
    """Ids of all cases, in order."""
    return tuple(sorted(one.id for one in all_lessons()))


@dataclass(frozen=True, eq=False)
class AnswerChances:
    """What was learnt of states' answers.

    Attributes:
        layout: the columns of the design.
        fit: the fit.
        scores: of the classes, shape (K,).
        shock: standard deviation of the shock that a case's answers share.
    """

    layout: Layout
    fit: Fit
    scores: Floats
    shock: float

    def shares(self, members: Sequence[MemberFeatures], table: Floats | None = None) -> Floats:
        """Give the chance of each class for each state, shape (n, K).

        Args:
            members: states before a question.
            table: their numbers, where they are at hand.
        """
        return mean_shares(self._lines(members, table)[0], self.scores, self.shock)

    def shares_in(self, lesson: Lesson) -> Floats:
        """Give the chance of each class for each state that answered in a case, shape (n, K)."""
        return self.shares(lesson.members, member_table([lesson]))

    def guesses(self, members: Sequence[MemberFeatures], table: Floats | None = None) -> tuple[Guess, ...]:
        """Give the same as :meth:`shares` with what is not known about it, state by state."""
        lines, design, along, by_column = self._lines(members, table)
        shares, moves = averaged_shares(lines, self.scores, self.shock)
        # A state without a column has a habit all the same: nothing is known of it but its prior.
        habits = [0.0 if one.state in self.layout.states else STATE for one in members]
        made = []
        for share, move, row, push, open_, habit in zip(
            shares, moves, design, along, by_column, habits, strict=True
        ):
            steep = numpy.concatenate(
                [
                    numpy.einsum("kl,p->klp", move, row).reshape(len(share), -1),
                    (move @ self.scores)[:, None] * push,
                ],
                axis=1,
            )
            extra = numpy.concatenate([move @ open_, habit * (move @ self.scores)[:, None]], axis=1)
            made.append(from_fit(self.fit, share, steep, extra @ extra.T))
        return tuple(made)

    def _lines(
        self, members: Sequence[MemberFeatures], table: Floats | None
    ) -> tuple[Floats, Floats, Floats, Floats]:
        """Lines of the classes (n, K), both parts of the design, and what unknown numbers leave open (n, K, f)."""
        if table is None:
            table = numbers([one.values for one in members], MEMBER_NAMES)
        design, along, open_ = self.layout.rows(table, members)
        first = len(self.scores) * design.shape[1]
        slopes = self.fit.mode[:first].reshape(len(self.scores), -1)
        effects = self.fit.mode[first : first + along.shape[1]]
        lines = design @ slopes.T + (along @ effects)[:, None] * self.scores
        return lines, design, along, slopes[:, 1 : 1 + table.shape[1]] * open_[:, None, :]


def answer_fit(
    lessons: Sequence[Lesson],
    classes: Sequence[Sequence[int | None]],
    scores: Floats,
    shock: float,
    near: AnswerChances | None,
    more: Floats | None = None,
) -> AnswerChances:
    """Learn from answers of states.

    Args:
        lessons: the lessons.
        classes: the class of each answer of each lesson; None: not known, and not learnt from.
        scores: of the classes, shape (K,).
        shock: standard deviation of the shock that a case's answers share.
        near: what was learnt from nearly the same lessons, to begin with.
        more: further numbers of each answer of each lesson, beside the features, shape (m, e).
    """
    columns, logit = answer_logit(lessons, classes, scores, shock, more)
    return AnswerChances(columns, logit.fit(near.fit if near else None), scores, shock)


def answer_logit(
    lessons: Sequence[Lesson],
    classes: Sequence[Sequence[int | None]],
    scores: Floats,
    shock: float,
    more: Floats | None = None,
) -> tuple[Layout, SharedShockLogit]:
    """Give what is to be fitted: the columns of the design, the logit with its priors; see :func:`answer_fit`."""
    known = [
        (lesson, place)
        for lesson, answers in zip(lessons, classes, strict=True)
        for place, one in enumerate(answers)
        if one is not None
    ]
    kept = numpy.array([one is not None for answers in classes for one in answers], dtype=bool)
    table = member_table(lessons)
    table = (table if more is None else numpy.concatenate([table, more], axis=1))[kept]
    columns = layout(table)
    design, along, _ = columns.rows(table, [lesson.members[place] for lesson, place in known])
    cases = {name: place for place, name in enumerate(all_cases())}
    return columns, SharedShockLogit(
        design=design,
        along=along,
        classes=numpy.array([one for answers in classes for one in answers if one is not None], dtype=int),
        groups=numpy.array([cases[lesson.id] for lesson, _ in known], dtype=int),
        cases=len(cases),
        scores=scores,
        scales=columns.scales,
        along_scales=columns.along_scales,
        shock=shock,
    )


class Stances:
    """The model of stances; see :data:`CARD`."""

    card = CARD

    def fit(self, lessons: Sequence[Lesson], near: Apart[AnswerChances] | None = None) -> Apart[AnswerChances]:
        """Learn from lessons; see :func:`answer_fit`."""
        return apart(lessons, _learn, near)


def _learn(lessons: Sequence[Lesson], near: AnswerChances | None) -> AnswerChances:
    return answer_fit(lessons, stances_of(lessons), SCORES, SHOCK, near)


def stances_of(lessons: Sequence[Lesson]) -> list[list[int | None]]:
    """Where each state that answered stood, case by case, as a place in :data:`STANCES`; None: not known."""
    return [
        [None if one.stance is None else STANCES.index(one.stance) for one in lesson.answers] for lesson in lessons
    ]
