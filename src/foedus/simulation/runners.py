"""Runners: units of work played by threads, by processes, or by the workers of a Dask cluster.

Whatever plays them, the same unit gives the same whole numbers, so that it does not matter who did which, or
twice. The extra ``simulation`` (numba) is needed, and for a cluster the extra ``cluster`` (dask) too.
"""

from __future__ import annotations

import os
import re
import signal
import zlib
from array import array
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from types import ModuleType
from typing import TYPE_CHECKING, Any, Protocol

from foedus.simulation import layout as at
from foedus.simulation.plan import BadPlan, Compiled, Unit
from foedus.simulation.randomness import WORD
from foedus.simulation.sources import kernel_digest

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray

AHEAD = 4
"""Units handed out for each one that plays, so that nobody waits."""
FAR_AHEAD = 16
"""The same where messages take their time, which go together by the half of these."""
MOST_WORKERS = 1024
PATIENCE = 30
"""Seconds that a cluster has to answer, and then for its first worker to come."""


class NotInstalled(ImportError):
    """Says which extra is missing."""


class NoCluster(RuntimeError):
    """Says that a cluster cannot be reached, or that its workers cannot play this study."""


class NoDevice(RuntimeError):
    """Says that no graphics processor is at hand."""


def kernel() -> ModuleType:
    """The compiled kernel, kept on disk for the next start.

    Raises:
        NotInstalled: without the extra.
    """
    try:
        import numba  # noqa: F401 - whether it is there is the question
    except ImportError as error:
        raise NotInstalled("worlds need the extra 'simulation': pip install 'foedus[simulation]'") from error
    from foedus.simulation import kernel as compiled

    return compiled


def threads() -> int:
    """How many threads this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


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


def version() -> tuple[str, str]:
    """What a worker must have in common with who asks it: the format of the tables, and the kernel's hash."""
    return at.FORMAT, kernel_digest()


def unpacked(asked: tuple[str, str], table: bytes, seed: int, first: int, last: int) -> bytes:
    """Play worlds as the workers of a cluster do: table and statistics travel compressed, being mostly noughts.

    Args:
        asked: the version of who asks.
        table: the compiled table as bytes, compressed.
        seed: the study's seed.
        first: first world.
        last: the world after the last.

    Raises:
        NoCluster: when this worker is of another version, whose worlds are other worlds.
    """
    own = version()
    if own != asked:
        told = [f"{format_} with the kernel {kernel[:12]}" for format_, kernel in (own, asked)]
        raise NoCluster(f"a worker plays {told[0]}, and this study is of {told[1]}; install the same Foedus there")
    return zlib.compress(played(_inflated(table), seed, first, last).tobytes(), 1)


_inflated = lru_cache(maxsize=4)(zlib.decompress)


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
        """Choose how many.

        Raises:
            BadPlan: for a number that cannot be meant.
        """
        if not isinstance(workers, int) or isinstance(workers, bool) or not 1 <= workers <= MOST_WORKERS:
            raise BadPlan(f"workers is {workers!r}; it lies between 1 and {MOST_WORKERS}")
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


_ADDRESS = re.compile(r"(?:[a-z]+://)?(?:[^\s:/\[\]]+|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}|inproc://\S+")


