"""What the law says of a situation, as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.cli.plain import Plain, contributions, head
from foedus.cli.plain_cases import situation
from foedus.proceedings.case import name_of

if TYPE_CHECKING:
    from foedus.law.advice import Advice, Decides, Sendable
    from foedus.law.findings import Finding
    from foedus.record.view import View


def advice(one: Advice, case: str | None, own: Advice | None) -> Plain:
    """Advice, with that of the situation's own day where it was asked for another."""
    asked = one.circumstances
    return {
        **head(one.view),
        "case": case,
        "situation": situation(asked.situation),
        "requested": asked.requested,
        "asks_for": list(asked.asks_for),
        "authorised": asked.authorised,
        **said(one),
        "compared_with": None if own is None else {"on": own.view.date.text, **said(own)},
    }


def said(one: Advice) -> Plain:
    """What the law of one day says, without what was asked."""
    view = one.view
    return {
        "findings": [finding(row, view) for row in one.findings],
        "decides": None if one.decides is None else _decides(one.decides, view),
        "alone": [
            {"provision": row.provision, "rule": row.rule.id, "by": row.rule.alone, "finding": row.how}
            for row in one.alone
        ],
        "bound": [
            {
                "state": row.state,
                "name": name_of(view, row.state),
                "how": row.how,
                "owes": list(row.content),
                "under": list(row.under),
            }
            for row in one.bound
        ],
        "can_block": [row.state for row in one.can_block],
        "can_block_how": [
            {"state": row.state, "name": name_of(view, row.state), "how": list(row.how)} for row in one.can_block
        ],
        "forces": [_force(row) for row in one.forces],
        "elsewhere": [{"whom": row.whom, "what": row.what, "under": row.under} for row in one.elsewhere],
    }


def finding(one: Finding, view: View) -> Plain:
    """What one provision says, test by test."""
    provision, owed = one.provision, one.owed
    treaty = view.treaty_of(provision)
    return {
        "provision": provision.id,
        "subject": provision.subject,
        "finding": one.result,
        "tests": [
            {
                "test": row.test,
                "answer": row.answer,
                "why": row.why,
                "reference": row.reference,
                "sources": list(row.sources),
            }
            for row in one.tests
        ],
        "article": provision.article,
        "ref": provision.ref,
        "treaty": treaty.id,
        "treaty_title": treaty.title,
        "lacking": list(one.lacking),
        "owed": None
        if owed is None
        else {
            "content": list(owed.content),
            "obligation": owed.obligation,
            "by": list(owed.by),
            "to": owed.to,
            "discretion": owed.discretion,
        },
        "sources": list(provision.sources),
    }


def _decides(one: Decides, view: View) -> Plain:
    rule = one.rule
    return {
        "organ": one.organ,
        "rule": rule.id if rule else None,
        "organ_name": name_of(view, one.organ),
        "rule_kind": rule.kind if rule else None,
        "basis": rule.basis if rule else None,
        "matter": one.matter,
        "under": one.under,
        "precondition": list(rule.precondition) if rule else [],
        "binding_on": rule.binding_on if rule else None,
        "voters": list(one.electorate.voters),
        "apart": [{"state": state, "why": why} for state, why in one.electorate.apart],
        "others": [row.id for row in one.others],
        "sources": list(rule.sources) if rule else [],
    }


def _force(one: Sendable) -> Plain:
    figure = one.strength
    return {
        "force": one.force.id,
        "name": one.force.name,
        "how": one.how,
        "strength": figure.value if figure else None,
        "as_of": figure.as_of.text if figure else None,
        "contributions": contributions(one.contributions),
        "under": list(one.under),
        "consents": [{"state": state, "of": of} for state, of in one.consents],
        "sources": list(dict.fromkeys([*one.force.sources, *(figure.sources if figure else ())])),
    }
