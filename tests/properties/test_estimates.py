"""Laws of estimates: any crisis has an answer, shares sum to one, and what is unknown makes nothing surer."""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from math import log
from pathlib import Path
from typing import Any, get_args

import numpy
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from foedus import states
from foedus.dates import Certainty, Date
from foedus.estimates.answers import DIGITS, Estimate, percent, summing
from foedus.estimates.catalogue import OUTCOME_MODELS
from foedus.estimates.encoding import Scaling
from foedus.estimates.estimating import estimate_of
from foedus.estimates.features import FEATURES, Features, features_of
from foedus.estimates.fitting import Floats
from foedus.estimates.frames import known_by, lessons
from foedus.estimates.guess import Chance, Guess, interval
from foedus.estimates.member_features import concerned
from foedus.estimates.outcomes import FULFILMENTS, OUTCOMES, REACH_OF, STANCES, reach
from foedus.estimates.questions import Question, question_of
from foedus.estimates.tables import NAMES
from foedus.record.cases import Ask, Invocation, OutsideHand, Situation, SituationKind
from foedus.record.pack import packs
from foedus.record.terms import Region, Territory
from foedus.record.view import organisation
from tests.unit.estimates_material import LEARNERS, fitted, lesson

ROOT = Path(__file__).resolve().parents[2]
FEW = settings(max_examples=min(40, settings.default.max_examples))
CODES = sorted(one.code for one in states.states())
DAYS = st.integers(datetime.date(1946, 1, 1).toordinal(), datetime.date(2027, 12, 31).toordinal())
NEVER_UNKNOWN = "invoked"


def alive(day: int, of: Iterable[str]) -> list[str]:
    on = datetime.date.fromordinal(day).isoformat()
    return [code for code in of if states.exists(code, on) is not Certainty.NO]


@st.composite
def situations(draw: st.DrawFn, day: int, members: tuple[str, ...]) -> Situation:
    """What may have happened on a day: to a member or to anybody, by members, by others or by none."""
    everybody = alive(day, CODES)
    who = st.sampled_from(members) | st.sampled_from(everybody) if members else st.sampled_from(everybody)
    target = draw(who)
    others = who.filter(lambda one: one != target)
    return Situation(
        kind=draw(st.sampled_from(get_args(SituationKind))),
        target=target,
        also_targets=tuple(draw(st.lists(others, max_size=2, unique=True))),
        initiators=tuple(draw(st.lists(others, max_size=2, unique=True))),
        begins=Date.of(datetime.date.fromordinal(day)),
        region=draw(st.none() | st.sampled_from(get_args(Region))),
        territory=draw(st.none() | st.sampled_from(get_args(Territory))),
        outside_hand=draw(st.none() | st.sampled_from(get_args(OutsideHand))),
        threatened=draw(st.none() | st.booleans()),
    )


@st.composite
def invocations(draw: st.DrawFn, askers: list[str]) -> Invocation | None:
    """Nothing is known; nobody asked; somebody asked, here or elsewhere."""
    how = draw(st.sampled_from(["unknown", "none", "state", "body", "elsewhere"]))
    asks = tuple(draw(st.lists(st.sampled_from(get_args(Ask)), max_size=3, unique=True)))
    if how == "unknown":
        return None
    if how == "none":
        return Invocation(made=False, asked_elsewhere=asks)
    by = None if how == "body" else draw(st.sampled_from(askers))
    return Invocation(made=True, by=by, elsewhere=how == "elsewhere", asks_for=asks)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """Any crisis before any organisation on any day on which it had members."""
    each, day = organisation(draw(st.sampled_from([*packs()]))), draw(DAYS)
    view = each.on(day)
    members = tuple(one.state for one in view.members)
    assume(members or view.wider)
    happened = draw(situations(day, members))
    made = draw(invocations([happened.target, *(members or (happened.target,))]))
    return question_of("drawn", each, happened, made)


def within(chance: Chance) -> None:
    assert 0.0 <= chance.low <= chance.value <= chance.high <= 1.0


def whole(chances: Iterable[Chance]) -> None:
    found = list(chances)
    for one in found:
        within(one)
    assert sum(one.value for one in found) == pytest.approx(1.0, abs=1e-9)


