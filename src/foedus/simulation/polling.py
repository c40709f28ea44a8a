"""Polling in the kernel: every voter's stance from its index, the leading power's word, and its own shock."""

from __future__ import annotations

from typing import Any

from foedus.simulation import layout as at
from foedus.simulation.chance import fill
from foedus.simulation.machine_code import njit


@njit(cache=True, nogil=True, inline="always")
def chance(flat: Any, index: int) -> Any:
    """The threshold of an index of log-odds; beyond eight units the table's ends."""
    place = min(max(index + 512, 0), 1024)
    return flat[flat[at.O_LOGISTIC] + place]


@njit(cache=True, nogil=True, inline="always")
def word_of(room: Any, groups: int, m: int) -> Any:
    """The word of a member, of those drawn for groups of four."""
    return room[groups + (m & 3) * at.GROUPS + (m >> 2)]


@njit(cache=True, nogil=True, inline="always")
def _stand(flat: Any, index: int, word: int, silent: int) -> Any:
    """The stance of a member that takes part."""
    if word < chance(flat, index):
        return at.SUPPORTS
    if word >= chance(flat, index + flat[at.ABSTENTION]):
        return at.OBJECTS
    return at.SILENT if silent else at.ABSTAINS


@njit(cache=True, nogil=True)
def _said(flat: Any, room: Any) -> Any:
    """What the leading power's word adds to the index of the others."""
    leader = flat[at.LEADER]
    if leader < 0 or not (room[at.X_VOTERS] >> leader) & 1 or room[at.X_STATUS + leader] != at.MEMBER_NOW:
        return 0
    if leader == room[at.X_TARGET]:
        return flat[at.LEADER_WEIGHT]
    stance = _stand(flat, room[at.X_INDEX + leader], word_of(room, at.X_GROUPS, leader), room[at.X_SILENT])
    if stance == at.SUPPORTS:
        return flat[at.LEADER_WEIGHT]
    return -flat[at.LEADER_WEIGHT] if stance == at.OBJECTS else 0


@njit(cache=True, nogil=True)
def _count(flat: Any, sums: Any, room: Any) -> None:
    """Count the voters' stances in a crisis."""
    place = flat[at.S_STANCES]
    for m in range(flat[at.MEMBERS]):
        for stance in range(5):
            sums[place + m * 5 + stance] += (room[at.X_MASKS + stance] >> m) & 1


@njit(cache=True, nogil=True)
def poll(flat: Any, sums: Any, room: Any, purpose: int, shift: int, number: int) -> Any:
    """Every voter's stance from the indices in the scratch; the masks of stances are left there.

    Args:
        flat: the compiled table.
        sums: the statistics; stances in crises are counted.
        room: the scratch.
        purpose: what the draws are for.
        shift: slot of the first group of four members.
        number: number of the crisis or year.
    """
    members, voters, target, leader = flat[at.MEMBERS], room[at.X_VOTERS], room[at.X_TARGET], flat[at.LEADER]
    fill(room, at.X_GROUPS, at.GROUPS, purpose | shift << 8, number, 0, (members + 3) >> 2)
    said = _said(flat, room)
    taking, supporting, objecting = 0, 0, 0
    for m in range(members):
        index = room[at.X_INDEX + m] + (0 if m == leader else said)
        room[at.X_INDEX + m] = index
        word = word_of(room, at.X_GROUPS, m)
        taking |= (room[at.X_STATUS + m] == at.MEMBER_NOW) << m
        supporting |= (word < chance(flat, index)) << m
        objecting |= (word >= chance(flat, index + flat[at.ABSTENTION])) << m
    asking = 1 << target if target >= 0 else 0
    taking = voters & (taking | asking)
    supporting = taking & (supporting | asking)
    objecting &= taking & ~asking
    rest = taking & ~supporting & ~objecting
    silent = room[at.X_SILENT]
    room[at.X_MASKS + at.SUPPORTS] = supporting
    room[at.X_MASKS + at.ABSTAINS] = 0 if silent else rest
    room[at.X_MASKS + at.OBJECTS] = objecting
    room[at.X_MASKS + at.ABSENT] = voters & ~taking
    room[at.X_MASKS + at.SILENT] = rest if silent else 0
    if target >= 0:
        _count(flat, sums, room)
