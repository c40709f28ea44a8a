"""The schema: which section of a pack holds which kind of fact, and how raw trees become facts.

pydantic is imported here and only when a pack is read.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any, NamedTuple, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError

from foedus.dates import Period
from foedus.record import cases, doctrine, facts, queries, rules, terms, worlds
from foedus.record.faults import Fault
from foedus.record.text import Document, Tree, Way
from foedus.sources import Source


@dataclass(frozen=True, slots=True)
class Section:
    """A kind of fact in a pack.

    Attributes:
        name: file ``name.yaml`` or folder ``name/`` of such files.
        of: class of one fact.
        shape: one fact, a list of them, or a mapping from id to fact.
        required: whether every pack has it.
        about: what it holds, for the documentation.
    """

    name: str
    of: type
    shape: str
    required: bool
    about: str


SECTIONS: tuple[Section, ...] = (
    Section("pack", facts.Pack, "one", True, "what the pack says of itself: licence, owner, the time it covers"),
    Section("organisation", facts.OrganisationFacts, "one", True, "the organisation itself"),
    Section("sources", Source, "mapping", True, "every source, by id"),
    Section("treaties", facts.Treaty, "list", True, "instruments, their parties and provisions"),
    Section("membership", facts.Membership, "list", True, "who had which status when"),
    Section("organs", facts.Organ, "list", True, "bodies that meet or decide"),
    Section("decision_rules", rules.DecisionRule, "list", True, "how they decide"),
    Section(
        "doctrine", doctrine.Doctrine, "list", False, "readings of triggers that differ from the common table"
    ),
    Section("officeholders", facts.Officeholder, "list", False, "persons in offices"),
    Section("chairmanship", facts.Chair, "list", False, "states in the chair"),
    Section("forces", facts.Force, "list", False, "collective forces and what members set aside"),
    Section("national_consents", facts.NationalConsent, "list", False, "whose consent a member's law asks"),
    Section("populations", facts.Population, "list", False, "people of members, for rules that count people"),
    Section("activities", facts.Activity, "list", False, "operations, exercises, programmes"),
    Section("events", facts.Event, "list", False, "milestones not covered elsewhere"),
    Section("cases", cases.CodedCase, "list", False, "the casebook"),
    Section("worlds", worlds.WorldFacts, "one", False, "figures of its own for simulated worlds"),
    Section("statements", queries.Statement, "list", False, "what texts say, and how it is checked"),
)
SECTION: Mapping[str, Section] = {section.name: section for section in SECTIONS}


@cache
def adapter(of: type) -> TypeAdapter[Any]:
    """The pydantic adapter of a class of facts, made once."""
    return TypeAdapter(of)


class Parsed(NamedTuple):
    """A fact that is sound, with its id ("" where it has none) and the way to it in its file."""

    id: str
    fact: Any
    way: Way


def parse(section: Section, document: Document) -> list[Parsed]:
    """Turn a file's tree into facts.

    Args:
        section: what the file holds.
        document: the file; faults found are added to its ``faults``.

    Returns:
        the facts that are sound, in the order of the file.
    """
    if not document.whole:
        return []
    told = {fault.line for fault in document.faults}
    found = []
    faults: list[Fault] = []
    for way, name, raw in _items(section, document, faults):
        fact = _fact(section.of, raw, way, document, faults)
        if fact is not None:
            found.append(Parsed(name or getattr(fact, "id", ""), fact, way))
    # What the text itself got wrong on a line is said once, not again as a fault of the schema.
    document.faults.extend(fault for fault in faults if fault.line not in told)
    return found


def _items(section: Section, document: Document, faults: list[Fault]) -> Iterator[tuple[Way, str, Tree]]:
    tree = document.tree
    wanted: dict[str, tuple[type, str]] = {
        "one": (dict, "keys and values, one 'key: value' a line"),
        "mapping": (dict, "a mapping from id to source"),
        "list": (list, "a list, each item beginning with '- '"),
    }
    kind, words = wanted[section.shape]
    fits = isinstance(tree, kind)
    if not fits:
        what = "the file is empty" if tree is None else f"the file holds {_shape(tree)}"
        faults.append(Fault(document.file, document.line_of(()), "wrong-shape", what, f"write {words}"))
    elif section.shape == "list":
        yield from (((place,), "", raw) for place, raw in enumerate(tree))
    elif section.shape == "mapping":
        yield from (((name,), name, raw) for name, raw in tree.items())
    else:
        yield (), "", tree


def _fact(of: type, raw: Tree, way: Way, document: Document, faults: list[Fault]) -> Any:
    if of is facts.Treaty and isinstance(raw, dict) and isinstance(raw.get("provisions"), list):
        provisions = [
            _with_terms(one, (*way, "provisions", place), document, faults)
            for place, one in enumerate(raw["provisions"])
        ]
        raw = {**raw, "provisions": provisions}
    return validated(of, raw, way, document, faults)


def _with_terms(raw: Tree, way: Way, document: Document, faults: list[Fault]) -> Tree:
    """Read the terms with the class that the subject chooses, so that faults name the right keys."""
    if not isinstance(raw, dict) or "terms" not in raw:
        return raw
    of = next((of for subject, of in terms.TERMS_OF.items() if subject == raw.get("subject")), None)
    # Where the subject is at fault nothing can be said of the terms.
    read = validated(of, raw["terms"], (*way, "terms"), document, faults) if of else None
    return {**raw, "terms": terms.General() if read is None else read}


def validated(of: type, raw: Tree, way: Way, document: Document, faults: list[Fault]) -> Any:
    """Read one value as a class of facts.

    Args:
        of: the class.
        raw: the value as text.
        way: the way to it in its file.
        document: the file.
        faults: what is wrong with the value is added to it.

    Returns:
        the fact; None where anything is wrong with it.
    """
    try:
        return adapter(of).validate_python(raw)
    except ValidationError as error:
        problems = error.errors(include_url=False)
    misspelt: set[Way] = set()
    for problem in sorted(problems, key=lambda one: one["type"] not in _UNKNOWN):
        inner = tuple(problem["loc"])
        if problem["type"] in _MISSING and inner in misspelt:
            continue
        if problem["type"] in _UNKNOWN and (near := _nearest(str(inner[-1]), _keys(of, inner[:-1]))):
            misspelt.add((*inner[:-1], near))
        faults.append(_explained(of, problem, inner, way, document))
    return None


_UNKNOWN = frozenset({"unexpected_keyword_argument", "extra_forbidden"})
_MISSING = frozenset({"missing", "missing_argument", "missing_keyword_only_argument"})


def _explained(of: type, problem: Any, inner: Way, way: Way, document: Document) -> Fault:
    kind, full = problem["type"], (*way, *inner)
    if kind in _UNKNOWN:
        keys = _keys(of, inner[:-1])
        near = _nearest(str(inner[-1]), keys)
        mend = f"did you mean {near!r}?" if near else f"the keys here are {', '.join(keys)}"
        what = f"the key {inner[-1]!r} is not known"
        return _said("unknown-key", document, full, full[:-1], what, mend)
    if kind in _MISSING:
        what, mend = f"the key {inner[-1]!r} is missing", f"add '{inner[-1]}: ...'"
        return _said("missing-key", document, full[:-1], full[:-1], what, mend)
    code, what, mend = _typed(kind, problem, _hint_at(of, inner))
    return _said(code, document, full, full, what, mend)


def _said(code: str, document: Document, at: Way, about: Way, what: str, mend: str) -> Fault:
    name = document.name_of(about)
    return Fault(document.file, document.line_of(at), code, f"{name}: {what}" if name else what, mend)


def _typed(kind: str, problem: Any, hint: object) -> tuple[str, str, str]:
    """Say what is wrong with one value: code, what, mend."""
    value, message = problem.get("input"), problem["msg"]
    if kind == "date_error":
        code, wanted = ("bad-period", "a period") if _within(hint, Period) else ("bad-date", "a date")
        if not isinstance(value, str):
            return code, f"{_shape(value)} stands where {wanted} is wanted", "write it as text"
        what, _, mend = message.rpartition("; ")
        return code, what, mend
    if kind == "literal_error":
        words = re.findall("'([^']+)'", problem["ctx"]["expected"])
        near = _nearest(value, words) if isinstance(value, str) else None
        mend = f"did you mean {near!r}?" if near else f"write one of {', '.join(words)}"
        return "unknown-word", f"{_shape(value)} is none of the words for this place", mend
    if kind == "value_error":
        return "bad-condition", message.removeprefix("Value error, "), "give exactly one"
    for start, code, wanted, mend in _WANTED:
        if kind.startswith(start):
            return code, f"{_shape(value)} stands where {wanted} is wanted", mend
    return "wrong-shape", f"{_shape(value)}: {message}", "see the reference of the pack's keys"


_WANTED = (
    ("int", "not-a-number", "a whole number", "write digits only; leave the key out if it is not known"),
    ("bool", "not-true-or-false", "true or false", "write true or false"),
    ("string", "not-text", "text", "write one line of text"),
    (("tuple", "list"), "not-a-list", "a list", "write [one, two]"),
    (("dataclass", "dict"), "not-a-mapping", "a mapping of keys to values", "write {key: value}"),
)


def _shape(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return repr(value) if len(value) <= 60 else f"{value[:57]!r}..."
    return "a mapping" if isinstance(value, dict) else "a list"


def _nearest(word: str, known: Iterable[str]) -> str | None:
    return next(iter(difflib.get_close_matches(word, known, 1, 0.5)), None)


@cache
def _hints(of: type) -> dict[str, Any]:
    return get_type_hints(of)


def _hint_at(of: object, inner: Way) -> object:
    """Follow keys into nested classes to the type of what stands there."""
    for step in inner:
        if isinstance(step, str):
            at = _class_in(of)
            of = _hints(at).get(step) if at else None
    return of


def _class_in(hint: object) -> type | None:
    """The class of facts within a type such as ``tuple[Party, ...] | None``."""
    if isinstance(hint, type) and is_dataclass(hint):
        return hint
    return next(filter(None, map(_class_in, get_args(hint))), None)


def _within(hint: object, wanted: type) -> bool:
    return hint is wanted or any(_within(part, wanted) for part in get_args(hint))


def _keys(of: type, inner: Way) -> list[str]:
    at = _class_in(_hint_at(of, inner))
    return [one.name for one in fields(at)] if at else []
