"""The casebook's own rate of kept promises, by what was asked, what the law said, and what happened.

Every case is read by the law of its own day. Cases of the Security Council were chosen for their votes, so that no
rate can be formed from them; they are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from foedus.analysis.casebook import coded_in
from foedus.cli.asked import asked_for_itself, own_day
from foedus.law.advice import advise
from foedus.law.findings import Circumstances
from foedus.record.cases import CodedCase
from foedus.record.pack import packs
from foedus.record.terms import MutualDefence
from foedus.record.view import Organisation, organisation
from research.uncertainty import Outcome, Share, share

CHOSEN_FOR_VOTES: Final = ("un-sc",)
"""Organisations whose cases were chosen by what came of them."""
ATTACKS: Final = ("interstate_attack", "border_clash", "armed_incursion")
"""Kinds in which one state uses force on another: what comes nearest to the wars of other lists."""
ENOUGH: Final = 10
"""Cases with a rate from which on an organisation has a row of its own."""
CLAUSES: Final = {"engaged": 2, "arguable": 1, "none": 0}


@dataclass(frozen=True, slots=True)
class Promise:
    """A case as far as its promise goes.

    Attributes:
        case: its id.
        organisation: whose it is.
        kind: what happened.
        year: in which it began.
        invoked: whether the organisation was asked.
        defence: how far a mandatory clause of defence was engaged on the case's own day.
        mandatory: the same for any mandatory clause, such as a duty to consult.
        kept: ``yes``, ``partly`` or ``no``; else nothing can be said of it, or nothing was promised.
    """

    case: str
    organisation: str
    kind: str
    year: int
    invoked: bool
    defence: str
    mandatory: str
    kept: str

    @property
    def counts(self) -> bool:
        """Whether a rate can be formed of it."""
        return self.kept in ("yes", "partly", "no")


def promises() -> list[Promise]:
    """Read every case of every pack but those that were chosen for what came of them."""
    of = [organisation(name) for name in packs() if name not in CHOSEN_FOR_VOTES]
    return [promise(*coded) for coded in coded_in(of)]


def promise(owner: Organisation, coded: CodedCase) -> Promise:
    """Read one case by the law of its own day.

    Args:
        owner: whose case it is.
        coded: the case.
    """
    invoked = coded.invocation.made and not coded.invocation.elsewhere
    requested = asked_for_itself(coded.situation, coded.invocation)
    given = Circumstances(
        situation=coded.situation,
        requested=requested,
        asks_for=coded.invocation.asks_for if requested else (),
        authorised=True if any(act.act == "authorise" for act in coded.acts) else None,
    )
    owing = [
        one
        for one in advise(owner.on(own_day(coded).last), given).findings
        if one.owed is not None and one.owed.obligation == "mandatory"
    ]
    return Promise(
        case=coded.id,
        organisation=owner.id,
        kind=coded.situation.kind,
        year=int(coded.situation.begins.text[:4]),
        invoked=invoked,
        defence=_strongest([one.result for one in owing if isinstance(one.provision.terms, MutualDefence)]),
        mandatory=_strongest([one.result for one in owing]),
        kept=coded.fulfilled,
    )


def _strongest(results: list[str]) -> str:
    return max((one for one in results if one in CLAUSES), key=CLAUSES.__getitem__, default="none")


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate of kept promises.

    Attributes:
        group: of which cases.
        cases: how many there are in all, with those of which no rate can be formed.
        wholly: share kept in full.
        at_least_partly: share kept in full or in part.
    """

    group: str
    cases: int
    wholly: Share
    at_least_partly: Share


def rate(group: str, found: list[Promise]) -> Rate:
    """Form the rates of some cases; organisations are the clusters, since each keeps its habits."""
    counted = [one for one in found if one.counts]
    return Rate(
        group,
        len(found),
        share([Outcome(one.kept == "yes", one.organisation) for one in counted]),
        share([Outcome(one.kept != "no", one.organisation) for one in counted]),
    )


def rates(found: list[Promise]) -> list[Rate]:
    """Form the rates that the page tells, from all cases to those nearest to the wars of other lists."""
    groups = {
        "all": found,
        "the organisation was asked": [one for one in found if one.invoked],
        "it was not asked": [one for one in found if not one.invoked],
        "began before 1991": [one for one in found if one.year < 1991],
        "began since 1991": [one for one in found if one.year >= 1991],
    }
    for clause in CLAUSES:
        groups[f"duty of defence: {clause}"] = [one for one in found if one.defence == clause]
    for clause in CLAUSES:
        groups[f"any duty: {clause}"] = [one for one in found if one.mandatory == clause]
    for kind in sorted({one.kind for one in found}):
        groups[kind.replace("_", " ")] = [one for one in found if one.kind == kind]
    for name in sorted({one.organisation for one in found}):
        own = [one for one in found if one.organisation == name]
        if sum(one.counts for one in own) >= ENOUGH:
            groups[f"of {name}"] = own
    return [*(rate(name, group) for name, group in groups.items()), *nearest(found)]


def nearest(found: list[Promise]) -> list[Rate]:
    """Form the rates where a state used force and a duty of defence was engaged, and then on request."""
    attacked = [one for one in found if one.kind in ATTACKS and one.defence == "engaged"]
    return [
        rate("a state used force, and a duty of defence was engaged", attacked),
        rate("the same, and the organisation was asked", [one for one in attacked if one.invoked]),
    ]
