"""The track record: how every model did on cases that it had not seen, beside the yardsticks, with intervals."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy

from foedus.estimates.backtest import FEWEST, NOT_PLAYED, PROTOCOLS, QUANTILES, Forecast, Protocol, run_all
from foedus.estimates.catalogue import OUTCOME_MODELS
from foedus.estimates.fitting import Floats, Integers
from foedus.estimates.frames import SETTLED, Lesson, cases_key, crisis_groups, lessons
from foedus.estimates.models.delays import NORMAL_10
from foedus.estimates.outcomes import OUTCOMES, REACH_OF, REACHES
from foedus.estimates.scores import (
    DRAWS,
    brier,
    calibration,
    discrimination,
    logarithmic,
    mean,
    ranked,
    skill,
)
from foedus.estimates.tables import case_table, member_table, open_table

Plain: TypeAlias = dict[str, Any]
YARDSTICKS: Final = ("base-rate", "kind-table")
ENOUGH: Final = 10
"""Organisations with so many predicted cases have a record of their own."""

FORCES: Final = ("forces_of_some", "collective_force")

_TO_REACH: Final = numpy.array([[float(REACH_OF[one] == level) for one in OUTCOMES] for level in REACHES])


def track_record(
    of: Sequence[Lesson] | None = None, workers: int = 1, done: Callable[[int, int], None] | None = None
) -> Plain:
    """Make the whole record anew.

    Args:
        of: the cases; without them, all on record.
        workers: how many processes.
        done: told how many jobs are done, and of how many.

    Returns:
        plain data: what it was made from, and for each thing that is estimated, model and protocol the scores.
    """
    cases = lessons() if of is None else tuple(of)
    found = run_all(of, workers, done)
    return {
        "made_from": _made_from(cases),
        "outcome": {name: {each: outcome_scores(found, name, each, cases) for each in PROTOCOLS}
                    for name in OUTCOME_MODELS},
        "outcome_before_request": _by_protocol(found, "outcome_before_request", cases, _levels),
        "invocation": _by_protocol(found, "invocation", cases, _yes_or_no),
        "fulfilment": _by_protocol(found, "fulfilment", cases, _levels),
        "stances": _by_protocol(found, "stances", cases, _answers),
        "stances_quantal_response": {
            each: _against_stances(found, each, cases)
            for each in PROTOCOLS
            if each not in NOT_PLAYED["stances/quantal-response"]
        },
        "contributions": _by_protocol(found, "contributions", cases, _yes_or_no),
        "delays": _by_protocol(found, "delays", cases, _delays),
    }  # fmt: skip


def _made_from(cases: Sequence[Lesson]) -> Plain:
    return {
        "cases": len(cases),
        "crises": len(set(crisis_groups(cases))),
        "fingerprint": fingerprint(cases),
        "cases_key": cases_key(cases),
        "bootstrap_draws": DRAWS,
        "rolling_origin_begins_with": FEWEST,
        "days_until_a_case_counts": SETTLED,
    }


def as_text(record: Plain) -> str:
    """A record as JSON text, the same for the same record."""
    return json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def fingerprint(of: Sequence[Lesson]) -> str:
    """SHA-256, in hexadecimal, over what the record rests on: features and labels of cases, the models' code."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    for lesson in sorted(of, key=lambda one: one.id):
        labels = [
            lesson.id,
            lesson.over,
            lesson.outcome,
            lesson.fulfilled,
            lesson.days_to_decision,
            lesson.days_waited,
            lesson.days_to_arrival,
            lesson.question.organisation,
            lesson.question.situation.kind,
            lesson.question.taught_by,
            lesson.chosen_for_vote,
        ]
        labels += [[one.state, one.stance, one.contributed] for one in lesson.answers]
        digest.update(json.dumps(labels, sort_keys=True).encode())
        for table in (case_table([lesson]), open_table([lesson]), member_table([lesson])):
            # Adding nought makes a negative nought a positive one.
            digest.update((numpy.round(table, 6) + 0.0).astype("<f8").tobytes())
    return digest.hexdigest()


Found: TypeAlias = Mapping[tuple[str, Protocol], Sequence[Forecast]]


