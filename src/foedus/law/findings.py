"""Findings: what each provision says of a situation, test by test.

A finding puts a provision's typed terms beside a situation and asks, in this order: is it in force on the day;
is the target a party in good standing; is the trigger met; is the case one that the provision builds on; is the
territory covered; is the initiator of the kind meant; was the request made that it asks for; is there the
authorisation or agreement that it asks for. Every test answers yes, no or contested. One no: the provision is not
engaged. All yes: engaged. Otherwise: arguable.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from foedus import states
from foedus.dates import Certainty
from foedus.law import doctrine
from foedus.law.area import area
from foedus.record.cases import Situation
from foedus.record.facts import Provision, Treaty
from foedus.record.terms import (
    Answer,
    Consultation,
    Engaging,
    ForceUse,
    Measures,
    MilitaryTechnical,
    MutualDefence,
)
from foedus.record.view import View

TestName = Literal["in_force", "party", "trigger", "case", "territory", "initiator", "request", "authorisation"]
Result = Literal["engaged", "arguable", "not_engaged"]
CURABLE: tuple[TestName, ...] = ("request", "authorisation")
"""Tests that somebody can still meet by acting; the rest lie in the situation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """A situation with what has been done about it that the law asks after.

    Attributes:
        situation: what happened.
        requested: whether the target asked the organisation; None: not known.
        asks_for: what it asked for, where known.
        authorised: whether the outside authority agreed; None: nothing is known of it.
    """

    situation: Situation
    requested: bool | None = None
    asks_for: tuple[str, ...] = ()
    authorised: bool | None = None


