"""Results of a study: questions answered, each with the error of the simulation and the uncertainty of parameters.

Two things are kept apart. The error is what a study with other seeds would show: a standard error, told from how
the units of the study differ. The uncertainty is what other parameters would show: the 5 % and 95 % points over
draws of the parameters. Differences between variants are taken world by world on the same crises, so their error
is smaller than that of either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from foedus.simulation import layout as at
from foedus.simulation.plan import AS_IT_IS, Compiled, Variant

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray
    from polars import DataFrame

QUESTIONS: Mapping[str, str] = {
    "crises": "crises a year",
    "invoked": "share of crises under the law in which the target calls on the organisation",
    "granted": "chance that a call is answered: what was asked is adopted, and enough comes of it",
    "adopted": "share of proposals put to the vote that are adopted",
    "arrived": "share of calls after which help arrives",
    "untold": "share of calls of which the record cannot tell whether they would be adopted",
    "answered": "calls answered a year",
    "members": "members at the end",
    "belief": "members' mean belief in the guarantee at the end",
}
"""What every study answers; with a state behind a dot: granted to it, stays, blocks."""

SINGLE: Mapping[str, str] = {
    "granted": "chance that a call of {state} is answered",
    "stays": "chance that {state} has not left by the end",
    "frozen": "chance that {state} stands aside at the end",
    "blocks": "share of rejections that the support of {state} alone would have turned",
}
"""What is asked of each state."""


class Counts:
    """Counts of a study in their shapes.

    Attributes:
        crises: [state, kind, outcome or arrival].
        pivotal: [state].
        stances: [state, stance].
        decision: days from the beginning of a crisis to its decision, as a histogram.
        arrival: days from the call to the first arrival, as a histogram.
        statuses: [turn of a year, state, status].
        beliefs: [turn of a year, state or those outside, sixteenth].
        years: [year, outcome].
        members: [turn of a year, how many belong].
        answered: worlds by how many calls were answered.
        whole: worlds, candidates, crises, days.
    """

    def __init__(self, counts: NDArray[int64], table: Sequence[int]) -> None:
        """Give shapes to counts."""
        n, kinds, years = table[at.MEMBERS], table[at.KINDS], table[at.YEARS]

        def part(offset: int, *shape: int) -> NDArray[int64]:
            size = 1
            for one in shape:
                size *= one
            return counts[table[offset] : table[offset] + size].reshape(shape)

        self.crises = part(at.S_CRISES, n, kinds, at.CRISIS)
        self.pivotal = part(at.S_PIVOTAL, n)
        self.stances = part(at.S_STANCES, n, 5)
        self.decision = part(at.S_DECISION, at.DECISION_DAYS)
        self.arrival = part(at.S_ARRIVAL, at.ARRIVAL_DAYS)
        self.statuses = part(at.S_STATUS, years + 1, n, 4)
        self.beliefs = part(at.S_BELIEF, years + 1, n + 1, at.BELIEF_BINS)
        self.years = part(at.S_YEARS, years, at.CRISES_OF_YEAR)
        self.members = part(at.S_MEMBERS, years + 1, 64)
        self.answered = part(at.S_ANSWERED, at.WORLD_BINS)
        self.whole = part(at.S_WORLDS, 4)


CALLED = slice(at.OUT_NOBODY, at.OUT_ANSWERED + 1)
ENGAGED = slice(at.OUT_NOT_INVOKED, at.OUT_ANSWERED + 1)
VOTED = slice(at.OUT_REJECTED, at.OUT_ANSWERED + 1)
ADOPTED = slice(at.OUT_LESSER, at.OUT_ANSWERED + 1)


def ratios(counts: Counts, states: Sequence[str], years: int) -> dict[str, tuple[float, float]]:
    """Every question's answer as what is counted over what it is counted in.

    Args:
        counts: the counts.
        states: codes, in their places.
        years: how many years were played.
    """
    outcomes = counts.crises[:, :, :8].sum(axis=(0, 1))
    worlds = float(counts.whole[at.WORLDS])
    played = worlds * years
    called = float(outcomes[CALLED].sum())
    belief = counts.beliefs[-1, :-1].sum(axis=0)
    middles = [(2 * place + 1) / (2 * at.BELIEF_BINS) for place in range(at.BELIEF_BINS)]
    found = {
        "crises": (float(outcomes.sum()), played),
        "invoked": (called, float(outcomes[ENGAGED].sum())),
        "granted": (float(outcomes[at.OUT_ANSWERED]), called),
        "adopted": (float(outcomes[ADOPTED].sum()), float(outcomes[VOTED].sum())),
        "arrived": (float(counts.crises[:, :, 8].sum()), called),
        "untold": (float(outcomes[at.OUT_UNKNOWN] + outcomes[at.OUT_NOBODY]), called),
        "answered": (float(outcomes[at.OUT_ANSWERED]), played),
        "members": (float(sum(n * int(times) for n, times in enumerate(counts.members[-1]))), worlds),
        "belief": (float(sum(a * int(b) for a, b in zip(middles, belief, strict=True))), float(belief.sum())),
    }
    rejected = float(outcomes[at.OUT_REJECTED])
    for m, code in enumerate(states):
        own = counts.crises[m, :, :8].sum(axis=0)
        there = float(counts.statuses[-1, m].sum())
        found[f"granted.{code}"] = (float(own[at.OUT_ANSWERED]), float(own[CALLED].sum()))
        found[f"stays.{code}"] = (there - float(counts.statuses[-1, m, at.OUTSIDE]), worlds)
        found[f"frozen.{code}"] = (float(counts.statuses[-1, m, at.FROZEN]), worlds)
        found[f"blocks.{code}"] = (float(counts.pivotal[m]), rejected)
    return found


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


def quantile(histogram: Sequence[int], share: float) -> int | None:
    """The least day by which at least a share has come; None where nothing was counted, or it lies past the end.

    Args:
        histogram: counts by day; the last place holds all that is longer.
        share: from 0 to 1.

    >>> quantile([1, 0, 3, 0], 0.5), quantile([0, 0], 0.5), quantile([0, 0, 9], 0.5)
    (2, None, None)
    """
    total = sum(histogram)
    if not total:
        return None
    seen = 0
    for day, count in enumerate(histogram):
        seen += count
        if seen >= share * total:
            return day if day < len(histogram) - 1 else None
    return None


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
