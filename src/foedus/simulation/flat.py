"""The table: the law of a study and one setting of its parameters as one flat row of whole numbers.

The kernel plays on it, and its hash stands for all that happens in a study. :mod:`foedus.simulation.layout` says
what lies where.
"""

from __future__ import annotations

import datetime
import hashlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate

from foedus.record.worlds import CrisisKind
from foedus.simulation import layout as at
from foedus.simulation import tables
from foedus.simulation.ballots import CannotCompile
from foedus.simulation.compile import Law
from foedus.simulation.holding import aside
from foedus.simulation.law import LADDER, Cell, Route
from foedus.simulation.parameters import GREATEST, BadParameter, Settings, defaults
from foedus.simulation.past import PRIOR_YEARS, nearness
from foedus.simulation.posterior import counted_rate
from foedus.simulation.randomness import WORD, Purpose, draw

SELF = 4 * tables.HALF
"""Index that a member loses where it would judge what it brought about itself."""

MOST_A_DAY = 8
"""Crises a day that a world can hold."""
LEAST_GAP = tables.TICKS // MOST_A_DAY


class _Table:
    """A flat table that is being made."""

    def __init__(self) -> None:
        self.head = [0] * at.HEAD
        self.body: list[int] = []

    def put(self, place: int, values: Iterable[int]) -> None:
        self.head[place] = at.HEAD + len(self.body)
        self.body.extend(values)

    def done(self) -> array[int]:
        return array("q", [*self.head, *self.body])


def table(study: Law, numbers: Settings) -> array[int]:
    """The table that the kernel plays on.

    Args:
        study: the law.
        numbers: the parameters.

    Returns:
        whole numbers of 64 bits; see :mod:`foedus.simulation.layout`.

    Raises:
        BadParameter: when crises would come too often.
    """
    made = _Table()
    _scalars(made, study, numbers)
    made.put(at.O_LOGISTIC, tables.logistic())
    made.put(at.O_EXPONENTIAL, tables.exponential())
    made.put(at.O_SHOCKS, tables.shocks())
    _crises(made, study, numbers)
    _members(made, study, numbers)
    _times(made, study, numbers)
    _what_is_done(made, study, numbers)
    _room(made, len(study.states), len(defaults().kinds), len(study.years) - 1)
    return made.done()


def identity(made: Sequence[int]) -> str:
    """The hash of a table: with a world's number and the seed it stands for all that happens in the world.

    Args:
        made: the table.
    """
    text = at.FORMAT.encode() + b"\n" + b"".join(value.to_bytes(8, "little", signed=True) for value in made)
    return hashlib.sha256(text).hexdigest()


def _scalars(made: _Table, study: Law, numbers: Settings) -> None:
    leader = numbers.facts.leader
    head = made.head
    head[at.MEMBERS], head[at.CELLS], head[at.KINDS] = len(study.states), len(study.cells), len(defaults().kinds)
    head[at.YEARS], head[at.ASKS], head[at.SCENES] = len(study.years) - 1, study.asks, len(study.scenes)
    head[at.HORIZON], head[at.EPOCHS] = study.years[-1] - study.first, len(study.stages)
    head[at.LEADER] = study.places.get(leader, -1) if leader else -1
    for place, name in _STEPS.items():
        head[place] = tables.steps(numbers[name])
    head[at.SHOCK] = round(numbers["shock"] * tables.UNIT)
    head[at.DRIFT] = int(numbers["drift"] * tables.WHOLE)
    head[at.CONSENT] = tables.threshold(numbers["consent"])


_STEPS: Mapping[int, str] = {
    at.LEADER_WEIGHT: "leader_weight",
    at.ABSTENTION: "abstention",
    at.BELIEF_STANCE: "support_belief",
    at.BELIEF_INVOKE: "invoke_belief",
    at.BELIEF_LEAVE: "leave_belief",
    at.FROZEN_INVOKE: "frozen_invoke",
    at.ADMISSION: "admission",
}


