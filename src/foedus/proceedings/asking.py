"""Asking and meeting: invoke, convene, propose, declare."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType

from foedus.law.deciding import Electorate, electorate, rule_by_id, rule_for
from foedus.law.findings import CURABLE, Finding
from foedus.proceedings.acts import Act, Convene, Declare, Invoke, Propose
from foedus.proceedings.case import Moment
from foedus.proceedings.handling import content, is_member, no_member, refuse
from foedus.proceedings.reasons import Reason, Refusal
from foedus.proceedings.state import Question, State, added
from foedus.record.cases import Outcome
from foedus.record.facts import Provision
from foedus.record.rules import DecisionRule
from foedus.record.terms import Consultation, Engaging, ForceUse, MutualDefence, Peacekeeping
from foedus.record.view import View

ASKED: tuple[tuple[str, Outcome], ...] = (
    ("troops", "collective_military_action"),
    ("peacekeepers", "collective_military_action"),
    ("air_defence", "military_assistance_by_some"),
    ("materiel", "non_military_assistance"),
    ("sanctions", "non_military_assistance"),
    ("observers", "observers_or_mission"),
    ("political_support", "political_statement"),
    ("consultation", "political_statement"),
)
"""What an ask amounts to as an outcome, the furthest-reaching first."""

FORCE: tuple[Outcome, ...] = ("collective_military_action", "military_assistance_by_some")
"""Outcomes that use force."""


def measure_asked(asks: Iterable[str]) -> Outcome | None:
    """The furthest-reaching outcome among what was asked for.

    >>> measure_asked(("consultation", "troops"))
    'collective_military_action'
    """
    asked = set(asks)
    return next((measure for ask, measure in ASKED if ask in asked), None)


def matter_of(measure: Outcome | None) -> str:
    """The matter, as decision rules name it, that a measure is.

    >>> matter_of("collective_military_action"), matter_of("political_statement")
    ('use_of_force', 'joint_statement')
    """
    if measure in FORCE:
        return "use_of_force"
    return "joint_statement" if measure == "political_statement" else "any"


def spoken_matter(matter: str) -> str:
    """A matter in words, after "decides".

    >>> spoken_matter("use_of_force"), spoken_matter("any")
    ('on use of force', 'such matters')
    """
    return "such matters" if matter == "any" else f"on {matter.replace('_', ' ')}"


def allows_force(finding: Finding) -> bool:
    """Whether a finding's provision allows forces to be sent when it is engaged."""
    terms = finding.provision.terms
    return isinstance(terms, Peacekeeping) or (isinstance(terms, ForceUse) and terms.allows_force)


def allowing(moment: Moment, organ: str | None) -> list[Provision]:
    """Provisions that allow forces in the case, on the decision of an organ.

    Args:
        moment: the case on the day.
        organ: the organ that decided, or decides; None: not known.

    Returns:
        those that leave it to that organ or name none; where there are no such, all that allow forces.
    """
    found = [one.provision for one in moment.findings() if one.bites and allows_force(one)]
    own = [one for one in found if getattr(one.terms, "decided_by", None) in (None, organ)]
    return own if organ and own else found


def open_to_all(view: View) -> bool:
    """Whether a provision in force allows any state to send forces, not only members."""
    return any(getattr(one.terms, "participants", None) == "any_state" for one in view.provisions)


def if_asked(moment: Moment, asks: tuple[str, ...]) -> tuple[Finding, ...]:
    """What the law would say once the target has asked for this."""
    return moment.findings_if(requested=True, asks_for=asks)


def spoken_articles(view: View, articles: Iterable[str]) -> list[str]:
    """Articles as a sentence names them; the key of one that was not in force."""
    found = [(key, view.article(key)) for key in articles]
    return [f"{one.ref} of the {view.treaty_of(one).title}" if one else key for key, one in found]


# --- invoke ---


def may_ask(moment: Moment, act: Act) -> Refusal | None:
    """Refuse a call of a state that is no member, where every provision is about members only."""
    open_ = any(isinstance(one.terms, Engaging) and one.terms.whose == "any" for one in moment.view.provisions)
    return None if open_ else is_member(moment, act)


def articles_in_force(moment: Moment, act: Act) -> Refusal | None:
    """Refuse a call under an article that was not in force."""
    for article in content(act).under:
        if moment.view.article(article) is None:
            return refuse(Reason.UNKNOWN_ARTICLE, article, f"{article} was not in force {moment.when}")
    return None


