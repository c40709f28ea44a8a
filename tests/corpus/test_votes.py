"""Votes, recorded and invented, under rules in the form in which packs write them.

The rules are read with the project's own strict reader and schema, so that what a pack can say is what the tally
understands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from foedus import packs
from foedus.law.tally import Tally, ballot, blocking, can_block, decide
from foedus.record.rules import DecisionRule
from foedus.record.schema import SECTION, parse
from foedus.record.text import Document, document

HERE = Path(__file__).parent / "votes"
PACKS = Path(packs.__file__).parent
SHAPES = {
    "votes": {"title", "kind", "note", "rule", "voters", "veto_holders", "population", "stances", "expected"},
    "expected": {
        "adopted", "quorum", "count", "blocked_by", "binds", "stood_aside", "not_entitled", "why", "can_block",
        "blocking_number", "deadline", "applied",
    },
    "refused": {"title", "rule", "voters", "population", "stances", "message"},
}  # fmt: skip
SIDES = {
    "for": "in_favour",
    "against": "against",
    "neither": "neither",
    "not_present": "not_present",
    "unknown": "unknown",
}
WORDS: Mapping[str, bool | None] = {"true": True, "false": False, "unknown": None}


@dataclass(frozen=True)
class Vote:
    """One vote of a file, with the rules of the file."""

    file: str
    line: int
    rules: Mapping[str, DecisionRule]
    population: Mapping[str, int]
    given: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.given['title']}"

    def rule(self) -> tuple[str, Mapping[str, DecisionRule]]:
        """The rule's id and the rules among which it stands: the file's own, or a pack's."""
        name: str = self.given["rule"]
        pack, slash, rule = name.partition("/")
        return (rule, pack_rules(pack)) if slash else (name, self.rules)

    def figures(self) -> Mapping[str, int]:
        return numbers(self.given["population"]) if "population" in self.given else self.population


def read(path: Path) -> Document:
    found = document(path.name, path.read_text(encoding="utf-8"))
    assert not found.faults, "\n".join(map(str, found.faults))
    return found


def rules_of(tree: Sequence[Any], lines: Any, file: str) -> dict[str, DecisionRule]:
    """Read decision rules through the schema, as a pack's are."""
    section = Document(file, tree, lines)
    found = {name: rule for name, rule, _ in parse(SECTION["decision_rules"], section)}
    if section.faults:
        raise ValueError("\n".join(map(str, section.faults)))
    return found


def pack_rules(name: str) -> dict[str, DecisionRule]:
    whole = read(PACKS / name / "decision_rules.yaml")
    return rules_of(whole.tree, whole.lines, f"{name}/{whole.file}")


def numbers(tree: Mapping[str, str]) -> dict[str, int]:
    return {state: int(figure) for state, figure in tree.items()}


def votes() -> list[Vote]:
    found = []
    for path in sorted(HERE.glob("*.yaml")):
        if path.name != "refused.yaml":
            whole = read(path)
            rules = rules_of(whole.tree["rules"], whole.lines[1]["rules"], path.name)
            people = numbers(whole.tree.get("population") or {})
            for place, vote in enumerate(whole.tree["votes"]):
                found.append(Vote(path.name, whole.line_of(("votes", place)), rules, people, vote))
    return found


VOTES = votes()
REFUSED = read(HERE / "refused.yaml").tree


