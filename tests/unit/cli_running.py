"""Runs the command line in this process and keeps what it says; what the tests of the command line share."""

from __future__ import annotations

import contextlib
import io
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from unittest import mock

from foedus.cli.main import run


@dataclass(frozen=True)
class Ran:
    """What a command said, and its exit status."""

    code: int
    out: str
    err: str

    @property
    def plain(self) -> Any:
        """The JSON document on standard output."""
        return json.loads(self.out)

    @property
    def flat(self) -> str:
        """The page with its line breaks taken out, to look for sentences in."""
        return " ".join(self.out.split())


class Stream(io.TextIOWrapper):
    """A stream of bytes as a process has it: strict about what it can encode until told otherwise."""

    def __init__(self, terminal: bool) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", errors="strict", newline="\n")
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal

    def said(self) -> str:
        self.flush()
        assert isinstance(self.buffer, io.BytesIO)
        return self.buffer.getvalue().decode()


@contextlib.contextmanager
def streams(terminal: bool = False) -> Iterator[tuple[Stream, Stream]]:
    out, err = Stream(terminal), Stream(terminal)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        yield out, err


def ran(*args: str, columns: int = 80, terminal: bool = False, **environment: str) -> Ran:
    """Run `foedus` with arguments, on something as wide as that."""
    kept = {
        key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR", "FOEDUS_DEBUG")
    }
    given = {**kept, "COLUMNS": str(columns), "TERM": "xterm-256color", **environment}
    with mock.patch.dict(os.environ, given, clear=True), streams(terminal) as (out, err):
        code = run(list(args))
        return Ran(code, out.said(), err.said())


def done(*args: str, **how: Any) -> Ran:
    """Run `foedus` where it must succeed."""
    made = ran(*args, **how)
    assert made.code == 0, made.err
    assert made.err == ""
    return made


def plain(*args: str) -> Any:
    """Run `foedus ... --json` and give what it wrote."""
    return done(*args, "--json").plain


def refused(*args: str, code: int = 2) -> str:
    """Run `foedus` where it must refuse, and give its one line."""
    made = ran(*args)
    assert made.code == code, (made.code, made.err)
    assert made.err.startswith("foedus: ")
    assert made.err.count("\n") == 1
    return made.err.removeprefix("foedus: ").rstrip("\n")
