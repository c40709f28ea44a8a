"""Strategies for proceedings: situations, acts, dockets and the JSON that they are written in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from types import MappingProxyType
from typing import Any, get_args

from hypothesis import strategies as st

from foedus.dates import Date
from foedus.proceedings.acts import (
    KINDS,
    Act,
    Content,
    Convene,
    Decide,
    Declare,
    Deploy,
    Invoke,
    Pledge,
    Propose,
)
from foedus.proceedings.case import Case
from foedus.record.cases import Ask, Outcome, OutsideHand, Situation, SituationKind, Stance
from foedus.record.terms import Territory
from foedus.record.view import Organisation, organisation

CSTO: Organisation = organisation("csto")
MEMBERS = ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK")
STATES = (*MEMBERS, "UZB", "AZE", "USA", "SUN", "XXX")
ORGANS = ("csc", "cmfa", "cmd", "permanent-council", "secretariat", "icmec", "parliamentary-assembly", "nowhere")
ACTORS = (*STATES, *ORGANS, "csto", "un_security_council")
ARTICLES = (
    "cst-art-2",
    "cst-art-4",
    "cst-art-6",
    "pk-2007-on-member",
    "pk-2007-elsewhere",
    "crrf-2009-decision",
    "none",
)
MATTERS = (
    "any", "use_of_force", "suspension", "expulsion", "accession", "amendment", "procedure", "appointment",
    "appointment_of_commander", "limited_composition", "joint_statement", "foreign_bases", "nothing",
)  # fmt: skip
FORCES = ("peacekeeping-forces", "crrf", "crdf-ca", "nowhere")
TREATIES = (*(one.id for one in CSTO.record.treaties), "nowhere")
RULES = (*(one.id for one in CSTO.record.decision_rules), "nowhere")
DAYS = tuple(
    Date.parse(text)
    for text in (
        "0001-01-01", "1993-01-01", "1994-04-20", "1999-04-02", "2002-10-07", "2005-03-20", "2010-06-12",
        "2012-12-18", "2012-12-19", "2012-12", "2022", "2022-01-05", "2022-01-06", "2022-01-07~", "2024-02-22",
        "2026-01-01", "2026-06-30", "2026-07-01", "9999-12-31",
    )
)  # fmt: skip

WORDS: Mapping[str, st.SearchStrategy[Any]] = MappingProxyType(
    {
        "organ": st.sampled_from(ORGANS),
        "matter": st.sampled_from(MATTERS),
        "rule": st.sampled_from(RULES),
        "concerned": st.sampled_from(STATES),
        "state": st.sampled_from(STATES),
        "nationality": st.sampled_from(STATES),
        "force": st.sampled_from(FORCES),
        "treaty": st.sampled_from(TREATIES),
        "by": st.sampled_from(TREATIES),
        "of": st.sampled_from(("host", "parliament", "nobody")),
        "to": st.sampled_from((*STATES, *ORGANS, "un_security_council")),
        "office": st.sampled_from(("secretary_general", "commander", "admiral")),
        "format": st.sampled_from(("regular", "extraordinary", "consultation")),
        "stance": st.sampled_from(get_args(Stance)),
        "measure": st.sampled_from(get_args(Outcome)),
        "stage": st.sampled_from(("begins", "ends")),
        "under": st.lists(st.sampled_from(ARTICLES), max_size=2, unique=True).map(tuple),
        "asks_for": st.lists(st.sampled_from(get_args(Ask)), max_size=3, unique=True).map(tuple),
        "personnel": st.integers(0, 5000),
        "on": st.integers(0, 8),
        "full_strength": st.booleans(),
    }
)
"""What the fields of contents hold; every other field is text."""

PROSE = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)


def situations() -> st.SearchStrategy[Situation]:
    """Situations of every kind, in trouble a member or not."""
    return st.builds(
        Situation,
        kind=st.sampled_from(get_args(SituationKind)),
        target=st.sampled_from((*MEMBERS, "UZB", "SYR")),
        initiators=st.lists(st.sampled_from(("AZE", "TJK", "USA")), max_size=2, unique=True).map(tuple),
        groups=st.lists(st.just("crowds"), max_size=1).map(tuple),
        begins=st.sampled_from(DAYS),
        territory=st.none() | st.sampled_from(get_args(Territory)),
        outside_hand=st.none() | st.sampled_from(get_args(OutsideHand)),
        note=st.none() | PROSE,
    )


@st.composite
def contents(draw: st.DrawFn, of: type[Content] | None = None) -> Content:
    """Contents of a kind of act, well-formed and perhaps senseless."""
    kind = of or draw(st.sampled_from(tuple(KINDS.values())))
    named = [one.name for one in fields(kind) if one.default is MISSING or draw(st.booleans())]
    return kind(**{name: draw(WORDS.get(name, PROSE)) for name in named})


def acts() -> st.SearchStrategy[Act]:
    """Well-formed acts of every kind by anybody."""
    return st.builds(
        Act,
        actor=st.sampled_from(ACTORS),
        at=st.none() | st.sampled_from(DAYS),
        content=contents(),
        sources=st.lists(PROSE, max_size=2).map(tuple),
        note=st.none() | PROSE.filter(bool),
    )


def cases(complete: st.SearchStrategy[bool] | None = None) -> st.SearchStrategy[Case]:
    """Cases with an empty docket."""
    return st.builds(
        lambda situation, whole: Case.open(CSTO, "drawn", situation, complete=whole),
        st.none() | situations(),
        st.booleans() if complete is None else complete,
    )


@st.composite
def dockets(draw: st.DrawFn, most: int = 6) -> Case:
    """Cases with some acts, out of order or not."""
    case = draw(cases())
    for act in draw(st.lists(acts(), max_size=most)):
        case = case.keep(act)
    return case


@st.composite
def crises(draw: st.DrawFn) -> Case:
    """Cases on a crisis in which most acts are in order: asked, met, proposed, perhaps decided and sent."""
    coded = CSTO.case("csto-kazakhstan-2022")
    assert coded is not None
    case = Case.open(CSTO, "crisis", coded.situation)
    at = Date.parse("2022-01-05")
    asks = draw(st.lists(st.sampled_from(get_args(Ask)), max_size=3, unique=True).map(tuple))
    steps: list[tuple[str, Content]] = [
        ("KAZ", Invoke(asks_for=asks)),
        ("ARM", Convene(organ="csc", format="extraordinary")),
        ("RUS", Propose(organ="csc", matter="use_of_force", measure="collective_military_action")),
    ]
    steps += [
        (state, Declare(stance=draw(st.sampled_from(get_args(Stance))), on=3))
        for state in draw(st.lists(st.sampled_from(MEMBERS), max_size=6, unique=True))
    ]
    steps.append(("csc", Decide(organ="csc", matter="use_of_force", measure="collective_military_action", on=3)))
    steps += [
        (state, draw(st.sampled_from((Pledge(personnel=100), Deploy(personnel=100)))))
        for state in draw(st.lists(st.sampled_from(MEMBERS), max_size=4))
    ]
    for actor, content in steps[: draw(st.integers(0, len(steps)))]:
        case = case.keep(Act(actor=actor, at=at, content=content))
    return case


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
"""Anything that JSON can hold."""


@st.composite
def almost_acts(draw: st.DrawFn) -> object:
    """The JSON of an act with something else in one of its places."""
    plain = draw(acts()).plain()
    where = draw(st.sampled_from(("act", "actor", "at", "content", "sources", "note", "inside")))
    if where != "inside":
        return {**plain, where: draw(JSON)}
    content = dict(plain.get("content", {}))
    name = draw(st.sampled_from((*content, "something")))
    return {**plain, "content": {**content, name: draw(JSON)}}
