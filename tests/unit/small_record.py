"""Small organisations, made in a few words, for tests of what no pack happens to show."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from foedus.dates import Date, Period
from foedus.law.findings import Circumstances
from foedus.record.cases import Situation
from foedus.record.facts import Membership, Organ, OrganisationFacts, Pack, Party, Provision, Treaty
from foedus.record.pack import Record
from foedus.record.rules import Condition, DecisionRule
from foedus.record.terms import TERMS_OF, Part, Subject
from foedus.record.view import Organisation

SOURCES = ("a-source",)
ALWAYS = "2000-01-01/.."


def date(text: str) -> Date:
    return Date.parse(text)


def period(text: str) -> Period:
    return Period.parse(text)


def status(state: str | None, kind: str = "member", when: str = ALWAYS, **keys: Any) -> Membership:
    return Membership(
        id=f"mem-{state}-{kind}-{when}", state=state, status=kind, period=period(when), sources=SOURCES, **keys
    )  # type: ignore[arg-type]  # a status by name


def members(*codes: str) -> tuple[Membership, ...]:
    return tuple(status(code) for code in codes)


def provision(name: str, terms: Part, when: str = ALWAYS, **keys: Any) -> Provision:
    subject: Subject = next(name for name, kind in TERMS_OF.items() if type(terms) is kind)
    given: dict[str, Any] = {
        "id": name,
        "article": name,
        "ref": f"art. {name}",
        "subject": subject,
        "text": f"What {name} says.",
        "period": period(when),
        "sources": SOURCES,
    }
    return Provision(terms=terms, **{**given, **keys})


def treaty(*provisions: Provision, **keys: Any) -> Treaty:
    given: dict[str, Any] = {
        "id": "charter",
        "title": "Charter",
        "signed": date("1999-01-01"),
        "in_force": date("2000-01-01"),
        "sources": SOURCES,
    }
    return Treaty(provisions=provisions, **{**given, **keys})


def party(state: str, **acts: str) -> Party:
    return Party(state=state, **{name: date(text) for name, text in acts.items()})


def rule(name: str = "consensus", **keys: Any) -> DecisionRule:
    given: dict[str, Any] = {
        "organs": ("council",),
        "matters": ("any",),
        "kind": "consensus",
        "adopted_when": Condition(no_objection="voters"),
        "basis": "art. 5",
        "period": period(ALWAYS),
        "sources": SOURCES,
    }
    return DecisionRule(id=name, **{**given, **keys})


def organ(name: str = "council", **keys: Any) -> Organ:
    given: dict[str, Any] = {
        "name": name.capitalize(),
        "level": "heads_of_state",
        "composition": "Heads of the members",
        "period": period(ALWAYS),
        "sources": SOURCES,
    }
    return Organ(id=name, **{**given, **keys})


def facts(**keys: Any) -> OrganisationFacts:
    given: dict[str, Any] = {
        "name": "A Small Pact",
        "short_name": "Small",
        "kind": "collective_defence",
        "seat": "Somewhere",
        "founded": date("2000-01-01"),
        "sources": SOURCES,
    }
    return OrganisationFacts(id="small", **{**given, **keys})


def organised(name: str = "small", **sections: Any) -> Organisation:
    """An organisation of ARM, BLR and KAZ with a council that decides by consensus, or as the sections say."""
    given: dict[str, Any] = {
        "pack": Pack(id=name, schema=1, licence="CC0-1.0", owner="nobody", covers=period("2000-01-01/2020-01-01")),
        "organisation": facts(),
        "sources": MappingProxyType({}),
        "treaties": (treaty(),),
        "membership": members("ARM", "BLR", "KAZ"),
        "organs": (organ(),),
        "decision_rules": (rule(),),
        "where": MappingProxyType({}),
    }
    return Organisation(Record(**{**given, **sections}))


def situation(kind: str = "interstate_attack", **keys: Any) -> Situation:
    given: dict[str, Any] = {"target": "ARM", "begins": date("2010-01-01"), "territory": "recognised"}
    return Situation(kind=kind, **{**given, **keys})  # type: ignore[arg-type]  # a kind by name


def asked(kind: str = "interstate_attack", *, asks_for: tuple[str, ...] = (), **keys: Any) -> Circumstances:
    """Circumstances in which the target asked."""
    return Circumstances(situation=situation(kind, **keys), requested=True, asks_for=asks_for)
