"""Changing the organisation: treaties, joining and leaving, suspension, posts, the chair, amendment."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from foedus import states
from foedus.dates import Certainty, Date, add_months
from foedus.proceedings.acts import Act, Appoint
from foedus.proceedings.case import Moment
from foedus.proceedings.handling import content, refuse
from foedus.proceedings.reasons import Reason, Refusal
from foedus.proceedings.state import Change, Decided, State, added
from foedus.record.base import Part
from foedus.record.facts import Provision, Treaty
from foedus.record.terms import Accession, Amendment, Expulsion, Organs, Subject, Suspension, Withdrawal


def changed(moment: Moment, **made: Any) -> State:
    """The state with some of its changes to the organisation replaced."""
    return replace(moment.state, change=replace(moment.state.change, **made))


def terms_on(moment: Moment, subject: Subject, of: type[Part]) -> tuple[tuple[Provision, Any], ...]:
    """Provisions in force on a subject with their terms."""
    return tuple((one, one.terms) for one in moment.view.law(subject) if isinstance(one.terms, of))


def first_id(pairs: tuple[tuple[Provision, Any], ...]) -> str:
    """Id of the first provision, or nothing."""
    return pairs[0][0].id if pairs else ""


# --- sign, ratify, entry into force ---


def treaty_of(moment: Moment, act: Act) -> Treaty | None:
    """The instrument that an act names, once it was open for signature."""
    return next((one for one in moment.view.treaties if one.id == content(act).treaty), None)


def state_exists(moment: Moment, act: Act) -> Refusal | None:
    """Refuse an act by what was no state on the day."""
    if act.actor in states.codes() and states.exists(act.actor, moment.day) is not Certainty.NO:
        return None
    return refuse(Reason.UNKNOWN_STATE, "", f"there was no state {act.actor!r} on {moment.spoken}")


def treaty_open(moment: Moment, act: Act) -> Refusal | None:
    """Refuse an instrument that was not open, or had ended."""
    treaty = treaty_of(moment, act)
    if treaty is not None and treaty.ended is None:
        return None
    name = content(act).treaty
    return refuse(Reason.UNKNOWN_TREATY, name, f"no instrument {name!r} was open on {moment.spoken}")


def signatories(moment: Moment, treaty: Treaty) -> frozenset[str]:
    """States that have signed: in the docket, or on record before the docket began."""
    here = {state for name, state in moment.state.change.signed if name == treaty.id}
    return frozenset(here | {one.state for one in treaty.parties if _before(moment, one.signed)})


def bound(moment: Moment, treaty: Treaty, change: Change) -> frozenset[str]:
    """States that have ratified: in the docket, or on record before the docket began."""
    here = {state for name, state in change.ratified if name == treaty.id}
    return frozenset(here | {one.state for one in treaty.parties if _before(moment, one.ratified)})


def _before(moment: Moment, date: Date | None) -> bool:
    """Whether something on record was done before the docket's first act."""
    first = next((one.act.at.first for one in moment.case.entries if one.act.at is not None), moment.day)
    return date is not None and date.last < first


def not_signed_yet(moment: Moment, act: Act) -> Refusal | None:
    """Refuse to sign twice."""
    treaty = treaty_of(moment, act)
    if treaty is None or act.actor not in signatories(moment, treaty):
        return None
    return refuse(Reason.ALREADY_DONE, treaty.id, f"{moment.name(act.actor)} has signed already")


def sign_effect(moment: Moment, act: Act) -> State:
    """The signature is given; an instrument in force on signature enters into force."""
    change = moment.state.change
    after = replace(change, signed=change.signed | {(content(act).treaty, act.actor)})
    return replace(moment.state, change=entered(moment, act, after))


def has_signed(moment: Moment, act: Act) -> Refusal | None:
    """Refuse to ratify what was not signed."""
    treaty = treaty_of(moment, act)
    if treaty is None or act.actor in signatories(moment, treaty):
        return None
    return refuse(Reason.NOT_SIGNED, treaty.id, f"{moment.name(act.actor)} has not signed {treaty.title}")


def not_ratified_yet(moment: Moment, act: Act) -> Refusal | None:
    """Refuse to ratify twice."""
    treaty = treaty_of(moment, act)
    if treaty is None or act.actor not in bound(moment, treaty, moment.state.change):
        return None
    return refuse(Reason.ALREADY_DONE, treaty.id, f"{moment.name(act.actor)} is bound already")


