"""What the law is asked about: a situation put together from a case, a file, or options, and the day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.cli import completion
from foedus.cli.lookup import (
    case_named,
    day_named,
    likely_state,
    one_of,
    organisation_named,
    organisations,
    state_named,
    states_of,
)
from foedus.cli.stops import WrongUsage, one_line, shown

if TYPE_CHECKING:
    from foedus.dates import Date
    from foedus.law.findings import Circumstances
    from foedus.record.cases import CodedCase, Invocation, Situation
    from foedus.record.view import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The options of a question, as typed; None: not given."""

    kind: str | None = None
    target: str | None = None
    initiators: tuple[str, ...] = ()
    place: str | None = None
    territory: str | None = None
    hand: str | None = None
    requested: bool | None = None
    asks: tuple[str, ...] = ()
    authorised: bool | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the law.

    Attributes:
        organisation: whose law.
        circumstances: what it is asked about.
        day: the day by which the law is read, an ordinal.
        own: the situation's own day, where it comes from a case or a file.
        coded: the case, where it is one.
    """

    organisation: Organisation
    circumstances: Circumstances
    day: int
    own: int | None
    coded: CodedCase | None


def own_day(coded: CodedCase) -> Date:
    """The day by which the law of a case is read: of the request; without one, that on which the situation began.

    Args:
        coded: the case.
    """
    asked = coded.invocation
    return asked.date if asked.made and asked.date is not None else coded.situation.begins


def asked_for_itself(situation: Situation, invocation: Invocation) -> bool:
    """Whether a state in trouble asked the organisation.

    Args:
        situation: what happened.
        invocation: the request, or that there was none.
    """
    askers = {invocation.by, *invocation.joined_by}
    to_it = invocation.made and not invocation.elsewhere
    return to_it and not askers.isdisjoint((situation.target, *situation.also_targets))


def asked(org: str | None, situation: str | None, on: str | None, given: Given) -> Asked:
    """Put a question together.

    Raises:
        WrongUsage: when it cannot be understood.
    """
    organisation = None if org is None else organisation_named(org)
    day = None if on is None else day_named(on)
    changes = _changes(given, [] if organisation is None else states_of(organisation))
    if situation is None:
        return _from_options(organisation, day, changes, given)
    file = _file(situation)
    if file is not None:
        return _from_file(organisation, file, day, changes, given)
    return _from_case(organisation, situation, day, changes, given)


def asked_of_several(
    names: list[str], situation: str | None, on: str | None, given: Given
) -> tuple[list[Organisation], Asked]:
    """Put one question together for several organisations; a case may be of any of them, or of none.

    Raises:
        WrongUsage: when it cannot be understood.
    """
    found = [organisation_named(name) for name in names]
    if situation is None or _file(situation) is not None:
        return found, asked(names[0], situation, on, given)
    owner, _ = case_named(situation)
    return found, asked(owner.id, situation, on, given)


def _changes(given: Given, near: list[str]) -> dict[str, Any]:
    """What the options say of the situation, in the record's own words."""
    made: dict[str, Any] = {"place": given.place}
    for name, word, known, what in (
        ("kind", given.kind, completion.SITUATION_KINDS, "kind of situation"),
        ("territory", given.territory, completion.TERRITORIES, "territory"),
        ("outside_hand", given.hand, completion.HANDS, "word for an outside hand"),
    ):
        made[name] = None if word is None else one_of(word, known(), what)
    made["target"] = None if given.target is None else state_named(given.target, near)
    for word in given.asks:
        one_of(word, completion.ASKS(), "thing to ask for")
    if given.initiators:
        made["initiators"], made["groups"] = _initiators(given.initiators, near)
    return {name: value for name, value in made.items() if value is not None}


