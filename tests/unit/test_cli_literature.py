"""The command for what scholars found."""

from __future__ import annotations

import pytest

from foedus.estimates import literature
from foedus.record.view import organisation
from tests.unit.cli_running import done, plain, refused


def test_every_finding_is_listed_once() -> None:
    told = plain("findings")
    assert (told["topic"], told["state"]) == (None, None)
    assert [one["finding"] for one in told["findings"]] == [one.id for one in literature.published()]


def test_a_topic_and_a_state_choose() -> None:
    told = plain("findings", "--topic", "burden sharing", "--state", "undecided")
    assert {one["topic"] for one in told["findings"]} == {"burden_sharing"}
    assert {one["state"] for one in told["findings"]} == {"undecided"}
    assert len(told["findings"]) == sum(
        one.topic == "burden_sharing" and one.state == "undecided" for one in literature.published()
    )


def test_numbers_keep_the_digits_printed_and_figures_their_intervals() -> None:
    told = {one["finding"]: one for one in plain("findings", "--topic", "reliability")["findings"]}
    later = told["berkemeier-fuhrmann-2018-periods"]
    assert later["published"][1] == {"name": "since_1945", "value": "0.22"}
    figure = later["figures"][1]
    assert (figure["count"], figure["n"], figure["clusters"]) == (12, 54, 22)
    assert figure["low"] < 0.22 < figure["high"]
    assert told["berkemeier-fuhrmann-2018-all"]["published"][0]["value"] == "0.50"


@pytest.mark.parametrize("columns", [60, 80, 110])
def test_the_pages_fit_and_say_what_was_found(columns: int) -> None:
    for args in (("findings",), ("findings", "--topic", "reliability"), ("findings", "--state", "reproduced")):
        made = done(*args, columns=columns)
        assert max(map(len, made.out.splitlines())) <= columns
        assert "Berkemeier and Fuhrmann 2018" in made.flat
    assert (
        "since 1945 0.22 [0.13, 0.33], 12 of 54 in 22 clusters" in done("findings", "--topic", "reliability").flat
    )


def test_nothing_of_that_state_is_said() -> None:
    made = done("findings", "--topic", "veto", "--state", "reproduced")
    assert "0 findings." in made.flat


def test_a_misspelt_word_is_told() -> None:
    assert "did you mean 'reliability'?" in refused("findings", "--topic", "reliabilty")
    assert "did you mean 'undecided'?" in refused("findings", "--state", "undecidet")


def test_sources_of_findings_can_be_cited() -> None:
    one = next(one for one in literature.published() if one.id == "smith-1996-selection")
    assert [cited["source"] for cited in plain("cite", one.id)["cited"]] == list(one.sources)
    assert plain("cite", "smith-1996")["cited"][0]["source"] == "smith-1996"
    assert "background" in organisation("csto").record.sources, "a pack's own source of that id goes first"
