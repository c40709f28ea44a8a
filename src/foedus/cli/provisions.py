"""The command that shows the law of a day: law."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from foedus.cli import completion
from foedus.cli.arguments import Json, On, Org, Reforms
from foedus.cli.lookup import one_of
from foedus.cli.output import write_json
from foedus.cli.under_reforms import view_under


def law(
    org: Org,
    subject: Annotated[
        str | None,
        typer.Option(
            "--subject", metavar="SUBJECT", help="Only provisions on this.", autocompletion=completion.subject
        ),
    ] = None,
    on: On = None,
    reform: Reforms = None,
    json: Json = False,
) -> None:
    """Show the law in force, in the wording of a day.

    Examples:
        foedus law csto --subject mutual_defence --on 2010-06-14
        foedus law csto --subject force_deployment --json
    """
    from foedus.cli import plain

    wanted = None if subject is None else one_of(subject, completion.SUBJECTS(), "subject")
    view = view_under(org, on, reform)
    found = [one for one in view.provisions if wanted in (None, one.subject)]
    if json:
        write_json({**plain.head(view), "provisions": [plain.provision(one, view) for one in found]})
        return
    from foedus.cli import provisions_page

    provisions_page.in_force(view, found, wanted)


COMMANDS: dict[str, Any] = {"law": law}
