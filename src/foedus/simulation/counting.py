"""Counting in the kernel: decision rules as postfix programs over exact whole sums.

:mod:`foedus.simulation.ballots` lowers the engine's own ballots to these programs.
"""

from __future__ import annotations

from typing import Any

from foedus.simulation import layout as at
from foedus.simulation.machine_code import njit


@njit(cache=True, nogil=True, inline="always")
def bits(mask: int) -> int:
    """How many states a mask holds."""
    x = mask - ((mask >> 1) & 0x5555555555555555)
    x = (x & 0x3333333333333333) + ((x >> 2) & 0x3333333333333333)
    x = (x + (x >> 4)) & 0x0F0F0F0F0F0F0F0F
    x = x + (x >> 8)
    x = x + (x >> 16)
    return (x + (x >> 32)) & 0x7F


@njit(cache=True, nogil=True)
def _bar(flat: Any, place: int, link: int, members: int, room: Any, stances: int) -> Any:
    """A threshold: the sum of scores against what is needed; a share of nothing is not reached."""
    measure = flat[place + 1]
    total = 0
    base = 0
    if measure == 0:
        for stance in range(5):
            count = bits(room[stances + stance])
            total += count * flat[place + 3 + stance]
            base += count * flat[place + 8 + stance]
    else:
        lacking = flat[link + at.LINK_NO_WEIGHT + measure - 1]
        sizes = link + at.LINK + (measure - 1) * members
        for stance in range(5):
            mask = room[stances + stance]
            if mask & lacking:
                return at.UNTOLD
            size = 0
            m = 0
            while mask:
                if mask & 1:
                    size += flat[sizes + m]
                mask >>= 1
                m += 1
            total += size * flat[place + 3 + stance]
            base += size * flat[place + 8 + stance]
    if total < flat[place + 2] or base == 0:
        return at.FALSE
    return at.TRUE


@njit(cache=True, nogil=True)
def _combined(kind: int, room: Any, top: int, count: int) -> Any:
    """Conditions taken together in three-valued logic."""
    some_false = False
    some_true = False
    some_untold = False
    for j in range(top - count, top):
        some_false |= room[j] == at.FALSE
        some_true |= room[j] == at.TRUE
        some_untold |= room[j] == at.UNTOLD
    if kind == at.ALL_OF:
        return at.FALSE if some_false else at.UNTOLD if some_untold else at.TRUE
    if some_true:
        return at.TRUE if kind == at.ANY_OF else at.FALSE
    if some_untold:
        return at.UNTOLD
    return at.FALSE if kind == at.ANY_OF else at.TRUE


@njit(cache=True, nogil=True)
def _run(flat: Any, place: int, length: int, link: int, members: int, room: Any, stances: int) -> Any:
    """The answer of one postfix sequence."""
    first = stances + 5
    top = first
    end = place + length
    while place < end:
        op = flat[place]
        if op == at.OP_BAR:
            room[top] = _bar(flat, place, link, members, room, stances)
            top += 1
            place += at.BAR
        elif op == at.OP_OBJECTIONS:
            against = 0
            for stance in range(5):
                if (flat[place + 2] >> stance) & 1:
                    against |= room[stances + stance]
            room[top] = at.FALSE if against & flat[place + 1] else at.TRUE
            top += 1
            place += at.OBJECTING
        elif op == at.OP_SETTLED:
            room[top] = flat[place + 1]
            top += 1
            place += at.SETTLING
        else:
            count = flat[place + 2]
            answer = _combined(flat[place + 1], room, top, count)
            top -= count
            room[top] = answer
            top += 1
            place += at.COMBINING
    return room[first]


@njit(cache=True, nogil=True)
def verdict(flat: Any, program: int, room: Any, stances: int) -> Any:
    """Whether a proposal is adopted: false, true, or that it cannot be told.

    Args:
        flat: the compiled table.
        program: where the chain of rules begins.
        room: the scratch.
        stances: where in it the five masks of stances stand; behind them is room for intermediate answers.
    """
    members = flat[at.MEMBERS]
    empty = (room[stances] | room[stances + 1] | room[stances + 2] | room[stances + 3] | room[stances + 4]) == 0
    links = flat[program]
    link = program + 1
    adopted = at.FALSE
    for _ in range(links):
        quorum_length = flat[link + at.LINK_QUORUM]
        condition_length = flat[link + at.LINK_CONDITION]
        front = link + at.LINK + 2 * members
        met = at.TRUE
        if empty and flat[link + at.LINK_EMPTY] == at.UNTOLD:
            if quorum_length:
                met = at.UNTOLD
        elif quorum_length:
            met = _run(flat, front, quorum_length, link, members, room, stances)
        if met == at.FALSE:
            adopted = at.FALSE
        else:
            if empty and flat[link + at.LINK_EMPTY] >= 0:
                held = flat[link + at.LINK_EMPTY]
            else:
                held = _run(flat, front + quorum_length, condition_length, link, members, room, stances)
            adopted = held if met == at.TRUE or held == at.FALSE else at.UNTOLD
        failed = met if flat[link + at.LINK_WHEN] == 2 else adopted
        if failed != at.FALSE:
            break
        link = front + quorum_length + condition_length
    return adopted