def sound(found: Estimate) -> None:
    """What holds of every estimate."""
    asked = found.question
    for of in (found.outcome, found.reach, found.fulfilled):
        whole(of.values())
    assert (*found.outcome,) == OUTCOMES
    assert (*found.fulfilled,) == FULFILMENTS
    for level, share in reach({one: chance.value for one, chance in found.outcome.items()}).items():
        assert found.reach[level].value == pytest.approx(share)
    within(found.invokes)
    if asked.invoked is not None:
        assert found.invokes.value == float(asked.invoked)
    if asked.invoked:
        assert found.outcome["not_invoked"] == Chance(0.0, 0.0, 0.0)
    assert tuple(one.state for one in found.members) == concerned(asked)
    for one in found.members:
        whole(one.stance.values())
        within(one.sends)
        within(one.sends_if_any)
        assert one.sends.value <= one.sends_if_any.value + 1e-12
    for days in (found.days_to_decision, found.days_to_arrival):
        assert 0.0 <= days.p10 <= days.p50 <= days.p90 < float("inf")
    assert len(found.reasons) <= 3
    assert len(found.changes) <= 3
    assert all(one.outcome in OUTCOMES for one in found.nearest)
    assert str(found)


def written(found: Estimate) -> None:
    """What holds of every estimate as plain data."""
    plain = json.loads(json.dumps(found.plain(), allow_nan=False))
    for shares in (plain["outcome"], *plain["stances"].values()):
        assert sum(round(one * 10**DIGITS) for one in shares.values()) == 10**DIGITS
        assert all(0.0 <= one <= 1.0 for one in shares.values())
        assert sum(shares.values()) == pytest.approx(1.0, abs=1e-12)
    assert set(plain["stances"]) == set(plain["sends"]) == set(concerned(found.question))
    assert all((*one,) == STANCES for one in plain["stances"].values())
    if found.question.invoked:
        assert plain["outcome"]["not_invoked"] == 0.0


@FEW
@given(questions(), st.sampled_from(list(OUTCOME_MODELS)))
def test_any_crisis_before_any_organisation_on_any_day_has_an_answer(asked: Question, model: str) -> None:
    found = estimate_of(asked, None, model)
    sound(found)
    written(found)


DATED = [datetime.date(year, 1, 1).toordinal() for year in (1946, 1962, 1993)]


@settings(max_examples=min(12, settings.default.max_examples))
@given(questions(), st.sampled_from(DATED))
def test_it_has_one_whatever_was_known(asked: Question, known: int) -> None:
    """Little was known early: a few cases, or none at all."""
    found = estimate_of(asked, known)
    teach = [one for one in known_by(known) if one.chosen_for_vote <= features_of(asked).chosen_for_vote]
    assert found.lessons == sum(one.id not in found.left_out for one in teach)
    sound(found)
    written(found)


@settings(max_examples=min(12, settings.default.max_examples))
@given(questions())
def test_the_same_question_has_the_same_answer(asked: Question) -> None:
    first = estimate_of(asked, None)
    again = estimate_of(replace(asked), None)
    assert (first.plain(), str(first), first.reasons, first.nearest) == (
        again.plain(),
        str(again),
        again.reasons,
        again.nearest,
    )


# --- Rounding, and how chances are shown ---


@given(st.lists(st.floats(0, 1), min_size=2, max_size=8).filter(lambda one: sum(one) > 1e-3))
def test_rounding_keeps_the_sum(raw: list[float]) -> None:
    shares = [one / sum(raw) for one in raw]
    names = [f"class {place}" for place in range(len(shares))]
    found = summing(names, shares)
    assert [*found] == names
    assert sum(round(one * 10**DIGITS) for one in found.values()) == 10**DIGITS
    for one, share in zip(found.values(), shares, strict=True):
        assert 0.0 <= one <= 1.0
        assert abs(one - share) <= (len(shares) + 1) * 0.5 * 10**-DIGITS


@given(st.floats(0, 1), st.floats(0, 10))
def test_an_interval_holds_its_value_and_stays_among_chances(value: float, spread: float) -> None:
    found = interval(value, spread)
    within(found)
    assert found.value == value
    wider = interval(value, 2 * spread)
    assert wider.low <= found.low
    assert wider.high >= found.high


@given(st.floats(0, 1), st.floats(0, 1))
def test_chances_are_shown_in_their_order(one: float, other: float) -> None:
    """What is surely nought or one is told from what nearly is."""
    assert ("under" in percent(one)) == (0 < one < 0.01)
    assert ("over" in percent(one)) == (0.99 < one < 1)
    if 0.01 <= one <= other <= 0.99:
        assert int(percent(one).split()[0]) <= int(percent(other).split()[0])


# --- What is unknown makes nothing surer ---

FORCES = [place for place, one in enumerate(OUTCOMES) if REACH_OF[one] in ("forces_of_some", "collective_force")]


def scale_of(what: str, asked: Features) -> Scaling:
    learnt = fitted(what)
    part = learnt.votes if asked.chosen_for_vote else learnt.crises
    found: Scaling = part.scale
    return found