def _arrays(forecasts: Sequence[Forecast]) -> tuple[Floats, Integers, Integers]:
    """Shares (n, K), classes that came (n,), and the case of each (n,)."""
    shares = numpy.array([one.shares for one in forecasts])
    seen = numpy.array([one.seen for one in forecasts], dtype=int)
    return shares, seen, numpy.array([one.case for one in forecasts], dtype=int)


def _crises(forecasts: Sequence[Forecast], cases: Sequence[Lesson]) -> Integers:
    """The crisis of each forecast, (n,): cases of one crisis are drawn together."""
    groups = crisis_groups(cases)
    return numpy.array([groups[one.case] for one in forecasts], dtype=int)


def outcome_scores(found: Found, name: str, protocol: Protocol, cases: Sequence[Lesson]) -> Plain:
    """Scores of a model of outcomes; cases that were chosen for their vote are scored apart.

    Args:
        found: all forecasts.
        name: the model.
        protocol: how the cases were predicted.
        cases: the cases.
    """
    voted = numpy.array([one.chosen_for_vote for one in cases])
    organisation = numpy.array([one.question.organisation for one in cases])
    invoked = numpy.array([bool(one.question.invoked) for one in cases])
    shares, seen, at = _arrays(found[(f"outcome/{name}", protocol)])
    groups = _crises(found[(f"outcome/{name}", protocol)], cases)
    against = {one: _arrays(found[(f"outcome/{one}", protocol)])[0] for one in YARDSTICKS}

    def part(chosen: numpy.typing.NDArray[numpy.bool_]) -> Plain:
        inside = {one: table[chosen] for one, table in against.items()}
        return _outcome_part(shares[chosen], seen[chosen], groups[chosen], inside)

    crises = ~voted[at]
    # Left out whole, a body whose cases were chosen for their vote leaves nothing to measure it by.
    has_votes = protocol != "leave_one_organisation_out"
    by_organisation = {
        str(name): _short(part(own))
        for name in sorted(set(organisation))
        if (own := organisation[at] == name).sum() >= ENOUGH and (crises[own].any() or has_votes)
    }
    return {
        **part(crises),
        "given_invoked": _short(part(crises & invoked[at])),
        "given_not_invoked": _short(part(crises & ~invoked[at])),
        "chosen_for_their_vote": _short(part(~crises)) if has_votes and (~crises).sum() >= ENOUGH else None,
        "by_organisation": by_organisation,
    }


_SHORT = ("cases", "brier", "log", "rps", "skill_brier_base_rate", "skill_brier_kind_table", "skill_log_base_rate")


def _short(whole: Plain) -> Plain:
    return {name: whole[name] for name in _SHORT}


def _outcome_part(shares: Floats, seen: Integers, at: Integers, against: Mapping[str, Floats]) -> Plain:
    level = numpy.argmax(_TO_REACH[:, seen], axis=0)
    scores = {
        "brier": brier(shares, seen),
        "log": logarithmic(shares, seen),
        "rps": ranked(shares @ _TO_REACH.T, level),
    }
    made: Plain = {"cases": len(seen)} | {name: mean(one, at).plain() for name, one in scores.items()}
    for yardstick, table in against.items():
        theirs = {
            "brier": brier(table, seen),
            "log": logarithmic(table, seen),
            "rps": ranked(table @ _TO_REACH.T, level),
        }
        for name, one in scores.items():
            made[f"skill_{name}_{yardstick.replace('-', '_')}"] = skill(one, theirs[name], at).plain()
    forces = numpy.array([REACH_OF[one] in FORCES for one in OUTCOMES], dtype=float)
    chances, came = shares @ forces, forces[seen].astype(int)
    area = discrimination(chances, came)
    made["forces_come"] = {
        "share": round(float(came.mean()), 4),
        "discrimination": None if area is None else round(area, 4),
        "calibration": _curve(chances, came),
    }
    return made


def _curve(chances: Floats, came: Integers) -> list[Plain]:
    return [
        {
            "low": one.low,
            "high": one.high,
            "forecasts": one.forecasts,
            "said": round(one.said, 4),
            "came": round(one.came, 4),
        }
        for one in calibration(chances, came)
    ]


