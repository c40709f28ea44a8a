"""Computes the track record anew, and the pages that show it: ``make record``.

Writes ``src/foedus/data/track_record.json``, which every estimate quotes, ``docs/reference/track-record.md`` and
``docs/reference/models.md``. Nothing outside the project is read.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from foedus.estimates.catalogue import CARDS, OUTCOME_MODELS, outcome_model
from foedus.estimates.models.card import Card
from foedus.estimates.record_making import as_text, track_record

PROJECT = Path(__file__).resolve().parents[1]
RECORD = PROJECT / "src" / "foedus" / "data" / "track_record.json"
RECORD_PAGE = PROJECT / "docs" / "reference" / "track-record.md"
MODELS_PAGE = PROJECT / "docs" / "reference" / "models.md"

DEFAULT = outcome_model().card.name

PROTOCOLS = {
    "rolling_origin": "Rolling origin",
    "leave_one_case_out": "Leave one case out",
    "leave_one_organisation_out": "Leave one organisation out",
}

_HEAD = """# Track record

How the models did on cases that they had not seen. `foedus track-record` shows the same; `foedus track-record
--anew` computes it again, and `make record` computes it and writes this page. Every estimate quotes it in one
line.

**What is given.** Whether the organisation was asked is given in all tables but one: that nobody asked is known
only at the end of a crisis, so these are no forecasts in real time. The lines "before it is known whether
anybody asks" are: there the chance of a request is estimated too, as `foedus advise` does where you do not say
it.

**Three ways of not seeing.** *Rolling origin*: each case is predicted from the cases that were over before its
year began, as a forecaster would have had to; it begins with the first year before which {first} cases were
over. *Leave one case out*: from all other cases, later ones too. *Leave one organisation out*: from the cases
of all other organisations, as for one that is new. In both, cases of the same crisis before other organisations
are left out with it: the same state in trouble, within sixty days. The {cases} cases are of {crises} crises. A
case counts as over when everything dated in it is past, and {settled} days after the request at the earliest.

**Scores** are losses, lower is better. *Brier*: the squared distance of the chances from what came, summed over
the classes, 0 to 2. *Log*: minus the natural logarithm of the chance of what came. *RPS*: the ranked
probability score over how far the outcome reaches, 0 to 1. **Skill** is one minus the ratio to the yardstick's
score on the same cases: 0 % is no better, below 0 is worse. In brackets 90 % intervals of the bootstrap over
cases ({draws} draws); they tell how much hangs on which cases there are, and not that the cases were chosen by
people.

**Yardsticks.** The base rate: the shares of outcomes among the same lessons, apart for cases invoked and not.
The table by kind: the same within kinds of situation, drawn towards the base rate. A model that cannot be told
to beat the base rate is said not to, here and on every estimate.

