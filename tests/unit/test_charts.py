"""Charts of estimates: they show what the rows have, never a bare line, and the same bytes each time."""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from foedus.analysis.credibility import Credibility, Rates, credibility_of
from foedus.analysis.credibility_caveats import record_of
from foedus.charts import drawing, framing, saving
from foedus.charts.credibility import TooMuch, credibility_chart
from foedus.charts.outcomes import estimate_chart
from foedus.charts.record import calibration_chart, skill_chart, wilson
from foedus.charts.saving import UnknownEnding, save
from foedus.estimates.answers import RecordLine
from foedus.estimates.estimating import estimate
from foedus.estimates.guess import Chance
from foedus.estimates.published_record import published
from foedus.law.findings import Circumstances
from foedus.record.view import organisation

OUTSIDE = re.compile(
    rb"<(?:script|link|img|iframe|object|image|use)\b[^>]*(?:src|href)\s*=|@import|url\(\s*['\"]?http"
)
"""What would make a page fetch something."""


def row(year: int, member: str = "KAZ", kind: Any = "coup", value: float = 0.5) -> Credibility:
    chance = Chance(value, value / 2, (1 + value) / 2)
    base = Rates(0.66, 0.4, None)
    return Credibility(
        "csto", year, member, True, (), kind, "arguable", chance, chance, chance, 200, 100, 10, base, ()
    )  # fmt: skip


@pytest.fixture(scope="module")
def record() -> dict[str, Any]:
    found = published()
    assert found is not None
    return found


@pytest.fixture(scope="module")
def charts(record: dict[str, Any]) -> dict[str, Any]:
    csto = organisation("csto")
    case = csto.case("csto-kazakhstan-2022")
    assert case is not None
    given = Circumstances(situation=case.situation, requested=True, asks_for=("peacekeepers",))
    return {
        "credibility": credibility_chart(
            [row(year, member) for year in (2010, 2011) for member in ("KAZ", "RUS")]
        ),
        "estimate": estimate_chart(estimate(csto.on("2022-01-05"), given)),
        "skill": skill_chart(record),
        "calibration": calibration_chart(record),
    }


def parts(chart: Any) -> list[dict[str, Any]]:
    """Every object within a chart's specification."""

    def walk(tree: Any) -> Iterator[dict[str, Any]]:
        if isinstance(tree, dict):
            yield tree
        for inner in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
            yield from walk(inner)

    return list(walk(chart.to_dict()))


def rows_of(chart: Any) -> list[dict[str, Any]]:
    """Every row of data in a chart."""
    return [one for held in chart.to_dict()["datasets"].values() for one in held]


def titles(chart: Any) -> list[dict[str, Any]]:
    """Every title of several lines."""
    found = (each.get("title") for each in parts(chart))
    return [one for one in found if isinstance(one, dict) and isinstance(one.get("text"), list)]


def words_of(chart: Any) -> str:
    """What the titles say, on one line."""
    return " ".join(" ".join([*one["text"], *one.get("subtitle", ())]) for one in titles(chart))


def marks(chart: Any) -> list[dict[str, Any]]:
    """Every layer with a mark."""
    return [each for each in parts(chart) if isinstance(each.get("mark"), dict)]


def test_credibility_shows_the_rows() -> None:
    rows = credibility_of(organisation("csto"), 2011, 2013, ["coup"], ["UZB", "KAZ"])
    shown = {(one["member"], one["year"]): one for one in rows_of(credibility_chart(rows, "in_full"))}
    assert set(shown) == {(one.member, one.year) for one in rows}
    for one in rows:
        found = shown[one.member, one.year]
        ends = (found["value"], found["low"], found["high"])
        assert ends == pytest.approx((one.in_full.value, one.in_full.low, one.in_full.high), abs=1e-4)
        assert found["base"] == pytest.approx(one.base.in_full, abs=1e-4)


def test_no_line_goes_without_its_band(charts: dict[str, Any]) -> None:
    drawn = [
        (each["mark"]["type"], each["encoding"]["y"]["field"], each["encoding"].get("y2", {}).get("field"))
        for each in marks(charts["credibility"])
    ]
    assert ("line", "value", None) in drawn
    assert ("area", "low", "high") in drawn


def test_no_line_bridges_a_year_without_a_row() -> None:
    years = (2001, 2002, 2005, 2007, 2008)
    runs = {one["year"]: (one["run"], one["alone"]) for one in rows_of(credibility_chart([row(y) for y in years]))}
    assert runs == {2001: (0, False), 2002: (0, False), 2005: (1, True), 2007: (2, False), 2008: (2, False)}
    for each in marks(credibility_chart([row(y) for y in years])):
        assert each["encoding"]["detail"]["field"] == "run"


def test_a_share_that_is_not_known_is_not_drawn_as_nought() -> None:
    assert {one["base"] for one in rows_of(credibility_chart([row(2010), row(2011)], "forces"))} == {None}


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(TooMuch, match="no rows"):
        credibility_chart([])
    with pytest.raises(TooMuch, match="several organisations"):
        credibility_chart([row(2010), replace(row(2010), organisation="nato")])
    many = [row(2010, f"M{place}", kind) for place in range(31) for kind in ("coup", "terrorism")]
    with pytest.raises(TooMuch, match="62 panels"):
        credibility_chart(many)


def test_the_record_stands_on_its_face(charts: dict[str, Any]) -> None:
    told = record_of("honoured", "csto")
    assert told.beats_base_rate is False
    assert "does not beat the base rate" in words_of(charts["credibility"])
    title = next(one for one in titles(charts["credibility"]) if "does not beat" in " ".join(one["text"]))
    assert title["color"] == framing.WARNING
    assert "skill" in words_of(charts["estimate"])


