"""Writes the reference page of the figures from ``figures.yaml``, so that it cannot fall behind."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.estimates.figures import RESTS_ON, Provenance, citations, provenance
from foedus.states import citations as citations_of_states

HEAD = """# Figures of states and pairs

Estimates look at the states concerned: how strong they are, how they are governed, how near they are to each
other. `foedus figures STATE --on DATE` shows these figures of one state, `foedus figures STATE STATE --on DATE`
those of two, and `foedus.estimates.figures` gives them in Python. This page is made from the table of their
provenance.

**Nothing later.** The figure for a year rests on rows of earlier years alone: a mean over the three years
before, or what stood on the last day of the year before. A test changes every later row of the published data
and sees that no figure moves. What cannot be mended so is said below: some published values were themselves
estimated by looking at all years at once.

**What is not known** is null, never 0 and never no. A list (major powers, borders, rivalries, disputes) answers
"no" for what it does not have only where it reaches that far and the states are in the Correlates of War list
when the year begins; so a state has none of these figures in its first year.

**Last known.** Where a source stopped, its last figure is carried on for the years named below and named in
`last_known`; after them it is not known.

**States.** A code means the state of that year: for 1980, `RUS` is the Soviet Union. A state that continues
another has the other's figures until it has a year of its own: those of Russia for 1992 rest on the last three
years of the Soviet Union. A new state, and one that came out of another's dissolution, begins without any.

**Made from others' work.** The published rows are not in the project. The tables hold rounded means over three
years, counts over ten, and of lists the years in which they have a state or pair, in classes of our own; they
do not replace the published data. `make figures DATA=DIR` computes them from the published files. Cite the
sources, and not only Foedus; `foedus cite ID` gives each in full.
"""


def page() -> str:
    """Gives the page as Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield HEAD
    for of, title in (("state", "Of a state"), ("pair", "Of two states")):
        yield f"## {title}\n"
        for name, one in provenance().items():
            if one.of == of:
                yield from _entry(name, one)
    yield "## Sources\n"
    known = {**citations_of_states(), **citations()}
    for source in sorted({source for one in provenance().values() for source in one.sources}):
        cited = known[source]
        author = f"{_authors(cited.author)}. " if cited.author else ""
        dated = f", {cited.date.text}" if cited.date else ""
        note = f" {cited.note.rstrip('.')}." if cited.note else ""
        yield f"- `{source}`: {author}{cited.title}. {cited.publisher}{dated}.{note}"


def _authors(text: str) -> str:
    return text.replace(" and ", "; ").replace("; others", " and others")


def _entry(name: str, one: Provenance) -> Iterator[str]:
    called = ", ".join(f"`{field}`" for field, table in RESTS_ON.items() if table == name)
    yield f"### {one.title[:1].upper()}{one.title[1:]}\n"
    yield f"{one.meaning}\n"
    yield "| | |"
    yield "| --- | --- |"
    yield f"| name | {called} |"
    yield f"| unit | {one.unit} |"
    yield f"| how | {one.how} |"
    yield f"| from | `{one.file}`: {one.version} |"
    yield f"| sources | {', '.join(f'`{source}`' for source in one.sources)} |"
    yield f"| covers | {one.coverage} |"
    if one.until is not None:
        yield f"| last | figures to {one.until}; carried on to {one.until + one.carried} as last known |"
    for problem in one.problems:
        yield f"| known problem | {problem} |"
    for mended in one.corrections:
        yield f"| corrected | {' and '.join(mended.states)}, to {mended.to}: {mended.why} |"
    yield ""
