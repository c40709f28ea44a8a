"""Votes: a state's part in each organ's decisions, and whether it can block them alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from foedus.law.deciding import ballot_of, blockers, electorate
from foedus.record.rules import DecisionRule, RuleKind
from foedus.record.view import View


@dataclass(frozen=True, slots=True)
class Vote:
    """A state's part in an organ's decisions under one rule.

    Attributes:
        organ: id of the organ; None for a right that needs no organ.
        name: the organ's name.
        rule: id of the rule.
        kind: the field's name for the rule.
        matters: the matters that it decides.
        votes: whether the state has a vote.
        apart: why not, where it has none.
        blocks: whether its objection alone stops a decision; unknown where the rule is not fully known.
        how: the stances by which it does.
        not_own: whether it has no vote where the decision is about itself.
        provisions: ids of the provisions that set the rule.
        sources: ids of the sources.
    """

    organ: str | None
    name: str
    rule: str
    kind: RuleKind
    matters: tuple[str, ...]
    votes: bool
    apart: str | None
    blocks: Literal["yes", "no", "unknown"]
    how: tuple[str, ...]
    not_own: bool
    provisions: tuple[str, ...]
    sources: tuple[str, ...]


def votes(view: View, state: str) -> Iterator[Vote]:
    """Yield a state's part in decisions: each rule of the day, in each organ that it governs.

    >>> from foedus.record.view import organisation
    >>> found = votes(organisation("csto").on("2022-01-06"), "KGZ")
    >>> [one.blocks for one in found if one.rule == "dr-use-of-force"]
    ['yes']
    """
    names = {organ.id: organ.name for organ in view.organs}
    for rule in view.rules:
        for organ in [name for name in rule.organs if name in names] if rule.organs else [None]:
            yield _vote(view, rule, organ, names.get(organ or "", ""), state)


def _vote(view: View, rule: DecisionRule, organ: str | None, name: str, state: str) -> Vote:
    found = electorate(view, rule)
    entitled = state in found.voters
    blocks, how = _blocks(view, rule, found.voters, state) if entitled else ("no", ())
    return Vote(
        organ=organ,
        name=name,
        rule=rule.id,
        kind=rule.kind,
        matters=rule.matters,
        votes=entitled,
        apart=None if entitled else dict(found.apart).get(state, "the rule gives it no vote"),
        blocks=blocks,
        how=how,
        not_own=entitled and "state_concerned" in rule.voters.without,
        provisions=rule.provisions,
        sources=rule.sources,
    )


def _blocks(
    view: View, rule: DecisionRule, voters: tuple[str, ...], state: str
) -> tuple[Literal["yes", "no", "unknown"], tuple[str, ...]]:
    """Whether a voter alone can stop a decision, and how."""
    compiled = view.kept(("votes", rule.id), lambda: ballot_of(view, rule, voters))
    stopping = view.kept(("blockers", rule.id), lambda: blockers(view, rule, voters))
    found = next((one for one in stopping if one.state == state), None)
    if found is not None:
        return "yes", tuple(found.how)
    _, adopted = compiled.outcome(compiled.poll(("supports",) * len(voters)))
    return ("unknown" if adopted is None else "no"), ()
