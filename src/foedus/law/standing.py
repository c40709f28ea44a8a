"""Standing: what membership gives a state and asks of it on a day, and where it stands if it is no member.

Nothing in it is later than the day of the view. What the record does not tell is listed as not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from foedus import states
from foedus.dates import Certainty, Date
from foedus.law.compatibility import Closed, closed
from foedus.law.entitlements import Clause, binding, obligations, rights
from foedus.law.shares import (
    Arms,
    Contributed,
    Dues,
    Instrument,
    Turn,
    arms,
    contributions,
    dues,
    instrument,
    posts,
    turns,
)
from foedus.law.votes import Vote, votes
from foedus.record.facts import Membership
from foedus.record.members import BELONGING, PARTIAL, Member
from foedus.record.terms import Exclusivity, Suspension
from foedus.record.view import View

Relation = Literal["member", "party", "former", "other", "none"]
"""member or party: it belongs on the day; former: it did once; other: another status; none: no status."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with what it rests on.

    Attributes:
        text: the sentence.
        provisions: ids of provisions.
        sources: ids of sources.
    """

    text: str
    provisions: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StateStanding:
    """Where a state stands in an organisation on a day.

    Attributes:
        state: its code.
        name: its name on the day.
        organisation: id of the organisation.
        date: the day.
        relation: see :data:`Relation`.
        member: the member on the day; None where it is none.
        statuses: its statuses and flags, in sentences.
        rights: what membership gives it.
        obligations: what membership asks of it.
        votes: its part in each organ under each rule.
        closed: what else it may not join or host, and what follows for its other alliances.
        arms: terms on which it gets arms.
        dues: its dues; None where it is no member.
        contributions: what it sets aside for the collective forces, as known on the day.
        chair_turns: its turns in the chair up to the day.
        posts: posts held by its people up to the day.
        instruments: instruments signed by the day, and what it had done about each.
        not_known: what the record does not tell.
        last_known: the pack's last day, when the day lies after it.
    """

    state: str
    name: str
    organisation: str
    date: Date
    relation: Relation
    member: Member | None
    statuses: tuple[Said, ...]
    rights: tuple[Clause, ...] = ()
    obligations: tuple[Clause, ...] = ()
    votes: tuple[Vote, ...] = ()
    closed: tuple[Closed, ...] = ()
    arms: tuple[Arms, ...] = ()
    dues: Dues | None = None
    contributions: tuple[Contributed, ...] = ()
    chair_turns: tuple[Turn, ...]
    posts: tuple[Turn, ...]
    instruments: tuple[Instrument, ...]
    not_known: tuple[Said, ...] = ()
    last_known: Date | None


def standing(view: View, state: str, others: Iterable[View] = ()) -> StateStanding:
    """Say where a state stands in an organisation on a day.

    Args:
        view: the organisation on the day.
        state: the state's code.
        others: views of other organisations on the same day; those that it is no member of are left aside.

    Raises:
        UnknownState: when there is no such state.
        ValueError: when another view is of another day.

    >>> from foedus.record.view import organisation
    >>> found = standing(organisation("csto").on("2024-03-01"), "ARM")
    >>> found.relation, {vote.blocks for vote in found.votes if vote.rule == "dr-consensus"}
    ('member', {'yes'})
    """
    consulted = tuple(one for one in others if one.id != view.id)
    odd = [one for one in consulted if one.day != view.day]
    if odd:
        raise ValueError(f"{odd[0]!r} is of another day; all views must be of {view.date}")
    member, told = view.member(state), view.statuses_of(state)
    relation, statuses = _outside(view, state, told)
    found = StateStanding(
        state=state,
        name=states.name_on(state, view.day),
        organisation=view.id,
        date=view.date,
        relation=relation,
        member=member,
        statuses=statuses,
        chair_turns=tuple(turns(view, state)),
        posts=tuple(posts(view, state)),
        instruments=tuple(instrument(one, state) for one in view.treaties),
        last_known=view.last_known,
    )
    return found if member is None else _with_membership(found, view, member, told, consulted)


def _with_membership(
    found: StateStanding, view: View, member: Member, told: tuple[Membership, ...], consulted: tuple[View, ...]
) -> StateStanding:
    state = member.state
    owed, sent = dues(view, member), tuple(contributions(view, state))
    return replace(
        found,
        relation="member" if member.status == "member" else "party",
        statuses=(*_inside(view, member, told), *_elsewhere(state, consulted)),
        rights=rights(view, state),
        obligations=obligations(view, state),
        votes=tuple(votes(view, state)),
        closed=tuple(_closed(view, state, consulted)),
        arms=tuple(arms(view, state)),
        dues=owed,
        contributions=sent,
        not_known=tuple(_not_known(view, state, consulted, owed, sent)),
    )


def _inside(view: View, member: Member, told: tuple[Membership, ...]) -> Iterator[Said]:
    """Say what a member is, with what qualifies it."""
    name, status = member.name, "a member" if member.status == "member" else "a party to the treaty"
    being = "has been" if member.since else "is"
    yield Said(f"{name} {being} {status}{_since(member.since)}.", (), member.sources)
    if member.party_since:
        yield Said(
            f"It has been party to the founding treaty since {member.party_since.spoken()}.", (), member.sources
        )
    if member.certainty is Certainty.POSSIBLY:
        yield Said(f"Whether it was {status} already, or still, on this day is not certain.", (), member.sources)
    for row in told:
        if row.of is None and row.status in PARTIAL and row.period.holds(view.day).possible:
            yield from _partial(view, row)
    for row in told:
        if row.of is None and row.period.holds(view.day).possible:
            yield from _differ(row)


def _elsewhere(state: str, consulted: tuple[View, ...]) -> Iterator[Said]:
    """Say which of the organisations consulted it belongs to."""
    if consulted:
        names = [one.record.organisation.short_name for one in consulted]
        inside = [name for name, one in zip(names, consulted, strict=True) if one.member(state)]
        found = f"it is a member of {', '.join(inside)}" if inside else "it is a member of none of them"
        yield Said(f"Other organisations consulted: {', '.join(names)}; {found}.")


def _partial(view: View, row: Membership) -> Iterator[Said]:
    """Say how far a member is out of it: in law, or by its own word only."""
    basis = f" ({row.basis})" if row.basis else ""
    what = f"Its part in {row.scope}" if row.scope else "Its participation"
    since, being = _since(row.period.start), "has been" if row.period.start else "is"
    if row.in_law and row.towards:
        others = " and ".join(states.name_on(code, view.day) for code in row.towards)
        yield Said(f"What is owed between it and {others} {being} suspended{since}{basis}.", (), row.sources)
        return
    if row.in_law:
        effect = "" if row.scope or row.status == "frozen" else " It has no vote in the organs."
        yield Said(f"{what} {being} {row.status}{since}{basis}.{effect}", (), row.sources)
        return
    yield Said(f"{what} {being} declared {row.status}{since}{basis}.", (), row.sources)
    yield Said("In law it keeps its rights, its obligations and its vote.", (), row.sources)
    for provision in view.law("suspension"):
        terms = provision.terms
        if isinstance(terms, Suspension) and terms.self_suspension == "not_provided":
            yield Said(f"A member cannot suspend itself ({provision.ref}).", (provision.id,), provision.sources)


def _differ(row: Membership) -> Iterator[Said]:
    """Say what sources disagree about."""
    if row.disputed:
        told = "; ".join(one.value for one in row.disputed)
        sources = tuple(dict.fromkeys(name for one in row.disputed for name in one.sources))
        yield Said(f"Sources differ on its {row.disputed[0].about or 'status'}: {told}.", (), sources)


def _since(start: Date | None) -> str:
    return f" since {start.spoken()}" if start else ""


def _outside(view: View, state: str, told: tuple[Membership, ...]) -> tuple[Relation, tuple[Said, ...]]:
    """Say where a state stands that is no member on the day."""
    name = states.name_on(state, view.day)
    said = [Said(f"{name} is not a member on this day.")]
    relation: Relation = "none"
    for row in told:
        now = row.period.holds(view.day).possible
        belonged = row.status in BELONGING and row.of is None
        if now or belonged:
            said += _row(view, row, now)
            relation = "former" if belonged and not now else "other" if relation == "none" else relation
    if relation == "none":
        said.append(Said(f"No status of it is on record up to {view.date.spoken()}."))
    oldest = min(view.treaties, key=lambda treaty: treaty.signed.first, default=None)
    row_of = next((one for one in oldest.parties if one.state == state), None) if oldest else None
    if oldest and row_of and row_of.signed and relation == "none":
        said.append(Said(f"It signed {oldest.title} on {row_of.signed.spoken()}.", (), oldest.parties_sources))
    return relation, tuple(said)


def _row(view: View, row: Membership, now: bool) -> Iterator[Said]:
    status = {"party": "a party to the treaty", "member": "a member", "observer": "an observer"}.get(
        row.status, row.status
    )
    of = f" of {row.of}" if row.of else ""
    if now:
        yield Said(f"Status: {status}{of}{_since(row.period.start)}.", (), row.sources)
    else:
        until = f" until {row.period.end.spoken()}" if row.period.end else ""
        start = f" from {row.period.start.spoken()}" if row.period.start else ""
        yield Said(f"It was {status}{of}{start}{until}.", (), row.sources)
    yield from _differ(row)


def _closed(view: View, state: str, consulted: tuple[View, ...]) -> Iterator[Closed]:
    others = [one for one in consulted if one.member(state)]
    for provision, _ in binding(view, state):
        if isinstance(provision.terms, Exclusivity):
            yield closed(view, state, provision, provision.terms, others)


def _not_known(
    view: View, state: str, consulted: tuple[View, ...], owed: Dues, sent: tuple[Contributed, ...]
) -> Iterator[Said]:
    if not consulted:
        yield Said("Whether it is in other alliances was not looked up: no other organisation was consulted.")
    if owed.share is None:
        yield Said("Its share of the budget on this day is not known.")
    if not sent:
        yield Said("What it set aside for collective forces by this day is not known.")
    elif any(one.personnel is None for one in sent):
        yield Said("The size of some of its contributions is not known.")
    if owed.provision and not owed.on_record:
        yield Said("No decision that takes its vote or its posts is on record on this day.", (owed.provision,))
    for one in view.facts.not_found if view.facts else ():
        if state in one.states:
            up_to = f" up to {one.as_of.spoken()}" if one.as_of else ""
            yield Said(f"Looked for{up_to} and not found: {one.what}.", (), one.sources)
