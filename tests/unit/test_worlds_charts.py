"""Charts of worlds: they show what the study has, are whole pictures, and their pages need no network."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("numba", reason="the extra 'simulation' is not installed")
pytest.importorskip("altair", reason="the extra 'charts' is not installed")

from foedus.analysis.sensitivity import Sensitivities, plain, sensitivities  # after the check above
from foedus.charts import sensitivity as charts_of_sensitivity
from foedus.charts import worlds
from foedus.record.view import organisation
from foedus.simulation.plan import BadPlan
from foedus.simulation.results import Results
from foedus.simulation.study import study
from tests.unit.cli_running import ran


@pytest.fixture(scope="module")
def results() -> Results:
    return study("csto", years=5, worlds=1_000, variants=["two-thirds", "simple-majority"])


@pytest.fixture(scope="module")
def found() -> Sensitivities:
    return sensitivities(organisation("csto"), question="granted", years=4, worlds=100, samples=4)


def rows(chart: Any) -> list[dict[str, Any]]:
    """All rows of a chart's data."""
    plain_ = chart.to_dict()
    held = list(plain_.get("datasets", {}).values())
    if "values" in plain_.get("data", {}):
        held.append(plain_["data"]["values"])
    return [row for each in held for row in each]


def test_survival_shows_the_share_of_worlds(results: Results) -> None:
    shown = {(row["variant"], row["year"], row["member"]): row["share"] for row in rows(worlds.survival(results))}
    assert len(shown) == 3 * 6 * 6
    for name in results.variants:
        answers = results.answers(name)
        for code in ("ARM", "RUS"):
            assert shown[name, 2031, code] == pytest.approx(answers[f"stays.{code}"].value)


@pytest.mark.parametrize("draws", [0, 4])
def test_bands_show_the_error_and_the_spread(draws: int) -> None:
    made = study("csto", years=3, worlds=1_000, draws=draws)
    left = {(row["year"], row["state"]): row for row in made.membership.to_dicts() if row["status"] == "outside"}
    shown = rows(worlds.membership(made))
    assert len(shown) == len(left)
    for row in shown:
        one = left[row["year"] - 2026, row["member"]]
        assert row["above"] - row["share"] == pytest.approx(min(2 * one["error"], 1 - row["share"]), abs=1e-9)
        assert row.get("low") == (None if not draws else pytest.approx(1 - one["high"]))
        assert row.get("high") == (None if not draws else pytest.approx(1 - one["low"]))
    days = {(row["what"], row["days"]): row for row in made.days.to_dicts()}
    soon = {(row["what"].split(",")[0].split()[-1], row["days"]): row for row in rows(worlds.decision_times(made))}
    assert len(soon) == 2 * 181
    for key, row in soon.items():
        assert row["share"] == pytest.approx(days[key]["share"])
        assert row["share"] - row["below"] == pytest.approx(min(2 * days[key]["error"], row["share"]), abs=1e-9)
        assert row.get("low") == days[key]["low"]


def test_a_panel_of_the_comparison_shows_its_own_question(results: Results) -> None:
    chart = worlds.comparison(results)
    plain_ = chart.to_dict()
    assert plain_["facet"]["field"] == "question"
    # Data of a layer's own would be shown in every panel.
    assert all(
        "values" not in each.get("data", {}) and "name" not in each.get("data", {})
        for each in plain_["spec"]["layer"]
    )
    assert len(rows(chart)) == 2 * len(worlds.COMPARED)


def test_every_chart_is_written_three_times(results: Results, found: Sensitivities, tmp_path: Path) -> None:
    written = [*worlds.drawn(results, tmp_path), *charts_of_sensitivity.drawn(found, tmp_path)]
    assert len(written) == 3 * 8
    assert sorted(tmp_path.iterdir()) == sorted(written)
    for path in written:
        content = path.read_bytes()
        if path.suffix == ".png":
            assert content.startswith(b"\x89PNG")
            assert len(content) > 20_000
        elif path.suffix == ".svg":
            assert content.lstrip().startswith(b"<svg")
        else:
            assert not re.search(rb"<(?:script|link|img)[^>]+(?:src|href)=[\"']?(?:https?:)?//", content)


