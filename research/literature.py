"""Compute the figures of the page on the literature, and write them where they belong.

``make literature DATA=../shared/data`` computes everything anew from third-party data (which belongs to its
publishers and is no part of the project), rewrites ``src/foedus/data/findings_computed.yaml`` and the tables of
``docs/explanation/literature.md`` that stand between markers, and says where the recorded state of a finding
or a number in the prose is not what the figures lead to. The same data gives the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final, get_args

from foedus.estimates.literature import Figure, PublishedFinding, Topic, published
from research import promises, prose, tables
from research.checks import Checked, Material, checked

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs" / "explanation" / "literature.md"
COMPUTED: Final = ROOT / "src" / "foedus" / "data" / "findings_computed.yaml"
BEGINS, ENDS = "<!-- computed: {} -->", "<!-- end of what is computed -->"
HEAD: Final = """\
# Figures that stand beside the findings of findings.yaml, by id. Computed by research/literature.py (`make
# literature`) from data that is no part of the project; not to be edited by hand.
"""


def main(arguments: list[str] | None = None) -> int:
    """Compute and write.

    Args:
        arguments: of the command line; without them those of the process.

    Returns:
        0, or 1 where a recorded state or a number in the prose is not what the figures lead to.
    """
    parser = argparse.ArgumentParser(prog="make literature", description="Compute the page on the literature.")
    parser.add_argument(
        "data",
        type=Path,
        nargs="?",
        help="folder of the third-party data, in Parquet; without it only the casebook's own rates are renewed",
    )
    data = parser.parse_args(arguments).data
    if data is None:
        made = promises.promises()
        PAGE.write_text(filled(PAGE.read_text("utf-8"), of_casebook(made)), encoding="utf-8")
        return told(untold(prose.of_casebook(made)))
    if not (data / "reliability_berkemeier_fuhrmann.parquet").is_file():
        parser.error(f"{data} does not hold the data; give its folder: make literature DATA=path/to/data")
    material = Material(data)
    found = checked(material, {one.id: one.published for one in published()})
    COMPUTED.write_text(computed_text(found), encoding="utf-8")
    PAGE.write_text(filled(PAGE.read_text("utf-8"), parts(material, with_figures(found))), encoding="utf-8")
    phrases = (
        prose.of_others(material) + prose.of_casebook(promises.promises()) + prose.of_states(list(published()))
    )
    return told(stale(found) + untold(phrases))


def told(faults: list[str]) -> int:
    """Tell faults on standard error.

    Returns:
        1 where there are any, else 0.
    """
    for line in faults:
        print(line, file=sys.stderr)
    return 1 if faults else 0


def stale(found: Mapping[str, Checked]) -> list[str]:
    """Say which recorded states are not those that the figures lead to."""
    return [
        f"{one.id}: recorded as {one.state}, and the figures say {found[one.id][1]}"
        for one in published()
        if one.id in found and one.state != found[one.id][1]
    ]


def untold(phrases: list[str]) -> list[str]:
    """Say which numbers that the page's prose should have it does not have."""
    return [f"{PAGE.name} does not say: {one}" for one in prose.missing(PAGE.read_text("utf-8"), phrases)]


def with_figures(found: Mapping[str, Checked]) -> list[PublishedFinding]:
    """Set what was computed beside what was published, rounded as it is recorded."""
    none: Checked = ((), "not_checked")
    return [replace(one, figures=found.get(one.id, none)[0]) for one in published()]


def computed_text(found: Mapping[str, Checked]) -> str:
    """Write the figures as YAML, in the order of the findings."""
    lines = [HEAD]
    for one in published():
        if one.id in found:
            lines.append(f"{one.id}:\n")
            lines += [f"  - {{{', '.join(_entries(figure))}}}\n" for figure in found[one.id][0]]
    return "".join(lines)


def _entries(figure: Figure) -> list[str]:
    """A figure's keys and values; seven digits are what the finest published number needs."""
    made = [f"name: {figure.name}"]
    for name in ("value", "low", "high"):
        number = getattr(figure, name)
        if number is not None:
            made.append(f"{name}: {number:.7f}".rstrip("0").rstrip("."))
    for name in ("count", "n", "clusters"):
        number = getattr(figure, name)
        if number is not None:
            made.append(f"{name}: {number}")
    return made


def parts(material: Material, findings: list[PublishedFinding]) -> dict[str, str]:
    """Make every table of the page, by the name of its place."""
    printed = {
        "all" if part.name == "kept" else part.name: part.value
        for one in findings
        if one.id.startswith("berkemeier-fuhrmann")
        for part in one.published
    }
    made = {
        "commitments": tables.commitments(material.shares, printed),
        "institutions": tables.institutions(material.members),
        **of_casebook(promises.promises()),
        **{f"burdens {name}": tables.years(material.years[name]) for name in ("nato", "csto")},
    }
    about_nato = [one for one in findings if one.topic == "burden_sharing" and one.id.endswith("-nato")]
    made["burdens verdicts"] = tables.verdicts(about_nato)
    for topic in get_args(Topic):
        made[f"states {topic}"] = tables.states([one for one in findings if one.topic == topic])
    return made


def of_casebook(found: list[promises.Promise]) -> dict[str, str]:
    """Make the one table that needs no data from outside."""
    return {"casebook": tables.rates(promises.rates(found))}


def filled(page: str, made: Mapping[str, str]) -> str:
    """Put tables into their places.

    Args:
        page: the page's text.
        made: tables by name.

    Raises:
        ValueError: when a place is missing, or is not closed.
    """
    for name, text in made.items():
        begins = BEGINS.format(name)
        before, marker, rest = page.partition(begins)
        inside, end, after = rest.partition(ENDS)
        if not marker or not end or BEGINS.split("{")[0] in inside:
            raise ValueError(f"the page has no place for {name!r}: write {begins} and below it {ENDS}")
        page = f"{before}{begins}\n\n{text}\n\n{ENDS}{after}"
    return page


if __name__ == "__main__":
    sys.exit(main())
