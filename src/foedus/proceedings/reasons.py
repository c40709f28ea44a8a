"""Reasons: the closed list of why an act is out of order, and the refusal that carries one."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Reason(enum.StrEnum):
    """Why an act is out of order. The value is the code; ``meaning`` says it in words."""

    meaning: str

    def __new__(cls, code: str, meaning: str) -> Reason:
        """Keep the meaning beside the code."""
        one = str.__new__(cls, code)
        one._value_ = code
        one.meaning = meaning
        return one

    EARLIER_THAN_LAST = "earlier_than_last", "the act is dated before the one that precedes it in the docket"
    BEFORE_SITUATION = "before_situation", "the act is dated before the situation began"
    CASE_CLOSED = "case_closed", "the case is closed"
    NO_CRISIS = "no_crisis", "the act belongs to a crisis, and this docket is about the organisation itself"
    NOT_A_MEMBER = "not_a_member", "the actor is not a member on the day"
    NOT_THE_TARGET = "not_the_target", "only the state in trouble may do this"
    NOT_AN_ACTOR = "not_an_actor", "this act is not for this actor to do"
    PART_SUSPENDED = "part_suspended", "the actor's part in the organs is suspended"
    UNKNOWN_ARTICLE = "unknown_article", "no such article was in force on the day"
    NOT_ENGAGED = "not_engaged", "the situation does not engage the provision"
    NO_PROVISION = "no_provision", "no provision in force on the day allows this"
    REQUEST_MISSING = (
        "request_missing",
        "the rule asks for a request of the state concerned, and none was made",
    )
    UNKNOWN_ORGAN = "unknown_organ", "there was no such organ on the day"
    MAY_NOT_CONVENE = "may_not_convene", "the actor may not convene the organ in this format"
    NOT_CONVENED = "not_convened", "the organ has not met in this case"
    NO_COMPETENCE = "no_competence", "the organ takes no decisions of this kind"
    NO_RULE = "no_rule", "the pack knows of no decision rule for this organ and matter on the day"
    NOT_ENTITLED = "not_entitled", "the actor has no vote in this matter"
    NOTHING_PROPOSED = "nothing_proposed", "there is no such proposal or request before the organisation"
    ALREADY_DECIDED = "already_decided", "the proposal has been decided"
    NOT_ADOPTED = "not_adopted", "the rule's condition for adoption is not met"
    CANNOT_BE_TOLD = "cannot_be_told", "what is known of the stances does not settle whether the rule was met"
    NOT_DECIDED = "not_decided", "no decision that allows this has been taken"
    UNKNOWN_FORCE = "unknown_force", "there was no such force on the day"
    EXCEEDS_DECLARED = "exceeds_declared", "more than the member has set aside for the force"
    EXCEEDS_PLEDGE = "exceeds_pledge", "more than the actor has pledged"
    HOST_CONSENT_MISSING = "host_consent_missing", "the host state has neither asked nor consented"
    AUTHORISATION_MISSING = "authorisation_missing", "an authority outside the organisation must agree first"
    NATIONAL_CONSENT_MISSING = (
        "national_consent_missing",
        "the member's own law asks for a consent that is not given",
    )
    NO_CONSENT_NEEDED = "no_consent_needed", "nobody's law asks this consent of this actor"
    NOT_DEPLOYED = "not_deployed", "no forces of the actor are under way or in place"
    NOTHING_TO_REPORT = "nothing_to_report", "nothing has been done that is to be reported"
    FORCES_IN_PLACE = "forces_in_place", "forces are still in place"
    UNKNOWN_STATE = "unknown_state", "there was no such state on the day"
    UNKNOWN_TREATY = "unknown_treaty", "no such instrument was open on the day"
    ALREADY_DONE = "already_done", "the actor has done this already"
    NOT_SIGNED = "not_signed", "the state has not signed the instrument"
    ALREADY_MEMBER = "already_member", "the state is a member"
    NO_SUCH_RIGHT = "no_such_right", "the law in force gives no such right"
    NO_NOTICE = "no_notice", "no notice of leaving was given"
    NOTICE_RUNNING = "notice_running", "the notice period has not run"
    TOO_EARLY = "too_early", "the instrument does not allow it before a later day"
    NOT_SUSPENDED = "not_suspended", "the law asks for suspension first"
    UNKNOWN_OFFICE = "unknown_office", "the law in force knows no such office"
    NOT_NOMINATED = "not_nominated", "the organ that must propose has not done so"
    NOT_RATIFIED = "not_ratified", "not every state whose ratification is needed has given it"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an act is out of order, with the rule that it breaks.

    Attributes:
        reason: from the closed list.
        rule: id of the provision, decision rule or organ that stands against it; "" where it is plain order.
        why: the reason in a sentence about this act.
    """

    reason: Reason
    rule: str
    why: str


class OutOfOrder(Exception):
    """Says that the engine refuses an act.

    Attributes:
        refusal: reason code, rule and sentence.
    """

    def __init__(self, refusal: Refusal) -> None:
        """Carry the refusal."""
        self.refusal = refusal
        rule = f" ({refusal.rule})" if refusal.rule else ""
        super().__init__(f"out of order [{refusal.reason.value}]: {refusal.why}{rule}")

    @property
    def reason(self) -> Reason:
        """The reason code."""
        return self.refusal.reason

    @property
    def provision(self) -> str:
        """Id of the provision or rule that stands against the act."""
        return self.refusal.rule
