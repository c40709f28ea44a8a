"""YAML as text: a strict reader in which every scalar stays text and every value knows its line.

YAML guesses types (``NO`` becomes false, ``12:30`` becomes 750, ``1.10`` becomes 1.1). Here nothing is
guessed: scalars are strings until the schema types them, and only a bare ``null``, ``~`` or nothing at all is
``None``. Keys given twice, anchors, tags and several documents in a file are faults.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from foedus.record.faults import Fault

Tree = Any
"""A string, None, a list of trees, or a mapping from string to tree."""

Way = tuple[str | int, ...]
"""The way to a value in a tree: keys of mappings and places in lists."""

_NOTHING = frozenset({"", "null", "~"})
_COMMON_TAG = "tag:yaml.org,2002:"
_LABELS = ("id", "state", "trigger", "name", "date")
"""Keys by which a reader knows one item of a list from another."""
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What may stand in no file (YAML 1.1, section 5.1); bytes that are not UTF-8 arrive as lone surrogates."""


@dataclass(slots=True)
class Document:
    """A file's content as a tree, with the line of each value.

    Attributes:
        file: path of the file, for messages.
        tree: the content.
        lines: mirrors the tree: for a scalar its line, for a collection ``(line, children)``.
        faults: what was wrong with the text itself.
        whole: False where reading stopped at a fault, so that nothing can be said of what is not there.
    """

    file: str
    tree: Tree = None
    lines: Any = 0
    faults: list[Fault] = field(default_factory=list)
    whole: bool = True

    def line_of(self, path: Way) -> int:
        r"""Line of the value at a path, or of the nearest value above it.

        >>> document("x.yaml", "a:\n  - b: NO").line_of(("a", 0, "b"))
        2
        """
        lines, line = self.lines, 0
        for step in path:
            if not isinstance(lines, tuple):
                break
            line, children = lines
            try:
                lines = children[step]
            except (KeyError, IndexError, TypeError):
                return int(line)
        return int(lines[0] if isinstance(lines, tuple) else lines)

    def name_of(self, path: Way) -> str:
        r"""Name a value so that a reader finds it: the nearest fact's id, then the keys from there.

        Args:
            path: the way to the value; its last steps need not be there.

        >>> pact = document("x.yaml", "- {id: pact, parties: [{state: FIN}]}")
        >>> pact.name_of((0, "parties", 0, "signed"))
        'pact, parties[FIN].signed'
        """
        tree, name, rest = self.tree, "", ""
        for step in path:
            tree = _child(tree, step)
            if isinstance(step, str):
                rest += f".{step}"
                continue
            known = tree if isinstance(tree, dict) else {}
            label = next((known[key] for key in _LABELS if isinstance(known.get(key), str)), f"item {step + 1}")
            if "id" in known or not (name or rest):
                name, rest = label, ""
            else:
                rest += f"[{label}]"
        return ", ".join(filter(None, (name, rest.removeprefix("."))))


def _child(tree: Tree, step: str | int) -> Tree:
    try:
        return tree[step]
    except (KeyError, IndexError, TypeError):
        return None


class _Stop(Exception):
    """Ends reading after a fault that leaves nothing sensible to read."""


def document(file: str, text: str) -> Document:
    """Read one YAML document.

    Args:
        file: path for messages.
        text: the content; bytes that are not UTF-8 as surrogates (``errors="surrogateescape"``).

    Returns:
        the tree with its lines; faults in the text are in ``faults``.

    >>> document("x.yaml", "[NO, on, 12:30, 1.10, ~]").tree
    ['NO', 'on', '12:30', '1.10', None]
    """
    found = Document(file)
    try:
        _refuse_unprintable(text, found)
        _read(yaml.parse(text, Loader=yaml.CSafeLoader), found)
    except _Stop:
        found.whole = False
    except yaml.MarkedYAMLError as error:
        line = _line(error.problem_mark)
        what = " ".join(filter(None, (error.problem, error.context, _since(error.context_mark, line))))
        _syntax(found, line, what, _mend(what))
    except RecursionError:
        _syntax(found, 0, "lists and mappings are nested too deep to read", "write fewer within one another")
    return found


