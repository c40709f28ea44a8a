"""Deciding: which organ decides a matter, by which rule, with whose votes, and who can stop it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from foedus.law import doctrine
from foedus.law.ballot import Ballot, ballot
from foedus.law.blocking import Blocker, can_block
from foedus.law.conditions import Given
from foedus.law.findings import took_part
from foedus.record.cases import Situation
from foedus.record.rules import DecisionRule
from foedus.record.view import View


@dataclass(frozen=True, slots=True)
class Electorate:
    """Who takes part in a decision, and who does not and why.

    Attributes:
        voters: states entitled to a vote, by code.
        apart: states without one, each with the reason.
    """

    voters: tuple[str, ...]
    apart: tuple[tuple[str, str], ...]


def rule_for(view: View, organ: str, matter: str) -> DecisionRule | None:
    """The rule by which an organ decides a matter: one made for it before one for any matter.

    Args:
        view: the organisation on the day.
        organ: the organ's id.
        matter: the matter, as the pack's rules name it.

    Returns:
        the rule, or None when the pack knows of none on that day.

    >>> from foedus.record.view import organisation
    >>> rule_for(organisation("csto").on("2022-01-06"), "csc", "use_of_force").id
    'dr-use-of-force'
    """
    for wanted in (matter, "any"):
        for rule in view.rules:
            if organ in rule.organs and wanted in rule.matters:
                return rule
    return None


def rule_by_id(view: View, name: str) -> DecisionRule | None:
    """A rule that applied on the day, by its id."""
    return next((rule for rule in view.rules if rule.id == name), None)


def electorate(
    view: View,
    rule: DecisionRule,
    situation: Situation | None = None,
    concerned: Iterable[str] = (),
    seats: tuple[str, ...] = (),
) -> Electorate:
    """Who votes under a rule in a matter.

    Args:
        view: the organisation on the day.
        rule: the rule.
        situation: the situation that it is about, where parties to it stand out.
        concerned: states that the decision itself is about (a suspension, an expulsion).
        seats: who sat in the organ, where the view does not know it; for rules of those who sit, and of those
            that the pack does not list.
    """
    apart: dict[str, str] = {}
    entitled = seats if seats and rule.voters.who in ("seats", "not_listed") else _entitled(view, rule)
    for code in entitled:
        member = view.member(code)
        if view.rests(code):
            apart[code] = "its part in the organs is suspended"
        elif code in rule.voters.barred:
            apart[code] = "it has no vote in such matters"
        elif member is not None and (out := [one for one in member.outside if one in rule.voters.outside]):
            apart[code] = f"it stands outside {' and '.join(out)}"
    for reason in rule.voters.without:
        for code, why in _excluded(view, reason, situation, tuple(concerned)):
            if code in entitled:
                apart.setdefault(code, why)
    return Electorate(tuple(code for code in entitled if code not in apart), tuple(apart.items()))


def not_on_record(rule: DecisionRule, voters: Sequence[str]) -> bool:
    """Whether nobody is named as a voter because the record does not say who sits.

    Args:
        rule: the rule.
        voters: who votes under it, as :func:`electorate` finds them.
    """
    return not voters and rule.voters.who in ("not_listed", "seats")


def among_members(view: View, situation: Situation) -> bool:
    """Whether a situation is a dispute in which a member stands against a state, as doctrine reads it.

    >>> from foedus.record.view import organisation
    >>> csto = organisation("csto")
    >>> among_members(csto.on("2021-04-30"), csto.case("csto-kyrgyz-tajik-2021").situation)
    True
    """
    if not any(map(view.belongs, situation.initiators)):
        return False
    return doctrine.read("intra_member_dispute", situation, view.record.doctrine).answer != "no"


def ballot_of(view: View, rule: DecisionRule, voters: Sequence[str]) -> Ballot:
    """A rule compiled for its voters, with the vetoes and the people that the view knows.

    Args:
        view: the organisation on the day.
        rule: the rule.
        voters: who votes.
    """
    holders = None
    if rule.veto_by is not None:
        holders = tuple(one.state for one in view.members if one.seat == "permanent")
    return ballot(rule, voters, veto_holders=holders, population=view.population or None)


def chain(view: View, rule: DecisionRule) -> tuple[DecisionRule, ...]:
    """A rule, and after it those of the day that it falls back on.

    >>> from foedus.record.view import organisation
    >>> view = organisation("csto").on("2022-01-06")
    >>> [one.id for one in chain(view, rule_by_id(view, "dr-consensus"))]
    ['dr-consensus']
    """
    found = [rule]
    while (last := found[-1].fallback) and (other := rule_by_id(view, last.rule)):
        found.append(other)
    return tuple(found)


def blockers(view: View, rule: DecisionRule, voters: Sequence[str]) -> tuple[Blocker, ...]:
    """Who alone can stop a decision: under a rule, and under those that apply where it led to nothing.

    Args:
        view: the organisation on the day.
        rule: the rule to begin with.
        voters: who votes.
    """
    found = can_block(ballot_of(view, rule, voters))
    for before, after in pairwise(chain(view, rule)):
        compiled = ballot_of(view, after, voters)
        supporting: Given = "supports"
        carried = compiled.outcome(compiled.poll((supporting,) * len(voters)))[1]
        if before.fallback is None or before.fallback.when != "not_adopted" or carried is None:
            break  # nothing certain is known of how the next rule would help
        still = {one.state: one.how for one in can_block(compiled)}
        left = ((one.state, tuple(how for how in one.how if how in still.get(one.state, ()))) for one in found)
        found = tuple(Blocker(state, how) for state, how in left if how)
    return found


def _entitled(view: View, rule: DecisionRule) -> tuple[str, ...]:
    """States that a rule gives a vote, before anybody stands out."""
    if rule.voters.who in ("named", "not_listed"):
        return rule.voters.named
    if rule.voters.who == "wider_body":
        return view.wider
    members = tuple(one.state for one in view.members)
    if rule.voters.who != "parties":
        return members
    treaties = [view.treaty_of(one) for one in view.provisions if one.id in rule.provisions]
    return tuple(code for code in members if all(took_part(one, code)[0] != "no" for one in treaties))


def _excluded(
    view: View, reason: str, situation: Situation | None, concerned: tuple[str, ...]
) -> list[tuple[str, str]]:
    if reason == "state_concerned":
        return [(code, "the decision is about it") for code in concerned]
    if situation is None:
        return []
    if reason == "party_to_member_dispute":
        if not among_members(view, situation):
            return []
        reason = "party_to_dispute"
    found = [(code, "it brought the situation about") for code in situation.initiators]
    if reason == "party_to_dispute":
        parties = (situation.target, *situation.also_targets)
        found += [(code, "it is a party to the dispute") for code in parties]
    return found if reason in ("party_to_dispute", "initiator") else []
