"""Explaining: why a case stands where it stands, in sentences for a journalist, each with its reference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from foedus.law.tally import Tally
from foedus.proceedings.acts import (
    Act,
    Appoint,
    Arrive,
    Consent,
    Convene,
    Decide,
    Declare,
    Deploy,
    Invoke,
    Pledge,
    Propose,
    Report,
    Withdraw,
)
from foedus.proceedings.asking import if_asked
from foedus.proceedings.case import Case, Entry, Moment, name_of
from foedus.proceedings.settling import result
from foedus.record.view import View

OUTCOMES = {
    "collective_military_action": "to send collective forces",
    "military_assistance_by_some": "that some members give military help",
    "non_military_assistance": "to give help other than forces",
    "observers_or_mission": "to send observers or a mission",
    "political_statement": "to make a statement",
    "declined": "to decline",
    "no_decision": "nothing",
    "not_invoked": "nothing, for nobody asked",
}
"""Outcomes in words, after "decided"."""


def explain(case: Case) -> tuple[str, ...]:
    """Tell a case from its first act to the last.

    Args:
        case: the case.

    Returns:
        sentences, each ending with its references in brackets where it has any.
    """
    told: list[str] = []
    again = Case.open(case.organisation, case.id, case.situation, complete=case.complete)
    for entry in case.entries:
        moment = again.moment(entry.act)
        if isinstance(entry.act.content, Invoke) and not again.state.questions:
            told.extend(_law(moment, entry.act.content))
        told.append(_entry(moment, entry))
        again = again.keep(entry.act)
    return (*_grouped(told), *_standing(case))


def cited(sentence: str, references: Iterable[str]) -> str:
    """A sentence with its references in brackets.

    >>> cited("It asked", ["cst-art-4-2010"])
    'It asked [cst-art-4-2010].'
    """
    names = ", ".join(dict.fromkeys(one for one in references if one))
    return f"{sentence} [{names}]." if names else f"{sentence}."


def _law(moment: Moment, invoke: Invoke) -> Iterator[str]:
    """What the law said on the day of the request, once it was made."""
    found = if_asked(moment, invoke.asks_for)
    words = {"engaged": "were engaged", "arguable": "were arguable only", "not_engaged": "were not engaged"}
    for answer, verb in words.items():
        hit = [one.provision for one in found if one.result == answer]
        if hit:
            refs = "; ".join(f"{one.ref} of {moment.view.treaty_of(one).title}" for one in hit)
            yield cited(f"With the request of {moment.spoken}, these {verb}: {refs}", (one.id for one in hit))


def _entry(moment: Moment, entry: Entry) -> str:
    sentence = _sentence(moment, entry)
    if entry.refusal is not None:
        sentence += f", out of order: {entry.refusal.why}"
    return cited(sentence, _references(moment, entry))


def _references(moment: Moment, entry: Entry) -> tuple[str, ...]:
    """What a sentence rests on: the rules it follows or breaks, else the sources that show it."""
    rules = (*entry.basis, entry.refusal.rule if entry.refusal else "")
    if not any(rules):
        return entry.act.sources[:2]
    last = moment.case.entries[-1] if moment.case.entries else None
    return ("as before",) if last is not None and last.basis == entry.basis and len(entry.basis) > 2 else rules


def _when(act: Act) -> str:
    if act.at is None:
        return "On a day that is not coded, "
    return f"{'On' if act.at.precision == 'day' else 'In'} {act.at.spoken()} "


def _sentence(moment: Moment, entry: Entry) -> str:
    act, view = entry.act, moment.view
    who, content = name_of(view, act.actor), act.content
    said = _when(act)
    if isinstance(content, Invoke):
        under = " under " + " and ".join(_refs(view, content.under)) if content.under else ""
        asks = ", ".join(content.asks_for).replace("_", " ")
        return f"{said}{who} asked the organisation{under}" + (f" for {asks}" if asks else "")
    if isinstance(content, Convene):
        by = "" if act.actor == content.organ else f", called by {who}"
        return f"{said}the {name_of(view, content.organ)} met{by}"
    if isinstance(content, Propose):
        what = OUTCOMES.get(content.measure or "", "for a decision")
        return f"{said}the {name_of(view, content.organ)} was asked {what}" + (
            f": {content.text}" if content.text else ""
        )
    if isinstance(content, Declare):
        return f"{who} {_stance(content)}"
    if isinstance(content, Decide):
        return _decision(moment, entry, content)
    if isinstance(content, (Deploy, Pledge)):
        verb = "sent" if isinstance(content, Deploy) else "promised"
        count = f" {content.personnel:,}" if content.personnel else " an unknown number"
        return f"{who} {verb}{count}" + (f" ({content.materiel})" if content.materiel else "")
    if isinstance(content, Arrive):
        sent = _sent(moment)
        whose = "" if act.actor == moment.case.organisation.id else f" of {who}"
        what = f"all of {sent} was in place" if content.full_strength else f"{sent}{whose} began to arrive"
        return f"{said}{what}" + (f", {content.personnel:,} in all" if content.personnel else "")
    if isinstance(content, Withdraw):
        stage = "began to leave" if content.stage == "begins" else "had left"
        whose = "" if act.actor == moment.case.organisation.id else f" of {who}"
        return f"{said}{_sent(moment)}{whose} {stage}"
    if isinstance(content, Report):
        return f"{said}{who} told {name_of(view, content.to)}" + (f" of {content.text}" if content.text else "")
    if isinstance(content, Consent):
        return f"{said}{who} consented: its {content.of} agreed that its troops leave"
    if isinstance(content, Appoint):
        return f"{said}{who} appointed {content.person} as {content.office}"
    return f"{said}{who}: {act.kind.replace('_', ' ')}" + (f" ({act.note})" if act.note else "")


def _sent(moment: Moment) -> str:
    """What was sent: the force, or the mission."""
    last = moment.state.decisions[-1] if moment.state.decisions else None
    return "the mission" if last is not None and last.measure == "observers_or_mission" else "the force"


def _refs(view: View, articles: Iterable[str]) -> list[str]:
    found = [(view.article(one), one) for one in articles]
    return [one.ref if one else name for one, name in found]


def _stance(declare: Declare) -> str:
    about = "on the situation" if declare.on is None else "on what was asked or proposed"
    verbs = {
        "requests": "asked for help",
        "supports": "was for it",
        "accepts": "let it pass",
        "abstains": "stood aside",
        "abstains_declared": "stood aside with a declaration",
        "objects": "objected",
        "absent": "was absent",
    }
    return f"{verbs.get(declare.stance, declare.stance)} ({about})"


def _decision(moment: Moment, entry: Entry, decide: Decide) -> str:
    view = moment.view
    what = OUTCOMES.get(decide.measure or "", decide.mandate or f"on {decide.matter.replace('_', ' ')}")
    sentence = f"{_when(entry.act)}the {name_of(view, decide.organ)} decided {what}"
    count: Tally | None = result(moment, entry.act)
    if count is not None and count.adopted is not None:
        sentence += f" ({count.why})"
    return sentence


def _grouped(sentences: list[str]) -> list[str]:
    """Drop a sentence that only repeats the one before it."""
    return [one for n, one in enumerate(sentences) if n == 0 or one != sentences[n - 1]]


def _standing(case: Case) -> Iterator[str]:
    """Where the case stands after the last act."""
    state = case.state
    for question in state.questions.values():
        if question.decided is None and question.request:
            against = [name for name, stance in question.stances.items() if stance == "objects"]
            if against:
                view = case.moment(case.entries[-1].act).view
                names = " and ".join(name_of(view, name) for name in sorted(against))
                yield f"The request as made was not granted; {names} objected."
    if state.arrived and not state.leaving:
        yield "Forces are in place."
    if case.situation is not None and not case.entries:
        yield "No act of the organisation is on record."