@dataclass(frozen=True, slots=True)
class Test:
    """One test of a finding.

    Attributes:
        test: which.
        answer: yes, no or contested.
        why: the reason in words.
        reference: the provision that sets the test.
        sources: ids of the sources behind the answer.
    """

    __test__ = False

    test: TestName
    answer: Answer
    why: str
    reference: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Owed:
    """What a provision makes owed when it is engaged.

    Attributes:
        content: what, in the provision's tokens.
        obligation: mandatory, discretionary or political.
        by: states that owe it.
        to: the state that it is owed to.
        discretion: who chooses the means.
        reserving: of those who owe it, states that have kept something back, so that whether they do is open.
    """

    content: tuple[str, ...]
    obligation: str
    by: tuple[str, ...]
    to: str
    discretion: str
    reserving: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a provision says of a situation.

    Attributes:
        provision: the provision, in the wording of the day.
        result: engaged, arguable or not engaged.
        tests: in order.
        lacking: tests answered no that somebody can still meet, when they alone stand in the way.
        owed: what is owed, when it is engaged or arguable and the provision says so.
    """

    provision: Provision
    result: Result
    tests: tuple[Test, ...]
    lacking: tuple[TestName, ...]
    owed: Owed | None

    @property
    def bites(self) -> bool:
        """Whether it is engaged, or at least arguable."""
        return self.result != "not_engaged"


def bears(provision: Provision) -> bool:
    """Whether a situation can engage a provision at all."""
    terms = provision.terms
    return isinstance(terms, Engaging) and bool(terms.trigger or terms.cases)


def findings(view: View, circumstances: Circumstances) -> tuple[Finding, ...]:
    """Find what every provision in force on the day says of a situation.

    Args:
        view: the organisation on the day.
        circumstances: the situation, and whether help was asked for.

    Returns:
        one finding a provision, in the order of the pack.

    >>> from foedus.record.view import organisation
    >>> case = organisation("csto").case("csto-kyrgyzstan-2010-june")
    >>> found = findings(
    ...     organisation("csto").on("2010-06-14"), Circumstances(situation=case.situation)
    ... )
    >>> [one.provision.article for one in found if one.result == "engaged"]
    []
    """
    bearing = [one for one in view.provisions if bears(one)]
    made: dict[str, Finding] = {}
    for provision in _founded_first(bearing):
        made[provision.id] = _finding(view, provision, circumstances, made)
    return tuple(made[one.id] for one in bearing)


def _founded_first(bearing: list[Provision]) -> list[Provision]:
    """Put provisions after those that they build on ("in the cases of articles 2 and 4")."""
    order: dict[str, Provision] = {}

    def add(provision: Provision, above: tuple[str, ...]) -> None:
        if provision.id in above:  # two that build on each other: the first of the pack comes last
            return
        for one in bearing:
            if one.article in _terms(provision).cases and one.id not in order:
                add(one, (*above, provision.id))
        order.setdefault(provision.id, provision)

    for provision in bearing:
        add(provision, ())
    return list(order.values())


def _terms(provision: Provision) -> Engaging:
    assert isinstance(provision.terms, Engaging)
    return provision.terms


def _finding(view: View, provision: Provision, given: Circumstances, made: dict[str, Finding]) -> Finding:
    terms = _terms(provision)
    tests = [_in_force(view, provision), _party(view, provision, given.situation.target)]
    if terms.trigger:
        tests.append(_trigger(view, provision, given))
    if terms.cases:
        tests.append(_case(view, provision, made))
    if terms.territory:
        tests.append(_territory(provision, given.situation))
    elif isinstance(terms, ForceUse) and terms.outside_territory:
        tests.append(_beyond(provision, terms.outside_territory, given.situation))
    if terms.scope:
        tests.append(_within(view, provision, given.situation))
    tests += _initiator(view, provision, given.situation)
    if terms.request == "required":
        tests.append(_request(provision, given))
    if terms.outside_authorisation:
        tests.append(_authorisation(provision, given))
    if isinstance(terms, MilitaryTechnical) and terms.requires:
        first = " and ".join(terms.requires).replace("_", " ")
        tests.append(Test("authorisation", "contested", f"it needs first: {first}; none is shown", provision.id))
    refused = [one.test for one in tests if one.answer == "no"]
    result: Result = "engaged"
    if refused:
        result = "not_engaged"
    elif any(one.answer == "contested" for one in tests):
        result = "arguable"
    lacking = tuple(refused) if refused and all(name in CURABLE for name in refused) else ()
    owed = _owed(view, provision, given.situation) if result != "not_engaged" else None
    return Finding(provision, result, tuple(tests), lacking, owed)


def _in_force(view: View, provision: Provision) -> Test:
    treaty = view.treaty_of(provision)
    if treaty.in_force is None:
        why = f"{treaty.title} is signed; since when it is in force is not known"
        return Test("in_force", "contested", why, provision.id, treaty.sources)
    certain = provision.period.holds(view.day) is Certainty.CERTAINLY
    start = provision.period.start
    why = f"this wording holds from {start.spoken() if start else 'an unknown day'}"
    if not certain:
        why += "; whether it held on the day is uncertain"
    return Test("in_force", "yes" if certain else "contested", why, provision.id, provision.sources)


def _party(view: View, provision: Provision, target: str) -> Test:
    terms = _terms(provision)
    member = view.member(target)
    if target in view.wider:
        body = f"{_named(view, target)} belongs to the wider body that the organisation acts for"
        return Test("party", "no" if terms.whose == "non_member" else "yes", body, provision.id)
    if terms.covers and member is None:
        named: Answer = "yes" if target in terms.covers else "no"
        said = "covered by name" if target in terms.covers else "not among those covered by name"
        return Test("party", named, f"{_named(view, target)} is no member, and is {said}", provision.id)
    if terms.whose == "non_member":
        answer: Answer = "no" if member else "yes"
        return Test("party", answer, f"{_named(view, target)} is {'a' if member else 'no'} member", provision.id)
    if member is None and terms.whose == "any":
        return Test("party", "yes", f"{_named(view, target)} is no member, and need not be one", provision.id)
    if member is None:
        return Test("party", "no", f"{_named(view, target)} is not a member on the day", provision.id)
    taken, apart = took_part(view.treaty_of(provision), target)
    if taken != "yes":
        return Test("party", taken, apart, provision.id)
    if not member.votes:
        return Test("party", "contested", f"{member.name}'s part is suspended", provision.id, member.sources)
    if member.certainty is Certainty.POSSIBLY:
        why = f"whether {member.name} was a member yet is uncertain"
        return Test("party", "contested", why, provision.id, member.sources)
    why = f"{member.name} is a {member.status} on the day"
    if "frozen" in member.flags:
        why += "; it calls its participation frozen, which ends no right in law"
    return Test("party", "yes", why, provision.id, member.sources)


def took_part(treaty: Treaty, state: str) -> tuple[Answer, str]:
    """Say whether a member takes part in an instrument, and why.

    Args:
        treaty: the instrument, as known on a day (:meth:`foedus.record.view.View.treaty_of`).
        state: a member of the organisation.

    Returns:
        yes where nothing shows that it stayed out; contested where it is named and no date of it is known.

    >>> from foedus.record.view import organisation
    >>> view = organisation("csto").on("2011-01-01")
    >>> took_part(view.treaty_of(view.article("crrf-2009-decision")), "UZB")[0]
    'no'
    """
    if state in treaty.not_signed_by:
        return "no", f"{state} did not sign {treaty.title}"
    row = next((one for one in treaty.parties if one.state == state), None)
    if row is None and treaty.closed:
        return "no", f"{state} is no party to {treaty.title}, which binds its parties alone"
    if row is not None and not (row.signed or row.ratified or row.in_force):
        return "contested", f"what {state} did about {treaty.title} is not known"
    return "yes", f"nothing shows that {state} stayed out of {treaty.title}"


def _named(view: View, code: str) -> str:
    return states.name_on(code, view.day) if code in states.codes() else code


def _trigger(view: View, provision: Provision, given: Circumstances) -> Test:
    readings = [doctrine.read(one, given.situation, view.record.doctrine) for one in _terms(provision).trigger]
    best = doctrine.strongest(readings)
    why = f"{best.trigger.replace('_', ' ')}: {best.why}"
    if _terms(provision).judged_by and best.answer != "yes":
        answer: Answer = "yes" if given.requested else "contested"
        why = f"the opinion of one member is enough{', and it has asked' if given.requested else ''}; {why}"
        return Test("trigger", answer, why, provision.id, best.sources)
    further = _terms(provision).test
    why += f" (the wording adds: {further})" if further and best.answer != "no" else ""
    return Test("trigger", best.answer, why, provision.id, best.sources)


def _case(view: View, provision: Provision, made: dict[str, Finding]) -> Test:
    linked = [one for one in made.values() if one.provision.article in _terms(provision).cases]
    best = max(linked, key=lambda one: ("not_engaged", "arguable", "engaged").index(one.result), default=None)
    if best is None:
        return Test("case", "no", "none of the articles that it builds on is in force", provision.id)
    answers: dict[Result, Answer] = {"engaged": "yes", "arguable": "contested", "not_engaged": "no"}
    words = {"engaged": "is engaged", "arguable": "is arguable", "not_engaged": "is not engaged"}
    allows = "works" if isinstance(provision.terms, Measures) else "allows force"
    why = f"{best.provision.ref} {words[best.result]}, and it {allows} only in the cases that it names"
    return Test("case", answers[best.result], why, best.provision.id)


def _territory(provision: Provision, situation: Situation) -> Test:
    allowed, where = _terms(provision).territory, situation.territory
    if where is None:
        return Test("territory", "contested", "whose territory it happened on is not known", provision.id)
    if where in allowed:
        return Test("territory", "yes", f"it happened on {where} territory, which is covered", provision.id)
    if where == "disputed" and "recognised" in allowed:
        why = "it happened on disputed territory; whether that is the target's own is what the parties dispute"
        return Test("territory", "contested", why, provision.id)
    return Test("territory", "no", "it happened outside the target's recognised territory", provision.id)


def _within(view: View, provision: Provision, situation: Situation) -> Test:
    """Test a provision that holds only in the area that territorial clauses draw."""
    found = area(view, _terms(provision).scope, situation)
    return Test("territory", found.answer, found.why, found.provision or provision.id, found.sources)


def _beyond(provision: Provision, condition: str, situation: Situation) -> Test:
    """Test a provision that allows force beyond the members' territories on a condition only."""
    if situation.territory is None:
        return Test("territory", "contested", "whose territory it happened on is not known", provision.id)
    if situation.territory == "outside":
        why = f"it happened outside the target's recognised territory; force is allowed there {condition}"
        return Test("territory", "contested", why, provision.id)
    return Test("territory", "yes", "it did not happen beyond the members' territories", provision.id)


