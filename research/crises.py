"""Counts how often crises came to each state, for simulated worlds, from published data.

Run as ``python -m research.crises --data DIR``, where DIR holds the Parquet files of Militarized Interstate
Disputes 5.0, of the UCDP/PRIO Armed Conflict Dataset 25.1 and of the states of each year (``make figures
DATA=DIR`` runs it too). It writes ``src/foedus/data/crises.csv``: by state, kind and initiator a count, and in how
many years. No published row goes into it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from foedus.simulation.figures import CONFLICTS, DISPUTES, Rate, conflict_rates, dispute_rates

FILE = Path(__file__).resolve().parents[1] / "src" / "foedus" / "data" / "crises.csv"
FILES = ("cow_mid_disputes", "cow_mid_participants", "ucdp_armed_conflict", "state_codes_year")


def rates(folder: Path) -> Iterator[Rate]:
    """Counts the crises of all states that there were in the years of the data.

    Args:
        folder: where the data lie.
    """
    table = {name: pl.read_parquet(folder / f"{name}.parquet") for name in FILES}
    codes = table["state_codes_year"]
    for period, number in ((DISPUTES, "ccode"), (CONFLICTS, "gwcode")):
        there = codes.filter(pl.col("year").is_between(*period) & pl.col(number).is_not_null()).drop_nulls("iso3")
        states = sorted(set(there["iso3"]))
        if period == DISPUTES:
            disputes, who = table["cow_mid_disputes"], table["cow_mid_participants"]
            yield from dispute_rates(disputes, who, codes, states)
        else:
            yield from conflict_rates(table["ucdp_armed_conflict"], codes, states)


def text(folder: Path) -> str:
    """The text of the file.

    Args:
        folder: where the data lie.
    """
    rows = sorted((one.target, one.kind, one.by, one.count, one.years) for one in rates(folder))
    lines = [f"{state},{kind},{by},{count},{years}" for state, kind, by, count, years in rows]
    return "\n".join(["state,kind,by,count,years", *lines]) + "\n"


def main(argv: list[str] | None = None) -> int:
    """Writes the file, or says what is missing."""
    parser = argparse.ArgumentParser(prog="python -m research.crises", description=main.__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the published data, in Parquet")
    asked = parser.parse_args(argv)
    missing = [name for name in FILES if not (asked.data / f"{name}.parquet").is_file()]
    if missing:
        print(f"crises: {asked.data} has no {', '.join(f'{name}.parquet' for name in missing)}", file=sys.stderr)
        return 2
    FILE.write_text(text(asked.data), encoding="utf-8", newline="\n")
    print(f"crises.csv: {FILE.stat().st_size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
