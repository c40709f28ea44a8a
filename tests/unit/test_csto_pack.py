"""The CSTO pack: its counts, its exact terms, and that nothing of the research material was lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from foedus.dates import Certainty, Date, Period
from foedus.packs import here
from foedus.record.facts import Treaty
from foedus.record.reading import Reading, read
from foedus.record.terms import TERMS_OF, Amendment, ForceUse, MutualDefence, ReportingUnsc

NOT_FOUND = {"mem-cis-observer-proposal", "mem-csto-observers", "mem-csto-partners", "mem-nonsignatories"}
"""Rows of the material that say that nothing was found: they stand in organisation.yaml."""

CORRECTED = {
    "chair-tjk-2014": ("2014-12-23", "2015-12-21"),
    "chair-arm-2015": ("2015-12-21", "2016-10-14"),
    "sg-semerikov-2017": ("2017-01-01", "2017-04-14"),
    "sg-khachaturov-2017": ("2017-04-14", "2018-11-02"),
}
"""What the material has for facts that the pack states otherwise, with sources of its own for it."""

BY_ID = ("activities", "decision_rules", "events", "forces", "organs", "treaties")


@pytest.fixture(scope="module")
def pack() -> Reading:
    return read(here / "csto")


@pytest.fixture(scope="module")
def material(shared: Path) -> dict[str, Any]:
    folder = shared / "facts" / "csto"
    return {file.stem: yaml.load(file.read_text("utf-8"), yaml.CBaseLoader) for file in folder.glob("*.yaml")}


def facts(pack: Reading, section: str) -> dict[str, Any]:
    return dict(pack.facts[section])


def provisions(pack: Reading) -> dict[str, Any]:
    return {one.id: one for treaty in pack.all("treaties") for one in treaty.provisions}


def known(text: str | None) -> str | None:
    """A value of the material, where null is written out."""
    return None if text in (None, "null", "") else text


def text_of(value: Date | None) -> str | None:
    return None if value is None else value.text


def span(begin: str | None, end: str | None) -> str:
    return f"{known(begin) or ''}/{known(end) or '..'}"


def cited(thing: object) -> Iterator[str]:
    """Every source id that a fact names, however deep."""
    if isinstance(thing, tuple):
        for one in thing:
            yield from cited(one)
    elif is_dataclass(thing) and not isinstance(thing, type):
        for field in fields(thing):
            value = getattr(thing, field.name)
            if field.name in ("sources", "parties_sources"):
                yield from value
            else:
                yield from cited(value)


def cited_in_material(raw: Any) -> Iterator[str]:
    if isinstance(raw, list):
        for one in raw:
            yield from cited_in_material(one)
    elif isinstance(raw, dict):
        for key, value in raw.items():
            if key in ("sources", "parties_sources", "budget_note_sources"):
                yield from value
            else:
                yield from cited_in_material(value)


def dates_in(thing: object) -> Iterator[Date]:
    if isinstance(thing, Date):
        yield thing
    elif isinstance(thing, tuple):
        for one in thing:
            yield from dates_in(one)
    elif is_dataclass(thing) and not isinstance(thing, type):
        for field in fields(thing):
            yield from dates_in(getattr(thing, field.name))


# --- what is in it


def test_has_no_faults(pack: Reading) -> None:
    assert [str(fault) for fault in pack.faults if not fault.file.startswith("cases/")] == []


def test_counts(pack: Reading) -> None:
    counts = {name: len(found) for name, found in pack.facts.items() if name not in ("cases", "sources")}
    assert counts == {
        "pack": 1,
        "organisation": 1,
        "treaties": 30,
        "membership": 21,
        "organs": 23,
        "decision_rules": 11,
        "officeholders": 17,
        "chairmanship": 23,
        "forces": 9,
        "national_consents": 2,
        "activities": 73,
        "events": 54,
        "statements": 219,
        "worlds": 1,
    }
    assert len(provisions(pack)) == 81
    assert len(facts(pack, "sources")) >= 527


def test_nine_states_were_ever_party(pack: Reading) -> None:
    ever = {"ARM", "AZE", "BLR", "GEO", "KAZ", "KGZ", "RUS", "TJK", "UZB"}
    assert {row.state for row in pack.all("membership") if row.status == "party"} == ever
    assert {party.state for party in facts(pack, "treaties")["cst-1992"].parties} == ever
    assert {row.state for row in pack.all("membership") if row.status == "member"} == ever - {"AZE", "GEO"}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("1999-04-19", {"party": Certainty.CERTAINLY, "member": Certainty.NO, "suspended": Certainty.NO}),
        ("2003-09-18", {"party": Certainty.NO, "member": Certainty.NO, "suspended": Certainty.NO}),
        ("2010-06-14", {"party": Certainty.NO, "member": Certainty.CERTAINLY, "suspended": Certainty.NO}),
        ("2012-12-18", {"party": Certainty.NO, "member": Certainty.CERTAINLY, "suspended": Certainty.NO}),
        ("2012-12-19", {"party": Certainty.NO, "member": Certainty.NO, "suspended": Certainty.CERTAINLY}),
    ],
)
def test_uzbekistan_by_day(pack: Reading, day: str, expected: dict[str, Certainty]) -> None:
    held = {row.status: row.period.holds(day) for row in pack.all("membership") if row.state == "UZB"}
    assert held == expected


def test_armenia_is_frozen_but_a_member_in_law(pack: Reading) -> None:
    rows = {row.id: row for row in pack.all("membership")}
    assert rows["mem-arm-csto"].period.holds("2026-02-01") is Certainty.CERTAINLY
    assert rows["mem-arm-frozen"].status == "frozen"
    assert not rows["mem-arm-frozen"].in_law
    assert len(rows["mem-arm-frozen"].steps) == 22


def test_observers_are_observers_of_the_assembly(pack: Reading) -> None:
    observers = {row.state or row.body: row.of for row in pack.all("membership") if row.status == "observer"}
    assert observers == dict.fromkeys(
        ("SRB", "AFG", "Parliamentary Assembly of the Union of Belarus and Russia"), "parliamentary-assembly"
    )
    assert {one.id for one in pack.all("organisation")[0].not_found} > NOT_FOUND


def test_shares_of_the_budget_add_up(pack: Reading) -> None:
    shares = pack.all("organisation")[0].budget.shares
    assert sum((Fraction(one.share) for one in shares), Fraction()) == 1


def test_one_chair_at_a_time_since_2004(pack: Reading) -> None:
    rows = [row for row in pack.all("chairmanship") if row.period.start.first > Date.parse("2004").first]
    assert len(rows) == 22
    for before, after in pairwise(rows):
        assert before.period.end == after.period.start, (before.id, after.id)
    assert rows[-1].period.end is None


def test_decision_rules_stand_in_their_organs(pack: Reading) -> None:
    organs = facts(pack, "organs")
    for rule in pack.all("decision_rules"):
        for organ in rule.organs:
            assert rule.id in organs[organ].decision_rules, (rule.id, organ)
            assert set(rule.matters) <= set(organs[organ].decides) or "any" in rule.matters, (rule.id, organ)
    assert facts(pack, "decision_rules")["dr-procedural"].adopted_when.key() == "unknown"
    for organ in pack.all("organs"):
        if organ.level in ("staff", "working_group", "parliament"):
            assert organ.decides == (), organ.id


# --- terms


def test_terms_are_of_their_subject(pack: Reading) -> None:
    for one in provisions(pack).values():
        assert type(one.terms) is TERMS_OF[one.subject], one.id


def test_terms_tell_nothing_that_came_after_the_wording(pack: Reading) -> None:
    for one in provisions(pack).values():
        for date in dates_in(one.terms):
            assert not one.period.start.certainly_before(date), (one.id, date)


def test_wordings_of_an_article_follow_one_another(pack: Reading) -> None:
    wordings: dict[str, list[Period]] = {}
    for one in provisions(pack).values():
        wordings.setdefault(one.article, []).append(one.period)
    several = {article: periods for article, periods in wordings.items() if len(periods) > 1}
    assert set(several) == {
        "cst-art-2",
        "cst-art-3",
        "cst-art-4",
        "cst-art-6",
        "charter-art-7-system",
        "charter-art-13",
        "charter-art-21",
    }
    for article, (first, second) in several.items():
        assert first.end == second.start, article


def test_terms_name_articles_that_exist(pack: Reading) -> None:
    articles = {one.article for one in provisions(pack).values()}
    for one in provisions(pack).values():
        for key in ("cases", "of", "changes"):
            assert set(getattr(one.terms, key, ())) <= articles, one.id


def test_article_4_by_wording(pack: Reading) -> None:
    old, new = (provisions(pack)[name].terms for name in ("cst-art-4-1992", "cst-art-4-2010"))
    assert isinstance(old, MutualDefence)
    assert isinstance(new, MutualDefence)
    assert (old.trigger, old.by) == (("aggression",), ("state",))
    assert (old.request, old.timing) == ("not_required", "not_stated")
    assert (new.trigger, new.by) == (("aggression", "armed_attack"), ())
    assert (new.request, new.timing) == ("required", "immediate")
    for terms in (old, new):
        assert (terms.territory, terms.obligation) == (("recognised",), "mandatory")
        assert (terms.decided_by, terms.matter) == ("csc", "use_of_force")
    report = provisions(pack)["cst-art-4-unsc"].terms
    assert isinstance(report, ReportingUnsc)
    assert report.of == ("cst-art-4",)


def test_article_2_counts_stability_since_december_2012(pack: Reading) -> None:
    old, new = (provisions(pack)[name].terms for name in ("cst-art-2-1992", "cst-art-2-2010"))
    assert set(new.trigger) - set(old.trigger) == {"threat_to_stability"}
    assert (old.request, old.territory, old.timing) == ("not_required", (), "immediate")


def test_article_6_reaches_article_2_since_december_2012(pack: Reading) -> None:
    old, new = (provisions(pack)[name].terms for name in ("cst-art-6-1992", "cst-art-6-2010"))
    assert isinstance(old, ForceUse)
    assert old.allows_force
    assert new.allows_force
    assert (old.cases, new.cases) == (("cst-art-4",), ("cst-art-2", "cst-art-4"))
    assert "international security" in old.outside_territory
    assert "international security" in new.outside_territory


def test_only_articles_6_and_the_rapid_reaction_agreement_allow_force(pack: Reading) -> None:
    allowing = {one.id for one in provisions(pack).values() if getattr(one.terms, "allows_force", False)}
    assert allowing == {"cst-art-6-1992", "cst-art-6-2010", "crrf-2009-decision"}


def test_two_readings_of_article_1(pack: Reading) -> None:
    terms = provisions(pack)["cst-art-1-exclusivity"].terms
    readings = {one.name: set(one.qualifies) for one in terms.readings}
    assert readings == {
        "all_qualified": {"military_alliances", "groupings_of_states", "actions"},
        "actions_only": {"actions"},
    }


def test_entry_into_force(pack: Reading) -> None:
    treaties: dict[str, Treaty] = facts(pack, "treaties")
    assert treaties["cst-protocol-1999"].entry_into_force.count == 5
    assert treaties["csto-charter-2002"].entry_into_force.when == "last_notification"
    crisis = treaties["csc-crisis-2010"].entry_into_force
    assert crisis.instruments == ("cst-protocol-2010", "charter-protocol-2010")
    for treaty in treaties.values():
        if treaty.entry_into_force and treaty.entry_into_force.when == "signature":
            assert treaty.in_force == treaty.signed, treaty.id


def test_amending_protocols_change_what_they_amend(pack: Reading) -> None:
    for treaty in pack.all("treaties"):
        for one in treaty.provisions:
            if isinstance(one.terms, Amendment) and one.terms.changes:
                amended = facts(pack, "treaties")[treaty.amends]
                assert treaty.id in amended.amended_by
                assert set(one.terms.changes) <= {other.article for other in amended.provisions}, one.id


# --- sources


def test_no_source_dangles(pack: Reading) -> None:
    known_sources = facts(pack, "sources")
    for section, found in pack.facts.items():
        for name, fact in found:
            for source in cited(fact):
                assert source in known_sources, f"{section}/{name} names {source}"


# --- nothing of the material is lost


def test_every_source_is_there_unchanged(pack: Reading, material: dict[str, Any]) -> None:
    found = facts(pack, "sources")
    assert len(material["sources"]) == 527
    for name, raw in material["sources"].items():
        one = found[name]
        kept = {
            "title": one.title,
            "publisher": one.publisher,
            "date": text_of(one.date),
            "url": one.url,
            "kind": one.kind,
        }
        assert kept == {key: known(raw[key]) for key in kept}, name


@pytest.mark.parametrize("section", BY_ID)
def test_every_fact_is_there_with_its_sources(pack: Reading, material: dict[str, Any], section: str) -> None:
    found = facts(pack, section)
    for raw in material[section]:
        one = found[raw["id"]]
        assert set(cited_in_material(raw)) <= set(cited(one)), raw["id"]
        assert one.confidence == raw["confidence"], raw["id"]
    added = set(found) - {raw["id"] for raw in material[section]}
    assert added == ({"ev-2022-05-16-cis"} if section == "events" else set())


def test_every_membership_is_there(pack: Reading, material: dict[str, Any]) -> None:
    rows = facts(pack, "membership")
    absent = {one.id: one for one in pack.all("organisation")[0].not_found}
    for raw in material["membership"]:
        if raw["id"] in NOT_FOUND:
            assert set(raw["sources"]) == set(absent[raw["id"]].sources)
            continue
        row = rows[raw["id"]]
        assert row.period.text == span(raw["from"], raw["to"]), row.id
        assert (row.status, row.state) == (raw["status"], known(raw["state"]))
        assert row.confidence == raw["confidence"]
        assert set(cited_in_material(raw)) <= set(cited(row)), row.id
        steps = [(step.date.text.rstrip("~"), step.what) for step in row.steps]
        assert steps == [(step["date"], step["what"]) for step in raw.get("chronology", ())]


def test_every_provision_has_its_period_and_sources(pack: Reading, material: dict[str, Any]) -> None:
    found = provisions(pack)
    raws = [(treaty["id"], raw) for treaty in material["treaties"] for raw in treaty["provisions"]]
    assert len(raws) == 81
    for treaty, raw in raws:
        one = found[raw["id"]]
        assert one.period.text == span(*raw["valid"]), one.id
        assert (one.ref, one.confidence) == (raw["ref"], raw["confidence"]), one.id
        assert set(raw["sources"]) <= set(one.sources), one.id
        assert any(other.id == one.id for other in facts(pack, "treaties")[treaty].provisions)


def test_subjects_differ_from_the_material_only_where_an_amendment_is_meant(
    pack: Reading, material: dict[str, Any]
) -> None:
    found = provisions(pack)
    raws = [raw for treaty in material["treaties"] for raw in treaty["provisions"]]
    subjects = {raw["id"]: (raw["subject"], found[raw["id"]].subject) for raw in raws}
    assert {name: now for name, (before, now) in subjects.items() if now != before} == dict.fromkeys(
        (
            "cst-art-9",
            "charter-art-27",
            "cst-protocol-2010-changes",
            "charter-protocol-2010-changes",
            "charter-protocol-2-2018",
            "charter-protocol-3-2018",
        ),
        "amendment",
    )


def test_every_party_and_its_dates_are_there(pack: Reading, material: dict[str, Any]) -> None:
    keys = {
        "signed": "signed",
        "ratified": "ratified_or_deposited",
        "in_force": "in_force",
        "denounced": "denounced",
        "ended": "out_of_force",
    }
    for raw in material["treaties"]:
        treaty = facts(pack, "treaties")[raw["id"]]
        for key in ("signed", "in_force", "ended"):
            assert text_of(getattr(treaty, key)) == known(raw[key]), (treaty.id, key)
        assert (treaty.title, treaty.place) == (raw["title"], raw["place"])
        parties = {party.state: party for party in treaty.parties}
        for one in raw.get("parties", ()):
            dates = {key: known(one[name]) for key, name in keys.items()}
            if not any(dates.values()):
                assert one["state"] in treaty.not_signed_by
                continue
            party = parties.pop(one["state"])
            assert {key: text_of(getattr(party, key)) for key in keys} == dates, (treaty.id, party.state)
            assert party.note == known(one["note"])
        assert parties == {}


def test_every_disputed_value_is_kept(pack: Reading, material: dict[str, Any]) -> None:
    def values(raw: Any) -> Iterator[str]:
        if isinstance(raw, list):
            for one in raw:
                yield from values(one)
        elif isinstance(raw, dict):
            for key, value in raw.items():
                if key.endswith("disputed"):
                    yield from (one["value"] for one in value)
                else:
                    yield from values(value)

    def kept(thing: object) -> Iterator[str]:
        if isinstance(thing, tuple):
            for one in thing:
                yield from kept(one)
        elif is_dataclass(thing) and not isinstance(thing, type):
            for field in fields(thing):
                value = getattr(thing, field.name)
                yield from (one.value for one in value) if field.name == "disputed" else kept(value)

    wanted = [raw for name, raw in material.items() if name not in ("cases", "statements")]
    found = tuple(fact for name, rows in pack.facts.items() if name != "cases" for _, fact in rows)
    assert Counter(kept(found)) - Counter(values(wanted)) == Counter({"to 2015-12-21": 1})
    assert Counter(values(wanted)) - Counter(kept(found)) == Counter()


def test_every_officeholder_is_there(pack: Reading, material: dict[str, Any]) -> None:
    held = {(one.person, begun(one)): one for one in pack.all("officeholders")}
    assert len(held) == len(material["officeholders"])
    for raw in material["officeholders"]:
        one = held[raw["person"], raw["from"]]
        assert one.office + " (acting)" * one.acting == raw["office"]
        assert set(raw["sources"]) <= set(one.sources)
        assert one.confidence == raw["confidence"]
        if one.id not in CORRECTED:
            assert one.note == known(raw["note"])
            ended(one.period, raw["to"])


def test_every_chair_is_there(pack: Reading, material: dict[str, Any]) -> None:
    chairs = {(one.state, begun(one)): one for one in pack.all("chairmanship")}
    assert len(chairs) == len(material["chairmanship"])
    for raw in material["chairmanship"]:
        one = chairs[raw["state"], raw["from"]]
        assert set(raw["sources"]) <= set(one.sources)
        if one.id not in CORRECTED:
            ended(one.period, raw["to"])


def test_what_is_corrected_has_sources_of_its_own(pack: Reading, material: dict[str, Any]) -> None:
    facts_by_id = facts(pack, "chairmanship") | facts(pack, "officeholders")
    for name, (begin, end) in CORRECTED.items():
        one = facts_by_id[name]
        assert one.period.text != f"{begin}/{end}"
        assert set(one.sources) - set(material["sources"])


def begun(fact: Any) -> str:
    """First day, as the material has it."""
    begin, _ = CORRECTED.get(fact.id, (fact.period.start.text, ""))
    return begin


def ended(period: Period, last: str) -> None:
    """Check an end: the material names the last day or the day after, the pack always the day after."""
    if known(last) is None:
        assert period.end is None
        return
    day = Date.parse(last)
    assert period.end is not None
    later = day.precision == "day" and period.end.qualifier == day.qualifier and period.end.first == day.first + 1
    assert later or (period.end == day and not last.endswith("-12-31"))


def test_every_figure_of_forces_and_activities_is_there(pack: Reading, material: dict[str, Any]) -> None:
    for raw in material["forces"]:
        force = facts(pack, "forces")[raw["id"]]
        assert [(str(one.value), one.as_of.text) for one in force.personnel] == [
            (one["value"], one["as_of"]) for one in raw["personnel"]
        ]
        assert [(one.state, one.personnel) for one in force.contributions] == [
            (one["state"], int(one["personnel"]) if known(one["personnel"]) else None)
            for one in raw["contributions"]
        ]
    for raw in material["activities"]:
        one = facts(pack, "activities")[raw["id"]]
        assert one.states == tuple(raw["states"])
        assert one.personnel == (int(raw["personnel"]) if known(raw["personnel"]) else None)
        assert text_of(one.period.start) == known(raw["from"])
        assert (one.name, one.kind, one.note) == (raw["name"], raw["kind"], known(raw["note"]))
        ended(one.period, raw["to"])
