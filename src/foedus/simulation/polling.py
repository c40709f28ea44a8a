"""Polling in the kernel: every voter's stance from its index, the leading power's word, and its own shock."""

from __future__ import annotations

from typing import Any

from foedus.simulation import layout as at
from foedus.simulation.chance import philox4
from foedus.simulation.machine_code import njit


@njit(cache=True, nogil=True, inline="always")
def chance(flat: Any, index: int) -> Any:
    """The threshold of an index of log-odds; beyond eight units the table's ends."""
    place = min(max(index + 512, 0), 1024)
    return flat[flat[at.O_LOGISTIC] + place]


@njit(cache=True, nogil=True, inline="always")
def word_of(words: Any, j: int) -> Any:
    """The j-th of four words."""
    if j == 0:
        return words[0]
    if j == 1:
        return words[1]
    return words[2] if j == 2 else words[3]


@njit(cache=True, nogil=True, inline="always")
def draw4(room: Any, purpose: int, slot: int) -> Any:
    """The four words of a purpose in the present world, at the present number."""
    return philox4(room[at.X_WORLD], purpose | slot << 8, room[at.X_NUMBER], room[at.X_LOW], room[at.X_HIGH])


@njit(cache=True, nogil=True, inline="always")
def _stand(flat: Any, index: int, word: int, silent: int) -> Any:
    """The stance of a member that takes part."""
    if word < chance(flat, index):
        return at.SUPPORTS
    if word >= chance(flat, index + flat[at.ABSTENTION]):
        return at.OBJECTS
    return at.SILENT if silent else at.ABSTAINS


@njit(cache=True, nogil=True)
def _said(flat: Any, room: Any, purpose: int, shift: int) -> Any:
    """What the leading power's word adds to the index of the others."""
    leader = flat[at.LEADER]
    if leader < 0 or not (room[at.X_VOTERS] >> leader) & 1 or room[at.X_STATUS + leader] != at.MEMBER_NOW:
        return 0
    if leader == room[at.X_TARGET]:
        return flat[at.LEADER_WEIGHT]
    words = draw4(room, purpose, shift + (leader >> 2))
    stance = _stand(flat, room[at.X_INDEX + leader], word_of(words, leader & 3), room[at.X_SILENT])
    if stance == at.SUPPORTS:
        return flat[at.LEADER_WEIGHT]
    return -flat[at.LEADER_WEIGHT] if stance == at.OBJECTS else 0


@njit(cache=True, nogil=True)
def poll(flat: Any, sums: Any, room: Any, purpose: int, shift: int) -> Any:
    """Every voter's stance from the indices in the scratch; the masks of stances are left there.

    Args:
        flat: the compiled table.
        sums: the statistics; stances in crises are counted.
        room: the scratch.
        purpose: what the draws are for.
        shift: slot of the first group of four members.
    """
    members, voters, target, leader = flat[at.MEMBERS], room[at.X_VOTERS], room[at.X_TARGET], flat[at.LEADER]
    for j in range(5):
        room[at.X_MASKS + j] = 0
    said = _said(flat, room, purpose, shift)
    for group in range((members + 3) >> 2):
        if not (voters >> (group << 2)) & 15:
            continue
        words = draw4(room, purpose, shift + group)
        for j in range(4):
            m = (group << 2) + j
            if not (voters >> m) & 1:
                continue
            if m != leader:
                room[at.X_INDEX + m] += said
            if m == target:
                stance = at.SUPPORTS
            elif room[at.X_STATUS + m] != at.MEMBER_NOW:
                stance = at.ABSENT
            else:
                stance = _stand(flat, room[at.X_INDEX + m], word_of(words, j), room[at.X_SILENT])
            room[at.X_MASKS + stance] |= 1 << m
            if target >= 0:
                sums[flat[at.S_STANCES] + m * 5 + stance] += 1
