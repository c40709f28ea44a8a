"""Advice: who is bound, who decides, who can block, what can be sent, what must be asked elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from foedus.dates import Date
from foedus.law.deciding import Electorate, electorate, rule_by_id, rule_for
from foedus.law.deciding import blockers as stopping
from foedus.law.findings import Circumstances, Finding, Owed, findings
from foedus.record.facts import Contribution, Force, Strength
from foedus.record.rules import DecisionRule
from foedus.record.terms import Consultation, Engaging, ForceUse, MutualDefence, Peacekeeping, ReportingUnsc
from foedus.record.view import View


@dataclass(frozen=True, slots=True)
class Decides:
    """Who decides, and how.

    Attributes:
        organ: id of the organ.
        rule: the rule, or None where the pack knows of none.
        matter: what kind of decision it is.
        under: id of the provision that names the organ.
        electorate: who votes.
        others: further rules of the same organ that may serve instead (a limited composition).
    """

    organ: str
    rule: DecisionRule | None
    matter: str
    under: str
    electorate: Electorate
    others: tuple[DecisionRule, ...]


@dataclass(frozen=True, slots=True)
class Alone:
    """Something that each state settles by itself, with no organ in between.

    Attributes:
        provision: id of the provision.
        rule: the rule that says so.
        how: engaged, or arguable only.
    """

    provision: str
    rule: DecisionRule
    how: Literal["engaged", "arguable"]


@dataclass(frozen=True, slots=True)
class Bound:
    """A state that owes something.

    Attributes:
        state: its code.
        how: engaged: it owes it; arguable: whether it does is open.
        content: what is owed, in the provisions' tokens.
        under: ids of the provisions.
    """

    state: str
    how: Literal["engaged", "arguable"]
    content: tuple[str, ...]
    under: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Blocker:
    """A state that alone can stop the decision, and how."""

    state: str
    how: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sendable:
    """A force that can be sent.

    Attributes:
        force: the force.
        under: ids of the provisions that allow it.
        how: engaged: the law allows it now; arguable: that is open; on_request: once the target asks.
        strength: the newest figure known on the day.
        contributions: what members have set aside, as far as known.
        consents: members whose own law asks a consent first, with whose.
    """

    force: Force
    under: tuple[str, ...]
    how: Literal["engaged", "arguable", "on_request"]
    strength: Strength | None
    contributions: tuple[Contribution, ...]
    consents: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Something that must be asked of, or told to, somebody outside the organisation."""

    whom: str
    what: str
    under: str


@dataclass(frozen=True, slots=True)
class Advice:
    """What the law of a day says of a situation.

    Attributes:
        view: the organisation on the day.
        circumstances: what was asked about.
        findings: one a provision.
        decides: who decides; None where no provision that is engaged or arguable names an organ, and where the one
            that reaches furthest leaves it to each state.
        alone: what each state settles by itself.
        bound: who owes what.
        can_block: who alone can stop the decision.
        forces: what can be sent.
        elsewhere: what must be asked or told outside.
        last_known: the pack's last day, when the question lies after it.
    """

    view: View
    circumstances: Circumstances
    findings: tuple[Finding, ...]
    decides: Decides | None
    alone: tuple[Alone, ...]
    bound: tuple[Bound, ...]
    can_block: tuple[Blocker, ...]
    forces: tuple[Sendable, ...]
    elsewhere: tuple[Elsewhere, ...]
    last_known: Date | None

    def of(self, article: str) -> Finding | None:
        """The finding on an article, by its stable key."""
        return next((one for one in self.findings if one.provision.article == article), None)


def advise(view: View, circumstances: Circumstances) -> Advice:
    """Say what the law of a day says of a situation.

    Args:
        view: the organisation on the day.
        circumstances: the situation, and whether help was asked for and authorised.

    >>> from foedus.record.view import organisation
    >>> csto = organisation("csto")
    >>> case = csto.case("csto-kazakhstan-2022")
    >>> advice = advise(
    ...     csto.on("2022-01-05"), Circumstances(situation=case.situation, requested=True)
    ... )
    >>> [one.state for one in advice.can_block]
    ['ARM', 'BLR', 'KAZ', 'KGZ', 'RUS', 'TJK']
    """
    found = findings(view, circumstances)
    decides = _decides(view, circumstances, found)
    blockers: tuple[Blocker, ...] = ()
    if decides is not None and decides.rule is not None:
        blockers = tuple(
            Blocker(one.state, tuple(one.how)) for one in stopping(view, decides.rule, decides.electorate.voters)
        )
    return Advice(
        view=view,
        circumstances=circumstances,
        findings=found,
        decides=decides,
        alone=tuple(_alone(view, found)),
        bound=_bound(view, found),
        can_block=blockers,
        forces=_forces(view, found),
        elsewhere=_elsewhere(view, found),
        last_known=view.last_known,
    )


def _weight(finding: Finding) -> tuple[int, int]:
    """Order findings by how surely they bite, then by how far they reach."""
    sure = {"engaged": 2, "arguable": 1, "not_engaged": 0}[finding.result]
    terms = finding.provision.terms
    reach = 3 if isinstance(terms, ForceUse) and terms.allows_force else 0
    reach = reach or (2 if isinstance(terms, (MutualDefence, Peacekeeping)) else 1)
    return sure, reach


