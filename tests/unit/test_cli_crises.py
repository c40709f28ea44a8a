"""Commands for crises: cases, case, replay; and every command for every organisation."""

from __future__ import annotations

import json
from pathlib import Path

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


def findings(told: dict[str, object]) -> dict[str, str]:
    rows = told["findings"]
    assert isinstance(rows, list)
    return {one["article"]: one["finding"] for one in rows}


def test_cases() -> None:
    told = plain("cases", "csto")
    assert len(told) == len(CSTO.record.cases)
    assert [one["begins"] for one in told] == sorted(one["begins"] for one in told)
    assert [one for one in plain("cases") if one["organisation"] == "csto"] == told
    assert "csto-kazakhstan-2022" in done("cases").out
    early = plain("cases", "csto", "--on", "2010-07-01")
    assert {one["id"] for one in early} == {one["id"] for one in told if one["begins"] <= "2010-07-01"}


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
        plain("replay", "csto-kazakhstan-2022")["hash"],
    ):
        assert said in page.flat, said
    for value in ("2,030", "2,500", "2,000", "3,950"):
        assert any(line.startswith(value) for line in lines), value


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