def _initiator(view: View, provision: Provision, situation: Situation) -> list[Test]:
    terms = _terms(provision)
    kind = _kind(provision, situation) if terms.by else None
    if kind is not None and kind.answer == "no":
        return [kind]
    members = [code for code in situation.initiators if view.belongs(code)]
    if terms.trigger == ("intra_member_dispute",):
        return [_among_members(view, provision, situation, members)]
    if members and terms.against_members != "yes":
        names = " and ".join(members)
        why = f"the initiator {names} is itself a member; "
        open_ = terms.against_members == "contested"
        why += "the wording does not settle it" if open_ else "the wording leaves that out"
        return [Test("initiator", terms.against_members, why, provision.id)]
    return [kind] if kind is not None else []


def _among_members(view: View, provision: Provision, situation: Situation, members: list[str]) -> Test:
    """Test a provision on disputes among members: the other side must be one."""
    if members:
        why = f"{' and '.join(_named(view, code) for code in members)}, on the other side, is a member too"
        return Test("initiator", "yes", why, provision.id)
    if situation.initiators:
        return Test("initiator", "no", "nobody on the other side is a member", provision.id)
    return Test("initiator", "contested", "which state stands on the other side is not known", provision.id)


def _kind(provision: Provision, situation: Situation) -> Test:
    """Test whether the initiator is of a kind that the wording means."""
    meant = " or ".join(_terms(provision).by)
    if not situation.initiators and not situation.groups:
        return Test("initiator", "contested", f"a {meant} is meant; who it was is not known", provision.id)
    if any(kind in _terms(provision).by for kind in doctrine.initiator_kinds(situation)):
        return Test("initiator", "yes", f"a {meant} is meant and coded", provision.id)
    if situation.outside_hand in ("alleged", "shown"):
        why = f"a {meant} is meant; a hand from outside is {situation.outside_hand}, but no state is named"
        return Test("initiator", "contested", why, provision.id)
    return Test("initiator", "no", f"a {meant} is meant, and none is behind it", provision.id)


