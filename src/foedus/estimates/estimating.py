"""Estimating: the chances for one question, from what was known by a day."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from math import sqrt

from foedus.dates import Certainty, Date
from foedus.estimates.answers import Estimate, MemberEstimate
from foedus.estimates.catalogue import outcome_model
from foedus.estimates.explaining import changes, nearest, reasons
from foedus.estimates.features import Features, features_of
from foedus.estimates.frames import itself, known_by
from foedus.estimates.guess import Chance, Guess
from foedus.estimates.knowledge import Knowledge, knowledge
from foedus.estimates.member_features import concerned, member_features
from foedus.estimates.models.contributions import SENDING
from foedus.estimates.outcomes import FULFILMENTS, OUTCOMES, REACH_OF, REACHES, STANCES, Fulfilment
from foedus.estimates.published_record import no_better, record_line
from foedus.estimates.questions import Question
from foedus.law.findings import Circumstances
from foedus.record.view import View


class Impossible(ValueError):
    """Says that a question contradicts itself, or is asked about a day on which there was no such organisation."""


def estimate(
    view: View, circumstances: Circumstances, known: str | int | None = None, model: str | None = None
) -> Estimate:
    """Estimate what will come of a situation.

    Args:
        view: the organisation on the day.
        circumstances: the situation, whether help was asked for, and what for.
        known: what is known: only cases that were over before this day teach. Without it, the day of the view.
        model: name of the model of outcomes; without it the default.

    Returns:
        the estimate, with intervals, reasons and the model's record.

    Raises:
        Impossible: when the question contradicts itself.
        UnknownModel: when there is no such model.

    >>> from foedus.record.view import organisation
    >>> csto = organisation("csto")
    >>> case = csto.case("csto-kazakhstan-2022")
    >>> given = Circumstances(
    ...     situation=case.situation, requested=True, asks_for=("peacekeepers",)
    ... )
    >>> found = estimate(csto.on("2022-01-05"), given)
    >>> round(sum(one.value for one in found.outcome.values()), 9)
    1.0
    """
    question = Question(
        id=view.id,
        view=view,
        situation=circumstances.situation,
        invoked=circumstances.requested,
        askers=(circumstances.situation.target,) if circumstances.requested else (),
        asks_for=circumstances.asks_for,
        requested=circumstances.requested,
        authorised=circumstances.authorised,
    )
    day = view.day if known is None else known if isinstance(known, int) else Date.parse(known).first
    return estimate_of(question, day, model)


def estimate_of(question: Question, known: int | None, model: str | None = None) -> Estimate:
    """Estimate what will come of a question.

    Args:
        question: the question.
        known: only cases that were over before this day (an ordinal) teach; None: all.
        model: name of the model of outcomes; without it the default.

    Raises:
        Impossible: when the question contradicts itself.
    """
    check(question)
    chosen = outcome_model(model)
    left_out = itself(question, known_by(known))
    learnt = knowledge(known, chosen, left_out)
    asked = [question] if question.invoked is not None else [question.asked(True), question.asked(False)]
    read = [features_of(one) for one in asked]
    invokes = _invokes(question, learnt)
    share, spread = invokes.value, (invokes.high - invokes.low) / 3.29 if len(read) == 2 else 0.0
    outcomes = _mixed([learnt.outcomes.guess(one) for one in read], share, spread)
    sending = outcomes.chance([place for place, one in enumerate(OUTCOMES) if REACH_OF[one] in SENDING])
    return Estimate(
        question=question,
        known=known,
        model=chosen.card.name,
        lessons=sum(one.chosen_for_vote <= read[0].chosen_for_vote for one in learnt.lessons),
        invokes=invokes,
        outcome={one: outcomes.chance([place]) for place, one in enumerate(OUTCOMES)},
        reach={
            level: outcomes.chance([place for place, one in enumerate(OUTCOMES) if REACH_OF[one] == level])
            for level in REACHES
        },
        fulfilled=_fulfilled(read, learnt, share, spread),
        members=_members(asked, learnt, share, spread, sending),
        days_to_decision=learnt.decision.days(read[0]),
        days_to_arrival=learnt.arrival.days(read[0]),
        reasons=reasons(learnt, asked, read, share),
        nearest=nearest(learnt, question, read[0]),
        changes=changes(learnt, question, share),
        record=replace(
            record_line(chosen.card.name, question.organisation, question.invoked is not None),
            no_better=no_better(question.organisation),
        ),
        unknown=_unknown(read),
        left_out=left_out,
    )


def check(question: Question) -> None:
    """Refuse a question that contradicts itself.

    Raises:
        Impossible: when it does, or when there was no such organisation on the day.
    """
    situation, view = question.situation, question.view
    if situation.target in situation.initiators:
        raise Impossible(
            f"{situation.target} is named both as target and as initiator; name the one who acted on it"
        )
    if question.asks_for and question.invoked is False:
        raise Impossible("something is asked for, but nobody asked the organisation; leave one of them out")
    later = view.organisation.on(min(view.day + NEARLY, datetime.date.max.toordinal()))
    if view.exists is Certainty.NO and later.exists is Certainty.NO:
        raise Impossible(f"{view.id} is not there on {view.date}; ask about a day on which it is")


NEARLY = 366
"""Days before its treaty was signed within which a body can be asked about: its founders may act already."""


def _invokes(question: Question, learnt: Knowledge) -> Chance:
    if question.invoked is not None:
        sure = float(question.invoked)
        return Chance(sure, sure, sure)
    return learnt.invocation.guess(features_of(question.before_request())).chance([1])


def _mixed(guesses: Sequence[Guess], share: float, spread: float) -> Guess:
    """One guess where it is known whether the organisation was asked; else the mixture of both."""
    return guesses[0] if len(guesses) == 1 else guesses[0].mixed(guesses[1], share, spread)


def _fulfilled(
    read: Sequence[Features], learnt: Knowledge, share: float, spread: float
) -> dict[Fulfilment, Chance]:
    found = _mixed([learnt.fulfilment.guess(one) for one in read], share, spread)
    return {one: found.chance([place]) for place, one in enumerate(FULFILMENTS)}


def _members(
    asked: Sequence[Question], learnt: Knowledge, share: float, spread: float, sending: Chance
) -> tuple[MemberEstimate, ...]:
    states = concerned(asked[0])
    read = [member_features(one, states) for one in asked]
    stances = [learnt.stances.guesses(one) for one in read]
    sends = [learnt.contributions.guesses(one) for one in read]
    members = {one.state for one in asked[0].view.members}
    made = []
    for place, state in enumerate(states):
        stance = _mixed([one[place] for one in stances], share, spread)
        given = _mixed([one[place] for one in sends], share, spread).chance([1])
        made.append(
            MemberEstimate(
                state=state,
                is_member=state in members,
                stance={one: stance.chance([at]) for at, one in enumerate(STANCES)},
                sends_if_any=given,
                sends=_product(given, sending),
            )
        )
    return tuple(made)


def _product(one: Chance, other: Chance) -> Chance:
    """The chance of both, with an interval from both intervals taken as independent on the scale of logarithms."""
    value = one.value * other.value
    parts = [(end.value - end.low) / end.value if end.value else 0.0 for end in (one, other)]
    more = [(end.high - end.value) / end.value if end.value else 0.0 for end in (one, other)]
    low, high = (
        value * (1 - min(1.0, sqrt(sum(part**2 for part in parts)))),
        value * (1 + sqrt(sum(m**2 for m in more))),
    )
    return Chance(value, low, min(1.0, high))


def _unknown(read: Sequence[Features]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for one in read for name in one.unknown))
