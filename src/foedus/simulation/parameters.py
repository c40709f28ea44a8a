"""Parameters: the common defaults, an organisation's own, what a reform or a person sets."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache
from importlib.resources import files

from foedus.dates import Date
from foedus.record.view import Organisation
from foedus.record.worlds import LearntParameter, Parameter, WorldDefaults, WorldFacts
from foedus.simulation.posterior import learnt, together, value_of
from foedus.simulation.randomness import Purpose, draw


class BadParameter(ValueError):
    """Says what is wrong with a parameter, and what would be right."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The numbers of one study.

    Attributes:
        common: parameters by name, with their ranges.
        values: the value of each, exact.
        own: figures of single states that were set, by ``name.STATE``.
        facts: the organisation's own figures.
        organisation: its id.
        given: names that a reform or a person set, whatever the value; they are not drawn.
        by_hand: those of them that a person set, for all variants of a study.
        learnt: names of parameters that have a posterior from the casebooks.
        draw: seed and number of the draw of which rates are, too; None: the settings themselves.
    """

    common: Mapping[str, Parameter]
    values: Mapping[str, Fraction]
    own: Mapping[str, Fraction]
    facts: WorldFacts
    organisation: str
    given: frozenset[str] = frozenset()
    by_hand: frozenset[str] = frozenset()
    learnt: frozenset[str] = frozenset()
    draw: tuple[int, int] | None = None

    def __getitem__(self, name: str) -> Fraction:
        """The value of a parameter."""
        return self.values[name]

    def of(self, name: str, state: str) -> Fraction | None:
        """A state's own figure: what was set, else what the pack has; None where neither says anything.

        Args:
            name: pull, belief or strength.
            state: its code.
        """
        found = self.own.get(f"{name}.{state}")
        if found is not None:
            return found
        rows = getattr(self.facts, name)
        return next((Fraction(one.value) for one in rows if one.state == state), None)


@cache
def defaults() -> WorldDefaults:
    """The common defaults.

    >>> [one.name for one in defaults().parameters][:3]
    ['rate', 'trend', 'deterrence']
    """
    from foedus.record.schema import adapter
    from foedus.record.text import document

    text = (files("foedus") / "data" / "worlds.yaml").read_text("utf-8")
    found: WorldDefaults = adapter(WorldDefaults).validate_python(document("worlds.yaml", text).tree)
    return found


NOTHING = WorldFacts(as_of=Date.parse("0001-01-01"))
"""No figures of its own."""
POINT = Decimal("1.645")
"""The 95 % point of the standard normal."""
GREATEST = (-1, -1)
"""Stands for a draw in which every rate is the greatest that it can be."""
MOST_POWER = 30
"""Numbers with more places before or after the point are refused before anything is computed with them."""
OWN: Mapping[str, tuple[int, int]] = {"pull": (-8, 8), "belief": (0, 1), "strength": (0, 10_000_000)}
"""Figures that each state can have of its own, with their ranges."""


def settings(organisation: Organisation, given: Iterable[tuple[str, str]] = ()) -> Settings:
    """The numbers of a study of an organisation.

    Args:
        organisation: the organisation; its reforms may set parameters.
        given: further names and values, as typed; the later of two of one name counts.

    Raises:
        BadParameter: for a name that is none, or a value that is none or out of its range.

    >>> from foedus.record.view import organisation
    >>> settings(organisation("csto"), [("deterrence", "0.5")])["deterrence"]
    Fraction(1, 2)
    """
    facts = next(iter(organisation.record.worlds), NOTHING)
    common = {one.name: one for one in defaults().parameters}
    for one in facts.settings:
        if one.name not in common:
            raise BadParameter(_unknown(one.name, common))
        was = common[one.name]
        low, high = one.low if one.low is not None else was.low, one.high if one.high is not None else was.high
        common[one.name] = replace(was, value=one.value, low=low, high=high, source=one.source)
    own_word = {one.name for one in facts.settings}
    known = [one for one in learnt().parameters if one.name not in own_word]
    for learned in known:
        common[learned.name] = _of_posterior(common[learned.name], learned, organisation.id)
    values = {name: Fraction(one.value) for name, one in common.items()}
    own: dict[str, Fraction] = {}
    given = tuple(given)
    told = [(name, str(value)) for reform in organisation.reforms for name, value in reform.parameters.items()]
    for name, text in (*told, *given):
        _set(name, _number(name, text), common, values, own)
    return Settings(
        common,
        values,
        own,
        facts,
        organisation.id,
        frozenset(name for name, _ in (*told, *given)),
        frozenset(name for name, _ in given),
        frozenset(one.name for one in known),
    )


def _of_posterior(common: Parameter, one: LearntParameter, organisation: str) -> Parameter:
    """A parameter with the middle and the 5 % and 95 % points of its posterior for an organisation."""
    low, value, high = (
        min(max(round(value_of(one, organisation, point), 2), common.least), common.most)
        for point in (-POINT, Decimal(0), POINT)
    )
    return replace(common, value=value, low=low, high=high)


def _set(
    name: str,
    value: Fraction,
    common: Mapping[str, Parameter],
    values: dict[str, Fraction],
    own: dict[str, Fraction],
) -> None:
    first, _, state = name.partition(".")
    if state and first in OWN:
        _within(name, value, *OWN[first])
        own[name] = value
    elif name in common:
        _within(name, value, common[name].least, common[name].most)
        values[name] = value
    else:
        raise BadParameter(_unknown(name, common))


def _within(name: str, value: Fraction, least: Decimal | int, most: Decimal | int) -> None:
    if not least <= value <= most:
        raise BadParameter(f"{name} is {float(value):g}; it lies between {least} and {most}")


def _number(name: str, text: str) -> Fraction:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise BadParameter(f"{name} is {text!r}; write a number, such as 0.5") from None
    if not number.is_finite():
        raise BadParameter(f"{name} is {text!r}; write a number, such as 0.5")
    # An exact fraction of 1e999999999 has a thousand million digits.
    if max(abs(number.adjusted()), abs(int(number.as_tuple().exponent))) > MOST_POWER:
        shown = text if len(text) <= 20 else f"{text[:17]}..."
        raise BadParameter(f"{name} is {shown}; write a number of at most {MOST_POWER} digits, such as 0.5")
    return Fraction(number)


def _unknown(name: str, common: Mapping[str, Parameter]) -> str:
    known = [*common, *(f"{one}.STATE" for one in OWN)]
    near = difflib.get_close_matches(name, known, 1, 0.5)
    meant = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}"
    return f"no parameter is called {name!r}; {meant}"


@dataclass(frozen=True, slots=True)
class Possible:
    """What is thought possible of a number.

    Attributes:
        name: of a parameter, or ``name.STATE`` for a state's own figure.
        low: lower end.
        high: upper end.
    """

    name: str
    low: Fraction
    high: Fraction

    def at(self, share: Fraction) -> Fraction:
        """The value that lies a share of the way from low to high, to six digits.

        >>> Possible("deterrence", Fraction(0), Fraction(3, 5)).at(Fraction(1, 2))
        Fraction(3, 10)
        """
        return Fraction(round((self.low + (self.high - self.low) * share) * 1_000_000), 1_000_000)


def possible(study: Settings) -> tuple[Possible, ...]:
    """Every number that is drawn, with its ends: the parameters, then states' own figures that have ends.

    What a reform or a person set is not among them. Rates of single kinds and members, ties, affinities and delays
    have no ends of their own; ``rate``, ``ties`` and ``affinity`` move them together.

    Args:
        study: the settings.

    >>> from foedus.record.view import organisation
    >>> names = [one.name for one in possible(settings(organisation("csto"), [("rate", "1")]))]
    >>> names[0], names[-1], "rate" in names
    ('trend', 'strength.TJK', False)
    """
    return tuple(one for _, one in _places(study))


def _places(study: Settings) -> Iterator[tuple[int, Possible]]:
    """Numbers that are drawn, each with its slot, which does not hang on what was set."""
    for slot, (name, one) in enumerate(study.common.items()):
        if name not in study.given:
            yield slot, Possible(name, Fraction(one.low), Fraction(one.high))
    slot = len(study.common)
    for name in OWN:
        for row in getattr(study.facts, name):
            key = f"{name}.{row.state}"
            if row.low is not None and row.high is not None and key not in study.given:
                yield slot, Possible(key, Fraction(row.low), Fraction(row.high))
            slot += 1


def replaced(study: Settings, values: Mapping[str, Fraction]) -> Settings:
    """Settings with other values of some numbers.

    Args:
        study: the settings.
        values: by name, a state's own figure by ``name.STATE``.
    """
    own = {name: value for name, value in values.items() if "." in name}
    common = {name: value for name, value in values.items() if "." not in name}
    return replace(study, values={**study.values, **common}, own={**study.own, **own})


def drawn(study: Settings, seed: int, number: int) -> Settings:
    """Settings with every number drawn that is not sure.

    Parameters of which the casebooks say something come from their posterior, together; all else that has ends is
    drawn evenly between them. Counted rates are drawn where the table is made (:mod:`foedus.simulation.flat`).
    What was set by a reform or by hand is left as it is, whatever the value. Draw 0 is the settings themselves.

    Args:
        study: the settings.
        seed: the study's seed.
        number: which draw.
    """
    if number == 0:
        return study
    words = {name: draw(seed, 0, Purpose.PARAMETER, number, slot) for slot, name in enumerate(study.common)}
    values = {
        one.name: one.at(Fraction(draw(seed, 0, Purpose.PARAMETER, number, slot)[0], 1 << 32))
        for slot, one in _places(study)
    }
    found = together([words[one.name][1] for one in learnt().parameters], study.organisation)
    for name in study.learnt & values.keys():
        one = study.common[name]
        values[name] = Fraction(min(max(found[name], one.least), one.most))
    return replace(replaced(study, values), draw=(seed, number))


def widest(study: Settings) -> Settings:
    """Settings under which crises come most often that a draw can have.

    Args:
        study: the settings.
    """
    ends = {one.name: one.high for one in possible(study) if one.name in ("rate", "trend")}
    return replace(replaced(study, ends), draw=GREATEST)
