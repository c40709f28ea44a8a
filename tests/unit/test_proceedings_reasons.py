"""The page on acts and reasons says what the engine does: every kind, every field, every reason."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from foedus.proceedings.acts import KINDS
from foedus.proceedings.case import BY_ABSENCE
from foedus.proceedings.reasons import Reason
from foedus.record.text import document

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reference" / "reasons.md").read_text(encoding="utf-8")
ALWAYS = {"case_closed", "no_crisis", "before_situation", "earlier_than_last"}
"""Reasons that any act may meet; the page says so once, at its head."""


def section(kind: str) -> str:
    found = re.search(rf"(?ms)^### `{kind}`\n(.*?)(?=^##)", PAGE)
    assert found is not None, f"the page has no section on {kind}"
    return found[1]


def codes(text: str) -> set[str]:
    return set(re.findall(r"`([a-z_]+)`", text)) & {reason.value for reason in Reason}


def met() -> dict[str, set[str]]:
    """The reasons that the lawyer's cases show for each kind of act."""
    found: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for path in sorted((ROOT / "tests" / "corpus" / "proceedings").glob("*.yaml")):
        for case in document(path.name, path.read_text(encoding="utf-8")).tree:
            if "refused" in case:
                found[case["act"]["act"]].add(case["refused"])
    return found


def test_the_page_has_every_kind_of_act_and_no_other() -> None:
    assert re.findall(r"(?m)^### `([a-z_]+)`$", PAGE) == list(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_of_act_has_its_fields_and_no_other(kind: str) -> None:
    told = re.findall(r"(?m)^`([a-z_]+)`(?: \(needed\))?$", section(kind))
    assert told == [field.name for field in fields(KINDS[kind])]


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_of_act_tells_the_reasons_that_it_meets(kind: str) -> None:
    assert met()[kind] - ALWAYS <= codes(section(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_every_reason_told_of_a_kind_of_act_is_met(kind: str) -> None:
    """What the page says of a kind of act, a lawyer's case shows."""
    assert codes(section(kind)) - met()[kind] == set()


def test_reasons_that_any_act_may_meet_stand_at_the_head() -> None:
    assert codes(PAGE.partition("## Acts in a crisis")[0]) == ALWAYS


def test_the_list_of_reasons_is_the_engines() -> None:
    told = dict(re.findall(r"(?ms)^`([a-z_]+)`\n: (.*?)\n(?=\n|\Z)", PAGE.partition("## Reasons")[2]))
    wanted = {}
    for reason in Reason:
        gap = " A gap in a docket of history." if reason in BY_ABSENCE else ""
        wanted[reason.value] = f"{reason.meaning[0].upper()}{reason.meaning[1:]}.{gap}"
    assert {code: " ".join(text.split()) for code, text in told.items()} == wanted
    assert list(told) == [reason.value for reason in Reason]
