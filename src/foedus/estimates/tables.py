"""The lessons' features as tables of numbers, made once a lesson and kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from weakref import WeakKeyDictionary

import numpy

from foedus.estimates.encoding import numbers
from foedus.estimates.features import FEATURES
from foedus.estimates.fitting import Floats
from foedus.estimates.frames import Lesson
from foedus.estimates.member_features import MEMBER_FEATURES

NAMES: Final = tuple(one.name for one in FEATURES)
MEMBER_NAMES: Final = tuple(one.name for one in MEMBER_FEATURES)
INVOKED: Final = NAMES.index("invoked")
MEMBER_INVOKED: Final = MEMBER_NAMES.index("invoked")

_kept: WeakKeyDictionary[Lesson, dict[str, Floats]] = WeakKeyDictionary()


def case_table(lessons: Sequence[Lesson]) -> Floats:
    """Features of cases as the requests were, shape (n, p)."""
    return _stacked([_of(one, "asked") for one in lessons], len(NAMES))


def open_table(lessons: Sequence[Lesson]) -> Floats:
    """Features of cases before it was known whether anybody would ask, shape (n, p)."""
    return _stacked([_of(one, "open") for one in lessons], len(NAMES))


def member_table(lessons: Sequence[Lesson]) -> Floats:
    """Features of the states that answered, case by case, shape (m, p)."""
    return _stacked([_of(one, "members") for one in lessons], len(MEMBER_NAMES))


def _stacked(parts: list[Floats], width: int) -> Floats:
    return numpy.concatenate(parts) if parts else numpy.zeros((0, width))


def _of(lesson: Lesson, what: str) -> Floats:
    kept = _kept.setdefault(lesson, {})
    if what not in kept:
        if what == "members":
            kept[what] = numbers([one.values for one in lesson.members], MEMBER_NAMES)
        else:
            read = lesson.features if what == "asked" else lesson.open_features
            kept[what] = numbers([read.values], NAMES)
    return kept[what]
