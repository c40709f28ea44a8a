"""Posteriors of worlds: what the casebooks say of parameters, and how draws come from it."""

from __future__ import annotations

import math
from decimal import Decimal, localcontext
from fractions import Fraction
from pathlib import Path
from statistics import mean, stdev

import pytest

import foedus
from foedus.record.reforms import read
from foedus.simulation.flat import mean_gap, rates
from foedus.simulation.parameters import POINT, defaults, drawn, settings, widest
from foedus.simulation.plan import Plan, compiled
from foedus.simulation.posterior import correlations, gamma, learnt, normal, normal_of, together, value_of
from foedus.simulation.randomness import Purpose, draw
from foedus.simulation.study import first_day


@pytest.mark.parametrize("word", [0, 1, 77, 1 << 20, 1 << 29, 1 << 31, 3 << 30, (1 << 32) - 1])
def test_normal_is_the_quantile_of_the_normal(word: int) -> None:
    from scipy.stats import norm  # the outside truth

    assert float(normal(word)) == pytest.approx(norm.ppf((word + 0.5) / 2**32), abs=2e-6)


@pytest.mark.parametrize("shape", ["0.03", "0.4", "1", "2.5", "7", "40"])
def test_gamma_is_distributed_like_the_gamma(shape: str) -> None:
    from scipy.stats import gamma as truth
    from scipy.stats import kstest

    words = [draw(11, 5, Purpose.RATE, number) for number in range(4000)]
    values = [float(gamma(Decimal(shape), one[0], one[1])) for one in words]
    assert min(values) >= 0
    assert kstest(values, truth(float(shape)).cdf).pvalue > 1e-3
    assert mean(values) == pytest.approx(float(shape), rel=4 / math.sqrt(4000 * float(shape)) + 0.01)


def test_draws_together_have_the_means_deviations_and_correlations_of_the_posterior() -> None:
    import numpy as np

    found = learnt()
    rows = []
    for number in range(1, 3001):
        words = [draw(3, 0, Purpose.PARAMETER, number, slot)[1] for slot in range(len(found.parameters))]
        values = together(words, "csto")
        rows.append(
            [float(values[one.name].ln() if one.logarithm else values[one.name]) for one in found.parameters]
        )
    columns = np.array(rows)
    told = np.array([[float(x) for x in normal_of(one, "csto")] for one in found.parameters])
    assert np.abs(columns.mean(axis=0) - told[:, 0]).max() < 0.05
    assert np.abs(columns.std(axis=0) / told[:, 1] - 1).max() < 0.06
    seen = np.corrcoef(columns.T)
    for place, row in enumerate(correlations("csto")):
        assert [float(one) for one in row] == pytest.approx(list(seen[place, :place]), abs=0.07)


def test_defaults_and_their_ends_are_points_of_the_posterior() -> None:
    common = {one.name: one for one in defaults().parameters}
    for one in learnt().parameters:
        points = [value_of(one, "", point) for point in (-POINT, Decimal(0), POINT)]
        told = common[one.name]
        assert [told.low, told.value, told.high] == [round(point, 2) for point in points], one.name
        assert told.source.startswith("posterior"), one.name
    departing = {one.name for one in learnt().parameters if one.departs}
    assert departing == {one.name for one in learnt().organisations} == {"invoke", "support"}


def test_the_posterior_is_what_the_casebooks_give() -> None:
    """Learnt anew from the packs, the mode and deviations are those that are kept."""
    from research.posterior import found, text

    was = learnt()
    now = found(was)
    for place, one in enumerate(was.parameters):
        assert now.mean[place] == pytest.approx(float(one.mean), abs=0.002), f"{one.name}: run make posterior"
        variance = float(one.deviation) ** 2 - (float(was.departure) ** 2 if one.departs else 0)
        assert now.deviation(one.name) == pytest.approx(variance**0.5, abs=0.004), one.name
    assert text(was, now).count("organisation: csto") == 2


