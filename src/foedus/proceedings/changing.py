"""Changing the organisation: joining and leaving, suspension, posts, the chair."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any

from foedus import states
from foedus.dates import Certainty, DateError, add_months
from foedus.proceedings.acts import Act, Appoint
from foedus.proceedings.case import Moment
from foedus.proceedings.handling import content, no_member, refuse
from foedus.proceedings.reasons import Reason, Refusal
from foedus.proceedings.state import Decided, State, added
from foedus.record.base import Part
from foedus.record.facts import Provision
from foedus.record.terms import Accession, Expulsion, Organs, Subject, Suspension, Withdrawal


def changed(moment: Moment, **made: Any) -> State:
    """The state with some of its changes to the organisation replaced."""
    return replace(moment.state, change=replace(moment.state.change, **made))


def terms_on(moment: Moment, subject: Subject, of: type[Part]) -> tuple[tuple[Provision, Any], ...]:
    """Provisions in force on a subject with their terms."""
    return tuple((one, one.terms) for one in moment.view.law(subject) if isinstance(one.terms, of))


def first_id(pairs: tuple[tuple[Provision, Any], ...]) -> str:
    """Id of the first provision, or nothing."""
    return pairs[0][0].id if pairs else ""


# --- accede ---


def state_exists(moment: Moment, act: Act) -> Refusal | None:
    """Refuse an act by what was no state on the day."""
    if act.actor in states.codes() and states.exists(act.actor, moment.day) is not Certainty.NO:
        return None
    return refuse(Reason.UNKNOWN_STATE, "", f"there was no state {act.actor!r} {moment.when}")


def no_member_yet(moment: Moment, act: Act) -> Refusal | None:
    """Refuse a member that would join."""
    if not moment.sits(act.actor):
        return None
    return refuse(Reason.ALREADY_MEMBER, "", f"{moment.the(act.actor)} is a member {moment.when}")


def accession_decided(moment: Moment, act: Act) -> Refusal | None:
    """Refuse to join without the decision that the law asks for."""
    pairs = terms_on(moment, "accession", Accession)
    if not pairs:
        return refuse(Reason.NO_SUCH_RIGHT, "", "no provision on accession is in force")
    rule = next((one.id for one, terms in pairs if terms.decided_by), None)
    if rule is None or decision(moment, "accession", act.actor):
        return None
    return refuse(Reason.NOT_DECIDED, rule, f"no decision to admit {moment.the(act.actor)} is in the docket")


def accede_effect(moment: Moment, act: Act) -> State:
    """The state is a member; what it did as one before is over."""
    change, who = moment.state.change, {act.actor}
    return changed(
        moment,
        acceded=change.acceded | who,
        left=change.left - who,
        expelled=change.expelled - who,
        suspended=change.suspended - who,
        frozen=change.frozen - who,
        notices=MappingProxyType({code: day for code, day in change.notices.items() if code not in who}),
    )


def decision(moment: Moment, matter: str, concerned: str | None) -> Decided | None:
    """The last decision on a matter about a state."""
    found = [one for one in moment.state.decisions if one.matter == matter and one.concerned == concerned]
    return found[-1] if found else None


# --- suspend, freeze, expel ---


def other_sits(moment: Moment, act: Act) -> Refusal | None:
    """Refuse to act on a state that is not a member."""
    code = content(act).state
    return None if moment.belongs(code) else no_member(moment, code)


def suspension_decided(moment: Moment, act: Act) -> Refusal | None:
    """Refuse to suspend without a provision and a decision."""
    return _decided(moment, "suspension", Suspension, act)


def expulsion_decided(moment: Moment, act: Act) -> Refusal | None:
    """Refuse to expel without a provision, the step before it, and a decision."""
    pairs = terms_on(moment, "expulsion", Expulsion)
    first = any(terms.after == "suspension" for _, terms in pairs)
    code = content(act).state
    suspended = code in moment.state.change.suspended or "suspended" in getattr(
        moment.view.member(code), "flags", ()
    )
    if first and not suspended:
        why = f"{moment.the(code)} would have to be suspended first"
        return refuse(Reason.NOT_SUSPENDED, first_id(pairs), why)
    return _decided(moment, "expulsion", Expulsion, act)


def _decided(moment: Moment, matter: Subject, of: type[Part], act: Act) -> Refusal | None:
    found = terms_on(moment, matter, of)
    pairs = tuple(pair for pair in found if pair[1].matter in (None, matter)) or found
    organs = [terms.decided_by for _, terms in pairs if terms.decided_by]
    if not organs:
        why = f"no provision in force gives an organ the power of {matter}"
        return refuse(Reason.NO_SUCH_RIGHT, first_id(pairs), why)
    if act.actor not in organs:
        return refuse(Reason.NOT_AN_ACTOR, first_id(pairs), f"only {moment.the(organs[0])} can do this")
    if decision(moment, matter, content(act).state) is not None:
        return None
    why = f"no decision on the {matter} of {moment.the(content(act).state)} is in the docket"
    return refuse(Reason.NOT_DECIDED, first_id(pairs), why)


def suspend_effect(moment: Moment, act: Act) -> State:
    """The member's part in the organs is suspended."""
    return changed(moment, suspended=moment.state.change.suspended | {content(act).state})


