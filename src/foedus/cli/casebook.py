"""Commands for crises as they are coded: cases, case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from foedus.cli import completion
from foedus.cli.arguments import Json, On, OrgIfAny
from foedus.cli.lookup import case_named, day_named, faulty, organisation_named, sound
from foedus.cli.output import write_json
from foedus.cli.stops import Failed, WrongUsage

if TYPE_CHECKING:
    from foedus.record.faults import PackError

CaseId: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar="CASE", help="The case's id, as foedus cases lists it.", autocompletion=completion.case
    ),
]


Where: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--where", metavar="QUERY", help='Only cases of which this is true, such as "kind=coup and invoked".'
    ),
]
Table: TypeAlias = Annotated[
    str | None,
    typer.Option("--table", metavar="cases|members", help="A tidy table: one row a case, or a state in a case."),
]
Out: TypeAlias = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Write the table to this file: .csv, .parquet or .json."),
]


def cases(
    org: OrgIfAny = None,
    where: Where = None,
    table: Table = None,
    out: Out = None,
    on: On = None,
    json: Json = False,
) -> None:
    """List the crises on record, or make a table of them.

    Examples:
        foedus cases csto
        foedus cases --where "kind=coup and invoked"
        foedus cases csto --table members --out members.parquet
    """
    from foedus.cli import case_table, plain_cases

    day = None if on is None else day_named(on)
    kind, form = case_table.asked(table, out, json)
    broken: list[PackError] = []
    # Whether a query can be read is known before any pack is.
    query = None if where is None else case_table.query(where, kind)
    of = list(sound(broken)) if org is None else [organisation_named(org)]
    found, open_ = case_table.chosen(case_table.coded_in(of, day), query, kind)
    if kind is not None:
        case_table.put_out(kind, form, [row for _, row in found], out, open_)
    elif json:
        write_json([plain_cases.in_short(*coded) for coded, _ in found])
        case_table.tell_open(open_)
    else:
        from foedus.cli import casebook_page

        casebook_page.on_record([one.on(day) for one in of], [coded for coded, _ in found], where, open_)
    if broken:
        raise Failed(f"cases are missing: {faulty(broken[0])}")


def case(case_id: CaseId, on: On = None, json: Json = False) -> None:
    """Show a crisis as it is coded.

    What happened, who asked, who stood where, what came of it. With a day,
    --on, as much of it as could be known on that day.

    Examples:
        foedus case csto-karabakh-2020
        foedus case csto-kazakhstan-2022 --on 2022-01-06
    """
    from foedus.cli import plain_cases

    organisation, coded = case_named(case_id)
    if on is not None:
        day = day_named(on)
        if coded.situation.begins.first > day:
            raise WrongUsage(f"--on {on}: {coded.id} began only later, {coded.situation.begins.spoken()}")
        coded = coded.clip(day)
    if json:
        write_json(plain_cases.in_full(organisation, coded))
        return
    from foedus.cli import casebook_page

    casebook_page.in_full(organisation, coded)


COMMANDS: dict[str, Any] = {"cases": cases, "case": case}
