"""How fast worlds are played, beside the same model written otherwise: 16 members over 30 years."""

from __future__ import annotations

import ctypes
import importlib.util
import shutil
import subprocess
import sys
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
OF_C, FASTER_THAN_PYTHON, FASTER_THAN_MESA, FASTER_BY_TWO = 0.9, 50, 150, 1.8
"""What is asked: of the speed of C on one thread; times plain Python, and Mesa; two threads, times one."""
LINEAR = 1.1
"""How many times longer a world may take where there are many."""


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


def worlds(runs: int, most: int = 1_000_000) -> Iterator[Measured]:
    """Microseconds a world: the kernel, and beside it the peers; then threads, and whether time is linear.

    Args:
        runs: how often the clock is started.
        most: worlds of the longest run.
    """
    few = max(3, runs // 5)
    with tempfile.TemporaryDirectory() as folder:
        players = Players(Path(folder))
        mine = _one("a world, 16 members, 30 years", lambda: players.numba(0, 4000), 4000, runs)
        yield _beside_mesa(_beside_written(mine, players, runs, few), players, few)
        two = _one("a world, two threads", lambda: players.threads(2, 8000), 8000, runs)
        one = _one("", lambda: players.threads(1, 8000), 8000, runs)
        yield two.against("one thread", one, 1 / FASTER_BY_TWO)
        long = _one(f"a world of {most:,}", lambda: players.numba(0, most), most, few)
        yield long.against("one of 10,000", _one("", lambda: players.numba(0, 10_000), 10_000, few), LINEAR)


def _beside_written(mine: Measured, players: Players, runs: int, few: int) -> Measured:
    """The kernel beside the same in C, in plain Python and in numpy."""
    if players.in_c is None:
        mine = mine.without("C, -O3")
    else:
        if not (players.c(0, 1000) == players.numba(0, 1000)).all():
            sys.exit("the kernel in C plays other worlds than the kernel: make benchmarks/peers/worlds.c like it")
        peer = _one("", lambda: players.c(0, 4000), 4000, runs)
        mine = mine.against("C, -O3, the same bytes", peer, 1 / OF_C)
    python = _one("", lambda: plain.play(players.figures, 20, SEED), 20, few)
    mine = mine.against("plain Python", python, 1 / FASTER_THAN_PYTHON)
    return mine.against("numpy", _one("", lambda: vectors.play(players.figures, 2000, SEED), 2000, few))


def _beside_mesa(mine: Measured, players: Players, few: int) -> Measured:
    """The kernel beside Mesa, which is in the extra ``bench``."""
    if importlib.util.find_spec("mesa") is None:
        return mine.without("Mesa 3")
    from benchmarks.peers import agents

    found = _one("", lambda: agents.play(players.figures, 5, SEED), 5, few)
    return mine.against("Mesa 3", found, 1 / FASTER_THAN_MESA)
