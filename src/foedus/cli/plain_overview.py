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
    facts = view.record.organisation
    latest = is_latest(view)
    un, budget = facts.un_status, facts.budget
    return {
        **head(view),
        "name": facts.name,
        "short_name": facts.short_name,
        "other_names": list(facts.other_names),
        "kind": facts.kind,
        "exists": view.exists.value,
        "founded": text(_past(view, facts.founded)),
        "dissolved": text(_past(view, facts.dissolved)),
        "seat": facts.seat if facts.seat_since is None or _past(view, facts.seat_since) else None,
        "languages": list(facts.languages),
        "website": facts.website if latest else None,
        "un_status": plain(un) if un and _past(view, un.since) else None,
        "chair": [
            {"state": one.state, "since": since(one.period), "until": until(one.period), "sources": list(one.sources)}
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
        "budget_shares": plain(budget) if budget and _past(view, budget.as_of) else None,
        "counts": counts(view),
        "not_found": [plain(one) for one in facts.not_found] if latest else [],
        "disputed": disputed(facts) if latest else [],
        "note": facts.note if latest else None,
        "sources": list(facts.sources),
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


def _past(view: View, date: Date | None) -> Date | None:
    return date if date is not None and date.first <= view.day else None


def statuses(view: View) -> list[Plain]:
    """Every status that anybody had by the day, by holder and time."""
    from foedus.dates import FIRST_DAY

    begun = [row for row in view.record.membership if _begun(view, row.period.start)]
    begun.sort(key=lambda row: (row.state or "~", row.body or "", row.period.start.first if row.period.start else FIRST_DAY))
    return [status(row, view) for row in begun]


def _begun(view: View, start: Date | None) -> bool:
    return start is None or start.first <= view.day
