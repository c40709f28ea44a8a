"""Whatever is typed, the command line answers or refuses in one line: never a traceback, never its own fault."""

from __future__ import annotations

import atexit
import copy
import json
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from foedus.cli import completion
from foedus.cli.main import app
from foedus.cli.plain import plain
from foedus.drivers.history import replay
from foedus.proceedings.docket import written
from foedus.record.pack import packs
from foedus.record.reforms import ready
from foedus.record.view import organisation
from foedus.simulation.study import study
from foedus.states import states
from tests.unit.cli_running import Ran, ran

COMMANDS = [one.name for one in app.registered_commands if one.name]
OPTIONS = [
    *(
        "--on",
        "--json",
        "--all",
        "--subject",
        "--kind",
        "--from",
        "--to",
        "--in",
        "--verify",
    ),
    *(
        "--situation",
        "--target",
        "--initiator",
        "--place",
        "--territory",
        "--outside",
        "--requested",
        "--not-requested",
        "--asks",
    ),
    *(
        "--authorised",
        "--not-authorised",
        "--section",
        "--help",
        "-h",
        "--version",
        "--",
        "-",
        "--no-such-option",
        "--reform",
        "--answer",
    ),
    *(
        "--on=",
        "--json=x",
    ),
]
DATES = [
    *(
        "2010-06-14",
        "2022-01-05",
        "1991-01-01",
        "2026-03-01",
        "9999-12-31",
        "0001-01-01",
        "2010-13-01",
        "2010-02-30",
        "2010",
    ),
    *(
        "2010-06",
        "2010?",
        "today",
        "2010-6-14",
        "14.06.2010",
        "2010-06-14T00:00",
        "1994-04-20/..",
    ),
]
ODD = [
    *("", " ", "\x00", "\n", "\x1b[31m", "-", "--", "---", "=", "@", "*", "~", ".", "..", "/", "//", "C:\\"),
    *("csto:", ":csto", "csto:csto-kazakhstan-2022", "nowhere:x", "CSTO", "Csto", "arm", "Armenia"),
    *("\u0391\u03a1\u039c", "\u0130", "\u00df", "\ud800", "\udcff", "\U0001f701"),  # not what they look like
    *("[bold]", "[/]", "{x}", "%s", "$HOME", "a" * 5000, "\u00e9" * 300, "null", "true", "0", "-1", "1e9"),
    *("the PKK", "PKK"),
]


def known() -> list[str]:
    """Names that mean something, of every sort."""
    csto = organisation("csto").record
    return [
        *packs(),
        *(one.id for one in csto.cases),
        *(one.code for one in states()[:12]),
        *(one.id for one in csto.organs[:3]),
        *sorted(csto.sources)[:5],
        *(provision.id for provision in csto.treaties[0].provisions[:3]),
        *completion.SITUATION_KINDS(),
        *completion.ASKS(),
        *completion.TERRITORIES(),
        *completion.HANDS(),
        *completion.SUBJECTS(),
        *completion.ACTIVITY_KINDS(),
        *completion.sections(),
        *ready(organisation("csto")),
    ]


def words() -> st.SearchStrategy[str]:
    """What may stand in an argument: sense, near sense and nonsense."""
    sense = st.sampled_from([*known(), *DATES, *ODD])
    near = st.builds(lambda word, at: word[:at] + word[at + 1 :], st.sampled_from(known()), st.integers(0, 12))
    return st.one_of(sense, near, st.text(max_size=30), st.characters(categories=["Cs", "Cc", "Co"]))


def unharmful(args: list[str]) -> bool:
    """Whether running this leaves the files and the shell of whoever runs the tests alone."""
    return not any(one.startswith(("--out", "--install-completion", "--show-completion")) for one in args)


@pytest.fixture(autouse=True, scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("somewhere"))
        yield


def judged(made: Ran, args: list[str]) -> None:
    """What holds of every run."""
    assert made.code in (0, 1, 2), (args, made.err)
    assert "Traceback" not in made.out + made.err, args
    if made.code == 0:
        assert made.err == "", args
    else:
        assert made.err.startswith("foedus: "), args
        assert made.err.count("\n") == 1, args
        assert made.err.strip() != "foedus:", args
    if made.code == 2:
        assert made.out == "", args


STUDY = "STUDY"
"""Stands for the folder of a small study."""


@cache
def folder_of_a_study() -> str:
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder)
    study("csto", years=1, worlds=20, out=folder / "study")
    return str(folder / "study")


