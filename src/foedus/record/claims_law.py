"""Claims about instruments, articles, organs and how they decide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from foedus.dates import Certainty, Date, Period
from foedus.record.claims import (
    NO,
    YES,
    Read,
    Reply,
    all_of,
    dated,
    named,
    named_set,
    plain,
    said,
    same_date,
    since,
    span,
)
from foedus.record.expectations import AboutOrgan, AboutProvision, AboutRule, AboutTreaty
from foedus.record.rules import Condition, DecisionRule
from foedus.record.terms import stated

if TYPE_CHECKING:
    from foedus.record.facts import Organ, Party, Provision, Treaty
    from foedus.record.view import Organisation

NARROWING: Final = ("request", "test", "decided_by", "qualifier", "condition", "outside_authorisation", "cases")
"""Terms that narrow what a provision gives or asks."""


def treaty(claim: AboutTreaty, organisation: Organisation, day: int) -> Reply:
    """The reply to a claim about an instrument."""
    found = next((one for one in organisation.record.treaties if one.id == claim.treaty), None)
    if found is None:
        return Reply(None, f"{claim.treaty} is not in the record")
    return named(found.title, all_of(_treaty(claim, found, day)))


def _treaty(claim: AboutTreaty, found: Treaty, day: int) -> Iterator[Reply]:
    def read(field: str) -> tuple[Read, ...]:
        return (Read(f"treaties/{found.id}", found, field),)

    yield since(found.signed, day, True, "", read("signed"))
    if claim.signed is not None:
        yield dated(claim.signed, found.signed, day, "signed", read("signed"))
    if claim.in_force is not None:
        yield dated(claim.in_force, found.in_force, day, "in force", read("in_force"))
    if claim.ended is not None and found.ended is None:
        yield Reply(NO, "it has not ended", read("ended"))
    elif claim.ended is not None:
        yield dated(claim.ended, found.ended, day, "ended", read("ended"))
    if claim.place is not None:
        yield said(claim.place, found.place, f"made at {found.place or 'a place not known'}", read("place"))
    if claim.amends is not None:
        so = claim.amends in (found.amends, *found.also_amends)
        yield since(found.signed, day, so, f"it amends {found.amends or 'none'}", read("amends"))
    yield from _parties(claim, found, day, read("parties"))


def _parties(claim: AboutTreaty, found: Treaty, day: int, reads: tuple[Read, ...]) -> Iterator[Reply]:
    signed = [one for one in found.parties if one.signed]
    first = [one for one in signed if one.signed == found.signed]
    if claim.signatories is not None:
        gives = f"signed {found.signed} by {_codes(first)}"
        yield named_set(claim.signatories, [one.state for one in first], gives, reads)
    if claim.signed_by:
        gives = f"signed by {', '.join(f'{one.state} {one.signed}' for one in signed) or 'states not known'}"
        dates = {one.state: one.signed for one in signed}
        for code in claim.signed_by:
            yield _signed(code, dates.get(code), found, day, gives, reads)
    if claim.joined is not None:
        later = [one for one in signed if one.signed and found.signed.certainly_before(one.signed)]
        if claim.joined_in is not None:
            later = [one for one in later if _in(one, claim.joined_in)]
        gives = f"signed later by {', '.join(f'{one.state} {one.signed}' for one in later) or 'no state'}"
        told = named_set(claim.joined, [one.state for one in later], gives, reads)
        last = max((one.signed for one in later if one.signed), key=lambda date: date.last, default=None)
        yield all_of([told, since(last, day, True, "", ())])
    for code in claim.not_signed_by:
        yield _unsigned(code, signed, found, reads)


def _in(party: Party, when: Date) -> bool:
    return party.signed is not None and same_date(when, party.signed).possible


def _signed(code: str, date: Date | None, found: Treaty, day: int, gives: str, reads: tuple[Read, ...]) -> Reply:
    """That a state signed; a list of parties may be incomplete, so one that is missing is not known."""
    if date is not None:
        return since(date, day, True, gives, reads)
    return Reply(NO if code in found.not_signed_by else None, gives, reads)


def _unsigned(code: str, signed: list[Party], found: Treaty, reads: tuple[Read, ...]) -> Reply:
    gives = f"signed by {_codes(signed)}; not by {', '.join(found.not_signed_by) or 'states not named'}"
    if any(one.state == code for one in signed):
        return Reply(NO, gives, reads)
    return Reply(YES if code in found.not_signed_by else None, gives, reads)


def _codes(parties: list[Party]) -> str:
    return ", ".join(one.state for one in parties) or "states not known"


def provision(claim: AboutProvision, organisation: Organisation, day: int) -> Reply:
    """The reply to a claim about what an article says."""
    wordings = list(wordings_of(claim.article, organisation))
    held = [one for one in wordings if one.period.holds(day).possible]
    if not held:
        spans = ", ".join(span(one.period) for one in wordings)
        return Reply(
            NO, f"{claim.article} is not in force; it is {spans}" if spans else "there is no such article"
        )
    parts = [_wording(claim, one, day) for one in held]
    return max(parts, key=lambda one: (one.holds is YES, one.holds is not NO, one.near.possible))


def wordings_of(article: str, organisation: Organisation) -> Iterator[Provision]:
    """Every wording of an article."""
    for treaty in organisation.record.treaties:
        yield from (one for one in treaty.provisions if one.article == article)


def _wording(claim: AboutProvision, found: Provision, day: int) -> Reply:
    reads = (Read(f"provisions/{found.id}", found),)
    parts = [Reply(found.period.holds(day), "", reads)]
    if claim.subject is not None:
        same = YES if found.subject == claim.subject else NO
        parts.append(Reply(same, f"it is about {plain(found.subject)}", reads))
    if claim.says is not None:
        parts.append(said(claim.says, _prose(found), found.text.rstrip("."), reads))
    there = {key: _texts(value) for key, value in stated(found.terms).items()}
    for key, values in (claim.terms or {}).items():
        actual = _texts(getattr(found.terms, key, None))
        if claim.only:
            parts.append(named_set(values, actual, _term(key, actual), reads))
        else:
            parts.append(Reply(YES if set(values) <= set(actual) else NO, _term(key, actual), reads))
    if claim.whole:
        more = [key for key in there if key not in (claim.terms or {}) and key != "points"]
        why = f"it states more: {'; '.join(_term(key, there[key]) for key in more)}"
        parts.append(Reply(NO, why, reads, YES, why) if more else Reply(YES, "", reads))
    if claim.unconditional:
        narrow = [_term(key, there[key]) for key in NARROWING if key in there and there[key] != ("not_required",)]
        why = f"it holds under conditions: {'; '.join(narrow)}"
        parts.append(Reply(NO, why, reads, YES, why) if narrow else Reply(YES, "", reads))
    return named(f"{found.ref} ({found.id}, {span(found.period)})", all_of(parts))


def _prose(found: Provision) -> str:
    points = getattr(found.terms, "points", ())
    return " ".join((found.text, *points))


def _term(key: str, values: tuple[str, ...]) -> str:
    return f"{plain(key)} {', '.join(map(plain, values)) or 'not stated'}"


def _texts(value: Any) -> tuple[str, ...]:
    """A term's value as a pack writes it; nothing, where it is left open."""
    if value is None:
        return ()
    if isinstance(value, tuple):
        return tuple(one if isinstance(one, str) else getattr(one, "name", str(one)) for one in value)
    if isinstance(value, bool):
        return ("true" if value else "false",)
    return (value.text if isinstance(value, Date | Period) else str(value),)


