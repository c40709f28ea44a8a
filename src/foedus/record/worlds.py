"""What worlds are played with: parameters, kinds of crisis, and an organisation's own figures, as data.

The common defaults are ``data/worlds.yaml``; a pack's own figures are its ``worlds.yaml``. What they do in a world
stands in ``docs/explanation/worlds.md``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from foedus.dates import Date
from foedus.record.base import Part
from foedus.record.cases import Ask, OutsideHand, SituationKind
from foedus.record.terms import InitiatorKind, Territory


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter(Part):
    """A number that worlds are played with.

    Attributes:
        name: by which it is set.
        meaning: what it means.
        unit: of its value.
        value: the default.
        least: the least value that makes sense.
        most: the greatest.
        low: lower end of what is thought possible, for the uncertainty of parameters.
        high: upper end.
        source: where the default comes from; "prior" where nothing shows it.
    """

    name: str
    meaning: str
    unit: str
    value: Decimal
    least: Decimal
    most: Decimal
    low: Decimal
    high: Decimal
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LearntParameter(Part):
    """What the casebooks say of a parameter: a prior, and the posterior that they make of it.

    Attributes:
        name: of the parameter.
        logarithm: whether the figures below are of its logarithm.
        prior: mean of the normal prior.
        prior_deviation: its standard deviation.
        mean: of the posterior, for an organisation in general.
        deviation: its standard deviation.
        departs: whether organisations depart from it.
    """

    name: str
    logarithm: bool = False
    prior: Decimal
    prior_deviation: Decimal
    mean: Decimal
    deviation: Decimal
    departs: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure(Part):
    """The posterior of a parameter for one organisation that has cases.

    Attributes:
        organisation: its id.
        name: of the parameter.
        mean: of the posterior.
        deviation: its standard deviation.
        correlations: with each of the parameters as they are for this organisation, in their order; its own is 1.
    """

    organisation: str
    name: str
    mean: Decimal
    deviation: Decimal
    correlations: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt(Part):
    """The posterior of parameters, as :mod:`foedus.simulation.learning` finds it.

    Attributes:
        source: how it was made, and from what.
        departure: prior standard deviation of an organisation's departure from what is common.
        parameters: the parameters.
        correlations: for each parameter its correlations with those before it, for an organisation in general.
        organisations: parameters of organisations that have cases.
    """

    source: str
    departure: Decimal
    parameters: tuple[LearntParameter, ...]
    correlations: tuple[tuple[Decimal, ...], ...]
    organisations: tuple[Departure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene(Part):
    """Where crises of a kind happen, and with what hand from outside; ``share`` is a weight."""

    territory: Territory
    outside_hand: OutsideHand | None = None
    share: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Part):
    """What is asked for in crises of a kind; ``share`` is a weight."""

    what: Ask
    share: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisKind(Part):
    """A kind of crisis.

    Attributes:
        kind: the kind of situation.
        by: who brings it about, where no state is named.
        rate: crises a year of one member, where the pack gives none.
        deterred: whether a guarantee that is believed keeps some of them from happening.
        invoke: log-odds added to those of invoking.
        support: log-odds added to those of support.
        need: quantiles of the people needed, least to greatest, at equal distances.
        scenes: where they happen.
        asks: what is asked for.
        source: where the figures come from.
    """

    kind: SituationKind
    by: InitiatorKind
    rate: Decimal
    deterred: bool
    invoke: Decimal
    support: Decimal
    need: tuple[int, ...]
    scenes: tuple[Scene, ...]
    asks: tuple[Asked, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delays(Part):
    """Quantiles of days, least to greatest, at equal distances.

    Attributes:
        invoke: from the beginning of a crisis to the call.
        meet: from the call to the meeting.
        send: from the decision to the arrival of a member's help.
        stay: from the last arrival to the end of the withdrawal.
        source: where they come from.
    """

    invoke: tuple[int, ...]
    meet: tuple[int, ...]
    send: tuple[int, ...]
    stay: tuple[int, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldDefaults(Part):
    """The common defaults."""

    parameters: tuple[Parameter, ...]
    delays: Delays
    kinds: tuple[CrisisKind, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival(Part):
    """How often crises of a kind come to one member.

    Attributes:
        target: the member.
        kind: the kind of situation.
        by: the state that brings it about; missing: as of the kind, nobody named.
        rate: crises a year.
        years: years of the state's own that it was counted in; missing: it is not drawn from its posterior.
        source: how it was computed, and from what.
    """

    target: str
    kind: SituationKind
    by: str | None = None
    rate: Decimal
    years: int | None = None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair(Part):
    """What one state has with another, in log-odds of support.

    Attributes:
        of: whose stance it bears on.
        towards: towards whom.
        value: log-odds.
        source: where it comes from.
    """

    of: str
    towards: str
    value: Decimal
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Part):
    """A state's own figure.

    Attributes:
        state: its code.
        value: the figure.
        low: lower end of what is thought possible; without ends it is not drawn.
        high: upper end.
        source: where it comes from.
    """

    state: str
    value: Decimal
    low: Decimal | None = None
    high: Decimal | None = None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Part):
    """A parameter's value for one organisation; ``low`` and ``high`` where they differ from the common ones."""

    name: str
    value: Decimal
    low: Decimal | None = None
    high: Decimal | None = None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldFacts(Part):
    """An organisation's own figures.

    Attributes:
        as_of: of when they are; worlds that begin before it do not know them.
        leader: the state whose word the others look to, where there is one.
        arrivals: how often crises come; members that are not named have the common rates.
        affinity: what members are to each other.
        ties: what members are to those who bring crises about.
        pull: what draws a member out, in log-odds.
        belief: with what belief in the guarantee a member begins, from 0 to 1.
        strength: people that a member can send.
        settings: parameters that differ from the common ones.
    """

    as_of: Date
    leader: str | None = None
    arrivals: tuple[Arrival, ...] = ()
    affinity: tuple[Pair, ...] = ()
    ties: tuple[Pair, ...] = ()
    pull: tuple[Figure, ...] = ()
    belief: tuple[Figure, ...] = ()
    strength: tuple[Figure, ...] = ()
    settings: tuple[Setting, ...] = field(default=())
