"""Polling in the kernel: every voter's stance from its index, the leading power's word, and its own shock."""

from __future__ import annotations

from numba import njit

from foedus.simulation import layout as at
from foedus.simulation.chance import philox4


@njit(cache=True, nogil=True, inline="always")
def chance(T, index):  # type: ignore[no-untyped-def]
    """The threshold of an index of log-odds; beyond eight units the table's ends."""
    place = min(max(index + 512, 0), 1024)
    return T[T[at.O_LOGISTIC] + place]


@njit(cache=True, nogil=True, inline="always")
def word_of(words, j):  # type: ignore[no-untyped-def]
    """The j-th of four words."""
    if j == 0:
        return words[0]
    if j == 1:
        return words[1]
    return words[2] if j == 2 else words[3]


@njit(cache=True, nogil=True, inline="always")
def draw4(X, purpose, slot):  # type: ignore[no-untyped-def]
    """The four words of a purpose in the present world, at the present number."""
    return philox4(X[at.X_WORLD], purpose | slot << 8, X[at.X_NUMBER], X[at.X_LOW], X[at.X_HIGH])


@njit(cache=True, nogil=True, inline="always")
def _stand(T, index, word, silent):  # type: ignore[no-untyped-def]
    """The stance of a member that takes part."""
    if word < chance(T, index):
        return at.SUPPORTS
    if word >= chance(T, index + T[at.ABSTENTION]):
        return at.OBJECTS
    return at.SILENT if silent else at.ABSTAINS


@njit(cache=True, nogil=True)
def _said(T, X, purpose, shift):  # type: ignore[no-untyped-def]
    """What the leading power's word adds to the index of the others."""
    leader = T[at.LEADER]
    if leader < 0 or not (X[at.X_VOTERS] >> leader) & 1 or X[at.X_STATUS + leader] != at.MEMBER_NOW:
        return 0
    if leader == X[at.X_TARGET]:
        return T[at.LEADER_WEIGHT]
    words = draw4(X, purpose, shift + (leader >> 2))
    stance = _stand(T, X[at.X_INDEX + leader], word_of(words, leader & 3), X[at.X_SILENT])
    if stance == at.SUPPORTS:
        return T[at.LEADER_WEIGHT]
    return -T[at.LEADER_WEIGHT] if stance == at.OBJECTS else 0


@njit(cache=True, nogil=True)
def poll(T, S, X, purpose, shift):  # type: ignore[no-untyped-def]
    """Every voter's stance from the indices in the scratch; the masks of stances are left there.

    Args:
        T: the compiled table.
        S: the statistics; stances in crises are counted.
        X: the scratch.
        purpose: what the draws are for.
        shift: slot of the first group of four members.
    """
    members, voters, target, leader = T[at.MEMBERS], X[at.X_VOTERS], X[at.X_TARGET], T[at.LEADER]
    for j in range(5):
        X[at.X_MASKS + j] = 0
    said = _said(T, X, purpose, shift)
    for group in range((members + 3) >> 2):
        if not (voters >> (group << 2)) & 15:
            continue
        words = draw4(X, purpose, shift + group)
        for j in range(4):
            m = (group << 2) + j
            if not (voters >> m) & 1:
                continue
            if m != leader:
                X[at.X_INDEX + m] += said
            if m == target:
                stance = at.SUPPORTS
            elif X[at.X_STATUS + m] != at.MEMBER_NOW:
                stance = at.ABSENT
            else:
                stance = _stand(T, X[at.X_INDEX + m], word_of(words, j), X[at.X_SILENT])
            X[at.X_MASKS + stance] |= 1 << m
            if target >= 0:
                S[T[at.S_STANCES] + m * 5 + stance] += 1