def may_invoke(moment: Moment, act: Act) -> Refusal | None:
    """Refuse a call by one who is not entitled to it, or under provisions that the situation does not engage."""
    invoke: Invoke = content(act)
    law = if_asked(moment, invoke.asks_for)
    found = [one for one in law if not invoke.under or one.provision.article in invoke.under]
    live = [one for one in found if one.bites or set(one.lacking) & set(CURABLE)]
    if not live:
        rule = found[0].provision.id if found else ""
        named = " and ".join(spoken_articles(moment.view, invoke.under)) or "any provision in force"
        return refuse(Reason.NOT_ENGAGED, rule, f"the situation does not engage {named}")
    target = moment.case.situation.target if moment.case.situation else ""
    forced = measure_asked(invoke.asks_for) in FORCE
    # Who may bring a matter up may ask for forces too, where the law lets them go at anybody's request.
    free = not forced or any(allows_force(one) and one.bites and _anybodys(one) for one in law)
    if _in_trouble(moment, act.actor) or any(_open_to_all(one) and (free or allows_force(one)) for one in live):
        return None
    closed = next((one.provision for one in live if allows_force(one) and forced), live[0].provision)
    what = "forces" if forced else "help"
    why = f"only {moment.the(target)} may ask for {what} for itself under {closed.ref}"
    return refuse(Reason.NOT_THE_TARGET, closed.id, why)


def _in_trouble(moment: Moment, state: str) -> bool:
    situation = moment.case.situation
    return situation is not None and state in (situation.target, *situation.also_targets)


def _anybodys(finding: Finding) -> bool:
    return isinstance(finding.provision.terms, Engaging) and finding.provision.terms.whose == "any"


def _open_to_all(finding: Finding) -> bool:
    terms = finding.provision.terms
    if isinstance(terms, Consultation):
        return terms.invoked_by == "any_member"
    if isinstance(terms, MutualDefence) and terms.invoked_by == "any_member":
        return True
    return isinstance(terms, Engaging) and terms.whose != "member"


def invoke_basis(moment: Moment, act: Act) -> tuple[str, ...]:
    """Provisions that a call rests on: those named, or those that the situation engages."""
    invoke: Invoke = content(act)
    found = if_asked(moment, invoke.asks_for)
    named = [one for one in found if one.provision.article in invoke.under]
    return tuple(one.provision.id for one in (named or found) if named or one.bites)


def invoke_effect(moment: Moment, act: Act) -> State:
    """The request stands before the organisation."""
    invoke: Invoke = content(act)
    measure = measure_asked(invoke.asks_for)
    own = _in_trouble(moment, act.actor)
    question = Question(
        n=moment.n,
        request=True,
        organ=None,
        matter=matter_of(measure),
        measure=measure,
        by=act.actor,
        concerned=None,
        under=invoke.under,
        stances=MappingProxyType({act.actor: "requests"}),
    )
    return replace(
        moment.state,
        requested=moment.state.requested or own,
        asks_for=tuple(dict.fromkeys(moment.state.asks_for + invoke.asks_for)),
        questions=added(moment.state.questions, moment.n, question),
    )


# --- convene ---


def organ_exists(moment: Moment, act: Act) -> Refusal | None:
    """Refuse what names an organ that was not there."""
    name = content(act).organ
    if moment.view.organ(name) is None:
        return refuse(Reason.UNKNOWN_ORGAN, name, f"there was no organ {name!r} {moment.when}")
    return None


def may_convene(moment: Moment, act: Act) -> Refusal | None:
    """Refuse to convene in a format that the actor has no say in; an organ that met needs no more said."""
    convene: Convene = content(act)
    organ = moment.view.organ(convene.organ)
    if organ is None or act.actor == convene.organ:
        return None
    out = takes_part(moment, act.actor, convene.organ)
    if out is not None:
        return out
    rows = [row for row in organ.convening if convene.format in (None, row.format)]
    mine = [row for row in rows if _entitled(moment, act.actor, row.by)]
    if not rows or mine:
        return _carried(moment, convene.organ, [row.rule for row in mine])
    whose = " or ".join(dict.fromkeys(_CALLERS[row.by] for row in rows))
    article = "an" if convene.format == "extraordinary" else "a"
    kind = f"{article} {convene.format} meeting" if convene.format else "a meeting"
    why = f"{kind} of {moment.the(organ.id)} is called by {whose}"
    rule = next((row.provision for row in rows if row.provision), None) or organ.id
    return refuse(Reason.MAY_NOT_CONVENE, rule, why)


def _carried(moment: Moment, organ: str, rules: list[str | None]) -> Refusal | None:
    """Refuse a call that another organ must first have carried, and has not."""
    if None in rules:
        return None
    asked = [rule for rule in moment.view.rules if rule.id in rules]
    if not asked or any(one.rule in rules for one in moment.state.decisions):
        return None
    whom = " or ".join(dict.fromkeys(moment.the(name) for rule in asked for name in rule.organs))
    why = f"no decision of {whom} to convene {moment.the(organ)} is in the docket"
    return refuse(Reason.NOT_DECIDED, asked[0].id, why)


