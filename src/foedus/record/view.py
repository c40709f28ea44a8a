"""The organisation, and the view of it on one day.

A view shows what held on its day and nothing that came later: periods are cut at the day, later facts are
absent, and notes (prose that may look ahead) stay in the record.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeVar

from foedus.dates import Certainty, Date, day_ordinal
from foedus.record.base import disputed_by, names_later, without_notes
from foedus.record.cases import CodedCase
from foedus.record.facts import (
    Activity,
    Chair,
    Convening,
    Event,
    Force,
    Membership,
    NationalConsent,
    Officeholder,
    Organ,
    OrganisationFacts,
    Party,
    Provision,
    Treaty,
)
from foedus.record.members import BELONGING, Member, Standing, bearing, members, resting, standings, wider
from foedus.record.pack import Record, folder, load
from foedus.record.rules import DecisionRule
from foedus.record.terms import Subject

if TYPE_CHECKING:
    from pathlib import Path

    from foedus.record.reform_changes import Reform

__all__ = ["Member", "Organisation", "Standing", "View", "organisation"]

Lasting = TypeVar("Lasting", Activity, Chair, DecisionRule, Force, NationalConsent, Officeholder, Organ, Provision)
_DONE: Final = ("signed", "ratified", "in_force", "denounced", "ended")


class View:
    """An organisation as it stood on one day.

    Attributes:
        organisation: whose view it is.
        day: ordinal of the day.
        date: the same as a date.
        last_known: the pack's last day, when the view's day lies after it; else None.
        record: the record that holds on the day; of a reformed organisation that of the reforms begun by then.
    """

    __slots__ = ("_stage", "_store", "date", "day", "last_known", "organisation", "record")

    def __init__(self, organisation: Organisation, day: int) -> None:
        """Look at the organisation on a day (an ordinal)."""
        self.organisation = organisation
        self._stage = organisation.as_of(day)
        self.record = self._stage.record
        self.day = day
        self.date = Date.of(datetime.date.fromordinal(day))
        self.last_known = organisation.last_known if day > organisation.last_known.last else None
        self._store: dict[object, Any] = {}

    def __repr__(self) -> str:
        """Name the organisation, the day, and the reforms begun by then."""
        under = "".join(f" under {one.id}" for one in self.reforms)
        return f"<{self.organisation.id} on {self.date}{under}>"

    def kept(self, key: object, make: Callable[[], Any]) -> Any:
        """Keep what is derived from the view, so that it is derived once.

        Args:
            key: names what is derived, with all that it depends on besides the view.
            make: derives it.
        """
        if key not in self._store:
            self._store[key] = make()
        return self._store[key]

    @property
    def id(self) -> str:
        """Id of the organisation."""
        return self.organisation.id

    @property
    def reforms(self) -> tuple[Reform, ...]:
        """The reforms that have begun by the day; none where the organisation is as it is on record."""
        return tuple(one for one in self.organisation.reforms if one.first_day <= self.day)

    @property
    def exists(self) -> Certainty:
        """Whether the organisation, or the treaty that it grew from, was there on the day."""
        ended = self.record.organisation.dissolved
        if ended is not None and ended.last <= self.day:
            return Certainty.NO
        begun = min((treaty.signed.first for treaty in self.record.treaties), default=None)
        return Certainty.NO if begun is None or begun > self.day else Certainty.CERTAINLY

    @property
    def facts(self) -> OrganisationFacts | None:
        """What is said of the organisation itself, without what came later; None before it was founded."""
        said: OrganisationFacts = without_notes(self.record.organisation)
        if not self._past(said.founded):
            return None
        known = said.seat_since is None or self._past(said.seat_since)
        return replace(
            disputed_by(said, self.day),
            dissolved=self._past(said.dissolved),
            seat=said.seat if known else None,
            seat_since=self._past(said.seat_since),
            un_status=said.un_status if said.un_status and self._past(said.un_status.since) else None,
            registered_with_un=(),
            budget=said.budget if said.budget and self._past(said.budget.as_of) else None,
            area=None,
            not_found=tuple(one for one in said.not_found if one.as_of is None or self._past(one.as_of)),
        )

    @property
    def members(self) -> tuple[Member, ...]:
        """Members on the day, by code; those that are possibly members carry the flag ``uncertain``."""
        made: tuple[Member, ...] = self.kept("members", lambda: members(self._own_statuses(), self.day))
        return made

    def _own_statuses(self) -> list[Membership]:
        """Rows about the organisation; a suspension from the wider body that it acts for bears on it too."""
        return bearing(self._statuses(), self.record.organisation.wider_body)

    @property
    def wider(self) -> tuple[str, ...]:
        """Members, by code, of the wider body that the organisation acts for; none where there is no such body."""
        body = self.record.organisation.wider_body
        made: tuple[str, ...] = self.kept("wider", lambda: wider(self._all("treaties"), body, self.day))
        return made

    def belongs(self, state: str) -> bool:
        """Whether a state is a member, or belongs to the wider body that the organisation acts for."""
        return self.member(state) is not None or state in self.wider

    def rests(self, state: str) -> bool:
        """Whether a state's part in the organs is suspended in law, here or in the wider body."""
        found: frozenset[str] = self.kept("rests", lambda: resting(self._own_statuses(), self.day))
        return state in found

    def _statuses(self) -> list[Membership]:
        """Rows that count on the day: nobody belongs to what is not in force yet, however vague its start."""
        begun = self.organisation.in_force
        early = begun is not None and self.day < begun.first
        rows = self._all("membership")
        return [
            disputed_by(row, self.day)
            for row in rows
            if not (early and row.of is None and row.status in BELONGING)
        ]

    def member(self, state: str) -> Member | None:
        """The member of that code, or None."""
        found: Member | None = self.kept("by_code", lambda: {one.state: one for one in self.members}).get(state)
        return found

    @property
    def standings(self) -> tuple[Standing, ...]:
        """Statuses on the day other than membership: observers, partners, suspended former members."""
        made: tuple[Standing, ...] = self.kept("standings", self._standings)
        return made

    def _standings(self) -> tuple[Standing, ...]:
        rows = [row for row in self._statuses() if row.period.holds(self.day).possible]
        return tuple(standings(rows, [one.state for one in self.members], self.day))

    def statuses_of(self, state: str) -> tuple[Membership, ...]:
        """Statuses of a state that had begun by the day, in the order of the pack, with the steps by then."""
        return tuple(
            replace(
                row,
                period=row.period.clip(self.day),
                basis=None if row.basis and names_later(row.basis, self.day) else row.basis,
                steps=tuple(
                    replace(step, until=self._past(step.until)) for step in row.steps if self._past(step.date)
                ),
            )
            for row in self._statuses()
            if row.state == state and (row.period.start is None or self._past(row.period.start))
        )

    @property
    def treaties(self) -> tuple[Treaty, ...]:
        """Instruments signed by the day, without what came of them later."""
        made: tuple[Treaty, ...] = self.kept(
            "treaties", lambda: tuple(self._treaty(one) for one in self._all("treaties") if self._past(one.signed))
        )
        return made

    def _treaty(self, plain: Treaty) -> Treaty:
        made: Treaty = self.kept(("treaty", plain.id), lambda: self._clipped(plain))
        return made

    def _clipped(self, treaty: Treaty) -> Treaty:
        ids = self.kept("signed", lambda: {one.id for one in self.record.treaties if self._past(one.signed)})
        return replace(
            disputed_by(treaty, self.day),
            in_force=self._past(treaty.in_force),
            in_force_note=None,
            ended=self._past(treaty.ended),
            amended_by=tuple(name for name in treaty.amended_by if name in ids),
            replaced_by=treaty.replaced_by if treaty.replaced_by in ids else None,
            registered_with_un=None,
            parties=tuple(one for one in map(self._party, treaty.parties) if one is not None),
            provisions=tuple(self._held(treaty.provisions)),
        )

    def _past(self, date: Date | None) -> Date | None:
        return date if date is not None and date.first <= self.day else None

    def _party(self, party: Party) -> Party | None:
        """What a state had done by the day; nothing, when its first act came later."""
        done: dict[str, Any] = {name: self._past(getattr(party, name)) for name in _DONE}
        if not any(done.values()) and any(getattr(party, name) for name in _DONE):
            return None
        return replace(party, **done)

    @property
    def provisions(self) -> tuple[Provision, ...]:
        """Provisions in force on the day, in the wording of the day."""
        made: tuple[Provision, ...] = self.kept("provisions", lambda: tuple(self._in_force()))
        return made

    def _in_force(self) -> Iterator[Provision]:
        for treaty in self._all("treaties"):
            yield from self._held(treaty.provisions)

    def law(self, subject: Subject) -> tuple[Provision, ...]:
        """Provisions in force on one subject."""
        return tuple(one for one in self.provisions if one.subject == subject)

    def article(self, article: str) -> Provision | None:
        """An article in the wording of the day, by its stable key; None when it is not in force."""
        found: Provision | None = self._articles().get(article)
        return found

    def _articles(self) -> dict[str, Provision]:
        kept: dict[str, Provision] = self.kept("articles", lambda: {one.article: one for one in self.provisions})
        return kept

    def _laws(self) -> set[str]:
        """Ids of the provisions in force on the day."""
        kept: set[str] = self.kept("laws", lambda: {one.id for one in self.provisions})
        return kept

    def treaty_of(self, provision: Provision) -> Treaty:
        """The instrument that holds a provision, as known on the day."""
        return self._treaty(self._stage.instruments[provision.id])

    @property
    def organs(self) -> tuple[Organ, ...]:
        """Organs on the day."""
        made: tuple[Organ, ...] = self.kept("organs", self._organs)
        return made

    def _organs(self) -> tuple[Organ, ...]:
        held = list(self._held(self._all("organs")))
        there, rules = {one.id for one in held}, {one.id for one in self.rules}
        return tuple(
            replace(
                one,
                parent=one.parent if one.parent in there else None,
                decision_rules=tuple(name for name in one.decision_rules if name in rules),
                convening=tuple(map(self._convening, one.convening)),
            )
            for one in held
        )

    def _convening(self, call: Convening) -> Convening:
        known = call.provision is None or self._names(call.provision)
        return call if known else replace(call, provision=None)

    def _names(self, provision: str) -> bool:
        """Whether a provision of that id, or an article of that key, is in force on the day."""
        return provision in self._laws() or provision in self._articles()

    def organ(self, name: str) -> Organ | None:
        """The organ of that id, or None when there was none on the day."""
        found: Organ | None = self.kept("by_organ", lambda: {one.id: one for one in self.organs}).get(name)
        return found

    @property
    def rules(self) -> tuple[DecisionRule, ...]:
        """Decision rules that applied on the day, resting on what was in force on it."""
        made: tuple[DecisionRule, ...] = self.kept("rules", self._rules)
        return made

    def _rules(self) -> tuple[DecisionRule, ...]:
        return tuple(map(self._rule, self._held(self._all("decision_rules"))))

    def _rule(self, rule: DecisionRule) -> DecisionRule:
        held = tuple(name for name in rule.provisions if self._names(name))
        return rule if held == rule.provisions else replace(rule, provisions=held)

    @property
    def forces(self) -> tuple[Force, ...]:
        """Collective forces on the day, with the figures known by then."""
        made: tuple[Force, ...] = self.kept(
            "forces", lambda: tuple(map(self._force, self._held(self._all("forces"))))
        )
        return made

    def _force(self, force: Force) -> Force:
        sent = {case.id for case in self.cases if case.deployment.first_arrival}
        return replace(
            force,
            provisions=tuple(name for name in force.provisions if self._names(name)),
            personnel=tuple(one for one in force.personnel if self._past(one.as_of)),
            contributions=tuple(one for one in force.contributions if one.as_of is None or self._past(one.as_of)),
            used_in=tuple(name for name in force.used_in if name in sent),
            readiness=None,
        )

    @property
    def population(self) -> Mapping[str, int]:
        """People of each member by the newest figure of the day; a state without one is left out."""
        made: Mapping[str, int] = self.kept("population", self._population)
        return made

    def _population(self) -> Mapping[str, int]:
        known = [one for one in self.record.populations if one.as_of.first <= self.day]
        newest = sorted(known, key=lambda one: one.as_of.last)
        return MappingProxyType({one.state: one.people for one in newest})

    @property
    def national_consents(self) -> tuple[NationalConsent, ...]:
        """What members' own laws ask on the day before troops leave."""
        made: tuple[NationalConsent, ...] = self.kept(
            "consents", lambda: tuple(self._held(self._all("national_consents")))
        )
        return made

    @property
    def officeholders(self) -> tuple[Officeholder, ...]:
        """Persons in office on the day."""
        return tuple(replace(one, term_ends=None) for one in self._held(self._all("officeholders")))

    def offices_of(self, state: str) -> tuple[Officeholder, ...]:
        """Offices that persons from a state hold or have held, in the order of the pack."""
        found = self._begun(one for one in self._all("officeholders") if one.state == state)
        return tuple(replace(one, term_ends=None) for one in found)

    @property
    def chair(self) -> tuple[Chair, ...]:
        """The state in the chair; several where it is uncertain, none where it is not known."""
        made: tuple[Chair, ...] = self.kept("chair", lambda: tuple(self._held(self._all("chairmanship"))))
        return made

    def chaired_by(self, state: str) -> tuple[Chair, ...]:
        """Turns in the chair that a state has or had, in the order of the pack."""
        return self._begun(one for one in self._all("chairmanship") if one.state == state)

    @property
    def activities(self) -> tuple[Activity, ...]:
        """Operations, exercises and programmes begun by the day."""
        return self._begun(self._all("activities"))

    @property
    def events(self) -> tuple[Event, ...]:
        """Milestones by the day."""
        return tuple(disputed_by(one, self.day) for one in self._all("events") if self._past(one.date))

    @property
    def cases(self) -> tuple[CodedCase, ...]:
        """Cases that had begun by the day, as far as they had come (:meth:`CodedCase.clip`)."""
        made: tuple[CodedCase, ...] = self.kept("cases", lambda: tuple(self._cases()))
        return made

    def _cases(self) -> Iterator[CodedCase]:
        for case in self._all("cases"):
            if self._past(case.situation.begins):
                yield case.clip(self.day)

    def _all(self, section: str) -> tuple[Any, ...]:
        return self._stage.plain(section)

    def _held(self, facts: Iterable[Lasting]) -> Iterator[Lasting]:
        for one in facts:
            if one.period.holds(self.day) is not Certainty.NO:
                yield self._open(one)

    def _begun(self, facts: Iterable[Lasting]) -> tuple[Lasting, ...]:
        return tuple(self._open(one) for one in facts if one.period.start is None or self._past(one.period.start))

    def _open(self, one: Lasting) -> Lasting:
        """The fact with its end open, where that came later, and without disputed values that tell of later."""
        period, known = one.period.clip(self.day), disputed_by(one, self.day) if one.disputed else one
        return known if period is one.period else replace(known, period=period)


