"""The page of credibility: chances with their intervals, year by year or in short, and what they rest on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from rich.text import Text

from foedus.analysis.credibility import MEASURE_WORDS, MEASURES, Credibility, Measure
from foedus.analysis.credibility_caveats import conditions, record_of
from foedus.cli.page import Cell, Page, dim
from foedus.cli.plain import Plain
from foedus.cli.speech import capital, listed, words
from foedus.estimates.guess import Chance, percent
from foedus.record.view import Organisation

CELL = 13
"""Columns that a chance with its interval takes, with the space after it."""

NAMES = 18
"""Columns that the names of rows may take."""


def plain(organisation: Organisation, rows: Sequence[Credibility]) -> Plain:
    """Everything as JSON data."""
    records = {one: record_of(one, organisation.id) for one in MEASURES}
    return {
        "organisation": organisation.id,
        "from": min(one.year for one in rows),
        "to": max(one.year for one in rows),
        "measures": [
            {
                "measure": one,
                "meaning": MEASURE_WORDS[one],
                "record": told.text,
                "beats_base_rate": told.beats_base_rate,
                "conditions": list(conditions(organisation, one)),
            }
            for one, told in records.items()
        ],
        "rows": [one.plain() for one in rows],
    }


def shown(organisation: Organisation, rows: Sequence[Credibility], measure: Measure) -> None:
    """The page: by year where one kind or one member is asked about, else the first and the last year."""
    page = Page()
    kinds = list(dict.fromkeys(one.kind for one in rows))
    members = sorted({one.member for one in rows})
    years = sorted({one.year for one in rows})
    about = [organisation.record.organisation.short_name]
    about += members if len(members) == 1 else []
    about += [words(kinds[0])] if len(kinds) == 1 else []
    page.title(f"{', '.join(about)}: would the guarantee be honoured?", _years(years))
    _record(page, organisation, measure)
    page.say(f"{capital(MEASURE_WORDS[measure])}: the chance and its 90 % interval, in per cent.")
    if len(kinds) == 1:
        _grid(page, "Year", years, members, rows, lambda one: (one.year, one.member), measure)
    elif len(members) == 1:
        _grid(page, "Year", years, kinds, rows, lambda one: (one.year, one.kind), measure)
    else:
        for year in dict.fromkeys((years[0], years[-1])):
            page.heading(f"On 1 January {year}")
            of_year = [one for one in rows if one.year == year]
            _grid(page, "Kind", kinds, members, of_year, lambda one: (one.kind, one.member), measure)
    if measure != "forces" and any(one.owed == "not_engaged" for one in rows):
        page.blank()
        page.say(
            f"{NO_CLAUSE} No clause of mutual defence is engaged: the chance is given that some promise applies."
        )
    _base(page, rows, measure)
    _owed(page, rows, kinds)
    page.heading("To keep in mind")
    page.items(dim(one) for one in (*conditions(organisation, measure)[1:], *_notes(rows)))
    page.out()


def _years(years: Sequence[int]) -> str:
    return f"{years[0]}" if len(years) == 1 else f"{years[0]} to {years[-1]}"


def _record(page: Page, organisation: Organisation, measure: Measure) -> None:
    told = record_of(measure, organisation.id)
    page.say(Text(f"{capital(told.text)}.", "bold" if told.beats_base_rate is False else ""))


def _grid(
    page: Page,
    corner: str,
    down: Sequence[Any],
    across: Sequence[str],
    rows: Sequence[Credibility],
    place: Callable[[Credibility], tuple[Any, str]],
    measure: Measure,
) -> None:
    """A table of chances, in as many parts as the width needs."""
    found = {place(one): _shown(one, measure) for one in rows}
    names = [words(str(one)) for one in down]
    many = max(1, (page.width - min(NAMES, max(map(len, names))) - 1) // CELL)
    for start in range(0, len(across), many):
        part = across[start : start + many]
        table: list[list[Cell]] = [
            [name, *(found.get((one, column), dim("no member")) for column in part)]
            for name, one in zip(names, down, strict=True)
        ]
        page.blank()
        page.table([f"!{corner}", *(f">{_head(one)}" for one in part)], table)


NO_CLAUSE = "°"
"""Marks a chance of a promise kept where no clause of mutual defence is engaged."""


def _shown(one: Credibility, measure: Measure) -> Cell:
    """A chance as it stands in a table; it stands back where no clause of mutual defence is engaged."""
    told = cell(one.chance(measure))
    return dim(f"{told}{NO_CLAUSE}") if measure != "forces" and one.owed == "not_engaged" else told


def _head(name: str) -> str:
    """A column's name, its words below one another, so that it is no wider than its cells."""
    return words(name).replace(" ", "\n")


