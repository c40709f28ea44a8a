"""The draws of a world in plain Python: what the kernel reads from its table, read again without numba.

Only numbers come from here: indices, thresholds, days. What the law says of them is the engine's to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from foedus.simulation import layout as at
from foedus.simulation.randomness import Purpose, Words, draw


@dataclass(slots=True)
class Numbers:
    """One world's numbers: the compiled table, the draws at this world's addresses, beliefs and statuses.

    Attributes:
        table: the compiled table.
        seed: the study's seed.
        world: number of the world.
        beliefs: belief of each state, and last that of those outside, from 0 to 65,536.
        statuses: of each state.
        leaves: day on which each leaves.
    """

    table: Sequence[int]
    seed: int
    world: int
    beliefs: list[int] = field(init=False)
    statuses: list[int] = field(init=False)
    leaves: list[int] = field(init=False)

    def __post_init__(self) -> None:
        """Begin as every world begins."""
        count = self.table[at.MEMBERS]
        self.beliefs = [self.member(m, at.MEMBER_BELIEF) for m in range(count + 1)]
        self.statuses = [self.member(m, at.MEMBER_STATUS) for m in range(count)]
        self.leaves = [at.NEVER] * count

    def draw(self, purpose: Purpose, number: int, slot: int = 0) -> Words:
        """The four words at an address of this world."""
        return draw(self.seed, self.world, purpose, number, slot)

    def member(self, m: int, what: int) -> int:
        """A figure of a state."""
        return self.table[self.table[at.O_MEMBERS] + m * at.MEMBER + what]

    def cell(self, cell: int, what: int) -> int:
        """A figure of a sort of crisis."""
        return self.table[self.table[at.O_CELLS] + cell * at.CELL + what]

    def kind(self, kind: int, what: int) -> int:
        """A figure of a kind of crisis."""
        return self.table[self.table[at.O_KINDS] + kind * at.KIND + what]

    def measure(self, measure: int, what: int) -> int:
        """A figure of a measure."""
        return self.table[self.table[at.O_MEASURES] + measure * at.MEASURE + what]

    def year(self, year: int, what: int) -> int:
        """A figure of a turn of a year."""
        return self.table[self.table[at.O_YEARS] + year * at.YEAR + what]

    def hazard(self, which: int) -> int:
        """Index of a yearly step."""
        return self.table[self.table[at.O_HAZARDS] + which]

    def chance(self, index: int) -> int:
        """The threshold of an index of log-odds."""
        return self.table[self.table[at.O_LOGISTIC] + min(max(index + 512, 0), 1024)]

    def quantile(self, place: int, word: int) -> int:
        """A value from a quantile table."""
        j = word >> 27
        low = self.table[place + j]
        return low + (((self.table[place + j + 1] - low) * (word & 0x7FFFFFF)) >> 27)

    def delay(self, which: int, word: int) -> int:
        """Days from a table of delays."""
        return self.quantile(self.table[at.O_DELAYS] + which * 33, word)

    def need(self, kind: int, word: int) -> int:
        """People needed."""
        return self.quantile(self.table[at.O_KINDS] + kind * at.KIND + at.KIND_FRONT, word)

    def first_above(self, place: int, word: int) -> int:
        """Which of the cumulative thresholds from a place on is the first above a draw."""
        n = 0
        while word >= self.table[place + n]:
            n += 1
        return n

    def indices(self, cell: int, measure: int, shock: int) -> list[int]:
        """Each state's index of support in a crisis, before the leading power has spoken."""
        table, count = self.table, self.table[at.MEMBERS]
        target = self.cell(cell, at.CELL_TARGET)
        common = self.kind(self.cell(cell, at.CELL_KIND), at.KIND_STANCE) - self.measure(measure, at.MEASURE_COST)
        common += (table[table[at.O_SHOCKS] + (shock >> 24)] * table[at.SHOCK]) >> 16
        ties = table[at.O_TIES] + self.cell(cell, at.CELL_INITIATOR) * count
        return [
            common
            + table[table[at.O_AFFINITY] + m * count + target]
            - table[ties + m]
            + ((table[at.BELIEF_STANCE] * self.beliefs[m]) >> 16)
            for m in range(count)
        ]

    def stances(
        self,
        indices: list[int],
        voters: Sequence[int],
        target: int,
        purpose: Purpose,
        number: int,
        shift: int,
        silent: bool,
    ) -> dict[int, int]:
        """What each voter does; the indices are moved by what the leading power says."""
        said = self._said(indices, voters, target, purpose, number, shift, silent)
        found = {}
        for m in sorted(voters):
            if m != self.table[at.LEADER]:
                indices[m] += said
            if m == target:
                found[m] = at.SUPPORTS
            elif self.statuses[m] != at.MEMBER_NOW:
                found[m] = at.ABSENT
            else:
                found[m] = self._stand(indices[m], self.draw(purpose, number, shift + m // 4)[m % 4], silent)
        return found

    def _said(
        self,
        indices: Sequence[int],
        voters: Sequence[int],
        target: int,
        purpose: Purpose,
        number: int,
        shift: int,
        silent: bool,
    ) -> int:
        leader, weight = self.table[at.LEADER], self.table[at.LEADER_WEIGHT]
        if leader not in voters or self.statuses[leader] != at.MEMBER_NOW:
            return 0
        if leader == target:
            return weight
        word = self.draw(purpose, number, shift + leader // 4)[leader % 4]
        return {at.SUPPORTS: weight, at.OBJECTS: -weight}.get(self._stand(indices[leader], word, silent), 0)

    def _stand(self, index: int, word: int, silent: bool) -> int:
        if word < self.chance(index):
            return at.SUPPORTS
        if word >= self.chance(index + self.table[at.ABSTENTION]):
            return at.OBJECTS
        return at.SILENT if silent else at.ABSTAINS

    def learn(self, present: Sequence[int], target: int, outcome: int) -> None:
        """Move beliefs by how a crisis ended."""
        row = self.table[at.O_UPDATES] + outcome * at.UPDATE
        outside = self.table[at.MEMBERS]
        for m in (*present, outside):
            role = 4 if m == outside else 0 if m == target else 2
            belief = self.beliefs[m]
            up, down = self.table[row + role], self.table[row + role + 1]
            self.beliefs[m] = belief + (((at.WHOLE - belief) * up - belief * down) >> 16)

    def drift(self) -> None:
        """Let beliefs go back towards where they began."""
        for m, belief in enumerate(self.beliefs):
            prior = self.member(m, at.MEMBER_PRIOR)
            self.beliefs[m] = belief + (((prior - belief) * self.table[at.DRIFT]) >> 16)