def test_an_organisation_has_the_posterior_of_its_own_sums() -> None:
    """Calls at half belief are what cases tell: their variance, from what is kept, is the full posterior's."""
    import numpy as np

    from research.posterior import found

    was = learnt()
    now = found(was)
    names = [one.name for one in was.parameters]
    for whose, first, second in (("csto", "invoke", "invoke_belief"), ("nato", "support", "shock")):
        sums = np.zeros(len(now.names))
        for name, weight in ((first, 1.0), (f"{first}@{whose}", 1.0), (second, 0.5)):
            sums[now.names.index(name)] = weight
        one, other = (names.index(name) for name in (first, second))
        a, b = (float(normal_of(was.parameters[place], whose)[1]) for place in (one, other))
        kept = a**2 + b**2 / 4 + a * b * float(correlations(whose)[max(one, other)][min(one, other)])
        assert kept == pytest.approx(float(sums @ now.covariance @ sums), abs=0.006)
    every = {one.organisation for one in was.organisations}
    assert all(together([1 << 30] * len(names), whose) for whose in (*every, "")), "no correlations contradict"


def test_what_is_learnt_is_of_crises_that_worlds_could_have() -> None:
    from foedus.simulation.learning import rows

    of = {(row.of, row.case) for row in rows(map(foedus.organisation, foedus.organisations()))}
    cases = {case for _, case in of}
    assert ("call", "csto-kazakhstan-2022") in of
    assert ("stance", "csto-kazakhstan-2022") in of
    assert "csto-nagorno-karabakh-1992" not in cases, "its target had no treaty in force yet"
    assert "nato-bosnia-1995" not in cases, "its target was no member"
    assert ("call", "gcc-qatar-khafus-1992") not in of, "the law engages nothing"
    assert ("stance", "gcc-kuwait-1987") in of, "a call that was made out of order was still answered"
    assert ("call", "gcc-kuwait-1987") not in of


def test_stances_are_those_of_who_takes_part_on_what_was_put() -> None:
    from foedus.simulation.learning import rows

    def of(whose: str, case: str, what: str = "stance") -> list[dict[str, float]]:
        found = [one for one in rows([foedus.organisation(whose)]) if one.case == case and one.of == what]
        return [dict(one.terms) | {"fixed": one.fixed} for one in found]

    # Asked for troops, the council sent observers: who accepted that decision did not accept troops.
    costs = [
        [name for name in one if name.startswith("cost")] for one in of("csto", "csto-armenia-2022-september")
    ]
    assert costs == [["cost_help"], *[["cost_force"]] * 4]
    case = foedus.organisation("csto").case("csto-kazakhstan-2022")
    assert case is not None
    others = [one.state for one in case.positions if one.stance != "requests"]
    led = of("csto", case.id)
    assert "RUS" in others
    assert len(led) == len(others)
    # The leading power's word stands beside the kind's own in the index of all but itself.
    assert sorted({one["fixed"] for one in led}) == pytest.approx([-0.2, 0.8])
    assert sum(one["fixed"] > 0 for one in led) == len(others) - 1
    case = foedus.organisation("ecowas").case("ecowas-niger-2023")
    assert case is not None
    against = {one.state for one in case.positions if one.stance == "objects"}
    assert {"BFA", "GIN", "MLI"} < against, "suspended, they have no say"
    seen = [
        one.seen for one in rows([foedus.organisation("ecowas")]) if one.case == case.id and one.of == "stance"
    ]
    assert seen.count(2) == len(against) - 3


def test_the_sources_of_parameters_count_what_was_learnt_from() -> None:
    from collections import Counter

    from foedus.simulation.learning import rows

    seen = Counter((one.of, one.seen) for one in rows(map(foedus.organisation, foedus.organisations())))
    told = {one.name: one.source for one in defaults().parameters}
    calls, stances = seen["call", 1], sum(seen["stance", n] for n in range(3))
    assert f"in {calls} of {calls + seen['call', 0]} crises" in told["invoke"]
    assert f"of {stances:,} coded stances" in told["support"]
    assert f"{100 * seen['stance', 0] / stances:.0f} % were for" in told["support"]
    against = (seen["stance", 2] + seen["stance", 1], seen["stance", 2], seen["stance", 1])
    assert "of {} coded stances that were not for {} were objections and {}".format(*against) in told["abstention"]
    sent = seen["send", 1]
    assert f"of {sent + seen['send', 0]} that supported force {sent} sent some" in told["send_force"]