@pytest.mark.parametrize("name", ["credibility", "estimate", "skill", "calibration"])
def test_every_chart_names_its_source_and_interval(name: str, charts: dict[str, Any]) -> None:
    assert "Source: the casebook" in words_of(charts[name])
    assert "90 % interval" in words_of(charts[name])


def test_an_estimate_is_shown_whole(charts: dict[str, Any]) -> None:
    rows = rows_of(charts["estimate"])
    assert len(rows) == 8
    assert sum(one["chance"] for one in rows) == pytest.approx(1, abs=1e-3)
    assert all(one["low"] <= one["chance"] <= one["high"] for one in rows)


def test_skill_is_called_what_its_interval_says(record: dict[str, Any], charts: dict[str, Any]) -> None:
    found = {(one["model"], one["protocol"]): one for one in rows_of(charts["skill"]) if "model" in one}
    assert len(found) == 3 * (3 + 5)
    for one in found.values():
        expected = "better" if one["low"] > 0 else "worse" if one["high"] < 0 else "cannot be told apart"
        assert one["verdict"] == expected
    kept = record["fulfilment"]["rolling_origin"]["skill_brier_base_rate"]["value"]
    assert found["promise kept", "only the past teaches"]["value"] == kept


def test_calibration_counts_every_forecast_of_the_default_model(
    record: dict[str, Any], charts: dict[str, Any]
) -> None:
    bins = record["outcome"]["pooled-logit"]["rolling_origin"]["forces_come"]["calibration"]
    shown = [one for one in rows_of(charts["calibration"]) if "came" in one]
    for each in bins:
        assert any(one["said"] == each["said"] and one["forecasts"] == each["forecasts"] for one in shown)
    assert all(one["least"] <= one["came"] <= one["most"] for one in shown)


@pytest.mark.parametrize(("share", "count"), [(0.35, 20), (0.5, 4), (1.0, 5), (0.0, 12)])
def test_wilson_is_wilsons(share: float, count: int) -> None:
    """At the ends of the interval the share lies as far off as a normal's 90 % allow (Wilson 1927)."""
    normal = statistics.NormalDist().inv_cdf(0.95)
    for end in wilson(share, count):
        assert abs(share - end) == pytest.approx(normal * math.sqrt(end * (1 - end) / count), abs=1e-9)


@pytest.mark.parametrize("name", ["credibility", "estimate", "skill", "calibration"])
def test_pictures_are_whole(name: str, charts: dict[str, Any], tmp_path: Path) -> None:
    begins = {"png": b"\x89PNG", "svg": b"<svg", "pdf": b"%PDF"}
    for form, start in begins.items():
        path = tmp_path / f"{name}.{form}"
        save(charts[name], path)
        assert path.read_bytes().startswith(start)
        assert path.stat().st_size > 5_000
    assert sorted(one.suffix for one in tmp_path.iterdir()) == [".pdf", ".png", ".svg"]


def test_a_page_carries_all_that_it_needs(charts: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "chart.html"
    save(charts["credibility"], path)
    page = path.read_bytes()
    # What stands within the scripts is run in a browser by another test.
    assert not OUTSIDE.search(re.sub(rb"<script>.*?</script>", b"", page, flags=re.S))
    assert b"$schema" not in page.split(b"vegaEmbed('#chart'")[1]
    assert b"would the guarantee be honoured?</title>" in page
    # The scripts end where their elements do, and nowhere before.
    assert page.count(b"</script>") == page.count(b"<script>") == 2


def test_an_ending_that_names_no_format_is_refused_and_nothing_written(tmp_path: Path) -> None:
    for name in ("chart.gif", "chart", "png"):
        with pytest.raises(UnknownEnding, match="png, svg, html, pdf"):
            save(None, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_what_stood_there_stays_where_writing_fails(
    charts: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "chart.svg"
    path.write_text("before")

    def full(*args: object) -> None:
        raise OSError("no space")

    monkeypatch.setattr(saving.os, "replace", full)
    with pytest.raises(OSError, match="no space"):
        save(charts["skill"], path)
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_without_the_extra_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(drawing.NoCharts, match=r"pip install 'foedus\[charts\]'"):
        credibility_chart([row(2010)])


PROGRAM = """
import hashlib, sys
from pathlib import Path
from foedus.charts.record import skill_chart
from foedus.charts.saving import picture
from foedus.estimates.published_record import published
chart = skill_chart(published())
print(*(hashlib.sha256(picture(chart, Path(f"chart.{form}"))).hexdigest() for form in sys.argv[1:]))
"""


def test_the_same_bytes_whatever_the_process(charts: dict[str, Any]) -> None:
    # In a PDF the library lists its fonts in an order that changes; the picture is the same.
    forms = ("svg", "png", "html")
    here = [hashlib.sha256(saving.picture(charts["skill"], Path(f"chart.{one}"))).hexdigest() for one in forms]
    made = subprocess.run(
        [sys.executable, "-c", PROGRAM, *forms],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Almaty", "LC_ALL": "C"},
    )
    assert made.stdout.split() == here


def test_a_chart_made_again_is_the_same() -> None:
    rows = [row(year, member) for year in (2010, 2011, 2014) for member in ("KAZ", "RUS")]
    one, other = (json.dumps(credibility_chart(rows).to_dict(), sort_keys=True) for _ in range(2))
    assert one == other


def test_lines_break_by_the_width() -> None:
    made = framing.framed(
        drawing.library().Chart(drawing.data([])).mark_point(),
        "A title " * 20,
        "about " * 40,
        ["under " * 40],
        300,
        RecordLine("a record " * 20, True),
    )
    for title in titles(made):
        assert all(len(line) <= 70 for line in title["text"])
