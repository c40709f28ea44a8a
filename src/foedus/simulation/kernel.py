"""The kernel: worlds played on the compiled table, in whole numbers only.

One world after the other, from crisis to crisis; the order of a step stands in ``docs/explanation/worlds.md``, and
:mod:`foedus.simulation.world` plays the same through the engine. Nothing here computes an exponential, a logarithm or
a fraction, so the same bytes come out on every machine. This module needs the extra ``simulation`` (numba).

Arrays, all of 64-bit whole numbers: ``T`` is the compiled table; ``S`` the statistics, only ever added to; ``X`` the
scratch of one thread (:data:`foedus.simulation.layout.SCRATCH`); ``R`` the trace, empty unless one world is followed.
"""

from __future__ import annotations

from numba import njit

from foedus.simulation import layout as at
from foedus.simulation.chance import quantile
from foedus.simulation.counting import verdict
from foedus.simulation.polling import chance, draw4, poll, word_of

_GAP, _SCENE, _COURSE, _STANCE, _HELP, _YEAR, _READMISSION = range(1, 8)


@njit(cache=True, nogil=True)
def _cell(T, word):  # type: ignore[no-untyped-def]
    """The cell of a candidate: a guide by the top eight bits, then a search in the cumulative thresholds."""
    cumulative = T[at.O_CUMULATIVE]
    cell = T[T[at.O_GUIDE] + (word >> 24)]
    while word >= T[cumulative + cell]:
        cell += 1
    return cell


@njit(cache=True, nogil=True)
def _enter(T, X, day):  # type: ignore[no-untyped-def]
    """Find the epoch of the law on a day, and who belongs on it: those of the epoch that have not left."""
    found = 0
    for e in range(1, T[at.EPOCHS]):
        if T[T[at.O_EPOCHS] + e * at.EPOCH + at.EPOCH_DAY] <= day:
            found = e
    mask = T[T[at.O_EPOCHS] + found * at.EPOCH + at.EPOCH_MEMBERS]
    for m in range(T[at.MEMBERS]):
        if X[at.X_LEAVES + m] <= day:
            mask &= ~(1 << m)
    X[at.X_EPOCH] = found
    X[at.X_PRESENT] = mask


@njit(cache=True, nogil=True)
def _believe(T, X):  # type: ignore[no-untyped-def]
    """What everybody learns from how a crisis ended: the target, the onlookers, those outside."""
    members = T[at.MEMBERS]
    row = T[at.O_UPDATES] + X[at.X_OUTCOME] * at.UPDATE
    for m in range(members + 1):
        if m < members and not (X[at.X_PRESENT] >> m) & 1:
            continue
        role = 4 if m == members else 0 if m == X[at.X_TARGET] else 2
        belief = X[at.X_BELIEFS + m]
        change = (65536 - belief) * T[row + role] - belief * T[row + role + 1]
        X[at.X_BELIEFS + m] = belief + (change >> 16)


@njit(cache=True, nogil=True)
def _send(T, X, R, measure):  # type: ignore[no-untyped-def]
    """Who sends what and when, of those that support; the total and the first day of arrival go to the scratch."""
    alone = T[X[at.X_ROUTE] + at.ROUTE_STATUS] == at.ALONE
    front = T[at.O_MEASURES] + measure * at.MEASURE
    willing = X[at.X_MASKS + at.SUPPORTS] & X[at.X_PRESENT] & ~(1 << X[at.X_TARGET])
    if X[at.X_BEHIND] >= 0:
        willing &= ~(1 << X[at.X_BEHIND])
    last, refused, m = -1, 0, 0
    while willing >> m:
        if (willing >> m) & 1:
            words = draw4(X, _HELP, m)
            if words[0] < chance(T, X[at.X_INDEX + m] + T[front + at.MEASURE_SEND]):
                own = T[at.O_MEMBERS] + m * at.MEMBER
                asked = T[own + at.MEMBER_CONSENT] and T[front + at.MEASURE_CONSENT] and not alone
                if asked and words[2] >= T[at.CONSENT]:
                    refused |= 1 << m
                else:
                    X[at.X_SENDS] |= 1 << m
                    X[at.X_TOTAL] += T[own + at.MEMBER_STRENGTH]
                    if not alone:
                        day = X[at.X_DECIDED] + quantile(T, T[at.O_DELAYS] + at.DELAY_SEND * 33, words[1])
                        if X[at.X_FIRST] < 0 or day < X[at.X_FIRST]:
                            X[at.X_FIRST] = day
                        if day > last:
                            last = day
        m += 1
    if R.shape[0]:
        R[X[at.X_ROW] + at.ROW_REFUSED] = refused
        R[X[at.X_ROW] + at.ROW_COMPLETE] = last