def test_learning_finds_what_made_the_rows() -> None:
    """Rows played from known parameters give them back: the likelihood is the model's own."""
    import numpy as np

    from foedus.simulation.learning import Prior, Row, likelihood, posterior

    chance = np.random.default_rng(5)
    truth = {"support": 0.8, "affinity": 0.7, "send_force": -0.5, "shock": 0.9, "abstention": 0.6, "invoke": -0.4}
    rows: list[Row] = []
    for case in range(700):
        rows.append(
            Row("call", "one", f"c{case}", int(chance.logistic() < truth["invoke"]), 0.0, (("invoke", 1.0),))
        )
        shared = chance.logistic() * truth["shock"]
        for _ in range(5):
            near = float(chance.normal())
            terms = (("support", 1.0), ("affinity", near))
            index = truth["support"] + truth["affinity"] * near + shared
            off = chance.logistic()
            seen = 0 if off < index else 1 if off < index + truth["abstention"] else 2
            rows.append(Row("stance", "one", f"c{case}", seen, 0.0, terms))
            if seen == 0:
                sent = int(chance.logistic() < index + truth["send_force"])
                rows.append(Row("send", "one", f"c{case}", sent, 0.0, (*terms, ("send_force", 1.0))))
    priors = [Prior(name, 0.0, 2.0) for name in truth]
    found = posterior(likelihood(rows, priors, 0.01))
    for name, value in truth.items():
        wanted = math.log(value) if name in ("shock", "abstention") else value
        here = found.mean[found.names.index(name)]
        assert abs(here - wanted) < 3.5 * found.deviation(name), (name, here, wanted)
        assert found.deviation(name) < 0.25


def test_counted_rates_are_drawn_from_their_posterior() -> None:
    record = foedus.organisation("csto")
    plan = Plan(organisation="csto", first=first_day(record), years=5, worlds=10, seed=1, draws=3)
    law = compiled(plan, record).variants[0].law
    plain = settings(record)
    place, cell = next((n, one) for n, one in enumerate(law.cells) if one.by is not None)
    assert cell.arrival is not None
    assert cell.arrival.years is not None
    numbers = [drawn(plain, 7, number) for number in range(1, 400)]
    seen = [float(rates(law, one)[place] / one["rate"]) for one in numbers]
    rate, years = float(cell.arrival.rate), cell.arrival.years + 20
    assert rates(law, plain)[place] == Fraction(cell.arrival.rate)
    assert mean(seen) == pytest.approx(rate, rel=0.1)
    assert stdev(seen) == pytest.approx((rate / years) ** 0.5, rel=0.15)
    assert rates(law, drawn(plain, 7, 3)) == rates(law, drawn(plain, 7, 3)) != rates(law, drawn(plain, 7, 4))
    most = rates(law, widest(plain))
    for number in range(1, 50):
        assert all(one <= other for one, other in zip(rates(law, drawn(plain, 7, number)), most, strict=True))
    assert mean_gap(law, widest(plain)) > 0
    set_ = settings(record, [("rate", "1")])
    assert rates(law, drawn(set_, 7, 3)) == rates(law, set_), "what is set does not vary"


def test_a_reform_that_sets_the_rate_leaves_the_counted_rates_drawn(tmp_path: Path) -> None:
    """Variants of a study meet the same rates in a draw, whatever the factor."""
    file = tmp_path / "twice.yaml"
    file.write_text("reform: twice\nname: Twice\nwhy: a test\nparameters: {rate: 2}\n", encoding="utf-8")
    record = foedus.organisation("csto")
    reform = read(file)
    plan = Plan(
        organisation="csto", first=first_day(record), years=5, worlds=10, seed=1, draws=3, variants=(("twice",),)
    )
    was, now = compiled(plan, record, [reform]).variants
    for number in range(1, 4):
        one, other = drawn(was.settings, 1, number), drawn(now.settings, 1, number)
        assert other["rate"] == 2
        assert [rate / one["rate"] for rate in rates(was.law, one)] == [rate / 2 for rate in rates(now.law, other)]


def test_the_precision_that_a_caller_has_set_changes_nothing() -> None:
    record = foedus.organisation("csto")
    plan = Plan(organisation="csto", first=first_day(record), years=5, worlds=10, seed=1, draws=3)
    was = compiled(plan, record).identity
    with localcontext() as context:
        context.prec = 5
        assert compiled(plan, record).identity == was


def test_another_posterior_makes_another_study(monkeypatch: pytest.MonkeyPatch) -> None:
    record = foedus.organisation("csto")
    plan = Plan(organisation="csto", first=first_day(record), years=5, worlds=10, seed=1, draws=3)
    was = compiled(plan, record)
    monkeypatch.setattr("foedus.simulation.flat.PRIOR_YEARS", 21)
    now = compiled(plan, record)
    assert now.variants[0].identity == was.variants[0].identity
    assert now.identity != was.identity
