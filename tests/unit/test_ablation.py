"""What each part of the features adds: the page has the recorded figures, and these are what is computed anew."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest

from foedus.estimates.features import FEATURES
from foedus.estimates.frames import lessons
from foedus.estimates.member_features import MEMBER_FEATURES
from foedus.estimates.tables import case_table, member_table
from research import ablation
from research.literature import filled

LONG = os.environ.get("FOEDUS_PROFILE") == "long"


@pytest.fixture(scope="module")
def recorded() -> Any:
    return json.loads(ablation.COMPUTED.read_text("utf-8"))


def test_the_page_has_the_recorded_figures(recorded: Any) -> None:
    page = ablation.PAGE.read_text("utf-8")
    assert filled(page, ablation.tables(recorded)) == page, "run make ablation"


def test_the_parts_name_features_that_there_are_and_share_none() -> None:
    there = {one.name for one in FEATURES} | {one.name for one in MEMBER_FEATURES}
    named = [name for names in ablation.PARTS.values() for name in names]
    assert set(named) <= there
    assert len(named) == len(set(named))
    assert {one.name for one in FEATURES if one.part == "law"} <= ablation.PARTS["law"]


def test_a_blanked_lesson_differs_in_the_part_alone() -> None:
    names = ablation.PARTS["law"]
    some = lessons()[::50]
    less = [ablation.blanked(one, names) for one in some]
    assert any(one.features.values["defence_owed"] for one in some)
    for one, other in zip(some, less, strict=True):
        for name, value in one.features.values.items():
            assert other.features.values[name] == (0.0 if name in names else value)
        for state, blank in zip(one.members, other.members, strict=True):
            for name, value in state.values.items():
                assert blank.values[name] == (0.0 if name in names else value)
        assert (other.outcome, other.answers, other.over) == (one.outcome, one.answers, one.over)
    assert case_table(less).shape == case_table(some).shape
    assert member_table(less).shape == member_table(some).shape


def test_the_verdict_on_law_is_what_the_figures_say(recorded: Any) -> None:
    """The page says that law adds nothing measurable to the outcome; should that change, the page must too."""
    for way in ablation.WAYS:
        for score in ("brier", "log"):
            found = recorded["outcome/pooled-logit"][way]["law"][score]
            assert found["low"] < 0, (way, score)
    request = recorded["outcome/pooled-logit"]["rolling_origin"]["request"]["brier"]
    assert request["low"] > 0


@pytest.mark.long
@pytest.mark.skipif(not LONG, reason="the ablation is computed anew in the long profile only: FOEDUS_PROFILE=long")
def test_the_figures_are_what_is_computed_anew(recorded: Any) -> None:
    found = dict(numbers_in(ablation.ablation()))
    assert found == pytest.approx(dict(numbers_in(recorded)), abs=2e-4)


def numbers_in(plain: dict[str, Any], at: str = "") -> Iterator[tuple[str, float]]:
    for name, value in plain.items():
        if isinstance(value, dict):
            yield from numbers_in(value, f"{at}/{name}")
        else:
            yield f"{at}/{name}", value