def _request(provision: Provision, given: Circumstances) -> Test:
    wanted = _terms(provision).request_for
    if given.requested is None:
        return Test("request", "contested", "whether the target asked is not known", provision.id)
    if not given.requested:
        return Test("request", "no", "it works at the target's request, and none was made", provision.id)
    if wanted and given.asks_for and not set(wanted) & set(given.asks_for):
        asked, due = ", ".join(given.asks_for), " or ".join(wanted)
        return Test(
            "request",
            "no",
            f"it works at a request for {due}; asked for was {asked}".replace("_", " "),
            provision.id,
        )
    return Test("request", "yes", "the target asked", provision.id)


def _authorisation(provision: Provision, given: Circumstances) -> Test:
    if given.authorised:
        return Test("authorisation", "yes", "the Security Council has decided", provision.id)
    if _terms(provision).authorisation_needed == "contested":
        why = "whether it needs a decision of the Security Council is disputed, and none is shown"
        return Test("authorisation", "contested", why, provision.id)
    why = "it needs a decision of the Security Council, and none is shown"
    return Test("authorisation", "no", why, provision.id)


def _owed(view: View, provision: Provision, situation: Situation) -> Owed | None:
    terms = provision.terms
    if not isinstance(terms, (MutualDefence, Consultation, MilitaryTechnical)) or terms.obligation is None:
        return None
    # Whoever brought the situation about owes no help against itself; it does owe consultations.
    apart = () if isinstance(terms, Consultation) else situation.initiators
    treaty, victim = view.treaty_of(provision), view.member(situation.target)
    resting = victim.rests_towards if victim else ()
    resting += tuple(one.state for one in view.members if situation.target in one.rests_towards)
    owing = view.wider or tuple(one.state for one in view.members)
    by = tuple(
        code
        for code in owing
        if code not in (situation.target, *apart, *resting) and took_part(treaty, code)[0] != "no"
    )
    discretion = terms.discretion if isinstance(terms, MutualDefence) else "organ"
    kept_back = {one.state for one in terms.reservations} if isinstance(terms, MutualDefence) else set()
    reserving = tuple(code for code in by if code in kept_back)
    return Owed(terms.content, terms.obligation, by, situation.target, discretion, reserving)
