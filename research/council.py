"""Voting power in the Security Council: every vote of yes and no counted by the project's own tally.

Elected members are alike under the rule, so that votes which differ only in which of them said yes are counted
once and weighted by how many there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import comb, factorial

from foedus.law.ballot import Ballot
from foedus.law.deciding import ballot_of, electorate, rule_for
from foedus.law.tally import tally
from foedus.record.cases import Stance
from foedus.record.view import organisation

Votes = tuple[frozenset[str], int]
"""A vote: the permanent members that say yes, and how many elected members do."""


@dataclass(frozen=True, slots=True)
class Power:
    """The power of one permanent and one elected member, exactly.

    Attributes:
        seats: members of the Council.
        shapley: index of Shapley and Shubik, (permanent, elected).
        banzhaf: index of Banzhaf, normalised, (permanent, elected).
        swings: votes in which the member decides, (permanent, elected).
        to_act: Coleman's power of the Council to act: share of votes of yes and no that adopt.
    """

    seats: int
    shapley: tuple[Fraction, Fraction]
    banzhaf: tuple[Fraction, Fraction]
    swings: tuple[int, int]
    to_act: Fraction


def power(day: str) -> Power:
    """Work out the power of members on a day, where everybody votes yes or no.

    Sources: Shapley and Shubik (1954), American Political Science Review 48: 787-792; Banzhaf (1965), Rutgers Law
    Review 19: 317-343; Coleman (1971), in Lieberman (ed.), Social Choice: 269-300.

    Args:
        day: for its members and its rule.
    """
    view = organisation("un-sc").on(day)
    rule = rule_for(view, "security-council", "chapter_vii")
    assert rule is not None
    made = ballot_of(view, rule, electorate(view, rule).voters)
    adopting = adopted(made)
    permanent, elected = made.veto_holders, len(made.voters) - len(made.veto_holders)
    found = {_permanent(adopting, one, elected) for one in permanent}
    (index, swings), alike = found.pop(), not found
    assert alike, "permanent members are alike under the rule"
    other_index, other_swings = _elected(adopting, elected, len(made.voters))
    whole = len(permanent) * swings + elected * other_swings
    return Power(
        seats=len(made.voters),
        shapley=(index, other_index),
        banzhaf=(Fraction(swings, whole), Fraction(other_swings, whole)),
        swings=(swings, other_swings),
        to_act=Fraction(sum(comb(elected, some) for _, some in adopting), 2 ** len(made.voters)),
    )


def adopted(made: Ballot) -> set[Votes]:
    """List the votes that adopt, as the tally counts them."""
    elected = [one for one in made.voters if one not in made.veto_holders]
    return {
        (frozenset(yes), some)
        for size in range(len(made.veto_holders) + 1)
        for yes in combinations(made.veto_holders, size)
        for some in range(len(elected) + 1)
        if tally(stances(made.voters, {*yes, *elected[:some]}), made).adopted
    }


def stances(voters: tuple[str, ...], yes: set[str]) -> dict[str, Stance]:
    """Let those named say yes and all others no."""
    return {one: "supports" if one in yes else "objects" for one in voters}


def _permanent(adopting: set[Votes], who: str, elected: int) -> tuple[Fraction, int]:
    """Shapley-Shubik index and swings of one permanent member."""
    seats = elected + max(len(yes) for yes, _ in adopting)
    index, swings = Fraction(0), 0
    for yes, some in adopting:
        if who in yes and (yes - {who}, some) not in adopting:
            times = comb(elected, some)
            swings += times
            index += times * _weight(len(yes) + some, seats)
    return index, swings


def _elected(adopting: set[Votes], elected: int, seats: int) -> tuple[Fraction, int]:
    """Shapley-Shubik index and swings of one elected member."""
    index, swings = Fraction(0), 0
    for yes, some in adopting:
        if some and (yes, some - 1) not in adopting:
            times = comb(elected - 1, some - 1)
            swings += times
            index += times * _weight(len(yes) + some, seats)
    return index, swings


def _weight(size: int, seats: int) -> Fraction:
    """Share of the orders of all members in which the last of so many comes exactly there."""
    return Fraction(factorial(size - 1) * factorial(seats - size), factorial(seats))
