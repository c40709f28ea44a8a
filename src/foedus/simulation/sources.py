"""Sources: which modules say what is played on a table, and their hash."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

KERNEL = ("layout", "pointers", "chance", "counting", "polling", "turning", "kernel")
"""The modules that say what is played on a table."""


@cache
def kernel_digest() -> str:
    """The hash of the kernel's own sources: two processes with the same one play the same worlds on a table.

    Returns:
        64 hexadecimal digits.

    >>> len(kernel_digest())
    64
    """
    room = Path(__file__).parent
    digest = hashlib.sha256()
    for name in KERNEL:
        digest.update((room / f"{name}.py").read_bytes())
    return digest.hexdigest()
