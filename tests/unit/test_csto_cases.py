"""The CSTO's casebook holds all that was collected on its cases, and its typed parts mean something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import foedus.packs
from foedus.dates import Certainty, Date
from foedus.proceedings.acts import act_from
from foedus.record.base import Disputed
from foedus.record.cases import CodedCase
from foedus.record.schema import SECTION, parse
from foedus.record.text import document

PACK = Path(foedus.packs.__file__).resolve().parent / "csto"
FILES = sorted((PACK / "cases").glob("*.yaml"))
IDS = [path.stem for path in FILES]
TERRITORY = {True: "recognised", False: "outside", "disputed": "disputed"}


def facts_of(path: Path, section: str) -> list[tuple[str, Any]]:
    """Read one file of the pack; any fault in it fails the test."""
    found = document(path.relative_to(PACK).as_posix(), path.read_text(encoding="utf-8"))
    read = parse(SECTION[section], found)
    assert found.faults == []
    return [(name, fact) for name, fact, _ in read]


def section(name: str) -> list[tuple[str, Any]]:
    """Read a section of the pack: its file, its folder, or both."""
    files = [*PACK.glob(f"{name}.yaml"), *sorted((PACK / name).glob("*.yaml"))]
    return [one for path in files for one in facts_of(path, name)]


@pytest.fixture(scope="module")
def casebook() -> dict[str, CodedCase]:
    return dict(section("cases"))


@pytest.fixture(scope="module")
def collected(shared: Path) -> dict[str, dict[str, Any]]:
    """The cases as they were collected, by id."""
    rows = yaml.safe_load((shared / "facts" / "csto" / "cases.yaml").read_text(encoding="utf-8"))
    return {row["id"]: row for row in rows}


def text(date: Date | None) -> str | None:
    return date.text if date else None


def prose(words: str | None) -> str:
    """Words without the mark that no page shows them, and without the full stop."""
    return (words or "").replace(" (background)", "").rstrip(".")


def named(tree: Any) -> Iterator[str]:
    """Every source that a tree of collected facts names."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from value if key == "sources" else named(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from named(value)


def cited(case: CodedCase) -> set[str]:
    """Every source that a case of the pack names."""
    disputed = (case.disputed, case.disputed_basis, case.disputed_personnel, case.disputed_fulfilment)
    lists = [case.sources, *(row.sources for row in case.timeline), *(row.sources for row in case.acts)]
    lists += [row.sources for rows in disputed for row in rows]
    return {source for sources in lists for source in sources}


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_a_file_holds_one_case_of_its_name(path: Path) -> None:
    assert [name for name, _ in facts_of(path, "cases")] == [path.stem]


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_a_file_is_written_to_be_read(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if len(line) > 110] == []
    assert [line for line in lines if re.search(r": (null|~|\{)", line)] == []


def test_no_case_is_lost_and_none_is_invented(
    casebook: dict[str, CodedCase], collected: dict[str, dict[str, Any]]
) -> None:
    assert len(casebook) == 40
    assert sorted(casebook) == sorted(collected)


