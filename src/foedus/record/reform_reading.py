"""Reading a reform's file: the project's own YAML, typed by the classes of the facts that it changes."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, make_dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final, get_type_hints

from foedus.dates import Date, DateError, Period
from foedus.record.base import Fact, Part
from foedus.record.checks_ground import nearest
from foedus.record.checks_names import ID
from foedus.record.facts import Force, Organ, Provision
from foedus.record.faults import Fault
from foedus.record.reform_changes import (
    Addition,
    Alteration,
    Change,
    ForceThen,
    Head,
    Kind,
    Movement,
    NewReading,
    OfArticles,
    OfForces,
    OfMember,
    OfNew,
    OfOrgans,
    OfRules,
    OfTrigger,
    Place,
    Reform,
)
from foedus.record.rules import DecisionRule
from foedus.record.schema import validated
from foedus.record.terms import TERMS_OF, General
from foedus.record.text import Document, Tree, Way

AS_IT_IS: Final = "as it is"
"""Stands for a key that a reform leaves as it is."""

KEYS: Final = ("reform", "name", "why", "from", "proposed_by", "sources", "changes", "parameters")
SHAPES: Final[Mapping[str, type[Part]]] = {
    "rules": OfRules,
    "articles": OfArticles,
    "organs": OfOrgans,
    "forces": OfForces,
    "trigger": OfTrigger,
    "member": OfMember,
    "adds": OfNew,
}
"""The key by which a change is known, and its shape."""

NEW: Final[Mapping[str, tuple[Kind, type[Fact]]]] = {
    "rule": ("rules", DecisionRule),
    "article": ("articles", Provision),
    "organ": ("organs", Organ),
    "force": ("forces", Force),
}
_OWN: Final = frozenset({field.name for field in fields(Fact)} | {"period"})
"""Keys of a fact that a reform does not set: they say which fact it is, when it held, and how that is known."""


@dataclass(frozen=True, slots=True)
class _File:
    """A file that is being read.

    Attributes:
        document: the file's content.
        faults: what is wrong with it, as far as it has been read.
    """

    document: Document
    faults: list[Fault] = field(default_factory=list)

    def tell(self, way: Way, code: str, what: str, mend: str) -> None:
        """Keep a fault."""
        name = self.document.name_of(way)
        text = f"{name}: {what}" if name else what
        self.faults.append(Fault(self.document.file, self.document.line_of(way), code, text, mend))

    def typed(self, of: type, raw: Tree, way: Way) -> Any:
        """A value as a class of facts; None where it is at fault."""
        return validated(of, raw, way, self.document, self.faults)


def reform_of(document: Document) -> tuple[Reform | None, tuple[Fault, ...]]:
    """Read a reform.

    Args:
        document: its file as text.

    Returns:
        the reform, and every fault; with a fault nothing of it is used, and the reform is None.
    """
    file = _File(document)
    reform = _read(file) if document.whole else None
    told = {fault.line for fault in document.faults}
    faults = (*document.faults, *(fault for fault in file.faults if fault.line not in told))
    return (None if faults else reform), tuple(sorted(set(faults)))


def _read(file: _File) -> Reform | None:
    tree = file.document.tree
    if not isinstance(tree, dict):
        what = "the file is empty" if tree is None else "the file holds no keys and values"
        file.tell((), "wrong-shape", what, "write 'reform: ID', 'name: ...', 'why: ...' and 'changes: [...]'")
        return None
    _keys(file, tree)
    head = file.typed(Head, {key: tree[key] for key in tree if key in _HEAD}, ())
    if head is not None and not ID.fullmatch(head.reform):
        what, mend = f"{head.reform!r} is no id", "write letters, digits, hyphens, dots and underscores only"
        file.tell(("reform",), "bad-id", what, mend)
    start = _start(file, tree.get("from"))
    parameters = _parameters(file, tree.get("parameters"))
    sources: Tree = tree.get("sources")
    given = sources if isinstance(sources, list) else []
    changes = tuple(_changes(file, tree.get("changes"), start, given))
    if head is None or file.faults:
        return None
    if not (changes or parameters):
        file.tell((), "missing-key", "it changes nothing", "add 'changes: [...]', or 'parameters: {...}'")
        return None
    return Reform(
        id=head.reform,
        name=head.name,
        why=head.why,
        start=start,
        proposed_by=head.proposed_by,
        sources=head.sources,
        changes=changes,
        parameters=MappingProxyType(parameters),
        file=file.document.file,
        digest=hashlib.sha256(_canonical(tree)).hexdigest(),
        place=Place(file.document, ()),
    )


def _canonical(tree: Tree) -> bytes:
    """What a file says, in one way of writing it."""
    return json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


_HEAD: Final = frozenset(one.name for one in fields(Head))


def _keys(file: _File, tree: Mapping[str, Tree]) -> None:
    """Tell what keys are not known."""
    for key in tree:
        if key not in KEYS:
            near = nearest(key, [one for one in KEYS if one not in tree]) or nearest(key, KEYS)
            mend = f"did you mean {near!r}?" if near else f"the keys here are {', '.join(KEYS)}"
            file.tell((key,), "unknown-key", f"the key {key!r} is not known", mend)


def _start(file: _File, raw: Tree) -> Date | None:
    if raw is None:
        return None
    try:
        date = Date.parse(raw)
    except DateError as error:
        what, _, mend = str(error).rpartition("; ")
        file.tell(("from",), "bad-date", what or str(error), mend or "write YYYY-MM-DD")
        return None
    _undoubted(file, date, ("from",))
    return date


def _undoubted(file: _File, date: Date, way: Way) -> None:
    """Refuse a date in doubt: a reform begins when it is said to."""
    if date.qualifier:
        what = f"{date.text!r} is in doubt, and a reform begins when it is said to"
        file.tell(way, "bad-date", what, f"leave the {date.qualifier!r} out")


def _parameters(file: _File, raw: Tree) -> dict[str, float]:
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        file.tell(("parameters",), "not-a-mapping", "no names and numbers stand here", "write {name: number}")
        return {}
    made: dict[str, float] = {}
    for name, text in raw.items():
        number = _number(text)
        if number is None:
            what = f"{text!r} stands where a number is wanted"
            file.tell(("parameters", name), "not-a-number", what, "write it as 3, 0.25 or 1e-3")
        else:
            made[name] = number
    return made


def _number(text: Tree) -> float | None:
    try:
        number = float(text)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


# --- changes ---


def _changes(file: _File, raw: Tree, start: Date | None, sources: list[Tree]) -> Iterator[Change]:
    if raw is None:
        return
    if not isinstance(raw, list):
        file.tell(("changes",), "not-a-list", "no list stands here", "begin each change with '- '")
        return
    for place, one in enumerate(raw):
        way = ("changes", place)
        key = _kind(file, one, way)
        change = _change(file, key, one, way, start, sources) if key else None
        if change is not None:
            yield change


def _kind(file: _File, raw: Tree, way: Way) -> str | None:
    """The key by which a change is known."""
    listed = ", ".join(SHAPES)
    if not isinstance(raw, dict):
        file.tell(way, "not-a-mapping", "no change stands here", f"begin it with one of {listed}")
        return None
    given: list[str] = [key for key in raw if key in SHAPES]
    if len(given) == 1:
        return given[0]
    if given:
        what, mend = f"one change is about {' and '.join(given)}", "make of it one change for each"
        file.tell((*way, given[1]), "unknown-key", what, mend)
        return None
    key = next(iter(raw), "")
    near = next((found for one in raw if (found := nearest(one, SHAPES))), None)
    mend = f"did you mean {near!r}?" if near else f"begin it with one of {listed}"
    file.tell((*way, key), "unknown-key", "what is changed is not said", mend)
    return None


def _change(
    file: _File, key: str, raw: dict[str, Tree], way: Way, start: Date | None, sources: list[Tree]
) -> Change | None:
    later = "fact" if key == "adds" else "becomes"  # typed by the class that the rest chooses
    plain = {name: AS_IT_IS if name == later else value for name, value in raw.items()}
    shape = file.typed(SHAPES[key], plain, way)
    place = Place(file.document, way)
    match shape:
        case OfRules() | OfArticles() | OfOrgans() | OfForces():
            return _alteration(file, shape, raw, place)
        case OfTrigger():
            return NewReading(trigger=shape.trigger, means=shape.means, cells=shape.cells, place=place)
        case OfMember():
            return _movement(file, shape, place, start)
        case OfNew():
            return _addition(file, shape, raw, place, start, sources)
    return None


def _movement(file: _File, shape: OfMember, place: Place, start: Date | None) -> Movement:
    if shape.on is None and start is None:
        mend = "add 'on: YYYY-MM-DD' here, or 'from: YYYY-MM-DD' for the whole reform"
        file.tell(place.way, "missing-key", "on which day is not said", mend)
    if shape.on is not None:
        _undoubted(file, shape.on, (*place.way, "on"))
    return Movement(
        state=shape.member, move=shape.does, on=shape.on, seat=shape.seat, scope=shape.scope, place=place
    )


def _alteration(
    file: _File, shape: OfRules | OfArticles | OfOrgans | OfForces, raw: dict[str, Tree], place: Place
) -> Alteration | None:
    kind: Kind
    subject = text = None
    match shape:
        case OfRules():
            kind, names, of = "rules", shape.rules, partial(DecisionRule)
        case OfArticles():
            kind, names, of = "articles", shape.articles, partial(_terms_of(shape.subject))
            subject, text = shape.subject, shape.text
        case OfOrgans():
            kind, names, of = "organs", shape.organs, partial(Organ)
        case OfForces():
            kind, names, of = "forces", shape.forces, partial(ForceThen)
    becomes = _becomes(file, of, raw, place.way)
    if becomes is None:
        return None
    if not names:
        file.tell((*place.way, kind), "missing-key", "nothing is named", f"name at least one: '{kind}: [...]'")
    if bool(becomes) == shape.falls_away:
        what = "it both changes and falls away" if becomes else "what it becomes is not said"
        file.tell(place.way, "missing-key", what, "give 'becomes: {...}' or 'falls_away: true'")
    if kind == "rules" and "adopted_when" in becomes and "kind" not in becomes:
        what, mend = "the key 'kind' is missing", "say what the rule is called then, as 'kind: qualified_majority'"
        file.tell((*place.way, "becomes"), "missing-key", what, mend)
    return Alteration(
        kind=kind,
        names=names,
        becomes=MappingProxyType(becomes),
        subject=subject,
        text=text,
        falls_away=shape.falls_away,
        place=place,
    )


def _becomes(file: _File, of: type, raw: dict[str, Tree], way: Way) -> dict[str, Any] | None:
    """The keys that change, typed; None where one is at fault."""
    if raw.get("becomes") is None:
        return {}
    made = file.typed(of, raw["becomes"], (*way, "becomes"))
    if made is None:
        return None
    found = {one.name: getattr(made, one.name) for one in fields(of)}
    return {name: value for name, value in found.items() if value is not AS_IT_IS}


@cache
def partial(of: type) -> type:
    """A class with the keys of another of which each may be left out.

    Args:
        of: a class of facts, or of terms.
    """
    hints = get_type_hints(of)
    rows = [(one.name, hints[one.name], field(default=AS_IT_IS)) for one in fields(of) if one.name not in _OWN]
    return make_dataclass(of.__name__, rows, bases=(Part,), frozen=True, kw_only=True)


def _terms_of(subject: Tree) -> type:
    """The class of the terms on a subject; of one that there is not, the most general."""
    return next((of for name, of in TERMS_OF.items() if name == subject), General)


def _addition(
    file: _File, shape: OfNew, raw: dict[str, Tree], place: Place, start: Date | None, sources: list[Tree]
) -> Addition | None:
    kind, of = NEW[shape.adds]
    given = raw.get("fact")
    way = (*place.way, "fact")
    if not isinstance(given, dict):
        file.tell(way, "not-a-mapping", "no fact stands here", f"write the keys of a new {shape.adds}")
        return None
    if kind == "articles" and shape.to is None:
        file.tell(place.way, "missing-key", "the key 'to' is missing", "add 'to: ...', the id of the instrument")
    begins = Period(start=Date.of(start.earliest) if start else None)
    full = {"period": begins.text, "sources": sources, **given}
    if kind == "articles" and "terms" in full:
        terms = file.typed(_terms_of(full.get("subject")), full["terms"], (*way, "terms"))
        full["terms"] = General() if terms is None else terms
    fact = file.typed(of, full, way)
    return None if fact is None else Addition(kind=kind, fact=fact, to=shape.to, place=place)
