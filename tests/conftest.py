"""What all tests share: how long hypothesis looks, and where the research material lies."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Small matrices gain nothing from more threads, and on a machine that is busy they lose ten times as much.
for _library in ("OPENBLAS", "OMP", "MKL"):
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}

# No deadline anywhere, and slow generation only told in dev: a busy machine is no fault of the code.
settings.register_profile("dev", max_examples=100, deadline=None)
settings.register_profile(
    "ci",
    max_examples=500,
    deadline=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "long",
    max_examples=10_000,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)


def profile() -> str:
    """Name the hypothesis profile: FOEDUS_PROFILE if set, else ci where CI is true, else dev."""
    return os.environ.get("FOEDUS_PROFILE") or ("ci" if IN_CI else "dev")


settings.load_profile(profile())

ABOVE = re.compile(r"foedus[./](?:estimates|simulation|charts)|(?:import|from) (?:research|benchmarks)")
"""Names of what stands above the engine: tests that use it run without tracing, which doubles their time."""


@cache
def _far(path: Path) -> bool:
    return ABOVE.search(path.as_posix()) is not None or ABOVE.search(path.read_text("utf-8")) is not None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if _far(item.path):
            item.add_marker("far")


def pytest_report_header() -> list[str]:
    found = "found" if SHARED.is_dir() else "ABSENT: tests against it are skipped"
    return [f"foedus: hypothesis profile {profile()}; research material beside the checkout: {found}"]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of research material beside the checkout; skipped loudly without it, a failure in CI."""
    if not SHARED.is_dir():
        why = "no folder 'shared' beside the checkout: what needs the research material was NOT tested"
        if IN_CI:
            pytest.fail(why)
        pytest.skip(why)
    return SHARED
