"""Terms: the typed, machine-readable content of a provision, one class a subject.

The classes say what can be stated; what follows from a statement is read in :mod:`foedus.law`.
A pack writes them under ``terms:`` of a provision, with the provision's ``subject`` choosing the class.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal, get_args

from foedus.dates import Date
from foedus.record.base import Part

Subject = Literal[
    "mutual_defence", "consultation", "exclusivity", "non_aggression", "decision_rule", "organs",
    "force_deployment", "peacekeeping", "accession", "withdrawal", "suspension", "expulsion", "observers",
    "reporting_unsc", "confidentiality", "budget", "duration", "military_technical", "territorial_scope",
    "settlement_of_disputes", "immunity", "amendment", "measures", "other",
]  # fmt: skip
"""What a provision is about; chooses the class of its terms."""

Trigger = Literal[
    "aggression", "armed_attack", "threat_of_aggression", "threat_to_security", "threat_to_stability",
    "threat_to_territorial_integrity", "threat_to_sovereignty", "threat_to_political_independence",
    "threat_to_international_peace", "terrorism", "organised_crime", "natural_disaster", "crisis",
    "internal_conflict", "unconstitutional_change", "subversion", "mass_atrocity", "intra_member_dispute",
    "extremism",
]  # fmt: skip
"""What must have happened for a provision to bite; doctrine says which situations are that."""

Obligation = Literal["mandatory", "discretionary", "political"]
InitiatorKind = Literal["state", "group"]
Answer = Literal["yes", "no", "contested"]
"""``contested`` covers both: readers differ, and: the facts needed are not known."""

Territory = Literal["recognised", "disputed", "outside"]
"""Where something happened, seen from the target: on its territory as recognised in the practice of
the United Nations, on territory whose status is disputed, or outside both."""

Region = Literal[
    "europe", "north_america", "central_america", "caribbean", "south_america", "north_atlantic",
    "south_atlantic", "mediterranean", "north_africa", "sub_saharan_africa", "middle_east", "central_asia",
    "north_asia", "south_asia", "southeast_asia", "east_asia", "oceania", "north_pacific", "south_pacific",
    "indian_ocean", "arctic", "antarctic",
]  # fmt: skip
"""Where in the world something happened. The North Atlantic and the North Pacific begin at the Tropic of Cancer;
what lies between the tropics counts as the South; islands count with the sea or the land that they are part of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Part):
    """One of the ways in which a provision is read, where readers differ.

    Attributes:
        name: a short name for it.
        says: the reading in words.
        qualifies: which of the things that the provision names its qualifier is read to cover; the
            others are then meant without any qualification.
        held_by: states or authors who read it so, where known.
        sources: ids of the sources that show it.
    """

    name: str
    says: str
    qualifies: tuple[str, ...] = ()
    held_by: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation(Part):
    """What one state has kept back of a duty, by a reservation, an understanding or a special status.

    Attributes:
        state: its code.
        says: what it keeps back, in words; whether a situation falls under it is then open.
        sources: ids of the sources that show it.
    """

    state: str
    says: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Engaging(Part):
    """Terms of a provision that a situation can engage.

    Attributes:
        trigger: what must have happened; any one is enough. Empty: nothing particular.
        judged_by: who judges whether it has happened, where the wording leaves that to the opinion of a member.
        test: a further test in words that the wording sets.
        whose: whose trouble is meant: a member's, that of a state which is none, or anybody's.
        covers: states that are no members and are meant by name: beside the members, or they alone where the
            trouble of a state which is none is meant.
        by: which initiators are meant; empty when the wording does not say.
        against_members: whether an initiator that is itself a member is meant.
        territory: where it must have happened; empty when the wording sets no limit.
        scope: article keys of the provisions that draw the area which it covers; a place in any of them is.
        request: whether a request of the target is a condition of the duty.
        request_for: what the request must ask for; any one is enough. Empty: anything.
        outside_authorisation: an authority outside the organisation that must agree first.
        authorisation_needed: whether it must: contested where readers differ.
        cases: article keys of other provisions, one of which must be engaged.
        decided_by: organ that decides on what is done.
        rule: decision rule that applies, where the provision itself names one.
        matter: what kind of decision it is, to find the rule when none is named.
    """

    trigger: tuple[Trigger, ...] = ()
    judged_by: Literal["any_member"] | None = None
    test: str | None = None
    whose: Literal["member", "non_member", "any"] = "member"
    covers: tuple[str, ...] = ()
    by: tuple[InitiatorKind, ...] = ()
    against_members: Answer = "yes"
    territory: tuple[Territory, ...] = ()
    scope: tuple[str, ...] = ()
    request: Literal["required", "not_required"] = "not_required"
    request_for: tuple[str, ...] = ()
    outside_authorisation: Literal["un_security_council"] | None = None
    authorisation_needed: Literal["yes", "contested"] = "yes"
    cases: tuple[str, ...] = ()
    decided_by: str | None = None
    rule: str | None = None
    matter: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MutualDefence(Engaging):
    """The casus foederis: what one owes when another is attacked.

    Attributes:
        invoked_by: who may say that the case has arisen: the state attacked, or any member. What is owed may still
            hang on a request of the state attacked.
        reservations: what single states have kept back.
    """

    against_members: Answer = "contested"
    obligation: Obligation
    content: tuple[str, ...]
    invoked_by: Literal["any_member", "target"] = "target"
    discretion: Literal["each_member", "organ", "none"] = "organ"
    timing: Literal["immediate", "not_stated"] = "not_stated"
    reserves_self_defence: bool = True
    condition: str | None = None
    legal_basis: str | None = None
    reservations: tuple[Reservation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation(Engaging):
    """A duty, or a right, to consult."""

    obligation: Obligation
    content: tuple[str, ...]
    invoked_by: Literal["any_member", "target"] = "any_member"
    timing: Literal["immediate", "periodic", "not_stated"] = "not_stated"
    frequency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceUse(Engaging):
    """When and by whom forces may be used, and of what they are made up.

    Attributes:
        outside_territory: on what terms forces may be used outside the members' territories.
        permission_hours: within how many hours a permission must be settled.
        host_consent: whether forces may go where the state has neither asked nor agreed.
        participants: who may send forces: members, or any state that is willing.
        binding: False for a text that is political only.
        points: further particulars in our own words.
    """

    allows_force: bool = False
    forces: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    creates: tuple[str, ...] = ()
    participation: Literal["voluntary", "obligatory", "not_stated"] = "not_stated"
    steps: tuple[str, ...] = ()
    outside_territory: str | None = None
    permission_hours: int | None = None
    host_consent: Literal["needed", "not_needed"] = "needed"
    participants: Literal["members", "any_state"] = "members"
    binding: bool | None = None
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Peacekeeping(Engaging):
    """Peacekeeping operations: where, at whose request, by whose decision, and who may send forces."""

    forces: tuple[str, ...] = ()
    participants: Literal["members", "any_state"] = "members"
    participation: Literal["voluntary", "obligatory", "not_stated"] = "not_stated"
    components: tuple[str, ...] = ()
    notify: tuple[str, ...] = ()
    role: str | None = None
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures(Engaging):
    """What an organ may find, recommend or order short of sending forces.

    Attributes:
        content: what it may do.
        obligation: whether it must act or may.
        binding: whether the members must carry out what it orders.
        points: further particulars in our own words.
    """

    content: tuple[str, ...] = ()
    obligation: Obligation = "discretionary"
    binding: bool | None = None
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MilitaryTechnical(Engaging):
    """Arms, materiel and military infrastructure.

    Attributes:
        requires: what else must be agreed first.
        purpose: what the goods are for.
        points: further particulars in our own words.
    """

    content: tuple[str, ...] = ()
    obligation: Obligation | None = None
    price: Literal["free", "preferential", "free_or_preferential"] | None = None
    price_basis: str | None = None
    re_export: Literal["forbidden", "with_written_consent"] | None = None
    request_to: str | None = None
    timing: Literal["shortest_time", "phased", "not_stated"] = "not_stated"
    currency: tuple[str, ...] = ()
    beneficiaries: tuple[str, ...] = ()
    first_deliveries: Date | None = None
    requires: tuple[str, ...] = ()
    purpose: str | None = None
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingUnsc(Part):
    """A duty to tell the Security Council of the United Nations.

    Attributes:
        of: articles under which what is done is to be told.
        owed_by: the members for what the organisation does; any state for what it does alone; or regional
            bodies outside the organisation.
        timing: how soon.
        obligation: how firm.
    """

    of: tuple[str, ...] = ()
    owed_by: Literal["members", "states", "regional_bodies"] = "members"
    timing: Literal["immediate", "not_stated"] = "not_stated"
    obligation: Obligation = "mandatory"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusivity(Part):
    """What else a member may join or host.

    Attributes:
        forbids: what it may not do.
        qualifier: words that narrow what is forbidden.
        readings: how far the qualifier reaches, where readers differ.
        decided_by: organ that deals with the matter.
        rule: decision rule that applies; ``matter`` finds one on days when it is not in force.
        allows: what stays free.
    """

    forbids: tuple[str, ...] = ()
    qualifier: str | None = None
    readings: tuple[Reading, ...] = ()
    decided_by: str | None = None
    rule: str | None = None
    matter: str | None = None
    allows: tuple[str, ...] = ()
    obligation: Obligation = "mandatory"


@dataclass(frozen=True, slots=True, kw_only=True)
class NonAggression(Part):
    """A renunciation of force among parties, or more widely."""

    renounces: tuple[str, ...]
    between: tuple[str, ...]
    obligation: Obligation = "mandatory"


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementOfDisputes(Part):
    """How disputes are settled."""

    renounces: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    obligation: Obligation = "mandatory"
    means: tuple[str, ...] = ()
    consult_if: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionTerms(Part):
    """A provision on how decisions are taken; the rule itself is in ``decision_rules.yaml``."""

    rules: tuple[str, ...] = ()
    binding: bool | None = None
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Organs(Part):
    """Which organs there are, who sits in them and how they meet."""

    organs: tuple[str, ...]
    members: tuple[str, ...] = ()
    chair: str | None = None
    sessions_per_year_min: int | None = None
    between_sessions: str | None = None
    working_bodies: tuple[str, ...] = ()
    appoints: str | None = None
    proposed_by: str | None = None
    term_years: int | None = None
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Accession(Part):
    """Who may join, and how."""

    open_to: str
    decided_by: str | None = None
    matter: str | None = None
    criteria: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal(Part):
    """How a member leaves."""

    notice_months: int | None
    to: str
    condition: Literal["obligations_settled"] | None = None
    earliest: Date | None = None
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension(Part):
    """How a member's part is suspended."""

    ground: tuple[str, ...]
    decided_by: str | None
    matter: str | None = None
    vote_of_state_concerned: Literal["counted", "not_counted"]
    self_suspension: Literal["provided", "not_provided"]
    effect: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Expulsion(Part):
    """How a member is put out."""

    decided_by: str | None
    matter: str | None = None
    after: Literal["suspension"] | None = None
    vote_of_state_concerned: Literal["counted", "not_counted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Observers(Part):
    """Lesser statuses and who grants them."""

    statuses: tuple[str, ...]
    decided_by: str | None = None
    eligible: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget(Part):
    """Dues, and what arrears cost."""

    funding: tuple[str, ...]
    arrears_years: int | None = None
    sanctions: tuple[str, ...] = ()
    decided_by: str | None = None
    matter: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration(Part):
    """How long an instrument runs and how it is renewed."""

    term_years: int | None = None
    renewal: Literal["automatic", "by_agreement"] | None = None
    renewal_from: Date | None = None
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritorialScope(Part):
    """The area that an instrument covers.

    Attributes:
        territory: the area, as tokens for the reader.
        regions: parts of the world in which the members' territory is covered. Neither these nor ``waters``: their
            territory is covered wherever it lies.
        waters: parts of the world in which their forces, ships and aircraft are covered too, on whoever's ground.
        regions_contested: parts of the world of which readers differ whether they are covered.
        wholly: states whose whole territory is covered, wherever it lies.
        includes: areas covered by name, as :attr:`foedus.record.cases.Situation.areas` names them.
        excludes: areas left out by name.
        contested: areas of which readers differ whether they are covered.
        readings: how far the words reach, where readers differ.
    """

    territory: tuple[str, ...]
    regions: tuple[Region, ...] = ()
    waters: tuple[Region, ...] = ()
    regions_contested: tuple[Region, ...] = ()
    wholly: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    contested: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Immunity(Part):
    """Status of forces, persons and property abroad."""

    applies_to: tuple[str, ...]
    purposes: tuple[str, ...] = ()
    request_by: str | None = None
    decided_by: str | None = None
    stay: Literal["temporary", "permanent"] | None = None
    personality: bool | None = None
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment(Part):
    """How an instrument is changed, or what an amending instrument changed.

    Attributes:
        changes: article keys that an amending instrument changed or added.
        interpretation: how questions of interpretation are settled, where the same article says so.
    """

    proposed_by: str | None = None
    rule: str | None = None
    form: str | None = None
    ratified_by: str | None = None
    changes: tuple[str, ...] = ()
    interpretation: str | None = None
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class General(Part):
    """Anything else, as points in our own words."""

    points: tuple[str, ...] = ()
    binding: bool | None = None


Terms = (
    MutualDefence | Consultation | ForceUse | Peacekeeping | Measures | MilitaryTechnical | ReportingUnsc
    | Exclusivity | NonAggression | SettlementOfDisputes | DecisionTerms | Organs | Accession | Withdrawal
    | Suspension | Expulsion | Observers | Budget | Duration | TerritorialScope | Immunity | Amendment | General
)  # fmt: skip

TERMS_OF: dict[Subject, type[Part]] = {
    "mutual_defence": MutualDefence,
    "consultation": Consultation,
    "exclusivity": Exclusivity,
    "non_aggression": NonAggression,
    "decision_rule": DecisionTerms,
    "organs": Organs,
    "force_deployment": ForceUse,
    "peacekeeping": Peacekeeping,
    "accession": Accession,
    "withdrawal": Withdrawal,
    "suspension": Suspension,
    "expulsion": Expulsion,
    "observers": Observers,
    "reporting_unsc": ReportingUnsc,
    "confidentiality": General,
    "budget": Budget,
    "duration": Duration,
    "military_technical": MilitaryTechnical,
    "territorial_scope": TerritorialScope,
    "settlement_of_disputes": SettlementOfDisputes,
    "immunity": Immunity,
    "amendment": Amendment,
    "measures": Measures,
    "other": General,
}
"""Which class of terms goes with which subject."""

SUBJECTS: tuple[Subject, ...] = get_args(Subject)


def stated(terms: Part) -> dict[str, object]:
    """What terms state, leaving out what they leave open.

    >>> stated(Duration(term_years=5))
    {'term_years': 5}
    """
    pairs = ((f.name, getattr(terms, f.name), f.default) for f in fields(terms))
    return {name: value for name, value, default in pairs if value != default and value != ()}
