"""Conditions: the parts of a decision rule, compiled, and the three answers that they give.

Every threshold is a sum of whole numbers: a share ``n/d`` of a base is reached when ``d * sum - n * base >= 0``,
so each stance adds a fixed score for each head, vote or person behind it, and no fraction is ever rounded.

A stance that is not known may turn out to be any. A threshold is therefore kept as the interval between the
least and the greatest score that is still possible, and conditions are combined in the strong three-valued
logic of Kleene (1952): true or false only where no completion says otherwise. The answer is never wrong;
where one unknown stance bears on several conditions, it can be "cannot be told" although the conditions
taken together would settle it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from foedus.record.cases import Stance
from foedus.record.rules import Measure, Threshold

Given: TypeAlias = Stance | None
"""What a voter did; None: it is not known to have said anything, it is silent."""

Verdict: TypeAlias = bool | None
"""True, false, or None: it cannot be told."""

Kind: TypeAlias = Literal["all_of", "any_of", "none_of"]
"""How conditions are taken together."""

KNOWN: tuple[Given, ...] = (*(stance for stance in get_args(Stance) if stance != "unknown"), None)
"""What a voter whose stance is not known may have done: anything."""


@dataclass(frozen=True, slots=True, eq=False)
class Poll:
    """What the voters did, summed up.

    Attributes:
        row: what each voter did, in the order of the ballot's voters.
        sums: for each measure the sum behind each stance; None where a figure is missing.
    """

    row: tuple[Given, ...]
    sums: Mapping[Measure, Mapping[Given, int] | None]


@dataclass(frozen=True, slots=True, eq=False)
class Bar:
    """A threshold compiled.

    Attributes:
        threshold: as the rule states it.
        strict: whether it must be passed, not only reached.
        counted: the stances that are added up.
        based: the stances that belong to the base; all, where the base is not a share of something.
        score: what each known stance adds to the score for one unit of the measure.
        needed: the score that is enough.
        spread: for each stance the least and greatest score, then the least and greatest part of the base.
    """

    threshold: Threshold
    strict: bool
    counted: frozenset[Given]
    based: frozenset[Given]
    score: Mapping[Given, int]
    needed: int
    spread: Mapping[Given, tuple[int, int, int, int]]

    def value(self, poll: Poll) -> Verdict:
        """Tell whether the threshold is reached; a share of nothing is not."""
        sums = poll.sums[self.threshold.measure]
        if sums is None:
            return None
        low = high = least = most = 0
        spread = self.spread
        for stance, size in sums.items():
            one = spread[stance]
            low += size * one[0]
            high += size * one[1]
            least += size * one[2]
            most += size * one[3]
        if high < self.needed or most == 0:
            return False
        return True if low >= self.needed and least > 0 else None


@dataclass(frozen=True, slots=True, eq=False)
class Objections:
    """The condition that nobody objects.

    Attributes:
        places: places of the veto holders among the voters; None: every voter's objection counts.
        against: the stances that count as an objection.
    """

    places: tuple[int, ...] | None
    against: frozenset[Given]

    def value(self, poll: Poll) -> Verdict:
        """Tell whether nobody in the group objects."""
        seen = poll.sums["heads"] or {} if self.places is None else {poll.row[place] for place in self.places}
        if not self.against.isdisjoint(seen):
            return False
        return None if "unknown" in seen else True


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """A condition whose answer no stance changes: ``always``, one that is not known, or no voters at all."""

    answer: Verdict
    why: str

    def value(self, poll: Poll) -> Verdict:
        """The answer."""
        return self.answer


@dataclass(frozen=True, slots=True, eq=False)
class Combined:
    """Conditions taken together."""

    kind: Kind
    parts: tuple[Node, ...]

    def value(self, poll: Poll) -> Verdict:
        """Combine the parts' answers."""
        answers = [part.value(poll) for part in self.parts]
        if self.kind == "all_of":
            return False if False in answers else None if None in answers else True
        some = True if True in answers else None if None in answers else False
        return some if self.kind == "any_of" or some is None else not some

    def decisive(self, poll: Poll) -> Iterator[Node]:
        """The parts to which the combination's answer is due."""
        answer = self.value(poll)
        wanted = not answer if self.kind == "none_of" and answer is not None else answer
        return (part for part in self.parts if part.value(poll) is wanted)


Leaf: TypeAlias = Bar | Objections | Settled
Node: TypeAlias = Leaf | Combined


def decisive(node: Node, poll: Poll, positive: bool = True) -> Iterator[tuple[Leaf, bool]]:
    """Walk the conditions to which an answer is due.

    Args:
        node: the condition.
        poll: what the voters did.
        positive: False below a ``none_of``: the condition must fail.

    Yields:
        each with whether it had to hold.
    """
    if isinstance(node, Combined):
        for part in node.decisive(poll):
            yield from decisive(part, poll, positive is not (node.kind == "none_of"))
    else:
        yield node, positive
