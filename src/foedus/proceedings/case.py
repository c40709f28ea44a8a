"""The case and its engine: the only thing that changes a case.

A case is immutable. :meth:`Case.apply` gives the case after an act, or raises
:class:`~foedus.proceedings.reasons.OutOfOrder`; :meth:`Case.keep` records what history did all the same, marked
with the rule that it broke. Each entry carries a SHA-256 over the one before it and its own canonical JSON, so the
last hash stands for the whole docket.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import TYPE_CHECKING, Any

from foedus import states
from foedus.dates import Date
from foedus.law.findings import Circumstances, Finding, findings
from foedus.proceedings.acts import Act
from foedus.proceedings.handling import Handling
from foedus.proceedings.reasons import OutOfOrder, Reason, Refusal
from foedus.proceedings.state import State
from foedus.record.cases import Situation
from foedus.record.view import Organisation, View

if TYPE_CHECKING:
    from foedus.proceedings.options import Option

FORMAT = "foedus-docket/1"
"""Name of the docket's format; it is part of every hash."""

BY_ABSENCE = frozenset(
    {
        Reason.NOT_CONVENED,
        Reason.NOTHING_PROPOSED,
        Reason.CANNOT_BE_TOLD,
        Reason.HOST_CONSENT_MISSING,
        Reason.NATIONAL_CONSENT_MISSING,
        Reason.NOT_DEPLOYED,
        Reason.NOT_DECIDED,
        Reason.NOT_NOMINATED,
        Reason.NO_NOTICE,
        Reason.NOT_SIGNED,
        Reason.NOT_RATIFIED,
    }
)
"""Refusals that rest on an act's absence: where the docket is not complete they are gaps, not breaches."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An act in its place in the docket.

    Attributes:
        n: its number, from 1.
        act: the act.
        in_order: whether the rules permitted it.
        basis: ids of what it rests on.
        refusal: the rule that it broke, where history did it all the same.
        gaps: what would have to be known to judge it, and is not.
        hash: SHA-256 over the entry before and this one, in hexadecimal.
    """

    n: int
    act: Act
    in_order: bool
    basis: tuple[str, ...]
    refusal: Refusal | None
    gaps: tuple[str, ...]
    hash: str

    def plain(self) -> dict[str, Any]:
        """The entry as plain JSON data."""
        return _plain_entry(self.n, self.act, self.basis, self.refusal, self.gaps)


def _plain_entry(
    n: int, act: Act, basis: tuple[str, ...], refusal: Refusal | None, gaps: tuple[str, ...]
) -> dict[str, Any]:
    made: dict[str, Any] = {"n": n, **act.plain(), "in_order": refusal is None, "basis": list(basis)}
    if refusal is not None:
        made["irregular"] = {"reason": refusal.reason.value, "rule": refusal.rule, "why": refusal.why}
    if gaps:
        made["gaps"] = list(gaps)
    return made


@dataclass(frozen=True, slots=True)
class Case:
    """A situation before an organisation, or a docket of the organisation itself, with its acts.

    Attributes:
        organisation: the organisation.
        id: name of the case.
        situation: what happened; None for a docket about the organisation itself.
        complete: False where only some of what was done is known, as in history; what is not in the docket is
            then a gap, and not evidence that it was not done.
        entries: acts in order.
        state: what they add up to.
        hash: SHA-256 of the docket so far.
        seats: who sat in the organ that decides, where not all members do and the record does not know it.
    """

    organisation: Organisation
    id: str
    situation: Situation | None
    complete: bool
    entries: tuple[Entry, ...]
    state: State
    hash: str
    seats: tuple[str, ...] = ()

    @classmethod
    def open(
        cls,
        organisation: Organisation,
        name: str,
        situation: Situation | None,
        *,
        complete: bool = True,
        seats: tuple[str, ...] = (),
    ) -> Case:
        """Open a case with an empty docket.

        >>> from foedus.record.view import organisation
        >>> csto = organisation("csto")
        >>> Case.open(csto, "x", csto.case("csto-kazakhstan-2022").situation).entries
        ()
        """
        link = _digest("", canonical(_head(organisation, name, complete, situation, seats)))
        return cls(organisation, name, situation, complete, (), State(), link, seats)

    def head(self) -> dict[str, Any]:
        """What the docket is about, as plain JSON data; the first link of the chain."""
        return _head(self.organisation, self.id, self.complete, self.situation, self.seats)

    def moment(self, act: Act) -> Moment:
        """The case as an act meets it: with the law of the act's day."""
        day = self._day(act.at)
        return Moment(self, day, act.at, self.organisation.on(day))

    def _day(self, at: Date | None) -> int:
        if at is not None:
            return at.last
        for entry in reversed(self.entries):
            if entry.act.at is not None:
                return entry.act.at.last
        return self.situation.begins.last if self.situation else self.organisation.last_known.last

    def refusal(self, act: Act) -> Refusal | None:
        """Say why an act would be out of order, or None when it is in order."""
        return _examined(self.moment(act), act)[0]

    def apply(self, act: Act) -> Case:
        """The case after an act.

        Raises:
            OutOfOrder: with reason code and rule; this case stays as it is.
        """
        moment = self.moment(act)
        refusal, gaps = _examined(moment, act)
        if refusal is not None:
            raise OutOfOrder(refusal)
        return _entered(moment, act, None, gaps)

    def keep(self, act: Act) -> Case:
        """The case after an act of history: kept, and marked irregular where it was out of order."""
        moment = self.moment(act)
        refusal, gaps = _examined(moment, act)
        return _entered(moment, act, refusal, gaps)

    def acts_in_order(self, actor: str, at: Date | None = None) -> tuple[Option, ...]:
        """What an actor may do now, with the provision that allows it; and what not, and why.

        Args:
            actor: a state's code, or an organ's id.
            at: the day; None: the day of the last act.
        """
        from foedus.proceedings.options import options

        return options(self, actor, at)

    def explain(self) -> tuple[str, ...]:
        """Say in sentences why the case stands where it stands, each with its reference."""
        from foedus.proceedings.explaining import explain

        return explain(self)


