"""One world played through the engine: the twin of the kernel, and what a person opens to read a world.

The draws are the kernel's, at the same addresses. What they mean in law is asked of the engine anew, with the
organisation as this world has made it: each crisis is a docket of its own, and what members do about their
membership is a docket of the organisation itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from foedus.proceedings.acts import Accede, Content, Convene, Decide, Declare, Freeze, GiveNotice, Leave, Propose
from foedus.proceedings.asking import rule_of, voters
from foedus.proceedings.case import Case
from foedus.proceedings.settling import result
from foedus.record.view import Organisation
from foedus.simulation import layout as at
from foedus.simulation.admission import MATTER, act_on, admission
from foedus.simulation.compile import Law
from foedus.simulation.crisis import SAID, Crisis
from foedus.simulation.holding import belonging
from foedus.simulation.plain import Numbers
from foedus.simulation.randomness import Purpose

Row = dict[int, int]


@dataclass(frozen=True, slots=True)
class Played:
    """A world as the engine played it.

    Attributes:
        number: of the world.
        dockets: a docket for each crisis that came before the organisation, in order.
        organisation: the docket of the organisation itself: who froze, left and came back.
        rows: what happened, in the form of the kernel's trace.
        crises: the crises, in order, those among them that nobody brought before the organisation.
    """

    number: int
    dockets: tuple[Case, ...]
    organisation: Case
    rows: tuple[tuple[int, ...], ...]
    crises: tuple[Crisis, ...]


@dataclass(slots=True)
class World:
    """A world that is being played.

    Attributes:
        law: the law of the study.
        numbers: the world's numbers.
    """

    law: Law
    numbers: Numbers
    docket: Case = field(init=False)
    _rows: list[tuple[int, ...]] = field(default_factory=list)
    _crises: list[Crisis] = field(default_factory=list)
    _kept: dict[object, Organisation] = field(default_factory=dict)
    _places: dict[str, int] = field(init=False)
    _year: int = 0
    _left: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Open the docket of the organisation."""
        self._places = self.law.places
        name = f"{self.law.organisation.id}-world-{self.numbers.world}"
        self.docket = Case.open(self.law.organisation, name, None)

    def play(self) -> Played:
        """Play it to the horizon.

        Raises:
            foedus.proceedings.reasons.OutOfOrder: when the engine refuses what the compiled law lets be done.
        """
        number = tick = 0
        table = self.numbers.table
        while True:
            words = self.numbers.draw(Purpose.GAP, number)
            number += 1
            tick += self._gap(words[0]) * table[at.MEAN_GAP] >> 20
            day = tick >> 10
            while self._year <= table[at.YEARS] and self.numbers.year(self._year, at.YEAR_DAY) <= day:
                self._turn()
            if day >= table[at.HORIZON]:
                break
            if words[0] >> 20 < 4095:
                self._candidate(number, day, words[1], words[2])
        return Played(
            self.numbers.world,
            tuple(one.case for one in self._crises if one.case.entries),
            self.docket,
            tuple(self._rows),
            tuple(self._crises),
        )

    def _gap(self, word: int) -> int:
        bucket, place = word >> 20, self.numbers.table[at.O_EXPONENTIAL]
        gap = self.numbers.table[place + bucket]
        if bucket < 4095:
            gap += ((self.numbers.table[place + bucket + 1] - gap) * (word & 0xFFFFF)) >> 20
        return gap

    # --- who belongs ---

    def _stage(self, day: int) -> tuple[int, Organisation]:
        """The epoch of a day: its first day's ordinal, and the organisation held as of it."""
        begun = max(one for one in self.law.stages if one - self.law.first <= day)
        return begun, self.law.stages[begun]

    def _now(self, day: int) -> Organisation:
        """The organisation as this world has made it, under the law of a day."""
        begun, stage = self._stage(day)
        states = self.law.states
        outside = tuple(code for m, code in enumerate(states) if self.numbers.leaves[m] <= day)
        aside = tuple(
            code for m, code in enumerate(states) if self.numbers.statuses[m] == at.FROZEN and code not in outside
        )
        key = (begun, outside, aside)
        if key not in self._kept:
            self._kept[key] = belonging(stage, begun, outside, aside)
        return self._kept[key]

    def _present(self, day: int) -> list[int]:
        view = self._now(day).on(self.law.first + day)
        return [m for m, code in enumerate(self.law.states) if view.belongs(code)]

    # --- crises ---

    def _candidate(self, number: int, day: int, which: int, word: int) -> None:
        table = self.numbers.table
        cell = self.numbers.first_above(table[at.O_CUMULATIVE], which)
        sort = self.law.cells[cell]
        organisation = self._now(day)
        if not organisation.on(self.law.first + day).belongs(sort.target):
            return
        kind = self.numbers.cell(cell, at.CELL_KIND)
        deterred = (self.numbers.kind(kind, at.KIND_DETERRED) * self.numbers.beliefs[-1]) >> 16
        happens = (1 << 32) - deterred
        if word >= ((happens >> 16) * self.numbers.year(self._year - 1, at.YEAR_TREND)) >> 16:
            return
        scene = self.numbers.draw(Purpose.SCENE, number)
        start = self.numbers.cell(cell, at.CELL_FIRST_SCENE)
        place = start + self.numbers.first_above(table[at.O_SCENE_CUMULATIVE] + start, scene[0])
        ask = self.numbers.first_above(table[at.O_ASKS] + kind * table[at.ASKS], scene[1])
        crisis = Crisis(
            numbers=self.numbers,
            places=self._places,
            organisation=organisation,
            first=self.law.first,
            number=number,
            day=day,
            cell=cell,
            scene=place,
            ask=ask,
            situation=sort.situation(sort.scenes[place - start], self.law.first + day),
            asked=sort.kind.asks[ask].what,
        )
        present = self._present(day)
        outcome = crisis.play()
        self._crises.append(crisis)
        self.numbers.learn(present, crisis.target, outcome)
        self._note(
            {
                **crisis.row,
                at.ROW_KIND: at.ROW_CRISIS,
                at.ROW_NUMBER: number,
                at.ROW_DAY: day,
                at.ROW_CELL: cell,
                at.ROW_SCENE: place,
                at.ROW_ASK: ask,
                at.ROW_OUTCOME: outcome,
                at.ROW_MEMBERS: sum(1 << m for m in present),
            }
        )

    def _note(self, row: Row) -> None:
        front = [row.get(place, 0) for place in range(at.TRACE)]
        self._rows.append((*front, *self.numbers.beliefs, *self.numbers.statuses))

    # --- years ---

    def _turn(self) -> None:
        """The turn of a year: beliefs drift, and members do what they do about their membership."""
        year, self._year = self._year, self._year + 1
        day = self.numbers.year(year, at.YEAR_DAY)
        if year:
            self.numbers.drift()
            self._those_who_left(day)
            view = self._stage(day)[1].on(self.law.first + day)
            for m, code in enumerate(self.law.states):
                if not view.wider and view.member(code) is not None:
                    word = self.numbers.draw(Purpose.YEAR, year, m // 4)[m % 4]
                    self._member_year(m, code, word, year, day)
        row = {at.ROW_KIND: at.ROW_YEAR, at.ROW_NUMBER: year, at.ROW_DAY: day}
        self._note({**row, at.ROW_MEMBERS: sum(1 << m for m in self._present(day))})

    def _act(self, day: int, actor: str, content: Content, note: str | None = None) -> None:
        self.docket = self.docket.apply(act_on(self.law.first + day, actor, content, note))

    def _those_who_left(self, day: int) -> None:
        """Enter those whose notice has run since the last turn, in the order of their days."""
        gone = [(self.numbers.leaves[m], m) for m in range(len(self.law.states)) if self.numbers.leaves[m] <= day]
        for left, m in sorted(gone):
            if m not in self._left:
                self._left.add(m)
                self._act(left, self.law.states[m], Leave())

    def _member_year(self, m: int, code: str, word: int, year: int, day: int) -> None:
        numbers = self.numbers
        away = numbers.member(m, at.MEMBER_PULL)
        away -= (numbers.table[at.BELIEF_LEAVE] * numbers.beliefs[m]) >> 16
        if numbers.leaves[m] <= day:
            numbers.statuses[m] = at.OUTSIDE
            applies = word < numbers.chance(numbers.hazard(at.HAZARD_RETURN) - away)
            if applies and self._admitted(m, code, year, day):
                numbers.statuses[m], numbers.leaves[m] = at.MEMBER_NOW, at.NEVER
                self._left.discard(m)
            return
        if numbers.statuses[m] == at.NOTICE:
            return
        frozen = numbers.statuses[m] == at.FROZEN
        gives = numbers.hazard(at.HAZARD_NOTICE_FROZEN if frozen else at.HAZARD_NOTICE) + away
        if word >= (1 << 32) - numbers.chance(gives) and self._gives_notice(code, day):
            numbers.statuses[m] = at.NOTICE
            numbers.leaves[m] = self._runs_until(code, day)
            if numbers.leaves[m] <= day:
                numbers.statuses[m] = at.OUTSIDE
                self._left.add(m)
                self._act(day, code, Leave())
        elif frozen:
            if word < numbers.chance(numbers.hazard(at.HAZARD_UNFREEZE) - away):
                numbers.statuses[m] = at.MEMBER_NOW
                self._act(day, code, Declare(stance="supports"), "takes part again")
        elif word < numbers.chance(numbers.hazard(at.HAZARD_FREEZE) + away):
            numbers.statuses[m] = at.FROZEN
            # Where the law knows no freezing, as history has it, it is done all the same.
            self.docket = self.docket.keep(act_on(self.law.first + day, code, Freeze()))

    def _gives_notice(self, code: str, day: int) -> bool:
        """Whether the engine lets it give notice."""
        act = act_on(self.law.first + day, code, GiveNotice())
        if self.docket.refusal(act) is not None:
            return False
        self.docket = self.docket.apply(act)
        return True

    def _runs_until(self, code: str, day: int) -> int:
        """The first day on which the engine lets it leave."""
        return _first_day(self.docket, code, self.law.first + day, self.law.stages) - self.law.first

    def _admitted(self, m: int, code: str, year: int, day: int) -> bool:
        """Whether the organ that the charter names lets it in again."""
        how = admission(self.law.organisation, self.law.first + day, code)
        if how.status == "impossible":
            return False
        if how.status == "voted" and not self._let_in(m, code, how.organ, year, day):
            return False
        self._act(day, code, Accede())
        return True

    def _let_in(self, m: int, code: str, organ: str, year: int, day: int) -> bool:
        self._act(day, organ, Convene(organ=organ))
        put = Propose(organ=organ, matter=MATTER, concerned=code)
        self._act(day, organ, put)
        question = len(self.docket.entries)
        act = act_on(self.law.first + day, organ, put)
        rule = rule_of(self.docket.moment(act), act)
        assert rule is not None  # the engine has let it be proposed
        entitled = voters(self.docket.moment(act), rule, code).voters
        silent = rule.silence is not None
        table, count = self.numbers.table, len(self.law.states)
        indices = [table[at.ADMISSION] + table[table[at.O_AFFINITY] + other * count + m] for other in range(count)]
        places = [self._places[one] for one in entitled]
        taken = self.numbers.stances(indices, places, -1, Purpose.READMISSION, year, m * 16, silent)
        for place, stance in taken.items():
            if stance in SAID:
                self._act(day, self.law.states[place], Declare(stance=SAID[stance], on=question))
        decision = Decide(organ=organ, matter=MATTER, concerned=code, on=question)
        act = act_on(self.law.first + day, organ, decision)
        count_ = result(self.docket.moment(act), act)
        if count_ is None or not count_.adopted:
            refused = Decide(organ=organ, matter=MATTER, concerned=code, on=question, measure="declined")
            self._act(day, organ, refused)
            return False
        self._act(day, organ, decision)
        return True


def _first_day(docket: Case, code: str, day: int, epochs: Sequence[int] | object) -> int:
    """The first day from one on, by months, on which the engine lets a state leave."""
    from foedus.dates import add_months

    for months in range(1201):
        one = add_months(day, months)
        if docket.refusal(act_on(one, code, Leave())) is None:
            return one
    return at.NEVER


def played(law: Law, table: Sequence[int], seed: int, world: int) -> Played:
    """Play one world through the engine.

    Args:
        law: the law of the study.
        table: its table for the study's parameters.
        seed: the study's seed.
        world: number of the world.
    """
    return World(law, Numbers(table, seed, world)).play()