class Organisation:
    """An organisation, through all its time.

    Attributes:
        record: everything known of it; of a reformed organisation, with all that its reforms change.
        reforms: the reforms that it is under, in the order in which they begin; none: it is as it is on record.
        before: the same before the last of its changes; None where it is as it is on record.
        since: ordinal of the day from which the record holds, where there is a ``before``.
        folder: the folder of its pack; None where it was not read from one.
    """

    __slots__ = ("_instruments", "_plain", "_views", "before", "folder", "record", "reforms", "since")

    def __init__(
        self,
        record: Record,
        *,
        reforms: tuple[Reform, ...] = (),
        before: Organisation | None = None,
        since: int = 0,
        folder: Path | None = None,
    ) -> None:
        """Wrap a record; :func:`foedus.record.reforms.reformed` makes those with reforms."""
        self.record = record
        self.reforms = reforms
        self.before = before
        self.since = since
        self.folder: Path | None = before.folder if before is not None else folder
        self._instruments: dict[str, Treaty] = {}
        self._views: dict[int, View] = {}
        self._plain: dict[str, tuple[Any, ...]] = {}

    def __repr__(self) -> str:
        """Name it, and the reforms that it is under."""
        return f"<organisation {self.id}{''.join(f' under {one.id}' for one in self.reforms)}>"

    def as_of(self, day: int) -> Organisation:
        """The stage of it whose record holds on a day: itself, or what it was before a reform that begins later.

        Args:
            day: an ordinal.
        """
        found = self
        while found.before is not None and day < found.since:
            found = found.before
        return found

    @property
    def id(self) -> str:
        """Its id."""
        return self.record.pack.id

    @property
    def name(self) -> str:
        """Its full name, with the reforms that it is under."""
        under = f", reformed ({', '.join(one.id for one in self.reforms)})" if self.reforms else ""
        return self.record.organisation.name + under

    @property
    def last_known(self) -> Date:
        """The last day that the pack claims to know."""
        end = self.record.pack.covers.end
        assert end is not None  # checked when the pack is loaded
        return end

    @property
    def in_force(self) -> Date | None:
        """Day on which the oldest instrument entered into force; None where that is not known."""
        oldest = min(self.record.treaties, key=lambda treaty: treaty.signed.first, default=None)
        return oldest.in_force if oldest else None

    def plain(self, section: str) -> tuple[Any, ...]:
        """The facts of a section of the record without their notes, which may tell what came later.

        Args:
            section: a field of the record that holds facts.
        """
        found = self._plain.get(section)
        if found is None:
            found = self._plain[section] = self._made_plain(section)
        return found

    def _made_plain(self, section: str) -> tuple[Any, ...]:
        facts: tuple[Any, ...] = getattr(self.record, section)
        if self.before is not None and facts is getattr(self.before.record, section):
            return self.before.plain(section)
        return tuple(map(without_notes, facts))

    @property
    def instruments(self) -> Mapping[str, Treaty]:
        """The instrument that holds each provision, by the provision's id."""
        if not self._instruments:
            self._instruments = {one.id: each for each in self.plain("treaties") for one in each.provisions}
        return self._instruments

    def on(self, day: str | int | Date | None = None) -> View:
        """The view of one day.

        Args:
            day: an ISO day, an ordinal, or nothing for the last day that the pack knows.

        Raises:
            DateError: when it is not one day.

        >>> organisation("csto").on("2010-06-14").member("UZB").status
        'member'
        """
        ordinal = self.last_known.last if day is None else day if isinstance(day, int) else day_ordinal(day)
        view = self._views.get(ordinal)
        if view is None:
            if len(self._views) > 4096:
                self._views.clear()
            view = self._views[ordinal] = View(self, ordinal)
        return view

    def case(self, name: str) -> CodedCase | None:
        """A coded case by its id."""
        return next((one for one in self.record.cases if one.id == name), None)


@cache
def organisation(name: str) -> Organisation:
    """Read an organisation by its pack's id or folder.

    Raises:
        UnknownPack: when there is none, naming the most likely one.
        PackError: when the pack has faults.

    >>> organisation("csto").name
    'Collective Security Treaty Organization'
    """
    return Organisation(load(name), folder=folder(name))