def organ(claim: AboutOrgan, organisation: Organisation, day: int) -> Reply:
    """The reply to a claim about a body."""
    organs = organisation.record.organs
    found = next((one for one in organs if one.id == claim.organ), None)
    if found is None:
        return Reply(None, f"{claim.organ} is not in the record")
    return named(f"{found.name} ({span(found.period)})", all_of(_organ(claim, found, organs, day)))


def _organ(claim: AboutOrgan, found: Organ, organs: tuple[Organ, ...], day: int) -> Iterator[Reply]:
    def read(field: str) -> tuple[Read, ...]:
        return (Read(f"organs/{found.id}", found, field),)

    yield Reply(found.period.holds(day), "", read("period"))
    if claim.began is not None:
        yield dated(claim.began, found.period.start, day, "there since", read("period"))
    for field, wanted in (("level", claim.level), ("parent", claim.parent)):
        if wanted is not None:
            actual = getattr(found, field)
            yield Reply(YES if actual == wanted else NO, f"its {field} is {plain(actual or 'none')}", read(field))
    if claim.highest is not None:
        under = any(one.parent == found.id and one.period.holds(day).possible for one in organs)
        gives = f"it stands under {found.parent}" if found.parent else "no body stands above it"
        yield Reply(YES if (found.parent is None and under) == claim.highest else NO, gives, read("parent"))
    if claim.abbreviation is not None:
        gives = f"abbreviated {', '.join(found.abbreviations) or 'in no way on record'}"
        yield Reply(YES if claim.abbreviation in found.abbreviations else NO, gives, read("abbreviations"))
    if claim.decides is not None:
        gives = f"it decides on {', '.join(found.decides) or 'nothing'}"
        yield Reply(YES if {claim.decides, "any"} & set(found.decides) else NO, gives, read("decides"))
    competence = "; ".join(found.competence)
    for field, words, text in (
        ("name", claim.called, found.name),
        ("composition", claim.composition, found.composition),
        ("competence", claim.competence, competence),
        ("meets", claim.meets, found.meets),
        ("chair_rule", claim.chair, found.chair_rule),
        ("secretary", claim.secretary, found.secretary),
    ):
        if words is not None:
            yield said(words, text, f"{plain(field)}: {text or 'not known'}", read(field))


