"""Plain data: the facts of an organisation as JSON, with keys that stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from foedus.cli.speech import since, text, until
from foedus.cli.under_reforms import plain as reforms
from foedus.dates import Certainty, Date, Period

if TYPE_CHECKING:
    from foedus.record.base import Fact
    from foedus.record.facts import Activity, Force, Membership, Organ, Provision
    from foedus.record.view import Member, Standing, View
    from foedus.sources import Source

Plain = dict[str, Any]


def plain(value: Any) -> Any:
    """Any part of a fact as JSON data, with its own keys, all of them; what is not stated is null or empty.

    >>> plain(Period.parse("2003-09-18/.."))
    '2003-09-18/..'
    """
    if isinstance(value, Date | Period):
        return value.text
    if isinstance(value, Certainty):
        return value.value
    if is_dataclass(value):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): plain(given) for name, given in value.items()}
    if isinstance(value, tuple | list | frozenset):
        return [plain(one) for one in value]
    return value


def head(view: View) -> Plain:
    """What every answer about a day begins with."""
    return {
        "organisation": view.id,
        "on": view.date.text,
        "last_known_as_of": text(view.last_known),
        "reforms": reforms(view.organisation.reforms, view.day),
    }


def disputed(fact: Fact) -> list[Plain]:
    """The values that sources disagree about."""
    return [
        {"about": one.about, "value": one.value, "sources": list(one.sources), "note": one.note}
        for one in fact.disputed
    ]


def member(one: Member, view: View) -> Plain:
    """A member on a day."""
    return {
        "state": one.state,
        "name": one.name,
        "status": one.status,
        "since": text(one.since),
        "until": text(one.until),
        "flags": list(one.flags),
        "sources": list(one.sources),
        "party_since": text(one.party_since),
        "votes": one.votes,
        "certainty": one.certainty.value,
        "last_known_as_of": text(view.last_known),
        "reforms": [reform.id for reform in view.reforms],
    }


def status(row: Membership, view: View) -> Plain:
    """A status that somebody had by a day, whether or not it still has it."""
    from foedus import states

    period = row.period.clip(view.day)
    return {
        "state": row.state,
        "name": states.name_on(row.state, view.day) if row.state else row.body,
        "status": row.status,
        "since": since(period),
        "until": until(period),
        "flags": [] if row.in_law else ["not_in_law"],
        "sources": list(row.sources),
        "of": row.of,
        "certainty": row.period.holds(view.day).value,
        "last_known_as_of": text(view.last_known),
        "reforms": [reform.id for reform in view.reforms],
    }


def standing(one: Standing) -> Plain:
    """A status on a day that is not membership."""
    return {
        "holder": one.holder,
        "name": one.name,
        "status": one.status,
        "of": one.of,
        "since": text(one.since),
        "certainty": one.certainty.value,
        "sources": list(one.sources),
    }


def provision(one: Provision, view: View) -> Plain:
    """A provision in the wording of a day."""
    from foedus.record.terms import stated

    treaty = view.treaty_of(one)
    return {
        "provision": one.id,
        "article": one.article,
        "ref": one.ref,
        "treaty": treaty.id,
        "treaty_title": treaty.title,
        "subject": one.subject,
        "text": one.text,
        "since": since(one.period),
        "until": until(one.period),
        "terms": {name: plain(value) for name, value in stated(one.terms).items()},
        "confidence": one.confidence,
        "sources": list(one.sources),
    }


def organ(one: Organ) -> Plain:
    """An organ."""
    return {
        "organ": one.id,
        "name": one.name,
        "abbreviations": list(one.abbreviations),
        "level": one.level,
        "parent": one.parent,
        "composition": one.composition,
        "competence": list(one.competence),
        "decides": list(one.decides),
        "decision_rules": list(one.decision_rules),
        "convening": [{"format": row.format, "by": row.by, "provision": row.provision} for row in one.convening],
        "chair_rule": one.chair_rule,
        "meets": one.meets,
        "since": since(one.period),
        "until": until(one.period),
        "disputed": disputed(one),
        "sources": list(one.sources),
    }


def force(one: Force) -> Plain:
    """A collective force, with the figures known."""
    return {
        "force": one.id,
        "name": one.name,
        "kind": one.kind,
        "basis": one.basis,
        "provisions": list(one.provisions),
        "since": since(one.period),
        "until": until(one.period),
        "strength": [strength(row) for row in one.personnel],
        "contributions": contributions(one.contributions),
        "components": one.components,
        "purpose": one.purpose,
        "use": plain(one.use) if one.use else None,
        "used_in": list(one.used_in),
        "disputed": disputed(one),
        "sources": list(one.sources),
    }


def strength(row: Any) -> Plain:
    """A figure with its day."""
    return {"value": row.value, "as_of": row.as_of.text, "sources": list(row.sources)}


def contributions(rows: Iterable[Any]) -> list[Plain]:
    """What members set aside; a figure that is not known is null."""
    return [
        {
            "state": row.state,
            "personnel": row.personnel,
            "units": list(row.units),
            "as_of": text(row.as_of),
            "sources": list(row.sources),
        }
        for row in rows
    ]


def activity(one: Activity) -> Plain:
    """An operation, exercise or programme."""
    return {
        "activity": one.id,
        "name": one.name,
        "kind": one.kind,
        "theme": one.theme,
        "since": since(one.period),
        "until": until(one.period),
        "place": one.place,
        "states": list(one.states),
        "personnel": one.personnel,
        "part_of": one.part_of,
        "disputed": disputed(one),
        "sources": list(one.sources),
    }


def source(name: str, one: Source) -> Plain:
    """A source."""
    return {
        "source": name,
        "kind": one.kind,
        "title": one.title,
        "publisher": one.publisher,
        "author": one.author,
        "date": text(one.date),
        "url": one.url,
        "note": one.note,
    }
