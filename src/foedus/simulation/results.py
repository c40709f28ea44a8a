"""Results of a study: every variant's answers and how they differ, and all counts as frames."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from foedus.simulation import layout as at
from foedus.simulation.answers import Estimate, Tally, differences, estimates
from foedus.simulation.plan import AS_IT_IS, Compiled
from foedus.simulation.questions import CALLED, Counts
from foedus.simulation.waiting import Quantile, quantiles

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray
    from polars import DataFrame

    from foedus.simulation.shares import Told


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

    def statuses(self, variant: str = AS_IT_IS) -> Told:
        """[turn of a year, state, status], the share of worlds in which it has it."""
        found = self._of(variant).statuses.told()
        if found is None:
            raise LookupError(f"no world of {variant!r} was played")
        return found

    def come(self, variant: str = AS_IT_IS) -> dict[str, Told | None]:
        """The share of decisions, and of first arrivals, that had come by each day; None where there are none.

        Decisions are counted from the beginning of a crisis, arrivals from the call.
        """
        one = self._of(variant)
        return {"decision": one.decision.told(), "arrival": one.arrival.told()}

    def waits(self, variant: str = AS_IT_IS) -> dict[str, tuple[Quantile, ...]]:
        """Quantiles of the days to decisions and to first arrivals; none where there are none."""
        return {what: quantiles(found) for what, found in self.come(variant).items()}

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
        return pl.DataFrame(rows, schema_overrides={"granted": pl.Float64, **_errors()}, infer_schema_length=None)

    @property
    def membership(self) -> DataFrame:
        """By variant, year and state the share of worlds in which it has each status.

        With ``error``, ``low``, ``high``, ``draw_error`` as of every answer.
        """
        import polars as pl

        rows: list[dict[str, Any]] = []
        for tally in self.tallies:
            counts = Counts(tally.counts, tally.variant.table)
            told = self.statuses(tally.variant.name)
            for year in range(counts.statuses.shape[0]):
                for m, code in enumerate(tally.variant.law.states):
                    for status, name in enumerate(at.STATUSES):
                        place = (year, m, status)
                        rows.append(
                            {
                                "variant": tally.variant.name,
                                "year": year,
                                "state": code,
                                "status": name,
                                "worlds": int(counts.statuses[place]),
                                **_at(told, place),
                            }
                        )
        return pl.DataFrame(rows, schema_overrides={"share": pl.Float64, **_errors()}, infer_schema_length=None)

    @property
    def days(self) -> DataFrame:
        """By variant how many decisions and first arrivals came after how many days, and which share by then.

        The share with ``error``, ``low``, ``high``, ``draw_error`` as of every answer. In the last row of each are
        those that took as long, or longer.
        """
        import polars as pl

        rows = []
        for tally in self.tallies:
            counts = Counts(tally.counts, tally.variant.table)
            for what, told in self.come(tally.variant.name).items():
                for day, times in enumerate(counts.decision if what == "decision" else counts.arrival):
                    named = {"variant": tally.variant.name, "what": what, "days": day, "count": int(times)}
                    rows.append({**named, **_at(told, (day,))})
        return pl.DataFrame(rows, schema_overrides={"share": pl.Float64, **_errors()}, infer_schema_length=None)

    @property
    def quantiles(self) -> DataFrame:
        """By variant the days by which a share of decisions and of first arrivals has come.

        ``days``; ``least`` and ``most`` within two standard errors; ``low`` and ``high`` over draws of the
        parameters. Null where that is longer than is counted, or is not told (:meth:`waits` tells these apart).
        """
        import polars as pl

        rows = []
        for name in self.variants:
            for what, found in self.waits(name).items():
                for one in found:
                    (least, most), (low, high) = one.error or (None, None), one.spread or (None, None)
                    told = {"least": least, "most": most, "low": low, "high": high}
                    rows.append({"variant": name, "what": what, "share": one.share, "days": one.days, **told})
        whole = dict.fromkeys(("days", "least", "most", "low", "high"), pl.Int64)
        return pl.DataFrame(
            rows, schema={"variant": pl.String, "what": pl.String, "share": pl.Float64, **whole}, orient="row"
        )

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


def _at(told: Told | None, place: tuple[int, ...]) -> dict[str, float | None]:
    """What is told of one share."""

    def one(held: NDArray[float64] | None) -> float | None:
        return None if held is None else float(held[place])

    if told is None:
        return dict.fromkeys(("share", "error", "low", "high", "draw_error"))
    return {
        "share": one(told.share),
        "error": one(told.error),
        "low": one(told.low),
        "high": one(told.high),
        "draw_error": one(told.draw_error),
    }


def _errors() -> dict[str, Any]:
    """Types of the columns that every answer has, known even where a study tells nothing in them."""
    import polars as pl

    return dict.fromkeys(("error", "low", "high", "draw_error"), pl.Float64)


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
    schema: dict[str, Any] = {"variant": pl.String, "question": pl.String, "value": pl.Float64, **_errors()}
    return pl.DataFrame(made, schema=schema)
