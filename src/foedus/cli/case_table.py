"""Cases chosen by a query, and their tables on the way out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from foedus.analysis.casebook import FORMATS, TABLES, Coded, Row, case_row, coded_in, frame, member_rows, written
from foedus.cli.case_query import Test, parse
from foedus.cli.lookup import hint, one_of
from foedus.cli.output import put, tell, write
from foedus.cli.speech import counted
from foedus.cli.stops import WrongUsage, shown

__all__ = ["asked", "chosen", "coded_in", "put_out", "query", "tell_open"]


def asked(table: str | None, out: Path | None, json: bool) -> tuple[str | None, str]:
    """Say which table is asked for, and in which format; no table where a list is asked for.

    Raises:
        WrongUsage: when there is no such table or format.

    >>> asked(None, Path("cases.csv"), json=False)
    ('cases', 'csv')
    """
    kind = None if table is None else one_of(table, TABLES, "table")
    if out is None:
        return kind, "json" if json else "csv"
    form = out.suffix.removeprefix(".").casefold()
    if form not in FORMATS:
        near = hint(form, FORMATS) if form else f"known are {', '.join(FORMATS)}"
        raise WrongUsage(f"--out {shown(str(out))}: the ending says no format; {near}")
    return kind or "cases", form


def query(text: str, kind: str | None) -> Test:
    """Read a query on the columns of cases, and of members where their table is asked for.

    Raises:
        WrongUsage: when it is none, or names what there is not.
    """
    from foedus.record.pack import packs

    columns = {one.name: one for table in ("members", "cases") for one in TABLES[table]}
    known = columns if kind == "members" else {one.name: one for one in TABLES["cases"]}
    return parse(text, known.values(), {"organisation": list(packs())})


def chosen(coded: Sequence[Coded], holds: Test | None, kind: str | None) -> tuple[list[tuple[Coded, Row]], int]:
    """Keep the rows of which a query is true.

    Args:
        coded: cases.
        holds: the query; None keeps all.
        kind: the table, of which rows are kept; of cases where there is none.

    Returns:
        the rows with their cases, and how many more could not be answered.
    """
    if kind is None and holds is None:
        return [(one, {}) for one in coded], 0
    kept, unknown = [], 0
    for one, row, whole in _rows(coded, kind):
        found = True if holds is None else holds(whole)
        unknown += found is None
        if found:
            kept.append((one, row))
    return kept, unknown


def _rows(coded: Sequence[Coded], kind: str | None) -> Iterator[tuple[Coded, Row, dict[str, Any]]]:
    """Rows of a table, each also with all that a query may ask about it."""
    for one in coded:
        case = case_row(*one)
        if kind != "members":
            yield one, case, case
            continue
        for row in member_rows(*one):
            yield one, row, {**row, **case}


def fell_out(count: int) -> str:
    """Say how many rows fell out.

    >>> fell_out(2)
    'Of 2 more rows the query cannot be answered: what it asks about is not known.'
    """
    return f"Of {counted(count, 'more row')} the query cannot be answered: what it asks about is not known."


def tell_open(count: int) -> None:
    """Say on standard error how many rows fell out, if any."""
    if count:
        tell(fell_out(count))


def put_out(kind: str, form: str, rows: Sequence[Row], out: Path | None, unknown: int) -> None:
    """Write a table to a file, or to standard output.

    Raises:
        WrongUsage: when the file cannot be written.
    """
    made = written(frame(kind, rows), form)
    if out is None:
        write(made.decode())
    else:
        put(out, made)
        write(f"{counted(len(rows), 'row')} written to {out}.\n")
    tell_open(unknown)
