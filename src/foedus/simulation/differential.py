"""The differential: one world played by kernel and engine, and the first act in which they differ, if they do."""

from __future__ import annotations

from array import array
from dataclasses import dataclass

from foedus.proceedings.reasons import OutOfOrder
from foedus.simulation import layout as at
from foedus.simulation.compile import Law
from foedus.simulation.runners import traced
from foedus.simulation.world import Played, played

_NAMES = {
    number: name.removeprefix("ROW_").lower()
    for name, number in vars(at).items()
    if name.startswith("ROW_") and name not in ("ROW_CRISIS", "ROW_YEAR")
}


@dataclass(frozen=True, slots=True)
class Difference:
    """Where kernel and engine part.

    Attributes:
        world: number of the world.
        row: number of the crisis or turn of a year, from 0.
        what: what differs, each as ``name: kernel, engine``.
    """

    world: int
    row: int
    what: tuple[str, ...]

    def __str__(self) -> str:
        """In a sentence."""
        return f"world {self.world}, row {self.row}: kernel and engine differ in {'; '.join(self.what)}"


def difference(law: Law, table: array[int], seed: int, world: int) -> Difference | None:
    """Play one world through kernel and engine, and compare every decision, date, count and belief.

    Args:
        law: the law of the study.
        table: its table for the study's parameters.
        seed: the study's seed.
        world: number of the world.

    Returns:
        the first difference; None where there is none.
    """
    kernel = traced(table, seed, world)
    try:
        engine: Played = played(law, table, seed, world)
    except OutOfOrder as refused:
        return Difference(world, -1, (f"the engine refuses an act: {refused}",))
    for number, (one, other) in enumerate(zip(kernel, engine.rows, strict=False)):
        if one != other:
            return Difference(world, number, tuple(_named(law, one, other)))
    if len(kernel) != len(engine.rows):
        return Difference(world, len(engine.rows), (f"rows: {len(kernel)}, {len(engine.rows)}",))
    return None


def _named(law: Law, kernel: tuple[int, ...], engine: tuple[int, ...]) -> list[str]:
    states = len(law.states)
    found = [f"row of kind {kernel[at.ROW_KIND]} on day {kernel[at.ROW_DAY]}"]
    for place, (one, other) in enumerate(zip(kernel, engine, strict=True)):
        if one == other:
            continue
        name = _NAMES.get(place, "")
        if place >= at.TRACE:
            m = place - at.TRACE
            who = [*law.states, "outside", *law.states][m]
            name = f"{'belief' if m <= states else 'status'} of {who}"
        found.append(f"{name}: {one}, {other}")
    return found
