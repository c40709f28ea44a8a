"""Settling and sending: decide, pledge, consent, authorise, deploy, arrive, withdraw, report, close."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from foedus.law.deciding import ballot_of, chain
from foedus.law.tally import Ballot, Tally
from foedus.law.tally import decide as counted
from foedus.proceedings.acts import Act, Decide, Deploy, Pledge
from foedus.proceedings.asking import (
    FORCE,
    allowing,
    allows_force,
    matter_of,
    open_to_all,
    rule_of,
    rule_on,
    voters,
)
from foedus.proceedings.case import Moment
from foedus.proceedings.handling import content, no_member, refuse
from foedus.proceedings.reasons import Reason, Refusal
from foedus.proceedings.state import Decided, Question, State, added
from foedus.record.cases import Outcome, Stance
from foedus.record.facts import Force, Provision
from foedus.record.rules import DecisionRule
from foedus.record.terms import ReportingUnsc

SECURITY_COUNCIL = "un_security_council"

REFUSED: tuple[Outcome, ...] = ("declined", "no_decision", "not_invoked")
"""Outcomes that refuse what was asked; no rule has to be met for them."""

HELP: tuple[Outcome, ...] = (*FORCE, "non_military_assistance", "observers_or_mission")
"""Outcomes under which something is sent."""

# --- decide ---


def question_of(moment: Moment, act: Act) -> Question | None:
    """The proposal or request that a decision settles, where it names one."""
    return moment.state.questions.get(content(act).on or 0)


def result(moment: Moment, act: Act) -> Tally | None:
    """Count the stances on what is being decided; None when no rule is known.

    Where the rule did not lead to adoption, they are counted under the rule that it falls back on. In a docket
    that is not complete, a voter whose stance is not in it is unknown, not silent.
    """
    rule = rule_of(moment, act)
    if rule is None:
        return None
    ballots = ballots_of(moment, act)
    return counted(stances_on(moment, act, ballots), ballots, rule.id)


def ballots_of(moment: Moment, act: Act) -> Mapping[str, Ballot]:
    """The rule of a decision and those that it falls back on, each compiled for its voters, by id.

    Args:
        moment: the case on the day.
        act: the decision.

    Returns:
        the rules in the order in which they apply; none where no rule is known.
    """
    rule = rule_of(moment, act)
    concerned = content(act).concerned
    return {one.id: _ballot(moment, one, concerned) for one in (chain(moment.view, rule) if rule else ())}


def stances_on(moment: Moment, act: Act, ballots: Mapping[str, Ballot]) -> Mapping[str, Stance]:
    """The stances on what is being decided; where the docket is not complete, unknown for who is not in it.

    Args:
        moment: the case on the day.
        act: the decision.
        ballots: the rules with their voters.
    """
    question = question_of(moment, act)
    known: Mapping[str, Stance] = question.stances if question else {}
    if moment.case.complete:
        return known
    silent: dict[str, Stance] = {code: "unknown" for one in ballots.values() for code in one.voters}
    return {**silent, **known}


def _ballot(moment: Moment, rule: DecisionRule, concerned: str | None) -> Ballot:
    seats = voters(moment, rule, concerned).voters
    made: Ballot = moment.view.kept(("ballot", rule.id, seats), lambda: ballot_of(moment.view, rule, seats))
    return made


def proposal_open(moment: Moment, act: Act) -> Refusal | None:
    """Refuse to decide what is not, or no longer, before the organ, or something else than what is."""
    decide: Decide = content(act)
    on = decide.on
    if on is None:
        return None if not moment.case.complete else refuse(Reason.NOTHING_PROPOSED, "", "no proposal is named")
    question = moment.state.questions.get(on)
    if question is None:
        return refuse(Reason.NOTHING_PROPOSED, "", f"act {on} put nothing before the organisation")
    if question.decided is not None:
        return refuse(Reason.ALREADY_DECIDED, "", f"act {question.decided} decided it")
    if question.organ not in (None, decide.organ):
        why = f"act {on} put it before {moment.the(question.organ or '')}, not {moment.the(decide.organ)}"
        return refuse(Reason.NOTHING_PROPOSED, decide.organ, why)
    asked = (question.matter, question.measure, question.concerned)
    if decide.measure in REFUSED or (decide.matter, decide.measure, decide.concerned) == asked:
        return None
    said = ", ".join(one.replace("_", " ") for one in asked[:2] if one and one != "any")
    said += f" concerning {moment.the(question.concerned)}" if question.concerned else ""
    return refuse(Reason.NOTHING_PROPOSED, decide.organ, f"what act {on} put before the organ is another: {said}")


def was_requested(moment: Moment, act: Act) -> Refusal | None:
    """Refuse a decision whose rule, or the rule on what it amounts to, asks for a request that was not made."""
    decide: Decide = content(act)
    situation = moment.case.situation
    if moment.state.requested or situation is None or decide.measure in REFUSED:
        return None
    if not moment.sits(
        situation.target
    ):  # only a member can make the official request; others are asked for consent
        return None
    for rule in (rule_of(moment, act), rule_on(moment, decide.organ, matter_of(decide.measure))):
        if rule is not None and "request" in rule.precondition:
            why = f"it needs an official request of {moment.the(situation.target)} first"
            return refuse(Reason.REQUEST_MISSING, rule.id, why)
    return None


def is_adopted(moment: Moment, act: Act) -> Refusal | None:
    """Refuse a decision that the rule does not adopt; to decline needs no adoption."""
    if content(act).measure in REFUSED:
        return None
    count = result(moment, act)
    rule = rule_of(moment, act)
    if count is None or rule is None or count.adopted:
        return None
    names = ", ".join(moment.the(one.state) for one in count.blocked_by)
    if count.adopted is None:
        whose = "those who vote" if len(count.blocked_by) == len(count.row) else names
        why = f"how {whose} stood on it is not in the docket" if names else count.why
        return refuse(Reason.CANNOT_BE_TOLD, rule.id, f"whether {rule.id} was met cannot be told: {why}")
    by = f"; blocked by {names}" if names else ""
    return refuse(Reason.NOT_ADOPTED, rule.id, f"not adopted: {count.why}{by}")


def decide_basis(moment: Moment, act: Act) -> tuple[str, ...]:
    """The rule applied, the articles named, and the provisions that allow forces."""
    decide: Decide = content(act)
    rule = rule_of(moment, act)
    named = [one.id for one in map(moment.view.article, decide.under) if one is not None]
    force = [one.id for one in allowing(moment, decide.organ)] if decide.measure in FORCE else []
    return tuple(dict.fromkeys([*([rule.id] if rule else []), *named, *force]))


def decide_effect(moment: Moment, act: Act) -> State:
    """The decision stands, and what it settled is closed."""
    decide: Decide = content(act)
    count, rule = result(moment, act), rule_of(moment, act)
    made = Decided(
        n=moment.n,
        organ=decide.organ,
        matter=decide.matter,
        measure=decide.measure,
        concerned=decide.concerned,
        rule=rule.id if rule else None,
        binds=count.binds if count else (),
    )
    state = replace(moment.state, decisions=(*moment.state.decisions, made))
    question = question_of(moment, act)
    if question is None:
        return state
    return replace(state, questions=added(state.questions, question.n, replace(question, decided=moment.n)))


# --- pledge ---


def force_known(moment: Moment, act: Act) -> Refusal | None:
    """Refuse what names a force that was not there."""
    name = content(act).force
    if name is None or _force(moment, name) is not None:
        return None
    return refuse(Reason.UNKNOWN_FORCE, name, f"there was no force {name!r} {moment.when}")


def _force(moment: Moment, name: str | None) -> Force | None:
    return next((one for one in moment.view.forces if one.id == name), None)


def within_declared(moment: Moment, act: Act) -> Refusal | None:
    """Refuse a pledge beyond what the member has set aside for the force, where a figure is known."""
    pledge: Pledge = content(act)
    force = _force(moment, pledge.force)
    if force is None or pledge.personnel is None:
        return None
    declared = [
        one.personnel for one in force.contributions if one.state == act.actor and one.personnel is not None
    ]
    if not declared or pledge.personnel <= max(declared):
        return None
    why = f"{pledge.personnel:,} pledged, {max(declared):,} set aside for the {force.name}"
    return refuse(Reason.EXCEEDS_DECLARED, force.id, why)


def pledge_effect(moment: Moment, act: Act) -> State:
    """The pledge is noted."""
    return replace(moment.state, pledges=added(moment.state.pledges, act.actor, content(act).personnel))


def force_basis(moment: Moment, act: Act) -> tuple[str, ...]:
    """The force and the provisions that allow it; for help without forces, the rule of the decision behind it."""
    name = getattr(act.content, "force", None)
    last = moment.state.decisions[-1] if moment.state.decisions else None
    if name is None and last is not None and last.measure not in FORCE:
        return (last.rule,) if last.rule else (last.organ,)
    return tuple(dict.fromkeys([*([name] if name else []), *_allowing(moment, name)]))


def _allowing(moment: Moment, force: str | None) -> list[str]:
    """Provisions that allow a force to be sent: those that name it, and those that name none."""
    taken = [one.organ for one in moment.state.decisions if one.measure in FORCE]
    found = allowing(moment, taken[-1] if taken else None)
    return [one.id for one in found if force is None or force in (forces_of(one) or (force,))]


def forces_of(provision: Provision) -> tuple[str, ...]:
    """Forces that a provision is about; none where it is about forces in general."""
    forces: tuple[str, ...] = getattr(provision.terms, "forces", ())
    return forces


# --- consent, authorise ---


def consent_asked(moment: Moment, act: Act) -> Refusal | None:
    """Refuse a consent that nobody's law asks of this actor."""
    of = content(act).of
    if of == "host" and moment.case.situation is not None and act.actor == moment.case.situation.target:
        return None
    if any(one.state == act.actor and one.of == of for one in moment.view.national_consents):
        return None
    why = f"no law on record asks for the consent of the {of} of {moment.the(act.actor)}"
    return refuse(Reason.NO_CONSENT_NEEDED, "", why)


