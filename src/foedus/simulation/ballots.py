"""Ballots of the engine lowered to postfix programs: decision rules of the whole algebra in whole numbers.

The program is made from the engine's own compiled ballot (:mod:`foedus.law.ballot`), so scores, thresholds,
vetoes and what counts as present are the engine's. :func:`foedus.simulation.counting.verdict` runs it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from foedus.law.conditions import Bar, Combined, Given, Node, Objections, Settled, Verdict
from foedus.law.deciding import ballot_of, chain, electorate
from foedus.law.tally import Ballot
from foedus.record.rules import DecisionRule, Measure
from foedus.record.view import View
from foedus.simulation import layout as at

TAKEN: tuple[Given, ...] = ("supports", "abstains", "objects", "absent", None)
"""Stances that members of a world take, in the order of :data:`foedus.simulation.layout.STANCES`; None is
silence."""

_MEASURES = ("heads", "weight", "population")
_UNEVEN: tuple[Measure, ...] = ("weight", "population")
_KINDS = ("all_of", "any_of", "none_of")


class CannotCompile(ValueError):
    """Says what of an organisation cannot be played as worlds."""


def lowered(view: View, rule: DecisionRule, places: Mapping[str, int]) -> list[int]:
    """The program of a rule and of those that it falls back on.

    Args:
        view: the organisation on the day.
        rule: the rule to begin with.
        places: place of each state of the world.

    Raises:
        CannotCompile: when a rule falls back on one that others vote under.
    """
    ballots: list[Ballot] = []
    rules = chain(view, rule)
    first = electorate(view, rule).voters
    for one in rules:
        voters = electorate(view, one).voters
        if set(voters) != set(first):
            raise CannotCompile(f"{rule.id} falls back on {one.id}, under which other states vote")
        ballots.append(ballot_of(view, one, voters))
    return program(ballots, places, view.population)


def program(ballots: Sequence[Ballot], places: Mapping[str, int], people: Mapping[str, int]) -> list[int]:
    """The program of ballots, each of which falls back on the next.

    Args:
        ballots: rules compiled for all who may ever vote.
        places: place of each state of the world.
        people: people of each state, for rules that count people.
    """
    uneven = any(one.missing or _named(one.condition) or (one.quorum and _named(one.quorum)) for one in ballots)
    made = [value for one in ballots for value in _link(one, places, people, uneven)]
    return [len(ballots), *made]


def _named(node: Node) -> bool:
    """Whether a condition is about some voters more than about others."""
    if isinstance(node, Combined):
        return any(map(_named, node.parts))
    return isinstance(node, Objections) and node.places is not None


def _link(ballot: Ballot, places: Mapping[str, int], people: Mapping[str, int], uneven: bool) -> list[int]:
    rule = ballot.rule
    quorum = _postfix(ballot.quorum, ballot, places) if ballot.quorum is not None else []
    condition = _postfix(ballot.condition, ballot, places)
    when = 0 if rule.fallback is None else 2 if rule.fallback.when == "quorum_missing" else 1
    unlisted = rule.voters.who in ("not_listed", "seats")
    empty = -1 if rule.adopted_when.always else at.UNTOLD if unlisted else at.FALSE
    lacking = [sum(1 << places[code] for code in ballot.missing.get(one, ())) for one in _UNEVEN]
    sizes: list[int] = []
    for measure in _UNEVEN:
        figures = ballot.sizes.get(measure)
        known = dict(zip(ballot.voters, figures, strict=True)) if figures is not None else {}
        if figures is None and measure in ballot.missing:
            known = dict(people) if measure == "population" else {each.state: each.votes for each in rule.weights}
        sizes += [known.get(code, 0) for code in _by_place(places)]
    return [when, empty, len(quorum), len(condition), *lacking, int(uneven), *sizes, *quorum, *condition]


def _by_place(places: Mapping[str, int]) -> Sequence[str]:
    return sorted(places, key=places.__getitem__)


def _postfix(node: Node, ballot: Ballot, places: Mapping[str, int]) -> list[int]:
    if isinstance(node, Combined):
        inner = [op for part in node.parts for op in _postfix(part, ballot, places)]
        return [*inner, at.OP_COMBINED, _KINDS.index(node.kind), len(node.parts)]
    if isinstance(node, Objections):
        who = -1
        if node.places is not None:
            who = sum(1 << places[ballot.voters[place]] for place in node.places)
        return [at.OP_OBJECTIONS, who, sum(1 << n for n, stance in enumerate(TAKEN) if stance in node.against)]
    if isinstance(node, Settled):
        return [at.OP_SETTLED, _answer(node.answer)]
    return _threshold(node)


def _threshold(bar: Bar) -> list[int]:
    measure = _MEASURES.index(bar.threshold.measure)
    base = [int(stance in bar.based) for stance in TAKEN]
    return [at.OP_BAR, measure, bar.needed, *(bar.score[stance] for stance in TAKEN), *base]


def _answer(answer: Verdict) -> int:
    return at.UNTOLD if answer is None else at.TRUE if answer else at.FALSE
