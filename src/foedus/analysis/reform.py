"""Reforms held against history: which past decisions would have come out otherwise, given the stances as coded.

Without a reform it is the check of the rules against history. The answers have a limit that no count can lift:
stances adapt to rules. Who knows that its objection stops a decision may be asked for less, may object more
lightly, or may be persuaded before the vote; under another rule the same states might have stood elsewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from foedus.dates import Date
from foedus.drivers.recount import Count, counts
from foedus.law.ballot import Ballot
from foedus.law.conditions import Verdict
from foedus.law.inference import left_open, outcome_of
from foedus.law.tally import Tally
from foedus.record.cases import CodedCase, Outcome
from foedus.record.view import Organisation

Answer = Literal["as_coded", "would_be_adopted", "would_be_blocked", "cannot_be_told"]
"""How a decision comes out: as it did; adopted, though it was not; blocked, though it was adopted; or unknown."""

LIMIT: Final = (
    "Given the stances as coded. They were taken under the rules of the time, and stances adapt to rules: under "
    "other rules some states would have stood elsewhere."
)
"""What every page of these answers under reforms says."""

PLAIN_LIMIT: Final = "Given the stances as coded, by the rules of their time."
"""What it says without reforms."""


@dataclass(frozen=True, slots=True)
class Recounted:
    """One question of one case, counted.

    Attributes:
        case: id of the case.
        title: its title.
        n: number of the question within the case; 0 where nothing was before an organ.
        at: when it was decided, or asked; where neither is coded, when the situation began.
        organ: the organ; None where nothing was before one.
        matter: what kind of decision it was.
        measure: what was put, as an outcome.
        rule: id of the rule that settles it.
        coded: ``adopted``, ``not_adopted``, or None where nothing was before an organ.
        answer: see :data:`Answer`.
        why: the reason, in words.
        blocked_by: states that stand in the way where it is not adopted, as far as known.
        not_coded: voters of whom it is not coded where they stood.
        inferred: whether the answer rests on what the outcome of the time says of them.
        unaffected: whether the reforms leave rule and voters as they were.
        irregular: what else the rules have against the decision.
    """

    case: str
    title: str
    n: int
    at: Date
    organ: str | None
    matter: str | None
    measure: Outcome | None
    rule: str | None
    coded: Literal["adopted", "not_adopted"] | None
    answer: Answer
    why: str
    blocked_by: tuple[str, ...] = ()
    not_coded: tuple[str, ...] = ()
    inferred: bool = False
    unaffected: bool = False
    irregular: str | None = None


@dataclass(frozen=True, slots=True)
class History:
    """Every past case of an organisation, counted.

    Attributes:
        organisation: the organisation, perhaps under reforms.
        rows: one a question, in the order of time; a case in which nothing was before an organ has one too.
    """

    organisation: Organisation
    rows: tuple[Recounted, ...]

    @property
    def summary(self) -> Mapping[str, int]:
        """How many there are of each answer, and of those that were never before an organ."""
        found = Counter(row.answer for row in self.rows if row.organ is not None)
        apart = sum(1 for row in self.rows if row.organ is None)
        return {**{one: found[one] for one in get_args(Answer)}, "never_put": apart}


def replay_all(organisation: Organisation) -> History:
    """Count every past case of an organisation, given the stances as coded.

    Args:
        organisation: the organisation; under reforms, the same is counted under them.

    >>> from foedus.record.reforms import named, reformed
    >>> from foedus.record.view import organisation
    >>> un = organisation("un-sc")
    >>> under = replay_all(reformed(un, [named(un, "no-veto")]))
    >>> next(row.answer for row in under.rows if row.case == "unsc-ukraine-2022")
    'would_be_adopted'
    """
    base = organisation
    while base.before is not None:
        base = base.before
    rows = [row for coded in organisation.record.cases for row in _rows(organisation, base, coded)]
    return History(organisation, tuple(sorted(rows, key=lambda row: (row.at.first, row.case, row.n))))


def _rows(organisation: Organisation, base: Organisation, coded: CodedCase) -> Iterator[Recounted]:
    found = counts(organisation, coded)
    if not found:
        yield _never_put(coded)
    was = {(one.n, one.at): one for one in counts(base, coded)} if organisation is not base else {}
    for count in found:
        yield _counted(organisation, coded, count, was.get((count.n, count.at)))


def _never_put(coded: CodedCase) -> Recounted:
    asked, decided = coded.invocation, coded.decision
    if not asked.made:
        why = "the organisation was not asked, and no organ of it decided"
    elif asked.elsewhere:
        why = "the request did not go to the organisation"
    elif asked.by is None:
        why = "no state asked the organisation"
    else:
        why = "it was asked, and that an organ took it up is not coded"
    if decided.outcome == "political_statement":
        why += "; what was said is no decision of an organ that takes them"
    at = decided.date or asked.date or coded.situation.begins
    return Recounted(coded.id, coded.title, 0, at, None, None, None, None, None, "cannot_be_told", why)


def _counted(organisation: Organisation, coded: CodedCase, count: Count, was: Count | None) -> Recounted:
    at = count.at or coded.situation.begins
    same = was is not None and _alike(was, count)
    inferred = False
    adopted = None if count.tally is None else count.tally.adopted
    if same:
        adopted = count.adopted if count.voted else adopted
    elif adopted is None and was is not None:
        adopted = _inferred(was, count)
        inferred = adopted is not None
    answer = _answer(count, adopted)
    return Recounted(
        case=coded.id,
        title=coded.title,
        n=count.n,
        at=at,
        organ=count.organ,
        matter=count.matter,
        measure=count.measure,
        rule=count.tally.rule if count.tally else None,
        coded="adopted" if count.adopted else "not_adopted",
        answer=answer,
        why=_why(organisation, count, answer, same, inferred),
        blocked_by=_blockers(count.tally) if adopted is False and not inferred else (),
        not_coded=count.unknown,
        inferred=inferred,
        unaffected=same,
        irregular=count.irregular,
    )


def _answer(count: Count, adopted: Verdict) -> Answer:
    if adopted is None:
        return "cannot_be_told"
    if adopted is count.adopted:
        return "as_coded"
    return "would_be_adopted" if adopted else "would_be_blocked"


def _alike(one: Count, other: Count) -> bool:
    """Whether two counts are by the same rules, with the same voters."""
    return [_ground(ballot) for ballot in one.ballots.values()] == [
        _ground(ballot) for ballot in other.ballots.values()
    ]


def _ground(ballot: Ballot) -> tuple[object, ...]:
    return ballot.rule, ballot.voters, ballot.veto_holders


def _inferred(was: Count, count: Count) -> Verdict:
    """What the outcome of the time says, by its own rule, of the stances that are not coded."""
    if not (was.voted and was.rule and count.rule):
        return None
    known = left_open(was.ballots, was.rule, was.stances, was.adopted)
    # Who votes only under the reform took no part then: of it nothing is known but what is coded.
    coded = {state: frozenset({said}) for state, said in count.stances.items() if said != "unknown"}
    return outcome_of(count.ballots, count.rule, {**known, **coded})


def _blockers(tally: Tally | None) -> tuple[str, ...]:
    return tuple(one.state for one in tally.blocked_by) if tally else ()


def _why(organisation: Organisation, count: Count, answer: Answer, same: bool, inferred: bool) -> str:
    """The reason for an answer, in words."""
    if same and count.voted:
        return "the reform changes neither the rule nor who votes"
    if count.tally is None:
        return "by which rule the organ decides such a matter is not on record"
    if inferred:
        came = "adopted" if count.adopted else "not adopted"
        return f"it was {came} under its own rule; no stance that fits with that changes the answer"
    if answer != "cannot_be_told":
        rest = "" if count.voted else "; the organ did not decide on it"
        return f"{count.tally.why}{rest}"
    if not count.unknown:
        return count.tally.why
    if len(count.unknown) == len(count.tally.row):
        return "where those who vote stood is not coded"
    against = "" if organisation.reforms else "; nothing that is coded speaks against the outcome"
    return f"where {_listed(count.unknown)} stood is not coded, and the outcome hangs on it{against}"


def _listed(codes: tuple[str, ...]) -> str:
    if len(codes) > 6:
        return f"{len(codes)} of those who vote"
    return " and ".join((", ".join(codes[:-1]), codes[-1])) if len(codes) > 1 else codes[0]
