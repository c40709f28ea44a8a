"""Concluding instruments: signing, ratifying, entry into force by their own condition, amending."""

from __future__ import annotations

from dataclasses import replace

from foedus.dates import Date
from foedus.proceedings.acts import Act
from foedus.proceedings.case import Moment
from foedus.proceedings.changing import changed
from foedus.proceedings.handling import content, refuse
from foedus.proceedings.reasons import Reason, Refusal
from foedus.proceedings.state import Change, State, added
from foedus.record.facts import EntryIntoForce, Treaty
from foedus.record.terms import Amendment

# --- sign, ratify, entry into force ---


def treaty_of(moment: Moment, act: Act) -> Treaty | None:
    """The instrument that an act names, once it was open for signature."""
    return next((one for one in moment.view.treaties if one.id == content(act).treaty), None)


def treaty_open(moment: Moment, act: Act) -> Refusal | None:
    """Refuse an instrument that was not open, or had ended."""
    treaty = treaty_of(moment, act)
    if treaty is not None and treaty.ended is None:
        return None
    name = content(act).treaty
    return refuse(Reason.UNKNOWN_TREATY, name, f"no instrument {name!r} was open {moment.when}")


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


def may_sign(moment: Moment, act: Act) -> Refusal | None:
    """Refuse a state to which nothing on record opens the instrument; before there are members all may sign."""
    treaty = treaty_of(moment, act)
    if treaty is None or moment.sits(act.actor) or not moment.view.members:
        return None
    if any(one.state == act.actor for one in treaty.parties):
        return None
    why = f"nothing on record opens the {treaty.title} to {moment.the(act.actor)}"
    return refuse(Reason.NOT_AN_ACTOR, treaty.id, why)


def not_signed_yet(moment: Moment, act: Act) -> Refusal | None:
    """Refuse to sign twice."""
    treaty = treaty_of(moment, act)
    if treaty is None or act.actor not in signatories(moment, treaty):
        return None
    return refuse(Reason.ALREADY_DONE, treaty.id, f"{moment.the(act.actor)} has signed already")


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
    why = f"no signature of {moment.the(act.actor)} under the {treaty.title} is in the docket or on record"
    return refuse(Reason.NOT_SIGNED, treaty.id, why)


def not_ratified_yet(moment: Moment, act: Act) -> Refusal | None:
    """Refuse to ratify twice."""
    treaty = treaty_of(moment, act)
    if treaty is None or act.actor not in bound(moment, treaty, moment.state.change):
        return None
    return refuse(Reason.ALREADY_DONE, treaty.id, f"{moment.the(act.actor)} is bound already")


def ratify_effect(moment: Moment, act: Act) -> State:
    """The state is bound; the instrument enters into force when its own condition is met."""
    change = moment.state.change
    after = replace(change, ratified=change.ratified | {(content(act).treaty, act.actor)})
    return replace(moment.state, change=entered(moment, act, after))


def entered(moment: Moment, act: Act, change: Change) -> Change:
    """Bring instruments into force whose own condition the act fulfils, and those that wait for them."""
    waiting = [
        (one, one.entry_into_force)
        for one in moment.view.treaties
        if one.entry_into_force and not _before(moment, one.in_force)
    ]
    pending = True
    while pending:
        pending = False
        for treaty, condition in waiting:
            if treaty.id not in change.in_force and fulfilled(moment, treaty, condition, change):
                change = replace(change, in_force=added(change.in_force, treaty.id, moment.day))
                pending = True
    return change


def fulfilled(moment: Moment, treaty: Treaty, condition: EntryIntoForce, change: Change) -> bool:
    """Whether an instrument's own condition for entering into force is met."""
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
    return bool(condition.instruments) and all(in_force(moment, name, change) for name in condition.instruments)


def in_force(moment: Moment, name: str, change: Change) -> bool:
    """Whether an instrument is in force: by the docket's acts, or on record.

    What the record says of the time that the docket covers counts only where it does not say on which condition
    the instrument enters into force, so that no act could bring it about.
    """
    treaty = next((one for one in moment.view.treaties if one.id == name), None)
    if name in change.in_force:
        return True
    if treaty is None or treaty.in_force is None:
        return False
    return _before(moment, treaty.in_force) or (
        treaty.entry_into_force is None and treaty.in_force.last <= moment.day
    )


def treaty_basis(moment: Moment, act: Act) -> tuple[str, ...]:
    """The instrument, and the provision on its entry into force."""
    treaty = treaty_of(moment, act)
    condition = treaty.entry_into_force if treaty else None
    cited = [condition.provision] if condition and condition.provision else []
    return (content(act).treaty, *cited)


# --- amend ---


def amendment_agreed(moment: Moment, act: Act) -> Refusal | None:
    """Refuse an amendment that not all have agreed to in the form that the instrument asks."""
    treaty = treaty_of(moment, act)
    own = [one for one in (treaty.provisions if treaty else ()) if isinstance(one.terms, Amendment)]
    if not own:
        why = "nothing is on record that the instrument says of amendment"
        return refuse(Reason.NO_SUCH_RIGHT, content(act).treaty, why)
    by = content(act).by
    if by is not None:
        return _by_protocol(moment, content(act).treaty, by, own[0].id)
    if any(one.terms.form == "protocol" for one in own if isinstance(one.terms, Amendment)):
        return refuse(Reason.NO_SUCH_RIGHT, own[0].id, "the instrument is changed by protocol only")
    if any((one.organ, one.matter) == (act.actor, "amendment") for one in moment.state.decisions):
        return None
    why = f"no decision of {moment.the(act.actor)} to amend it is in the docket"
    return refuse(Reason.NOT_DECIDED, own[0].id, why)


def _by_protocol(moment: Moment, name: str, by: str, rule: str) -> Refusal | None:
    protocol = next((one for one in moment.view.treaties if one.id == by), None)
    if protocol is None or name not in (protocol.amends, *protocol.also_amends):
        return refuse(Reason.UNKNOWN_TREATY, rule, f"{by!r} is no instrument that amends {name!r} {moment.when}")
    if in_force(moment, by, moment.state.change):
        return None
    why = f"that the {protocol.title} has entered into force is not in the docket or on record"
    return refuse(Reason.NOT_RATIFIED, rule, why)


def amend_effect(moment: Moment, act: Act) -> State:
    """The instrument is changed."""
    return changed(moment, amended=moment.state.change.amended | {content(act).treaty})


def amend_basis(moment: Moment, act: Act) -> tuple[str, ...]:
    """The instrument's own provision on amendment."""
    treaty = treaty_of(moment, act)
    return tuple(one.id for one in (treaty.provisions if treaty else ()) if isinstance(one.terms, Amendment))
