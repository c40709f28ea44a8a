"""The JSON Schema of a pack's files, for editors that complete and check while one types."""

from __future__ import annotations

import inspect
import re
from dataclasses import is_dataclass
from types import GenericAlias
from typing import Any

from foedus.record import base, cases, doctrine, expectations, facts, queries, rules, terms
from foedus.record.schema import SECTION, Section, adapter
from foedus.sources import Source

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_ATTRIBUTE = re.compile(r"^ {4}(\w+): (.*)$")


def json_schema(section: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the files of one section.

    Args:
        section: its name.

    Returns:
        the schema as plain data.

    Raises:
        KeyError: when there is no such section.

    >>> json_schema("events")["type"], json_schema("pack")["type"]
    ('array', 'object')
    """
    wanted = SECTION[section]
    made = adapter(_whole(wanted)).json_schema(ref_template="#/$defs/{model}")
    made = explained(made, wanted.of.__name__ if wanted.shape == "one" else "")
    head = {"$schema": DIALECT, "title": f"{section} of a Foedus pack", "description": f"{wanted.about}."}
    return {**head, **{key: value for key, value in made.items() if key not in head}}


def explained(made: dict[str, Any], name: str) -> dict[str, Any]:
    """A schema with the words of the docstrings, and with what only the reader of packs knows.

    Args:
        made: the schema as pydantic makes it; it is changed.
        name: the class that the whole is of; nothing where it is of a list or mapping.
    """
    whole = {name: made} if name else {}
    for each, one in {**made.get("$defs", {}), **whole}.items():
        _explain(each, one)
    provision = made if name == "Provision" else made.get("$defs", {}).get("Provision")
    if provision is not None:
        _choose_terms(provision)
    condition = made.get("$defs", {}).get("Condition")
    if condition is not None:
        condition.update(minProperties=1, maxProperties=1)
    query = made.get("$defs", {}).get("Query")
    if query is not None:
        query.update(minProperties=1, maxProperties=2)
    return made


def _whole(section: Section) -> Any:
    """The type of a whole file."""
    shapes: dict[str, Any] = {
        "one": section.of,
        "list": GenericAlias(list, (section.of,)),
        "mapping": GenericAlias(dict, (str, section.of)),
    }
    return shapes[section.shape]


def _choose_terms(provision: dict[str, Any]) -> None:
    """Let the subject choose the class of the terms, as the reader of packs does."""
    provision["properties"]["terms"] = {"description": "What it says, typed; its keys depend on the subject."}
    by_class: dict[str, list[str]] = {}
    for subject, of in terms.TERMS_OF.items():
        by_class.setdefault(of.__name__, []).append(subject)
    provision["allOf"] = [
        {
            "if": {"properties": {"subject": {"enum": subjects}}, "required": ["subject"]},
            "then": {"properties": {"terms": {"$ref": f"#/$defs/{of}"}}},
        }
        for of, subjects in by_class.items()
    ]


def _classes() -> dict[str, type]:
    modules = (base, cases, doctrine, expectations, facts, queries, rules, terms)
    found = (one for module in modules for one in vars(module).values())
    return {one.__name__: one for one in (Source, *found) if isinstance(one, type) and is_dataclass(one)}


def _explain(name: str, schema: dict[str, Any]) -> None:
    """Put the words of a class's docstring beside the keys that they explain."""
    of = _classes().get(name)
    if of is None or "properties" not in schema:
        return
    summary = (of.__doc__ or "").strip().partition("\n")[0]
    schema["description"] = summary
    for value in schema["properties"].values():
        value.pop("title", None)
    for one in of.__mro__:
        for key, what in _attributes(one).items():
            if key in schema["properties"]:
                schema["properties"][key].setdefault("description", what)


def _attributes(of: type) -> dict[str, str]:
    """What a docstring says of each attribute, its references to code left out."""
    found: dict[str, str] = {}
    lines = inspect.cleandoc(of.__doc__ or "").partition("Attributes:\n")[2].split("\n")
    name = ""
    for line in lines:
        begins = _ATTRIBUTE.match(line)
        if begins:
            name = begins[1]
            found[name] = begins[2]
        elif name and line.startswith("        "):
            found[name] += f" {line.strip()}"
    return {key: re.sub(r":\w+:`~?([^`]*)`|``", r"\1", what) for key, what in found.items()}