@pytest.mark.parametrize("name", IDS)
class TestNothingIsLost:
    """Each case, part by part, against what was collected."""

    def test_sources(self, name: str, casebook: Any, collected: Any) -> None:
        case, row = casebook[name], collected[name]
        assert set(named(row)) - cited(case) == set()
        assert set(row["sources"]) <= set(case.sources)
        assert case.confidence == row["confidence"]

    def test_situation(self, name: str, casebook: Any, collected: Any) -> None:
        case, row = casebook[name].situation, collected[name]["situation"]
        assert (case.kind, case.target) == (row["kind"], row["target"])
        assert (text(case.begins), text(case.ends)) == (row["begins"], row["ends"])
        assert case.territory == TERRITORY[row["on_recognised_territory_of_target"]]
        assert (case.battle_deaths, case.place) == (row["battle_deaths"], row["place"])
        assert prose(case.note) == prose(row["note"])
        if re.fullmatch("[A-Z]{3}", row["initiator"]):
            assert (case.initiators, case.groups) == ((row["initiator"],), ())
        else:
            assert case.initiators == ()
            assert case.groups

    def test_invocation(self, name: str, casebook: Any, collected: Any) -> None:
        case, row = casebook[name].invocation, collected[name]["invocation"]
        assert (case.made, case.by, text(case.date)) == (row["made"], row["by"], row["date"])
        assert (case.words, case.channel) == (row["provision"], row["channel"])
        assert sorted(case.asks_for + case.asked_elsewhere) == sorted(row["asks_for"])

    def test_consultations(self, name: str, casebook: Any, collected: Any) -> None:
        made, rows = casebook[name].consultations, collected[name]["consultations"]
        assert [text(one.date) for one in made] == [row["date"] for row in rows]
        for one, row in zip(made, rows, strict=True):
            assert (one.organ or one.forum) == row["organ"]
            assert (one.organ is None) != (one.forum is None)
            assert row["format"] in (one.format, one.convening)
            assert prose(row["note"]) in prose(one.note)

    def test_decision(self, name: str, casebook: Any, collected: Any) -> None:
        case, row = casebook[name].decision, collected[name]["decision"]
        assert (text(case.date), case.outcome, case.mandate) == (row["date"], row["outcome"], row["mandate"])
        words = f"{case.organ} {case.forum} {case.note}"
        assert (row["organ"] or "") in words
        assert prose(row["note"]) in prose(case.note)
        if row["rule_applied"] == "consensus":
            assert case.rule or "consensus" in words
        elif row["rule_applied"]:
            assert row["rule_applied"] in words

    def test_positions(self, name: str, casebook: Any, collected: Any) -> None:
        made, rows = casebook[name].positions, collected[name]["positions"]
        assert [(one.state, one.stance, one.contributes, one.personnel, one.materiel) for one in made] == [
            (row["state"], row["stance"], row["contributes"], row["personnel"], row["materiel"]) for row in rows
        ]
        assert [prose(one.note) for one in made] == [prose(row["note"]) for row in rows]

    def test_deployment(self, name: str, casebook: Any, collected: Any) -> None:
        case, row = casebook[name].deployment, collected[name]["deployment"]
        assert case.personnel_total == row["personnel_total"]
        days = (case.first_arrival, case.full_strength, case.withdrawal_begins, case.withdrawal_ends)
        keys = ("first_arrival", "full_strength_date", "withdrawal_begins", "withdrawal_ends")
        assert [text(day) for day in days] == [row[key] for key in keys]

    def test_story_and_outcome(self, name: str, casebook: Any, collected: Any) -> None:
        case, row = casebook[name], collected[name]
        assert (case.title, case.outcome) == (row["title"], row["outcome"])
        assert (case.fulfilled, case.fulfilled_why) == (row["fulfilled"], row["fulfilled_why"])
        told = [(one["at"], one["what"], tuple(one["sources"])) for one in row.get("timeline", ())]
        assert [(one.at, one.what, one.sources) for one in case.timeline] == told

    def test_disputed(self, name: str, casebook: Any, collected: Any) -> None:
        case, row = casebook[name], collected[name]
        pairs: list[tuple[tuple[Disputed, ...], str]] = [
            (case.disputed, "disputed"),
            (case.disputed_basis, "legal_basis_disputed"),
            (case.disputed_personnel, "personnel_disputed"),
            (case.disputed_fulfilment, "fulfilled_disputed"),
        ]
        for made, key in pairs:
            wanted = [(str(one["value"]), tuple(one["sources"]), one["note"]) for one in row.get(key, ())]
            assert [(one.value, one.sources, one.note) for one in made] == wanted


def test_everything_named_is_in_the_pack(casebook: dict[str, CodedCase]) -> None:
    parts = ("sources", "organs", "decision_rules", "forces")
    known = {part: {key for key, _ in section(part)} for part in parts}
    articles = {one.article for _, treaty in section("treaties") for one in treaty.provisions}
    for name, case in casebook.items():
        organs = {case.decision.organ, *(one.organ for one in case.consultations)} - {None}
        assert cited(case) <= known["sources"], name
        assert organs <= known["organs"], name
        assert {case.decision.rule} - {None} <= known["decision_rules"], name
        assert {case.deployment.force} - {None} <= known["forces"], name
        assert {*case.invocation.under, *case.decision.under} <= articles, name


def test_the_rule_named_governs_the_organ_on_the_day(casebook: dict[str, CodedCase]) -> None:
    rules = dict(section("decision_rules"))
    for name, case in casebook.items():
        if case.decision.rule:
            rule = rules[case.decision.rule]
            assert case.decision.organ in rule.organs, name
            assert rule.period.holds(case.decision.date) is Certainty.CERTAINLY, name


