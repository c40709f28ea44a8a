"""What a reform named on the command line is, and the organisation under it; and how an answer says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from foedus.cli.lookup import day_named, organisation_named
from foedus.cli.speech import listed, text
from foedus.cli.stops import Failed, WrongUsage, one_line, shown

if TYPE_CHECKING:
    from foedus.record.reforms import Reform, ReformError
    from foedus.record.view import Organisation, View


def under(organisation: Organisation, names: Sequence[str] | None) -> Organisation:
    """An organisation under reforms that were named: ready-made ones by id, others by the path of their file.

    Raises:
        WrongUsage: when there is no such reform, or it does not fit.
        Failed: when a file that is part of a pack has faults.
    """
    if not names:
        return organisation
    from foedus.record.reforms import ReformError, reformed

    found = [_found(organisation, name) for name in names]
    try:
        return reformed(organisation, found)
    except ReformError as error:
        raise WrongUsage(_faults(error)) from error


def under_each(organisations: Sequence[Organisation], names: Sequence[str] | None) -> list[Organisation]:
    """Several organisations, each under those of the reforms that are its own.

    Args:
        organisations: the organisations.
        names: a reform's id, which is of every organisation that has it ready-made; ``ORG:NAME`` says of which
            it is, and must where it is the path of a file and there are several.

    Raises:
        WrongUsage: when a reform is of none of them.
        Failed: as for :func:`under`.
    """
    whose: dict[str, list[str]] = {one.id: [] for one in organisations}
    for name in names or ():
        for owner, bare in _owners(organisations, name):
            whose[owner].append(bare)
    return [under(one, whose[one.id]) for one in organisations]


def _owners(organisations: Sequence[Organisation], name: str) -> list[tuple[str, str]]:
    from foedus.record.reforms import ready

    if len(organisations) == 1:
        return [(organisations[0].id, name)]
    owner, colon, bare = name.partition(":")
    if colon and owner in {one.id for one in organisations}:
        return [(owner, bare)]
    having = [(one.id, name) for one in organisations if name in ready(one)]
    if not having:
        ids = listed([one.id for one in organisations], "or")
        raise WrongUsage(f"no reform {shown(name)} is ready-made for {ids}; of a file write ORG:FILE")
    return having


def _found(organisation: Organisation, name: str) -> Reform:
    from foedus.record.reforms import ReformError, UnknownReform, named, ready

    bare = name.removeprefix(f"{organisation.id}:")
    try:
        return named(organisation, bare)
    except UnknownReform as error:
        raise WrongUsage(str(error)) from error
    except ReformError as error:
        stop = Failed if bare in ready(organisation) else WrongUsage
        raise stop(_faults(error)) from error
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise WrongUsage(one_line(f"the reform {shown(bare)} cannot be read: {why}")) from error


def _faults(error: ReformError) -> str:
    first, others = error.faults[0], len(error.faults) - 1
    return one_line(f"{first}{f' (and {others} more)' if others else ''}")


def view_under(name: str, on: str | None, reforms: Sequence[str] | None) -> View:
    """The view of an organisation on a day, under reforms; without a day, on the last that its pack knows."""
    organisation = under(organisation_named(name), reforms)
    return organisation.on(None if on is None else day_named(on))


def plain(reforms: Iterable[Reform], day: int) -> list[dict[str, Any]]:
    """Reforms as plain data, each with whether it has begun by a day."""
    return [
        {"reform": one.id, "name": one.name, "from": text(one.start), "begun": one.first_day <= day}
        for one in reforms
    ]


def said(reforms: Iterable[Reform], day: int) -> list[str]:
    """Sentences that say under which reforms an answer is, and that it is not the law."""
    made = []
    for one in reforms:
        if one.first_day <= day:
            since = f" from {one.start.spoken()} on" if one.start else ""
            made.append(f"Under the reform {one.id}{since}: {one.name}. {origin(one)}; this is not the law.")
        else:
            begins = one.start.spoken() if one.start else "the beginning"
            made.append(f"The reform {one.id} begins on {begins}: on this day it changes nothing.")
    return made


def origin(reform: Reform) -> str:
    """Who proposed a reform, or that nobody is known to have."""
    return f"Proposed by {reform.proposed_by}" if reform.proposed_by else "Hypothetical"
