"""Explaining: what moved an estimate, which past cases are near, and what would change the answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy

from foedus.estimates.answers import Change, Near, Reason
from foedus.estimates.encoding import numbers, scaling
from foedus.estimates.features import FEATURES, FORCE, Features, features_of
from foedus.estimates.frames import Lesson
from foedus.estimates.knowledge import Knowledge
from foedus.estimates.outcomes import OUTCOMES, REACH_OF
from foedus.estimates.questions import Question
from foedus.estimates.tables import INVOKED, NAMES, case_table
from foedus.record.cases import SituationKind

MOST = 3
"""How many reasons, cases and changes are told."""

FORCES = numpy.array([REACH_OF[one] in ("forces_of_some", "collective_force") for one in OUTCOMES], dtype=float)
"""The outcomes in which forces come."""

SMALLEST = 0.01
"""A smaller effect is not told."""

AND_ASKED = ", beyond its asking"
"""How a condition ends that comes on top of a request."""

INSIDE: tuple[SituationKind, ...] = ("internal_unrest", "coup", "civil_war", "terrorism", "hybrid")
"""Kinds of situation in which an attacker from outside may stand behind what happens inside."""


def forces(learnt: Knowledge, read: Sequence[Features], share: float) -> float:
    """The chance that forces come.

    Args:
        learnt: what is known.
        read: the features as the request was; or as it would be, asked and not asked.
        share: the chance that it is asked.
    """
    found = [float(FORCES @ learnt.outcomes.shares(one)) for one in read]
    return found[0] if len(found) == 1 else share * found[0] + (1 - share) * found[1]


def reasons(
    learnt: Knowledge, asked: Sequence[Question], read: Sequence[Features], share: float
) -> tuple[Reason, ...]:
    """The facts that moved the chance of forces most: each against not knowing it.

    Args:
        learnt: what is known.
        asked: the question; or asked and not asked.
        read: its features.
        share: the chance that it is asked.
    """
    whole = forces(learnt, read, share)
    alike = [one for one in learnt.lessons if one.chosen_for_vote == read[0].chosen_for_vote]
    means = dict(zip(NAMES, scaling(case_table(alike), INVOKED).means, strict=True))
    found = []
    for feature in FEATURES:
        value = read[0].values[feature.name]
        if value is None or feature.name == "invoked":
            continue
        without = [replace(one, values={**one.values, feature.name: None}) for one in read]
        says = feature.high if value > means[feature.name] else feature.low
        found.append(Reason(feature.name, says, whole - forces(learnt, without, share)))
    name = asked[0].view.record.organisation.short_name
    apart = [replace(one, organisation="") for one in read]
    found.append(Reason("organisation", f"it is {name}", whole - forces(learnt, apart, share)))
    kind = read[0].kind.replace("_", " ")
    apart = [replace(one, kind="") for one in read]
    found.append(Reason("kind", f"it is a case of {kind}", whole - forces(learnt, apart, share)))
    told = [one for one in found if abs(one.effect) >= SMALLEST]
    return tuple(sorted(told, key=lambda one: (-abs(one.effect), one.feature))[:MOST])


def nearest(learnt: Knowledge, question: Question, read: Features) -> tuple[Near, ...]:
    """The past cases that are nearest in what moves estimates.

    Each feature counts by how much it moves the chance of forces in the default design, on the scale of its
    spread;
    another organisation and another kind count as two features that are wholly different.

    Args:
        learnt: what is known.
        question: the question.
        read: its features, as if asked where that is not known.
    """
    pool = [one for one in learnt.lessons if one.id != question.id and one.chosen_for_vote == read.chosen_for_vote]
    if not pool:
        return ()
    scale = scaling(case_table(pool), INVOKED)
    there, here = scale.encode(case_table(pool))[0], scale.encode(numbers([read.values], NAMES))[0]
    weights = numpy.array([_WEIGHT[one.part] for one in FEATURES])
    far = numpy.minimum(numpy.abs(there - here), 2.0) @ weights
    apart = [
        float(distance)
        + (one.question.organisation != read.organisation) * 0.8
        + (one.question.situation.kind != read.kind) * 0.8
        for distance, one in zip(far, pool, strict=True)
    ]
    order = sorted(range(len(pool)), key=lambda place: (apart[place], pool[place].id))[:MOST]
    return tuple(
        Near(
            pool[at].id, pool[at].title, pool[at].outcome, tuple(_common(question, pool[at])), round(apart[at], 3)
        )
        for at in order
    )


_WEIGHT = {"request": 0.3, "law": 0.15, "parties": 0.12, "place": 0.08, "power": 0.05, "time": 0.05}


def _common(question: Question, lesson: Lesson) -> Iterator[str]:
    """What a question and a past case have in common, in words."""
    here, there = question, lesson.question
    if here.organisation == there.organisation:
        yield "the same organisation"
    if here.situation.kind == there.situation.kind:
        yield f"also {here.situation.kind.replace('_', ' ')}"
    if here.situation.target == there.situation.target:
        yield f"the same target ({here.situation.target})"
    if both := set(here.situation.initiators) & set(there.situation.initiators):
        yield f"the same initiator ({', '.join(sorted(both))})"
    if here.invoked is not None and here.invoked == there.invoked:
        yield "asked as well" if here.invoked else "nobody asked either"
    if FORCE & set(here.asks_for) and FORCE & set(there.asks_for):
        yield "forces asked for"
    if here.situation.territory == there.situation.territory and here.situation.territory is not None:
        yield f"{here.situation.territory} territory"


def changes(learnt: Knowledge, question: Question, share: float) -> tuple[Change, ...]:
    """What the parties can still change, by how much it would move the chance of forces.

    Args:
        learnt: what is known.
        question: the question.
        share: the chance that it is asked.
    """
    asked = [question] if question.invoked is not None else [question.asked(True), question.asked(False)]
    whole = forces(learnt, [features_of(one) for one in asked], share)
    found, if_asked = [], forces(learnt, [features_of(question.asked(True))], 1.0)
    for what, other in _conditions(question):
        after = forces(learnt, [features_of(other)], 1.0)
        # What comes on top of a request is told by what it adds to the request.
        found.append(Change(what, after, after - (if_asked if what.endswith(AND_ASKED) else whole)))
    told = [one for one in found if abs(one.effect) >= SMALLEST]
    return tuple(sorted(told, key=lambda one: (-abs(one.effect), one.what))[:MOST])


def _conditions(question: Question) -> Iterator[tuple[str, Question]]:
    """Conditions that may still come about, each with the question under it."""
    made = question.asked(True)
    if question.invoked is not True or not FORCE & set(question.asks_for):
        wanted = tuple(dict.fromkeys([*made.asks_for, "troops"]))
        yield "if the target asked for troops", replace(made, asks_for=wanted)
    if question.invoked is not True or question.asks_for != ("political_support",):
        yield "if the target asked for political support only", replace(made, asks_for=("political_support",))
    if question.invoked is not False:
        yield "if nobody asked the organisation", question.asked(False)
    situation = question.situation
    if situation.kind in INSIDE and situation.outside_hand != "shown":
        shown = replace(situation, outside_hand="shown")
        yield f"if an attacker from outside were shown{AND_ASKED}", replace(made, situation=shown)
    if situation.territory == "disputed":
        yield (
            f"if it were on the target's recognised territory{AND_ASKED}",
            replace(made, situation=replace(situation, territory="recognised")),
        )
