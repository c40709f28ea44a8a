"""Compiling: an organisation, its reforms and the parameters lowered to one flat table of whole numbers.

The law is lowered first (:class:`Law`), through the engine and without any parameter; then a table is made for one
setting of the parameters, which takes little time, so that many draws of parameters share one law.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from foedus.dates import DateError, add_months
from foedus.record.view import Organisation
from foedus.simulation import layout as at
from foedus.simulation.admission import Admission, admission, leaves_on, may_give_notice
from foedus.simulation.ballots import CannotCompile, lowered
from foedus.simulation.holding import aside, belonging, held, stages
from foedus.simulation.law import Cell, Lawyer, Route, cells
from foedus.simulation.parameters import defaults
from foedus.simulation.past import arrivals


@dataclass(frozen=True, slots=True)
class Law:
    """The law of a study, for all parameters.

    Attributes:
        organisation: the organisation as it stood on the first day, under the study's reforms.
        first: ordinal of the first day.
        years: ordinal of each turn of a year, the first day and the end of the horizon among them.
        stages: the law of each epoch: the day from which it holds, and the organisation held as of it.
        states: who has a place in the worlds, by code.
        cells: the sorts of crisis.
        scenes: for each scene the cell it belongs to and its number there.
        routes: by epoch, whether the member behind it still belongs, scene and ask.
        programs: programs of decision rules, one after the other.
        where: where the program of a rule of an epoch begins.
        admissions: by epoch and state.
        notice: for each turn of a year whether notice may be given, and on which day it has run.
    """

    organisation: Organisation
    first: int
    years: tuple[int, ...]
    stages: Mapping[int, Organisation]
    states: tuple[str, ...]
    cells: tuple[Cell, ...]
    scenes: tuple[tuple[int, int], ...]
    routes: tuple[Route, ...]
    programs: tuple[int, ...]
    where: Mapping[tuple[int, str], int]
    admissions: tuple[Admission, ...]
    notice: tuple[tuple[bool, int], ...]

    @property
    def places(self) -> dict[str, int]:
        """Place of each state."""
        return {code: n for n, code in enumerate(self.states)}

    @property
    def asks(self) -> int:
        """The greatest number of things that can be asked for in one kind of crisis."""
        return max(len(one.asks) for one in defaults().kinds)


def law(organisation: Organisation, first: int, years: int) -> Law:
    """Lower the law of an organisation.

    Args:
        organisation: the organisation, held as of the first day, perhaps under reforms.
        first: ordinal of the first day.
        years: how many years worlds are played.

    Raises:
        CannotCompile: when nobody belongs to it on the day, or it holds what worlds cannot play.
    """
    turns = tuple(add_months(first, 12 * y) for y in range(years + 1))
    epochs = stages(organisation, first, turns[-1])
    views = {day: one.on(day) for day, one in epochs.items()}
    present = {day: [one.state for one in view.members] for day, view in views.items()}
    states = sorted({code for day, view in views.items() for code in (*present[day], *view.wider)})
    if not states:
        raise CannotCompile(f"nobody belongs to {organisation.id} on {views[first].date}")
    if len(states) > at.MOST_MEMBERS:
        raise CannotCompile(f"{organisation.id} has {len(states)} members; worlds hold {at.MOST_MEMBERS}")
    facts = next(iter(organisation.record.worlds), None)
    told = arrivals(facts.arrivals if facts else (), defaults().kinds, states)
    sorts = cells(defaults(), told, tuple(states))
    scenes = [(n, number) for n, one in enumerate(sorts) for number in range(len(one.scenes))]
    routes: list[Route] = []
    programs: list[int] = []
    where: dict[tuple[int, str], int] = {}
    places = {code: n for n, code in enumerate(states)}
    admissions: list[Admission] = []
    for number, (day, stage) in enumerate(epochs.items()):
        routes += _routes(stage, day, sorts, scenes)
        for rule in views[day].rules:
            where[number, rule.id] = len(programs)
            programs += lowered(views[day], rule, places)
        admissions += [admission(organisation, day, code) for code in states]
    notice = tuple(
        (may_give_notice(organisation, day, present), leaves_on(organisation, day, tuple(epochs), present))
        for day in turns
    )
    return Law(
        organisation=organisation,
        first=first,
        years=turns,
        stages=epochs,
        states=tuple(states),
        cells=tuple(sorts),
        scenes=tuple(scenes),
        routes=tuple(routes),
        programs=tuple(programs),
        where=where,
        admissions=tuple(admissions),
        notice=notice,
    )


def _routes(
    stage: Organisation, day: int, sorts: Sequence[Cell], scenes: Sequence[tuple[int, int]]
) -> list[Route]:
    """Routes of one epoch: first where the member behind a crisis has left, then where it has not."""
    now = Lawyer(stage, day)
    standing = aside(stage, day)
    gone: dict[str, Lawyer] = {}
    width = max(len(one.asks) for one in defaults().kinds)
    left: list[Route] = []
    there: list[Route] = []
    for cell_number, number in scenes:
        cell = sorts[cell_number]
        scene = cell.scenes[number]
        found = [now.route(cell, scene, one.what) for one in cell.kind.asks]
        there += found + [Route("not_engaged")] * (width - len(found))
        if cell.by is not None and now.view.member(cell.by) is not None:
            if cell.by not in gone:
                gone[cell.by] = Lawyer(belonging(stage, day, [cell.by], standing), day)
            found = [gone[cell.by].route(cell, scene, one.what) for one in cell.kind.asks]
        left += found + [Route("not_engaged")] * (width - len(found))
    return left + there


def prepared(organisation: Organisation, first: int, years: int) -> Law:
    """The law of an organisation as it stands on a day, without what the record has of later.

    Args:
        organisation: the organisation, under no reform.
        first: ordinal of the first day.
        years: how many years.
    """
    try:
        return law(held(organisation, first), first, years)
    except DateError as error:
        raise CannotCompile(f"the horizon lies beyond the calendar: {error}") from error
