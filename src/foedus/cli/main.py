"""The door of the command line: the application, and the guard that lets no traceback out."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from typing import Annotated, Any

import typer
from typer.main import get_command

from foedus.cli import (
    advising,
    believing,
    casebook,
    checking,
    chronicle,
    citing,
    comparing,
    estimating,
    figures,
    overview,
    provisions,
    reforming,
    replaying,
    reviewing,
    simulating,
    upkeep,
)
from foedus.cli.output import tell, write
from foedus.cli.stops import Stop, one_line

FAULT = 70
"""Exit status for a fault of the program itself (EX_SOFTWARE)."""

app = typer.Typer(
    name="foedus",
    no_args_is_help=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        write(f"foedus {version('foedus')}\n")
        raise typer.Exit


@app.callback()
def foedus(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    """A member of an alliance is in trouble. Who is bound, who decides, who can block, what can be sent?

    Answers come from facts with dates and sources; every command takes --json.

    Begin with:
        foedus show csto
        foedus replay csto-kazakhstan-2022
        foedus advise --situation csto-kyrgyzstan-2010-june --on 2013-01-01
    """


for _panel, _group in (
    ("The organisation", overview.COMMANDS),
    ("The organisation", provisions.COMMANDS),
    ("The organisation", chronicle.COMMANDS),
    ("Crises", casebook.COMMANDS),
    ("Crises", replaying.COMMANDS),
    ("Crises", advising.COMMANDS),
    ("Crises", estimating.COMMANDS),
    ("Crises", believing.COMMANDS),
    ("Crises", comparing.COMMANDS),
    ("The record", figures.COMMANDS),
    ("Reforms", reforming.COMMANDS),
    ("Worlds", simulating.COMMANDS),
    ("The record", checking.COMMANDS),
    ("The record", citing.COMMANDS),
    ("The record", reviewing.COMMANDS),
    ("The record", upkeep.COMMANDS),
):
    for _name, _command in _group.items():
        app.command(_name, rich_help_panel=_panel)(_command)


def run(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        argv: the arguments after the program's name; without them those of the process.

    Returns:
        the exit status: 0 done; 1 a check failed; 2 wrong usage; 70 a fault of Foedus; 130 interrupted;
        141 nobody reads the output any more.

    >>> run(["members", "csto", "--on", "2010"])  # the reason is told on standard error
    2
    """
    if argv is None:
        gc.disable()  # the process ends before collecting would pay
        # The systems that are solved are small: more threads only wait for each other. Read when numpy is loaded.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            with suppress(ValueError, OSError):
                # What a terminal cannot show must not end a command.
                stream.reconfigure(errors="backslashreplace")
    try:
        return _ran(list(sys.argv[1:] if argv is None else argv) or ["--help"])
    except Stop as stop:
        code, message = stop.code, stop.message
    except typer.TyperException as error:
        code, message = 2, _usage(error)
    except (KeyboardInterrupt, typer.Abort):
        code, message = 130, "interrupted"
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    except Exception as error:
        if os.environ.get("FOEDUS_DEBUG"):
            raise
        code = FAULT
        message = f"this is a fault of Foedus: {type(error).__name__}: {error}; FOEDUS_DEBUG=1 shows where"
    if message:
        tell(f"foedus: {one_line(message)}")
    return code


def _ran(args: list[str]) -> int:
    ended = _built().main(args=args, prog_name="foedus", standalone_mode=False)
    return ended if isinstance(ended, int) else 0


@cache
def _built() -> Any:
    return get_command(app)


def _usage(error: typer.TyperException) -> str:
    """A fault in the arguments on one line, with where to read on."""
    offered = getattr(error, "possibilities", None)
    message = (error.message if offered else error.format_message()).strip().rstrip(".")
    message = message[:1].lower() + message[1:]
    if offered:
        message += f"; did you mean {min(offered, key=_far(getattr(error, 'option_name', '')))}?"
    where = getattr(getattr(error, "ctx", None), "command_path", "foedus")
    return f"{message}{'' if message.endswith('?') else ';'} see {where} --help"


def _far(typed: str) -> Callable[[str], float]:
    """How unlike another word is to what was typed."""
    import difflib

    return lambda word: -difflib.SequenceMatcher(a=typed, b=word).ratio()
