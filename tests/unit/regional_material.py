"""What tests of several regional packs ask: that nothing of the research material is lost, votes, findings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import yaml

from foedus.dates import Date
from foedus.drivers.history import replay
from foedus.law.advice import Advice, advise
from foedus.law.deciding import ballot_of, electorate, rule_by_id
from foedus.law.findings import Circumstances
from foedus.law.tally import Tally, tally
from foedus.packs import here
from foedus.record.cases import Situation, Stance
from foedus.record.reading import Reading, read
from foedus.record.view import organisation


def material(shared: Path, name: str) -> dict[str, Any]:
    """The files of an organisation's material, by name; every value as text."""
    folder = shared / "facts" / name
    return {file.stem: yaml.load(file.read_text("utf-8"), yaml.CBaseLoader) for file in folder.glob("*.yaml")}


def pack(name: str) -> Reading:
    """A pack as read from its files, without a fault."""
    found = read(here / name)
    assert not found.faults, "\n".join(map(str, found.faults))
    return found


def known(value: Any) -> Any:
    """A value of the material, where null is written out."""
    return None if value in ("null", "", "[]", []) else value


def prose(thing: object) -> Iterator[str]:
    """Every text in a fact, however deep."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, tuple):
        for one in thing:
            yield from prose(one)
    elif is_dataclass(thing) and not isinstance(thing, type):
        for field in fields(thing):
            yield from prose(getattr(thing, field.name))


def plain(text: str) -> str:
    """A text without the marks and capitals in which the pack may differ."""
    return re.sub(r"[^a-z0-9]+", " ", text.casefold()).strip()


def lost(name: str, shared: Path, moved: Iterable[str] = ()) -> list[str]:
    """What of the material is not in the pack.

    Args:
        name: the organisation.
        shared: folder of the material.
        moved: cases of which the figures of deployment stand elsewhere in the pack, with a reason.
    """
    given, found = material(shared, name), pack(name)
    return [
        *_sources(given, found),
        *_ids(given, found),
        *_membership(given, found),
        *_treaties(given, found),
        *_cases(given, found, set(moved)),
    ]


def _sources(given: dict[str, Any], found: Reading) -> Iterator[str]:
    kept = dict(found.facts["sources"])
    wanted = {**(given.get("sources") or {}), **(given.get("case_sources") or {})}
    for key, one in wanted.items():
        if key not in kept:
            yield f"source {key}"
        elif key != "background":
            assert kept[key].title == one["title"], key
            assert kept[key].url == known(one.get("url")), key


def _ids(given: dict[str, Any], found: Reading) -> Iterator[str]:
    for section in ("organs", "decision_rules", "events", "forces", "cases", "treaties"):
        kept = set(dict(found.facts.get(section, ())))
        yield from (f"{section} {one['id']}" for one in given.get(section) or [] if one["id"] not in kept)


def _membership(given: dict[str, Any], found: Reading) -> Iterator[str]:
    for row in given.get("membership") or []:
        status = {row["status"], "member"} if row["status"] == "withdrawn" else {row["status"]}
        kept = [one for one in found.all("membership") if one.state == row["state"] and one.status in status]
        days = {day for one in kept for day in str(one.period).split("/")}
        days |= {dispute.value for one in kept for dispute in one.disputed}
        for day in (row["from"], known(row["to"])):
            if day is not None and day not in days:
                yield f"{row['state']} {row['status']} {day}"
        cited = {source for one in kept for source in one.sources}
        yield from (f"{row['state']} {source}" for source in row["sources"] if source not in cited)


def _treaties(given: dict[str, Any], found: Reading) -> Iterator[str]:
    for row in given.get("treaties") or []:
        treaty = dict(found.facts["treaties"]).get(row["id"])
        if treaty is None:
            continue  # told with the ids
        kept = {party.state for party in treaty.parties}
        yield from (f"{row['id']} {one['state']}" for one in row.get("parties", ()) if one["state"] not in kept)
        said = " ".join(map(plain, prose(treaty)))
        texts = [one["paraphrase"] for one in row["provisions"]]
        # A provision may stand in parts: each sentence is somewhere.
        for text in texts:
            parts = [one for one in re.split(r"[.;]", text) if plain(one)]
            yield from (f"{row['id']}: {one}" for one in parts if plain(one) not in said)


def _cases(given: dict[str, Any], found: Reading, moved: set[str]) -> Iterator[str]:
    for row in given.get("cases") or []:
        case = dict(found.facts["cases"]).get(row["id"])
        if case is None:
            continue  # told with the ids
        said = " ".join(map(plain, prose(case)))
        wanted = [row["title"], row["outcome"], row["fulfilled_why"], row["situation"].get("note")]
        wanted += [row["decision"].get("note"), row["decision"]["mandate"], row["invocation"]["provision"]]
        wanted += [row["invocation"]["channel"], *(one["format"] for one in row["consultations"])]
        wanted += [one["note"] for one in row["positions"]] + [one["materiel"] for one in row["positions"]]
        wanted += [one["value"] for one in row.get("disputed", ())]
        yield from (f"{row['id']}: {one}" for one in wanted if known(one) and plain(one) not in said)
        kept = {one.state: one for one in case.positions}
        for one in row["positions"]:
            sent = kept[one["state"]].personnel
            if (None if sent is None else str(sent)) != known(one["personnel"]):
                yield f"{row['id']}: personnel of {one['state']}"
        assert set(row["sources"]) <= set(case.sources), row["id"]
        total = case.deployment.personnel_total
        if row["id"] not in moved and (None if total is None else str(total)) != known(
            row["deployment"]["personnel_total"]
        ):
            yield f"{row['id']}: personnel in all"


def count(name: str, day: str, rule: str, stances: Mapping[str, Stance], **about: Any) -> Tally:
    """A vote among all who are entitled on a day; who is not named is silent.

    Args:
        name: the organisation.
        day: the day.
        rule: id of the rule.
        stances: what each state did.
        about: the situation, states concerned, or seats, as :func:`foedus.law.deciding.electorate` takes them.
    """
    view = organisation(name).on(day)
    found = rule_by_id(view, rule)
    assert found is not None
    return tally(stances, ballot_of(view, found, electorate(view, found, **about).voters))


def attacked(name: str, day: str, target: str, *initiators: str, **more: Any) -> Advice:
    """What the law says of an attack on a state that has asked for help."""
    about: dict[str, Any] = {"kind": "interstate_attack", "initiators": initiators, "territory": "recognised"}
    situation = Situation(target=target, begins=Date.parse(day), **(about | more))
    given = Circumstances(situation=situation, requested=True, asks_for=("troops",))
    return advise(organisation(name).on(day), given)


def states(name: str, day: str) -> list[str]:
    """The members of an organisation on a day."""
    return [one.state for one in organisation(name).on(day).members]


def irregular(name: str) -> set[tuple[str, str, str, str]]:
    """Every act of the casebook that the engine finds against the rules: case, act, actor, reason."""
    book = organisation(name)
    return {
        (case.id, entry.act.kind, entry.act.actor, entry.refusal.reason.value)
        for case in book.record.cases
        for entry in replay(book, case).case.entries
        if entry.refusal is not None
    }
