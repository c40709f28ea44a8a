"""Writing: everything that a command says goes through here, once, as JSON or as the text of a page."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from foedus.cli.stops import ReaderGone, WrongUsage, one_line, shown


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


def put(path: Path, content: bytes, option: str = "--out") -> None:
    """Write a file whole or not at all: beside its place first, then moved there.

    Args:
        path: the file.
        content: its bytes.
        option: the option that named it, for the message.

    Raises:
        WrongUsage: when it cannot be written; what stood there stays.
    """
    name = ""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except (OSError, ValueError) as error:
        with suppress(OSError):
            os.unlink(name)
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise WrongUsage(one_line(f"{option} {shown(str(path))}: {why}")) from error


def _umask() -> int:
    """The mask of a new file's rights, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
