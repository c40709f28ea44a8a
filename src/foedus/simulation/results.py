"""Results of a study: every variant's answers and how they differ, and all counts as frames."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from foedus.simulation import layout as at
from foedus.simulation.answers import Estimate, Tally, differences, estimates
from foedus.simulation.plan import AS_IT_IS, Compiled
from foedus.simulation.questions import CALLED, Counts

if TYPE_CHECKING:
    from polars import DataFrame


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
        """Every answer: variant, question, value, error, low, high, draw_error."""
        return _frame((one.variant.name, each) for one in self.tallies for each in estimates(one))

    @property
    def differences(self) -> DataFrame:
        """How every variant differs from the first: as :attr:`estimates`."""
        first, *others = self.tallies
        return _frame((one.variant.name, each) for one in others for each in differences(first, one))

    @property
    def requests(self) -> DataFrame:
        """Crises by variant, member and kind, with how they ended.

        ``granted`` is answered over called, with ``error``, ``low``, ``high``, ``draw_error`` as of every answer.
        """
        import polars as pl

        from foedus.simulation.parameters import defaults

        rows: list[dict[str, Any]] = []
        for tally in self.tallies:
            counts = Counts(tally.counts, tally.variant.table)
            answers = self.answers(tally.variant.name)
            for m, code in enumerate(tally.variant.law.states):
                for k, kind in enumerate(defaults().kinds):
                    ends = dict(zip(at.OUTCOMES, map(int, counts.crises[m, k, :8]), strict=True))
                    one = answers[f"granted.{code}.{kind.kind}"]
                    rows.append(
                        {
                            "variant": tally.variant.name,
                            "member": code,
                            "kind": kind.kind,
                            "crises": sum(ends.values()),
                            **ends,
                            "called": int(counts.crises[m, k, CALLED].sum()),
                            "arrived": int(counts.crises[m, k, 8]),
                            "granted": one.value,
                            "error": one.error,
                            "low": one.low,
                            "high": one.high,
                            "draw_error": one.draw_error,
                        }
                    )
        return pl.DataFrame(rows, infer_schema_length=None)

    @property
    def membership(self) -> DataFrame:
        """By variant, year and state the share of worlds in which it has each status, with its error."""
        import polars as pl

        rows: list[dict[str, Any]] = []
        for tally in self.tallies:
            counts = Counts(tally.counts, tally.variant.table)
            share, error = tally.membership()
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
                                "share": float(share[year, m, status]),
                                "error": None if error is None else float(error[year, m, status]),
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


def _frame(rows: Iterable[tuple[str, Estimate]]) -> DataFrame:
    import polars as pl

    made = [
        {
            "variant": variant,
            "question": one.question,
            "value": one.value,
            "error": one.error,
            "low": one.low,
            "high": one.high,
            "draw_error": one.draw_error,
        }
        for variant, one in rows
    ]
    numbers = dict.fromkeys(("value", "error", "low", "high", "draw_error"), pl.Float64)
    return pl.DataFrame(made, schema={"variant": pl.String, "question": pl.String, **numbers})
