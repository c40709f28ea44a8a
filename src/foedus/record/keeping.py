"""Keeping a checked pack, so that the next start does not read and check the same bytes again.

Like Python's own byte code: a file in the user's cache folder that anyone may delete. It is used only while the
bytes of the pack, the code that reads it and the tables that it is checked against are the same; only a pack
without faults is kept; and only a file that belongs to the user, and that nobody else may write, is read.

``FOEDUS_CACHE`` names another folder, or turns it off with ``off``.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import sys
import tempfile
from pathlib import Path
from types import MappingProxyType
from typing import Any

OFF = "off"
_ROOM = Path(__file__).parent


def recall(pack: Path) -> dict[str, Any] | None:
    """The parts of a record that were kept for a pack as it is now; None when there are none.

    Args:
        pack: the pack's folder.
    """
    parts = recall_as(_name(pack), fingerprint(pack)) if folder() is not None else None
    if parts is None:
        return None
    return {name: MappingProxyType(part) if isinstance(part, dict) else part for name, part in parts.items()}


def keep(pack: Path, parts: dict[str, Any]) -> None:
    """Keep the parts of a checked record; where that is not possible, nothing happens.

    Args:
        pack: the pack's folder.
        parts: the record's attributes by name.
    """
    if folder() is None:
        return
    plain = {name: dict(part) if isinstance(part, MappingProxyType) else part for name, part in parts.items()}
    keep_as(_name(pack), fingerprint(pack), plain)


def recall_as(name: str, key: str) -> Any:
    """What was kept under a name; None when there is nothing, or it was kept for another key.

    Args:
        name: name of the file.
        key: says for what it was kept, in one line.
    """
    room = folder()
    if room is None:
        return None
    try:
        if not _own(room / name):
            return None
        kept, _, content = (room / name).read_bytes().partition(b"\n")
        return pickle.loads(content) if kept.decode() == key else None
    except Exception:  # whatever is wrong with a kept file, what it was made from is there to be read
        return None


def keep_as(name: str, key: str, content: object) -> None:
    """Keep something under a name; where that is not possible, nothing happens.

    Args:
        name: name of the file.
        key: says for what it is kept, in one line.
        content: what is kept.
    """
    room = folder()
    if room is None:
        return
    with contextlib.suppress(OSError):
        room.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Written beside and moved, so that a reader never meets half a file.
        handle, beside = tempfile.mkstemp(dir=room)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(key.encode() + b"\n" + pickle.dumps(content, protocol=5))
            os.replace(beside, room / name)
        except OSError:
            os.unlink(beside)


def fingerprint(pack: Path) -> str:
    """SHA-256 over everything that the record of a pack depends on, in hexadecimal."""
    digest = hashlib.sha256(repr(sys.version_info).encode())
    for file in sorted(pack.rglob("*.yaml")):
        digest.update(file.relative_to(pack).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    for file in sorted([*_ROOM.glob("*.py"), *_ROOM.parent.glob("*.py"), *(_ROOM.parent / "data").glob("*.yaml")]):
        stat = file.stat()
        digest.update(f"{file.name} {stat.st_size} {stat.st_mtime_ns}".encode())
    return digest.hexdigest()


def folder() -> Path | None:
    """The folder in which things are kept; None where nothing is to be kept."""
    chosen = os.environ.get("FOEDUS_CACHE", "")
    if chosen == OFF:
        return None
    if chosen:
        return Path(chosen)
    home = os.environ.get("XDG_CACHE_HOME", "") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(home) / "foedus"


def _name(pack: Path) -> str:
    place = hashlib.sha256(str(pack.resolve()).encode()).hexdigest()[:16]
    return f"{pack.resolve().name}-{place}.record"


def _own(file: Path) -> bool:
    """Whether a file belongs to the user and nobody else may write it."""
    stat = file.stat()
    user = getattr(os, "getuid", lambda: stat.st_uid)()
    return stat.st_uid == user and not stat.st_mode & 0o022