_CALLERS = {
    "chair": "the chair",
    "any_member": "any member",
    "target": "the state in trouble",
    "secretary_general": "the Secretary General",
    "two_members": "two members together",
}


def takes_part(moment: Moment, code: str, rule: str) -> Refusal | None:
    """Refuse a state that has no part in the organs: no member, or one whose part is suspended."""
    if not moment.sits(code):
        return no_member(moment, code, rule)
    member = moment.view.member(code)
    if code in moment.state.change.suspended or (member is not None and not member.votes):
        return refuse(Reason.PART_SUSPENDED, rule, f"the part of {moment.the(code)} in the organs is suspended")
    return None


def _entitled(moment: Moment, actor: str, by: str) -> bool:
    if by == "any_member":
        return True
    if by == "target":
        return moment.case.situation is not None and actor == moment.case.situation.target
    if by == "chair":
        passed = moment.state.change.chair
        return actor == passed if passed else any(one.state == actor for one in moment.view.chair)
    return False


def convene_basis(moment: Moment, act: Act) -> tuple[str, ...]:
    """The organ, and what its convening rests on."""
    convene: Convene = content(act)
    organ = moment.view.organ(convene.organ)
    rows = organ.convening if organ else ()
    cited = [row.provision for row in rows if row.provision and convene.format in (None, row.format)]
    return tuple(dict.fromkeys([convene.organ, *cited]))


def convene_effect(moment: Moment, act: Act) -> State:
    """The organ has met."""
    return replace(moment.state, met=tuple(dict.fromkeys([*moment.state.met, content(act).organ])))


# --- propose ---


def has_met(moment: Moment, act: Act) -> Refusal | None:
    """Refuse business in an organ that has not met in this case."""
    organ = content(act).organ
    if moment.case.situation is None or organ in moment.state.met:
        return None
    return refuse(Reason.NOT_CONVENED, organ, f"no meeting of {moment.the(organ)} is in the docket")


def is_competent(moment: Moment, act: Act) -> Refusal | None:
    """Refuse a matter that the organ does not decide; the use of force is a matter whatever it is called."""
    organ = moment.view.organ(content(act).organ)
    matter = matter_of(content(act).measure) if content(act).measure in FORCE else content(act).matter
    if organ is None or matter in organ.decides or "any" in organ.decides:
        return None
    if organ.decides and matter == "any":
        return None
    on = spoken_matter(matter) if organ.decides else "for the members"
    why = f"{moment.the(organ.id)} takes no decisions {on}"
    named = {article for question in moment.state.questions.values() for article in question.under}
    found = [one.provision for one in moment.findings() if one.bites and _decider_of(one.provision)]
    meant = next(iter(sorted(found, key=lambda one: one.article not in named)), None)
    if meant is None:
        return refuse(Reason.NO_COMPETENCE, organ.id, why)
    why = f"{why}; {meant.ref} leaves it to {moment.the(_decider_of(meant))}"
    return refuse(Reason.NO_COMPETENCE, meant.id, why)


def _decider_of(provision: Provision) -> str:
    """Organ that a provision leaves the decision to; nothing where it names none."""
    return getattr(provision.terms, "decided_by", None) or ""


def has_rule(moment: Moment, act: Act) -> Refusal | None:
    """Refuse business for which no decision rule is known."""
    if rule_of(moment, act) is not None:
        return None
    organ, matter = content(act).organ, spoken_matter(content(act).matter)
    named = getattr(act.content, "rule", None)
    why = f"no rule is known by which {moment.the(organ)} decides {matter} {moment.when}"
    if named:
        why = f"{named} is no rule by which {moment.the(organ)} decides {matter} {moment.when}"
    return refuse(Reason.NO_RULE, named or organ, why)


def force_allowed(moment: Moment, act: Act) -> Refusal | None:
    """Refuse forces that no provision in force allows in the situation."""
    if content(act).measure not in FORCE or moment.case.situation is None:
        return None
    found = [one for one in moment.findings() if allows_force(one)]
    if any(one.bites for one in found):
        return None
    for test, reason in (("request", Reason.REQUEST_MISSING), ("authorisation", Reason.AUTHORISATION_MISSING)):
        lacking = next((one for one in found if test in one.lacking), None)
        if lacking is not None:
            said = next(one.why for one in lacking.tests if one.test == test)
            return refuse(reason, lacking.provision.id, f"{lacking.provision.ref}: {said}")
    rule = found[0].provision.id if found else ""
    return refuse(
        Reason.NO_PROVISION, rule, f"no provision in force {moment.when} allows forces in such a situation"
    )


def may_propose(moment: Moment, act: Act) -> Refusal | None:
    """Refuse a proposal by one who has no part in the organ; the organ itself stands for an author not known."""
    propose: Propose = content(act)
    if act.actor == propose.organ or moment.view.organ(act.actor) is not None:
        return None
    return takes_part(moment, act.actor, propose.organ)


