"""History: a coded case becomes acts, and the acts go through the engine.

Nothing is invented. What the coding does not say is a gap in the docket; what was done outside the organisation
is told beside it as context; what was done against the rules is kept and marked irregular by the engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from foedus.dates import Date
from foedus.proceedings.acts import (
    Act,
    Arrive,
    Content,
    Convene,
    Decide,
    Declare,
    Deploy,
    Invoke,
    Propose,
    Withdraw,
    act_from,
)
from foedus.proceedings.asking import FORCE, matter_of, measure_asked
from foedus.proceedings.case import Case, name_of
from foedus.proceedings.settling import SECURITY_COUNCIL
from foedus.record.cases import CodedCase, Position
from foedus.record.terms import ReportingUnsc
from foedus.record.view import Organisation, View

_ORDER = (
    "invoke",
    "convene",
    "propose",
    "declare",
    "decide",
    "authorise",
    "consent",
    "appoint",
    "pledge",
    "deploy",
    "arrive",
    "withdraw",
    "report",
    "close",
)
"""In which order acts of one day are told, where the coding does not say."""

_UNHELD = {"yes": "", "no": "the meeting was not held", "unknown": "whether the meeting was held is not known"}

WITHOUT_ACT = ("not_invoked", "no_decision")
"""Outcomes that are the absence of an act."""


@dataclass(frozen=True, slots=True)
class Context:
    """Something that happened beside the proceedings: in another forum, or by another state.

    Attributes:
        at: when, as the coding has it.
        what: what happened, in words.
        why: why it is no act of the docket.
        sources: ids.
    """

    at: str | None
    what: str
    why: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Replay:
    """A case of history, carried through the engine.

    Attributes:
        coded: the case as coded.
        case: the same as a docket.
        context: what happened beside it.
        gaps: what is not known, in sentences.
    """

    coded: CodedCase
    case: Case
    context: tuple[Context, ...]
    gaps: tuple[str, ...]

    @property
    def outcome(self) -> dict[str, Any]:
        """What came of it, as plain data; figures in dispute are told with the others."""
        coded, deployment = self.coded, self.coded.deployment
        made: dict[str, Any] = {
            "outcome": coded.decision.outcome,
            "summary": coded.outcome,
            "fulfilled": coded.fulfilled,
            "fulfilled_why": coded.fulfilled_why,
            "days_to_decision": _days(coded.invocation.date, coded.decision.date),
            "days_to_arrival": _days(coded.invocation.date, deployment.first_arrival),
            "personnel_total": deployment.personnel_total,
            "first_arrival": _text(deployment.first_arrival),
            "withdrawal_begins": _text(deployment.withdrawal_begins),
            "withdrawal_ends": _text(deployment.withdrawal_ends),
        }
        for name in ("disputed", "disputed_basis", "disputed_personnel", "disputed_fulfilment"):
            made[name] = [
                {"value": one.value, "note": one.note, "sources": list(one.sources)}
                for one in getattr(coded, name)
            ]
        return made


def _text(date: Date | None) -> str | None:
    return date.text if date else None


def _days(start: Date | None, end: Date | None) -> int | None:
    """Days between two dates, when both are known to the day."""
    return end.first - start.first if start and end and start.exact and end.exact else None


def replay(organisation: Organisation, coded: CodedCase) -> Replay:
    """Carry a coded case through the engine.

    Args:
        organisation: whose case it is.
        coded: the case.

    >>> from foedus.record.view import organisation
    >>> csto = organisation("csto")
    >>> told = replay(csto, csto.case("csto-kazakhstan-2022"))
    >>> told.outcome["days_to_decision"]
    1
    """
    case = Case.open(organisation, coded.id, coded.situation, complete=False, seats=coded.seats)
    script = _Script(organisation, coded)
    for act in script.acts():
        case = case.keep(act)
    return Replay(coded, case, tuple(script.context()), tuple(_gaps(case, coded)))


class _Script:
    """The acts of one coded case, in the order in which they are told."""

    def __init__(self, organisation: Organisation, coded: CodedCase) -> None:
        self.organisation = organisation
        self.coded = coded
        decided = coded.decision.date or coded.invocation.date or coded.situation.begins
        self.view: View = organisation.on(max(decided.last, coded.situation.begins.first))
        self.request: int | None = None
        self.question: int | None = None

    def acts(self) -> Iterator[Act]:
        """Every act; numbers of earlier acts are filled in as they are told."""
        for n, act in enumerate(self._ordered(), 1):
            content = act.content
            if isinstance(content, Invoke):
                self.request = self.request or n
            elif isinstance(content, Propose):
                self.question = n
            elif isinstance(content, Declare) and content.on == 0:
                act = _with(act, Declare(stance=content.stance, on=self.request))
            elif isinstance(content, Declare) and content.on == -1:
                act = _with(act, Declare(stance=content.stance, on=self._asked()))
            elif isinstance(content, Decide) and content.on == -1:
                act = _with(act, _renumbered(content, self._asked()))
            yield act

    def _asked(self) -> int | None:
        return self.question or self.request

    def _ordered(self) -> list[Act]:
        everything = [*self._dated(), *self._said()]
        undated = [act for act in everything if act.at is None and act.kind in ("declare", "propose")]
        told = sorted(
            (act for act in everything if act not in undated), key=lambda act: _key(act, self.organisation.id)
        )
        for act in undated:
            told.insert(self._place(told, act), act)
        return _inserted(told, list(self._sent()))

    def _place(self, told: list[Act], said: Act) -> int:
        """Where an undated stance or proposal is told: before the decision, else after request and meetings."""
        if isinstance(said.content, Propose):
            before = (n for n, act in enumerate(told) if _about(act, -1))
        else:
            before = (n for n, act in enumerate(told) if isinstance(act.content, Decide))
        asked = (n for n, act in enumerate(told) if act.kind in ("invoke", "convene", "declare", "propose"))
        return next(before, 1 + max(asked, default=-1))

    def _dated(self) -> Iterator[Act]:
        yield from self._invocation()
        yield from self._meetings()
        yield from self._decision()
        yield from self._deployment()
        for one in self.coded.acts:
            plain = {"act": one.act, "actor": one.actor, "at": _text(one.at), "content": one.details or {}}
            act = act_from({**plain, "sources": one.sources or self.coded.sources, "note": one.note})
            yield self._filled(act) if isinstance(act.content, Deploy) else act

    def _filled(self, act: Act) -> Act:
        """A coded departure with the strength that the positions give for it."""
        sent = next((one.content for one in self._contributions() if one.actor == act.actor), act.content)
        return _with(act, sent)

    def _act(self, actor: str, at: Date | None, content: Content, note: str | None = None) -> Act:
        return Act(actor=actor, at=at, content=content, sources=self.coded.sources, note=note)

    def _invocation(self) -> Iterator[Act]:
        asked = self.coded.invocation
        if asked.made and asked.by and not asked.elsewhere:
            yield self._act(asked.by, asked.date, Invoke(under=asked.under, asks_for=asked.asks_for), asked.words)

    def _meetings(self) -> Iterator[Act]:
        for one in self.coded.consultations:
            if one.organ and one.held == "yes":
                actor = one.convened_by if one.convened_by in self.organisation_states() else one.organ
                yield self._act(
                    actor or one.organ, one.date, Convene(organ=one.organ, format=one.convening), one.note
                )

    def organisation_states(self) -> frozenset[str]:
        """Codes of states that ever had a status."""
        return frozenset(one.state for one in self.organisation.record.membership if one.state)

    def _decision(self) -> Iterator[Act]:
        coded = self.coded.decision
        if coded.organ is None or coded.outcome in WITHOUT_ACT or self._is_statement():
            return
        content = Decide(
            organ=coded.organ,
            matter=matter_of(coded.outcome),
            measure=coded.outcome,
            on=-1 if self._positions("decision") else None,
            rule=coded.rule,
            under=coded.under,
            mandate=coded.mandate,
        )
        yield self._act(coded.organ, coded.date, content, coded.note)

    def _is_statement(self) -> bool:
        """Whether an organ that takes no decisions spoke, and did not answer a request for more."""
        organ = self.view.organ(self.coded.decision.organ or "")
        return (organ is None or not organ.decides) and self.coded.decision.outcome == "political_statement"

    def _positions(self, on: str) -> list[Position]:
        return [one for one in self.coded.positions if one.on == on and self.view.member(one.state) is not None]

    def _said(self) -> Iterator[Act]:
        """Stances: on the situation, on the request, on what was decided."""
        asker = self.coded.invocation.by if self.request_made else None
        for one in self._positions("situation"):
            if one.stance != "unknown":
                yield self._act(one.state, one.date, Declare(stance=one.stance), one.note)
        for one in self._positions("request"):
            if one.stance != "unknown" and not (one.state == asker and one.stance == "requests"):
                yield self._act(one.state, one.date, Declare(stance=one.stance, on=0), one.note)
        told = self._positions("decision")
        if told and self.decided:
            yield from self._proposal()
            for one in told:
                if one.stance != "unknown":
                    yield self._act(one.state, one.date, Declare(stance=one.stance, on=-1), one.note)

    @property
    def decided(self) -> bool:
        """Whether an organ of the organisation took a decision; what others decide and send is not its act."""
        return bool(list(self._decision()))

    @property
    def request_made(self) -> bool:
        """Whether the docket has a request."""
        return bool(list(self._invocation()))

    def _proposal(self) -> Iterator[Act]:
        """What the organ had before it, where that was not the request itself."""
        coded = self.coded.decision
        asked = measure_asked(self.coded.invocation.asks_for) if self.request_made else None
        said = any(one.act == "propose" and not _later(one.at, coded.date) for one in self.coded.acts)
        if coded.organ and asked != coded.outcome and not said:
            content = Propose(
                organ=coded.organ, matter=matter_of(coded.outcome), measure=coded.outcome, under=coded.under
            )
            yield self._act(coded.organ, None, content, "who proposed the text is not coded")

    def _deployment(self) -> Iterator[Act]:
        told, whole = self.coded.deployment, self.organisation.id
        if not self.decided:
            return
        if told.first_arrival:
            yield self._act(whole, told.first_arrival, Arrive(force=told.force))
        if told.full_strength:
            content = Arrive(force=told.force, personnel=told.personnel_total, full_strength=True)
            yield self._act(whole, told.full_strength, content)
        if told.withdrawal_begins:
            yield self._act(whole, told.withdrawal_begins, Withdraw(stage="begins", force=told.force))
        if told.withdrawal_ends:
            yield self._act(whole, told.withdrawal_ends, Withdraw(stage="ends", force=told.force))

    def _sent(self) -> Iterator[Act]:
        """Contributions whose day is not coded."""
        dated = {one.actor for one in self.coded.acts if one.act == "deploy"}
        yield from (one for one in self._contributions() if one.actor not in dated)

    def _contributions(self) -> Iterator[Act]:
        """What members sent under a decision of the organisation."""
        if not self.decided:
            return
        force = self.coded.deployment.force if self.coded.deployment.first_arrival else None
        for one in self.coded.positions:
            if one.contributes and one.state != self.coded.situation.target and self.view.member(one.state):
                content = Deploy(force=force, personnel=one.personnel or None, materiel=one.materiel)
                if self.coded.deployment.first_arrival is None:
                    content = Deploy(materiel=one.materiel)
                yield self._act(one.state, None, content)

    def context(self) -> Iterator[Context]:
        """What happened beside the proceedings."""
        coded, asked = self.coded, self.coded.invocation
        if asked.made and (asked.elsewhere or not asked.by):
            what = f"{asked.by or 'an unnamed state'} asked: {asked.words or 'in words not coded'}"
            yield Context(_text(asked.date), what, "the request did not go to the organisation", coded.sources)
        for one in coded.consultations:
            if one.organ is None or one.held != "yes":
                who = one.forum or name_of(self.view, one.organ or "")
                what = ": ".join(part for part in (who, one.note or one.format) if part)
                why = "no organ of the organisation" if one.organ is None else _UNHELD[one.held]
                yield Context(one.date.text, what, why, coded.sources)
        said = coded.decision
        if (said.organ is None and said.forum) or (said.organ and self._is_statement()):
            who = said.forum or name_of(self.view, said.organ or "")
            what = ": ".join(
                part for part in (who, said.note or said.mandate or said.outcome.replace("_", " ")) if part
            )
            yield Context(
                _text(said.date),
                what,
                "a statement or decision of others than the members' organs",
                coded.sources,
            )
        for stand in coded.positions:
            if self.view.member(stand.state) is None:
                what = f"{name_of(self.view, stand.state)} {stand.stance}" + (
                    f": {stand.note}" if stand.note else ""
                )
                yield Context(_text(stand.date), what, "not a member on the day", coded.sources)
        if not self.decided and coded.deployment.first_arrival:
            count = (
                f"{coded.deployment.personnel_total:,}"
                if coded.deployment.personnel_total
                else "an unknown number"
            )
            what = f"forces were sent, {count} in all"
            yield Context(
                _text(coded.deployment.first_arrival), what, "not by a decision of an organ", coded.sources
            )
        for moment in coded.timeline:
            yield Context(moment.at, moment.what, "told beside the acts", moment.sources)


def _later(one: Date | None, other: Date | None) -> bool:
    """Whether one date is certainly after another; False where either is not known."""
    return one is not None and other is not None and other.certainly_before(one)


def _with(act: Act, content: Content) -> Act:
    return Act(actor=act.actor, at=act.at, content=content, sources=act.sources, note=act.note)


def _renumbered(content: Decide, on: int | None) -> Decide:
    return Decide(
        organ=content.organ,
        matter=content.matter,
        measure=content.measure,
        on=on,
        rule=content.rule,
        under=content.under,
        mandate=content.mandate,
    )


def _key(act: Act, whole: str) -> tuple[int, int, bool]:
    """Order of telling: by day, by kind, and the organisation's own leaving after its members'."""
    kind = _ORDER.index(act.kind) if act.kind in _ORDER else 0
    return (act.at.middle if act.at else 0, kind, act.kind == "withdraw" and act.actor == whole)


def _inserted(told: list[Act], sent: list[Act]) -> list[Act]:
    """Put undated contributions after the decision and the consents, before all are in place or leave."""
    late = [n for n, act in enumerate(told) if _full(act) or isinstance(act.content, Withdraw)]
    decided = [n for n, act in enumerate(told) if isinstance(act.content, Decide)]
    place = late[0] if late else decided[0] + 1 if decided else len(told)
    return [*told[:place], *sent, *told[place:]]


def _about(act: Act, on: int) -> bool:
    return isinstance(act.content, (Declare, Decide)) and act.content.on == on


def _full(act: Act) -> bool:
    return isinstance(act.content, Arrive) and act.content.full_strength


def _gaps(case: Case, coded: CodedCase) -> Iterator[str]:
    """What is not known, in sentences."""
    yield from dict.fromkeys(gap for entry in case.entries for gap in entry.gaps)
    asked, decided = coded.invocation, coded.decision
    if asked.made and asked.date is None:
        yield "the day of the request is not coded"
    if asked.made and not asked.under and not asked.elsewhere:
        yield "no article was named, or none is known to have been"
    if decided.outcome not in WITHOUT_ACT and decided.date is None:
        yield "the day of the decision is not coded"
    unknown = [one.state for one in coded.positions if one.stance == "unknown"]
    if unknown:
        yield f"where they stood is not known: {', '.join(unknown)}"
    yield from _unspoken(case, coded)
    yield from _unreported(case)


def _unspoken(case: Case, coded: CodedCase) -> Iterator[str]:
    told = {one.state for one in coded.positions}
    day = coded.decision.date or coded.situation.begins
    silent = [one.state for one in case.organisation.on(day.last).members if one.state not in told]
    if silent:
        yield f"nothing is coded of where these members stood: {', '.join(silent)}"


def _unreported(case: Case) -> Iterator[str]:
    """Name a duty to report that no act in the docket meets."""
    forced = [
        entry
        for entry in case.entries
        if isinstance(entry.act.content, Decide) and entry.act.content.measure in FORCE
    ]
    if not forced or SECURITY_COUNCIL in case.state.reported:
        return
    view = case.moment(forced[-1].act).view
    duties: Iterable[str] = [one.ref for one in view.provisions if isinstance(one.terms, ReportingUnsc)]
    if duties:
        yield f"whether the Security Council was told, as {', '.join(duties)} asks, is not coded"
