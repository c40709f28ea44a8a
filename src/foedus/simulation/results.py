"""Results of a study: questions answered, each with the error of the simulation and the uncertainty of parameters.

Two things are kept apart. The error is what a study with other seeds would show: a standard error, told from how
the units of the study differ. The uncertainty is what other parameters would show: the 5 % and 95 % points over
draws of the parameters. Differences between variants are taken world by world on the same crises, so their error
is smaller than that of either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from foedus.simulation import layout as at
from foedus.simulation.plan import AS_IT_IS, Compiled, Variant
from foedus.simulation.questions import CALLED, Counts, ratios

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray
    from polars import DataFrame


@dataclass(frozen=True, slots=True)
class Estimate:
    """The answer to a question.

    Attributes:
        question: its key.
        value: the answer; None where nothing of the kind happened.
        error: standard error of the simulation; None with fewer than two units.
        low: 5 % point over draws of the parameters; None without draws.
        high: 95 % point.
    """

    question: str
    value: float | None
    error: float | None
    low: float | None = None
    high: float | None = None


@dataclass(slots=True)
class Tally:
    """What is kept of one variant while its units come in, in any order.

    Attributes:
        variant: the variant.
        counts: the sum of all units played with the settings themselves.
        units: by first world each unit's ratios.
        draws: by number of the draw the sums of its ratios.
    """

    variant: Variant
    counts: NDArray[int64]
    units: dict[int, dict[str, tuple[float, float]]] = field(default_factory=dict)
    draws: dict[int, dict[str, tuple[float, float]]] = field(default_factory=dict)

    def add(self, draw: int, first: int, counts: NDArray[int64]) -> None:
        """Take in the statistics of a unit."""
        law = self.variant.law
        found = ratios(Counts(counts, self.variant.table), law.states, len(law.years) - 1)
        if draw == 0:
            self.counts += counts
            self.units[first] = found
            return
        held = self.draws.setdefault(draw, dict.fromkeys(found, (0.0, 0.0)))
        for key, (above, below) in found.items():
            held[key] = (held[key][0] + above, held[key][1] + below)

    def total(self) -> dict[str, tuple[float, float]]:
        """The ratios of all worlds."""
        law = self.variant.law
        return ratios(Counts(self.counts, self.variant.table), law.states, len(law.years) - 1)

    def residuals(self, question: str) -> dict[int, float]:
        """By unit how far it lies from the ratio of all, in the ratio's own terms."""
        above, below = self.total()[question]
        if not below:
            return {}
        mean = below / len(self.units)
        return {
            first: (found[question][0] - above / below * found[question][1]) / mean
            for first, found in sorted(self.units.items())
        }

    def drawn(self, question: str) -> dict[int, float]:
        """By draw the answer under its parameters."""
        found = {}
        for number, held in sorted(self.draws.items()):
            above, below = held.get(question, (0.0, 0.0))
            if below:
                found[number] = above / below
        return found


def _error(residuals: Sequence[float]) -> float | None:
    count = len(residuals)
    if count < 2:
        return None
    return float((sum(one * one for one in residuals) / (count * (count - 1))) ** 0.5)


def _points(values: Sequence[float]) -> tuple[float | None, float | None]:
    """The 5 % and 95 % points, by the rule of three between the values."""
    if len(values) < 2:
        return None, None
    ordered = sorted(values)

    def at_share(share: float) -> float:
        place = share * (len(ordered) - 1)
        low = min(int(place), len(ordered) - 2)
        return ordered[low] + (ordered[low + 1] - ordered[low]) * (place - low)

    return at_share(0.05), at_share(0.95)


def estimates(tally: Tally) -> list[Estimate]:
    """The answers of one variant.

    Args:
        tally: what was kept of it.
    """
    made = []
    for question, (above, below) in tally.total().items():
        value = above / below if below else None
        error = _error(list(tally.residuals(question).values()))
        made.append(Estimate(question, value, error, *_points(list(tally.drawn(question).values()))))
    return made


def differences(first: Tally, other: Tally) -> list[Estimate]:
    """How the answers of a variant differ from those of the first, on the same crises.

    Args:
        first: what the other is compared with.
        other: the variant.
    """
    made = []
    mine, theirs = other.total(), first.total()
    for question in mine:
        if question not in theirs or not mine[question][1] or not theirs[question][1]:
            continue
        value = mine[question][0] / mine[question][1] - theirs[question][0] / theirs[question][1]
        a, b = other.residuals(question), first.residuals(question)
        error = _error([a[unit] - b[unit] for unit in a if unit in b])
        x, y = other.drawn(question), first.drawn(question)
        made.append(Estimate(question, value, error, *_points([x[n] - y[n] for n in x if n in y])))
    return made


