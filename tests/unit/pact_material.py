"""Comparing a pack with the research material that it was made from: nothing may be lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import yaml

from foedus.record.pack import Record


def collected(shared: Path, name: str) -> dict[str, Any]:
    """The material on an organisation, by file, every scalar as text; null is None."""
    files = (shared / "facts" / name).glob("*.yaml")
    return {file.stem: known(yaml.load(file.read_text("utf-8"), yaml.CBaseLoader)) for file in files}


def known(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {key: known(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [known(value) for value in tree]
    return None if tree in ("null", "") else tree


def cited(tree: Any) -> Iterator[str]:
    """Every source id in a tree of material, or in facts."""
    if isinstance(tree, list | tuple):
        for one in tree:
            yield from cited(one)
    elif isinstance(tree, dict):
        for key, value in tree.items():
            yield from value if key == "sources" else cited(value)
    elif is_dataclass(tree) and not isinstance(tree, type):
        for field in fields(tree):
            value = getattr(tree, field.name)
            yield from value if field.name in ("sources", "parties_sources") else cited(value)


def texts(tree: Any) -> Iterator[str]:
    """Every text in facts, dates too."""
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, tuple):
        for one in tree:
            yield from texts(one)
    elif is_dataclass(tree) and not isinstance(tree, type):
        if hasattr(tree, "text") and hasattr(tree, "precision"):
            yield tree.text
        for field in fields(tree):
            yield from texts(getattr(tree, field.name))


def plain(words: str | None) -> str:
    """Prose without case, stops and the mark of what no page shows."""
    return (words or "").lower().replace("; background", " (background)").rstrip(".")


def span(row: dict[str, Any]) -> str:
    return f"{row['from'] or ''}/{row['to'] or '..'}"


def lost_sources(record: Record, material: dict[str, Any]) -> set[str]:
    """Sources of the material that the pack does not list, or that nothing in it names any longer."""
    listed = {*material["sources"], *(material.get("case_sources") or {})}
    sections = ("organisation", "treaties", "membership", "organs", "decision_rules", "forces", "events", "cases")
    used = {name for section in sections for name in cited(getattr(record, section))}
    wanted = {name for file, tree in material.items() if "sources" not in file for name in cited(tree)}
    return (listed - record.sources.keys()) | (wanted - used)


def lost_in_case(coded: Any, row: dict[str, Any]) -> Iterator[str]:
    """What a case of the material says and the coded case does not, apart from what was corrected."""
    said = " ".join(texts(coded)).lower()
    situation, asked, decided = row["situation"], row["invocation"], row["decision"]
    meetings, places, disputes = row["consultations"], row["positions"], row.get("disputed") or ()
    told = [
        row["title"], row["outcome"], row["fulfilled_why"], situation["begins"], situation["ends"],
        situation["place"], situation.get("note"), asked["date"], asked["channel"], decided["date"],
        decided["mandate"], decided.get("note"), *row["deployment"].values(),
        *(one[key] for one in places for key in ("note", "materiel")),
        *(one[key] for one in meetings for key in ("date", "format", "note")),
        *(one[key] for one in disputes for key in ("value", "note")),
    ]  # fmt: skip
    numbers = {str(one.personnel) for one in coded.positions} | {
        str(coded.deployment.personnel_total),
        str(coded.situation.battle_deaths),
    }
    for words in filter(None, told):
        if plain(words) not in said and words not in numbers:
            yield words
    words_coded = (coded.situation.kind, coded.decision.outcome, coded.fulfilled)
    if words_coded != (situation["kind"], decided["outcome"], row["fulfilled"]):
        yield f"{situation['kind']}, {decided['outcome']}, {row['fulfilled']}"
    stood = {(one.state, one.stance, one.contributes, one.personnel) for one in coded.positions}
    for one in row["positions"]:
        sent = {"true": True, "false": False, None: None}[one["contributes"]]
        people = int(one["personnel"]) if one["personnel"] else None
        if (one["state"], one["stance"], sent, people) not in stood:
            yield f"{one['state']} {one['stance']}"
