"""The reference of the command line is whole: every command, every option, every key of the JSON."""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from foedus.cli.main import app
from tests.unit.cli_running import plain, ran

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "cli.md"
COMMANDS = [one.name for one in app.registered_commands if one.name]
BLOCKS = {"consultations", "decision", "positions", "deployment", "timeline"}
BY_WORD = {
    *("outcome", "outcome_interval", "stances", "stances_interval", "sends", "sends_if_any", "reach", "fulfilled"),
    *("by_organisation", "pooled-logit", "ordered-logit", "kind-table", "base-rate"),
}
"""Objects whose keys are outcomes, states, organisations or models."""

OPEN = {"terms", "content", "details", "set", *BLOCKS, *BY_WORD}
"""Objects whose keys are those of the record: the reference of a pack's keys, made from the schema, names them."""

STUDY = "STUDY"
"""Stands for the folder of a study, which is made when it is first asked for."""

ASKED: dict[str, list[tuple[str, ...]]] = {
    "show": [("csto",), ("csto", "--on", "1995-01-01"), ("csto", "--on", "1980-01-01")],
    "members": [("csto",), ("csto", "--all")],
    "organs": [("csto",), ("csto", "--reform", "armenia-leaves")],
    "forces": [("csto",)],
    "activities": [("csto",)],
    "standing": [("ARM", "--in", "csto"), ("UZB", "--in", "csto")],
    "law": [("csto",)],
    "timeline": [("csto",)],
    "cases": [()],
    "case": [("csto-kazakhstan-2022",), ("csto-karabakh-2020",)],
    "reforms": [("csto",), ("un-sc",)],
    "replay-all": [("csto",), ("csto", "--reform", "two-thirds"), ("un-sc", "--reform", "group-of-four")],
    "replay": [
        ("csto-kazakhstan-2022", "--reform", "two-thirds"),
        ("csto-kazakhstan-2022", "--verify"),
        ("csto-karabakh-2020",),
        ("csto-armenia-2022-september",),
    ],
    "compare": [("csto",), ("csto", "--reform", "two-thirds")],
    "advise": [("--situation", "csto-armenia-2022-september", "--on", "2009-01-01")],
    "credibility": [("csto", "--from", "2012", "--to", "2013"), ("csto", "--to", "2013", "--from", "2013")],
    "predict": [(str(Path(__file__).parents[1] / "corpus" / "questions" / "good" / "situations.yaml"),)],
    "models": [()],
    "track-record": [()],
    "figures": [("ARM", "--on", "2020-09-27"), ("MMR", "PAK"), ("DEU", "FRA", "--on", "1950-01-01")],
    "statements": [("csto",)],
    "check": [("003_2ab154f116991a48.txt", "--in", "csto")],
    "sources": [("csto",)],
    "cite": [("cst-art-4-2010",)],
    "findings": [()],
    "simulate": [
        ("csto", "--years", "2", "--worlds", "100", "--draws", "2", "--reform", "two-thirds", "--set", "need=2"),
    ],
    "study": [(STUDY,)],
    "world": [(STUDY, "3"), (STUDY, "5", "--reform", "two-thirds")],
    "sensitivity": [("csto", "--years", "2", "--worlds", "100", "--samples", "2", "--reform", "two-thirds")],
    "validate": [()],
    "schema": [],
}


@cache
def parts() -> dict[str, str]:
    """The page by its headings."""
    text = re.sub(r"^```.*?^```", "", PAGE.read_text(encoding="utf-8"), flags=re.M | re.S)
    found = re.split(r"^## (.+)$", text, flags=re.M)
    return {"": found[0], **{head.strip("`"): body for head, body in zip(found[1::2], found[2::2], strict=True)}}


def named(text: str) -> set[str]:
    """Words in back-ticks, those of commands split."""
    return {word for piece in re.findall(r"`([^`]+)`", text) for word in piece.split()}


def options(command: str) -> set[str]:
    """The options of a command, as its parser knows them."""
    params = get_command(app).commands[command].params  # type: ignore[attr-defined]  # it is a group
    return {name for one in params for name in (*one.opts, *one.secondary_opts) if name.startswith("-")}


def keys(tree: Any) -> Iterator[str]:
    """Every key, but for those within what is open."""
    if isinstance(tree, dict):
        for key, inner in tree.items():
            yield key
            if key not in OPEN:
                yield from keys(inner)
    elif isinstance(tree, list):
        for one in tree:
            yield from keys(one)


@cache
def study_folder() -> str:
    folder = Path(tempfile.mkdtemp()) / "study"
    made = ran("simulate", "csto", "--worlds", "20", "--reform", "two-thirds", "--out", str(folder))
    assert made.code == 0, made.err
    atexit.register(shutil.rmtree, folder.parent)
    return str(folder)


def asked(command: str) -> Iterator[Any]:
    """The JSON of every way in which a command is asked here."""
    for args in ASKED[command]:
        yield plain(command, *(study_folder() if one == STUDY else one for one in args))


def test_every_command_has_its_part_and_there_are_no_others() -> None:
    assert set(parts()) - {"", "Keys in common"} == set(COMMANDS) == set(ASKED)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_documented(command: str) -> None:
    found = options(command)
    assert "--json" in found
    assert found <= named(parts()[command]), found - named(parts()[command])


@pytest.mark.parametrize("command", COMMANDS)
def test_no_option_is_documented_that_does_not_exist(command: str) -> None:
    told = {word for word in named(parts()[command]) if word.startswith("--")}
    assert told <= options(command)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_key_is_documented(command: str) -> None:
    told = {word.rstrip(",") for word in named(parts()[command]) | named(parts()["Keys in common"])}
    if command in ("standing", "replay"):
        told |= {word.rstrip(",") for word in named(parts()["members"]) | named(parts()["advise"])}
    if command == "advise":
        told |= {word.rstrip(",") for word in named(parts()["predict"])}
    for tree in asked(command):
        missing = set(keys(tree)) - told
        assert not missing, missing


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in ("schema",)])
def test_keys_do_not_come_and_go(command: str) -> None:
    """Every row of a list has the same keys, so that a reader of the JSON can rely on them."""

    def rows(tree: Any, way: str = "") -> Iterator[tuple[str, frozenset[str]]]:
        if isinstance(tree, dict):
            for key, inner in tree.items():
                if key not in OPEN:
                    yield from rows(inner, f"{way}.{key}")
        elif isinstance(tree, list):
            for one in tree:
                if isinstance(one, dict):
                    yield way, frozenset(one)
                yield from rows(one, f"{way}[]")

    for tree in asked(command):
        shapes: dict[str, set[frozenset[str]]] = {}
        for way, found in rows(tree):
            shapes.setdefault(way, set()).add(found)
        assert {way: found for way, found in shapes.items() if len(found) > 1} == {}
