"""Commands that show an organisation on a day: show, members, standing, organs, forces, activities."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from foedus.cli import completion
from foedus.cli.arguments import Json, On, Org, Reforms
from foedus.cli.lookup import one_of, state_named, view_named
from foedus.cli.output import write_json
from foedus.cli.under_reforms import view_under

if TYPE_CHECKING:
    from foedus.record.faults import PackError


def show(org: Org, on: On = None, reform: Reforms = None, json: Json = False) -> None:
    """Show what an organisation is, and who is in it.

    Examples:
        foedus show csto
        foedus show csto --on 1995-01-01
    """
    from foedus.cli import plain_overview

    view = view_under(org, on, reform)
    if json:
        write_json(plain_overview.shown(view))
        return
    from foedus.cli import overview_page

    overview_page.shown(view)


def members(
    org: Org,
    every: Annotated[bool, typer.Option("--all", help="Everybody who ever had a status by that day.")] = False,
    on: On = None,
    reform: Reforms = None,
    json: Json = False,
) -> None:
    """List the members on a day, and what is unusual.

    Examples:
        foedus members csto --on 2010-01-01
        foedus members csto --all --json
    """
    from foedus.cli import plain, plain_overview

    view = view_under(org, on, reform)
    if json:
        write_json(plain_overview.statuses(view) if every else [plain.member(one, view) for one in view.members])
        return
    from foedus.cli import overview_page

    (overview_page.everybody if every else overview_page.members)(view)


def organs(org: Org, on: On = None, reform: Reforms = None, json: Json = False) -> None:
    """Show the organs as a tree, and how they decide.

    Examples:
        foedus organs csto
        foedus organs csto --on 2000-01-01
        foedus organs csto --reform two-thirds
    """
    from foedus.cli import plain

    view = view_under(org, on, reform)
    if json:
        write_json({**plain.head(view), "organs": [plain.organ(one) for one in view.organs]})
        return
    from foedus.cli import overview_page

    overview_page.organs(view)


def forces(org: Org, on: On = None, reform: Reforms = None, json: Json = False) -> None:
    """List the collective forces and their figures.

    Examples:
        foedus forces csto --on 2022-01-05
    """
    from foedus.cli import plain

    view = view_under(org, on, reform)
    if json:
        write_json({**plain.head(view), "forces": [plain.force(one) for one in view.forces]})
        return
    from foedus.cli import overview_page

    overview_page.forces(view)


def activities(
    org: Org,
    kind: Annotated[
        str | None,
        typer.Option("--kind", metavar="KIND", help="Only this kind.", autocompletion=completion.activity_kind),
    ] = None,
    on: On = None,
    json: Json = False,
) -> None:
    """List operations, exercises and programmes.

    Examples:
        foedus activities csto --kind operation
        foedus activities csto --kind exercise --on 2012-12-31
    """
    from foedus.cli import plain

    wanted = None if kind is None else one_of(kind, completion.ACTIVITY_KINDS(), "kind of activity")
    view = view_named(org, on)
    found = [one for one in view.activities if wanted in (None, one.kind)]
    if json:
        write_json({**plain.head(view), "activities": [plain.activity(one) for one in found]})
        return
    from foedus.cli import overview_page

    overview_page.activities(view, found, wanted)


def standing(
    state: Annotated[
        str,
        typer.Argument(metavar="STATE", help="The state: code or name.", autocompletion=completion.state),
    ],
    org: Annotated[
        str,
        typer.Option("--in", metavar="ORG", help="The organisation.", autocompletion=completion.organisation),
    ],
    on: On = None,
    reform: Reforms = None,
    json: Json = False,
) -> None:
    """Say what membership gives a state and asks of it.

    Examples:
        foedus standing ARM --in csto
        foedus standing Uzbekistan --in csto --on 2010-01-01
    """
    from foedus.cli.lookup import sound, states_of
    from foedus.law.standing import Said
    from foedus.law.standing import standing as stands

    view = view_under(org, on, reform)
    code = state_named(state, states_of(view.organisation))
    broken: list[PackError] = []
    others = [one.on(view.day) for one in sound(broken) if one.id != view.id]
    found = stands(view, code, others)
    # An organisation that cannot be read must not be taken for one that the state is not in.
    unread = tuple(Said(f"The pack {one.pack} has faults and was not consulted.") for one in broken)
    found = replace(found, not_known=(*found.not_known, *unread))
    if json:
        from foedus.cli import plain_standing

        write_json(plain_standing.standing(view, found))
        return
    from foedus.cli import standing_page

    standing_page.told(view, found)


COMMANDS: dict[str, Any] = {
    "show": show,
    "members": members,
    "organs": organs,
    "forces": forces,
    "activities": activities,
    "standing": standing,
}
