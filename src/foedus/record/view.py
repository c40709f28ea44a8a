"""The organisation, and the view of it on one day.

A view shows what held on its day and nothing that came later: periods are cut at the day, later facts are
absent, and notes (prose that may look ahead) stay in the record.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, TypeVar

from foedus import states
from foedus.dates import Certainty, Date, day_ordinal
from foedus.record.base import Fact
from foedus.record.cases import CodedCase
from foedus.record.facts import (
    Activity,
    Chair,
    Event,
    Force,
    Membership,
    NationalConsent,
    Officeholder,
    Organ,
    Party,
    Provision,
    Treaty,
)
from foedus.record.pack import Record, load
from foedus.record.rules import DecisionRule
from foedus.record.terms import Subject

FactT = TypeVar("FactT", bound=Fact)

Lasting = TypeVar("Lasting", Organ, DecisionRule, Force, NationalConsent, Officeholder, Chair)
PARTIAL = ("frozen", "suspended")


@dataclass(frozen=True, slots=True)
class Member:
    """A member on a day.

    Attributes:
        state: its code.
        name: its name on the day.
        status: ``member`` of the organisation, or ``party`` to the treaty before there was one.
        since: start of that status without a break.
        until: its end, where it was known on the day; None while it goes on.
        party_since: since when it is party to the founding treaty, where that is another date.
        certainty: whether it certainly or possibly was a member on the day.
        flags: ``frozen``, ``suspended``, ``uncertain``, ``disputed``.
        votes: False where its part in the organs is suspended in law.
        sources: ids of the sources of all this.
    """

    state: str
    name: str
    status: str
    since: Date | None
    until: Date | None
    party_since: Date | None
    certainty: Certainty
    flags: tuple[str, ...]
    votes: bool
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A status on a day that is not membership: observer, partner, suspended, ..."""

    holder: str
    name: str
    status: str
    of: str | None
    since: Date | None
    certainty: Certainty
    sources: tuple[str, ...]


