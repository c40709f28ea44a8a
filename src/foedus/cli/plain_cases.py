"""Crises as plain data: cases as coded, and dockets as replayed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from foedus.cli.plain import Plain, plain
from foedus.cli.speech import text

if TYPE_CHECKING:
    from foedus.drivers.history import Replay
    from foedus.proceedings.case import Case
    from foedus.record.base import Disputed
    from foedus.record.cases import CodedCase, Invocation, Situation
    from foedus.record.view import Organisation


def situation(one: Situation) -> Plain:
    """A situation; what is not known is null."""
    return {
        "kind": one.kind,
        "target": one.target,
        "also_targets": list(one.also_targets),
        "initiators": list(one.initiators),
        "groups": list(one.groups),
        "begins": one.begins.text,
        "ends": text(one.ends),
        "place": one.place,
        "territory": one.territory,
        "outside_hand": one.outside_hand,
        "battle_deaths": one.battle_deaths,
    }


def invocation(one: Invocation) -> Plain:
    """A request, or that there was none."""
    return {
        "made": one.made,
        "by": one.by,
        "joined_by": list(one.joined_by),
        "body": one.body,
        "date": text(one.date),
        "under": list(one.under),
        "words": one.words,
        "elsewhere": one.elsewhere,
        "asks_for": list(one.asks_for),
        "asked_elsewhere": list(one.asked_elsewhere),
        "channel": one.channel,
    }


def in_short(organisation: Organisation, one: CodedCase) -> Plain:
    """A case on one line."""
    return {
        "id": one.id,
        "organisation": organisation.id,
        "title": one.title,
        "kind": one.situation.kind,
        "target": one.situation.target,
        "initiators": list(one.situation.initiators),
        "begins": one.situation.begins.text,
        "ends": text(one.situation.ends),
        "invoked": one.invocation.made and not one.invocation.elsewhere,
        "outcome": one.decision.outcome,
        "fulfilled": one.fulfilled,
    }


def in_full(organisation: Organisation, one: CodedCase) -> Plain:
    """A case as coded."""
    return {
        "case": one.id,
        "organisation": organisation.id,
        "title": one.title,
        "situation": situation(one.situation),
        "invocation": invocation(one.invocation),
        "seats": list(one.seats),
        "consultations": [plain(row) for row in one.consultations],
        "decision": plain(one.decision),
        "positions": [plain(row) for row in one.positions],
        "deployment": plain(one.deployment),
        "timeline": [plain(row) for row in one.timeline],
        "acts": [plain(row) for row in one.acts],
        "outcome": one.outcome,
        "fulfilled": one.fulfilled,
        "fulfilled_why": one.fulfilled_why,
        "disputed": _values(one.disputed),
        "disputed_basis": _values(one.disputed_basis),
        "disputed_personnel": _values(one.disputed_personnel),
        "disputed_fulfilment": _values(one.disputed_fulfilment),
        "note": one.note,
        "confidence": one.confidence,
        "sources": list(one.sources),
    }


def _values(rows: tuple[Disputed, ...]) -> list[Plain]:
    return [
        {"about": row.about, "value": row.value, "sources": list(row.sources), "note": row.note} for row in rows
    ]


def acts(case: Case) -> list[Plain]:
    """The entries of a docket; every one has the same keys."""
    made = []
    for entry in case.entries:
        act, refusal = entry.act, entry.refusal
        made.append(
            {
                "n": entry.n,
                "at": text(act.at),
                "act": act.kind,
                "actor": act.actor,
                "in_order": entry.in_order,
                "basis": list(entry.basis),
                "sources": list(act.sources),
                "content": dict(act.plain().get("content", {})),
                "irregular": None
                if refusal is None
                else {"reason": refusal.reason.value, "rule": refusal.rule, "why": refusal.why},
                "gaps": list(entry.gaps),
                "note": act.note,
                "hash": entry.hash,
            }
        )
    return made


def replayed(told: Replay, verified: Plain | None) -> dict[str, Any]:
    """A case of history, carried through the engine."""
    from foedus.cli.plain_advice import said
    from foedus.cli.replay_law import advised, could_block
    from foedus.cli.under_reforms import plain as reforms

    case, advice = told.case, advised(told)
    return {
        "case": case.id,
        "organisation": case.organisation.id,
        "title": told.coded.title,
        "hash": case.hash,
        "verified": verified,
        "reforms": reforms(case.organisation.reforms, advice.view.day),
        "situation": situation(told.coded.situation),
        "acts": acts(case),
        "outcome": told.outcome,
        "advice": {"on": advice.view.date.text, **said(advice)},
        "decisions": [
            {
                "n": one.n,
                "organ": one.organ,
                "measure": one.measure,
                "matter": one.matter,
                "rule": one.rule,
                "binds": list(one.binds),
                "could_block": list(could_block(case, one).states),
            }
            for one in case.state.decisions
        ],
        "context": [
            {"at": one.at, "what": one.what, "why": one.why, "sources": list(one.sources)} for one in told.context
        ],
        "gaps": list(told.gaps),
        "explanation": list(case.explain()),
        "sources": list(told.coded.sources),
    }
