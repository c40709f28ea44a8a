"""The kernel: worlds played on the compiled table, in whole numbers only.

One world after the other, from crisis to crisis; the order of a step stands in ``docs/explanation/worlds.md``, and
:mod:`foedus.simulation.world` plays the same through the engine. Nothing here computes an exponential, a
logarithm or a fraction, so the same bytes come out on every machine. This module needs the extra ``simulation``
(numba).

Arrays, all of 64-bit whole numbers: ``flat`` is the compiled table; ``sums`` the statistics, only ever added to;
``room`` the scratch of one thread (:data:`foedus.simulation.layout.SCRATCH`); ``trace`` the trace, empty unless
one world is followed.
"""

from __future__ import annotations

from typing import Any

from foedus.simulation import layout as at
from foedus.simulation.chance import fill, quantile
from foedus.simulation.counting import verdict
from foedus.simulation.machine_code import njit
from foedus.simulation.pointers import numbers_of
from foedus.simulation.polling import chance, poll
from foedus.simulation.turning import enter, note, squeeze, turn

_GAP, _SCENE, _COURSE, _STANCE, _HELP = range(1, 6)


@njit(cache=True, nogil=True)
def _cell(flat: Any, word: int) -> Any:
    """The cell of a candidate: a guide by the top eight bits, then a search in the cumulative thresholds."""
    cumulative = flat[at.O_CUMULATIVE]
    cell = flat[flat[at.O_GUIDE] + (word >> 24)]
    while word >= flat[cumulative + cell]:
        cell += 1
    return cell


@njit(cache=True, nogil=True)
def _believe(flat: Any, room: Any) -> Any:
    """What everybody learns from how a crisis ended: the target, the onlookers, those outside."""
    members = flat[at.MEMBERS]
    row = flat[at.O_UPDATES] + room[at.X_OUTCOME] * at.UPDATE
    moves = 0
    for j in range(at.UPDATE):
        moves |= flat[row + j]
    if not moves:
        return
    for m in range(members + 1):
        if m < members and not (room[at.X_PRESENT] >> m) & 1:
            continue
        role = 4 if m == members else 0 if m == room[at.X_TARGET] else 2
        belief = room[at.X_BELIEFS + m]
        change = (65536 - belief) * flat[row + role] - belief * flat[row + role + 1]
        room[at.X_BELIEFS + m] = belief + (change >> 16)


@njit(cache=True, nogil=True)
def _send(flat: Any, room: Any, trace: Any, measure: int) -> Any:
    """Who sends what and when, of those that support; the total and the first day of arrival go to the scratch."""
    alone = flat[room[at.X_ROUTE] + at.ROUTE_STATUS] == at.ALONE
    front = flat[at.O_MEASURES] + measure * at.MEASURE
    willing = room[at.X_MASKS + at.SUPPORTS] & room[at.X_PRESENT] & ~(1 << room[at.X_TARGET])
    if room[at.X_BEHIND] >= 0:
        willing &= ~(1 << room[at.X_BEHIND])
    last, refused, m = -1, 0, 0
    fill(room, at.X_HELP, 64, _HELP, room[at.X_NUMBER], 0, flat[at.MEMBERS])
    while willing >> m:
        if (willing >> m) & 1:
            words = at.X_HELP + m
            if room[words] < chance(flat, room[at.X_INDEX + m] + flat[front + at.MEASURE_SEND]):
                own = flat[at.O_MEMBERS] + m * at.MEMBER
                asked = flat[own + at.MEMBER_CONSENT] and flat[front + at.MEASURE_CONSENT] and not alone
                if asked and room[words + 128] >= flat[at.CONSENT]:
                    refused |= 1 << m
                else:
                    room[at.X_SENDS] |= 1 << m
                    room[at.X_TOTAL] += flat[own + at.MEMBER_STRENGTH]
                    if not alone:
                        word = room[words + 64]
                        day = room[at.X_DECIDED] + quantile(flat, flat[at.O_DELAYS] + at.DELAY_SEND * 33, word)
                        if room[at.X_FIRST] < 0 or day < room[at.X_FIRST]:
                            room[at.X_FIRST] = day
                        if day > last:
                            last = day
        m += 1
    if room[at.X_FOLLOWED]:
        trace[room[at.X_ROW] + at.ROW_REFUSED] = refused
        trace[room[at.X_ROW] + at.ROW_COMPLETE] = last


