"""Looking up what a person named: organisations, days, states, cases, words; with what was most likely meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from foedus.cli.stops import Failed, Stop, WrongUsage, one_line, shown

if TYPE_CHECKING:
    from pathlib import Path

    from foedus.dates import Date
    from foedus.record.cases import CodedCase
    from foedus.record.faults import PackError
    from foedus.record.view import Organisation, View


def nearest(word: str, known: Iterable[str], cutoff: float = 0.5) -> str | None:
    """The known word most like another, or None when none is like it.

    >>> nearest("Terorism", ["coup", "terrorism"])
    'terrorism'
    """
    folded = {one.casefold(): one for one in known}
    found = difflib.get_close_matches(word.casefold()[:200], folded, 1, cutoff)
    return folded[found[0]] if found else None


def hint(word: str, known: Iterable[str], cutoff: float = 0.5) -> str:
    """Say what was most likely meant; where nothing is like it, what there is.

    >>> hint("x", ["coup", "terrorism"])
    'known are coup, terrorism'
    """
    known = list(known)
    near = nearest(word, known, cutoff)
    if near is not None:
        return f"did you mean {near!r}?"
    return f"known are {', '.join(known)}" if known else "there is none"


def one_of(word: str, known: Iterable[str], what: str) -> str:
    """A word from a closed list, in capitals or not.

    Raises:
        WrongUsage: when it is not in the list.

    >>> one_of("Coup", ["coup", "terrorism"], "kind")
    'coup'
    """
    known = list(known)
    plain = word.strip().casefold().replace(" ", "_").replace("-", "_")
    for one in known:
        if plain == one.casefold().replace("-", "_"):
            return one
    raise WrongUsage(f"unknown {what} {shown(word)}; {hint(word, known)}")


def organisation_named(name: str) -> Organisation:
    """An organisation by its id, or by the folder of its pack.

    Raises:
        WrongUsage: when there is none.
        Failed: when its pack has faults.
    """
    from foedus.record.faults import PackError, UnknownPack
    from foedus.record.pack import packs
    from foedus.record.view import organisation

    known = packs()
    wanted = next((one for one in known if one.casefold() == name.casefold()), None)
    if wanted is None:
        folder = _folder(name)
        if folder is None:
            raise WrongUsage(f"unknown organisation {shown(name)}; {hint(name, known, 0.6)}")
        wanted = str(folder)
    try:
        return organisation(wanted)
    except UnknownPack as error:
        raise WrongUsage(str(error)) from error
    except PackError as error:
        raise Failed(faulty(error)) from error


def _folder(name: str) -> Path | None:
    """The folder of a pack, where a path to one was given."""
    from pathlib import Path

    try:
        return Path(name) if (Path(name) / "pack.yaml").is_file() else None
    except (OSError, ValueError):
        return None


def faulty(error: PackError) -> str:
    """Say that a pack cannot be used, with its first fault."""
    first, others = error.faults[0], len(error.faults) - 1
    more = f" (and {others} more)" if others else ""
    return f"the pack {error.pack} cannot be used: {first}{more}; see foedus validate {error.pack}"


def day_named(text: str, option: str = "--on") -> int:
    """The ordinal of a whole day.

    Raises:
        WrongUsage: when it is none.

    >>> day_named("2012-12-19")
    734856
    """
    from foedus.dates import DateError, parse_day

    try:
        return parse_day(text)
    except DateError as error:
        what = str(error).partition("; write YYYY, ")[0]
        mend = "" if "YYYY-MM-DD" in what else "; write a whole day, YYYY-MM-DD"
        raise WrongUsage(f"{option} {what}{mend}") from error


def date_named(text: str, option: str) -> Date:
    """A day, month or year, as written and without doubt.

    Raises:
        WrongUsage: when it is none.
    """
    from foedus.dates import Date, DateError

    try:
        date = Date.parse(text)
    except DateError as error:
        raise WrongUsage(f"{option} {error}") from error
    if date.qualifier:
        raise WrongUsage(f"{option} {text}: leave the {date.qualifier!r} out here")
    return date


def view_named(name: str, on: str | None) -> View:
    """The view of an organisation on a day; without a day, on the last that its pack knows."""
    organisation = organisation_named(name)
    return organisation.on(None if on is None else day_named(on))


def state_named(text: str, near: Iterable[str] = ()) -> str:
    """The code of a state, by code or name.

    Args:
        text: what was typed.
        near: codes of the states that were most likely meant.

    Raises:
        WrongUsage: when none is called so.

    >>> state_named("armenia")
    'ARM'
    """
    from foedus import states

    try:
        return states.find(text).code
    except states.UnknownState as error:
        raise WrongUsage(one_line(likely_state(text, near) or str(error))) from error


def likely_state(text: str, near: Iterable[str]) -> str | None:
    """Say which state of some was most likely meant, or None when none of them is like it.

    >>> likely_state("AMR", ["ARM", "KAZ"])
    "no state is called 'AMR'; did you mean ARM (Armenia)?"
    """
    from foedus import states

    names = {code: states.state(code).name for code in near}
    code = text.strip().upper()
    # Letters that changed places are likelier than others, and what begins alike than what ends alike.
    alike = difflib.get_close_matches(code[:20], names, len(names) or 1, 0.6)
    found = max(alike, key=lambda one: (sorted(one) == sorted(code), one[:2] == code[:2]), default=None)
    if found is None:
        by_name = {name: code for code, name in names.items()}
        found = by_name.get(nearest(text.strip(), by_name, 0.7) or "")
    return None if found is None else f"no state is called {shown(text)}; did you mean {found} ({names[found]})?"


def states_of(organisation: Organisation) -> list[str]:
    """Codes of the states that an organisation's record knows a status of, or names in a crisis."""
    record = organisation.record
    codes = {row.state for row in record.membership if row.state}
    codes.update(code for one in record.cases for code in (one.situation.target, *one.situation.initiators))
    return sorted(codes)


