"""One crisis of a world carried through the engine, act by act, with the draws that the kernel takes.

Who may call, who decides, who votes, whether a proposal is adopted and who stood in its way is what the engine
says of the acts; only what people choose (to call, to support, to send) and how long it takes comes from the
draws.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from foedus.law.advice import advise
from foedus.law.findings import Circumstances
from foedus.law.tally import Tally
from foedus.proceedings.acts import (
    Act,
    Arrive,
    Close,
    Consent,
    Content,
    Convene,
    Decide,
    Declare,
    Deploy,
    Invoke,
    Pledge,
    Propose,
    Withdraw,
)
from foedus.proceedings.asking import FORCE, rule_of, voters
from foedus.proceedings.case import Case
from foedus.proceedings.reasons import OutOfOrder, Reason
from foedus.proceedings.settling import result
from foedus.record.cases import Situation, Stance
from foedus.record.view import Organisation
from foedus.simulation import layout as at
from foedus.simulation.admission import act_on
from foedus.simulation.law import LADDER, Route, route
from foedus.simulation.plain import Numbers
from foedus.simulation.randomness import Purpose

SAID: Mapping[int, Stance] = {
    at.SUPPORTS: "supports",
    at.ABSTAINS: "abstains",
    at.OBJECTS: "objects",
    at.ABSENT: "absent",
}
"""The stance in the engine's words; who is silent says nothing."""


