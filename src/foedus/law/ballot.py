"""Ballots: a decision rule compiled for those who vote, so that counting is quick and exact."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Literal, TypeAlias, cast, get_args

from foedus.law.conditions import KNOWN, Bar, Combined, Given, Kind, Node, Objections, Poll, Settled, Verdict
from foedus.record.cases import Stance
from foedus.record.rules import Condition, Counting, DecisionRule, Measure, Threshold

Part: TypeAlias = Literal["for", "against", "neither", "not_present"]
"""What a stance counts as under a rule."""

_STANCES = frozenset(get_args(Stance)) | {None}
_SHARE = re.compile(r"[0-9]+/[0-9]+", re.ASCII)


def parse_share(text: str) -> Fraction:
    """Read a share as the exact fraction that it is.

    Args:
        text: numerator and denominator, ``2/3``.

    Returns:
        a fraction above 0 and at most 1.

    Raises:
        ValueError: if it is not an exact fraction, or not a share of a whole.

    >>> parse_share("2/3")
    Fraction(2, 3)
    """
    if not _SHARE.fullmatch(text):
        raise ValueError(
            f"{text!r} is no exact fraction; write one, such as '2/3', never a decimal or a percentage"
        )
    above, below = map(int, text.split("/"))
    if not 0 < above <= below:
        raise ValueError(f"{text!r} is no share of a whole; write a fraction above 0 and up to 1, such as '2/3'")
    return Fraction(above, below)


@dataclass(frozen=True, slots=True, eq=False)
class Ballot:
    """A rule compiled for those entitled to vote.

    Attributes:
        rule: the rule.
        voters: those entitled to vote, in the order given.
        veto_holders: those of them whose objection is a veto.
        condition: the condition for adoption.
        quorum: the condition for a valid meeting; None when there is none.
        parts: what each stance counts as.
        sizes: for each measure that the rule uses each voter's figure; None where one is missing.
        missing: for each measure but heads the voters without a figure.
    """

    rule: DecisionRule
    voters: tuple[str, ...]
    veto_holders: tuple[str, ...]
    condition: Node
    quorum: Node | None
    parts: Mapping[Given, Part]
    sizes: Mapping[Measure, tuple[int, ...] | None]
    missing: Mapping[Measure, tuple[str, ...]]

    def __repr__(self) -> str:
        """Name the rule and say how many vote."""
        return f"<ballot of {len(self.voters)} under {self.rule.id}>"

    def poll(self, row: tuple[Given, ...]) -> Poll:
        """Sum up what the voters did.

        Args:
            row: a stance for each voter, in their order.

        Raises:
            ValueError: for a word that is not a stance.
        """
        heads = Counter(row)
        if not heads.keys() <= _STANCES:
            odd = ", ".join(sorted(repr(word) for word in heads.keys() - _STANCES))
            raise ValueError(f"not a stance: {odd}; the stances are {', '.join(get_args(Stance))}")
        sums: dict[Measure, Mapping[Given, int] | None] = {"heads": heads}
        for measure in self.missing:
            sums[measure] = _summed(heads, row, self.sizes[measure])
        return Poll(row, sums)

    def outcome(self, poll: Poll) -> tuple[Verdict, Verdict]:
        """Tell whether the meeting was valid and whether the proposal is adopted."""
        met = True if self.quorum is None else self.quorum.value(poll)
        if met is False:
            return False, False
        held = self.condition.value(poll)
        return met, held if met or held is False else None


def _summed(
    heads: Mapping[Given, int], row: tuple[Given, ...], sizes: tuple[int, ...] | None
) -> Mapping[Given, int] | None:
    if sizes is None:
        return None
    sums = dict.fromkeys(heads, 0)
    for stance, size in zip(row, sizes, strict=True):
        sums[stance] += size
    return sums


def ballot(
    rule: DecisionRule,
    voters: Sequence[str],
    *,
    veto_holders: Sequence[str] | None = None,
    weights: Mapping[str, int] | None = None,
    population: Mapping[str, int] | None = None,
) -> Ballot:
    """Compile a rule for those who vote.

    Args:
        rule: the decision rule.
        voters: states entitled to vote in the matter; those who stand out are left out already.
        veto_holders: states whose objection is a veto; the rule's own when not given. A rule with veto
            holders that does not say where their veto bears is read as adopting nothing against it.
        weights: votes of each state; the rule's own when not given, one each when it has none.
        population: people of each state.

    Returns:
        the ballot. Where a figure that it needs is missing, the condition that needs it cannot be told.

    Raises:
        ValueError: when the rule cannot be read, or a voter or figure is impossible.
    """
    if len(set(voters)) != len(voters):
        twice = sorted(state for state, times in Counter(voters).items() if times > 1)
        raise ValueError(f"given twice among the voters of {rule.id}: {', '.join(twice)}; each votes once")
    vetoes = set(rule.veto_holders if veto_holders is None else veto_holders)
    named = bool(vetoes) or veto_holders is not None
    places = tuple(place for place, state in enumerate(voters) if state in vetoes)
    parts = _parts(rule.counts)
    apart: frozenset[Given] = frozenset()
    if "not_interested" in rule.voters.without:
        apart, parts["abstains_declared"] = frozenset({"abstains_declared"}), "not_present"
    compiling = _Compiling(rule.id, parts, places, named, apart)
    condition = compiling.node(rule.adopted_when)
    if vetoes and not compiling.veto_placed:
        condition = Combined("all_of", (condition, Objections(places, compiling.against)))
    if not voters and not rule.adopted_when.always:
        unlisted = rule.voters.who in ("not_listed", "seats")
        why = "who is entitled to vote is not on record" if unlisted else "nobody is entitled to vote"
        condition = Settled(None if unlisted else False, why)
    quorum = None if rule.quorum is None else compiling.node(rule.quorum)
    if quorum is not None and not voters and isinstance(condition, Settled) and condition.answer is None:
        quorum = condition  # who is not on record cannot be counted as missing either
    own = {one.state: one.votes for one in rule.weights}
    figures: dict[Measure, Mapping[str, int]] = {
        "weight": weights if weights is not None else own or dict.fromkeys(voters, 1),
        "population": population or {},
    }
    sizes: dict[Measure, tuple[int, ...] | None] = {"heads": (1,) * len(voters)}
    missing: dict[Measure, tuple[str, ...]] = {}
    for measure in sorted(compiling.measures):
        missing[measure] = tuple(state for state in voters if state not in figures[measure])
        sizes[measure] = None if missing[measure] else _figures(measure, figures[measure], voters)
    return Ballot(
        rule=rule,
        voters=tuple(voters),
        veto_holders=tuple(voters[place] for place in places),
        condition=condition,
        quorum=quorum,
        parts=MappingProxyType(parts),
        sizes=MappingProxyType(sizes),
        missing=MappingProxyType(missing),
    )


def _figures(measure: Measure, figures: Mapping[str, int], voters: Sequence[str]) -> tuple[int, ...]:
    below = [f"{state} {figures[state]}" for state in voters if figures[state] < 0]
    if below:
        raise ValueError(f"{measure} below 0: {', '.join(below)}; leave out a figure that is not known")
    return tuple(figures[state] for state in voters)


def _parts(counts: Counting) -> dict[Given, Part]:
    return {
        "requests": "for",
        "supports": "for",
        "accepts": "for",
        "objects": "against",
        "abstains": counts.abstains,
        "abstains_declared": counts.abstains_declared,
        "absent": counts.absent,
        None: counts.silent,
    }


def anomalies(ballot: Ballot) -> tuple[str, ...]:
    """Find what in a rule's own text lets more support defeat a proposal.

    A rule that has none is monotone: a voter that goes over to support never turns adoption into failure.
    Such text counts support itself below a ``none_of``, counts another stance for more than support (votes
    against, abstentions, absence that counts for), or makes a share of nothing into a share of something.

    Args:
        ballot: the rule, compiled.

    Returns:
        a sentence for each condition that does so.
    """
    found = [*_anomalies(ballot.condition, True)]
    return tuple(found if ballot.quorum is None else [*found, *_anomalies(ballot.quorum, True)])


def _anomalies(node: Node, positive: bool) -> Iterator[str]:
    if isinstance(node, Combined):
        for part in node.parts:
            yield from _anomalies(part, positive is not (node.kind == "none_of"))
    elif isinstance(node, Objections) and not positive:
        yield "the rule asks that somebody objects"
    elif isinstance(node, Bar):
        what, support = node.threshold.counting, node.score["supports"]
        above = ", ".join(stance or "silent" for stance in KNOWN if node.score[stance] > support)
        below = ", ".join(stance or "silent" for stance in KNOWN if node.score[stance] < support)
        outside = frozenset(KNOWN) - node.based
        if positive and above:
            yield f"counting {what}: {above} helps more than support"
        elif not positive and below:
            yield f"counting {what} as an obstacle: {below} hinders less than support"
        elif not positive and outside and (support >= 0 or node.counted & outside):
            yield f"counting {what} as an obstacle: support makes a base that was empty"


class _Compiling:
    """Compiles the conditions of one rule, noting the measures it meets and whether the veto has a place."""

    def __init__(
        self,
        rule: str,
        parts: Mapping[Given, Part],
        vetoes: tuple[int, ...],
        named: bool,
        apart: frozenset[Given],
    ) -> None:
        self.rule = rule
        self.apart = apart
        self.parts = parts
        self.vetoes = vetoes
        self.named = named
        self.against = frozenset(stance for stance in KNOWN if parts[stance] == "against")
        self.measures: set[Measure] = set()
        self.veto_placed = False

    def node(self, condition: Condition) -> Node:
        key = condition.key()
        given = getattr(condition, key)
        if key == "no_objection":
            return self.objections(given)
        if key in ("at_least", "more_than"):
            return self.bar(given, key == "more_than")
        if key == "always":
            return Settled(given, "no decision is needed" if given else "the rule adopts nothing")
        if key == "unknown":
            return Settled(None, f"the rule is not known: {given}")
        if not given:
            raise ValueError(f"{self.rule}: {key} holds no condition; give it at least one")
        return Combined(cast("Kind", key), tuple(map(self.node, given)))

    def objections(self, whose: str) -> Objections:
        if whose == "voters":
            return Objections(None, self.against)
        if not self.named:
            raise ValueError(f"{self.rule}: it speaks of veto holders and names none; give veto_holders")
        self.veto_placed = True
        return Objections(self.vetoes, self.against)

    def bar(self, threshold: Threshold, strict: bool) -> Bar:
        if (threshold.share is None) == (threshold.count is None):
            raise ValueError(f"{self.rule}: a threshold takes a share or a count, one of the two")
        if threshold.measure != "heads":
            self.measures.add(threshold.measure)
        counted = frozenset(stance for stance in KNOWN if self.counts(threshold.counting, stance))
        if threshold.share is None:
            above, below, based = 0, 1, frozenset(KNOWN)
            needed = self.count(threshold) + strict
        else:
            share = self.share(threshold.share)
            above, below, needed = share.numerator, share.denominator, int(strict)
            based = frozenset(stance for stance in KNOWN if self.in_base(threshold.of, stance))
        score = {stance: below * (stance in counted) - above * (stance in based) for stance in KNOWN}
        spread = {stance: (score[stance],) * 2 + (int(stance in based),) * 2 for stance in KNOWN}
        ends = min(score.values()), max(score.values()), int(based >= set(KNOWN)), 1
        return Bar(threshold, strict, counted, based, score, needed, {**spread, "unknown": ends})

    def share(self, text: str) -> Fraction:
        try:
            return parse_share(text)
        except ValueError as error:
            raise ValueError(f"{self.rule}: {error}") from None

    def count(self, threshold: Threshold) -> int:
        count = threshold.count or 0
        if count < 1:
            raise ValueError(f"{self.rule}: a count of {count} asks for nothing; write a number above 0")
        return count

    def counts(self, what: str, stance: Given) -> bool:
        if what in ("for", "against"):
            return self.parts[stance] == what
        return self.in_base(what, stance) if what == "present" else stance == what

    def in_base(self, base: str, stance: Given) -> bool:
        if stance in self.apart:
            return False
        if base == "present":
            return stance != "absent" and self.parts[stance] != "not_present"
        return base == "members" or self.parts[stance] in ("for", "against")
