"""History: a coded case becomes acts, and the acts go through the engine.

Nothing is invented. What the coding does not say is a gap in the docket; what was done outside the organisation
is told beside it as context; what was done against the rules is kept and marked irregular by the engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from foedus.dates import Date
from foedus.drivers.script import WITHOUT_ACT, Context, Script
from foedus.proceedings.acts import Decide
from foedus.proceedings.asking import FORCE
from foedus.proceedings.case import Case, name_of
from foedus.proceedings.settling import SECURITY_COUNCIL
from foedus.record.cases import CodedCase
from foedus.record.terms import ReportingUnsc
from foedus.record.view import Organisation, View


@dataclass(frozen=True, slots=True)
class Replay:
    """A case of history, carried through the engine.

    Attributes:
        coded: the case as coded.
        case: the same as a docket.
        context: what happened beside it.
        gaps: what is not known, in sentences.
    """

    coded: CodedCase
    case: Case
    context: tuple[Context, ...]
    gaps: tuple[str, ...]

    @property
    def outcome(self) -> dict[str, Any]:
        """What came of it, as plain data; figures in dispute are told with the others."""
        coded, deployment = self.coded, self.coded.deployment
        after = coded.invocation.after_decision
        made: dict[str, Any] = {
            "outcome": coded.decision.outcome,
            "summary": coded.outcome,
            "fulfilled": coded.fulfilled,
            "fulfilled_why": coded.fulfilled_why,
            "days_to_decision": None if after else _days(coded.invocation.date, coded.decision.date),
            "days_to_arrival": _days(coded.invocation.date, deployment.first_arrival),
            "personnel_total": deployment.personnel_total,
            "first_arrival": _text(deployment.first_arrival),
            "withdrawal_begins": _text(deployment.withdrawal_begins),
            "withdrawal_ends": _text(deployment.withdrawal_ends),
        }
        for name in ("disputed", "disputed_basis", "disputed_personnel", "disputed_fulfilment"):
            made[name] = [
                {"value": one.value, "note": one.note, "sources": list(one.sources)}
                for one in getattr(coded, name)
            ]
        return made


def _text(date: Date | None) -> str | None:
    return date.text if date else None


def _days(start: Date | None, end: Date | None) -> int | None:
    """Days between two dates, when both are known to the day."""
    return end.first - start.first if start and end and start.exact and end.exact else None


def replay(organisation: Organisation, coded: CodedCase) -> Replay:
    """Carry a coded case through the engine.

    Args:
        organisation: whose case it is.
        coded: the case.

    >>> from foedus.record.view import organisation
    >>> csto = organisation("csto")
    >>> told = replay(csto, csto.case("csto-kazakhstan-2022"))
    >>> told.outcome["days_to_decision"]
    1
    """
    case = Case.open(organisation, coded.id, coded.situation, complete=False, seats=coded.seats)
    script = Script(organisation, coded)
    for act in script.acts():
        case = case.keep(act)
    return Replay(coded, case, tuple(script.context()), tuple(_gaps(case, coded)))


def _gaps(case: Case, coded: CodedCase) -> Iterator[str]:
    """What is not known, in sentences."""
    yield from dict.fromkeys(gap for entry in case.entries for gap in entry.gaps)
    asked, decided = coded.invocation, coded.decision
    if asked.made and asked.date is None:
        yield "the day of the request is not coded"
    if asked.made and not asked.under and not asked.elsewhere:
        yield "no article was named, or none is known to have been"
    if decided.outcome not in WITHOUT_ACT and decided.date is None:
        yield "the day of the decision is not coded"
    yield from _unspoken(case.organisation.on((decided.date or coded.situation.begins).last), coded)
    yield from _unreported(case)


def _unspoken(view: View, coded: CodedCase) -> Iterator[str]:
    """Name the states of which the coding says that, or shows that, it is not known where they stood."""
    unknown = [one.state for one in coded.positions if one.stance == "unknown"]
    if unknown:
        yield f"where they stood is not known: {_names(view, unknown)}"
    told = {one.state for one in coded.positions}
    silent = [one.state for one in view.members if one.state not in told]
    if silent:
        yield f"nothing is coded of where these members stood: {_names(view, silent)}"


def _names(view: View, codes: Iterable[str]) -> str:
    return ", ".join(name_of(view, code) for code in codes)


def _unreported(case: Case) -> Iterator[str]:
    """Name a duty to report that no act in the docket meets."""
    forced = [
        entry
        for entry in case.entries
        if isinstance(entry.act.content, Decide) and entry.act.content.measure in FORCE
    ]
    if not forced or SECURITY_COUNCIL in case.state.reported:
        return
    moment = case.moment(forced[-1].act)
    biting = {one.provision.article for one in moment.findings() if one.bites}
    duties: Iterable[str] = [
        one.ref
        for one in moment.view.provisions
        if isinstance(one.terms, ReportingUnsc)
        and one.terms.owed_by == "members"
        and (not one.terms.of or biting & set(one.terms.of))
    ]
    if duties:
        yield f"whether the Security Council was told, as {', '.join(duties)} asks, is not coded"
