"""The core loads none of the libraries that only the terminal and tables need: they come when asked for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src"
CORE = ("dates", "states", "sources", "record", "law", "proceedings", "drivers")
HEAVY = ("polars", "rich", "typer")


def core_modules() -> list[str]:
    """List the importable names of the core's modules."""
    names = ["foedus"]
    for part in CORE:
        for path in sorted((SOURCE / "foedus").glob(f"{part}.py")) + sorted(
            (SOURCE / "foedus" / part).rglob("*.py")
        ):
            relative = path.relative_to(SOURCE).with_suffix("")
            names.append(".".join(relative.parts).removesuffix(".__init__"))
    return names


def loaded(modules: list[str]) -> list[str]:
    """Import the modules in a fresh interpreter and list the heavy libraries that came with them."""
    program = (
        "import importlib, sys\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        f"print(*[name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    command = [sys.executable, "-c", program]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def test_the_core_loads_no_terminal_and_no_tables() -> None:
    modules = core_modules()
    assert len(modules) > len(CORE), "the core's modules were not found"
    assert loaded(modules) == []


def test_a_heavy_library_is_noticed() -> None:
    assert loaded(["foedus", "rich"]) == ["rich"]
