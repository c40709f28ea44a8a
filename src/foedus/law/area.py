"""The area: whether what happened lies in the territory to which an instrument limits itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from foedus.record.cases import Situation
from foedus.record.facts import Provision
from foedus.record.terms import Answer, TerritorialScope
from foedus.record.view import View

_RANK = {"no": 0, "contested": 1, "yes": 2}


@dataclass(frozen=True, slots=True)
class Area:
    """Whether a place is covered.

    Attributes:
        answer: yes, no or contested.
        why: the reason in words.
        provision: id of the territorial clause that says so; None where none is in force.
        sources: ids of the sources of that clause.
    """

    answer: Answer
    why: str
    provision: str | None
    sources: tuple[str, ...] = ()


def area(view: View, articles: Iterable[str], situation: Situation) -> Area:
    """Say whether a situation lies in the area that territorial clauses draw.

    What a clause leaves out by name is out, unless another calls it by name; else the widest answer counts.

    Args:
        view: the organisation on the day.
        articles: stable keys of the clauses; one that is not in force says nothing.
        situation: what happened.

    >>> from foedus.record.view import organisation
    >>> nato = organisation("nato")
    >>> falklands = nato.case("nato-falklands-1982").situation
    >>> area(nato.on("1982-04-02"), ["nat-1949-art-6"], falklands).answer
    'no'
    """
    clauses = [one for one in map(view.article, articles) if one is not None]
    if not clauses:
        return Area("contested", "no clause that draws the area is in force", None)
    found = [(one, *_reached(one, situation)) for one in clauses]
    named = [(one, answer, why, sure) for one, answer, why, sure in found if sure]
    # Of clauses that say nothing by name the first in the pack draws the general area.
    clause, answer, why, _ = max(named or found, key=lambda one: _RANK[one[1]])
    return Area(answer, why, clause.id, clause.sources)


def _reached(clause: Provision, situation: Situation) -> tuple[Answer, str, bool]:
    """What one clause says of a place, and whether it calls the place by name."""
    terms = clause.terms
    assert isinstance(terms, TerritorialScope)
    lists: tuple[tuple[tuple[str, ...], Answer, str], ...] = (
        (terms.includes, "yes", "it is covered by name"),
        (terms.excludes, "no", "it lies outside the area"),
        (terms.contested, "contested", "readers differ whether it is part of the area"),
    )
    for places, answer, words in lists:
        named = [one for one in situation.areas if one in places]
        if named:
            return answer, f"{words}: {_spoken(named)}", True
    answer, why = _general(terms, situation)
    return answer, why, False


def _general(terms: TerritorialScope, situation: Situation) -> tuple[Answer, str]:
    """What a clause says of a place that it does not call by name."""
    ground, region = situation.territory, situation.region
    if terms.includes and not (terms.regions or terms.waters or terms.wholly):
        return "no", f"the clause is about {_spoken(terms.includes)} only"
    if situation.target in terms.wholly and ground == "recognised":
        return "yes", f"it happened on territory of {situation.target}, all of which is covered"
    if region is not None and region in terms.waters:
        return "yes", f"members' territory, forces, ships and aircraft are covered there: {_spoken([region])}"
    if region is not None and region in terms.regions_contested:
        return "contested", f"whether that part of the world is covered is open: {_spoken([region])}"
    if terms.regions or terms.waters:
        if region is None:
            return "contested", "in which part of the world it happened is not coded"
        if region not in terms.regions:
            return "no", f"it happened in a part of the world that is not covered: {_spoken([region])}"
    if ground == "recognised":
        return "yes", "it happened on territory of the target that is covered"
    if ground == "outside":
        return "no", "it happened outside the target's recognised territory"
    known = (
        "whose territory it is the parties dispute" if ground else "whose territory it happened on is not known"
    )
    return "contested", known


def _spoken(tokens: Iterable[str]) -> str:
    return " and ".join(tokens).replace("_", " ")
