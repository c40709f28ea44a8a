"""The door: help, errors in one line, the guard, colours, pipes, completion."""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from foedus.cli import completion, main
from foedus.cli.main import app, run
from foedus.cli.stops import Failed, WrongUsage, one_line
from foedus.record.pack import packs
from tests.unit.cli_running import done, plain, ran, refused, streams

COMMANDS = [one.name for one in app.registered_commands if one.name]


def test_help_of_the_whole() -> None:
    page = done("--help").out
    assert all(f" {name} " in page for name in COMMANDS)
    assert "foedus replay csto-kazakhstan-2022" in page
    assert max(map(len, page.splitlines())) <= 80
    assert done().out == page == done("-h").out


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_has_an_example(command: str) -> None:
    page = done(command, "--help").out
    assert "Examples:" in page
    assert f"foedus {command}" in page.partition("Examples:")[2]
    assert max(map(len, page.splitlines())) <= 80


def examples() -> list[tuple[str, ...]]:
    """Every example of every help that reads no file and writes none."""
    made = []
    for one in app.registered_commands:
        told = (one.callback.__doc__ or "").partition("Examples:")[2] if one.callback else ""
        made += [
            shlex.split(line.partition(" > ")[0])[1:]
            for line in told.splitlines()
            if line.strip().startswith("foedus ")
        ]
    files = {"trouble.yaml", "situations.yaml", "path/to/my-pack", "draft.yaml", "my-reform.yaml", "study"}
    away = {"--out", "--anew", *files, *({"nato", "eu"} - set(packs()))}
    return [tuple(args) for args in made if not away & set(args)]


@pytest.mark.parametrize("args", examples(), ids=" ".join)
def test_examples_are_true(args: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # some write a chart beside them
    assert done(*args).out


def test_version() -> None:
    from importlib.metadata import version

    assert done("--version").out == f"foedus {version('foedus')}\n"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("membrs", "csto"), "no such command 'membrs'. Did you mean 'members'? see foedus --help"),
        (("members", "csto", "--jsn"), "no such option: --jsn; did you mean --json? see foedus members --help"),
        (("members",), "missing argument 'ORG'; see foedus members --help"),
        (("standing", "ARM"), "missing option '--in'; see foedus standing --help"),
        (("members", "cstoo"), "unknown organisation 'cstoo'; did you mean 'csto'?"),
        (("members", "xyzzy"), f"unknown organisation 'xyzzy'; known are {', '.join(packs())}"),
        (
            ("members", "csto", "--on", "2010-13-01"),
            "--on 2010-13-01: there is no month 13; write a whole day, YYYY-MM-DD",
        ),
        (
            ("members", "csto", "--on", "2010"),
            "--on 2010: a whole day is needed here; write YYYY-MM-DD, for example 2010-01-01",
        ),
        (("standing", "AMR", "--in", "csto"), "no state is called 'AMR'; did you mean ARM (Armenia)?"),
        (("standing", "KZA", "--in", "csto"), "no state is called 'KZA'; did you mean KAZ (Kazakhstan)?"),
        (
            ("standing", "Kirgistan", "--in", "csto"),
            "no state is called 'Kirgistan'; did you mean KGZ (Kyrgyzstan)?",
        ),
        (("standing", "Germny", "--in", "csto"), "Germny: no state has the name; did you mean DEU (Germany)"),
        (
            ("case", "csto-kazakstan-2022"),
            "unknown case 'csto-kazakstan-2022'; did you mean 'csto-kazakhstan-2022'?",
        ),
        (("case", "???"), "unknown case '???'; foedus cases lists them"),
        (("law", "csto", "--subject", "???"), "unknown subject '???'; known are"),
        (("timeline", "csto", "--from", "2010?"), "--from 2010?: leave the '?' out here"),
        (("timeline", "csto", "--from", "x"), "--from x: this is not a date"),
        (("timeline", "csto", "--from", "2020", "--to", "2010"), "--to 2010 comes before --from 2020"),
    ],
)
def test_wrong_usage_is_one_line_that_helps(args: tuple[str, ...], said: str) -> None:
    assert refused(*args).startswith(said)
    assert ran(*args).out == ""


def raising(error: BaseException) -> Callable[[], Any]:
    def built() -> Any:
        raise error

    return built


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (
            ValueError("odd\nthing"),
            70,
            "foedus: this is a fault of Foedus: ValueError: odd thing; FOEDUS_DEBUG=1 shows where\n",
        ),
        (
            RecursionError(),
            70,
            "foedus: this is a fault of Foedus: RecursionError: ; FOEDUS_DEBUG=1 shows where\n",
        ),
        (KeyboardInterrupt(), 130, "foedus: interrupted\n"),
        (WrongUsage("so\x1b[1m not"), 2, "foedus: so\\x1b[1m not\n"),
        (Failed("no"), 1, "foedus: no\n"),
        (SystemExit(3), 3, ""),
        (SystemExit(), 0, ""),
    ],
    ids=repr,
)
def test_the_guard(monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, said: str) -> None:
    monkeypatch.setattr(main, "_built", raising(error))
    made = ran("members", "csto")
    assert (made.code, made.err) == (code, said)


