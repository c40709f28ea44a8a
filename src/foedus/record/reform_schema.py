"""The JSON Schema of a reform's file, for editors; made of the schemas of the facts that a reform changes."""

from __future__ import annotations

from typing import Any

from foedus.record.json_schema import DIALECT, explained
from foedus.record.reform_changes import ForceThen, Head
from foedus.record.reform_reading import NEW, SHAPES, partial
from foedus.record.rules import DecisionRule
from foedus.record.schema import adapter
from foedus.record.terms import TERMS_OF

_THEN: dict[str, type] = {"rules": DecisionRule, "organs": NEW["organ"][1], "forces": ForceThen}
"""Which class's keys ``becomes`` has; of articles the subject chooses."""


def reform_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a reform's file.

    Returns:
        the schema as plain data.

    >>> sorted(reform_schema()["required"])
    ['name', 'reform', 'why']
    """
    defs: dict[str, Any] = {}
    head = _schema(Head, defs)
    changes = [_change(key, defs) for key in SHAPES]
    properties = {
        **head["properties"],
        "from": {"type": "string", "description": "when it begins; left out: from the beginning"},
        "changes": {"type": "array", "items": {"anyOf": changes}, "description": "what it changes"},
        "parameters": {"type": "object", "description": "numbers for a simulation, by name"},
    }
    return {
        "$schema": DIALECT,
        "title": "reforms of a Foedus pack",
        "description": "a named change to an organisation's law, membership or forces.",
        "type": "object",
        "properties": properties,
        "required": head["required"],
        "additionalProperties": False,
        "$defs": defs,
    }


def _schema(of: type, defs: dict[str, Any]) -> dict[str, Any]:
    """The schema of one class, with those that it refers to put among the definitions."""
    made = explained(adapter(of).json_schema(ref_template="#/$defs/{model}"), of.__name__)
    defs.update(made.pop("$defs", {}))
    return made


def _part(of: type, defs: dict[str, Any]) -> dict[str, Any]:
    """The schema of a class of which each key may be left out."""
    made = _schema(partial(of), defs)
    for one in made.get("properties", {}).values():
        one.pop("default", None)
    return made


def _change(key: str, defs: dict[str, Any]) -> dict[str, Any]:
    made = _schema(SHAPES[key], defs)
    if key in _THEN:
        made["properties"]["becomes"] = _part(_THEN[key], defs)
    elif key == "articles":
        made["allOf"] = [
            _where("subject", subject, {"becomes": _part(of, defs)}) for subject, of in TERMS_OF.items()
        ]
    elif key == "adds":
        made["allOf"] = [_where("adds", word, {"fact": _new(of, defs)}) for word, (_, of) in NEW.items()]
    return made


def _where(key: str, word: str, properties: dict[str, Any]) -> dict[str, Any]:
    """A part of a schema that holds where a key has a value."""
    there = {"properties": {key: {"const": word}}, "required": [key]}
    return {"if": there, "then": {"properties": properties}}


def _new(of: type, defs: dict[str, Any]) -> dict[str, Any]:
    """The schema of a fact whose period and sources are the reform's where they are left out."""
    made = _schema(of, defs)
    made["required"] = [one for one in made["required"] if one not in ("period", "sources")]
    return made
