"""Reading a situation from a file: the blocks ``situation`` and ``invocation`` of a case, in a pack's format."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from foedus.cli.stops import WrongUsage, one_line, shown
from foedus.record.base import Part
from foedus.record.cases import Invocation, Situation

LARGEST = 1_000_000
"""No situation takes more bytes than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationFile(Part):
    """What such a file holds."""

    situation: Situation
    invocation: Invocation | None = None


def read(path: Path) -> tuple[Situation, Invocation | None]:
    """Read a situation.

    Args:
        path: the file.

    Returns:
        the situation, and the request where the file tells of one.

    Raises:
        WrongUsage: with the first fault, its line and how to mend it.
    """
    from foedus import states
    from foedus.record.schema import Section, parse
    from foedus.record.text import document

    found = document(str(path), _text(path))
    parsed = parse(Section("situation", SituationFile, "one", True, "a situation"), found)
    if found.faults or not parsed:
        first, others = min(found.faults), len(found.faults) - 1
        raise WrongUsage(one_line(f"{first}{f' (and {others} more)' if others else ''}"))
    told: SituationFile = parsed[0].fact
    situation, invocation = told.situation, told.invocation
    for code in (situation.target, *situation.initiators, *filter(None, [invocation.by if invocation else None])):
        try:
            states.state(code)
        except states.UnknownState as error:
            raise WrongUsage(one_line(f"{path}: {error}")) from error
    if situation.ends is not None and situation.ends.certainly_before(situation.begins):
        raise WrongUsage(f"{path}: the situation ends on {situation.ends}, before it begins on {situation.begins}")
    return situation, invocation


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise WrongUsage(f"{shown(str(path))} is too large for a file that describes a situation")
        return path.read_bytes().decode("utf-8", errors="surrogateescape")
    except OSError as error:
        raise WrongUsage(f"{shown(str(path))} cannot be read: {error.strerror}") from error
