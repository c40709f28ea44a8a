"""The benchmarks measure what they say: acts in order, figures that read right. Nothing is timed here."""

from __future__ import annotations

from benchmarks.measuring import Measured, machine, timed
from benchmarks.run import stream
from foedus.dates import Date
from foedus.proceedings.acts import Act
from foedus.proceedings.case import Case
from foedus.record.view import organisation


def test_the_acts_that_are_measured_are_in_order() -> None:
    csto = organisation("csto")
    coded = csto.case("csto-kazakhstan-2022")
    assert coded is not None
    case = Case.open(csto, "measured", coded.situation)
    for actor, day, content in stream():
        case = case.apply(Act(actor=actor, at=Date.parse(day), content=content))
    assert len(case.entries) == 30
    assert case.state.deployed == frozenset()


def test_a_figure_in_a_line() -> None:
    one = Measured("a tally", "us", 12.34, 10, 1500, 5, target=50)
    assert one.line().split() == ["a", "tally", "12.3", "us", "(10", "to", "1,500)", "under", "50:", "reached"]
    rate = Measured("acts", "/s", 19_000, 18_000, 21_000, 5, target=20_000)
    assert rate.line().endswith("at least 20,000: MISSED")
    assert Measured("free", "s", 1, 1, 1, 1).line().endswith("(1 to 1)")
    assert Measured("free", "s", 1, 1, 1, 1).reached is None


def test_a_figure_beside_a_peer_in_another_unit() -> None:
    one = Measured("read", "ms", 150, 140, 160, 5).against("its peer", Measured("", "s", 0.5, 0.5, 0.5, 5))
    two = one.against("another", Measured("", "us", 1000, 1000, 1000, 5))
    assert [line.strip() for line in two.line().splitlines()[1:]] == ["0.3 times its peer", "150 times another"]
    assert list(two.plain()["peers"]) == ["its peer", "another"]


def test_a_call_is_made_once_before_the_clock_starts() -> None:
    calls: list[int] = []
    found = timed("a call", lambda: calls.append(1), "us", 3, each=4)
    assert len(calls) == 13
    assert (found.runs, found.low <= found.median <= found.high) == (3, True)


def test_the_machine_is_named() -> None:
    assert set(machine()) == {"processor", "processors", "load", "platform", "python", "executable"}
    assert all(machine().values())