def test_a_fault_shows_itself_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(main, "_built", raising(ValueError("odd")))
    with pytest.raises(ValueError, match="odd"):
        ran("members", "csto", FOEDUS_DEBUG="1")


def test_an_interrupt_while_a_command_works(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("foedus.cli.overview.view_under", interrupted)
    assert ran("members", "csto").code == 130


def test_colours_only_on_a_terminal_that_wants_them() -> None:
    assert "\x1b[" in done("members", "csto", terminal=True).out
    assert "\x1b[" not in done("members", "csto").out
    # Bold and dim are no colours; what NO_COLOR asks for is that there be none (no-color.org).
    said = done("advise", "--situation", "csto-kazakhstan-2022", terminal=True, NO_COLOR="1").out
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]", said)
    assert re.search(
        r"\x1b\[[0-9;]*3[0-7]", done("advise", "--situation", "csto-kazakhstan-2022", terminal=True).out
    )
    assert "\x1b[" not in done("members", "csto", "--json", terminal=True).out


def test_nothing_is_lost_where_a_terminal_cannot_show_it() -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="strict", write_through=True)
    with streams(), redirect_stdout(out):
        assert run(["members", "csto"]) == 0
        assert run(["law", "csto", "--json"]) == 0
    assert isinstance(out.buffer, io.BytesIO)
    said = out.buffer.getvalue().decode("ascii")
    assert "-------" in said, "lines of tables are drawn with what there is"


def test_nobody_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    with streams() as (_, err), redirect_stdout(Gone()):
        assert run(["members", "csto"]) == 141
        assert err.said() == ""


def test_a_closed_pipe_is_quiet() -> None:
    command = f"{sys.executable} -c 'import sys; from foedus.cli.main import run; sys.exit(run())' timeline csto"
    made = subprocess.run(["sh", "-c", f"{command} | head -1"], capture_output=True, text=True, check=True)
    assert made.stdout == "CSTO: timeline\n"
    assert made.stderr == ""


def test_one_json_document_on_standard_output() -> None:
    for args in (("show", "csto"), ("members", "csto"), ("timeline", "csto"), ("schema",)):
        assert plain(*args) == plain(*args)


def test_help_and_members_are_quick() -> None:
    """The cold start is measured by `make bench`; here only what would double it is noticed."""
    program = (
        "import sys; from foedus.cli.main import run; code = run(sys.argv[1:]); "
        "print(sorted(sys.modules), file=sys.stderr); sys.exit(code)"
    )
    for args, absent in (
        (("--help",), {"foedus.record.view", "yaml", "pydantic", "polars", "foedus.states"}),
        (("members", "csto", "--json"), {"rich", "polars", "foedus.proceedings.case", "foedus.law.findings"}),
    ):
        begun = time.perf_counter()
        made = subprocess.run([sys.executable, "-c", program, *args], capture_output=True, text=True, check=True)
        assert time.perf_counter() - begun < 5
        assert not absent & set(re.findall(r"'([\w.]+)'", made.stderr))


# --- completion ---


def test_completion_offers_names() -> None:
    assert ("csto", "organisation") in completion.organisation("C")
    assert [word for word, _ in completion.case("csto-kaz")] == ["csto-kazakhstan-2022"]
    assert ("ARM", "Armenia") in completion.state("ar")
    assert {word for word, _ in completion.situation_kind("ter")} == {"territorial_dispute", "terrorism"}
    assert ("troops", "") in completion.ask("")
    assert ("organs", "") in completion.section("org")
    assert completion.organisation("zzz") == []


def test_completion_never_fails() -> None:
    def broken(incomplete: str) -> Any:
        yield "xa", ""
        raise OSError

    assert completion.offered(broken)("x") == [("xa", "")]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("foedus members ", "csto"),
        ("foedus replay csto-kaz", "csto-kazakhstan-2022"),
        ("foedus advise csto --kind cou", "coup"),
        ("foedus advise csto --target AR", "ARM"),
        ("foedus mem", "members"),
        ("foedus members csto --al", "--all"),
    ],
)
def test_the_shell_is_offered_names(typed: str, offered: str) -> None:
    environment = {
        **os.environ,
        "_FOEDUS_COMPLETE": "complete_bash",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(len(typed.split(" ")) - 1),
    }
    program = "import sys; from foedus.cli.main import run; sys.exit(run())"
    made = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False
    )
    assert offered in made.stdout.split(), made.stderr


def test_one_line() -> None:
    assert one_line("a\n\n b\t c") == "a b c"
    assert one_line("\ud800") == "\\ud800"
