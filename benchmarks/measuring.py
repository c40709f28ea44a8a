"""Measuring: how long something takes, told as a median with its spread, beside a target and a peer."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

UNITS = {"s": 1.0, "ms": 1e-3, "us": 1e-6}


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure.

    Attributes:
        name: what was measured.
        unit: ``s``, ``ms`` or ``us`` for a duration; ``/s`` for a rate; ``MB`` for memory.
        median, low, high: of the runs, in the unit.
        runs: how many.
        target: what is asked of it, in the unit: a rate shall reach it, another stay below it; None: nothing.
        peers: what it is compared with, how many times the peer's duration or rate it is, and how many times at
            most it shall be; None: that is not asked.
        absent: peers that are not installed, so that nothing was measured beside them.
    """

    name: str
    unit: str
    median: float
    low: float
    high: float
    runs: int
    target: float | None = None
    peers: tuple[tuple[str, float, float | None], ...] = ()
    absent: tuple[str, ...] = ()

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached; None where there is none."""
        if self.target is None:
            return None
        return self.median >= self.target if self.unit == "/s" else self.median <= self.target

    def against(self, peer: str, other: Measured, most: float | None = None) -> Measured:
        """The same figure beside a peer's, whatever unit that is in.

        Args:
            peer: its name.
            other: its figure.
            most: how many times the peer's figure this one shall be at most.
        """
        scale = UNITS.get(self.unit, 1.0) / UNITS.get(other.unit, 1.0)
        return replace(self, peers=(*self.peers, (peer, self.median * scale / other.median, most)))

    def without(self, peer: str) -> Measured:
        """The same figure, which says of a peer that it is not there to be measured."""
        return replace(self, absent=(*self.absent, peer))

    def line(self) -> str:
        """The figure in a line, and one for each peer."""
        spread = f"({_figure(self.low)} to {_figure(self.high)})"
        said = f"{self.name:<44}{_figure(self.median):>9} {self.unit:<3} {spread:<20}"
        if self.target is not None:
            said += (
                f" {'at least' if self.unit == '/s' else 'under'} {_figure(self.target)}: {_word(self.reached)}"
            )
        beside = []
        for peer, ratio, most in self.peers:
            asked = "" if most is None else f", under {most:.3g}: {_word(ratio <= most)}"
            beside.append(f"{ratio:.3g} times {peer}{asked}")
        beside += [f"{peer}: not installed, NOT measured" for peer in self.absent]
        return said.rstrip() + "".join(f"\n{'':<8}{one}" for one in beside)

    def plain(self) -> dict[str, Any]:
        """The figure as plain JSON data."""
        peers = {
            peer: {"times": ratio, "at_most": most, "reached": None if most is None else ratio <= most}
            for peer, ratio, most in self.peers
        }
        return {**asdict(self), "peers": peers, "reached": self.reached}


def _word(reached: bool | None) -> str:
    return "reached" if reached else "MISSED"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def timed(
    name: str, what: Callable[[], object], unit: str, runs: int, *, each: int = 1, target: float | None = None
) -> Measured:
    """Time a call.

    Args:
        name: what it is.
        what: the call; it is made once before the clock starts.
        unit: of the figure.
        runs: how often the clock is started.
        each: how many calls one run makes; the figure is for one.
        target: what is asked of it, in the unit.
    """
    what()
    values = []
    for _ in range(runs):
        start = time.perf_counter()
        for _ in range(each):
            what()
        values.append((time.perf_counter() - start) / each / UNITS[unit])
    return Measured(name, unit, statistics.median(values), min(values), max(values), runs, target)


def process(
    name: str, command: Sequence[str], runs: int, *, target: float | None = None, **environment: str
) -> Measured:
    """Time a whole process, from its start to its end; it is started once before the clock is.

    Args:
        name: what it is.
        command: program and arguments.
        runs: how often it is started.
        target: seconds that are asked of it.
        **environment: variables beside those of this process.
    """
    around: Mapping[str, str] = {**os.environ, **environment}

    def run() -> None:
        subprocess.run(command, env=around, check=True, stdout=subprocess.DEVNULL)

    return timed(name, run, "s", runs, target=target)


def machine() -> dict[str, str]:
    """What it was measured on."""
    return {
        "processor": _processor(),
        "processors": str(os.cpu_count()),
        "load": f"{os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else "not known",
        "platform": platform.platform(),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "executable": Path(sys.executable).name,
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine() or "not known")
