"""Measure how fast Foedus is on this machine: `python -m benchmarks.run`.

What is asked of it stands beside each figure; a figure that misses it is told, and fails nothing: machines differ,
and so does what else they do, which the load tells. Where a task has a known yardstick, the figure is given as
a multiple of it too.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import yaml

from benchmarks.measuring import Measured, machine, process, timed
from benchmarks.studies import studies
from benchmarks.worlds import worlds
from foedus.dates import Date, Period
from foedus.law.tally import ballot, tally
from foedus.proceedings.acts import (
    Act,
    Arrive,
    Content,
    Convene,
    Decide,
    Declare,
    Deploy,
    Invoke,
    Pledge,
    Propose,
    Withdraw,
)
from foedus.proceedings.case import Case
from foedus.record.cases import Stance
from foedus.record.pack import folder, load
from foedus.record.rules import Condition, DecisionRule, Threshold
from foedus.record.view import Organisation, View, organisation

WHOSE, CASE = "csto", "csto-kazakhstan-2022"
FOEDUS = str(Path(sys.executable).with_name("foedus"))


def commands(runs: int) -> Iterator[Measured]:
    """Whole processes, as a user starts them."""
    bare = process("an empty Python", [sys.executable, "-c", ""], runs)
    yield bare
    yield process("foedus --help", [FOEDUS, "--help"], runs, target=0.5).against("an empty Python", bare)
    members = [FOEDUS, "members", WHOSE]
    with tempfile.TemporaryDirectory() as cache:
        kept = process(f"foedus members {WHOSE}", members, runs, target=0.5, FOEDUS_CACHE=cache)
    yield kept.against("an empty Python", bare)
    first = process(f"foedus members {WHOSE}, nothing kept yet", members, runs, target=0.5, FOEDUS_CACHE="off")
    yield first.against("an empty Python", bare)


def packs(runs: int) -> Iterator[Measured]:
    """Reading a pack and checking it, against reading the same files as YAML and nothing more."""
    os.environ["FOEDUS_CACHE"] = "off"
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder(WHOSE).rglob("*.yaml"))]
    name = f"{WHOSE} pack, read and checked"
    read = timed(name, lambda: load(WHOSE), "ms", runs, target=150)
    plain = timed("", lambda: [yaml.safe_load(text) for text in texts], "ms", max(3, runs // 4))
    quick = timed("", lambda: [yaml.load(text, Loader=yaml.CSafeLoader) for text in texts], "ms", runs)
    beside = read.against("PyYAML's safe_load of the same files", plain)
    yield beside.against("PyYAML's loader in C, of the same files", quick)
    with tempfile.TemporaryDirectory() as cache:
        os.environ["FOEDUS_CACHE"] = cache
        yield timed(f"{WHOSE} pack, kept from before", lambda: load(WHOSE), "ms", runs)
    os.environ["FOEDUS_CACHE"] = "off"


def views(whose: Organisation, runs: int) -> Iterator[Measured]:
    """The organisation on a day: one that nobody has looked at yet, and one that is at hand."""
    days = iter(range(Date.parse("2013-01-01").first, Date.parse("2025-01-01").first))

    def looked_at(view: View) -> object:
        return view.members, view.organs, view.rules, view.provisions, view.forces, view.chair

    yield timed(
        "a view of a new day, all its parts", lambda: looked_at(View(whose, next(days))), "ms", runs, each=10
    )
    at_hand = timed("a view warm", lambda: looked_at(whose.on("2022-01-05")), "ms", runs, each=1000, target=1)
    yield at_hand


def stream() -> Iterator[tuple[str, str, Content]]:
    """The acts of a crisis from the request to the return: who, when, what."""
    six, sent = ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"), ("ARM", "BLR", "RUS")
    yield "KAZ", "2022-01-05", Invoke(under=("cst-art-4",), asks_for=("peacekeepers", "troops"))
    yield "ARM", "2022-01-05", Convene(organ="csc", format="extraordinary")
    yield "KAZ", "2022-01-05", Propose(organ="csc", matter="use_of_force", measure="collective_military_action")
    for state in six:
        yield state, "2022-01-05", Declare(stance="supports", on=3)
    decision = Decide(organ="csc", matter="use_of_force", measure="collective_military_action", on=3)
    yield "csc", "2022-01-06", decision
    for state in sent:
        yield state, "2022-01-06", Pledge(force="peacekeeping-forces", personnel=100)
    for state in sent:
        yield state, "2022-01-07", Deploy(force="peacekeeping-forces", personnel=100)
        yield state, "2022-01-07", Arrive(force="peacekeeping-forces")
    yield "RUS", "2022-01-10", Propose(organ="csc", matter="any", measure="political_statement")
    for state in six:
        yield state, "2022-01-10", Declare(stance="accepts", on=20)
    yield "csc", "2022-01-10", Decide(organ="csc", matter="any", measure="political_statement", on=20)
    for state in sent:
        yield state, "2022-01-13", Withdraw(stage="ends")


def engine(whose: Organisation, runs: int) -> Measured:
    """Acts that the engine applies in a second, in one process: cases of about thirty acts each."""
    coded = whose.case(CASE)
    assert coded is not None
    acts = [Act(actor=actor, at=Date.parse(day), content=content) for actor, day, content in stream()]

    def one() -> None:
        case = Case.open(whose, "measured", coded.situation)
        for act in acts:
            case = case.apply(act)

    found = timed("", one, "s", runs, each=20)
    median, low, high = (len(acts) / value for value in (found.median, found.high, found.low))
    return Measured(f"acts applied, cases of {len(acts)}", "/s", median, low, high, runs, target=20_000)


def votes(runs: int) -> Iterator[Measured]:
    """A tally among all members of the United Nations, against adding up a list of as many numbers."""
    states = tuple(f"S{n:03}" for n in range(193))
    stances: dict[str, Stance] = {
        state: ("supports", "supports", "objects", "abstains", "absent")[n % 5] for n, state in enumerate(states)
    }
    rule = DecisionRule(
        id="dr-two-thirds",
        sources=("charter",),
        organs=("assembly",),
        matters=("any",),
        basis="article 18",
        kind="qualified_majority",
        adopted_when=Condition(at_least=Threshold(share="2/3", of="cast")),
        period=Period.parse("1945/.."),
    )
    made = ballot(rule, states)
    sides = {"supports": 1, "objects": 1, "abstains": 0, "absent": 0}
    counted = timed("a tally of 193 members", lambda: tally(stances, made), "us", runs, each=500, target=50)
    plain = timed("", lambda: sum(sides[stance] for stance in stances.values()), "us", runs, each=500)
    yield counted.against("a plain sum over as many stances", plain)


def measured(runs: int, most: int) -> Iterator[Measured]:
    """Every figure, in turn."""
    yield from commands(runs)
    yield from packs(runs)
    whose = organisation(WHOSE)
    yield from views(whose, runs)
    yield engine(whose, runs)
    yield from votes(runs)
    yield from worlds(runs, min(most, 1_000_000))
    yield from studies(runs, most)


def main() -> None:
    """Measure, and print the figures with the machine named."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    asked.add_argument("--runs", type=int, default=15, help="how often each clock is started (default 15)")
    asked.add_argument(
        "--worlds", type=int, default=10_000_000, help="worlds of the longest study (default 10,000,000)"
    )
    asked.add_argument("--json", type=Path, help="write the figures to this file as well")
    given = asked.parse_args()
    where = machine()
    print("\n".join(f"{name + ':':<12}{value}" for name, value in where.items()), end="\n\n", flush=True)
    print(f"median of {given.runs} runs (lowest to highest)", flush=True)
    found = []
    for one in measured(given.runs, given.worlds):
        print(one.line(), flush=True)
        found.append(one)
    if given.json:
        text = json.dumps({"machine": where, "measured": [one.plain() for one in found]}, indent=2)
        given.json.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
