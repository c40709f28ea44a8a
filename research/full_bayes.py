"""Sample the models of outcomes, of fulfilment and of stances in full, and set the quick estimates beside them.

``make bayes`` installs what it needs, computes everything anew and rewrites the tables of
``docs/explanation/full-bayes.md`` that stand between markers. It takes some minutes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy

from foedus.estimates import full_bayes, levels
from foedus.estimates.features import Features
from foedus.estimates.fitting import Floats
from foedus.estimates.frames import Lesson, lessons
from foedus.estimates.full_bayes import Sampled
from foedus.estimates.guess import Chance, Guess
from foedus.estimates.logits import multinomial_shares, ordered_shares
from foedus.estimates.models import fulfilment, pooled_logit, stances
from foedus.estimates.outcomes import FULFILMENTS, OUTCOMES
from foedus.estimates.tables import case_table
from research.literature import filled

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs" / "explanation" / "full-bayes.md"
CASES: Final = 32
"""So many cases are compared, evenly spread over all by the day on which they were over."""

SIZES: Final = (0.0, 0.05, 0.2, 0.5, 1.0)
"""Chances are shown apart by these sizes."""

WORST: Final = 6
"""So many of the largest differences are shown."""


@dataclass(frozen=True, slots=True)
class Beside:
    """One chance, by both ways.

    Attributes:
        case: the case's id.
        word: the outcome or level.
        quick: the quick estimate: at the mode, with the interval of the normal around it.
        averaged: the mean of that same normal's draws, which tells bending from not being normal.
        full: mean and interval of the posterior.
    """

    case: str
    word: str
    quick: Chance
    averaged: float
    full: Chance

    @property
    def gaps(self) -> tuple[float, float, float, float]:
        """How far apart they are: the chances, the lower ends, the upper ends, the mean of the normal's draws."""
        return (
            abs(self.quick.value - self.full.value),
            abs(self.quick.low - self.full.low),
            abs(self.quick.high - self.full.high),
            abs(self.averaged - self.full.value),
        )


@dataclass(frozen=True, slots=True)
class Compared:
    """A model, sampled and compared.

    Attributes:
        sampled: the draws.
        rows: the chances of the cases.
    """

    sampled: Sampled
    rows: tuple[Beside, ...]

    @property
    def gaps(self) -> Floats:
        """How far apart the two ways are, shape (n, 4); see :attr:`Beside.gaps`."""
        return numpy.array([one.gaps for one in self.rows])

    @property
    def widths(self) -> float:
        """Median ratio of the widths of the intervals, the quick one's to the full one's."""
        ratios = [(one.quick.high - one.quick.low) / (one.full.high - one.full.low) for one in self.rows]
        return float(numpy.median(ratios))


BOUNDS: Final[Mapping[str, tuple[float, float, float]]] = {
    "outcome": (0.05, 0.06, 0.25),
    "fulfilment": (0.05, 0.11, 0.11),
}
"""How far apart the two ways may be: the chances, the lower and the upper ends, of any chance of any case."""

LARGEST_RHAT: Final = 1.03

Shares = Callable[[Floats], Floats]


def outcomes() -> Compared:
    """Compare the default model of outcomes, as learnt from all cases that came as crises."""
    learnt_from = crises()
    _, _, logit = pooled_logit.problem(learnt_from)
    sampled = full_bayes.sample_multinomial(logit)
    quick = pooled_logit.PooledLogit().fit(learnt_from)
    fit = quick.crises.fit

    def shares_at(asked: Features) -> Shares:
        row, can = quick.crises.row(asked)[0], pooled_logit.possible(asked)
        return lambda draws: numpy.array([multinomial_shares(one, row, can)[0] for one in draws])

    own = fit.mode + normals(len(fit.mode)) @ fit.root.T
    return _compared(sampled, own, spread(learnt_from), OUTCOMES, quick.logit, shares_at)


