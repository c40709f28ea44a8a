"""Recounting: what was put to the organs in a coded case, with the stances as coded, counted under the rules.

The rules are those of the organisation that is given: as it is on record, or under reforms. The stances are those
that were taken under the rules of the time; under other rules some would have been others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from foedus.dates import Date
from foedus.drivers.script import Script
from foedus.law.advice import advise
from foedus.law.ballot import Ballot
from foedus.law.findings import Circumstances
from foedus.law.tally import Tally
from foedus.law.tally import decide as counted
from foedus.proceedings.acts import Act, Decide
from foedus.proceedings.asking import matter_of, measure_asked
from foedus.proceedings.case import Case, Moment
from foedus.proceedings.reasons import Reason
from foedus.proceedings.settling import REFUSED, ballots_of, question_of, stances_on
from foedus.record.cases import CodedCase, Outcome, Stance
from foedus.record.view import Organisation

_COUNTED = (Reason.NOT_ADOPTED, Reason.CANNOT_BE_TOLD)
"""Reasons that are the count itself."""


@dataclass(frozen=True, slots=True)
class Count:
    """Something that was before an organ, counted.

    Attributes:
        n: number of the decision among those of the case, from 1.
        organ: the organ.
        matter: what kind of decision it was.
        measure: what was put to it, as an outcome; None where that is not coded.
        at: the day, as precise as it is coded.
        adopted: whether it was adopted, as coded.
        voted: whether the coding shows that the organ decided on it; False: it was asked, and let it rest.
        rule: id of the rule to begin with; None where none is on record.
        ballots: the rules in the order in which they apply, compiled for their voters.
        stances: what each voter did, as coded; ``unknown`` where it is not.
        tally: what it comes to; None without a rule.
        irregular: what else the rules had against it, in words.
    """

    n: int
    organ: str
    matter: str
    measure: Outcome | None
    at: Date | None
    adopted: bool
    voted: bool
    rule: str | None
    ballots: Mapping[str, Ballot] = field(repr=False)
    stances: Mapping[str, Stance]
    tally: Tally | None = field(repr=False)
    irregular: str | None = None

    @property
    def unknown(self) -> tuple[str, ...]:
        """Voters of whom it is not coded where they stood."""
        voters = dict.fromkeys(state for one in self.ballots.values() for state in one.voters)
        return tuple(state for state in voters if self.stances.get(state) == "unknown")


def counts(organisation: Organisation, coded: CodedCase) -> tuple[Count, ...]:
    """Count all that was before the organs in a coded case; nothing where nothing was.

    Args:
        organisation: whose case it is, perhaps under reforms.
        coded: the case.

    >>> from foedus.record.view import organisation
    >>> csto = organisation("csto")
    >>> count, *_ = counts(csto, csto.case("csto-kazakhstan-2022"))
    >>> count.rule, count.adopted, count.tally.adopted
    ('dr-use-of-force', True, True)
    """
    case = Case.open(organisation, coded.id, coded.situation, complete=False, seats=coded.seats)
    found: list[Count] = []
    for act in Script(organisation, coded).acts():
        moment = case.moment(act)
        case = case.keep(act)
        if isinstance(act.content, Decide):
            refusal = case.entries[-1].refusal
            irregular = refusal.why if refusal and refusal.reason not in _COUNTED else None
            found.append(_of_decision(coded, moment, act, len(found) + 1, irregular))
    return tuple(found) or tuple(_of_request(case, coded))


def _of_decision(coded: CodedCase, moment: Moment, act: Act, n: int, irregular: str | None) -> Count:
    """A decision of an organ; where it declined without a vote, what it was asked for is counted."""
    assert isinstance(act.content, Decide)
    decided = act.content
    refused = decided.measure in REFUSED
    question = question_of(moment, act)
    if refused and not (question is not None and question.measure not in REFUSED):
        request = next((one.n for one in moment.state.questions.values() if one.request), None)
        asked = measure_asked(coded.invocation.asks_for)
        organ = decided.organ if _decides(moment, decided.organ) else _named(moment, coded) or decided.organ
        decided = replace(decided, organ=organ, on=request, measure=asked, matter=matter_of(asked), rule=None)
        return _counted(moment, replace(act, content=decided), n, adopted=False, voted=False)
    measure = question.measure if question is not None and refused else decided.measure
    put = replace(act, content=replace(decided, measure=measure))
    return replace(_counted(moment, put, n, adopted=not refused, voted=True), irregular=irregular)


def _of_request(case: Case, coded: CodedCase) -> Iterator[Count]:
    """A request that no organ is coded to have decided on: what its organ would have had to decide."""
    request = next((one for one in case.state.questions.values() if one.request), None)
    if request is None or (coded.decision.organ is None and not case.state.met):
        return
    asked = case.entries[request.n - 1].act
    organ = coded.decision.organ or case.state.met[-1]
    measure = measure_asked(coded.invocation.asks_for)
    content = Decide(organ=organ, matter=matter_of(measure), measure=measure, on=request.n)
    act = Act(actor=organ, at=coded.decision.date or asked.at, content=content, sources=coded.sources)
    moment = case.moment(act)
    if not _decides(moment, organ):
        found = _named(moment, coded)
        if found is None:
            return
        act = replace(act, actor=found, content=replace(content, organ=found))
    yield _counted(moment, act, 1, adopted=False, voted=False)


def _decides(moment: Moment, organ: str) -> bool:
    found = moment.view.organ(organ)
    return found is not None and bool(found.decides)


def _named(moment: Moment, coded: CodedCase) -> str | None:
    """The organ that the law names for such a situation."""
    given = Circumstances(situation=coded.situation, requested=True, asks_for=coded.invocation.asks_for)
    decides = advise(moment.view, given).decides
    return decides.organ if decides else None


def _counted(moment: Moment, act: Act, n: int, *, adopted: bool, voted: bool) -> Count:
    assert isinstance(act.content, Decide)
    ballots = ballots_of(moment, act)
    stances = stances_on(moment, act, ballots)
    first = next(iter(ballots), None)
    return Count(
        n=n,
        organ=act.content.organ,
        matter=act.content.matter,
        measure=act.content.measure,
        at=act.at,
        adopted=adopted,
        voted=voted,
        rule=first,
        ballots=ballots,
        stances=stances,
        tally=counted(stances, ballots, first) if first else None,
        irregular=None,
    )
