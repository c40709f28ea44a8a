"""Progress: a bar on a terminal while something takes long; nothing where nobody watches."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def watched(what: str, least: int) -> Iterator[Callable[[int, int], None] | None]:
    """Show a bar while the block runs.

    Args:
        what: what is being done.
        least: with fewer steps than that no bar is shown.

    Yields:
        a function to be told how many steps are done and of how many; None where standard error is no terminal.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, visible=False)

        def done(count: int, total: int) -> None:
            progress.update(task, completed=count, total=total, visible=total >= least)

        yield done