def fulfilments() -> Compared:
    """Compare the model of fulfilment."""
    learnt_from = crises()
    count, priors = len(FULFILMENTS), fulfilment.PRIORS
    level, table = fulfilment.fulfilled_level, case_table(learnt_from)
    _, _, logit = levels.problem(learnt_from, level, count, priors, table)
    sampled = full_bayes.sample_ordered(logit)
    quick = levels.learn(learnt_from, level, count, priors, table, None)

    def shares_at(asked: Features) -> Shares:
        row = quick.row(asked)[0]
        return lambda draws: numpy.array([ordered_shares(one, row, count)[0] for one in draws])

    own = quick.fit.mode + normals(len(quick.fit.mode)) @ quick.fit.root.T
    judged = spread([one for one in learnt_from if level(one) is not None])
    return _compared(sampled, own, judged, FULFILMENTS, quick.guess, shares_at)


def shock() -> Sampled:
    """Sample the standard deviation of the shock that the stances in a case share."""
    told = stances.stances_of(lessons())
    _, logit = stances.answer_logit(lessons(), told, stances.SCORES, stances.SHOCK)
    return full_bayes.sample_shock(logit)


def crises() -> list[Lesson]:
    """All lessons that came as crises."""
    return [one for one in lessons() if not one.chosen_for_vote]


def spread(of: Sequence[Lesson]) -> list[Lesson]:
    """:data:`CASES` cases, evenly spread."""
    return [of[int(place)] for place in numpy.linspace(0, len(of) - 1, CASES)]


def normals(width: int) -> Floats:
    """Standard normals with a fixed seed, shape (2000, width)."""
    return numpy.random.Generator(numpy.random.PCG64(full_bayes.KEY)).standard_normal((2000, width))


def _compared(
    sampled: Sampled,
    own: Floats,
    asked: Sequence[Lesson],
    words: Sequence[str],
    guess: Callable[[Features], Guess],
    shares_at: Callable[[Features], Shares],
) -> Compared:
    """Set the two beside each other; what unknown features leave open is in neither."""
    rows = []
    for lesson in asked:
        quick, shares = guess(lesson.features), shares_at(lesson.features)
        quick = replace(quick, extra=0 * quick.extra)
        full, averaged = full_bayes.summary(shares(sampled.draws)), shares(own).mean(axis=0)
        for place, word in enumerate(words):
            if quick.shares[place] > 0:
                rows.append(Beside(lesson.id, word, quick.chance([place]), float(averaged[place]), full[place]))
    return Compared(sampled, tuple(rows))


COMPARING: Final[Mapping[str, Callable[[], Compared]]] = {"outcome": outcomes, "fulfilment": fulfilments}


def faults(name: str, one: Compared) -> list[str]:
    """Say what is out of the stated bounds.

    Args:
        name: a key of :data:`BOUNDS`.
        one: the model, compared.
    """
    found = untrusted(name, one.sampled)
    words = ("the chances are", "the lower ends are", "the upper ends are")
    for word, most, gap in zip(words, BOUNDS[name], one.gaps.max(axis=0), strict=False):
        if gap > most:
            found.append(f"{name}: {word} up to {gap:.3f} apart, more than the stated {most:g}")
    return found


def untrusted(name: str, sampled: Sampled) -> list[str]:
    """Say why draws cannot be trusted."""
    if sampled.divergent or sampled.worst_rhat > LARGEST_RHAT:
        return [f"{name}: {sampled.divergent} divergent draws, R-hat up to {sampled.worst_rhat:.3f}"]
    return []


def tables(made: Mapping[str, Compared], spread_of_shock: Sampled) -> dict[str, str]:
    """Make every table of the page, by the name of its place."""
    found = {"gaps": gap_table(made), "sizes": size_table(made), "sampler": sampler_table(made, spread_of_shock)}
    found |= {f"worst {name}": worst_table(one) for name, one in made.items()}
    found["shock"] = shock_table(spread_of_shock)
    return found


