"""Explaining: why a case stands where it stands, in sentences for a journalist, each with its reference."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from foedus.law.findings import Finding
from foedus.law.tally import Tally
from foedus.proceedings.acts import Act, Decide, Declare, Invoke
from foedus.proceedings.asking import spoken_articles, spoken_matter
from foedus.proceedings.case import Case, Entry, Moment, when
from foedus.proceedings.handling import content
from foedus.proceedings.settling import REFUSED, question_of, result
from foedus.proceedings.state import Question
from foedus.record.cases import Outcome
from foedus.record.facts import Provision
from foedus.record.terms import Peacekeeping

OUTCOMES: Mapping[Outcome, str] = {
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

HOSTS = {"member": " on operations in a member", "non_member": " on operations elsewhere", "any": ""}
"""What sets apart the provisions of one article on peacekeeping."""


def explain(case: Case) -> tuple[str, ...]:
    """Tell a case from its first act to the last.

    Args:
        case: the case.

    Returns:
        sentences, each ending with its references in brackets where it has any.
    """
    told: list[str] = []
    again = Case.open(case.organisation, case.id, case.situation, complete=case.complete, seats=case.seats)
    asked = False
    for entry in case.entries:
        moment = again.moment(entry.act)
        told.append(_entry(moment, entry))
        if isinstance(entry.act.content, Invoke) and not asked:
            told.extend(_law(moment, entry.act))
            asked = True
        after = again.keep(entry.act)
        told.extend(_into_force(moment, again, after))
        again = after
    return (*told, *_standing(case))


def cited(sentence: str, references: Iterable[str]) -> str:
    """A sentence with its references in brackets.

    >>> cited("It asked", ["cst-art-4-2010"])
    'It asked [cst-art-4-2010].'
    """
    names = ", ".join(dict.fromkeys(one for one in references if one))
    return f"{sentence} [{names}]." if names else f"{sentence}."


# --- the law of the day ---


def _law(moment: Moment, act: Act) -> Iterator[str]:
    """What the law said once the request was made."""
    situation, invoke = moment.case.situation, content(act)
    own = situation is not None and act.actor == situation.target
    found = moment.findings_if(requested=own or moment.state.requested, asks_for=invoke.asks_for)
    answers: tuple[tuple[str, Callable[[Finding], bool]], ...] = (
        ("these provisions were engaged", lambda one: one.result == "engaged"),
        ("these were arguable only", lambda one: one.result == "arguable"),
        ("these would need a request for what they cover", lambda one: "request" in one.lacking),
        ("these would need a decision of the Security Council", lambda one: one.lacking == ("authorisation",)),
        ("these were not engaged", lambda one: not one.bites and not one.lacking),
    )
    opening = "With the request" if own else "As things stood"
    for words, fits in answers:
        hit = [one.provision for one in found if fits(one)]
        if hit:
            yield cited(f"{opening}, {words}: {'; '.join(_by_treaty(moment, hit))}", (one.id for one in hit))


def _by_treaty(moment: Moment, provisions: Iterable[Provision]) -> Iterator[str]:
    """Articles, taken together for each instrument."""
    articles: dict[str, list[str]] = {}
    for one in provisions:
        host = HOSTS[one.terms.whose] if isinstance(one.terms, Peacekeeping) else ""
        articles.setdefault(moment.view.treaty_of(one).title, []).append(one.ref.replace(";", ",") + host)
    for title, refs in articles.items():
        whole = [one for one in dict.fromkeys(refs) if one.lower() not in title.lower()]
        yield f"{_and(whole)} of the {title}" if whole else f"the {title}"


def _into_force(moment: Moment, before: Case, after: Case) -> Iterator[str]:
    """Instruments that entered into force with an act."""
    had = before.state.change.in_force
    for treaty in moment.view.treaties:
        if treaty.id in after.state.change.in_force and treaty.id not in had:
            condition = treaty.entry_into_force
            rule = condition.provision if condition else None
            yield cited(f"With that the {treaty.title} entered into force", (treaty.id, rule or ""))


# --- an act ---


def _entry(moment: Moment, entry: Entry) -> str:
    sentence = _SENTENCES[entry.act.kind](moment, entry.act)
    if entry.act.note:
        sentence += f" ({entry.act.note.rstrip('.')})"
    if entry.refusal is not None:
        sentence += f", out of order: {entry.refusal.why}"
    rules = (*entry.basis, entry.refusal.rule if entry.refusal else "")
    return cited(sentence, rules if any(rules) else entry.act.sources[:2])


def _and(names: Iterable[str]) -> str:
    """Names in a row, the last after "and"."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _said(moment: Moment, act: Act, clause: str) -> str:
    """A clause with its day; without one where none is known."""
    if act.at is None:
        return _capital(clause)
    comma = "," if act.at.qualifier else ""
    return f"{_capital(when(act.at))}{comma} {clause}"