def stances_of(tree: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    found = {state: stance for stance, group in tree.items() for state in group}
    assert len(found) == sum(map(len, tree.values())), "a state is given two stances"
    return found


def took_place(vote: Vote) -> Tally:
    name, rules = vote.rule()
    return decide(
        stances_of(vote.given["stances"]),
        rules,
        name,
        vote.given["voters"],
        veto_holders=vote.given.get("veto_holders"),
        population=vote.figures(),
    )


def chain(tally: Tally) -> list[str]:
    return [*(chain(tally.first_tally) if tally.first_tally else ()), tally.rule]


@pytest.mark.parametrize("vote", VOTES, ids=str)
def test_vote(vote: Vote) -> None:
    tally, expected = took_place(vote), vote.given["expected"]
    assert tally.adopted is WORDS[expected["adopted"]], tally.why
    assert bool(tally.blocked_by) <= (tally.adopted is not True)
    found: dict[str, Any] = {
        "adopted": expected["adopted"],
        "quorum": {True: "true", False: "false", None: "unknown"}[tally.quorum],
        "why": tally.why,
        "blocked_by": {one.state: one.why for one in tally.blocked_by},
        "binds": list(tally.binds),
        "stood_aside": list(tally.stood_aside),
        "not_entitled": list(tally.not_entitled),
        "deadline": str(tally.deadline),
        "applied": chain(tally),
    }
    if "count" in expected:
        counts = {side: getattr(tally.counts, name) for side, name in SIDES.items()}
        found["count"] = {side: str(number) for side, number in counts.items() if number}
    if {"can_block", "blocking_number"} & expected.keys():
        name, rules = vote.rule()
        made = ballot(
            rules[name],
            vote.given["voters"],
            veto_holders=vote.given.get("veto_holders"),
            population=vote.figures(),
        )
        found["can_block"] = {one.state: list(one.how) for one in can_block(made)}
        size = blocking(made).size
        found["blocking_number"] = "none" if size is None else str(size)
    assert {key: found[key] for key in expected} == expected


@pytest.mark.parametrize("vote", VOTES, ids=str)
def test_blocks_are_given_the_gravest_first(vote: Vote) -> None:
    order = ["veto", "objection", "declared_abstention", "abstention", "missing_quorum", "missing_yes"]
    ranks = [order.index(one.why) for one in took_place(vote).blocked_by if one.why in order]
    assert ranks == sorted(ranks)


def count_refused(given: Mapping[str, Any]) -> Tally:
    rules = rules_of([{"id": "made-up", **REFUSED["common"], **given["rule"]}], 1, "refused.yaml")
    stances, voters = stances_of(given.get("stances", {})), given.get("voters", ["AUT", "BEL"])
    return decide(stances, rules, "made-up", voters, population=numbers(given.get("population", {})))


@pytest.mark.parametrize("given", REFUSED["refused"], ids=lambda one: one["title"])
def test_refused(given: Mapping[str, Any]) -> None:
    with pytest.raises((ValueError, LookupError)) as refusal:
        count_refused(given)
    assert given["message"] in str(refusal.value)


def test_the_corpus_is_written_as_its_readme_says() -> None:
    assert len(VOTES) >= 25
    assert {WORDS[vote.given["expected"]["adopted"]] for vote in VOTES} == {True, False, None}
    for vote in VOTES:
        assert vote.given.keys() <= SHAPES["votes"], vote
        assert vote.given["expected"].keys() <= SHAPES["expected"], vote
        assert vote.given["kind"] in ("recorded", "invented"), vote
    for given in REFUSED["refused"]:
        assert given.keys() <= SHAPES["refused"], given["title"]
    titles = [vote.given["title"] for vote in VOTES]
    assert len(set(titles)) == len(titles)


ADOPTED_ALL_THE_SAME = {"unsc-rwanda-1994-april"}
"""Coded as declined, since the request was; the vote cut the mission down, by resolution 912, and was carried."""


def test_the_coded_votes_of_the_council_come_out_as_they_did(shared: Path) -> None:
    """Every vote that the research material codes with a full Council, by the rule of its time."""
    rules = next(vote.rules for vote in VOTES if vote.file == "un-security-council.yaml")
    seats = {"unsc-before-1966": 11, "unsc-substantive": 15}
    vetoes = {"CHN", "FRA", "GBR", "RUS", "SUN", "USA"}
    counted = 0
    for case in read(shared / "facts" / "un-sc" / "cases.yaml").tree:
        rule = "unsc-before-1966" if case["decision"]["date"] < "1966" else "unsc-substantive"
        stances = {
            one["state"]: one["stance"] for one in case["positions"] if "not on the" not in (one["note"] or "")
        }
        if len(stances) != seats[rule]:
            continue  # others than the Council's members are coded with them
        counted += 1
        made = ballot(rules[rule], tuple(stances), veto_holders=tuple(vetoes))
        carried = (
            case["decision"]["outcome"] not in ("no_decision", "declined") or case["id"] in ADOPTED_ALL_THE_SAME
        )
        assert decide(stances, {rule: made}, rule).adopted is carried, case["id"]
    assert counted >= 30
