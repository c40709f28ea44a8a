"""Wording: what a condition of a decision rule came to, in words."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, floor

from foedus.law.ballot import Ballot, parse_share
from foedus.law.conditions import Bar, Given, Leaf, Objections, Poll, Settled
from foedus.record.rules import Base, Measure

_FIGURES: Mapping[Measure, str] = {"heads": "heads", "weight": "votes", "population": "population"}
_UNITS: Mapping[Measure, str] = {"heads": "", "weight": "votes ", "population": "people "}
_WHOLE: Mapping[tuple[Measure, Base], str] = {
    ("heads", "members"): "entitled to vote",
    ("heads", "present"): "present",
    ("heads", "cast"): "votes cast",
    ("weight", "members"): "votes",
    ("weight", "present"): "votes present",
    ("weight", "cast"): "votes cast",
    ("population", "members"): "people",
    ("population", "present"): "people of those present",
    ("population", "cast"): "people of those that took a side",
}
_EMPTY: Mapping[Base, str] = {
    "members": "nothing can be counted",
    "present": "nobody is present",
    "cast": "nobody took a side",
}
_COUNTED: Mapping[str, str] = {
    "for": "for",
    "against": "against",
    "abstains": "abstaining",
    "abstains_declared": "abstaining with a declaration",
    "present": "present",
}


def spoken(ballot: Ballot, leaf: Leaf, poll: Poll, positive: bool) -> str:
    """Say what one condition came to.

    Args:
        ballot: the rule, compiled.
        leaf: the condition.
        poll: what the voters did.
        positive: whether the condition had to hold for adoption, or had to fail.
    """
    if isinstance(leaf, Settled):
        return leaf.why
    if isinstance(leaf, Objections):
        return _objections(ballot, leaf, poll)
    measure = leaf.threshold.measure
    sums = poll.sums[measure]
    if sums is None:
        return f"not known: {_FIGURES[measure]} of {', '.join(ballot.missing[measure])}"
    return _threshold(leaf, sums, positive)


def _objections(ballot: Ballot, leaf: Objections, poll: Poll) -> str:
    all_vote = leaf.places is None
    voters = range(len(poll.row)) if leaf.places is None else leaf.places
    objecting = sum(poll.row[place] in leaf.against for place in voters)
    unknown = sum(poll.row[place] == "unknown" for place in voters)
    whole = f"of {len(voters)} {'entitled to vote' if all_vote else 'veto holders'}"
    if objecting:
        return f"{objecting} {whole} {'objects' if objecting == 1 else 'object'}"
    if unknown:
        return f"whether {unknown} {whole} {'objects' if unknown == 1 else 'object'} is not known"
    return "nobody entitled to vote objects" if all_vote else "no veto holder objects"


def _threshold(leaf: Bar, sums: Mapping[Given, int], positive: bool) -> str:
    asked = leaf.threshold
    counted = sum(size for stance, size in sums.items() if stance in leaf.counted)
    unknown = sums.get("unknown", 0)
    least = sum(size for stance, size in sums.items() if stance in leaf.based)
    most = least + unknown
    if most == 0:
        return _EMPTY[asked.of]
    known = f"{counted:,} {_COUNTED[asked.counting]}" + (f" and {unknown:,} not known" if unknown else "")
    verb = "needed" if positive else "suffice to block"
    more = "more than " if leaf.strict else ""
    if asked.share is None:
        return f"{more}{asked.count:,} of {most:,} {_UNITS[asked.measure]}{verb}, {known}"
    whole = _WHOLE[asked.measure, asked.of]
    if unknown and leaf.spread["unknown"][2] == 0:
        return f"{more}{asked.share} of {least:,} to {most:,} {whole} {verb}, {known}"
    return f"{more}{asked.share} of {most:,} {whole} {verb} ({_enough(leaf, asked.share, most):,}), {known}"


def _enough(leaf: Bar, share: str, whole: int) -> int:
    """The smallest whole number that reaches, or passes, a share of a whole."""
    exact = parse_share(share) * whole
    return floor(exact) + 1 if leaf.strict else ceil(exact)
