"""The tally: whether a proposal is adopted, the count, and exactly who blocked it and why.

``ballot`` compiles a rule for those who vote, ``tally`` counts their stances, ``decide`` goes on to the
fallback rule, and ``can_block`` and ``blocking_number`` say who could stop a decision before anybody votes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias, get_args

from foedus.law.ballot import Ballot, ballot, parse_share
from foedus.law.blocking import Blocker, Blocking, blocking, blocking_number, can_block
from foedus.law.conditions import KNOWN, Bar, Given, Leaf, Node, Objections, Poll, Settled, decisive
from foedus.law.wording import spoken
from foedus.record.cases import Stance
from foedus.record.rules import DecisionRule, Measure

__all__ = [
    "Ballot", "Block", "Blocker", "Blocking", "Counts", "Tally", "Why",
    "ballot", "blocking", "blocking_number", "can_block", "decide", "parse_share", "tally",
]  # fmt: skip

Why: TypeAlias = Literal[
    "veto", "objection", "declared_abstention", "abstention", "missing_quorum", "missing_yes", "other_stance",
    "unknown_stance",
]  # fmt: skip
"""Why a state stands in the way of adoption; of several reasons the first in this order is given.

veto, objection: it objects, as a veto holder or as anybody who may. declared_abstention, abstention: too many
abstain so. missing_quorum: it is not there and too few are. missing_yes: too few support, and it does not.
other_stance: the rule's own text counts what it did against adoption, or asks for something that it did not do.
unknown_stance: the outcome hangs on what it did, and that is not known.
"""

_RANK = {why: rank for rank, why in enumerate(get_args(Why))}
_MISSED: Mapping[str, Why] = {"for": "missing_yes", "present": "missing_quorum"}
_TOO_MANY: Mapping[str, Why] = {
    "against": "objection",
    "abstains": "abstention",
    "abstains_declared": "declared_abstention",
}
_DID: Mapping[Given, str] = {
    "requests": "requests it",
    "supports": "supports it",
    "accepts": "accepts it",
    "objects": "objects",
    "abstains": "abstains",
    "abstains_declared": "abstains with a declaration",
    "absent": "is absent",
    None: "is silent",
}
_THEREBY: Mapping[Why, str] = {
    "veto": "which is a veto",
    "objection": "which blocks under the rule",
    "declared_abstention": "and too many do so",
    "abstention": "and too many do so",
    "missing_quorum": "and there is no quorum without it",
    "missing_yes": "and too few support it",
    "other_stance": "which the rule counts against adoption",
}


@dataclass(frozen=True, slots=True)
class Block:
    """A state that stood in the way, and why.

    Attributes:
        state: its code.
        stance: what it did; ``silent`` when nothing is known to have been said.
        why: see :data:`Why`.
    """

    state: str
    stance: Stance | Literal["silent"]
    why: Why

    @property
    def sentence(self) -> str:
        """The same in words.

        >>> Block("POL", "abstains", "missing_yes").sentence
        'POL abstains, and too few support it'
        """
        if self.why == "unknown_stance":
            return f"what {self.state} did is not known, and the outcome hangs on it"
        did = _DID[None if self.stance == "silent" else self.stance]
        return f"{self.state} {did}, {_THEREBY[self.why]}"


@dataclass(frozen=True, slots=True)
class Counts:
    """The count in one measure: how much stood behind each side.

    Attributes:
        measure: heads, weight (votes) or population (people).
        in_favour: for the proposal.
        against: against it.
        neither: present, on no side.
        not_present: away.
        unknown: of voters whose stance is not known.
    """

    measure: Measure
    in_favour: int
    against: int
    neither: int
    not_present: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Tally:
    """What a vote came to.

    Attributes:
        ballot: the rule, compiled for those who voted.
        row: what each voter did, in the order of the ballot's voters.
        adopted: True or False only where that is so whatever the unknown stances were; None when it cannot
            be told.
        quorum: whether the meeting was valid; True also where the rule asks for no quorum.
        not_entitled: states that took a stance and have no vote.
        first_tally: where this is the tally of a fallback rule, the tally of the rule before it.
    """

    ballot: Ballot = field(repr=False)
    row: tuple[Given, ...] = field(repr=False)
    adopted: bool | None
    quorum: bool | None
    not_entitled: tuple[str, ...] = ()
    first_tally: Tally | None = None

    @property
    def rule(self) -> str:
        """Id of the rule that was applied."""
        return self.ballot.rule.id

    @property
    def deadline(self) -> int | None:
        """Hours until silence becomes consent; None where there is no such procedure or it is not known."""
        silence = self.ballot.rule.silence
        return silence.hours if silence else None

    @property
    def counts(self) -> Counts:
        """The count by heads."""
        return self.measured[0]

    @property
    def measured(self) -> tuple[Counts, ...]:
        """The count in each measure that the rule uses, heads first; none where figures are missing."""
        sums = self.ballot.poll(self.row).sums
        return tuple(
            _counts(self.ballot, measure, sums[measure] or {}) for measure in sums if sums[measure] is not None
        )

    @property
    def why(self) -> str:
        """What the answer rests on, in words: ``9 of 15 needed, 7 for``."""
        poll = self.ballot.poll(self.row)
        said = (spoken(self.ballot, leaf, poll, positive) for leaf, positive in self._grounds(poll))
        return ("no quorum: " if self.quorum is False else "") + "; ".join(dict.fromkeys(said))

    @property
    def blocked_by(self) -> tuple[Block, ...]:
        """Who stood in the way, the gravest reason first; nobody when the proposal is adopted.

        Nobody either where no stance of these voters would lead to adoption, or where what is missing is
        not a stance but the rule or a figure.
        """
        if self.adopted:
            return ()
        poll = self.ballot.poll(self.row)
        found: dict[int, Why] = {}
        for leaf, positive in self._grounds(poll):
            for place, why in _in_the_way(self.ballot, leaf, poll, positive):
                found[place] = min(why, found.get(place, why), key=_RANK.__getitem__)
        rows = sorted(found.items(), key=lambda one: (_RANK[one[1]], one[0]))
        return tuple(Block(self.ballot.voters[place], self.row[place] or "silent", why) for place, why in rows)

    @property
    def binds(self) -> tuple[str, ...]:
        """The voters that an adopted decision binds; nobody when it is not adopted.

        All of them but those that abstained with a declaration; where members may stand aside, those only
        that joined.
        """
        if not self.adopted:
            return ()
        joined_only = self.ballot.rule.stand_aside
        return tuple(
            state
            for state, stance in zip(self.ballot.voters, self.row, strict=True)
            if stance != "abstains_declared" and (not joined_only or self.ballot.parts.get(stance) == "for")
        )

    @property
    def stood_aside(self) -> tuple[str, ...]:
        """The voters that let an adopted decision pass without being bound by it."""
        if not self.adopted:
            return ()
        bound = set(self.binds)
        voted = zip(self.ballot.voters, self.row, strict=True)
        return tuple(state for state, stance in voted if state not in bound and stance != "unknown")

    def _grounds(self, poll: Poll) -> Iterator[tuple[Leaf, bool]]:
        """The conditions to which the answer is due, each with whether it had to hold."""
        nodes: Iterable[Node] = [self.ballot.condition]
        if self.ballot.quorum is not None and self.quorum is not True:
            nodes = [self.ballot.quorum, *(nodes if self.quorum is None else ())]
        for node in nodes:
            if node.value(poll) is self.adopted:
                yield from decisive(node, poll)


def _counts(ballot: Ballot, measure: Measure, sums: Mapping[Given, int]) -> Counts:
    behind = {"for": 0, "against": 0, "neither": 0, "not_present": 0, "unknown": 0}
    for stance, size in sums.items():
        behind["unknown" if stance == "unknown" else ballot.parts[stance]] += size
    return Counts(measure, *behind.values())


def _in_the_way(ballot: Ballot, leaf: Leaf, poll: Poll, positive: bool) -> Iterator[tuple[int, Why]]:
    """The places of those who kept a condition from coming out as adoption needs it."""
    if isinstance(leaf, Settled):
        return
    if isinstance(leaf, Objections):
        places: Sequence[int] = range(len(poll.row)) if leaf.places is None else leaf.places
        guilty = leaf.against if positive else frozenset(KNOWN) - leaf.against
        why: Why = "other_stance" if not positive else "objection" if leaf.places is None else "veto"
    else:
        sizes = ballot.sizes[leaf.threshold.measure] or ()
        places = [place for place, size in enumerate(sizes) if size]
        guilty = _short(leaf, poll) if positive else leaf.counted
        why = (_MISSED if positive else _TOO_MANY).get(leaf.threshold.counting, "other_stance")
    if leaf.value(poll) is None:
        guilty, why = frozenset({"unknown"}), "unknown_stance"
    yield from ((place, why) for place in places if poll.row[place] in guilty)


def _short(leaf: Bar, poll: Poll) -> frozenset[Given]:
    """The stances that keep a sum below its threshold: another would have brought it nearer."""
    if not any(
        size for stance, size in (poll.sums[leaf.threshold.measure] or {}).items() if leaf.spread[stance][3]
    ):
        return frozenset(KNOWN) - leaf.based
    supported = leaf.threshold.counting in _MISSED
    wanted = leaf.score["supports"] if supported else max(leaf.score.values())
    return frozenset(stance for stance in KNOWN if leaf.score[stance] < wanted)


def tally(
    stances: Mapping[str, Stance],
    rule: DecisionRule | Ballot,
    voters: Sequence[str] | None = None,
    *,
    veto_holders: Sequence[str] | None = None,
    weights: Mapping[str, int] | None = None,
    population: Mapping[str, int] | None = None,
) -> Tally:
    """Count stances under a rule.

    Args:
        stances: what each state did; a voter that is not in it is silent.
        rule: the rule, or the ballot made from it; whoever counts often makes the ballot once.
        voters: states entitled to vote; with a rule only, as all that follows.
        veto_holders: states whose objection is a veto, where not the rule's own.
        weights: votes of each state, where not the rule's own.
        population: people of each state.

    Returns:
        the tally.

    Raises:
        ValueError: for a word that is not a stance, or a rule that cannot be read.
        TypeError: for a rule without voters, or a ballot with them.

    >>> from foedus.dates import Period
    >>> from foedus.record.rules import Condition, DecisionRule, Threshold
    >>> half = Condition(more_than=Threshold(share="1/2", of="cast"))
    >>> rule = DecisionRule(
    ...     id="dr-half",
    ...     sources=("charter",),
    ...     organs=("council",),
    ...     matters=("any",),
    ...     basis="article 5",
    ...     kind="simple_majority",
    ...     adopted_when=half,
    ...     period=Period.parse("1990/.."),
    ... )
    >>> tally({"NOR": "supports", "SWE": "objects"}, rule, ("FIN", "NOR", "SWE")).why
    'more than 1/2 of 2 votes cast needed (2), 1 for'
    """
    if not isinstance(rule, Ballot):
        if voters is None:
            raise TypeError(f"say who votes under {rule.id}: give voters, or a ballot")
        rule = ballot(rule, voters, veto_holders=veto_holders, weights=weights, population=population)
    elif any(given is not None for given in (voters, veto_holders, weights, population)):
        raise TypeError(f"the ballot of {rule.rule.id} says already who votes; give a rule to say it anew")
    row = tuple(map(stances.get, rule.voters))
    poll = rule.poll(row)
    quorum, adopted = rule.outcome(poll)
    others: tuple[str, ...] = ()
    if len(stances) != len(row) - (poll.sums["heads"] or {}).get(None, 0):
        others = tuple(sorted(stances.keys() - rule.voters))
    return Tally(rule, row, adopted, quorum, others)


def decide(
    stances: Mapping[str, Stance],
    rules: Mapping[str, DecisionRule | Ballot],
    first: str,
    voters: Sequence[str] | None = None,
    *,
    veto_holders: Sequence[str] | None = None,
    weights: Mapping[str, int] | None = None,
    population: Mapping[str, int] | None = None,
) -> Tally:
    """Count stances under a rule, then under its fallback where that applies.

    A fallback applies when the rule certainly did not lead to adoption, or certainly lacked its quorum;
    where that cannot be told, the outcome cannot be told either.

    Args:
        stances: what each state did.
        rules: by id the rules, or ballots where voters or veto holders differ from rule to rule.
        first: id of the rule to begin with.
        voters: states entitled to vote, under every rule that is not given as a ballot; so all that follows.
        veto_holders: states whose objection is a veto, where not the rule's own.
        weights: votes of each state, where not the rule's own.
        population: people of each state.

    Returns:
        the tally of the last rule applied; ``first_tally`` leads back to those before it.

    Raises:
        ValueError: when rules fall back on each other in a circle.
        LookupError: when a rule is not in ``rules``.
    """
    chain = _chain(rules, first)
    counted: Tally | None = None
    for name in chain:
        one = rules[name]
        if not isinstance(one, Ballot):
            if voters is None:
                raise TypeError(f"say who votes under {name}: give voters, or a ballot")
            one = ballot(one, voters, veto_holders=veto_holders, weights=weights, population=population)
        counted = replace(tally(stances, one), first_tally=counted)
        fallback = one.rule.fallback
        failed = counted.quorum if fallback and fallback.when == "quorum_missing" else counted.adopted
        if failed is not False:
            break
    assert counted is not None
    return counted


def _chain(rules: Mapping[str, DecisionRule | Ballot], first: str) -> list[str]:
    chain: list[str] = []
    name: str | None = first
    while name is not None:
        if name in chain:
            circle = " -> ".join([*chain[chain.index(name) :], name])
            raise ValueError(f"decision rules fall back on each other in a circle: {circle}")
        if name not in rules:
            said = f"{chain[-1]} falls back on it" if chain else "it was asked for"
            raise LookupError(
                f"there is no decision rule {name!r}, and {said}; known are {', '.join(sorted(rules))}"
            )
        chain.append(name)
        one = rules[name]
        rule = one.rule if isinstance(one, Ballot) else one
        name = rule.fallback.rule if rule.fallback else None
    return chain
