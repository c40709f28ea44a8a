"""Commands that hold what texts say against the record: statements, check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from foedus.cli import completion
from foedus.cli.arguments import Json, OrgIfAny
from foedus.cli.lookup import hint, one_of, organisation_named, organisations
from foedus.cli.output import write_json
from foedus.cli.stops import Failed, WrongUsage, one_line, shown

if TYPE_CHECKING:
    from foedus.record.faults import Fault
    from foedus.record.queries import Statement
    from foedus.record.reading import Item
    from foedus.record.statements import Checked
    from foedus.record.view import Organisation

LARGEST = 10_000_000
"""No file of statements takes more bytes than this."""

Document = Annotated[
    str | None,
    typer.Option("--document", metavar="TEXT", help="Only those of this text, by its name or how that begins."),
]
Only = Annotated[
    str | None,
    typer.Option(
        "--verdict", metavar="VERDICT", help="Only those of this verdict.", autocompletion=completion.verdict
    ),
]


def statements(org: OrgIfAny = None, document: Document = None, verdict: Only = None, json: Json = False) -> None:
    """Check what texts say of an organisation.

    Each statement on record is put to the facts through time: it is true, was
    true then, is out of date, imprecise, disputed, false, or an opinion.

    Examples:
        foedus statements csto
        foedus statements csto --verdict out_of_date
    """
    from foedus.record.statements import Verdict
    from foedus.record.statements import check as checked

    wanted = None if verdict is None else one_of(verdict, get_args(Verdict), "verdict")
    of = list(organisations()) if org is None else [organisation_named(org)]
    rows = [(each, one) for each in of for one in each.record.statements]
    if document is not None:
        rows = _of_document(rows, document)
    found = [checked(one, each) for each, one in rows]
    _tell([one for one in found if wanted in (None, one.verdict)], json)


def check(
    file: Annotated[
        str,
        typer.Argument(metavar="FILE|TEXT", help="A YAML file of statements, or the name of a text on record."),
    ],
    within: Annotated[
        str | None,
        typer.Option(
            "--in",
            metavar="ORG",
            help="The organisation that statements are about where they name none.",
            autocompletion=completion.organisation,
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Check the statements of a text of your own, or of one on record.

    How such a file is written says the reference, under Statements. What
    comes of a statement is no failure: the exit status is 0.

    Examples:
        foedus check draft.yaml --in csto
    """
    named = Path(file).suffix not in (".yaml", ".yml")
    known = _on_record(Path(file).name, within) if named else []
    _tell(known or _checked(file, _read(file), within), json)


def _tell(found: Sequence[Checked], json: bool) -> None:
    if json:
        write_json([plain(one) for one in found])
        return
    from foedus.cli import checking_page

    checking_page.told(found)


def plain(one: Checked) -> dict[str, Any]:
    """A checked statement as plain JSON data."""
    return {
        "id": one.statement.id,
        "document": one.statement.document,
        "quote": one.statement.quote,
        "as_of": one.statement.as_of.text,
        "organisation": one.organisation,
        "verdict": one.verdict,
        "computed": one.computed,
        "certainty": None if one.certainty is None else one.certainty.value,
        "true_during": [period.text for period in one.true_during],
        "possibly_during": [period.text for period in one.possibly_during],
        "near_during": [period.text for period in one.near_during],
        "facts": list(one.facts),
        "disputed": [
            {
                "fact": key,
                "about": value.about,
                "value": value.value,
                "sources": list(value.sources),
                "note": value.note,
            }
            for key, value in one.disputed
        ],
        "sources": list(one.sources),
        "why": one.why,
    }


def _of_document(
    rows: Sequence[tuple[Organisation, Statement]], name: str
) -> list[tuple[Organisation, Statement]]:
    begun = [row for row in rows if row[1].document.casefold().startswith(name.casefold())]
    if not begun:
        names = dict.fromkeys(one.document for _, one in rows)
        raise WrongUsage(f"no statement on record is of {shown(name)}; {hint(name, names)}")
    return begun


def _on_record(name: str, within: str | None) -> list[Checked]:
    """The statements on record of a text of that name."""
    from foedus.record.statements import check as checked

    found: list[Checked] = []
    try:
        for each in organisations() if within is None else [organisation_named(within)]:
            own = (one for one in each.record.statements if one.document.casefold() == name.casefold())
            found += [checked(one, each) for one in own]
    except Failed:  # a pack with faults is no hindrance where another one has the text
        if not found:
            raise
    return found


def _read(file: str) -> list[Item]:
    from foedus.record.statement_file import read

    items, faults = read(file, _text(Path(file)))
    _refuse(faults)
    return items


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise WrongUsage(f"{shown(str(path))} is too large for a file of statements")
        return path.read_bytes().decode("utf-8", errors="surrogateescape")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise WrongUsage(
            f"{shown(str(path))} cannot be read, and is the name of no text on record: {why}"
        ) from error


def _refuse(faults: Sequence[Fault]) -> None:
    if faults:
        first, others = min(faults), len(faults) - 1
        raise WrongUsage(one_line(f"{first}{f' (and {others} more)' if others else ''}"))


def _checked(file: str, items: Sequence[Item], within: str | None) -> list[Checked]:
    """Check statements, each against the organisation that it is about, which is read only then."""
    from foedus.record.statement_file import faults_against
    from foedus.record.statements import check as checked

    about: dict[str, Organisation] = {}
    theirs: dict[str, list[Item]] = {}
    for item in items:
        name = item.fact.organisation or within
        if name is None:
            place = f"{file}:{item.document.line_of(item.way)}: {item.id}"
            raise WrongUsage(f"{place}: whom it is about is not said; add 'organisation: ...', or give --in ORG")
        about[item.id] = organisation_named(name)
        theirs.setdefault(about[item.id].id, []).append(item)
    _refuse([fault for own in theirs.values() for fault in faults_against(own, about[own[0].id])])
    return [checked(replace(one.fact, organisation=about[one.id].id), about[one.id]) for one in items]


COMMANDS: dict[str, Any] = {"statements": statements, "check": check}
