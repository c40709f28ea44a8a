"""Which wars grew: states that entered after their side had begun to fight."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from research.uncertainty import Interval, Outcome, Share, percentiles, resampled, share


@dataclass(frozen=True, slots=True)
class War:
    """An interstate war.

    Attributes:
        number: of the Correlates of War list.
        year: in which it began.
        grew: whether a state entered on a later day than the first of its side.
        deaths: battle deaths that are known.
        unknown: participants whose deaths are not known.
    """

    number: int
    year: int
    grew: bool
    deaths: int
    unknown: int


def wars(data: Path) -> list[War]:
    """Read the wars; rows of the file that name no war are left out."""
    import polars

    frame = polars.read_parquet(data / "cow_interstate_war_participants.parquet").drop_nulls("warnum")
    found = []
    for number in sorted(frame["warnum"].unique()):
        rows = frame.filter(polars.col("warnum") == number).rows(named=True)
        began = {side: min(row["start1"] for row in rows if row["side"] == side) for side in {1, 2}}
        found.append(
            War(
                number,
                min(began.values()).year,
                any(row["start1"] > began[row["side"]] for row in rows),
                sum(row["battle_deaths"] or 0 for row in rows),
                sum(row["battle_deaths"] is None for row in rows),
            )
        )
    return found


def grew(found: list[War]) -> Share:
    """Give the share of wars that drew in at least one more state; each war is a cluster of its own."""
    return share([Outcome(war.grew, f"{war.number:04}") for war in found])


def deaths_where_grown(found: list[War]) -> tuple[float, Interval]:
    """Give the share of known battle deaths that fell in wars that grew, and its interval over wars."""
    drawn = (_deaths([found[place] for place in places]) for places in resampled(len(found)))
    return _deaths(found), percentiles(drawn)


def _deaths(found: list[War]) -> float:
    return sum(war.deaths for war in found if war.grew) / sum(war.deaths for war in found)
