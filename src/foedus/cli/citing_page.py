"""The page of an organisation's sources."""

from __future__ import annotations

from collections.abc import Mapping

from foedus.cli.page import Page, bold, dim
from foedus.cli.speech import counted
from foedus.record.view import Organisation
from foedus.sources import Source


def listed(organisation: Organisation, found: Mapping[str, Source]) -> None:
    """Every source, by id."""
    page = Page()
    page.title(f"{organisation.record.organisation.short_name}: sources")
    rows = []
    for name in sorted(found):
        one = found[name]
        line = bold(name)
        line.append(f"\n{one.title}", style="not bold")
        beside = ", ".join(part for part in (one.publisher, one.date.text if one.date else None) if part)
        if beside:
            line.append(f". {beside}", style="not bold dim")
        rows.append((dim(one.kind), line))
    page.table(["!Kind", "Source"], rows, widest="Source")
    page.blank()
    page.say(f"{counted(len(found), 'source')}. `foedus cite ID` gives one in BibTeX.")
    page.out()
