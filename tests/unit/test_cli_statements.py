"""Commands for statements: statements, check."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from foedus.record.statements import check_all
from foedus.record.view import organisation
from tests.unit.cli_running import done, plain, ran, refused

CSTO = organisation("csto")
MINIMAL = Path(__file__).resolve().parents[1] / "corpus" / "packs" / "good" / "minimal"

DRAFT = """
document: Our draft
as_of: "2022-02-10"
statements:
  - id: seven
    quote: seven former Soviet states
    query: {members: {count: 7}}
  - id: praise
    quote: the best of all
    judgement: true
    why: A matter of taste.
  - id: lakes
    quote: boats in 2015
    organisation: lakes
    query: {force: {force: lake-guard}}
"""


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A draft that speaks of two organisations, one of them by the folder of its pack."""
    pack = shutil.copytree(MINIMAL, tmp_path / "minimal")
    file = tmp_path / "draft.yaml"
    file.write_text(DRAFT.replace("organisation: lakes", f"organisation: {pack}"), encoding="utf-8")
    return file


def test_statements_on_record() -> None:
    told = plain("statements", "csto")
    assert [one["id"] for one in told] == [one.id for one in CSTO.record.statements]
    assert [one["verdict"] for one in told] == [one.verdict for one in check_all(CSTO)]
    seven = next(one for one in told if one["id"] == "s1-021")
    assert seven["true_during"] == ["2006-06-23/2012-12-19"]
    assert seven["computed"] is True
    assert seven["certainty"] == "certainly"
    assert "membership/mem-uzb-return" in seven["facts"]
    assert {one["value"] for one in seven["disputed"]} >= {"from 2006-06-23", "from 2006-08-16"}
    assert "tass-678014" in seven["sources"]


def test_a_page_shows_verdict_words_time_and_reason() -> None:
    page = done("statements", "csto", "--verdict", "out-of-date", columns=110).flat
    assert 'out of date "alliance of seven former Soviet states" s1-021' in page
    assert "True 2006-06-23 to 2012-12-19" in page
    assert "Sources differ on membership/mem-uzb-return" in page
    possible = done("statements", "csto", "--document", "003", columns=110).flat
    assert "How sure only possible" in possible
    assert "(found by hand)" in possible
    assert "Nearly true" in done("statements", "csto", "--verdict", "imprecise", columns=110).flat


def test_one_text() -> None:
    told = plain("statements", "csto", "--document", "002_")
    assert {one["document"] for one in told} == {"002_cabd77f4f57f3022.txt"}
    assert len(told) == 35
    assert plain("check", "a/folder/002_cabd77f4f57f3022.txt", "--in", "csto") == told
    why = refused("statements", "csto", "--document", "009_")
    assert "no statement on record is of '009_'" in why


def test_no_statements_are_no_fault() -> None:
    assert plain("statements", str(MINIMAL)) == []
    assert "There are no such statements." in done("statements", str(MINIMAL)).out


def test_a_verdict_is_one_of_the_words() -> None:
    assert "did you mean 'out_of_date'?" in refused("statements", "csto", "--verdict", "outdated")


def test_a_draft_is_checked_against_each_organisation_that_it_names(draft: Path) -> None:
    told = plain("check", str(draft), "--in", "CSTO")
    assert [(one["id"], one["organisation"], one["verdict"], one["computed"]) for one in told] == [
        ("seven", "csto", "out_of_date", True),
        ("praise", "csto", "opinion", False),
        ("lakes", "minimal", "true", True),
    ]
    assert {one["document"] for one in told} == {"Our draft"}
    assert (
        "3 statements: 1 true, 1 out of date and 1 opinion. 2 computed"
        in done("check", str(draft), "--in", "csto").flat
    )


def test_other_organisations_are_not_read(draft: Path, tmp_path: Path) -> None:
    """A pack that cannot be used is no hindrance for statements about another organisation."""
    broken = shutil.copytree(MINIMAL, tmp_path / "packs" / "broken")
    (broken / "membership.yaml").write_text("- {id: [", encoding="utf-8")
    assert ran("members", "broken", FOEDUS_PACKS=str(tmp_path / "packs")).code == 1
    assert ran("check", str(draft), "--in", "csto", FOEDUS_PACKS=str(tmp_path / "packs")).code == 0


def test_a_draft_must_say_whom_it_is_about(draft: Path) -> None:
    why = refused("check", str(draft))
    assert "draft.yaml:5: seven: whom it is about is not said" in why
    assert "--in ORG" in why
    assert "did you mean 'csto'?" in refused("check", str(draft), "--in", "csot")


@pytest.mark.parametrize(
    ("wrong", "right", "line", "why"),
    [
        ("count: 7", "cuont: 7", 7, "did you mean 'count'?"),
        ("members: {count", "membrs: {count", 7, "did you mean 'members'?"),
        ("{members: {count: 7}}", "{organ: {organ: ccs}}", 7, "did you mean 'csc'?"),
        ("{members: {count: 7}}", "{status: {state: UZK, status: member}}", 7, "no state has the code"),
        ("{members: {count: 7}}", "{members: {}}", 7, "nothing is claimed"),
        (
            "{members: {count: 7}}",
            "{provision: {article: cst-art-4, terms: {contents: [military]}}}",
            7,
            "'content'",
        ),
        ("lake-guard", "lake-gard", 15, "did you mean 'lake-guard'?"),
        ("why: A", "wy: A", 11, "did you mean 'why'?"),
        ("id: praise", "id: seven", 8, "is given already in line 5"),
        ('"2022-02-10"', '"2022-13-10"', 3, "there is no month 13"),
        ("as_of:", "as_off:", 3, "did you mean 'as_of'?"),
        ("statements:", "statement:", 4, "did you mean 'statements'?"),
    ],
)
def test_a_fault_in_a_draft_is_told_with_its_line(
    draft: Path, wrong: str, right: str, line: int, why: str
) -> None:
    draft.write_text(draft.read_text("utf-8").replace(wrong, right), encoding="utf-8")
    told = refused("check", str(draft), "--in", "csto")
    assert f"draft.yaml:{line}: " in told
    assert why in told


def test_a_list_of_statements_is_a_draft_too(tmp_path: Path) -> None:
    file = tmp_path / "six.yaml"
    file.write_text(
        "- {id: six, quote: six members, as_of: '2022', query: {members: {count: 6}}}\n", encoding="utf-8"
    )
    (told,) = plain("check", str(file), "--in", "csto")
    assert (told["document"], told["verdict"]) == ("six.yaml", "true")
    file.write_text("- {id: six, quote: six members, query: {members: {count: 6}}}\n", encoding="utf-8")
    assert "the key 'as_of' is missing" in refused("check", str(file), "--in", "csto")
    file.write_text("six members\n", encoding="utf-8")
    assert "write a list" in refused("check", str(file), "--in", "csto")


def test_what_cannot_be_read_is_no_statement(tmp_path: Path) -> None:
    assert "No such file" in refused("check", str(tmp_path / "nothing.yaml"), "--in", "csto")
    assert "cannot be read" in refused("check", str(tmp_path), "--in", "csto")
    file = tmp_path / "bytes.yaml"
    file.write_bytes(b"- id: \xff\n")
    assert "is not UTF-8" in refused("check", str(file), "--in", "csto")
    file.write_bytes(b"#" * 10_000_001)
    assert "too large" in refused("check", str(file), "--in", "csto")
