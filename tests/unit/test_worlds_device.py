"""The kernel on a graphics processor: what can be shown without one, and what cannot."""

from __future__ import annotations

from importlib.util import find_spec
from types import SimpleNamespace
from typing import Any

import pytest

from foedus.record.view import organisation
from foedus.simulation import layout as at
from foedus.simulation.device import BLOCK, MOST_MEMORY, Device, programs, threads_for
from foedus.simulation.plan import BadPlan, Plan, compiled
from foedus.simulation.runners import NoDevice, NotInstalled, played, runner_of
from foedus.simulation.study import first_day, study
from tests.unit.cli_running import refused

pytest.importorskip("numba", reason="the extra 'simulation' is not installed")


def made() -> Any:
    record = organisation("csto")
    return compiled(Plan(organisation="csto", first=first_day(record), years=8, worlds=500, seed=9), record)


def present() -> bool:
    if find_spec("numba_cuda") is None:
        return False
    from numba import cuda

    return bool(cuda.is_available())


def test_threads_that_take_every_nth_world_count_the_same() -> None:
    """What each thread of the device does, done by an ordinary processor one thread after the other."""
    import numpy as np
    from numba import njit

    one = made().variants[0]
    table = np.array(one.table, dtype=np.int64)
    width, threads = int(table[at.STATISTICS]), 3
    sums = np.zeros(threads * width, dtype=np.int64)
    room = np.zeros(threads * at.SCRATCH, dtype=np.int64)
    total = np.zeros(width, dtype=np.int64)
    size = njit(lambda _: threads)
    all_of_them = [programs(njit(lambda _, own=thread: own), size) for thread in range(threads)]
    for many, _ in all_of_them:
        njit(many)(table, sums, room, 9, 0, 100, 500)
    for _, add in all_of_them:
        njit(add)(sums, total, threads)
    whole = played(one.table.tobytes(), 9, 100, 500)
    assert int(whole[table[at.S_WORLDS] + at.WORLDS]) == 400
    assert (total == whole).all()
    assert not (sums[:width] == whole).all(), "one thread alone has not played all"


def test_threads_fit_into_memory() -> None:
    for statistics in (1_000, 15_000, 150_000, 10**6):
        for worlds in (1, 1_000, 10**6):
            found = threads_for(statistics, worlds)
            assert found % BLOCK == 0
            assert found == BLOCK or found * 8 * statistics <= MOST_MEMORY


def test_it_compiles_for_a_device(monkeypatch: pytest.MonkeyPatch) -> None:
    if find_spec("numba_cuda") is None:
        pytest.skip("no extra 'gpu': that the kernel compiles for a graphics processor was NOT tested")
    from numba import cuda, types
    from numba.cuda import dispatcher

    monkeypatch.setattr(dispatcher, "get_current_device", lambda: SimpleNamespace(compute_capability=(9, 0)))
    many, add = programs(cuda.grid, cuda.gridsize)
    row, number = types.Array(types.int64, 1, "C"), types.int64
    text, _ = cuda.compile_ptx(many, (row, row, row, number, number, number, number), cc=(9, 0))
    assert ".visible .entry" in text
    assert ".visible .entry" in cuda.compile_ptx(add, (row, row, number), cc=(9, 0))[0]


def test_a_device_gives_the_same_bytes() -> None:
    if not present():
        pytest.skip("no graphics processor is at hand: worlds were NOT played on one")
    here = study("csto", years=20, worlds=1_000_000)
    there = study("csto", years=20, worlds=1_000_000, gpu=True)
    assert (here.counts().whole == there.counts().whole).all()
    assert here.answers() == there.answers()


def test_without_a_device_it_says_so() -> None:
    if present():
        pytest.skip("a graphics processor is at hand: how its absence is told was NOT tested")
    command = ("simulate", "csto", "--years", "2", "--worlds", "10", "--gpu")
    if find_spec("numba_cuda") is None:
        with pytest.raises(NotInstalled, match="needs the extra 'gpu'"):
            Device()
        assert "pip install 'foedus[gpu]'" in refused(*command)
    else:
        with pytest.raises(NoDevice, match="no graphics processor is at hand"):
            Device()
        assert "leave --gpu out" in refused(*command, code=1)


@pytest.mark.parametrize("other", [{"workers": 2}, {"scheduler": "tcp://10.0.0.1:8786"}])
def test_a_device_plays_alone(other: dict[str, Any]) -> None:
    with pytest.raises(BadPlan, match="gpu excludes workers and scheduler"):
        runner_of(other.get("workers"), other.get("scheduler"), gpu=True)
