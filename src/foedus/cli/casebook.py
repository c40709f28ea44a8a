"""Commands for crises as they are coded: cases, case."""

from __future__ import annotations

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


def cases(org: OrgIfAny = None, on: On = None, json: Json = False) -> None:
    """List the crises on record.

    Examples:
        foedus cases csto
        foedus cases csto --on 2010-12-31
    """
    from foedus.cli import plain_cases

    day = None if on is None else day_named(on)
    broken: list[PackError] = []
    of = list(sound(broken)) if org is None else [organisation_named(org)]
    found = [(one, coded) for one in of for coded in one.on(day).cases]
    found.sort(key=lambda pair: (pair[1].situation.begins.first, pair[1].id))
    late = [one.on(day).last_known for one in of]
    if json:
        known = min((date for date in late if date is not None), key=lambda date: date.last, default=None)
        rows = [plain_cases.in_short(one, coded) for one, coded in found]
        write_json({"on": on, "last_known_as_of": known.text if known else None, "cases": rows})
    else:
        from foedus.cli import casebook_page

        casebook_page.on_record([one.on(day) for one in of], found)
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
