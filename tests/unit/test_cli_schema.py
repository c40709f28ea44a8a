"""The JSON Schema for editors: it takes what the packs hold, and refuses what the reader of packs refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from foedus.record import json_schema as made
from foedus.record.pack import packs
from foedus.record.reform_schema import reform_schema
from foedus.record.schema import SECTION
from foedus.record.terms import SUBJECTS


@cache
def json_schema(section: str) -> dict[str, Any]:
    return reform_schema() if section == "reforms" else made.json_schema(section)


TYPES = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "array": list,
    "object": dict,
    "null": type(None),
}


def wrong(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> Iterator[str]:
    """What a schema has against a value: the keywords that these schemas use, and no others."""
    known = {
        *(
            "$schema",
            "$defs",
            "$ref",
            "title",
            "description",
            "default",
            "type",
            "enum",
            "const",
            "pattern",
            "items",
        ),
        *("properties", "required", "additionalProperties", "anyOf", "allOf", "if", "then", "minProperties"),
        *("maxProperties", "minItems", "maxItems"),
    }
    assert set(schema) <= known, set(schema) - known
    if "$ref" in schema:
        yield from wrong(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root)
    if "anyOf" in schema and all(list(wrong(value, one, root)) for one in schema["anyOf"]):
        yield f"{value!r} fits none"
    for one in schema.get("allOf", ()):
        if "if" in one and list(wrong(value, one["if"], root)):
            continue
        yield from wrong(value, one.get("then", {} if "if" in one else one), root)
    kind = schema.get("type")
    if kind and (not isinstance(value, TYPES[kind]) or (kind == "integer" and isinstance(value, bool))):
        yield f"{value!r} is no {kind}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{value!r} is none of the words"
    if "const" in schema and value != schema["const"]:
        yield f"{value!r} is not {schema['const']!r}"
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        yield f"{value!r} does not fit the pattern"
    if isinstance(value, dict):
        yield from within(value, schema, root)
    if isinstance(value, list) and "items" in schema:
        for one in value:
            yield from wrong(one, schema["items"], root)


def within(value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any]) -> Iterator[str]:
    properties, more = schema.get("properties", {}), schema.get("additionalProperties", True)
    yield from (f"{key} is missing" for key in schema.get("required", ()) if key not in value)
    if not schema.get("minProperties", 0) <= len(value) <= schema.get("maxProperties", len(value)):
        yield "too few or too many keys"
    for key, one in value.items():
        if key in properties:
            yield from wrong(one, properties[key], root)
        elif more is False:
            yield f"{key} is not known"
        elif isinstance(more, dict):
            yield from wrong(one, more, root)


class Editor(yaml.SafeLoader):
    """Reads as an editor does (YAML 1.2): dates are text, and only true and false are booleans."""


Editor.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in rows if not tag.endswith(("timestamp", "bool", "float", "merge"))]
    for letter, rows in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Editor.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))

FILES = [
    (file.relative_to(folder).parts[0].removesuffix(".yaml"), file)
    for folder in packs().values()
    for file in sorted(folder.rglob("*.yaml"))
]


@pytest.mark.parametrize(("section", "file"), FILES, ids=[file.name for _, file in FILES])
def test_what_the_packs_hold_is_right(section: str, file: Path) -> None:
    schema = json_schema(section)
    assert list(wrong(yaml.load(file.read_text("utf-8"), Loader=Editor), schema, schema)) == []


def test_every_section_has_a_schema() -> None:
    for name in SECTION:
        schema = json_schema(name)
        assert schema["$schema"].endswith("2020-12/schema")
        assert schema["title"] == f"{name} of a Foedus pack"
        assert schema["description"]


@pytest.mark.parametrize(
    ("section", "tree"),
    [
        ("organs", [{"id": "x"}]),
        ("organs", {"id": "x"}),
        ("events", [{"id": "e", "date": "2012-13", "what": "w", "sources": ["s"]}]),
        ("events", [{"id": "e", "date": "2012-12", "what": "w", "sources": ["s"], "whta": "x"}]),
        ("events", [{"id": "e", "date": "2012-12", "what": "w", "sources": "s"}]),
        ("chairmanship", [{"id": "c", "state": "ARM", "period": "2012", "sources": ["s"]}]),
        ("membership", [{"id": "m", "state": "ARM", "status": "membr", "period": "2012/..", "sources": ["s"]}]),
    ],
)
def test_what_the_reader_refuses_is_refused(section: str, tree: Any) -> None:
    schema = json_schema(section)
    assert list(wrong(tree, schema, schema))


def provision(subject: str, terms: dict[str, Any]) -> list[Any]:
    one = {"id": "p", "article": "a", "ref": "art. 1", "subject": subject, "text": "t", "period": "2012/.."}
    whole = {**one, "terms": terms, "sources": ["s"]}
    return [{"id": "t", "title": "T", "signed": "2012", "sources": ["s"], "provisions": [whole]}]


def test_the_subject_chooses_the_terms() -> None:
    schema = json_schema("treaties")
    defence = {"trigger": ["aggression"], "obligation": "mandatory", "content": ["assistance"]}
    assert list(wrong(provision("mutual_defence", defence), schema, schema)) == []
    assert list(wrong(provision("duration", {"term_years": 5}), schema, schema)) == []
    assert list(wrong(provision("duration", defence), schema, schema))
    assert list(wrong(provision("mutual_defence", {"term_years": 5}), schema, schema))
    chosen = [
        word
        for one in schema["$defs"]["Provision"]["allOf"]
        for word in one["if"]["properties"]["subject"]["enum"]
    ]
    assert sorted(chosen) == sorted(SUBJECTS)


def test_a_condition_takes_one_key() -> None:
    condition = json_schema("decision_rules")["$defs"]["Condition"]
    assert (condition["minProperties"], condition["maxProperties"]) == (1, 1)


def test_keys_are_explained_in_the_words_of_the_docstrings() -> None:
    schema = json_schema("cases")
    assert schema["$defs"]["Situation"]["properties"]["target"]["description"] == "the state in trouble."
    assert "``" not in str(schema)
    assert ":class:" not in str(schema)
    assert schema["$defs"]["CodedCase"]["properties"]["confidence"]["description"].startswith("see")


def test_an_unknown_section() -> None:
    with pytest.raises(KeyError):
        json_schema("nothing")


def reform(*changes: dict[str, Any]) -> dict[str, Any]:
    return {"reform": "r", "name": "R", "why": "To see.", "changes": list(changes)}


@pytest.mark.parametrize(
    ("change", "right"),
    [
        ({"rules": ["x"], "becomes": {"quorum": None}}, True),
        ({"rules": ["x"], "becomes": {"qorum": None}}, False),
        ({"rules": ["x"], "becomes": {"kind": "majority"}}, False),
        ({"articles": ["x"], "subject": "duration", "becomes": {"term_years": 5}}, True),
        ({"articles": ["x"], "subject": "duration", "becomes": {"request": "required"}}, False),
        ({"articles": ["x"], "becomes": {"term_years": 5}}, False),
        ({"member": "ARM", "does": "leaves"}, True),
        ({"member": "ARM", "does": "goes"}, False),
        (
            {"adds": "organ", "fact": {"id": "x", "name": "X", "level": "ministers", "composition": "ministers"}},
            True,
        ),
        ({"adds": "organ", "fact": {"id": "x"}}, False),
    ],
)
def test_the_schema_of_a_reform_takes_what_can_be_changed(change: dict[str, Any], right: bool) -> None:
    schema = json_schema("reforms")
    assert bool(list(wrong(reform(change), schema, schema))) is not right
