"""Compatibility: what else a member may join or host, under each way in which the law is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from foedus.law.deciding import blockers, electorate, rule_by_id, rule_for
from foedus.record.facts import OrganisationKind, Provision
from foedus.record.terms import Answer, Exclusivity, Reading
from foedus.record.view import View

COVERS: dict[OrganisationKind, tuple[str, ...]] = {
    "collective_defence": ("military_alliances", "groupings_of_states"),
    "collective_security": ("groupings_of_states",),
    "consultative": ("groupings_of_states",),
    "peace_operations": ("groupings_of_states",),
}
"""Which of the things that a provision may forbid an organisation of each kind is."""


@dataclass(frozen=True, slots=True)
class Compatibility:
    """Whether membership of another organisation is compatible, under one reading.

    Attributes:
        organisation: the other organisation's id.
        name: its short name.
        answer: yes, no, or contested where it turns on something that the record does not settle.
        why: the reason.
    """

    organisation: str
    name: str
    answer: Answer
    why: str


@dataclass(frozen=True, slots=True)
class ReadSo:
    """A reading of a provision on exclusivity, and what follows for the other alliances.

    Attributes:
        name: the reading's short name.
        says: the reading in words.
        held_by: who reads it so, where known.
        others: what follows for each other organisation that was consulted.
        sources: ids of the sources that show the reading.
    """

    name: str
    says: str
    held_by: tuple[str, ...]
    others: tuple[Compatibility, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Closed:
    """What a provision closes to a member.

    Attributes:
        provision: id of the provision.
        ref: how its instrument calls it.
        forbids: what is closed, as tokens.
        qualifier: words that narrow it.
        allows: what stays free.
        readings: how far the qualifier reaches, reading by reading; one where readers do not differ.
        organ: id of the organ that deals with it, where one does.
        rule: id of the decision rule, where one is known.
        can_block: states that alone can refuse what the member asks for.
        sources: ids of the sources.
    """

    provision: str
    ref: str
    forbids: tuple[str, ...]
    qualifier: str | None
    allows: tuple[str, ...]
    readings: tuple[ReadSo, ...]
    organ: str | None
    rule: str | None
    can_block: tuple[str, ...]
    sources: tuple[str, ...]


def closed(view: View, state: str, provision: Provision, terms: Exclusivity, others: Iterable[View]) -> Closed:
    """Say what a provision on exclusivity closes to a member.

    Args:
        view: the organisation on the day.
        state: the member.
        provision: the provision.
        terms: its terms.
        others: views of the other organisations that the state is a member of.
    """
    whole = Reading(name="as_written", says=provision.text, qualifies=terms.forbids if terms.qualifier else ())
    views = tuple(others)
    readings = tuple(
        ReadSo(
            one.name,
            one.says,
            one.held_by,
            tuple(_compatible(view, terms, one, other) for other in views),
            one.sources or provision.sources,
        )
        for one in terms.readings or (whole,)
    )
    rule, blockers = _refusal(view, state, terms)
    return Closed(
        provision=provision.id,
        ref=provision.ref,
        forbids=terms.forbids,
        qualifier=terms.qualifier,
        allows=terms.allows,
        readings=readings,
        organ=terms.decided_by,
        rule=rule,
        can_block=blockers,
        sources=provision.sources,
    )


def _compatible(view: View, terms: Exclusivity, reading: Reading, other: View) -> Compatibility:
    facts = other.record.organisation
    kind = facts.kind.replace("_", " ")
    meant = [what for what in terms.forbids if what in COVERS[facts.kind]]
    if not meant:
        why = f"the provision is not about an organisation of {kind}"
        return Compatibility(other.id, facts.short_name, "yes", why)
    flat = [what.replace("_", " ") for what in meant if what not in reading.qualifies]
    if flat:
        why = f"under this reading {flat[0]} are closed whatever their aim, and it is one of {kind}"
        return Compatibility(other.id, facts.short_name, "no", why)
    if all(other.member(one.state) for one in view.members):
        why = "every member here is a member there too, so it is directed against none of them"
        return Compatibility(other.id, facts.short_name, "yes", why)
    why = f"it turns on whether it is {terms.qualifier}, which the record does not settle"
    return Compatibility(other.id, facts.short_name, "contested", why)


def _refusal(view: View, state: str, terms: Exclusivity) -> tuple[str | None, tuple[str, ...]]:
    """The rule by which the others deal with the matter, and who of them alone can refuse."""
    if terms.decided_by is None:
        return None, ()
    named = rule_by_id(view, terms.rule) if terms.rule else None
    rule = named or rule_for(view, terms.decided_by, terms.matter or "any")
    if rule is None:
        return None, ()
    voters = electorate(view, rule, concerned=[state]).voters
    return rule.id, tuple(one.state for one in blockers(view, rule, voters) if one.state != state)
