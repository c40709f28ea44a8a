"""The law of a replay: what it said on the day of the request, and who could have stopped each decision."""

from __future__ import annotations

from dataclasses import dataclass

from foedus.cli.asked import asked_for_itself, own_day
from foedus.drivers.history import Replay
from foedus.law.advice import Advice, advise
from foedus.law.deciding import blockers, electorate, rule_by_id
from foedus.law.findings import Circumstances
from foedus.proceedings.case import Case
from foedus.proceedings.state import Decided
from foedus.record.cases import CodedCase
from foedus.record.rules import DecisionRule
from foedus.record.view import Organisation, View


@dataclass(frozen=True, slots=True)
class Blocked:
    """Who could have stopped a decision.

    Attributes:
        rule: the rule by which it was taken; None where it is not known.
        states: those who alone could have stopped it.
        how: the stances by which they could.
    """

    rule: DecisionRule | None
    states: tuple[str, ...]
    how: tuple[str, ...]


def view_of(organisation: Organisation, coded: CodedCase) -> View:
    """The organisation on the day of a case: when it was asked, else when the situation began."""
    return organisation.on(own_day(coded).last)


def advised(replay: Replay) -> Advice:
    """What the law said on the day of the request, with what was asked for then."""
    coded = replay.coded
    requested = asked_for_itself(coded.situation, coded.invocation)
    given = Circumstances(
        situation=coded.situation,
        requested=requested,
        asks_for=coded.invocation.asks_for if requested else (),
        authorised=replay.case.state.authorised or None,
    )
    return advise(view_of(replay.case.organisation, coded), given)


def could_block(case: Case, decided: Decided) -> Blocked:
    """Who could have stopped a decision by the rule under which it was taken."""
    view = case.moment(case.entries[decided.n - 1].act).view
    rule = rule_by_id(view, decided.rule) if decided.rule else None
    if rule is None:
        return Blocked(None, (), ())
    about = [decided.concerned] if decided.concerned else []
    voters = electorate(view, rule, case.situation, about, case.seats).voters
    found = blockers(view, rule, voters)
    how = dict.fromkeys(way for one in found for way in one.how)
    return Blocked(rule, tuple(one.state for one in found), tuple(how))
