"""Completion: the names that a shell offers while a command is typed. It never fails, it only offers less."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import TypeAlias

Offer: TypeAlias = tuple[str, str]
"""A word, and what it means."""


def offered(make: Callable[[str], Iterable[Offer]]) -> Callable[[str], list[Offer]]:
    """Turn a list of names into what the shell asks for; where it cannot be read on, it ends."""

    def complete(incomplete: str) -> list[Offer]:
        found: list[Offer] = []
        with suppress(Exception):
            found.extend(one for one in make(incomplete) if one[0].casefold().startswith(incomplete.casefold()))
        return found

    return complete


def _organisations(incomplete: str) -> Iterator[Offer]:
    from foedus.record.pack import packs

    for name in packs():
        yield name, "organisation"


def _cases(incomplete: str) -> Iterator[Offer]:
    """Cases of the organisation whose id was typed already; before that, of all."""
    from foedus.record.pack import packs
    from foedus.record.view import organisation as read

    for name in [one for one in packs() if incomplete.startswith(one)] or packs():
        for one in read(name).record.cases:
            yield one.id, one.title


def _reforms(incomplete: str) -> Iterator[Offer]:
    from foedus.record.pack import packs
    from foedus.record.reforms import ready_in

    for name, folder in packs().items():
        for one in ready_in(folder):
            yield one, f"a reform of {name}"


def _states(incomplete: str) -> Iterator[Offer]:
    from foedus import states

    for one in states.states():
        yield one.code, one.name


def words_of(module: str, name: str) -> Callable[[], tuple[str, ...]]:
    """The words that a ``Literal`` of the record allows, read when they are asked for.

    >>> words_of("foedus.record.cases", "OutsideHand")()
    ('none', 'alleged', 'shown')
    """

    def words() -> tuple[str, ...]:
        from importlib import import_module
        from typing import get_args

        return tuple(map(str, get_args(getattr(import_module(module), name))))

    return words


SITUATION_KINDS = words_of("foedus.record.cases", "SituationKind")
ASKS = words_of("foedus.record.cases", "Ask")
HANDS = words_of("foedus.record.cases", "OutsideHand")
TERRITORIES = words_of("foedus.record.terms", "Territory")
SUBJECTS = words_of("foedus.record.terms", "Subject")
ACTIVITY_KINDS = words_of("foedus.record.facts", "ActivityKind")
ANSWERS = words_of("foedus.analysis.reform", "Answer")
VERDICTS = words_of("foedus.record.statements", "Verdict")
TOPICS = words_of("foedus.estimates.literature", "Topic")
MEASURES = words_of("foedus.analysis.credibility", "Measure")
REVIEW_STATES = words_of("foedus.estimates.literature", "State")


def sections() -> tuple[str, ...]:
    """Names of a pack's sections, and of its folder of reforms."""
    from foedus.record.reading import REFORMS
    from foedus.record.schema import SECTION

    return (*SECTION, REFORMS)


def _plain(words: Callable[[], tuple[str, ...]]) -> Callable[[str], list[Offer]]:
    return offered(lambda incomplete: ((one, "") for one in words()))


organisation = offered(_organisations)
case = offered(_cases)
reform = offered(_reforms)
state = offered(_states)
situation_kind = _plain(SITUATION_KINDS)
ask = _plain(ASKS)
hand = _plain(HANDS)
territory = _plain(TERRITORIES)
subject = _plain(SUBJECTS)
activity_kind = _plain(ACTIVITY_KINDS)
section = _plain(sections)
verdict = _plain(VERDICTS)
topic = _plain(TOPICS)
review_state = _plain(REVIEW_STATES)
measure = _plain(MEASURES)
answer = _plain(ANSWERS)
