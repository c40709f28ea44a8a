"""Doctrine as data: which kinds of situation are which trigger: surely, arguably, or not."""

from __future__ import annotations

from dataclasses import dataclass

from foedus.record.base import Part
from foedus.record.cases import OutsideHand, SituationKind
from foedus.record.terms import Answer, InitiatorKind, Trigger


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctrineCell(Part):
    """One entry of the table; within a trigger the first entry that fits a situation answers.

    Attributes:
        kinds: kinds of situation that it is about; empty: all.
        by: initiators that it is about; empty: all.
        outside: what is said of a hand from outside; empty: anything.
        responding: whether it answers force that the target used first; missing: either.
        threatened: whether force was only threatened or feared; missing: either.
        answer: whether such a situation is the trigger.
        why: the reason, in words.
        sources: ids of the sources it rests on.
    """

    kinds: tuple[SituationKind, ...] = ()
    by: tuple[InitiatorKind, ...] = ()
    outside: tuple[OutsideHand, ...] = ()
    responding: bool | None = None
    threatened: bool | None = None
    answer: Answer
    why: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Doctrine(Part):
    """What satisfies one trigger.

    Attributes:
        trigger: the trigger.
        means: what the word means, in our own words.
        cells: the entries, in order; the last one should fit everything.
        sources: ids of the sources that the meaning rests on.
    """

    trigger: Trigger
    means: str
    cells: tuple[DoctrineCell, ...]
    sources: tuple[str, ...] = ()