@njit(cache=True, nogil=True)
def _pivotal(T, S, X, program):  # type: ignore[no-untyped-def]
    """Voters each of whom alone, had it supported, would have let the proposal pass."""
    found = 0
    others = X[at.X_VOTERS] & ~X[at.X_MASKS + at.SUPPORTS]
    for m in range(T[at.MEMBERS]):
        bit = 1 << m
        if not others & bit:
            continue
        was = 0
        for j in range(5):
            if X[at.X_MASKS + j] & bit:
                was = j
        X[at.X_MASKS + was] ^= bit
        X[at.X_MASKS + at.SUPPORTS] |= bit
        if verdict(T, program, X, at.X_MASKS) == at.TRUE:
            found |= bit
            S[T[at.S_PIVOTAL] + m] += 1
        X[at.X_MASKS + at.SUPPORTS] ^= bit
        X[at.X_MASKS + was] |= bit
    return found


@njit(cache=True, nogil=True)
def _answer(T, S, X, R):  # type: ignore[no-untyped-def]
    """Count the stances under the rule, and send what was decided; the outcome goes to the scratch."""
    route = X[at.X_ROUTE]
    program = T[route + at.ROUTE_PROGRAM]
    alone = T[route + at.ROUTE_STATUS] == at.ALONE
    answer = at.TRUE if alone else verdict(T, program, X, at.X_MASKS)
    if R.shape[0]:
        for j in range(5):
            R[X[at.X_ROW] + at.ROW_SUPPORTS + j] = X[at.X_MASKS + j]
    if answer != at.TRUE:
        X[at.X_OUTCOME] = at.OUT_UNKNOWN
        if answer == at.FALSE:
            X[at.X_OUTCOME] = at.OUT_REJECTED
            found = _pivotal(T, S, X, program)
            if R.shape[0]:
                R[X[at.X_ROW] + at.ROW_PIVOTAL] = found
        return
    measure = T[route + at.ROUTE_MEASURE]
    X[at.X_OUTCOME] = at.OUT_LESSER if T[route + at.ROUTE_LESSER] else at.OUT_ANSWERED
    if T[T[at.O_MEASURES] + measure * at.MEASURE + at.MEASURE_HELP]:
        _send(T, X, R, measure)
        if X[at.X_TOTAL] < X[at.X_NEED]:
            X[at.X_OUTCOME] = at.OUT_INSUFFICIENT