def cumulative(weights: Sequence[Fraction]) -> list[int]:
    """Cumulative thresholds of weights; the last is above every draw.

    >>> cumulative([Fraction(1), Fraction(1)]) == [2**31, 2**32]
    True
    """
    total = sum(weights)
    if not total:
        return [*[0] * (len(weights) - 1), tables.FULL]
    return [*(int(part / total * tables.FULL) for part in [*accumulate(weights)][:-1]), tables.FULL]


def rates(study: Law, numbers: Settings) -> list[Fraction]:
    """Crises a year of each cell, before anybody is deterred; drawn from its posterior where a draw is asked for.

    Where ``rate`` is set by hand, all rates are as they are; so is that of a kind that was not counted. A reform
    that sets it sets the factor alone, so that the variants of a study meet the same rates in a draw. What is
    drawn from is :func:`foedus.simulation.posterior.counted_rate`.
    """
    return [_rate(one, numbers) * numbers["rate"] for one in study.cells]


def _rate(cell: Cell, numbers: Settings) -> Fraction:
    told = cell.arrival
    rate = told.rate if told else cell.kind.rate
    if numbers.draw is None or "rate" in numbers.by_hand or told is None or told.years is None or not rate:
        return Fraction(rate)
    years = told.years + PRIOR_YEARS
    if numbers.draw == GREATEST:
        words: Sequence[int] = (WORD, WORD)
    else:
        seed, number = numbers.draw
        whose = int.from_bytes(f"{cell.target}{cell.by or ''}".encode(), "big")
        kind = [one.kind for one in defaults().kinds].index(cell.kind.kind)
        words = draw(seed, whose, Purpose.RATE, number, kind)
    return Fraction(counted_rate(rate, years, words[0], words[1]))


def _trends(study: Law, numbers: Settings) -> list[Fraction]:
    return [numbers["trend"] ** y for y in range(len(study.years))]


def mean_gap(study: Law, numbers: Settings) -> int:
    """Mean time between two candidate crises, in ticks of 1/1024 of a day.

    Args:
        study: the law.
        numbers: the parameters.

    Raises:
        BadParameter: when crises would come more than some times a day, so that a world would hardly end.
    """
    most = sum(rates(study, numbers)) * max(_trends(study, numbers))
    if not most:
        return 1 << 39
    gap = int(Fraction(1461, 4) * tables.TICKS / most)
    if gap < LEAST_GAP:
        rate, trend = (f"{float(numbers[name]):g}" for name in ("rate", "trend"))
        raise BadParameter(
            f"rate = {rate}, trend = {trend} and {len(study.years) - 1} years make {float(most):,.0f} crises in a "
            f"year; worlds hold {MOST_A_DAY * 1461 // 4:,}: lower rate, trend or years"
        )
    return min(gap, 1 << 39)


def _crises(made: _Table, study: Law, numbers: Settings) -> None:
    each = rates(study, numbers)
    made.head[at.MEAN_GAP] = mean_gap(study, numbers)
    kinds = [one.kind for one in defaults().kinds]
    behind = sorted({one.by for one in study.cells if one.by is not None})
    starts = {cell: n for n, (cell, number) in enumerate(study.scenes) if number == 0}
    rows = [
        (
            study.places[one.target],
            kinds.index(one.kind.kind),
            behind.index(one.by) + 1 if one.by is not None else 0,
            starts[n],
            len(one.scenes),
            study.places.get(one.by or "", -1),
        )
        for n, one in enumerate(study.cells)
    ]
    made.put(at.O_CELLS, [value for row in rows for value in row])
    bounds = cumulative(each)
    made.put(at.O_CUMULATIVE, bounds)
    made.put(at.O_GUIDE, [next(n for n, bound in enumerate(bounds) if bound > top << 24) for top in range(256)])
    shares = [cumulative([Fraction(one.share) for one in cell.scenes]) for cell in study.cells]
    made.put(at.O_SCENE_CUMULATIVE, [bound for share in shares for bound in share])
    asks = [cumulative([Fraction(one.share) for one in kind.asks]) for kind in defaults().kinds]
    made.put(at.O_ASKS, [bound for row in asks for bound in [*row, *[tables.FULL] * (study.asks - len(row))]])
    made.put(at.O_TIES, _ties(study, numbers, behind))
    made.put(at.O_KINDS, [value for one in defaults().kinds for value in _kind(one, numbers)])


