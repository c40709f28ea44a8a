"""Reforms: read from their files, found beside the packs, and applied to an organisation.

A reform changes a copy: the pack, and the organisation that it is applied to, stay as they are. Before its day
nothing changes: the reformed organisation answers for earlier days with the record that it had before.

>>> from foedus.record.view import organisation
>>> csto = organisation("csto")
>>> two_thirds = reformed(csto, [named(csto, "two-thirds")])
>>> two_thirds.name
'Collective Security Treaty Organization, reformed (two-thirds)'
>>> two_thirds.on("2022-01-06").rules[0].kind, csto.on("2022-01-06").rules[0].kind
('qualified_majority', 'consensus')
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from foedus.record.faults import Fault
from foedus.record.reading import REFORMS
from foedus.record.reform_changes import (
    Addition,
    Alteration,
    Change,
    Movement,
    NewReading,
    Place,
    Reform,
    ReformError,
)
from foedus.record.view import Organisation

if TYPE_CHECKING:
    from foedus.record.reform_facts import Bench

__all__ = ["Reform", "ReformError", "named", "read", "ready", "reformed"]

LARGEST = 10_000_000
"""No file of a reform takes more bytes than this."""


class UnknownReform(LookupError):
    """Says that an organisation has no reform of that name, and which one was most likely meant."""


def read(path: str | Path) -> Reform:
    """Read a reform from its file.

    Args:
        path: the file, YAML.

    Raises:
        ReformError: with every fault of its text, its keys and its values.
        OSError: when the file cannot be read.
    """
    reform, faults = _read(Path(path), str(path))
    if reform is None:
        raise ReformError(faults)
    return reform


def _read(path: Path, name: str) -> tuple[Reform | None, tuple[Fault, ...]]:
    """A reform, or its faults, which speak of the file by a name."""
    from foedus.record.reform_reading import reform_of
    from foedus.record.text import document

    if path.stat().st_size > LARGEST:
        what, mend = "the file is too large for a reform", "name another file"
        return None, (Fault(name, 0, "unreadable-file", what, mend),)
    return reform_of(document(name, path.read_bytes().decode("utf-8", errors="surrogateescape")))


def check_ready(organisation: Organisation, pack: Path) -> list[Fault]:
    """Find every fault of the ready-made reforms of a pack: each alone must fit the organisation.

    Args:
        organisation: the organisation as its pack has it.
        pack: the pack's folder.

    Returns:
        the faults, files named from the pack's folder, in the order of file and line.
    """
    found: list[Fault] = []
    for name, path in ready_in(pack).items():
        file = path.relative_to(pack).as_posix()
        try:
            reform, faults = _read(path, file)
        except OSError as error:
            what = f"the file cannot be opened: {error.strerror}"
            found.append(Fault(file, 0, "unreadable-file", what, "mend its permissions, or the link"))
            continue
        found.extend(faults)
        if reform is not None and reform.id != name:
            what = f"the reform is called {reform.id!r}, its file {name!r}"
            found.append(Fault(file, 1, "bad-id", what, "give both one name"))
        try:
            reformed(organisation, [reform] if reform else [])
        except ReformError as error:
            found.extend(error.faults)
    return sorted(set(found))


def ready(organisation: Organisation) -> Mapping[str, Path]:
    """The ready-made reforms of an organisation: the id of each, and its file.

    Args:
        organisation: the organisation.

    >>> from foedus.record.view import organisation
    >>> "two-thirds" in ready(organisation("csto"))
    True
    """
    return ready_in(organisation.folder) if organisation.folder else {}


def ready_in(pack: Path) -> Mapping[str, Path]:
    """The ready-made reforms in a pack's folder.

    Args:
        pack: the folder.
    """
    return {file.stem: file for file in sorted((pack / REFORMS).glob("*.yaml"))}


def named(organisation: Organisation, name: str) -> Reform:
    """A ready-made reform of an organisation by its id, or one of any file by its path.

    Args:
        organisation: the organisation.
        name: the id, or the path.

    Raises:
        UnknownReform: when there is none, naming the most likely one.
        ReformError: when its file has faults.
        OSError: when its file cannot be read.
    """
    from foedus.record.checks_ground import nearest

    known = ready(organisation)
    if name in known:
        reform, faults = _read(known[name], f"{organisation.id}/{REFORMS}/{name}.yaml")
        if reform is None:
            raise ReformError(faults)
        return reform
    path = Path(name)
    if path.suffix in (".yaml", ".yml") or os.sep in name or path.is_absolute():
        return read(path)
    near = nearest(name, known)
    there = f"there are {', '.join(known)}" if known else "there is none ready-made"
    meant = f"did you mean {near!r}?" if near else f"{there}; name a file by its path"
    raise UnknownReform(f"{organisation.id} has no reform {name!r}; {meant}")


def reformed(organisation: Organisation, reforms: Iterable[Reform]) -> Organisation:
    """An organisation under reforms.

    Args:
        organisation: the organisation, perhaps one that is under reforms already.
        reforms: the reforms; those that begin earlier are applied first, others in the order given.

    Returns:
        a new organisation, which shares with the old one all that the reforms do not touch, and knows its
        reforms (:attr:`Organisation.reforms`); the old one where there are none.

    Raises:
        ReformError: when a reform names what the organisation does not have, or contradicts another or itself.
    """
    whole = (*organisation.reforms, *reforms)
    if not whole:
        return organisation
    whole = tuple(sorted(whole, key=lambda one: one.first_day))
    base = organisation
    while base.before is not None:
        base = base.before
    faults = list(_contradictions(whole))
    stages = _staged(base, whole, faults)
    if faults:
        raise ReformError(tuple(faults))
    last = stages[-1]
    return Organisation(last.record, reforms=whole, before=last.before, since=last.since)


def _staged(base: Organisation, reforms: tuple[Reform, ...], faults: list[Fault]) -> list[Organisation]:
    """The organisation as it is from each day on which a change begins to hold; at least one stage."""
    from foedus.record.reform_facts import Bench

    bench = Bench(base.record)
    for reform in reforms:
        _check_sources(bench, reform)
    changes = [(reform.since(change), reform, change) for reform in reforms for change in reform.changes]
    days = sorted({day for day, _, _ in changes}) or [reforms[0].first_day]
    stages = [base]
    for day in days:
        bench.day = day
        for since, reform, change in changes:
            if since == day:
                _apply(bench, reform, change)
        stages.append(Organisation(bench.record, before=stages[-1], since=day))
    faults.extend(bench.faults)
    return stages


def _check_sources(bench: Bench, reform: Reform) -> None:
    for place, name in enumerate(reform.sources):
        if name not in bench.known("sources"):
            what = f"{name!r} is no source of {bench.record.pack.id}"
            mend = "name an entry of its sources.yaml, or say in 'proposed_by' who proposed it"
            bench.faults.append(reform.fault("unknown-source", what, mend, at=("sources", place)))


def _apply(bench: Bench, reform: Reform, change: Change) -> None:
    from foedus.record import reform_facts, reform_members

    match change:
        case Alteration():
            reform_facts.alter(bench, reform, change)
        case Addition():
            reform_facts.add(bench, reform, change)
        case NewReading():
            reform_facts.reread(bench, reform, change)
        case Movement():
            reform_members.move(bench, reform, change)


# --- contradictions ---


def _contradictions(reforms: tuple[Reform, ...]) -> Iterator[Fault]:
    """Find what reforms set twice from the same day."""
    ids: dict[str, Reform] = {}
    parameters: dict[str, str] = {}
    seen: dict[tuple[object, ...], Place] = {}
    for reform in reforms:
        if reform.id in ids:
            what, mend = f"the reform {reform.id!r} is given twice", "give it once"
            yield reform.fault("contradictory-reform", what, mend, at=("reform",))
            continue
        ids[reform.id] = reform
        for name in reform.parameters:
            if name in parameters:
                what = f"the parameter {name!r} is set by {parameters[name]} already"
                mend = "set it in one of the two"
                yield reform.fault("contradictory-reform", what, mend, at=("parameters", name))
            parameters.setdefault(name, reform.id)
        for change in reform.changes:
            yield from _set_twice(reform, change, seen)


def _set_twice(reform: Reform, change: Change, seen: dict[tuple[object, ...], Place]) -> Iterator[Fault]:
    day = reform.since(change)
    if day < reform.first_day:
        on = change.on if isinstance(change, Movement) else None
        what = f"what happens on {on} comes before the reform begins, {reform.start}"
        yield change.place.fault("contradictory-reform", what, "mend one of the two dates", at=("on",))
    for key, words in _touched(change):
        earlier = seen.setdefault((day, *key), change.place)
        if isinstance(change, Alteration):
            # What falls away cannot be changed too, whatever the key.
            whole, some = (day, *key[:3], "as a whole"), (day, *key[:3], "some key")
            earlier = seen.get(some if change.falls_away else whole, earlier)
            seen.setdefault(some, change.place)
        if earlier is not change.place:
            what = f"{words} is changed from the same day in {earlier}"
            mend = "leave one of the two out, or let them begin on different days"
            yield change.place.fault("contradictory-reform", what, mend)


def _touched(change: Change) -> Iterator[tuple[tuple[object, ...], str]]:
    """What a change sets, key by key, each with how to speak of it."""
    match change:
        case Alteration():
            for name in change.names:
                for key in change.becomes or ("as a whole",):
                    yield (change.kind, name, change.subject, key), f"{name}, {key},"
        case Addition():
            yield (change.kind, change.fact.id), change.fact.id
        case NewReading():
            yield ("doctrine", change.trigger), change.trigger
        case Movement():
            yield ("membership", change.state), f"the membership of {change.state}"
