"""Quantal response: stances of states each of which weighs what the others are expected to do under the rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy

from foedus.estimates.apart import Apart, apart
from foedus.estimates.encoding import numbers
from foedus.estimates.fitting import Floats, NotConverged
from foedus.estimates.frames import Lesson
from foedus.estimates.guess import Guess
from foedus.estimates.member_features import MemberFeatures
from foedus.estimates.models.card import Card
from foedus.estimates.models.stances import SCORES, SHOCK, AnswerChances, answer_fit, stances_of
from foedus.estimates.players import Players, among, players_in, players_of
from foedus.estimates.tables import MEMBER_NAMES, member_table

ROUNDS: Final = 2
"""Rounds of the nested pseudo-likelihood, after a first fit in which nobody weighs the others.

A third moves the chances by 0.0007 in the mean and 0.02 at most, and the rounds converge: each moves them by less
than half as much as the one before. A whole backtest has no time for more.
"""

SETTLED: Final = 1e-8
"""Expectations agree with themselves when no chance moves by more than this."""

MOST_ROUNDS: Final = 400

UNDAMPED: Final = 15
"""Rounds after which each step goes half the way only."""

CARD: Final = Card(
    name="quantal-response",
    of="stances",
    title="Stances as a quantal response equilibrium",
    formula="the line of stance k of the model of stances + g_k (mean expected score of the others) + h_k (i "
    "can stop the decision alone) P(nobody else stops it), both from the model's own chances at its fixed point",
    says="A strategic variant of the model of stances: each state weighs how the others are expected to stand, "
    "and, where the rule lets it stop the decision alone, how likely it is that nobody else will. What is "
    "expected of the others is what the model itself says of them before the shock of the case is known (mean "
    "field). Fitted by nested pseudo-likelihood: the expectations of one round are columns of the next. On "
    "cases of later years it does as well as the model of stances and no better; on organisations that it has "
    "not seen it does somewhat better.",
    literature=(
        "McKelvey and Palfrey 1995, Games and Economic Behavior 10: 6-38",
        "Signorino 1999, American Political Science Review 93: 279-297",
        "Aguirregabiria and Mira 2007, Econometrica 75: 1-53",
    ),
    status="compared",
    conditions="given that the state's stance is one that gets told: silence is not a class",
)


@dataclass(frozen=True, eq=False)
class QuantalChances:
    """What was learnt of stances that weigh each other.

    Attributes:
        rounds: the fits, the first without expectations of the others, the last the one that answers.
    """

    rounds: tuple[AnswerChances, ...]

    @property
    def last(self) -> AnswerChances:
        """The fit that answers."""
        return self.rounds[-1]

    def shares(self, members: Sequence[MemberFeatures], table: Floats | None = None) -> Floats:
        """Give the chance of each stance for each state, shape (n, K).

        Args:
            members: all states before one question, since each weighs the others.
            table: their numbers, where they are at hand.

        Raises:
            NotConverged: when expectations do not settle.
        """
        return self.last.shares(members, self._with_expected(members, table))

    def shares_in(self, lesson: Lesson) -> Floats:
        """Give the chance of each stance for each state that answered in a case, shape (n, K).

        All states that were concerned are weighed, whether or not it is told where they stood.
        """
        players = players_of(lesson)
        asked = players.expected(self.equilibrium(players), self.last.scores)[1]
        return self.last.shares(lesson.members, numpy.concatenate([member_table([lesson]), asked], axis=1))

    def guesses(self, members: Sequence[MemberFeatures], table: Floats | None = None) -> tuple[Guess, ...]:
        """Give the same as :meth:`shares` with what is not known about it.

        What is expected of the others is taken as it is, so that the intervals are somewhat too narrow.
        """
        return self.last.guesses(members, self._with_expected(members, table))

    def equilibrium(self, players: Players) -> Floats:
        """Find chances that are what the model says when every state expects just them, shape (n, K).

        The search begins at the chances without expectations. Were there several such fixed points, the one that
        it reaches from there is the answer.

        Args:
            players: the states.

        Raises:
            NotConverged: when it finds none in :data:`MOST_ROUNDS` rounds.
        """
        shares = self.rounds[0].shares(players.members, players.table)
        for place in range(MOST_ROUNDS):
            own, _ = players.expected(shares, self.last.scores)
            found = self.last.shares(players.members, numpy.concatenate([players.table, own], axis=1))
            moved = float(numpy.abs(found - shares).max(initial=0.0))
            # Expectations that swing back and forth come to rest when each step goes half the way.
            shares = found if place < UNDAMPED else 0.5 * (shares + found)
            if moved < SETTLED:
                return shares
        raise NotConverged(f"what states expect of each other did not settle in {MOST_ROUNDS} rounds")

    def _with_expected(self, members: Sequence[MemberFeatures], table: Floats | None) -> Floats:
        """The numbers of states, and what each expects of the others, shape (n, f + 2)."""
        if table is None:
            table = numbers([one.values for one in members], MEMBER_NAMES)
        players = among(members, table)
        expected, _ = players.expected(self.equilibrium(players), self.last.scores)
        return numpy.concatenate([table, expected], axis=1)


class QuantalResponse:
    """The strategic model of stances; see :data:`CARD`."""

    card = CARD

    def fit(self, lessons: Sequence[Lesson], near: Apart[QuantalChances] | None = None) -> Apart[QuantalChances]:
        """Learn from lessons by nested pseudo-likelihood; see :func:`answer_fit`.

        Each round takes what states expect of each other from the round before; see :data:`ROUNDS`.
        """
        return apart(lessons, self._learn, near)

    @staticmethod
    def _learn(lessons: Sequence[Lesson], near: QuantalChances | None) -> QuantalChances:
        before = near.rounds if near else (None, None)
        players, classes = players_in(lessons), stances_of(lessons)
        rounds, table = [answer_fit(lessons, classes, SCORES, SHOCK, before[0])], players.table
        for place in range(ROUNDS):
            own, asked = players.expected(rounds[-1].shares(players.members, table), SCORES)
            table = numpy.concatenate([players.table, own], axis=1)
            start = rounds[-1] if place else before[1]
            rounds.append(answer_fit(lessons, classes, SCORES, SHOCK, start, asked))
        return QuantalChances(tuple(rounds))
