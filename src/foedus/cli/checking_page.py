"""The page of checked statements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.text import Text

from foedus.cli.page import Cell, Page, dim
from foedus.cli.speech import counted, listed, span
from foedus.dates import Certainty
from foedus.record.statements import Checked

STYLES = {
    "true": "bold green",
    "true_then": "green",
    "out_of_date": "yellow",
    "imprecise": "yellow",
    "disputed": "magenta",
    "false": "bold red",
    "opinion": "dim",
    "unknown": "dim",
}

MOST = 8
"""So many sources are named for one statement; the JSON has them all."""


def told(found: Sequence[Checked]) -> None:
    """Every statement with its verdict, text by text."""
    page = Page()
    page.title("What texts say, held against the record")
    document = None
    for one in found:
        if one.statement.document != document:
            document = one.statement.document
            page.heading(document)
        page.blank()
        line = Text(one.verdict.replace("_", " "), style=STYLES[one.verdict])
        line.append(f'  "{one.statement.quote}"', style="not bold not dim default")
        line.append(f"  {one.statement.id}", style="not bold dim")
        page.say(line)
        page.pairs(_rows(one), indent=2)
    page.blank()
    page.say(_sum(found))
    page.out()


def _rows(one: Checked) -> Iterator[tuple[str, Cell]]:
    if one.certainty is Certainty.POSSIBLY:
        yield "How sure", "only possible"
    if one.true_during:
        yield "True", listed(map(span, one.true_during))
    elif one.possibly_during:
        yield "Possibly true", listed(map(span, one.possibly_during))
    if one.near_during and not one.true_during:
        yield "Nearly true", listed(map(span, one.near_during))
    yield "Why", one.why if one.computed or one.verdict == "opinion" else f"{one.why} (found by hand)"
    if one.sources:
        more = f", and {len(one.sources) - MOST} more" if len(one.sources) > MOST else ""
        yield "Sources", dim(f"{', '.join(one.sources[:MOST])}{more}")


def _sum(found: Sequence[Checked]) -> str:
    if not found:
        return "There are no such statements."
    counts: Counter[str] = Counter(one.verdict for one in found)
    told = listed(f"{counts[name]} {name.replace('_', ' ')}" for name in STYLES if counts[name])
    computed = sum(one.computed for one in found)
    return f"{counted(len(found), 'statement')}: {told}. {computed} computed from the record."