def case_named(name: str) -> tuple[Organisation, CodedCase]:
    """A case by its id, in whichever organisation it is; ``ORG:ID`` says in which.

    Raises:
        WrongUsage: when there is none.
        Failed: when it is not found and a pack that may hold it has faults.
    """
    owner, colon, bare = name.rpartition(":")
    ids: list[str] = []
    broken: list[PackError] = []
    for organisation in [organisation_named(owner)] if colon else sound(broken, name):
        coded = organisation.case(bare)
        if coded is not None:
            return organisation, coded
        ids += [one.id for one in organisation.record.cases]
    raise missing(f"unknown case {shown(name)}", nearest(bare, ids), broken, "foedus cases lists them")


def missing(what: str, near: str | None, broken: Sequence[PackError], where: str) -> Stop:
    """What to raise for something that was looked for in every pack.

    Args:
        what: what is not there.
        near: what was most likely meant.
        broken: packs that could not be read, and may hold it.
        where: what lists such things.
    """
    if near is None and broken:
        return Failed(f"{what} in the packs that can be read; {faulty(broken[0])}")
    return WrongUsage(f"{what}; did you mean {near!r}?" if near else f"{what}; {where}")


def organisations(name: str = "") -> Iterator[Organisation]:
    """Every installed organisation, those first whose id begins a name.

    Raises:
        Failed: after all the sound ones, when a pack has faults.
    """
    broken: list[PackError] = []
    yield from sound(broken, name)
    if broken:
        raise Failed(faulty(broken[0]))


def sound(broken: list[PackError], name: str = "") -> Iterator[Organisation]:
    """Every installed organisation whose pack has no faults, those first whose id begins a name.

    Args:
        broken: the faults of the others are added to it.
        name: a name that begins with an id, or nothing.
    """
    from foedus.record.faults import PackError
    from foedus.record.pack import packs
    from foedus.record.view import organisation

    for one in sorted(packs(), key=lambda one: (not name.startswith(one), one)):
        try:
            yield organisation(one)
        except PackError as error:
            broken.append(error)
