"""Answers: what an estimate says, with its reasons and its record, as text, tables and plain data."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from foedus.estimates.guess import Chance, percent
from foedus.estimates.models.delays import Days
from foedus.estimates.outcomes import Fulfilment, Reach, StanceWord
from foedus.estimates.questions import Question
from foedus.record.cases import Outcome

if TYPE_CHECKING:
    from polars import DataFrame

DIGITS = 4
"""Digits after the point of a probability in plain data: a fit says no more, and these are the same everywhere."""

REACH_WORDS: Mapping[Reach, str] = {
    "nothing": "nothing",
    "words": "words only",
    "mission_or_materiel": "a mission or materiel",
    "forces_of_some": "forces of some",
    "collective_force": "collective force",
}
"""How people call the reach of an outcome."""


@dataclass(frozen=True, slots=True)
class MemberEstimate:
    """What is estimated of one state.

    Attributes:
        state: its code.
        is_member: whether it is a member; those in trouble and those that asked may be none.
        stance: the chance of each stance.
        sends_if_any: the chance that it sends something, given that a mission, materiel or forces are sent.
        sends: the chance that it sends something.
    """

    state: str
    is_member: bool
    stance: Mapping[StanceWord, Chance]
    sends_if_any: Chance
    sends: Chance


@dataclass(frozen=True, slots=True)
class Reason:
    """A fact that moved the chance that forces come.

    Attributes:
        feature: name of the feature; ``organisation`` and ``kind`` for these.
        says: what it says of the question.
        effect: by how much the chance is higher with it than without knowing it; below 0 where lower.
    """

    feature: str
    says: str
    effect: float


@dataclass(frozen=True, slots=True)
class Near:
    """A past case that is near.

    Attributes:
        case: its id.
        title: what it is called.
        outcome: what came of it.
        why: what it has in common.
        distance: how far it is, 0 the same in all that moves the estimate.
    """

    case: str
    title: str
    outcome: Outcome
    why: tuple[str, ...]
    distance: float


@dataclass(frozen=True, slots=True)
class Change:
    """What would change the answer.

    Attributes:
        what: the condition, in words.
        after: the chance that forces come under it.
        effect: by how much that is more.
    """

    what: str
    after: float
    effect: float


@dataclass(frozen=True, slots=True)
class RecordLine:
    """How a model did on cases that it had not seen, in short.

    Attributes:
        text: one line.
        beats_base_rate: whether it did better than the base rate, its interval clear of nought; None: no record.
        no_better: what else of an estimate is not shown to be foreseen better than by plain rates, in words.
    """

    text: str
    beats_base_rate: bool | None
    no_better: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is estimated of a question.

    Attributes:
        question: the question.
        known: only cases that were over before this day (an ordinal) taught; None: all.
        model: name of the model of outcomes.
        lessons: how many cases taught; those chosen for their vote teach nothing about other bodies.
        invokes: the chance that the organisation is asked; 0 or 1 where that is given.
        outcome: the chance of each outcome, summing to one.
        reach: the chance of each reach.
        fulfilled: whether what was promised is delivered, given that the promise applies.
        members: state by state.
        days_to_decision: days from the request to a decision, given that one comes.
        days_to_arrival: days from the request to the first arrival, given that forces come.
        reasons: the facts that moved the chance of forces most.
        nearest: the nearest past cases.
        changes: what would change the answer most.
        record: how the model did on cases that it had not seen.
        unknown: names of the features that are unknown; they widen the intervals.
        left_out: ids of cases that may be the very crisis that is asked about, and did not teach.
    """

    question: Question
    known: int | None
    model: str
    lessons: int
    invokes: Chance
    outcome: Mapping[Outcome, Chance]
    reach: Mapping[Reach, Chance]
    fulfilled: Mapping[Fulfilment, Chance]
    members: tuple[MemberEstimate, ...]
    days_to_decision: Days
    days_to_arrival: Days
    reasons: tuple[Reason, ...]
    nearest: tuple[Near, ...]
    changes: tuple[Change, ...]
    record: RecordLine
    unknown: tuple[str, ...]
    left_out: tuple[str, ...] = ()

    @property
    def known_on(self) -> str | None:
        """The day before which cases had to be over to teach, as ISO text; None: all taught."""
        return None if self.known is None else datetime.date.fromordinal(self.known).isoformat()

    @property
    def conditions(self) -> tuple[str, ...]:
        """On what the chances are conditioned, and what they rest on, in sentences."""
        said = [
            "Given that the crisis is one that enters a casebook: cases are in it because someone thought of them."
        ]
        if self.question.view.record.pack.cases_chosen == "for_their_vote":
            said.append(
                "The cases of this body were chosen for their vote: no rate of all crises can be read from them."
            )
        if not self.question.view.members:
            said.append("The organisation had no members yet on that day: what hangs on members is unknown.")
        said.append(
            "Stances are given that it is told where the state stands; days, that a decision or forces come."
        )
        if self.question.invoked is None:
            said.append("Days and near cases are told as if it were asked; all chances mix both.")
            said.append(
                "Crises in which nobody asked are under-counted, so the chance of a request is on the high side."
            )
        if self.lessons < FEW:
            said.append(
                f"Only {self.lessons} cases had ended by then; the chances are mostly what the priors say."
            )
        return tuple(said)

    def __str__(self) -> str:
        """Say it in a few lines."""
        where = f"{self.question.organisation} on {self.question.view.date}"
        lines = [f"Will it come? {self.question.situation.kind}, {self.question.situation.target} before {where}"]
        lines += [f"  {REACH_WORDS[level]:<22} {chance}" for level, chance in self.reach.items()]
        lines.append(f"  asked at all           {self.invokes}")
        days = self.days_to_decision
        lines.append(f"  days to a decision     {days.p50:.0f} ({days.p10:.0f} to {days.p90:.0f}), if one comes")
        lines += [f"  {one.says}: {points(one.effect)}" for one in self.reasons]
        return "\n".join([*lines, f"  {self.record.text}"])

    def _repr_html_(self) -> str:
        """Show it in a notebook."""
        import html

        rows = "".join(
            f"<tr><td>{html.escape(REACH_WORDS[level])}</td><td>{html.escape(str(chance))}</td></tr>"
            for level, chance in self.reach.items()
        )
        why = "; ".join(f"{one.says}: {points(one.effect)}" for one in self.reasons)
        return (
            f"<table><caption>Will it come? {html.escape(self.question.organisation)}, "
            f"{html.escape(str(self.question.view.date))}</caption>{rows}</table>"
            f"<p>{html.escape(why)}</p><p><small>{html.escape(self.record.text)}</small></p>"
        )

    def outcomes_frame(self) -> DataFrame:
        """The outcomes as a frame: outcome, chance, low, high."""
        import polars

        rows = [(one, chance.value, chance.low, chance.high) for one, chance in self.outcome.items()]
        return polars.DataFrame(rows, schema=["outcome", "chance", "low", "high"], orient="row")

    def members_frame(self) -> DataFrame:
        """The states as a frame: one row a state and stance, and whether it sends."""
        import polars

        rows = [
            (one.state, stance, chance.value, chance.low, chance.high, one.sends.value)
            for one in self.members
            for stance, chance in one.stance.items()
        ]
        names = ["state", "stance", "chance", "low", "high", "sends"]
        return polars.DataFrame(rows, schema=names, orient="row")

    def plain(self) -> dict[str, Any]:
        """The forecast as plain data, as ``foedus predict`` writes it; probabilities of outcomes sum to one."""
        outcome = summing(list(self.outcome), [one.value for one in self.outcome.values()])
        days = self.days_to_decision
        return {
            "id": self.question.id,
            "organisation": self.question.organisation,
            "on": self.question.view.date.text,
            "invokes": round(self.invokes.value, DIGITS),
            "outcome": outcome,
            "stances": {
                one.state: summing(list(one.stance), [chance.value for chance in one.stance.values()])
                for one in self.members
            },
            "sends": {one.state: round(one.sends.value, DIGITS) for one in self.members},
            "days_to_decision": plain_days(days),
            "days_to_arrival": plain_days(self.days_to_arrival),
            "counted_from": self.question.counted_from.text,
            "model": self.model,
            "known": self.known_on,
            "cases_learnt_from": self.lessons,
            "unknown": list(self.unknown),
            "left_out": list(self.left_out),
        }

    def detailed(self) -> dict[str, Any]:
        """Everything as plain data: the forecast with its intervals, reasons, near cases, changes and record."""
        return {
            **self.plain(),
            "invokes_interval": _ends(self.invokes),
            "outcome_interval": {one: _ends(chance) for one, chance in self.outcome.items()},
            "reach": {level: _whole(chance) for level, chance in self.reach.items()},
            "fulfilled": {one: _whole(chance) for one, chance in self.fulfilled.items()},
            "stances_interval": {
                one.state: {stance: _ends(chance) for stance, chance in one.stance.items()} for one in self.members
            },
            "sends_if_any": {one.state: _whole(one.sends_if_any) for one in self.members},
            "moved_by": [
                {"feature": one.feature, "says": one.says, "effect": round(one.effect, DIGITS)}
                for one in self.reasons
            ],
            "nearest": [
                {"case": one.case, "title": one.title, "outcome": one.outcome, "why": list(one.why)}
                for one in self.nearest
            ],
            "would_change": [
                {"what": one.what, "forces_then": round(one.after, DIGITS), "effect": round(one.effect, DIGITS)}
                for one in self.changes
            ],
            "record": {
                "says": self.record.text,
                "beats_base_rate": self.record.beats_base_rate,
                "not_shown_to_beat_plain_rates": list(self.record.no_better),
            },
            "conditions": list(self.conditions),
        }


