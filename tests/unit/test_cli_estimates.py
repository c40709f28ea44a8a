"""The commands for estimates: predict, models, track-record, and what advise says of whether it will come."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

import foedus
from foedus.estimates.answers import Estimate
from foedus.estimates.catalogue import CARDS, OUTCOME_MODELS
from foedus.estimates.outcomes import OUTCOMES, STANCES
from foedus.estimates.published_record import no_better, record_line
from tests.unit.cli_running import done, plain, ran

FILE = Path(__file__).parents[1] / "corpus" / "questions" / "good" / "situations.yaml"


@pytest.fixture(scope="module")
def estimate() -> Estimate:
    csto = foedus.organisation("csto")
    case = csto.case("csto-kazakhstan-2022")
    assert case is not None
    given = foedus.Circumstances(situation=case.situation, requested=True, asks_for=("peacekeepers",))
    return foedus.estimate(csto.on("2022-01-05"), given)


def test_predict_writes_the_keys_that_are_promised() -> None:
    rows = json.loads(done("predict", str(FILE)).out)
    assert [row["id"] for row in rows] == ["border-2026", "grey-zone-2026", "question-3"]
    for row in rows:
        assert list(row)[:5] == ["id", "organisation", "on", "invokes", "outcome"]
        assert set(row["outcome"]) == set(OUTCOMES)
        assert all(set(shares) == set(STANCES) for shares in row["stances"].values())
        assert row["days_to_decision"]["p10"] <= row["days_to_decision"]["p50"] <= row["days_to_decision"]["p90"]
        assert row["model"] == "pooled-logit"


def test_predict_gives_the_same_bytes_again() -> None:
    assert done("predict", str(FILE)).out == done("predict", str(FILE)).out


def test_predict_writes_parquet_with_the_same_figures(tmp_path: Path) -> None:
    out = tmp_path / "forecasts.parquet"
    assert "3 forecasts written" in done("predict", str(FILE), "--out", str(out)).out
    table, rows = pl.read_parquet(out), json.loads(done("predict", str(FILE)).out)
    assert table["outcome"].to_list() == [row["outcome"] for row in rows]
    for stances, row in zip(table["stances"].to_list(), rows, strict=True):
        assert {one.pop("state"): one for one in stances} == row["stances"]


def test_what_is_known_moves_a_forecast() -> None:
    own, every = plain("predict", str(FILE)), plain("predict", str(FILE), "--known", "all")
    early = plain("predict", str(FILE), "--known", "2000-01-01")
    assert [row["known"] for row in every] == [None, None, None]
    assert early[0]["known"] == "2000-01-01"
    assert early[0]["cases_learnt_from"] < own[0]["cases_learnt_from"] <= every[0]["cases_learnt_from"]
    assert early[0]["outcome"] != own[0]["outcome"]


@pytest.mark.parametrize("model", OUTCOME_MODELS)
def test_every_model_of_outcomes_answers(model: str) -> None:
    rows = plain("predict", str(FILE), "--model", model)
    assert {row["model"] for row in rows} == {model}
    assert all(sum(row["outcome"].values()) == pytest.approx(1, abs=1e-9) for row in rows)


def test_an_item_may_leave_the_organisation_to_the_command(tmp_path: Path) -> None:
    file = tmp_path / "one.yaml"
    file.write_text("situation: {kind: coup, target: KGZ, begins: '2026-01-05'}\n", "utf-8")
    assert plain("predict", str(file), "--org", "csto")[0]["organisation"] == "csto"


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("nowhere.yaml",), "nowhere.yaml cannot be read: No such file or directory"),
        ((str(FILE), "--model", "pooled-logits"), "did you mean 'pooled-logit'?"),
        ((str(FILE), "--known", "2012"), "a whole day is needed here; write YYYY-MM-DD"),
        ((str(FILE), "--out", "x.csv"), "the ending says no format"),
        ((str(FILE), "--out", "nowhere/x.json"), "No such file or directory"),
        ((str(FILE), "--org", "csot"), "did you mean 'csto'?"),
    ],
)
def test_wrong_usage_is_told_on_one_line(args: tuple[str, ...], says: str) -> None:
    found = ran("predict", *args)
    assert found.code == 2
    assert says in found.err
    assert len(found.err.splitlines()) == 1
    assert found.out == ""


def test_bad_input_leaves_what_stood_there(tmp_path: Path) -> None:
    out, bad = tmp_path / "forecasts.json", tmp_path / "bad.yaml"
    out.write_text("kept", "utf-8")
    bad.write_text("- {organisation: csto, situation: {kind: coup, target: KGZ}}\n", "utf-8")
    assert ran("predict", str(bad), "--out", str(out)).code == 2
    assert out.read_text("utf-8") == "kept"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.yaml", "forecasts.json"]


def test_models_are_listed_with_their_formula_and_literature() -> None:
    rows = plain("models")
    assert [row["name"] for row in rows] == [card.name for card in CARDS]
    assert sum(row["status"] == "default" for row in rows if row["of"] == "outcome") == 1
    assert all(row["formula"] and row["says"] and row["literature"] and row["conditions"] for row in rows)
    assert "Pooled multinomial logit" in done("models").out


def test_the_track_record_is_that_of_the_cases_as_they_are() -> None:
    """Fails when cases, features or the published record changed without the other: run `make record`."""
    found = done("track-record").out
    assert "As published; the cases are the same." in found
    assert "pooled-logit" in found


def test_a_model_that_does_not_beat_the_base_rate_is_told_as_such() -> None:
    assert record_line("pooled-logit", "csto").beats_base_rate is True
    assert record_line("base-rate", "csto").beats_base_rate is None
    assert "no record" in record_line("no-such-model", "csto").text


def test_advise_says_whether_it_will_come() -> None:
    found = done("advise", "--situation", "csto-kazakhstan-2022").out
    for words in (
        "Will it come?",
        "On 242 cases that it had not seen",
        "Collective force",
        "90 % interval",
        "What moved the chance of forces most",
        "Nearest past cases",
        "What would change the chance of forces most",
        "Given that the crisis is one that enters a casebook",
    ):
        assert " ".join(words.split()) in " ".join(found.split()), words


def test_advise_knows_nothing_of_the_case_itself() -> None:
    found = plain("advise", "--situation", "csto-kazakhstan-2022")["will_it_come"]
    assert found["known"] == "2022-01-05"
    assert "csto-kazakhstan-2022" not in {one["case"] for one in found["nearest"]}
    assert found["invokes"] == 1
    assert found["outcome"]["not_invoked"] == 0
    assert len(found["moved_by"]) == 3


def test_advise_without_a_request_estimates_whether_one_is_made() -> None:
    args = ("advise", "csto", "--kind", "coup", "--target", "KGZ", "--on", "2026-01-05")
    found = plain(*args)["will_it_come"]
    assert 0 < found["invokes"] < 1
    assert found["invokes_interval"][0] < found["invokes"] < found["invokes_interval"][1]
    asked = plain(*args, "--requested", "--asks", "troops")["will_it_come"]
    silent = plain(*args, "--not-requested")["will_it_come"]
    forces = [row["reach"]["collective_force"]["chance"] for row in (silent, found, asked)]
    assert forces == sorted(forces)


def test_advise_for_a_body_chosen_for_its_votes_says_so() -> None:
    found = plain("advise", "un-sc", "--kind", "civil_war", "--target", "SOM", "--on", "2007-01-05")[
        "will_it_come"
    ]
    assert any("chosen for their vote" in one for one in found["conditions"])


def test_an_estimate_prints_and_gives_tables(estimate: Estimate) -> None:
    assert str(estimate).startswith("Will it come? internal_unrest, KAZ before csto on 2022-01-05")
    html = estimate._repr_html_()
    assert html.startswith("<table>")
    assert "collective force" in html
    outcomes, members = estimate.outcomes_frame(), estimate.members_frame()
    assert outcomes.columns == ["outcome", "chance", "low", "high"]
    assert outcomes["chance"].sum() == pytest.approx(1)
    assert ((outcomes["low"] <= outcomes["chance"]) & (outcomes["chance"] <= outcomes["high"])).all()
    assert members.filter(pl.col("state") == "RUS")["chance"].sum() == pytest.approx(1)


def test_an_estimate_cannot_be_changed(estimate: Estimate) -> None:
    with pytest.raises(AttributeError):
        estimate.model = "another"  # type: ignore[misc]  # that it cannot be done is the point


def test_a_case_under_another_name_does_not_teach_its_own_forecast(tmp_path: Path) -> None:
    file = tmp_path / "one.yaml"
    file.write_text(
        "- {id: mine, organisation: csto, situation: {kind: internal_unrest, target: KAZ, begins: '2022-01-04'},\n"
        "   invocation: {made: true, by: KAZ, date: '2022-01-05', asks_for: [peacekeepers]}}\n",
        "utf-8",
    )
    own, every = (plain("predict", str(file), *args)[0] for args in ((), ("--known", "all")))
    assert own["left_out"] == []
    assert every["left_out"] == ["csto-kazakhstan-2022"]
    assert every["outcome"]["collective_military_action"] < 0.3


def test_every_estimate_names_what_is_not_foreseen_better_than_by_plain_rates() -> None:
    found = plain("advise", "csto", "--kind", "coup", "--target", "KGZ", "--on", "2026-01-05")["will_it_come"]
    weak = found["record"]["not_shown_to_beat_plain_rates"]
    assert weak == list(no_better("csto"))
    assert {"whether it is asked", "whether the promise is kept"} <= set(weak)
    assert "before it was known whether anybody would ask" in found["record"]["says"]
    page = " ".join(done("advise", "csto", "--kind", "coup", "--target", "KGZ", "--on", "2026-01-05").out.split())
    assert "Not shown to be foreseen better than by plain rates: whether it is asked" in page


def test_an_organisation_without_cases_is_measured_by_being_left_out_whole() -> None:
    assert record_line("pooled-logit", "nobody").text.startswith("On 274 cases")
    assert record_line("pooled-logit", "csto").text.startswith("On 242 cases")
    assert "where states stand" in no_better("nobody")
    assert "where states stand" not in no_better("csto")
