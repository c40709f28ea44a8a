"""Commands for crises: cases, case, replay, advise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from foedus.cli.act_words import _SAYS, sentence
from foedus.proceedings.acts import (
    KINDS,
    Act,
    Arrive,
    Authorise,
    Consent,
    Content,
    Convene,
    Declare,
    Deploy,
    Freeze,
    Invoke,
    Pledge,
    Propose,
    Sign,
    Suspend,
)
from foedus.record.pack import packs
from foedus.record.view import organisation
from tests.unit.cli_running import done, plain, ran, refused

CSTO = organisation("csto")
JUNE = ("advise", "--situation", "csto-kyrgyzstan-2010-june")


def findings(told: dict[str, object]) -> dict[str, str]:
    rows = told["findings"]
    assert isinstance(rows, list)
    return {one["article"]: one["finding"] for one in rows}


def test_cases() -> None:
    told = plain("cases", "csto")["cases"]
    assert len(told) == len(CSTO.record.cases)
    assert [one["begins"] for one in told] == sorted(one["begins"] for one in told)
    assert [one for one in plain("cases")["cases"] if one["organisation"] == "csto"] == told
    assert "csto-kazakhstan-2022" in done("cases").out
    early = plain("cases", "csto", "--on", "2010-07-01")["cases"]
    assert {one["case"] for one in early} == {one["case"] for one in told if one["begins"] <= "2010-07-01"}


def test_a_case() -> None:
    told = plain("case", "csto-kazakhstan-2022")
    assert told["invocation"]["by"] == "KAZ"
    assert told["decision"]["outcome"] == "collective_military_action"
    assert told["deployment"]["personnel_total"] == 2030
    assert told["disputed_personnel"][0]["value"] == "2030"
    page = done("case", "csto-kazakhstan-2022").flat
    assert "Kazakhstan asked the organisation on 5 January 2022" in page
    assert "In all 2,030" in page
    assert "The promise was kept" in page
    assert plain("case", "csto:csto-kazakhstan-2022") == told


def test_a_case_as_far_as_it_had_come() -> None:
    told = plain("case", "csto-kazakhstan-2022", "--on", "2022-01-05")
    assert told["invocation"]["made"] is True
    assert told["deployment"]["first_arrival"] is None
    assert told["fulfilled"] == "unknown"
    assert "began only later" in refused("case", "csto-kazakhstan-2022", "--on", "2022-01-01")


def test_case_of_one_that_did_not_ask() -> None:
    assert "Nobody asked the organisation." in done("case", "csto-karabakh-2020").flat


# --- replay ---


def test_replay_of_the_request_of_january_2022() -> None:
    told = plain("replay", "csto-kazakhstan-2022")
    assert list(told)[:4] == ["case", "organisation", "title", "hash"]
    assert [one["n"] for one in told["acts"]] == list(range(1, len(told["acts"]) + 1))
    first = told["acts"][0]
    assert (first["act"], first["actor"], first["at"], first["in_order"]) == ("invoke", "KAZ", "2022-01-05", True)
    assert first["basis"] == ["cst-art-4-2010"]
    assert first["sources"]
    assert len(told["hash"]) == 64
    assert told["outcome"]["outcome"] == "collective_military_action"
    assert told["outcome"]["days_to_decision"] == 1
    assert told["outcome"]["personnel_total"] == 2030
    assert findings(told["advice"])["cst-art-4"] == "arguable"
    assert findings(told["advice"])["cst-art-2"] == "engaged"
    assert told["decisions"][0]["could_block"] == ["ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"]
    assert told["verified"] is None
    assert told["explanation"]


def test_the_page_of_the_showcase() -> None:
    page = done("replay", "csto-kazakhstan-2022")
    parts = [
        "What happened",
        "Who asked",
        "What the law said on 5 January 2022",
        "Who decided, and who could have blocked",
        "Who stood where",
        "What was sent",
        "The docket",
        "Withdrawal",
        "What came of it",
        "What is not known",
        "The hash of the docket",
        "Sources:",
        "Read on:",
    ]
    lines = page.out.splitlines()
    places = [next(n for n, line in enumerate(lines) if line.startswith(part)) for part in parts]
    assert places == sorted(places)
    for said in (
        "arguable art. 4, Collective Security Treaty",
        "engaged art. 2, Collective Security Treaty",
        "1 day after the request.",
        "Each of the six could have blocked it by objecting: Armenia, Belarus, Kazakhstan, Kyrgyzstan, Russia and",
        "In all 2,030",
        "From 13 January 2022 to 19 January 2022.",
        CSTO_HASH,
    ):
        assert said in page.flat, said
    for value in ("2,030", "2,500", "2,000", "3,950"):
        assert any(line.startswith(value) for line in lines), value


CSTO_HASH = plain("replay", "csto-kazakhstan-2022")["hash"]


def test_replay_verifies_and_is_the_same_each_time(tmp_path: Path) -> None:
    file = tmp_path / "docket.json"
    told = plain("replay", "csto-kazakhstan-2022", "--verify", "--out", str(file))
    assert told["verified"] == {
        "holds": True,
        "first_difference": None,
        "why": f"all {len(told['acts'])} acts come out as written",
    }
    assert "Verified: all" in done("replay", "csto-kazakhstan-2022", "--verify").out
    again = plain("replay", str(file))
    assert (again["hash"], again["verified"]["holds"]) == (told["hash"], True)
    assert f"Hash {told['hash']}" in done("replay", str(file)).flat


def test_a_docket_that_was_changed_does_not_verify(tmp_path: Path) -> None:
    file = tmp_path / "docket.json"
    done("replay", "csto-kazakhstan-2022", "--out", str(file))
    docket = json.loads(file.read_text(encoding="utf-8"))
    docket["acts"][7]["at"] = "2022-01-07"
    file.write_text(json.dumps(docket), encoding="utf-8")
    made = ran("replay", str(file))
    assert made.code == 1
    assert "NOT VERIFIED" in made.out
    assert "act 8" in made.err
    assert ran("replay", str(file), "--json").plain["verified"]["first_difference"] == 8


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "is not JSON"),
        ("[]", "holds no docket"),
        ('{"organisation": "csto", "format": "x"}', "is no docket that can be read"),
        ('{"organisation": "nowhere"}', "unknown organisation"),
    ],
)
def test_what_is_no_docket(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "docket.json"
    file.write_text(content, encoding="utf-8")
    assert said in refused("replay", str(file))


def test_out_goes_with_a_case_and_needs_a_place(tmp_path: Path) -> None:
    file = tmp_path / "docket.json"
    done("replay", "csto-karabakh-2020", "--out", str(file))
    assert "--out" in refused("replay", str(file), "--out", str(tmp_path / "again.json"))
    assert "cannot be written" in refused(
        "replay", "csto-karabakh-2020", "--out", str(tmp_path / "no" / "such.json")
    )
    assert "there is no file" in refused("replay", str(tmp_path / "missing.json"))


@pytest.mark.parametrize("case", [one.id for one in CSTO.record.cases])
def test_every_case_replays_and_verifies(case: str) -> None:
    assert plain("replay", case, "--verify")["verified"]["holds"] is True
    page = done("replay", case)
    assert "The docket" in page.out
    assert done("replay", case, "--explain").out.startswith(CSTO.case(case).title if CSTO.case(case) else "")
    assert done("case", case).out
    assert done("advise", "--situation", case).out


def test_replay_where_nothing_was_decided() -> None:
    page = done("replay", "csto-karabakh-2020").flat
    assert "No decision of an organ of the organisation is on record." in page
    assert "Under the law of the day this would have been for:" in page
    assert "Nobody asked the organisation." in page


def test_every_kind_of_act_has_its_words() -> None:
    assert set(_SAYS) == set(KINDS)


@pytest.mark.parametrize(
    ("actor", "content", "said"),
    [
        ("KAZ", Invoke(), "Kazakhstan asks for help"),
        ("KAZ", Invoke(under=("cst-art-4",), asks_for=("troops",)), "Kazakhstan asks for troops, under art. 4"),
        (
            "csc",
            Convene(organ="csc", format="extraordinary"),
            "The Collective Security Council meets (extraordinary)",
        ),
        ("ARM", Convene(organ="csc"), "Armenia calls together the Collective Security Council"),
        ("csc", Propose(organ="csc", matter="budget"), "The Collective Security Council has before it budget"),
        (
            "RUS",
            Propose(organ="csc", matter="any", text="x"),
            "Russia proposes to the Collective Security Council: x",
        ),
        ("RUS", Declare(stance="abstains_declared", on=3), "Russia stands aside with a declaration (act 3)"),
        (
            "un_security_council",
            Authorise(),
            "The Security Council of the United Nations authorises the use of force",
        ),
        ("KAZ", Consent(of="host"), "Kazakhstan consents as host"),
        ("RUS", Deploy(), "Russia sends a number not known"),
        ("RUS", Deploy(materiel="fuel"), "Russia sends fuel"),
        ("RUS", Deploy(force="crrf", materiel="a brigade"), "Russia sends a brigade; how many is not known"),
        ("BLR", Pledge(personnel=500, materiel="a company"), "Belarus pledges 500 (a company)"),
        (
            "csto",
            Arrive(full_strength=True, personnel=2030),
            "Forces of the CSTO are at full strength (2,030 in all)",
        ),
        ("ARM", Freeze(), "Armenia calls its participation frozen"),
        ("ARM", Sign(treaty="cst-1992"), "Armenia signs Collective Security Treaty"),
        ("csc", Suspend(state="ARM"), "The Collective Security Council suspends Armenia"),
    ],
    ids=lambda one: one.kind if isinstance(one, Content) else None,
)
def test_acts_in_words(actor: str, content: Content, said: str) -> None:
    act = Act(actor=actor, at=None, content=content)
    assert " ".join(part for part in sentence(CSTO.on("2022-01-10"), act) if part) == said


# --- every organisation ---


@pytest.mark.parametrize("org", packs())
def test_every_organisation_is_told_and_asked(org: str) -> None:
    view = organisation(org).on()
    target = view.members[0].state if view.members else "FIN"
    for args in (
        ("show",),
        ("members",),
        ("members", "--all"),
        ("organs",),
        ("forces",),
        ("law",),
        ("timeline",),
        ("cases",),
    ):
        assert done(args[0], org, *args[1:]).out
    assert done("standing", target, "--in", org).out
    question = (
        "advise",
        org,
        "--kind",
        "interstate_attack",
        "--target",
        target,
        "--initiator",
        "the others",
        "--requested",
    )
    assert done(*question).out
    told = plain(*question)
    assert set(told["can_block"]) == {one["state"] for one in told["can_block_how"]}
    for one in organisation(org).record.cases[:3]:
        assert done("case", one.id).out
        assert done("replay", one.id).out


# --- advise ---


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