def _title(moment: Moment, name: str) -> str:
    found = next((one.title for one in moment.view.treaties if one.id == name), None)
    return f"the {found}" if found else name


def _tail(text: str | None) -> str:
    return f": {text}" if text else ""


def _invoke(moment: Moment, act: Act) -> str:
    invoke = content(act)
    united = any(one.status == "member" for one in moment.view.members)
    whom = "the organisation" if united else "the other parties"
    under = f" under {_and(spoken_articles(moment.view, invoke.under))}" if invoke.under else ""
    asks = f" for {_and(one.replace('_', ' ') for one in invoke.asks_for)}" if invoke.asks_for else ""
    return _said(moment, act, f"{moment.the(act.actor)} asked {whom}{under}{asks}")


def _convene(moment: Moment, act: Act) -> str:
    convene = content(act)
    by = "" if act.actor == convene.organ else f", called by {moment.the(act.actor)}"
    told = (act.note or "").startswith(convene.format or "")  # nobody is told twice what session it was
    session = "" if told or convene.format == "consultation" else f" in {convene.format} session"
    met = "held consultations" if convene.format == "consultation" else f"met{session}"
    return _said(moment, act, f"{moment.the(convene.organ)} {met}{by}")


def _propose(moment: Moment, act: Act) -> str:
    propose = content(act)
    what = "" if propose.matter == "any" else f" {spoken_matter(propose.matter)}"
    what = f" {OUTCOMES[propose.measure]}" if propose.measure else what
    about = f" concerning {moment.the(propose.concerned)}" if propose.concerned else ""
    said = f"{what}{about}{_tail(propose.text)}"
    organ = moment.the(propose.organ)
    if act.actor == propose.organ:
        return _said(moment, act, f"{organ} had before it a proposal{said}")
    return _said(moment, act, f"{moment.the(act.actor)} put to {organ} a proposal{said}")


_ON_QUESTION = {
    "requests": "asked for {} as well",
    "supports": "supported {}",
    "accepts": "accepted {}",
    "abstains": "stood aside from {}",
    "abstains_declared": "stood aside from {} with a declaration",
    "objects": "objected to {}",
    "absent": "was absent when {} was dealt with",
    "unknown": "took a stand on {} that is not known",
}
_AT_LARGE = {
    "requests": "a call for support",
    "supports": "support",
    "accepts": "acceptance",
    "abstains": "to stand aside",
    "abstains_declared": "to stand aside with a declaration",
    "objects": "opposition",
    "absent": "absence",
    "unknown": "one that is not known",
}


def _declare(moment: Moment, act: Act) -> str:
    declare: Declare = content(act)
    question = moment.state.questions.get(declare.on or 0)
    who = moment.the(act.actor)
    if declare.on is None:
        said = f"the stance of {who} on the situation at large was {_AT_LARGE[declare.stance]}"
        return _said(moment, act, said)
    return _said(moment, act, f"{who} {_ON_QUESTION[declare.stance].format(_it(moment, question))}")


def _it(moment: Moment, question: Question | None) -> str:
    """The request or proposal that something is about; by the number of its act where there are several."""
    if question is None:
        return "what was not before the organisation"
    alike = [one for one in moment.state.questions.values() if one.request == question.request]
    name = "the request" if question.request else "the proposal"
    return f"{name} of act {question.n}" if len(alike) > 1 else name


def _decide(moment: Moment, act: Act) -> str:
    decide: Decide = content(act)
    what = OUTCOMES[decide.measure] if decide.measure else spoken_matter(decide.matter)
    about = f" concerning {moment.the(decide.concerned)}" if decide.concerned else ""
    if decide.matter == "any" and decide.measure is None:
        what = "" if decide.mandate else "a matter that is not in the docket"
    sentence = f"{moment.the(decide.organ)} decided {what}{about}".rstrip() + _tail(decide.mandate)
    count: Tally | None = result(moment, act)
    if count is not None and count.adopted is False and _put_to_vote(moment, act):
        by = _and(f"{moment.the(one.state)} ({one.why.replace('_', ' ')})" for one in count.blocked_by)
        sentence = f"{moment.the(decide.organ)} did not adopt the proposal{_tail(decide.mandate)}; {count.why}"
        sentence += f"; in the way: {by}" if by else ""
    elif count is not None and count.adopted:
        sentence += f"; {count.why}"
    return _said(moment, act, sentence)


def _put_to_vote(moment: Moment, act: Act) -> bool:
    """Whether a refusal is the outcome of a vote on a proposal for something else."""
    question = question_of(moment, act)
    if question is None or question.request or question.measure in REFUSED:
        return False
    return content(act).measure in REFUSED and len(question.stances) > 1