@dataclass(slots=True)
class Crisis:
    """A crisis as it goes through the engine.

    Attributes:
        numbers: the world's numbers.
        places: place of each state.
        organisation: the organisation as it stands in this world on the day.
        first: ordinal of the study's first day.
        number: of the crisis.
        day: on which it begins, counted from the first.
        cell: which sort of crisis.
        scene: where it happens.
        ask: what is asked for.
        situation: what happened.
        asked: the same in the words of the casebook.
        case: the docket so far.
        row: what a trace of the kernel would say.
    """

    numbers: Numbers
    places: Mapping[str, int]
    organisation: Organisation
    first: int
    number: int
    day: int
    cell: int
    scene: int
    ask: int
    situation: Situation
    asked: str
    case: Case = field(init=False)
    row: dict[int, int] = field(default_factory=dict)
    indices: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Open the docket."""
        name = f"{self.organisation.id}-world-{self.numbers.world}-crisis-{self.number}"
        self.case = Case.open(self.organisation, name, self.situation)

    @property
    def target(self) -> int:
        """Place of the state in trouble."""
        return self.places[self.situation.target]

    def _act(self, day: int, actor: str, content: Content, note: str | None = None) -> Act:
        return act_on(self.first + day, actor, content, note)

    def _do(self, day: int, actor: str, content: Content, note: str | None = None) -> None:
        self.case = self.case.apply(self._act(day, actor, content, note))

    def play(self) -> int:
        """Carry it to its end.

        Returns:
            the outcome's code.

        Raises:
            OutOfOrder: when the engine refuses an act that the compiled law lets be done: then the two differ.
        """
        scene = self.numbers.draw(Purpose.SCENE, self.number)
        calls = Invoke(asks_for=(self.asked,))
        self.row[at.ROW_INVOKED] = self.day
        self.row[at.ROW_ARRIVED] = -1
        if self.case.refusal(self._act(self.day, self.situation.target, calls)) is not None:
            return at.OUT_NOT_ENGAGED
        if not self._calls(scene[2]):
            return at.OUT_NOT_INVOKED
        called = self.day + self.numbers.delay(at.DELAY_INVOKE, scene[3])
        self.row[at.ROW_INVOKED] = called
        self._do(called, self.situation.target, calls)
        found = route(self.organisation, self.situation, (self.asked,), self.first + self.day)
        if found.status == "nobody":
            self._do(called, self.organisation.id, Close(), "no organ can decide on it")
            return at.OUT_NOBODY
        return self._met(called, found)

    def _calls(self, word: int) -> bool:
        table = self.numbers.table
        index = self.numbers.kind(self.numbers.cell(self.cell, at.CELL_KIND), at.KIND_INVOKE)
        index += (table[at.BELIEF_INVOKE] * self.numbers.beliefs[self.target]) >> 16
        if self.numbers.statuses[self.target] != at.MEMBER_NOW:
            index -= table[at.FROZEN_INVOKE]
        return word < self.numbers.chance(index)

    def _met(self, called: int, found: Route) -> int:
        course = self.numbers.draw(Purpose.COURSE, self.number)
        met = called + self.numbers.delay(at.DELAY_MEET, course[0])
        need = self.numbers.need(self.numbers.cell(self.cell, at.CELL_KIND), course[2])
        measure = LADDER.index(found.measure) if found.measure else 0
        self.indices = self.numbers.indices(self.cell, measure, course[1])
        self.row |= {at.ROW_MET: met, at.ROW_NEED: need}
        if found.status == "alone":
            adopted: bool | None = True
            decided = met
            self._stances(met, 1, tuple(found.voters), silent=False)
        else:
            adopted, decided = self._voted(met, found)
        self.row[at.ROW_DECIDED] = decided
        if not adopted:
            self._do(decided, self.organisation.id, Close())
            return at.OUT_UNKNOWN if adopted is None else at.OUT_REJECTED
        outcome = at.OUT_ANSWERED if found.measure == found.asked else at.OUT_LESSER
        if found.helps:
            total, last = self._sent(decided, found, measure)
            self._over(decided if last < 0 else last, last >= 0, course[3])
            return outcome if total >= need else at.OUT_INSUFFICIENT
        self._do(decided, self.organisation.id, Close())
        return outcome

    def _voted(self, met: int, found: Route) -> tuple[bool | None, int]:
        """Meeting, proposal, stances, and what the engine's tally makes of them."""
        self._do(met, found.organ, Convene(organ=found.organ))
        put = Propose(organ=found.organ, matter=found.matter, measure=found.measure)
        by = self.situation.target
        if self.case.refusal(self._act(met, by, put)) is not None:
            by = found.organ
        self._do(met, by, put)
        question = len(self.case.entries)
        proposal = self._act(met, found.organ, put)
        rule = rule_of(self.case.moment(proposal), proposal)
        assert rule is not None  # the engine has let it be proposed
        entitled = voters(self.case.moment(proposal), rule, None).voters
        silent = rule.silence is not None
        self._stances(met, question, entitled, silent=silent, author=by)
        hours = rule.silence.hours if rule.silence and rule.silence.hours else 0
        decided = met + -(-hours // 24)
        decision = Decide(organ=found.organ, matter=found.matter, measure=found.measure, on=question)
        count = self._count(self.case, decided, decision)
        if count.adopted:
            self._do(decided, found.organ, decision)
        elif count.adopted is False:
            self.row[at.ROW_PIVOTAL] = self._pivotal(met, decided, decision, question, count)
            refused = Decide(organ=found.organ, matter=found.matter, measure="declined", on=question)
            self._do(decided, found.organ, refused, count.why)
        return count.adopted, decided

    def _count(self, case: Case, day: int, decision: Decide) -> Tally:
        act = self._act(day, decision.organ, decision)
        count = result(case.moment(act), act)
        assert count is not None  # a rule was found when it was proposed
        return count

    def _pivotal(self, met: int, decided: int, decision: Decide, question: int, count: Tally) -> int:
        found = 0
        for state, stance in zip(count.ballot.voters, count.row, strict=True):
            if stance == "supports":
                continue
            turned = self.case.apply(self._act(met, state, Declare(stance="supports", on=question)))
            if self._count(turned, decided, decision).adopted:
                found |= 1 << self.places[state]
        return found

    def _stances(
        self, day: int, question: int, entitled: tuple[str, ...], *, silent: bool, author: str = ""
    ) -> None:
        """Let every voter take its stance, and note the masks."""
        codes = {self.places[code]: code for code in entitled}
        own = self.target
        taken = self.numbers.stances(self.indices, list(codes), own, Purpose.STANCE, self.number, 0, silent)
        for j in range(5):
            self.row[at.ROW_SUPPORTS + j] = sum(1 << m for m, stance in taken.items() if stance == j)
        for m, stance in taken.items():
            spoken = codes[m] == author or (author == "" and m == own)
            if not spoken and stance in SAID:
                self._do(day, codes[m], Declare(stance=SAID[stance], on=question))

    # --- what is sent ---

    def _sent(self, decided: int, found: Route, measure: int) -> tuple[int, int]:
        """Let those that support send what they will; the total, and the last day of arrival (-1: none)."""
        supporting = self.row[at.ROW_SUPPORTS]
        apart = {self.target, *(self.places[code] for code in self.situation.initiators if code in self.places)}
        belongs = self.organisation.on(self.first + self.day).belongs
        arrivals: list[tuple[int, int, str, Content]] = []
        total = refused = sends = 0
        send = self.numbers.measure(measure, at.MEASURE_SEND)
        for code, m in self.places.items():
            if m in apart or not supporting >> m & 1 or not belongs(code):
                continue
            words = self.numbers.draw(Purpose.HELP, self.number, m)
            if words[0] >= self.numbers.chance(self.indices[m] + send):
                continue
            strength = self.numbers.member(m, at.MEMBER_STRENGTH)
            if found.status == "alone":
                self._do(decided, code, _pledge(found, strength))
            elif self._deployed(decided, code, found, strength, words[2]):
                day = decided + self.numbers.delay(at.DELAY_SEND, words[1])
                arrivals.append((day, m, code, _arrival(found, strength)))
            else:
                refused |= 1 << m
                continue
            sends |= 1 << m
            total += strength
        arrivals.sort(key=lambda one: one[:2])
        for day, _, code, content in arrivals:
            self._do(day, code, content)
        days = [one[0] for one in arrivals]
        self.row |= {at.ROW_SENDS: sends, at.ROW_REFUSED: refused, at.ROW_TOTAL: total}
        self.row |= {at.ROW_ARRIVED: min(days, default=-1), at.ROW_COMPLETE: max(days, default=-1)}
        return total, max(days, default=-1)

    def _deployed(self, day: int, code: str, found: Route, strength: int, word: int) -> bool:
        """Whether a member's forces set out: the engine says whether its own law must consent first."""
        content = self._forces(code, found, strength)
        refusal = self.case.refusal(self._act(day, code, content))
        if refusal is not None and refusal.reason is Reason.NATIONAL_CONSENT_MISSING:
            if word >= self.numbers.table[at.CONSENT]:
                return False
            for one in self.organisation.on(self.first + day).national_consents:
                if one.state == code:
                    self._do(day, code, Consent(of=one.of))
        self._do(day, code, content)
        return True

    def _forces(self, code: str, found: Route, strength: int) -> Deploy:
        """What sets out: under the first force that the law lets be sent, where the member has a part in it."""
        if found.measure == "non_military_assistance":
            return Deploy(materiel="materiel")
        if found.measure not in FORCE:
            return Deploy(personnel=strength)
        view = self.organisation.on(self.first + self.day)
        given = Circumstances(situation=self.situation, requested=True, asks_for=(self.asked,))
        for one in advise(view, given).forces:
            if one.how != "on_request" and any(each.state == code for each in one.contributions):
                return Deploy(force=one.force.id, personnel=strength)
        return Deploy(personnel=strength)

    def _over(self, day: int, placed: bool, word: int) -> None:
        """Let what was sent leave, and close the case."""
        if placed:
            day += self.numbers.delay(at.DELAY_STAY, word)
            self._do(day, self.organisation.id, Withdraw(stage="ends"))
        self._do(day, self.organisation.id, Close())


def _pledge(found: Route, strength: int) -> Pledge:
    return (
        Pledge(materiel="materiel") if found.measure == "non_military_assistance" else Pledge(personnel=strength)
    )


def _arrival(found: Route, strength: int) -> Arrive:
    return Arrive() if found.measure == "non_military_assistance" else Arrive(personnel=strength)


__all__ = ["Crisis", "OutOfOrder"]
