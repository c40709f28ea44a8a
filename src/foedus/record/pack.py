"""Packs: where they are, and how a folder of YAML becomes one frozen record, or every fault that it has.

A pack is all or nothing: with a single fault nothing of it is used.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from types import MappingProxyType
from typing import Any

from foedus.record.cases import CodedCase
from foedus.record.doctrine import Doctrine
from foedus.record.facts import (
    Activity,
    Chair,
    Event,
    Force,
    Membership,
    NationalConsent,
    Officeholder,
    Organ,
    OrganisationFacts,
    Pack,
    Population,
    Treaty,
)
from foedus.record.faults import PackError, UnknownPack
from foedus.record.queries import Statement
from foedus.record.reading import read
from foedus.record.rules import DecisionRule
from foedus.record.worlds import WorldFacts
from foedus.sources import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Everything that a pack holds, sound and checked.

    Attributes:
        where: file and line of each fact, by ``section/id``.
    """

    pack: Pack
    organisation: OrganisationFacts
    sources: Mapping[str, Source]
    treaties: tuple[Treaty, ...]
    membership: tuple[Membership, ...]
    organs: tuple[Organ, ...]
    decision_rules: tuple[DecisionRule, ...]
    doctrine: tuple[Doctrine, ...] = ()
    officeholders: tuple[Officeholder, ...] = ()
    chairmanship: tuple[Chair, ...] = ()
    forces: tuple[Force, ...] = ()
    national_consents: tuple[NationalConsent, ...] = ()
    populations: tuple[Population, ...] = ()
    activities: tuple[Activity, ...] = ()
    events: tuple[Event, ...] = ()
    cases: tuple[CodedCase, ...] = ()
    statements: tuple[Statement, ...] = ()
    worlds: tuple[WorldFacts, ...] = ()
    where: Mapping[str, tuple[str, int]]


def packs() -> Mapping[str, Path]:
    """Find the installed packs: a name and a folder each, through the entry point ``foedus.packs``.

    >>> "csto" in packs()
    True
    """
    return _found(os.environ.get("FOEDUS_PACKS", ""))


@cache
def _found(extra: str) -> Mapping[str, Path]:
    found: dict[str, Path] = {}
    for point in sorted(entry_points(group="foedus.packs"), key=lambda one: one.name):
        for folder in _folders(Path(str(point.load()))):
            found.setdefault(folder.name, folder)
    for part in filter(None, extra.split(os.pathsep)):
        for folder in _folders(Path(part)):
            found[folder.name] = folder
    return MappingProxyType(dict(sorted(found.items())))


def _folders(root: Path) -> Iterable[Path]:
    """A pack's own folder, or every pack in a folder of packs."""
    if (root / "pack.yaml").is_file():
        return [root]
    return sorted(path.parent for path in root.glob("*/pack.yaml"))


def folder(name: str) -> Path:
    """The folder of a pack, by its id or by a path.

    Raises:
        UnknownPack: with the name most likely meant.
    """
    known = packs()
    if name in known:
        return known[name]
    if name and _is_folder(Path(name)):
        return Path(name)
    near = difflib.get_close_matches(name.lower(), known, 1, 0.4)
    meant = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"
    raise UnknownPack(f"no organisation is called {name!r}; {meant}")


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name that is too long for any file
        return False


def load(name: str) -> Record:
    """Read and check a pack.

    Args:
        name: the pack's id, or the path of its folder.

    Raises:
        UnknownPack: when there is no such pack.
        PackError: with every fault, when it has any; nothing of it is used then.
    """
    from foedus.record import keeping

    pack = folder(name)
    parts = keeping.recall(pack)
    if parts is None:
        parts = _read_and_checked(name, pack)
        keeping.keep(pack, parts)
    return Record(**parts)


def _read_and_checked(name: str, pack: Path) -> dict[str, Any]:
    """The parts of a record, read from a pack's folder.

    Raises:
        PackError: with every fault, when it has any.
    """
    from foedus.record.checks import check

    reading = read(pack)
    faults = [*reading.faults, *check(reading)]
    if faults:
        raise PackError(name, tuple(faults))
    alone = ("pack", "organisation", "sources")
    return {
        **{key: tuple(reading.all(key)) for key in reading.items if key not in alone},
        "pack": reading.all("pack")[0],
        "organisation": reading.all("organisation")[0],
        "sources": MappingProxyType(dict(reading.facts["sources"])),
        "where": MappingProxyType(reading.where),
    }
