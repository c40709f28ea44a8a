"""What `import foedus` offers: a dozen names, each loaded when it is first used."""

from __future__ import annotations

import subprocess
import sys

import pytest

import foedus


def test_the_names() -> None:
    assert sorted(foedus.__all__) == dir(foedus)
    assert 10 <= len(foedus.__all__) <= 15
    for name in foedus.__all__:
        assert getattr(foedus, name) is getattr(foedus, name)
        assert getattr(foedus, name).__doc__


def test_they_are_the_same_as_where_they_live() -> None:
    from foedus.law.advice import advise
    from foedus.record.pack import packs
    from foedus.record.view import View, organisation

    assert foedus.organisation is organisation
    assert foedus.organisations is packs
    assert foedus.advise is advise
    assert foedus.View is View


def test_there_are_no_others() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        foedus.nothing  # noqa: B018 - looking it up is the test


def test_importing_loads_nothing_else() -> None:
    program = "import sys; before = set(sys.modules); import foedus; print(*sorted(set(sys.modules) - before))"
    made = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert set(made.stdout.split()) <= {"foedus", "__future__"}
