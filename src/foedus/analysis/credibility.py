"""Credibility: how likely it was, year by year, that a guarantee would be honoured for a member in trouble.

Each year is asked as it could be on its first day: members, law and figures of that day, and only cases that were
over by then. The member is in trouble on territory recognised as its own and asks for troops; no state is named as
the initiator. What an ally believes is another matter: these are rates of what was done, carried over by a model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from foedus.dates import Certainty
from foedus.estimates.answers import DIGITS, FEW
from foedus.estimates.catalogue import outcome_model
from foedus.estimates.features import Features, features_of
from foedus.estimates.guess import Chance
from foedus.estimates.knowledge import Knowledge, knowledge
from foedus.estimates.models.card import OutcomeModel
from foedus.estimates.outcomes import FULFILMENTS, OUTCOMES, REACH_OF
from foedus.estimates.questions import Question
from foedus.law.findings import Result, findings
from foedus.record.cases import Situation, SituationKind
from foedus.record.terms import MutualDefence

if TYPE_CHECKING:
    from polars import DataFrame

    from foedus.record.members import Member
    from foedus.record.view import Organisation, View

Measure = Literal["honoured", "in_full", "forces"]
MEASURES: Final[tuple[Measure, ...]] = get_args(Measure)
"""What is estimated of each member, kind and year."""

MEASURE_WORDS: Final[Mapping[Measure, str]] = {
    "honoured": "what the pact promises is delivered, in full or in part",
    "in_full": "what the pact promises is delivered in full",
    "forces": "forces come, of some members or of all",
}
"""What each measure is the chance of."""

KINDS: Final[tuple[SituationKind, ...]] = (
    "interstate_attack",
    "border_clash",
    "armed_incursion",
    "internal_unrest",
    "coup",
    "terrorism",
)
"""The kinds of situation that are asked about where none is named."""

OF_STATES: Final[tuple[SituationKind, ...]] = ("interstate_attack", "border_clash", "territorial_dispute")
"""Kinds of situation that only a state brings about: which one is not known, so what hangs on it is unknown."""

ASKED_FOR: Final = ("troops",)
"""What the member asks for."""

_HONOURED: Final = [FULFILMENTS.index("partly"), FULFILMENTS.index("yes")]
_IN_FULL: Final = [FULFILMENTS.index("yes")]
_FORCES: Final = [
    place for place, one in enumerate(OUTCOMES) if REACH_OF[one] in ("forces_of_some", "collective_force")
]
_OF_INITIATOR: Final = (
    "initiator_is_member",
    "initiator_major",
    "initiator_capability",
    "initiator_apart",
    "rival_of_leader",
    "rival_of_target",
)
"""Features that hang on which state brought it about."""


class BadYears(ValueError):
    """Says that years are the wrong way round, or lie outside what the record covers."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Plain shares among the cases that were over by a day, whatever the crisis; None: there were none.

    Attributes:
        honoured: share of promises kept in full or in part, of those that were judged.
        in_full: share kept in full.
        forces: share in which forces came, of the cases in which the organisation was asked.
    """

    honoured: float | None
    in_full: float | None
    forces: float | None


@dataclass(frozen=True, slots=True)
class Credibility:
    """What is estimated of one member, kind of situation and year.

    Attributes:
        organisation: id of the organisation.
        year: the year; its first day is the day of all that follows.
        member: the member's code.
        certain: whether it certainly was a member on the day; otherwise possibly.
        flags: ``frozen``, ``suspended``, ``uncertain``, ``disputed``; the models know nothing of them.
        kind: kind of situation.
        owed: what the law of the day says of its clauses of mutual defence: engaged, arguable or not engaged.
        honoured: chance that what is promised is delivered at least in part, given that the promise applies.
        in_full: chance that it is delivered in full, given the same.
        forces: chance that forces come, given that they are asked for.
        cases: how many cases were over by the day.
        judged: how many of them teach about promises kept: the promise applied and is judged.
        own_judged: how many of those are of this organisation.
        base: the plain shares among the same cases.
        unknown: names of the features that are unknown; they widen the intervals.
    """

    organisation: str
    year: int
    member: str
    certain: bool
    flags: tuple[str, ...]
    kind: SituationKind
    owed: Result
    honoured: Chance
    in_full: Chance
    forces: Chance
    cases: int
    judged: int
    own_judged: int
    base: Rates
    unknown: tuple[str, ...]

    @property
    def few(self) -> bool:
        """Whether so few cases teach that the chances are mostly what the priors say."""
        return self.judged < FEW

    def chance(self, measure: Measure) -> Chance:
        """The chance of one measure."""
        found: Chance = getattr(self, measure)
        return found

    def plain(self) -> dict[str, Any]:
        """The row as plain data, in the order of the columns of :func:`frame`."""
        chances = {
            f"{measure}{end}": round(getattr(self.chance(measure), name), DIGITS)
            for measure in MEASURES
            for end, name in (("", "value"), ("_low", "low"), ("_high", "high"))
        }
        base = {f"base_{one}": _rounded(getattr(self.base, one)) for one in MEASURES}
        return {
            "organisation": self.organisation,
            "year": self.year,
            "member": self.member,
            "certain": self.certain,
            "flags": list(self.flags),
            "kind": self.kind,
            "owed": self.owed,
            **chances,
            **base,
            "cases": self.cases,
            "judged": self.judged,
            "own_judged": self.own_judged,
            "few": self.few,
            "unknown": list(self.unknown),
        }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, DIGITS)


def credibility_of(
    organisation: Organisation,
    first: int,
    last: int,
    kinds: Sequence[SituationKind] = KINDS,
    members: Sequence[str] | None = None,
    model: str | None = None,
    done: Callable[[int, int], None] | None = None,
) -> tuple[Credibility, ...]:
    """Estimate for each year, member and kind how likely the guarantee was to be honoured.

    Args:
        organisation: whose guarantee.
        first: first year.
        last: last year.
        kinds: kinds of situation.
        members: codes of members; without them all of the day.
        model: name of the model of outcomes, for the chance of forces; without it the default.
        done: told how many years are done, and of how many.

    Returns:
        rows by year, member and kind. A state that was no member on the first day of a year has no row for it.

    Raises:
        BadYears: when the years are the wrong way round, or the record does not cover them.
        UnknownModel: when there is no such model.

    >>> from foedus.record.view import organisation
    >>> rows = credibility_of(organisation("csto"), 2012, 2013, ["coup"], ["UZB", "KAZ"])
    >>> [(one.year, one.member, one.owed) for one in rows]
    [(2012, 'KAZ', 'not_engaged'), (2012, 'UZB', 'not_engaged'), (2013, 'KAZ', 'not_engaged')]
    """
    _covered(organisation, first, last)
    chosen = outcome_model(model)
    wanted = None if members is None else frozenset(members)
    rows: list[Credibility] = []
    for count, year in enumerate(range(first, last + 1), start=1):
        rows += _year(organisation, year, kinds, wanted, chosen)
        if done is not None:
            done(count, last + 1 - first)
    return tuple(rows)


def years_covered(organisation: Organisation) -> tuple[int, int]:
    """The first and the last year whose first day the record covers.

    Args:
        organisation: the organisation.

    >>> from foedus.record.view import organisation
    >>> years_covered(organisation("csto"))[0]
    1993
    """
    begins, ends = organisation.record.pack.covers.start, organisation.last_known.last
    first = 1 if begins is None else date.fromordinal(begins.first - 1).year + 1
    return first, date.fromordinal(ends).year


def first_day(year: int) -> int:
    """The ordinal of the first day of a year.

    >>> first_day(1)
    1
    """
    return date(year, 1, 1).toordinal()


def _covered(organisation: Organisation, first: int, last: int) -> None:
    if first > last:
        raise BadYears(f"the first year, {first}, comes after the last, {last}")
    low, high = years_covered(organisation)
    if first < low or last > high:
        raise BadYears(
            f"{first} to {last} is not covered: the record of {organisation.id} knows the first day of the years "
            f"{low} to {high}"
        )


def _year(
    organisation: Organisation,
    year: int,
    kinds: Sequence[SituationKind],
    wanted: frozenset[str] | None,
    model: OutcomeModel,
) -> Iterator[Credibility]:
    view = organisation.on(first_day(year))
    members = [one for one in view.members if wanted is None or one.state in wanted]
    if not members:
        return
    learnt = knowledge(view.day, model)
    base, counts = _rates(learnt), _counts(learnt, organisation.id)
    for member in members:
        for kind in kinds:
            yield _row(year, member, _asked(view, member.state, kind), learnt, base, counts)


def _row(
    year: int, member: Member, question: Question, learnt: Knowledge, base: Rates, counts: tuple[int, int, int]
) -> Credibility:
    read = _read(question)
    promise = learnt.fulfilment.guess(read)
    return Credibility(
        organisation=question.organisation,
        year=year,
        member=member.state,
        certain=member.certainty is Certainty.CERTAINLY,
        flags=member.flags,
        kind=question.situation.kind,
        owed=_owed(question),
        honoured=promise.chance(_HONOURED),
        in_full=promise.chance(_IN_FULL),
        forces=learnt.outcomes.guess(read).chance(_FORCES),
        cases=counts[0],
        judged=counts[1],
        own_judged=counts[2],
        base=base,
        unknown=read.unknown,
    )


def _asked(view: View, state: str, kind: SituationKind) -> Question:
    """The member in trouble on its own recognised territory, which asks for troops."""
    return Question(
        id=f"{view.id}-{state}-{kind}",
        view=view,
        situation=Situation(kind=kind, target=state, begins=view.date, territory="recognised"),
        invoked=True,
        askers=(state,),
        asks_for=ASKED_FOR,
        requested=True,
    )


def _read(question: Question) -> Features:
    """The features; where a state must be behind it, what hangs on which one is unknown and not nought."""
    read = features_of(question)
    if read.kind not in OF_STATES:
        return read
    return replace(read, values={**read.values, "state_behind": 1.0, **dict.fromkeys(_OF_INITIATOR)})


def _owed(question: Question) -> Result:
    results = {
        one.result
        for one in findings(question.view, question.circumstances)
        if isinstance(one.provision.terms, MutualDefence)
    }
    return next((one for one in get_args(Result) if one in results), "not_engaged")


def _rates(learnt: Knowledge) -> Rates:
    """Plain shares of crises; no rate is learnt from cases that were chosen for their vote."""
    crises = [one for one in learnt.lessons if not one.chosen_for_vote]
    judged = [one.fulfilled for one in crises if one.fulfilled is not None]
    reached = [REACH_OF[one.outcome] for one in crises if one.question.invoked]
    return Rates(
        honoured=_share([one != "no" for one in judged]),
        in_full=_share([one == "yes" for one in judged]),
        forces=_share([one in ("forces_of_some", "collective_force") for one in reached]),
    )


def _share(answers: Sequence[bool]) -> float | None:
    return sum(answers) / len(answers) if answers else None


def _counts(learnt: Knowledge, organisation: str) -> tuple[int, int, int]:
    """How many cases were over, how many teach about promises, and how many of these are its own."""
    judged = [one for one in learnt.lessons if one.fulfilled is not None and not one.chosen_for_vote]
    own = sum(one.question.organisation == organisation for one in judged)
    return sum(not one.chosen_for_vote for one in learnt.lessons), len(judged), own


def frame(rows: Sequence[Credibility]) -> DataFrame:
    """Make a table of rows, one row each.

    Args:
        rows: the rows.

    Returns:
        a frame whose chances are shares from 0 to 1; ``_low`` and ``_high`` are the ends of 90 % intervals, and
        ``base_`` the plain share among the same cases.

    >>> frame(()).width
    24
    """
    import polars

    text, share, count = polars.String(), polars.Float64(), polars.Int64()
    chances = {f"{one}{end}": share for one in MEASURES for end in ("", "_low", "_high")}
    schema: dict[str, Any] = {
        "organisation": text,
        "year": count,
        "member": text,
        "certain": polars.Boolean(),
        "flags": polars.List(polars.String()),
        "kind": text,
        "owed": text,
        **chances,
        **{f"base_{one}": share for one in MEASURES},
        "cases": count,
        "judged": count,
        "own_judged": count,
        "few": polars.Boolean(),
        "unknown": polars.List(polars.String()),
    }
    return polars.DataFrame([one.plain() for one in rows], schema=schema, orient="row")