def at_its_mean(scale: Scaling, values: dict[str, float | None], names: Iterable[str]) -> dict[str, float | None]:
    """The same features, those of some names at their mean among cases that are alike."""
    means = scale.means + scale.spreads * scale.alike[int(values[NEVER_UNKNOWN] == 1.0), 0]
    return {**values, **{name: float(means[NAMES.index(name)]) for name in names}}


HIDEABLE = sorted(one.name for one in FEATURES if one.name != NEVER_UNKNOWN)


@settings(max_examples=min(100, settings.default.max_examples))
@given(
    st.sampled_from(["outcome/pooled-logit", "outcome/ordered-logit"]),
    st.sampled_from(lessons()),
    st.lists(st.sampled_from(HIDEABLE), min_size=1, max_size=6, unique=True),
)
def test_a_feature_that_is_unknown_widens_the_interval(what: str, one: Any, names: list[str]) -> None:
    """Beside the same question with that feature known and at its mean: the same chance, less sure."""
    asked = one.features
    learnt, known = fitted(what), at_its_mean(scale_of(what, asked), dict(asked.values), names)
    open_ = learnt.guess(replace(asked, values={**known, **dict.fromkeys(names)}))
    sure = learnt.guess(replace(asked, values=known))
    assert open_.shares == pytest.approx(sure.shares, abs=1e-9)
    for classes in ([place] for place in range(len(OUTCOMES))):
        wide, narrow = open_.chance(classes), sure.chance(classes)
        assert wide.low <= narrow.low + 1e-12
        assert wide.high >= narrow.high - 1e-12


def test_it_does_widen_it() -> None:
    asked = lesson("csto-kazakhstan-2022").features
    learnt, names = fitted("outcome/pooled-logit"), ["asks_force", "initiator_is_member", "members"]
    known = at_its_mean(scale_of("outcome/pooled-logit", asked), dict(asked.values), names)
    open_ = learnt.guess(replace(asked, values={**known, **dict.fromkeys(names)})).chance(FORCES)
    sure = learnt.guess(replace(asked, values=known)).chance(FORCES)
    assert _width(open_) > 1.05 * _width(sure)


def _width(chance: Chance) -> float:
    return log(chance.high / (1 - chance.high)) - log(chance.low / (1 - chance.low))


@settings(max_examples=min(8, settings.default.max_examples))
@given(
    st.sampled_from(["outcome/pooled-logit", "outcome/ordered-logit"]),
    st.sampled_from([one for one in lessons() if one.features.values["asks_force"] is not None]),
)
def test_an_unknown_feature_leaves_open_what_its_spread_moves(what: str, one: Any) -> None:
    """The covariance of chances is that of one standard deviation of the feature, by finite differences."""
    asked, scale = one.features, scale_of(what, one.features)
    for name in HIDEABLE:
        known = at_its_mean(scale, dict(asked.values), [name])
        place, group = NAMES.index(name), int(asked.values[NEVER_UNKNOWN] == 1.0)
        spread = float(scale.alike[group, 1, place] * scale.spreads[place])

        def shares(value: float, known: Any = known, name: str = name) -> Floats:
            found: Floats = fitted(what).shares(replace(asked, values={**known, name: value}))
            return found

        middle, step = float(known[name] or 0.0), 1e-5
        move = spread * (shares(middle + step) - shares(middle - step)) / (2 * step)
        open_: Guess = fitted(what).guess(replace(asked, values={**known, name: None}))
        sure: Guess = fitted(what).guess(replace(asked, values=known))
        assert open_.extra - sure.extra == pytest.approx(numpy.outer(move, move), abs=1e-7), name


# --- The same on every machine ---

SCRIPT = """
import json
from foedus.estimates.estimating import estimate_of
from foedus.estimates.frames import lessons
asked = next(one for one in lessons() if one.id == "csto-kazakhstan-2022").question
found = estimate_of(asked, asked.day)
print(json.dumps([found.plain(), str(found), [repr(one) for one in (*found.reasons, *found.nearest)]]))
"""


def test_the_seed_of_hashes_does_not_matter() -> None:
    told = []
    for seed in ("0", "4321"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, check=True, cwd=ROOT
        )
        told.append(done.stdout)
    assert told[0] == told[1]
    assert json.loads(told[0])[0]["known"] == "2022-01-05"


@pytest.mark.parametrize("what", LEARNERS)
def test_the_order_of_the_lessons_does_not_matter(what: str) -> None:
    order = numpy.random.Generator(numpy.random.PCG64(5)).permutation(len(lessons()))
    learnt = LEARNERS[what]([lessons()[place] for place in order], None)
    for name in ("csto-kazakhstan-2022", "rio-haiti-dr-1950"):
        one = lesson(name)
        asked = one.members if what in ("stances", "contributions") else one.features
        assert learnt.shares(asked) == pytest.approx(fitted(what).shares(asked), abs=1e-6)