def ratify_effect(moment: Moment, act: Act) -> State:
    """The state is bound; the instrument enters into force when its own condition is met."""
    change = moment.state.change
    after = replace(change, ratified=change.ratified | {(content(act).treaty, act.actor)})
    return replace(moment.state, change=entered(moment, act, after))


def entered(moment: Moment, act: Act, change: Change) -> Change:
    """Bring instruments into force whose own condition the act fulfils, and those that wait for them."""
    waiting = [one for one in moment.view.treaties if one.entry_into_force]
    pending = True
    while pending:
        pending = False
        for treaty in waiting:
            if treaty.id not in change.in_force and fulfilled(moment, treaty, change):
                change = replace(change, in_force=added(change.in_force, treaty.id, moment.day))
                pending = True
    return change


def fulfilled(moment: Moment, treaty: Treaty, change: Change) -> bool:
    """Whether an instrument's own condition for entering into force is met."""
    condition = treaty.entry_into_force
    if condition is None:
        return False
    signed = signatories(moment, treaty) | {state for name, state in change.signed if name == treaty.id}
    done = bound(moment, treaty, change)
    if not set(condition.including) <= done:
        return False
    if condition.when == "signature":
        return bool(signed)
    if condition.when == "notifications":
        return len(done) >= (condition.count or 1)
    if condition.when == "last_notification":
        return bool(signed) and signed <= done
    return bool(condition.instruments) and all(name in change.in_force for name in condition.instruments)


def treaty_basis(moment: Moment, act: Act) -> tuple[str, ...]:
    """The instrument, and the provision on its entry into force."""
    treaty = treaty_of(moment, act)
    condition = treaty.entry_into_force if treaty else None
    cited = [condition.provision] if condition and condition.provision else []
    return (content(act).treaty, *cited)


# --- accede ---


def no_member_yet(moment: Moment, act: Act) -> Refusal | None:
    """Refuse a member that would join."""
    if not moment.sits(act.actor):
        return None
    return refuse(Reason.ALREADY_MEMBER, "", f"{moment.name(act.actor)} is a member on {moment.spoken}")


def accession_decided(moment: Moment, act: Act) -> Refusal | None:
    """Refuse to join without the decision that the law asks for."""
    pairs = terms_on(moment, "accession", Accession)
    if not pairs:
        return refuse(Reason.NO_SUCH_RIGHT, "", "no provision on accession is in force")
    if any(terms.decided_by is None for _, terms in pairs) or decision(moment, "accession", act.actor):
        return None
    rule = next(one.id for one, terms in pairs if terms.decided_by)
    return refuse(Reason.NOT_DECIDED, rule, f"no decision to admit {moment.name(act.actor)} has been taken")


def accede_effect(moment: Moment, act: Act) -> State:
    """The state is a member."""
    change = moment.state.change
    return changed(
        moment,
        acceded=change.acceded | {act.actor},
        left=change.left - {act.actor},
        expelled=change.expelled - {act.actor},
    )


def decision(moment: Moment, matter: str, concerned: str | None) -> Decided | None:
    """The last decision on a matter about a state."""
    found = [one for one in moment.state.decisions if one.matter == matter and one.concerned == concerned]
    return found[-1] if found else None


# --- suspend, freeze, expel ---


def other_sits(moment: Moment, act: Act) -> Refusal | None:
    """Refuse to act on a state that is not a member."""
    code = content(act).state
    if moment.sits(code):
        return None
    return refuse(Reason.NOT_A_MEMBER, "", f"{moment.name(code)} is not a member on {moment.spoken}")


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
        return refuse(
            Reason.NOT_SUSPENDED, first_id(pairs), f"{moment.name(code)} would have to be suspended first"
        )
    return _decided(moment, "expulsion", Expulsion, act)


def _decided(moment: Moment, matter: Subject, of: type[Part], act: Act) -> Refusal | None:
    pairs = terms_on(moment, matter, of)
    organs = [terms.decided_by for _, terms in pairs if terms.decided_by]
    if not organs:
        return refuse(
            Reason.NO_SUCH_RIGHT,
            first_id(pairs),
            f"no provision in force gives an organ the power of {matter}",
        )
    if act.actor not in organs:
        return refuse(Reason.NOT_AN_ACTOR, first_id(pairs), f"only {moment.name(organs[0])} can do this")
    if decision(moment, matter, content(act).state) is None:
        return refuse(
            Reason.NOT_DECIDED,
            first_id(pairs),
            f"no decision on {matter} of {content(act).state} has been taken",
        )
    return None


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
        return refuse(Reason.ALREADY_DONE, provision.id, f"{moment.name(act.actor)} has given notice already")
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
        return refuse(Reason.NO_NOTICE, provision.id, f"{moment.name(act.actor)} has given no notice")
    if terms.notice_months is None:
        return None
    free = add_months(given, terms.notice_months)
    if moment.day >= free:
        return None
    until = moment.case.organisation.on(free).date.spoken()
    return refuse(Reason.NOTICE_RUNNING, provision.id, f"{terms.notice_months} months' notice run until {until}")


