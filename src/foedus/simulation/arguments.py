"""What is handed to a study from Python, checked for its kind before anything is made of it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Set
from typing import Any

from foedus.simulation.plan import BadPlan


def groups(variants: Any) -> list[list[str]]:
    """Names of the reforms of each variant.

    Args:
        variants: an id or path alone, or several, each alone or several together in a sequence.

    Raises:
        BadPlan: for anything else.

    >>> groups("two-thirds"), groups(["a", ["b", "c"]])
    ([['two-thirds']], [['a'], ['b', 'c']])
    """
    if isinstance(variants, (str, os.PathLike)):
        return [[_name(variants)]]
    return [
        [_name(one)] if isinstance(one, (str, os.PathLike)) else [_name(each) for each in _in_order(one)]
        for one in _in_order(variants)
    ]


def _name(one: Any) -> str:
    name = os.fspath(one) if isinstance(one, (str, os.PathLike)) else one
    if not isinstance(name, str):
        raise BadPlan(f"variants holds {_shown(one)}; name each reform by its id or path")
    return name


def _in_order(variants: Any) -> Iterable[Any]:
    """What can be gone through in an order of its own: a set has none, and the study would hang on it."""
    if isinstance(variants, (bytes, Mapping, Set)) or not isinstance(variants, Iterable):
        raise BadPlan(f"variants is or holds {_shown(variants)}; give ids or paths of reforms, in a list")
    return variants


def given(parameters: Any) -> tuple[tuple[str, str], ...]:
    """Parameters that are set, as if they had been typed.

    Args:
        parameters: values by name; None: nothing is set.

    Raises:
        BadPlan: for anything else.

    >>> given({"deterrence": 0.5})
    (('deterrence', '0.5'),)
    """
    if parameters is None:
        return ()
    if not isinstance(parameters, Mapping):
        raise BadPlan(f"parameters is {_shown(parameters)}; give values by name, such as {{'deterrence': 0.5}}")
    for name in parameters:
        if not isinstance(name, str):
            raise BadPlan(f"parameters names {_shown(name)}; a parameter's name is text, such as 'deterrence'")
    return tuple((name, str(value)) for name, value in parameters.items())


def check(organisation: Any, start: Any, out: Any, watch: Any) -> None:
    """Refuse an organisation, a day, a folder or a watcher that is none.

    Args:
        organisation: an id, or an organisation.
        start: a day as text, or None.
        out: a path, or None.
        watch: what can be called, or None.

    Raises:
        BadPlan: naming the argument.
    """
    from foedus.record.view import Organisation

    if not isinstance(organisation, (str, Organisation)):
        kind = type(organisation).__name__
        raise BadPlan(f"organisation is of the kind {kind}; give an id, or what foedus.organisation(id) gives")
    if start is not None and not isinstance(start, str):
        raise BadPlan(f"start is {_shown(start)}; write a day as text, such as 2026-01-31")
    if out is not None and (not isinstance(out, (str, os.PathLike)) or not _is_path(out)):
        raise BadPlan(f"out is {_shown(out)}; give the path of a folder")
    if watch is not None and not callable(watch):
        raise BadPlan(f"watch is {_shown(watch)}; give a function that takes how far the study is")


def _is_path(out: str | os.PathLike[Any]) -> bool:
    path = os.fspath(out)
    return isinstance(path, str) and bool(path) and "\0" not in path


def _shown(value: Any) -> str:
    """A value on one line, cut where it is long."""
    told = " ".join(repr(value).split())
    return told if len(told) <= 60 else f"{told[:57]}..."
