"""A graphics processor: the kernel's own functions compiled for it, each of its threads playing every n-th world.

Nothing is written twice: the device runs what :mod:`foedus.simulation.kernel` says, compiled by numba for another
processor, on the same whole numbers. Each thread counts for itself, and the counts are added up in the end: the
statistics of a unit are the same bytes as those of threads or processes. The extra ``gpu`` (numba-cuda) is needed,
and a processor of NVIDIA's.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from foedus.simulation import layout as at
from foedus.simulation.plan import Compiled, Unit
from foedus.simulation.randomness import WORD
from foedus.simulation.runners import NoDevice, NotInstalled, kernel

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray

BLOCK = 64
"""Threads of a block."""
MOST_THREADS = 16_384
MOST_MEMORY = 2 << 30
"""Bytes that the threads' own counts may take."""


def threads_for(statistics: int, worlds: int) -> int:
    """How many threads play, by whole blocks.

    Args:
        statistics: how many numbers each counts.
        worlds: how many worlds there are.

    >>> threads_for(15_000, 10), threads_for(15_000, 10**6), threads_for(150_000, 10**6)
    (64, 16384, 1728)
    """
    most = min(MOST_THREADS, MOST_MEMORY // (8 * (statistics + at.SCRATCH)), worlds + BLOCK - 1)
    return max(BLOCK, most // BLOCK * BLOCK)


def programs(grid: Any, size: Any) -> tuple[Any, Any]:
    """What the device runs, as plain functions: many worlds by each thread, and the sum of the threads' counts.

    Args:
        grid: gives within them the number of the thread.
        size: gives the number of threads.
    """
    stride, scratch = kernel().stride, at.SCRATCH
    from foedus.simulation.pointers import numbers_of

    def many(flat: Any, sums: Any, room: Any, low: int, high: int, first: int, last: int) -> None:
        thread, threads = grid(1), size(1)
        width = sums.shape[0] // threads
        table = numbers_of(flat)
        counts = numbers_of(sums[thread * width : (thread + 1) * width])
        own = numbers_of(room[thread * scratch : (thread + 1) * scratch])
        # No world is followed on the device, so that nothing is written where a trace would be.
        stride(table, counts, own, own, low, high, 0, first + thread, last, threads)

    def add(sums: Any, total: Any, threads: int) -> None:
        width = total.shape[0]
        for place in range(grid(1), width, size(1)):
            found = 0
            for thread in range(threads):
                found += sums[thread * width + place]
            total[place] = found

    return many, add


class Device:
    """The graphics processor of this machine."""

    def __init__(self) -> None:
        """Find it.

        Raises:
            NotInstalled: without the extra.
            NoDevice: when there is none.
        """
        # numba's own copy of it is older, and cannot call the kernel's functions.
        if find_spec("numba_cuda") is None:
            raise NotInstalled("a graphics processor needs the extra 'gpu': pip install 'foedus[gpu]'")
        from numba import cuda

        self.cuda: Any = cuda
        if not self.cuda.is_available():
            raise NoDevice("no graphics processor is at hand (NVIDIA's, with its driver); leave --gpu out")

    def run(self, study: Compiled, units: Sequence[Unit]) -> Generator[tuple[Unit, NDArray[int64]], None, None]:
        """Yield each unit with its statistics as it is done."""
        import numpy as np

        cuda = self.cuda
        many, add = (cuda.jit(one) for one in programs(cuda.grid, cuda.gridsize))
        seed, key, flat = study.plan.seed, None, None
        for unit in units:
            if key != (unit.variant, unit.draw):
                key = unit.variant, unit.draw
                table = np.array(study.variants[unit.variant].drawn(seed, unit.draw), dtype=np.int64)
                flat = cuda.to_device(table)
                width = int(table[at.STATISTICS])
            threads = threads_for(width, unit.last - unit.first)
            sums = cuda.to_device(np.zeros(threads * width, dtype=np.int64))
            room = cuda.to_device(np.zeros(threads * at.SCRATCH, dtype=np.int64))
            total = cuda.device_array(width, dtype=np.int64)
            blocks = threads // BLOCK
            many[blocks, BLOCK](flat, sums, room, seed & WORD, seed >> 32, unit.first, unit.last)
            add[-(-width // BLOCK), BLOCK](sums, total, threads)
            yield unit, total.copy_to_host()