def test_acts_are_acts_and_come_in_order(casebook: dict[str, CodedCase]) -> None:
    count = 0
    for name, case in casebook.items():
        for before, act in zip((None, *case.acts), case.acts, strict=False):
            plain = {"act": act.act, "actor": act.actor, "at": text(act.at), "content": act.details or {}}
            assert act_from(plain).kind == act.act
            assert act.sources, name
            assert act.at is not None, name
            assert not act.at.certainly_before(case.situation.begins), name
            assert before is None or before.at is None or not act.at.certainly_before(before.at), name
            count += 1
    assert count > 20


def test_initiators_were_members_when_the_coding_says_so(
    casebook: dict[str, CodedCase], collected: dict[str, dict[str, Any]]
) -> None:
    rows = [row for _, row in section("membership") if row.status in ("member", "party") and row.of is None]
    for name, case in casebook.items():
        begins = case.situation.begins
        states = {row.state for row in rows if row.period.holds(begins) is not Certainty.NO}
        member = any(code in states for code in case.situation.initiators)
        assert member == collected[name]["situation"]["initiator_is_member"], name


def test_who_asks_stands_on_the_request(casebook: dict[str, CodedCase]) -> None:
    for name, case in casebook.items():
        assert all(one.on == "request" for one in case.positions if one.stance == "requests"), name


def test_nobody_objects_to_a_decision_that_was_adopted(casebook: dict[str, CodedCase]) -> None:
    for name, case in casebook.items():
        against = [one.state for one in case.positions if (one.stance, one.on) == ("objects", "decision")]
        assert against == [] or case.decision.outcome in ("declined", "no_decision", "not_invoked"), name


def test_a_hand_from_outside_is_coded_for_groups_only(casebook: dict[str, CodedCase]) -> None:
    hands = {name: case.situation.outside_hand for name, case in casebook.items()}
    coded = {name: hand for name, hand in hands.items() if hand}
    assert all(casebook[name].situation.groups for name in coded)
    assert {name: coded[name] for name in ("csto-kazakhstan-2022", "csto-belarus-2020")} == {
        "csto-kazakhstan-2022": "alleged",
        "csto-belarus-2020": "alleged",
    }
    assert coded["csto-batken-1999"] == "shown"
    assert coded["csto-kyrgyzstan-2010-june"] == "none"


def test_articles_named_in_requests(casebook: dict[str, CodedCase]) -> None:
    named_by = {name: case.invocation.under for name, case in casebook.items() if case.invocation.under}
    assert named_by == {
        "csto-taliban-1996": ("cst-art-2",),
        "csto-tajik-afghan-border-2013": ("cst-art-2",),
        "csto-ala-buka-2016": ("cst-art-2",),
        "csto-syria-2017": ("pk-2007-elsewhere",),
        "csto-armenia-2021-may": ("cst-art-2",),
        "csto-kazakhstan-2022": ("cst-art-4",),
        "csto-armenia-2022-september": ("cst-art-4",),
    }


def test_requests_that_went_elsewhere(casebook: dict[str, CodedCase]) -> None:
    assert {name for name, case in casebook.items() if case.invocation.elsewhere} == {
        "csto-tajik-civil-war-1992",
        "csto-batken-2000",
        "csto-beslan-2004",
        "csto-karabakh-2020",
        "csto-armenia-2021-november",
    }


def test_kazakhstan_2022(casebook: dict[str, CodedCase]) -> None:
    case = casebook["csto-kazakhstan-2022"]
    assert {one.value for one in case.disputed_personnel} == {"2030", "2500", "2000", "3950"}
    consents = [(act.actor, text(act.at), act.details) for act in case.acts if act.act == "consent"]
    assert consents == [
        ("KGZ", "2022-01-07", {"of": "parliament"}),
        ("TJK", "2022-01-07", {"of": "parliament"}),
    ]
    reports = [(text(act.at), (act.details or {})["to"]) for act in case.acts if act.act == "report"]
    assert reports == [("2022-01-07", "un_security_council"), ("2022-01-20", "csc")]
    gone = {act.actor: text(act.at) for act in case.acts if act.act == "withdraw"}
    assert gone == {**dict.fromkeys(("ARM", "BLR", "KGZ", "TJK"), "2022-01-14"), "RUS": "2022-01-19"}
