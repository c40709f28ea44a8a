"""The figures of worlds: the page has the parameters as they are, and the packs the rates that the data give."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

import foedus
from foedus.record.worlds import CrisisKind, Parameter
from foedus.simulation.figures import casebook_rates, conflict_rates, delays, dispute_rates, state_years
from foedus.simulation.parameters import BadParameter, defaults, drawn, possible, settings
from foedus.simulation.past import arrivals, counted, nearness
from foedus.simulation.posterior import learnt
from research import crises

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "worlds.md"
CUT = {"invoke": 365, "meet": 180, "send": 180}
"""Where the greatest decile of days is cut."""


def parameter_row(one: Parameter) -> str:
    return (
        f"| `{one.name}` | {one.meaning} | {one.unit} | {one.value} | {one.least} to {one.most} "
        f"| {one.low} to {one.high} | {one.source} |"
    )


def kind_row(one: CrisisKind) -> str:
    by = "a state" if one.by == "state" else "a group"
    deterred = "yes" if one.deterred else "no"
    asks = ", ".join(f"{each.what.replace('_', ' ')} {each.share}" for each in one.asks)
    scenes = ", ".join(
        f"{each.territory}{f' ({each.outside_hand})' if each.outside_hand else ''} {each.share}"
        for each in one.scenes
    )
    need = " ".join(map(str, one.need))
    return (
        f"| {one.kind.replace('_', ' ')} | {by} | {one.rate} | {deterred} | {one.invoke} | {one.support} "
        f"| {need} | {asks} | {scenes} | {one.source} |"
    )


def learnt_rows() -> str:
    """What the casebooks say, of an organisation in general and of each that has cases."""
    rows = ["| learnt | prior | posterior |", "| --- | --- | --- |"]
    for one in learnt().parameters:
        name = f"`{one.name}`" + (" (its logarithm)" if one.logarithm else "")
        rows.append(f"| {name} | {one.prior} ± {one.prior_deviation} | {one.mean:.2f} ± {one.deviation:.2f} |")
    rows += ["", "| organisation | `invoke` | `support` |", "| --- | --- | --- |"]
    for whose in sorted({one.organisation for one in learnt().organisations}):
        own = {one.name: one for one in learnt().organisations if one.organisation == whose}
        cells = [
            f"{own[name].mean:.2f} ± {own[name].deviation:.2f}" if name in own else "–"
            for name in ("invoke", "support")
        ]
        rows.append(f"| {whose} | {' | '.join(cells)} |")
    return "\n".join(rows)


def tables() -> dict[str, str]:
    """The tables of the page, as the data have them."""
    found = defaults()
    head = "| name | meaning | unit | default | range | possible | source |\n" + "| --- " * 7 + "|"
    days = "\n".join(
        f"| {name} | {' '.join(map(str, getattr(found.delays, name)))} |"
        for name in ("invoke", "meet", "send", "stay")
    )
    columns = ["kind", "by", "a year", "deterred", "invoke", "support", "need (people)"]
    columns += ["asked, shares", "where, shares", "source"]
    kinds = f"| {' | '.join(columns)} |\n" + "| --- " * len(columns) + "|"
    return {
        "LEARNT": learnt_rows(),
        "PARAMETERS": "\n".join([head, *map(parameter_row, found.parameters)]),
        "DELAYS": f"| from | days |\n| --- | --- |\n{days}\n\nSource: {found.delays.source}.",
        "KINDS": "\n".join([kinds, *map(kind_row, found.kinds)]),
    }


@pytest.mark.parametrize("name", ["LEARNT", "PARAMETERS", "DELAYS", "KINDS"])
def test_the_page_has_the_figures_as_they_are(name: str) -> None:
    page = PAGE.read_text("utf-8")
    for line in tables()[name].splitlines():
        assert line in page, f"the page lacks this line: {line}"


def test_every_parameter_lies_within_its_ends() -> None:
    for one in defaults().parameters:
        assert one.least <= one.low <= one.value <= one.high <= one.most, one.name
        assert one.meaning
        assert one.source
    names = Counter(one.name for one in defaults().parameters)
    assert set(names.values()) == {1}


def test_shares_of_scenes_and_asks_are_whole() -> None:
    for one in defaults().kinds:
        assert sum(each.share for each in one.scenes) == 1
        assert sum(each.share for each in one.asks) == 1


def test_every_organisation_has_settings() -> None:
    for name in foedus.organisations():
        record = foedus.organisation(name)
        found = settings(record)
        for one in found.common.values():
            assert one.least <= one.low <= one.value <= one.high <= one.most, (name, one.name)


def test_draws_stay_within_what_is_possible() -> None:
    plain = settings(foedus.organisation("csto"), [("deterrence", "0.45")])
    for number in range(1, 40):
        values = drawn(plain, 7, number)
        assert values["deterrence"] == Fraction("0.45"), "what was set does not vary"
        for name, one in values.common.items():
            low, high = (one.least, one.most) if name in plain.learnt else (one.low, one.high)
            assert name == "deterrence" or low <= values[name] <= high
    assert drawn(plain, 7, 0) is plain
    assert drawn(plain, 7, 3).values == drawn(plain, 7, 3).values != drawn(plain, 7, 4).values
    need = next(one for one in possible(plain) if one.name == "need")
    assert (need.at(Fraction(0)), need.at(Fraction(1))) == (Fraction("0.5"), Fraction(2))


def test_figures_of_single_states_are_drawn_too() -> None:
    plain = settings(foedus.organisation("csto"), [("belief.ARM", "0.15")])
    ends = {one.name: one for one in possible(plain)}
    assert {"belief.KGZ", "pull.RUS", "strength.RUS"} <= set(ends)
    seen = [drawn(plain, 7, number) for number in range(1, 40)]
    assert {one.of("belief", "ARM") for one in seen} == {Fraction("0.15")}, "what was set does not vary"
    for name in ("belief.KGZ", "pull.RUS", "strength.RUS"):
        values = {one.of(*name.split(".")) for one in seen}
        assert len(values) == 39
        assert all(value is not None and ends[name].low <= value <= ends[name].high for value in values)


def test_what_was_set_to_its_default_is_held() -> None:
    record = foedus.organisation("csto")
    was = settings(record)["deterrence"]
    held = settings(record, [("deterrence", str(float(was)))])
    assert {drawn(held, 7, number)["deterrence"] for number in range(1, 9)} == {was}
    # What is set leaves the draws of the others as they were.
    assert drawn(held, 7, 3)["drift"] == drawn(settings(record), 7, 3)["drift"]


def test_ends_of_single_states_hold_their_value() -> None:
    for name in foedus.organisations():
        for facts in foedus.organisation(name).record.worlds:
            for row in (*facts.pull, *facts.belief, *facts.strength):
                assert (row.low is None) == (row.high is None), (name, row.state)
                if row.low is not None and row.high is not None:
                    assert row.low <= row.value <= row.high, (name, row.state)


@pytest.mark.parametrize("value", ["1e999999999", "1e-999999999", "-1e31", "0." + "1" * 40])
def test_a_number_of_endless_digits_is_refused_at_once(value: str) -> None:
    with pytest.raises(BadParameter, match=r"rate is .*; write a number of at most 30 digits"):
        settings(foedus.organisation("csto"), [("rate", value)])


def test_what_is_no_parameter_is_refused() -> None:
    record = foedus.organisation("csto")
    for name, value, said in (
        ("deterence", "0.5", "did you mean 'deterrence'"),
        ("deterrence", "nan", "write a number"),
        ("deterrence", "1", "between 0 and 0.95"),
        ("belief.ARM", "1.5", "between 0 and 1"),
        ("affinities.ARM", "1", "no parameter"),
    ):
        with pytest.raises(BadParameter, match=said):
            settings(record, [(name, value)])
    assert settings(record, [("pull.ARM", "2")]).of("pull", "ARM") == 2


def test_delays_are_those_of_the_casebooks() -> None:
    found = delays([foedus.organisation(name) for name in foedus.organisations()])
    for name, values in found.items():
        kept = list(getattr(defaults().delays, name))
        assert kept[:-1] == values[:-1], f"{name}: the casebooks give {values}"
        assert kept[-1] == CUT.get(name, values[-1])


def test_rates_of_the_pack_are_those_of_its_casebook() -> None:
    record = foedus.organisation("csto")
    states = [one.state for one in record.on().members]
    (own,) = record.record.worlds
    coded = {(one.target, one.kind): (one.rate, one.years, one.source) for one in own.arrivals}
    computed = {
        (one.target, one.kind): (
            Decimal(str(round(one.rate, 4))),
            one.years,
            f"casebook: {one.count} in {one.years} years",
        )
        for one in casebook_rates(record, ("internal_unrest", "terrorism"), states)
    }
    assert coded == computed


def test_counts_of_crises_are_those_of_the_data(shared: Path) -> None:
    assert crises.FILE.read_text("utf-8") == crises.text(shared / "data")


def test_every_state_that_was_counted_has_the_rate_of_its_counts(shared: Path) -> None:
    kinds = defaults().kinds
    found = {(one.target, one.kind, one.by or ""): one for one in arrivals((), kinds, sorted(counted()))}
    for one in crises.rates(shared / "data"):
        if one.rate:
            told = found[one.target, one.kind, one.by]
            assert told.years == one.years
            # The mean of all states is kept to four digits.
            assert float(told.rate) == pytest.approx(one.rate, abs=5e-5), one


def test_nearness_is_the_distance_of_votes_as_it_was_known() -> None:
    states = ["ARM", "BLR", "KAZ"]
    found = nearness(states, 2026)
    assert len(found) == 6
    assert sum(found.values()) == 0
    assert found["ARM", "BLR"] < 0 < found["BLR", "KAZ"]
    assert nearness(states, 2040) == nearness(states, 2027), "the last known figures stand for later years"
    assert nearness(states, 1990) == {}, "nothing is known of states that were none"
    assert nearness(["ARM", "XXX"], 2026) == {}


def test_common_rates_are_those_of_all_states(shared: Path) -> None:
    def table(name: str) -> pl.DataFrame:
        return pl.read_parquet(shared / "data" / f"{name}.parquet")

    codes = table("state_codes_year")
    nobody = ["XXX"]  # a state that the data do not know has 20 years of the mean alone
    found = [
        *dispute_rates(table("cow_mid_disputes"), table("cow_mid_participants"), codes, nobody),
        *conflict_rates(table("ucdp_armed_conflict"), codes, nobody),
    ]
    kept = {one.kind: float(one.rate) for one in defaults().kinds}
    assert state_years(codes, (1992, 1992)) > 150
    for one in found:
        mean = one.rate * (one.years + 20) / 20
        assert kept[one.kind] == pytest.approx(mean, rel=0.05), one.kind
