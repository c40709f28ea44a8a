"""The command that shows what was known of states before a year began: figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from foedus.cli import completion
from foedus.cli.arguments import Json
from foedus.cli.lookup import day_named, state_named
from foedus.cli.output import write_json
from foedus.cli.stops import WrongUsage, one_line

if TYPE_CHECKING:
    from foedus.estimates.figures import PairFigures, Provenance, StateFigures


def figures(
    states: Annotated[
        list[str],
        typer.Argument(metavar="STATE...", help="A state, or two.", autocompletion=completion.state),
    ],
    on: Annotated[
        str | None,
        typer.Option(
            "--on", metavar="DATE", help="A day of the year, YYYY-MM-DD; without it the last year that is covered."
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Show the figures of a state, or of two, as known before a year began.

    Share of capabilities, economy, population, democracy, votes, rank; of two
    states distance, border, rivalry, disputes and distance in votes. Each with
    where it comes from, and with what is not known.

    Examples:
        foedus figures ARM --on 2020-09-27
        foedus figures ARM AZE --on 2020-09-27
    """
    if len(states) > 2:
        raise WrongUsage(f"figures are of one state or of two; {len(states)} were named")
    codes = [state_named(one) for one in states]

    import datetime

    from foedus.estimates.figures import provenance

    last = max(one.until for one in provenance().values() if one.until is not None)
    year = last if on is None else datetime.date.fromordinal(day_named(on)).year
    found = _found(codes, year)
    if json:
        write_json(plain(found, on))
        return
    from foedus.cli import figures_page

    figures_page.shown(found)


def _found(codes: list[str], year: int) -> StateFigures | PairFigures:
    """The figures of one code or two, or the reason why there are none."""
    from foedus import states
    from foedus.estimates.figures import between, of_year
    from foedus.estimates.figures import figures as figures_of

    try:
        for code in codes:
            if of_year(code, year) is None:
                states.meaning(code, f"{year:04d}")
        return figures_of(codes[0], year) if len(codes) == 1 else between(codes[0], codes[1], year)
    except (states.UnknownState, ValueError) as error:
        raise WrongUsage(one_line(str(error))) from error


def named(found: StateFigures | PairFigures) -> dict[str, float | bool | str | None]:
    """The figures alone, by the names of their fields."""
    from dataclasses import fields

    from foedus.estimates.figures import RESTS_ON

    return {one.name: getattr(found, one.name) for one in fields(found) if one.name in RESTS_ON}


def plain(found: StateFigures | PairFigures, on: str | None) -> dict[str, Any]:
    """The figures as JSON data."""
    from foedus.estimates.figures import RESTS_ON, StateFigures, provenance

    codes = [found.state] if isinstance(found, StateFigures) else list(found.states)
    rows = []
    for name, value in named(found).items():
        row = {"figure": name, "value": value, "last_known": name in found.last_known}
        rows.append({**row, **_plain(provenance()[RESTS_ON[name]])})
    return {"on": on, "year": found.year, "states": codes, "figures": rows}


def _plain(one: Provenance) -> dict[str, Any]:
    return {
        "title": one.title,
        "meaning": one.meaning,
        "unit": one.unit,
        "how": one.how,
        "version": one.version,
        "coverage": one.coverage,
        "last_year": one.until,
        "carried": one.carried,
        "problems": list(one.problems),
        "corrections": [{"states": list(each.states), "to": each.to, "why": each.why} for each in one.corrections],
        "sources": list(one.sources),
    }


COMMANDS: dict[str, Any] = {"figures": figures}
