"""The casebook: crises as coded, member by member."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from foedus.dates import Date, DateError
from foedus.record.base import Disputed, Fact, Part, names_later
from foedus.record.terms import Region, Territory

SituationKind = Literal[
    "interstate_attack", "border_clash", "armed_incursion", "internal_unrest", "coup", "civil_war", "terrorism",
    "territorial_dispute", "nuclear_or_missile", "cyber", "hybrid", "natural_disaster", "other",
]  # fmt: skip
Ask = Literal[
    "consultation",
    "political_support",
    "materiel",
    "observers",
    "peacekeepers",
    "troops",
    "air_defence",
    "sanctions",
]
Outcome = Literal[
    "collective_military_action", "military_assistance_by_some", "non_military_assistance", "observers_or_mission",
    "political_statement", "declined", "no_decision", "not_invoked",
]  # fmt: skip
Stance = Literal[
    "requests", "supports", "accepts", "abstains", "abstains_declared", "objects", "absent", "unknown"
]
OutsideHand = Literal["none", "alleged", "shown"]
"""Whether an attacker from outside stood behind violence inside a state: none, alleged by a party, or shown."""

NOT_YET: Final = "not known yet"
"""The outcome of a case that is seen on a day before its end."""

_LEADING_DATE: Final = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation(Part):
    """What happened, apart from what anyone did about it.

    Attributes:
        kind: see :data:`SituationKind`.
        target: the state in trouble.
        also_targets: other states in the same trouble.
        initiators: states that brought it about, as the coding has it.
        groups: initiators that are not states, in words.
        foreseen: first day on which something was done about it before it began: asks, meetings and decisions may
            come from then on.
        begins: first day.
        ends: last day; missing: not known or not over.
        place: where, in words.
        region: in which part of the world (see :data:`foedus.record.terms.Region`); missing: not said.
        areas: areas that a territorial clause calls by name and in which it happened, as tokens.
        territory: where, seen from the target (see :data:`foedus.record.terms.Territory`); missing: not known.
        outside_hand: see :data:`OutsideHand`; missing: not said.
        threatened: whether force was threatened or feared and not used against the target; missing: it was used,
            or nothing is said.
        responds_to: id of the case in which the target used force against the initiator, where this is part of
            the same fight; whether it is self-defence is then open.
        battle_deaths: count, where one is known; missing is not zero.
    """

    kind: SituationKind
    target: str
    also_targets: tuple[str, ...] = ()
    initiators: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    foreseen: Date | None = None
    begins: Date
    ends: Date | None = None
    place: str | None = None
    region: Region | None = None
    areas: tuple[str, ...] = ()
    territory: Territory | None = None
    outside_hand: OutsideHand | None = None
    threatened: bool | None = None
    responds_to: str | None = None
    battle_deaths: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation(Part):
    """Whether and how the organisation was asked.

    Attributes:
        made: a request reached the organisation or its members as members.
        by: the state that asked.
        joined_by: states that asked with it.
        body: who asked, or asked with them, where that was no state: a Secretary-General, another organisation.
        under: article keys that were named, or plainly meant.
        words: what was invoked, in words.
        elsewhere: True where the request went to another body or to one ally, not to the organisation.
        after_decision: True where it came when the organisation had decided already.
        asks_for: what was asked of the organisation.
        asked_elsewhere: what was asked of another body or of one ally beside that.
    """

    made: bool
    by: str | None = None
    joined_by: tuple[str, ...] = ()
    body: str | None = None
    date: Date | None = None
    under: tuple[str, ...] = ()
    words: str | None = None
    elsewhere: bool = False
    after_decision: bool = False
    asks_for: tuple[Ask, ...] = ()
    asked_elsewhere: tuple[Ask, ...] = ()
    channel: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting(Part):
    """A consultation or session: of an organ of the organisation, or in another forum.

    Attributes:
        held: no where it was offered or called and did not take place; unknown where only the call is known.
    """

    organ: str | None = None
    forum: str | None = None
    date: Date
    format: str | None = None
    convening: Literal["regular", "extraordinary", "consultation"] | None = None
    convened_by: str | None = None
    held: Literal["yes", "no", "unknown"] = "yes"
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Part):
    """What came of it.

    Attributes:
        date: day of the decision or statement.
        organ: organ of the organisation that took it; or
        forum: another body, or an officer who spoke.
        rule: decision rule as coded.
        matter: what kind of decision it was, as decision rules name it, where the outcome does not tell.
        concerned: the state that it was about, where it was about one: a suspension, an expulsion.
        voted: whether a proposal was put to the vote: true also where the vote failed, so that the outcome does
            not show it; false where the outcome came about without one; missing: not said.
        outcome: see :data:`Outcome`.
        under: article keys that the decision names.
        mandate: what was decided, in words.
    """

    date: Date | None = None
    organ: str | None = None
    forum: str | None = None
    rule: str | None = None
    matter: str | None = None
    concerned: str | None = None
    voted: bool | None = None
    outcome: Outcome
    under: tuple[str, ...] = ()
    mandate: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Position(Part):
    """Where one state stood.

    Attributes:
        on: what the stance is on: the request as made, the decision as taken, or the situation at large.
        contributes: forces or materiel really sent; missing is not known, which is not no.
    """

    state: str
    stance: Stance
    on: Literal["request", "decision", "situation"] = "situation"
    date: Date | None = None
    contributes: bool | None = None
    personnel: int | None = None
    materiel: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeploymentFacts(Part):
    """When forces came and went, and how many."""

    force: str | None = None
    first_arrival: Date | None = None
    full_strength: Date | None = None
    personnel_total: int | None = None
    withdrawal_begins: Date | None = None
    withdrawal_ends: Date | None = None

    def clip(self, day: int) -> DeploymentFacts:
        """Give what could be known on a day: the total only from the day of full strength."""
        arrived, full = _past(self.first_arrival, day), _past(self.full_strength, day)
        return DeploymentFacts(
            force=self.force if arrived else None,
            first_arrival=arrived,
            full_strength=full,
            personnel_total=self.personnel_total if full else None,
            withdrawal_begins=_past(self.withdrawal_begins, day),
            withdrawal_ends=_past(self.withdrawal_ends, day),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment(Part):
    """A line of the story in words; its time may be finer than a day."""

    at: str
    what: str
    sources: tuple[str, ...] = ()

    @property
    def date(self) -> Date | None:
        """Its day, month or year, where its time begins with one."""
        found = _LEADING_DATE.match(self.at)
        try:
            return Date.parse(found[0]) if found else None
        except DateError:
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedAct(Part):
    """A dated act beyond those that the other blocks imply.

    Attributes:
        at: day; missing: not known.
        act: kind of act, as :mod:`foedus.proceedings.acts` names it.
        actor: state or organ.
        details: what else the act carries, by the names of that kind's fields.
    """

    at: Date | None = None
    act: str
    actor: str
    details: dict[str, str] | None = None
    sources: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedCase(Fact):
    """One crisis, as the casebook codes it.

    Attributes:
        seats: states that sat in the organ that decided, where not all members of the organisation do and the
            record does not say by itself who did.
    """

    title: str
    seats: tuple[str, ...] = ()
    situation: Situation
    invocation: Invocation
    consultations: tuple[Meeting, ...] = ()
    decision: Decision
    positions: tuple[Position, ...] = ()
    deployment: DeploymentFacts = DeploymentFacts()
    timeline: tuple[Moment, ...] = ()
    acts: tuple[CodedAct, ...] = ()
    outcome: str
    fulfilled: Literal["yes", "partly", "no", "not_applicable", "unknown"]
    fulfilled_why: str | None = None
    disputed_basis: tuple[Disputed, ...] = ()
    disputed_personnel: tuple[Disputed, ...] = ()
    disputed_fulfilment: tuple[Disputed, ...] = ()

    @property
    def last_dated(self) -> int:
        """Day (an ordinal) by which everything in the case that has a date may have begun."""
        return max(date.first for date in self._dates())

    @property
    def ended_by(self) -> int:
        """Day (an ordinal) by which everything in the case that has a date was surely past."""
        return max(date.last for date in self._dates())

    def _dates(self) -> Iterator[Date]:
        sent = self.deployment
        yield self.situation.begins
        yield from (one.date for one in self.consultations)
        for date in (
            self.situation.ends, self.invocation.date, self.decision.date, sent.first_arrival, sent.full_strength,
            sent.withdrawal_begins, sent.withdrawal_ends, *(one.date for one in self.positions),
            *(one.at for one in self.acts), *(one.date for one in self.timeline),
        ):  # fmt: skip
            if date is not None:
                yield date

    def clip(self, day: int) -> CodedCase:
        """Give the case as it could be known on a day.

        What has a date shows from that day on. What has none (the outcome, who really sent what, whether the
        promise was kept, what is disputed about it) shows once all that is dated in the case has come; until
        then it is left out, or unknown. Prose that names a later date waits for that date.

        Args:
            day: an ordinal, not before the situation begins.

        Returns:
            the case; itself where all of it had come.
        """
        if self.last_dated > day:
            return self._so_far(day)
        why, later = self.fulfilled_why, names_later(self.outcome, day)
        changes: dict[str, Any] = {"outcome": NOT_YET} if later else {}
        changes |= {"fulfilled_why": None} if why and names_later(why, day) else {}
        for name in ("disputed", "disputed_basis", "disputed_fulfilment"):
            values = getattr(self, name)
            known = tuple(one for one in values if not names_later(one.value, day))
            changes |= {name: known} if known != values else {}
        return replace(self, **changes) if changes else self

    def _so_far(self, day: int) -> CodedCase:
        return replace(
            self,
            situation=replace(self.situation, ends=_past(self.situation.ends, day), battle_deaths=None),
            invocation=self.invocation if _past(self.invocation.date, day) else Invocation(made=False),
            consultations=tuple(one for one in self.consultations if _past(one.date, day)),
            decision=self.decision if _past(self.decision.date, day) else Decision(outcome="no_decision"),
            positions=tuple(self._positions(day)),
            deployment=self.deployment.clip(day),
            timeline=tuple(one for one in self.timeline if _past(one.date, day)),
            acts=tuple(one for one in self.acts if _past(one.at, day)),
            outcome=NOT_YET,
            fulfilled="unknown",
            fulfilled_why=None,
            disputed=(),
            disputed_basis=(),
            disputed_personnel=(),
            disputed_fulfilment=(),
        )

    def _positions(self, day: int) -> Iterator[Position]:
        for one in self.positions:
            date = one.date
            if date is None and one.on == "decision":
                date = self.decision.date
            elif date is None and one.stance == "requests":
                date = self.invocation.date
            if _past(date, day):
                yield replace(one, contributes=None, personnel=None, materiel=None)


def _past(date: Date | None, day: int) -> Date | None:
    return date if date is not None and date.first <= day else None
