"""Models of estimates: rates by hand, known directions, delays against the likelihood, and what nobody knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import log
from typing import Any

import numpy
import pytest
from scipy import stats

from foedus.estimates.catalogue import CARDS, OUTCOME_MODELS, UnknownModel, outcome_model
from foedus.estimates.estimating import Impossible, estimate, estimate_of
from foedus.estimates.features import Features
from foedus.estimates.frames import Lesson, known_by, lessons
from foedus.estimates.guess import Chance, Guess
from foedus.estimates.logits import multinomial_shares
from foedus.estimates.member_features import member_features
from foedus.estimates.models.contributions import Contributions, sends
from foedus.estimates.models.fulfilment import FulfilmentModel
from foedus.estimates.models.invocation import Invocation
from foedus.estimates.models.pooled_logit import possible
from foedus.estimates.models.stances import Stances
from foedus.estimates.outcomes import FULFILMENTS, NOT_INVOKED, OUTCOMES, REACH_OF, REACHES, STANCES, reach
from foedus.estimates.questions import question_of
from foedus.law.findings import Circumstances
from foedus.record.view import organisation
from foedus.states import UnknownState
from tests.unit.estimates_material import LEARNERS, fitted, lesson, ordinal

KAZAKHSTAN = "csto-kazakhstan-2022"
CRISES = [one for one in lessons() if not one.chosen_for_vote]


def few(*outcomes: str, asked: bool = True, kind: str = "coup") -> list[Lesson]:
    """Crises with these outcomes."""
    pattern = lesson(KAZAKHSTAN)
    question = pattern.question if asked else pattern.question.asked(False)
    situation = replace(question.situation, kind=kind)
    question = replace(question, situation=situation)
    return [
        replace(pattern, question=replace(question, id=f"case-{place}-{kind}-{asked}"), outcome=one)
        for place, one in enumerate(outcomes)
    ]


def features(asked: bool = True, kind: str = "coup") -> Features:
    return few("declined", asked=asked, kind=kind)[0].features


def by_outcome(guess: Guess) -> dict[str, float]:
    return dict(zip(OUTCOMES, guess.shares.tolist(), strict=True))


def width(chance: Chance) -> float:
    """Of the interval, on the scale of log odds."""
    return log(chance.high / (1 - chance.high)) - log(chance.low / (1 - chance.low))


# --- The yardsticks, by hand ---


def test_the_base_rate_by_hand() -> None:
    learnt = [
        *few("declined", "declined", "no_decision"),
        *few("not_invoked", "political_statement", asked=False),
    ]
    asked = by_outcome(OUTCOME_MODELS["base-rate"].fit(learnt).guess(features()))
    # Three cases asked, and seven of the eight parts of a prior case: none of not_invoked.
    assert asked["declined"] == pytest.approx((2 + 1 / 8) / (3 + 7 / 8))
    assert asked["no_decision"] == pytest.approx((1 + 1 / 8) / (3 + 7 / 8))
    assert asked["collective_military_action"] == pytest.approx((1 / 8) / (3 + 7 / 8))
    assert asked["not_invoked"] == 0.0
    alone = by_outcome(OUTCOME_MODELS["base-rate"].fit(learnt).guess(features(asked=False)))
    assert alone["not_invoked"] == pytest.approx((1 + 1 / 8) / 3)
    assert alone["declined"] == pytest.approx((1 / 8) / 3)


def test_the_base_rate_of_all_crises_is_what_is_counted() -> None:
    asked = [one for one in CRISES if one.question.invoked]
    found = fitted("outcome/base-rate").guess(lesson(KAZAKHSTAN).features)
    for place, outcome in enumerate(OUTCOMES):
        count = sum(one.outcome == outcome for one in asked)
        assert found.shares[place] == pytest.approx(
            (count + (outcome != "not_invoked") / 8) / (len(asked) + 7 / 8)
        )


def test_the_interval_of_the_base_rate_is_a_betas() -> None:
    found = OUTCOME_MODELS["base-rate"].fit(few(*["declined"] * 12, *["no_decision"] * 18)).guess(features())
    beta = stats.beta(12.125, 18.75)
    chance = found.chance([OUTCOMES.index("declined")])
    assert (chance.low, chance.high) == pytest.approx((beta.ppf(0.05), beta.ppf(0.95)), abs=0.01)


def test_cases_chosen_for_their_vote_count_for_their_own_body_alone() -> None:
    learnt = few("declined", "declined")
    voted = replace(learnt[1], chosen_for_vote=True, outcome="political_statement")
    model = OUTCOME_MODELS["base-rate"].fit([learnt[0], voted])
    assert by_outcome(model.guess(features()))["political_statement"] == pytest.approx((1 / 8) / (1 + 7 / 8))
    own = replace(features(), chosen_for_vote=True)
    assert by_outcome(model.guess(own))["political_statement"] == pytest.approx((1 + 1 / 8) / (1 + 7 / 8))


def test_the_table_by_kind_by_hand() -> None:
    learnt = [*few("declined", "declined", kind="coup"), *few("no_decision", kind="terrorism")]
    base = OUTCOME_MODELS["base-rate"].fit(learnt).shares(features())
    found = by_outcome(OUTCOME_MODELS["kind-table"].fit(learnt).guess(features(kind="coup")))
    assert found["declined"] == pytest.approx((2 + 8 * base[OUTCOMES.index("declined")]) / (2 + 8))
    assert found["no_decision"] == pytest.approx(8 * base[OUTCOMES.index("no_decision")] / (2 + 8))
    other = OUTCOME_MODELS["kind-table"].fit(learnt).guess(features(kind="cyber"))
    assert other.shares == pytest.approx(base)


def test_a_kind_that_never_came_is_no_surer_than_the_base_rate() -> None:
    learnt = few("declined", "no_decision")
    wide, base = (OUTCOME_MODELS[name].fit(learnt).guess(features(kind="cyber")) for name in _YARDSTICKS)
    for place in range(NOT_INVOKED):
        assert width(wide.chance([place])) >= width(base.chance([place]))


_YARDSTICKS = ("kind-table", "base-rate")


# --- What a model learns ---


def with_outcomes(rule: Callable[[Lesson], str]) -> list[Lesson]:
    return [replace(one, outcome=rule(one)) for one in CRISES]


def asks_force(one: Lesson) -> bool:
    return one.features.values["asks_force"] == 1.0


@pytest.mark.parametrize("name", ["pooled-logit", "ordered-logit"])
def test_a_model_learns_that_forces_come_where_they_are_asked_for(name: str) -> None:
    def rule(one: Lesson) -> str:
        if not one.question.invoked:
            return "not_invoked"
        return "collective_military_action" if asks_force(one) else "political_statement"

    learnt = OUTCOME_MODELS[name].fit(with_outcomes(rule))
    chances: dict[bool, list[float]] = {True: [], False: []}
    for one in CRISES:
        if one.question.invoked:
            chances[asks_force(one)].append(float(learnt.shares(one.features)[0]))
    assert numpy.mean(chances[True]) > 0.7
    assert numpy.mean(chances[False]) < 0.2


@pytest.mark.parametrize("name", ["pooled-logit", "ordered-logit"])
def test_a_model_learns_the_ways_of_an_organisation(name: str) -> None:
    def rule(one: Lesson) -> str:
        if not one.question.invoked:
            return "not_invoked"
        return "collective_military_action" if one.question.organisation == "ecowas" else "declined"

    learnt = OUTCOME_MODELS[name].fit(with_outcomes(rule))
    asked = lesson(KAZAKHSTAN).features
    own, other = (float(learnt.shares(replace(asked, organisation=each))[0]) for each in ("ecowas", "csto"))
    assert own > 2 * other


def test_the_ordered_logit_shares_out_a_reach_as_among_cases_alike() -> None:
    asked = lesson(KAZAKHSTAN).features
    found = by_outcome(fitted("outcome/ordered-logit").guess(asked))
    base = by_outcome(fitted("outcome/base-rate").guess(asked))
    for one, other in (("declined", "no_decision"), ("non_military_assistance", "observers_or_mission")):
        assert found[one] / found[other] == pytest.approx(base[one] / base[other])
    reached = fitted("outcome/ordered-logit").crises.shares(asked)
    for level, share in zip(REACHES, reached, strict=True):
        assert reach(found)[level] == pytest.approx(share)  # type: ignore[arg-type]  # outcomes as plain words


def test_fulfilment_learns_where_promises_are_kept() -> None:
    kept = [
        replace(one, fulfilled=None if one.fulfilled is None else "yes" if asks_force(one) else "no")
        for one in CRISES
    ]
    learnt = FulfilmentModel().fit(kept)
    asked = lesson(KAZAKHSTAN).features
    without = replace(asked, values={**asked.values, "asks_force": 0.0})
    assert learnt.shares(asked)[FULFILMENTS.index("yes")] > 0.8
    assert learnt.shares(without)[FULFILMENTS.index("yes")] < learnt.shares(asked)[FULFILMENTS.index("yes")] - 0.2


def test_fulfilment_learns_nothing_from_cases_to_which_no_promise_applies() -> None:
    judged = [one for one in CRISES if one.fulfilled is not None]
    assert 0 < len(judged) < len(CRISES)
    asked = lesson(KAZAKHSTAN).features
    found = FulfilmentModel().fit(judged).shares(asked)
    assert found.tolist() == fitted("fulfilment").shares(asked).tolist()


def test_the_request_is_learnt_by_organisation_and_never_from_the_request() -> None:
    learnt = Invocation().fit(
        [
            replace(one, question=replace(one.question, invoked=one.question.organisation == "ecowas"))
            for one in CRISES
        ]
    )
    open_ = lesson(KAZAKHSTAN).open_features
    own, other = (float(learnt.shares(replace(open_, organisation=one))[1]) for one in ("ecowas", "nato"))
    assert own > 0.4
    assert other < 0.1
    asked = replace(open_, values={**open_.values, "asks_force": 1.0, "asks_words": 1.0, "not_by_target": 1.0})
    assert learnt.shares(asked).tolist() == learnt.shares(open_).tolist()


def answered(stance: Callable[[Lesson, Any], str], sent: Callable[[Lesson, Any], bool]) -> list[Lesson]:
    """Crises whose states stood and sent by a rule of their features."""
    found = []
    for one in CRISES:
        answers = tuple(
            replace(answer, stance=stance(one, member), contributed=sent(one, member))
            for answer, member in zip(one.answers, one.members, strict=True)
        )
        found.append(replace(one, answers=answers))
    return found


def test_stances_learn_who_asks_and_who_stands_apart() -> None:
    def stance(one: Lesson, member: Any) -> str:
        if member.values["asked"]:
            return "requests"
        return "supports" if member.values["leads"] else "objects"

    learnt = Stances().fit(answered(stance, lambda one, member: False))
    states = member_features(lesson(KAZAKHSTAN).question, ("KAZ", "RUS", "ARM"))
    shares = learnt.shares(states)
    assert STANCES[int(shares[0].argmax())] == "requests"
    assert shares[1, STANCES.index("supports")] > shares[2, STANCES.index("supports")]
    assert STANCES[int(shares[2].argmax())] == "objects"


def test_states_of_one_case_share_a_shock_and_it_does_not_carry_over() -> None:
    """One case in which all object against expectation moves another case less than a habit would."""
    odd = lesson(KAZAKHSTAN)
    changed = replace(odd, answers=tuple(replace(one, stance="objects") for one in odd.answers))
    learnt = Stances().fit([changed if one is odd else one for one in CRISES])
    place = sorted(one.id for one in lessons()).index(KAZAKHSTAN)
    shock = learnt.crises.fit.mode[-len(lessons()) :][place]
    assert shock < -0.5


def test_contributions_learn_from_cases_in_which_something_was_sent() -> None:
    leads = answered(lambda one, member: "supports", lambda one, member: bool(member.values["leads"]))
    learnt = Contributions().fit(leads)
    states = member_features(lesson(KAZAKHSTAN).question, ("RUS", "ARM"))
    shares = learnt.shares(states)
    assert shares[0, 1] > 0.6
    assert shares[1, 1] < 0.3
    sent = [one for one in leads if sends(one.outcome)]
    assert 0 < len(sent) < len(leads)
    assert Contributions().fit(sent).shares(states) == pytest.approx(shares, abs=1e-6)


def test_a_state_sends_with_the_chance_that_anything_is_sent_and_that_it_does() -> None:
    found = estimate_of(lesson(KAZAKHSTAN).question, None)
    anything = sum(chance.value for level, chance in found.reach.items() if level not in ("nothing", "words"))
    for one in found.members:
        assert one.sends.value == pytest.approx(one.sends_if_any.value * anything)
        assert one.sends.low <= one.sends.value <= one.sends.high


# --- What nobody knows ---


def forces(guess: Guess) -> Chance:
    return guess.chance(
        [at for at, one in enumerate(OUTCOMES) if REACH_OF[one] in ("forces_of_some", "collective_force")]
    )


@pytest.mark.parametrize("what", ["outcome/pooled-logit", "outcome/ordered-logit"])
def test_an_organisation_without_a_lesson_is_less_sure_than_one_with_many(what: str) -> None:
    """The same question, the same lessons of others: with and without those of its own organisation."""
    asked = lesson(KAZAKHSTAN).features
    without = LEARNERS[what]([one for one in CRISES if one.question.organisation != "csto"], None)
    assert width(forces(without.guess(asked))) > 1.1 * width(forces(fitted(what).guess(asked)))
    # And with the fit of all: the body with one lesson beside the one with forty.
    rare = replace(asked, organisation="g5-sahel")
    assert width(forces(fitted(what).guess(rare))) > width(forces(fitted(what).guess(asked)))


def test_the_interval_is_about_that_of_draws_from_the_normal_around_the_mode() -> None:
    """The delta method on the scale of log odds, against two thousand draws of the parameters."""
    asked, learnt = lesson(KAZAKHSTAN).features, fitted("outcome/pooled-logit")
    fit, (row, _) = learnt.crises.fit, learnt.crises.row(asked)
    normal = numpy.random.Generator(numpy.random.PCG64(1)).normal(size=(2000, len(fit.mode)))
    drawn = numpy.array([multinomial_shares(at, row, possible(asked))[0] for at in fit.mode + normal @ fit.root.T])
    for place, outcome in enumerate(OUTCOMES):
        chance, (low, high) = learnt.guess(asked).chance([place]), numpy.quantile(drawn[:, place], [0.05, 0.95])
        assert chance.low == pytest.approx(low, abs=0.1), outcome
        assert chance.high == pytest.approx(high, abs=0.1), outcome


def test_fewer_lessons_make_wider_intervals() -> None:
    asked, widths = lesson(KAZAKHSTAN).features, []
    for year in (1955, 1985, 2022):
        learnt = LEARNERS["outcome/pooled-logit"](known_by(ordinal(f"{year}-01-01")), None)
        widths.append(width(forces(learnt.guess(asked))))
    assert widths[0] > widths[1] > widths[2]


@pytest.mark.parametrize("what", LEARNERS)
def test_without_any_lesson_the_chances_are_the_priors_and_wide(what: str) -> None:
    learnt, one = LEARNERS[what]([], None), lesson(KAZAKHSTAN)
    guess = learnt.guesses(one.members)[0] if what in ("stances", "contributions") else learnt.guess(one.features)
    assert guess.shares.sum() == pytest.approx(1.0)
    for place, share in enumerate(guess.shares):
        if what.startswith("outcome") and place == NOT_INVOKED:
            assert share == 0.0
            continue
        chance = guess.chance([place])
        assert 0.05 < share < 0.7
        assert chance.low < 0.05
        assert chance.high > 0.45


@pytest.mark.parametrize("model", OUTCOME_MODELS)
def test_a_day_before_every_case_has_an_estimate(model: str) -> None:
    """The first crises on record: hardly anything was over by then."""
    first = min(CRISES, key=lambda one: one.question.day)
    found = estimate_of(first.question, ordinal("1940-01-01"), model)
    assert found.lessons == 0
    assert sum(one.value for one in found.outcome.values()) == pytest.approx(1.0)
    assert found.nearest == ()
    assert any("Only 0 cases" in one for one in found.conditions)


def test_a_state_that_nobody_knows_is_told_with_what_may_be_meant() -> None:
    asked = lesson(KAZAKHSTAN).question
    with pytest.raises(UnknownState, match="did you mean KAZ"):
        estimate_of(replace(asked, situation=replace(asked.situation, target="kaz")), None)


def test_a_state_without_figures_widens_the_interval_and_is_named() -> None:
    """What is unknown of the target: it was there on no such day, so that no figure tells of it."""
    asked = lesson(KAZAKHSTAN).question
    gone = replace(asked, situation=replace(asked.situation, target="YMD"), askers=("YMD",))
    found = estimate_of(gone, None)
    assert {"target_capability", "target_democracy", "target_apart"} <= set(found.unknown)
    read = lesson(KAZAKHSTAN).features
    blind = replace(read, values={**read.values, **dict.fromkeys(found.unknown)})
    learnt = fitted("outcome/pooled-logit")
    assert width(forces(learnt.guess(blind))) > width(forces(learnt.guess(read)))


def test_what_contradicts_itself_is_refused() -> None:
    asked = lesson(KAZAKHSTAN).question
    with pytest.raises(Impossible, match="both as target and as initiator"):
        estimate_of(replace(asked, situation=replace(asked.situation, initiators=("KAZ",))), None)
    with pytest.raises(Impossible, match="nobody asked"):
        estimate_of(replace(asked, invoked=False), None)
    with pytest.raises(Impossible, match="ask about a day on which"):
        estimate_of(question_of("x", organisation("csto"), asked.situation, None, day=ordinal("1980-01-01")), None)


def test_an_estimate_by_circumstances_is_that_of_the_same_question() -> None:
    one = lesson(KAZAKHSTAN)
    given = Circumstances(situation=one.question.situation, requested=True, asks_for=one.question.asks_for)
    found = estimate(one.question.view, given)
    again = estimate(one.question.view, given, known="2022-01-05")
    assert found.outcome == again.outcome
    assert found.known == one.question.day
    assert found.known_on == "2022-01-05"


def test_the_catalogue_names_each_model_once_and_tells_what_may_be_meant() -> None:
    names = [one.name for one in CARDS]
    assert len(set(names)) == len(names)
    assert [one.status for one in CARDS].count("default") == 1
    assert outcome_model().card.status == "default"
    with pytest.raises(UnknownModel, match="did you mean 'ordered-logit'"):
        outcome_model("orderd-logit")


def test_every_card_says_what_it_rests_on() -> None:
    for card in CARDS:
        for text in (card.formula, card.says, card.conditions, card.title):
            assert text
        assert card.literature


def _outcomes(of: Sequence[Lesson]) -> set[str]:
    return {one.outcome for one in of}


def test_every_outcome_is_on_record() -> None:
    """Else a level of the tests above would rest on its prior alone."""
    assert _outcomes(CRISES) == set(OUTCOMES)
