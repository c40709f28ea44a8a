"""The table of how each kind of act is handled: its checks in order, its basis, its effect."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from foedus.proceedings import asking, changing, concluding, settling
from foedus.proceedings.handling import Handling, is_member, is_organ, nothing

HANDLING: Mapping[str, Handling] = MappingProxyType(
    {
        "invoke": Handling(
            (asking.may_ask, asking.articles_in_force, asking.may_invoke),
            asking.invoke_basis,
            asking.invoke_effect,
        ),
        "convene": Handling(
            (asking.organ_exists, asking.may_convene),
            asking.convene_basis,
            asking.convene_effect,
            crisis=False,
        ),
        "propose": Handling(
            (
                asking.organ_exists,
                asking.may_propose,
                asking.is_competent,
                asking.has_met,
                asking.has_rule,
                asking.force_allowed,
            ),
            asking.propose_basis,
            asking.propose_effect,
            crisis=False,
        ),
        "declare": Handling(
            (asking.question_open, asking.may_declare),
            asking.declare_basis,
            asking.declare_effect,
            crisis=False,
        ),
        "decide": Handling(
            (
                asking.organ_exists,
                is_organ("organ"),
                asking.is_competent,
                asking.has_met,
                asking.has_rule,
                settling.proposal_open,
                settling.was_requested,
                asking.force_allowed,
                settling.is_adopted,
            ),
            settling.decide_basis,
            settling.decide_effect,
            crisis=False,
        ),
        "pledge": Handling(
            (is_member, settling.force_known, settling.within_declared),
            settling.force_basis,
            settling.pledge_effect,
        ),
        "consent": Handling((settling.consent_asked,), settling.consent_basis, settling.consent_effect),
        "authorise": Handling((settling.is_authority,), settling.authorise_basis, settling.authorise_effect),
        "deploy": Handling(
            (
                settling.collective_or_member,
                settling.force_known,
                settling.force_decided,
                settling.host_agrees,
                settling.authority_agrees,
                settling.own_law_agrees,
                settling.within_pledge,
            ),
            settling.force_basis,
            settling.deploy_effect,
        ),
        "arrive": Handling(
            (settling.collective_or_member, settling.force_known, settling.is_deployed),
            settling.force_basis,
            settling.arrive_effect,
        ),
        "withdraw": Handling(
            (settling.collective_or_member, settling.is_deployed),
            settling.force_basis,
            settling.withdraw_effect,
        ),
        "report": Handling((settling.something_done,), settling.report_basis, settling.report_effect),
        "close": Handling((settling.is_collective, settling.nobody_left), nothing, settling.close_effect),
        "sign": Handling(
            (changing.state_exists, concluding.treaty_open, concluding.may_sign, concluding.not_signed_yet),
            concluding.treaty_basis,
            concluding.sign_effect,
            crisis=False,
        ),
        "ratify": Handling(
            (changing.state_exists, concluding.treaty_open, concluding.has_signed, concluding.not_ratified_yet),
            concluding.treaty_basis,
            concluding.ratify_effect,
            crisis=False,
        ),
        "accede": Handling(
            (changing.state_exists, changing.no_member_yet, changing.accession_decided),
            changing.subject_basis("accession"),
            changing.accede_effect,
            crisis=False,
        ),
        "suspend": Handling(
            (changing.other_sits, changing.suspension_decided),
            changing.subject_basis("suspension"),
            changing.suspend_effect,
            crisis=False,
        ),
        "freeze": Handling(
            (is_member, changing.freeze_provided),
            changing.subject_basis("suspension"),
            changing.freeze_effect,
            crisis=False,
        ),
        "give_notice": Handling(
            (is_member, changing.may_leave),
            changing.subject_basis("withdrawal"),
            changing.notice_effect,
            crisis=False,
        ),
        "leave": Handling(
            (is_member, changing.notice_has_run),
            changing.subject_basis("withdrawal"),
            changing.leave_effect,
            crisis=False,
        ),
        "expel": Handling(
            (changing.other_sits, changing.expulsion_decided),
            changing.subject_basis("expulsion"),
            changing.expel_effect,
            crisis=False,
        ),
        "appoint": Handling(
            (changing.office_known, changing.was_nominated, changing.appointment_decided),
            changing.appoint_basis,
            changing.appoint_effect,
            crisis=False,
        ),
        "rotate": Handling(
            (changing.chair_may_pass,), changing.rotate_basis, changing.rotate_effect, crisis=False
        ),
        "amend": Handling(
            (concluding.treaty_open, concluding.amendment_agreed),
            concluding.amend_basis,
            concluding.amend_effect,
            crisis=False,
        ),
    }
)
"""Every kind of act in :data:`foedus.proceedings.acts.KINDS` has an entry here."""