def _since(mark: Any, line: int) -> str:
    """Say where the thing began that could not be read to its end, if on another line."""
    return f"that begins in line {_line(mark)}" if mark and _line(mark) != line else ""


def _mend(what: str) -> str:
    """Say what is most often meant where the parser stops."""
    if "cannot start any token" in what:
        return "indent with blanks, not tabs; quote text that begins with one of @ ` %"
    if "mapping values" in what or "expected key" in what or "':'" in what:
        return "quote text that holds ': ', and indent the keys of one mapping alike"
    if "quoted scalar" in what:
        return "close the quotation marks, and double a backslash within double ones"
    return "close every bracket, and quote text that holds ': ' or ' #'"


def _syntax(found: Document, line: int, what: str, mend: str) -> None:
    found.faults.append(Fault(found.file, line, "yaml-syntax", what, mend))
    found.whole = False


def _refuse_unprintable(text: str, found: Document) -> None:
    bad = _UNPRINTABLE.search(text)
    if bad is None:
        return
    code, line = ord(bad[0]), text.count("\n", 0, bad.start()) + 1
    if 0xDC80 <= code <= 0xDCFF:
        _syntax(found, line, f"the byte {code - 0xDC00:#04x} is not UTF-8", "save the file as UTF-8")
    else:
        _syntax(found, line, f"the character U+{code:04X} may not stand in a YAML file", "take it out")
    raise _Stop


def _read(events: Iterator[Any], found: Document) -> None:
    documents = 0
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                what, mend = "a second document begins", "keep one document in a file"
                _fault(found, event, "several-documents", what, mend)
                raise _Stop
            found.tree, found.lines = _value(next(events), events, found)


def _fault(found: Document, event: Any, code: str, what: str, mend: str) -> None:
    found.faults.append(Fault(found.file, _line(event.start_mark), code, what, mend))


def _refuse_marks(event: Any, found: Document) -> None:
    """Refuse what would repeat or type a value behind the reader's back."""
    tag = str(event.tag).replace(_COMMON_TAG, "!!")
    mark = f"the anchor &{event.anchor}" if event.anchor else f"the tag {tag}"
    _fault(found, event, "yaml-feature", f"{mark} is not read", "leave it out and write the value alone")


def _line(mark: Any) -> int:
    return int(mark.line) + 1


def _value(event: Any, events: Any, found: Document) -> tuple[Tree, Any]:
    line = _line(event.start_mark)
    kind = type(event)
    if kind is yaml.AliasEvent:
        what, mend = f"the alias *{event.anchor} is not read", "write the value out"
        _fault(found, event, "yaml-feature", what, mend)
        return None, line
    if event.anchor or event.tag:
        _refuse_marks(event, found)
    if kind is yaml.ScalarEvent:
        bare = not event.style and event.value in _NOTHING
        return (None if bare else event.value), line
    if kind is yaml.SequenceStartEvent:
        return _sequence(line, events, found)
    return _mapping(line, events, found)


def _sequence(line: int, events: Any, found: Document) -> tuple[Tree, Any]:
    items: list[Tree] = []
    lines: list[Any] = []
    while type(event := next(events)) is not yaml.SequenceEndEvent:
        value, where = _value(event, events, found)
        items.append(value)
        lines.append(where)
    return items, (line, lines)


def _mapping(line: int, events: Any, found: Document) -> tuple[Tree, Any]:
    pairs: dict[str, Tree] = {}
    lines: dict[str, Any] = {}
    while type(event := next(events)) is not yaml.MappingEndEvent:
        if type(event) is not yaml.ScalarEvent:
            _fault(found, event, "yaml-feature", "a key is not plain text", "write the key as one word")
            raise _Stop
        if event.anchor or event.tag:
            _refuse_marks(event, found)
        key = event.value
        if key in pairs:
            _fault(found, event, "duplicate-key", f"the key {key!r} is given twice", "keep one of the two")
        value, where = _value(next(events), events, found)
        pairs[key] = value
        # A key and its value may stand on different lines; the key's line is where a reader looks.
        lines[key] = (_line(event.start_mark), where[1]) if isinstance(where, tuple) else where
    return pairs, (line, lines)
