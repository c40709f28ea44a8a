"""The command line under reforms: every answer says so on its face, and what is wrong is one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from foedus.analysis.reform import LIMIT, PLAIN_LIMIT
from tests.unit.cli_running import done, plain, ran, refused

SAYS = (
    "Under the reform two-thirds: Two thirds of the members instead of consensus. Hypothetical; "
    "this is not the law."
)
ASKED: list[tuple[str, ...]] = [
    ("show", "csto"),
    ("members", "csto"),
    ("members", "csto", "--all"),
    ("organs", "csto"),
    ("forces", "csto"),
    ("law", "csto", "--subject", "mutual_defence"),
    ("standing", "KAZ", "--in", "csto"),
    ("advise", "--situation", "csto-kazakhstan-2022"),
    ("advise", "csto", "nato", "--situation", "csto-kazakhstan-2022"),
    ("compare", "csto"),
    ("replay", "csto-kazakhstan-2022"),
    ("replay-all", "csto"),
]


@pytest.mark.parametrize("columns", [80, 110])
@pytest.mark.parametrize("args", ASKED, ids=" ".join)
def test_every_page_says_so(args: tuple[str, ...], columns: int) -> None:
    page = done(*args, "--reform", "two-thirds", columns=columns)
    assert SAYS in page.flat
    assert max(map(len, page.out.splitlines())) <= columns
    assert "reform" not in done(*args, columns=columns).flat


def test_before_its_day_a_reform_says_that_it_changes_nothing() -> None:
    page = done("members", "csto", "--on", "2020-01-01", "--reform", "armenia-leaves").flat
    assert "The reform armenia-leaves begins on 1 January 2027: on this day it changes nothing." in page
    assert "6 members" in page


def test_json_tells_the_reforms_and_whether_they_have_begun() -> None:
    told = plain("organs", "csto", "--on", "2026-12-31", "--reform", "armenia-leaves", "--reform", "two-thirds")
    assert [(one["reform"], one["begun"]) for one in told["reforms"]] == [
        ("two-thirds", True),
        ("armenia-leaves", False),
    ]
    assert plain("organs", "csto")["reforms"] == []
    assert plain("members", "csto", "--reform", "two-thirds")[0]["reforms"] == ["two-thirds"]


def test_the_reformed_stands_beside_the_same_as_it_is() -> None:
    told = plain("compare", "csto", "nato", "--reform", "csto:two-thirds", "--on", "2022-01-05")
    assert told["organisations"] == ["csto", "csto+two-thirds", "nato"]
    blocks = next(row["answers"] for row in told["rows"] if row["question"] == "who can block")
    assert [one["text"] for one in blocks][:2] == ["each of the 6", "nobody alone"]


def test_a_reform_of_several_organisations_is_given_to_each() -> None:
    told = plain("compare", "csto", "nato", "--reform", "two-thirds")
    assert told["organisations"] == ["csto", "csto+two-thirds", "nato", "nato+two-thirds"]


def test_the_list_says_who_proposed_what() -> None:
    page = done("reforms", "csto").flat
    assert "two-thirds: Two thirds of the members instead of consensus" in page
    assert "Proposed by the Institute of Contemporary Development (INSOR), Moscow, in September 2011" in page
    assert "Hypothetical; as if it had always been so." in page
    assert "None is ready-made for oecs." in done("reforms", "oecs").flat
    assert {one["organisation"] for one in plain("reforms")} >= {"csto", "nato", "eu", "un-sc"}


def test_history_under_a_reform_states_its_limit() -> None:
    page = done("replay-all", "un-sc", "--reform", "no-veto").flat
    assert LIMIT in page
    assert "Would have been adopted 11" in page
    assert PLAIN_LIMIT in done("replay-all", "un-sc").flat
    assert LIMIT not in done("replay-all", "un-sc").flat


def test_only_some_answers() -> None:
    told = plain("replay-all", "un-sc", "--reform", "no-veto", "--answer", "would_be_adopted")
    assert len(told["rows"]) == told["summary"]["would_be_adopted"] == 11
    assert {row["coded"] for row in told["rows"]} == {"not_adopted"}
    page = done("replay-all", "un-sc", "--reform", "no-veto", "--answer", "would-be-adopted").flat
    assert "As it was 27" in page
    assert "Never before an organ, so" not in page


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (
            ("members", "csto", "--reform", "two-third"),
            "csto has no reform 'two-third'; did you mean 'two-thirds'?",
        ),
        (
            ("members", "oecs", "--reform", "x"),
            "oecs has no reform 'x'; there is none ready-made; name a file by its path",
        ),
        (
            ("members", "csto", "--reform", "away.yaml"),
            "the reform 'away.yaml' cannot be read: No such file or directory",
        ),
        (
            ("compare", "csto", "nato", "--reform", "no-veto"),
            "no reform 'no-veto' is ready-made for csto or nato; of a file write ORG:FILE",
        ),
        (
            ("members", "csto", "--reform", "two-thirds", "--reform", "two-thirds"),
            "csto/reforms/two-thirds.yaml:2: the reform 'two-thirds' is given twice "
            "[contradictory-reform]; give it once",
        ),
        (
            ("replay-all", "csto", "--answer", "adopted"),
            "unknown answer 'adopted'; did you mean 'would_be_adopted'?",
        ),
    ],
)
def test_what_cannot_be_meant(args: tuple[str, ...], said: str) -> None:
    assert refused(*args) == said


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(
        "reform: mine\nname: Mine\nwhy: To see.\nfrom: 2020\nchanges:\n- {member: KAZ, does: leaves}\n"
    )
    told = plain("members", "csto", "--reform", str(mine))
    assert "KAZ" not in {one["state"] for one in told}
    mine.write_text(
        "reform: mine\nname: Mine\nwhy: To see.\nfrom: 2020\nchanges:\n- {member: KAZ, dose: leaves}\n"
    )
    told = refused("members", "csto", "--reform", str(mine))
    assert "mine.yaml:6: " in told
    assert "did you mean 'does'?" in told


def test_a_docket_made_under_a_reform_is_recomputed_under_it(tmp_path: Path) -> None:
    out = tmp_path / "docket.json"
    done("replay", "csto-kazakhstan-2022", "--reform", "two-thirds", "--out", str(out))
    assert "Verified" in done("replay", str(out), "--reform", "two-thirds").out
    assert "it was made under the reform two-thirds" in refused("replay", str(out))


def test_a_pack_in_a_folder_has_its_own_reforms(tmp_path: Path) -> None:
    from shutil import copytree

    from foedus.record.pack import packs

    pack = copytree(packs()["oecs"], tmp_path / "oecs")
    (pack / "reforms").mkdir()
    text = "reform: mine\nname: Mine\nwhy: To see.\nparameters: {belief: 0.5}\n"
    (pack / "reforms" / "mine.yaml").write_text(text)
    assert [one["reform"] for one in plain("reforms", str(pack))] == ["mine"]
    assert plain("organs", str(pack), "--reform", "mine")["reforms"][0]["name"] == "Mine"


def test_validate_checks_ready_made_reforms(tmp_path: Path) -> None:
    from shutil import copytree

    from foedus.record.pack import packs

    pack = copytree(packs()["oecs"], tmp_path / "oecs")
    (pack / "reforms").mkdir()
    (pack / "reforms" / "bad.yaml").write_text(
        "reform: bad\nname: Bad\nwhy: To see.\nchanges:\n- {rules: [x], falls_away: true}\n"
    )
    made = ran("validate", str(pack))
    assert made.code == 1
    assert "reforms/bad.yaml:5: oecs has no decision rule 'x' [unknown-rule]" in made.out
