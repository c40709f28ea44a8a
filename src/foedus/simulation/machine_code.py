"""Machine code: the kernel's functions as numba compiles them, kept on disk under the hash of their sources.

What numba keeps beside a module is found again by that module alone, although the code of others is compiled into
it: after a change in one of them the old code would go on being used. So everything that is compiled takes its
decorator from here, where the folder is set before anything is decorated. This module needs the extra
``simulation`` (numba).
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import numba
from numba import njit

from foedus.record.keeping import OFF
from foedus.simulation.sources import kernel_digest

__all__ = ["njit"]


def _room() -> Path:
    chosen = os.environ.get("FOEDUS_CACHE", "")
    if chosen:
        return Path(chosen)
    home = os.environ.get("XDG_CACHE_HOME", "") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(home) / "foedus"


_config: Any = numba.config
if not _config.CACHE_DIR and os.environ.get("FOEDUS_CACHE") != OFF:
    _digest = hashlib.sha256(f"{numba.__version__} {kernel_digest()}".encode()).hexdigest()
    _config.CACHE_DIR = str(_room() / f"kernel-{_digest[:16]}")
