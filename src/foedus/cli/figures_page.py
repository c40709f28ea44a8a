"""The page of figures of a state or a pair of states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from foedus import states
from foedus.cli.figures import named
from foedus.cli.page import Cell, Page, dim, with_basis
from foedus.cli.speech import capital, listed, words
from foedus.estimates.figures import RESTS_ON, PairFigures, StateFigures, provenance

TITLES = {"un_distance": "distance of ideal points in votes of the General Assembly"}
"""Figures that rest on another, and are not called as it is."""


def shown(found: StateFigures | PairFigures) -> None:
    """Every figure, with what it is and what it rests on."""
    page = Page()
    codes = [found.state] if isinstance(found, StateFigures) else list(found.states)
    names = listed(states.name_on(code, f"{found.year:04d}") for code in codes)
    page.title(
        f"{names}: figures for {found.year}", "As known before the year began; no figure uses a later year."
    )
    values = named(found)
    rows: list[tuple[Cell, Cell, Cell]] = []
    for name, value in values.items():
        what = provenance()[RESTS_ON[name]]
        last = f"last known, for {what.until}" if name in found.last_known else ""
        title = TITLES.get(name, what.title)
        rows.append((capital(title), with_basis(spoken(name, value), last), _about(name)))
    page.blank()
    page.table(["Figure", "Value", "What it is"], rows, widest="What it is")
    unknown = [name for name, value in values.items() if value is None]
    if unknown:
        page.heading("Not known")
        page.items(_missing(name) for name in unknown)
    known = [name for name, value in values.items() if value is not None]
    if known:
        page.heading("To keep in mind")
        page.items(dim(one) for one in _problems(known))
    page.sources(source for name in values for source in provenance()[RESTS_ON[name]].sources)
    page.out()


def _problems(names: Iterable[str]) -> Iterator[str]:
    """What is wrong with figures, each fault once with the figures that have it."""
    having: dict[str, list[str]] = {}
    for name in names:
        what = provenance()[RESTS_ON[name]]
        for problem in what.problems:
            having.setdefault(problem, []).append(what.title)
    for problem, titles in having.items():
        yield f"{capital(listed(titles))}: {problem}"


def spoken(name: str, value: Any) -> str:
    """A figure as it is read.

    >>> spoken("capability", -2.0), spoken("gdp", 10.5), spoken("population", 6.5)
    ('-2.0: about 1 % of the world', '10.5: about 32,000 million dollars', '6.5: about 3.2 million')
    >>> spoken("rival", False), spoken("distance_km", 455.0), spoken("gdp", None)
    ('no', '455 km', 'not known')
    """
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name == "capability":
        return f"{value}: about {_rough(100 * 10**value)} % of the world"
    if name == "gdp":
        return f"{value}: about {_rough(10 ** (value - 6))} million dollars"
    if name == "population":
        return f"{value}: about {_rough(10 ** (value - 6))} million"
    if name == "distance_km":
        return f"{value:,.0f} km"
    return words(str(value))


def _rough(number: float) -> str:
    """A number to two significant digits, without an exponent."""
    if number >= 100:
        return f"{float(f'{number:.2g}'):,.0f}"
    return f"{float(f'{number:.2g}'):.8f}".rstrip("0").rstrip(".")


def _about(name: str) -> Cell:
    what = provenance()[RESTS_ON[name]]
    return with_basis(what.meaning, f"{capital(what.unit)}. {capital(what.version)}.")


def _missing(name: str) -> str:
    what = provenance()[RESTS_ON[name]]
    return f"{capital(TITLES.get(name, what.title))}: covered are {what.coverage}."