@njit(cache=True, nogil=True)
def _turned(flat: Any, room: Any, program: int, bit: int, was: int) -> Any:
    """Whether a proposal passes when one voter supports it instead of what it did."""
    room[at.X_MASKS + was] ^= bit
    room[at.X_MASKS + at.SUPPORTS] |= bit
    passes = verdict(flat, program, room, at.X_MASKS) == at.TRUE
    room[at.X_MASKS + at.SUPPORTS] ^= bit
    room[at.X_MASKS + was] |= bit
    return passes


@njit(cache=True, nogil=True)
def _pivotal(flat: Any, sums: Any, room: Any, program: int) -> Any:
    """Voters each of whom alone, had it supported, would have let the proposal pass.

    Where the rule makes no difference between voters, one that did the same as another need not be tried.
    """
    found = 0
    uneven = flat[program + 1 + at.LINK_UNEVEN]
    for was in range(1, 5):
        mask = room[at.X_MASKS + was]
        if not mask:
            continue
        if not uneven:
            if _turned(flat, room, program, mask & -mask, was):
                found |= mask
            continue
        for m in range(flat[at.MEMBERS]):
            if (mask >> m) & 1 and _turned(flat, room, program, 1 << m, was):
                found |= 1 << m
    m = 0
    while found >> m:
        sums[flat[at.S_PIVOTAL] + m] += (found >> m) & 1
        m += 1
    return found


@njit(cache=True, nogil=True)
def _answer(flat: Any, sums: Any, room: Any, trace: Any) -> Any:
    """Count the stances under the rule, and send what was decided; the outcome goes to the scratch."""
    route = room[at.X_ROUTE]
    program = flat[route + at.ROUTE_PROGRAM]
    alone = flat[route + at.ROUTE_STATUS] == at.ALONE
    answer = at.TRUE if alone else verdict(flat, program, room, at.X_MASKS)
    if room[at.X_FOLLOWED]:
        for j in range(5):
            trace[room[at.X_ROW] + at.ROW_SUPPORTS + j] = room[at.X_MASKS + j]
    if answer != at.TRUE:
        room[at.X_OUTCOME] = at.OUT_UNKNOWN
        if answer == at.FALSE:
            room[at.X_OUTCOME] = at.OUT_REJECTED
            found = _pivotal(flat, sums, room, program)
            if room[at.X_FOLLOWED]:
                trace[room[at.X_ROW] + at.ROW_PIVOTAL] = found
        return
    measure = flat[route + at.ROUTE_MEASURE]
    room[at.X_OUTCOME] = at.OUT_LESSER if flat[route + at.ROUTE_LESSER] else at.OUT_ANSWERED
    if flat[flat[at.O_MEASURES] + measure * at.MEASURE + at.MEASURE_HELP]:
        _send(flat, room, trace, measure)
        if room[at.X_TOTAL] < room[at.X_NEED]:
            room[at.X_OUTCOME] = at.OUT_INSUFFICIENT


