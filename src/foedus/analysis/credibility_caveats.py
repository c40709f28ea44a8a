"""What to keep in mind about credibility: on what the chances are conditioned, and how the models did."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from foedus.analysis.credibility import MEASURE_WORDS, Measure
from foedus.estimates.answers import RecordLine
from foedus.estimates.catalogue import outcome_model
from foedus.estimates.published_record import published, record_line

if TYPE_CHECKING:
    from foedus.record.view import Organisation


def conditions(organisation: Organisation, measure: Measure) -> tuple[str, ...]:
    """On what the chances are conditioned, in sentences.

    Args:
        organisation: whose guarantee.
        measure: what is looked at.

    >>> from foedus.record.view import organisation
    >>> len(conditions(organisation("csto"), "forces"))
    4
    """
    given = "its promise applies" if measure != "forces" else "the organisation is asked"
    said = [
        f"The chance that {MEASURE_WORDS[measure]}, given that {given}.",
        "On the first day of each year, by the members and law of that day, from cases that were over by then; "
        "the member is in trouble on its recognised territory and asks for troops.",
        "Who brought it about is left open: no state is named, and where it must be one, which is unknown.",
        "Cases are on record because someone thought of them; crises in which nobody asked are under-counted.",
    ]
    if measure != "forces":
        said.append(
            "Where no clause of mutual defence is engaged, another promise may apply; where none does, the chance "
            "says nothing."
        )
    if organisation.record.pack.cases_chosen == "for_their_vote":
        said.append("The cases of this body were chosen for their vote, and teach nothing about promises kept.")
    return tuple(said)


def record_of(measure: Measure, organisation: str, model: str | None = None) -> RecordLine:
    """How the model behind a measure did on cases that it had not seen, in one line.

    Args:
        measure: the measure.
        organisation: id of the organisation.
        model: name of the model of outcomes; without it the default.
    """
    if measure == "forces":
        return record_line(outcome_model(model).card.name, organisation)
    found = published()
    if found is None:
        return RecordLine("Of the model of fulfilment there is no record on cases that it had not seen", None)
    past, other = (
        found["fulfilment"][one]["skill_brier_base_rate"] for one in ("rolling_origin", "leave_one_case_out")
    )
    beats = past["low"] > 0
    text = (
        "On cases that it had not seen, the skill of the model of fulfilment against the base rate is "
        f"{_range(past)} where only the past teaches, {_range(other)} with each case left out in turn"
    )
    if not beats:
        text += "; where only the past teaches, it does not beat the base rate"
    return RecordLine(text, beats)


def _range(row: Mapping[str, float]) -> str:
    return f"{round(100 * row['value'])} % ({round(100 * row['low'])} to {round(100 * row['high'])})"
