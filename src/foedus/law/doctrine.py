"""Doctrine: whether a situation is what a trigger means. The table is data, never an ``if``.

The common table is ``data/doctrine.yaml``; an organisation's own ``doctrine.yaml`` goes before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from foedus.record.cases import OutsideHand, Situation
from foedus.record.doctrine import Doctrine, DoctrineCell
from foedus.record.terms import Answer, InitiatorKind, Trigger
from foedus.sources import Source

_ALL: tuple[InitiatorKind, ...] = ("state", "group")
_RANK: Mapping[Answer, int] = {"no": 0, "contested": 1, "yes": 2}


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer of doctrine, with its reason.

    Attributes:
        trigger: the trigger asked about.
        answer: yes, no or contested.
        why: the reason.
        sources: ids, in the common ``data/sources.yaml`` or in the organisation's own.
    """

    trigger: Trigger
    answer: Answer
    why: str
    sources: tuple[str, ...]


@cache
def common() -> Mapping[Trigger, Doctrine]:
    """The common table, by trigger.

    >>> common()["aggression"].cells[-1].answer
    'no'
    """
    return MappingProxyType({one.trigger: one for one in _read("doctrine", Doctrine)})


@cache
def common_sources() -> Mapping[str, Source]:
    """Sources that the common tables cite, by id."""
    from foedus.record.schema import adapter
    from foedus.record.text import document

    text = (files("foedus") / "data" / "sources.yaml").read_text("utf-8")
    read: dict[str, Source] = adapter(dict[str, Source]).validate_python(document("sources.yaml", text).tree)
    return MappingProxyType(read)


def _read(name: str, of: type[Doctrine]) -> list[Doctrine]:
    from foedus.record.schema import adapter
    from foedus.record.text import document

    text = (files("foedus") / "data" / f"{name}.yaml").read_text("utf-8")
    read: list[Doctrine] = adapter(list[of]).validate_python(document(f"{name}.yaml", text).tree)  # type: ignore[valid-type]
    return read


def initiator_kinds(situation: Situation) -> tuple[InitiatorKind, ...]:
    """Which kinds of initiator a situation has; both when it is not known."""
    known: list[InitiatorKind] = []
    known += ["state"] if situation.initiators else []
    known += ["group"] if situation.groups else []
    return tuple(known) or _ALL


def read(trigger: Trigger, situation: Situation, own: tuple[Doctrine, ...] = ()) -> Reading:
    """Say whether a situation is what a trigger means.

    Args:
        trigger: the trigger.
        situation: the situation.
        own: the organisation's own doctrine, read before the common table.

    Returns:
        the answer; contested when the initiator is not known and the answer depends on it.

    >>> from foedus.dates import Date
    >>> begins = Date.parse("2010-06-10")
    >>> revolt = Situation(
    ...     kind="internal_unrest", target="KGZ", groups=("crowds",), begins=begins
    ... )
    >>> read("aggression", revolt).answer, read("threat_to_stability", revolt).answer
    ('no', 'yes')
    """
    tables = [one for one in own if one.trigger == trigger] + [common()[trigger]]
    kinds = initiator_kinds(situation)
    found = [_cell(tables, situation, kind) for kind in kinds]
    best = max(found, key=lambda cell: _RANK[cell.answer])
    unknown = not situation.initiators and not situation.groups
    if unknown and len({cell.answer for cell in found}) > 1:
        why = f"who brought it about is not known; if it was a state: {found[0].why}; if not: {found[1].why}"
        return Reading(trigger, "contested", why, tuple(dict.fromkeys(found[0].sources + found[1].sources)))
    return Reading(trigger, best.answer, best.why, best.sources or tables[-1].sources)


def _cell(tables: list[Doctrine], situation: Situation, by: InitiatorKind) -> DoctrineCell:
    return next(cell for table in tables for cell in table.cells if _fits(cell, situation, by))


def _fits(cell: DoctrineCell, situation: Situation, by: InitiatorKind) -> bool:
    hand: OutsideHand | None = situation.outside_hand
    return (
        (not cell.kinds or situation.kind in cell.kinds)
        and (not cell.by or by in cell.by)
        and (not cell.outside or hand in cell.outside)
        and (cell.responding is None or cell.responding is (situation.responds_to is not None))
        and (cell.threatened is None or cell.threatened is bool(situation.threatened))
    )


def strongest(readings: list[Reading]) -> Reading:
    """The reading that goes furthest towards yes; the first of equals.

    Args:
        readings: at least one.
    """
    return max(readings, key=lambda reading: _RANK[reading.answer])
