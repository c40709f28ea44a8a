"""Figures of states and pairs of states, as known before a year began.

The tables are ``data/figures/*.csv``, computed from published data by ``research/figures.py``; ``figures.yaml``
beside them says what each figure means, how it was made, from which source, and what it covers. The figure for a
year rests on earlier years alone. Where a source stopped, its last figure is carried for a stated number of years
and named in ``last_known``; beyond that, and wherever nothing is known, a figure is None. Each table is read when
it is first asked for.
"""

from __future__ import annotations

import functools
import math
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final, Literal, TypeAlias

from foedus import states
from foedus.dates import Certainty, Date
from foedus.sources import Source

Contiguity: TypeAlias = Literal["border", "near", "no"]
"""A land or river border or at most 24 miles of water; at most 400 miles of water; neither."""

FIRST: Final = 1945
"""The first year for which there are figures."""

_EARTH_KM: Final = 6371.0


RESTS_ON: Final[Mapping[str, str]] = {
    "capability": "capability",
    "gdp": "gdp",
    "population": "population",
    "democracy": "democracy",
    "ideal_point": "ideal_point",
    "major_power": "major_power",
    "distance_km": "distance",
    "contiguous": "contiguity",
    "rival": "rivalry",
    "recent_disputes": "disputes",
    "un_distance": "ideal_point",
}
"""Which entry of :func:`provenance` each field of :class:`StateFigures` and :class:`PairFigures` rests on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateFigures:
    """What was known of a state before a year began.

    Attributes:
        state: code of the state of that time: the Soviet Union for what RUS means in 1980.
        year: the year.
        capability: decimal logarithm of its share of the world's material capabilities (a share of 1 is 0).
        gdp: decimal logarithm of gross domestic product, in international dollars of 2017.
        population: decimal logarithm of the number of people.
        democracy: a latent score; 0 parts autocracies from democracies, and one is about the spread of states.
        ideal_point: where it stands in votes of the General Assembly; higher is nearer to the United States.
        major_power: whether it is counted among the major powers.
        last_known: names of the figures that are the last known ones, since their source stopped before.
    """

    state: str
    year: int
    capability: float | None = None
    gdp: float | None = None
    population: float | None = None
    democracy: float | None = None
    ideal_point: float | None = None
    major_power: bool | None = None
    last_known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PairFigures:
    """What was known of two states before a year began; their order does not matter.

    Attributes:
        states: codes of the two states of that time, in order.
        year: the year.
        distance_km: kilometres between their capitals, along a great circle.
        contiguous: see :data:`Contiguity`.
        rival: whether they are counted as strategic rivals.
        recent_disputes: militarised disputes in which they were opposed in the ten years before.
        un_distance: distance of their ideal points in votes of the General Assembly.
        last_known: names of the figures that are the last known ones, since their source stopped before.
    """

    states: tuple[str, str]
    year: int
    distance_km: float | None = None
    contiguous: Contiguity | None = None
    rival: bool | None = None
    recent_disputes: int | None = None
    un_distance: float | None = None
    last_known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A spell of a published list that goes on after what it tells of had ended.

    Attributes:
        states: the states.
        to: the last year whose figure still has it.
        why: what shows that it ended.
    """

    states: tuple[str, ...]
    to: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a figure comes from and what it covers.

    Attributes:
        of: what it is a figure of.
        title: what it is, in a few words.
        meaning: what it says.
        unit: in what it is counted.
        how: how it was computed.
        file: the published file it was computed from.
        version: version of that file.
        coverage: what it covers, in words.
        until: the last year for which there is one, being the year after the last of its source; None where it
            does not end.
        carried: years for which the last figure is carried on, and said to be the last known one.
        problems: what is known to be wrong with it.
        corrections: what was wrong with it and is mended in the table.
        sources: ids in :func:`citations`.
    """

    of: Literal["state", "pair"]
    title: str
    meaning: str
    unit: str
    how: str
    file: str
    version: str
    coverage: str
    until: int | None
    carried: int
    problems: tuple[str, ...]
    corrections: tuple[Correction, ...] = ()
    sources: tuple[str, ...]


@functools.lru_cache(maxsize=65536)
def figures(state: str, year: int) -> StateFigures:
    """Gives the figures of what a code means in a year, as known before that year began.

    Args:
        state: three capitals.
        year: the year.

    Returns:
        The figures; all None where the code means no state in that year.

    Raises:
        UnknownState: No state has the code.
        DateError: The year is none of 1 to 9999.

    >>> figures("USA", 2000).capability > figures("LUX", 2000).capability
    True
    >>> figures("RUS", 1980).state, figures("FRA", 1900).gdp
    ('SUN', None)
    """
    code = of_year(state, year)
    if code is None:
        return StateFigures(state=states.state(state).code, year=year)
    found: dict[str, Any] = {}
    for name in ("capability", "gdp", "population", "democracy", "ideal_point"):
        text = _cell(name, code, year)
        found[name] = None if text is None else float(text)
    if _covered("major_power", year, code):
        found["major_power"] = _cell("major_power", code, year) is not None
    return StateFigures(state=code, year=year, last_known=_last_known(found, year), **found)


@functools.lru_cache(maxsize=65536)
def between(one: str, other: str, year: int) -> PairFigures:
    """Gives the figures of two states in a year, as known before that year began.

    Args:
        one: three capitals.
        other: three capitals.
        year: the year.

    Returns:
        The figures; all None where a code means no state in that year.

    Raises:
        UnknownState: No state has one of the codes.
        ValueError: Both codes mean one state in that year.

    >>> pair = between("ARM", "AZE", 2010)
    >>> pair.contiguous, pair.rival, pair.states
    ('border', True, ('ARM', 'AZE'))
    """
    here, there = of_year(one, year), of_year(other, year)
    first, second = sorted((here or states.state(one).code, there or states.state(other).code))
    if first == second:
        raise ValueError(f"{one} and {other} are one state in {year}; figures of a pair need two")
    if here is None or there is None:
        return PairFigures(states=(first, second), year=year)
    found: dict[str, Any] = {"distance_km": _distance(first, second, year)}
    # A pair that is not on a list, within what the list covers, is a "no".
    if _covered("contiguity", year, first, second):
        found["contiguous"] = _cell("contiguity", f"{first},{second}", year) or "no"
    if _covered("rivalry", year, first, second):
        found["rival"] = _cell("rivalry", f"{first},{second}", year) is not None
    if _covered("disputes", year, first, second):
        found["recent_disputes"] = int(_cell("disputes", f"{first},{second}", year) or 0)
    found["un_distance"] = _apart(figures(first, year).ideal_point, figures(second, year).ideal_point)
    return PairFigures(states=(first, second), year=year, last_known=_last_known(found, year), **found)


@functools.cache
def provenance() -> Mapping[str, Provenance]:
    """Says where each figure comes from and what it covers, by the name of its table.

    >>> provenance()["capability"].carried
    10
    """
    return {
        name: Provenance(
            **{
                **row,
                "until": None if row["until"] == ".." else int(row["until"]),
                "carried": int(row["carried"]),
                "problems": tuple(row["problems"]),
                "corrections": tuple(
                    Correction(states=tuple(one["states"]), to=int(one["to"]), why=one["why"])
                    for one in row.get("corrections", ())
                ),
                "sources": tuple(row["sources"]),
            }
        )
        for name, row in _yaml()["figures"].items()
    }


@functools.cache
def citations() -> Mapping[str, Source]:
    """Gives the sources on which the figures rest, by id.

    >>> citations()["voeten-ideal-points"].kind
    'data'
    """
    return {name: Source(**{**row, "date": Date.parse(row["date"])}) for name, row in _yaml()["sources"].items()}


@functools.lru_cache(maxsize=65536)
def of_year(code: str, year: int) -> str | None:
    """Gives the code of the state that a code means in a year, or None where it means none.

    Its own state goes before the one that it continues, where both existed in a part of the year.

    Raises:
        UnknownState: No state has the code.

    >>> of_year("RUS", 1980), of_year("RUS", 1991), of_year("DDR", 2000)
    ('SUN', 'RUS', None)
    """
    own = states.state(code)
    if own.exists_on(_text(year)) is not Certainty.NO:
        return own.code
    try:
        return states.meaning(own.code, _text(year)).code
    except states.UnknownState:
        return None


def listed(code: str, year: int) -> int | None:
    """Gives the Correlates of War number that stood for a state, or the one it continues, when a year began.

    >>> listed("RUS", 1992), listed("SSD", 2011)
    (365, None)
    """
    return states.cow_code(code, f"{_text(year - 1)}-12-31")


@functools.cache
def continued(code: str) -> tuple[str, ...]:
    """Lists the states that a state continues, the nearest first.

    >>> continued("SRB")
    ('SCG', 'YUG')
    """
    found: list[str] = []
    pending = [code]
    while pending:
        for one in reversed(states.state(pending.pop()).predecessors):
            if one.kind == "continuation" and one.predecessor not in (code, *found):
                found.append(one.predecessor)
                pending.append(one.predecessor)
    return tuple(found)


def _reached(name: str, year: int) -> int | None:
    """The year whose figure stands for a year: itself, or the last that is carried on to it; or None."""
    what = provenance()[name]
    last = year if what.until is None else what.until
    return min(year, last) if FIRST <= year <= last + what.carried else None


def _last_known(found: Mapping[str, Any], year: int) -> tuple[str, ...]:
    return tuple(
        name
        for name, value in found.items()
        if value is not None and _reached(RESTS_ON[name], year) != year and name != "distance_km"
    )


def _covered(name: str, year: int, *codes: str) -> bool:
    """Whether a list covers states in a year: it, or what is carried of it, reaches, and it knows the states."""
    at = _reached(name, year)
    return at is not None and all(_number(code, at) is not None for code in codes)


_number = functools.lru_cache(maxsize=65536)(listed)


def _cell(name: str, key: str, year: int) -> str | None:
    """What a table has for a year; the last known where its source stopped, as long as that is carried."""
    at = _reached(name, year)
    if at is None:
        return None
    starts, spells = _spells(name, key)
    place = bisect_right(starts, at) - 1
    return spells[place][1] if place >= 0 and at <= spells[place][0] else None


@functools.lru_cache(maxsize=65536)
def _spells(name: str, key: str) -> tuple[list[int], list[tuple[int, str]]]:
    """The spells of one state or pair: their first years, and with each its last year and value."""
    rows = [line[len(key) + 1 :].split(",") for line in _table(name).get(key, ())]
    return [int(start) for start, _, _ in rows], [(int(end), value) for _, end, value in rows]


@functools.cache
def _table(name: str) -> dict[str, list[str]]:
    """The lines of a table by state or pair; what stands in them is read when it is asked for."""
    width = 3 if provenance()[name].of == "state" else 7
    text = files("foedus").joinpath("data", "figures", f"{name}.csv").read_text("utf-8")
    found: dict[str, list[str]] = {}
    for line in text.splitlines()[1:]:
        found.setdefault(line[:width], []).append(line)
    return found


@functools.cache
def _yaml() -> Any:
    """What ``figures.yaml`` says; every scalar is text."""
    import yaml

    text = files("foedus").joinpath("data", "figures", "figures.yaml").read_bytes()
    return yaml.load(text, getattr(yaml, "CBaseLoader", yaml.BaseLoader))


def _text(year: int) -> str:
    return f"{year:04d}"


def _apart(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else round(abs(one - other), 1)


def _distance(one: str, other: str, year: int) -> float | None:
    """Kilometres between capitals as a year began, by the haversine formula; of a new state, its first capital."""
    first, whole = f"{_text(year)}-01-01", _text(year)
    here, there = (states.capital(code, first) or states.capital(code, whole) for code in (one, other))
    if here is None or there is None:
        return None
    north, north_too = math.radians(here.lat), math.radians(there.lat)
    east = math.radians(there.lon - here.lon)
    across = math.sin((north_too - north) / 2) ** 2
    across += math.cos(north) * math.cos(north_too) * math.sin(east / 2) ** 2
    return round(2 * _EARTH_KM * math.asin(math.sqrt(min(1.0, across))), 0)
