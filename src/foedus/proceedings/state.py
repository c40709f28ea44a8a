"""State: what the acts of a docket so far add up to. Frozen; an act makes a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeVar

from foedus.record.cases import Outcome, Stance

K = TypeVar("K")
V = TypeVar("V")


def nothing() -> Mapping[Any, Any]:
    """An empty mapping that cannot be changed."""
    return _NOTHING


_NOTHING: Mapping[Any, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is before the organisation: a request, or a proposal in an organ.

    Attributes:
        n: number of the act that put it.
        request: whether it is the request itself.
        organ: where it was put; None for a request that names no organ.
        matter: which kind of decision it asks for.
        measure: the outcome asked for, where it is one.
        by: who put it.
        concerned: the state that it is about, where it is about one.
        under: articles that it names.
        stances: who stands where.
        decided: number of the act that decided it.
    """

    n: int
    request: bool
    organ: str | None
    matter: str
    measure: Outcome | None
    by: str
    concerned: str | None
    under: tuple[str, ...]
    stances: Mapping[str, Stance]
    decided: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A decision that was taken."""

    n: int
    organ: str
    matter: str
    measure: Outcome | None
    concerned: str | None
    rule: str | None
    binds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What acts on the organisation itself add up to, beyond the record.

    Attributes:
        signed: pairs of instrument and state.
        ratified: the same.
        in_force: instruments that entered into force by their own condition, with the day's ordinal.
        notices: who gave notice of leaving, with the day's ordinal.
        left, expelled, suspended, frozen, acceded: states.
        chair: the state in the chair, where an act passed it on.
        offices: persons appointed, by office.
        amended: instruments changed.
    """

    signed: frozenset[tuple[str, str]] = frozenset()
    ratified: frozenset[tuple[str, str]] = frozenset()
    in_force: Mapping[str, int] = field(default_factory=nothing)
    notices: Mapping[str, int] = field(default_factory=nothing)
    left: frozenset[str] = frozenset()
    expelled: frozenset[str] = frozenset()
    suspended: frozenset[str] = frozenset()
    frozen: frozenset[str] = frozenset()
    acceded: frozenset[str] = frozenset()
    chair: str | None = None
    offices: Mapping[str, str] = field(default_factory=nothing)
    amended: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Where a case stands.

    Attributes:
        requested: whether the target asked the organisation; False until it does.
        asks_for: what was asked for.
        met: organs that have met.
        questions: requests and proposals, by the number of their act.
        decisions: what was decided, in order.
        remarks: stances on the situation at large.
        pledges: what each member promised; None: a promise without a figure.
        consents: pairs of state and body that agreed.
        authorised: whether the outside authority agreed.
        sent: how many people each sent, as far as figures are known.
        deployed: states, or the organisation, whose forces are under way or in place.
        arrived: of them, those that have arrived.
        leaving: whether withdrawal has begun.
        reported: who was told.
        closed: whether the case is closed.
        change: acts on the organisation itself.
    """

    requested: bool = False
    asks_for: tuple[str, ...] = ()
    met: tuple[str, ...] = ()
    questions: Mapping[int, Question] = field(default_factory=nothing)
    decisions: tuple[Decided, ...] = ()
    remarks: Mapping[str, Stance] = field(default_factory=nothing)
    pledges: Mapping[str, int | None] = field(default_factory=nothing)
    consents: frozenset[tuple[str, str]] = frozenset()
    authorised: bool = False
    sent: Mapping[str, int] = field(default_factory=nothing)
    deployed: frozenset[str] = frozenset()
    arrived: frozenset[str] = frozenset()
    leaving: bool = False
    reported: frozenset[str] = frozenset()
    closed: bool = False
    change: Change = Change()


def added(mapping: Mapping[K, V], key: K, value: V) -> Mapping[K, V]:
    """A mapping with one entry more, the old one untouched."""
    return MappingProxyType({**mapping, key: value})
