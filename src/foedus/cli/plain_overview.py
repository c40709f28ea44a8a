"""The overview of an organisation as plain data. It shows nothing that came after its day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.cli.plain import Plain, disputed, head, plain, standing, status
from foedus.cli.speech import since, text, until

if TYPE_CHECKING:
    from foedus.dates import Date
    from foedus.record.view import View


def shown(view: View) -> Plain:
    """What the organisation is on a day, and how much the record holds by then."""
    always, facts = view.record.organisation, view.facts
    latest = is_latest(view)
    return {
        **head(view),
        "name": always.name,
        "short_name": always.short_name,
        "other_names": list(always.other_names),
        "kind": always.kind,
        "exists": view.exists.value,
        "founded": text(facts.founded) if facts else None,
        "dissolved": text(facts.dissolved) if facts else None,
        "predecessor": always.predecessor,
        "seat": facts.seat if facts else None,
        "languages": list(facts.languages) if facts else [],
        "website": always.website if latest else None,
        "un_status": plain(facts.un_status) if facts and facts.un_status else None,
        "chair": [
            {
                "state": one.state,
                "since": since(one.period),
                "until": until(one.period),
                "sources": list(one.sources),
            }
            for one in view.chair
        ],
        "officeholders": [
            {
                "office": one.office,
                "person": one.person,
                "state": one.state,
                "acting": one.acting,
                "since": since(one.period),
                "until": until(one.period),
                "sources": list(one.sources),
            }
            for one in view.officeholders
        ],
        "members": [one.state for one in view.members],
        "standings": [standing(one) for one in view.standings],
        "budget_shares": plain(facts.budget) if facts and facts.budget else None,
        "counts": counts(view),
        "not_found": [plain(one) for one in facts.not_found] if facts else [],
        "disputed": disputed(always if latest else facts) if facts else [],
        "note": always.note if latest else None,
        "sources": list(always.sources),
    }


def counts(view: View) -> dict[str, int]:
    """How much there is by the day."""
    return {
        "members": len(view.members),
        "treaties": len(view.treaties),
        "provisions": len(view.provisions),
        "organs": len(view.organs),
        "decision_rules": len(view.rules),
        "forces": len(view.forces),
        "activities": len(view.activities),
        "events": len(view.events),
        "cases": len(view.cases),
        "sources": len(view.record.sources),
    }


def is_latest(view: View) -> bool:
    """Whether the view's day is the last that the pack knows, or later: nothing told then came after it."""
    return view.day >= view.organisation.last_known.last


def statuses(view: View) -> list[Plain]:
    """Every status that anybody had by the day, by holder and time."""
    from foedus.dates import FIRST_DAY

    begun = [row for row in view.record.membership if _begun(view, row.period.start)]
    begun.sort(
        key=lambda row: (
            row.state or "~",
            row.body or "",
            row.period.start.first if row.period.start else FIRST_DAY,
        )
    )
    return [status(row, view) for row in begun]


def _begun(view: View, start: Date | None) -> bool:
    return start is None or start.first <= view.day