@njit(cache=True, nogil=True)
def _meet(T, S, X, R):  # type: ignore[no-untyped-def]
    """From a call that was made to its end: the organ meets, members take positions, the rule decides."""
    route, members = X[at.X_ROUTE], T[at.MEMBERS]
    course = draw4(X, _COURSE, 0)
    met = X[at.X_INVOKED] + quantile(T, T[at.O_DELAYS] + at.DELAY_MEET * 33, course[0])
    X[at.X_DECIDED] = met + T[route + at.ROUTE_DAYS]
    X[at.X_NEED] = quantile(T, T[at.O_KINDS] + X[at.X_KIND] * at.KIND + at.KIND_FRONT, course[2])
    X[at.X_SILENT] = T[route + at.ROUTE_SILENT]
    voters = T[route + at.ROUTE_VOTERS]
    X[at.X_VOTERS] = (voters & X[at.X_PRESENT]) | (voters & T[route + at.ROUTE_OPEN])
    front = T[at.O_MEASURES] + T[route + at.ROUTE_MEASURE] * at.MEASURE
    shock = (T[T[at.O_SHOCKS] + (course[1] >> 24)] * T[at.SHOCK]) >> 16
    common = T[T[at.O_KINDS] + X[at.X_KIND] * at.KIND + at.KIND_STANCE] + shock - T[front + at.MEASURE_COST]
    affinity = T[at.O_AFFINITY] + X[at.X_TARGET]
    ties = T[at.O_TIES] + T[T[at.O_CELLS] + X[at.X_CELL] * at.CELL + at.CELL_INITIATOR] * members
    for m in range(members):
        own = (T[at.BELIEF_STANCE] * X[at.X_BELIEFS + m]) >> 16
        X[at.X_INDEX + m] = common + T[affinity + m * members] - T[ties + m] + own
    poll(T, S, X, _STANCE, 0)
    if R.shape[0]:
        R[X[at.X_ROW] + at.ROW_MET] = met
        R[X[at.X_ROW] + at.ROW_DECIDED] = X[at.X_DECIDED]
        R[X[at.X_ROW] + at.ROW_NEED] = X[at.X_NEED]
    _answer(T, S, X, R)
    place = min(X[at.X_DECIDED] - X[at.X_DAY], at.DECISION_DAYS - 1)
    S[T[at.S_DECISION] + place] += 1
    if X[at.X_FIRST] >= 0:
        place = min(X[at.X_FIRST] - X[at.X_INVOKED], at.ARRIVAL_DAYS - 1)
        S[T[at.S_ARRIVAL] + place] += 1


@njit(cache=True, nogil=True)
def _called(T, X, scene):  # type: ignore[no-untyped-def]
    """Whether the target invokes: by what the kind asks for, by its belief, by whether it stands aside."""
    target = X[at.X_TARGET]
    index = T[T[at.O_KINDS] + X[at.X_KIND] * at.KIND + at.KIND_INVOKE]
    index += (T[at.BELIEF_INVOKE] * X[at.X_BELIEFS + target]) >> 16
    if X[at.X_STATUS + target] != at.MEMBER_NOW:
        index -= T[at.FROZEN_INVOKE]
    return scene[2] < chance(T, index)


@njit(cache=True, nogil=True)
def _begin(T, X):  # type: ignore[no-untyped-def]
    """Where it happens, what is asked for, and the route that the law gives; gives the draws of the scene."""
    cell = T[at.O_CELLS] + X[at.X_CELL] * at.CELL
    scene = draw4(X, _SCENE, 0)
    place = T[cell + at.CELL_FIRST_SCENE]
    while scene[0] >= T[T[at.O_SCENE_CUMULATIVE] + place]:
        place += 1
    ask = 0
    asks = T[at.O_ASKS] + X[at.X_KIND] * T[at.ASKS]
    while scene[1] >= T[asks + ask]:
        ask += 1
    behind = T[cell + at.CELL_BY_MEMBER]
    fellow = 1 if behind >= 0 and (X[at.X_PRESENT] >> behind) & 1 else 0
    X[at.X_BEHIND] = behind
    X[at.X_SCENE] = place
    X[at.X_ASK] = ask
    number = ((X[at.X_EPOCH] * 2 + fellow) * T[at.SCENES] + place) * T[at.ASKS] + ask
    X[at.X_ROUTE] = T[at.O_ROUTES] + number * at.ROUTE
    return scene


