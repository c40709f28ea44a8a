"""What membership gives and asks: rights and obligations in sentences, each resting on one provision."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from foedus.law.findings import took_part
from foedus.record.base import Part
from foedus.record.facts import Convening, Organ, Provision
from foedus.record.terms import (
    Amendment,
    Budget,
    Consultation,
    DecisionTerms,
    Exclusivity,
    ForceUse,
    General,
    MilitaryTechnical,
    MutualDefence,
    NonAggression,
    Peacekeeping,
    ReportingUnsc,
    SettlementOfDisputes,
    Subject,
    Suspension,
    Withdrawal,
)
from foedus.record.view import View


@dataclass(frozen=True, slots=True)
class Clause:
    """A right or an obligation of a member.

    Attributes:
        subject: what it is about; ``organs`` for a right to call an organ together.
        says: it, in a sentence.
        obligation: mandatory, discretionary or political; None for a right, or where the wording is silent.
        provision: id of the provision; None where no provision is known.
        ref: how its instrument calls it.
        text: what the provision says.
        certain: False where it is not known that the instrument binds the state on the day.
        sources: ids of the sources.
    """

    subject: Subject
    says: str
    obligation: str | None
    provision: str | None
    ref: str
    text: str
    certain: bool
    sources: tuple[str, ...]


def binding(view: View, state: str) -> Iterator[tuple[Provision, bool]]:
    """Yield the provisions that bind a member on the day, and whether it is certain that they do.

    Args:
        view: the organisation on the day.
        state: a member.
    """
    for provision in view.provisions:
        treaty = view.treaty_of(provision)
        taken, _ = took_part(treaty, state)
        held = provision.period.holds(view.day).certain and treaty.in_force is not None
        if taken != "no":
            yield provision, held and taken == "yes"


def rights(view: View, state: str) -> tuple[Clause, ...]:
    """List what membership gives a state on the day.

    >>> from foedus.record.view import organisation
    >>> found = rights(organisation("csto").on("2020-01-01"), "KAZ")
    >>> [one.provision for one in found if one.subject == "mutual_defence"]
    ['cst-art-4-2010']
    """
    return (*_clauses(view, state, _RIGHTS), *_calls(view, state))


def obligations(view: View, state: str) -> tuple[Clause, ...]:
    """List what membership asks of a state on the day.

    >>> from foedus.record.view import organisation
    >>> found = obligations(organisation("csto").on("2010-06-14"), "KAZ")
    >>> [one.provision for one in found if one.subject == "mutual_defence"]
    ['cst-art-4-1992']
    """
    return tuple(_clauses(view, state, _DUTIES))


_Say = Callable[[Any], str | None]


def _clauses(view: View, state: str, sayings: dict[type[Part], _Say]) -> Iterator[Clause]:
    for provision, certain in binding(view, state):
        say = sayings.get(type(provision.terms))
        says = say(provision.terms) if say else None
        if says:
            owed = getattr(provision.terms, "obligation", None) if sayings is _DUTIES else None
            yield Clause(
                provision.subject,
                says,
                owed,
                provision.id,
                provision.ref,
                provision.text,
                certain,
                provision.sources,
            )


def spoken(tokens: tuple[str, ...] | str | None, last: str = "and") -> str:
    """Write tokens as words.

    >>> spoken(("use_of_force", "threat_of_force"))
    'use of force and threat of force'
    """
    words = [tokens] if isinstance(tokens, str) else list(tokens or ())
    words = [word.replace("_", " ").replace("non member", "non-member") for word in words]
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _help_right(terms: MutualDefence) -> str:
    asked = " and asks for it" if terms.request == "required" else ""
    if terms.obligation != "mandatory":
        return f"The others may help it when it is attacked{asked}, and owe nothing: {spoken(terms.content)}."
    return f"The others owe it help when it is attacked{asked}: {spoken(terms.content)}."


def _consult_right(terms: Consultation) -> str | None:
    if not terms.trigger:
        return None
    whom = "when it is threatened itself" if terms.invoked_by == "target" else "when any member is threatened"
    return f"It may call for consultations {whom}."


def _force_right(terms: ForceUse) -> str | None:
    asks = terms.allows_force and terms.request == "required"
    return "It may ask that collective forces be sent to its territory." if asks else None


def _peace_right(terms: Peacekeeping) -> str | None:
    asks = terms.request == "required" and terms.whose != "non_member"
    return "It may ask for a peacekeeping operation in its territory." if asks else None


def _arms_right(terms: MilitaryTechnical) -> str | None:
    if terms.price:
        return f"It gets {spoken(terms.content) or 'arms'} on terms that are {spoken(terms.price)}."
    return "The others help it with arms and equipment." if terms.obligation and terms.trigger else None


def _vote_right(terms: DecisionTerms) -> str | None:
    return "It takes part in decisions; see its votes." if terms.rules else None


def _leave_right(terms: Withdrawal) -> str:
    notice = f" on {terms.notice_months} months' notice to the {spoken(terms.to)}" if terms.notice_months else ""
    settled = ", once its obligations are settled" if terms.condition == "obligations_settled" else ""
    return f"It may leave{notice}{settled}."


def _amend_right(terms: Amendment) -> str | None:
    return "It may propose amendments." if terms.proposed_by == "any_party" else None


def _keep_right(terms: Exclusivity) -> str | None:
    return f"It keeps {spoken(terms.allows)}." if terms.allows else None


_RIGHTS: dict[type[Part], _Say] = {
    MutualDefence: _help_right,
    Consultation: _consult_right,
    ForceUse: _force_right,
    Peacekeeping: _peace_right,
    MilitaryTechnical: _arms_right,
    DecisionTerms: _vote_right,
    Withdrawal: _leave_right,
    Amendment: _amend_right,
    Exclusivity: _keep_right,
}


def _calls(view: View, state: str) -> Iterator[Clause]:
    """Rights to call an organ together."""
    in_chair = any(one.state == state for one in view.chair)
    for organ in view.organs:
        for call in organ.convening:
            if call.by in ("any_member", "target") or (call.by == "chair" and in_chair):
                yield _call(view, organ, call)


def _call(view: View, organ: Organ, call: Convening) -> Clause:
    name = call.provision or ""
    provision = view.article(name) or next((one for one in view.provisions if one.id == name), None)
    as_what = {"any_member": "", "target": ", as the state in trouble", "chair": ", being in the chair"}[call.by]
    says = f"It may call the {organ.name} to a meeting ({call.format}){as_what}."
    sources = provision.sources if provision else organ.sources
    return Clause(
        "organs",
        says,
        None,
        provision.id if provision else None,
        provision.ref if provision else organ.name,
        provision.text if provision else organ.composition,
        True,
        sources,
    )


def _help_duty(terms: MutualDefence) -> str | None:
    if terms.obligation != "mandatory":
        return None
    when = " without delay" if terms.timing == "immediate" else ""
    asked = " and asks for it" if terms.request == "required" else ""
    return f"It owes help{when} to a member that is attacked{asked}: {spoken(terms.content)}."


def _consult_duty(terms: Consultation) -> str:
    when = {"immediate": " at once", "periodic": f" {terms.frequency or 'regularly'}", "not_stated": ""}[
        terms.timing
    ]
    on = f" on {spoken(terms.trigger, 'or')}" if terms.trigger else ""
    return f"It consults with the others{when}{on}: {spoken(terms.content)}."


def _exclusivity_duty(terms: Exclusivity) -> str:
    qualifier = f", {terms.qualifier}" if terms.qualifier else ""
    return f"Closed to it: {spoken(terms.forbids)}{qualifier}."


def _peace_duty(terms: NonAggression | SettlementOfDisputes) -> str | None:
    settling = terms.means if isinstance(terms, SettlementOfDisputes) else ()
    means = f" Disputes are settled by {spoken(settling)} means." if settling else ""
    if not terms.renounces:
        return means.strip() or None
    return f"It renounces {spoken(terms.renounces)} towards {spoken(terms.between)}.{means}"


def _report_duty(terms: ReportingUnsc) -> str:
    return f"It tells the Security Council of the United Nations{_at_once(terms.timing)} what is done."


def _at_once(timing: str) -> str:
    return " at once" if timing == "immediate" else ""


def _dues(terms: Budget) -> str | None:
    return "It pays its share of the budget; see its dues." if "contributions" in terms.funding else None


def _arms_duty(terms: MilitaryTechnical) -> str | None:
    if terms.re_export:
        barred = terms.re_export == "forbidden"
        return "It passes nothing of what it got on" + (
            "." if barred else " without the supplier's written consent."
        )
    soon = " as fast as it can" if terms.timing == "shortest_time" else ""
    return f"It gives {spoken(terms.content)} to a member in need{soon}." if terms.obligation else None


def _carry_out(terms: DecisionTerms | General) -> str | None:
    if not terms.binding:
        return None
    what = "the decisions of the organs" if isinstance(terms, DecisionTerms) else "what is agreed and decided"
    return f"It is bound by {what}."


def _force_duty(terms: ForceUse) -> str | None:
    if terms.permission_hours:
        return f"It settles a permission to pass through its territory within {terms.permission_hours} hours."
    return "It takes part with its contingent." if terms.participation == "obligatory" else None


def _may_lose(terms: Suspension) -> str | None:
    if terms.decided_by is None and terms.self_suspension == "not_provided":
        return None
    return f"Its part can be suspended by decision of the others, for {spoken(terms.ground, 'or')}."


_DUTIES: dict[type[Part], _Say] = {
    MutualDefence: _help_duty,
    Consultation: _consult_duty,
    Exclusivity: _exclusivity_duty,
    NonAggression: _peace_duty,
    SettlementOfDisputes: _peace_duty,
    ReportingUnsc: _report_duty,
    Budget: _dues,
    MilitaryTechnical: _arms_duty,
    DecisionTerms: _carry_out,
    General: _carry_out,
    ForceUse: _force_duty,
    Suspension: _may_lose,
}