def rule(claim: AboutRule, organisation: Organisation, day: int) -> Reply:
    """The reply to a claim about how an organ decides."""
    held = [
        one
        for one in organisation.record.decision_rules
        if claim.organ in one.organs and one.period.holds(day).possible
    ]
    own = [one for one in held if claim.matter in one.matters] or [one for one in held if "any" in one.matters]
    if not own:
        return Reply(None, f"how {claim.organ} decides on {plain(claim.matter)} is not known")
    parts = [_rule(claim, one, organisation, day) for one in own]
    return max(parts, key=lambda one: (one.holds is YES, one.holds is not NO, one.near.possible))


def _rule(claim: AboutRule, found: DecisionRule, organisation: Organisation, day: int) -> Reply:
    reads = (Read(f"decision_rules/{found.id}", found),)
    parts = [Reply(found.period.holds(day), "", reads)]
    if claim.kind is not None:
        parts.append(Reply(YES if found.kind == claim.kind else NO, f"its kind is {plain(found.kind)}", reads))
    if claim.equal_votes is not None:
        equal = len({one.votes for one in found.weights}) <= 1 and not (found.veto_holders or found.veto_by)
        gives = "each has one vote" if equal else "votes differ, or some hold a veto"
        parts.append(Reply(YES if equal == claim.equal_votes else NO, gives, reads))
    if claim.can_block is not None:
        able = _blockers(found, organisation, day)
        if able is None:
            parts.append(Reply(None, "who can block alone is not known from the rule", reads))
        else:
            gives = f"{', '.join(able) or 'nobody'} can block alone"
            parts.append(named_set(claim.can_block, able, gives, reads))
    return named(f"{found.id} ({found.basis})", all_of(parts))


def _blockers(found: DecisionRule, organisation: Organisation, day: int) -> tuple[str, ...] | None:
    """Who can block a decision alone, where the rule's own text says so; None where it takes a count."""
    condition: Condition = found.adopted_when
    if condition.no_objection == "veto_holders":
        return found.veto_holders or None
    unanimous = condition.at_least is not None and condition.at_least.share == "1/1"
    if condition.no_objection != "voters" and not unanimous:
        return None
    if found.voters.who == "named":
        return found.voters.named
    there = organisation.on(day).members if found.voters.who == "members" else ()
    return tuple(one.state for one in there if one.certainty is Certainty.CERTAINLY) or None