@dataclass(frozen=True, slots=True)
class Moment:
    """A case on the day of an act.

    Attributes:
        case: the case before the act.
        day: ordinal of the day; of a date less precise than a day the last that it may mean.
        at: the act's date, as precise as it is known.
        view: the organisation on the day.
        store: what was derived once already.
    """

    case: Case
    day: int
    at: Date | None
    view: View
    store: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def state(self) -> State:
        """Where the case stands."""
        return self.case.state

    @property
    def n(self) -> int:
        """Number that the act would have."""
        return len(self.case.entries) + 1

    @property
    def when(self) -> str:
        """The day in words, with its preposition; no more precise than the act's date."""
        return when(self.at or self.view.date)

    def sits(self, code: str) -> bool:
        """Whether a state is a member, with the changes that the docket made, or is known to sit in the organ."""
        change = self.state.change
        if code in change.left or code in change.expelled:
            return False
        return code in change.acceded or code in self.case.seats or self.view.member(code) is not None

    def belongs(self, code: str) -> bool:
        """Whether a state is a member, or of the wider body that the organisation acts for."""
        gone = code in self.state.change.left or code in self.state.change.expelled
        return self.sits(code) or (not gone and code in self.view.wider)

    def the(self, code: str) -> str:
        """Name of a state or organ for a sentence, with its article."""
        return the(self.view, code)

    def findings(self) -> tuple[Finding, ...]:
        """What the law of the day says of the situation, given what was asked and authorised."""
        found: tuple[Finding, ...] | None = self.store.get("findings")
        if found is None:
            state = self.state
            found = self.findings_if(requested=state.requested, asks_for=state.asks_for)
            self.store["findings"] = found
        return found

    def findings_if(self, *, requested: bool, asks_for: tuple[str, ...]) -> tuple[Finding, ...]:
        """What the law of the day would say, had this been asked for; nothing without a situation."""
        situation = self.case.situation
        if situation is None:
            return ()
        given = Circumstances(
            situation=situation, requested=requested, asks_for=asks_for, authorised=self.state.authorised
        )
        found: tuple[Finding, ...] = self.view.kept(("findings", given), lambda: findings(self.view, given))
        return found


def when(date: Date) -> str:
    """A date in words, with its preposition.

    >>> (
    ...     when(Date.parse("2022-01-05")),
    ...     when(Date.parse("1999-08")),
    ...     when(Date.parse("2022-09-23~")),
    ... )
    ('on 5 January 2022', 'in August 1999', 'about 23 September 2022')
    """
    preposition = "" if date.qualifier else "on " if date.precision == "day" else "in "
    return preposition + date.spoken()


def name_of(view: View, code: str) -> str:
    """Name of a state, organ or other actor on the day of a view; the code itself when it has none."""
    member = view.member(code)
    if member is not None:
        return member.name
    organ = view.organ(code)
    if organ is not None:
        return organ.name
    if code == view.id:
        return view.record.organisation.short_name
    return states.name_on(code, view.day) if code in states.codes() else _OUTSIDE.get(code, code)