class View:
    """An organisation as it stood on one day.

    Attributes:
        organisation: whose view it is.
        day: ordinal of the day.
        date: the same as a date.
        last_known: the pack's last day, when the view's day lies after it; else None.
    """

    __slots__ = ("_store", "date", "day", "last_known", "organisation", "record")

    def __init__(self, organisation: Organisation, day: int) -> None:
        """Look at the organisation on a day (an ordinal)."""
        self.organisation = organisation
        self.record = organisation.record
        self.day = day
        self.date = Date.of(datetime.date.fromordinal(day))
        self.last_known = organisation.last_known if day > organisation.last_known.last else None
        self._store: dict[object, Any] = {}

    def __repr__(self) -> str:
        """Name the organisation and the day."""
        return f"<{self.organisation.id} on {self.date}>"

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
    def exists(self) -> Certainty:
        """Whether the organisation, or the treaty that it grew from, was there on the day."""
        ended = self.record.organisation.dissolved
        if ended is not None and ended.last <= self.day:
            return Certainty.NO
        begun = min((treaty.signed.first for treaty in self.record.treaties), default=None)
        return Certainty.NO if begun is None or begun > self.day else Certainty.CERTAINLY

    @property
    def members(self) -> tuple[Member, ...]:
        """Members on the day, by code; those that are possibly members carry the flag ``uncertain``."""
        made: tuple[Member, ...] = self.kept("members", self._members)
        return made

    def _members(self) -> tuple[Member, ...]:
        rows = [row for row in self.record.membership if row.of is None and row.state]
        founded = any(row.status == "member" and row.period.holds(self.day) is not Certainty.NO for row in rows)
        wanted = "member" if founded or not any(row.status == "party" for row in rows) else "party"
        held: dict[str, list[Membership]] = {}
        for row in rows:
            if row.period.holds(self.day) is not Certainty.NO:
                held.setdefault(row.state or "", []).append(row)
        return tuple(self._member(code, held[code], wanted) for code in sorted(held) if _has(held[code], wanted))

    def _member(self, code: str, rows: list[Membership], wanted: str) -> Member:
        main = next(row for row in rows if row.status == wanted)
        certainty = main.period.holds(self.day)
        partial = [row for row in rows if row.status in PARTIAL]
        party = next((row.period.start for row in rows if row.status == "party"), None) if wanted == "member" else None
        flags = [row.status for row in partial]
        flags += ["uncertain"] if certainty is Certainty.POSSIBLY else []
        flags += ["disputed"] if any(row.disputed for row in rows) else []
        clipped = main.period.clip(self.day)
        return Member(
            state=code,
            name=states.name_on(code, self.day),
            status=wanted,
            since=clipped.start,
            until=clipped.end,
            party_since=party,
            certainty=certainty,
            flags=tuple(dict.fromkeys(flags)),
            votes=not any(row.status == "suspended" and row.in_law and row.scope is None for row in partial),
            sources=_merged(row.sources for row in [main, *partial]),
        )

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
        found = []
        for row in self.record.membership:
            certainty = row.period.holds(self.day)
            plain = row.of is None and (row.status in ("party", "member") or self.member(row.state or "") is not None)
            if certainty is Certainty.NO or plain:
                continue
            name = states.name_on(row.state, self.day) if row.state else row.body or ""
            holder = row.state or row.body or ""
            found.append(Standing(holder, name, row.status, row.of, row.period.start, certainty, row.sources))
        return tuple(found)

    @property
    def treaties(self) -> tuple[Treaty, ...]:
        """Instruments signed by the day, without what came of them later."""
        made: tuple[Treaty, ...] = self.kept("treaties", lambda: tuple(self._past_treaties()))
        return made

    def _past_treaties(self) -> Iterable[Treaty]:
        ids = {treaty.id for treaty in self.record.treaties if treaty.signed.first <= self.day}
        for treaty in self.record.treaties:
            if treaty.id not in ids:
                continue
            yield replace(
                _told(treaty),
                in_force=self._past(treaty.in_force),
                in_force_note=None,
                ended=self._past(treaty.ended),
                amended_by=tuple(name for name in treaty.amended_by if name in ids),
                replaced_by=treaty.replaced_by if treaty.replaced_by in ids else None,
                registered_with_un=None,
                parties=tuple(one for one in map(self._party, treaty.parties) if one is not None),
                provisions=tuple(one for one in self.provisions if self.treaty_of(one).id == treaty.id),
            )

    def _past(self, date: Date | None) -> Date | None:
        return date if date is not None and date.first <= self.day else None

    def _party(self, party: Party) -> Party | None:
        """What a state had done by the day; nothing, when its first act came later."""
        done = {name: self._past(getattr(party, name)) for name in ("signed", "ratified", "in_force", "denounced", "ended")}
        later = any(getattr(party, name) is not None and done[name] is None for name in done)
        if later and not any(done.values()):
            return None
        return replace(party, note=None, **done)

    @property
    def provisions(self) -> tuple[Provision, ...]:
        """Provisions in force on the day, in the wording of the day."""
        made: tuple[Provision, ...] = self.kept("provisions", lambda: tuple(self._in_force()))
        return made

    def _in_force(self) -> Iterable[Provision]:
        for treaty in self.record.treaties:
            for one in treaty.provisions:
                if one.period.holds(self.day) is not Certainty.NO:
                    yield replace(_told(one), period=one.period.clip(self.day))

    def law(self, subject: Subject) -> tuple[Provision, ...]:
        """Provisions in force on one subject."""
        return tuple(one for one in self.provisions if one.subject == subject)

    def article(self, article: str) -> Provision | None:
        """An article in the wording of the day, by its stable key; None when it is not in force."""
        kept = self.kept("articles", lambda: {one.article: one for one in self.provisions})
        found: Provision | None = kept.get(article)
        return found

    def treaty_of(self, provision: Provision) -> Treaty:
        """The instrument that holds a provision."""
        kept: dict[str, Treaty] = self.organisation.treaty_by_provision
        return kept[provision.id]

    @property
    def organs(self) -> tuple[Organ, ...]:
        """Organs on the day."""
        made: tuple[Organ, ...] = self.kept("organs", lambda: self._holding(self.record.organs))
        return made

    def organ(self, name: str) -> Organ | None:
        """The organ of that id, or None when there was none on the day."""
        found: Organ | None = self.kept("by_organ", lambda: {one.id: one for one in self.organs}).get(name)
        return found

    @property
    def rules(self) -> tuple[DecisionRule, ...]:
        """Decision rules that applied on the day."""
        made: tuple[DecisionRule, ...] = self.kept("rules", lambda: self._holding(self.record.decision_rules))
        return made

    @property
    def forces(self) -> tuple[Force, ...]:
        """Collective forces on the day, with the figures known by then."""
        made: tuple[Force, ...] = self.kept("forces", lambda: tuple(map(self._force, self._holding(self.record.forces))))
        return made

    def _force(self, force: Force) -> Force:
        begun = {case.id for case in self.cases}
        return replace(
            force,
            personnel=tuple(replace(one, note=None) for one in force.personnel if one.as_of.first <= self.day),
            contributions=tuple(
                replace(one, note=None)
                for one in force.contributions
                if one.as_of is None or one.as_of.first <= self.day
            ),
            used_in=tuple(name for name in force.used_in if name in begun),
            readiness=None,
        )

    @property
    def national_consents(self) -> tuple[NationalConsent, ...]:
        """What members' own laws ask on the day before troops leave."""
        made: tuple[NationalConsent, ...] = self.kept(
            "consents", lambda: self._holding(self.record.national_consents)
        )
        return made

    @property
    def officeholders(self) -> tuple[Officeholder, ...]:
        """Persons in office on the day."""
        found = self._holding(self.record.officeholders)
        return tuple(replace(one, term_ends=None) for one in found)

    @property
    def chair(self) -> tuple[Chair, ...]:
        """The state in the chair; several where it is uncertain, none where it is not known."""
        made: tuple[Chair, ...] = self.kept("chair", lambda: self._holding(self.record.chairmanship))
        return made

    @property
    def activities(self) -> tuple[Activity, ...]:
        """Operations, exercises and programmes begun by the day."""
        return tuple(
            replace(_told(one), period=one.period.clip(self.day))
            for one in self.record.activities
            if one.period.start is None or one.period.start.first <= self.day
        )

    @property
    def events(self) -> tuple[Event, ...]:
        """Milestones by the day."""
        return tuple(_told(one) for one in self.record.events if one.date.first <= self.day)

    @property
    def cases(self) -> tuple[CodedCase, ...]:
        """Cases that had begun by the day, whole: a coded case is known only from its end."""
        made: tuple[CodedCase, ...] = self.kept(
            "cases", lambda: tuple(one for one in self.record.cases if one.situation.begins.first <= self.day)
        )
        return made

    def _holding(self, facts: Iterable[Lasting]) -> tuple[Lasting, ...]:
        return tuple(
            replace(_told(one), period=one.period.clip(self.day))
            for one in facts
            if one.period.holds(self.day) is not Certainty.NO
        )


class Organisation:
    """An organisation, through all its time.

    Attributes:
        record: everything known of it.
    """

    __slots__ = ("_views", "record", "treaty_by_provision")

    def __init__(self, record: Record) -> None:
        """Wrap a record."""
        self.record = record
        self.treaty_by_provision = {one.id: treaty for treaty in record.treaties for one in treaty.provisions}
        self._views: dict[int, View] = {}

    def __repr__(self) -> str:
        """Name it."""
        return f"<organisation {self.id}>"

    @property
    def id(self) -> str:
        """Its id."""
        return self.record.pack.id

    @property
    def name(self) -> str:
        """Its full name."""
        return self.record.organisation.name

    @property
    def last_known(self) -> Date:
        """The last day that the pack claims to know."""
        end = self.record.pack.covers.end
        assert end is not None  # checked when the pack is loaded
        return end

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
    return Organisation(load(name))


def _has(rows: list[Membership], status: str) -> bool:
    return any(row.status == status for row in rows)


def _told(fact: FactT) -> FactT:
    """A fact without prose notes, which may tell what came later; the disputed values stay."""
    return replace(fact, note=None, disputed=tuple(replace(one, note=None) for one in fact.disputed))


def _merged(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for names in lists for name in names))
