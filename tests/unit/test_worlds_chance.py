"""Draws have addresses: Philox against Random123's published answers, both twins, and no address used twice."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

import foedus
from foedus.simulation import layout, plain, randomness, tables
from foedus.simulation.compile import prepared
from foedus.simulation.flat import table
from foedus.simulation.parameters import settings
from foedus.simulation.randomness import Purpose, address, philox
from foedus.simulation.world import played

# kat_vectors of Random123 1.14.0, philox4x32 with 10 rounds: counter, key, answer.
PUBLISHED = [
    ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
]


def words(text: str) -> tuple[int, ...]:
    return tuple(int(word, 16) for word in text.split())


@pytest.mark.parametrize(("counter", "key", "answer"), PUBLISHED)
def test_philox_gives_the_published_answers(counter: str, key: str, answer: str) -> None:
    assert philox(words(counter), words(key)) == words(answer)  # type: ignore[arg-type]


@pytest.mark.parametrize(("counter", "key", "answer"), PUBLISHED)
def test_the_kernels_philox_gives_the_published_answers(counter: str, key: str, answer: str) -> None:
    chance = pytest.importorskip("foedus.simulation.chance", reason="the extra 'simulation' is not installed")
    c, k = words(counter), words(key)
    world = c[0] | c[1] << 32
    signed = world - (1 << 64) if world >> 63 else world
    assert chance.philox4(signed, c[2], c[3], *k) == words(answer)


def test_addresses_of_different_draws_differ() -> None:
    worlds, numbers, slots = (0, 1, 2**32, 2**40 + 1), (0, 1, 2**20), (0, 1, 62, 16 * 61 + 15)
    made = [
        address(world, purpose, number, slot)
        for world in worlds
        for purpose in Purpose
        for number in numbers
        for slot in slots
    ]
    assert len(set(made)) == len(made)
    assert all(0 <= word <= randomness.WORD for one in made for word in one)


def test_distinct_addresses_give_distinct_draws() -> None:
    drawn = Counter(
        randomness.draw(7, world, purpose, number, slot)
        for world in range(20)
        for purpose in Purpose
        for number in range(20)
        for slot in range(5)
    )
    assert drawn.most_common(1)[0][1] == 1


def test_no_number_of_a_world_serves_two_purposes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each address that a world asks belongs to one purpose, and reads of one address are of one draw."""
    asked: dict[tuple[int, ...], Purpose] = {}

    def noted(seed: int, world: int, purpose: Purpose, number: int, slot: int = 0) -> Any:
        place = address(world, purpose, number, slot)
        assert asked.setdefault(place, purpose) is purpose
        return randomness.draw(seed, world, purpose, number, slot)

    monkeypatch.setattr(plain, "draw", noted)
    record = foedus.organisation("csto")
    law = prepared(record, record.last_known.last + 1, 20)
    for world in range(5):
        played(law, table(law, settings(record)), 7, world)
    assert {Purpose.GAP, Purpose.SCENE, Purpose.COURSE, Purpose.STANCE, Purpose.HELP, Purpose.YEAR} <= set(
        asked.values()
    )


def test_the_kernel_names_the_purposes_as_the_registry_does() -> None:
    kernel = pytest.importorskip("foedus.simulation.kernel", reason="the extra 'simulation' is not installed")
    from foedus.simulation import turning

    modules = (vars(kernel), vars(turning))
    named = {
        name[1:]: value
        for module in modules
        for name, value in module.items()
        if name.startswith("_") and name.isupper()
    }
    assert named == {one.name: one.value for one in Purpose if one not in (Purpose.PARAMETER, Purpose.RATE)}


# --- tables ---


def test_the_logistic_table_is_that_function() -> None:
    for step in (-512, -100, -1, 0, 1, 64, 511):
        wanted = Decimal(1 << 32) / (1 + (-Decimal(step) / 64).exp())
        assert 0 <= wanted - tables.logistic()[step + tables.HALF] < 1
    assert list(tables.logistic()) == sorted(tables.logistic())


def test_the_exponential_table_is_that_quantile() -> None:
    table_ = tables.exponential()
    assert list(table_) == sorted(table_)
    assert table_[2048] == round(Decimal(2).ln() * (1 << 20))


def test_layout_keeps_its_places_apart() -> None:
    assert layout.O_HAZARDS < layout.HEAD
    assert layout.X_OUTCOME < layout.X_BELIEFS
    assert layout.X_MASKS + 5 == layout.X_STACK
    assert layout.X_STACK + 64 <= layout.SCRATCH
