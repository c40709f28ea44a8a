"""The page of a state's standing."""

from __future__ import annotations

from foedus.record.view import View


def write_page(view: View, state: str) -> None:
    """Placeholder until the law of standing is there."""


def write_plain(view: View, state: str) -> None:
    """Placeholder until the law of standing is there."""
