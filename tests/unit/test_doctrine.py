"""Doctrine: the table answers every question, from sources that exist; a stronger case gets no weaker answer."""

from __future__ import annotations

from itertools import pairwise, product
from typing import Any, get_args

import pytest

from foedus.law import doctrine
from foedus.record.cases import OutsideHand, Situation, SituationKind
from foedus.record.doctrine import Doctrine, DoctrineCell
from foedus.record.terms import Answer, Trigger
from tests.unit.small_record import situation

TRIGGERS: tuple[Trigger, ...] = get_args(Trigger)
KINDS: tuple[SituationKind, ...] = get_args(SituationKind)
HANDS: tuple[OutsideHand, ...] = ("none", "alleged", "shown")
WHO: dict[str, dict[str, Any]] = {
    "a state": {"initiators": ("AZE",)},
    "a group": {"groups": ("fighters",)},
    "both": {"initiators": ("AZE",), "groups": ("fighters",)},
    "nobody known": {},
}
RANK: dict[Answer, int] = {"no": 0, "contested": 1, "yes": 2}


def at(
    kind: str,
    who: str,
    hand: OutsideHand | None = None,
    responds_to: str | None = None,
    threatened: bool | None = None,
) -> Situation:
    return situation(kind, outside_hand=hand, responds_to=responds_to, threatened=threatened, **WHO[who])


def test_every_trigger_has_its_entry_and_no_other_has() -> None:
    assert sorted(doctrine.common()) == sorted(TRIGGERS)


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_every_situation_gets_an_answer_with_a_reason(trigger: Trigger) -> None:
    for kind, who, hand, other, feared in product(
        KINDS, WHO, (None, *HANDS), (None, "an-earlier-case"), (None, True)
    ):
        reading = doctrine.read(trigger, at(kind, who, hand, other, feared))
        assert reading.trigger == trigger
        assert reading.answer in RANK
        assert reading.why.strip()


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_the_last_entry_fits_everything_and_none_before_it_does(trigger: Trigger) -> None:
    cells = doctrine.common()[trigger].cells
    plain = [
        not (one.kinds or one.by or one.outside) and one.responding is None and one.threatened is None
        for one in cells
    ]
    assert plain.index(True) == len(cells) - 1


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_every_entry_answers_something(trigger: Trigger) -> None:
    cells = doctrine.common()[trigger].cells
    answering = {
        next(place for place, cell in enumerate(cells) if fits(cell, at(kind, who, hand, other, feared), by))
        for kind, (who, by), hand, other, feared in product(
            KINDS, (("a state", "state"), ("a group", "group")), (None, *HANDS), (None, "case"), (None, True)
        )
    }
    assert answering == set(range(len(cells)))


def fits(cell: DoctrineCell, given: Situation, by: str) -> bool:
    """Whether an entry fits a situation, written anew from what the file says of itself."""
    return (
        given.kind in (cell.kinds or KINDS)
        and by in (cell.by or ("state", "group"))
        and (not cell.outside or given.outside_hand in cell.outside)
        and cell.responding in (None, given.responds_to is not None)
        and cell.threatened in (None, given.threatened is True)
    )


def test_every_source_is_there() -> None:
    known = doctrine.common_sources()
    cited = {
        name
        for one in doctrine.common().values()
        for name in (*one.sources, *(source for cell in one.cells for source in cell.sources))
    }
    assert cited <= set(known)
    assert set(known) <= cited, "a source that nothing cites"
    assert all(source.url for source in known.values())


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_a_hand_from_outside_never_weakens_the_answer(trigger: Trigger) -> None:
    for kind, who in product(KINDS, WHO):
        ranks = [RANK[doctrine.read(trigger, at(kind, who, hand)).answer] for hand in HANDS]
        assert all(weaker <= stronger for weaker, stronger in pairwise(ranks)), (kind, who, ranks)


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_what_is_not_said_of_a_hand_counts_as_none(trigger: Trigger) -> None:
    for kind, who in product(KINDS, WHO):
        assert doctrine.read(trigger, at(kind, who)) == doctrine.read(trigger, at(kind, who, "none"))


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_who_answers_force_is_never_more_surely_the_aggressor(trigger: Trigger) -> None:
    for kind, who, hand in product(KINDS, WHO, HANDS):
        first = doctrine.read(trigger, at(kind, who, hand)).answer
        after = doctrine.read(trigger, at(kind, who, hand, "an-earlier-case")).answer
        assert RANK[after] <= RANK[first]


