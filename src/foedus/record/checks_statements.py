"""Statements: that each says how it is checked, claims something, and names terms that its article has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal, get_args, get_origin, get_type_hints

from foedus.record.checks_ground import Ground, fraction, nearest
from foedus.record.expectations import (
    AboutActivity,
    AboutCases,
    AboutItself,
    AboutMembers,
    AboutProvision,
    AboutShare,
    Figure,
)
from foedus.record.queries import Query, Statement
from foedus.record.terms import TERMS_OF
from foedus.record.text import Way

if TYPE_CHECKING:
    from foedus.record.facts import Treaty
    from foedus.record.reading import Item

_BARE: Final = (AboutItself, AboutMembers, AboutActivity, AboutCases)
"""What claims nothing when no expected value is given; of others it is claimed that they are there."""


def check_statements(ground: Ground) -> None:
    """Check what statements claim, as far as it needs no fact of another pack."""
    own = {pack.id for pack in ground.reading.all("pack")}
    subjects = subjects_of(ground.reading.all("treaties"))
    for item in ground.items("statements"):
        at_home = item.fact.organisation is None or item.fact.organisation in own
        check_statement(ground, item, subjects if at_home else {})


def check_statement(ground: Ground, item: Item, subjects: Mapping[str, Set[str]]) -> None:
    """Check what one statement claims.

    Args:
        ground: where faults are told.
        item: the statement.
        subjects: the subjects of each article, where they are known.
    """
    statement: Statement = item.fact
    if statement.query is None:
        if not statement.why:
            what, mend = "the key 'why' is missing", "add 'why: ...', the reason in words"
            ground.tell(item, (), "missing-key", what, mend)
        return
    for way, query in _parts(statement.query, ("query",)):
        _check_query(ground, item, way, query, subjects)


def subjects_of(treaties: Iterable[Treaty]) -> dict[str, set[str]]:
    """Which subjects the wordings of each article have."""
    found: dict[str, set[str]] = {}
    for treaty in treaties:
        for provision in treaty.provisions:
            found.setdefault(provision.article, set()).add(provision.subject)
    return found


def _parts(query: Query, way: Way) -> Iterator[tuple[Way, Query]]:
    """Yield a query and all within it, each with the way to it."""
    yield way, query
    for key in ("all_of", "any_of", "none_of"):
        for place, one in enumerate(getattr(query, key) or ()):
            yield from _parts(one, (*way, key, place))


def _check_query(ground: Ground, item: Item, way: Way, query: Query, subjects: Mapping[str, Set[str]]) -> None:
    key = query.key()
    claim = getattr(query, key)
    way = (*way, key)
    if isinstance(claim, _BARE) and claim == type(claim)():
        what = "nothing is claimed"
        ground.tell(item, way, "missing-key", what, f"add one of {', '.join(one.name for one in fields(claim))}")
    if isinstance(claim, AboutProvision) and claim.article in subjects:
        _check_terms(ground, item, way, claim, subjects[claim.article])
    if isinstance(claim, AboutShare) and fraction(claim.share) is None:
        _bad_share(ground, item, (*way, "share"), claim.share)
    if isinstance(claim, Figure) and claim.within is not None:
        if fraction(claim.within) is None:
            _bad_share(ground, item, (*way, "within"), claim.within)
        elif claim.count is None:
            what, mend = "the key 'count' is missing", "add 'count: ...', the number that may be missed"
            ground.tell(item, way, "missing-key", what, mend)


def _bad_share(ground: Ground, item: Item, way: Way, text: str) -> None:
    what = f"{text!r} is no exact fraction above 0 and up to 1"
    ground.tell(item, way, "bad-share", what, "write it as 1/10")


def _check_terms(ground: Ground, item: Item, way: Way, claim: AboutProvision, subjects: Set[str]) -> None:
    """The keys are terms of the article's subject, and the values are words of the term where it has such."""
    allowed: dict[str, set[str]] = {}
    classes: list[type] = [of for subject, of in TERMS_OF.items() if subject in subjects]
    for of in classes:
        for name, words in _terms(of).items():
            allowed.setdefault(name, set()).update(words)
    for name, values in (claim.terms or {}).items():
        here = (*way, "terms", name)
        if name not in allowed:
            near = nearest(name, allowed)
            mend = f"did you mean {near!r}?" if near else f"the keys here are {', '.join(allowed)}"
            ground.tell(item, here, "unknown-key", f"the key {name!r} is not known", mend)
            continue
        for place, value in enumerate(values):
            if allowed[name] and value not in allowed[name]:
                near = nearest(value, allowed[name])
                mend = f"did you mean {near!r}?" if near else f"write one of {', '.join(sorted(allowed[name]))}"
                what = f"{value!r} is none of the words for this place"
                ground.tell(item, (*here, place), "unknown-word", what, mend)


@cache
def _terms(of: type) -> dict[str, set[str]]:
    """The words that each term of a class may have; none where it takes any text."""
    hints = get_type_hints(of)
    return {one.name: _words(hints[one.name]) for one in fields(of)}


def _words(hint: Any) -> set[str]:
    """The words of a type that is a choice of words, alone or in a list."""
    if get_origin(hint) is Literal:
        return set(get_args(hint))
    found: set[str] = set()
    for one in get_args(hint):
        found |= _words(one)
    return found
