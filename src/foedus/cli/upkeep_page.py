"""The page that lists a pack's sections."""

from __future__ import annotations

from foedus.cli.page import Page, bold
from foedus.record.schema import SECTIONS


def sections() -> None:
    """Every section of a pack, where it stands and what it holds."""
    page = Page()
    page.title("What a pack holds")
    page.table(
        ["!Section", "Files", "What it holds"],
        [
            (
                bold(one.name),
                f"{one.name}.yaml" + ("" if one.shape == "one" else f" or {one.name}/*.yaml"),
                one.about + (" (every pack has it)" if one.required else ""),
            )
            for one in SECTIONS
        ]
        + [(bold("reforms"), "reforms/*.yaml", "ready-made reforms, one a file; no part of the record")],
        widest="What it holds",
    )
    page.blank()
    page.note("`foedus schema --section NAME` writes the JSON Schema of one, `foedus schema --out DIR` of all.")
    page.out()
