"""The page of one simulated world: its years, its crises, and each crisis as a docket."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from foedus.cli import replay_page
from foedus.cli.page import Cell, Page
from foedus.cli.speech import capital, happened, words
from foedus.cli.stops import WrongUsage
from foedus.proceedings.case import Case
from foedus.proceedings.docket import verify, written
from foedus.simulation import layout as at
from foedus.simulation.plan import Variant
from foedus.simulation.world import Played

ENDED = {
    "not_engaged": "the law does not engage",
    "not_invoked": "it did not call",
    "nobody_decides": "no organ could decide",
    "cannot_be_told": "the record cannot tell whether it was adopted",
    "not_adopted": "rejected",
    "lesser_measure": "less than asked",
    "insufficient": "too little came",
    "answered": "answered",
}


def _day(variant: Variant, day: int) -> str:
    return datetime.date.fromordinal(variant.law.first + day).isoformat()


def _crises(variant: Variant, world: Played) -> Iterator[dict[str, Any]]:
    """Each crisis as plain data, with its number in the world."""
    rows = [row for row in world.rows if row[at.ROW_KIND] == at.ROW_CRISIS]
    states = variant.law.states
    for n, (crisis, row) in enumerate(zip(world.crises, rows, strict=True), 1):
        arrived = row[at.ROW_ARRIVED]
        yield {
            "n": n,
            "begins": _day(variant, row[at.ROW_DAY]),
            "kind": crisis.situation.kind,
            "target": crisis.situation.target,
            "initiators": list(crisis.situation.initiators),
            "asked": crisis.asked,
            "outcome": at.OUTCOMES[row[at.ROW_OUTCOME]],
            "decided": _day(variant, row[at.ROW_DECIDED]) if row[at.ROW_DECIDED] else None,
            "objects": _codes(states, row[at.ROW_OBJECTS]),
            "alone_blocked": _codes(states, row[at.ROW_PIVOTAL]),
            "sent_by": _codes(states, row[at.ROW_SENDS]),
            "people": row[at.ROW_TOTAL],
            "needed": row[at.ROW_NEED],
            "arrived": _day(variant, arrived) if arrived >= 0 and row[at.ROW_SENDS] else None,
            "hash": crisis.case.hash,
        }


def _codes(states: tuple[str, ...], mask: int) -> list[str]:
    return [code for m, code in enumerate(states) if mask >> m & 1]


def told(variant: Variant, world: Played, folder: Path) -> None:
    """Tell a world: the organisation's own docket, then its crises in order."""
    page = Page()
    law = variant.law
    page.title(
        f"World {world.number:,} of {folder}", f"{law.organisation.name}, {variant.name}, from {_day(variant, 0)}."
    )
    page.heading("Who froze, left and came back")
    acts = [
        one for one in world.organisation.entries if one.act.kind in ("freeze", "give_notice", "leave", "accede")
    ]
    if acts:
        replay_page.docket(page, world.organisation)
    else:
        page.say("Nobody.")
    page.heading("Crises")
    rows: list[list[Cell]] = []
    for one in _crises(variant, world):
        by = f" by {', '.join(one['initiators'])}" if one["initiators"] else ""
        sent = (
            f"; {', '.join(one['sent_by'])} sent {one['people']:,} ({one['needed']:,} needed)"
            if one["sent_by"]
            else ""
        )
        blocked = f"; {', '.join(one['alone_blocked'])} alone blocked" if one["alone_blocked"] else ""
        ended = f"{ENDED[one['outcome']]}{sent}{blocked}"
        rows.append(
            [str(one["n"]), one["begins"], one["target"], words(one["kind"]) + by, words(one["asked"]), ended]
        )
    if rows:
        page.table([">n", "!Begins", "!Target", "Kind", "Asked", "How it ended"], rows, widest="How it ended")
    else:
        page.say("None.")
    page.note(f"Read on: foedus world {folder} {world.number} --crisis 1. Simulated: nothing of this happened.")
    page.out()


def told_crisis(variant: Variant, world: Played, number: int) -> None:
    """Tell one crisis of a world, act by act."""
    if not 1 <= number <= len(world.crises):
        raise WrongUsage(f"world {world.number:,} has crises 1 to {len(world.crises)}, not {number}")
    crisis = world.crises[number - 1]
    case = crisis.case
    outcome = next(one for one in _crises(variant, world) if one["n"] == number)["outcome"]
    page = Page()
    page.title(case.id, "Simulated: nothing of this happened.")
    page.heading("What happened")
    view = crisis.organisation.on(variant.law.first + crisis.day)
    page.say(happened(view, crisis.situation))
    page.heading("The docket")
    replay_page.docket(page, case)
    page.heading("What came of it")
    page.say(capital(f"{ENDED[outcome]}."))
    page.heading("The hash of the docket")
    page.say(case.hash)
    page.note(verify(written(case), case.organisation).why + ".")
    page.out()


def plain(variant: Variant, world: Played) -> dict[str, Any]:
    """A world as plain data."""
    return {
        "world": world.number,
        "variant": variant.name,
        "organisation": variant.law.organisation.id,
        "changes": [
            {
                "n": entry.n,
                "at": entry.act.at.text if entry.act.at else None,
                "act": entry.act.kind,
                "actor": entry.act.actor,
                "in_order": entry.in_order,
            }
            for entry in world.organisation.entries
        ],
        "crises": list(_crises(variant, world)),
    }


def written_to(world: Played, folder: Path) -> Iterator[Path]:
    """Write every docket of a world into a folder, as JSON."""
    folder.mkdir(parents=True, exist_ok=True)
    cases: list[Case] = [world.organisation, *world.dockets]
    for case in cases:
        path = folder / f"{case.id}.json"
        path.write_text(json.dumps(written(case), ensure_ascii=False, indent=2) + "\n", "utf-8")
        yield path
