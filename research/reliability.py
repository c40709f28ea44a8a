"""Were promises kept in war? Two published replication files, read as their authors did."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from research.uncertainty import Difference, Outcome, Share, difference, drawn_difference, share

CODINGS: Final = {"BF": "the authors' own coding", "LLM": "by the rules of Leeds, Long and Mitchell"}
PROMISES: Final = {
    "defence": "defense",
    "offence": "offense",
    "neutrality": "neutral",
    "non_aggression": "nonagg",
    "consultation": "consul",
}
PERIODS: Final = {"before_1945": 1, "since_1945": 0}
"""Column ``sample`` of the file: alliances made before 1945, in wars to 1945; and all others."""
FIRST_SINCE_1945: Final = 3005
"""The lowest ATOP number of an alliance that the file of Berkemeier and Fuhrmann puts in the later period."""

WORLD_WARS: Final = (38, 53)
"""Their numbers in the list of Reiter, Stam and Horowitz."""
FEWER_DRAWS: Final = 1_999
"""Draws where there are very many clusters."""

Row = dict[str, Any]


def commitments(data: Path, coding: str) -> list[Row]:
    """Read the commitments of Berkemeier and Fuhrmann that a war called for, in one of the file's two codings.

    Those that it did not call for (the promise was not triggered, or promised nothing that a war can call for)
    have neither mark, and do not count.

    Args:
        data: the folder of the data.
        coding: ``BF`` or ``LLM``.
    """
    import polars

    kept, broken = f"honor{coding}", f"violate{coding}"
    frame = polars.read_parquet(data / "reliability_berkemeier_fuhrmann.parquet")
    rows = frame.filter((polars.col(kept) == 1) | (polars.col(broken) == 1)).rows(named=True)
    return [{**row, "kept": row[kept] == 1} for row in rows]


def outcomes(rows: list[Row], war: str = "rsh_warid") -> list[Outcome]:
    """See each commitment as kept or not, within its war."""
    return [Outcome(bool(row["kept"]), f"{row[war]:04}") for row in rows]


def shares(rows: list[Row]) -> dict[str, Share]:
    """Give the shares of kept commitments: all, by period, by promise, and some more that the page needs."""
    found = {"all": share(outcomes(rows))}
    for name, sample in PERIODS.items():
        found[name] = share(outcomes([row for row in rows if row["sample"] == sample]))
    for name, column in PROMISES.items():
        found[name] = share(outcomes([row for row in rows if row[column] == 1]))
    earlier, later = ([row for row in rows if row["sample"] == sample] for sample in PERIODS.values())
    small = [row for row in earlier if row["rsh_warid"] not in WORLD_WARS]
    found["before_1945, without the world wars"] = share(outcomes(small))
    found["defence, since_1945"] = share(outcomes([row for row in later if row["defense"] == 1]))
    found["of two parties, since_1945"] = share(outcomes([row for row in later if row["multilateral"] == 0]))
    found["of several parties, since_1945"] = share(outcomes([row for row in later if row["multilateral"] == 1]))
    return found


def fall(rows: list[Row]) -> Difference:
    """Give how much lower the share lies since 1945 than before, wars drawn for both at once."""
    earlier, later = (outcomes([row for row in rows if row["sample"] == sample]) for sample in PERIODS.values())
    return difference(later, earlier)


def allies_at_war(data: Path) -> list[Row]:
    """Read the file of Leeds and Anac: one row an alliance, war and member that was called on."""
    import polars

    rows = polars.read_parquet(data / "reliability_leeds_anac.parquet").rows(named=True)
    return [{**row, "kept": row["honor3"] == 1} for row in rows]


def contrast(rows: list[Row], column: str, high: int, low: int) -> Difference:
    """Give how much more often those with a high value of a column kept their promise, wars drawn whole."""
    sides = (outcomes([row for row in rows if row[column] == value], "cow_warnum") for value in (high, low))
    return difference(*sides)


def kept_by(rows: list[Row], column: str) -> dict[int, Share]:
    """Give the share of kept promises for each value of a column."""
    values = sorted({row[column] for row in rows})
    return {
        value: share(outcomes([row for row in rows if row[column] == value], "cow_warnum")) for value in values
    }


def before_1945(rows: list[Row]) -> Share:
    """Give the share among alliances made before 1945, in the file of Leeds and Anac."""
    return share(outcomes([row for row in rows if row["atopid"] < FIRST_SINCE_1945], "cow_warnum"))


def with_traits(data: Path, rows: list[Row]) -> list[Row]:
    """Add what two other lists say of the member in the year in which the war began.

    Adds ``major`` (1 or 0, spells of major powers) and ``democratic`` (1 where the Unified Democracy Score lies
    above the mean cut between autocracy and democracy); both None where the war or the score is not listed.
    """
    import polars

    listed = polars.read_parquet(data / "cow_interstate_war_participants.parquet").drop_nulls("warnum")
    began = dict(listed.group_by("warnum").agg(polars.col("start1").min()).iter_rows())
    spells = polars.read_parquet(data / "cow_major_powers.parquet").rows(named=True)
    scores = polars.read_parquet(data / "democracy.parquet").drop_nulls("uds_adjusted")
    score = {
        (code, year): value for code, year, value in scores.select("ccode", "year", "uds_adjusted").iter_rows()
    }
    found = []
    for row in rows:
        start, code = began.get(row["cow_warnum"]), row["ccode"]
        powers = [one for one in spells if one["ccode"] == code]
        known = None if start is None else score.get((code, start.year))
        found.append(
            {
                **row,
                "major": None
                if start is None
                else int(any(one["start"] <= start <= one["end"] for one in powers)),
                "democratic": None if known is None else int(known > 0),
            }
        )
    return found


def joining(data: Path) -> Difference:
    """Give how much more often democratic allies of a target of force joined it, disputes drawn whole."""
    import polars

    frame = polars.read_parquet(data / "derived_ally_join_cases.parquet").drop_nulls("uds_ally")
    groups = frame.with_columns(democratic=polars.col("uds_ally") > 0).group_by("dispnum", "democratic")
    counts: dict[int, dict[bool, tuple[int, int]]] = {}
    for dispute, democratic, joined, n in groups.agg(polars.col("joined").sum(), polars.len()).iter_rows():
        counts.setdefault(dispute, {})[democratic] = joined, n
    pairs = [(one.get(True, (0, 0)), one.get(False, (0, 0))) for _, one in sorted(counts.items())]
    return drawn_difference(pairs, FEWER_DRAWS)
