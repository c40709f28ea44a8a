"""Expectations: what a query may claim of each kind of thing, as values that the record must give.

All that are given must be so. What counts as near (another thing, in a relation to the one claimed) or as close (a
value beside the one claimed), so that a statement is imprecise and not false, is said with each; it rests on
relations between the values, never on the statement at hand. Words claimed must all stand in the text on record,
whatever their order; half of them is close.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from foedus.dates import Date
from foedus.record.base import Part
from foedus.record.cases import Ask, Outcome, SituationKind, Stance
from foedus.record.facts import ActivityKind, ForceKind, Level, OrganisationKind, Status
from foedus.record.rules import RuleKind
from foedus.record.terms import Subject, Territory

Fulfilment = Literal["yes", "partly", "no", "not_applicable", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Part):
    """An expected number, as exact as the statement is.

    Attributes:
        count: the number itself.
        at_least: "more than", "at least".
        at_most: "fewer than", "at most".
        within: by what share of ``count`` the record may differ so that the statement is imprecise and not
            false, as an exact fraction (``1/10``).
    """

    count: int | None = None
    at_least: int | None = None
    at_most: int | None = None
    within: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutItself(Part):
    """The organisation itself.

    Attributes:
        called: words of its name, its short name or another name.
        founded: when it was founded. The signature of the treaty that it grew from is near.
        dissolved: when it ended.
        predecessor: words of what it came out of.
        seat: words of where it sits.
        language: code of one of its languages.
        website: words of its address.
        un_status: words of its standing at the United Nations.
        un_since: since when it has that standing.
    """

    kind: OrganisationKind | None = None
    called: str | None = None
    founded: Date | None = None
    dissolved: Date | None = None
    predecessor: str | None = None
    seat: str | None = None
    language: str | None = None
    website: str | None = None
    un_status: str | None = None
    un_since: Date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutMembers(Figure):
    """Who the members are, or how many; parties to the treaty on days before there was an organisation.

    Attributes:
        exactly: these states and no other. Some of the members, and nobody else, is near.
        include: these among them.
        exclude: none of these.
    """

    exactly: tuple[str, ...] | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutStatus(Part):
    """The status of one state.

    A status of the same family is near (member, party, signatory; observer, partner; suspended, frozen,
    withdrawn, expelled), and so is the same status at one of the organisation's organs.

    Attributes:
        of: organ at which it has the status; missing: the organisation itself.
        began: when the status began.
        ended: when it ended.
        again: it had the same status before, and lost it.
    """

    state: str
    status: Status
    of: str | None = None
    began: Date | None = None
    ended: Date | None = None
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutChair(Part):
    """Which state is in the chair of the highest organ; with ``began``, when it took it."""

    state: str
    began: Date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutOffice(Part):
    """Who holds an office.

    Attributes:
        office: words of the office.
        person: words of the name.
        state: whose citizen.
        began: when the person took it.
    """

    office: str
    person: str | None = None
    state: str | None = None
    began: Date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutTreaty(Part):
    """An instrument: when and where it was made, and by whom.

    Attributes:
        place: words of the place.
        signatories: exactly the states that signed on the day of the treaty. Some of them is near.
        signed_by: these signed, whenever.
        joined: exactly the states that signed later, or in ``joined_in``. Some of them is near.
        not_signed_by: these did not sign.
    """

    treaty: str
    signed: Date | None = None
    place: str | None = None
    in_force: Date | None = None
    ended: Date | None = None
    amends: str | None = None
    signatories: tuple[str, ...] | None = None
    signed_by: tuple[str, ...] = ()
    joined: tuple[str, ...] | None = None
    joined_in: Date | None = None
    not_signed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutProvision(Part):
    """What an article says, in the wording of the day.

    Attributes:
        article: the article's key.
        terms: expected values by the name of a term; all of them must be among the provision's.
        only: the values named are all that the provision gives for that term. Leaving some out is near.
        whole: the terms named are all that it states. Leaving some out is near.
        unconditional: no request, decision, test or other qualification narrows it. A provision that says it
            with a condition is near.
        says: words of its text.
    """

    article: str
    subject: Subject | None = None
    terms: dict[str, tuple[str, ...]] | None = None
    only: bool = False
    whole: bool = False
    unconditional: bool = False
    says: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutOrgan(Part):
    """A body: that it is there, and what it is.

    Attributes:
        highest: no body stands above it, and others stand under it.
        abbreviation: one of its abbreviations.
        called: words of its name.
        composition: words of who sits in it.
        competence: words of what it is for.
        decides: a matter on which it may decide.
        meets: words of how often it meets.
        chair: words of who is in its chair.
        secretary: words of who its secretary is.
        began: since when it is there.
    """

    organ: str
    level: Level | None = None
    parent: str | None = None
    highest: bool | None = None
    abbreviation: str | None = None
    called: str | None = None
    composition: str | None = None
    competence: str | None = None
    decides: str | None = None
    meets: str | None = None
    chair: str | None = None
    secretary: str | None = None
    began: Date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutRule(Part):
    """How an organ decides on a matter.

    Attributes:
        matter: the matter; a rule for ``any`` serves where none is for it alone.
        equal_votes: each has one vote.
        can_block: exactly those that can block alone. Some of them is near.
    """

    organ: str
    matter: str = "any"
    kind: RuleKind | None = None
    equal_votes: bool | None = None
    can_block: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutForce(Figure):
    """A collective force: that it is there, and what it is; ``count`` is its strength by the newest figure.

    Attributes:
        kind: its kind. Another kind of the same element (land or air) is near.
        called: words of its name.
        began: since when it is there.
        contributes: states that set something aside for it.
        decided_by: organ that decides on its use. A force that others decide on is near.
        purpose: words of what it is for.
    """

    force: str
    kind: ForceKind | None = None
    called: str | None = None
    began: Date | None = None
    contributes: tuple[str, ...] = ()
    decided_by: str | None = None
    purpose: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutActivity(Figure):
    """That there was an operation, exercise or programme of which all this is so.

    Where no single one fits, but each thing is so of some, that is near. ``count`` is the number of people.

    Attributes:
        activity: its id; without it any one may be meant.
        name: words of its name.
        theme: words of its theme.
        place: words of where it was.
        states: states that took part.
        during: when it was.
        ongoing: it goes on, on the day.
        yearly_for: there was one in each of so many calendar years before the day's.
    """

    activity: str | None = None
    kind: ActivityKind | None = None
    name: str | None = None
    theme: str | None = None
    place: str | None = None
    states: tuple[str, ...] = ()
    during: Date | None = None
    ongoing: bool = False
    yearly_for: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutEvent(Part):
    """A milestone.

    Attributes:
        date: when it was.
        says: words of what happened.
    """

    event: str
    date: Date | None = None
    says: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutCase(Figure):
    """A case of the casebook; ``count`` is the number of people deployed in all.

    Attributes:
        initiator: a state that brought it about.
        group: words of an initiator that is no state.
        place: words of where it was.
        ongoing: it goes on, on the day.
        asked: whom the target asked. Another addressee is near.
        asked_by: who asked.
        asked_for: something that was asked of the organisation.
        under: an article that was invoked.
        decided: when it was decided.
        decided_by: the organ that decided.
        outcome: what was decided. An outcome of the same kind is close.
        force: the force that was sent.
        arrived: when the first came.
        left: when the last went.
        contributes: states that sent something.
        state: a state whose stance is meant, with ``stance``. A stance that leaves things as they are
            (accepts, abstains, absent) is close to another such stance.
        fulfilled: whether the promise was kept. "Partly" is close to yes and to no.
        fulfilment_disputed: sources differ on that.
        first: no earlier case has that outcome.
    """

    case: str
    kind: SituationKind | None = None
    target: str | None = None
    initiator: str | None = None
    group: str | None = None
    place: str | None = None
    territory: Territory | None = None
    begins: Date | None = None
    ends: Date | None = None
    ongoing: bool = False
    asked: Literal["organisation", "elsewhere", "nobody"] | None = None
    asked_by: str | None = None
    asked_for: Ask | None = None
    under: str | None = None
    decided: Date | None = None
    decided_by: str | None = None
    outcome: Outcome | None = None
    force: str | None = None
    arrived: Date | None = None
    left: Date | None = None
    contributes: tuple[str, ...] = ()
    state: str | None = None
    stance: Stance | None = None
    fulfilled: Fulfilment | None = None
    fulfilment_disputed: bool | None = None
    first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutCases(Figure):
    """How many cases there were by the day of which all this is so; ``count`` is their number."""

    kind: SituationKind | None = None
    target: str | None = None
    initiator: str | None = None
    asked: bool | None = None
    outcome: Outcome | None = None
    fulfilled: Fulfilment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutShare(Part):
    """A member's assessed share of the budget, as an exact fraction (``1/2``)."""

    state: str
    share: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutState(Part):
    """Whether a state exists on the day."""

    state: str
    exists: bool = True
