"""Routes of worlds, in YAML that a lawyer can read: what the engine lets be done about a crisis that may come."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import foedus
from foedus.dates import Date
from foedus.record.reforms import named, reformed
from foedus.simulation.holding import aside, belonging, held
from foedus.simulation.law import A_GROUP, A_STATE, Route, route

HERE = Path(__file__).parent / "worlds"
CASES: list[dict[str, Any]] = yaml.load((HERE / "routes.yaml").read_text("utf-8"), yaml.BaseLoader)
KEYS = {
    "title", "organisation", "on", "left", "frozen", "reform", "target", "kind", "by", "territory", "hand", "asks",
    "route", "voters", "without", "kind_of_rule",
}  # fmt: skip


def found(case: dict[str, Any]) -> Route:
    record, day = foedus.organisation(case["organisation"]), Date.parse(case["on"]).first
    law = held(record, day)
    if "reform" in case:
        law = held(reformed(law, [named(record, case["reform"])]), day)
    frozen = case.get("frozen", aside(law, day))
    law = belonging(law, day, case.get("left", ()), frozen)
    by = case["by"]
    situation = foedus.Situation(
        kind=case["kind"],
        target=case["target"],
        initiators=() if by == "a group" else (A_STATE,) if by == "a state" else (by,),
        groups=(A_GROUP,) if by == "a group" else (),
        begins=Date.parse(case["on"]),
        territory=case["territory"],
        outside_hand=case.get("hand"),
    )
    return route(law, situation, (case["asks"],), day)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_a_route_is_as_the_law_has_it(case: dict[str, Any]) -> None:
    assert set(case) <= KEYS
    made = found(case)
    told = {
        "status": made.status,
        "organ": made.organ,
        "measure": made.measure,
        "rule": made.rule and made.rule.id,
    }
    assert {key: told[key] for key in case["route"]} == case["route"]
    if "voters" in case:
        assert list(made.voters) == case["voters"]
    for code in case.get("without", ()):
        assert code not in made.voters
    if "kind_of_rule" in case:
        assert made.rule is not None
        assert made.rule.kind == case["kind_of_rule"]
