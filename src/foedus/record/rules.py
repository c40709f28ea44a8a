"""Decision rules as data: a small algebra of who votes, what counts, what blocks.

A rule is a tree of conditions over the stances of those entitled to decide. Fractions are exact.
:mod:`foedus.law.tally` gives the tree its meaning.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

from foedus.dates import Period
from foedus.record.base import Fact, Part

RuleKind = Literal[
    "consensus", "unanimity", "qualified_majority", "simple_majority", "weighted", "silence",
    "consensus_minus_parties", "limited_composition", "procedural_majority", "alone", "fixed_count",
]  # fmt: skip
"""The field's name for a rule; nothing is computed from it."""

Side = Literal["for", "against", "neither"]
"""What a stance counts as. ``neither`` is present but on no side."""

Base = Literal["members", "present", "cast"]
"""Of what a share is taken: all entitled to vote, those of them present, those who took a side."""

Measure = Literal["heads", "weight", "population"]
"""What is counted: one for each state, its weight in votes, or its people."""

Exclusion = Literal[
    "party_to_dispute", "party_to_member_dispute", "initiator", "state_concerned", "not_interested"
]
"""Who loses a seat in a particular matter. A party to a member dispute: only where members stand against each
other, as doctrine reads the situation; a conflict with an outsider costs nobody its vote. Not interested: a voter
that declares so, by abstaining with a declaration; it counts in no base, blocks nothing and is not bound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voters(Part):
    """Who takes part in a decision.

    Attributes:
        who: members of the organisation; seats of the organ as filled on the day; parties to the
            rule's instrument; a named list; all members of the wider body that the organisation acts for;
            or states that the pack does not list, so that no outcome can be told.
        without: who of them stands out in a particular matter.
        named: the states, where ``who`` is ``named``; also states added to ``seats``.
        barred: states that have no vote in these matters, whatever the rest says.
        outside: scopes of frozen or suspended statuses (:attr:`foedus.record.facts.Membership.scope`); a member
            that stands outside one of them on the day has no vote in these matters.
    """

    who: Literal["members", "seats", "parties", "named", "wider_body", "not_listed"] = "members"
    without: tuple[Exclusion, ...] = ()
    named: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting(Part):
    """What each stance short of yes or no counts as.

    Four different things: to abstain, to be absent, to stay silent (no stance known), and to abstain
    with a declaration that frees the state from carrying the decision out.
    """

    abstains: Side = "neither"
    abstains_declared: Side = "neither"
    absent: Literal["for", "against", "neither", "not_present"] = "not_present"
    silent: Literal["for", "against", "neither", "not_present"] = "not_present"


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold(Part):
    """How many of what.

    Attributes:
        share: an exact fraction as text (``2/3``, ``55/100``), or
        count: a whole number.
        of: the base of a share.
        measure: heads, weights or people.
        counting: which stances are added up: those for, or one stance by name.
    """

    share: str | None = None
    count: int | None = None
    of: Base = "members"
    measure: Measure = "heads"
    counting: Literal["for", "against", "abstains", "abstains_declared", "present"] = "for"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition(Part):
    """One node of the algebra; exactly one of its keys is given.

    Attributes:
        no_objection: nobody entitled to vote objects (``voters``), or none of the rule's veto holders does.
        at_least: the sum reaches the threshold.
        more_than: the sum passes it.
        all_of: every part holds.
        any_of: some part holds.
        none_of: no part holds.
        always: no decision is needed.
        unknown: the condition is not known; says why. The outcome is then unknown too.
    """

    no_objection: Literal["voters", "veto_holders"] | None = None
    at_least: Threshold | None = None
    more_than: Threshold | None = None
    all_of: tuple[Condition, ...] | None = None
    any_of: tuple[Condition, ...] | None = None
    none_of: tuple[Condition, ...] | None = None
    always: bool | None = None
    unknown: str | None = None

    def key(self) -> str:
        """Name of the one key that is given.

        Raises:
            ValueError: if none or several are.
        """
        given = [f.name for f in fields(self) if getattr(self, f.name) is not None]
        if len(given) != 1:
            raise ValueError(f"a condition takes exactly one key, not {len(given)} ({', '.join(given) or 'none'})")
        return given[0]

    def __post_init__(self) -> None:
        """Refuse a node without exactly one key."""
        self.key()


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence(Part):
    """A silence procedure: what nobody objects to before the deadline is adopted."""

    hours: int | None = None
    objection_form: str | None = None
    started_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallback(Part):
    """Another rule that applies when this one did not lead to adoption."""

    rule: str
    when: Literal["not_adopted", "quorum_missing"] = "not_adopted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight(Part):
    """How many votes a state has where votes differ."""

    state: str
    votes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRule(Fact):
    """How an organ takes decisions on some matters.

    Attributes:
        organs: ids of the organs that it governs; empty for a right that needs no organ.
        matters: the matters, as tokens; ``any`` covers all but those that have a rule of their own.
        kind: the field's name for it.
        voters: who takes part.
        counts: what abstention, absence and silence count as.
        adopted_when: the condition for adoption.
        quorum: the condition for a valid meeting.
        veto_holders: states whose objection blocks, where not every voter's does.
        veto_by: who holds a veto by its seat, where no states are named.
        silence: the deadline of a silence procedure.
        stand_aside: members may stand aside without objecting; the decision then binds only those who joined.
        alone: a right that one state has alone: any member, or the target.
        fallback: what applies instead when there is no adoption.
        precondition: what must have happened before the decision, as tokens.
        weights: votes of each state, where they differ.
        binding_on: whom an adopted decision binds.
        basis: the articles in words.
        provisions: ids of the provisions that set it.
        period: when it applied.
    """

    organs: tuple[str, ...]
    matters: tuple[str, ...]
    kind: RuleKind
    adopted_when: Condition
    basis: str
    period: Period
    voters: Voters = Voters()
    counts: Counting = Counting()
    quorum: Condition | None = None
    veto_holders: tuple[str, ...] = ()
    veto_by: Literal["permanent_members"] | None = None
    silence: Silence | None = None
    stand_aside: bool = False
    alone: Literal["any_member", "target"] | None = None
    fallback: Fallback | None = None
    precondition: tuple[Literal["request"], ...] = ()
    weights: tuple[Weight, ...] = ()
    binding_on: str | None = None
    provisions: tuple[str, ...] = ()
