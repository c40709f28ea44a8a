"""How studies behave as processes: the start, the memory, and what it costs to hand out units of work."""

from __future__ import annotations

import importlib.util
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.measuring import Measured, process, timed
from benchmarks.worlds import SEED, WHOSE, YEARS
from foedus.record.view import organisation
from foedus.simulation.plan import Compiled, Plan, Unit, compiled
from foedus.simulation.runners import Cluster, Pool, Runner
from foedus.simulation.study import first_day

FOEDUS = str(Path(sys.executable).with_name("foedus"))
COLD = 3.0
"""Seconds from a cold start to the first result, the kernel being kept from before."""
FLAT = 1.1
"""How many times the memory of few worlds many may take, and how many times as long each of them."""
EMPTY = 2.5
"""Seconds that a thousand empty units may cost, which is to be about two."""
EVEN = 1.09
"""How many times the time of threads two workers of a cluster may take over a hundred units."""

PEAK = """
import contextlib, io, pathlib, sys, time
from foedus.cli.main import run
begun = time.perf_counter()
with contextlib.redirect_stdout(io.StringIO()):
    code = run(sys.argv[1:])
if code:
    sys.exit(code)
status = pathlib.Path("/proc/self/status").read_text()
peak = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
print(peak, time.perf_counter() - begun)
"""
"""Runs a command and prints the most memory that its process had, in KiB, and the seconds that it took.

The figure of getrusage would take in that of the process by which it was started.
"""


def asked(worlds: int) -> list[str]:
    """The arguments of a study."""
    return ["simulate", WHOSE, "--years", str(YEARS), "--worlds", str(worlds), "--json"]


def whole(worlds: int, runs: int) -> tuple[Measured, Measured]:
    """The most memory of a study in MB, and its microseconds a world, over a few processes."""
    command = [sys.executable, "-c", PEAK, *asked(worlds)]
    made = [
        subprocess.run(command, check=True, capture_output=True, text=True).stdout.split() for _ in range(runs)
    ]
    memory = [float(one[0]) / 1024 for one in made]
    time = [float(one[1]) / worlds * 1e6 for one in made]
    return (
        Measured(f"memory of {worlds:,} worlds", "MB", statistics.median(memory), min(memory), max(memory), runs),
        Measured(f"a study of {worlds:,} worlds", "us", statistics.median(time), min(time), max(time), runs),
    )


def plan(worlds: int) -> Compiled:
    """A study of so many worlds."""
    record = organisation(WHOSE)
    return compiled(
        Plan(organisation=WHOSE, first=first_day(record), years=YEARS, worlds=worlds, seed=SEED), record
    )


def played(runner: Runner, study: Compiled, units: Sequence[Unit]) -> int:
    """Play units and count them."""
    return sum(1 for _ in runner.run(study, units))


def handed_out(runs: int) -> Iterator[Measured]:
    """What it costs to hand units to two workers of a cluster that stands already."""
    name = "1,000 empty units, two workers of a cluster"
    if importlib.util.find_spec("distributed") is None:
        yield Measured(name, "s", 0, 0, 0, 0).without("Dask")
        return
    import distributed

    library: Any = distributed
    study = plan(1_000_000)
    empty = [Unit(0, 0, n, n) for n in range(1000)]
    hundred = study.units()
    with library.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        workers = Cluster(cluster.scheduler_address)
        yield timed(name, lambda: played(workers, study, empty), "s", runs, target=EMPTY)
        there = timed(
            f"{len(hundred)} units, two workers of a cluster", lambda: played(workers, study, hundred), "s", runs
        )
    here = timed("", lambda: played(Pool(2), study, hundred), "s", runs)
    yield there.against("two threads", here, EVEN)


def studies(runs: int, most: int = 10_000_000) -> Iterator[Measured]:
    """The start of a study, its memory, and the cost of handing it out.

    Args:
        runs: how often each is done.
        most: worlds of the longest, which is played once.
    """
    few = max(3, runs // 5)
    yield process("a first study of 1,000 worlds, cold", [FOEDUS, *asked(1000)], few, target=COLD)
    if Path("/proc/self/status").is_file():
        small, _ = whole(10_000, few)
        memory, time = whole(most, 1)
        yield memory.against("that of 10,000", small, FLAT)
        _, than = whole(most // 10, few)
        yield time.against(f"one of {most // 10:,}", than, FLAT)
    yield from handed_out(few)
