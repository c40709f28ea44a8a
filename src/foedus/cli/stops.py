"""Stops: the ways in which a command ends without its answer, each one line and an exit status."""

from __future__ import annotations


class Stop(Exception):
    """Ends a command with a line on standard error.

    Attributes:
        message: what is wrong and what was most likely meant.
        code: the exit status.
    """

    code = 1

    def __init__(self, message: str) -> None:
        """Carry the message."""
        super().__init__(message)
        self.message = message


class WrongUsage(Stop):
    """Says that what was asked for cannot be meant: an unknown name, no date, a missing option."""

    code = 2


class Failed(Stop):
    """Says that a check failed: a pack with faults, a docket that is not what it says."""


class Halted(Stop):
    """Says that the user interrupted a command, and how it goes on."""

    code = 130
    """128 and the number of SIGINT, as shells report it."""


class ReaderGone(Stop):
    """Says that nobody reads the output any more, as after ``| head``; there is nothing to say to anybody."""

    code = 141
    """128 and the number of SIGPIPE, as shells report it."""

    def __init__(self) -> None:
        """Have no message."""
        super().__init__("")


def one_line(text: str) -> str:
    r"""Put a message on one line that a terminal can show, whatever was typed.

    >>> one_line("no such\n  thing: \x1b[1m")
    'no such thing: \\x1b[1m'
    """
    joined = " ".join(text.split())
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in joined)


def shown(text: str) -> str:
    """Quote what was typed, cut where it is long.

    >>> shown("csot")
    "'csot'"
    """
    return repr(text if len(text) <= 60 else f"{text[:57]}...")