@njit(cache=True, nogil=True)
def _meet(flat: Any, sums: Any, room: Any, trace: Any) -> Any:
    """From a call that was made to its end: the organ meets, members take positions, the rule decides."""
    route, members = room[at.X_ROUTE], flat[at.MEMBERS]
    course = at.X_COURSES + ((room[at.X_NUMBER] - 1) & (at.AHEAD - 1))
    met = room[at.X_INVOKED] + quantile(flat, flat[at.O_DELAYS] + at.DELAY_MEET * 33, room[course])
    room[at.X_DECIDED] = met + flat[route + at.ROUTE_DAYS]
    needs = flat[at.O_KINDS] + room[at.X_KIND] * at.KIND + at.KIND_FRONT
    room[at.X_NEED] = quantile(flat, needs, room[course + 2 * at.AHEAD])
    room[at.X_SILENT] = flat[route + at.ROUTE_SILENT]
    voters = flat[route + at.ROUTE_VOTERS]
    room[at.X_VOTERS] = (voters & room[at.X_PRESENT]) | (voters & flat[route + at.ROUTE_OPEN])
    front = flat[at.O_MEASURES] + flat[route + at.ROUTE_MEASURE] * at.MEASURE
    shock = (flat[flat[at.O_SHOCKS] + (room[course + at.AHEAD] >> 24)] * flat[at.SHOCK]) >> 16
    common = (
        flat[flat[at.O_KINDS] + room[at.X_KIND] * at.KIND + at.KIND_STANCE] + shock - flat[front + at.MEASURE_COST]
    )
    affinity = flat[at.O_AFFINITY] + room[at.X_TARGET]
    ties = flat[at.O_TIES] + flat[flat[at.O_CELLS] + room[at.X_CELL] * at.CELL + at.CELL_INITIATOR] * members
    for m in range(members):
        own = (flat[at.BELIEF_STANCE] * room[at.X_BELIEFS + m]) >> 16
        room[at.X_INDEX + m] = common + flat[affinity + m * members] - flat[ties + m] + own
    poll(flat, sums, room, _STANCE, 0, room[at.X_NUMBER])
    if room[at.X_FOLLOWED]:
        trace[room[at.X_ROW] + at.ROW_MET] = met
        trace[room[at.X_ROW] + at.ROW_DECIDED] = room[at.X_DECIDED]
        trace[room[at.X_ROW] + at.ROW_NEED] = room[at.X_NEED]
    _answer(flat, sums, room, trace)
    place = min(room[at.X_DECIDED] - room[at.X_DAY], at.DECISION_DAYS - 1)
    sums[flat[at.S_DECISION] + place] += 1
    if room[at.X_FIRST] >= 0:
        place = min(room[at.X_FIRST] - room[at.X_INVOKED], at.ARRIVAL_DAYS - 1)
        sums[flat[at.S_ARRIVAL] + place] += 1


@njit(cache=True, nogil=True)
def _called(flat: Any, room: Any, word: int) -> Any:
    """Whether the target invokes: by what the kind asks for, by its belief, by whether it stands aside."""
    target = room[at.X_TARGET]
    index = flat[flat[at.O_KINDS] + room[at.X_KIND] * at.KIND + at.KIND_INVOKE]
    index += (flat[at.BELIEF_INVOKE] * room[at.X_BELIEFS + target]) >> 16
    if room[at.X_STATUS + target] != at.MEMBER_NOW:
        index -= flat[at.FROZEN_INVOKE]
    return word < chance(flat, index)


@njit(cache=True, nogil=True)
def _begin(flat: Any, room: Any) -> Any:
    """Where it happens, what is asked for, and the route that the law gives; gives where its draws are."""
    cell = flat[at.O_CELLS] + room[at.X_CELL] * at.CELL
    scene = at.X_SCENES + ((room[at.X_NUMBER] - 1) & (at.AHEAD - 1))
    place = flat[cell + at.CELL_FIRST_SCENE]
    while room[scene] >= flat[flat[at.O_SCENE_CUMULATIVE] + place]:
        place += 1
    ask = 0
    asks = flat[at.O_ASKS] + room[at.X_KIND] * flat[at.ASKS]
    while room[scene + at.AHEAD] >= flat[asks + ask]:
        ask += 1
    behind = flat[cell + at.CELL_BY_MEMBER]
    fellow = 1 if behind >= 0 and (room[at.X_PRESENT] >> behind) & 1 else 0
    room[at.X_BEHIND] = behind
    room[at.X_SCENE] = place
    room[at.X_ASK] = ask
    number = ((room[at.X_EPOCH] * 2 + fellow) * flat[at.SCENES] + place) * flat[at.ASKS] + ask
    room[at.X_ROUTE] = flat[at.O_ROUTES] + number * at.ROUTE
    return scene


