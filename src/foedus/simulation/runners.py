"""Runners: units of work played by threads, by processes, or by the workers of a Dask cluster.

Whatever plays them, the same unit gives the same whole numbers, so that it does not matter who did which, or
twice. The extra ``simulation`` (numba) is needed, and for a cluster the extra ``cluster`` (dask) too.
"""

from __future__ import annotations

import hashlib
import os
import signal
import zlib
from array import array
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Protocol

from foedus.simulation import layout as at
from foedus.simulation.plan import Compiled, Unit
from foedus.simulation.randomness import WORD

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray

AHEAD = 4
"""Units handed out for each one that plays, so that nobody waits."""


class NotInstalled(ImportError):
    """Says which extra is missing."""


def kernel() -> ModuleType:
    """The compiled kernel, kept on disk for the next start.

    Raises:
        NotInstalled: without the extra.
    """
    try:
        import numba
    except ImportError as error:
        raise NotInstalled("worlds need the extra 'simulation': pip install 'foedus[simulation]'") from error
    room = Path(__file__).parent
    config: Any = numba.config
    if not config.CACHE_DIR and os.environ.get("FOEDUS_CACHE") != "off":
        # The code that numba keeps is found again by the kernel's own file only; the layout is part of it too.
        digest = hashlib.sha256(numba.__version__.encode())
        for name in ("layout", "pointers", "chance", "counting", "polling", "turning", "kernel"):
            digest.update((room / f"{name}.py").read_bytes())
        config.CACHE_DIR = str(_cache() / f"kernel-{digest.hexdigest()[:16]}")
    from foedus.simulation import kernel as compiled

    return compiled


def _cache() -> Path:
    chosen = os.environ.get("FOEDUS_CACHE", "")
    if chosen:
        return Path(chosen)
    home = os.environ.get("XDG_CACHE_HOME", "") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(home) / "foedus"


def played(table: bytes, seed: int, first: int, last: int) -> NDArray[int64]:
    """Play worlds and give their statistics.

    Args:
        table: the compiled table as bytes.
        seed: the study's seed.
        first: first world.
        last: the world after the last.

    Returns:
        counts, int64, laid out as the table says.
    """
    import numpy as np

    flat = np.frombuffer(table, dtype=np.int64)
    statistics = np.zeros(int(flat[at.STATISTICS]), dtype=np.int64)
    scratch = np.zeros(at.SCRATCH, dtype=np.int64)
    none = np.zeros(0, dtype=np.int64)
    kernel().play(flat, statistics, scratch, none, seed & WORD, seed >> 32, first, last)
    return statistics


def unpacked(table: bytes, seed: int, first: int, last: int) -> NDArray[int64]:
    """Play worlds on a table that came compressed, as it travels to the workers of a cluster.

    Args:
        table: the compiled table as bytes, compressed.
        seed: the study's seed.
        first: first world.
        last: the world after the last.
    """
    return played(zlib.decompress(table), seed, first, last)


def traced(table: array[int], seed: int, world: int) -> list[tuple[int, ...]]:
    """Play one world and give its trace, row by row.

    Args:
        table: the compiled table.
        seed: the study's seed.
        world: number of the world.
    """
    import numpy as np

    flat = np.frombuffer(table.tobytes(), dtype=np.int64)  # of the same type as in `played`: compiled once
    members = int(flat[at.MEMBERS])
    width = at.TRACE + 2 * members + 1
    statistics = np.zeros(int(flat[at.STATISTICS]), dtype=np.int64)
    scratch = np.zeros(at.SCRATCH, dtype=np.int64)
    none = np.zeros(0, dtype=np.int64)
    compiled = kernel()
    compiled.play(flat, statistics, scratch, none, seed & WORD, seed >> 32, world, world + 1)
    place = int(flat[at.S_WORLDS])
    rows = int(statistics[place + at.CRISES]) + int(flat[at.YEARS]) + 1
    trace = np.zeros(rows * width, dtype=np.int64)
    statistics[:] = 0
    compiled.play(flat, statistics, scratch, trace, seed & WORD, seed >> 32, world, world + 1)
    return [tuple(row) for row in trace.reshape(rows, width).tolist()]


