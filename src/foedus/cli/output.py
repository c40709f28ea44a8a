"""Writing: everything that a command says goes through here, once, as JSON or as the text of a page."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress

from foedus.cli.stops import ReaderGone


def write(text: str) -> None:
    """Write to standard output.

    Raises:
        ReaderGone: when nobody reads it any more.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError as error:
        with suppress(OSError, ValueError):
            # What is still buffered would raise again when Python ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise ReaderGone from error


def write_json(plain: object) -> None:
    """Write one JSON document, in the order in which its keys are documented."""
    write(json.dumps(plain, ensure_ascii=False, indent=2) + "\n")


def tell(line: str) -> None:
    """Write a line to standard error; where that is gone too, nothing."""
    with suppress(OSError, ValueError):
        print(line, file=sys.stderr, flush=True)
