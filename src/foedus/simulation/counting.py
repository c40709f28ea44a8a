"""Counting in the kernel: decision rules as postfix programs over exact whole sums.

:mod:`foedus.simulation.ballots` lowers the engine's own ballots to these programs.
"""

from __future__ import annotations

from numba import njit

from foedus.simulation import layout as at


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
def _bar(T, place, link, members, X, stances):  # type: ignore[no-untyped-def]
    """A threshold: the sum of scores against what is needed; a share of nothing is not reached."""
    measure = T[place + 1]
    total = 0
    base = 0
    if measure == 0:
        for stance in range(5):
            count = bits(X[stances + stance])
            total += count * T[place + 3 + stance]
            base += count * T[place + 8 + stance]
    else:
        lacking = T[link + at.LINK_NO_WEIGHT + measure - 1]
        sizes = link + at.LINK + (measure - 1) * members
        for stance in range(5):
            mask = X[stances + stance]
            if mask & lacking:
                return at.UNTOLD
            size = 0
            m = 0
            while mask:
                if mask & 1:
                    size += T[sizes + m]
                mask >>= 1
                m += 1
            total += size * T[place + 3 + stance]
            base += size * T[place + 8 + stance]
    if total < T[place + 2] or base == 0:
        return at.FALSE
    return at.TRUE


@njit(cache=True, nogil=True)
def _combined(kind, X, top, count):  # type: ignore[no-untyped-def]
    """Conditions taken together in three-valued logic."""
    some_false = False
    some_true = False
    some_untold = False
    for j in range(top - count, top):
        some_false |= X[j] == at.FALSE
        some_true |= X[j] == at.TRUE
        some_untold |= X[j] == at.UNTOLD
    if kind == at.ALL_OF:
        return at.FALSE if some_false else at.UNTOLD if some_untold else at.TRUE
    if some_true:
        return at.TRUE if kind == at.ANY_OF else at.FALSE
    if some_untold:
        return at.UNTOLD
    return at.FALSE if kind == at.ANY_OF else at.TRUE


@njit(cache=True, nogil=True)
def _run(T, place, length, link, members, X, stances):  # type: ignore[no-untyped-def]
    """The answer of one postfix sequence."""
    first = stances + 5
    top = first
    end = place + length
    while place < end:
        op = T[place]
        if op == at.OP_BAR:
            X[top] = _bar(T, place, link, members, X, stances)
            top += 1
            place += at.BAR
        elif op == at.OP_OBJECTIONS:
            against = 0
            for stance in range(5):
                if (T[place + 2] >> stance) & 1:
                    against |= X[stances + stance]
            X[top] = at.FALSE if against & T[place + 1] else at.TRUE
            top += 1
            place += at.OBJECTING
        elif op == at.OP_SETTLED:
            X[top] = T[place + 1]
            top += 1
            place += at.SETTLING
        else:
            count = T[place + 2]
            answer = _combined(T[place + 1], X, top, count)
            top -= count
            X[top] = answer
            top += 1
            place += at.COMBINING
    return X[first]


@njit(cache=True, nogil=True)
def verdict(T, program, X, stances):  # type: ignore[no-untyped-def]
    """Whether a proposal is adopted: false, true, or that it cannot be told.

    Args:
        T: the compiled table.
        program: where the chain of rules begins.
        X: the scratch.
        stances: where in it the five masks of stances stand; behind them is room for intermediate answers.
    """
    members = T[at.MEMBERS]
    empty = (X[stances] | X[stances + 1] | X[stances + 2] | X[stances + 3] | X[stances + 4]) == 0
    links = T[program]
    link = program + 1
    adopted = at.FALSE
    for _ in range(links):
        quorum_length = T[link + at.LINK_QUORUM]
        condition_length = T[link + at.LINK_CONDITION]
        front = link + at.LINK + 2 * members
        met = at.TRUE
        if empty and T[link + at.LINK_EMPTY] == at.UNTOLD:
            if quorum_length:
                met = at.UNTOLD
        elif quorum_length:
            met = _run(T, front, quorum_length, link, members, X, stances)
        if met == at.FALSE:
            adopted = at.FALSE
        else:
            if empty and T[link + at.LINK_EMPTY] >= 0:
                held = T[link + at.LINK_EMPTY]
            else:
                held = _run(T, front + quorum_length, condition_length, link, members, X, stances)
            adopted = held if met == at.TRUE or held == at.FALSE else at.UNTOLD
        failed = met if T[link + at.LINK_WHEN] == 2 else adopted
        if failed != at.FALSE:
            break
        link = front + quorum_length + condition_length
    return adopted
