"""The command that tells an organisation's story in order: timeline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from foedus.cli.arguments import Json, Org
from foedus.cli.lookup import date_named, organisation_named
from foedus.cli.output import write_json
from foedus.cli.stops import WrongUsage

if TYPE_CHECKING:
    from foedus.dates import Date
    from foedus.record.facts import Membership
    from foedus.record.view import Organisation


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened on a date.

    Attributes:
        at: when, as precise as known.
        kind: event, treaty, status, chair or case.
        what: what happened; after the names of ``who``, where there are any.
        id: of the fact behind it.
        who: names of the states or bodies that it happened to.
        sources: ids.
    """

    at: Date
    kind: str
    what: str
    id: str
    who: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def stated(self) -> Date:
        """The date as it is stated, its doubt left out."""
        from foedus.dates import Date

        return Date.parse(self.at.text.rstrip("?~%"))

    @property
    def told(self) -> str:
        """The entry in words."""
        return f"{', '.join(self.who)}: {self.what}" if self.who else self.what


def timeline(
    org: Org,
    start: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="From this day, month or year on.")
    ] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Up to this day, month or year.")] = None,
    json: Json = False,
) -> None:
    """Tell in order what happened.

    Milestones, instruments, members, chairs and crises.

    Examples:
        foedus timeline csto --from 2020 --to 2022-06-30
    """
    first = None if start is None else date_named(start, "--from")
    last = None if end is None else date_named(end, "--to")
    if first is not None and last is not None and last.certainly_before(first):
        raise WrongUsage(f"--to {last} comes before --from {first}")
    organisation = organisation_named(org)
    found = [one for one in entries(organisation) if _within(one, first, last)]
    known = organisation.last_known
    later = known if last is not None and last.last > known.last else None
    if json:
        write_json(
            {
                "organisation": organisation.id,
                "from": start,
                "to": end,
                "last_known_as_of": later.text if later else None,
                "entries": [
                    {
                        "at": one.at.text,
                        "kind": one.kind,
                        "what": one.told,
                        "id": one.id,
                        "sources": list(one.sources),
                    }
                    for one in found
                ],
            }
        )
        return
    from foedus.cli import chronicle_page

    chronicle_page.told(organisation, found, first, last, later)


def _within(entry: Entry, first: Date | None, last: Date | None) -> bool:
    at = entry.stated
    return (first is None or at.last >= first.first) and (last is None or at.first <= last.last)


def entries(organisation: Organisation) -> list[Entry]:
    """Everything dated that makes the organisation's story, in order."""
    order = ("event", "treaty", "status", "chair", "case")
    return sorted(
        _gathered(organisation), key=lambda one: (one.stated.first, order.index(one.kind), one.id, one.what)
    )


def _gathered(organisation: Organisation) -> Iterator[Entry]:
    from foedus import states

    record = organisation.record
    for event in record.events:
        yield Entry(event.date, "event", event.what, event.id, (), event.sources)
    for treaty in record.treaties:
        place = f", {treaty.place}" if treaty.place else ""
        yield Entry(treaty.signed, "treaty", f"Signed{place}: {treaty.title}", treaty.id, (), treaty.sources)
        for date, verb in ((treaty.in_force, "In force"), (treaty.ended, "Ended")):
            if date is not None:
                yield Entry(date, "treaty", f"{verb}: {treaty.title}", treaty.id, (), treaty.sources)
    for row in record.membership:
        yield from _statuses(row)
    for chair in record.chairmanship:
        if chair.period.start is not None:
            who = states.name_on(chair.state, chair.period.start)
            yield Entry(chair.period.start, "chair", "in the chair", chair.id, (who,), chair.sources)
    for case in record.cases:
        yield Entry(case.situation.begins, "case", f"{case.title} ({case.id})", case.id, (), case.sources)


def _statuses(row: Membership) -> Iterator[Entry]:
    """A status begins, and ends."""
    from foedus import states

    phrase = {"party": "party to the treaty", "frozen": "participation frozen"}.get(row.status, row.status)
    phrase += f" at the {row.of.replace('-', ' ')}" if row.of else ""
    phrase += "" if row.in_law else " by its own declaration, not in law"
    for date, what in ((row.period.start, phrase), (row.period.end, f"no longer {phrase}")):
        if date is not None:
            who = states.name_on(row.state, date) if row.state else row.body or ""
            yield Entry(date, "status", what, row.id, (who,), row.sources)


COMMANDS: dict[str, Any] = {"timeline": timeline}
