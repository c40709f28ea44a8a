"""What the law of a day says of a situation: the corpus in ``situations/``, read by lawyers, checked here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from foedus.law.advice import Advice, advise
from foedus.law.findings import Circumstances, Finding
from foedus.record.base import STRICT
from foedus.record.cases import Situation
from foedus.record.schema import adapter
from foedus.record.terms import ForceUse
from foedus.record.text import document
from foedus.record.view import organisation

HERE = Path(__file__).parent / "situations"
ANSWERS = {"yes": True, "no": False, "unknown": None}
LEAST = 25


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry of the corpus; its keys are told in ``situations/README.md``."""

    __pydantic_config__ = STRICT

    title: str
    note: str
    organisation: str
    on: str
    case: str | None = None
    situation: Situation | None = None
    requested: str
    asks_for: tuple[str, ...] = ()
    authorised: str = "unknown"
    findings: dict[str, str] | None = None
    none_in_force: bool = False
    lacking: dict[str, str] | None = None
    force: dict[str, tuple[str, ...]] | None = None
    decides: dict[str, str] | None = None
    can_block: tuple[str, ...] | None = None
    owed_by: dict[str, tuple[str, ...]] | None = None

    def __str__(self) -> str:
        return self.title

    def advice(self) -> Advice:
        known = organisation(self.organisation)
        coded = known.case(self.case) if self.case else None
        situation = coded.situation if coded else self.situation
        assert situation is not None, f"{self.title}: no such case, and no situation"
        given = Circumstances(
            situation=situation,
            requested=ANSWERS[self.requested],
            asks_for=self.asks_for,
            authorised=ANSWERS[self.authorised],
        )
        return advise(known.on(self.on), given)


def read() -> list[Entry]:
    entries: list[Entry] = []
    for path in sorted(HERE.glob("*.yaml")):
        found = document(path.name, path.read_text(encoding="utf-8"))
        assert not found.faults, "\n".join(map(str, found.faults))
        entries += adapter(list[Entry]).validate_python(found.tree)
    return entries


ENTRIES = read()


def told(finding: Finding) -> str:
    """A finding as the corpus writes it."""
    answer = {"engaged": None, "arguable": "contested", "not_engaged": "no"}[finding.result]
    tests = ", ".join(test.test for test in finding.tests if test.answer == answer)
    return f"{finding.result.replace('_', ' ')}{': ' if tests else ''}{tests}"


@pytest.mark.parametrize("entry", ENTRIES, ids=str)
def test_the_law_of_the_day_says_so(entry: Entry) -> None:
    advice = entry.advice()
    found = {one.provision.article: one for one in advice.findings}
    if entry.none_in_force:
        assert advice.findings == ()
        return
    assert entry.findings is not None
    assert {article: told(found[article]) for article in entry.findings} == entry.findings
    if entry.lacking is not None:
        assert {name: ", ".join(found[name].lacking) for name in entry.lacking} == entry.lacking
    if entry.force is not None:
        assert allowing_force(advice) == {key: sorted(names) for key, names in entry.force.items()}
    if entry.owed_by is not None:
        assert {name: owing(found[name]) for name in entry.owed_by} == entry.owed_by


@pytest.mark.parametrize("entry", [one for one in ENTRIES if one.decides or one.can_block], ids=str)
def test_who_decides_and_who_can_block(entry: Entry) -> None:
    advice = entry.advice()
    assert advice.decides is not None
    if entry.decides is not None:
        rule = advice.decides.rule
        assert {"organ": advice.decides.organ, "rule": rule.id if rule else "unknown"} == entry.decides
    if entry.can_block is not None:
        assert tuple(one.state for one in advice.can_block) == entry.can_block


def allowing_force(advice: Advice) -> dict[str, list[str]]:
    """Provisions that allow force and are engaged, or arguable."""
    made: dict[str, list[str]] = {"engaged": [], "arguable": []}
    for one in advice.findings:
        terms: Any = one.provision.terms
        if isinstance(terms, ForceUse) and terms.allows_force and one.bites:
            made[one.result].append(one.provision.article)
    return {result: sorted(names) for result, names in made.items()}


def owing(finding: Finding) -> tuple[str, ...]:
    return finding.owed.by if finding.owed else ()


def test_the_corpus_is_large_enough_and_every_title_its_own() -> None:
    assert len(ENTRIES) >= LEAST
    assert len({one.title for one in ENTRIES}) == len(ENTRIES)


def test_every_reason_that_a_finding_gives_is_a_sentence_with_a_reference() -> None:
    for entry in ENTRIES:
        for one in entry.advice().findings:
            for test in one.tests:
                assert test.why
                assert test.reference == one.provision.id or test.test == "case"
