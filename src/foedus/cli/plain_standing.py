"""What membership gives a state and asks of it, as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from foedus.cli.plain import Plain, head, member, plain
from foedus.cli.speech import since, text, until

if TYPE_CHECKING:
    from foedus.law.compatibility import Closed
    from foedus.law.entitlements import Clause
    from foedus.law.shares import Dues, Turn
    from foedus.law.standing import Said, StateStanding
    from foedus.record.view import View


def standing(view: View, one: StateStanding) -> Plain:
    """A state's standing on a day."""
    return {
        **head(view),
        "state": one.state,
        "name": one.name,
        "relation": one.relation,
        "member": member(one.member, view) if one.member else None,
        "statuses": _said(one.statuses),
        "rights": [_clause(row) for row in one.rights],
        "obligations": [_clause(row) for row in one.obligations],
        "votes": [
            {
                "organ": row.organ,
                "name": row.name,
                "rule": row.rule,
                "kind": row.kind,
                "matters": list(row.matters),
                "votes": row.votes,
                "apart": row.apart,
                "blocks": row.blocks,
                "how": list(row.how),
                "not_own": row.not_own,
                "provisions": list(row.provisions),
                "sources": list(row.sources),
            }
            for row in one.votes
        ],
        "closed": [_closed(row) for row in one.closed],
        "arms": [
            {
                "provision": row.provision,
                "ref": row.ref,
                "price": row.price,
                "basis": row.basis,
                "re_export": row.re_export,
                "currency": list(row.currency),
                "certain": row.certain,
                "sources": list(row.sources),
            }
            for row in one.arms
        ],
        "dues": None if one.dues is None else _dues(one.dues),
        "contributions": [
            {
                "force": row.force,
                "name": row.name,
                "personnel": row.personnel,
                "units": list(row.units),
                "as_of": text(row.as_of),
                "sources": list(row.sources),
            }
            for row in one.contributions
        ],
        "chair_turns": [_turn(row) for row in one.chair_turns],
        "posts": [_turn(row) for row in one.posts],
        "instruments": [
            {
                "treaty": row.treaty,
                "title": row.title,
                "part": row.part,
                "signed": text(row.signed),
                "ratified": text(row.ratified),
                "in_force": text(row.in_force),
                "ended": text(row.ended),
                "sources": list(row.sources),
            }
            for row in one.instruments
        ],
        "not_known": _said(one.not_known),
    }


def _said(rows: Iterable[Said]) -> list[Plain]:
    return [{"text": row.text, "provisions": list(row.provisions), "sources": list(row.sources)} for row in rows]


def _clause(row: Clause) -> Plain:
    return {
        "subject": row.subject,
        "says": row.says,
        "obligation": row.obligation,
        "provision": row.provision,
        "ref": row.ref,
        "text": row.text,
        "certain": row.certain,
        "sources": list(row.sources),
    }


def _closed(row: Closed) -> Plain:
    return {
        "provision": row.provision,
        "ref": row.ref,
        "forbids": list(row.forbids),
        "qualifier": row.qualifier,
        "allows": list(row.allows),
        "readings": [
            {
                "name": one.name,
                "says": one.says,
                "held_by": list(one.held_by),
                "others": [
                    {
                        "organisation": other.organisation,
                        "name": other.name,
                        "answer": other.answer,
                        "why": other.why,
                    }
                    for other in one.others
                ],
                "sources": list(one.sources),
            }
            for one in row.readings
        ],
        "organ": row.organ,
        "rule": row.rule,
        "can_block": list(row.can_block),
        "sources": list(row.sources),
    }


def _dues(row: Dues) -> Plain:
    return {
        "share": row.share,
        "as_of": text(row.as_of),
        "arrears_years": row.arrears_years,
        "sanctions": list(row.sanctions),
        "until": row.until,
        "organ": row.organ,
        "rule": row.rule,
        "provision": row.provision,
        "on_record": row.on_record,
        "steps": [plain(one) for one in row.steps],
        "sources": list(row.sources),
    }


def _turn(row: Turn) -> Plain:
    return {
        "what": row.what,
        "person": row.person,
        "since": since(row.period),
        "until": until(row.period),
        "now": row.now.value,
        "acting": row.acting,
        "sources": list(row.sources),
    }