def expel_effect(moment: Moment, act: Act) -> State:
    """The state is a member no longer."""
    return changed(moment, expelled=moment.state.change.expelled | {content(act).state})


def freeze_provided(moment: Moment, act: Act) -> Refusal | None:
    """Refuse a member's own suspension of its part where the law does not provide for it."""
    pairs = terms_on(moment, "suspension", Suspension)
    if any(terms.self_suspension == "provided" for _, terms in pairs):
        return None
    return refuse(Reason.NO_SUCH_RIGHT, first_id(pairs), "the law in force knows no suspension of one's own part")


def freeze_effect(moment: Moment, act: Act) -> State:
    """The member declares itself frozen; in law it stays a member with its vote."""
    return changed(moment, frozen=moment.state.change.frozen | {act.actor})


def subject_basis(subject: Subject) -> Any:
    """Make the basis of an act from the provisions in force on a subject."""

    def basis(moment: Moment, act: Act) -> tuple[str, ...]:
        return tuple(one.id for one in moment.view.law(subject))

    return basis


# --- give notice, leave ---


def withdrawal_terms(moment: Moment) -> tuple[Provision, Withdrawal] | None:
    """The provision on leaving that binds longest; None when none is in force."""
    pairs = terms_on(moment, "withdrawal", Withdrawal)
    return max(pairs, key=lambda pair: pair[1].notice_months or 0, default=None)


def may_leave(moment: Moment, act: Act) -> Refusal | None:
    """Refuse a notice that the law does not know, or does not know yet."""
    found = withdrawal_terms(moment)
    if found is None:
        return refuse(Reason.NO_SUCH_RIGHT, "", "no provision on withdrawal is in force")
    provision, terms = found
    if terms.earliest is not None and moment.day < terms.earliest.first:
        return refuse(Reason.TOO_EARLY, provision.id, f"notice can be given from {terms.earliest.spoken()}")
    if act.actor in moment.state.change.notices:
        return refuse(Reason.ALREADY_DONE, provision.id, f"{moment.the(act.actor)} has given notice already")
    return None


def notice_effect(moment: Moment, act: Act) -> State:
    """The notice period runs."""
    return changed(moment, notices=added(moment.state.change.notices, act.actor, moment.day))


def notice_has_run(moment: Moment, act: Act) -> Refusal | None:
    """Refuse to leave before the notice period has run."""
    found, given = withdrawal_terms(moment), moment.state.change.notices.get(act.actor)
    if found is None:
        return refuse(Reason.NO_SUCH_RIGHT, "", "no provision on withdrawal is in force")
    provision, terms = found
    if given is None:
        return refuse(Reason.NO_NOTICE, provision.id, f"no notice of {moment.the(act.actor)} is in the docket")
    if terms.notice_months is None:
        return None
    try:
        free = add_months(given, terms.notice_months)
    except DateError:  # it runs beyond the calendar
        return refuse(Reason.NOTICE_RUNNING, provision.id, f"{terms.notice_months} months' notice run")
    if moment.day >= free:
        return None
    until = moment.case.organisation.on(free).date.spoken()
    return refuse(Reason.NOTICE_RUNNING, provision.id, f"{terms.notice_months} months' notice run until {until}")


