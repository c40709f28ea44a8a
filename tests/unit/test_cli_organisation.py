"""Commands that show an organisation on a day: what they say is what the facts say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from foedus.record.pack import packs
from foedus.record.view import organisation
from tests.unit.cli_running import done, plain, ran, refused

CSTO = organisation("csto")


def codes(on: str) -> list[str]:
    return [one["state"] for one in plain("members", "csto", "--on", on)]


@pytest.mark.parametrize(
    ("on", "members"),
    [
        ("1993-06-01", ""),
        ("1998-01-01", "ARM AZE BLR GEO KAZ KGZ RUS TJK UZB"),
        ("2000-01-01", "ARM BLR KAZ KGZ RUS TJK"),
        ("2010-01-01", "ARM BLR KAZ KGZ RUS TJK UZB"),
        ("2022-01-05", "ARM BLR KAZ KGZ RUS TJK"),
    ],
)
def test_members_on_a_day(on: str, members: str) -> None:
    assert codes(on) == members.split()


def test_a_member_in_json() -> None:
    armenia = plain("members", "csto", "--on", "2025-01-01")[0]
    assert list(armenia)[:7] == ["state", "name", "status", "since", "until", "flags", "sources"]
    assert armenia["state"] == "ARM"
    assert armenia["status"] == "member"
    assert armenia["since"] == "2003-09-18"
    assert armenia["until"] is None
    assert armenia["party_since"] == "1994-04-20"
    assert "frozen" in armenia["flags"]
    assert armenia["votes"] is True
    assert armenia["last_known_as_of"] is None
    assert set(armenia["sources"]) <= set(CSTO.record.sources)


def test_the_freeze_is_not_known_before_it_came() -> None:
    assert not any("frozen" in one["flags"] for one in plain("members", "csto", "--on", "2024-02-21"))
    assert [
        one["state"] for one in plain("members", "csto", "--on", "2024-02-22") if "frozen" in one["flags"]
    ] == ["ARM"]


def test_nine_states_were_ever_party() -> None:
    rows = plain("members", "csto", "--all")
    assert len({one["state"] for one in rows if one["status"] == "party"}) == 9
    ended = [one for one in rows if one["state"] == "UZB" and one["status"] == "member"]
    assert [(one["since"], one["until"], one["certainty"]) for one in ended] == [
        ("2006-06-23", "2012-12-19", "no")
    ]
    assert [one["of"] for one in rows if one["state"] == "SRB"] == ["parliamentary-assembly"]
    assert any(one["state"] is None and one["name"] for one in rows)


def test_all_shows_nothing_that_came_later() -> None:
    rows = plain("members", "csto", "--all", "--on", "2011-01-01")
    assert not [one for one in rows if one["since"] and one["since"] > "2011-01-01"]
    assert [one["until"] for one in rows if one["state"] == "UZB"] == ["1999-04-20", None]
    assert "frozen" not in done("members", "csto", "--all", "--on", "2011-01-01").out


def test_the_page_of_members() -> None:
    assert done("members", "csto", "--on", "2000-01-01").out.splitlines()[:10] == [
        "CSTO: members",
        "On 1 January 2000.",
        "State  Name        Since        Party since  Marks",
        "──────────────────────────────────────────────────",
        "ARM    Armenia     1994-04-20",
        "BLR    Belarus     1994-04-20?",
        "KAZ    Kazakhstan  1994-04-20",
        "KGZ    Kyrgyzstan  1994-04-20",
        "RUS    Russia      1994-04-20",
        "TJK    Tajikistan  1994-04-20",
    ]


def test_the_page_of_all_says_who_is_in_no_more() -> None:
    out = done("members", "csto", "--all").out
    assert re.search(r"Azerbaijan +party +1994-04-20\? +1999-04-20 +no\n", out)
    assert re.search(r"Armenia +frozen +2024-02-22 +yes\n", out)


def test_after_the_newest_fact_the_answer_says_so() -> None:
    assert "Last known as of February 2026" in done("members", "csto", "--on", "2030-01-01").out
    assert {one["last_known_as_of"] for one in plain("members", "csto", "--on", "2030-01-01")} == {"2026-02"}
    assert "Last known as of" not in done("members", "csto").out
    for command in ("show", "organs", "forces", "activities", "law"):
        assert plain(command, "csto", "--on", "2030-01-01")["last_known_as_of"] == "2026-02"
        assert plain(command, "csto")["last_known_as_of"] is None
    assert "Last known as of February 2026" in done("timeline", "csto", "--to", "2030").out
    assert plain("timeline", "csto", "--to", "2030")["last_known_as_of"] == "2026-02"
    assert "Last known as of February 2026" in done("cases", "csto", "--on", "2030-01-01").out


def test_before_there_was_anything() -> None:
    assert plain("members", "csto", "--on", "1990-01-01") == []
    page = done("members", "csto", "--on", "1990-01-01").flat
    assert (
        "It was not there yet: its oldest instrument, Collective Security Treaty, was signed on 15 May 1992."
        in page
    )
    assert plain("show", "csto", "--on", "1990-01-01")["exists"] == "no"


def test_show() -> None:
    told = plain("show", "csto")
    assert told["name"] == "Collective Security Treaty Organization"
    assert told["founded"] == "2002-10-07"
    assert told["members"] == ["ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"]
    assert told["counts"]["organs"] == 23
    assert told["counts"]["treaties"] == 30
    assert told["chair"][0]["state"] == "RUS"
    page = done("show", "csto").flat
    assert "Members (6) Armenia, Belarus, Kazakhstan, Kyrgyzstan, Russia and Tajikistan" in page
    assert "Armenia: frozen" in page
    assert "Suspended Uzbekistan" in page
    assert "Founded: 1992-05-15." in page


def test_show_knows_nothing_of_later() -> None:
    told = plain("show", "csto", "--on", "1995-01-01")
    assert told["founded"] is None
    assert told["un_status"] is None
    assert told["budget_shares"] is None
    assert told["officeholders"] == []
    assert (
        "Founded not yet; there was the Collective Security Treaty"
        in done("show", "csto", "--on", "1995-01-01").flat
    )


def test_organs() -> None:
    told = plain("organs", "csto")["organs"]
    assert len(told) == 23
    by_id = {one["organ"]: one for one in told}
    assert by_id["csc"]["parent"] is None
    assert by_id["cmd"]["parent"] == "csc"
    page = done("organs", "csto").out
    assert page.index("Collective Security Council") < page.index("├── Council of Ministers of Defence")
    assert "23 organs." in page
    assert "│   ├── Joint Staff (JS)" in page


def test_forces_with_the_figures_of_the_day() -> None:
    told = {one["force"]: one for one in plain("forces", "csto", "--on", "2014-01-01")["forces"]}
    assert [row["value"] for row in told["crrf"]["strength"]] == [16000, 20000]
    assert all(row["as_of"] <= "2014-01-01" for row in told["crrf"]["strength"])
    unknown = [row for row in told["crrf"]["contributions"] if row["personnel"] is None]
    assert unknown, "a size that is not known stays null"
    page = done("forces", "csto", "--on", "2014-01-01").flat
    assert "16,000 (2009-02), 20,000 (2012)" in page
    assert "ARM figure not known (battalion)" in page
    assert done("forces", "csto", "--on", "1995-01-01").out.count("None on this day.") == 1


def test_activities_of_a_kind() -> None:
    told = plain("activities", "csto", "--kind", "operation", "--on", "2012-01-01")["activities"]
    assert told
    assert {one["kind"] for one in told} == {"operation"}
    assert "Channel" in done("activities", "csto", "--kind", "Operation").out
    assert "did you mean 'exercise'" in refused("activities", "csto", "--kind", "exercice")


def test_the_law_of_a_day_is_in_the_wording_of_the_day() -> None:
    before = plain("law", "csto", "--subject", "mutual_defence", "--on", "2010-06-14")["provisions"]
    after = plain("law", "csto", "--subject", "mutual_defence", "--on", "2013-01-01")["provisions"]
    assert [one["provision"] for one in before if one["article"] == "cst-art-4"] == ["cst-art-4-1992"]
    assert [one["provision"] for one in after if one["article"] == "cst-art-4"] == ["cst-art-4-2010"]
    assert before[0]["until"] is None, "that the wording would end was not known"
    assert before[0]["terms"]["trigger"]
    page = done("law", "csto", "--subject", "mutual-defence", "--on", "2010-06-14").out
    assert "cst-art-4-1992, this wording from 1994-04-20" in page
    assert len(plain("law", "csto")["provisions"]) == len(CSTO.on().provisions)


def test_the_timeline_is_in_order_and_within_its_bounds() -> None:
    told = plain("timeline", "csto", "--from", "2010", "--to", "2012-12-31")["entries"]
    days = [one["at"].rstrip("?~%") for one in told]
    assert all("2010" <= day[:4] <= "2012" for day in days)
    assert days == sorted(days, key=lambda day: (day + "-01-01")[:10])
    assert {one["kind"] for one in told} == {"event", "treaty", "status", "chair", "case"}
    assert any(one["id"] == "csto-kyrgyzstan-2010-june" for one in told)
    page = done("timeline", "csto", "--from", "2003-09-18", "--to", "2003-09-18").flat
    assert "Armenia, Belarus, Kazakhstan, Kyrgyzstan, Russia, Tajikistan: member" in page
    assert plain("timeline", "csto")["from"] is None


def test_standing() -> None:
    told = plain("standing", "armenia", "--in", "csto", "--on", "2025-01-01")
    assert (told["state"], told["relation"]) == ("ARM", "member")
    assert told["member"]["votes"] is True
    assert {one["blocks"] for one in told["votes"] if one["rule"] == "dr-consensus"} == {"yes"}
    assert {one["name"] for one in told["closed"][0]["readings"]} == {"all_qualified", "actions_only"}
    page = done("standing", "ARM", "--in", "csto").flat
    assert "Its participation has been declared frozen since 22 February 2024" in page
    assert "A member cannot suspend itself" in page
    others = [one for one in packs() if one != "csto"]
    assert ("no other organisation was consulted" in page) is not bool(others)


def test_a_pack_that_cannot_be_read_is_not_taken_for_one_without_the_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pack.yaml").write_text("id: broken\n", encoding="utf-8")
    monkeypatch.setenv("FOEDUS_PACKS", str(tmp_path))
    told = plain("standing", "ARM", "--in", "csto")
    assert told["not_known"][-1]["text"] == f"The pack {tmp_path.name} has faults and was not consulted."


def test_standing_of_others() -> None:
    assert plain("standing", "UZB", "--in", "csto", "--on", "2015-01-01")["relation"] == "former"
    assert (
        "Uzbekistan is not a member on this day."
        in done("standing", "UZB", "--in", "csto", "--on", "2015-01-01").out
    )
    told = plain("standing", "Finland", "--in", "csto")
    assert (told["relation"], told["member"], told["rights"]) == ("none", None, [])


@pytest.mark.parametrize("columns", [40, 80, 120, 300])
@pytest.mark.parametrize(
    "args",
    [
        ("show", "csto"),
        ("members", "csto"),
        ("members", "csto", "--all"),
        ("organs", "csto"),
        ("forces", "csto"),
        ("activities", "csto"),
        ("law", "csto"),
        ("timeline", "csto"),
        ("standing", "ARM", "--in", "csto"),
        ("cases",),
        ("case", "csto-kazakhstan-2022"),
        ("replay", "csto-kazakhstan-2022"),
        ("replay", "csto-kyrgyzstan-2010-june", "--explain"),
        ("advise", "--situation", "csto-kyrgyzstan-2010-june", "--on", "2013-01-01"),
        ("sources", "csto"),
        ("schema",),
    ],
    ids=" ".join,
)
def test_pages_fit_the_terminal(args: tuple[str, ...], columns: int) -> None:
    lines = ran(*args, columns=columns).out.splitlines()
    assert max(map(len, lines)) <= min(columns, 110)
    assert not [line for line in lines if line != line.rstrip()]
