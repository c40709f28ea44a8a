"""Leaving and coming back: what the engine says of notice, of the day on which it has run, and of admission."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from foedus.dates import Date, DateError, add_months
from foedus.proceedings.acts import Accede, Act, Content, GiveNotice, Leave, Propose
from foedus.proceedings.asking import rule_of, voters
from foedus.proceedings.case import Case
from foedus.proceedings.changing import withdrawal_terms
from foedus.proceedings.reasons import Reason
from foedus.record.rules import DecisionRule
from foedus.record.terms import Accession
from foedus.record.view import Organisation
from foedus.simulation.layout import NEVER

MATTER = "accession"


@dataclass(frozen=True, slots=True)
class Admission:
    """How a state that left is let in again.

    Attributes:
        status: ``impossible``, ``voted`` or ``free``: no decision is needed.
        organ: which organ votes.
        rule: by which rule.
        voters: who votes.
    """

    status: str
    organ: str = ""
    rule: DecisionRule | None = None
    voters: tuple[str, ...] = ()


def act_on(day: int, actor: str, content: Content, note: str | None = None) -> Act:
    """An act of a day.

    Args:
        day: ordinal of the day.
        actor: who does it.
        content: what is done.
        note: what there is to say of it.
    """
    return Act(actor=actor, at=Date.of(datetime.date.fromordinal(day)), content=content, note=note)


def _draft(organisation: Organisation, state: str, *, left: bool = False, since: int | None = None) -> Case:
    """A docket of the organisation itself in which a state has left, or has given notice."""
    case = Case.open(organisation, "law", None)
    change = case.state.change
    if left:
        change = replace(change, left=frozenset({state}))
    if since is not None:
        change = replace(change, notices=MappingProxyType({state: since}))
    return replace(case, state=replace(case.state, change=change))


def admission(organisation: Organisation, day: int, state: str) -> Admission:
    """How a state that left on an earlier day would be let in again.

    Args:
        organisation: the organisation, perhaps under reforms.
        day: ordinal of the day.
        state: the state.

    >>> from foedus.record.view import organisation
    >>> found = admission(organisation("csto"), Date.parse("2026-01-01").first, "ARM")
    >>> found.status, found.organ, len(found.voters)
    ('voted', 'csc', 5)
    """
    case = _draft(organisation, state, left=True)
    refusal = case.refusal(act_on(day, state, Accede()))
    if refusal is None:
        return Admission("free")
    if refusal.reason is not Reason.NOT_DECIDED:
        return Admission("impossible")
    for provision in organisation.on(day).law("accession"):
        organ = provision.terms.decided_by if isinstance(provision.terms, Accession) else None
        if organ is None:
            continue
        act = act_on(day, organ, Propose(organ=organ, matter=MATTER, concerned=state))
        moment = case.moment(act)
        rule = rule_of(moment, act)
        if case.refusal(act) is None and rule is not None:
            return Admission("voted", organ, rule, voters(moment, rule, state).voters)
    return Admission("impossible")


def _some_member(present: Mapping[int, Sequence[str]], day: int) -> str | None:
    """Any member of the epoch of a day."""
    epoch = max((one for one in present if one <= day), default=None)
    return next(iter(present[epoch]), None) if epoch is not None else None


def may_give_notice(organisation: Organisation, day: int, present: Mapping[int, Sequence[str]]) -> bool:
    """Whether a member may give notice of leaving on a day.

    Args:
        organisation: the organisation.
        day: ordinal of the day.
        present: members by epoch.
    """
    state = _some_member(present, day)
    if state is None:
        return False
    return _draft(organisation, state).refusal(act_on(day, state, GiveNotice())) is None


def leaves_on(
    organisation: Organisation, day: int, epochs: Iterable[int], present: Mapping[int, Sequence[str]]
) -> int:
    """The first day on which a notice given on a day has run.

    Args:
        organisation: the organisation.
        day: ordinal of the day of the notice.
        epochs: days from which the law is another.
        present: members by epoch.

    Returns:
        its ordinal; a day that never comes where it cannot run.
    """
    state = _some_member(present, day)
    if state is None:
        return NEVER
    case = _draft(organisation, state, since=day)
    possible = {day, *(one for one in epochs if one > day)}
    for one in (day, *epochs):
        terms = withdrawal_terms(case.moment(act_on(one, state, Leave())))
        if terms is None or terms[1].notice_months is None:
            continue
        try:
            possible.add(add_months(day, terms[1].notice_months))
        except DateError:
            continue
    for one in sorted(possible):
        if one >= day and case.refusal(act_on(one, state, Leave())) is None:
            return one
    return NEVER