def _initiators(named: tuple[str, ...], near: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """States, by code or name, and groups, in words."""
    from foedus import states

    codes, groups = [], []
    for text in named:
        try:
            codes.append(states.find(text).code)
        except states.UnknownState as error:
            bare = text.strip()
            if len(bare) == 3 and bare.isupper():
                why = one_line(likely_state(bare, near) or str(error))
                raise WrongUsage(f"--initiator: {why} A group is written in words, as 'the {bare}'") from error
            if not bare:
                raise WrongUsage("--initiator is empty: write a state's code, or words for a group") from error
            groups.append(bare)
    return tuple(dict.fromkeys(codes)), tuple(dict.fromkeys(groups))


def _circumstances(
    situation: Situation, given: Given, invocation: Invocation | None, authorised: bool | None
) -> Circumstances:
    from foedus.law.findings import Circumstances

    if situation.target in situation.initiators:
        raise WrongUsage(
            f"{situation.target} is named both as target and as initiator; name the one who acted on it"
        )
    requested: bool | None = None
    asks: tuple[str, ...] = ()
    if invocation is not None:
        requested = asked_for_itself(situation, invocation)
        asks = invocation.asks_for if requested else ()
    if given.requested is not None:
        requested, asks = given.requested, asks if given.requested else ()
    if given.asks:
        asks = tuple(one_of(word, completion.ASKS(), "thing to ask for") for word in given.asks)
        if given.requested is False:
            raise WrongUsage("--asks says what was asked for, and --not-requested that nothing was")
        requested = True
    authorised = authorised if given.authorised is None else given.authorised
    return Circumstances(situation=situation, requested=requested, asks_for=asks, authorised=authorised)


def _from_options(
    organisation: Organisation | None, day: int | None, changes: dict[str, Any], given: Given
) -> Asked:
    from foedus.record.cases import Situation

    wanted = {"kind": "--kind KIND", "target": "--target STATE"}
    missing = [option for name, option in wanted.items() if name not in changes]
    if missing:
        raise WrongUsage(f"say what happened with {' and '.join(missing)}, or with --situation CASE or FILE")
    organisation = _the_only(organisation)
    view = organisation.on(day)
    situation = Situation(**changes, begins=view.date)
    return Asked(organisation, _circumstances(situation, given, None, None), view.day, None, None)


def _the_only(organisation: Organisation | None) -> Organisation:
    """The organisation named; without a name, the only one installed."""
    if organisation is not None:
        return organisation
    found = list(organisations())
    if len(found) == 1:
        return found[0]
    raise WrongUsage(f"name the organisation: {' or '.join(one.id for one in found) or 'none is installed'}")


def _from_case(
    organisation: Organisation | None, name: str, day: int | None, changes: dict[str, Any], given: Given
) -> Asked:
    owner, coded = case_named(name)
    if organisation is not None and owner.id != organisation.id:
        raise WrongUsage(f"the case {coded.id} is of {owner.id}, not of {organisation.id}")
    own = own_day(coded).last
    agreed = True if any(act.act == "authorise" for act in coded.acts) else None
    situation = replace(coded.situation, **changes)
    circumstances = _circumstances(situation, given, coded.invocation, agreed)
    return Asked(owner, circumstances, own if day is None else day, own, coded)


def _from_file(
    organisation: Organisation | None, file: Path, day: int | None, changes: dict[str, Any], given: Given
) -> Asked:
    from foedus.cli.situation_file import read

    organisation = _the_only(organisation)
    situation, invocation = read(file)
    own = situation.begins
    if invocation is not None and invocation.made and invocation.date is not None:
        own = invocation.date
    circumstances = _circumstances(replace(situation, **changes), given, invocation, None)
    return Asked(organisation, circumstances, own.last if day is None else day, own.last, None)


def _file(name: str) -> Path | None:
    """The file that was named, or None where it is no path."""
    try:
        path = Path(name)
        if path.is_file():
            return path
        looks = path.suffix in (".yaml", ".yml") or len(path.parts) > 1
    except (OSError, ValueError):
        return None
    if path.is_dir() and looks:
        raise WrongUsage(f"{shown(name)} is a folder; give a file that describes a situation, or a case's id")
    if looks:
        raise WrongUsage(f"there is no file {shown(name)}")
    return None
