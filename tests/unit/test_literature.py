"""What scholars found: the data is whole, and figures, states and the page are what the data at hand gives."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from pathlib import Path

import pytest

from foedus.estimates import literature
from foedus.estimates.literature import CHECKED, Figure, Published
from foedus.law.deciding import ballot_of, electorate, rule_for
from foedus.law.tally import tally
from foedus.record.view import organisation
from research import checks, council, promises, prose, ranks, tables, uncertainty, wars
from research import literature as script
from research.uncertainty import Outcome

FOUND = literature.published()
BY_ID = {one.id: one for one in FOUND}


@pytest.fixture(scope="module")
def material(shared: Path) -> checks.Material:
    return checks.Material(shared / "data")


@pytest.fixture(scope="module")
def computed(material: checks.Material) -> dict[str, checks.Checked]:
    return checks.checked(material, {one.id: one.published for one in FOUND})


@pytest.fixture(scope="module")
def casebook() -> list[promises.Promise]:
    return promises.promises()


# --- the data ---


def test_every_finding_has_its_own_id_and_is_whole() -> None:
    assert len(BY_ID) == len(FOUND) > 60
    for one in FOUND:
        assert bool(one.published) != bool(one.verdict), f"{one.id}: either numbers or a verdict"
        assert all(math.isfinite(part.number) for part in one.published)
        assert one.url is None or one.url.startswith("https://")


def test_every_source_is_there_and_is_cited() -> None:
    assert {name for one in FOUND for name in one.sources} == set(literature.sources())
    assert all(one.sources for one in FOUND)


def test_figures_stand_beside_what_was_checked_and_nothing_else() -> None:
    for one in FOUND:
        assert bool(one.figures) == (one.state in CHECKED), one.id
        for figure in one.figures:
            assert (figure.low is None) == (figure.high is None)
            assert figure.low is None or figure.high is None or figure.low <= figure.value <= figure.high
        if one.figures and one.published:
            assert all(one.figure(part.name) for part in one.published), one.id


def test_a_finding_from_memory_is_never_more_than_doubtful() -> None:
    for one in FOUND:
        if one.sources == ("background",):
            assert one.confidence == "low"


# --- against the data at hand ---


def test_the_recorded_figures_are_those_computed(computed: dict[str, checks.Checked]) -> None:
    assert script.computed_text(computed) == script.COMPUTED.read_text("utf-8"), "run `make literature`"


def test_the_recorded_states_are_those_computed(computed: dict[str, checks.Checked]) -> None:
    assert script.stale(computed) == []
    assert {one.id for one in FOUND if one.state in CHECKED} == set(computed)


def test_the_tables_of_the_page_are_those_computed(
    material: checks.Material, computed: dict[str, checks.Checked]
) -> None:
    page = script.PAGE.read_text("utf-8")
    assert script.filled(page, script.parts(material, script.with_figures(computed))) == page, (
        "run `make literature`"
    )


def test_what_the_page_says_in_numbers_is_so(material: checks.Material) -> None:
    phrases = prose.of_others(material)
    assert len(phrases) > 10
    assert prose.missing(script.PAGE.read_text("utf-8"), phrases) == []


def test_the_published_shares_need_the_other_coding(material: checks.Material) -> None:
    """What the page says was needed to reproduce Berkemeier and Fuhrmann."""
    printed = BY_ID["berkemeier-fuhrmann-2018-periods"].published
    own = {name: material.shares["BF"][name].value or 0.0 for name in ("before_1945", "since_1945")}
    assert [f"{own[one.name]:.2f}" for one in printed] != [one.value for one in printed]
    by_all = material.shares["BF"]["all"]
    assert (by_all.count, by_all.n) == (69, 139)


# --- the casebook, which needs no data from outside ---


def test_the_page_has_the_rates_of_the_casebook(casebook: list[promises.Promise]) -> None:
    page = script.PAGE.read_text("utf-8")
    assert tables.rates(promises.rates(casebook)) in page, "run `make literature`"
    assert prose.missing(page, prose.of_casebook(casebook) + prose.of_states(list(FOUND))) == []


def test_no_case_chosen_for_its_votes_is_in_a_rate(casebook: list[promises.Promise]) -> None:
    assert {one.organisation for one in casebook} >= {"csto", "nato", "ecowas"}
    assert not any(one.organisation in promises.CHOSEN_FOR_VOTES for one in casebook)


def test_a_case_is_read_by_the_law_of_its_own_day(casebook: list[promises.Promise]) -> None:
    by_case = {one.case: one for one in casebook}
    asked = by_case["csto-armenia-2022-september"]
    assert (asked.invoked, asked.defence, asked.kept) == (True, "engaged", "no")
    assert by_case["csto-kazakhstan-2022"].defence == "arguable"


def test_groups_that_part_the_casebook_add_up(casebook: list[promises.Promise]) -> None:
    rates = {one.group: one for one in promises.rates(casebook)}
    for parts in (
        ("the organisation was asked", "it was not asked"),
        ("began before 1991", "began since 1991"),
        tuple(f"duty of defence: {clause}" for clause in promises.CLAUSES),
        tuple(f"any duty: {clause}" for clause in promises.CLAUSES),
    ):
        assert sum(rates[name].cases for name in parts) == rates["all"].cases
        assert sum(rates[name].wholly.n for name in parts) == rates["all"].wholly.n
        assert all(rates[name].wholly.count <= rates[name].at_least_partly.count for name in parts)


def test_what_cannot_be_rated_is_in_no_rate(casebook: list[promises.Promise]) -> None:
    one = promises.rate("all", casebook)
    more = [*casebook, replace(casebook[0], kept="not_applicable"), replace(casebook[0], kept="unknown")]
    other = promises.rate("all", more)
    assert other.cases == one.cases + 2
    assert other.wholly == one.wholly


# --- the rules that lead from figures to a state ---

KEPT = (Published(name="kept", value="0.66"),)


@pytest.mark.parametrize(
    ("figure", "same", "state"),
    [
        (Figure(name="kept", value=0.663, low=0.5, high=0.8), True, "reproduced"),
        (Figure(name="kept", value=0.663, low=0.5, high=0.8), False, "agrees"),
        (Figure(name="kept", value=0.67, low=0.5, high=0.8), True, "agrees"),
        (Figure(name="kept", value=0.9, low=0.7, high=0.95), True, "differs"),
        (Figure(name="kept", value=0.66), False, "agrees"),
        (Figure(name="kept", value=0.6), True, "differs"),
    ],
)
def test_numbers_lead_to_a_state(figure: Figure, same: bool, state: str) -> None:
    assert checks.by_numbers(KEPT, (figure,), same=same)[1] == state


@pytest.mark.parametrize(
    ("low", "high", "wanted", "state"),
    [
        (0.1, 0.5, "positive", "agrees"),
        (-0.5, -0.1, "positive", "differs"),
        (-0.1, 0.5, "positive", "undecided"),
        (-0.5, -0.1, "negative", "agrees"),
        (-0.5, 0.1, "none", "agrees"),
        (-0.5, -0.1, "none", "differs"),
        (-0.5, -0.1, "not_positive", "agrees"),
        (0.1, 0.5, "not_positive", "differs"),
    ],
)
def test_signs_lead_to_a_state(low: float, high: float, wanted: checks.Wanted, state: str) -> None:
    figure = Figure(name="x", value=(low + high) / 2, low=low, high=high)
    assert checks.by_signs((figure,), {"x": wanted})[1] == state


def test_one_sign_the_wrong_way_outweighs_the_others() -> None:
    right, open_, wrong = (
        Figure(name=name, value=0, low=low, high=high)
        for name, low, high in (("a", 0.1, 0.2), ("b", -0.1, 0.1), ("c", -0.2, -0.1))
    )
    assert checks.by_signs((right, open_), {"a": "positive", "b": "positive"})[1] == "undecided"
    assert checks.by_signs((right, wrong), {"a": "positive", "c": "positive"})[1] == "differs"


# --- uncertainty ---


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_against_the_published_examples(count: int, n: int, low: float, high: float) -> None:
    """Newcombe (1998), Statistics in Medicine 17: 857-872, table I, method 3."""
    assert uncertainty.wilson(count, n) == pytest.approx((low, high), abs=5e-5)


def test_a_bootstrap_of_single_observations_is_near_wilson() -> None:
    found = uncertainty.share([Outcome(place % 3 == 0, f"{place:03}") for place in range(120)])
    assert found.clustered == pytest.approx(found.plain, abs=0.015)


def test_observations_that_hang_together_widen_the_interval() -> None:
    alone = uncertainty.share([Outcome(place % 2 == 0, f"{place:03}") for place in range(120)])
    together = uncertainty.share([Outcome(place // 10 % 2 == 0, f"{place // 10:03}") for place in range(120)])
    assert alone.plain == together.plain
    assert alone.clustered is not None
    assert together.clustered is not None
    assert together.clustered[1] - together.clustered[0] > 2 * (alone.clustered[1] - alone.clustered[0])


def test_no_bootstrap_where_it_would_look_surer_than_it_is() -> None:
    assert uncertainty.share([Outcome(place > 4, str(place)) for place in range(9)]).clustered is None
    assert uncertainty.share([Outcome(True, f"{place:02}") for place in range(20)]).clustered is None
    nothing = uncertainty.share([])
    assert (nothing.value, nothing.plain, nothing.clustered) == (None, None, None)


def test_a_difference_knows_that_both_sides_share_clusters() -> None:
    """Where in each cluster the two sides say the same, nothing differs, however the clusters differ."""
    one = [Outcome(place % 2 == 0, f"{place:02}") for place in range(20)]
    found = uncertainty.difference(one, one)
    assert (found.value, found.interval, found.n, found.clusters) == (0.0, (0.0, 0.0), 40, 20)


@pytest.mark.parametrize(
    ("order", "p"),
    [
        ([1, 2, 3, 4, 5], 2 / 120),
        ([1, 2, 3, 4, 6, 5], 12 / 720),
        ([1, 2, 3, 4, 5, 7, 6], 14 / 5040),
    ],
)
def test_the_exact_test_counts_orders(order: list[float], p: float) -> None:
    """Orders as far from 0: the two perfect ones, and with one exchange of neighbours n - 1 more each way."""
    found = ranks.spearman(list(range(len(order))), order)
    assert found.exact
    assert found.p == pytest.approx(p)


def test_drawn_orders_give_what_all_orders_give(monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = [1, 2, 3, 4, 5, 6, 7], [2, 1, 5, 3, 4, 7, 6]
    exact = ranks.spearman(one, two)
    monkeypatch.setattr(ranks, "ENUMERATED", 3)
    drawn = ranks.spearman(one, two)
    assert (exact.exact, drawn.exact) == (True, False)
    assert drawn.rho == exact.rho
    assert drawn.p == pytest.approx(exact.p, abs=0.01)


@pytest.mark.parametrize(
    ("order", "rho", "beyond"),
    [
        ([3, 2, 1, 14, 4, 5, 7, 10, 13, 9, 11, 6, 8, 12], 0.569, True),
        ([8, 2, 3, 4, 5, 14, 7, 1, 9, 12, 10, 11, 13, 6], 0.490, False),
    ],
)
def test_a_critical_value_from_the_tables(order: list[float], rho: float, beyond: bool) -> None:
    """Zar (1972), Journal of the American Statistical Association 67: 0.538 for n = 14, two-sided 0.05."""
    found = ranks.spearman(list(range(14)), order)
    assert found.rho == pytest.approx(rho, abs=5e-4)
    assert (found.p < 0.05) is beyond
    assert ranks.least_significant(14) == pytest.approx(0.538, abs=0.01)


def test_equal_values_share_their_ranks() -> None:
    assert ranks.ranks([3.0, 1.0, 3.0, 3.0]) == [3.0, 1.0, 3.0, 3.0]


# --- power and wars ---


@pytest.mark.parametrize("day", ["1960-06-01", "2020-06-01"])
def test_shares_of_power_add_up_to_one(day: str) -> None:
    found = council.power(day)
    for index in (found.shapley, found.banzhaf):
        assert 5 * index[0] + (found.seats - 5) * index[1] == 1


def test_elected_members_are_alike_when_every_vote_is_counted() -> None:
    """All 2,048 votes of the Council of eleven, one by one, give the swings that the shorter way gives."""
    view = organisation("un-sc").on("1960-06-01")
    rule = rule_for(view, "security-council", "chapter_vii")
    assert rule is not None
    made = ballot_of(view, rule, electorate(view, rule).voters)
    adopting = set()
    for votes in itertools.product((True, False), repeat=len(made.voters)):
        yes = frozenset(state for state, vote in zip(made.voters, votes, strict=True) if vote)
        if tally(council.stances(made.voters, set(yes)), made).adopted:
            adopting.add(yes)
    swings = {
        state: sum(state in yes and yes - {state} not in adopting for yes in adopting) for state in made.voters
    }
    found = council.power("1960-06-01")
    assert {swings[one] for one in made.veto_holders} == {found.swings[0]}
    assert {swings[one] for one in made.voters if one not in made.veto_holders} == {found.swings[1]}
    assert len(adopting) == found.to_act * 2**11


def test_a_war_grows_by_who_enters_later_on_a_side(tmp_path: Path) -> None:
    import datetime

    import polars

    day = datetime.date
    polars.DataFrame(
        {
            "warnum": [1, 1, 2, 2, 2, None],
            "side": [1, 2, 1, 2, 2, None],
            "start1": [day(1900, 1, 1), day(1900, 1, 5), day(1910, 1, 1), day(1910, 1, 1), day(1910, 2, 1), None],
            "battle_deaths": [10, None, 20, 30, 40, None],
        }
    ).write_parquet(tmp_path / "cow_interstate_war_participants.parquet")
    one, two = wars.wars(tmp_path)
    assert (one.grew, one.deaths, one.unknown) == (False, 10, 1), "the first of the other side is no joiner"
    assert (two.grew, two.deaths, two.year) == (True, 90, 1910)
    assert wars.deaths_where_grown([one, two])[0] == pytest.approx(0.9)


# --- the script ---


def test_a_page_without_a_place_is_refused() -> None:
    place = f"{script.BEGINS.format('a')}\nold\n{script.ENDS}\nafter"
    assert script.filled(place, {"a": "new"}).split("\n\n")[1] == "new"
    assert script.filled(place, {"a": "new"}).endswith("\nafter")
    with pytest.raises(ValueError, match="no place for 'b'"):
        script.filled(place, {"b": "new"})
    with pytest.raises(ValueError, match="no place for 'a'"):
        script.filled(f"{script.BEGINS.format('a')}\n{script.BEGINS.format('b')}\n{script.ENDS}", {"a": "new"})


def test_without_data_only_the_rates_of_the_casebook_are_renewed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = script.PAGE.read_text("utf-8")
    row = next(line for line in page.splitlines() if line.startswith("| it was not asked |"))
    copy = tmp_path / script.PAGE.name
    copy.write_text(page.replace(row, "| stale |"), encoding="utf-8")
    monkeypatch.setattr(script, "PAGE", copy)
    computed = script.COMPUTED.read_bytes()
    assert script.main([]) == 0
    assert copy.read_text("utf-8") == page
    assert script.COMPUTED.read_bytes() == computed
    copy.write_text(page.replace("cases of one organisation", "cases"), encoding="utf-8")
    assert script.main([]) == 1
    assert "does not say: 9 of the 16 are cases of one organisation" in capsys.readouterr().err


def test_a_folder_without_the_data_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = script.COMPUTED.read_bytes(), script.PAGE.read_bytes()
    with pytest.raises(SystemExit) as stopped:
        script.main([str(tmp_path)])
    assert stopped.value.code == 2
    assert "give its folder: make literature DATA=" in capsys.readouterr().err
    assert (script.COMPUTED.read_bytes(), script.PAGE.read_bytes()) == before
