"""The docket: a case's acts as JSON with one chained hash, and the check that it is what it says.

Dockets of history, of an exercise and of a simulated world have this one format.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from foedus.dates import DateError
from foedus.proceedings.acts import Act, ActError, act_from
from foedus.proceedings.case import FORMAT, Case, reforms_of
from foedus.proceedings.reasons import OutOfOrder
from foedus.record.cases import Situation
from foedus.record.view import Organisation


class DocketError(ValueError):
    """Says why a docket cannot be read, or is not what it says."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check of a docket found.

    Attributes:
        holds: whether every entry and the last hash came out as written.
        first_difference: number of the first entry that came out otherwise; None when none did.
        why: what was found, in a sentence.
        hash: the hash as computed.
    """

    holds: bool
    first_difference: int | None
    why: str
    hash: str


def written(case: Case) -> dict[str, Any]:
    """A docket as plain JSON data: what it is about, the acts with their links, and the hash of it all."""
    entries = [{**entry.plain(), "hash": entry.hash} for entry in case.entries]
    return {**case.head(), "acts": entries, "hash": case.hash}


def verify(docket: Mapping[str, Any], organisation: Organisation) -> Verification:
    """Replay a docket's acts through the engine and compare every link with what is written.

    Args:
        docket: as :func:`written` makes it, perhaps read from a file.
        organisation: the organisation that it names.

    Raises:
        DocketError: when it is no docket, or one of another format or organisation.
    """
    case = opened(docket, organisation)
    acts = docket.get("acts")
    if not isinstance(acts, list):
        raise DocketError("a docket has a list of acts")
    for n, plain in enumerate(acts, 1):
        try:
            act = act_from(plain)
        except (ActError, DateError, AttributeError) as error:
            raise DocketError(f"act {n} cannot be read: {error}") from error
        case = _again(case, act, plain)
        told = {key: value for key, value in plain.items() if key != "hash"}
        # As JSON, since to Python true is 1.
        if _text(case.entries[-1].plain()) != _text(told):
            return Verification(False, n, f"act {n} comes out otherwise than it is written", case.hash)
        if case.hash != plain.get("hash"):
            return Verification(False, n, f"the hash of act {n} is not that of its content", case.hash)
    if case.hash != docket.get("hash"):
        return Verification(False, None, "the last hash is not that of the docket", case.hash)
    return Verification(True, None, f"all {len(acts)} acts come out as written", case.hash)


def _text(plain: Mapping[str, Any]) -> str:
    return json.dumps(plain, sort_keys=True)


def _again(case: Case, act: Act, plain: Mapping[str, Any]) -> Case:
    """Enter an act as it was entered: by order, or kept although out of order."""
    try:
        return case.apply(act)
    except OutOfOrder:
        return case.keep(act)


def opened(docket: Mapping[str, Any], organisation: Organisation) -> Case:
    """Open the case that a docket is about, with nothing in it yet.

    Raises:
        DocketError: when the head is not one of this format and organisation.
    """
    from pydantic import ValidationError

    from foedus.record.schema import adapter

    if docket.get("format") != FORMAT:
        raise DocketError(f"the format is {docket.get('format')!r}, not {FORMAT!r}")
    if docket.get("organisation") != organisation.id:
        raise DocketError(f"the docket is of {docket.get('organisation')!r}, not of {organisation.id!r}")
    _same_reforms(docket.get("reforms", []), reforms_of(organisation))
    plain = docket.get("situation")
    try:
        situation = adapter(Situation).validate_python(plain) if plain is not None else None
    except ValidationError as error:
        raise DocketError(f"the situation cannot be read: {error.errors()[0]['msg']}") from error
    name, complete = docket.get("case"), docket.get("complete")
    if not isinstance(name, str) or not isinstance(complete, bool):
        raise DocketError("a docket names its case and says whether it is complete")
    seats = docket.get("seats", [])
    if not isinstance(seats, list) or not all(isinstance(one, str) for one in seats):
        raise DocketError("the seats of a docket are a list of states")
    return Case.open(organisation, name, situation, complete=complete, seats=tuple(seats))


def _same_reforms(written_under: object, given: list[dict[str, str]]) -> None:
    """Refuse a docket that was made under other reforms than the organisation is under."""
    if written_under == given:
        return
    rows = written_under if isinstance(written_under, list) else []
    theirs = [str(one.get("reform")) for one in rows if isinstance(one, dict)]
    ours = [one["reform"] for one in given]
    if theirs == ours:
        raise DocketError(f"a reform that it was made under says something else now: {', '.join(ours)}")
    raise DocketError(f"it was made under {_named(theirs)}, and is held against the law under {_named(ours)}")


def _named(reforms: list[str]) -> str:
    if not reforms:
        return "no reform"
    return f"the reform{'s' if len(reforms) > 1 else ''} {', '.join(reforms)}"