@pytest.mark.parametrize("trigger", ["aggression", "armed_attack"])
def test_what_is_only_feared_is_no_attack(trigger: Trigger) -> None:
    for kind, who, hand in product(KINDS, WHO, HANDS):
        assert doctrine.read(trigger, at(kind, who, hand, threatened=True)).answer == "no"


@pytest.mark.parametrize(
    ("trigger", "given", "answer"),
    [
        ("aggression", at("interstate_attack", "a state"), "yes"),
        ("aggression", at("interstate_attack", "a state", None, "an-earlier-case"), "contested"),
        ("aggression", at("internal_unrest", "a group", "none"), "no"),
        ("aggression", at("internal_unrest", "a group", "alleged"), "contested"),
        ("aggression", at("border_clash", "a state"), "contested"),
        ("armed_attack", at("interstate_attack", "a group"), "yes"),
        ("armed_attack", at("terrorism", "a group", "shown"), "contested"),
        ("armed_attack", at("terrorism", "a group", "none"), "no"),
        ("armed_attack", at("interstate_attack", "a state", threatened=True), "no"),
        ("aggression", at("interstate_attack", "a state", threatened=True), "no"),
        ("threat_of_aggression", at("interstate_attack", "a state", threatened=True), "yes"),
        ("threat_to_territorial_integrity", at("territorial_dispute", "a state", threatened=True), "yes"),
        ("threat_to_stability", at("internal_unrest", "a group"), "yes"),
        ("threat_to_security", at("internal_unrest", "a group"), "contested"),
        ("natural_disaster", at("natural_disaster", "nobody known"), "yes"),
        ("crisis", at("natural_disaster", "nobody known"), "yes"),
    ],
)
def test_the_answers_on_which_the_known_cases_turn(trigger: Trigger, given: Situation, answer: Answer) -> None:
    assert doctrine.read(trigger, given).answer == answer


def test_who_it_was_is_asked_where_the_answer_hangs_on_it() -> None:
    found = doctrine.read("intra_member_dispute", at("border_clash", "nobody known"))
    assert found.answer == "contested"
    assert found.why.startswith("who brought it about is not known; if it was a state: two states are in dispute")
    assert doctrine.read("crisis", at("border_clash", "nobody known")).answer == "yes"


def test_of_two_initiators_the_one_that_goes_further_counts() -> None:
    assert doctrine.initiator_kinds(at("border_clash", "both")) == ("state", "group")
    assert doctrine.initiator_kinds(at("border_clash", "nobody known")) == ("state", "group")
    assert doctrine.initiator_kinds(at("border_clash", "a group")) == ("group",)
    assert doctrine.read("intra_member_dispute", at("border_clash", "both")).answer == "yes"


def test_an_organisation_may_read_a_trigger_in_its_own_way() -> None:
    own = Doctrine(
        trigger="terrorism",
        means="as it says",
        cells=(DoctrineCell(kinds=("cyber",), answer="yes", why="its strategy of 2021 says so", sources=("s",)),),
    )
    assert doctrine.read("terrorism", at("cyber", "a group"), (own,)) == doctrine.Reading(
        "terrorism", "yes", "its strategy of 2021 says so", ("s",)
    )
    common = doctrine.read("terrorism", at("hybrid", "a state"), (own,))
    assert common.answer == "no"
    assert doctrine.read("crisis", at("cyber", "a group"), (own,)).answer == "contested"


def test_an_answer_without_sources_of_its_own_rests_on_those_of_its_trigger() -> None:
    assert doctrine.read("natural_disaster", at("cyber", "a state")).sources == ()
    own = doctrine.common()["terrorism"]
    assert doctrine.read("terrorism", at("cyber", "a state")).sources == own.sources


def test_the_strongest_reading_is_the_first_of_those_that_go_furthest() -> None:
    readings = [
        doctrine.read(trigger, at("internal_unrest", "a group"))
        for trigger in ("aggression", "threat_to_security", "threat_to_stability", "crisis")
    ]
    assert doctrine.strongest(readings).trigger == "threat_to_stability"
    assert doctrine.strongest(readings[:2]).trigger == "threat_to_security"