class Cluster:
    """The workers of a Dask cluster.

    Attributes:
        scheduler: address of the scheduler, ``tcp://host:8786``.
    """

    def __init__(self, scheduler: str) -> None:
        """Choose the cluster.

        Raises:
            BadPlan: for what is no address.
        """
        if not isinstance(scheduler, str) or not _ADDRESS.fullmatch(scheduler):
            raise BadPlan(f"scheduler is {scheduler!r}; write HOST:PORT, such as tcp://10.0.0.1:8786")
        self.scheduler = scheduler

    @contextmanager
    def _client(self) -> Iterator[Any]:
        """A client of the cluster, which has a worker at least."""
        try:
            import distributed
        except ImportError as error:
            raise NotInstalled("a cluster needs the extra 'cluster': pip install 'foedus[cluster]'") from error
        library: Any = distributed
        try:
            client = library.Client(self.scheduler, set_as_default=False, timeout=PATIENCE)
        except (OSError, ValueError) as error:
            raise NoCluster(f"no scheduler answers at {self.scheduler}") from error
        with client:
            try:
                client.wait_for_workers(1, timeout=PATIENCE)
            except (OSError, library.TimeoutError) as error:
                why = f"the cluster at {self.scheduler} has no worker, and none came in {PATIENCE} seconds"
                raise NoCluster(why) from error
            yield client

    def run(self, study: Compiled, units: Sequence[Unit]) -> Generator[tuple[Unit, NDArray[int64]], None, None]:
        """Yield each unit with its statistics as it is done; what a lost worker had is done again by another.

        Raises:
            NoCluster: when the cluster cannot be reached, has no worker, or one of another version.
        """
        if not units:
            return
        with self._client() as client:
            from distributed import as_completed

            running: dict[Any, Unit] = {}
            made: Any = as_completed  # dask ships no types
            queue = made(loop=client.loop)
            left = _packed(study, units)

            def hand_out(count: int) -> None:
                """Hand out units together, since every message costs as much as a thousand worlds."""
                taken = list(islice(left, count))
                if not taken:
                    return
                names = [f"foedus-{study.identity[:16]}-{unit.name}-{client.id}" for unit, _ in taken]
                asked = [(version(), table, study.plan.seed, unit.first, unit.last) for unit, table in taken]
                futures = client.map(unpacked, *zip(*asked, strict=True), key=names, retries=3)
                running.update((future.key, unit) for future, (unit, _) in zip(futures, taken, strict=True))
                queue.update(futures)

            ahead = FAR_AHEAD * max(2, sum(client.nthreads().values()))
            hand_out(ahead)
            for batch in queue.batches():
                if len(running) - len(batch) <= ahead // 2:
                    hand_out(ahead - len(running) + len(batch))
                for future, result in zip(batch, _results(client, batch), strict=True):
                    yield running.pop(future.key), result
                    future.release()


def _packed(study: Compiled, units: Sequence[Unit]) -> Iterator[tuple[Unit, bytes]]:
    """Each unit with its table, compressed: every task carries its own, and hangs on no data of a lost worker."""
    tables: dict[tuple[int, int], bytes] = {}
    for unit in units:
        key = (unit.variant, unit.draw)
        if key not in tables:
            for old in [one for one in tables if one[1] and one[1] < unit.draw]:
                del tables[old]
            whole = study.variants[unit.variant].drawn(study.plan.seed, unit.draw).tobytes()
            tables[key] = zlib.compress(whole, 6)
        yield unit, tables[key]


def _results(client: Any, done: Sequence[Any]) -> Iterator[NDArray[int64]]:
    """What workers found, fetched in one message.

    Raises:
        NoCluster: for a worker of a version that knows no other kernel, which cannot take the task at all.
    """
    import numpy as np

    try:
        found = client.gather(list(done))
    except (TypeError, ImportError, AttributeError) as error:
        raise NoCluster(f"a worker cannot play this study ({error}); install the same Foedus there") from error
    return (np.frombuffer(zlib.decompress(one), dtype=np.int64) for one in found)


def runner_of(workers: int | None, scheduler: str | None, gpu: bool = False) -> Runner:
    """Who plays: a graphics processor, the workers of a cluster, processes here, or the threads of this process.

    Args:
        workers: processes of this machine; None: threads of this process, as many as it may use.
        scheduler: address of a Dask scheduler.
        gpu: whether the graphics processor of this machine plays.

    Raises:
        BadPlan: when more than one is asked for, or one of them cannot be meant.
        NotInstalled: when the graphics processor is asked for, without the extra.
        NoDevice: when there is none.

    >>> runner_of(2, None).processes, runner_of(None, "tcp://10.0.0.1:8786").scheduler
    (True, 'tcp://10.0.0.1:8786')
    """
    if gpu and (workers is not None or scheduler is not None):
        raise BadPlan("gpu excludes workers and scheduler: one graphics processor plays; give one of them")
    if gpu:
        from foedus.simulation.device import Device

        return Device()
    if scheduler is not None and workers is not None:
        raise BadPlan("workers and scheduler exclude each other: a cluster has its own workers; give one of them")
    if scheduler is not None:
        return Cluster(scheduler)
    return Pool(threads()) if workers is None else Pool(workers, processes=True)