def _decides(view: View, given: Circumstances, found: tuple[Finding, ...]) -> Decides | None:
    named = [one for one in found if one.bites and _engaging(one).decided_by]
    if not named:
        return None
    first = max(named, key=_weight)
    by_itself = [one for one in found if one.bites and _own_rule(view, one) is not None]
    if any(_weight(one) > _weight(first) for one in by_itself):
        return None
    terms = _engaging(first)
    organ, matter = terms.decided_by or "", terms.matter or _matter(terms)
    rule = next((one for one in view.rules if one.id == terms.rule), None) or rule_for(view, organ, matter)
    voters = electorate(view, rule, given.situation) if rule else Electorate((), ())
    others = tuple(one for one in view.rules if organ in one.organs and one.stand_aside and one != rule)
    return Decides(organ, rule, matter, first.provision.id, voters, others)


def _own_rule(view: View, finding: Finding) -> DecisionRule | None:
    """The rule by which each state settles a provision by itself; None where an organ does, or nobody is named."""
    terms = _engaging(finding)
    rule = rule_by_id(view, terms.rule) if terms.rule and terms.decided_by is None else None
    return rule if rule is not None and rule.alone else None


def _alone(view: View, found: tuple[Finding, ...]) -> Iterator[Alone]:
    for one in found:
        rule = _own_rule(view, one)
        if rule is not None and one.result != "not_engaged":
            yield Alone(one.provision.id, rule, one.result)


def _matter(terms: Engaging) -> str:
    return "consultation" if isinstance(terms, Consultation) else "any"


def _engaging(finding: Finding) -> Engaging:
    assert isinstance(finding.provision.terms, Engaging)
    return finding.provision.terms


def _bound(view: View, found: tuple[Finding, ...]) -> tuple[Bound, ...]:
    made = []
    for state in view.wider or tuple(one.state for one in view.members):
        owing = [one for one in found if one.owed and state in one.owed.by and _must(one.owed)]
        if not owing:
            continue
        sure = [one for one in owing if one.result == "engaged" and not _kept_back(one, state)]
        content = dict.fromkeys(what for one in (sure or owing) if one.owed for what in one.owed.content)
        under = tuple(one.provision.id for one in (sure or owing))
        made.append(Bound(state, "engaged" if sure else "arguable", tuple(content), under))
    return tuple(made)


def _kept_back(finding: Finding, state: str) -> bool:
    """Whether a state has kept something back of what it owes, so that whether it does is open."""
    return finding.owed is not None and state in finding.owed.reserving


def _must(owed: Owed) -> bool:
    """Whether the wording leaves no choice; what is discretionary or political binds nobody."""
    return owed.obligation == "mandatory"


def _forces(view: View, found: tuple[Finding, ...]) -> tuple[Sendable, ...]:
    made = []
    for force in view.forces:
        allowing = [one for one in found if _reaches(one, force)]
        how = _how(allowing)
        if how is None:
            continue
        under = tuple(one.provision.id for one in allowing if one.bites or how == "on_request")
        consents = tuple((one.state, one.of) for one in view.national_consents if view.member(one.state))
        contributions = tuple(one for one in force.contributions if view.member(one.state))
        newest = max(force.personnel, key=lambda one: one.as_of.last, default=None)
        made.append(Sendable(force, under, how, newest, contributions, consents))
    return tuple(made)


def _reaches(finding: Finding, force: Force) -> bool:
    """Whether a finding's provision is about a force: it names it, or allows forces in general."""
    terms = finding.provision.terms
    if isinstance(terms, Peacekeeping):
        return force.id in terms.forces
    if not isinstance(terms, ForceUse) or not terms.allows_force:
        return False
    decided = force.use.decided_by if force.use else None
    return force.id in terms.forces if terms.forces else decided is not None and decided == terms.decided_by


def _how(allowing: list[Finding]) -> Literal["engaged", "arguable", "on_request"] | None:
    results = {one.result for one in allowing}
    if "engaged" in results:
        return "engaged"
    if "arguable" in results:
        return "arguable"
    return "on_request" if any(one.lacking == ("request",) for one in allowing) else None


def _elsewhere(view: View, found: tuple[Finding, ...]) -> tuple[Elsewhere, ...]:
    if view.record.organisation.authority is not None:  # what others must ask of it, it need not ask elsewhere
        return ()
    made = [
        Elsewhere("un_security_council", "a decision of the Security Council is needed first", one.provision.id)
        for one in found
        if "authorisation" in one.lacking or (one.bites and _engaging(one).outside_authorisation)
    ]
    biting = {one.provision.article for one in found if one.bites}
    for provision in view.provisions:
        terms = provision.terms
        if isinstance(terms, ReportingUnsc) and biting & set(terms.of or biting):
            made.append(Elsewhere("un_security_council", "what is done is to be told at once", provision.id))
    made.extend(
        Elsewhere("un_security_council", "the operation is to be told at once", one.provision.id)
        for one in found
        if one.bites and "un_security_council" in getattr(one.provision.terms, "notify", ())
    )
    return tuple(made)
