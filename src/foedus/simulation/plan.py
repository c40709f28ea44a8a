"""The plan of a study: what is asked, written down so that the same study can be made again, and compiled.

A plan has one variant for the organisation as it is and one for each reform, or reforms together; all of them meet
the same crises. The first variant is what the others are compared with.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from foedus.dates import DateError, add_months
from foedus.record.reforms import Reform, reformed
from foedus.record.view import Organisation
from foedus.simulation.ballots import CannotCompile
from foedus.simulation.compile import Law, law
from foedus.simulation.flat import identity, mean_gap, table
from foedus.simulation.holding import held
from foedus.simulation.layout import FORMAT
from foedus.simulation.parameters import BadParameter, Settings, drawn, settings, widest

AS_IT_IS = "as it is"
"""Name of the variant under no reform."""
UNITS = 100
"""Units into which a study is cut, so that a few workers are kept evenly busy and the error can be told."""
LEAST_UNIT = 10
"""No unit but the last is smaller."""
MOST_UNIT = 100_000
"""None is larger, so that a study can be stopped, and its progress told, every few seconds."""
MOST_YEARS = 200
MOST_DRAWS = 10_000
LEAST_DRAWN = 1_000
"""Worlds of a draw of the parameters, at least."""
DRAWN_UNITS = 4
"""Units of a draw, so that its own error can be told."""
AGAIN = MOST_DRAWS + 1
"""Number of the draw that is no draw: the settings themselves once more, on the worlds of the draws, from which
the draws are measured."""


class BadPlan(ValueError):
    """Says what is wrong with a plan, and what would be right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is asked.

    Attributes:
        organisation: its id, or the folder of its pack.
        first: ISO day on which worlds begin.
        years: how many years they last.
        worlds: how many.
        seed: the seed.
        variants: reforms of each variant but the first, by id.
        given: parameters that were set, as typed.
        draws: draws of the parameters from what is thought possible, beside the settings themselves.
    """

    organisation: str
    first: str
    years: int
    worlds: int
    seed: int
    variants: tuple[tuple[str, ...], ...] = ()
    given: tuple[tuple[str, str], ...] = ()
    draws: int = 0

    def plain(self) -> dict[str, Any]:
        """The plan as plain data, as ``plan.yaml`` has it."""
        return {
            "format": FORMAT,
            "organisation": self.organisation,
            "from": self.first,
            "years": self.years,
            "worlds": self.worlds,
            "seed": self.seed,
            "variants": ["+".join(one) for one in self.variants],
            "set": dict(self.given),
            "draws": self.draws,
        }

    @property
    def unit(self) -> int:
        """Worlds of a unit."""
        return min(MOST_UNIT, max(LEAST_UNIT, -(-self.worlds // UNITS)))

    @property
    def drawn(self) -> int:
        """Worlds of each draw of the parameters: as many in all as with the settings, at least 1,000 each."""
        return max(LEAST_DRAWN, self.worlds // self.draws) if self.draws else 0


@dataclass(frozen=True, slots=True)
class Variant:
    """One variant of a study, compiled.

    Attributes:
        name: of its reforms.
        reforms: ids of them.
        law: its law.
        settings: its parameters.
        table: its compiled table.
        identity: the table's hash.
    """

    name: str
    reforms: tuple[str, ...]
    law: Law
    settings: Settings
    table: array[int]
    identity: str

    def drawn(self, seed: int, number: int) -> array[int]:
        """The table of one draw of the parameters."""
        return self.table if number in (0, AGAIN) else table(self.law, drawn(self.settings, seed, number))


@dataclass(frozen=True, slots=True, order=True)
class Unit:
    """The unit of work: some worlds of one variant and draw.

    Attributes:
        variant: number of the variant.
        draw: number of the draw; 0: the settings themselves; :data:`AGAIN`: those again, beside the draws.
        first: first world.
        last: the world after the last.
    """

    variant: int
    draw: int
    first: int
    last: int

    @property
    def name(self) -> str:
        """Name of its file."""
        return f"{self.variant:02d}-{self.draw:05d}-{self.first:012d}-{self.last:012d}"


@dataclass(frozen=True, slots=True)
class Compiled:
    """A plan with all its variants compiled.

    Attributes:
        plan: the plan.
        variants: the first is the organisation as it is.
        identity: the hash of all that the numbers depend on.
        notes: what a reader has to know of it, in sentences.
    """

    plan: Plan
    variants: tuple[Variant, ...]
    identity: str
    notes: tuple[str, ...] = ()

    def units(self) -> list[Unit]:
        """Every unit of work, in the order in which they are done."""
        made = []
        draws = [*range(1, self.plan.draws + 1), AGAIN] if self.plan.draws else []
        for draw in (0, *draws):
            worlds = self.plan.drawn if draw else self.plan.worlds
            step = self.plan.unit if not draw else min(MOST_UNIT, -(-worlds // DRAWN_UNITS))
            for first in range(0, worlds, step):
                made += [Unit(v, draw, first, min(first + step, worlds)) for v in range(len(self.variants))]
        return made


def checked(plan: Plan, organisation: Organisation) -> int:
    """Check a plan's numbers.

    Args:
        plan: the plan.
        organisation: the organisation.

    Returns:
        the ordinal of its first day.

    Raises:
        BadPlan: naming the key and its range.
    """
    if not isinstance(plan.first, str):
        raise BadPlan(f"from is {plan.first!r}; write a day, such as 2026-01-31")
    for name, value, least, most in (
        ("years", plan.years, 1, MOST_YEARS),
        ("worlds", plan.worlds, 1, 10**12),
        ("seed", plan.seed, 0, 2**64 - 1),
        ("draws", plan.draws, 0, MOST_DRAWS),
    ):
        if not isinstance(value, int) or isinstance(value, bool):
            raise BadPlan(f"{name} is {value!r}; it is a whole number")
        if not least <= value <= most:
            raise BadPlan(f"{name} is {value}; it lies between {least} and {most:,}")
    if plan.draws == 1:
        raise BadPlan(f"draws is 1; one draw has no spread: it is 0, or lies between 2 and {MOST_DRAWS:,}")
    _each_once(plan)
    try:
        first = datetime.date.fromisoformat(plan.first).toordinal()
    except ValueError as error:
        raise BadPlan(f"from is {plan.first!r}; write a day, such as 2026-01-31") from error
    covers = organisation.record.pack.covers
    begins = covers.start.first if covers.start is not None else 1
    # The record ends with its last day; worlds begin at the latest the day after, or they would begin in the dark.
    if not begins <= first <= organisation.last_known.last + 1:
        says = f"{covers.start.text if covers.start else ''} to {organisation.last_known.text}"
        raise BadPlan(f"from is {plan.first}; the record of {organisation.id} covers {says}")
    try:
        add_months(first, 12 * plan.years)
    except DateError as error:
        raise BadPlan(f"years is {plan.years}; the horizon lies beyond the calendar") from error
    return first


def _each_once(plan: Plan) -> None:
    """Refuse two variants that are the same."""
    seen: set[frozenset[str]] = {frozenset()}
    for names in plan.variants:
        if not names:
            raise BadPlan("a variant names no reform; the organisation as it is has its place already")
        if frozenset(names) in seen:
            raise BadPlan(f"{'+'.join(names)} stands twice among the variants; name it once")
        seen.add(frozenset(names))


def compiled(plan: Plan, organisation: Organisation, reforms: Sequence[Reform] = ()) -> Compiled:
    """Compile a plan.

    Args:
        plan: the plan.
        organisation: the organisation, under no reform.
        reforms: every reform that its variants name.

    Raises:
        BadPlan: for numbers out of their range, or an organisation that cannot be played.
        foedus.simulation.parameters.BadParameter: for a parameter out of its range.
        foedus.record.reforms.ReformError: for reforms that do not fit, or contradict each other.
    """
    by_id: dict[str, Reform] = {}
    for one in reforms:
        if by_id.setdefault(one.id, one) != one:
            raise BadPlan(f"two files are called {one.id!r}; give one of the reforms another name")
    first = checked(plan, organisation)
    base = held(organisation, first)
    missing = sorted({name for names in plan.variants for name in names} - set(by_id))
    if missing:
        raise BadPlan(f"the reform {missing[0]!r} is named and not there")
    made = []
    for names in ((), *plan.variants):
        try:
            under = reformed(base, [by_id[name] for name in names])
            made.append(_variant(names, under, first, plan))
        except CannotCompile as error:
            raise BadPlan(str(error)) from error
    # A draw stands for all of them: other posteriors make another study.
    draws = [identity(one.drawn(plan.seed, 1)) for one in made] if plan.draws else []
    whole = json.dumps([plan.plain(), [one.identity for one in made], draws], sort_keys=True)
    return Compiled(plan, tuple(made), hashlib.sha256(whole.encode()).hexdigest(), _notes(organisation, first))


def _notes(organisation: Organisation, first: int) -> tuple[str, ...]:
    """What is not as one might think in a study that begins in the past."""
    found = [
        f"The pack's own figures are of {one.as_of.text} and are not used: common defaults and counts stand in."
        for one in organisation.record.worlds
        if one.as_of.first > first
    ]
    if first <= organisation.last_known.last:
        found.append(
            "Law and membership are those of the first day; rates and what is learnt from the casebooks, the "
            "organisation's own among them, come of data that go beyond it."
        )
    return tuple(found)


def _variant(names: Iterable[str], organisation: Organisation, first: int, plan: Plan) -> Variant:
    found = settings(organisation, plan.given)
    lowered = law(organisation, first, plan.years)
    _no_stranger(lowered, plan.given)
    if plan.draws:
        mean_gap(lowered, widest(found))  # before the first world, not in the middle of the study
    made = table(lowered, found)
    reforms = tuple(names)
    return Variant(" + ".join(reforms) or AS_IT_IS, reforms, lowered, found, made, identity(made))


def _no_stranger(lowered: Law, given: Iterable[tuple[str, str]]) -> None:
    for name, _ in given:
        _, _, state = name.partition(".")
        if state and state not in lowered.states:
            raise BadParameter(f"{name}: {state} has no place in these worlds; {', '.join(lowered.states)} have")


def plan_from(plain: Any, where: str) -> Plan:
    """Read a plan from plain data, as ``plan.yaml`` has it.

    Args:
        plain: the data.
        where: the file, for messages.

    Raises:
        BadPlan: when it is none, or one of another version.
    """
    if not isinstance(plain, dict) or plain.get("format") != FORMAT:
        found = plain.get("format") if isinstance(plain, dict) else None
        raise BadPlan(f"{where} is of format {found!r}, and this version plays {FORMAT!r}; they are never mixed")
    try:
        return Plan(
            organisation=str(plain["organisation"]),
            first=str(plain["from"]),
            years=int(plain["years"]),
            worlds=int(plain["worlds"]),
            seed=int(plain["seed"]),
            variants=tuple(tuple(str(one).split("+")) for one in plain["variants"] or ()),
            given=tuple((str(name), str(value)) for name, value in (plain["set"] or {}).items()),
            draws=int(plain["draws"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadPlan(f"{where} is no plan of a study: {error}") from error


_COUNT = re.compile(r"[0-9]+(?:e[0-9]{1,2})?")


def count(text: str, name: str) -> int:
    """A whole number as people write it.

    Args:
        text: digits, with underscores or commas between them, or such as ``1e6``.
        name: what it is, for the message.

    Raises:
        BadPlan: when it is none.

    >>> count("1e6", "worlds"), count("200_000", "worlds")
    (1000000, 200000)
    """
    plain = text.replace("_", "").replace(",", "").lower()
    if not _COUNT.fullmatch(plain):
        raise BadPlan(f"{name} is {text!r}; write a whole number, such as 100000 or 1e6")
    digits, _, power = plain.partition("e")
    return int(digits + "0" * int(power or 0))
