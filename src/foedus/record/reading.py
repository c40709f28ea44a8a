"""Reading a pack's folder: every file's facts, where they stand, and every fault of text and schema."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from foedus.record.faults import Fault
from foedus.record.text import Document, Tree, Way, document

REFORMS: Final = "reforms"
"""Name of the folder of ready-made reforms in a pack."""


@dataclass(frozen=True, slots=True)
class Item:
    """A fact that is sound in itself, with the place where it stands.

    Attributes:
        id: its id; "" where it has none.
        fact: the fact.
        document: the file that it was read from.
        way: the way to it in that file.
    """

    id: str
    fact: Any
    document: Document
    way: Way


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a folder: facts by section, where they stand, and what is wrong.

    Attributes:
        folder: the pack's folder.
        items: section -> its facts that are sound in themselves, in the order of the files.
        where: ``section/id`` -> (file, line); also ``provisions/id``.
        faults: everything wrong with text and schema.
        ids: section -> every id given, also by facts that are not sound; also ``provisions`` and
            ``articles``.
        unread: the sections (and ``provisions``, ``articles``) of which some ids could not be read.
    """

    folder: Path
    items: dict[str, list[Item]] = field(default_factory=dict)
    where: dict[str, tuple[str, int]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    ids: dict[str, set[str]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)

    @property
    def facts(self) -> dict[str, list[tuple[str, Any]]]:
        """Section -> list of (id, fact)."""
        return {section: [(item.id, item.fact) for item in items] for section, items in self.items.items()}

    def all(self, section: str) -> list[Any]:
        """The facts of a section, without their ids."""
        return [item.fact for item in self.items.get(section, ())]

    def place(self, key: str) -> tuple[str, int]:
        """File and line of a fact by ``section/id``."""
        return self.where.get(key, (f"{key.partition('/')[0]}.yaml", 0))


def read(path: Path) -> Reading:
    """Read every file of a pack's folder, keeping all faults.

    Args:
        path: the folder.
    """
    from foedus.record.schema import SECTION, SECTIONS, parse

    reading = Reading(path)
    for file in sorted(_files(path, SECTION)):
        name = file.relative_to(path).as_posix()
        stem = name.removesuffix(".yaml").partition("/")[0]
        section = SECTION.get(stem)
        alone = section is not None and section.shape == "one"
        if section is None or file.suffix == ".yml" or (alone and name != f"{stem}.yaml"):
            reading.faults.append(_unknown_file(name, stem, SECTION))
            continue
        found = _document(file, name)
        items = reading.items.setdefault(stem, [])
        items.extend(Item(one.id, one.fact, found, one.way) for one in parse(section, found))
        if not alone and stem != "doctrine":
            _note_ids(reading, stem, found)
        reading.faults.extend(found.faults)
    for section in SECTIONS:
        if section.required and section.name not in reading.items:
            what, mend = f"{section.name}.yaml is missing", f"add it: {section.about}"
            reading.faults.append(Fault(f"{section.name}.yaml", 0, "missing-file", what, mend))
            reading.unread.add(section.name)
    if "treaties" in reading.unread:
        reading.unread.update(("provisions", "articles"))
    return reading


def _files(path: Path, known: Mapping[str, Any]) -> Iterator[Path]:
    """Yield every YAML file; of a folder that is no section only those at its top, since it may be large.

    Reforms are no facts of the organisation: they are read on their own (:mod:`foedus.record.reforms`).
    """
    folders = [(folder, folder.name in known) for folder in path.glob("*/") if folder.name != REFORMS]
    for folder, deep in ((path, False), *folders):
        for file in folder.rglob("*.y*ml") if deep else folder.glob("*.y*ml"):
            if file.suffix in (".yaml", ".yml"):
                yield file


def _unknown_file(name: str, stem: str, known: Mapping[str, Any]) -> Fault:
    if name.endswith(".yml"):
        what, mend = "a file whose name ends with .yml is not read", "let it end with .yaml"
    elif stem in known:
        what, mend = f"{stem} is one file", f"write it in {stem}.yaml"
    else:
        near = difflib.get_close_matches(stem, known, 1, 0.5)
        what = f"no section is called {stem!r}"
        mend = f"did you mean {near[0]}.yaml?" if near else f"a pack has {', '.join(known)}"
    return Fault(name, 0, "unknown-file", what, mend)


def _document(file: Path, name: str) -> Document:
    try:
        # What is not UTF-8 is told with its line, by the reader of the text.
        text = file.read_bytes().decode("utf-8", errors="surrogateescape")
    except OSError as error:
        what = f"the file cannot be opened: {error.strerror}"
        fault = Fault(name, 0, "unreadable-file", what, "mend its permissions, or the link that leads nowhere")
        return Document(name, faults=[fault], whole=False)
    return document(name, text)


def _note_ids(reading: Reading, section: str, found: Document) -> None:
    """Keep every id that a file gives, so that a fault in a fact does not make its name unknown."""
    for kind, name, way in _given(section, found):
        key = f"{kind}/{name}"
        if name is None:
            reading.unread.add(kind)
        elif kind == "articles":
            reading.ids.setdefault(kind, set()).add(name)
        elif key in reading.where:
            file, line = reading.where[key]
            what = f"the id {name!r} is given already in {file}:{line}"
            place = found.line_of(way)
            found.faults.append(Fault(found.file, place, "duplicate-id", what, "give each fact an id of its own"))
        else:
            reading.where[key] = (found.file, found.line_of(way))
            reading.ids.setdefault(kind, set()).add(name)


def _given(section: str, found: Document) -> Iterator[tuple[str, str | None, Way]]:
    """Yield kind, id and way of everything in a file that has an id; None for one that cannot be read."""
    tree = found.tree if found.whole else None
    if section == "sources" and isinstance(tree, dict):
        yield from ((section, name, (name,)) for name in tree)
    elif section != "sources" and isinstance(tree, list):
        for place, raw in enumerate(tree):
            yield section, _word(raw, "id"), (place,)
            if section == "treaties":
                yield from _given_in_treaty(raw, place)
    else:
        yield section, None, ()


def _given_in_treaty(raw: Tree, place: int) -> Iterator[tuple[str, str | None, Way]]:
    provisions = raw.get("provisions", []) if isinstance(raw, dict) else None
    for count, one in enumerate(provisions if isinstance(provisions, list) else [None]):
        yield "provisions", _word(one, "id"), (place, "provisions", count)
        yield "articles", _word(one, "article"), (place, "provisions", count)


def _word(raw: Tree, key: str) -> str | None:
    value = raw.get(key) if isinstance(raw, dict) else None
    return value if isinstance(value, str) else None
