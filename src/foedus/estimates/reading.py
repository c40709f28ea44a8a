"""What the law of the day and the figures of states say of a question: read once, used by every feature."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property

from foedus.estimates.figures import PairFigures, StateFigures, between, figures, of_year
from foedus.estimates.questions import Question
from foedus.law.advice import Advice, advise
from foedus.record.terms import Engaging, ForceUse, MutualDefence, Peacekeeping

_SURE = {"not_engaged": 0, "arguable": 1, "engaged": 2}
"""How surely a provision is engaged."""


@dataclass(frozen=True)
class Read:
    """A question with what is read of it.

    Attributes:
        question: the question.
    """

    question: Question

    @cached_property
    def advice(self) -> Advice:
        """What the law of the day says."""
        return advise(self.question.view, self.question.circumstances)

    @cached_property
    def year(self) -> int:
        """The year of the question; figures for it rest on the years before it."""
        return datetime.date.fromordinal(self.question.day).year

    @cached_property
    def members(self) -> tuple[str, ...]:
        """Members on the day."""
        return tuple(one.state for one in self.question.view.members)

    @cached_property
    def others(self) -> tuple[str, ...]:
        """Members that are neither in trouble nor brought it about."""
        apart = {*self.question.in_trouble, *self.question.situation.initiators}
        return tuple(one for one in self.members if one not in apart)

    def of(self, state: str) -> StateFigures:
        """Figures of a state for the year of the question."""
        return figures(state, self.year)

    def pair(self, one: str, other: str) -> PairFigures:
        """Figures of two states for the year of the question; nothing is known of a state and itself."""
        if one == other or of_year(one, self.year) == of_year(other, self.year):
            return PairFigures(states=(one, other), year=self.year)
        return between(one, other, self.year)

    @cached_property
    def leader(self) -> str | None:
        """The member, neither in trouble nor its author, that has most capabilities; None where none is known."""
        known = [(self.of(one).capability, one) for one in self.others]
        ranked = [(figure, one) for figure, one in known if figure is not None]
        return max(ranked)[1] if ranked else None

    @cached_property
    def initiator(self) -> str | None:
        """The strongest state that brought it about; None where none is named."""
        named = self.question.situation.initiators
        return max(named, key=lambda one: (self.of(one).capability or -99.0, one)) if named else None

    def sureness(self, *kinds: type[Engaging]) -> int:
        """How surely the surest provision of these kinds is engaged."""
        return max(
            (_SURE[one.result] for one in self.advice.findings if isinstance(one.provision.terms, kinds)),
            default=0,
        )

    @cached_property
    def defence_owed(self) -> int:
        """How surely a clause of mutual defence that leaves no choice is engaged."""
        owed = [
            _SURE[one.result]
            for one in self.advice.findings
            if isinstance(one.provision.terms, MutualDefence) and one.provision.terms.obligation == "mandatory"
        ]
        return max(owed, default=0)

    @cached_property
    def force_allowed(self) -> int:
        """How surely a provision that allows force or peacekeepers is engaged, once the target asks."""
        found = [
            _SURE[one.result] if not one.lacking else 1
            for one in self.advice.findings
            if isinstance(one.provision.terms, Peacekeeping)
            or (isinstance(one.provision.terms, ForceUse) and one.provision.terms.allows_force)
        ]
        return max(found, default=0)

    @cached_property
    def blockers(self) -> float | None:
        """Share of those who vote that can stop the decision alone; None where who decides is not known."""
        decides = self.advice.decides
        if decides is None or decides.rule is None or not decides.electorate.voters:
            return None
        return len(self.advice.can_block) / len(decides.electorate.voters)
