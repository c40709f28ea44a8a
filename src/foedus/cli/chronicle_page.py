"""The page of a timeline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from foedus.cli.chronicle import Entry
from foedus.cli.page import Cell, Page, bold, dim
from foedus.cli.speech import counted
from foedus.dates import Date
from foedus.record.view import Organisation


def told(
    organisation: Organisation, found: Sequence[Entry], first: Date | None, last: Date | None, later: Date | None
) -> None:
    """The entries in order; what several states did on one day is one entry."""
    page = Page()
    bounds = " ".join([*([f"from {first.spoken()}"] if first else []), *([f"to {last.spoken()}"] if last else [])])
    page.title(f"{organisation.record.organisation.short_name}: timeline", bounds)
    if later is not None:
        page.say(f"Last known as of {later.spoken()}: the record covers nothing later.")
    rows = list(_joined(found))
    if rows:
        page.table(
            ["!Date", "!Kind", "What"], [(one.at.text, dim(one.kind), _cell(one)) for one in rows], widest="What"
        )
        page.blank()
    page.say(f"{counted(len(found), 'entry', 'entries')}.")
    page.sources(name for one in found for name in one.sources)
    page.out()


def _cell(one: Entry) -> Cell:
    return bold(one.told) if one.kind == "case" else one.told


def _joined(found: Iterable[Entry]) -> Iterable[Entry]:
    """Put what happened to several states on one day into one entry."""
    made: dict[tuple[str, str, str, str], Entry] = {}
    for one in found:
        key = (one.at.text, one.kind, one.what, "" if one.who else one.id)
        if key in made:
            one = replace(made[key], who=made[key].who + one.who)
        made[key] = one
    return made.values()
