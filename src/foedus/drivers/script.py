"""The script of a coded case: its acts in the order in which they are told, and what happened beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from foedus import states
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
from foedus.proceedings.asking import matter_of, measure_asked, open_to_all
from foedus.proceedings.case import name_of, the
from foedus.proceedings.settling import HELP, REFUSED
from foedus.record.cases import CodedAct, CodedCase, Outcome, Position
from foedus.record.view import Organisation, View

_ORDER = (
    "invoke", "convene", "propose", "declare", "decide", "suspend", "authorise", "consent", "appoint", "pledge",
    "deploy", "arrive", "withdraw", "report", "close",
)  # fmt: skip
"""In which order acts of one day are told, where the coding does not say."""

_UNHELD = {"yes": "", "no": "the meeting was not held", "unknown": "whether the meeting was held is not known"}
_MOVING = {
    "pledge": "promised forces",
    "deploy": "sent forces",
    "arrive": "had forces in place",
    "withdraw": "began to withdraw",
}

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


class Script:
    """The acts of one coded case, and its context.

    Attributes:
        organisation: whose case it is.
        coded: the case.
        view: the organisation on the day of the decision; of the request or the beginning, where there was none.
    """

    def __init__(self, organisation: Organisation, coded: CodedCase) -> None:
        """Read a coded case."""
        self.organisation = organisation
        self.coded = coded
        decided = coded.decision.date or coded.invocation.date or coded.situation.begins
        seen = coded.situation.foreseen or coded.situation.begins
        self.view: View = organisation.on(max(decided.last, seen.first))
        self.decided = any(True for _ in self._decision())
        self.sends = self.decided and coded.decision.outcome in HELP
        self.asked = any(True for _ in self._invocation())

    def acts(self) -> Iterator[Act]:
        """Every act; what is on the request or the proposal is told which act that was."""
        request = question = None
        for n, act in enumerate(self._ordered(), 1):
            content = act.content
            if isinstance(content, Invoke):
                request = request or n
            elif isinstance(content, Propose):
                question = n
            elif isinstance(content, (Declare, Decide)) and content.on is not None:
                on = request if content.on == _REQUEST else question or request
                act = replace(act, content=replace(content, on=on))
            yield act

    # --- order ---

    def _ordered(self) -> list[Act]:
        everything = [*self._dated(), *self._said()]
        undated = [act for act in everything if act.at is None and act.kind in ("declare", "propose")]
        told = sorted((act for act in everything if act not in undated), key=self._key)
        for act in undated:
            told.insert(_place(told, act), act)
        return _inserted(told, list(self._sent()))

    def _key(self, act: Act) -> tuple[int, int, bool]:
        """Order of telling: by day, by kind, and the organisation's own leaving after its members'."""
        kind = _ORDER.index(act.kind) if act.kind in _ORDER else 0
        whole = act.kind == "withdraw" and act.actor == self.organisation.id
        return (act.at.middle if act.at else 0, kind, whole)

    # --- what was done ---

    def _act(self, actor: str, at: Date | None, content: Content, note: str | None = None) -> Act:
        return Act(actor=actor, at=at, content=content, sources=self.coded.sources, note=note)

    def _dated(self) -> Iterator[Act]:
        yield from self._invocation()
        yield from self._meetings()
        yield from self._decision()
        yield from self._deployment()
        for one in self.coded.acts:
            act = self._coded(one)
            if self.sends or act.kind not in _MOVING:
                yield self._filled(act) if isinstance(act.content, Deploy) else act

    def _coded(self, one: CodedAct) -> Act:
        plain = {"act": one.act, "actor": one.actor, "at": _text(one.at), "content": one.details or {}}
        return act_from({**plain, "sources": one.sources or self.coded.sources, "note": one.note})

    def _filled(self, act: Act) -> Act:
        """A coded departure with the strength that the positions give for it."""
        sent = next((one.content for one in self._contributions() if one.actor == act.actor), act.content)
        return replace(act, content=sent)

    def _invocation(self) -> Iterator[Act]:
        asked = self.coded.invocation
        if asked.made and not asked.elsewhere:
            for state in self._askers():
                invoke = Invoke(under=asked.under, asks_for=asked.asks_for)
                yield self._act(state, asked.date, invoke, asked.words)

    def _askers(self) -> list[str]:
        asked = self.coded.invocation
        return [asked.by, *asked.joined_by] if asked.by else []

    def _meetings(self) -> Iterator[Act]:
        yield from self._vote_held()
        ever = {one.state for one in self.organisation.record.membership}
        for one in self.coded.consultations:
            if one.organ and one.held == "yes":
                actor = one.convened_by if one.convened_by in ever else one.organ
                note = ". ".join(part.rstrip(".") for part in (one.format, one.note) if part) or None
                yield self._act(actor or one.organ, one.date, Convene(organ=one.organ, format=one.convening), note)

    def _vote_held(self) -> Iterator[Act]:
        """The meeting that a vote implies, where no meeting of that day is coded."""
        coded = self.coded.decision
        told = {(one.organ, one.date) for one in self.coded.consultations if one.held == "yes"}
        if coded.organ and coded.voted and coded.date and (coded.organ, coded.date) not in told:
            yield self._act(coded.organ, coded.date, Convene(organ=coded.organ), "that it voted is coded")

    def _decision(self) -> Iterator[Act]:
        coded = self.coded.decision
        without = coded.outcome in WITHOUT_ACT or (coded.outcome in REFUSED and coded.voted is False)
        if coded.organ is None or (without and not coded.voted) or self._is_statement():
            return
        content = Decide(
            organ=coded.organ,
            matter=coded.matter or matter_of(self._put() if coded.voted else coded.outcome),
            measure=coded.outcome,
            on=_PROPOSAL if self._positions("decision") else None,
            rule=coded.rule,
            under=coded.under,
            concerned=coded.concerned,
            mandate=coded.mandate,
        )
        yield self._act(coded.organ, coded.date, content, coded.note)

    def _put(self) -> Outcome | None:
        """The measure that was put to the vote: what was decided, or what was asked and did not pass."""
        decided = self.coded.decision.outcome
        return measure_asked(self.coded.invocation.asks_for) if decided in REFUSED else decided

    def _is_statement(self) -> bool:
        """Whether an organ that takes no decisions spoke, and did not answer a request for more."""
        organ = self.view.organ(self.coded.decision.organ or "")
        return (organ is None or not organ.decides) and self.coded.decision.outcome == "political_statement"

    def _positions(self, on: str) -> list[Position]:
        """Where members, and those who sat in the organ, stood, as far as it is known."""
        told = [one for one in self.coded.positions if one.on == on and one.stance != "unknown"]
        return [one for one in told if self._belongs(one.state)]

    def _belongs(self, state: str) -> bool:
        return self.view.belongs(state) or state in self.coded.seats

    def _said(self) -> Iterator[Act]:
        """Stances: on the situation, on the request, on what was decided."""
        for one in self._positions("situation"):
            yield self._act(one.state, one.date, Declare(stance=one.stance), one.note)
        if not self.coded.invocation.elsewhere:
            for one in self._positions("request"):
                if not (self.asked and one.stance == "requests" and one.state in self._askers()):
                    declare = Declare(stance=one.stance, on=_REQUEST if self.asked else None)
                    yield self._act(one.state, one.date, declare, one.note)
        told = self._positions("decision")
        if told and self.decided:
            yield from self._proposal()
            for one in told:
                yield self._act(one.state, one.date, Declare(stance=one.stance, on=_PROPOSAL), one.note)

    def _proposal(self) -> Iterator[Act]:
        """What the organ had before it, where that was not the request itself."""
        coded = self.coded.decision
        asked = measure_asked(self.coded.invocation.asks_for) if self.asked else None
        said = any(one.act == "propose" and not _later(one.at, coded.date) for one in self.coded.acts)
        failed = bool(coded.voted) and coded.outcome in REFUSED
        if coded.organ and (failed or asked != coded.outcome) and not said:
            measure = self._put() if failed else coded.outcome
            content = Propose(
                organ=coded.organ,
                matter=coded.matter or matter_of(measure),
                measure=measure,
                under=coded.under,
                concerned=coded.concerned,
            )
            yield self._act(coded.organ, None, content, "who proposed the text is not coded")

    # --- what was sent ---

    def _deployment(self) -> Iterator[Act]:
        told, whole = self.coded.deployment, self.organisation.id
        if not self.sends:
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
        arrived, force = self.coded.deployment.first_arrival, self.coded.deployment.force
        for one in self._contributing() if self.sends else ():
            if self._belongs(one.state) or open_to_all(self.view):
                content = Deploy(materiel=one.materiel)
                if arrived is not None:
                    content = Deploy(force=force, personnel=one.personnel or None, materiel=one.materiel)
                yield self._act(one.state, None, content)

    def _contributing(self) -> list[Position]:
        own = (self.coded.situation.target, *self.coded.situation.initiators)
        return [one for one in self.coded.positions if one.contributes and one.state not in own]

    # --- context ---

    def context(self) -> Iterator[Context]:
        """What happened beside the proceedings."""
        yield from self._asked_elsewhere()
        yield from self._met_elsewhere()
        yield from self._decided_elsewhere()
        yield from self._stood_elsewhere()
        if not self.sends:
            yield from self._sent_elsewhere()
        for moment in self.coded.timeline:
            yield Context(moment.at, moment.what, "told beside the acts", moment.sources)

    def _beside(self, at: Date | None, what: str, why: str) -> Context:
        return Context(_text(at), what, why, self.coded.sources)

    def _name(self, code: str) -> str:
        """Name of a state or organ at the beginning of a sentence."""
        name = the(self.view, code) if code in states.codes() else name_of(self.view, code)
        return name[:1].upper() + name[1:]

    def _asked_elsewhere(self) -> Iterator[Context]:
        asked = self.coded.invocation
        if asked.body and not asked.elsewhere:
            what = f"{asked.body} asked: {asked.words or 'in words not coded'}"
            yield self._beside(asked.date, what, "who asked is no state")
        elif asked.made and (asked.elsewhere or not asked.by):
            who = self._name(asked.by) if asked.by else asked.body or "an unnamed state"
            what = f"{who} asked: {asked.words or 'in words not coded'}"
            yield self._beside(asked.date, what, "the request did not go to the organisation")

    def _met_elsewhere(self) -> Iterator[Context]:
        for one in self.coded.consultations:
            if one.organ is None or one.held != "yes":
                who = one.forum or self._name(one.organ or "")
                what = ": ".join(part for part in (who, one.note or one.format) if part)
                why = "no organ of the organisation" if one.organ is None else _UNHELD[one.held]
                yield self._beside(one.date, what, why)

    def _decided_elsewhere(self) -> Iterator[Context]:
        said = self.coded.decision
        words = said.note or said.mandate
        if self.decided or not (words or said.forum or said.organ):
            return
        who = said.forum or (self._name(said.organ) if said.organ else None)
        what = ": ".join(part for part in (who, words or said.outcome.replace("_", " ")) if part)
        why = "a statement or decision of others than the members' organs"
        none = who is None or said.outcome in WITHOUT_ACT
        yield self._beside(said.date, what, "the organisation took no decision" if none else why)

    def _stood_elsewhere(self) -> Iterator[Context]:
        """Stances of those who were not members, and on what was not before the organisation."""
        for one in self.coded.positions:
            why = ""
            if not self._belongs(one.state):
                why = "not a member on the day"
            elif one.on == "request" and self.coded.invocation.elsewhere:
                why = "on a request that did not go to the organisation"
            elif one.on == "decision" and not self.decided:
                why = "on a decision that was not the organisation's"
            if why and one.stance != "unknown":
                note = f": {one.note}" if one.note else ""
                yield self._beside(one.date, f"{self._name(one.state)}, {_STOOD[one.stance]}{note}", why)

    def _sent_elsewhere(self) -> Iterator[Context]:
        why, told = "not by a decision of an organ to send it", self.coded.deployment
        for one in self._contributing():
            count = f"{one.personnel:,} people" if one.personnel else ""
            what = ", ".join(part for part in (count, one.materiel) if part) or "how much is not coded"
            yield self._beside(one.date, f"{self._name(one.state)} contributed: {what}", why)
        for act in map(self._coded, self.coded.acts):
            if act.kind in _MOVING:
                left = isinstance(act.content, Withdraw) and act.content.stage == "ends"
                did = "had withdrawn" if left else _MOVING[act.kind]
                note = f": {act.note}" if act.note else ""
                yield Context(_text(act.at), f"{self._name(act.actor)} {did}{note}", why, act.sources)
        if told.first_arrival:
            count = f"{told.personnel_total:,}" if told.personnel_total else "an unknown number"
            yield self._beside(told.first_arrival, f"forces were sent, {count} in all", why)


_REQUEST, _PROPOSAL = 0, -1
"""What a stance or a decision is on, until the number of that act is known."""

_STOOD = {
    "requests": "which asked",
    "supports": "in support",
    "accepts": "accepting",
    "abstains": "standing aside",
    "abstains_declared": "standing aside with a declaration",
    "objects": "opposed",
    "absent": "absent",
}


def _text(date: Date | None) -> str | None:
    return date.text if date else None


def _later(one: Date | None, other: Date | None) -> bool:
    """Whether one date is certainly after another; False where either is not known."""
    return one is not None and other is not None and other.certainly_before(one)


def _place(told: list[Act], said: Act) -> int:
    """Where an undated stance or proposal is told: before what was decided, else after what was asked and met."""
    if isinstance(said.content, Propose):
        before: Iterable[int] = (n for n, act in enumerate(told) if _on_proposal(act))
    else:
        put = isinstance(said.content, Declare) and said.content.on == _PROPOSAL
        taken = ((n, act.content) for n, act in enumerate(told) if isinstance(act.content, Decide))
        before = (n for n, content in taken if not put or content.on == _PROPOSAL)
    asked = (n for n, act in enumerate(told) if act.kind in ("invoke", "convene", "declare", "propose"))
    return next(iter(before), 1 + max(asked, default=-1))


def _on_proposal(act: Act) -> bool:
    return isinstance(act.content, (Declare, Decide)) and act.content.on == _PROPOSAL


def _inserted(told: list[Act], sent: list[Act]) -> list[Act]:
    """Put undated contributions after the decision and consents, before all are in place or leave."""
    late = [n for n, act in enumerate(told) if _full(act) or isinstance(act.content, Withdraw)]
    decided = [n for n, act in enumerate(told) if isinstance(act.content, Decide)]
    place = late[0] if late else decided[0] + 1 if decided else len(told)
    return [*told[:place], *sent, *told[place:]]


def _full(act: Act) -> bool:
    return isinstance(act.content, Arrive) and act.content.full_strength
