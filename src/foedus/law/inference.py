"""Inference: what the outcome of a vote says of stances that are not known, and what another rule makes of that.

A vote that was adopted under a rule tells something of those whose stance is not on record: under consensus, that
none of them objected. Each stance of each such voter is tried alone, the other unknown ones left open; one that
contradicts the outcome is struck out. What is left is never too little: a stance that was really taken is never
struck out, as long as the rule was the one by which the outcome came about.
"""

from __future__ import annotations

from collections.abc import Mapping

from foedus.law.ballot import Ballot
from foedus.law.conditions import KNOWN, Bar, Combined, Given, Node, Objections, Verdict
from foedus.law.tally import decide
from foedus.record.cases import Stance

Open = Mapping[str, frozenset[Given]]
"""For each voter the stances that it may have taken."""

ANY: frozenset[Given] = frozenset(KNOWN)
"""What a voter may have done of whom nothing is known."""


def left_open(
    ballots: Mapping[str, Ballot], first: str, stances: Mapping[str, Stance], adopted: Verdict
) -> dict[str, frozenset[Given]]:
    """The stances that each voter may have taken, given what came of the vote.

    Args:
        ballots: the rules of the vote, compiled, by id.
        first: the rule to begin with.
        stances: what each voter did, ``unknown`` where that is not known; one that is not in it was silent.
        adopted: what came of it; None: that is not known either.

    Returns:
        for each voter at least one stance.

    >>> from foedus.law.deciding import ballot_of, rule_by_id
    >>> from foedus.record.view import organisation
    >>> view = organisation("csto").on("2022-01-06")
    >>> rule = rule_by_id(view, "dr-consensus")
    >>> vote = {rule.id: ballot_of(view, rule, ("ARM", "RUS"))}
    >>> known = {"ARM": "unknown", "RUS": "supports"}
    >>> "objects" in left_open(vote, rule.id, known, adopted=True)["ARM"]
    False
    """
    voters = dict.fromkeys(state for one in ballots.values() for state in one.voters)
    made: dict[str, frozenset[Given]] = {}
    for state in voters:
        stance: Given = stances.get(state)
        if stance != "unknown":
            made[state] = frozenset({stance})
            continue
        told = (one for one in KNOWN if _fits(ballots, first, stances, state, one, adopted))
        # Nothing fits where the outcome did not come about by this rule; then it tells nothing.
        made[state] = frozenset(told) or ANY
    return made


def _fits(
    ballots: Mapping[str, Ballot],
    first: str,
    stances: Mapping[str, Stance],
    state: str,
    stance: Given,
    adopted: Verdict,
) -> bool:
    if adopted is None:
        return True
    tried = {code: said for code, said in stances.items() if code != state}
    if stance is not None:
        tried[state] = stance
    return decide(tried, ballots, first).adopted in (None, adopted)


def outcome_of(ballots: Mapping[str, Ballot], first: str, known: Open) -> Verdict:
    """Whether a proposal is adopted, where each voter may have taken any of several stances.

    Args:
        ballots: the rules, compiled, by id.
        first: the rule to begin with; one that it falls back on applies when it did not lead to adoption.
        known: the stances that each voter may have taken; a voter that is not in it may have taken any.

    Returns:
        true or false only where that is so whichever of them each voter took.
    """
    name: str | None = first
    seen: set[str] = set()
    adopted: Verdict = None
    while name is not None and name not in seen:
        seen.add(name)
        one = ballots[name]
        quorum, adopted = _of_ballot(one, [known.get(state, ANY) for state in one.voters])
        fallback = one.rule.fallback
        failed = quorum if fallback and fallback.when == "quorum_missing" else adopted
        name = fallback.rule if fallback and failed is False and fallback.rule in ballots else None
    return adopted


def _of_ballot(ballot: Ballot, row: list[frozenset[Given]]) -> tuple[Verdict, Verdict]:
    met = True if ballot.quorum is None else _value(ballot.quorum, ballot, row)
    if met is False:
        return False, False
    held = _value(ballot.condition, ballot, row)
    return met, held if met or held is False else None


def _value(node: Node, ballot: Ballot, row: list[frozenset[Given]]) -> Verdict:
    if isinstance(node, Combined):
        answers = [_value(part, ballot, row) for part in node.parts]
        if node.kind == "all_of":
            return False if False in answers else None if None in answers else True
        some = True if True in answers else None if None in answers else False
        return some if node.kind == "any_of" or some is None else not some
    if isinstance(node, Objections):
        places = range(len(row)) if node.places is None else node.places
        if any(row[place] <= node.against for place in places):
            return False
        return None if any(row[place] & node.against for place in places) else True
    return _reached(node, ballot, row) if isinstance(node, Bar) else node.answer


def _reached(bar: Bar, ballot: Ballot, row: list[frozenset[Given]]) -> Verdict:
    sizes = ballot.sizes[bar.threshold.measure]
    if sizes is None:
        return None
    low = high = least = most = 0
    for size, allowed in zip(sizes, row, strict=True):
        spread = [bar.spread[stance] for stance in allowed]
        low += size * min(one[0] for one in spread)
        high += size * max(one[1] for one in spread)
        least += size * min(one[2] for one in spread)
        most += size * max(one[3] for one in spread)
    if high < bar.needed or most == 0:
        return False
    return True if low >= bar.needed and least > 0 else None
