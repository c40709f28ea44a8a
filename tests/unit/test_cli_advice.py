"""The command advise: what the law of a day says of a situation, from options, a case or a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from foedus.record.view import organisation
from tests.unit.cli_running import done, plain, refused

CSTO = organisation("csto")
JUNE = ("advise", "--situation", "csto-kyrgyzstan-2010-june")


def findings(told: dict[str, object]) -> dict[str, str]:
    rows = told["findings"]
    assert isinstance(rows, list)
    return {one["article"]: one["finding"] for one in rows}


def test_the_law_of_two_days_side_by_side() -> None:
    told = plain(*JUNE, "--on", "2013-01-01")
    assert told["case"] == "csto-kyrgyzstan-2010-june"
    assert told["organisation"] == "csto"
    assert told["on"] == "2013-01-01"
    assert told["compared_with"]["on"] == "2010-06-12"
    before, after = findings(told["compared_with"]), findings(told)
    assert (before["cst-art-4"], after["cst-art-4"]) == ("not_engaged", "not_engaged")
    assert (before["cst-art-6"], after["cst-art-6"]) == ("not_engaged", "engaged")
    assert (before["cst-art-2"], after["cst-art-2"]) == ("arguable", "engaged")
    page = done(*JUNE, "--on", "2013-01-01")
    assert "12 June 2010 beside 1 January 2013" in page.out
    rows = [line for line in page.out.splitlines() if "art. 6, Collective Security Treaty" in line]
    assert rows == ["not engaged   engaged       art. 6, Collective Security Treaty"]


def test_by_the_law_of_its_own_day() -> None:
    told = plain(*JUNE)
    assert told["on"] == "2010-06-12"
    assert told["compared_with"] is None
    assert told["requested"] is True
    assert told["asks_for"] == ["materiel"]
    assert findings(told)["cst-art-6"] == "not_engaged"
    assert plain(*JUNE, "--on", "2010-06-12")["compared_with"] is None


def test_advice_in_json() -> None:
    told = plain("advise", "csto", "--situation", "csto-kazakhstan-2022")
    assert told["on"] == "2022-01-05"
    one = told["findings"][0]
    assert {"provision", "subject", "finding", "tests"} <= set(one)
    assert {"test", "answer", "why"} <= set(one["tests"][0])
    assert (told["decides"]["organ"], told["decides"]["rule"]) == ("csc", "dr-use-of-force")
    assert told["can_block"] == ["ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"]
    assert {one["state"] for one in told["bound"]} == {"ARM", "BLR", "KGZ", "RUS", "TJK"}
    assert "peacekeeping-forces" in {one["force"] for one in told["forces"]}
    assert {"whom", "what", "under"} == set(told["elsewhere"][0])


def test_from_options_alone() -> None:
    told = plain(
        *("advise", "csto", "--kind", "Interstate-Attack", "--target", "armenia", "--initiator", "AZE"),
        *(
            "--territory",
            "recognised",
            "--outside",
            "shown",
            "--requested",
            "--asks",
            "troops",
            "--on",
            "2022-09-13",
        ),
    )
    assert findings(told)["cst-art-4"] == "engaged"
    assert told["situation"]["initiators"] == ["AZE"]
    assert told["situation"]["begins"] == "2022-09-13"
    assert told["case"] is None
    page = done("advise", "csto", "--kind", "coup", "--target", "KGZ", "--on", "2013-01-01").flat
    assert "Coup, Kyrgyzstan the target; by whom is not known." in page
    assert "Whether the target asked the organisation is not known." in page
    assert "whose territory it was on is not known" in page.lower()


def test_what_is_not_said_is_not_taken_for_no() -> None:
    question = (
        "advise",
        "csto",
        "--kind",
        "interstate_attack",
        "--target",
        "ARM",
        "--initiator",
        "AZE",
        "--on",
        "2022-09-13",
    )
    unsaid, refused_, made = (plain(*question, *more) for more in ((), ("--not-requested",), ("--requested",)))
    assert (unsaid["requested"], refused_["requested"], made["requested"]) == (None, False, True)
    tests = {
        name: {t["test"]: t["answer"] for t in one["tests"]}
        for told, name in ((unsaid, "unsaid"), (refused_, "no"), (made, "yes"))
        for one in told["findings"]
        if one["article"] == "cst-art-4"
    }
    assert {name: answers["request"] for name, answers in tests.items()} == {
        "unsaid": "contested",
        "no": "no",
        "yes": "yes",
    }


def test_initiators_are_states_or_groups() -> None:
    told = plain(
        "advise",
        "csto",
        "--kind",
        "armed_incursion",
        "--target",
        "TJK",
        "--initiator",
        "the Taliban",
        "--initiator",
        "afghanistan",
    )
    assert told["situation"]["initiators"] == ["AFG"]
    assert told["situation"]["groups"] == ["the Taliban"]


def test_options_change_what_a_case_says() -> None:
    def territory(told: Any) -> list[str]:
        rows = [one["tests"] for one in told["findings"] if one["article"] == "cst-art-4"]
        return [row["answer"] for row in rows[0] if row["test"] == "territory"]

    asked = ("advise", "--situation", "csto-karabakh-2020")
    assert (findings(plain(*asked))["cst-art-4"], territory(plain(*asked))) == ("not_engaged", ["no"])
    changed = plain(*asked, "--territory", "recognised", "--requested")
    assert (findings(changed)["cst-art-4"], territory(changed)) == ("arguable", ["yes"])
    assert changed["situation"]["territory"] == "recognised"


def test_who_blocks_and_is_bound_in_words() -> None:
    page = done("advise", "--situation", "csto-kazakhstan-2022").flat
    assert "Each of these alone (all that vote), by objecting: Armenia, Belarus" in page
    assert "Armenia, Belarus, Kyrgyzstan, Russia and Tajikistan owe:" in page
    assert "Kyrgyzstan needs the consent of its parliament before its troops leave." in page
    assert "The UN Security Council" in page or "Security Council of the United Nations" in page
    outside = done("advise", "--situation", "csto-andijan-2005").flat
    assert "There is nothing to block." in outside


SITUATION = """
situation:
  kind: terrorism
  target: KGZ
  groups: [a group]
  begins: "2013-05-01"
  territory: recognised