def _by_protocol(
    found: Found,
    what: str,
    cases: Sequence[Lesson],
    scored: Callable[[Sequence[Forecast], Sequence[Lesson]], Plain],
) -> Plain:
    return {each: scored(_of_crises(found[(what, each)], cases), cases) for each in PROTOCOLS}


def _of_crises(forecasts: Sequence[Forecast], cases: Sequence[Lesson]) -> list[Forecast]:
    """The forecasts of cases that came as crises; those chosen for their vote say nothing of others."""
    return [one for one in forecasts if not cases[one.case].chosen_for_vote]


def _beside_base(forecasts: Sequence[Forecast], cases: Sequence[Lesson]) -> Plain:
    """Scores beside those of the plain shares of the classes among the same lessons."""
    shares, seen, at = _arrays(forecasts)
    groups = _crises(forecasts, cases)
    base = numpy.array([one.base for one in forecasts])
    made: Plain = {"cases": len(set(at.tolist())), "forecasts": len(seen)}
    for name, score in (("brier", brier), ("log", logarithmic)):
        own, theirs = score(shares, seen), score(base, seen)
        made[name] = mean(own, groups).plain()
        made[f"{name}_base_rate"] = mean(theirs, groups).plain()
        made[f"skill_{name}_base_rate"] = skill(own, theirs, groups).plain()
    return made


def _yes_or_no(forecasts: Sequence[Forecast], cases: Sequence[Lesson]) -> Plain:
    shares, seen, _ = _arrays(forecasts)
    area = discrimination(shares[:, 1], seen)
    return _beside_base(forecasts, cases) | {
        "discrimination": None if area is None else round(area, 4),
        "calibration": _curve(shares[:, 1], seen),
    }


def _levels(forecasts: Sequence[Forecast], cases: Sequence[Lesson]) -> Plain:
    return _beside_base(forecasts, cases)


def _answers(forecasts: Sequence[Forecast], cases: Sequence[Lesson]) -> Plain:
    """Stances of all states, and for organisations with enough cases their own."""
    by: dict[str, list[Forecast]] = {}
    for one in forecasts:
        by.setdefault(cases[one.case].question.organisation, []).append(one)
    own = {
        name: _beside_base(part, cases)
        for name, part in sorted(by.items())
        if len({one.case for one in part}) >= ENOUGH
    }
    return _beside_base(forecasts, cases) | {"by_organisation": own}


def _against_stances(found: Found, protocol: Protocol, cases: Sequence[Lesson]) -> Plain:
    """Scores of the strategic model of stances, also beside the default model on the same forecasts."""
    strategic = _of_crises(found[("stances/quantal-response", protocol)], cases)
    shares, seen, _ = _arrays(strategic)
    at = _crises(strategic, cases)
    plain = _arrays(_of_crises(found[("stances", protocol)], cases))[0]
    beside = {
        f"skill_{name}_stances": skill(score(shares, seen), score(plain, seen), at).plain()
        for name, score in (("brier", brier), ("log", logarithmic))
    }
    return _answers(strategic, cases) | beside


def _delays(forecasts: Sequence[Forecast], cases: Sequence[Lesson]) -> Plain:
    """How often the delay fell within its 80 % interval, and the pinball loss beside plain quantiles."""
    at = _crises(forecasts, cases)
    middle, width = numpy.array([one.shares for one in forecasts]).T
    logs = numpy.log1p(numpy.array([one.seen for one in forecasts], dtype=float))
    base = numpy.array([one.base for one in forecasts])
    own, theirs = numpy.zeros(len(at)), numpy.zeros(len(at))
    for place, (part, normal) in enumerate(zip(QUANTILES, (-NORMAL_10, 0.0, NORMAL_10), strict=True)):
        own += _pinball(logs - (middle + normal * width), part)
        theirs += _pinball(logs - base[:, place], part)
    inside = numpy.abs(logs - middle) < NORMAL_10 * width
    return {
        "cases": len(at),
        "pinball": mean(own / len(QUANTILES), at).plain(),
        "skill_pinball_base_rate": skill(own, theirs, at).plain(),
        "within_80": mean(inside.astype(float), at).plain(),
    }


def _pinball(off: Floats, part: float) -> Floats:
    """Give the pinball loss of a quantile (Koenker and Bassett 1978)."""
    found: Floats = numpy.maximum(part * off, (part - 1) * off)
    return found