@njit(cache=True, nogil=True)
def _crisis(T, S, X, R):  # type: ignore[no-untyped-def]
    """One crisis from its beginning to what everybody learnt from it."""
    scene = _begin(T, X)
    X[at.X_FIRST], X[at.X_TOTAL], X[at.X_SENDS], X[at.X_NEED] = -1, 0, 0, 0
    X[at.X_INVOKED] = X[at.X_DAY]
    status = T[X[at.X_ROUTE] + at.ROUTE_STATUS]
    if status == at.NOT_ENGAGED:
        X[at.X_OUTCOME] = at.OUT_NOT_ENGAGED
    elif not _called(T, X, scene):
        X[at.X_OUTCOME] = at.OUT_NOT_INVOKED
    else:
        X[at.X_INVOKED] += quantile(T, T[at.O_DELAYS] + at.DELAY_INVOKE * 33, scene[3])
        if status == at.NOBODY:
            X[at.X_OUTCOME] = at.OUT_NOBODY
        else:
            _meet(T, S, X, R)
    _believe(T, X)
    outcome = X[at.X_OUTCOME]
    counts = T[at.S_CRISES] + (X[at.X_TARGET] * T[at.KINDS] + X[at.X_KIND]) * at.CRISIS
    S[counts + outcome] += 1
    if X[at.X_FIRST] >= 0:
        S[counts + at.CRISIS - 1] += 1
    S[T[at.S_YEARS] + (X[at.X_YEAR] - 1) * at.CRISES_OF_YEAR + outcome] += 1
    X[at.X_CRISES] += 1
    if outcome == at.OUT_ANSWERED:
        X[at.X_ANSWERED] += 1
    if R.shape[0]:
        _note(T, X, R, at.ROW_CRISIS)


@njit(cache=True, nogil=True)
def _note(T, X, R, kind):  # type: ignore[no-untyped-def]
    """Write a row of the trace, and begin the next."""
    row, members = X[at.X_ROW], T[at.MEMBERS]
    R[row + at.ROW_KIND] = kind
    R[row + at.ROW_NUMBER] = X[at.X_NUMBER] if kind == at.ROW_CRISIS else X[at.X_YEAR]
    R[row + at.ROW_DAY] = X[at.X_DAY]
    if kind == at.ROW_CRISIS:
        R[row + at.ROW_CELL] = X[at.X_CELL]
        R[row + at.ROW_SCENE] = X[at.X_SCENE]
        R[row + at.ROW_ASK] = X[at.X_ASK]
        R[row + at.ROW_OUTCOME] = X[at.X_OUTCOME]
        R[row + at.ROW_INVOKED] = X[at.X_INVOKED]
        R[row + at.ROW_SENDS] = X[at.X_SENDS]
        R[row + at.ROW_TOTAL] = X[at.X_TOTAL]
        R[row + at.ROW_ARRIVED] = X[at.X_FIRST]
    R[row + at.ROW_MEMBERS] = X[at.X_PRESENT]
    for m in range(members + 1):
        R[row + at.TRACE + m] = X[at.X_BELIEFS + m]
    for m in range(members):
        R[row + at.TRACE + members + 1 + m] = X[at.X_STATUS + m]
    X[at.X_ROW] = row + at.TRACE + 2 * members + 1


@njit(cache=True, nogil=True)
def _admitted(T, S, X, applicant, year):  # type: ignore[no-untyped-def]
    """Whether a state that left is let in again, by the organ and rule that the charter names."""
    row = T[at.O_ADMISSIONS] + ((X[at.X_EPOCH] * T[at.MEMBERS]) + applicant) * at.ADMIT
    if T[row + at.ADMISSION_STATUS] != at.VOTED:
        return T[row + at.ADMISSION_STATUS] == at.FREE
    members = T[at.MEMBERS]
    X[at.X_VOTERS] = T[row + at.ADMISSION_VOTERS] & X[at.X_PRESENT]
    X[at.X_SILENT] = T[row + at.ADMISSION_SILENT]
    X[at.X_TARGET] = -1
    for m in range(members):
        X[at.X_INDEX + m] = T[at.ADMISSION] + T[T[at.O_AFFINITY] + m * members + applicant]
    number = X[at.X_NUMBER]
    X[at.X_NUMBER] = year
    poll(T, S, X, _READMISSION, applicant * 16)
    X[at.X_NUMBER] = number
    return verdict(T, T[row + at.ADMISSION_PROGRAM], X, at.X_MASKS) == at.TRUE


