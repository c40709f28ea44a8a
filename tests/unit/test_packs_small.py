"""Small packs made from a casebook alone: it is complete, every case replays, and each pact binds its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from foedus.drivers.history import replay
from foedus.law.advice import advise
from foedus.law.findings import Circumstances, took_part
from foedus.record.view import organisation
from tests.unit.regional_material import attacked, count, irregular, known, material, pack, plain, prose, states

SMALL = ("bilateral-pacts", "oecs", "pacific-islands-forum")


def bound(day: str, target: str, initiator: str) -> list[str]:
    return [one.state for one in attacked("bilateral-pacts", day, target, initiator).bound]


@pytest.mark.parametrize("name", SMALL)
def test_the_casebook_is_complete(name: str, shared: Path) -> None:
    given, found = material(shared, name), pack(name)
    assert set(dict(found.facts["sources"])) == set(given["case_sources"])
    kept = dict(found.facts["cases"])
    assert set(kept) == {row["id"] for row in given["cases"]}
    for row in given["cases"]:
        case, said = kept[row["id"]], " ".join(map(plain, prose(kept[row["id"]])))
        texts = [row["title"], row["outcome"], row["fulfilled_why"], row["decision"]["mandate"]]
        texts += [row["invocation"]["provision"], row["invocation"]["channel"], row["situation"]["place"]]
        texts += [row["situation"].get("note"), row["decision"].get("note")]
        texts += [text for one in row["positions"] for text in (one["note"], one["materiel"])]
        texts += [one["value"] for one in row.get("disputed", ())]
        assert [one for one in texts if known(one) and plain(one) not in said] == [], row["id"]
        stood = [(one["state"], one["stance"], known(one["personnel"])) for one in row["positions"]]
        sent = [(one.state, one.stance, one.personnel and str(one.personnel)) for one in case.positions]
        assert sent == stood
        assert list(case.sources) == row["sources"]


@pytest.mark.parametrize(("name", "cases"), [("bilateral-pacts", 14), ("oecs", 2), ("pacific-islands-forum", 5)])
def test_every_case_replays(name: str, cases: int) -> None:
    book = organisation(name)
    assert len(book.record.cases) == cases
    for coded in book.record.cases:
        assert replay(book, coded).case.entries, coded.id


@pytest.mark.parametrize(
    ("name", "day", "members"),
    [
        ("bilateral-pacts", "1952-08-27", 4),
        ("bilateral-pacts", "1971-12-02", 8),
        ("bilateral-pacts", "2025-01-01", 7),
        ("bilateral-pacts", "2025-09-17", 8),
        ("oecs", "1983-10-21", 7),
        ("pacific-islands-forum", "1971-08-05", 7),
        ("pacific-islands-forum", "2003-06-30", 16),
    ],
)
def test_members(name: str, day: str, members: int) -> None:
    assert len(states(name, day)) == members


@pytest.mark.parametrize(
    ("day", "target", "initiator", "helpers"),
    [
        ("1960-01-01", "KOR", "PRK", ["USA"]),
        ("1979-02-17", "VNM", "CHN", ["SUN"]),
        ("1964-01-01", "MYS", "IDN", ["AUS", "GBR", "NZL"]),
        ("2024-06-21", "PHL", "CHN", ["USA"]),
        ("2025-01-01", "RUS", "UKR", ["PRK"]),
        ("2026-03-06", "SAU", "IRN", ["PAK"]),
        ("1980-01-01", "TWN", "CHN", []),
        ("2024-09-01", "RUS", "UKR", []),
    ],
)
def test_each_pact_binds_its_own_parties(day: str, target: str, initiator: str, helpers: list[str]) -> None:
    assert bound(day, target, initiator) == helpers


def test_a_closed_instrument_leaves_out_who_is_no_party() -> None:
    view = organisation("bilateral-pacts").on("2000-01-01")
    treaty = view.treaty_of(next(one for one in view.provisions if one.id == "us-rok-treaty-art-3"))
    assert treaty.closed
    assert [took_part(treaty, code)[0] for code in ("KOR", "USA", "JPN")] == ["yes", "yes", "no"]


def test_no_organ_decides_and_each_party_acts_alone() -> None:
    advice = attacked("bilateral-pacts", "1979-02-17", "KOR", "PRK", region="east_asia")
    assert advice.decides is None
    assert advice.can_block == ()
    assert {one.rule.kind for one in advice.alone} == {"alone"}


def test_the_offshore_islands_were_left_open_and_taiwan_was_not() -> None:
    for areas, result in ((("quemoy",), "arguable"), (("taiwan",), "engaged")):
        found = attacked("bilateral-pacts", "1958-08-23", "TWN", "CHN", areas=areas).of("us-roc-treaty-art-5")
        assert found is not None
        assert found.result == result


def test_one_objection_of_those_present_blocks_in_the_eastern_caribbean() -> None:
    four: dict[str, Any] = dict.fromkeys(("ATG", "DMA", "LCA", "VCT"), "supports")
    away, against = four | {"GRD": "absent", "KNA": "abstains"}, four | {"GRD": "objects"}
    assert count("oecs", "1983-10-21", "oecs-unanimity", away).adopted is True
    assert count("oecs", "1983-10-21", "oecs-unanimity", against).adopted is False


def test_a_suspended_member_of_the_forum_has_no_vote() -> None:
    others: dict[str, Any] = dict.fromkeys(states("pacific-islands-forum", "2010-01-01"), "supports")
    for day, adopted in (("2009-05-01", False), ("2010-01-01", True)):
        against = others | {"FJI": "objects"}
        assert count("pacific-islands-forum", day, "pif-consensus", against).adopted is adopted


def test_in_the_forum_nobody_is_bound() -> None:
    book = organisation("pacific-islands-forum")
    for coded in book.record.cases:
        given = Circumstances(situation=coded.situation, requested=True)
        found = advise(book.on(coded.situation.begins.last), given)
        assert found.bound == (), coded.id


def test_what_the_engine_finds_against_the_rules() -> None:
    assert {one for name in SMALL for one in irregular(name)} == {
        ("oecs-grenada-1983", "propose", "authority", "no_provision"),
        ("oecs-grenada-1983", "decide", "authority", "no_provision"),
        ("prk-rus-2024", "invoke", "RUS", "not_a_member"),
        ("us-roc-1954", "invoke", "TWN", "not_a_member"),
    }
