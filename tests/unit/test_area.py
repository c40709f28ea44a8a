"""The area that territorial clauses draw: by part of the world, by ground, by name."""

from __future__ import annotations

from typing import Any

import pytest

from foedus.law.area import Area, area
from foedus.law.findings import Circumstances, findings
from foedus.record.terms import MutualDefence, TerritorialScope
from tests.unit.small_record import organised, provision, situation, treaty

DRAWN: dict[str, Any] = {
    "regions": ("europe",),
    "waters": ("north_atlantic",),
    "regions_contested": ("mediterranean",),
    "wholly": ("BLR",),
    "includes": ("enclave",),
    "excludes": ("far_island",),
    "contested": ("old_colony",),
}


def drawn(*clauses: TerritorialScope, on: str = "2010-01-01", when: str = "2000-01-01/..", **about: Any) -> Area:
    """What clauses named a, b, ... say of a situation."""
    names = "abc"[: len(clauses)]
    held = [provision(name, clause, when) for name, clause in zip(names, clauses, strict=True)]
    view = organised(treaties=(treaty(*held),)).on(on)
    return area(view, names, situation(**about))


def scope(**keys: Any) -> TerritorialScope:
    return TerritorialScope(territory=("ours",), **keys)


@pytest.mark.parametrize(
    ("about", "answer"),
    [
        ({"region": "europe"}, "yes"),
        ({"region": "europe", "territory": "outside"}, "no"),
        ({"region": "europe", "territory": "disputed"}, "contested"),
        ({"region": "europe", "territory": None}, "contested"),
        ({"region": "south_atlantic"}, "no"),
        ({"region": "mediterranean"}, "contested"),
        ({"region": None}, "contested"),
        ({"region": "north_atlantic", "territory": "outside"}, "yes"),
        ({"region": "south_asia", "target": "BLR"}, "yes"),
        ({"region": "south_asia", "target": "BLR", "territory": "outside"}, "no"),
        ({"region": "south_atlantic", "areas": ("enclave",)}, "yes"),
        ({"region": "europe", "areas": ("far_island",)}, "no"),
        ({"region": "europe", "areas": ("old_colony",)}, "contested"),
        ({"region": "europe", "areas": ("a_place_of_no_clause",)}, "yes"),
    ],
)
def test_one_clause(about: dict[str, Any], answer: str) -> None:
    found = drawn(scope(**DRAWN), **about)
    assert (found.answer, found.provision) == (answer, "a")
    assert found.why


def test_a_clause_that_names_no_part_of_the_world_covers_the_ground_wherever_it_lies() -> None:
    assert drawn(scope(), region="south_pacific").answer == "yes"
    assert drawn(scope(), region="south_pacific", territory="outside").answer == "no"


def test_a_clause_about_a_named_area_is_about_nothing_else() -> None:
    assert drawn(scope(includes=("enclave",)), region="europe").answer == "no"
    assert drawn(scope(includes=("enclave",)), areas=("enclave",)).answer == "yes"


def test_clauses_are_taken_together() -> None:
    both = (scope(regions=("europe",)), scope(includes=("enclave",)))
    inside = drawn(*both, region="north_africa", areas=("enclave",))
    assert (inside.answer, inside.provision) == ("yes", "b")
    outside = drawn(*both, region="north_africa")
    assert (outside.answer, outside.provision) == ("no", "a")


def test_what_one_clause_leaves_out_another_may_name() -> None:
    leaves_out = scope(regions=("europe",), excludes=("enclave",))
    assert drawn(leaves_out, scope(), areas=("enclave",), region="europe").answer == "no"
    assert drawn(leaves_out, scope(includes=("enclave",)), areas=("enclave",)).answer == "yes"


def test_a_clause_that_has_ended_covers_nothing() -> None:
    ended = drawn(scope(), when="2000-01-01/2005-01-01", region="europe")
    assert (ended.answer, ended.provision) == ("contested", None)


def test_a_finding_cites_the_clause() -> None:
    owed = MutualDefence(trigger=("armed_attack",), scope=("area",), obligation="mandatory", content=("help",))
    held = (provision("help", owed), provision("area", scope(**DRAWN)))
    view = organised(treaties=(treaty(*held),)).on("2010-01-01")
    for region, result in (("europe", "engaged"), ("south_atlantic", "not_engaged")):
        given = Circumstances(situation=situation(initiators=("AZE",), region=region))
        found = findings(view, given)[0]
        assert found.result == result
        assert [one.reference for one in found.tests if one.test == "territory"] == ["area"]
