"""The casebook: what follows must not come before what it follows from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from foedus.dates import Date
from foedus.record.checks_ground import Ground
from foedus.record.text import Way

if TYPE_CHECKING:
    from foedus.record.cases import CodedCase, DeploymentFacts
    from foedus.record.reading import Item

_DEPLOYED: Final = ("first_arrival", "full_strength", "withdrawal_begins", "withdrawal_ends")
_UNASKED: Final = frozenset({"political_statement", "no_decision", "not_invoked"})
"""Outcomes that answer no request: they may come before one."""

_MEND_DATES: Final = "mend one of the two dates"


def check_cases(ground: Ground) -> None:
    """Check the order of each case's dates, and that each position stands once."""
    for item in ground.items("cases"):
        case: CodedCase = item.fact
        _check_order(ground, item, case)
        _check_deployment(ground, item, case.deployment)
        _check_positions(ground, item, case)
        for place, meeting in enumerate(case.consultations):
            if meeting.organ is None and meeting.forum is None:
                what = "neither an organ nor a forum is named"
                mend = "give 'organ', or 'forum' in words"
                ground.tell(item, ("consultations", place), "consultation-needs-organ-or-forum", what, mend)


def _check_order(ground: Ground, item: Item, case: CodedCase) -> None:
    begins, ends = case.situation.begins, case.situation.ends
    if ends and ends.certainly_before(begins):
        what = f"the situation ends {ends}, before it begins {begins}"
        ground.tell(item, ("situation", "ends"), "situation-ends-before-it-begins", what, _MEND_DATES)
    since = case.situation.foreseen or begins
    if begins.certainly_before(since):
        what = f"it was foreseen from {since}, after it began {begins}"
        ground.tell(item, ("situation", "foreseen"), "act-before-situation", what, _MEND_DATES)
    for way, date in _acts(case):
        if date is not None and date.certainly_before(since):
            seen = "is foreseen" if case.situation.foreseen else "begins"
            what = f"{date} is before the situation {seen} {since}"
            ground.tell(item, way, "act-before-situation", what, _MEND_DATES)
    asked, decided = case.invocation, case.decision
    answers = asked.made and not (asked.elsewhere or asked.after_decision) and decided.outcome not in _UNASKED
    if answers and asked.date and decided.date and decided.date.certainly_before(asked.date):
        what = f"{decided.date} is before the request of {asked.date}"
        mend = "mend one of the two dates, or say 'elsewhere: true' or 'after_decision: true' if that was so"
        ground.tell(item, ("decision", "date"), "decision-before-invocation", what, mend)


def _acts(case: CodedCase) -> Iterator[tuple[Way, Date | None]]:
    """Yield the dates of all that was done about a situation."""
    yield ("invocation", "date"), case.invocation.date
    yield ("decision", "date"), case.decision.date
    for place, meeting in enumerate(case.consultations):
        yield ("consultations", place, "date"), meeting.date
    for place, position in enumerate(case.positions):
        yield ("positions", place, "date"), position.date
    for key in _DEPLOYED:
        yield ("deployment", key), getattr(case.deployment, key)
    for place, act in enumerate(case.acts):
        yield ("acts", place, "at"), act.at


def _check_deployment(ground: Ground, item: Item, facts: DeploymentFacts) -> None:
    came, begins, gone = facts.first_arrival, facts.withdrawal_begins, facts.withdrawal_ends
    for key, leaves in (("withdrawal_begins", begins), ("withdrawal_ends", gone)):
        if came and leaves and leaves.certainly_before(came):
            what = f"{leaves} is before the first arrival {came}"
            ground.tell(item, ("deployment", key), "withdrawal-before-arrival", what, _MEND_DATES)
    if begins and gone and gone.certainly_before(begins):
        what = f"the withdrawal ends {gone}, before it begins {begins}"
        way = ("deployment", "withdrawal_ends")
        ground.tell(item, way, "withdrawal-before-arrival", what, _MEND_DATES)


def _check_positions(ground: Ground, item: Item, case: CodedCase) -> None:
    seen: set[tuple[str, str]] = set()
    for place, one in enumerate(case.positions):
        if (one.state, one.on) in seen:
            what = f"where {one.state} stood on the {one.on} is given already"
            mend = "keep one, or say with 'on' what each is on: request, decision or situation"
            ground.tell(item, ("positions", place), "position-twice", what, mend)
        seen.add((one.state, one.on))
