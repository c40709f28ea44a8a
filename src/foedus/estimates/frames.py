"""Lessons: the casebook as estimates learn from it, each case from the day on which it was over.

A lesson has what could be known when help was asked for (its features) and what came of it (its labels). Only the
labels come from the blocks ``decision``, ``positions``, ``deployment`` and ``fulfilled``; no note is read.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path

from foedus.dates import Date
from foedus.estimates.features import Features, features_of
from foedus.estimates.member_features import MemberFeatures, member_features
from foedus.estimates.outcomes import Fulfilment, StanceWord
from foedus.estimates.questions import Question, question_of
from foedus.record.cases import CodedCase, Outcome, Position
from foedus.record.keeping import keep_as, recall_as
from foedus.record.pack import packs
from foedus.record.view import Organisation, organisation

SETTLED: int = 90
"""Days after the request before which no case counts as over: that nothing came is not known any sooner."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one state did in a case.

    Attributes:
        state: its code.
        stance: where it stood; None: not known.
        contributed: whether it really sent forces or materiel; None: not known, which is not no.
    """

    state: str
    stance: StanceWord | None
    contributed: bool | None


@dataclass(frozen=True, eq=False)
class Lesson:
    """A case as estimates learn from it.

    Attributes:
        question: the case as it stood when help was asked for.
        title: what the case is called.
        over: the day (an ordinal) by which it was over; before it nothing is learnt from the case.
        outcome: what came of it.
        fulfilled: whether what was promised was delivered; None: not applicable, or not known.
        days_to_decision: days from the request (or else the beginning) to the decision; None: not known or none
            came.
        days_waited: days for which a decision was waited for in vain; None where one came, or nobody waited.
        days_to_arrival: days from the same day to the first arrival of forces; None: not known or none came.
        answers: what each state did.
        chosen_for_vote: whether the case is in the casebook because it was put to the vote.
    """

    question: Question
    title: str
    over: int
    outcome: Outcome
    fulfilled: Fulfilment | None
    days_to_decision: int | None
    days_waited: int | None
    days_to_arrival: int | None
    answers: tuple[Answer, ...]
    chosen_for_vote: bool

    @property
    def id(self) -> str:
        """The case's id."""
        return self.question.id

    @cached_property
    def features(self) -> Features:
        """Its features, as the request was."""
        return features_of(self.question)

    @cached_property
    def open_features(self) -> Features:
        """Its features before it was known whether anybody would ask."""
        return features_of(self.question.before_request())

    @cached_property
    def supposed_features(self) -> tuple[Features, Features]:
        """Its features as they would be if the target had asked, and if nobody had, before either was known."""
        before = self.question.before_request()
        return features_of(before.asked(True)), features_of(before.asked(False))

    @cached_property
    def members(self) -> tuple[MemberFeatures, ...]:
        """The features of the states that answered, in the order of :attr:`answers`."""
        return member_features(self.question, tuple(one.state for one in self.answers))


_JUDGED: Mapping[str, Fulfilment] = {"yes": "yes", "partly": "partly", "no": "no"}


def lesson_of(organisation: Organisation, coded: CodedCase) -> Lesson:
    """Make a lesson of a coded case.

    Args:
        organisation: whose case it is.
        coded: the case.

    >>> from foedus.record.view import organisation
    >>> csto = organisation("csto")
    >>> learnt = lesson_of(csto, csto.case("csto-kazakhstan-2022"))
    >>> learnt.outcome, learnt.days_to_decision, learnt.days_to_arrival
    ('collective_military_action', 1, 1)
    """
    asked = question_of(coded.id, organisation, coded.situation, coded.invocation)
    decided, arrived = coded.decision.date, coded.deployment.first_arrival
    came = coded.decision.outcome not in ("no_decision", "not_invoked")
    return Lesson(
        question=asked,
        title=coded.title,
        over=max(coded.ended_by, asked.counted_from.last + SETTLED),
        outcome=coded.decision.outcome,
        fulfilled=_JUDGED.get(coded.fulfilled),
        days_to_decision=_days(asked, decided) if came else None,
        days_waited=_waited(asked, coded) if coded.decision.outcome == "no_decision" else None,
        days_to_arrival=_days(asked, arrived),
        answers=tuple(_answers(coded.positions)),
        chosen_for_vote=organisation.record.pack.cases_chosen == "for_their_vote",
    )


def _days(asked: Question, date: Date | None) -> int | None:
    """Days between two days that are known as such; what was done before the request took no time."""
    start = asked.counted_from
    if date is None or not date.exact or not start.exact:
        return None
    return max(0, date.first - start.first)


def _waited(asked: Question, coded: CodedCase) -> int | None:
    start = asked.counted_from
    return max(1, coded.ended_by - start.first) if start.exact else None


