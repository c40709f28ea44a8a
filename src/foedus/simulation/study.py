"""A study: many worlds of one or more variants, played, kept, resumed and merged."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.simulation import layout as at
from foedus.simulation.answers import Tally
from foedus.simulation.arguments import check, given, groups
from foedus.simulation.folder import Folder
from foedus.simulation.plan import Compiled, Plan, Unit, compiled
from foedus.simulation.results import Results
from foedus.simulation.runners import Pool, Runner, runner_of, threads

if TYPE_CHECKING:
    from foedus.record.view import Organisation


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a study has come.

    Attributes:
        worlds: worlds played, those of every variant and draw counted.
        of: how many there are.
        years: world-years played since it was begun or resumed.
    """

    worlds: int
    of: int
    years: int


Named = str | Path
"""A reform by its id or path."""
Watcher = Callable[[Progress], None]


class Interrupted(Exception):
    """Says that a study was stopped before its end; what is done is kept."""


def run(
    study: Compiled,
    folder: Folder | None = None,
    *,
    runner: Runner | None = None,
    watch: Watcher | None = None,
) -> Results:
    """Play what is left of a study and merge all of it.

    Args:
        study: the study.
        folder: where its units are kept; None: nowhere.
        runner: who plays; threads of this process where nobody is named.
        watch: is told after each unit.

    Raises:
        OSError: when a unit cannot be written, the disk being full; what was written before is whole.
        Interrupted: on an interrupt.
    """
    import numpy as np

    tallies = tuple(Tally(one, np.zeros(one.table[at.STATISTICS], dtype=np.int64)) for one in study.variants)
    left: list[Unit] = []
    done = 0
    units = study.units()
    whole = sum(one.last - one.first for one in units)
    for unit in units:
        kept = folder.kept(unit, study.variants[unit.variant].table) if folder else None
        if kept is None:
            left.append(unit)
            continue
        tallies[unit.variant].add(unit.draw, unit.first, kept)
        done += unit.last - unit.first
    fresh = 0
    playing = (runner or Pool(threads())).run(study, left)
    with _stoppable() as stopped, closing(playing):
        for unit, counts in playing:
            if folder:
                folder.keep(unit, study.variants[unit.variant].table, counts)
            tallies[unit.variant].add(unit.draw, unit.first, counts)
            fresh += unit.last - unit.first
            if watch:
                watch(Progress(done + fresh, whole, fresh * study.plan.years))
            if stopped and done + fresh < whole:
                raise Interrupted(f"{done + fresh:,} of {whole:,} worlds are done")
    return Results(study, tallies, complete=True)


@contextmanager
def _stoppable() -> Iterator[list[int]]:
    """Let an interrupt be noticed between two units: the list is empty until it comes; a second one stops."""
    stopped: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        yield stopped  # signals reach the main thread only
        return
    before = signal.getsignal(signal.SIGINT)

    def stop(number: int, frame: object) -> None:
        stopped.append(number)
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, stop)
    try:
        yield stopped
    finally:
        signal.signal(signal.SIGINT, before)


def reopened(path: Path) -> tuple[Compiled, Folder]:
    """A study from its folder, compiled again.

    Args:
        path: the folder.

    Raises:
        foedus.simulation.folder.OtherStudy: when it holds none, or one that this pack and version make otherwise.
        foedus.simulation.plan.BadPlan: when its plan is of another version.
    """
    from foedus.record.reforms import read
    from foedus.record.view import organisation
    from foedus.simulation.folder import OtherStudy

    folder = Folder(path)
    plan = folder.plan()
    study = compiled(plan, organisation(plan.organisation), [read(one) for one in folder.reforms()])
    if study.identity != folder.identity():
        raise OtherStudy(
            f"{path} was made from another pack, parameters or version: its worlds cannot be made again here"
        )
    return study, folder


def study(
    organisation: str | Organisation,
    *,
    years: int = 20,
    worlds: int = 10_000,
    seed: int = 7,
    start: str | None = None,
    variants: Named | Iterable[Named | Sequence[Named]] = (),
    parameters: Mapping[str, Any] | None = None,
    draws: int = 0,
    out: str | Path | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    gpu: bool = False,
    watch: Watcher | None = None,
) -> Results:
    """Play many worlds of an organisation, under its own rules and under others.

    Args:
        organisation: its id, or the organisation.
        years: how many years each world lasts.
        worlds: how many.
        seed: the same seed gives the same worlds, on any machine.
        start: ISO day on which they begin; None: the day after the last that the record covers.
        variants: reforms to compare with the organisation as it is: ids of ready-made ones or paths; several
            together as a sequence; one alone as it is.
        parameters: values to set, by name.
        draws: draws of the parameters from what is thought possible of them; 0, or two at least.
        out: folder in which the study is kept, and from which it is resumed.
        workers: processes of this machine; None: threads of this process.
        scheduler: address of a Dask scheduler whose workers play.
        gpu: whether the graphics processor of this machine plays.
        watch: is told after each unit how far it is.

    Returns:
        the results, with frames of polars.

    Raises:
        foedus.simulation.plan.BadPlan: for numbers out of their range, and arguments of another kind.
        foedus.simulation.parameters.BadParameter: for a parameter out of its range.
        foedus.record.reforms.ReformError: for reforms that do not fit.
        foedus.simulation.folder.OtherStudy: when the folder holds another study.
        foedus.simulation.runners.NotInstalled: without the extra.
        foedus.simulation.runners.NoCluster: when the cluster cannot be reached, or has no fitting worker.
        foedus.simulation.runners.NoDevice: when there is no graphics processor.

    >>> made = study("csto", years=5, worlds=200)
    >>> made.variants, int(made.counts().whole[0])
    (('as it is',), 200)
    """
    check(organisation, start, out, watch)
    made, reforms = _compiled(organisation, years, worlds, seed, start, variants, parameters, draws)
    runner = runner_of(workers, scheduler, gpu)
    folder = Folder(Path(out)) if out is not None else None
    if folder:
        folder.begin(made, reforms)
    found = run(made, folder, runner=runner, watch=watch)
    if folder:
        from foedus.simulation.summary import markdown, plain

        folder.summary(markdown(found), plain(found))
    return found


def _compiled(
    organisation: str | Organisation,
    years: int,
    worlds: int,
    seed: int,
    start: str | None,
    variants: Named | Iterable[Named | Sequence[Named]],
    parameters: Mapping[str, Any] | None,
    draws: int,
) -> tuple[Compiled, dict[str, Path]]:
    """The study that is asked for, compiled, and the file of each reform that it names."""
    from foedus.record import view
    from foedus.record.reforms import named, ready

    record = view.organisation(organisation) if isinstance(organisation, str) else organisation
    asked, values = groups(variants), given(parameters)
    reforms = {name: named(record, name) for group in asked for name in group}
    plan = Plan(
        organisation=record.id if not isinstance(organisation, str) else organisation,
        first=first_day(record) if start is None else start,
        years=years,
        worlds=worlds,
        seed=seed,
        variants=tuple(tuple(reforms[name].id for name in group) for group in asked),
        given=values,
        draws=draws,
    )
    known = ready(record) if reforms else {}
    files = {one.id: known.get(name, Path(name)) for name, one in reforms.items()}
    return compiled(plan, record, list(reforms.values())), files


def first_day(record: Organisation) -> str:
    """The ISO day after the last that the record covers.

    Args:
        record: the organisation.
    """
    import datetime

    return datetime.date.fromordinal(record.last_known.last + 1).isoformat()