def cell(chance: Chance) -> str:
    """A chance with its interval, in whole per cent.

    >>> cell(Chance(0.674, 0.35, 0.888))
    '67 (35-89)'
    """
    value, low, high = (round(100 * one) for one in (chance.value, chance.low, chance.high))
    return f"{value} ({low}-{high})"


def _base(page: Page, rows: Sequence[Credibility], measure: Measure) -> None:
    """The plain shares beside which the chances are to be read."""
    told = []
    for year in dict.fromkeys((min(one.year for one in rows), max(one.year for one in rows))):
        base = next(one.base for one in rows if one.year == year)
        share = getattr(base, measure)
        told.append(f"{year} {'not known' if share is None else percent(share)}")
    page.blank()
    page.say(f"Plain share among the cases over by then, whatever the crisis: {listed(told)}.")


def _owed(page: Page, rows: Sequence[Credibility], kinds: Sequence[str]) -> None:
    """What the law of each day says of the clauses of mutual defence, members alike together."""
    page.heading("A clause of mutual defence, by the law of the day")
    said: dict[str, list[str]] = {}
    for kind in kinds:
        by_member: dict[str, list[str]] = {}
        for member in sorted({one.member for one in rows if one.kind == kind}):
            own = [one for one in rows if one.kind == kind and one.member == member]
            by_member.setdefault(_spans([(one.year, one.owed) for one in own]), []).append(member)
        for spans, members in by_member.items():
            said.setdefault(f"{', '.join(members)}: {spans}", []).append(words(kind))
    page.items(f"{capital(listed(of))}: {text}" for text, of in said.items())


def _spans(years: Iterable[tuple[int, str]]) -> str:
    """Years with what holds in them, years alike together.

    >>> _spans([(2003, "arguable"), (2004, "engaged"), (2005, "engaged")])
    'arguable 2003, engaged 2004 to 2005'
    """
    runs: list[list[Any]] = []
    for year, what in years:
        if runs and runs[-1][2] == what and runs[-1][1] == year - 1:
            runs[-1][1] = year
        else:
            runs.append([year, year, what])
    return ", ".join(
        f"{words(what)} {first}{'' if last == first else f' to {last}'}" for first, last, what in runs
    )


def _notes(rows: Sequence[Credibility]) -> Iterable[str]:
    first, last = min(rows, key=lambda one: one.year), max(rows, key=lambda one: one.year)
    yield (
        f"Cases that teach about promises: {first.judged} by {first.year}, of them its own {first.own_judged}; "
        f"{last.judged} by {last.year}, of them {last.own_judged}."
    )
    few = sorted({one.year for one in rows if one.few})
    if few:
        yield f"Few cases, so mostly what the priors say: {_spans((year, '') for year in few).strip()}."
    for member in sorted({one.member for one in rows}):
        flags = [(one.year, ", ".join(one.flags)) for one in rows if one.member == member and one.flags]
        if flags:
            yield f"{member}, {_spans(dict.fromkeys(flags))}: the models know nothing of that."
    unknown = sorted({name for one in rows for name in one.unknown})
    if unknown:
        yield f"Unknown of some, and so left open: {listed(map(words, unknown))}."
