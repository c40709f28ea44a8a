"""How fast worlds are played, beside the same model written otherwise: 16 members over 30 years."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measuring import Measured, timed
from benchmarks.peers import figures as plain_figures
from benchmarks.peers import plain, vectors
from foedus.simulation import layout as at
from foedus.simulation.flat import table
from foedus.simulation.runners import kernel

WHOSE, YEARS, SEED = "pacific-islands-forum", 30, 7
"""An organisation of 16 members that decides by consensus."""
SOURCE = Path(__file__).parent / "peers" / "worlds.c"
Player = Callable[[int, int], Any]


def compiled_in_c(folder: Path) -> Callable[..., None] | None:
    """The kernel in C, made with -O3; None where there is no compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    given = [f"-D{name}={value}" for name, value in vars(at).items() if name.isupper() and isinstance(value, int)]
    made = folder / "worlds.so"
    subprocess.run([compiler, "-O3", "-march=native", "-shared", "-fPIC", *given, "-o", made, SOURCE], check=True)
    play: Callable[..., None] = ctypes.CDLL(str(made)).play
    return play


class Players:
    """Players of the same worlds on one compiled table."""

    def __init__(self, folder: Path) -> None:
        """Compile what there is to compile."""
        law, numbers, self.figures = plain_figures.figures(WHOSE, YEARS)
        self.flat = np.array(table(law, numbers), dtype=np.int64)
        self.compiled = kernel()
        self.in_c = compiled_in_c(folder)

    def _room(self) -> tuple[Any, Any]:
        return np.zeros(self.flat[at.STATISTICS], dtype=np.int64), np.zeros(at.SCRATCH, dtype=np.int64)

    def numba(self, first: int, last: int) -> Any:
        """Statistics by the kernel."""
        sums, room = self._room()
        self.compiled.play(self.flat, sums, room, np.zeros(0, dtype=np.int64), SEED, 0, first, last)
        return sums

    def c(self, first: int, last: int) -> Any:
        """Statistics by the same in C."""
        assert self.in_c is not None
        sums, room = self._room()
        pointer = ctypes.POINTER(ctypes.c_int64)
        arrays = [one.ctypes.data_as(pointer) for one in (self.flat, sums, room)]
        self.in_c(*arrays, *(ctypes.c_int64(one) for one in (SEED, 0, first, last)))
        return sums

    def threads(self, count: int, worlds: int) -> None:
        """As many threads, each a part of the worlds."""
        step = worlds // count
        with ThreadPoolExecutor(count) as pool:
            list(pool.map(lambda n: self.numba(n * step, (n + 1) * step), range(count)))


def _one(name: str, play: Callable[[], object], worlds: int, runs: int) -> Measured:
    """The time of one world, from a run of many."""
    found = timed(name, play, "us", runs)
    return Measured(name, "us", found.median / worlds, found.low / worlds, found.high / worlds, runs)


def worlds(runs: int) -> Iterator[Measured]:
    """Microseconds a world: the kernel, and beside it the peers; then threads, and whether time is linear."""
    with tempfile.TemporaryDirectory() as folder:
        players = Players(Path(folder))
        mine = _one("a world, 16 members, 30 years", lambda: players.numba(0, 4000), 4000, runs)
        if players.in_c is not None:
            peer = _one("", lambda: players.c(0, 4000), 4000, runs)
            mine = mine.against("C, -O3, the same bytes", peer)
        few = max(3, runs // 5)
        mine = mine.against("plain Python", _one("", lambda: plain.play(players.figures, 20, SEED), 20, few))
        mine = mine.against("numpy", _one("", lambda: vectors.play(players.figures, 2000, SEED), 2000, few))
        try:
            from benchmarks.peers import agents
        except ImportError:
            pass  # Mesa is in no extra: it is measured where it is there
        else:
            mine = mine.against("Mesa 3", _one("", lambda: agents.play(players.figures, 5, SEED), 5, few))
        yield mine
        two = _one("a world, two threads", lambda: players.threads(2, 8000), 8000, runs)
        yield two.against("one thread", _one("", lambda: players.threads(1, 8000), 8000, runs))
        long = _one("a world of 100,000", lambda: players.numba(0, 100_000), 100_000, few)
        yield long.against("one of 10,000", _one("", lambda: players.numba(0, 10_000), 10_000, few))