class Runner(Protocol):
    """Plays units of work in any order."""

    def run(self, study: Compiled, units: Sequence[Unit]) -> Generator[tuple[Unit, NDArray[int64]], None, None]:
        """Yield each unit with its statistics as it is done."""
        ...


def _tables(study: Compiled) -> dict[tuple[int, int], bytes]:
    """Tables by variant and draw, made when they are first needed and dropped after their draw."""
    return {(number, 0): one.table.tobytes() for number, one in enumerate(study.variants)}


class Pool:
    """Threads of this process, or processes of this machine.

    Attributes:
        workers: how many.
        processes: whether they are processes.
    """

    def __init__(self, workers: int, *, processes: bool = False) -> None:
        """Choose how many."""
        self.workers = workers
        self.processes = processes

    def run(self, study: Compiled, units: Sequence[Unit]) -> Generator[tuple[Unit, NDArray[int64]], None, None]:
        """Yield each unit with its statistics as it is done."""
        kernel()
        tables = _tables(study)
        pool: Executor
        if self.processes:
            from multiprocessing import get_context

            # An interrupt is for the process that merges; it lets the others finish what they have.
            ignored = (signal.SIGINT, signal.SIG_IGN)
            pool = ProcessPoolExecutor(
                self.workers, mp_context=get_context("spawn"), initializer=signal.signal, initargs=ignored
            )
        else:
            pool = ThreadPoolExecutor(self.workers)
        waiting: dict[Future[Any], Unit] = {}
        try:
            for unit in units:
                key = (unit.variant, unit.draw)
                if key not in tables:
                    for old in [one for one in tables if one[1] and one[1] < unit.draw]:
                        del tables[old]
                    tables[key] = study.variants[unit.variant].drawn(study.plan.seed, unit.draw).tobytes()
                waiting[pool.submit(played, tables[key], study.plan.seed, unit.first, unit.last)] = unit
                while len(waiting) >= self.workers * AHEAD:
                    yield from _done(waiting)
            while waiting:
                yield from _done(waiting)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _done(waiting: dict[Future[Any], Unit]) -> Iterator[tuple[Unit, NDArray[int64]]]:
    for future in wait(waiting, return_when=FIRST_COMPLETED).done:
        yield waiting.pop(future), future.result()


class Cluster:
    """The workers of a Dask cluster.

    Attributes:
        scheduler: address of the scheduler, ``tcp://host:8786``.
    """

    def __init__(self, scheduler: str) -> None:
        """Choose the cluster."""
        self.scheduler = scheduler

    def run(self, study: Compiled, units: Sequence[Unit]) -> Generator[tuple[Unit, NDArray[int64]], None, None]:
        """Yield each unit with its statistics as it is done; what a lost worker had is done again by another."""
        try:
            import distributed
        except ImportError as error:
            raise NotInstalled("a cluster needs the extra 'cluster': pip install 'foedus[cluster]'") from error
        library: Any = distributed
        with library.Client(self.scheduler, set_as_default=False) as client:
            tables: dict[tuple[int, int], bytes] = {}
            running: dict[Any, Unit] = {}
            queue = library.as_completed(loop=client.loop)
            left = iter(units)

            def hand_out() -> None:
                unit = next(left, None)
                if unit is None:
                    return
                key = (unit.variant, unit.draw)
                if key not in tables:
                    for old in [one for one in tables if one[1] and one[1] < unit.draw]:
                        del tables[old]
                    whole = study.variants[unit.variant].drawn(study.plan.seed, unit.draw).tobytes()
                    tables[key] = zlib.compress(whole, 6)
                # Every task carries its table, so that none hangs on data that a lost worker held.
                name = f"foedus-{study.identity[:16]}-{unit.name}-{client.id}"
                future = client.submit(
                    unpacked, tables[key], study.plan.seed, unit.first, unit.last, key=name, retries=3
                )
                running[future.key] = unit
                queue.add(future)

            ahead = max(8, AHEAD * sum(client.nthreads().values()))
            for _ in range(ahead):
                hand_out()
            for future in queue:
                unit = running.pop(future.key)
                result = future.result()
                future.release()
                hand_out()
                yield unit, result