def leave_effect(moment: Moment, act: Act) -> State:
    """The state is a member no longer."""
    return changed(moment, left=moment.state.change.left | {act.actor})


# --- appoint, rotate, amend ---


def office_known(moment: Moment, act: Act) -> Refusal | None:
    """Refuse an appointment to an office that the law does not know, or by the wrong organ."""
    appoint: Appoint = content(act)
    organ = moment.view.organ(act.actor)
    if organ is not None and appoint.matter != "appointment" and appoint.matter in organ.decides:
        return None
    pairs = [pair for pair in terms_on(moment, "organs", Organs) if pair[1].appoints == appoint.office]
    if not pairs:
        return refuse(Reason.UNKNOWN_OFFICE, "", f"no provision in force speaks of {appoint.office!r}")
    provision, terms = pairs[0]
    if act.actor not in terms.organs:
        return refuse(
            Reason.NOT_AN_ACTOR,
            provision.id,
            f"{moment.name(terms.organs[0])} appoints, not {moment.name(act.actor)}",
        )
    if appoint.nationality is not None and not moment.sits(appoint.nationality):
        return refuse(
            Reason.NOT_A_MEMBER,
            provision.id,
            f"{moment.name(appoint.nationality)} is not a member on {moment.spoken}",
        )
    proposer = terms.proposed_by
    proposed = any(one.matter == "appointment" and one.by == proposer for one in moment.state.questions.values())
    if proposer and not proposed:
        return refuse(Reason.NOT_NOMINATED, provision.id, f"{moment.name(proposer)} has proposed nobody")
    return None


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
    pairs = [pair for pair in terms_on(moment, "organs", Organs) if pair[1].chair]
    code = content(act).to
    if not pairs:
        return refuse(Reason.NO_SUCH_RIGHT, "", "no provision in force speaks of a chair")
    if act.actor not in pairs[0][1].organs:
        return refuse(
            Reason.NOT_AN_ACTOR,
            first_id(tuple(pairs)),
            f"the chair is that of {moment.name(pairs[0][1].organs[0])}",
        )
    if not moment.sits(code):
        return refuse(
            Reason.NOT_A_MEMBER,
            first_id(tuple(pairs)),
            f"{moment.name(code)} is not a member on {moment.spoken}",
        )
    return None


def rotate_effect(moment: Moment, act: Act) -> State:
    """The chair has passed."""
    return changed(moment, chair=content(act).to)


def rotate_basis(moment: Moment, act: Act) -> tuple[str, ...]:
    """Provisions on the chair."""
    return tuple(one.id for one, terms in terms_on(moment, "organs", Organs) if terms.chair)


def amendment_agreed(moment: Moment, act: Act) -> Refusal | None:
    """Refuse an amendment that not all have agreed to in the form that the instrument asks."""
    treaty = treaty_of(moment, act)
    own = [one for one in (treaty.provisions if treaty else ()) if isinstance(one.terms, Amendment)]
    if not own:
        return refuse(
            Reason.NO_SUCH_RIGHT,
            content(act).treaty,
            "the instrument says nothing of amendment that is on record",
        )
    by = content(act).by
    if by is not None:
        if by in moment.state.change.in_force:
            return None
        return refuse(
            Reason.NOT_RATIFIED, own[0].id, f"{by} has not entered into force by the acts on record here"
        )
    if decision(moment, "amendment", None) is None:
        return refuse(Reason.NOT_DECIDED, own[0].id, "no decision to amend has been taken")
    return None


def amend_effect(moment: Moment, act: Act) -> State:
    """The instrument is changed."""
    return changed(moment, amended=moment.state.change.amended | {content(act).treaty})


def amend_basis(moment: Moment, act: Act) -> tuple[str, ...]:
    """The instrument's own provision on amendment."""
    treaty = treaty_of(moment, act)
    return tuple(one.id for one in (treaty.provisions if treaty else ()) if isinstance(one.terms, Amendment))