invocation:
  made: true
  by: KGZ
  date: "2013-05-03"
  asks_for: [materiel]
"""


def test_a_situation_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "trouble.yaml"
    file.write_text(SITUATION, encoding="utf-8")
    told = plain("advise", "csto", "--situation", str(file))
    assert (told["on"], told["case"], told["requested"], told["asks_for"]) == (
        "2013-05-03",
        None,
        True,
        ["materiel"],
    )
    assert (
        plain("advise", "csto", "--situation", str(file), "--on", "2009-01-01")["compared_with"]["on"]
        == "2013-05-03"
    )
    assert "name the organisation: " in refused("advise", "--situation", str(file))
    with mock.patch("foedus.cli.asked.organisations", return_value=iter([CSTO])):
        assert plain("advise", "--situation", str(file)) == told, "where only one is installed it is the one meant"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("kind: terrorism", "kind: terorism"), "did you mean 'terrorism'?"),
        (("groups:", "group:"), "did you mean 'groups'?"),
        (("target: KGZ", "target: KGX"), "did you mean KGZ"),
        (("2013-05-01", "2013-05-32"), "no day 32"),
        (('begins: "2013-05-01"', 'begins: "2013-05-01"\n  ends: "2012-01-01"'), "before it begins"),
        (("groups: [a group]", "initiators: [KGZ]"), "both as target and as initiator"),
        (("situation:", "situation: {"), "situation"),
    ],
)
def test_a_situation_file_with_a_fault(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    file = tmp_path / "trouble.yaml"
    file.write_text(SITUATION.replace(*change, 1), encoding="utf-8")
    assert said in refused("advise", "csto", "--situation", str(file))


def test_a_situation_file_that_cannot_be_read(tmp_path: Path) -> None:
    assert "there is no file" in refused("advise", "csto", "--situation", str(tmp_path / "none.yaml"))
    assert "is a folder" in refused("advise", "csto", "--situation", str(tmp_path))
    (tmp_path / "large.yaml").write_bytes(b"#" * 1_000_001)
    assert "too large" in refused("advise", "csto", "--situation", str(tmp_path / "large.yaml"))


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("csto",), "say what happened with --kind KIND and --target STATE"),
        (("csto", "--kind", "coup"), "with --target STATE, or"),
        (("csto", "--kind", "cup", "--target", "KGZ"), "did you mean 'coup'?"),
        (("csto", "--kind", "coup", "--target", "KZG"), "did you mean KGZ (Kyrgyzstan)?"),
        (("csto", "--kind", "coup", "--target", "KGZ", "--initiator", "AZR"), "did you mean AZE (Azerbaijan)?"),
        (("csto", "--kind", "coup", "--target", "KGZ", "--initiator", " "), "--initiator is empty"),
        (("csto", "--kind", "coup", "--target", "KGZ", "--initiator", "KGZ"), "both as target and as initiator"),
        (("csto", "--kind", "coup", "--target", "KGZ", "--asks", "trops"), "did you mean 'troops'?"),
        (("csto", "--kind", "coup", "--target", "KGZ", "--asks", "troops", "--not-requested"), "--not-requested"),
        (("csto", "--kind", "coup", "--target", "KGZ", "--territory", "own"), "unknown territory"),
        (("csto", "--kind", "coup", "--target", "KGZ", "--outside", "show"), "did you mean 'shown'?"),
        (("csto", "--situation", "csto-karabak-2020"), "did you mean 'csto-karabakh-2020'?"),
        (("nowhere", "--situation", "csto-karabakh-2020"), "unknown organisation"),
    ],
)
def test_questions_that_cannot_be_meant(args: tuple[str, ...], said: str) -> None:
    assert said in refused("advise", *args)
