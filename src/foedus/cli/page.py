"""Pages: titles, paragraphs, tables and trees that fit the terminal, for people who know treaties."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from foedus.cli.output import write

WIDEST = 110
"""Lines longer than this are hard to read, however wide the terminal is."""
NARROWEST = 40

FINDING = {"engaged": "bold green", "arguable": "yellow", "not_engaged": "dim"}
"""How a finding looks."""

Cell = str | Text
"""What stands in a table."""


class Page:
    """A page that is being made; :meth:`out` writes it.

    Attributes:
        width: columns that it fills.
    """

    def __init__(self) -> None:
        """Begin an empty page, as wide as the terminal."""
        self._held = _Held()
        self._console = Console(file=self._held, highlight=False, markup=False, emoji=False)
        self.width = max(NARROWEST, min(self._console.width, WIDEST))
        self._parts: list[Any] = []

    def add(self, part: Any, indent: int = 0) -> None:
        """Add anything that rich can render."""
        self._parts.append(Padding(part, (0, 0, 0, indent)) if indent else part)

    def blank(self) -> None:
        """Leave a line free."""
        self._parts.append(Text(""))

    def title(self, text: str, below: str = "") -> None:
        """Begin the page with what it is about, and below it what narrows it."""
        self.add(Text(text, style="bold"))
        if below:
            self.note(below)

    def heading(self, text: str) -> None:
        """Begin a part of the page."""
        self.blank()
        self.add(Text(text, style="bold cyan"))

    def say(self, text: Cell, indent: int = 0) -> None:
        """Add a paragraph."""
        self.add(text if isinstance(text, Text) else Text(text), indent)

    def note(self, text: str, indent: int = 0) -> None:
        """Add a paragraph that stands back."""
        self.add(Text(text, style="dim"), indent)

    def items(self, texts: Iterable[Cell], indent: int = 0) -> None:
        """Add a list, one item a line, its further lines set in."""
        grid = Table.grid(padding=(0, 1, 0, 0))
        grid.add_column(width=1)
        grid.add_column()
        for one in texts:
            grid.add_row("-", one if isinstance(one, Text) else Text(one))
        self.add(grid, indent)

    def pairs(self, rows: Iterable[tuple[str, Cell]], indent: int = 0) -> None:
        """Add what is called what: a name and what it is, one a line."""
        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(style="dim", no_wrap=True)
        grid.add_column()
        for name, what in rows:
            grid.add_row(name, what if isinstance(what, Text) else Text(what))
        self.add(grid, indent)

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, widest: str = "") -> None:
        """Add a table.

        Args:
            columns: names; one that begins with ``>`` is set to the right, one with ``!`` does not wrap.
            rows: cells, as many as there are columns.
            widest: name of the column that takes what room is left.
        """
        table = Table(
            box=box.SIMPLE_HEAD,
            pad_edge=False,
            show_edge=False,
            padding=(0, 1, 0, 0),
            header_style="dim",
            border_style="dim",
        )
        table.expand = bool(widest)
        for name in columns:
            plain, whole = name.lstrip(">!"), name[:1] in (">", "!")
            table.add_column(
                plain,
                justify="right" if name.startswith(">") else "left",
                no_wrap=whole,
                ratio=1 if plain == widest else None,
                max_width=self.width // 4 if widest and plain != widest and not whole else None,
                overflow="fold",
            )
        for row in rows:
            table.add_row(*(one if isinstance(one, Text) else Text(one) for one in row))
        self.add(table)

    def tree(self, root: Text) -> Tree:
        """Add a tree and give it to be filled."""
        tree = Tree(root, guide_style="dim")
        self.add(tree)
        return tree

    def sources(self, ids: Iterable[str], most: int = 12) -> None:
        """Close with what the page rests on; cut where it is long.

        Args:
            ids: ids of sources, in any order, perhaps repeated.
            most: how many are named.
        """
        names = sorted(dict.fromkeys(ids))
        if not names:
            return
        self.blank()
        more = f", and {len(names) - most} more" if len(names) > most else ""
        self.note(f"Sources: {', '.join(names[:most])}{more}. `foedus cite ID` gives each in full.")

    def out(self) -> None:
        """Write the page, with colours only on a terminal that wants them."""
        for part in self._parts:
            self._console.print(part, width=self.width, overflow="fold")
        write("\n".join(line.rstrip() for line in self._held.getvalue().split("\n")))


class _Held(io.StringIO):
    """Keeps a page until it is whole; to rich it looks like standard output, so that colours and signs suit it."""

    @property
    def encoding(self) -> str:  # type: ignore[override]  # the stream in memory has none, and rich asks for one
        return getattr(sys.stdout, "encoding", None) or "utf-8"

    def isatty(self) -> bool:
        return sys.stdout.isatty()


def dim(text: str) -> Text:
    """Text that stands back."""
    return Text(text, style="dim")


def bold(text: str) -> Text:
    """Text that stands out."""
    return Text(text, style="bold")


def emphasis(text: str) -> Text:
    """Text that warns: what follows is not so."""
    return Text(text, style="bold magenta")


def with_basis(text: str, below: str) -> Text:
    """Text, and below it what it rests on."""
    line = Text(text)
    return line.append(f"\n{below}", style="dim") if below else line


def finding(result: str) -> Text:
    """A finding in words, in its colour."""
    return Text(result.replace("_", " "), style=FINDING.get(result, ""))
