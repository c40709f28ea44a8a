"""No organisation, state or case is named in code: they live in packs and in the data, and code reads them.

Docstrings and comments may name them, as may their doctests. What is looked for comes from the packs and the
table of states themselves, so a new pack is looked for from its first day.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

SOURCE = Path(__file__).resolve().parents[2] / "src" / "foedus"
PACKS = SOURCE / "packs"
STATES = SOURCE / "data" / "states.yaml"
MODULES = sorted(path for path in SOURCE.rglob("*.py") if path.is_file())


@dataclass(frozen=True)
class Names:
    """What code must not name.

    Organisations' ids (`csto`), spoken names of organisations and states, states' codes and cases' ids.
    """

    organisations: frozenset[str]
    spoken: frozenset[str]
    codes: frozenset[str]
    cases: frozenset[str]


def tree(path: Path) -> Any:
    """Read a YAML file with every scalar as text."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def mappings(node: Any) -> Iterator[dict[str, Any]]:
    """Walk every mapping in a YAML tree."""
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from mappings(child)


def coded_cases(read: Any) -> list[str]:
    """List the ids of the cases in a file, which holds one case or a list of them."""
    return [case["id"] for case in (read if isinstance(read, list) else [read])]


def collect() -> Names:
    """Gather the names from the packs and the table of states."""
    folders = sorted(path for path in PACKS.iterdir() if path.is_dir() and any(path.glob("*.yaml")))
    spoken: set[str] = set()
    cases: set[str] = set()
    for folder in folders:
        if (folder / "organisation.yaml").exists():
            spoken.add(next(mappings(tree(folder / "organisation.yaml")))["name"])
        for path in sorted([*folder.glob("cases.yaml"), *folder.glob("cases/**/*.yaml")]):
            cases.update(coded_cases(tree(path)))
    codes: set[str] = set()
    for entry in mappings(tree(STATES)) if STATES.exists() else ():
        if "code" in entry:
            codes.add(entry["code"])
            spoken.update(other["name"] for other in (entry, *entry.get("names", ())))
    return Names(
        frozenset(folder.name for folder in folders), frozenset(spoken), frozenset(codes), frozenset(cases)
    )


def words(text: str) -> list[str]:
    """Split text or an identifier into lower-case words: `loadNato_pact` gives load, nato, pact."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+", text)]


def holds(text: str, phrase: str) -> bool:
    """Tell whether the words of the phrase stand in the text, next to one another."""
    looked_for = words(phrase)
    there = words(text)
    return any(there[n : n + len(looked_for)] == looked_for for n in range(len(there)))


def in_text(text: str, names: Names) -> Iterator[str]:
    """Yield what a string literal names."""
    yield from (name for name in sorted(names.organisations | names.cases) if holds(text, name))
    yield from (name for name in sorted(names.spoken) if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text))
    parts = re.split(r"[\s,;|/+-]+", text.strip())
    if all(part in names.codes for part in parts):
        yield from parts


def identifiers(node: ast.AST) -> Iterator[str]:
    """Yield the names that a node of the syntax tree gives or uses."""
    for field in ("id", "attr", "arg", "name", "asname", "module", "rest", "kwd_attrs"):
        value = getattr(node, field, None)
        yield from [value] if isinstance(value, str) else value if isinstance(value, list) else ()


def named(source: str, names: Names) -> list[str]:
    """List what the source names outside comments and docstrings, as `line: name`."""
    parsed = ast.parse(source)
    # A string that stands alone is documentation, of a module, a class, a function or an attribute.
    prose = {id(node.value) for node in ast.walk(parsed) if isinstance(node, ast.Expr)}
    found: set[tuple[int, str]] = set()
    bodies_and_cases = names.organisations | names.cases
    for node in ast.walk(parsed):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes) and id(node) not in prose:
            text = node.value if isinstance(node.value, str) else node.value.decode("latin-1")
            found.update((line, name) for name in in_text(text, names))
        for identifier in identifiers(node):
            found.update((line, name) for name in bodies_and_cases if holds(identifier, name))
    return [f"{line}: {name}" for line, name in sorted(found)]


@pytest.fixture(scope="module")
def names() -> Names:
    return collect()


def test_there_is_something_to_look_for(names: Names) -> None:
    """An empty list of names would pass everything: the packs and the table of states must have been read."""
    assert "csto" in names.organisations
    assert "csto-kazakhstan-2022" in names.cases
    assert {"ARM", "KAZ", "SUN"} <= names.codes
    assert {"Collective Security Treaty Organization", "Kazakhstan"} <= names.spoken


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_code_names_nobody(path: Path, names: Names) -> None:
    found = named(path.read_text(encoding="utf-8"), names)
    assert not found, f"{path.name} names {found}: move the name to a pack, to the data or to a docstring"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_no_module_is_named_after_an_organisation(path: Path, names: Names) -> None:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    assert not [name for name in names.organisations for part in parts if holds(part, name)]


EXAMPLE = Names(
    organisations=frozenset({"csto", "un-sc"}),
    spoken=frozenset({"Kazakhstan", "Collective Security Treaty Organization"}),
    codes=frozenset({"ARM", "KAZ"}),
    cases=frozenset({"csto-kazakhstan-2022"}),
)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("x = 'csto'", ["1: csto"]),
        ("\n\nif pack.id == 'CSTO': pass", ["3: csto"]),
        ("def _csto_rule(): ...", ["1: csto"]),
        ("class CstoCouncil: ...", ["1: csto"]),
        ("from foedus.packs import un_sc", ["1: un-sc"]),
        ("import foedus.packs.csto", ["1: csto"]),
        ("f(csto=1)", ["1: csto"]),
        ("f'the {kind} of un-sc'", ["1: un-sc"]),
        ("Id = Literal['csto']", ["1: csto"]),
        ("x = b'csto'", ["1: csto"]),
        ("ask('replay csto-kazakhstan-2022')", ["1: csto", "1: csto-kazakhstan-2022"]),
        ("HOST = {'KAZ': 1}", ["1: KAZ"]),
        ("HOSTS = 'ARM KAZ'.split()", ["1: ARM", "1: KAZ"]),
        ("say('Kazakhstan asked')", ["1: Kazakhstan"]),
        (
            "x = 'a ' 'Collective Security ' 'Treaty Organization'",
            ["1: Collective Security Treaty Organization"],
        ),
    ],
)
def test_a_name_in_code_is_found(source: str, found: list[str]) -> None:
    assert named(source, EXAMPLE) == found


@pytest.mark.parametrize(
    "source",
    [
        "'''Reads the pack csto, where KAZ stands for Kazakhstan.'''",
        "def f():\n    '''Load one.\n\n    >>> organisation('csto')\n    '''",
        "KINDS = ()\n'''csto has seven.'''",
        "x = 1  # as csto has it, in Kazakhstan",
        "x = 'ARMY'",
        "x = 'alarm'",
        "ARM = 1",
        "x = 'unscathed'",
        "x = ''",
    ],
)
def test_documentation_and_other_words_are_left_alone(source: str) -> None:
    assert named(source, EXAMPLE) == []
