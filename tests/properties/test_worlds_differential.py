"""Kernel and engine play the same worlds: every organisation, rule and reform, and parameters drawn at random."""

from __future__ import annotations

import os
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

import foedus
from foedus.dates import Date
from foedus.proceedings.docket import verify, written
from foedus.record.reforms import ReformError, named, ready, reformed
from foedus.record.view import Organisation
from foedus.simulation.compile import Law, law
from foedus.simulation.flat import table
from foedus.simulation.holding import held
from foedus.simulation.parameters import drawn, settings
from foedus.simulation.world import played
from tests.conftest import profile

pytest.importorskip("numba", reason="the extra 'simulation' is not installed")

from foedus.simulation.differential import difference  # needs numba, seen to above

WORLDS = 200_000 if profile() == "long" else 2_000 if profile() == "ci" else 250
YEARS = 6
LATER = Path(__file__).parent / "worlds_reform_later.yaml"
"""A reform that begins within the horizon: another rule, a member that leaves, another notice."""
SLOW = {"au-psc", "nato", "eu", "arab-league", "un-sc"}
"""Organisations of many members, whose worlds the engine plays slowly: a tenth of the worlds of the others."""


def start(organisation: Organisation) -> int:
    """The day after the last on record; of an organisation that was dissolved, a day of its life."""
    ended = organisation.record.organisation.dissolved
    return ended.first - 3000 if ended else organisation.last_known.last + 1


def variants() -> list[tuple[str, tuple[str, ...], int]]:
    """Every organisation as it is, every one under each of its reforms, and one in the past."""
    made: list[tuple[str, tuple[str, ...], int]] = []
    for name in foedus.organisations():
        record = foedus.organisation(name)
        made.append((name, (), start(record)))
        made.extend((name, (reform,), start(record)) for reform in ready(record))
    made.append(("csto", (), Date.parse("2010-06-14").first))
    made.append(("csto", ("two-thirds",), Date.parse("2010-06-14").first))
    made.append(("nato", (), Date.parse("1995-06-14").first))
    made.append(("csto", (str(LATER),), Date.parse("2026-03-01").first))
    made.append(("csto", ("two-thirds", "request-not-needed"), Date.parse("2026-03-01").first))
    return made


@cache
def lowered(name: str, reforms: tuple[str, ...], first: int) -> Law | None:
    record = foedus.organisation(name)
    try:
        under = reformed(held(record, first), [named(record, one) for one in reforms])
    except ReformError:
        return None  # two of them contradict each other, or the day does not fit
    return law(under, first, YEARS)


ALL = variants()


def share(name: str) -> int:
    weights = [0.1 if one in SLOW else 1.0 for one, _, _ in ALL]
    own = 0.1 if name in SLOW else 1.0
    return max(1, round(WORLDS * own / sum(weights)))


@pytest.mark.parametrize(("name", "reforms", "first"), ALL, ids=lambda one: str(one))
def test_kernel_and_engine_play_the_same_worlds(name: str, reforms: tuple[str, ...], first: int) -> None:
    made = lowered(name, reforms, first)
    if made is None:
        pytest.fail(f"{name} under {reforms} cannot be made")
    record = foedus.organisation(name)
    plain = settings(made.organisation)
    # Figures of the pack itself weigh in the first world of each; then everything is drawn anew.
    shift = int(os.environ.get("FOEDUS_WORLDS_SEED", "0"))
    for world in range(share(name)):
        numbers = drawn(plain, 11 + shift, world)
        if world % 3 == 2:  # livelier worlds: more crises, more leaving, so that rare paths are walked
            wild = {
                "rate": numbers["rate"] * 2,
                "notice": Fraction(1, 8),
                "notice_frozen": Fraction(1, 4),
                "freeze": Fraction(1, 8),
                "return": Fraction(1, 2),
            }
            numbers = replace(numbers, values={**numbers.values, **wild})
        found = difference(made, table(made, numbers), 7 + shift, world)
        assert found is None, f"{record.id} under {reforms}: {found}"


def test_a_changed_table_is_noticed() -> None:
    """The comparison can fail: with another threshold of abstention in the kernel's table the two part."""
    from foedus.simulation import layout as at
    from foedus.simulation.runners import traced

    made = lowered("csto", (), Date.parse("2026-03-01").first)
    assert made is not None
    table_ = table(made, settings(made.organisation))
    other = table_[:]
    other[at.ABSTENTION] = 0
    worlds = range(10)
    assert any(traced(other, 7, world) != list(played(made, table_, 7, world).rows) for world in worlds)
    assert all(traced(table_, 7, world) == list(played(made, table_, 7, world).rows) for world in worlds)


def test_every_docket_of_a_world_holds() -> None:
    made = lowered("csto", (str(LATER),), Date.parse("2026-03-01").first)
    assert made is not None
    numbers = settings(made.organisation)
    livelier = replace(
        numbers,
        values={**numbers.values, "notice": Fraction(1, 4), "freeze": Fraction(1, 8), "return": Fraction(1, 2)},
    )
    kinds = set()
    for world in range(10):
        one = played(made, table(made, livelier), 7, world)
        for case in (one.organisation, *one.dockets):
            found = verify(written(case), case.organisation)
            assert found.holds, f"{case.id}: {found.why}"
            kinds |= {entry.act.kind for entry in case.entries}
    wanted = {"invoke", "convene", "propose", "declare", "decide", "deploy", "arrive", "withdraw", "close"}
    assert wanted | {"consent", "freeze", "give_notice", "leave", "accede"} <= kinds