_TOLD_BY = {"decision": 0, "request": 1, "situation": 2}


def _answers(positions: Iterable[Position]) -> Iterable[Answer]:
    """One answer a state: that it asked; else its stance on the decision, on the request, or at large."""
    of: dict[str, list[Position]] = {}
    for one in positions:
        of.setdefault(one.state, []).append(one)
    for state, found in of.items():
        sent = [one.contributes for one in found if one.contributes is not None]
        yield Answer(state, _stance(found), any(sent) if sent else None)


def _stance(found: list[Position]) -> StanceWord | None:
    if any(one.stance == "requests" for one in found):
        return "requests"
    told = sorted((one for one in found if one.stance != "unknown"), key=lambda one: _TOLD_BY[one.on])
    first = told[0].stance if told else "unknown"
    if first == "unknown":
        return None
    return "abstains" if first == "abstains_declared" else first


@cache
def lessons() -> tuple[Lesson, ...]:
    """Every case of every installed pack as a lesson, by the day on which it was over and its id.

    Raises:
        PackError: when a pack has faults.

    >>> len(lessons()) > 300
    True
    """
    found = [lesson_of(each, coded) for each in map(organisation, packs()) for coded in each.record.cases]
    found.sort(key=lambda one: (one.over, one.id))
    key = _fingerprint()
    kept = recall_as(KEPT, key)
    if kept is None:
        kept = {one.id: tuple(getattr(one, name) for name in _PROPERTIES) for one in found}
        keep_as(KEPT, key, kept)
    for one in found:
        # What a cached property would find, were it asked.
        one.__dict__.update(zip(_PROPERTIES, kept[one.id], strict=True))
    return tuple(found)


_PROPERTIES = ("features", "open_features", "supposed_features", "members")

KEPT = "lessons.features"
"""Under which name the features of all cases are kept for the next start."""


def _fingerprint() -> str:
    """Size and time of every file on which features rest: packs, tables and code; SHA-256 in hexadecimal."""
    room = Path(__file__).resolve().parents[1]
    files = [one for folder in packs().values() for one in folder.rglob("*.yaml")]
    files += [one for part in ("*.py", "record/*.py", "law/*.py", "estimates/*.py") for one in room.glob(part)]
    files += [one for one in (room / "data").rglob("*") if one.is_file()]
    stats = [(str(one), (stat := one.stat()).st_size, stat.st_mtime_ns) for one in sorted(files)]
    return hashlib.sha256(repr((sys.version_info, stats)).encode()).hexdigest()


NEAR: int = 60
"""Days within which crises with the same state in trouble are taken for one, before whichever organisation."""


def crisis_groups(of: Sequence[Lesson]) -> tuple[int, ...]:
    """Say which cases are of one crisis: a number for each.

    Cases are of one crisis where the same state is in trouble and they begin within :data:`NEAR` days of each
    other, directly or through others. What one organisation did tells of what another did.

    Args:
        of: the cases.

    >>> found = crisis_groups(lessons())
    >>> 0 < len(set(found)) < len(found)
    True
    """
    group = list(range(len(of)))
    by_state: dict[str, list[int]] = {}
    for place, one in enumerate(of):
        for state in one.question.in_trouble:
            by_state.setdefault(state, []).append(place)
    for places in by_state.values():
        places.sort(key=lambda place: of[place].question.situation.begins.first)
        for earlier, later in pairwise(places):
            gap = of[later].question.situation.begins.first - of[earlier].question.situation.begins.first
            if gap <= NEAR:
                old, new = group[later], group[earlier]
                group = [new if each == old else each for each in group]
    return tuple(group)


def cases_key(of: Iterable[Lesson]) -> str:
    """SHA-256, in hexadecimal, over which cases there are and when each was over."""
    return hashlib.sha256(repr(sorted((one.id, one.over) for one in of)).encode()).hexdigest()


def itself(question: Question, of: Iterable[Lesson]) -> tuple[str, ...]:
    """Ids of the lessons that may be the very crisis that is asked about.

    They are of the same organisation and target, and begin within :data:`NEAR` days of it.

    Args:
        question: the question.
        of: the lessons.
    """
    begins = question.situation.begins.first
    return tuple(
        one.id
        for one in of
        if one.question.organisation == question.organisation
        and not set(one.question.in_trouble).isdisjoint(question.in_trouble)
        and abs(one.question.situation.begins.first - begins) <= NEAR
    )


def known_by(day: int | None, of: Iterable[Lesson] | None = None) -> tuple[Lesson, ...]:
    """The lessons that could be learnt by a day: from cases that were over before it.

    Args:
        day: an ordinal; None: all.
        of: lessons to choose from; without them, all.
    """
    return tuple(one for one in (lessons() if of is None else of) if day is None or one.over < day)