def _kind(one: CrisisKind, numbers: Settings) -> list[int]:
    need = [int(people * numbers["need"]) for people in one.need]
    return [
        tables.threshold(numbers["deterrence"]) if one.deterred else 0,
        tables.steps(numbers["invoke"] + Fraction(one.invoke)),
        tables.steps(numbers["support"] + Fraction(one.support)),
        *tables.quantile_table(need),
    ]


def _ties(study: Law, numbers: Settings, behind: Sequence[str]) -> list[int]:
    told = {(one.of, one.towards): Fraction(one.value) for one in numbers.facts.ties}
    rows = [[0] * len(study.states)]
    rows += [
        [
            SELF if code == other else tables.steps(told.get((code, other), Fraction(0)) * numbers["ties"])
            for code in study.states
        ]
        for other in behind
    ]
    return [value for row in rows for value in row]


def _members(made: _Table, study: Law, numbers: Settings) -> None:
    told = nearness(study.states, datetime.date.fromordinal(study.first).year)
    told.update({(one.of, one.towards): Fraction(one.value) for one in numbers.facts.affinity})
    affinity = [
        tables.steps(told.get((code, other), Fraction(0)) * numbers["affinity"])
        for code in study.states
        for other in study.states
    ]
    made.put(at.O_AFFINITY, affinity)
    frozen = aside(study.organisation, study.first)
    asked = {one.state for one in study.organisation.on(study.first).national_consents}
    rows: list[int] = []
    for code in study.states:
        own, pull, strength = (numbers.of(name, code) for name in ("belief", "pull", "strength"))
        belief = _belief(numbers["belief"] if own is None else own)
        rows += [
            belief,
            at.FROZEN if code in frozen else at.MEMBER_NOW,
            tables.steps(pull or Fraction(0)),
            int(numbers["strength"] if strength is None else strength),
            int(code in asked),
            belief,
        ]
    outside = _belief(numbers["belief_outside"])
    made.put(at.O_MEMBERS, [*rows, outside, 0, 0, 0, 0, outside])


def _belief(share: Fraction) -> int:
    return min(int(share * tables.WHOLE), tables.WHOLE)


def _times(made: _Table, study: Law, numbers: Settings) -> None:
    days = defaults().delays
    told = (days.invoke, days.meet, days.send, days.stay)
    made.put(at.O_DELAYS, [value for points in told for value in tables.quantile_table(points)])
    trend = _trends(study, numbers)
    whole = sum(rates(study, numbers)) > 0
    rows: list[int] = []
    for y, day in enumerate(study.years):
        free, runs = study.notice[y]
        share = tables.threshold(trend[y] / max(trend)) if whole else 0
        rows += [day - study.first, share, int(free), runs - study.first if runs < at.NEVER else at.NEVER]
    made.put(at.O_YEARS, rows)
    epochs: list[int] = []
    for day, stage in study.stages.items():
        view = stage.on(day)
        own = sum(1 << study.places[one.state] for one in view.members)
        wide = sum(1 << study.places[code] for code in view.wider)
        epochs += [day - study.first, own | wide, 0 if wide else own]
    made.put(at.O_EPOCHS, epochs)