def leave_effect(moment: Moment, act: Act) -> State:
    """The state is a member no longer."""
    return changed(moment, left=moment.state.change.left | {act.actor})


# --- appoint, rotate ---


def office_known(moment: Moment, act: Act) -> Refusal | None:
    """Refuse an appointment to an office that the law does not know, by the wrong organ, or of an alien."""
    appoint: Appoint = content(act)
    organ = moment.view.organ(act.actor)
    competent = organ is not None and appoint.matter in organ.decides
    found = _office(moment, appoint)
    if found is None:
        if competent and appoint.matter != "appointment":
            return None
        return refuse(Reason.UNKNOWN_OFFICE, "", f"no provision in force speaks of an office {appoint.office!r}")
    provision, _ = found
    if not competent:
        organs = [one.id for one in moment.view.organs if appoint.matter in one.decides]
        whose = moment.the(organs[0]) if organs else "another organ"
        return refuse(Reason.NOT_AN_ACTOR, provision.id, f"{whose} appoints, not {moment.the(act.actor)}")
    if appoint.nationality is not None and not moment.sits(appoint.nationality):
        return no_member(moment, appoint.nationality, provision.id)
    return None


def _office(moment: Moment, appoint: Appoint) -> tuple[Provision, Organs] | None:
    """The provision on an office with its terms."""
    pairs = terms_on(moment, "organs", Organs)
    return next((pair for pair in pairs if pair[1].appoints == appoint.office), None)


def was_nominated(moment: Moment, act: Act) -> Refusal | None:
    """Refuse an appointment that the organ whose proposal the law asks for has not proposed."""
    found = _office(moment, content(act))
    proposer = found[1].proposed_by if found else None
    asked = moment.state.questions.values()
    if (
        found is None
        or proposer is None
        or any(one.matter == "appointment" and one.by == proposer for one in asked)
    ):
        return None
    return refuse(Reason.NOT_NOMINATED, found[0].id, f"no proposal of {moment.the(proposer)} is in the docket")


def appointment_decided(moment: Moment, act: Act) -> Refusal | None:
    """Refuse an appointment that was not decided; history's appointment is itself the decision."""
    appoint: Appoint = content(act)
    taken = [one for one in moment.state.decisions if (one.organ, one.matter) == (act.actor, appoint.matter)]
    if taken or not moment.case.complete:
        return None
    found = _office(moment, appoint)
    why = f"no decision of {moment.the(act.actor)} on the {appoint.matter.replace('_', ' ')} is in the docket"
    return refuse(Reason.NOT_DECIDED, found[0].id if found else act.actor, why)


def appoint_basis(moment: Moment, act: Act) -> tuple[str, ...]:
    """The provision on the office, or the organ whose matter it is."""
    appoint: Appoint = content(act)
    cited = [one.id for one, terms in terms_on(moment, "organs", Organs) if terms.appoints == appoint.office]
    return tuple(cited) or (act.actor,)


def appoint_effect(moment: Moment, act: Act) -> State:
    """The person holds the office."""
    appoint: Appoint = content(act)
    return changed(moment, offices=added(moment.state.change.offices, appoint.office, appoint.person))


def chair_may_pass(moment: Moment, act: Act) -> Refusal | None:
    """Refuse a chair that is no member, or a rotation by anyone but the organ whose chair it is."""
    pairs = tuple(pair for pair in terms_on(moment, "organs", Organs) if pair[1].chair)
    code = content(act).to
    if not pairs:
        return refuse(Reason.NO_SUCH_RIGHT, "", "no provision in force speaks of a chair")
    if act.actor not in pairs[0][1].organs:
        return refuse(
            Reason.NOT_AN_ACTOR, first_id(pairs), f"the chair is that of {moment.the(pairs[0][1].organs[0])}"
        )
    return None if moment.sits(code) else no_member(moment, code, first_id(pairs))


def rotate_effect(moment: Moment, act: Act) -> State:
    """The chair has passed."""
    return changed(moment, chair=content(act).to)


def rotate_basis(moment: Moment, act: Act) -> tuple[str, ...]:
    """Provisions on the chair."""
    return tuple(one.id for one, terms in terms_on(moment, "organs", Organs) if terms.chair)