def filled(args: list[str]) -> list[str]:
    return [folder_of_a_study() if one == STUDY else one for one in args]


QUESTIONS = Path(__file__).parents[1] / "corpus" / "questions" / "good" / "situations.yaml"

BASES = {
    "show": ["csto"],
    "members": ["csto"],
    "organs": ["csto"],
    "forces": ["csto"],
    "activities": ["csto"],
    "standing": ["ARM", "--in", "csto"],
    "law": ["csto"],
    "timeline": ["csto"],
    "cases": [],
    "case": ["csto-kazakhstan-2022"],
    "compare": ["csto"],
    "replay": ["csto-kyrgyzstan-2010-june"],
    "advise": ["--situation", "csto-karabakh-2020"],
    "sources": ["csto"],
    "cite": ["csto-kazakhstan-2022"],
    "findings": ["--topic", "reliability"],
    "validate": ["csto"],
    "schema": [],
    "figures": ["ARM"],
    "statements": ["csto"],
    "predict": [str(QUESTIONS)],
    "models": [],
    "track-record": [],
    "credibility": ["csto", "--from", "2020", "--to", "2020", "--kind", "coup"],
    "reforms": ["csto"],
    "replay-all": ["csto", "--reform", "two-thirds"],
    "check": [organisation("csto").record.statements[0].document],
    "simulate": ["csto", "--years", "1", "--worlds", "20"],
    "sensitivity": ["csto", "--years", "1", "--worlds", "10", "--samples", "2"],
    "study": [STUDY],
    "world": [STUDY, "3"],
}
"""Arguments that each command answers; what is typed is these with something put in, taken out or changed."""


@st.composite
def nearly_right(draw: st.DrawFn) -> list[str]:
    command = draw(st.sampled_from(COMMANDS))
    args = [command, *BASES[command]]
    if draw(st.booleans()):
        args += ["--on", draw(st.one_of(st.dates().map(str), st.sampled_from(DATES)))]
    if draw(st.booleans()):
        args.append("--json")
    for _ in range(draw(st.integers(0, 2))):
        at, new = draw(st.integers(1, len(args))), draw(st.one_of(st.sampled_from(OPTIONS), words()))
        args[at : at + draw(st.integers(0, 1))] = [new]
    return args


arguments = st.lists(st.one_of(st.sampled_from(OPTIONS), words()), max_size=6)


def test_there_is_something_right_of_every_command() -> None:
    assert set(BASES) == set(COMMANDS)
    for command, rest in BASES.items():
        assert ran(command, *filled(rest)).code == 0, command


@given(nearly_right())
def test_nearly_right_arguments(args: list[str]) -> None:
    if unharmful(args):
        judged(ran(*filled(args)), args)


@given(st.sampled_from(COMMANDS), arguments)
@example("members", ["csto", "--on", "0001-01-01"])
@example("members", ["csto", "--on", "9999-12-31", "--json"])
@example("cite", ["\ud800"])
@example("advise", ["csto", "--kind", "coup", "--target", "ARM", "--place", "\udcff", "--json"])
@example("show", ["a" * 5000])
@example("validate", ["\x00"])
@example("replay", ["/"])
def test_any_arguments(command: str, rest: list[str]) -> None:
    args = [command, *rest]
    if unharmful(args):
        judged(ran(*args), args)


@given(st.lists(words(), max_size=4))
def test_any_words(args: list[str]) -> None:
    if unharmful(args):
        judged(ran(*args), args)


@given(
    st.fixed_dictionaries(
        {
            "--kind": st.sampled_from(completion.SITUATION_KINDS()),
            "--target": st.sampled_from(["ARM", "KGZ", "AFG", "SUN"]),
        },
        optional={
            "--initiator": st.sampled_from(["AZE", "RUS", "the Taliban", "crowds"]),
            "--territory": st.sampled_from(completion.TERRITORIES()),
            "--outside": st.sampled_from(completion.HANDS()),
            "--asks": st.sampled_from(completion.ASKS()),
            "--place": st.text(max_size=10).filter(lambda text: not text.startswith("-")),
            "--on": st.dates().map(str),
        },
    ),
    st.sets(st.sampled_from(["--requested", "--authorised", "--not-authorised", "--json"])),
)
def test_every_question_that_can_be_asked_is_answered(given: dict[str, str], flags: set[str]) -> None:
    args = ["advise", "csto", *(part for pair in given.items() for part in pair), *sorted(flags)]
    made = ran(*args)
    judged(made, args)
    assert made.code == 0, made.err
    assert made.out


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=12),
    st.sampled_from([*DATES[:8], "ARM", "coup", "troops"]),
)
trees = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=4)),
    max_leaves=8,
)


