"""The turn of a year in the kernel: beliefs drift, and members freeze, return, give notice, leave and come back.

Arrays as in :mod:`foedus.simulation.kernel`.
"""

from __future__ import annotations

from typing import Any

from foedus.simulation import layout as at
from foedus.simulation.chance import fill
from foedus.simulation.counting import verdict
from foedus.simulation.machine_code import njit
from foedus.simulation.polling import chance, poll, word_of

_YEAR, _READMISSION = 6, 7


@njit(cache=True, nogil=True)
def enter(flat: Any, room: Any, day: int) -> Any:
    """Find the epoch of the law on a day, and who belongs on it: those of the epoch that have not left."""
    found = 0
    for e in range(1, flat[at.EPOCHS]):
        if flat[flat[at.O_EPOCHS] + e * at.EPOCH + at.EPOCH_DAY] <= day:
            found = e
    mask = flat[flat[at.O_EPOCHS] + found * at.EPOCH + at.EPOCH_MEMBERS]
    gone, m = room[at.X_GONE], 0
    while gone >> m:
        if room[at.X_LEAVES + m] <= day:
            mask &= ~(1 << m)
        m += 1
    room[at.X_EPOCH] = found
    room[at.X_PRESENT] = mask


@njit(cache=True, nogil=True)
def note(flat: Any, room: Any, trace: Any, kind: int) -> Any:
    """Write a row of the trace, and begin the next."""
    row, members = room[at.X_ROW], flat[at.MEMBERS]
    trace[row + at.ROW_KIND] = kind
    trace[row + at.ROW_NUMBER] = room[at.X_NUMBER] if kind == at.ROW_CRISIS else room[at.X_YEAR]
    trace[row + at.ROW_DAY] = room[at.X_DAY]
    if kind == at.ROW_CRISIS:
        trace[row + at.ROW_CELL] = room[at.X_CELL]
        trace[row + at.ROW_SCENE] = room[at.X_SCENE]
        trace[row + at.ROW_ASK] = room[at.X_ASK]
        trace[row + at.ROW_OUTCOME] = room[at.X_OUTCOME]
        trace[row + at.ROW_INVOKED] = room[at.X_INVOKED]
        trace[row + at.ROW_SENDS] = room[at.X_SENDS]
        trace[row + at.ROW_TOTAL] = room[at.X_TOTAL]
        trace[row + at.ROW_ARRIVED] = room[at.X_FIRST]
    trace[row + at.ROW_MEMBERS] = room[at.X_PRESENT]
    for m in range(members + 1):
        trace[row + at.TRACE + m] = room[at.X_BELIEFS + m]
    for m in range(members):
        trace[row + at.TRACE + members + 1 + m] = room[at.X_STATUS + m]
    room[at.X_ROW] = row + at.TRACE + 2 * members + 1


@njit(cache=True, nogil=True)
def _admitted(flat: Any, sums: Any, room: Any, applicant: int, year: int) -> Any:
    """Whether a state that left is let in again, by the organ and rule that the charter names."""
    row = flat[at.O_ADMISSIONS] + ((room[at.X_EPOCH] * flat[at.MEMBERS]) + applicant) * at.ADMIT
    if flat[row + at.ADMISSION_STATUS] != at.VOTED:
        return flat[row + at.ADMISSION_STATUS] == at.FREE
    members = flat[at.MEMBERS]
    room[at.X_VOTERS] = flat[row + at.ADMISSION_VOTERS] & room[at.X_PRESENT]
    room[at.X_SILENT] = flat[row + at.ADMISSION_SILENT]
    room[at.X_TARGET] = -1
    for m in range(members):
        room[at.X_INDEX + m] = flat[at.ADMISSION] + flat[flat[at.O_AFFINITY] + m * members + applicant]
    poll(flat, sums, room, _READMISSION, applicant * 16, year)
    return verdict(flat, flat[row + at.ADMISSION_PROGRAM], room, at.X_MASKS) == at.TRUE