@njit(cache=True, nogil=True)
def _crisis(flat: Any, sums: Any, room: Any, trace: Any) -> Any:
    """One crisis from its beginning to what everybody learnt from it."""
    scene = _begin(flat, room)
    room[at.X_FIRST], room[at.X_TOTAL], room[at.X_SENDS], room[at.X_NEED] = -1, 0, 0, 0
    room[at.X_INVOKED] = room[at.X_DAY]
    status = flat[room[at.X_ROUTE] + at.ROUTE_STATUS]
    if status == at.NOT_ENGAGED:
        room[at.X_OUTCOME] = at.OUT_NOT_ENGAGED
    elif not _called(flat, room, room[scene + 2 * at.AHEAD]):
        room[at.X_OUTCOME] = at.OUT_NOT_INVOKED
    else:
        room[at.X_INVOKED] += quantile(flat, flat[at.O_DELAYS] + at.DELAY_INVOKE * 33, room[scene + 3 * at.AHEAD])
        if status == at.NOBODY:
            room[at.X_OUTCOME] = at.OUT_NOBODY
        else:
            _meet(flat, sums, room, trace)
    _believe(flat, room)
    outcome = room[at.X_OUTCOME]
    counts = flat[at.S_CRISES] + (room[at.X_TARGET] * flat[at.KINDS] + room[at.X_KIND]) * at.CRISIS
    sums[counts + outcome] += 1
    if room[at.X_FIRST] >= 0:
        sums[counts + at.CRISIS - 1] += 1
    sums[flat[at.S_YEARS] + (room[at.X_YEAR] - 1) * at.CRISES_OF_YEAR + outcome] += 1
    room[at.X_CRISES] += 1
    if outcome == at.OUT_ANSWERED:
        room[at.X_ANSWERED] += 1
    if room[at.X_FOLLOWED]:
        note(flat, room, trace, at.ROW_CRISIS)


@njit(cache=True, nogil=True)
def _candidate(flat: Any, sums: Any, room: Any, trace: Any) -> Any:
    """Jump to the next candidate crisis; False when it lies beyond the horizon."""
    number = room[at.X_NUMBER]
    ahead = number & (at.AHEAD - 1)
    if not ahead:
        fill(room, at.X_GAPS, at.AHEAD, _GAP, number, 1, at.AHEAD)
        fill(room, at.X_SCENES, at.AHEAD, _SCENE, number + 1, 1, at.AHEAD)
        fill(room, at.X_COURSES, at.AHEAD, _COURSE, number + 1, 1, at.AHEAD)
    word = room[at.X_GAPS + ahead]
    room[at.X_NUMBER] = number + 1
    room[at.X_CANDIDATES] += 1
    bucket = word >> 20
    table = flat[at.O_EXPONENTIAL]
    gap = flat[table + bucket]
    if bucket < 4095:
        gap += ((flat[table + bucket + 1] - gap) * (word & 0xFFFFF)) >> 20
    room[at.X_TICK] += (gap * flat[at.MEAN_GAP]) >> 20
    day = room[at.X_TICK] >> 10
    while (
        room[at.X_YEAR] <= flat[at.YEARS]
        and flat[flat[at.O_YEARS] + room[at.X_YEAR] * at.YEAR + at.YEAR_DAY] <= day
    ):
        turn(flat, sums, room, trace)
    if day >= flat[at.HORIZON]:
        return False
    if bucket == 4095:
        return True
    cell = _cell(flat, room[at.X_GAPS + at.AHEAD + ahead])
    room[at.X_DAY], room[at.X_CELL] = day, cell
    room[at.X_TARGET] = flat[flat[at.O_CELLS] + cell * at.CELL + at.CELL_TARGET]
    room[at.X_KIND] = flat[flat[at.O_CELLS] + cell * at.CELL + at.CELL_KIND]
    enter(flat, room, day)
    if not (room[at.X_PRESENT] >> room[at.X_TARGET]) & 1:
        return True
    deterred = flat[flat[at.O_KINDS] + room[at.X_KIND] * at.KIND + at.KIND_DETERRED]
    happens = 4294967296 - ((deterred * room[at.X_BELIEFS + flat[at.MEMBERS]]) >> 16)
    trend = flat[flat[at.O_YEARS] + (room[at.X_YEAR] - 1) * at.YEAR + at.YEAR_TREND]
    if room[at.X_GAPS + 2 * at.AHEAD + ahead] < ((happens >> 16) * trend) >> 16:
        _crisis(flat, sums, room, trace)
    return True


