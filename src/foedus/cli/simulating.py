"""The commands on worlds: simulate, study, world, sensitivity."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from foedus.cli import completion
from foedus.cli.arguments import Json, Org
from foedus.cli.lookup import day_named, organisation_named
from foedus.cli.output import write, write_json
from foedus.cli.stops import Failed, Halted, WrongUsage, one_line

if TYPE_CHECKING:
    from foedus.simulation.results import Results
    from foedus.simulation.study import Progress, Watcher

Worlds = Annotated[str, typer.Option("--worlds", metavar="N", help="How many worlds, such as 100000 or 1e6.")]
Seed = Annotated[int, typer.Option("--seed", metavar="N", help="The same seed gives the same worlds, anywhere.")]
Years = Annotated[int, typer.Option("--years", metavar="N", help="How many years each world lasts.")]
From = Annotated[
    str | None,
    typer.Option("--from", metavar="DATE", help="First day; without it the day after the last on record."),
]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="Set a parameter, such as deterrence=0.5. May be repeated."),
]


Variants = Annotated[
    list[str] | None,
    typer.Option(
        "--reform",
        metavar="ID|FILE",
        help="Compare with the organisation under this reform; A+B for two together. May be repeated.",
        autocompletion=completion.reform,
    ),
]
Under = Annotated[
    str | None,
    typer.Option(
        "--reform",
        metavar="ID|FILE",
        help="Ask it of the organisation under this reform; A+B for two together.",
        autocompletion=completion.reform,
    ),
]
Draws = Annotated[
    int,
    typer.Option(
        "--draws",
        metavar="N",
        help="Draw what is not sure and not set, parameters as well as states' own figures, N times.",
    ),
]
Requests = Annotated[
    bool,
    typer.Option("--requests", help="Tell of every state and kind of crisis how often a call is answered."),
]
Kept = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help="Keep the study in this folder, or go on with it.")
]
Workers = Annotated[
    int | None, typer.Option("--workers", metavar="N", help="Play in N processes, not in threads.")
]
Scheduler = Annotated[
    str | None, typer.Option("--scheduler", metavar="ADDRESS", help="Play on the workers of a Dask cluster.")
]
Gpu = Annotated[bool, typer.Option("--gpu", help="Play on the graphics processor of this machine.")]


def simulate(
    org: Org,
    first: From = None,
    years: Years = 20,
    worlds: Worlds = "10000",
    seed: Seed = 7,
    reform: Variants = None,
    given: Set = None,
    draws: Draws = 0,
    out: Kept = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    gpu: Gpu = False,
    requests: Requests = False,
    json: Json = False,
) -> None:
    """Play many simulated futures of an organisation, under its own rules and under others.

    In each world crises come, members call or keep silent, the organ meets,
    the rule decides, help comes or does not, and members believe more or
    less, stand aside, leave or come back. Every variant meets the same
    crises. A study that is kept can be stopped and goes on where it was.

    Examples:
        foedus simulate csto --years 20 --worlds 1e5
        foedus simulate csto --reform two-thirds --set deterrence=0.5 --out study
        foedus world study 17
    """
    with _told():
        from foedus.simulation.plan import count
        from foedus.simulation.study import study
        from foedus.simulation.summary import plain

        organisation = organisation_named(org)
        number = count(worlds, "worlds")
        with _watched() as watch:
            results = study(
                organisation.id if org == organisation.id else org,
                years=years,
                worlds=number,
                seed=seed,
                start=_iso(first),
                variants=[one.split("+") for one in reform or ()],
                parameters=dict(map(_pair, given or ())),
                draws=draws,
                out=out,
                workers=workers,
                scheduler=scheduler,
                gpu=gpu,
                watch=watch,
            )
        if json:
            write_json(plain(results))
            return
        _page(results, out, requests=requests)


def study(
    folder: Annotated[Path, typer.Argument(metavar="STUDY", help="The folder of a study.")],
    charts: Annotated[
        Path | None, typer.Option("--charts", metavar="DIR", help="Draw its charts into this folder.")
    ] = None,
    requests: Requests = False,
    json: Json = False,
) -> None:
    """Tell a study that was kept, going on with it where it was stopped.

    Examples:
        foedus study study
        foedus study study --requests
        foedus study study --charts pictures
    """
    with _told():
        from foedus.simulation.study import reopened, run
        from foedus.simulation.summary import markdown, plain

        made, kept = reopened(folder)
        with _watched() as watch:
            results = run(made, kept, watch=watch)
        kept.summary(markdown(results), plain(results))
        if charts is not None:
            from foedus.charts.worlds import drawn

            for path in drawn(results, charts):
                write(f"{path}\n")
            return
        if json:
            write_json(plain(results))
            return
        _page(results, folder, requests=requests)


def _page(results: Results, folder: Path | None, *, requests: bool) -> None:
    from foedus.cli import simulating_page

    if requests:
        simulating_page.told_requests(results)
    else:
        simulating_page.told(results, folder)


def world(
    folder: Annotated[Path, typer.Argument(metavar="STUDY", help="The folder of a study.")],
    number: Annotated[str, typer.Argument(metavar="N", help="Number of the world, from 0.")],
    variant: Annotated[
        str | None,
        typer.Option("--reform", metavar="ID", help="The variant; without it the organisation as it is."),
    ] = None,
    crisis: Annotated[
        int | None, typer.Option("--crisis", metavar="N", help="Tell one crisis, act by act.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Write its dockets into this folder, as JSON.")
    ] = None,
    json: Json = False,
) -> None:
    """Open one simulated world and read it as dockets, like a historical case.

    The world is played again through the engine that replays history, with
    the draws that it had in the study.

    Examples:
        foedus world study 17
        foedus world study 17 --crisis 3
    """
    with _told():
        from foedus.cli import world_page
        from foedus.simulation.plan import count
        from foedus.simulation.study import reopened
        from foedus.simulation.world import played

        made, _ = reopened(folder)
        place = count(number, "the world")
        if place >= made.plan.worlds:
            raise WrongUsage(f"the study has worlds 0 to {made.plan.worlds - 1:,}, not {place:,}")
        wanted = tuple(variant.split("+")) if variant else ()
        found = next((one for one in made.variants if one.reforms == wanted), None)
        if found is None:
            names = ", ".join("+".join(one.reforms) for one in made.variants if one.reforms)
            raise WrongUsage(f"the study has no variant {variant!r}; it has {names or 'no reform'}")
        one = played(found.law, found.table, made.plan.seed, place)
        if out is not None:
            for path in world_page.written_to(one, out):
                write(f"{path}\n")
        elif json:
            write_json(world_page.plain(found, one))
        elif crisis is not None:
            world_page.told_crisis(found, one, crisis)
        else:
            world_page.told(found, one, folder)


def sensitivity(
    org: Org,
    question: Annotated[
        str,
        typer.Option("--of", metavar="QUESTION", help="Which answer: granted, members, ..., or stays.STATE, ..."),
    ] = "granted",
    first: From = None,
    years: Years = 20,
    worlds: Worlds = "500",
    samples: Annotated[
        int,
        typer.Option("--samples", metavar="N", help="A power of two; the budget is N (parameters + 2) studies."),
    ] = 64,
    seed: Seed = 7,
    reform: Under = None,
    given: Set = None,
    charts: Annotated[
        Path | None,
        typer.Option("--charts", metavar="DIR", help="Draw a tornado and the indices into this folder."),
    ] = None,
    json: Json = False,
) -> None:
    """Say on which parameters an answer hangs.

    First-order and total Sobol indices over the parameters, and states' own
    figures, that have an interval and are not set, each within its interval;
    and how far each alone moves the answer.

    Examples:
        foedus sensitivity csto --of granted --samples 16 --worlds 200
        foedus sensitivity csto --of members --reform two-thirds --samples 16
    """
    with _told():
        from foedus.analysis.sensitivity import plain, sensitivities
        from foedus.simulation.plan import count

        organisation = organisation_named(org)
        with _watched("settings") as watch:
            found = sensitivities(
                organisation,
                question=question,
                years=years,
                worlds=count(worlds, "worlds"),
                samples=samples,
                seed=seed,
                start=_iso(first),
                reforms=reform.split("+") if reform else (),
                parameters=dict(map(_pair, given or ())),
                watch=watch,
            )
        if charts is not None:
            from foedus.charts.sensitivity import drawn

            for path in drawn(found, charts):
                write(f"{path}\n")
        elif json:
            write_json(plain(found))
        else:
            from foedus.cli import simulating_page

            simulating_page.told_sensitivity(found)


def _iso(first: str | None) -> str | None:
    """The first day as an ISO day."""
    import datetime

    return None if first is None else datetime.date.fromordinal(day_named(first, "--from")).isoformat()


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip() or not value.strip():
        raise WrongUsage(f"--set is {text!r}; write NAME=VALUE, such as deterrence=0.5")
    return name.strip(), value.strip()


@contextmanager
def _told() -> Iterator[None]:
    """Say on one line what is wrong with what was asked."""
    from foedus.charts.drawing import NoCharts
    from foedus.record.faults import UnknownPack
    from foedus.record.reforms import ReformError, UnknownReform
    from foedus.simulation.folder import OtherStudy
    from foedus.simulation.parameters import BadParameter
    from foedus.simulation.plan import BadPlan
    from foedus.simulation.runners import NoCluster, NoDevice, NotInstalled
    from foedus.simulation.study import Interrupted

    try:
        yield
    except (BadPlan, BadParameter, OtherStudy, ImportError) as error:
        if isinstance(error, ImportError) and not isinstance(error, (NotInstalled, NoCharts)):
            raise
        raise WrongUsage(one_line(str(error))) from error
    except ReformError as error:
        more = len(error.faults) - 1
        raise WrongUsage(one_line(f"{error.faults[0]}{f' (and {more} more)' if more else ''}")) from error
    except (UnknownPack, UnknownReform) as error:
        raise WrongUsage(one_line(str(error))) from error
    except (NoCluster, NoDevice) as error:
        raise Failed(one_line(str(error))) from error
    except Interrupted as error:
        raise Halted(f"stopped: {error}; with --out they are kept, and the same command goes on") from error
    except OSError as error:
        why = error.strerror or str(error)
        what = f"{error.filename}: " if error.filename else ""
        raise Failed(one_line(f"{what}{why}; what was kept before is whole, the same command goes on")) from error


@contextmanager
def _watched(what: str = "worlds") -> Iterator[Watcher | None]:
    """A live bar on a terminal, of worlds or of what else is played; nothing elsewhere."""
    import sys

    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn(what),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None, rate="")

        def watch(now: Progress) -> None:
            elapsed = bar.tasks[0].elapsed or 0.0
            rate = f"{now.years / elapsed:,.0f} world-years a second" if elapsed > 0.2 else ""
            bar.update(task, total=now.of, completed=now.worlds, rate=rate)

        yield watch


COMMANDS: dict[str, Any] = {
    "simulate": simulate,
    "study": study,
    "world": world,
    "sensitivity": sensitivity,
}
