"""The literature: what scholars found, and what became of checking it with the data at hand.

The findings are data (``data/findings.yaml``, ``data/findings_sources.yaml``); the figures beside them were
computed by ``research/literature.py`` from data that does not belong to the project, and stand in
``data/findings_computed.yaml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

from foedus.record.base import Confidence, Part
from foedus.sources import Source

Topic = Literal[
    "reliability", "deterrence", "entrapment", "peace_among_allies", "war_joining", "formation", "duration",
    "burden_sharing", "alignment", "voting_power", "veto", "delay", "crisis_effect", "coups", "participation",
    "public_opinion",
]  # fmt: skip
State = Literal["reproduced", "agrees", "differs", "undecided", "not_checked", "not_checkable"]
"""What came of checking a finding.

reproduced: from the same data or the same rule, to every printed digit. agrees: from other data or another coding,
and what was published lies within the interval, or has the same sign beyond chance. differs: the interval leaves
it out. undecided: the interval is too wide to tell, or parts agree and parts do not. not_checked: the data may be
at hand, but it takes a study of its own. not_checkable: what it takes is not at hand.
"""
CHECKED: tuple[State, ...] = ("reproduced", "agrees", "differs", "undecided")
"""States of findings for which figures were computed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published(Part):
    """A number as it was printed.

    Attributes:
        name: what it is, within its finding.
        value: the number, with as many digits as printed.
    """

    name: str
    value: str

    @property
    def number(self) -> float:
        """Its value."""
        return float(self.value)

    @property
    def digits(self) -> int:
        """Digits after the point.

        >>> Published(name="kept", value="0.745").digits
        3
        """
        return len(self.value.partition(".")[2])


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Part):
    """A number that was computed to set beside what was published.

    Attributes:
        name: what it is; where it is set beside a published number, the name of that.
        value: the number.
        low: lower end of its 95 per cent interval; missing: it has none.
        high: upper end.
        count: how many did, where it is a share.
        n: observations.
        clusters: in how many clusters they lie, where the interval allows for them.
    """

    name: str
    value: float
    low: float | None = None
    high: float | None = None
    count: int | None = None
    n: int | None = None
    clusters: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFinding(Part):
    """A finding of the literature, in our own words.

    Attributes:
        id: its id.
        topic: see :data:`Topic`.
        finding: what was found, in words.
        published: the numbers as printed; empty where only a verdict was published.
        verdict: what was found where it is not a number.
        n: observations, as the study says; missing: not seen.
        period: which years it is about, in words; missing: none.
        study: author, year and place.
        url: where it is published.
        note: anything that a reader must know.
        sources: ids of :func:`sources`: where it was read.
        confidence: how sure it is that the study says so.
        state: see :data:`State`.
        why: what that rests on.
        figures: what was computed; empty where nothing was.
    """

    id: str
    topic: Topic
    finding: str
    published: tuple[Published, ...] = ()
    verdict: str | None = None
    n: str | None = None
    period: str | None = None
    study: str
    url: str | None = None
    note: str | None = None
    sources: tuple[str, ...]
    confidence: Confidence
    state: State
    why: str
    figures: tuple[Figure, ...] = ()

    def figure(self, name: str) -> Figure | None:
        """The figure that stands beside a published number, by its name."""
        return next((one for one in self.figures if one.name == name), None)


@cache
def published() -> tuple[PublishedFinding, ...]:
    """Read every finding, with its figures.

    Returns:
        the findings, in the order of the file: by topic.

    >>> found = {one.id: one for one in published()}["berkemeier-fuhrmann-2018-all"]
    >>> found.state, found.published[0].value, round(found.figures[0].value, 2)
    ('reproduced', '0.50', 0.5)
    """
    computed: Mapping[str, tuple[Figure, ...]] = _read("findings_computed", dict[str, tuple[Figure, ...]])
    found: tuple[PublishedFinding, ...] = _read("findings", tuple[PublishedFinding, ...])
    return tuple(replace(one, figures=computed.get(one.id, ())) for one in found)


@cache
def sources() -> Mapping[str, Source]:
    """Read where the findings were read, by id.

    >>> sources()["cambridge-leeds-2003"].publisher
    'International Organization'
    """
    return MappingProxyType(_read("findings_sources", dict[str, Source]))


def _read(name: str, of: Any) -> Any:
    from foedus.record.schema import adapter
    from foedus.record.text import document

    text = (files("foedus") / "data" / f"{name}.yaml").read_text("utf-8")
    return adapter(of).validate_python(document(f"{name}.yaml", text).tree)
