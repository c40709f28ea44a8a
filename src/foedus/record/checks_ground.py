"""The ground that all checks stand on: what was read, which names are known, and how a fault is told."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from foedus.dates import Date, Period
from foedus.record.faults import Fault
from foedus.record.text import Way

if TYPE_CHECKING:
    from foedus.record.reading import Item, Reading

_T = TypeVar("_T")


class Ground:
    """A reading with its faults beyond text and schema.

    Attributes:
        reading: what was read.
        faults: what the checks have found so far.
        covered_to: the end of the time that the pack covers; None where that is not known.
    """

    __slots__ = ("_faulty", "covered_to", "faults", "reading")

    def __init__(self, reading: Reading) -> None:
        """Stand on a reading, which may be unsound."""
        self.reading = reading
        self.faults: list[Fault] = []
        packs: list[Date | None] = [pack.covers.end for pack in reading.all("pack")]
        self.covered_to = packs[0] if packs else None
        self._faulty = {fault.file.removesuffix(".yaml").partition("/")[0] for fault in reading.faults}

    def items(self, section: str) -> Sequence[Item]:
        """The facts of a section that are sound in themselves."""
        return self.reading.items.get(section, ())

    def sound(self, section: str) -> bool:
        """Tell whether the section was read without any fault, so that what is not in it is not there."""
        return section not in self._faulty

    def known(self, kind: str) -> set[str] | None:
        """Every name of a kind (a section, ``provisions`` or ``articles``); None where some were not read."""
        return None if kind in self.reading.unread else self.reading.ids.get(kind, set())

    def tell(self, item: Item, way: Way, code: str, what: str, mend: str) -> None:
        """Keep a fault.

        Args:
            item: the fact that has it.
            way: from the fact to the value at fault.
            code: kind of fault.
            what: what is wrong, without saying where.
            mend: what would be right.
        """
        full = (*item.way, *way)
        name = item.document.name_of(full)
        line = item.document.line_of(full)
        text = f"{name}: {what}" if name else what
        self.faults.append(Fault(item.document.file, line, code, text, mend))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like another, if any is like it."""
    return next(iter(difflib.get_close_matches(word, sorted(known), 1, 0.6)), None)


def fraction(text: str) -> Fraction | None:
    """Read an exact share above 0 and up to 1; None when it is none.

    >>> fraction("2/3"), fraction("0.66"), fraction("4/3")
    (Fraction(2, 3), None, None)
    """
    above, slash, below = text.partition("/")
    if not (slash and _digits(above) and _digits(below) and int(below)):
        return None
    share = Fraction(int(above), int(below))
    return share if 0 < share <= 1 else None


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18


def begins_before(period: Period, date: Date) -> bool:
    """Tell whether a period surely holds before all that a date may mean."""
    if period.start is None:
        return not period.start_unknown
    return period.start.certainly_before(date)


def ends_after(period: Period, date: Date) -> bool:
    """Tell whether a period surely still holds after all that a date may mean."""
    if period.end is None:
        return not period.end_unknown
    return date.certainly_before(period.end)


def clashes(held: Sequence[tuple[_T, Period]]) -> Iterable[tuple[_T, _T]]:
    """Yield each pair whose periods surely overlap, the later in the file first."""
    for place, (one, period) in enumerate(held):
        for other, earlier in held[:place]:
            if period.overlaps(earlier).certain:
                yield one, other


def cycles(follows: dict[str, str]) -> list[tuple[str, ...]]:
    """Find each cycle once, beginning with the name that comes first.

    >>> cycles({"a": "b", "b": "c", "c": "b"})
    [('b', 'c')]
    """
    found: list[tuple[str, ...]] = []
    order = {name: place for place, name in enumerate(follows)}
    done: set[str] = set()
    for start in follows:
        path: list[str] = []
        name = start
        while name in follows and name not in done:
            done.add(name)
            path.append(name)
            name = follows[name]
        if name in path:
            ring = path[path.index(name) :]
            first = min(range(len(ring)), key=lambda place: order[ring[place]])
            found.append((*ring[first:], *ring[:first]))
    return found
