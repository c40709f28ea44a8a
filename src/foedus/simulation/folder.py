"""The folder of a study: its plan, its identity, and the statistics of each unit as Parquet.

A unit is written beside and moved into place, so that a reader never meets half of one. A folder of another
identity, or of another version, is refused: numbers of two studies are never mixed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.simulation import layout as at
from foedus.simulation.plan import BadPlan, Compiled, Plan, Unit, plan_from
from foedus.simulation.sources import kernel_digest

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray

PLAN, IDENTITY, UNITS, REFORMS = "plan.yaml", "identity.json", "units", "reforms"

STATISTICS = (
    ("crises", at.S_CRISES),
    ("pivotal", at.S_PIVOTAL),
    ("stances", at.S_STANCES),
    ("days_to_decision", at.S_DECISION),
    ("days_to_arrival", at.S_ARRIVAL),
    ("statuses", at.S_STATUS),
    ("beliefs", at.S_BELIEF),
    ("years", at.S_YEARS),
    ("members", at.S_MEMBERS),
    ("answered", at.S_ANSWERED),
    ("whole", at.S_WORLDS),
)
"""Name of each statistic in a unit's file, and where it begins."""


MARK = "foedus"
"""Key under which a unit's file holds the hash that it must fit."""


class OtherStudy(ValueError):
    """Says that a folder holds another study, or none."""


class Folder:
    """The folder of a study on disk.

    Attributes:
        path: where it is.
    """

    def __init__(self, path: Path) -> None:
        """Name the folder; nothing is made."""
        self.path = path

    def begin(self, study: Compiled, reforms: Mapping[str, Path] | None = None) -> None:
        """Make the folder of a study, or see that it is that study's already.

        Args:
            study: the study.
            reforms: by id the files of the reforms that it names; they are kept with it.

        Raises:
            OtherStudy: when the folder holds something else.
        """
        import yaml

        if (self.path / IDENTITY).is_file():
            found = self.identity()
            if found != study.identity:
                why = "another plan, pack or version"
                raise OtherStudy(f"{self.path} holds a study of {why}; name another folder, they are never mixed")
            return
        if self.path.exists() and (not self.path.is_dir() or any(self.path.iterdir())):
            raise OtherStudy(f"{self.path} is there and holds no study; name a new folder")
        (self.path / UNITS).mkdir(parents=True)
        if reforms:
            (self.path / REFORMS).mkdir()
        for name, file in (reforms or {}).items():
            shutil.copyfile(file, self.path / REFORMS / f"{name}.yaml")
        self._write(PLAN, yaml.safe_dump(study.plan.plain(), sort_keys=False, allow_unicode=True).encode())
        about = {
            "format": at.FORMAT,
            "identity": study.identity,
            "variants": {one.name: one.identity for one in study.variants},
        }
        self._write(IDENTITY, (json.dumps(about, indent=2) + "\n").encode())

    def _write(self, name: str, content: bytes) -> None:
        """Write a file whole or not at all."""
        beside = self.path / f".{name.replace('/', '-')}.{os.getpid()}.part"
        try:
            with beside.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, self.path / name)
        except BaseException:
            with contextlib.suppress(OSError):
                beside.unlink()
            raise

    def plan(self) -> Plan:
        """The plan that the folder holds.

        Raises:
            OtherStudy: when it holds none.
            BadPlan: when it is of another version.
        """
        import yaml

        try:
            plain = yaml.load((self.path / PLAN).read_text("utf-8"), yaml.BaseLoader)
        except (OSError, yaml.YAMLError) as error:
            raise OtherStudy(f"{self.path} holds no study: {PLAN} cannot be read") from error
        return plan_from(plain, str(self.path / PLAN))

    def identity(self) -> str:
        """The identity of the study in the folder.

        Raises:
            OtherStudy: when it cannot be read.
        """
        try:
            plain: Any = json.loads((self.path / IDENTITY).read_text("utf-8"))
            return str(plain["identity"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise OtherStudy(f"{self.path} holds no study: {IDENTITY} cannot be read") from error

    def reforms(self) -> list[Path]:
        """Files of the reforms that were kept.

        Raises:
            OtherStudy: when one is missing that the plan names.
        """
        found = sorted((self.path / REFORMS).glob("*.yaml"))
        there = {one.stem for one in found}
        for group in self.plan().variants:
            for name in group:
                if name not in there:
                    missing = f"{REFORMS}/{name}.yaml"
                    raise OtherStudy(
                        f"{self.path} is not whole: its plan names {name!r}, and {missing} is missing"
                    )
        return found

    def keep(self, unit: Unit, table: Sequence[int], counts: NDArray[int64]) -> None:
        """Write the statistics of a unit.

        The file says of which study, unit and kernel it is, and what its counts add up to, so that one that was
        changed, copied from elsewhere, or made by other code is not believed.

        Args:
            unit: which.
            table: the variant's table, which says where each statistic lies.
            counts: the statistics.
        """
        import io

        import numpy as np
        import polars as pl

        places = np.flatnonzero(counts)
        starts = np.array([table[offset] for _, offset in STATISTICS])
        which = np.searchsorted(starts, places, side="right") - 1
        frame = pl.DataFrame(
            {
                "statistic": pl.Series(which.astype(np.int8)),
                "place": pl.Series((places - starts[which]).astype(np.int32)),
                "count": pl.Series(counts[places]),
            }
        ).with_columns(pl.col("statistic").replace_strict(dict(enumerate(n for n, _ in STATISTICS))))
        held = io.BytesIO()
        mark = {MARK: self._mark(unit, counts)}
        frame.write_parquet(held, compression="zstd", compression_level=1, statistics=False, metadata=mark)
        self._write(f"{UNITS}/{unit.name}.parquet", held.getvalue())

    def _mark(self, unit: Unit, counts: NDArray[int64]) -> str:
        """The hash of a unit: of its study, its place, the kernel's code, and every count."""
        about = hashlib.sha256(f"{self.identity()} {kernel_digest()} {unit.name} ".encode())
        about.update(counts.astype("<i8").tobytes())
        return about.hexdigest()

    def kept(self, unit: Unit, table: Sequence[int]) -> NDArray[int64] | None:
        """The statistics of a unit; None where they are not there whole and unchanged: it has to be played.

        Args:
            unit: which.
            table: the variant's table.
        """
        import io

        import numpy as np
        import polars as pl

        file = self.path / UNITS / f"{unit.name}.parquet"
        if not file.is_file():
            return None
        counts = np.zeros(table[at.STATISTICS], dtype=np.int64)
        starts = {name: table[offset] for name, offset in STATISTICS}
        try:
            content = file.read_bytes()
            mark = pl.read_parquet_metadata(io.BytesIO(content)).get(MARK)
            frame = pl.read_parquet(io.BytesIO(content))
            begins = frame["statistic"].replace_strict(starts, return_dtype=pl.Int64).to_numpy()
            counts[begins + frame["place"].to_numpy()] = frame["count"].to_numpy()
        except (pl.exceptions.PolarsError, OSError, IndexError, TypeError, OverflowError):
            return None
        return counts if mark == self._mark(unit, counts) else None

    def summary(self, text: str, plain: Any) -> None:
        """Write what came of it, to be read by people and by programs."""
        self._write("summary.md", text.encode())
        self._write("summary.json", (json.dumps(plain, ensure_ascii=False, indent=2) + "\n").encode())


__all__ = ["BadPlan", "Folder", "OtherStudy"]
