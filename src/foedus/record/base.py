"""What every fact has in common: sources, confidence, and the values that are disputed.

All facts are frozen, slotted dataclasses of the standard library. They say their types once;
pydantic reads YAML into them at the edge (:mod:`foedus.record.reading`) and writes their JSON
Schema, and nothing inside the project depends on it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar, Final, Literal, TypeVar

from foedus.dates import Date, DateError

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


PartT = TypeVar("PartT", bound=Part)
FactT = TypeVar("FactT", bound=Fact)

_NAMED: Final = re.compile(r"(?<![0-9.,-])(?:19|20)[0-9]{2}(?:-[0-9]{2}){0,2}(?![0-9,])")
"""A date or a year in prose; "2,030" and "12-2030" are neither."""


def names_later(text: str, day: int) -> bool:
    """Whether prose names a date, or a year, that begins after a day.

    >>> names_later("an informal summit of 2012-05-15", Date.parse("2012-05-14").first)
    True
    """
    return any(_first(found) > day for found in _NAMED.findall(text))


def _first(text: str) -> int:
    try:
        return Date.parse(text).first
    except DateError:
        return Date.parse(text[:4]).first


def disputed_by(fact: FactT, day: int) -> FactT:
    """Leave out the disputed values that tell of a later day.

    Args:
        fact: any fact.
        day: an ordinal.
    """
    known = tuple(one for one in fact.disputed if not names_later(one.value, day))
    return fact if len(known) == len(fact.disputed) else replace(fact, disputed=known)


def without_notes(part: PartT) -> PartT:
    """Leave out the notes of a part and of all that it holds: prose that may look ahead.

    >>> without_notes(Disputed(value="2030", note="counted later")).note is None
    True
    """
    changed: dict[str, Any] = {}
    for field in fields(part):
        value = getattr(part, field.name)
        plain = None if field.name == "note" else _plain(value)
        if plain is not value:
            changed[field.name] = plain
    return replace(part, **changed) if changed else part


def _plain(value: Any) -> Any:
    if isinstance(value, Part):
        return without_notes(value)
    if isinstance(value, tuple):
        plain = tuple(map(_plain, value))
        return value if all(new is old for new, old in zip(plain, value, strict=True)) else plain
    return value