@njit(cache=True, nogil=True)
def _member_year(T, S, X, m, word, year):  # type: ignore[no-untyped-def]
    """What a state does about its membership at the turn of a year."""
    own = T[at.O_MEMBERS] + m * at.MEMBER
    hazards, front = T[at.O_HAZARDS], T[at.O_YEARS] + year * at.YEAR
    status, left = X[at.X_STATUS + m], X[at.X_LEAVES + m] <= X[at.X_DAY]
    away = T[own + at.MEMBER_PULL] - ((T[at.BELIEF_LEAVE] * X[at.X_BELIEFS + m]) >> 16)
    if left:
        X[at.X_STATUS + m] = at.OUTSIDE
        if word < chance(T, T[hazards + at.HAZARD_RETURN] - away) and _admitted(T, S, X, m, year):
            X[at.X_STATUS + m] = at.MEMBER_NOW
            X[at.X_LEAVES + m] = at.NEVER
            X[at.X_PRESENT] |= 1 << m
        return
    frozen = status == at.FROZEN
    if status == at.NOTICE:
        return
    gives = T[hazards + (at.HAZARD_NOTICE_FROZEN if frozen else at.HAZARD_NOTICE)] + away
    if word >= 4294967296 - chance(T, gives) and T[front + at.YEAR_NOTICE]:
        X[at.X_STATUS + m] = at.NOTICE
        X[at.X_LEAVES + m] = T[front + at.YEAR_LEAVES]
        if X[at.X_LEAVES + m] <= X[at.X_DAY]:
            X[at.X_STATUS + m] = at.OUTSIDE
            X[at.X_PRESENT] &= ~(1 << m)
    elif frozen:
        if word < chance(T, T[hazards + at.HAZARD_UNFREEZE] - away):
            X[at.X_STATUS + m] = at.MEMBER_NOW
    elif word < chance(T, T[hazards + at.HAZARD_FREEZE] + away):
        X[at.X_STATUS + m] = at.FROZEN


@njit(cache=True, nogil=True)
def _turn(T, S, X, R):  # type: ignore[no-untyped-def]
    """The turn of a year: beliefs drift, members freeze, return, give notice, leave; the state of things is counted."""
    year, members = X[at.X_YEAR], T[at.MEMBERS]
    X[at.X_DAY] = T[T[at.O_YEARS] + year * at.YEAR + at.YEAR_DAY]
    _enter(T, X, X[at.X_DAY])
    belonging = T[T[at.O_EPOCHS] + X[at.X_EPOCH] * at.EPOCH + at.EPOCH_MEMBERS]
    free = T[T[at.O_EPOCHS] + X[at.X_EPOCH] * at.EPOCH + at.EPOCH_FREE]
    if year:
        for m in range(members + 1):
            belief = X[at.X_BELIEFS + m]
            prior = T[T[at.O_MEMBERS] + m * at.MEMBER + at.MEMBER_PRIOR]
            X[at.X_BELIEFS + m] = belief + (((prior - belief) * T[at.DRIFT]) >> 16)
        number = X[at.X_NUMBER]
        X[at.X_NUMBER] = year
        for group in range((members + 3) >> 2):
            if (free >> (group << 2)) & 15:
                words = draw4(X, _YEAR, group)
                for j in range(4):
                    m = (group << 2) + j
                    if (free >> m) & 1:
                        _member_year(T, S, X, m, word_of(words, j), year)
        X[at.X_NUMBER] = number
    present = 0
    for m in range(members):
        if (belonging >> m) & 1:
            S[T[at.S_STATUS] + (year * members + m) * 4 + X[at.X_STATUS + m]] += 1
            if X[at.X_STATUS + m] != at.OUTSIDE:
                present += 1
    for m in range(members + 1):
        place = min(X[at.X_BELIEFS + m] >> 12, at.BELIEF_BINS - 1)
        S[T[at.S_BELIEF] + (year * (members + 1) + m) * at.BELIEF_BINS + place] += 1
    S[T[at.S_MEMBERS] + year * 64 + present] += 1
    if R.shape[0]:
        _note(T, X, R, at.ROW_YEAR)
    X[at.X_YEAR] = year + 1