def the(view: View, code: str) -> str:
    """Name of a state, organ or other actor for a sentence, with its article."""
    name = name_of(view, code)
    body = code == view.id or (view.organ(code) is not None and view.member(code) is None)
    return f"the {name}" if body or (code in states.codes() and _WITH_ARTICLE.search(name)) else name


_WITH_ARTICLE = re.compile(r"\b(Emirates|Federation|Islands|Kingdom|Republic|States|Union)\b")
_OUTSIDE = {"un_security_council": "the Security Council of the United Nations"}


def canonical(plain: object) -> bytes:
    r"""JSON in its canonical form: keys sorted, no spaces, UTF-8.

    >>> canonical({"b": 1, "a": "ä"})
    b'{"a":"\xc3\xa4","b":1}'
    """
    return _ENCODER.encode(plain).encode()


_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _digest(before: str, content: bytes) -> str:
    return hashlib.sha256(before.encode() + b"\n" + content).hexdigest()


def _head(
    organisation: Organisation, case: str, complete: bool, situation: Situation | None, seats: tuple[str, ...]
) -> dict[str, Any]:
    about = plain_situation(situation)
    made: dict[str, Any] = {
        "format": FORMAT,
        "organisation": organisation.id,
        "case": case,
        "complete": complete,
        "situation": about,
    }
    made |= {"seats": list(seats)} if seats else {}
    return {**made, "reforms": reforms_of(organisation)} if organisation.reforms else made


def reforms_of(organisation: Organisation) -> list[dict[str, str]]:
    """The reforms that an organisation is under, as a docket names them: by id and digest."""
    return [{"reform": one.id, "digest": one.digest} for one in organisation.reforms]


@cache
def plain_situation(situation: Situation | None) -> Mapping[str, Any] | None:
    """A situation as plain JSON data; what is not known is left out."""
    if situation is None:
        return None
    made: dict[str, Any] = {}
    for name in (one.name for one in fields(Situation)):
        value = getattr(situation, name)
        if value is not None and value != ():
            made[name] = [_trimmed(one) for one in value] if isinstance(value, tuple) else _trimmed(value)
    return made


def _trimmed(value: object) -> object:
    """Text as the schema reads it again: without blanks around it."""
    text = value.text if isinstance(value, Date) else value
    return text.strip() if isinstance(text, str) else text


def _examined(moment: Moment, act: Act) -> tuple[Refusal | None, tuple[str, ...]]:
    """Put an act to every check; give the first refusal, and the gaps met on the way."""
    gaps: list[str] = []
    for check in (_in_time, *_handling(act.kind).checks):
        refusal = check(moment, act)
        if refusal is None:
            continue
        if moment.case.complete or refusal.reason not in BY_ABSENCE:
            return refusal, tuple(gaps)
        gaps.append(refusal.why)
    return None, tuple(gaps)


@cache
def _table() -> Mapping[str, Handling]:
    from foedus.proceedings.table import HANDLING

    return HANDLING


def _handling(kind: str) -> Handling:
    return _table()[kind]


def _in_time(moment: Moment, act: Act) -> Refusal | None:
    case = moment.case
    handling = _handling(act.kind)
    if case.state.closed:
        return Refusal(Reason.CASE_CLOSED, "", "the case is closed")
    if case.situation is None and handling.crisis:
        return Refusal(Reason.NO_CRISIS, "", f"{act.kind} belongs to a crisis")
    if act.at is None:
        return None
    if case.situation is not None and act.at.certainly_before(case.situation.foreseen or case.situation.begins):
        begins = case.situation.begins.spoken()
        return Refusal(Reason.BEFORE_SITUATION, "", f"{act.at.spoken()} is before the situation began, {begins}")
    last = next((one.act.at for one in reversed(case.entries) if one.act.at is not None), None)
    if last is not None and act.at.certainly_before(last):
        return Refusal(Reason.EARLIER_THAN_LAST, "", f"{act.at.spoken()} is before the last act, {last.spoken()}")
    return None


def _entered(moment: Moment, act: Act, refusal: Refusal | None, gaps: tuple[str, ...]) -> Case:
    case, handling = moment.case, _handling(act.kind)
    basis = handling.basis(moment, act)
    link = _digest(case.hash, canonical(_plain_entry(moment.n, act, basis, refusal, gaps)))
    entry = Entry(moment.n, act, refusal is None, basis, refusal, gaps, link)
    after = handling.effect(moment, act)
    entries = (*case.entries, entry)
    return Case(case.organisation, case.id, case.situation, case.complete, entries, after, link, case.seats)


def replayed(case: Case, acts: Iterable[Act]) -> Case:
    """A case with acts of history kept one after the other."""
    for act in acts:
        case = case.keep(act)
    return case
