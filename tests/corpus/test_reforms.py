"""Reforms: what the law says under them, what history would have been, and which reforms cannot be."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from foedus.analysis.reform import History, replay_all
from foedus.law.advice import Advice, advise
from foedus.law.findings import Circumstances
from foedus.record.pack import packs
from foedus.record.reform_reading import reform_of
from foedus.record.reforms import Reform, ReformError, check_ready, named, reformed
from foedus.record.text import document
from foedus.record.view import Organisation, View, organisation

HERE = Path(__file__).parent / "reforms"
HEAD = "reform: drawn-up\nname: Drawn up\nfrom: 2027-01-01\nchanges:\n"
WHY = "why: To see that it is refused.\n"


def rows(name: str) -> list[dict[str, Any]]:
    loaded = yaml.load((HERE / f"{name}.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert isinstance(loaded, list)
    return loaded


def written(text: str) -> Reform:
    reform, faults = reform_of(document("drawn-up.yaml", text))
    if reform is None:
        raise ReformError(faults)
    return reform


def under(row: dict[str, Any]) -> Organisation:
    plain = organisation(row["organisation"])
    if "reform" in row:
        return reformed(plain, [written(row["reform"])])
    return reformed(plain, [named(plain, name) for name in row["reforms"]])


def advised(row: dict[str, Any], view: View) -> Advice:
    coded = view.organisation.case(row["situation"])
    assert coded is not None
    situation = replace(coded.situation, **({"kind": row["kind"]} if "kind" in row else {}))
    asks = tuple(row.get("asks", ()))
    return advise(view, Circumstances(situation=situation, requested=bool(asks), asks_for=asks))


@pytest.mark.parametrize("row", rows("law"), ids=lambda row: row["title"])
def test_law(row: dict[str, Any]) -> None:
    whole, expected = under(row), row["expected"]
    view = whole.on(row["on"])
    found: dict[str, Any] = {
        "members": [one.state for one in view.members],
        "flags": {code: list(view.member(code).flags) for code in expected.get("flags", ())},  # type: ignore[union-attr]  # who is not there fails
    }
    if "situation" in row:
        advice = advised(row, view)
        found["rule"] = advice.decides.rule.id if advice.decides and advice.decides.rule else None
        found["can_block"] = [one.state for one in advice.can_block] or "nobody"
        found["findings"] = {one.provision.article: one.result for one in advice.findings}
        for article, result in expected.get("findings", {}).items():
            assert found["findings"][article] == result
        assert not set(expected.get("absent", ())) & set(found["findings"])
    for key in ("members", "flags", "rule", "can_block"):
        assert expected.get(key, found.get(key)) == found.get(key), key
    if "before" in expected:
        earlier = organisation(row["organisation"]).on(expected["before"])
        assert whole.on(expected["before"]).members == earlier.members


@cache
def history(name: str, reforms: tuple[str, ...]) -> History:
    plain = organisation(name)
    return replay_all(reformed(plain, [named(plain, one) for one in reforms]))


HISTORY = [(row, case) for row in rows("history") for case in row["cases"]]


@pytest.mark.parametrize(
    ("row", "case"), HISTORY, ids=[f"{case} {'+'.join(row['reforms'])}" for row, case in HISTORY]
)
def test_history(row: dict[str, Any], case: str) -> None:
    expected = row["cases"][case]
    first = next(one for one in history(row["organisation"], tuple(row["reforms"])).rows if one.case == case)
    assert first.answer == expected["answer"], first.why
    if "blocked_by" in expected:
        assert list(first.blocked_by) == expected["blocked_by"]
    if "inferred" in expected:
        assert first.inferred


@pytest.mark.parametrize("row", rows("refused"), ids=lambda row: row["title"])
def test_refused(row: dict[str, Any]) -> None:
    with pytest.raises(ReformError) as refusal:
        reformed(organisation("csto"), [written(HEAD + row["changes"] + WHY)])
    assert row["message"] in str(refusal.value)


@pytest.mark.parametrize("name", packs())
def test_every_ready_made_reform_fits_its_organisation(name: str) -> None:
    assert check_ready(organisation(name), packs()[name]) == []


def test_the_corpus_shows_every_answer() -> None:
    shown = {row["cases"][case]["answer"] for row, case in HISTORY}
    assert shown == {"as_coded", "would_be_adopted", "would_be_blocked", "cannot_be_told"}