@njit(cache=True, nogil=True)
def _candidate(T, S, X, R):  # type: ignore[no-untyped-def]
    """Jump to the next candidate crisis; False when it lies beyond the horizon."""
    words = draw4(X, _GAP, 0)
    X[at.X_NUMBER] += 1
    X[at.X_CANDIDATES] += 1
    bucket = words[0] >> 20
    table = T[at.O_EXPONENTIAL]
    gap = T[table + bucket]
    if bucket < 4095:
        gap += ((T[table + bucket + 1] - gap) * (words[0] & 0xFFFFF)) >> 20
    X[at.X_TICK] += (gap * T[at.MEAN_GAP]) >> 20
    day = X[at.X_TICK] >> 10
    while X[at.X_YEAR] <= T[at.YEARS] and T[T[at.O_YEARS] + X[at.X_YEAR] * at.YEAR + at.YEAR_DAY] <= day:
        _turn(T, S, X, R)
    if day >= T[at.HORIZON]:
        return False
    if bucket == 4095:
        return True
    cell = _cell(T, words[1])
    X[at.X_DAY], X[at.X_CELL] = day, cell
    X[at.X_TARGET] = T[T[at.O_CELLS] + cell * at.CELL + at.CELL_TARGET]
    X[at.X_KIND] = T[T[at.O_CELLS] + cell * at.CELL + at.CELL_KIND]
    _enter(T, X, day)
    if not (X[at.X_PRESENT] >> X[at.X_TARGET]) & 1:
        return True
    deterred = T[T[at.O_KINDS] + X[at.X_KIND] * at.KIND + at.KIND_DETERRED]
    happens = 4294967296 - ((deterred * X[at.X_BELIEFS + T[at.MEMBERS]]) >> 16)
    trend = T[T[at.O_YEARS] + (X[at.X_YEAR] - 1) * at.YEAR + at.YEAR_TREND]
    if words[2] < ((happens >> 16) * trend) >> 16:
        _crisis(T, S, X, R)
    return True


@njit(cache=True, nogil=True)
def play(T, S, X, R, low, high, first, last):  # type: ignore[no-untyped-def]
    """Play worlds and add what came of them to the statistics.

    Args:
        T: the compiled table.
        S: the statistics, ``T[STATISTICS]`` long.
        X: scratch, ``SCRATCH`` long.
        R: the trace of one world, or empty.
        low: low word of the seed.
        high: high word of the seed.
        first: first world.
        last: the world after the last.
    """
    members = T[at.MEMBERS]
    X[at.X_LOW], X[at.X_HIGH] = low, high
    for world in range(first, last):
        X[at.X_WORLD], X[at.X_NUMBER], X[at.X_TICK], X[at.X_YEAR], X[at.X_ROW] = world, 0, 0, 0, 0
        X[at.X_CANDIDATES], X[at.X_CRISES], X[at.X_ANSWERED] = 0, 0, 0
        for m in range(members + 1):
            own = T[at.O_MEMBERS] + m * at.MEMBER
            X[at.X_BELIEFS + m] = T[own + at.MEMBER_BELIEF]
            X[at.X_STATUS + m] = T[own + at.MEMBER_STATUS]
            X[at.X_LEAVES + m] = at.NEVER
        while _candidate(T, S, X, R):
            pass
        whole = T[at.S_WORLDS]
        S[whole + at.WORLDS] += 1
        S[whole + at.CANDIDATES] += X[at.X_CANDIDATES]
        S[whole + at.CRISES] += X[at.X_CRISES]
        S[whole + at.DAYS] += T[at.HORIZON]
        S[T[at.S_ANSWERED] + min(X[at.X_ANSWERED], at.WORLD_BINS - 1)] += 1
    return X[at.X_ROW]
