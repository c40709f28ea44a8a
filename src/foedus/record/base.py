"""What every fact has in common: sources, confidence, and the values that are disputed.

All facts are frozen, slotted dataclasses of the standard library. They say their types once;
pydantic reads YAML into them at the edge (:mod:`foedus.record.reading`) and writes their JSON
Schema, and nothing inside the project depends on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

Confidence = Literal["high", "medium", "low"]
"""high: a primary source or two independent ones; medium, low: less than that."""

STRICT: dict[str, Any] = {"extra": "forbid", "str_strip_whitespace": True}
"""How the schema treats a mapping: a key that it does not know is a fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a fact that has no identity of its own."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class Disputed(Part):
    """One of several values that sources give for the same thing.

    Attributes:
        value: the value as that side states it.
        sources: ids of the sources that state it.
        note: who says so, and why it is preferred or not.
        about: which part of the fact is disputed, where it is not the whole.
    """

    value: str
    sources: tuple[str, ...] = ()
    note: str | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Part):
    """Something known, with an id, its sources and how sure it is.

    Attributes:
        id: unique in the pack.
        sources: ids of entries in the pack's ``sources.yaml``; never empty.
        confidence: see :data:`Confidence`.
        note: prose for the reader; nothing is computed from it.
        disputed: the values that sources disagree about, all of them kept.
    """

    id: str
    sources: tuple[str, ...]
    confidence: Confidence = "medium"
    note: str | None = None
    disputed: tuple[Disputed, ...] = ()