def consent_basis(moment: Moment, act: Act) -> tuple[str, ...]:
    """The member's own law that asks the consent."""
    asked = (act.actor, content(act).of)
    return tuple(one.id for one in moment.view.national_consents if (one.state, one.of) == asked)


def consent_effect(moment: Moment, act: Act) -> State:
    """The consent is given."""
    return replace(moment.state, consents=moment.state.consents | {(act.actor, content(act).of)})


def is_authority(moment: Moment, act: Act) -> Refusal | None:
    """Refuse an authorisation by anyone but the authority that the law names."""
    if act.actor == SECURITY_COUNCIL:
        return None
    return refuse(Reason.NOT_AN_ACTOR, "", f"only {moment.the(SECURITY_COUNCIL)} authorises")


def authorise_basis(moment: Moment, act: Act) -> tuple[str, ...]:
    """Provisions that ask for the authorisation."""
    found = [one.provision for one in moment.findings()]
    return tuple(one.id for one in found if getattr(one.terms, "outside_authorisation", None) == act.actor)


def authorise_effect(moment: Moment, act: Act) -> State:
    """The authority has agreed; what another says authorises nothing."""
    return replace(moment.state, authorised=moment.state.authorised or act.actor == SECURITY_COUNCIL)


# --- deploy, arrive, withdraw ---


