"""Reforms: named changes to an organisation's law, membership or forces, as data.

The classes say what a reform can change; :mod:`foedus.record.reforms` reads a reform from its file and makes the
reformed organisation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from foedus.dates import Date
from foedus.record.base import Part
from foedus.record.doctrine import DoctrineCell
from foedus.record.facts import Force, ForceRule, Organ, Provision
from foedus.record.faults import Fault
from foedus.record.rules import DecisionRule
from foedus.record.terms import Subject, Trigger
from foedus.record.text import Document, Way

Kind: TypeAlias = Literal["rules", "articles", "organs", "forces"]
"""What is changed key by key: decision rules, articles of instruments, organs, forces."""

Move: TypeAlias = Literal["joins", "leaves", "freezes", "suspended", "returns"]
"""What a member does, or what is done to it."""

SECTION_OF: Mapping[Kind, str] = MappingProxyType(
    {"rules": "decision_rules", "articles": "treaties", "organs": "organs", "forces": "forces"}
)
"""The section of a pack that holds each kind."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a reform's file.

    Attributes:
        document: the file.
        way: the way to it in that file.
    """

    document: Document
    way: Way

    def fault(self, code: str, what: str, mend: str, *, at: Way = ()) -> Fault:
        """A fault at this place, or at one within it.

        Args:
            code: kind of fault.
            what: what is wrong.
            mend: what would be right.
            at: the way from here.
        """
        return Fault(self.document.file, self.document.line_of((*self.way, *at)), code, what, mend)

    def __str__(self) -> str:
        """File and line."""
        return f"{self.document.file}:{self.document.line_of(self.way)}"


def _again(of: type, given: dict[str, Any]) -> Any:
    return of(
        **{key: MappingProxyType(value) if isinstance(value, dict) else value for key, value in given.items()}
    )


class _Carried:
    """What can be carried to another process, its mappings that cannot be changed included."""

    __slots__ = ()

    def __reduce__(self) -> tuple[Any, ...]:
        pairs = ((one.name, getattr(self, one.name)) for one in fields(self))  # type: ignore[arg-type]  # each is a dataclass
        given = {name: dict(value) if isinstance(value, Mapping) else value for name, value in pairs}
        return _again, (type(self), given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alteration(_Carried):
    """Facts that are altered key by key, or fall away.

    Attributes:
        kind: which kind of fact.
        names: ids of the facts; of articles their stable keys.
        becomes: the new value of each key that changes; None where what stood there falls away.
        subject: of articles, the subject whose terms change.
        text: of articles, what they say then, in words.
        falls_away: the facts end.
        place: where it is written.
    """

    kind: Kind
    names: tuple[str, ...]
    becomes: Mapping[str, Any] = field(default_factory=dict)
    subject: Subject | None = None
    text: str | None = None
    falls_away: bool = False
    place: Place = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """A fact that is new.

    Attributes:
        kind: which kind of fact.
        fact: the fact; its period begins with the reform.
        to: of an article, the id of the instrument to which it is added.
        place: where it is written.
    """

    kind: Kind
    fact: DecisionRule | Provision | Organ | Force
    to: str | None = None
    place: Place = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReading:
    """Another reading of a trigger, put before the organisation's own and the common one.

    Attributes:
        trigger: the trigger.
        means: what the word means then; None: as before.
        cells: entries that go before all others; a situation that none of them fits is read as before.
        place: where it is written.
    """

    trigger: Trigger
    means: str | None = None
    cells: tuple[DoctrineCell, ...]
    place: Place = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """What happens to one state's membership.

    Attributes:
        state: its code.
        move: see :data:`Move`.
        on: the day; None: the reform's own.
        seat: of a state that joins, whether it sits for good or was elected for a time.
        scope: of one that freezes or is suspended, what it is then out of; None: of everything.
        place: where it is written.
    """

    state: str
    move: Move
    on: Date | None = None
    seat: Literal["permanent", "elected"] | None = None
    scope: str | None = None
    place: Place = field(compare=False, repr=False)


Change: TypeAlias = Alteration | Addition | NewReading | Movement


@dataclass(frozen=True, slots=True, kw_only=True)
class Reform(_Carried):
    """A named change to an organisation.

    Attributes:
        id: by which it is called.
        name: in words.
        why: what it would change, and why somebody wants it.
        start: when it begins; None: it is taken to have been so from the beginning.
        proposed_by: who proposed it; None: nobody is known to have: it is hypothetical.
        sources: ids of the pack's sources that show the proposal.
        changes: what it changes, in the order of the file.
        parameters: numbers for a simulation, by name; nothing here reads them.
        file: the file from which it was read.
        digest: SHA-256 of what the file says, in hexadecimal; layout and comments do not count.
        place: the same file, for messages; None where it was not read from one.
    """

    id: str
    name: str
    why: str
    start: Date | None = None
    proposed_by: str | None = None
    sources: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    parameters: Mapping[str, float] = field(default_factory=dict)
    file: str = field(default="", compare=False)
    digest: str = ""
    place: Place | None = field(default=None, compare=False, repr=False)

    @property
    def first_day(self) -> int:
        """Ordinal of its first day; that of a month or year is the first that it has. 1 where it always was so."""
        return self.start.first if self.start else 1

    def fault(self, code: str, what: str, mend: str, *, at: Way = ()) -> Fault:
        """A fault of the reform, at the place in its file where that is known.

        Args:
            code: kind of fault.
            what: what is wrong.
            mend: what would be right.
            at: the way to it in the file.
        """
        return self.place.fault(code, what, mend, at=at) if self.place else Fault(self.file, 0, code, what, mend)

    def since(self, change: Change) -> int:
        """Ordinal of the day from which one of its changes holds.

        Args:
            change: the change.
        """
        on = change.on if isinstance(change, Movement) else None
        return on.first if on else self.first_day


class ReformError(Exception):
    """Says that reforms cannot be read or do not fit the organisation, with every fault.

    Attributes:
        faults: all of them, in the order of file and line.
    """

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """Keep the faults sorted, each once."""
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(map(str, self.faults)))


# --- what stands in a file, before it is typed further ---


@dataclass(frozen=True, slots=True, kw_only=True)
class Head(Part):
    """What a reform says of itself."""

    reform: str
    name: str
    why: str
    proposed_by: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OfRules(Part):
    """Changes of decision rules: ``becomes`` holds keys of a rule."""

    rules: tuple[str, ...]
    becomes: Any = None
    falls_away: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OfArticles(Part):
    """Changes of articles: ``becomes`` holds keys of the terms that go with the subject."""

    articles: tuple[str, ...]
    subject: Subject
    becomes: Any = None
    text: str | None = None
    falls_away: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OfOrgans(Part):
    """Changes of organs: ``becomes`` holds keys of an organ."""

    organs: tuple[str, ...]
    becomes: Any = None
    falls_away: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside(Part):
    """What one member sets aside for a force."""

    state: str
    personnel: int | None = None
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceThen(Part):
    """A force as reformed: ``strength`` and ``contributions`` in short, the rest as in a pack."""

    strength: int
    contributions: tuple[SetAside, ...]
    use: ForceRule
    name: str
    components: str | None
    purpose: str | None
    provisions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfForces(Part):
    """Changes of forces: ``becomes`` holds keys of a force as reformed."""

    forces: tuple[str, ...]
    becomes: Any = None
    falls_away: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OfTrigger(Part):
    """Another reading of a trigger."""

    trigger: Trigger
    cells: tuple[DoctrineCell, ...]
    means: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfMember(Part):
    """What happens to a state's membership."""

    member: str
    does: Move
    on: Date | None = None
    seat: Literal["permanent", "elected"] | None = None
    scope: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfNew(Part):
    """A new fact: ``fact`` holds its keys, as in a pack."""

    adds: Literal["rule", "article", "organ", "force"]
    fact: Any
    to: str | None = None