def rule_of(moment: Moment, act: Act) -> DecisionRule | None:
    """The decision rule for an act's organ and matter; the one that it names, where that one governs them."""
    organ, matter = content(act).organ, content(act).matter
    rule = rule_on(moment, organ, matter)
    named = getattr(act.content, "rule", None)
    if not named or (rule is not None and rule.id == named):
        return rule
    other = rule_by_id(moment.view, named)
    if other is None or organ not in other.organs:
        return None
    own = rule is not None and matter in rule.matters
    serves = other.stand_aside or matter in other.matters or ("any" in other.matters and not own)
    return other if serves else None


def rule_on(moment: Moment, organ: str, matter: str) -> DecisionRule | None:
    """The rule by which an organ decides a matter on the day."""
    rule: DecisionRule | None = moment.view.kept(
        ("rule", organ, matter), lambda: rule_for(moment.view, organ, matter)
    )
    return rule


def voters(moment: Moment, rule: DecisionRule, concerned: str | None) -> Electorate:
    """Who votes, with the changes that the docket made."""
    change = moment.state.change
    case = moment.case
    about = (concerned,) if concerned else ()
    key = ("electorate", rule.id, concerned, case.situation, case.seats)
    found: Electorate = moment.view.kept(
        key, lambda: electorate(moment.view, rule, case.situation, about, case.seats)
    )
    gone = change.left | change.expelled | change.suspended
    if not gone and not change.acceded:
        return found
    kept = [code for code in found.voters if code not in gone] + sorted(change.acceded - set(found.voters))
    apart = tuple((code, "its membership or its part has ended") for code in found.voters if code in gone)
    return Electorate(tuple(kept), found.apart + apart)


def propose_basis(moment: Moment, act: Act) -> tuple[str, ...]:
    """The organ, the rule that will decide, and the provisions that allow the measure."""
    propose: Propose = content(act)
    rule = rule_of(moment, act)
    force = [one.id for one in allowing(moment, propose.organ)] if propose.measure in FORCE else []
    return tuple(dict.fromkeys([propose.organ, *([rule.id] if rule else []), *force]))


def propose_effect(moment: Moment, act: Act) -> State:
    """The proposal is before the organ."""
    propose: Propose = content(act)
    author = {} if act.actor == propose.organ or moment.view.organ(act.actor) else {act.actor: "supports"}
    question = Question(
        n=moment.n,
        request=False,
        organ=propose.organ,
        matter=propose.matter,
        measure=propose.measure,
        by=act.actor,
        concerned=propose.concerned,
        under=propose.under,
        stances=MappingProxyType(author),  # type: ignore[arg-type]
    )
    return replace(moment.state, questions=added(moment.state.questions, moment.n, question))


# --- declare ---


def question_open(moment: Moment, act: Act) -> Refusal | None:
    """Refuse a stance on what is not, or no longer, before the organisation."""
    on = content(act).on
    if on is None:
        return None
    question = moment.state.questions.get(on)
    if question is None:
        return refuse(Reason.NOTHING_PROPOSED, "", f"act {on} put nothing before the organisation")
    if question.decided is not None:
        return refuse(Reason.ALREADY_DECIDED, "", f"act {question.decided} decided it")
    return None


def may_declare(moment: Moment, act: Act) -> Refusal | None:
    """Refuse a stance from one who has no say in the question."""
    if moment.view.organ(act.actor) is not None and content(act).on is None:
        return None
    if not moment.belongs(act.actor):
        return no_member(moment, act.actor)
    question = moment.state.questions.get(content(act).on or 0)
    if question is None or question.organ is None:
        return None
    rule = rule_on(moment, question.organ, question.matter)
    if rule is None:
        return None
    seats = voters(moment, rule, question.concerned)
    if act.actor in seats.voters:
        return None
    why = dict(seats.apart).get(act.actor, "it has no seat there")
    return refuse(Reason.NOT_ENTITLED, rule.id, f"{moment.the(act.actor)} has no vote: {why}")


def declare_basis(moment: Moment, act: Act) -> tuple[str, ...]:
    """The rule that will count the stance."""
    question = moment.state.questions.get(content(act).on or 0)
    if question is None or question.organ is None:
        return ()
    rule = rule_on(moment, question.organ, question.matter)
    return (rule.id,) if rule else ()


def declare_effect(moment: Moment, act: Act) -> State:
    """The stance is noted."""
    declare: Declare = content(act)
    question = moment.state.questions.get(declare.on or 0)
    if question is None:
        return replace(moment.state, remarks=added(moment.state.remarks, act.actor, declare.stance))
    noted = replace(question, stances=added(question.stances, act.actor, declare.stance))
    return replace(moment.state, questions=added(moment.state.questions, question.n, noted))
