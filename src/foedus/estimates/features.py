"""Features: what of a question may move an estimate, each a number with its meaning, or unknown.

A feature reads the situation, the request, the law of the day and figures of earlier years. None reads an
outcome, a
stance, a note, or anything dated after the question.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from foedus.estimates.questions import Question
from foedus.estimates.reading import Read
from foedus.record.terms import Consultation

Part = Literal["request", "law", "parties", "place", "power", "time"]
"""What a feature is about."""

FORCE: Final = frozenset({"troops", "peacekeepers", "air_defence"})
"""What is asked for when force is asked for."""

WORDS: Final = frozenset({"consultation", "political_support"})
"""What is asked for when words are asked for."""


@dataclass(frozen=True, slots=True)
class Feature:
    """Something that may move an estimate.

    Attributes:
        name: its name, in tables.
        part: what it is about.
        about: what the number is, with its unit.
        high: what is said of a question in which it is high, or there.
        low: what is said of one in which it is low, or not there.
        of: reads it; None: unknown.
    """

    name: str
    part: Part
    about: str
    high: str
    low: str
    of: Callable[[Read], float | None]


@dataclass(frozen=True, slots=True)
class Features:
    """What is read of one question.

    Attributes:
        organisation: id of the organisation.
        kind: kind of situation.
        chosen_for_vote: whether the organisation's cases are on record because they were put to the vote.
        values: the features by name; None: unknown.
    """

    organisation: str
    kind: str
    chosen_for_vote: bool
    values: Mapping[str, float | None]

    @property
    def unknown(self) -> tuple[str, ...]:
        """Names of the features that are unknown."""
        return tuple(name for name, value in self.values.items() if value is None)


def features_of(question: Question) -> Features:
    """Read the features of a question.

    Args:
        question: the question.

    >>> from foedus.estimates.questions import question_of
    >>> from foedus.record.view import organisation
    >>> csto = organisation("csto")
    >>> case = csto.case("csto-kazakhstan-2022")
    >>> read = features_of(question_of(case.id, csto, case.situation, case.invocation))
    >>> (
    ...     read.values["asks_force"],
    ...     read.values["defence_owed"],
    ...     read.values["initiator_is_member"],
    ... )
    (1.0, 0.5, 0.0)
    """
    read = Read(question)
    values = {one.name: one.of(read) for one in FEATURES}
    voted = question.view.record.pack.cases_chosen == "for_their_vote"
    return Features(question.organisation, question.situation.kind, voted, values)


def _yes(answer: bool | None) -> float | None:
    return None if answer is None else float(answer)


def _asks(read: Read, what: frozenset[str]) -> float | None:
    """Whether something was asked for: no where nobody asked, unknown where it is not said what."""
    question = read.question
    if question.invoked is None or (question.invoked and not question.asks_for):
        return None
    return float(not what.isdisjoint(question.asks_for))


def _difference(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one - other


def _capability(read: Read, state: str | None) -> float | None:
    return None if state is None else read.of(state).capability


def _democracy(read: Read, state: str | None) -> float | None:
    return None if state is None else read.of(state).democracy


def _major(read: Read, state: str | None) -> float | None:
    return None if state is None else _yes(read.of(state).major_power)


def _initiators_major(read: Read) -> float | None:
    """No where no state brought it about; unknown where one did and nothing is known of it."""
    return _major(read, read.initiator) if read.initiator else 0.0


def _apart(read: Read, one: str | None, other: str | None) -> float | None:
    return None if one is None or other is None else read.pair(one, other).un_distance


def _distance(read: Read) -> float | None:
    """Thousands of kilometres on a log scale from the leading member's capital to the target's."""
    if read.leader is None:
        return None
    found = read.pair(read.leader, read.question.situation.target).distance_km
    return None if found is None else math.log1p(found / 1000)


def _near_members(read: Read) -> float | None:
    """Share of the other members that border the target."""
    known = [read.pair(one, read.question.situation.target).contiguous for one in read.others]
    known = [one for one in known if one is not None]
    return sum(one == "border" for one in known) / len(known) if known else None


def _rival_leader(read: Read) -> float | None:
    if read.initiator is None:
        return 0.0
    return None if read.leader is None else _yes(read.pair(read.leader, read.initiator).rival)


def _rival_target(read: Read) -> float | None:
    if read.initiator is None:
        return 0.0
    return _yes(read.pair(read.question.situation.target, read.initiator).rival)


def _territory(read: Read, word: str) -> float | None:
    found = read.question.situation.territory
    return None if found is None else float(found == word)


def _hand(read: Read) -> float:
    return {None: 0.0, "none": 0.0, "alleged": 0.5, "shown": 1.0}[read.question.situation.outside_hand]


def _member(read: Read, state: str) -> float:
    return float(state in read.members)


def _initiator_member(read: Read) -> float:
    return float(any(one in read.members for one in read.question.situation.initiators))


FEATURES: Final[tuple[Feature, ...]] = (
    Feature(
        "invoked",
        "request",
        "whether the organisation was asked",
        "the organisation was asked",
        "the organisation was not asked",
        lambda read: _yes(read.question.invoked),
    ),
    Feature(
        "elsewhere",
        "request",
        "whether another body or one ally was asked",
        "another body or one ally was asked",
        "nobody else was asked",
        lambda read: float(read.question.elsewhere),
    ),
    Feature(
        "not_by_target",
        "request",
        "whether the asker was not the state in trouble",
        "somebody other than the target asked",
        "the target itself asked, or nobody did",
        lambda read: (
            None if read.question.invoked is None else float(read.question.invoked and not read.question.requested)
        ),
    ),
    Feature(
        "asks_force",
        "request",
        "whether troops, peacekeepers or air defence were asked for",
        "forces were asked for",
        "no forces were asked for",
        lambda read: _asks(read, FORCE),
    ),
    Feature(
        "asks_observers",
        "request",
        "whether observers were asked for",
        "observers were asked for",
        "no observers were asked for",
        lambda read: _asks(read, frozenset({"observers"})),
    ),
    Feature(
        "asks_materiel",
        "request",
        "whether materiel was asked for",
        "materiel was asked for",
        "no materiel was asked for",
        lambda read: _asks(read, frozenset({"materiel"})),
    ),
    Feature(
        "asks_sanctions",
        "request",
        "whether sanctions were asked for",
        "sanctions were asked for",
        "no sanctions were asked for",
        lambda read: _asks(read, frozenset({"sanctions"})),
    ),
    Feature(
        "asks_words",
        "request",
        "whether consultations or political support were asked for",
        "consultations or support in words were asked for",
        "no consultations were asked for",
        lambda read: _asks(read, WORDS),
    ),
    Feature(
        "defence_owed",
        "law",
        "a mandatory clause of mutual defence: 1 engaged, 0.5 arguable, 0 not",
        "a mandatory defence clause is engaged or arguable",
        "no mandatory defence clause is engaged",
        lambda read: read.defence_owed / 2,
    ),
    Feature(
        "force_allowed",
        "law",
        "a provision that allows force or peacekeepers: 1 engaged, 0.5 arguable, 0 not",
        "a provision that allows force is engaged or arguable",
        "no provision that allows force is engaged",
        lambda read: read.force_allowed / 2,
    ),
    Feature(
        "consultation_due",
        "law",
        "a provision on consultations: 1 engaged, 0.5 arguable, 0 not",
        "a provision on consultations is engaged",
        "no provision on consultations is engaged",
        lambda read: read.sureness(Consultation) / 2,
    ),
    Feature(
        "blockers",
        "law",
        "share of those who vote that can stop the decision alone",
        "many members can each stop the decision",
        "few members can stop the decision alone",
        lambda read: read.blockers,
    ),
    Feature(
        "organ_decides",
        "law",
        "whether an organ decides on what is done",
        "an organ decides",
        "no organ has anything to decide",
        lambda read: float(read.advice.decides is not None),
    ),
    Feature(
        "target_is_member",
        "parties",
        "whether the state in trouble is a member",
        "the target is a member",
        "the target is no member",
        lambda read: _member(read, read.question.situation.target),
    ),
    Feature(
        "initiator_is_member",
        "parties",
        "whether a state that brought it about is a member",
        "a member brought it about",
        "no member brought it about",
        _initiator_member,
    ),
    Feature(
        "state_behind",
        "parties",
        "whether a state is named as initiator",
        "a state is named as initiator",
        "no state is named as initiator",
        lambda read: float(bool(read.question.situation.initiators)),
    ),
    Feature(
        "outside_hand",
        "parties",
        "a hand from outside in violence inside a state: 1 shown, 0.5 alleged, 0 neither",
        "a hand from outside is alleged or shown",
        "no hand from outside is alleged",
        _hand,
    ),
    Feature(
        "initiator_major",
        "parties",
        "whether the strongest initiator is a major power (COW's list)",
        "a major power brought it about",
        "no major power brought it about",
        _initiators_major,
    ),
    Feature(
        "members",
        "parties",
        "natural logarithm of the number of members",
        "there are many members",
        "there are few members",
        lambda read: math.log(len(read.members)) if read.members else None,
    ),
    Feature(
        "threatened",
        "parties",
        "whether force was only threatened",
        "force was threatened and not used",
        "force was used, or nothing is said of threats",
        lambda read: float(bool(read.question.situation.threatened)),
    ),
    Feature(
        "disputed",
        "place",
        "whether it happened on disputed territory",
        "the territory is disputed",
        "the territory is not disputed",
        lambda read: _territory(read, "disputed"),
    ),
    Feature(
        "outside",
        "place",
        "whether it happened outside the target's territory",
        "it happened outside the target's territory",
        "it happened on the target's territory",
        lambda read: _territory(read, "outside"),
    ),
    Feature(
        "leader_distance",
        "place",
        "logarithm of 1 + thousands of km between the capitals of the target and of the strongest other member",
        "the strongest member is far from the target",
        "the strongest member is near the target",
        _distance,
    ),
    Feature(
        "near_members",
        "place",
        "share of the other members that border the target",
        "many members border the target",
        "few members border the target",
        _near_members,
    ),
    Feature(
        "target_capability",
        "power",
        "log10 of the target's share of the world's capabilities, in the years before",
        "the target is strong",
        "the target is weak",
        lambda read: _capability(read, read.question.situation.target),
    ),
    Feature(
        "leader_capability",
        "power",
        "the same of the strongest other member",
        "a strong member stands behind it",
        "no strong member stands behind it",
        lambda read: _capability(read, read.leader),
    ),
    Feature(
        "initiator_capability",
        "power",
        "the same of the strongest initiator, less the target's",
        "the initiator is stronger than the target",
        "the initiator is weaker than the target",
        lambda read: (
            _difference(_capability(read, read.initiator), _capability(read, read.question.situation.target))
            if read.initiator
            else 0.0
        ),
    ),
    Feature(
        "target_democracy",
        "power",
        "democracy of the target in the years before, in standard deviations",
        "the target is more democratic than most",
        "the target is less democratic than most",
        lambda read: _democracy(read, read.question.situation.target),
    ),
    Feature(
        "target_apart",
        "power",
        "distance of the ideal points in UN votes of the target and the strongest other member",
        "target and strongest member vote apart in the UN",
        "target and strongest member vote alike in the UN",
        lambda read: _apart(read, read.leader, read.question.situation.target),
    ),
    Feature(
        "initiator_apart",
        "power",
        "the same of the strongest initiator and the strongest other member",
        "initiator and strongest member vote apart in the UN",
        "initiator and strongest member vote alike in the UN",
        lambda read: _apart(read, read.leader, read.initiator) if read.initiator else 0.0,
    ),
    Feature(
        "rival_of_leader",
        "power",
        "whether initiator and strongest other member are rivals",
        "the initiator is a rival of the strongest member",
        "the initiator is no rival of the strongest member",
        _rival_leader,
    ),
    Feature(
        "rival_of_target",
        "power",
        "whether initiator and target are rivals",
        "initiator and target are rivals",
        "initiator and target are no rivals",
        _rival_target,
    ),
    Feature(
        "decade",
        "time",
        "decades since 1990, below 0 before",
        "it is recent",
        "it is long ago",
        lambda read: (read.year - 1990) / 10,
    ),
    Feature(
        "after_1990",
        "time",
        "whether it is after 1990",
        "it is after the Cold War",
        "it is in the Cold War",
        lambda read: float(read.year > 1990),
    ),
)
"""All features, in the order of the designs."""

LEFT_OPEN: Final[Mapping[str, str]] = {
    **dict.fromkeys([one.name for one in FEATURES if one.name.startswith("asks_")], "what is asked for"),
    **dict.fromkeys(["disputed", "outside"], "on whose territory it happened"),
    "blockers": "who can stop the decision",
}
"""How it is said that a feature is unknown, where its own description would say it awkwardly."""


def left_open(names: Iterable[str]) -> tuple[str, ...]:
    """Say in words which features are unknown, each once.

    >>> left_open(["asks_force", "asks_words", "decade"])
    ('what is asked for', 'decades since 1990, below 0 before')
    """
    about = {one.name: one.about for one in FEATURES}
    return tuple(dict.fromkeys(LEFT_OPEN.get(name, about[name]) for name in names))