def collective_or_member(moment: Moment, act: Act) -> Refusal | None:
    """Refuse forces of one who is neither a member nor the organisation itself, unless any state may send them."""
    if act.actor == moment.case.organisation.id or moment.belongs(act.actor) or open_to_all(moment.view):
        return None
    return no_member(moment, act.actor)


def force_decided(moment: Moment, act: Act) -> Refusal | None:
    """Refuse forces without a decision to use them, people without one to send some, help without one to help."""
    sent: Deploy = content(act)
    forces = bool(sent.personnel or sent.force)
    enough = FORCE if sent.force else (*FORCE, "observers_or_mission") if sent.personnel else HELP
    if any(one.measure in enough for one in moment.state.decisions):
        return None
    rule = next(iter(_allowing(moment, sent.force)), "")
    what = "use forces" if forces else "help"
    return refuse(Reason.NOT_DECIDED, rule, f"no decision to {what} is in the docket")


def host_agrees(moment: Moment, act: Act) -> Refusal | None:
    """Refuse forces on the ground of a state that neither asked nor consented."""
    situation = moment.case.situation
    if situation is None or moment.state.requested or (situation.target, "host") in moment.state.consents:
        return None
    biting = [one.provision.terms for one in moment.findings() if one.bites]
    if any(getattr(one, "host_consent", None) == "not_needed" for one in biting):
        return None
    lacking = [one.provision for one in moment.findings() if "request" in one.lacking]
    force = content(act).force
    rule = next((one.id for one in lacking if force and force in forces_of(one)), "")
    why = f"neither a request nor a consent of {moment.the(situation.target)} is in the docket"
    return refuse(Reason.HOST_CONSENT_MISSING, rule, why)


def authority_agrees(moment: Moment, act: Act) -> Refusal | None:
    """Refuse forces that need an outside authorisation which is not there."""
    found = [one for one in moment.findings() if allows_force(one)]
    if any(one.bites for one in found) or not any("authorisation" in one.lacking for one in found):
        return None
    rule = next(one.provision.id for one in found if "authorisation" in one.lacking)
    return refuse(Reason.AUTHORISATION_MISSING, rule, f"{moment.the(SECURITY_COUNCIL)} has not decided")


