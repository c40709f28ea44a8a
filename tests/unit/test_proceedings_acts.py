"""Acts as data: what can be read from JSON, what is refused, and in what words."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from foedus.dates import Date, DateError
from foedus.proceedings.acts import (
    CHANGE,
    CRISIS,
    KINDS,
    Act,
    ActError,
    Arrive,
    Consent,
    Convene,
    Freeze,
    Invoke,
    Pledge,
    act_from,
)
from foedus.proceedings.table import HANDLING

HUNDRED = {"act": "pledge", "actor": "ARM", "at": "2022-01-07", "content": {"personnel": 100}}


def test_every_kind_is_handled_and_no_other() -> None:
    assert set(HANDLING) == set(KINDS)
    assert len(KINDS) == len(CRISIS) + len(CHANGE)


def test_acts_of_a_crisis_that_need_a_situation() -> None:
    """Convening, proposing, declaring and deciding are done in both kinds of docket."""
    both = {"convene", "propose", "declare", "decide"}
    assert {kind for kind, one in HANDLING.items() if one.crisis} == {one.kind for one in CRISIS} - both


@pytest.mark.parametrize("of", KINDS.values(), ids=list(KINDS))
def test_contents_say_what_they_are(of: Any) -> None:
    assert of.__doc__
    assert all(field.kw_only for field in fields(of))


def test_plain_leaves_out_what_is_left_open() -> None:
    act = Act(actor="KAZ", at=Date.parse("2022-01-05"), content=Invoke(asks_for=("troops",)), note="by letter")
    assert act.plain() == {
        "act": "invoke",
        "actor": "KAZ",
        "at": "2022-01-05",
        "content": {"asks_for": ["troops"]},
        "note": "by letter",
    }
    assert act_from(act.plain()) == act
    assert Act(actor="csto", at=None, content=Arrive()).plain() == {"act": "arrive", "actor": "csto", "at": None}


@pytest.mark.parametrize(
    ("plain", "content"),
    [
        (HUNDRED, Pledge(personnel=100)),
        ({**HUNDRED, "content": {"personnel": "100"}}, Pledge(personnel=100)),
        ({**HUNDRED, "content": {"personnel": 0}}, Pledge(personnel=0)),
        ({"act": "arrive", "actor": "csto", "content": {"full_strength": True}}, Arrive(full_strength=True)),
        ({"act": "arrive", "actor": "csto", "content": {"full_strength": "true"}}, Arrive(full_strength=True)),
        ({"act": "arrive", "actor": "csto", "content": {"full_strength": "false"}}, Arrive()),
        ({"act": "invoke", "actor": "KAZ", "content": {"under": "cst-art-4"}}, Invoke(under=("cst-art-4",))),
        ({"act": "invoke", "actor": "KAZ", "content": {"under": ["a", "b"]}}, Invoke(under=("a", "b"))),
        ({"act": "freeze", "actor": "ARM"}, Freeze()),
        ({"act": "consent", "actor": "KGZ", "content": {"of": "parliament"}}, Consent(of="parliament")),
        (
            {"act": "convene", "actor": "csc", "content": {"organ": "csc", "format": "regular"}},
            Convene(organ="csc", format="regular"),
        ),
    ],
)
def test_what_can_be_read(plain: dict[str, Any], content: object) -> None:
    assert act_from(plain).content == content


@pytest.mark.parametrize(
    ("plain", "why"),
    [
        (None, "an act is a mapping, not None"),
        ([], "an act is a mapping, not []"),
        ({}, "None is no kind of act; known are invoke, convene"),
        ({"act": "dance", "actor": "ARM"}, "'dance' is no kind of act; known are invoke, convene"),
        ({"act": ["freeze"], "actor": "ARM"}, "['freeze'] is no kind of act"),
        ({"act": "freeze"}, "freeze names no actor"),
        ({"act": "freeze", "actor": ""}, "freeze names no actor"),
        ({"act": "freeze", "actor": 7}, "freeze names no actor"),
        ({"act": "freeze", "actor": "\ud800"}, "freeze: actor holds half of a character"),
        ({"act": "freeze", "actor": "ARM", "at": 2022}, "freeze: at is text, not 2022"),
        ({"act": "freeze", "actor": "ARM", "note": 7}, "freeze: note is text, not 7"),
        ({"act": "freeze", "actor": "ARM", "sources": 7}, "freeze: sources is a list, not 7"),
        ({"act": "freeze", "actor": "ARM", "sources": [7]}, "freeze: sources is text, not 7"),
        ({"act": "freeze", "actor": "ARM", "content": []}, "the content of freeze is a mapping, not []"),
        ({"act": "leave", "actor": "ARM", "content": {"why": "x"}}, "leave has no 'why'; it has no content"),
        ({"act": "freeze", "actor": "ARM", "content": {"why": "x"}}, "freeze has no 'why'; it has scope"),
        ({"act": "convene", "actor": "ARM"}, "convene lacks organ"),
        ({"act": "decide", "actor": "csc", "content": {"on": 1}}, "decide lacks organ and matter"),
        ({"act": "convene", "actor": "ARM", "content": {"organ": None}}, "convene: organ is text, not None"),
        (
            {"act": "convene", "actor": "ARM", "content": {"organ": "csc", "format": "secret"}},
            "convene: format is one of regular, extraordinary, consultation, not 'secret'",
        ),
        (
            {"act": "declare", "actor": "ARM", "content": {"stance": "likes"}},
            "declare: stance is one of requests, ",
        ),
        ({"act": "consent", "actor": "KGZ", "content": {"of": ["a"]}}, "consent: of is text, not ['a']"),
        ({**HUNDRED, "content": {"personnel": -1}}, "pledge: personnel is a whole number from 0, not -1"),
        ({**HUNDRED, "content": {"personnel": 1.5}}, "pledge: personnel is a whole number from 0, not 1.5"),
        ({**HUNDRED, "content": {"personnel": True}}, "pledge: personnel is a whole number from 0, not True"),
        ({**HUNDRED, "content": {"personnel": "many"}}, "pledge: personnel is a whole number from 0, not 'many'"),
        ({**HUNDRED, "content": {"personnel": "1" * 10}}, "pledge: personnel is a whole number from 0"),
        (
            {"act": "arrive", "actor": "X", "content": {"full_strength": 1}},
            "arrive: full_strength is true or false",
        ),
        ({"act": "invoke", "actor": "X", "content": {"under": 7}}, "invoke: under is a list, not 7"),
        ({"act": "invoke", "actor": "X", "content": {"under": [7]}}, "invoke: under is text, not 7"),
    ],
)
def test_what_cannot_be_read(plain: Any, why: str) -> None:
    with pytest.raises(ActError) as refused:
        act_from(plain)
    assert str(refused.value).startswith(why)


def test_a_day_that_is_none() -> None:
    with pytest.raises(DateError):
        act_from({**HUNDRED, "at": "2022-02-30"})
