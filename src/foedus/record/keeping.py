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
    kept = _file(pack)
    if kept is None:
        return None
    try:
        if not _own(kept):
            return None
        key, _, content = kept.read_bytes().partition(b"\n")
        if key.decode() != fingerprint(pack):
            return None
        parts: dict[str, Any] = pickle.loads(content)
    except Exception:  # whatever is wrong with a kept file, the pack itself is there to be read
        return None
    return {name: MappingProxyType(part) if isinstance(part, dict) else part for name, part in parts.items()}


def keep(pack: Path, parts: dict[str, Any]) -> None:
    """Keep the parts of a checked record; where that is not possible, nothing happens.

    Args:
        pack: the pack's folder.
        parts: the record's attributes by name.
    """
    kept = _file(pack)
    if kept is None:
        return
    plain = {name: dict(part) if isinstance(part, MappingProxyType) else part for name, part in parts.items()}
    with contextlib.suppress(OSError):
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Written beside and moved, so that a reader never meets half a file.
        handle, name = tempfile.mkstemp(dir=kept.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(fingerprint(pack).encode() + b"\n" + pickle.dumps(plain, protocol=5))
            os.replace(name, kept)
        except OSError:
            os.unlink(name)


def fingerprint(pack: Path) -> str:
    """SHA-256 over everything that the record of a pack depends on, in hexadecimal."""
    digest = hashlib.sha256(repr(sys.version_info).encode())
    for file in sorted(pack.rglob("*.yaml")):
        digest.update(file.relative_to(pack).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    for file in sorted([*_ROOM.glob("*.py"), *_ROOM.parent.glob("*.py"), *(_ROOM.parent / "data").glob("*.yaml")]):
        stat = file.stat()
        digest.update(f"{file.name} {stat.st_size} {stat.st_mtime_ns}".encode())
    return digest.hexdigest()


def _file(pack: Path) -> Path | None:
    chosen = os.environ.get("FOEDUS_CACHE", "")
    if chosen == OFF:
        return None
    if chosen:
        folder = Path(chosen)
    else:
        home = os.environ.get("XDG_CACHE_HOME", "") or os.path.join(os.path.expanduser("~"), ".cache")
        folder = Path(home) / "foedus"
    name = hashlib.sha256(str(pack.resolve()).encode()).hexdigest()[:16]
    return folder / f"{pack.resolve().name}-{name}.record"


def _own(file: Path) -> bool:
    """Whether a file belongs to the user and nobody else may write it."""
    stat = file.stat()
    user = getattr(os, "getuid", lambda: stat.st_uid)()
    return stat.st_uid == user and not stat.st_mode & 0o022
