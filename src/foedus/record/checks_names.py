"""What facts name: sources, states, organs, rules, instruments, provisions, forces, cases; and their dates.

One walk through every fact looks at each key by its name and by what stands there.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from foedus import states
from foedus.dates import Date, Period, holds_in_any
from foedus.record.cases import CodedCase
from foedus.record.checks_ground import Ground, nearest
from foedus.record.text import Way

if TYPE_CHECKING:
    from foedus.record.reading import Item

_SECTION_OF: Final[Mapping[str, tuple[str, str]]] = {
    "source": ("sources", "source in sources.yaml"),
    "organ": ("organs", "organ in organs.yaml"),
    "rule": ("decision_rules", "decision rule in decision_rules.yaml"),
    "treaty": ("treaties", "instrument in this pack"),
    "provision": ("provisions", "provision in this pack"),
    "article": ("articles", "article in this pack"),
    "force": ("forces", "force in forces.yaml"),
    "case": ("cases", "case in this pack"),
    "activity": ("activities", "activity in this pack"),
    "event": ("events", "event in this pack"),
}
"""Kind of name -> the section that gives it, and how a message speaks of it."""

_NAMES: Final[Mapping[str, str]] = {
    "id": "id",
    "sources": "source",
    "parties_sources": "source",
    "state": "state",
    "states": "state",
    "initiators": "state",
    "including": "state",
    "not_signed_by": "state",
    "named": "state",
    "barred": "state",
    "towards": "state",
    "veto_holders": "state",
    "actor": "state or other",
    "convened_by": "state or other",
    "decided_by": "organ",
    "organ": "organ",
    "organs": "organ",
    "parent": "organ",
    "rule": "rule",
    "rules": "rule",
    "decision_rules": "rule",
    "amends": "treaty",
    "also_amends": "treaty",
    "amended_by": "treaty",
    "replaced_by": "treaty",
    "instruments": "treaty",
    "provision": "provision",
    "provisions": "provision",
    "under": "article",
    "force": "force",
    "forces": "force",
    "used_in": "case",
    "part_of": "activity",
    # The same key means different things in different places: here the class decides.
    "Engaging.cases": "article",
    "Engaging.scope": "article",
    "TerritorialScope.wholly": "state",
    "Engaging.covers": "state",
    "Situation.target": "state",
    "Situation.also_targets": "state",
    "CodedCase.seats": "state",
    "Situation.responds_to": "case",
    "ReportingUnsc.of": "article",
    "Invocation.by": "state",
    "Invocation.joined_by": "state",
    "AboutMembers.exactly": "state",
    "AboutMembers.include": "state",
    "AboutMembers.exclude": "state",
    "AboutStatus.of": "organ",
    "WiderBody.treaty": "treaty",
    "Decision.concerned": "state",
    "AboutTreaty.treaty": "treaty",
    "AboutTreaty.signatories": "state",
    "AboutTreaty.signed_by": "state",
    "AboutTreaty.joined": "state",
    "AboutProvision.article": "article",
    "AboutRule.can_block": "state",
    "AboutForce.contributes": "state",
    "AboutActivity.activity": "activity",
    "AboutEvent.event": "event",
    "AboutCase.case": "case",
    "AboutCase.initiator": "state",
    "AboutCase.asked_by": "state",
    "AboutCase.contributes": "state",
    "AboutCases.initiator": "state",
    "WorldFacts.leader": "state",
    "Arrival.target": "state",
    "Arrival.by": "state",
    "Pair.of": "state",
}
"""Key (or Class.key) -> kind of the names that it holds."""

_TIMES: Final = ("date", "as_of", "signed", "ratified", "in_force", "begins", "period", "at")
"""Keys that say when the rest of a fact is so, the first that is given counting."""

_AHEAD: Final = frozenset(
    {"term_ends", "ended", "dissolved", "earliest", "renewal_from", "first_deliveries", "until"}
)
"""Keys whose dates may lie ahead of what the pack covers, since plans and terms are known before they are due."""

ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
"""How an id is written."""

_CODE: Final = re.compile(r"[A-Z]{3}")
_PLAIN: Final = frozenset({"str", "str | None", "bool", "bool | None", "tuple[str, ...]"})


class _Key(NamedTuple):
    name: str
    kind: str | None
    needed: bool


class _Plan(NamedTuple):
    keys: tuple[_Key, ...]
    times: tuple[str, ...]
    own_time: bool


@cache
def _plan(of: type) -> _Plan:
    """What to look at in a class of facts; worked out once."""
    classes = [one.__name__ for one in of.__mro__]
    keys = []
    for field in fields(of):
        kind = next((_NAMES[key] for one in classes if (key := f"{one}.{field.name}") in _NAMES), None)
        kind = kind or _NAMES.get(field.name)
        if kind or field.type not in _PLAIN:
            keys.append(_Key(field.name, kind, field.default is MISSING))
    names = {field.name for field in fields(of)}
    times = tuple(name for name in _TIMES if name in names)
    # A party that joined later is not judged by the day on which others signed.
    return _Plan(tuple(keys), times, of.__name__ == "Party")


def check_names(ground: Ground) -> None:
    """Check every name, date and number in every fact."""
    walk = _Walk(ground)
    for section, items in ground.reading.items.items():
        if section == "statements":
            own = {None, *(pack.id for pack in ground.reading.all("pack"))}
            check_claimed(ground, (one for one in items if one.fact.organisation in own))
            check_claimed(ground, (one for one in items if one.fact.organisation not in own), foreign=True)
            continue
        for item in items:
            if section == "sources":
                walk.id(item, (), item.id)
            else:
                walk.fact(item)


def check_claimed(ground: Ground, items: Iterable[Item], foreign: bool = False) -> None:
    """Check every name in statements.

    Args:
        ground: where faults are told.
        items: the statements.
        foreign: they are about another organisation, of which only the names of states are known here.
    """
    walk = _Claims(ground, foreign)
    for item in items:
        walk.fact(item)


def check_keys(ground: Ground, item: Item, keys: Iterable[str]) -> None:
    """Check every name in some keys of a fact that may tell of any day, such as one that a reform makes.

    Args:
        ground: where faults are told.
        item: the fact.
        keys: the keys to look at.
    """
    _Proposed(ground, False).keys(item, frozenset(keys))


class _Walk:
    """One walk through a pack's facts.

    Attributes:
        ground: where faults are told.
        item: the fact at hand.
    """

    __slots__ = ("_codes", "_known", "_seen", "ground", "item")

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.item: Item
        self._codes = states.codes()
        self._known = {kind: ground.known(section) for kind, (section, _) in _SECTION_OF.items()}
        self._seen: set[tuple[str, Date | Period]] = set()

    def fact(self, item: Item) -> None:
        """Look at one fact and all its parts."""
        self.item = item
        self._part(item.fact, (), _span(item.fact) if isinstance(item.fact, CodedCase) else None)

    def keys(self, item: Item, wanted: frozenset[str]) -> None:
        """Look at some keys of a fact."""
        self.item = item
        self._part(item.fact, (), None, wanted)

    def _part(self, part: Any, way: Way, when: Date | Period | None, wanted: frozenset[str] | None = None) -> None:
        of: type = type(part)
        plan = _plan(of)
        own = next(filter(None, (getattr(part, name) for name in plan.times)), None)
        when = own if plan.own_time or isinstance(own, Date | Period) else when
        for name, kind, needed in plan.keys:
            value = getattr(part, name)
            if wanted is not None and name not in wanted:
                continue
            if type(value) is tuple:
                if needed and not value and kind == "source":
                    what, mend = "no source is named", "name at least one entry of sources.yaml"
                    self._tell((*way, name), "no-sources", what, mend)
                for place, one in enumerate(value):
                    self._value(one, kind, (*way, name, place), when)
            elif value is not None:
                self._value(value, kind, (*way, name), when)

    def _value(self, value: Any, kind: str | None, way: Way, when: Date | Period | None) -> None:
        of = type(value)
        if of is str:
            if kind is not None:
                self._name(value, kind, way, when)
        elif of is Date or of is Period:
            self._date(value, way)
        elif of is int:
            if value < 0:
                what, mend = f"{value} is below zero", "write a number from 0 up, or leave the key out"
                self._tell(way, "negative-number", what, mend)
        elif is_dataclass(of):
            self._part(value, way, when)

    def _date(self, value: Date | Period, way: Way) -> None:
        date = value if isinstance(value, Date) else value.start
        end = self.ground.covered_to
        if date is None or end is None or way[-1] in _AHEAD or not end.certainly_before(date):
            return
        what = f"{date} is after {end}, the end of what the pack covers"
        self._tell(way, "outside-coverage", what, "mend the date, or move the end of covers in pack.yaml")

    def _name(self, value: str, kind: str, way: Way, when: Date | Period | None) -> None:
        known = self._known.get(kind)
        if known is not None:
            if value not in known:
                self._unknown(value, kind, known, way)
        elif kind == "id":
            self.id(self.item, way, value)
        elif kind == "state" or (kind == "state or other" and _CODE.fullmatch(value)):
            self._state(value, way, when)

    def _unknown(self, value: str, kind: str, known: set[str], way: Way) -> None:
        near = nearest(value, known)
        section, words = _SECTION_OF[kind]
        mend = f"did you mean {near!r}?" if near else f"add it to {section}, or mend the name"
        self._tell(way, f"unknown-{kind}", f"{value!r} is no {words}", mend)

    def id(self, item: Item, way: Way, name: str) -> None:
        """Check how an id is written."""
        if not ID.fullmatch(name):
            what, mend = f"{name!r} is no id", "write letters, digits, hyphens, dots and underscores only"
            self.ground.tell(item, way, "bad-id", what, mend)

    def _state(self, code: str, way: Way, when: Date | Period | None) -> None:
        if code not in self._codes:
            try:
                states.state(code)
            except states.UnknownState as error:
                what, _, mend = str(error).partition("; ")
                self._tell(way, "unknown-state", what, mend)
        elif when is not None and (code, when) not in self._seen:
            if in_being(code, when):
                self._seen.add((code, when))
            else:
                self._tell(way, "state-not-in-being", *absent(code, when))

    def _tell(self, way: Way, code: str, what: str, mend: str) -> None:
        self.ground.tell(self.item, way, code, what, mend)


def _span(case: CodedCase) -> Period:
    """The time of a case: who voted late in a long one need not have existed when it began."""
    last = datetime.date.fromordinal(max(case.last_dated, case.situation.begins.last) + 1)
    return Period(Date.of(case.situation.begins.earliest), Date.of(last))


class _Claims(_Walk):
    """A walk through a statement: what it claims may be wrong, so its dates and times are no faults."""

    __slots__ = ()

    def __init__(self, ground: Ground, foreign: bool) -> None:
        super().__init__(ground)
        if foreign:
            self._known = {kind: names if kind == "source" else None for kind, names in self._known.items()}

    def _date(self, value: Date | Period, way: Way) -> None:
        """Any date may be claimed."""

    def _state(self, code: str, way: Way, when: Date | Period | None) -> None:
        super()._state(code, way, None)


class _Proposed(_Claims):
    """A walk through what somebody proposes, for which there may be no source yet."""

    __slots__ = ()

    def _tell(self, way: Way, code: str, what: str, mend: str) -> None:
        if code != "no-sources":
            super()._tell(way, code, what, mend)


def in_being(code: str, when: Date | Period) -> bool:
    """Tell whether a state may have existed, or sat in its own name, at a time: at least for a part of it."""
    one = states.state(code)
    lives = (*one.exists, *one.seated)
    if isinstance(when, Date):
        return holds_in_any(lives, when).possible
    return any(life.overlaps(when).possible for life in lives)


def absent(code: str, when: Date | Period) -> tuple[str, str]:
    """Say that a state did not exist at a time, and whose code stands for it then."""
    one = states.state(code)
    what = f"{code} ({one.name}) did not exist {'on' if isinstance(when, Date) else 'in'} {when}"
    day = when if isinstance(when, Date) else when.start or when.end
    try:
        then = states.meaning(code, day) if day else one
    except states.UnknownState as error:
        return what, str(error).partition("; ")[2] or "mend the code or the date"
    return what, f"write {then.code} ({then.name})" if then is not one else "mend the code or the date"