def _ends(chance: Chance) -> list[float]:
    return [round(chance.low, DIGITS), round(chance.high, DIGITS)]


def _whole(chance: Chance) -> dict[str, float]:
    return {
        "chance": round(chance.value, DIGITS),
        "low": round(chance.low, DIGITS),
        "high": round(chance.high, DIGITS),
    }


FEW = 30
"""Fewer cases than that teach hardly more than the priors say."""


def points(effect: float) -> str:
    """Show a difference of probabilities in points, with its sign.

    >>> points(0.123), points(-0.05)
    ('+12 points', '-5 points')
    """
    whole = round(100 * effect)
    return f"{whole:+d} point{'' if abs(whole) == 1 else 's'}"


def plain_days(days: Days) -> dict[str, float]:
    """A delay as plain data, to a tenth of a day."""
    return {"p10": round(days.p10, 1), "p50": round(days.p50, 1), "p90": round(days.p90, 1)}


def summing(names: list[Any], shares: list[float]) -> dict[str, float]:
    """Round shares so that they still sum to one: what is lost in rounding goes to the largest.

    >>> summing(["a", "b", "c"], [1 / 3, 1 / 3, 1 / 3])
    {'a': 0.3334, 'b': 0.3333, 'c': 0.3333}
    """
    whole = [round(one * 10**DIGITS) for one in shares]
    whole[whole.index(max(whole))] += 10**DIGITS - sum(whole)
    return {name: one / 10**DIGITS for name, one in zip(names, whole, strict=True)}


__all__ = [
    "REACH_WORDS", "Change", "Estimate", "MemberEstimate", "Near", "Reason", "RecordLine", "percent", "plain_days",
    "points", "summing",
]  # fmt: skip
