"""The page of the law of a day."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from foedus.cli.overview_page import begun
from foedus.cli.page import Cell, dim
from foedus.cli.speech import counted, words
from foedus.record.facts import Provision
from foedus.record.view import View


def in_force(view: View, found: Sequence[Provision], subject: str | None) -> None:
    """Provisions in force, by instrument."""
    page = begun(view, f"law on {words(subject)}" if subject else "law in force")
    for treaty, group in groupby(found, key=view.treaty_of):
        page.heading(treaty.title)
        rows: list[tuple[Cell, Cell]] = []
        for one in group:
            rows.append((one.ref, one.text))
            kind = "" if subject else f"{words(one.subject)}; "
            rows.append(("", dim(f"{kind}{one.id}, {_held(one)}")))
        page.table(["Article", "What it says"], rows, widest="What it says")
    page.blank()
    about = f" on {words(subject)}" if subject else ""
    page.say(f"{counted(len(found), 'provision')}{about} in force, in our own words.")
    page.sources(name for one in found for name in one.sources)
    page.out()


def _held(one: Provision) -> str:
    start = one.period.start.text if one.period.start else "an unknown day"
    return f"this wording from {start}" + (f" to {one.period.end}" if one.period.end else "")
