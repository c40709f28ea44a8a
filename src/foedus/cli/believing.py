"""The command that estimates a guarantee year by year: credibility."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from foedus.cli import completion
from foedus.cli.arguments import Json, Org
from foedus.cli.chart_file import Chart, drawable, drawn
from foedus.cli.lookup import hint, one_of, organisation_named, state_named, states_of
from foedus.cli.output import put, write, write_json
from foedus.cli.stops import WrongUsage, one_line, shown

if TYPE_CHECKING:
    from foedus.analysis.credibility import Credibility, Measure
    from foedus.record.view import Organisation

YEARS = 10
"""Years before the last that are shown where no first year is named."""


def credibility(
    org: Org,
    first: Annotated[
        int | None,
        typer.Option("--from", metavar="YEAR", help="First year; without it ten years before the last."),
    ] = None,
    last: Annotated[
        int | None,
        typer.Option("--to", metavar="YEAR", help="Last year; without it the last that the record covers."),
    ] = None,
    member: Annotated[
        list[str] | None,
        typer.Option(
            "--member",
            metavar="STATE",
            help="Only this member. May be repeated.",
            autocompletion=completion.state,
        ),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            metavar="KIND",
            help="Only this kind of situation. May be repeated.",
            autocompletion=completion.situation_kind,
        ),
    ] = None,
    measure: Annotated[
        str,
        typer.Option(
            "--measure",
            metavar="honoured|in_full|forces",
            help="What is promised is delivered at least in part, or in full; or forces come.",
            autocompletion=completion.measure,
        ),
    ] = "honoured",
    table: Annotated[
        Path | None,
        typer.Option("--table", metavar="FILE", help="Write all rows to this file: .csv, .parquet or .json."),
    ] = None,
    chart: Chart = None,
    json: Json = False,
) -> None:
    """Estimate year by year whether the guarantee would be honoured.

    For each member and kind of situation, as it could be on 1 January of each
    year: the member is in trouble on its own territory and asks for troops.
    With one --kind or one --member, a table by year; otherwise a summary.

    Examples:
        foedus credibility csto --from 2003 --to 2026
        foedus credibility csto --kind interstate_attack --measure forces
        foedus credibility csto --from 2003 --kind coup --chart coup.svg
    """
    organisation = organisation_named(org)
    wanted: Measure = one_of(measure, completion.MEASURES(), "measure")  # type: ignore[assignment]  # it is from that list
    form = _format(table)
    drawable(chart)
    kinds = [one_of(one, completion.SITUATION_KINDS(), "kind of situation") for one in kind or ()]
    near = states_of(organisation)
    members = [state_named(one, near) for one in member or ()]
    rows = _rows(organisation, first, last, kinds, members)
    made: list[tuple[Path, bytes, str]] = []
    if table is not None:
        from foedus.analysis.casebook import written
        from foedus.analysis.credibility import frame

        made.append((table, written(frame(rows), form), "--table"))
    if chart is not None:
        from foedus.charts.credibility import credibility_chart

        made.append((chart, drawn(lambda: credibility_chart(rows, wanted, organisation), chart), "--chart"))
    for path, content, option in made:
        put(path, content, option)

    from foedus.cli import believing_page

    if json:
        write_json(believing_page.plain(organisation, rows))
        return
    believing_page.shown(organisation, rows, wanted)
    if made:
        write("".join(f"Written to {path}.\n" for path, _, _ in made))


def _format(table: Path | None) -> str:
    from foedus.analysis.casebook import FORMATS

    if table is None:
        return ""
    form = table.suffix.removeprefix(".").casefold()
    if form not in FORMATS:
        near = hint(form, FORMATS) if form else f"known are {', '.join(FORMATS)}"
        raise WrongUsage(f"--table {shown(str(table))}: the ending says no format; {near}")
    return form


def _rows(
    organisation: Organisation, first: int | None, last: int | None, kinds: list[Any], members: list[str]
) -> tuple[Credibility, ...]:
    from foedus.analysis.credibility import KINDS, BadYears, credibility_of, years_covered
    from foedus.cli.progress import watched

    low, high = years_covered(organisation)
    end = high if last is None else last
    start = first if first is not None else max(low, end - YEARS) if low <= end else end
    try:
        with watched("Estimating", least=8) as done:
            rows = credibility_of(
                organisation, start, end, list(dict.fromkeys(kinds)) or KINDS, members or None, done=done
            )
    except BadYears as error:
        raise WrongUsage(one_line(f"--from and --to: {error}")) from error
    absent = [one for one in members if one not in {row.member for row in rows}]
    if absent or not rows:
        raise WrongUsage(_nobody(organisation, start, end, absent))
    return rows


def _nobody(organisation: Organisation, first: int, last: int, absent: list[str]) -> str:
    """Say that a state was no member, or that there was none, and who was."""
    from foedus.analysis.credibility import first_day

    years = f"on the first day of any year from {first} to {last}"
    states = sorted(
        {one.state for year in range(first, last + 1) for one in organisation.on(first_day(year)).members}
    )
    if not absent or not states:
        return f"{organisation.id} had no members {years}"
    return f"{absent[0]} was no member of {organisation.id} {years}; members were {', '.join(states)}"


COMMANDS: dict[str, Any] = {"credibility": credibility}
