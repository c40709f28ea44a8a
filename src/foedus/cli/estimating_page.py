"""Pages of estimates: will it come, the catalogue of models, the track record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.text import Text

from foedus.cli.page import Page, bold
from foedus.cli.plain import Plain
from foedus.cli.speech import counted, listed, name, words
from foedus.estimates.answers import REACH_WORDS, Estimate, MemberEstimate, points
from foedus.estimates.catalogue import OUTCOME_MODELS, outcome_model
from foedus.estimates.features import left_open
from foedus.estimates.guess import Chance, percent
from foedus.estimates.models.card import Card
from foedus.estimates.models.delays import Days
from foedus.record.view import View

MOST_STATES = 12
"""How many states are told one by one; of more, those with most at stake."""


def will_it_come(page: Page, estimate: Estimate) -> None:
    """The chances, what moved them, what is near, and how such estimates did."""
    page.heading("Will it come?")
    page.say(
        Text.assemble((f"{estimate.record.text}.", "bold" if estimate.record.beats_base_rate is False else ""))
    )
    if estimate.record.no_better:
        page.say(
            bold(f"Not shown to be foreseen better than by plain rates: {listed(estimate.record.no_better)}.")
        )
    page.note(f"Learnt from {counted(estimate.lessons, 'case')} over by {estimate.known_on or 'now'}.")
    rows = [] if estimate.question.invoked is not None else [("It is asked", _shown(estimate.invokes))]
    rows += [(REACH_WORDS[level].capitalize(), _shown(chance)) for level, chance in estimate.reach.items()]
    page.table(["", ">chance", "!90 % interval"], [(label, value, ends) for label, (value, ends) in rows])
    kept = estimate.fulfilled
    in_full, no = kept["yes"], kept["no"]
    page.pairs(
        [
            ("Where a promise applies", f"kept in full {in_full}"),
            ("", f"at least in part {Chance(1 - no.value, 1 - no.high, 1 - no.low)}"),
        ]
    )
    page.pairs(
        [
            ("A decision", f"{_days(estimate.days_to_decision)}, if one comes"),
            ("First forces", f"{_days(estimate.days_to_arrival)}, if forces come (not scored: too few are dated)"),
        ]
    )
    _states(page, estimate)
    if estimate.reasons:
        page.say(bold("What moved the chance of forces most"))
        page.items(f"{one.says}: {points(one.effect)}" for one in estimate.reasons)
    if estimate.nearest:
        page.say(bold("Nearest past cases"))
        page.items(
            f"{one.title} ({one.case}): {words(one.outcome)}; {listed(one.why)}" for one in estimate.nearest
        )
    if estimate.changes:
        page.say(bold("What would change the chance of forces most, as past cases go; no cause is claimed"))
        page.items(f"{one.what}: {percent(one.after)} ({points(one.effect)})" for one in estimate.changes)
    for said in estimate.conditions:
        page.note(said)
    if estimate.left_out:
        page.note(f"Left out, since it may be this very crisis: {listed(estimate.left_out)}.")
    if estimate.unknown:
        page.note(f"Unknown, and so left open: {listed(left_open(estimate.unknown))}.")


def _shown(chance: Chance) -> tuple[str, str]:
    return percent(chance.value), f"{percent(chance.low)} to {percent(chance.high)}"


def _days(days: Days) -> str:
    return f"{days.p50:.0f} days ({days.p10:.0f} to {days.p90:.0f} in 80 of 100 cases)"


def _states(page: Page, estimate: Estimate) -> None:
    """Where each state is likeliest to stand, and whether it sends."""
    view, told = estimate.question.view, estimate.members
    if len(told) > MOST_STATES:
        told = tuple(sorted(told, key=lambda one: (-one.sends.value, one.state))[:MOST_STATES])
        page.note(f"The {MOST_STATES} likeliest to send, of {len(estimate.members)}.")
    page.table(
        ["State", "Likeliest stance, if it is told", "!90 % interval", ">Objects", ">Sends"],
        [_state(view, one) for one in told],
    )


def _state(view: View, one: MemberEstimate) -> tuple[str, ...]:
    likely = max(one.stance, key=lambda stance: one.stance[stance].value)
    return (
        name(view, one.state),
        f"{likely} {percent(one.stance[likely].value)}",
        f"{percent(one.stance[likely].low)} to {percent(one.stance[likely].high)}",
        percent(one.stance["objects"].value),
        percent(one.sends.value),
    )


def card(one: Card) -> Plain:
    """A model as plain data."""
    return {
        "name": one.name,
        "of": one.of,
        "title": one.title,
        "status": one.status,
        "formula": one.formula,
        "says": one.says,
        "literature": list(one.literature),
        "conditions": one.conditions,
    }


STATUS: Mapping[str, str] = {
    "default": "answers unless another is named",
    "yardstick": "what a model must beat",
    "compared": "stands beside the default and did not beat it",
    "part": "part of every estimate",
}


def catalogue(cards: Iterable[Card]) -> None:
    """Every model: what it says, where it comes from, how it stands."""
    page = Page()
    page.title("Models", "What each estimates and how; `foedus track-record` says how they did.")
    for one in cards:
        page.heading(f"{one.title} ({one.name})")
        page.pairs(
            [
                ("Estimates", one.of),
                ("Status", f"{one.status}: {STATUS[one.status]}"),
                ("Formula", one.formula),
                ("Says", one.says),
                ("Literature", "; ".join(one.literature)),
                ("Conditions", one.conditions),
            ]
        )
    page.out()


PROTOCOLS: Mapping[str, str] = {
    "rolling_origin": "Rolling origin by year",
    "leave_one_case_out": "Leave one case out",
    "leave_one_organisation_out": "Leave one organisation out",
}


def record(found: Mapping[str, Any], published_is_current: bool) -> None:
    """How the models did on cases that they had not seen."""
    page = Page()
    made = found["made_from"]
    source = "As published; the cases are the same." if published_is_current else "Computed now."
    page.title(
        "Track record", f"{counted(made['cases'], 'case')}. {source} Losses: lower is better. 90 % intervals."
    )
    for protocol, title in PROTOCOLS.items():
        page.heading(f"{title}: what comes of a crisis")
        rows = [_scores(model, parts[protocol]) for model, parts in _in_order(found)]
        page.table(["Model", ">Cases", ">Brier", ">Log", ">RPS", "!Skill against base rate"], rows, widest="Model")
        before = found["outcome_before_request"][protocol]
        page.say(
            f"Before it is known whether anybody asks: Brier {_figure(before['brier'])}, skill {_skill(before)}."
        )
    for what, title in (
        ("invocation", "Whether the organisation is asked"),
        ("fulfilment", "Whether the promise is kept"),
        ("stances", "Where states stand"),
        ("stances_quantal_response", "Where states stand, by the strategic model"),
        ("contributions", "Whether states send"),
    ):
        page.heading(title)
        rows = [
            (PROTOCOLS[protocol], str(part["cases"]), _figure(part["brier"]), _figure(part["log"]), _skill(part))
            for protocol in PROTOCOLS
            if (part := found[what].get(protocol)) is not None
        ]
        page.table(["Protocol", ">Cases", ">Brier", ">Log", "!Skill against base rate"], rows, widest="Protocol")
    page.heading("Days to a decision")
    delays = [
        (
            PROTOCOLS[protocol],
            str(part["cases"]),
            f"{round(100 * part['within_80']['value'])} %",
            _range(part["skill_pinball_base_rate"]),
        )
        for protocol in PROTOCOLS
        if (part := found["delays"][protocol]) is not None
    ]
    page.table(["Protocol", ">Cases", ">Within 80 %", "!Skill against plain quantiles"], delays, widest="Protocol")
    _own(page, found)
    _calibration(page, found)
    page.note(
        "Skill 0 %: no better than the yardstick; an interval that holds 0 %: it cannot be told to be better."
    )
    page.out()


def _in_order(found: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """The models of outcomes in the order of the catalogue; JSON keeps none."""
    return [(name, found["outcome"][name]) for name in OUTCOME_MODELS]


def _scores(model: str, part: Mapping[str, Any]) -> Sequence[str]:
    return (
        model,
        str(part["cases"]),
        _figure(part["brier"]),
        _figure(part["log"]),
        _figure(part["rps"]),
        _skill(part),
    )


def _figure(row: Mapping[str, float]) -> str:
    return f"{row['value']:.3f}"


def _skill(part: Mapping[str, Any]) -> str:
    return _range(part["skill_brier_base_rate"])


def _range(row: Mapping[str, float]) -> str:
    value, low, high = (round(100 * row[key]) for key in ("value", "low", "high"))
    return f"{value} % ({low} to {high})"


def _own(page: Page, found: Mapping[str, Any]) -> None:
    """The default model, organisation by organisation."""
    model = outcome_model().card.name
    page.heading(f"{model}, by organisation (rolling origin)")
    rows = [
        (name, str(part["cases"]), _figure(part["brier"]), _skill(part))
        for name, part in found["outcome"][model]["rolling_origin"]["by_organisation"].items()
    ]
    page.table(["Organisation", ">Cases", ">Brier", "!Skill against base rate"], rows, widest="Organisation")


def _calibration(page: Page, found: Mapping[str, Any]) -> None:
    """Whether what was said came as often as was said."""
    model = outcome_model().card.name
    forces = found["outcome"][model]["rolling_origin"]["forces_come"]
    page.heading(f"{model}: forces come (rolling origin)")
    came, better = round(100 * forces["share"]), round(100 * forces["discrimination"])
    told = f"They came in {came} % of cases; of two cases, one with and one without,"
    page.say(f"{told} the one with had the higher chance in {better} of 100 pairs.")
    rows = [
        (
            f"{round(100 * one['low'])} to {round(100 * one['high'])} %",
            str(one["forecasts"]),
            f"{round(100 * one['said'])} %",
            f"{round(100 * one['came'])} %",
        )
        for one in forces["calibration"]
    ]
    page.table(["!Chance said", ">Cases", ">Said on average", ">Came"], rows)