def own_law_agrees(moment: Moment, act: Act) -> Refusal | None:
    """Refuse a member's forces while a consent that its own law asks is missing."""
    for one in moment.view.national_consents:
        if one.state == act.actor and (act.actor, one.of) not in moment.state.consents:
            why = f"no consent of the {one.of} of {moment.the(act.actor)} is in the docket"
            return refuse(Reason.NATIONAL_CONSENT_MISSING, one.id, why)
    return None


def within_pledge(moment: Moment, act: Act) -> Refusal | None:
    """Refuse more than was pledged, taken together, where the figures are known."""
    deploy: Deploy = content(act)
    pledged = moment.state.pledges.get(act.actor)
    if pledged is None or deploy.personnel is None:
        return None
    sent = moment.state.sent.get(act.actor, 0) + deploy.personnel
    return None if sent <= pledged else refuse(Reason.EXCEEDS_PLEDGE, "", f"{sent:,} sent, {pledged:,} pledged")


def deploy_effect(moment: Moment, act: Act) -> State:
    """Forces are under way."""
    state, count = moment.state, content(act).personnel or 0
    sent = added(state.sent, act.actor, state.sent.get(act.actor, 0) + count) if count else state.sent
    return replace(state, deployed=state.deployed | {act.actor}, sent=sent)


def is_deployed(moment: Moment, act: Act) -> Refusal | None:
    """Refuse to arrive or leave with forces that never set out; the organisation's cover its members'."""
    away = moment.state.deployed
    if act.actor in away or moment.case.organisation.id in away:
        return None
    if act.actor == moment.case.organisation.id and away:
        return None
    why = f"that anything of {moment.the(act.actor)} is under way or in place is not in the docket"
    return refuse(Reason.NOT_DEPLOYED, "", why)


def arrive_effect(moment: Moment, act: Act) -> State:
    """Forces are in place."""
    arrived = moment.state.arrived | {act.actor}
    return replace(moment.state, arrived=arrived, deployed=moment.state.deployed | {act.actor})


def withdraw_effect(moment: Moment, act: Act) -> State:
    """Forces leave; when the organisation's have left, all have."""
    if content(act).stage == "begins":
        return replace(moment.state, leaving=True)
    gone = moment.state.deployed if act.actor == moment.case.organisation.id else {act.actor}
    left = moment.state.deployed - gone
    return replace(moment.state, deployed=left, arrived=moment.state.arrived & left, leaving=bool(left))


# --- report, close ---


def something_done(moment: Moment, act: Act) -> Refusal | None:
    """Refuse a report when nothing has been done."""
    if moment.state.decisions or moment.state.deployed or moment.state.requested:
        return None
    return refuse(Reason.NOTHING_TO_REPORT, "", "nothing has been asked, decided or sent")


def report_basis(moment: Moment, act: Act) -> tuple[str, ...]:
    """Provisions that ask for the report."""
    if content(act).to != SECURITY_COUNCIL:
        return ()
    duties = [one.id for one in moment.view.provisions if isinstance(one.terms, ReportingUnsc)]
    asked = [one.provision for one in moment.findings() if one.bites]
    notify = [one.id for one in asked if SECURITY_COUNCIL in getattr(one.terms, "notify", ())]
    return tuple(duties + notify)


def report_effect(moment: Moment, act: Act) -> State:
    """The report is made."""
    return replace(moment.state, reported=moment.state.reported | {content(act).to})


def is_collective(moment: Moment, act: Act) -> Refusal | None:
    """Refuse what is for the organisation or an organ of it to do."""
    if act.actor == moment.case.organisation.id or moment.view.organ(act.actor) is not None:
        return None
    why = f"only the organisation or an organ of it can do this, not {moment.the(act.actor)}"
    return refuse(Reason.NOT_AN_ACTOR, "", why)


def nobody_left(moment: Moment, act: Act) -> Refusal | None:
    """Refuse to close a case while forces are in place."""
    if not moment.state.arrived:
        return None
    names = ", ".join(sorted(map(moment.the, moment.state.arrived)))
    return refuse(Reason.FORCES_IN_PLACE, "", f"forces are still in place: {names}")


def close_effect(moment: Moment, act: Act) -> State:
    """The case is closed."""
    return replace(moment.state, closed=True)
