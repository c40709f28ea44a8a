"""Machine code: the kernel's functions as numba compiles them, kept on disk under the hash of their sources.

What numba keeps beside a module is found again by that module alone, although the code of others is compiled into
it: after a change in one of them the old code would go on being used. So everything that is compiled takes its
decorator from here, where the folder is set before anything is decorated. This module needs the extra
``simulation`` (numba).
"""

from __future__ import annotations

import hashlib
from typing import Any

import numba
from numba import njit

from foedus.record.keeping import folder
from foedus.simulation.sources import kernel_digest

__all__ = ["njit"]


_config: Any = numba.config
_room = folder()
if not _config.CACHE_DIR and _room is not None:
    _digest = hashlib.sha256(f"{numba.__version__} {kernel_digest()}".encode()).hexdigest()
    _config.CACHE_DIR = str(_room / f"kernel-{_digest[:16]}")