def ways(tree: Any, way: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to every node of a tree but its root."""
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for step, below in inner:
        yield (*way, step)
        yield from ways(below, (*way, step))


@st.composite
def altered(draw: st.DrawFn, whole: Any) -> Any:
    """A tree with one to three of its nodes taken out, misspelt, changed for another, or made nonsense."""
    tree = copy.deepcopy(whole)
    for _ in range(draw(st.integers(1, 3))):
        *way, last = draw(st.sampled_from(list(ways(tree))))
        above = tree
        for step in way:
            above = above[step]
        how = draw(st.sampled_from(["nonsense", "out", "misspelt", "other"]))
        if how == "out" and len(above) > 1:
            del above[last]
        elif how == "misspelt" and isinstance(above, dict):
            above[f"{last}x"] = above.pop(last)
        elif how == "other":
            near = list(above.values()) if isinstance(above, dict) else above
            above[last] = copy.deepcopy(draw(st.sampled_from(near)))
        else:
            above[last] = draw(trees)
    return tree


def coded() -> list[Any]:
    """What the real cases say, as a person would write it into a file."""
    return [
        {"situation": plain(one.situation), "invocation": plain(one.invocation)}
        for one in organisation("csto").record.cases
    ]


def dockets() -> list[Any]:
    csto = organisation("csto")
    return [
        json.loads(json.dumps(written(replay(csto, one).case)))
        for one in csto.record.cases
        if one.id in ("csto-kyrgyzstan-2010-june", "csto-karabakh-2020")
    ]


noise = st.one_of(
    st.binary(max_size=80),
    st.text(max_size=80).map(lambda text: text.encode("utf-8", "surrogatepass")),
    trees.map(lambda tree: yaml.safe_dump(tree).encode("utf-8", "surrogatepass")),
)
GOOD = b"situation: {kind: coup, target: KGZ, begins: '2010-04-06'}"


@given(st.sampled_from(coded()).flatmap(altered).map(lambda tree: json.dumps(tree).encode()) | noise)
@example(GOOD)
@example(b"")
@example(b"[" * 3000)
@example(b"situation: &a {kind: coup}\ninvocation: *a")
@example(GOOD + b"\ninvocation: {made: true, by: KGZ, date: '9999'}")
def test_any_situation_file(content: bytes) -> None:
    Path("situation.yaml").write_bytes(content)
    for rest in ([], ["--on", "2013-01-01", "--json"]):
        args = ["advise", "csto", "--situation", "situation.yaml", *rest]
        judged(ran(*args), args)


def test_a_good_situation_file_is_among_them() -> None:
    Path("situation.yaml").write_bytes(GOOD)
    assert ran("advise", "csto", "--situation", "situation.yaml").code == 0


@given(st.sampled_from(dockets()).flatmap(altered).map(lambda tree: json.dumps(tree).encode()) | noise)
@example(b"{}")
@example(b"[]")
@example(b"null")
@example(b'{"organisation": []}')
def test_any_docket_file(content: bytes) -> None:
    Path("docket.json").write_bytes(content)
    judged(ran("replay", "docket.json"), ["replay", "docket.json", repr(content)])


def reforms() -> list[Any]:
    """The ready-made reforms, as a person would write them."""
    found = [
        path.read_text("utf-8")
        for name in ("csto", "nato", "un-sc")
        for path in ready(organisation(name)).values()
    ]
    return [yaml.load(text, Loader=yaml.BaseLoader) for text in found]


@given(st.sampled_from(reforms()).flatmap(altered).map(lambda tree: json.dumps(tree).encode()) | noise)
@example(b"")
@example(b"reform: x\nname: x\nwhy: x\nfrom: 9999\nchanges: [{member: ARM, does: leaves, on: '0001'}]")
@example(b"reform: x\nname: x\nwhy: x\nparameters: {x: 1e999}")
def test_any_reform_file(content: bytes) -> None:
    Path("reform.yaml").write_bytes(content)
    for args in (
        ["organs", "csto", "--reform", "reform.yaml"],
        ["members", "nato", "--reform", "reform.yaml", "--json"],
    ):
        judged(ran(*args), [*args, repr(content)])
