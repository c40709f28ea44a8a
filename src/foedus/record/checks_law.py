"""Instruments, organs, decision rules and doctrine: their lives, their references to themselves, their sense."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from foedus.dates import Date
from foedus.record.checks_ground import (
    Ground,
    begins_before,
    clashes,
    cycles,
    ends_after,
    fraction,
    nearest,
)
from foedus.record.doctrine import DoctrineCell
from foedus.record.members import PARTIAL
from foedus.record.rules import Condition, DecisionRule, Threshold
from foedus.record.text import Way

if TYPE_CHECKING:
    from foedus.record.facts import Provision, Treaty
    from foedus.record.reading import Item

_MEND_DATES = "mend one of the two dates"


def check_treaties(ground: Ground) -> None:
    """Check the lives of instruments, of their parties and of the wordings of their provisions."""
    wordings: dict[str, list[tuple[tuple[Item, int], Provision]]] = {}
    for item in ground.items("treaties"):
        _check_life(ground, item, item.fact)
        _check_parties(ground, item, item.fact)
        for place, provision in enumerate(item.fact.provisions):
            _check_provision(ground, item, place, provision)
            wordings.setdefault(provision.article, []).append(((item, place), provision))
    for article, held in wordings.items():
        pairs = clashes([((place, one), one.period) for place, one in held])
        for ((item, place), _), (_, other) in pairs:
            what = f"the article {article!r} has another wording then, {other.id} ({other.period})"
            mend = "end the older wording on the day on which the newer one begins"
            way = ("provisions", place, "period")
            ground.tell(item, way, "overlapping-wordings", what, mend)


def _check_life(ground: Ground, item: Item, treaty: Treaty) -> None:
    for key, code, words in (
        ("in_force", "treaty-in-force-before-signed", "in force"),
        ("ended", "treaty-ends-before-signed", "ended"),
    ):
        date: Date | None = getattr(treaty, key)
        if date and date.certainly_before(treaty.signed):
            what = f"{words} {date}, before it was signed {treaty.signed}"
            ground.tell(item, (key,), code, what, _MEND_DATES)


def _check_parties(ground: Ground, item: Item, treaty: Treaty) -> None:
    for place, party in enumerate(treaty.parties):
        way = ("parties", place)
        if party.in_force and party.in_force.certainly_before(treaty.signed):
            what = f"in force {party.in_force}, before the instrument was signed {treaty.signed}"
            code = "party-in-force-before-treaty-signed"
            ground.tell(item, (*way, "in_force"), code, what, _MEND_DATES)
        if party.in_force and party.ended and party.ended.certainly_before(party.in_force):
            what = f"ended {party.ended}, before it was in force {party.in_force}"
            ground.tell(item, (*way, "ended"), "party-ends-before-in-force", what, _MEND_DATES)


def _check_provision(ground: Ground, item: Item, place: int, provision: Provision) -> None:
    treaty, period = item.fact, provision.period
    what = None
    if begins_before(period, treaty.signed):
        what = f"{period} begins before {treaty.id} was signed, {treaty.signed}"
    elif treaty.ended and ends_after(period, treaty.ended):
        what = f"{period} goes on after {treaty.id} ended, {treaty.ended}"
    if what:
        mend = "mend the period, or the dates of the instrument"
        ground.tell(item, ("provisions", place, "period"), "provision-outside-treaty", what, mend)


def check_organs(ground: Ground) -> None:
    """Check that no organ is its own parent."""
    items = {item.id: item for item in ground.items("organs")}
    parents = {name: item.fact.parent for name, item in items.items() if item.fact.parent}
    for ring in cycles(parents):
        what = f"the parents go round: {' -> '.join((*ring, ring[0]))}"
        ground.tell(items[ring[0]], ("parent",), "organ-cycle", what, "let the highest organ have no parent")


def check_rules(ground: Ground) -> None:
    """Check that decision rules have organs, voters, veto holders, exact shares and an end to their fallbacks."""
    items = {item.id: item for item in ground.items("decision_rules")}
    for item in ground.items("decision_rules"):
        check_rule(ground, item)
    follows = {name: item.fact.fallback.rule for name, item in items.items() if item.fact.fallback}
    for ring in cycles(follows):
        what = f"the fallbacks go round: {' -> '.join((*ring, ring[0]))}"
        mend = "let the last rule have no fallback"
        ground.tell(items[ring[0]], ("fallback", "rule"), "fallback-cycle", what, mend)


def check_rule(ground: Ground, item: Item) -> None:
    """Check that one decision rule has organs, voters and veto holders, and exact shares.

    Args:
        ground: where faults are told.
        item: the rule.
    """
    rule: DecisionRule = item.fact
    if not rule.organs and not rule.alone:
        what, mend = "the rule governs no organ", "name its organs, or say 'alone' if one state decides alone"
        ground.tell(item, ("organs",), "rule-without-organ", what, mend)
    if rule.voters.who == "named" and not rule.voters.named:
        what, mend = "the voters are named, and no state is", "list them: 'named: [...]'"
        ground.tell(item, ("voters",), "voters-not-named", what, mend)
    _check_outside(ground, item, rule)
    for key in ("adopted_when", "quorum"):
        for way, node in _nodes(getattr(rule, key), (key,)):
            _check_node(ground, item, way, node)


def _check_outside(ground: Ground, item: Item, rule: DecisionRule) -> None:
    scopes = {row.scope for row in ground.reading.all("membership") if row.scope and row.status in PARTIAL}
    for place, one in enumerate(rule.voters.outside if ground.sound("membership") else ()):
        if one not in scopes:
            near = nearest(one, scopes)
            what = f"no frozen or suspended status has the scope {one!r}"
            mend = f"did you mean {near!r}?" if near else "give the status in membership.yaml that scope"
            ground.tell(item, ("voters", "outside", place), "unknown-scope", what, mend)


def _nodes(condition: Condition | None, way: Way) -> Iterator[tuple[Way, Condition]]:
    """Yield a condition and all within it, each with the way to it."""
    if condition is None:
        return
    yield way, condition
    for key in ("all_of", "any_of", "none_of"):
        for place, one in enumerate(getattr(condition, key) or ()):
            yield from _nodes(one, (*way, key, place))


def _check_node(ground: Ground, item: Item, way: Way, node: Condition) -> None:
    if node.no_objection == "veto_holders" and not (item.fact.veto_holders or item.fact.veto_by):
        what, mend = "the rule names no veto holders", "name them, or write 'no_objection: voters'"
        ground.tell(item, (*way, "no_objection"), "veto-without-holder", what, mend)
    for key in ("at_least", "more_than"):
        threshold: Threshold | None = getattr(node, key)
        if threshold is None:
            continue
        if (threshold.share is None) == (threshold.count is None):
            given = "neither a share nor a count is" if threshold.share is None else "a share and a count are"
            what, mend = f"{given} given", "give one: 'share: 2/3' or 'count: 9'"
            ground.tell(item, (*way, key), "bad-share", what, mend)
        elif threshold.share is not None and fraction(threshold.share) is None:
            what = f"{threshold.share!r} is no exact fraction above 0 and up to 1"
            ground.tell(item, (*way, key, "share"), "bad-share", what, "write it as 2/3")


def check_doctrine(ground: Ground) -> None:
    """Check that each trigger stands once and that its entries fit every situation, each of use."""
    seen: dict[str, Item] = {}
    for item in ground.items("doctrine"):
        trigger, cells = item.fact.trigger, item.fact.cells
        first = seen.setdefault(trigger, item)
        if first is not item:
            line = first.document.line_of(first.way)
            what = f"the trigger stands already in {first.document.file}:{line}"
            ground.tell(item, ("trigger",), "duplicate-trigger", what, "make the two one")
        fits_all = [_fits_all(cell) for cell in cells]
        if True not in fits_all:
            what, mend = "no entry fits every situation", "end with one that has no 'kinds', 'by' or 'outside'"
            ground.tell(item, ("cells",), "doctrine-gap", what, mend)
        elif fits_all.index(True) < len(cells) - 1:
            place = fits_all.index(True) + 1
            what, mend = "an entry before this one fits every situation", "put this one before it"
            ground.tell(item, ("cells", place), "unreachable-cell", what, mend)


def _fits_all(cell: DoctrineCell) -> bool:
    either = cell.responding is None and cell.threatened is None
    return either and not (cell.kinds or cell.by or cell.outside)
