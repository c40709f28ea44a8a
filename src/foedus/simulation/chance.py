"""Chance in the kernel: Philox4x32-10 and draws from tables, compiled.

The plain twin of the generator is :func:`foedus.simulation.randomness.philox`; a test holds the two together.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from foedus.simulation import layout as at
from foedus.simulation.machine_code import njit

_M0 = np.uint64(0xD2511F53)
_M1 = np.uint64(0xCD9E8D57)
_W0 = np.uint64(0x9E3779B9)
_W1 = np.uint64(0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_S = np.uint64(32)


@njit(cache=True, nogil=True, inline="always")
def philox4(world: int, purpose: int, number: int, low: int, high: int) -> Any:
    """Philox4x32-10 at an address.

    Args:
        world: number of the world.
        purpose: the purpose and, from bit 8 on, the slot.
        number: number of the crisis or year.
        low: low word of the seed.
        high: high word of the seed.
    """
    c0 = np.uint64(world) & _LOW
    c1 = np.uint64(world) >> _S
    c2 = np.uint64(purpose)
    c3 = np.uint64(number)
    k0 = np.uint64(low)
    k1 = np.uint64(high)
    for _ in range(10):
        first = _M0 * c0
        second = _M1 * c2
        c0 = (second >> _S) ^ c1 ^ k0
        c1 = second & _LOW
        c2 = (first >> _S) ^ c3 ^ k1
        c3 = first & _LOW
        k0 = (k0 + _W0) & _LOW
        k1 = (k1 + _W1) & _LOW
    return np.int64(c0), np.int64(c1), np.int64(c2), np.int64(c3)


@njit(cache=True, nogil=True)
def fill(room: Any, place: int, width: int, purpose: int, number: int, onward: int, count: int) -> None:
    """The words of many addresses in one pass.

    Word ``j`` of address ``i`` goes to ``place + j * width + i`` of the scratch.

    Args:
        room: the scratch, which holds the world and the seed.
        place: where the words go.
        width: addresses that there is room for; a multiple of eight.
        purpose: the purpose and, from bit 8 on, the first slot.
        number: the first number.
        onward: 1 when the addresses are of one number after the other, 0 when of one slot after the other.
        count: how many addresses; they are filled by eights, in a pass of wide instructions each.
    """
    world, low, high = room[at.X_WORLD], room[at.X_LOW], room[at.X_HIGH]
    slots = (1 - onward) << 8
    for i in range((count + 7) & -8):
        w0, w1, w2, w3 = philox4(world, purpose + i * slots, number + i * onward, low, high)
        room[place + i] = w0
        room[place + width + i] = w1
        room[place + 2 * width + i] = w2
        room[place + 3 * width + i] = w3


@njit(cache=True, nogil=True, inline="always")
def quantile(flat: Any, place: int, word: int) -> Any:
    """A value from a quantile table of 33 points, whole numbers between the points by the rule of three.

    Args:
        flat: the compiled table.
        place: where the quantiles begin.
        word: a draw of 32 bits.
    """
    j = word >> 27
    low = flat[place + j]
    return low + (((flat[place + j + 1] - low) * (word & 0x7FFFFFF)) >> 27)
