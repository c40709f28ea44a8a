"""`foedus credibility`: pages that fit, files that are whole, and one line where something cannot be meant."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import polars
import pytest

from foedus.analysis.credibility import credibility_of
from foedus.record.view import organisation
from tests.unit.cli_running import done, plain, refused

YEARS = ("--from", "2011", "--to", "2013")


@pytest.mark.parametrize("columns", [80, 110])
@pytest.mark.parametrize("more", [(), ("--kind", "coup"), ("--member", "UZB"), ("--measure", "forces")])
def test_pages_fit(columns: int, more: tuple[str, ...]) -> None:
    page = done("credibility", "csto", *YEARS, *more, columns=columns)
    assert max(map(len, page.out.splitlines())) <= columns


def test_one_kind_is_told_year_by_year() -> None:
    page = done("credibility", "csto", *YEARS, "--kind", "interstate_attack", columns=110)
    (row,) = [line for line in page.out.splitlines() if line.startswith("2012")]
    rows = credibility_of(organisation("csto"), 2012, 2012, ["interstate_attack"])
    for one in rows:
        chance = one.honoured
        assert f"{chance.value * 100:.0f} ({chance.low * 100:.0f}-{chance.high * 100:.0f})" in row
    (later,) = [line for line in page.out.splitlines() if line.startswith("2013")]
    assert later.endswith("no member")  # Uzbekistan left in December 2012
    assert "ARM, BLR, KAZ, KGZ, RUS, TJK: arguable 2011 to 2012, engaged 2013" in page.flat
    assert "UZB: arguable 2011 to 2012" in page.flat


def test_a_summary_has_the_first_year_and_the_last() -> None:
    page = done("credibility", "csto", *YEARS)
    assert "On 1 January 2011" in page.out
    assert "On 1 January 2013" in page.out
    assert "On 1 January 2012" not in page.out


def test_the_page_says_on_its_face_that_the_model_does_not_beat_the_base_rate() -> None:
    page = done("credibility", "csto", *YEARS, "--kind", "coup")
    head = " ".join(page.out.split("Year")[0].split())
    assert "it does not beat the base rate" in head
    assert "Plain share among the cases over by then" in page.flat
    forces = done("credibility", "csto", *YEARS, "--kind", "coup", "--measure", "forces")
    assert "skill" in forces.flat
    assert "fulfilment" not in forces.flat


def test_frozen_parts_are_named() -> None:
    page = done("credibility", "csto", "--from", "2025", "--to", "2026", "--kind", "coup")
    assert "ARM, frozen, disputed 2025 to 2026: the models know nothing of that." in page.flat


def test_without_years_the_last_ten() -> None:
    found = plain("credibility", "csto", "--kind", "coup", "--member", "KAZ")
    assert (found["from"], found["to"]) == (2016, 2026)


def test_files_are_written_with_the_answer(tmp_path: Path) -> None:
    table, chart = tmp_path / "rows.parquet", tmp_path / "chart.svg"
    found = plain("credibility", "csto", *YEARS, "--table", str(table), "--chart", str(chart))
    assert polars.read_parquet(table).to_dicts() == found["rows"]
    assert chart.read_bytes().startswith(b"<svg")
    page = done("credibility", "csto", *YEARS, "--table", str(tmp_path / "rows.json"))
    assert json.loads((tmp_path / "rows.json").read_text()) == found["rows"]
    assert page.out.endswith(f"Written to {tmp_path / 'rows.json'}.\n")
    done("credibility", "csto", *YEARS, "--kind", "coup", "--table", str(tmp_path / "rows.csv"))
    assert (tmp_path / "rows.csv").read_text().startswith("organisation,year,member,")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("csto", "--from", "2010", "--to", "2003"), "the first year, 2010, comes after the last, 2003"),
        (("csto", "--from", "1980"), "the record of csto knows the first day of the years 1993 to 2026"),
        (("csto", "--to", "2040"), "the record of csto knows the first day of the years 1993 to 2026"),
        (("csto", "--to", "1900"), "1900 to 1900 is not covered"),
        (("csto", "--from", "1993", "--to", "1993"), "csto had no members"),
        (("csto", "--member", "ESP"), "ESP was no member of csto"),
        (("csto", "--member", "AMR"), "did you mean ARM (Armenia)?"),
        (("csto", "--kind", "cuop"), "did you mean 'coup'?"),
        (("csto", "--measure", "full"), "did you mean 'in_full'?"),
        (("cst",), "did you mean 'csto'?"),
        (("csto", "--table", "rows.xlsx"), "known are csv, parquet, json"),
        (("csto", "--chart", "chart.gif"), "known are png, svg, html, pdf"),
        (("eu", "--from", "2026", "--to", "2026", "--chart", "eu.svg"), "panels are too many"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    args: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert said in refused("credibility", *args)
    assert list(tmp_path.iterdir()) == []


def test_a_pack_that_is_not_installed_is_drawn_too(tmp_path: Path) -> None:
    pack = Path(__file__).resolve().parents[1] / "corpus" / "packs" / "good" / "minimal"
    chart = tmp_path / "chart.svg"
    done("credibility", str(pack), "--kind", "coup", "--chart", str(chart))
    assert chart.read_bytes().startswith(b"<svg")


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    where = tmp_path / "none" / "chart.svg"
    said = refused("credibility", "csto", "--from", "2025", "--kind", "coup", "--chart", str(where))
    assert "--chart" in said
    assert "No such file or directory" in said


def test_without_the_extra_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    said = refused("credibility", "csto", "--chart", str(tmp_path / "chart.png"))
    assert "pip install 'foedus[charts]'" in said
    assert list(tmp_path.iterdir()) == []
    done("credibility", "csto", "--from", "2026", "--kind", "coup")  # what draws nothing needs no extra
