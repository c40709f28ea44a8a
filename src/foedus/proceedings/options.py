"""Acts in order: what an actor may do now, and for what it may not, why not.

The same checks answer here as when an act is applied; a draft of each act is put to them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from foedus.dates import Date
from foedus.proceedings.acts import (
    Accede,
    Act,
    Amend,
    Appoint,
    Arrive,
    Authorise,
    Close,
    Consent,
    Content,
    Convene,
    Decide,
    Declare,
    Deploy,
    Expel,
    Freeze,
    GiveNotice,
    Invoke,
    Leave,
    Pledge,
    Propose,
    Ratify,
    Report,
    Rotate,
    Sign,
    Suspend,
    Withdraw,
)
from foedus.proceedings.asking import matter_of
from foedus.proceedings.case import Case, Moment
from foedus.proceedings.changing import terms_on
from foedus.proceedings.reasons import Refusal
from foedus.proceedings.settling import SECURITY_COUNCIL
from foedus.proceedings.table import HANDLING
from foedus.record.cases import Outcome
from foedus.record.terms import Expulsion, Organs, Suspension

MEASURES: tuple[Outcome, ...] = (
    "collective_military_action",
    "non_military_assistance",
    "observers_or_mission",
    "political_statement",
)
"""Measures that an organ can be asked for."""


@dataclass(frozen=True, slots=True)
class Option:
    """An act that an actor might do now.

    Attributes:
        act: a draft; where more can be said (an article, a figure), it is said when the act is made.
        in_order: whether the engine would take it.
        basis: ids of what allows it.
        refusal: why it is out of order, where it is.
    """

    act: Act
    in_order: bool
    basis: tuple[str, ...]
    refusal: Refusal | None


def options(case: Case, actor: str, at: Date | None = None) -> tuple[Option, ...]:
    """Every act that an actor might do, each judged by the engine's own checks.

    Args:
        case: where things stand.
        actor: a state's code, an organ's id, the organisation's id, or the authority outside.
        at: the day; None: the day of the last act.

    Returns:
        those in order first, in a fixed order of kinds.
    """
    made = []
    for content in drafts(case, actor, at):
        act = Act(actor=actor, at=at, content=content)
        moment = case.moment(act)
        refusal = case.refusal(act)
        basis = HANDLING[act.kind].basis(moment, act) if refusal is None else ()
        made.append(Option(act, refusal is None, basis, refusal))
    return tuple(sorted(made, key=lambda one: not one.in_order))


def drafts(case: Case, actor: str, at: Date | None) -> Iterator[Content]:
    """Drafts of the acts that an actor of this sort might do at all."""
    moment = case.moment(Act(actor=actor, at=at, content=Close()))
    if actor == SECURITY_COUNCIL:
        yield Authorise()
    elif moment.view.organ(actor) is not None:
        yield from _of_organ(moment, actor)
    elif actor == case.organisation.id:
        yield from _of_whole()
    else:
        yield from _of_state(moment, actor)


def _of_state(moment: Moment, actor: str) -> Iterator[Content]:
    if moment.case.situation is not None:
        yield Invoke()
        for article in _articles(moment):
            yield Invoke(under=(article,))
    for organ in moment.view.organs:
        for row in organ.convening:
            yield Convene(organ=organ.id, format=row.format)
    yield from _proposals(moment)
    yield Declare(stance="supports")
    for n in moment.state.questions:
        yield Declare(stance="supports", on=n)
    yield from _forces_of_state(moment, actor)
    yield from _changes_of_state(moment)


def _proposals(moment: Moment) -> Iterator[Content]:
    """Measures in a crisis, where an organ has met; matters of the organisation itself otherwise."""
    if moment.case.situation is not None:
        for name in moment.state.met:
            for measure in MEASURES:
                yield Propose(organ=name, matter=matter_of(measure), measure=measure)
        return
    terms = [one.terms for one in moment.view.provisions if isinstance(one.terms, (Expulsion, Suspension))]
    about_members = {one.matter for one in terms}
    for organ in moment.view.organs:
        for matter in organ.decides:
            for code in [one.state for one in moment.view.members] if matter in about_members else [None]:
                yield Propose(organ=organ.id, matter=matter, concerned=code)


def _nominations(moment: Moment, actor: str) -> Iterator[Content]:
    """What an organ proposes to another: persons for the offices for which the law asks its proposal."""
    if any(terms.proposed_by == actor for _, terms in terms_on(moment, "organs", Organs)):
        for organ in moment.view.organs:
            if "appointment" in organ.decides:
                yield Propose(organ=organ.id, matter="appointment")


def _articles(moment: Moment) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.provision.article for one in moment.findings()))


def _forces_of_state(moment: Moment, actor: str) -> Iterator[Content]:
    if moment.case.situation is None:
        return
    for force in moment.view.forces:
        yield Pledge(force=force.id)
    if actor == moment.case.situation.target:
        yield Consent(of="host")
    for one in moment.view.national_consents:
        if one.state == actor:
            yield Consent(of=one.of)
    yield Deploy()
    yield Arrive()
    yield Withdraw(stage="begins")
    yield Withdraw(stage="ends")
    yield Report(to=SECURITY_COUNCIL)


def _changes_of_state(moment: Moment) -> Iterator[Content]:
    for treaty in moment.view.treaties:
        if treaty.ended is None:
            yield Sign(treaty=treaty.id)
            yield Ratify(treaty=treaty.id)
    yield Accede()
    yield Freeze()
    yield GiveNotice()
    yield Leave()


def _of_organ(moment: Moment, actor: str) -> Iterator[Content]:
    yield Convene(organ=actor)
    yield from _nominations(moment, actor)
    for question in moment.state.questions.values():
        if question.decided is None and question.organ in (None, actor):
            n, matter, about = question.n, question.matter, question.concerned
            yield Decide(organ=actor, matter=matter, measure=question.measure, on=n, concerned=about)
            yield Decide(organ=actor, matter=matter, measure="declined", on=n, concerned=about)
    for member in moment.view.members:
        yield Suspend(state=member.state)
        yield Expel(state=member.state)
        yield Rotate(to=member.state)
    for _, terms in terms_on(moment, "organs", Organs):
        if terms.appoints:
            yield Appoint(office=terms.appoints, person="")
    for treaty in moment.view.treaties:
        if treaty.ended is None and treaty.amends is None:
            yield Amend(treaty=treaty.id)
    yield Report(to=SECURITY_COUNCIL)
    yield Close()


def _of_whole() -> Iterator[Content]:
    yield Deploy()
    yield Arrive()
    yield Withdraw(stage="begins")
    yield Withdraw(stage="ends")
    yield Close()