def _what_is_done(made: _Table, study: Law, numbers: Settings) -> None:
    made.put(at.O_PROGRAMS, study.programs)
    base = made.head[at.O_PROGRAMS]
    width = len(study.scenes) * study.asks * 2
    rows: list[int] = []
    for n, one in enumerate(study.routes):
        rows += _route(study, one, n // width, base)
    made.put(at.O_ROUTES, rows)
    rows = []
    for n, let in enumerate(study.admissions):
        program = base + study.where[n // len(study.states), let.rule.id] if let.rule else 0
        silent = int(let.rule is not None and let.rule.silence is not None)
        rows += [_ADMISSION[let.status], program, _mask(study, let.voters), silent]
    made.put(at.O_ADMISSIONS, rows)
    measures: list[int] = []
    for measure in LADDER:
        force, words = measure in LADDER[:2], measure == "political_statement"
        cost = Fraction(0) if words else numbers["cost_force" if force else "cost_help"]
        sends = numbers["send_force" if force else "send_help"]
        measures += [tables.steps(cost), int(not words), int(not words), tables.steps(sends)]
    made.put(at.O_MEASURES, measures)
    made.put(at.O_UPDATES, _updates(numbers))
    made.put(at.O_HAZARDS, _hazards(numbers))


_STATUS = {"not_engaged": at.NOT_ENGAGED, "decided": at.DECIDED, "alone": at.ALONE, "nobody": at.NOBODY}
_ADMISSION = {"impossible": at.IMPOSSIBLE, "voted": at.VOTED, "free": at.FREE}


def _route(study: Law, one: Route, epoch: int, base: int) -> list[int]:
    program = base + study.where[epoch, one.rule.id] if one.rule else 0
    silence = one.rule.silence if one.rule else None
    hours = silence.hours if silence and silence.hours else 0
    return [
        _STATUS[one.status],
        program,
        _mask(study, one.voters),
        0,
        LADDER.index(one.measure) if one.measure else 0,
        int(one.measure != one.asked),
        int(silence is not None),
        -(-hours // 24),
    ]


def _mask(study: Law, codes: Iterable[str]) -> int:
    places = study.places
    unknown = sorted(code for code in codes if code not in places)
    if unknown:
        raise CannotCompile(f"{', '.join(unknown)} vote and do not belong; worlds hold those who belong only")
    return sum(1 << places[code] for code in codes)


def _updates(numbers: Settings) -> list[int]:
    roles = (Fraction(1), numbers["onlookers"], numbers["outside"])
    lost, partly = numbers["loss"], numbers["loss"] * numbers["partly"]
    nothing = Fraction(0)
    change = {
        at.OUT_NOT_ENGAGED: (nothing, nothing),
        at.OUT_NOT_INVOKED: (nothing, nothing),
        at.OUT_LESSER: (nothing, partly),
        at.OUT_INSUFFICIENT: (nothing, partly),
        at.OUT_ANSWERED: (numbers["gain"], nothing),
    }
    rows: list[int] = []
    for outcome in range(len(at.OUTCOMES)):
        up, down = change.get(outcome, (nothing, lost))
        for role in roles:
            rows += [int(up * role * tables.WHOLE), int(down * role * tables.WHOLE)]
    return rows


def _hazards(numbers: Settings) -> list[int]:
    half = numbers["leave_belief"] / 2
    out = [tables.steps(tables.log_odds(numbers[name]) + half) for name in ("freeze", "notice", "notice_frozen")]
    back = [tables.steps(tables.log_odds(numbers[name]) - half) for name in ("unfreeze", "return")]
    row = [0] * at.HAZARDS
    row[at.HAZARD_FREEZE], row[at.HAZARD_NOTICE], row[at.HAZARD_NOTICE_FROZEN] = out
    row[at.HAZARD_UNFREEZE], row[at.HAZARD_RETURN] = back
    return row


def _room(made: _Table, members: int, kinds: int, years: int) -> None:
    """Lay out the statistics."""
    place = 0
    for offset, width in sizes(members, kinds, years).items():
        made.head[offset] = place
        place += width
    made.head[at.STATISTICS] = place


def sizes(members: int, kinds: int, years: int) -> dict[int, int]:
    """How much room each statistic takes, in the order in which they lie.

    Args:
        members: states.
        kinds: kinds of crisis.
        years: years played.
    """
    return {
        at.S_CRISES: members * kinds * at.CRISIS,
        at.S_PIVOTAL: members,
        at.S_STANCES: members * 5,
        at.S_DECISION: at.DECISION_DAYS,
        at.S_ARRIVAL: at.ARRIVAL_DAYS,
        at.S_STATUS: (years + 1) * members * 4,
        at.S_BELIEF: (years + 1) * (members + 1) * at.BELIEF_BINS,
        at.S_YEARS: years * at.CRISES_OF_YEAR,
        at.S_MEMBERS: (years + 1) * 64,
        at.S_ANSWERED: at.WORLD_BINS,
        at.S_WORLDS: 4,
    }
