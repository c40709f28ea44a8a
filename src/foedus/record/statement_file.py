"""Statements in a file of one's own: the format of a pack's statements, with faults told in the same way.

The file is a list of statements, or a mapping whose ``statements`` are that list and whose ``document``, ``as_of``
and ``organisation`` serve all of them that do not say otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from foedus.record.checks_ground import Ground, nearest
from foedus.record.checks_names import check_claimed
from foedus.record.checks_statements import check_statement, subjects_of
from foedus.record.faults import Fault
from foedus.record.reading import Item, Reading
from foedus.record.schema import SECTION, parse
from foedus.record.text import Document, document

if TYPE_CHECKING:
    from foedus.record.view import Organisation

SHARED: Final = ("document", "as_of", "organisation")
"""Keys that may be given once, for all statements of a file."""

_LIST: Final = "statements"


def read(file: str, text: str) -> tuple[list[Item], list[Fault]]:
    r"""Read a file of statements.

    Args:
        file: its path, for messages.
        text: its content; bytes that are not UTF-8 as surrogates (``errors="surrogateescape"``).

    Returns:
        the statements that are sound in themselves, with the places where they stand, and every fault of text
        and schema. A statement without a document belongs to one called by the file's name.

    >>> items, faults = read(
    ...     "draft.yaml", "as_of: '2024'\nstatements:\n- {id: a, quote: seven, qury: {}}"
    ... )
    >>> print(faults[0])
    draft.yaml:3: a: the key 'qury' is not known [unknown-key]; did you mean 'query'?
    """
    found = document(file, text)
    if found.whole:
        found = _with_shared(found, Path(file).name)
    items = [Item(one.id, one.fact, found, one.way) for one in parse(SECTION[_LIST], found)]
    seen: dict[str, int] = {}
    for one in items:
        line = found.line_of(one.way)
        if one.id in seen:
            what = f"the id {one.id!r} is given already in line {seen[one.id]}"
            found.faults.append(Fault(file, line, "duplicate-id", what, "give each statement an id of its own"))
        seen.setdefault(one.id, line)
    return items, sorted(found.faults)


def _with_shared(found: Document, name: str) -> Document:
    """The list of statements, each with the keys that the file gives for all, and with their lines."""
    tree: Any = found.tree
    rows, lines = tree, found.lines
    shared: dict[str, Any] = {"document": name}
    places: dict[str, Any] = {}
    if isinstance(tree, dict):
        unknown = [key for key in tree if key not in (*SHARED, _LIST)]
        found.faults.extend(_unknown(found, key) for key in unknown)
        if _LIST not in tree:
            if nearest(_LIST, unknown) is None:
                what, mend = f"the key {_LIST!r} is missing", f"add '{_LIST}:' and the list of them"
                found.faults.append(Fault(found.file, found.line_of(()), "missing-key", what, mend))
            return Document(found.file, faults=found.faults, whole=False)
        given = [key for key in SHARED if key in tree]
        shared |= {key: tree[key] for key in given}
        places = {key: found.lines[1][key] for key in given}
        rows, lines = tree[_LIST], found.lines[1][_LIST]
    if isinstance(rows, list):
        marks = [(one[0], {**places, **one[1]}) if isinstance(one[1], dict) else one for one in _pairs(lines[1])]
        lines = (lines[0], marks)
        rows = [{**shared, **row} if isinstance(row, dict) else row for row in rows]
    return Document(found.file, rows, lines, found.faults)


def _pairs(lines: list[Any]) -> Iterator[tuple[int, Any]]:
    """Lines of the items of a list; a scalar has no lines within it."""
    return (one if isinstance(one, tuple) else (one, None) for one in lines)


def _unknown(found: Document, key: str) -> Fault:
    keys = (*SHARED, _LIST)
    near = nearest(key, keys)
    mend = f"did you mean {near!r}?" if near else f"the keys here are {', '.join(keys)}"
    return Fault(found.file, found.line_of((key,)), "unknown-key", f"the key {key!r} is not known", mend)


def faults_against(items: Iterable[Item], organisation: Organisation) -> list[Fault]:
    """Find every name in statements that the organisation they are about does not have.

    Args:
        items: the statements.
        organisation: whom they are about.
    """
    record = organisation.record
    known: dict[str, set[str]] = {"articles": set()}
    for key in record.where:
        section, _, name = key.partition("/")
        known.setdefault(section, set()).add(name)
    known["articles"].update(one.article for treaty in record.treaties for one in treaty.provisions)
    # What a person found by hand rests on sources of that person's own.
    ground = Ground(Reading(Path(), ids=known, unread={"sources"}))
    subjects = subjects_of(record.treaties)
    own = list(items)
    check_claimed(ground, own)
    for item in own:
        check_statement(ground, item, subjects)
    return sorted(set(ground.faults))