@njit(cache=True, nogil=True)
def _world(flat: Any, sums: Any, room: Any, trace: Any, world: int) -> Any:
    """Play one world and add what came of it to the statistics."""
    members = flat[at.MEMBERS]
    room[at.X_WORLD], room[at.X_NUMBER], room[at.X_TICK], room[at.X_YEAR], room[at.X_ROW] = world, 0, 0, 0, 0
    room[at.X_CANDIDATES], room[at.X_CRISES], room[at.X_ANSWERED] = 0, 0, 0
    for m in range(members + 1):
        own = flat[at.O_MEMBERS] + m * at.MEMBER
        room[at.X_BELIEFS + m] = flat[own + at.MEMBER_BELIEF]
        room[at.X_STATUS + m] = flat[own + at.MEMBER_STATUS]
        room[at.X_LEAVES + m] = at.NEVER
    room[at.X_GONE] = 0
    while _candidate(flat, sums, room, trace):
        pass
    whole = flat[at.S_WORLDS]
    sums[whole + at.WORLDS] += 1
    sums[whole + at.CANDIDATES] += room[at.X_CANDIDATES]
    sums[whole + at.CRISES] += room[at.X_CRISES]
    sums[whole + at.DAYS] += flat[at.HORIZON]
    sums[flat[at.S_ANSWERED] + min(room[at.X_ANSWERED], at.WORLD_BINS - 1)] += 1


@njit(cache=True, nogil=True)
def stride(
    flat: Any,
    sums: Any,
    room: Any,
    trace: Any,
    low: int,
    high: int,
    followed: int,
    first: int,
    last: int,
    step: int,
) -> None:
    """Play every so many worlds; see :func:`play`, which gives pointers to it.

    Args:
        flat: the compiled table.
        sums: the statistics.
        room: scratch.
        trace: the trace.
        low: low word of the seed.
        high: high word of the seed.
        followed: 1 when the trace is to be written, else 0.
        first: first world.
        last: the world after the last.
        step: from one world to the next.
    """
    room[at.X_LOW], room[at.X_HIGH], room[at.X_FOLLOWED] = low, high, followed
    squeeze(flat, room)
    for world in range(first, last, step):
        _world(flat, sums, room, trace, world)


@njit(cache=True, nogil=True)
def play(flat: Any, sums: Any, room: Any, trace: Any, low: int, high: int, first: int, last: int) -> Any:
    """Play worlds and add what came of them to the statistics.

    Args:
        flat: the compiled table.
        sums: the statistics, ``flat[STATISTICS]`` long.
        room: scratch, ``SCRATCH`` long.
        trace: the trace of one world, or empty.
        low: low word of the seed.
        high: high word of the seed.
        first: first world.
        last: the world after the last.
    """
    followed = 1 if trace.shape[0] else 0
    table, counts, scratch, rows = numbers_of(flat), numbers_of(sums), numbers_of(room), numbers_of(trace)
    stride(table, counts, scratch, rows, low, high, followed, first, last, 1)
    return room[at.X_ROW]