def test_the_indices_are_shares(found: Sensitivities) -> None:
    names = {one.name for one in found.parameters}
    assert {"support", "leader_weight", "need"} <= names
    assert found.evaluations == 4 * (len(names) + 2)
    assert found.least <= found.value <= found.most
    assert all(one.total >= 0 for one in found.parameters)
    assert [one.total for one in found.parameters] == sorted((one.total for one in found.parameters), reverse=True)
    again = sensitivities(organisation("csto"), question="granted", years=4, worlds=100, samples=4)
    assert plain(again) == plain(found)


def test_a_parameter_that_is_set_does_not_vary() -> None:
    fixed = sensitivities(organisation("csto"), years=2, worlds=50, samples=2, parameters={"support": 1})
    assert "support" not in {one.name for one in fixed.parameters}


def test_sensitivity_of_what_is_asked_of_a_state_and_under_a_reform(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    size: dict[str, Any] = {"question": "stays.ARM", "years": 3, "worlds": 200, "samples": 2, "seed": 3}
    plainly = sensitivities(organisation("csto"), **size, watch=lambda now: told.append((now.worlds, now.of)))
    assert 0 < plainly.value < 1
    count = len(plainly.parameters)
    assert told == [(n + 1, told[0][1]) for n in range(plainly.evaluations + 2 * count + 1)]
    assert told[-1][0] == told[-1][1]
    file = tmp_path / "softer.yaml"
    file.write_text("reform: softer\nname: Softer\nwhy: a test\nparameters: {notice: 0.2}\n")
    under = sensitivities(organisation("csto"), **size, reforms=str(file))
    assert under.value < plainly.value
    assert "under softer" in under.title
    names = {one.name for one in plainly.parameters}
    assert names - {one.name for one in under.parameters} == {"notice"}  # what a reform sets does not vary


def test_sensitivity_of_calls_of_one_state_in_one_kind_of_crisis() -> None:
    size: dict[str, Any] = {"years": 10, "worlds": 1000, "samples": 2}
    one = sensitivities(organisation("csto"), question="granted.ARM.border_clash", **size)
    assert 0 < one.value < 1
    assert one.value != sensitivities(organisation("csto"), question="granted.ARM", **size).value


def test_an_answer_that_is_not_defined_is_no_nought() -> None:
    with pytest.raises(BadPlan, match=r"granted is not defined under some settings: nothing .* in 1 worlds"):
        sensitivities(organisation("csto"), years=1, worlds=1, samples=2)
    said = ran("sensitivity", "csto", "--years", "1", "--worlds", "1", "--samples", "2")
    assert said.code == 2
    assert "play more worlds" in said.err


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(BadPlan, match="no question"):
        sensitivities(organisation("csto"), question="glory")
    with pytest.raises(BadPlan, match="power of two"):
        sensitivities(organisation("csto"), samples=10)
    with pytest.raises(BadPlan, match=r"no question is called 'glory\.ARM'"):
        sensitivities(organisation("csto"), question="glory.ARM")
    with pytest.raises(BadPlan, match=r"stays\.FRA: FRA has no place"):
        sensitivities(organisation("csto"), question="stays.FRA")
    with pytest.raises(BadPlan, match=r"only granted\.STATE\.KIND asks about a kind"):
        sensitivities(organisation("csto"), question="granted.ARM.weather")
    with pytest.raises(LookupError, match="did you mean 'two-thirds'"):
        sensitivities(organisation("csto"), reforms="two-third")
    assert "power of two" in ran("sensitivity", "csto", "--samples", "10").err


def test_pages_fit_the_terminal(tmp_path: Path) -> None:
    folder = str(tmp_path / "study")
    made = ran("simulate", "csto", "--years", "5", "--worlds", "200", "--reform", "two-thirds", "--out", folder)
    assert made.code == 0, made.err
    for columns in (80, 110):
        for arguments in (
            ("study", folder),
            ("study", folder, "--requests"),
            ("world", folder, "3"),
            ("world", folder, "3", "--crisis", "1"),
            ("world", folder, "3", "--reform", "two-thirds"),
        ):
            page = ran(*arguments, columns=columns)
            assert page.code == 0, page.err
            assert max(map(len, page.out.splitlines())) <= columns
    assert ran("study", folder, "--charts", str(tmp_path / "charts")).out.count(".png") == 6
    assert "worlds 0 to 199" in ran("world", folder, "200").err
    assert "crises 1 to" in ran("world", folder, "3", "--crisis", "900").err
    assert "has no variant" in ran("world", folder, "3", "--reform", "veto").err
    assert "holds no study" in ran("world", str(tmp_path), "3").err