def _sends(verb: str) -> Callable[[Moment, Act], str]:
    def sentence(moment: Moment, act: Act) -> str:
        sent = content(act)
        what = f"{sent.personnel:,} people" if sent.personnel else "forces" if sent.force else "help"
        unknown = "" if sent.personnel or (sent.materiel and not sent.force) else ", how much is not in the docket"
        unknown = unknown.replace("how much", "how many") if sent.force else unknown
        goods = f" ({sent.materiel})" if sent.materiel else ""
        return _said(moment, act, f"{moment.the(act.actor)} {verb} {what}{unknown}{goods}")

    return sentence


def _moved(moment: Moment, act: Act) -> str:
    """Arriving and leaving: of the force, the mission, or one member's part."""
    last = moment.state.decisions[-1] if moment.state.decisions else None
    what = "the mission" if last is not None and last.measure == "observers_or_mission" else "the force"
    if act.actor != moment.case.organisation.id:
        what = f"the contingent of {moment.the(act.actor)}"
    moved = content(act)
    if act.kind == "withdraw":
        return _said(moment, act, f"{what} {'began to leave' if moved.stage == 'begins' else 'had left'}")
    count = f", {moved.personnel:,} in all" if moved.personnel else ""
    if moved.full_strength:
        return _said(moment, act, f"all of {what} was in place{count}")
    return _said(moment, act, f"{what} began to arrive{count}")


def _consent(moment: Moment, act: Act) -> str:
    of = content(act).of
    if of == "host":
        return _said(moment, act, f"{moment.the(act.actor)} agreed to forces on its territory")
    return _said(moment, act, f"the {of} of {moment.the(act.actor)} agreed that its troops leave the country")


def _amend(moment: Moment, act: Act) -> str:
    by = f"by {_title(moment, content(act).by)}" if content(act).by else "by decision"
    return _said(moment, act, f"{_title(moment, content(act).treaty)} was changed {by}")


def _plainly(clause: Callable[[Moment, Act], str]) -> Callable[[Moment, Act], str]:
    return lambda moment, act: _said(moment, act, clause(moment, act))


_SENTENCES: Mapping[str, Callable[[Moment, Act], str]] = MappingProxyType(
    {
        "invoke": _invoke,
        "convene": _convene,
        "propose": _propose,
        "declare": _declare,
        "decide": _decide,
        "pledge": _sends("promised"),
        "consent": _consent,
        "authorise": _plainly(lambda m, a: f"{m.the(a.actor)} authorised force{_tail(content(a).text)}"),
        "deploy": _sends("sent"),
        "arrive": _moved,
        "withdraw": _moved,
        "report": _plainly(
            lambda m, a: f"{m.the(a.actor)} reported to {m.the(content(a).to)}{_tail(content(a).text)}"
        ),
        "close": _plainly(lambda m, a: f"the case was closed{_tail(content(a).text)}"),
        "sign": _plainly(lambda m, a: f"{m.the(a.actor)} signed {_title(m, content(a).treaty)}"),
        "ratify": _plainly(
            lambda m, a: f"{m.the(a.actor)} notified that it is bound by {_title(m, content(a).treaty)}"
        ),
        "accede": _plainly(lambda m, a: f"{m.the(a.actor)} joined the organisation"),
        "suspend": _plainly(lambda m, a: f"{m.the(a.actor)} suspended {m.the(content(a).state)}"),
        "freeze": _plainly(
            lambda m, a: f"{m.the(a.actor)} declared its participation frozen{_tail(content(a).scope)}"
        ),
        "give_notice": _plainly(lambda m, a: f"{m.the(a.actor)} gave notice that it will leave"),
        "leave": _plainly(lambda m, a: f"{m.the(a.actor)} left the organisation"),
        "expel": _plainly(lambda m, a: f"{m.the(a.actor)} expelled {m.the(content(a).state)}"),
        "appoint": _plainly(
            lambda m, a: f"{m.the(a.actor)} appointed {content(a).person} as {content(a).office.replace('_', ' ')}"
        ),
        "rotate": _plainly(lambda m, a: f"the chair passed to {m.the(content(a).to)}"),
        "amend": _amend,
    }
)


# --- where it stands ---


def _standing(case: Case) -> Iterator[str]:
    """Where the case stands after the last act."""
    if case.situation is None:
        return
    state = case.state
    if not case.entries:
        yield "No act of the organisation is on record."
        return
    moment = case.moment(case.entries[-1].act)
    if not state.questions and not state.decisions:
        yield "No request to the organisation and no decision of its organs is in the docket."
    for question in state.questions.values():
        against = sorted(moment.the(name) for name, stance in question.stances.items() if stance == "objects")
        if question.decided is None and against:
            kind = "request" if question.request else "proposal"
            yield f"The {kind} as made was not granted; {_and(against)} objected."
    if state.arrived and not state.leaving:
        yield "Forces are in place."