@dataclass(frozen=True, slots=True, repr=False)
class Results:
    """What a study came to.

    Attributes:
        study: the plan and its variants, compiled.
        tallies: what was kept of each variant.
        complete: whether every unit was played.
        seconds: how long it took, without what was there already; not part of any answer.
    """

    study: Compiled
    tallies: tuple[Tally, ...]
    complete: bool
    seconds: float = 0.0

    @property
    def variants(self) -> tuple[str, ...]:
        """Names of the variants."""
        return tuple(one.variant.name for one in self.tallies)

    def __repr__(self) -> str:
        """The summary."""
        from foedus.simulation.summary import text

        return text(self)

    def _repr_markdown_(self) -> str:
        from foedus.simulation.summary import markdown

        return markdown(self)

    def counts(self, variant: str = AS_IT_IS) -> Counts:
        """The counts of a variant in their shapes."""
        one = self._of(variant)
        return Counts(one.counts, one.variant.table)

    def _of(self, variant: str) -> Tally:
        found = next((one for one in self.tallies if one.variant.name == variant), None)
        if found is None:
            raise LookupError(f"the study has no variant {variant!r}; it has {', '.join(self.variants)}")
        return found

    def answers(self, variant: str = AS_IT_IS) -> dict[str, Estimate]:
        """The answers of a variant, by question."""
        return {one.question: one for one in estimates(self._of(variant))}

    def compared(self, variant: str) -> dict[str, Estimate]:
        """How a variant differs from the first, by question."""
        return {one.question: one for one in differences(self.tallies[0], self._of(variant))}

    @property
    def estimates(self) -> DataFrame:
        """Every answer: variant, question, value, error, low, high."""
        return _frame((one.variant.name, each) for one in self.tallies for each in estimates(one))

    @property
    def differences(self) -> DataFrame:
        """How every variant differs from the first: variant, question, value, error, low, high."""
        first, *others = self.tallies
        return _frame((one.variant.name, each) for one in others for each in differences(first, one))

    @property
    def requests(self) -> DataFrame:
        """Crises by variant, member and kind, with how they ended; ``granted`` is answered over called."""
        import polars as pl

        from foedus.simulation.parameters import defaults

        rows: list[dict[str, Any]] = []
        for tally in self.tallies:
            counts = Counts(tally.counts, tally.variant.table)
            for m, code in enumerate(tally.variant.law.states):
                for k, kind in enumerate(defaults().kinds):
                    ends = dict(zip(at.OUTCOMES, map(int, counts.crises[m, k, :8]), strict=True))
                    called = int(counts.crises[m, k, CALLED].sum())
                    rows.append(
                        {
                            "variant": tally.variant.name,
                            "member": code,
                            "kind": kind.kind,
                            "crises": sum(ends.values()),
                            **ends,
                            "called": called,
                            "arrived": int(counts.crises[m, k, 8]),
                            "granted": ends["answered"] / called if called else None,
                        }
                    )
        return pl.DataFrame(rows, infer_schema_length=None)

    @property
    def membership(self) -> DataFrame:
        """By variant, year and state the share of worlds in which it has each status."""
        import polars as pl

        rows: list[dict[str, Any]] = []
        for tally in self.tallies:
            counts = Counts(tally.counts, tally.variant.table)
            worlds = int(counts.whole[at.WORLDS])
            for year in range(counts.statuses.shape[0]):
                for m, code in enumerate(tally.variant.law.states):
                    for status, name in enumerate(at.STATUSES):
                        times = int(counts.statuses[year, m, status])
                        rows.append(
                            {
                                "variant": tally.variant.name,
                                "year": year,
                                "state": code,
                                "status": name,
                                "worlds": times,
                                "share": times / worlds if worlds else None,
                            }
                        )
        return pl.DataFrame(rows, infer_schema_length=None)

    @property
    def days(self) -> DataFrame:
        """By variant how many decisions and first arrivals came after how many days."""
        import polars as pl

        rows = [
            {"variant": tally.variant.name, "what": what, "days": day, "count": int(times)}
            for tally in self.tallies
            for what, histogram in (
                ("decision", Counts(tally.counts, tally.variant.table).decision),
                ("arrival", Counts(tally.counts, tally.variant.table).arrival),
            )
            for day, times in enumerate(histogram)
        ]
        return pl.DataFrame(rows, infer_schema_length=None)

    @property
    def beliefs(self) -> DataFrame:
        """By variant, year and state (None: those outside) how beliefs spread: the sixteenths and their counts."""
        import polars as pl

        rows = [
            {"variant": tally.variant.name, "year": year, "state": code, "belief": place / 16, "count": int(times)}
            for tally in self.tallies
            for counts in [Counts(tally.counts, tally.variant.table)]
            for year in range(counts.beliefs.shape[0])
            for m, code in enumerate([*tally.variant.law.states, None])
            for place, times in enumerate(counts.beliefs[year, m])
        ]
        return pl.DataFrame(rows, schema_overrides={"state": pl.String}, infer_schema_length=None)


def _frame(rows: Any) -> DataFrame:
    import polars as pl

    made = [
        {
            "variant": variant,
            "question": one.question,
            "value": one.value,
            "error": one.error,
            "low": one.low,
            "high": one.high,
        }
        for variant, one in rows
    ]
    numbers = dict.fromkeys(("value", "error", "low", "high"), pl.Float64)
    return pl.DataFrame(made, schema={"variant": pl.String, "question": pl.String, **numbers})
