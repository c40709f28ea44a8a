"""The facts of an organisation: treaties, members, organs, forces, officers, activities, events.

Each class is one kind of fact in a pack; its attributes are the keys that a pack may write.
Dates are EDTF (:class:`foedus.dates.Date`), periods half-open (:class:`foedus.dates.Period`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from foedus.dates import Date, Period
from foedus.record.base import Confidence, Fact, Part
from foedus.record.terms import Subject, Terms

OrganisationKind = Literal["collective_defence", "collective_security", "consultative", "peace_operations"]
Status = Literal[
    "signatory", "party", "member", "observer", "partner", "suspended", "frozen", "withdrawn", "expelled"
]
Level = Literal[
    "heads_of_state", "ministers", "secretaries", "ambassadors", "staff", "parliament", "working_group", "council"
]
ForceKind = Literal[
    "rapid_reaction", "rapid_deployment", "regional_group", "peacekeeping", "air", "standing", "air_defence",
    "high_readiness", "naval",
]  # fmt: skip
ActivityKind = Literal["exercise", "operation", "programme", "working_group"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack(Part):
    """What a pack says of itself (``pack.yaml``).

    Attributes:
        id: the organisation's id; also the folder's name.
        schema: version of the schema that the pack is written in.
        licence: licence of the pack's data (SPDX).
        owner: who owns the data.
        covers: the time for which the pack claims to know; nothing is known after its end.
        cases_chosen: how the cases of the pack's casebook came to be in it: as crises that bear on the
            organisation,
            or because they were put to the vote. From cases that were chosen for their vote no rate is learnt for
            others.
    """

    id: str
    schema: int
    licence: str
    owner: str
    covers: Period
    cases_chosen: Literal["as_crises", "for_their_vote"] = "as_crises"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnStatus(Part):
    """An organisation's standing at the United Nations."""

    status: str
    since: Date
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetShare(Part):
    """A member's assessed share of the budget, as an exact fraction (``1/2``)."""

    state: str
    share: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetFacts(Part):
    """Assessed shares on a day, and what is known of the sum."""

    shares: tuple[BudgetShare, ...]
    as_of: Date
    note: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFound(Part):
    """Something that was looked for and not found: an honest negative, with where it was looked for.

    Attributes:
        states: states that it is about.
        as_of: up to when it was looked for.
    """

    id: str
    what: str
    states: tuple[str, ...] = ()
    as_of: Date | None = None
    sources: tuple[str, ...]
    confidence: Confidence = "medium"
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WiderBody(Part):
    """A body for all of whose members the organisation acts, though only some of them sit in it.

    Attributes:
        id: by which ``of`` in ``membership.yaml`` names it; a suspension there costs the vote here too.
        name: its name.
        treaty: the instrument whose parties are its members.
    """

    id: str
    name: str
    treaty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationFacts(Fact):
    """The organisation itself (``organisation.yaml``).

    Attributes:
        wider_body: the body that the organisation acts for, where more belong to that than sit here.
        authority: as which outside authority the provisions of other organisations name it.
    """

    name: str
    short_name: str
    other_names: tuple[str, ...] = ()
    kind: OrganisationKind
    kind_note: str | None = None
    authority: Literal["un_security_council"] | None = None
    seat: str | None
    seat_since: Date | None = None
    founded: Date
    dissolved: Date | None = None
    predecessor: str | None = None
    languages: tuple[str, ...] = ()
    languages_note: str | None = None
    website: str | None = None
    wider_body: WiderBody | None = None
    un_status: UnStatus | None = None
    registered_with_un: tuple[str, ...] = ()
    budget: BudgetFacts | None = None
    area: str | None = None
    not_found: tuple[NotFound, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Party(Part):
    """What one state did about a treaty; a date that is missing is not known."""

    state: str
    signed: Date | None = None
    ratified: Date | None = None
    in_force: Date | None = None
    denounced: Date | None = None
    ended: Date | None = None
    note: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryIntoForce(Part):
    """A treaty's own condition for entering into force.

    Attributes:
        when: on signature, when a number of notifications is reached, or with the last signatory's.
        count: how many, for ``notifications``.
        including: states that must be among them.
        provision: the provision that says so.
    """

    when: Literal["signature", "notifications", "last_notification", "with_other_instruments"]
    count: int | None = None
    including: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    provision: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision(Fact):
    """One article of an instrument, in the wording of a period.

    Attributes:
        article: stable key of the article through all its wordings.
        ref: how the instrument calls it (``art. 4``).
        subject: what it is about; chooses the class of the terms.
        text: what it says, in our own words.
        period: when this wording held.
        terms: the same, typed.
    """

    article: str
    ref: str
    subject: Subject
    text: str
    period: Period
    terms: Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Treaty(Fact):
    """A legal instrument with its parties and provisions.

    Attributes:
        closed: whether it binds its parties alone, so that a member which is none of them stays out of it.
    """

    title: str
    signed: Date
    place: str | None = None
    in_force: Date | None = None
    in_force_note: str | None = None
    ended: Date | None = None
    amends: str | None = None
    also_amends: tuple[str, ...] = ()
    amended_by: tuple[str, ...] = ()
    replaced_by: str | None = None
    depositary: str | None = None
    registered_with_un: str | None = None
    entry_into_force: EntryIntoForce | None = None
    parties: tuple[Party, ...] = ()
    parties_sources: tuple[str, ...] = ()
    not_signed_by: tuple[str, ...] = ()
    closed: bool = False
    provisions: tuple[Provision, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Part):
    """A dated step in a story; ``until`` where it went on for a time."""

    date: Date
    until: Date | None = None
    what: str
    sources: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership(Fact):
    """A status of a state, or of another body, in a period.

    Attributes:
        state: the state; or
        body: the name of what is not a state.
        status: see :data:`Status`. ``party`` is to the founding treaty, ``member`` of the organisation.
        of: what the status is in, where it is not the organisation itself.
        scope: what a frozen or suspended state is out of; such a row does not end membership.
        towards: the members towards which alone a suspension holds: what is owed between them and the state rests.
        seat: whether a member sits for good or was elected for a time, where that differs.
        in_law: False where the status is declared or political only and no legal act stands behind it.
        basis: the legal or political act.
        steps: the story, step by step.
    """

    state: str | None = None
    body: str | None = None
    status: Status
    of: str | None = None
    scope: str | None = None
    towards: tuple[str, ...] = ()
    seat: Literal["permanent", "elected"] | None = None
    period: Period
    in_law: bool = True
    basis: str | None = None
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Population(Fact):
    """How many people a member has, for rules that count people.

    Attributes:
        people: persons.
        as_of: of when the figure is; it serves until a newer one.
    """

    state: str
    people: int
    as_of: Date


@dataclass(frozen=True, slots=True, kw_only=True)
class Convening(Part):
    """Who may call the organ together, in which format, and by what authority.

    Attributes:
        rule: decision rule by which another organ must first have carried the call.
    """

    format: Literal["regular", "extraordinary", "consultation"]
    by: Literal["chair", "any_member", "target", "secretary_general", "two_members"]
    rule: str | None = None
    provision: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Organ(Fact):
    """A body that meets or decides.

    Attributes:
        decides: matters on which it may take decisions binding members; empty: none.
        decision_rules: ids of the rules that apply in it.
        convening: who may convene it.
        seats: states that sit where not all members do.
    """

    name: str
    abbreviations: tuple[str, ...] = ()
    level: Level
    composition: str
    competence: tuple[str, ...] = ()
    decides: tuple[str, ...] = ()
    chair_rule: str | None = None
    meets: str | None = None
    convening: tuple[Convening, ...] = ()
    decision_rules: tuple[str, ...] = ()
    period: Period
    parent: str | None = None
    secretary: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Officeholder(Fact):
    """A person in an office."""

    office: str
    acting: bool = False
    person: str
    state: str | None
    period: Period
    term_ends: Date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chair(Fact):
    """The state in the chair of the highest organ."""

    state: str
    period: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength(Part):
    """A figure for a force's strength, with its day."""

    value: int
    as_of: Date
    sources: tuple[str, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution(Part):
    """What one member sets aside for a force."""

    state: str
    personnel: int | None = None
    units: tuple[str, ...] = ()
    as_of: Date | None = None
    sources: tuple[str, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceRule(Part):
    """How a force may be used."""

    on_member_territory: str | None = None
    elsewhere: str | None = None
    request_by: Literal["host", "bilateral", "any_member"] | None = None
    decided_by: str | None = None
    decided_by_note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Force(Fact):
    """A collective force or a grouping counted among them."""

    name: str
    kind: ForceKind
    basis: str
    provisions: tuple[str, ...] = ()
    period: Period
    personnel: tuple[Strength, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    components: str | None = None
    purpose: str | None = None
    use: ForceRule | None = None
    readiness: str | None = None
    used_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalConsent(Fact):
    """What a member's own law asks before its troops leave the country."""

    state: str
    of: str
    period: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity(Fact):
    """An operation, exercise, programme or working group."""

    name: str
    kind: ActivityKind
    theme: str | None = None
    period: Period
    place: str | None = None
    states: tuple[str, ...] = ()
    personnel: int | None = None
    part_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Fact):
    """A milestone that is not covered by another kind of fact."""

    date: Date
    what: str
