"""States and their codes: what a code means on a day, when a state existed, what came of it.

The table is ``data/states.yaml``: ISO 3166 codes, the numbers of the Correlates of War (COW) list and of that
of Gleditsch and Ward (GW), life spans, names, capitals and successions. It is read when first asked for.
"""

from __future__ import annotations

import datetime
import functools
import importlib.resources
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias, TypeVar, cast

from foedus.dates import Certainty, Date, Day, Period, days_meant, holds_in_any
from foedus.sources import Source

SuccessionKind: TypeAlias = Literal["continuation", "dissolution", "merger", "secession"]
"""How a state came out of another: the same state goes on; the other broke up; it joined; a part left."""

StateKind: TypeAlias = Literal["state", "associated state", "territory"]

_FOR_GOOD: Final = frozenset({"continuation", "merger"})

_T = TypeVar("_T")


class UnknownState(LookupError):
    """Says which code, name or number means no state, and what was most likely meant.

    Attributes:
        likely: codes that may have been meant, the likeliest first.
    """

    def __init__(self, message: str, likely: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.likely = tuple(likely)


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a state other than its short name of today.

    Attributes:
        text: the name.
        period: when it was the name; None for one by which people look for the state at any time.
    """

    text: str
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Capital:
    """The capital of a state, or where its government sits.

    Attributes:
        name: of the city.
        lat: degrees north, to two decimals.
        lon: degrees east, to two decimals.
        period: while it was the capital; open where it did not move.
    """

    name: str
    lat: float
    lon: float
    period: Period


@dataclass(frozen=True, slots=True)
class Succession:
    """One state coming out of another.

    Attributes:
        predecessor: code of the state that was there before.
        successor: code of the one that came out of it or that it joined.
        kind: how.
        date: when.
    """

    predecessor: str
    successor: str
    kind: SuccessionKind
    date: Date


@dataclass(frozen=True, slots=True)
class State:
    """A state, with all that its codes mean and when.

    Attributes:
        code: ISO 3166-1 alpha-3, or the withdrawn code of a state that is gone.
        name: the short name of today, or the last one.
        exists: life spans.
        seated: when it sat and voted in an international body in its own name without being a state.
        cow: Correlates of War numbers, each with the period for which it stands.
        gw: Gleditsch-Ward numbers, likewise.
        capitals: in order of time.
        successions: those it takes part in, in order of time.
        names: other names.
        former_codes: codes withdrawn because of a change of name, and when they stood for it.
        kind: "state", unless it is an associated state or a territory.
        of: code of the state to which an associated state or territory belongs.
        note: what a reader must know, for one where statehood is contested above all.
        sources: ids in :func:`citations`.

    >>> state("COD").name_on("1990"), state("COD").name_on("2000")
    ('Zaire', 'Democratic Republic of the Congo')
    """

    code: str
    name: str
    exists: tuple[Period, ...]
    seated: tuple[Period, ...] = ()
    cow: tuple[tuple[int, Period], ...] = ()
    gw: tuple[tuple[int, Period], ...] = ()
    capitals: tuple[Capital, ...] = ()
    successions: tuple[Succession, ...] = ()
    names: tuple[Name, ...] = ()
    former_codes: tuple[tuple[str, Period], ...] = ()
    kind: StateKind = "state"
    of: str | None = None
    note: str | None = None
    sources: tuple[str, ...] = ()

    @property
    def predecessors(self) -> tuple[Succession, ...]:
        """Lists how it came out of others, in order of time."""
        return tuple(one for one in self.successions if one.successor == self.code)

    @property
    def successors(self) -> tuple[Succession, ...]:
        """Lists how others came out of it, in order of time."""
        return tuple(one for one in self.successions if one.predecessor == self.code)

    def exists_on(self, day: Day) -> Certainty:
        """Says how surely it existed on a day."""
        return holds_in_any(self.exists, day)

    def name_on(self, day: Day) -> str:
        """Gives its name on a day: one that was in use for certain, otherwise the short name of today."""
        for name in self.names:
            if name.period and name.period.holds(day) is Certainty.CERTAINLY:
                return name.text
        return self.name

    def cow_on(self, day: Day) -> int | None:
        """Gives its COW number on a day, or None where it is not coded or not known which."""
        return _the_one(self.cow, day)

    def gw_on(self, day: Day) -> int | None:
        """Gives its GW number on a day, or None where it is not coded or not known which."""
        return _the_one(self.gw, day)

    def capital_on(self, day: Day) -> Capital | None:
        """Gives its capital on a day, or None where it did not exist or it is not known which."""
        if self.exists_on(day) is Certainty.NO:
            return None
        return _the_one(((one, one.period) for one in self.capitals), day)


def _the_one(spells: Iterable[tuple[_T, Period]], day: Day) -> _T | None:
    """Gives what certainly stands on a day, or what alone possibly does."""
    possible: list[_T] = []
    for thing, period in spells:
        answer = period.holds(day)
        if answer is Certainty.CERTAINLY:
            return thing
        if answer is Certainty.POSSIBLY and thing not in possible:
            possible.append(thing)
    return possible[0] if len(possible) == 1 else None


def codes() -> frozenset[str]:
    """Lists every code that :func:`state` knows, withdrawn ones included.

    >>> "ZAR" in codes(), "NO" in codes()
    (True, False)
    """
    return frozenset(_table().by_code) | frozenset(_table().by_former)


def states() -> tuple[State, ...]:
    """Lists all states, in order of their codes.

    >>> states()[0].code
    'AFG'
    """
    return tuple(_table().by_code.values())


def citations() -> Mapping[str, Source]:
    """Gives the sources on which the table rests, by id.

    >>> citations()["un-member-states"].publisher
    'United Nations'
    """
    return _table().citations


def state(code: str) -> State:
    """Gives the state that has a code, or had it.

    Args:
        code: three capitals.

    Returns:
        The state; for a code withdrawn because of a change of name, the state under its code of today.

    Raises:
        UnknownState: No state has the code.

    >>> state("ARM").name, state("ZAR").code
    ('Armenia', 'COD')
    """
    table = _table()
    found = table.by_code.get(code) or table.by_former.get(code)
    if found is None:
        raise UnknownState(*_unknown(code, "has the code"))
    return found


def find(text: str) -> State:
    """Gives the state that a person means by a code or a name, in capitals or not, with accents or without.

    Args:
        text: a code or a name, of today or of its time.

    Returns:
        The state.

    Raises:
        UnknownState: No state has that name, or several have.

    >>> find("burma").code, find("Cote d'Ivoire").code
    ('MMR', 'CIV')
    """
    table = _table()
    code = text.strip().upper()
    found = table.by_code.get(code) or table.by_former.get(code)
    if found:
        return found
    named = _by_name().get(_key(text), ())
    if len(named) == 1:
        return named[0]
    if named:
        likely = [one.code for one in named]
        raise UnknownState(f"{text.strip()} may mean {_listed(likely, 'or')}: write the code", likely)
    raise UnknownState(*_unknown(text, "has the name"))


def meaning(code: str, day: Day) -> State:
    """Gives the state that a code means on a day.

    A code means its own state as long as that exists, for certain or possibly. Before that, it means the
    state that this one continues: RUS is the Soviet Union in 1980. It never means a state that came later.

    Args:
        code: three capitals.
        day: the day.

    Returns:
        The state.

    Raises:
        UnknownState: No state has the code, or it means none on that day; the message says what the state
            became or what it came out of.

    >>> meaning("RUS", "1980-01-01").code, meaning("DEU", "1980-01-01").name_on("1980-01-01")
    ('SUN', 'Federal Republic of Germany')
    """
    own = state(code)
    for former, period in own.former_codes:
        if former == code and period.holds(day) is Certainty.NO:
            raise UnknownState(
                f"{code} stood for {_called(own)} in {period.text}, not {_when(day)}: write {own.code}",
                [own.code],
            )
    found = _continued(own, day, set())
    if found is None:
        raise UnknownState(*_absent(own, day))
    return found


def exists(code: str, day: Day) -> Certainty:
    """Says how surely the state with a code existed on a day.

    Raises:
        UnknownState: No state has the code.

    >>> exists("DDR", "1990-10-02"), exists("DDR", "1990-10-03")
    (<Certainty.CERTAINLY: 'certainly'>, <Certainty.NO: 'no'>)
    """
    return state(code).exists_on(day)


def name_on(code: str, day: Day) -> str:
    """Gives the name, on a day, of the state with a code.

    Raises:
        UnknownState: No state has the code.

    >>> name_on("MKD", "2018-01-01")
    'the former Yugoslav Republic of Macedonia'
    """
    return state(code).name_on(day)


def cow_code(code: str, day: Day) -> int | None:
    """Gives the Correlates of War number of what a code means on a day.

    Args:
        code: three capitals.
        day: the day.

    Returns:
        The number; None where the list does not count the state on that day, or where it is not known which of
        its numbers stands.

    Raises:
        UnknownState: No state has the code.

    >>> (
    ...     cow_code("DEU", "1980-01-01"),
    ...     cow_code("DEU", "2000-01-01"),
    ...     cow_code("PSE", "2000-01-01"),
    ... )
    (260, 255, None)
    """
    own = state(code)
    return own.cow_on(day) or _meant(own, day).cow_on(day)


def gw_code(code: str, day: Day) -> int | None:
    """Gives the Gleditsch-Ward number of what a code means on a day, as :func:`cow_code` does.

    Raises:
        UnknownState: No state has the code.

    >>> gw_code("DEU", "2000-01-01"), gw_code("YEM", "2000-01-01")
    (260, 678)
    """
    own = state(code)
    return own.gw_on(day) or _meant(own, day).gw_on(day)


def from_cow(number: int, day: Day) -> State:
    """Gives the state that a Correlates of War number stands for on a day.

    Args:
        number: the number.
        day: the day.

    Returns:
        The state.

    Raises:
        UnknownState: The number stands for none, or it is not known for which; the message says when it stood
            for which.

    >>> from_cow(365, "1980-01-01").code, from_cow(365, "2000-01-01").code
    ('SUN', 'RUS')
    """
    return _numbered("cow", number, day)


def from_gw(number: int, day: Day) -> State:
    """Gives the state that a Gleditsch-Ward number stands for on a day, as :func:`from_cow` does.

    Raises:
        UnknownState: The number stands for none, or it is not known for which.

    >>> from_gw(345, "1980-01-01").code, from_gw(340, "2010-01-01").code
    ('YUG', 'SRB')
    """
    return _numbered("gw", number, day)


def capital(code: str, day: Day) -> Capital | None:
    """Gives the capital, on a day, of what a code means then.

    Args:
        code: three capitals.
        day: the day.

    Returns:
        The capital; None where there was no such state, or it is not known which city it was.

    Raises:
        UnknownState: No state has the code.

    >>> capital("KAZ", "1995-01-01").name, capital("KAZ", "2022-01-05").name
    ('Almaty', 'Astana')
    """
    own = state(code)
    return own.capital_on(day) or _meant(own, day).capital_on(day)


def successor(code: str) -> State | None:
    """Gives the one state that continues a state that is gone, or that it joined.

    Returns:
        The state; None where the state still exists or broke up with none to continue it (then see its
        ``successors``).

    Raises:
        UnknownState: No state has the code.

    >>> successor("SUN").code, successor("DDR").code, successor("CSK")
    ('RUS', 'DEU', None)
    """
    own = state(code)
    if any(period.end is None and not period.end_unknown for period in own.exists):
        return None
    return next((state(one.successor) for one in reversed(own.successors) if one.kind in _FOR_GOOD), None)


def _continued(own: State, day: Day, seen: set[str]) -> State | None:
    """Follows continuations back to the state that existed on the day."""
    if own.exists_on(day) is not Certainty.NO:
        return own
    seen.add(own.code)
    first = days_meant(day)[0]
    for one in own.predecessors:
        if one.kind == "continuation" and one.date.last > first and one.predecessor not in seen:
            found = _continued(state(one.predecessor), day, seen)
            if found:
                return found
    return None


def _meant(own: State, day: Day) -> State:
    return _continued(own, day, set()) or own


def _numbered(system: Literal["cow", "gw"], number: int, day: Day) -> State:
    spells = _by_number(system).get(number)
    list_name = {"cow": "Correlates of War", "gw": "Gleditsch-Ward"}[system]
    if not spells:
        raise UnknownState(f"{number} is no {list_name} number of a state in this table")
    found = _the_one(spells, day)
    if found is None:
        held = ", ".join(f"{one.code} in {period.text}" for one, period in spells)
        raise UnknownState(
            f"the {list_name} number {number} stands for no one state {_when(day)}; it stands for {held}",
            dict.fromkeys(one.code for one, _ in spells),
        )
    return found


def _absent(own: State, day: Day) -> tuple[str, list[str]]:
    """Says that a state does not exist on a day, what became of it or what it came out of."""
    first, last = days_meant(day)
    message = f"{_called(own)} does not exist {_when(day)}"
    later = _heirs(own, day, last, set())
    if later:
        return f"{message}; it became {_listed(later, 'and')}", later
    origins = [one for one in own.predecessors if one.kind != "merger" and one.date.last > first]
    if origins:
        origin = origins[0]
        earlier = _called(state(origin.predecessor))
        return f"{message}; it came out of {earlier} by {origin.kind}, {origin.date.spoken()}", [
            origin.predecessor
        ]
    return f"{message}, only in {' and '.join(period.text for period in own.exists)}", []


def _heirs(own: State, day: Day, last: int, seen: set[str]) -> list[str]:
    """Lists what a state had become by a day, past heirs that are themselves gone by then."""
    heirs: list[str] = []
    for one in sorted(own.successors, key=lambda one: one.kind not in _FOR_GOOD):
        if one.date.first > last or one.successor in seen:
            continue
        seen.add(one.successor)
        heir = state(one.successor)
        heirs += [heir.code] if heir.exists_on(day) is not Certainty.NO else _heirs(heir, day, last, seen)
    return heirs


def _called(one: State) -> str:
    return f"{one.code} ({one.name})"


def _listed(found: Iterable[str], last: str) -> str:
    called = [_called(state(code)) for code in found]
    return f" {last} ".join(filter(None, [", ".join(called[:-1]), called[-1]]))


def _when(day: Day) -> str:
    first, last = days_meant(day)
    if first == last:
        return f"on {datetime.date.fromordinal(first).isoformat()}"
    return f"in {day}"


def _unknown(text: str, what: str) -> tuple[str, list[str]]:
    """Says that nothing is called so, and what was most likely meant."""
    table = _table()
    code = text.strip().upper()
    known = table.by_code.get(code) or table.by_former.get(code)
    likely = [known.code] if known else [one.code for one in _by_name().get(_key(text), ())]
    likely = likely or _near(code, _key(text))[:3]
    shown = text if text.isprintable() and text.strip() and len(text) <= 40 else repr(text[:40])
    hint = "codes are the three letters of ISO 3166-1 alpha-3"
    if likely:
        hint = f"did you mean {_listed(likely, 'or')}?"
    return f"{shown}: no state {what}; {hint}", likely


def _near(code: str, key: str) -> list[str]:
    """Lists codes and names near to what was written: those that begin so, then those that differ little."""
    import difflib

    by_code, by_name = _table().by_code, _by_name()
    if len(code) == 2:
        return [one for one in by_code if one.startswith(code)]
    if len(code) < 2:
        return []
    near = [name for name in by_name if f" {key}" in f" {name}"]
    if len(code) != 3:
        near += difflib.get_close_matches(key, by_name, n=3, cutoff=0.6)
    found = [one.code for name in near for one in by_name[name]]
    if len(code) == 3:
        alike = {one: sum(a == b for a, b in zip(one, code, strict=True)) for one in by_code}
        found += sorted((one for one in alike if alike[one] == 2), key=lambda one: one[:2] != code[:2])
    return list(dict.fromkeys(found))


def _key(text: str) -> str:
    """Folds a name so that capitals, accents and kinds of apostrophe do not matter."""
    plain = unicodedata.normalize("NFKD", text.replace("\u2019", "'"))
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).casefold().split())


@dataclass(frozen=True, slots=True)
class _Table:
    by_code: dict[str, State]
    by_former: dict[str, State]
    citations: dict[str, Source]


@functools.cache
def _table() -> _Table:
    text = importlib.resources.files("foedus").joinpath("data", "states.yaml").read_bytes()
    data = _read(text)
    general = tuple(key for key, row in data["sources"].items() if row.pop("general", None))
    citations = {key: _source(row) for key, row in data["sources"].items()}
    starts = {system: Date.parse(day) for system, day in data["coverage"].items()}
    successions = _successions(data["states"])
    by_code = {row["code"]: _state(row, starts, general, successions) for row in data["states"]}
    return _Table(
        by_code=by_code,
        by_former={code: one for one in by_code.values() for code, _ in one.former_codes},
        citations=citations,
    )


@functools.cache
def _by_name() -> dict[str, tuple[State, ...]]:
    names: dict[str, dict[str, State]] = {}
    for one in states():
        for name in (one.name, *(other.text for other in one.names)):
            names.setdefault(_key(name), {})[one.code] = one
    return {key: tuple(found.values()) for key, found in names.items()}


@functools.cache
def _by_number(system: Literal["cow", "gw"]) -> dict[int, list[tuple[State, Period]]]:
    numbers: dict[int, list[tuple[State, Period]]] = {}
    for one in states():
        for number, period in one.cow if system == "cow" else one.gw:
            numbers.setdefault(number, []).append((one, period))
    return numbers


def _read(text: bytes) -> Any:
    """Reads YAML from its events, twice as fast as a loader; every scalar stays text, also ``NO`` and dates."""
    import yaml

    parser = getattr(yaml, "CBaseLoader", yaml.BaseLoader)(text)

    def value() -> Any:
        event = parser.get_event()
        if isinstance(event, yaml.MappingStartEvent):
            mapping = {}
            while not parser.check_event(yaml.MappingEndEvent):
                key = value()
                mapping[key] = value()
            parser.get_event()
            return mapping
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not parser.check_event(yaml.SequenceEndEvent):
                items.append(value())
            parser.get_event()
            return items
        return event.value

    while not parser.check_event(yaml.MappingStartEvent):
        parser.get_event()
    return value()


def _source(row: dict[str, Any]) -> Source:
    date = row.pop("date", None)
    return Source(**row, date=Date.parse(date) if date else None)


def _successions(rows: list[dict[str, Any]]) -> dict[str, tuple[Succession, ...]]:
    """Gathers, by code, the successions that a state takes part in, on either side."""
    found: dict[str, list[Succession]] = {}
    for row in rows:
        for entry in row.get("predecessors", ()):
            kind = cast("SuccessionKind", entry["kind"])
            one = Succession(entry["state"], row["code"], kind, Date.parse(entry["date"]))
            found.setdefault(one.predecessor, []).append(one)
            found.setdefault(one.successor, []).append(one)
    return {code: tuple(sorted(ones, key=lambda one: one.date.first)) for code, ones in found.items()}


def _state(
    row: dict[str, Any],
    starts: Mapping[str, Date],
    general: tuple[str, ...],
    successions: Mapping[str, tuple[Succession, ...]],
) -> State:
    spans = tuple(Period.parse(text) for text in row["exists"])
    dated = [Name(entry["name"], Period.parse(entry["period"])) for entry in row.get("names", ())]
    return State(
        code=row["code"],
        name=row["name"],
        exists=spans,
        seated=tuple(map(Period.parse, row.get("seated", ()))),
        cow=_spells(row.get("cow"), spans, starts["cow"]),
        gw=_spells(row.get("gw"), spans, starts["gw"]),
        capitals=tuple(
            Capital(
                entry["name"],
                float(entry["lat"]),
                float(entry["lon"]),
                Period.between(entry.get("from"), entry.get("to")),
            )
            for entry in row["capital"]
        ),
        successions=successions.get(row["code"], ()),
        names=(*dated, *(Name(text) for text in row.get("also", ()))),
        former_codes=tuple((code, Period.parse(text)) for code, text in row.get("former_codes", {}).items()),
        kind=row.get("kind", "state"),
        of=row.get("of"),
        note=row.get("note"),
        sources=general + tuple(row.get("sources", ())),
    )


def _spells(
    entry: str | dict[str, list[str]] | None, spans: tuple[Period, ...], start: Date
) -> tuple[tuple[int, Period], ...]:
    """Reads the numbers of a list; where the period is open at the start, the list's own start is meant."""
    if entry is None:
        return ()
    if isinstance(entry, str):
        found = [(int(entry), period) for period in spans]
    else:
        found = [(int(number), Period.parse(text)) for number, texts in entry.items() for text in texts]
    return tuple(
        (number, Period(period.start or start, period.end, end_unknown=period.end_unknown))
        for number, period in found
    )
