"""Random numbers that have an address: Philox4x32-10 in plain Python, and the registry of purposes.

A draw is never taken in sequence. It is the value of a function at (seed, world, purpose, slot, number), so that
any world can be played alone, in any order, on any machine, and two reforms meet the same crises. The generator is
Philox4x32-10 of Salmon, Moraes, Dror and Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3", SC11; the
compiled twin is in :mod:`foedus.simulation.kernel`.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final, TypeAlias

Words: TypeAlias = tuple[int, int, int, int]
"""Four whole numbers from 0 to 2**32 - 1."""

WORD: Final = 0xFFFFFFFF
_MULTIPLIERS: Final = (0xD2511F53, 0xCD9E8D57)
_WEYL: Final = (0x9E3779B9, 0xBB67AE85)
ROUNDS: Final = 10
SLOT_SHIFT: Final = 8
"""In the third word of the counter the purpose takes the lowest 8 bits, the slot those above."""


class Purpose(IntEnum):
    """What a draw is for. No number is ever used for two purposes, and none is used again.

    Attributes:
        GAP: of candidate crisis ``number``: time since the one before, which it is, whether it happens.
        SCENE: of crisis ``number``: where and with what hand from outside, what is asked, whether, and how soon.
        COURSE: of crisis ``number``: days until the organ meets, the shock shared by all, the need, days of stay.
        STANCE: of crisis ``number``: the own shock of four members, those of group ``slot``.
        HELP: of crisis ``number`` and member ``slot``: whether it sends, how soon, whether its own law consents.
        YEAR: of year ``number``: what four members, those of group ``slot``, do about their membership.
        READMISSION: of year ``number``: stances on an applicant; ``slot`` is 16 times the applicant plus the
        group.
        PARAMETER: of draw ``number`` of the outer loop: parameter ``slot``.
        RATE: of draw ``number`` of the outer loop: how often crises of kind ``slot`` come to a state, for which
        (and for who brings them about) the world stands.
    """

    GAP = 1
    SCENE = 2
    COURSE = 3
    STANCE = 4
    HELP = 5
    YEAR = 6
    READMISSION = 7
    PARAMETER = 8
    RATE = 9


def philox(counter: Words, key: tuple[int, int]) -> Words:
    """Philox4x32-10 of a counter under a key.

    Args:
        counter: four words of 32 bits.
        key: two words of 32 bits.

    >>> [f"{word:08x}" for word in philox((0, 0, 0, 0), (0, 0))]
    ['6627e8d5', 'e169c58d', 'bc57ac4c', '9b00dbd8']
    """
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(ROUNDS):
        first, second = _MULTIPLIERS[0] * c0, _MULTIPLIERS[1] * c2
        c0, c1, c2, c3 = (
            (second >> 32) ^ c1 ^ k0,
            second & WORD,
            (first >> 32) ^ c3 ^ k1,
            first & WORD,
        )
        k0, k1 = (k0 + _WEYL[0]) & WORD, (k1 + _WEYL[1]) & WORD
    return c0, c1, c2, c3


def address(world: int, purpose: Purpose, number: int, slot: int = 0) -> Words:
    """The counter of a draw.

    Args:
        world: number of the world, from 0.
        purpose: what it is for.
        number: number of the crisis or of the year.
        slot: which member, group of four members, or parameter.

    >>> address(5, Purpose.HELP, 3, slot=2)
    (5, 0, 517, 3)
    """
    return world & WORD, world >> 32, int(purpose) | slot << SLOT_SHIFT, number


def draw(seed: int, world: int, purpose: Purpose, number: int, slot: int = 0) -> Words:
    """The four words at an address.

    Args:
        seed: the study's seed, from 0 to 2**64 - 1.
        world: number of the world.
        purpose: what the draw is for.
        number: number of the crisis or of the year.
        slot: which member, group of four members, or parameter.

    >>> draw(7, 1, Purpose.GAP, 0) == draw(7, 1, Purpose.GAP, 1)
    False
    """
    return philox(address(world, purpose, number, slot), (seed & WORD, seed >> 32))
