"""The law of a study: for every crisis that can come, what the engine says may be done, once for all worlds.

Nothing here reads the law itself. Each combination of target, kind, territory, initiator, hand from outside and
what is asked is put to the engine as a case: the call, the meeting and the proposal are drafted, and the engine's
own checks say what is in order. What comes out is a route: who decides, by which rule, with whose votes, on which
measure.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field

from foedus.dates import Date
from foedus.law.advice import Advice, advise
from foedus.law.deciding import electorate
from foedus.law.findings import Circumstances, took_part
from foedus.proceedings.acts import Act, Convene, Invoke, Propose
from foedus.proceedings.asking import matter_of, measure_asked, rule_of
from foedus.proceedings.case import Case
from foedus.proceedings.reasons import OutOfOrder
from foedus.proceedings.settling import HELP
from foedus.record.cases import Outcome, Situation
from foedus.record.rules import DecisionRule
from foedus.record.terms import Engaging, TerritorialScope
from foedus.record.view import Organisation, View
from foedus.record.worlds import Arrival, CrisisKind, Scene, WorldDefaults

A_STATE = "a state outside"
"""The initiator of a crisis that a state brings about which is not named."""
A_GROUP = "an armed group"
"""The initiator of one that no state brings about."""
LADDER: tuple[Outcome, ...] = (
    "collective_military_action", "military_assistance_by_some", "non_military_assistance", "observers_or_mission",
    "political_statement",
)  # fmt: skip
"""Measures from the furthest-reaching down; where the law does not let one be proposed, a lesser one is."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Crises of one kind that come to one state from one side.

    Attributes:
        target: the state in trouble.
        kind: the kind.
        by: the state that brings it about, where one is named.
        arrival: the pack's own figure; None: the common rate of the kind.
        scenes: where such crises happen.
    """

    target: str
    kind: CrisisKind
    by: str | None
    arrival: Arrival | None
    scenes: tuple[Scene, ...]

    def situation(self, scene: Scene, day: int) -> Situation:
        """The situation of a crisis of the cell.

        Args:
            scene: where it happens.
            day: ordinal of the day on which it begins.
        """
        by_state = self.by is not None or self.kind.by == "state"
        return Situation(
            kind=self.kind.kind,
            target=self.target,
            initiators=(self.by or A_STATE,) if by_state else (),
            groups=() if by_state else (A_GROUP,),
            begins=Date.of(datetime.date.fromordinal(day)),
            territory=scene.territory,
            outside_hand=scene.outside_hand,
        )


@dataclass(frozen=True, slots=True)
class Route:
    """What the law lets be done about a crisis.

    Attributes:
        status: ``not_engaged``: the call is out of order; ``decided``: an organ decides; ``alone``: each state by
            itself; ``nobody``: the call stands, and no organ can decide anything.
        organ: which organ.
        matter: which kind of decision.
        measure: what is put.
        asked: what was asked.
        rule: the rule that the engine finds.
        voters: who votes.
    """

    status: str
    organ: str = ""
    matter: str = ""
    measure: Outcome | None = None
    asked: Outcome | None = None
    rule: DecisionRule | None = None
    voters: tuple[str, ...] = ()

    @property
    def helps(self) -> bool:
        """Whether something is sent when it is adopted."""
        return self.measure in HELP


@dataclass(slots=True)
class Lawyer:
    """Puts situations to the engine, and remembers what it said of those that law cannot tell apart.

    Attributes:
        organisation: the organisation, held as of a day.
        day: ordinal of the day.
    """

    organisation: Organisation
    day: int
    _known: dict[object, Route] = field(default_factory=dict)

    @property
    def view(self) -> View:
        """The organisation on the day."""
        return self.organisation.on(self.day)

    def route(self, cell: Cell, scene: Scene, ask: str) -> Route:
        """The route of a crisis.

        Args:
            cell: what kind of crisis.
            scene: where it happens.
            ask: what is asked for.
        """
        situation = cell.situation(scene, self.day)
        member = cell.by is not None and self.view.belongs(cell.by)
        key = (
            situation.kind,
            situation.territory,
            situation.outside_hand,
            bool(situation.initiators),
            cell.by if member else None,
            ask,
            self._kind_of(cell.target),
        )
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = route(self.organisation, situation, (ask,), self.day)
        if found.rule is None:
            return found
        voters = electorate(self.view, found.rule, situation).voters
        return Route(found.status, found.organ, found.matter, found.measure, found.asked, found.rule, voters)

    def _kind_of(self, target: str) -> tuple[object, ...]:
        """All by which the law tells one target from another."""
        view, member = self.view, self.view.member(target)
        treaties = dict.fromkeys(view.treaty_of(one).id for one in view.provisions)
        of = {one.id: one for one in view.treaties}
        taken = tuple(took_part(of[name], target)[0] for name in treaties if name in of)
        named = tuple(
            target in one.terms.covers if isinstance(one.terms, Engaging) else target in one.terms.wholly
            for one in view.provisions
            if isinstance(one.terms, (Engaging, TerritorialScope))
        )
        standing = (member.votes, member.certainty, member.rests_towards) if member else None
        return (taken, named, standing, target in view.wider, view.rests(target))


def route(organisation: Organisation, situation: Situation, asks: tuple[str, ...], day: int) -> Route:
    """Find by the engine's own checks what may be done about a situation.

    Args:
        organisation: the organisation, held as of the day.
        situation: the situation.
        asks: what its target asks for.
        day: ordinal of the day.
    """
    at = Date.of(datetime.date.fromordinal(day))
    asked = measure_asked(asks)
    case = Case.open(organisation, "law", situation)
    try:
        called = case.apply(Act(actor=situation.target, at=at, content=Invoke(asks_for=asks)))
    except OutOfOrder:
        return Route("not_engaged", asked=asked)
    view = organisation.on(day)
    advice = advise(view, Circumstances(situation=situation, requested=True, asks_for=asks))
    for measure in LADDER[LADDER.index(asked) if asked else 0 :]:
        for organ, matter in _before(view, advice, measure, measure == asked):
            found = _put(called, organ, matter, measure, at)
            if found is not None:
                voters = electorate(view, found, situation).voters
                return Route("decided", organ, matter, measure, asked, found, voters)
        if measure == asked and advice.decides is None and advice.alone:
            return Route("alone", measure=measure, asked=asked, voters=tuple(one.state for one in view.members))
    return Route("nobody", asked=asked)


def _before(view: View, advice: Advice, measure: Outcome, asked: bool) -> Iterator[tuple[str, str]]:
    """Organs and matters under which a measure may be put: the one that the law names, then the others."""
    first = advice.decides
    if first is not None:
        matters = [first.matter] if asked else []
        for matter in dict.fromkeys([*matters, matter_of(measure)]):
            yield first.organ, matter
        return
    if advice.alone and asked:
        return
    for organ in view.organs:
        yield organ.id, matter_of(measure)


def _put(case: Case, organ: str, matter: str, measure: Outcome, at: Date) -> DecisionRule | None:
    """The rule under which a measure can be put to an organ; None where the engine refuses it."""
    try:
        met = case.apply(Act(actor=organ, at=at, content=Convene(organ=organ)))
    except OutOfOrder:
        return None
    act = Act(actor=organ, at=at, content=Propose(organ=organ, matter=matter, measure=measure))
    return rule_of(met.moment(act), act) if met.refusal(act) is None else None


def cells(defaults: WorldDefaults, arrivals: tuple[Arrival, ...], targets: tuple[str, ...]) -> list[Cell]:
    """Every sort of crisis that can come: as told of the member, the common rate of a kind where nothing is told.

    Args:
        defaults: the common kinds.
        arrivals: what is told (:func:`foedus.simulation.past.arrivals`).
        targets: states that crises come to.
    """
    made: list[Cell] = []
    for code in targets:
        for kind in defaults.kinds:
            told = [one for one in arrivals if one.target == code and one.kind == kind.kind]
            made.extend(Cell(code, kind, one.by, one, kind.scenes) for one in told)
            if not told:
                made.append(Cell(code, kind, None, None, kind.scenes))
    return made
