"""What a reform makes of facts: the old one ends on its day, and the new one begins."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, Final, TypeVar

from foedus.dates import Date, Period
from foedus.record.base import Fact
from foedus.record.checks_ground import Ground, cycles, nearest
from foedus.record.checks_law import check_rule
from foedus.record.checks_names import check_keys
from foedus.record.doctrine import Doctrine
from foedus.record.facts import Contribution, Force, Organ, Provision, Strength, Treaty
from foedus.record.faults import Fault
from foedus.record.pack import Record
from foedus.record.reading import Item, Reading
from foedus.record.reform_changes import SECTION_OF, Addition, Alteration, NewReading, Place, Reform
from foedus.record.rules import DecisionRule

Lasting = TypeVar("Lasting", DecisionRule, Force, Organ, Provision)


_NAMED: Final = ("treaties", "organs", "decision_rules", "forces", "cases", "activities", "events")
"""Sections whose facts are named by id."""


class Bench:
    """A record on which reforms are at work, and the faults that they show.

    Attributes:
        record: the record as it has become so far.
        faults: what does not fit it.
        day: ordinal of the day from which the next change holds; 1: it is taken always to have been so.
    """

    __slots__ = ("_known", "day", "faults", "record")

    def __init__(self, record: Record) -> None:
        """Begin with a record, which stays as it is: what is changed is a copy."""
        self.record = record
        self.faults: list[Fault] = []
        self.day = 1
        self._known = _names(record)

    @property
    def begins(self) -> Date | None:
        """The day as a date; None where the change is taken always to have been so."""
        return Date.of(datetime.date.fromordinal(self.day)) if self.day > 1 else None

    def tell(self, place: Place, code: str, what: str, mend: str, *, at: tuple[str | int, ...] = ()) -> None:
        """Keep a fault."""
        self.faults.append(place.fault(code, what, mend, at=at))

    def put(self, **sections: Any) -> None:
        """Go on with other facts in some sections."""
        self.record = replace(self.record, **sections)

    def known(self, section: str) -> set[str]:
        """The names of a section, or of the ``articles``."""
        return self._known.setdefault(section, set())

    def check(self, fact: Any, keys: Iterable[str], place: Place, within: str) -> None:
        """Check the names in some keys of a fact, and a decision rule for its sense."""
        item = Item(getattr(fact, "id", ""), fact, place.document, (*place.way, within))
        rows = [Item(one.id, one, place.document, place.way) for one in self.record.membership]
        ground = Ground(Reading(Path(), items={"membership": rows}, ids=self._known))
        check_keys(ground, item, keys)
        if isinstance(fact, DecisionRule):
            check_rule(ground, item)
        self.faults.extend(ground.faults)


def _names(record: Record) -> dict[str, set[str]]:
    provisions = [one for each in record.treaties for one in each.provisions]
    return {
        **{name: {one.id for one in getattr(record, name)} for name in _NAMED},
        "sources": set(record.sources),
        "provisions": {one.id for one in provisions},
        "articles": {one.article for one in provisions},
    }


def over(period: Period, day: int) -> bool:
    """Whether a period has ended by a day.

    >>> over(Period.parse("2003/2012-12-19"), Date.parse("2012-12-19").first)
    True
    """
    return period.end is not None and period.end.last <= day


def ended(period: Period, day: int) -> Period:
    """A period that ends on a day, an ordinal."""
    return Period(period.start, Date.of(datetime.date.fromordinal(day)), start_unknown=period.start_unknown)


def _begins_by(one: Lasting, day: int) -> bool:
    """Whether a fact begins before a day, so that something of it is left where it ends on the day."""
    return day > 1 and (one.period.start is None or one.period.start.first < day)


def _parted(one: Lasting, day: int) -> tuple[Lasting | None, Lasting]:
    """What holds before a day, and the same from then on; nothing where it begins with or after the day.

    A rule or an article has another wording then. An organ or a force stays the same one, and keeps its beginning.
    """
    if not _begins_by(one, day) or isinstance(one, Organ | Force):
        return None, one
    begins = Date.of(datetime.date.fromordinal(day))
    later = Period(begins, one.period.end, end_unknown=one.period.end_unknown)
    return replace(one, period=ended(one.period, day)), replace(one, period=later)


# --- alterations ---


def alter(bench: Bench, reform: Reform, change: Alteration) -> None:
    """Alter facts key by key, or let them fall away.

    Args:
        bench: the record at work.
        reform: the reform.
        change: what it changes.
    """
    known = bench.known("articles" if change.kind == "articles" else SECTION_OF[change.kind])
    for place, name in enumerate(change.names):
        if name not in known:
            _unknown(bench, change, place, name, known)
    if change.kind == "articles":
        _reached(bench, change, _articles_reached(bench, change))
        bench.put(treaties=tuple(_in_treaty(bench, reform, change, one) for one in bench.record.treaties))
        return
    rows: tuple[Any, ...] = getattr(bench.record, SECTION_OF[change.kind])
    _reached(bench, change, {one.id for one in rows if not over(one.period, bench.day)})
    made = tuple(_altered(bench, reform, change, rows))
    bench.put(**{SECTION_OF[change.kind]: made})
    if "fallback" in change.becomes:
        _no_circle(bench, change)


_SPOKEN = {"rules": "decision rule", "articles": "article", "organs": "organ", "forces": "force"}


def _unknown(bench: Bench, change: Alteration, place: int, name: str, known: set[str]) -> None:
    near = nearest(name, known)
    word = _SPOKEN[change.kind]
    what = f"{bench.record.pack.id} has no {word} {name!r}"
    mend = f"did you mean {near!r}?" if near else f"there are {', '.join(sorted(known)) or 'none'}"
    code = "unknown-rule" if change.kind == "rules" else f"unknown-{word}"
    bench.tell(change.place, code, what, mend, at=(change.kind, place))


def _reached(bench: Bench, change: Alteration, reached: set[str]) -> None:
    """Tell which facts have nothing left to change from the day on."""
    known = bench.known("articles" if change.kind == "articles" else SECTION_OF[change.kind])
    for place, name in enumerate(change.names):
        if name in known and name not in reached:
            others = _subjects(bench, name) - {change.subject} if change.subject else set()
            about = f" on {change.subject}" if others else ""
            what = f"{name!r} has nothing{about} that still holds then"
            mend = "let the reform begin earlier, or name what holds on its day"
            if others:
                mend = f"write its own subject, {' or '.join(sorted(others))}"
            bench.tell(change.place, "nothing-to-change", what, mend, at=(change.kind, place))


def _in_force(bench: Bench) -> Iterator[Provision]:
    """The provisions that hold on the day or later."""
    for treaty in bench.record.treaties:
        yield from (one for one in treaty.provisions if not over(one.period, bench.day))


def _articles_reached(bench: Bench, change: Alteration) -> set[str]:
    return {one.article for one in _in_force(bench) if one.subject == change.subject}


def _subjects(bench: Bench, article: str) -> set[str]:
    return {one.subject for one in _in_force(bench) if one.article == article}


def _altered(bench: Bench, reform: Reform, change: Alteration, rows: Iterable[Lasting]) -> Iterator[Lasting]:
    for one in rows:
        if one.id not in change.names or over(one.period, bench.day):
            yield one
            continue
        if change.falls_away:
            yield from _before(one, bench.day)
            continue
        before, after = _parted(one, bench.day)
        if before is not None:
            yield before
        yield _remade(bench, reform, change, after)


def _before(one: Lasting, day: int) -> Iterator[Lasting]:
    """What is left of a fact that falls away on a day."""
    if _begins_by(one, day):
        yield replace(one, period=ended(one.period, day))


def _remade(bench: Bench, reform: Reform, change: Alteration, one: Any) -> Any:
    """A fact as it is from the reform on."""
    keys = dict(change.becomes)
    if isinstance(one, DecisionRule):
        keys.setdefault("basis", _said_with(one.basis, reform))
    elif isinstance(one, Force):
        keys = _force_keys(bench, reform, one, keys)
    made = replace(one, **keys, sources=_sources(one, reform))
    bench.check(made, change.becomes, change.place, "becomes")
    return made


def _said_with(words: str, reform: Reform) -> str:
    return f"{words}, as changed by the reform {reform.id}"


def _sources(one: Fact, reform: Reform) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one.sources, *reform.sources)))


def _force_keys(bench: Bench, reform: Reform, force: Force, keys: dict[str, Any]) -> dict[str, Any]:
    """The keys of a force, its figures of the day of the reform."""
    made = dict(keys)
    day = bench.begins or force.period.start or bench.record.organisation.founded
    if "strength" in made:
        made["personnel"] = (Strength(value=made.pop("strength"), as_of=day, sources=reform.sources),)
    if "contributions" in made:
        made["contributions"] = tuple(
            Contribution(
                state=one.state, personnel=one.personnel, units=one.units, as_of=day, sources=reform.sources
            )
            for one in made["contributions"]
        )
    return made


def _in_treaty(bench: Bench, reform: Reform, change: Alteration, treaty: Treaty) -> Treaty:
    if not any(_meant(one, change) for one in treaty.provisions):
        return treaty
    made: list[Provision] = []
    for one in treaty.provisions:
        if not _meant(one, change) or over(one.period, bench.day):
            made.append(one)
            continue
        if change.falls_away:
            made += _before(one, bench.day)
            continue
        before, after = _parted(one, bench.day)
        made += [before] if before is not None else []
        made.append(_reworded(bench, reform, change, after))
    return replace(treaty, provisions=tuple(made))


def _meant(one: Provision, change: Alteration) -> bool:
    return one.article in change.names and one.subject == change.subject


def _reworded(bench: Bench, reform: Reform, change: Alteration, one: Provision) -> Provision:
    terms = replace(one.terms, **change.becomes)
    bench.check(terms, change.becomes, change.place, "becomes")
    keys = ", ".join(key.replace("_", " ") for key in change.becomes)
    text = change.text or f"{one.text} (The reform {reform.id} changes: {keys}.)"
    return replace(one, terms=terms, text=text, sources=_sources(one, reform))


def _no_circle(bench: Bench, change: Alteration) -> None:
    rules = [one for one in bench.record.decision_rules if not over(one.period, bench.day)]
    follows = {one.id: one.fallback.rule for one in rules if one.fallback}
    for ring in cycles(follows):
        if set(ring) & set(change.names):
            what = f"the fallbacks go round: {' -> '.join((*ring, ring[0]))}"
            mend = "let the last rule have no fallback"
            bench.tell(change.place, "fallback-cycle", what, mend, at=("becomes", "fallback"))


# --- what is new ---


def add(bench: Bench, reform: Reform, change: Addition) -> None:
    """Add a fact.

    Args:
        bench: the record at work.
        reform: the reform.
        change: what it adds.
    """
    fact, section = change.fact, SECTION_OF[change.kind]
    ids = bench.known("provisions" if change.kind == "articles" else section)
    if fact.id in ids:
        what, mend = f"the id {fact.id!r} is given already", "give what is new an id of its own"
        bench.tell(change.place, "duplicate-id", what, mend, at=("fact", "id"))
        return
    ids.add(fact.id)
    bench.check(fact, (one.name for one in fields(fact)), change.place, "fact")
    if isinstance(fact, Provision):
        _add_provision(bench, change, fact)
    else:
        bench.put(**{section: (*getattr(bench.record, section), fact)})


def _add_provision(bench: Bench, change: Addition, fact: Provision) -> None:
    treaties = bench.record.treaties
    if change.to not in bench.known("treaties"):
        near = nearest(change.to or "", bench.known("treaties"))
        mend = f"did you mean {near!r}?" if near else "name an instrument of the pack"
        what = f"{change.to!r} is no instrument of {bench.record.pack.id}"
        bench.tell(change.place, "unknown-treaty", what, mend, at=("to",))
    bench.known("articles").add(fact.article)
    bench.put(
        treaties=tuple(
            replace(one, provisions=(*one.provisions, fact)) if one.id == change.to else one for one in treaties
        )
    )


def reread(bench: Bench, reform: Reform, change: NewReading) -> None:
    """Put another reading of a trigger before all others.

    Args:
        bench: the record at work.
        reform: the reform.
        change: the reading.
    """
    cells = tuple(
        replace(one, why=_said_with(one.why, reform), sources=one.sources or reform.sources)
        for one in change.cells
    )
    for place, one in enumerate(change.cells):
        for count, name in enumerate(one.sources):
            if name not in bench.known("sources"):
                what = f"{name!r} is no source of {bench.record.pack.id}"
                mend = "name an entry of its sources.yaml"
                bench.tell(change.place, "unknown-source", what, mend, at=("cells", place, "sources", count))
    means = change.means or next(
        (one.means for one in bench.record.doctrine if one.trigger == change.trigger), change.trigger
    )
    made = Doctrine(trigger=change.trigger, means=means, cells=cells, sources=reform.sources)
    bench.put(doctrine=(made, *bench.record.doctrine))
