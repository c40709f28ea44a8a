"""Shares: what a member pays, sends and gets, the chair and posts that it had, the instruments it joined."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from foedus.dates import Certainty, Date, Period
from foedus.law.deciding import rule_for
from foedus.law.entitlements import binding
from foedus.record.facts import Provision, Step, Treaty
from foedus.record.members import Member
from foedus.record.terms import Budget, MilitaryTechnical
from foedus.record.view import View

PartTaken = Literal["in_force", "ratified", "signed", "not_signed", "ended", "not_known"]
"""How far a state went with an instrument by the day."""

_STEPS: Final = 5
"""How many steps of a state's story are shown with its dues."""


@dataclass(frozen=True, slots=True)
class Arms:
    """Terms on which a member gets arms, and may pass them on.

    Attributes:
        price: free, preferential or either; None where the provision is silent.
        basis: what the price is measured by.
        re_export: forbidden, or with written consent; None where the provision is silent.
        certain: False where it is not known that the instrument binds the state on the day.
    """

    provision: str
    ref: str
    price: str | None
    basis: str | None
    re_export: str | None
    currency: tuple[str, ...]
    certain: bool
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dues:
    """A member's share of the budget, and what arrears cost.

    Attributes:
        share: an exact fraction as text; None where none is known on the day.
        as_of: the day that the share is known for.
        arrears_years: after how many years of arrears the sanctions may come.
        sanctions: what they are, as tokens.
        until: what ends them.
        organ: id of the organ that decides on them.
        rule: id of the decision rule.
        provision: id of the provision; None where none is in force on the day.
        on_record: whether a decision that takes the state's vote is on record.
        steps: the last steps of the state's story that were known on the day; arrears are told there.
        sources: ids of the sources.
    """

    share: str | None
    as_of: Date | None
    arrears_years: int | None
    sanctions: tuple[str, ...]
    until: str | None
    organ: str | None
    rule: str | None
    provision: str | None
    on_record: bool
    steps: tuple[Step, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contributed:
    """What the state sets aside for a collective force; personnel and day are None where not known."""

    force: str
    name: str
    personnel: int | None
    units: tuple[str, ...]
    as_of: Date | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn in the chair, or a post held by a person from the state.

    Attributes:
        what: the office, or ``chair``.
        person: who held it; None for the chair, which a state holds.
        period: as known on the day; open where it goes on.
        now: how surely it holds on the day.
        acting: whether the person only acted in it.
    """

    what: str
    person: str | None
    period: Period
    now: Certainty
    acting: bool
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Instrument:
    """What the state had done about an instrument by the day."""

    treaty: str
    title: str
    part: PartTaken
    signed: Date | None
    ratified: Date | None
    in_force: Date | None
    ended: Date | None
    sources: tuple[str, ...]


def arms(view: View, state: str) -> Iterator[Arms]:
    """Yield the terms on which a member gets arms, and may pass them on."""
    for provision, certain in binding(view, state):
        terms = provision.terms
        if isinstance(terms, MilitaryTechnical) and (terms.price or terms.re_export or terms.currency):
            yield _terms_of(provision, terms, certain)


def _terms_of(provision: Provision, terms: MilitaryTechnical, certain: bool) -> Arms:
    return Arms(
        provision=provision.id,
        ref=provision.ref,
        price=terms.price,
        basis=terms.price_basis,
        re_export=terms.re_export,
        currency=terms.currency,
        certain=certain,
        sources=provision.sources,
    )


def dues(view: View, member: Member) -> Dues:
    """Say what a member pays and what arrears cost.

    >>> from foedus.record.view import organisation
    >>> view = organisation("csto").on("2025-06-01")
    >>> found = dues(view, view.member("ARM"))
    >>> found.share, found.arrears_years, found.on_record
    ('1/10', 2, False)
    """
    budget = view.facts.budget if view.facts else None
    shares = {one.state: one.share for one in budget.shares} if budget else {}
    share = shares.get(member.state)
    provision = next((one for one in view.law("budget") if isinstance(one.terms, Budget)), None)
    terms = provision.terms if provision and isinstance(provision.terms, Budget) else Budget(funding=())
    rule = rule_for(view, terms.decided_by, terms.matter or "any") if terms.decided_by else None
    steps = sorted(
        (step for row in view.statuses_of(member.state) for step in row.steps), key=lambda step: step.date.first
    )
    sources = (*(budget.sources if budget and share else ()), *(provision.sources if provision else ()))
    return Dues(
        share=share,
        as_of=budget.as_of if budget and share else None,
        arrears_years=terms.arrears_years,
        sanctions=terms.sanctions,
        until=terms.until,
        organ=terms.decided_by,
        rule=rule.id if rule else None,
        provision=provision.id if provision else None,
        on_record=not member.votes,
        steps=tuple(steps[-_STEPS:]),
        sources=tuple(dict.fromkeys(sources)),
    )


def contributions(view: View, state: str) -> Iterator[Contributed]:
    """Yield what a state sets aside for the collective forces, as known on the day."""
    for force in view.forces:
        for one in force.contributions:
            if one.state == state:
                yield Contributed(force.id, force.name, one.personnel, one.units, one.as_of, one.sources)


def turns(view: View, state: str) -> Iterator[Turn]:
    """Yield a state's turns in the chair up to the day."""
    for one in view.chaired_by(state):
        yield Turn("chair", None, one.period, one.period.holds(view.day), False, one.sources)


def posts(view: View, state: str) -> Iterator[Turn]:
    """Yield the posts that a state's people held up to the day."""
    for one in view.offices_of(state):
        yield Turn(one.office, one.person, one.period, one.period.holds(view.day), one.acting, one.sources)


def instrument(treaty: Treaty, state: str) -> Instrument:
    """Say what a state had done about an instrument.

    Args:
        treaty: the instrument, as known on the day.
        state: the state.
    """
    row = next((one for one in treaty.parties if one.state == state), None)
    ended = (row.denounced or row.ended) if row else None
    part: PartTaken = "not_known"
    if state in treaty.not_signed_by:
        part = "not_signed"
    elif row is not None:
        went: tuple[tuple[PartTaken, Date | None], ...] = (
            ("ended", ended),
            ("in_force", row.in_force),
            ("ratified", row.ratified),
            ("signed", row.signed),
        )
        part = next((name for name, date in went if date), "not_known")
    return Instrument(
        treaty=treaty.id,
        title=treaty.title,
        part=part,
        signed=row.signed if row else None,
        ratified=row.ratified if row else None,
        in_force=row.in_force if row else None,
        ended=ended,
        sources=(row.sources if row else ()) or treaty.parties_sources or treaty.sources,
    )
