"""Blocking: who can stop a decision that all others support, alone or together.

Adoption fails where certain conditions fail, or hold below a ``none_of``. Written out as alternatives, each
is a handful of sums that a blocking coalition must reach; the smallest coalition is then a covering problem
(the fewest voters whose best stances reach every sum), solved exactly by branch and bound. With one sum the
bound is tight, and the answer comes at once for any number of voters; with two (a double majority) it is
exact in practice for a few hundred. A search that grows past its limit says so instead of guessing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate, product
from math import prod
from operator import le, mul, sub
from typing import TypeAlias

from foedus.law.ballot import Ballot
from foedus.law.conditions import KNOWN, Combined, Given, Node, Objections, Settled
from foedus.record.cases import Stance

WAYS: tuple[Stance, ...] = ("objects", "abstains", "abstains_declared", "absent")
"""What a voter can do to stop a decision; silence is no act."""

LIMIT = 200_000
"""How many partial coalitions are looked at before the search gives up."""


@dataclass(frozen=True, slots=True)
class Blocker:
    """A voter that stops a decision.

    Attributes:
        state: its code.
        how: the stances by which it does.
    """

    state: str
    how: tuple[Stance, ...]


@dataclass(frozen=True, slots=True)
class Blocking:
    """The smallest coalition that can stop a decision that all others support.

    Attributes:
        size: how many voters it takes; 0 when not even all together can adopt; None when no coalition can
            stop it for certain, or when the answer was not found.
        coalition: one such coalition, and what each of its members does.
        why: the answer in words.
    """

    size: int | None
    coalition: tuple[Blocker, ...]
    why: str


def can_block(ballot: Ballot) -> tuple[Blocker, ...]:
    """Find the voters who alone can stop a decision that all others support.

    Args:
        ballot: the rule, compiled.

    Returns:
        each with the stances that stop it for certain, in the voters' order; nobody where the decision
        would fail even if all supported it.
    """
    supporting: Given = "supports"
    support = (supporting,) * len(ballot.voters)
    if _fails(ballot, support):
        return ()
    ways: dict[tuple[int, ...], tuple[Stance, ...]] = {}
    found = []
    for place, kind in enumerate(_kinds(ballot)):
        if kind not in ways:
            before, after = support[:place], support[place + 1 :]
            ways[kind] = tuple(way for way in WAYS if _fails(ballot, (*before, way, *after)))
        if ways[kind]:
            found.append(Blocker(ballot.voters[place], ways[kind]))
    return tuple(found)


def _fails(ballot: Ballot, row: tuple[Given, ...]) -> bool:
    return ballot.outcome(ballot.poll(row))[1] is False


def blocking_number(ballot: Ballot) -> int | None:
    """Size of the smallest coalition that can stop a decision; see :func:`blocking` for who and why.

    Args:
        ballot: the rule, compiled.
    """
    return blocking(ballot).size


def blocking(ballot: Ballot, limit: int = LIMIT) -> Blocking:
    """Find a smallest coalition that can stop a decision that all others support.

    Args:
        ballot: the rule, compiled.
        limit: how many partial coalitions are looked at before giving up.
    """
    best: _Coalition | None = None
    search = _Search(limit)
    for goals in _alternatives(ballot):
        most = len(ballot.voters) if best is None else len(best) - 1
        found = search.smallest(_options(goals, len(ballot.voters)), _deficits(goals), most)
        best = best if found is None else found
    coalition = tuple(Blocker(ballot.voters[place], (way,)) for place, way in sorted(best or ()))
    names = ", ".join(one.state for one in coalition)
    if search.left < 0:
        known = f"; {len(coalition)} can: {names}" if coalition else ""
        return Blocking(None, coalition, f"the smallest was not found among {limit:,} coalitions{known}")
    if best is None:
        return Blocking(None, (), "no coalition can stop it for certain")
    if not best:
        return Blocking(0, (), "it fails even when all support it")
    return Blocking(len(best), coalition, f"{len(best)} of {len(ballot.voters)} can stop it, such as {names}")


def _kinds(ballot: Ballot) -> Iterator[tuple[int, ...]]:
    """What makes voters equal: their figures, and whether they hold a veto."""
    vetoes = frozenset(ballot.veto_holders)
    sizes = [one for one in ballot.sizes.values() if one is not None]
    return zip(*sizes, (int(state in vetoes) for state in ballot.voters), strict=True)


@dataclass(frozen=True, slots=True)
class _Goal:
    """A sum that a coalition must reach: for each stance what a voter of a size adds.

    Attributes:
        adds: for each stance what one unit adds.
        sizes: each voter's size.
        needed: what is enough.
    """

    adds: Mapping[Given, int]
    sizes: tuple[int, ...]
    needed: int


_Goals: TypeAlias = tuple[_Goal, ...]
_Options: TypeAlias = tuple[tuple[tuple[int, ...], Stance], ...]
_Coalition: TypeAlias = list[tuple[int, Stance]]


def _alternatives(ballot: Ballot) -> list[_Goals]:
    """The ways in which adoption fails, each a set of sums that must all be reached."""
    ways = _leading_to(ballot, ballot.condition, False)
    return ways if ballot.quorum is None else [*_leading_to(ballot, ballot.quorum, False), *ways]


def _leading_to(ballot: Ballot, node: Node, wanted: bool) -> list[_Goals]:
    """The ways in which a condition certainly comes out as wanted."""
    if isinstance(node, Settled):
        return [()] if node.answer is wanted else []
    if isinstance(node, Combined):
        inner = wanted is not (node.kind == "none_of")
        parts = [_leading_to(ballot, part, inner) for part in node.parts]
        if inner is (node.kind == "all_of"):
            return [tuple(goal for goals in chosen for goal in goals) for chosen in product(*parts)]
        return [goals for part in parts for goals in part]
    if isinstance(node, Objections):
        group = range(len(ballot.voters)) if node.places is None else node.places
        sizes = tuple(int(place in group) for place in range(len(ballot.voters)))
        objecting = {stance: int(stance in node.against) for stance in KNOWN}
        return [(_negative(objecting, sizes, 0),) if wanted else (_Goal(objecting, sizes, 1),)]
    figures = ballot.sizes[node.threshold.measure]
    if figures is None:
        return []
    based = {stance: int(stance in node.based) for stance in KNOWN}
    if wanted:
        return [(_Goal(node.score, figures, node.needed), _Goal(based, figures, 1))]
    return [(_negative(node.score, figures, 1 - node.needed),), (_negative(based, figures, 0),)]


def _negative(adds: Mapping[Given, int], sizes: tuple[int, ...], needed: int) -> _Goal:
    return _Goal({stance: -one for stance, one in adds.items()}, sizes, needed)


def _deficits(goals: _Goals) -> tuple[int, ...]:
    """What each sum lacks while all support."""
    return tuple(goal.needed - goal.adds["supports"] * sum(goal.sizes) for goal in goals)


def _options(goals: _Goals, voters: int) -> list[_Options]:
    """For each voter what its ways of not supporting add to the sums, without those that are never better."""
    found = []
    for place in range(voters):
        gains: dict[tuple[int, ...], Stance] = {}
        for way in WAYS:
            gain = tuple((goal.adds[way] - goal.adds["supports"]) * goal.sizes[place] for goal in goals)
            gains.setdefault(gain, way)
        found.append(tuple((gain, way) for gain, way in gains.items() if not _outdone(gain, gains)))
    return found


def _outdone(gain: tuple[int, ...], gains: Mapping[tuple[int, ...], Stance]) -> bool:
    return any(gain != other and all(map(le, gain, other)) for other in gains)


class _Search:
    """Branch and bound for the fewest voters that reach every sum.

    Attributes:
        left: how many more partial coalitions may be looked at; below 0 once it gave up.
    """

    def __init__(self, limit: int) -> None:
        self.left = limit

    def smallest(self, options: list[_Options], deficits: tuple[int, ...], most: int) -> _Coalition | None:
        """A smallest coalition of at most so many voters; None when there is none, or it gave up."""
        scale = [
            prod(max(1, other) for other in (*deficits[:goal], *deficits[goal + 1 :]))
            for goal in range(len(deficits))
        ]
        self.options = options
        best = [tuple(max(0, *parts) for parts in zip(*(gain for gain, _ in one), strict=True)) for one in options]
        self.order = sorted(
            range(len(options)), key=lambda place: (-sum(map(mul, best[place], scale)), options[place])
        )
        self.tops = [
            self._tops([best[place] for place in self.order[start:]]) for start in range(len(options) + 1)
        ]
        for size in range(most + 1):
            found = self._extend(0, size, deficits, [])
            if found is not None:
                return found
        return None

    @staticmethod
    def _tops(best: list[tuple[int, ...]]) -> list[list[int]]:
        """For each sum the most that 0, 1, 2, ... voters can add."""
        return [list(accumulate(sorted(column, reverse=True), initial=0)) for column in zip(*best, strict=True)]

    def _extend(self, start: int, more: int, deficits: tuple[int, ...], chosen: _Coalition) -> _Coalition | None:
        if more == 0:
            return chosen if all(lacking <= 0 for lacking in deficits) else None
        for at in range(start, len(self.order) - more + 1):
            if any(top[more] < lacking for top, lacking in zip(self.tops[at], deficits, strict=True)):
                return None
            options = self.options[self.order[at]]
            if at > start and options == self.options[self.order[at - 1]]:
                continue
            for gain, way in options:
                self.left -= 1
                if self.left < 0:
                    return None
                lacking = tuple(map(sub, deficits, gain))
                found = self._extend(at + 1, more - 1, lacking, [*chosen, (self.order[at], way)])
                if found is not None:
                    return found
        return None