**What is left out.** The cases of a body whose casebook was chosen for its votes (the Security Council) teach
nothing about others and are scored apart, where there are enough. Left out whole, such a body leaves nothing to
measure it by. First arrivals are estimated and not scored: too few are dated to the day.
"""


def page(record: Mapping[str, Any]) -> str:
    """Write the page of the track record.

    Args:
        record: the record.
    """
    made = record["made_from"]
    head = _HEAD.format(
        first=made["rolling_origin_begins_with"],
        settled=made["days_until_a_case_counts"],
        draws=f"{made['bootstrap_draws']:,}",
        cases=made["cases"],
        crises=made["crises"],
    )
    parts = [head, *_outcomes(record), *_own(record), *_calibration(record), *_others(record)]
    return "\n".join(parts) + "\n"


def _outcomes(record: Mapping[str, Any]) -> Iterator[str]:
    yield "## What comes of a crisis\n"
    for protocol, title in PROTOCOLS.items():
        cases = record["outcome"][DEFAULT][protocol]["cases"]
        yield f"### {title}: {cases} cases\n"
        yield "| model | Brier | log | RPS | skill (Brier) against base rate | against table by kind |"
        yield "| --- | --- | --- | --- | --- | --- |"
        for name, parts in ((one, record["outcome"][one]) for one in OUTCOME_MODELS):
            one = parts[protocol]
            yield (
                f"| `{name}` | {_interval(one['brier'])} | {_interval(one['log'])} | {_interval(one['rps'])} | "
                f"{_skill(one['skill_brier_base_rate'])} | {_skill(one['skill_brier_kind_table'])} |"
            )
        before = record["outcome_before_request"][protocol]
        yield (
            f"\n`{DEFAULT}` before it is known whether anybody asks: Brier {_interval(before['brier'])}, skill "
            f"{_skill(before['skill_brier_base_rate'])}, log {_interval(before['log'])}.\n"
        )


def _own(record: Mapping[str, Any]) -> Iterator[str]:
    model = DEFAULT
    whole = record["outcome"][model]
    yield f"## By organisation\n\n`{model}`, for organisations with at least ten predicted cases.\n"
    ways_of = "rolling origin: Brier | skill | leave one case out: skill | leave it out whole: skill"
    yield f"| organisation | cases | {ways_of} |"
    yield "| --- | --- | --- | --- | --- | --- |"
    ways = list(PROTOCOLS)
    for name, one in whole[ways[0]]["by_organisation"].items():
        others = [whole[way]["by_organisation"].get(name) for way in ways[1:]]
        skills = [_skill(other["skill_brier_base_rate"]) if other else "too few" for other in others]
        row = [name, str(one["cases"]), _interval(one["brier"]), _skill(one["skill_brier_base_rate"]), *skills]
        yield f"| {' | '.join(row)} |"
    invoked, silent = (whole[ways[0]][name] for name in ("given_invoked", "given_not_invoked"))
    yield (
        f"\nOf the cases in which the organisation was asked ({invoked['cases']} in the rolling origin) the Brier "
        f"score is {_interval(invoked['brier'])}, the skill {_skill(invoked['skill_brier_base_rate'])}; of the "
        f"others ({silent['cases']}) {_interval(silent['brier'])} and {_skill(silent['skill_brier_base_rate'])}.\n"
    )


def _calibration(record: Mapping[str, Any]) -> Iterator[str]:
    model = DEFAULT
    forces = record["outcome"][model]["rolling_origin"]["forces_come"]
    others = [
        record["outcome"][one]["rolling_origin"]["forces_come"]["discrimination"]
        for one in ("base-rate", "kind-table")
    ]
    yield "## Calibration: do forces come as often as is said?\n"
    yield (
        f"`{model}`, rolling origin. Forces, of some or collective, came in {_percent(forces['share'])} of "
        f"cases. Discrimination (area under the ROC curve): {forces['discrimination']:.2f}, that of the table by "
        f"kind {others[1]:.2f}, "
        f"of the base rate {others[0]:.2f}; 0.5 is chance.\n"
    )
    yield "| chance said | cases | said on average | came |"
    yield "| --- | --- | --- | --- |"
    for one in forces["calibration"]:
        said = f"{_percent(one['low'])} to {_percent(one['high'])}"
        yield f"| {said} | {one['forecasts']} | {_percent(one['said'])} | {_percent(one['came'])} |"
    yield ""


_OTHERS = {
    "invocation": "Whether the organisation is asked",
    "fulfilment": "Whether the promise is kept, where it applies",
    "stances": "Where states stand",
    "stances_quantal_response": "Where states stand, by the strategic model",
    "contributions": "Whether states send, where something is sent",
}


def _others(record: Mapping[str, Any]) -> Iterator[str]:
    yield "## The other models\n"
    yield "| what | way | cases | Brier | base rate's | skill (Brier) | skill (log) |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for what, title in _OTHERS.items():
        for protocol, way in PROTOCOLS.items():
            one = record[what].get(protocol)
            if one is None:
                continue
            yield (
                f"| {title} | {way.lower()} | {one['cases']} | {one['brier']['value']:.3f} | "
                f"{one['brier_base_rate']['value']:.3f} | {_skill(one['skill_brier_base_rate'])} | "
                f"{_skill(one['skill_log_base_rate'])} |"
            )
    yield "\nThe strategic model against the default one of stances, skill (Brier): "
    yield "; ".join(
        f"{PROTOCOLS[way].lower()} {_skill(one['skill_brier_stances'])}"
        for way, one in record["stances_quantal_response"].items()
    )
    yield "\n## Days to a decision\n"
    yield (
        "Where a decision came and its day and that of the request are known. The loss is the pinball loss of "
        "three quantiles of log(1 + days); the yardstick says the quantiles of the lessons.\n"
    )
    yield "| way | cases | within the 80 % interval | skill |"
    yield "| --- | --- | --- | --- |"
    for protocol, way in PROTOCOLS.items():
        one = record["delays"][protocol]
        within = one["within_80"]
        yield (f"| {way.lower()} | {one['cases']} | {_skill(within)} | {_skill(one['skill_pinball_base_rate'])} |")


def _interval(row: Mapping[str, float]) -> str:
    return f"{row['value']:.3f} ({row['low']:.3f} to {row['high']:.3f})"


def _skill(row: Mapping[str, float]) -> str:
    return f"{_percent(row['value'])} ({round(100 * row['low'])} to {round(100 * row['high'])})"


def _percent(share: float) -> str:
    return f"{round(100 * share)} %"


_CATALOGUE = """# Models

What each model says, where it comes from, and how it stands; `foedus models` shows the same. How each did is in
the {doc}`track-record`; why estimates are made this way, in {doc}`../explanation/estimates`. The page is made
from the models' own cards.
"""


def models() -> str:
    """Write the page of the catalogue."""
    return "\n".join([_CATALOGUE, *(_card(one) for one in CARDS)])


def _card(one: Card) -> str:
    return "\n".join(
        [
            f"## {one.title} (`{one.name}`)\n",
            f"{one.says}\n",
            f"Estimates\n: {one.of}\n",
            f"Status\n: {one.status}\n",
            f"Formula\n: {one.formula}\n",
            f"Literature\n: {'; '.join(one.literature)}\n",
            f"Conditioned\n: {one.conditions}\n",
        ]
    )


def main() -> None:
    """Compute the record and write what rests on it."""
    # The systems that are solved are small: more threads only wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

    def done(count: int, total: int) -> None:
        print(f"\r{count} of {total} parts", end="", file=sys.stderr, flush=True)

    record = track_record(workers=os.cpu_count() or 1, done=done)
    print(file=sys.stderr)
    RECORD.write_text(as_text(record), encoding="utf-8")
    RECORD_PAGE.write_text(page(record), encoding="utf-8")
    MODELS_PAGE.write_text(models(), encoding="utf-8")


if __name__ == "__main__":
    main()