def gap_table(made: Mapping[str, Compared]) -> str:
    """How far apart the two ways are, in percentage points."""
    lines = [
        "| model | chances | what | mean gap | 95 of 100 within | largest |",
        "| --- | ---: | --- | ---: | ---: | ---: |",
    ]
    what = ("the chance", "lower end", "upper end", "the chance, drawn from the normal")
    for name, one in made.items():
        for place, word in enumerate(what):
            gaps = 100 * one.gaps[:, place]
            lines.append(
                f"| {name} | {len(gaps)} | {word} | {gaps.mean():.1f} | {numpy.quantile(gaps, 0.95):.1f} "
                f"| {gaps.max():.1f} |"
            )
        lines.append(f"| {name} | {len(one.rows)} | width, quick to full (median) | {one.widths:.2f} | | |")
    return "\n".join(lines)


def size_table(made: Mapping[str, Compared]) -> str:
    """The same by how large the chance is, since the ends of small ones are where a normal fits least."""
    lines = [
        "| model | the quick chance | chances | chances apart | lower ends apart | upper ends apart | too high |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, one in made.items():
        size = numpy.array([row.quick.value for row in one.rows])
        high = numpy.array([row.quick.high > row.full.high for row in one.rows])
        for least, most in pairwise(SIZES):
            inside = (size >= least) & (size < most)
            if inside.any():
                gaps = " | ".join(f"{gap:.1f}" for gap in 100 * one.gaps[inside, :3].mean(axis=0))
                lines.append(
                    f"| {name} | {100 * least:.0f} to {100 * most:.0f} % | {inside.sum()} | {gaps} "
                    f"| {high[inside].sum()} |"
                )
    return "\n".join(lines)


def worst_table(one: Compared) -> str:
    """The largest differences of chances."""
    lines = ["| case | what | quick | drawn from the normal | full |", "| --- | --- | --- | ---: | --- |"]
    lines += [
        f"| {row.case} | {row.word.replace('_', ' ')} | {_points(row.quick)} | {100 * row.averaged:.1f} "
        f"| {_points(row.full)} |"
        for row in sorted(one.rows, key=lambda row: (-row.gaps[0], row.case, row.word))[:WORST]
    ]
    return "\n".join(lines)


def _points(one: Chance) -> str:
    return f"{100 * one.value:.1f} ({100 * one.low:.1f} to {100 * one.high:.1f})"


def sampler_table(made: Mapping[str, Compared], spread_of_shock: Sampled) -> str:
    """Whether the sampler can be trusted."""
    lines = ["| model | draws | divergent | largest R-hat |", "| --- | ---: | ---: | ---: |"]
    for name, one in {**{name: one.sampled for name, one in made.items()}, "stances": spread_of_shock}.items():
        lines.append(f"| {name} | {len(one.draws)} | {one.divergent} | {one.worst_rhat:.3f} |")
    return "\n".join(lines)


def shock_table(spread_of_shock: Sampled) -> str:
    """The standard deviation of the shock, as it is fixed and as it is sampled."""
    draws = spread_of_shock.draws[:, 0]
    low, high = numpy.quantile(draws, full_bayes.ENDS)
    return (
        "| fixed | sampled, mean | 90 % interval |\n| ---: | ---: | --- |\n"
        f"| {stances.SHOCK} | {draws.mean():.2f} | {low:.2f} to {high:.2f} |"
    )


def main() -> int:
    """Compute, and rewrite the page's tables.

    Returns:
        0; 1 where a bound is not kept or the draws cannot be trusted; 2 where the extra ``bayes`` is missing.
    """
    try:
        made, spread_of_shock = {name: compare() for name, compare in COMPARING.items()}, shock()
    except full_bayes.ExtraMissing as missing:
        print(missing, file=sys.stderr)
        return 2
    PAGE.write_text(filled(PAGE.read_text("utf-8"), tables(made, spread_of_shock)), encoding="utf-8")
    found = [line for name, one in made.items() for line in faults(name, one)]
    found += untrusted("stances", spread_of_shock)
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