@njit(cache=True, nogil=True)
def _member_year(flat: Any, sums: Any, room: Any, m: int, word: int, year: int) -> Any:
    """What a state does about its membership at the turn of a year."""
    own = flat[at.O_MEMBERS] + m * at.MEMBER
    hazards, front = flat[at.O_HAZARDS], flat[at.O_YEARS] + year * at.YEAR
    status, left = room[at.X_STATUS + m], room[at.X_LEAVES + m] <= room[at.X_DAY]
    away = flat[own + at.MEMBER_PULL] - ((flat[at.BELIEF_LEAVE] * room[at.X_BELIEFS + m]) >> 16)
    if left:
        room[at.X_STATUS + m] = at.OUTSIDE
        if word < chance(flat, flat[hazards + at.HAZARD_RETURN] - away) and _admitted(flat, sums, room, m, year):
            room[at.X_STATUS + m] = at.MEMBER_NOW
            room[at.X_LEAVES + m] = at.NEVER
            room[at.X_GONE] &= ~(1 << m)
            room[at.X_PRESENT] |= 1 << m
        return
    frozen = status == at.FROZEN
    if status == at.NOTICE:
        return
    gives = flat[hazards + (at.HAZARD_NOTICE_FROZEN if frozen else at.HAZARD_NOTICE)] + away
    if word >= 4294967296 - chance(flat, gives) and flat[front + at.YEAR_NOTICE]:
        room[at.X_STATUS + m] = at.NOTICE
        room[at.X_LEAVES + m] = flat[front + at.YEAR_LEAVES]
        room[at.X_GONE] |= 1 << m
        if room[at.X_LEAVES + m] <= room[at.X_DAY]:
            room[at.X_STATUS + m] = at.OUTSIDE
            room[at.X_PRESENT] &= ~(1 << m)
    elif frozen:
        if word < chance(flat, flat[hazards + at.HAZARD_UNFREEZE] - away):
            room[at.X_STATUS + m] = at.MEMBER_NOW
    elif word < chance(flat, flat[hazards + at.HAZARD_FREEZE] + away):
        room[at.X_STATUS + m] = at.FROZEN


@njit(cache=True, nogil=True)
def squeeze(flat: Any, room: Any) -> None:
    """The words between which nothing happens to a member in a year, found once for all worlds.

    Belief only ever keeps a member, so that who believes nothing is the likeliest to freeze or to give notice.
    """
    hazards = flat[at.O_HAZARDS]
    for m in range(flat[at.MEMBERS]):
        pull = flat[flat[at.O_MEMBERS] + m * at.MEMBER + at.MEMBER_PULL]
        room[at.X_LEAST + m] = chance(flat, flat[hazards + at.HAZARD_FREEZE] + pull)
        room[at.X_MOST + m] = 4294967296 - chance(flat, flat[hazards + at.HAZARD_NOTICE] + pull)


@njit(cache=True, nogil=True)
def _believes(flat: Any, sums: Any, room: Any, year: int, m: int) -> None:
    """Count a belief; of states, only those that belong are asked."""
    place = min(room[at.X_BELIEFS + m] >> 12, at.BELIEF_BINS - 1)
    sums[flat[at.S_BELIEF] + (year * (flat[at.MEMBERS] + 1) + m) * at.BELIEF_BINS + place] += 1


@njit(cache=True, nogil=True)
def turn(flat: Any, sums: Any, room: Any, trace: Any) -> Any:
    """The turn of a year: beliefs drift, members freeze, return, give notice, leave; all is counted."""
    year, members = room[at.X_YEAR], flat[at.MEMBERS]
    room[at.X_DAY] = flat[flat[at.O_YEARS] + year * at.YEAR + at.YEAR_DAY]
    enter(flat, room, room[at.X_DAY])
    belonging = flat[flat[at.O_EPOCHS] + room[at.X_EPOCH] * at.EPOCH + at.EPOCH_MEMBERS]
    free = flat[flat[at.O_EPOCHS] + room[at.X_EPOCH] * at.EPOCH + at.EPOCH_FREE]
    if year:
        for m in range(members + 1):
            belief = room[at.X_BELIEFS + m]
            prior = flat[flat[at.O_MEMBERS] + m * at.MEMBER + at.MEMBER_PRIOR]
            room[at.X_BELIEFS + m] = belief + (((prior - belief) * flat[at.DRIFT]) >> 16)
        if free:
            fill(room, at.X_YEARS, at.GROUPS, _YEAR, year, 0, (members + 3) >> 2)
        for m in range(members):
            if (free >> m) & 1:
                word = word_of(room, at.X_YEARS, m)
                if room[at.X_STATUS + m] or word < room[at.X_LEAST + m] or word >= room[at.X_MOST + m]:
                    _member_year(flat, sums, room, m, word, year)
    present = 0
    for m in range(members):
        if (belonging >> m) & 1:
            sums[flat[at.S_STATUS] + (year * members + m) * 4 + room[at.X_STATUS + m]] += 1
            if room[at.X_STATUS + m] != at.OUTSIDE:
                present += 1
                _believes(flat, sums, room, year, m)
    _believes(flat, sums, room, year, members)
    sums[flat[at.S_MEMBERS] + year * 64 + present] += 1
    if room[at.X_FOLLOWED]:
        note(flat, room, trace, at.ROW_YEAR)
    room[at.X_YEAR] = year + 1
