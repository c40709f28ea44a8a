"""Questions that a study answers, and the counts of its worlds from which it answers them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from foedus.simulation import layout as at
from foedus.simulation.parameters import defaults

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray

QUESTIONS: Mapping[str, str] = {
    "crises": "crises a year",
    "invoked": "share of crises under the law in which the target calls on the organisation",
    "granted": "chance that a call is answered: what was asked is adopted, and enough comes of it",
    "adopted": "share of proposals put to the vote that are adopted",
    "arrived": "share of calls after which help arrives",
    "prompt": "share of decisions that are made within 30 days of the beginning",
    "timely": "share of first arrivals that come within 30 days of the call",
    "untold": "share of calls of which the record cannot tell whether they would be adopted",
    "answered": "calls answered a year",
    "members": "members at the end",
    "belief": "mean belief in the guarantee, at the end, of those who then belong",
}
"""What every study answers; with a state behind a dot: granted to it, stays, blocks; with a kind of crisis behind
the state: granted to it in such crises."""
SOON = 30
"""Days within which what comes counts as soon."""
PERCENT = frozenset(
    ("invoked", "granted", "adopted", "arrived", "prompt", "timely", "untold", "stays", "frozen", "blocks")
)
"""Questions that are answered by a share, and told in per cent."""

SINGLE: Mapping[str, str] = {
    "granted": "chance that a call of {state} is answered",
    "stays": "chance that {state} has not left by the end",
    "frozen": "chance that {state} stands aside at the end",
    "blocks": "share of rejections that the support of {state} alone would have turned",
}
"""What is asked of each state."""


def words(question: str) -> str:
    """A question in words.

    >>> words("stays.ARM"), words("granted.ARM.border_clash")
    ('chance that ARM has not left by the end', 'chance that a call of ARM is answered (border clash)')
    """
    name, _, rest = question.partition(".")
    state, _, kind = rest.partition(".")
    told = SINGLE[name].format(state=state) if state else QUESTIONS[name]
    return f"{told} ({kind.replace('_', ' ')})" if kind else told


class Counts:
    """Counts of a study in their shapes.

    Attributes:
        crises: [state, kind, outcome or arrival].
        pivotal: [state].
        stances: [state, stance].
        decision: days from the beginning of a crisis to its decision, as a histogram.
        arrival: days from the call to the first arrival, as a histogram.
        statuses: [turn of a year, state, status].
        beliefs: [turn of a year, state or those outside, sixteenth]; of states only while they belong.
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


Ratios = dict[str, tuple[float, float]]
"""Answers by question, each as what is counted and what it is counted in."""


def ratios(counts: Counts, states: Sequence[str], years: int) -> Ratios:
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
        "prompt": (float(counts.decision[: SOON + 1].sum()), float(counts.decision.sum())),
        "timely": (float(counts.arrival[: SOON + 1].sum()), float(counts.arrival.sum())),
        "untold": (float(outcomes[at.OUT_UNKNOWN] + outcomes[at.OUT_NOBODY]), called),
        "answered": (float(outcomes[at.OUT_ANSWERED]), played),
        "members": (float(sum(n * int(times) for n, times in enumerate(counts.members[-1]))), worlds),
        "belief": (float(sum(a * int(b) for a, b in zip(middles, belief, strict=True))), float(belief.sum())),
    }
    kinds = [one.kind for one in defaults().kinds]
    rejected = float(outcomes[at.OUT_REJECTED])
    for m, code in enumerate(states):
        own = counts.crises[m, :, :8].sum(axis=0)
        there = float(counts.statuses[-1, m].sum())
        found[f"granted.{code}"] = (float(own[at.OUT_ANSWERED]), float(own[CALLED].sum()))
        found[f"stays.{code}"] = (there - float(counts.statuses[-1, m, at.OUTSIDE]), worlds)
        found[f"frozen.{code}"] = (float(counts.statuses[-1, m, at.FROZEN]), worlds)
        found[f"blocks.{code}"] = (float(counts.pivotal[m]), rejected)
        for k, kind in enumerate(kinds):
            own = counts.crises[m, k]
            found[f"granted.{code}.{kind}"] = (float(own[at.OUT_ANSWERED]), float(own[CALLED].sum()))
    return found
